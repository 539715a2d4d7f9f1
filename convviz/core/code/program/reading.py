"""Reading a whole program of PyTorch, which is interpreted and never executed.

    program = read_program(text)                   # a file, a notebook, or pasted text
    for network in program.networks: ...           # name, line, made_by, parameters, needs
    read = program.build("ResNet", {"num_classes": 10}, (3, 32, 32))
    read.nodes, read.input_shape, read.layer_names, read.notices

What is needed and not given is guessed (`ReadNetwork.guesses`), so that every network can be built
without an answer; `ProgramNetwork.parameters` lists what may be answered.
"""

from __future__ import annotations

import ast
import dataclasses
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from convviz.core.code.program.building import Builder
from convviz.core.code.program.classes import find_member
from convviz.core.code.program.found import (
    Arguments,
    MadeBy,
    ProgramKind,
    ProgramNetwork,
    ReadNetwork,
)
from convviz.core.code.program.input_hints import guessed_shape, shapes_in
from convviz.core.code.program.listing import Listing
from convviz.core.code.program.passed_on import takes_any
from convviz.core.code.program.printed import read_printed
from convviz.core.code.program.references import may_hold_layers_only, names_in
from convviz.core.code.program.source import LONGEST_PROGRAM, ProgramSource
from convviz.core.code.program.survey import Survey
from convviz.core.code.program.values import Class, Function, Unknown
from convviz.core.code.reading import LONGEST_CODE, parse_code, read_layers
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.network.tree import module_names

if TYPE_CHECKING:
    from convviz.core.code.networks import CodeNotice, CodeReading
    from convviz.core.layers import Shape

__all__ = ["LONGEST_PROGRAM", "Program", "read_program"]

_LONGEST_NAME = 60
_MOST_LISTED = 12


class Program(ABC):
    """A text with its networks.

    Attributes:
        networks: In the order of the text; at least one. Parts of others are among them.
        notices: What to tell of the text as a whole.
    """

    networks: tuple[ProgramNetwork, ...]
    notices: tuple[CodeNotice, ...]

    @property
    def choices(self) -> tuple[ProgramNetwork, ...]:
        """The networks that are no parts of others; all of them where there is none such."""
        return tuple(known for known in self.networks if not known.is_part) or self.networks

    @property
    @abstractmethod
    def likely(self) -> ProgramNetwork:
        """The network that is probably meant."""

    def network(self, name: str | None = None) -> ProgramNetwork:
        """Return the network of a name; without one, the only one that is no part of another.

        Raises:
            DocumentError: CODE_SEVERAL_NETWORKS, CODE_UNKNOWN_NETWORK.
        """
        if name is None:
            if len(self.choices) == 1:
                return self.choices[0]
            code, count = ErrorCode.CODE_SEVERAL_NETWORKS, len(self.choices)
            raise DocumentError(code, count=count, networks=_listed(self.choices))
        for network in self.networks:
            if network.name == name:
                return network
        code, shown = ErrorCode.CODE_UNKNOWN_NETWORK, name[:_LONGEST_NAME]
        raise DocumentError(code, name=shown, networks=_listed(self.networks))

    def build(
        self,
        name: str | None = None,
        arguments: Arguments | None = None,
        input_shape: Shape | None = None,
    ) -> ReadNetwork:
        """Return one of the networks.

        Args:
            name: Which; None for the only one.
            arguments: What it is made with, by the names of its parameters, or of names that the
                text gives no value.
            input_shape: Shape of one picture, without the batch; None for a guess.

        Raises:
            DocumentError: CODE_* codes, mostly with the line and column, from 1, and in a notebook
                the cell; NETWORK_TOO_LONG, NETWORK_TOO_DEEP.
        """
        return self._build(self.network(name), arguments or {}, input_shape)

    @abstractmethod
    def _build(
        self, network: ProgramNetwork, arguments: Arguments, input_shape: Shape | None
    ) -> ReadNetwork:
        """Return one of the networks, as :meth:`build` does."""


def read_program(text: str, kind: ProgramKind | None = None) -> Program:
    """Return the networks of a text; nothing of it is executed, imported or unpickled.

    Args:
        text: A file of Python, a notebook, or what was pasted.
        kind: What it is; None to look.

    Raises:
        DocumentError: CODE_* codes; CODE_NO_NETWORK.
    """
    if len(text) <= LONGEST_CODE and kind is not ProgramKind.NOTEBOOK:
        printed = read_printed(text)
        if printed is not None:
            return _PrintedProgram(*printed)
    source = ProgramSource(text, kind)
    if len(text) <= LONGEST_CODE and not source.cells and may_hold_layers_only(source.tree):
        plain = _plain(source)
        if plain is not None:
            return plain
        source = ProgramSource(text, kind)
    try:
        return _InterpretedProgram(source)
    except DocumentError as error:
        is_short = len(text) <= LONGEST_CODE and not source.cells
        if error.code is not ErrorCode.CODE_NO_NETWORK or not is_short:
            raise
        no_network = error
    # Layers between other things are taken in their order; and it says better what they lack.
    try:
        return _PlainProgram(parse_code(text))
    except DocumentError as error:
        raise (error if _is_about_layers(error) else no_network) from None


def _is_about_layers(refusal: DocumentError) -> bool:
    """Return whether it was layers that were refused, and not any code that is none."""
    is_any_call = refusal.code is ErrorCode.CODE_UNKNOWN_LAYER and not refusal.facts.get("nearest")
    return refusal.code not in _OF_ANY_CODE and not is_any_call


_OF_ANY_CODE = frozenset(
    {ErrorCode.CODE_NOT_A_LAYER, ErrorCode.CODE_WOULD_RUN, ErrorCode.CODE_EMPTY}
)
"""What is refused of any code that is no list of layers."""


def _plain(source: ProgramSource) -> _PlainProgram | None:
    """Return the networks of text that holds layers only; None if the interpreter may know more."""
    try:
        reading = read_layers(source)
    except DocumentError:
        return None
    is_partly = any(notice.code is ErrorCode.CODE_PASSED_OVER for notice in reading.notices)
    return None if is_partly else _PlainProgram(reading)


class _PlainProgram(Program):
    """Text that holds layers only, which needs no interpreter."""

    def __init__(self, reading: CodeReading) -> None:
        self._reading = reading
        self.notices = reading.notices
        self.networks = tuple(
            ProgramNetwork(network.label, network.line, MadeBy.TEXT, is_part=is_part)
            for is_part, networks in ((False, reading.networks), (True, reading.contained))
            for network in networks
        )

    @property
    def likely(self) -> ProgramNetwork:
        return self.network(self._reading.likely.label)

    def _build(
        self, network: ProgramNetwork, arguments: Arguments, input_shape: Shape | None
    ) -> ReadNetwork:
        _refuse_all(network, arguments)
        nodes = self._reading.network(network.name).nodes
        shape = input_shape or guessed_shape(nodes)
        is_guessed = input_shape is None
        names = module_names(nodes)
        return ReadNetwork(
            network.name, nodes, shape, is_guessed, layer_names=names, notices=self.notices
        )


class _PrintedProgram(Program):
    """A module as torch prints it."""

    def __init__(self, network: ProgramNetwork, read: ReadNetwork) -> None:
        self._read = read
        self.notices = ()
        self.networks = (network,)

    @property
    def likely(self) -> ProgramNetwork:
        return self.networks[0]

    def _build(
        self, network: ProgramNetwork, arguments: Arguments, input_shape: Shape | None
    ) -> ReadNetwork:
        _refuse_all(network, arguments)
        if input_shape is None:
            return self._read
        return dataclasses.replace(self._read, input_shape=input_shape, is_guessed=False)


def _refuse_all(network: ProgramNetwork, arguments: Arguments) -> None:
    """Refuse answers where nothing is asked.

    Raises:
        DocumentError: CODE_UNKNOWN_ARGUMENT.
    """
    for parameter in arguments:
        code, shown = ErrorCode.CODE_UNKNOWN_ARGUMENT, parameter[:_LONGEST_NAME]
        raise DocumentError(code, name=network.name, parameter=shown, accepted="")


class _InterpretedProgram(Program):
    """Text that was worked out."""

    def __init__(self, source: ProgramSource) -> None:
        self._source = source
        self._survey = Survey(self._source, {})
        self._listing = Listing(self._survey.interpreter, self._source)
        self._shapes = shapes_in(self._source.nodes)
        self.notices = tuple(self._source.notices)
        self.networks = self._listing.networks
        if not self.networks:
            refused = [one for one in self._survey.refused if one.code in _TELLING]
            raise refused[0] if refused else self._nothing()

    def _nothing(self) -> DocumentError:
        """Return the error of a text without a network: perhaps a library has it."""
        for value in self._survey.interpreter.names.names.values():
            if isinstance(value, Unknown) and value.name.startswith(_LIBRARIES_OF_NETWORKS):
                place = ast.Pass(lineno=value.line, col_offset=0)
                return self._source.error(ErrorCode.CODE_MADE_ELSEWHERE, place, name=value.name)
        return DocumentError(ErrorCode.CODE_NO_NETWORK)

    @property
    def likely(self) -> ProgramNetwork:
        choices = self.choices
        variables = [known for known in choices if known.made_by is MadeBy.VARIABLE]
        classes = [known for known in choices if known.made_by is MadeBy.CLASS]
        whole = [known for known in classes if not known.needs]
        made = [known for known in choices if known.made_by is MadeBy.FUNCTION and not known.needs]
        return (variables[-1:] or whole[-1:] or made or classes[-1:] or list(choices))[0]

    def _build(
        self, network: ProgramNetwork, arguments: Arguments, input_shape: Shape | None
    ) -> ReadNetwork:
        given = dict(arguments)
        own = {
            known.name: given.pop(known.name) for known in network.parameters if known.name in given
        }
        survey, listing = self._survey, self._listing
        function = self._function(network)
        if function is not None and takes_any(function):
            handed = {name for name in given if name in self._parameter_names()}
            own |= {name: given.pop(name) for name in handed}
        if given:
            self._check(network, given)
            survey = Survey(self._source, given)
            listing = Listing(survey.interpreter, self._source)
            network = next((one for one in listing.networks if one.name == network.name), network)
        builder = Builder(survey.interpreter, listing, network, self._shapes)
        return builder.build(own, input_shape)

    def _function(self, network: ProgramNetwork) -> Function | None:
        """Return what is called to make a network; None where it is made already."""
        value = self._listing.values[network.name]
        found = find_member(value, "__init__") if isinstance(value, Class) else value
        return found if isinstance(found, Function) else None

    def _parameter_names(self) -> frozenset[str]:
        """Return what functions of the text call their parameters."""
        nodes = self._source.nodes
        return frozenset(node.arg for node in nodes if isinstance(node, ast.arg))

    def _check(self, network: ProgramNetwork, given: Arguments) -> None:
        """Refuse answers to what the text does not ask.

        Raises:
            DocumentError: CODE_UNKNOWN_ARGUMENT.
        """
        names = names_in(self._source.nodes)
        for parameter in given:
            if parameter not in names:
                accepted = ", ".join(known.name for known in network.parameters)
                code = ErrorCode.CODE_UNKNOWN_ARGUMENT
                shown = parameter[:_LONGEST_NAME]
                raise DocumentError(code, name=network.name, parameter=shown, accepted=accepted)


_LIBRARIES_OF_NETWORKS = ("torchvision.models.", "timm.", "segmentation_models_pytorch.")

_TELLING = frozenset(
    {
        *(ErrorCode.CODE_UNKNOWN_LAYER, ErrorCode.CODE_MISSPELT_PARAMETER),
        *(ErrorCode.CODE_PARAMETER_MISSING, ErrorCode.CODE_WRONG_VALUE),
        *(ErrorCode.CODE_UNKNOWN_PARAMETER, ErrorCode.CODE_TOO_MANY_ARGUMENTS),
    }
)
"""Why a network could not be made, if none could."""


def _listed(networks: tuple[ProgramNetwork, ...]) -> str:
    names = [network.name[:_LONGEST_NAME] for network in networks[:_MOST_LISTED]]
    return ", ".join(names) + (", …" if len(networks) > _MOST_LISTED else "")
