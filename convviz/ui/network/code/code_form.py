"""What a person decides about code: which network, what it is made with, the shape of its input."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from convviz.core.layers import Shape
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import NetworkSummary, summarise
from convviz.protocol.document import Network
from convviz.protocol.document_file import decode_document
from convviz.protocol.messages.code import (
    BuildNetwork,
    CodeOpened,
    NetworkBuilt,
    OfferedNetwork,
    OfferedParameter,
)
from convviz.protocol.messages.common import Problem

if TYPE_CHECKING:
    from convviz.core.network.tree import Node


@dataclass(frozen=True)
class ReadCode:
    """A network that was read, with its shapes.

    Attributes:
        network: The network; its input shape is only known where `has_shape`.
        summary: Its shapes and costs; None without a shape.
        built: What the reader said of it.
    """

    network: Network
    summary: NetworkSummary | None
    built: NetworkBuilt

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Its layers and blocks."""
        return self.network.steps

    @classmethod
    def of(cls, built: NetworkBuilt) -> ReadCode:
        """Return what the reader sent, with its shapes.

        Raises:
            DocumentError: it is no network that a document can hold.
        """
        network = decode_document(built.document).network
        summary = None
        if built.has_shape:
            summary = summarise(infer_sequential(network.steps, network.input_shape))
        return cls(network, summary, built)


@dataclass(frozen=True)
class CodeForm:
    """The form's state.

    Attributes:
        source: The file's name; "" for what was pasted.
        opened: The networks of the text.
        name: The one that is chosen.
        answers: What was typed, by the names of parameters; what is not there is at its default.
        shape: The input's, where a person gave it; None for the code's, or a guess.
        is_inserted: Whether the layers come behind others, whose output is their input.
        asked: What the code needs beside its parameters, as was found while it was read.
        read: The chosen network; None until it was read, or where it cannot be.
        problem: Why it cannot be; None where it can.
        is_reading: Whether what is shown is older than what was decided.
    """

    source: str
    opened: CodeOpened
    name: str
    answers: Mapping[str, str] = field(default_factory=dict)
    shape: Shape | None = None
    is_inserted: bool = False
    asked: tuple[OfferedParameter, ...] = ()
    read: ReadCode | None = None
    problem: Problem | None = None
    is_reading: bool = True

    @property
    def network(self) -> OfferedNetwork:
        """The chosen network, as it was offered."""
        return next(known for known in self.opened.networks if known.name == self.name)

    @property
    def parameters(self) -> tuple[OfferedParameter, ...]:
        """What can be answered: what the code needs comes first."""
        own = self.network.parameters
        names = {known.name for known in own}
        needed = [known for known in own if known.is_needed]
        others = [known for known in own if not known.is_needed]
        return (*needed, *(known for known in self.asked if known.name not in names), *others)

    @property
    def request(self) -> BuildNetwork:
        """What is asked of the reader."""
        names = {known.name for known in self.parameters}
        answers = {name: text for name, text in self.answers.items() if name in names}
        return BuildNetwork(self.name, answers, self.shape)

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of what the network needs, and has neither an answer nor a guess."""
        return tuple(
            known.name
            for known in self.network.needs
            if not known.value and known.name not in self.answers
        )

    @property
    def can_accept(self) -> bool:
        """Whether there is a network to take, as it was decided, with the shape of its input."""
        read = self.read
        if read is None or self.is_reading:
            return False
        return bool(read.nodes) and (self.is_inserted or read.built.has_shape)

    @property
    def asks_nothing(self) -> bool:
        """Whether there is but one network, and nothing was guessed for it."""
        read = self.read
        is_only = len(self.opened.choices) == 1 and not self.network.needs
        return is_only and read is not None and not read.built.guesses


def first_form(
    source: str, opened: CodeOpened, *, shape: Shape | None = None, is_inserted: bool = False
) -> CodeForm:
    """Return the form of a text that was just opened, with the likely network chosen."""
    return CodeForm(source, opened, opened.likely, shape=shape, is_inserted=is_inserted)


def with_network(form: CodeForm, name: str) -> CodeForm:
    """Return the form with another network chosen; a shape that was given stays."""
    if name == form.name:
        return form
    return replace(form, name=name, asked=(), read=None, problem=None, is_reading=True)


def with_answer(form: CodeForm, name: str, text: str) -> CodeForm:
    """Return the form with another answer; an empty one, and the default, is none."""
    known = {known.name: known.value for known in form.parameters}
    answers = {key: value for key, value in form.answers.items() if key != name}
    if text.strip() and text.strip() != known.get(name):
        answers[name] = text.strip()
    if answers == form.answers:
        return form
    return replace(form, answers=answers, is_reading=True)


def with_shape(form: CodeForm, shape: Shape) -> CodeForm:
    """Return the form with a shape of the input; the one that was guessed stays a guess."""
    read = form.read
    is_guess = form.shape is None and read is not None and read.built.has_shape
    now = read.network.input_shape if is_guess and read is not None else form.shape
    return form if shape == now else replace(form, shape=shape, is_reading=True)


def with_read(form: CodeForm, read: ReadCode) -> CodeForm:
    """Return the form with the network that was read for it."""
    known = {known.name for known in form.asked}
    more = tuple(guess for guess in read.built.guesses if guess.name not in known)
    asked = (*form.asked, *more)
    return replace(form, asked=asked, read=read, problem=None, is_reading=False)


def with_problem(form: CodeForm, problem: Problem) -> CodeForm:
    """Return the form with the reason for which there is no network."""
    return replace(form, read=None, problem=problem, is_reading=False)
