"""One network of a program: its modules are made, its forward is run on symbols, its tree built."""

from __future__ import annotations

import ast
from collections import Counter
from typing import TYPE_CHECKING, Final

from convviz.core.code.networks import CodeNotice
from convviz.core.code.program.calling import call
from convviz.core.code.program.classes import forward_of
from convviz.core.code.program.found import MadeBy, ProgramParameter, ReadNetwork
from convviz.core.code.program.input_hints import fitting_shape, shapes_for
from convviz.core.code.program.interpreter import all_modules
from convviz.core.code.program.limits import MOST_STEPS, Budget, OutOfStepsError
from convviz.core.code.program.running import run_module
from convviz.core.code.program.trace import Trace
from convviz.core.code.program.tree_making import MadeTree, has_numbers, tree_of
from convviz.core.code.program.values import (
    CallArguments,
    Function,
    Instance,
    Module,
    Tensor,
    Unknown,
    Value,
)
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.network.sequential import first_failure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.code.program.found import Arguments, ProgramNetwork
    from convviz.core.code.program.interpreter import Interpreter
    from convviz.core.code.program.listing import Listing
    from convviz.core.layers import Shape

_MOST_NAMED: Final = 8
_NOT_WHOLE: Final = frozenset(
    {
        *(ErrorCode.CODE_OPERATION_LEFT_OUT, ErrorCode.CODE_LAYER_LEFT_OUT),
        ErrorCode.CODE_TAKEN_FOR_FALSE,
    }
)
_MOST_OUTPUTS: Final = 64
_MOST_TRIED: Final = 9
_OF_SHAPES: Final = frozenset(
    {
        *(ErrorCode.CODE_NOT_READ, ErrorCode.CODE_FAILS, ErrorCode.CODE_RAISES),
        *(ErrorCode.CODE_WRONG_VALUE, ErrorCode.CODE_NOT_A_TREE, ErrorCode.CODE_NO_LAYER),
    }
)
"""Refusals that another size of the input may mend: the code looks at it."""


class Builder:
    """Builds one network."""

    def __init__(
        self,
        interpreter: Interpreter,
        listing: Listing,
        network: ProgramNetwork,
        named_shapes: Sequence[Shape],
    ) -> None:
        self._interpreter = interpreter
        self._listing = listing
        self._network = network
        self._named_shapes = named_shapes
        self._guesses: list[ProgramParameter] = []

    def build(self, arguments: Arguments, input_shape: Shape | None) -> ReadNetwork:
        """Return the network.

        Raises:
            DocumentError: CODE_* codes, NETWORK_TOO_LONG, NETWORK_TOO_DEEP.
        """
        interpreter = self._interpreter
        interpreter.budget = Budget(MOST_STEPS)
        interpreter.notices = []
        interpreter.guesses = {}
        node = self._node()
        try:
            root = self._made(node, arguments)
            return self._read(root, node, input_shape)
        except OutOfStepsError as error:
            code, place = ErrorCode.CODE_TOO_MANY_STEPS, error.loop or node
            raise interpreter.error(code, place, limit=MOST_STEPS) from None
        except RecursionError:
            raise interpreter.error(ErrorCode.CODE_TOO_DEEP, node) from None
        finally:
            interpreter.trace = None
            interpreter.running.clear()

    def _node(self) -> ast.AST:
        value = self._listing.values[self._network.name]
        node: ast.AST = value.node
        return node

    def _made(self, node: ast.AST, arguments: Arguments) -> Module:
        """Return the network's outermost module."""
        value = self._listing.values[self._network.name]
        if self._network.made_by is not MadeBy.VARIABLE:
            given = CallArguments(node, [], dict(arguments))
            for parameter in self._network.parameters:
                if parameter.is_needed and parameter.name not in arguments:
                    given.named[parameter.name] = self._guess(parameter)
            value = call(self._interpreter, value, given)
        if isinstance(value, (list, tuple)):
            value = next((part for part in value if isinstance(part, Module)), None)
        if not isinstance(value, Module):
            raise self._interpreter.not_read(node)
        return value

    def _guess(self, parameter: ProgramParameter) -> Value:
        """Return a value for what has no default, as the text uses it or by its name.

        Raises:
            DocumentError: CODE_ARGUMENT_MISSING.
        """
        self._guesses.append(parameter)
        used = self._listing.uses.get((self._network.name, parameter.name))
        if used is not None:
            return used
        if parameter.value is None:
            code, name = ErrorCode.CODE_ARGUMENT_MISSING, self._network.name
            raise self._interpreter.error(code, self._node(), name=name, parameter=parameter.name)
        return parameter.value

    def _read(self, root: Module, node: ast.AST, input_shape: Shape | None) -> ReadNetwork:
        interpreter = self._interpreter
        interpreter.learn_names(root)
        made = [part.layer for _, part in all_modules(root) if part.layer is not None]
        shapes = [input_shape] if input_shape is not None else shapes_for(made, self._named_shapes)
        trace, tree, shape = self._fitting_run(root, node, shapes, is_given=input_shape is not None)
        names = tuple(self._layer_name(trace, number) for number in tree.used)
        self._tell_of_shared(trace, tree)
        self._tell_of_unused(root, trace, tree)
        is_guessed = input_shape is None and shape not in self._named_shapes
        return ReadNetwork(
            self._network.name,
            tree.nodes,
            shape,
            is_guessed,
            (*self._guesses, *self._asked()),
            names,
            self._notices(),
            not any(notice.code in _NOT_WHOLE for notice in interpreter.notices),
        )

    def _fitting_run(
        self, root: Module, node: ast.AST, shapes: Sequence[Shape], *, is_given: bool
    ) -> tuple[Trace, MadeTree, Shape | None]:
        """Run the forward on the first input that its layers take; on the first if none fits.

        Raises:
            DocumentError: CODE_* codes: it cannot be read on any of them.
        """
        shape = shapes[0] if shapes else None
        notices = list(self._interpreter.notices)
        refusal: DocumentError | None = None
        for tried in shapes[:_MOST_TRIED] or (None,):
            self._interpreter.notices = list(notices)
            try:
                trace, tree = self._run(root, node, tried)
            except DocumentError as error:
                refusal = refusal or error
                if is_given or error.code not in _OF_SHAPES:
                    break
                continue
            if is_given or tried is None or first_failure(tree.nodes, tried) is None:
                return trace, tree, tried
            first = [result.layer for result in trace.results if result.layer is not None]
            fitting = fitting_shape(tree.nodes, shapes_for(first, self._named_shapes))
            if fitting is None and tried != shape:
                continue
            self._interpreter.notices = list(notices)
            last = tried if fitting is None else fitting
            return *self._run(root, node, last), last
        if refusal is None:
            raise self._interpreter.not_read(node)
        raise refusal

    def _asked(self) -> list[ProgramParameter]:
        """Return the names without a value that something was taken for."""
        return [
            ProgramParameter(name, value, is_needed=True, line=line)
            for name, (value, line) in self._interpreter.guesses.items()
        ]

    def _notices(self) -> tuple[CodeNotice, ...]:
        source = self._interpreter.source
        kept: list[CodeNotice] = []
        for notice in self._interpreter.notices:
            if notice not in kept:
                kept.append(notice)
        return tuple(CodeNotice(notice.code, source.place(notice.facts)) for notice in kept)

    def _run(self, root: Module, node: ast.AST, shape: Shape | None) -> tuple[Trace, MadeTree]:
        """Run the forward on an input, and return what it does."""
        interpreter = self._interpreter
        trace = Trace(shape, node)
        interpreter.trace = trace
        given = CallArguments(node, [trace.input, *self._other_inputs(root)])
        value = run_module(interpreter, root, given)
        output = self._output(value, root, node)
        return trace, tree_of(trace.results, output.number, interpreter.source)

    def _other_inputs(self, root: Module) -> list[Value]:
        """Return something unknown for each further input without a default."""
        forward = forward_of(root.kind)
        if not isinstance(forward, Function) or isinstance(forward.node, ast.Lambda):
            return []
        names = [one.arg for one in (*forward.node.args.posonlyargs, *forward.node.args.args)]
        if len(names) < 2 and forward.node.args.vararg is None:  # noqa: PLR2004 - self and an input
            code = ErrorCode.CODE_NO_OUTPUT
            raise self._interpreter.error(code, forward.node, name=root.class_name)
        return [Unknown(name, root.line) for name in names[2:] if name not in forward.defaults]

    def _output(self, value: Value, root: Module, node: ast.AST) -> Tensor:
        """Return the output, of several the first.

        Raises:
            DocumentError: CODE_NO_OUTPUT.
        """
        outputs = _tensors(value)
        if not outputs:
            code = ErrorCode.CODE_NO_OUTPUT
            raise self._interpreter.error(code, node, name=root.class_name)
        if len(outputs) > 1:
            count = len(outputs)
            self._interpreter.tell(ErrorCode.CODE_FIRST_OUTPUT, node, count=count)
        return outputs[0]

    def _layer_name(self, trace: Trace, number: int) -> str:
        module = trace.results[number].module
        return "" if module is None else ".".join(self._interpreter.name_of(module))

    def _tell_of_shared(self, trace: Trace, tree: MadeTree) -> None:
        """Tell of layers with weights that run several times: here each has its own."""
        results = [trace.results[number] for number in tree.used]
        uses = Counter(id(result.module) for result in results if result.module is not None)
        for result in results:
            module = result.module
            times = uses.pop(id(module), 0)
            if module is not None and times > 1 and module.layer and has_numbers(module.layer):
                name = ".".join(self._interpreter.name_of(module))
                code = ErrorCode.CODE_SHARED_LAYER
                self._interpreter.tell(code, result.node, name=name, times=times)

    def _tell_of_unused(self, root: Module, trace: Trace, tree: MadeTree) -> None:
        """Tell of layers with weights that do not lead to the output."""
        used = {id(trace.results[number].module) for number in tree.used}
        unused = [
            ".".join(name)
            for name, module in all_modules(root)
            if module.layer is not None and has_numbers(module.layer) and id(module) not in used
        ]
        if unused:
            more = ", …" if len(unused) > _MOST_NAMED else ""
            names = ", ".join(unused[:_MOST_NAMED]) + more
            code, count = ErrorCode.CODE_UNUSED_LAYERS, len(unused)
            self._interpreter.tell(code, self._node(), names=names, count=count)


def _tensors(value: Value, depth: int = 0) -> list[Tensor]:
    """Return the results of layers in what a forward returns."""
    if isinstance(value, Tensor):
        return [value]
    parts: list[Value] = []
    if isinstance(value, (list, tuple)):
        parts = list(value[:_MOST_OUTPUTS])
    elif isinstance(value, dict):
        parts = list(value.values())[:_MOST_OUTPUTS]
    elif isinstance(value, Instance):
        parts = list(value.attributes.values())[:_MOST_OUTPUTS]
    found: list[Tensor] = []
    for part in parts if depth < 3 else ():  # noqa: PLR2004 - tuples in tuples
        found += _tensors(part, depth + 1)
    return found
