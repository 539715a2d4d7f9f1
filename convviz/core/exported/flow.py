"""The calls of a program as steps: which layer each is, and what flows between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from convviz.core.errors import ConvVizError
from convviz.core.exported.composites import composite
from convviz.core.exported.operands import Made, Operands
from convviz.core.exported.operators import OPERATIONS, SAME
from convviz.core.exported.program import Call
from convviz.core.layers import Shape
from convviz.core.network.flow_steps import FlowStep
from convviz.core.network.tree import BlockKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from convviz.core.exported.program import ModuleUse, Program

_CONTAINERS: Final = frozenset({"Sequential", "ModuleList", "ModuleDict"})
_MOST_LEVELS: Final = 30
"""Names in the name of a module."""
_MOST_JOINED: Final = 100
_RANKS: Final = {
    **{f"{name}{rank}d": rank for name in ("conv", "conv_transpose") for rank in (1, 2, 3)},
    **{f"{name}{rank}d": rank for name in ("max_pool", "avg_pool") for rank in (1, 2, 3)},
}


@dataclass(frozen=True, slots=True)
class Weights:
    """The tensors of a layer.

    Attributes:
        names: What the state_dict of the program calls them, by torch's names of the layer's.
        transposed: Those of the layer's that lie the other way round there.
        is_whole: Whether all are kept; the program computes the others from what it keeps.
    """

    names: dict[str, str]
    transposed: frozenset[str]
    is_whole: bool


@dataclass(slots=True)
class ProgramFlow:
    """What a program does.

    Attributes:
        start: The input's value.
        end: The output's.
        shift: 1 where the program has no batch, else 0.
        shapes: Those of values, with a batch.
        steps: Layers, joins, and calls that are neither.
        weights: Of layers that have some, by what they give.
        unread: The calls that are neither, by what they give.
    """

    start: str
    end: str
    shift: int
    shapes: dict[str, Shape]
    steps: list[FlowStep] = field(default_factory=list)
    weights: dict[str, Weights] = field(default_factory=dict)
    unread: dict[str, Call] = field(default_factory=dict)


def program_flow(program: Program) -> ProgramFlow:
    """Return what a program with one input does, up to its first output."""
    builder = _Builder(program)
    for calls in _uses(program.calls):
        builder.add(calls)
    return builder.done()


def _uses(calls: Sequence[Call]) -> Iterator[list[Call]]:
    """Yield calls, those of one module of torch together."""
    held: list[Call] = []
    for call in calls:
        if held and _leaf_key(held[-1]) is not None and _leaf_key(call) == _leaf_key(held[-1]):
            held.append(call)
        else:
            if held:
                yield held
            held = [call]
    if held:
        yield held


def _leaf_key(call: Call) -> str | None:
    module = _leaf(call)
    return None if module is None else module.key


def _leaf(call: Call) -> ModuleUse | None:
    """Return the module of torch that a call is of, which holds no others."""
    module = call.module
    is_leaf = module is not None and module.kind and module.kind not in _CONTAINERS
    return module if is_leaf else None


class _Builder:
    """Goes through the calls in their order.

    What a call changes in place is the changed value for all that read it later.
    """

    def __init__(self, program: Program) -> None:
        self._program = program
        start = str(program.inputs[0])
        shift = 0 if _has_batch(program) else 1
        ones = (1,) * shift
        self._flow = ProgramFlow(
            start,
            str(program.outputs[0]),
            shift,
            {name: (*ones, *shape) for name, shape in program.shapes.items()},
        )
        self._current: dict[str, str] = {}
        self._depends = {start}
        self._stored: dict[str, str] = dict(program.stored)
        self._transposed: set[str] = set()
        self._joins: dict[tuple[str, ...], str] = {}

    def done(self) -> ProgramFlow:
        """Return the flow."""
        self._flow.end = self._value(self._flow.end)
        return self._flow

    def add(self, calls: Sequence[Call]) -> None:
        """Take in the calls of one module, or one call."""
        data = self._depending(calls)
        module = _leaf(calls[0])
        inputs = self._outer(data)
        if module is not None and len(calls) > 1 and len(inputs) == 1:
            found = self._composite(module.kind, data, inputs[0])
            if found is not None:
                self._layers(data[-1], inputs[0], found)
                return
        for call in data:
            self._call(call)

    def _depending(self, calls: Sequence[Call]) -> list[Call]:
        """Return the calls that depend on the input; follow the others, which are about weights."""
        known = set(self._depends)
        found: list[Call] = []
        for call in calls:
            if any(self._value(value) in known for value in call.values()):
                known.update(call.outputs)
                found.append(call)
            else:
                self._constant(call)
        return found

    def _outer(self, calls: Sequence[Call]) -> list[str]:
        """Return the values that calls read and do not give."""
        return list(dict.fromkeys(value for call in calls for value in self._data(call)))

    def _composite(self, kind: str, calls: Sequence[Call], value: str) -> list[Made] | None:
        if not calls[-1].outputs:
            return None
        return _tried(lambda: composite(kind, calls, self._operands(calls[-1], value)))

    def _value(self, value: str) -> str:
        while value in self._current:
            value = self._current[value]
        return value

    def _data(self, call: Call) -> list[str]:
        """Return the values that a call reads and that depend on the input."""
        return [v for v in map(self._value, call.values()) if v in self._depends]

    def _constant(self, call: Call) -> None:
        """Follow a weight that is passed on, or transposed, before it is used."""
        values = [str(value) for value in call.values()]
        if len(values) != 1 or len(call.outputs) != 1 or values[0] not in self._stored:
            return
        (output,) = call.outputs
        if call.operation in SAME:
            self._stored[output] = self._stored[values[0]]
            self._transposed |= {str(output)} if values[0] in self._transposed else set()
        elif call.operation in {"t", "permute", "transpose", "numpy_T"}:
            shape = self._program.shapes.get(values[0], ())
            if len(shape) == 2:  # noqa: PLR2004 - a matrix
                self._stored[output] = self._stored[values[0]]
                self._transposed ^= {str(output)} if values[0] not in self._transposed else set()

    def _operands(self, call: Call, value: str) -> Operands:
        flow, output = self._flow, call.outputs[0]
        module = _leaf(call)
        kind = "" if module is None else module.kind
        before, after = flow.shapes.get(value, ()), flow.shapes.get(output, ())
        return Operands(call, before, after, kind, self._program.shapes, flow.shift)

    def _call(self, call: Call) -> None:
        data = self._data(call)
        if not data or not call.outputs:
            return
        value, output = data[0], str(call.outputs[0])
        is_lone = len(data) == 1
        same_shape = self._flow.shapes.get(value) == self._flow.shapes.get(output)
        if call.operation.rstrip("_") in SAME and is_lone and same_shape:
            self._current[output] = value
            return
        if self._join(call, data):
            return
        found = None
        maker = OPERATIONS.get(call.operation) or OPERATIONS.get(call.operation.rstrip("_"))
        if maker is not None and is_lone:
            found = _tried(lambda: maker(self._operands(call, value)))
        if found is None:
            self._unread(call, data)
        else:
            self._layers(call, value, found)

    def _layers(self, call: Call, value: str, found: list[Made]) -> None:
        """Add the layers that a call is, one after the other."""
        output, before = str(call.outputs[0]), value
        if not found:
            self._current[output] = value
            return
        module = _leaf(call)
        held = call.modules if module is None else call.modules[:-1]
        holders = _parts(held[-1].name) if held else ()
        name = ""
        if module is not None:
            *outer, name = _parts(module.name) or ("",)
            holders = tuple(outer)
        for number, made in enumerate(found, start=1):
            is_last = number == len(found)
            after = output if is_last else f"{output}:{number}"
            step = FlowStep(
                after,
                (before,),
                made.layer,
                modules=holders,
                name=name if is_last else "",
                place=place_of(call),
            )
            self._flow.steps.append(step)
            self._flow.weights[after] = self._weights(made)
            before = after
        self._changed(call, value, output)

    def _changed(self, call: Call, value: str, output: str) -> None:
        self._depends.add(output)
        if call.operation.endswith("_") and not call.operation.startswith("_"):
            self._current[value] = output

    def _weights(self, made: Made) -> Weights:
        wanted = {*made.layer.weight_shapes(), *made.layer.buffer_shapes()}
        names: dict[str, str] = {}
        turned: set[str] = set()
        for name, value in made.tensors.items():
            if value in self._stored:
                names[name] = self._stored[value]
                if (value in self._transposed) != (name in made.transposed):
                    turned.add(name)
        if "num_batches_tracked" in wanted and "running_mean" in names:
            stem = names["running_mean"].removesuffix("running_mean")
            names["num_batches_tracked"] = f"{stem}num_batches_tracked"
        return Weights(names, frozenset(turned), wanted <= names.keys())

    def _join(self, call: Call, data: list[str]) -> bool:
        """Add a sum or a concatenation, if the call is one of values that fit."""
        flow, output = self._flow, str(call.outputs[0])
        kind = None
        if call.operation.rstrip("_") == "add" and call.get("alpha", 1) == 1:
            shapes = {flow.shapes.get(value) for value in data}
            if len(data) == 2 and len(shapes) == 1:  # noqa: PLR2004 - two ways
                kind = BlockKind.RESIDUAL
        elif call.operation in {"cat", "concat", "concatenate"}:
            is_whole = len(data) == len(call.values()) <= _MOST_JOINED
            if is_whole and self._joined_axis(call, data[0]) == 1:
                kind = BlockKind.CONCAT
        if kind is None:
            return False
        inputs = self._known_join(tuple(data)) if kind is BlockKind.CONCAT else tuple(data)
        if len(inputs) == 1:
            self._current[output] = inputs[0]
            return True
        holders = _parts(call.modules[-1].name) if call.modules else ()
        step = FlowStep(output, inputs, joins=kind, modules=holders, place=place_of(call))
        flow.steps.append(step)
        if kind is BlockKind.CONCAT:
            self._joins[tuple(data)] = output
        self._changed(call, data[0], output)
        return True

    def _joined_axis(self, call: Call, value: str) -> int | None:
        """Return along which axis of a batch a call joins values; None where it names none."""
        dim = call.get("dim", 0)
        if not isinstance(dim, int):
            return None
        return dim + (self._flow.shift if dim >= 0 else len(self._flow.shapes.get(value, ())))

    def _known_join(self, values: tuple[str, ...]) -> tuple[str, ...]:
        """Return what is joined, with an earlier concatenation in the place of its own parts.

        A DenseNet joins all that came before, again and again.
        """
        for count in range(len(values), 1, -1):
            earlier = self._joins.get(values[:count])
            if earlier is not None:
                return (earlier, *values[count:])
        return values

    def _unread(self, call: Call, data: list[str]) -> None:
        output = str(call.outputs[0])
        inputs = tuple(dict.fromkeys(data))
        self._flow.steps.append(FlowStep(output, inputs, place=place_of(call)))
        self._flow.unread[output] = call
        self._changed(call, data[0], output)
        for more in call.outputs[1:]:
            self._flow.steps.append(FlowStep(str(more), inputs, place=place_of(call)))
            self._flow.unread[str(more)] = call
            self._depends.add(str(more))


def _tried(make: Callable[[], list[Made] | None]) -> list[Made] | None:
    """Return what is made; None where arguments are not what an operation of torch has."""
    try:
        found = make()
        for each in found or ():
            each.layer.check()
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, ConvVizError):
        return None
    return found


def place_of(call: Call) -> str:
    """Return where a call is: its module, and the line that it is written in."""
    module = call.module
    parts = ["" if module is None else module.name, call.place]
    return ", ".join(part for part in parts if part)


def _parts(name: str) -> tuple[str, ...]:
    return tuple(name.split(".")[:_MOST_LEVELS]) if name else ()


def _has_batch(program: Program) -> bool:
    """Return whether the first dimension of the input is the batch: layers with axes tell."""
    dims = len(program.shapes.get(program.inputs[0], ()))
    for call in program.calls:
        rank = _RANKS.get(call.operation)
        if rank is not None:
            reads = call.values()
            own = len(program.shapes.get(reads[0], ())) if reads else 0
            return own != rank + 1
    return dims > 1
