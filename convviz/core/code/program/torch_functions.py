"""Functions of torch and of Python's library that programs need: by their dotted paths."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from convviz.core.code.program.copying import deep_copy
from convviz.core.code.program.tensors import tensor_function
from convviz.core.code.program.trying import tried_pictures
from convviz.core.code.program.values import (
    BatchSize,
    Builtin,
    CallArguments,
    Class,
    Partial,
    PlainType,
    Tensor,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from convviz.core.code.program.interpreter import Interpreter

Known = Callable[["Interpreter", CallArguments], Value]


def torch_function(name: str, path: str) -> Known | None:
    """Return what `torch.NAME` or `F.NAME` does to what layers gave; None for what is unknown.

    Args:
        name: Its name.
        path: With the library's, for what is told.
    """
    function = tensor_function(name)
    if function is None:
        return None

    def run(interpreter: Interpreter, given: CallArguments) -> Value:
        values = (*given.positional, *given.named.values())
        if not any(isinstance(value, (Tensor, list, tuple)) for value in values):
            return Unknown(path, getattr(given.node, "lineno", 1))
        if not given.positional:
            given = _with_first(given)
        return function(interpreter, given)

    return run


def _with_first(given: CallArguments) -> CallArguments:
    """Return a call in which the input has no name: `F.relu(input=x)`."""
    named = dict(given.named)
    for name in ("input", "tensors"):
        if name in named:
            return CallArguments(given.node, [named.pop(name)], named, given.nodes)
    return given


def _false(interpreter: Interpreter, given: CallArguments) -> Value:  # noqa: ARG001 - as all
    return False


def _partial(interpreter: Interpreter, given: CallArguments) -> Value:
    interpreter.budget.spend()
    return Partial(given.positional[0], list(given.positional[1:]), dict(given.named))


def _checkpoint(interpreter: Interpreter, given: CallArguments) -> Value:
    """Return what the function gives whose results are not kept."""
    from convviz.core.code.program.calling import call

    named = {key: value for key, value in given.named.items() if key not in _OF_CHECKPOINT}
    inner = CallArguments(given.node, list(given.positional[1:]), named)
    return call(interpreter, given.positional[0], inner)


_OF_CHECKPOINT: Final = frozenset({"use_reentrant", "preserve_rng_state"})


def _checkpoint_sequential(interpreter: Interpreter, given: CallArguments) -> Value:
    from convviz.core.code.program.calling import call

    value = given.at(2, "input")
    functions = given.positional[0]
    for function in interpreter.items(functions):
        value = call(interpreter, function, CallArguments(given.node, [value]))
    return value


def _chain(interpreter: Interpreter, given: CallArguments) -> Value:
    return [part for whole in given.positional for part in interpreter.items(whole)]


def _chain_of(interpreter: Interpreter, given: CallArguments) -> Value:
    parts = interpreter.items(given.positional[0])
    return [part for whole in parts for part in interpreter.items(whole)]


def _product(interpreter: Interpreter, given: CallArguments) -> Value:
    from convviz.core.code.program.operators import bounded_number, is_number

    whole = given.positional[0]
    if isinstance(whole, Unknown):
        return whole
    result: Value = 1
    for part in interpreter.items(whole):
        number = tried_pictures(interpreter) if isinstance(part, BatchSize) else part
        if not is_number(number):
            return Unknown()
        result = bounded_number(result * number)
    return result


def _linspace(interpreter: Interpreter, given: CallArguments) -> Value:
    """Return evenly spaced numbers, as rates of stochastic depth are made."""
    start, stop = given.at(0, "start"), given.at(1, "end", given.named.get("stop"))
    count = given.at(2, "steps", given.named.get("num", 50))
    numbers = all(isinstance(one, (int, float)) for one in (start, stop))
    if not numbers or not isinstance(count, int) or count < 1:
        return Unknown("linspace")
    interpreter.budget.make(count)
    step = (stop - start) / max(count - 1, 1)
    return [start + step * place for place in range(count)]


def _named_tuple(interpreter: Interpreter, given: CallArguments) -> Value:
    interpreter.budget.spend()
    fields = given.at(1, "field_names", ())
    names = fields.replace(",", " ").split() if isinstance(fields, str) else fields
    kind = PlainType("NamedTuple")
    made = Class(str(given.positional[0]), None, (kind,), {}, fields=tuple(names))
    made.order = (made, kind)
    return made


def _field(interpreter: Interpreter, given: CallArguments) -> Value:
    """Return the default of a field of a dataclass."""
    from convviz.core.code.program.calling import call

    factory = given.named.get("default_factory")
    if factory is not None:
        return call(interpreter, factory, CallArguments(given.node))
    return given.named.get("default")


def _copy(interpreter: Interpreter, given: CallArguments) -> Value:
    return deep_copy(interpreter, given.positional[0])


def _reduce(interpreter: Interpreter, given: CallArguments) -> Value:
    from convviz.core.code.program.calling import call

    function, whole, *start = given.positional
    values = [*start, *interpreter.items(whole)]
    result = values[0]
    for value in values[1:]:
        result = call(interpreter, function, CallArguments(given.node, [result, value]))
    return result


def _cast(interpreter: Interpreter, given: CallArguments) -> Value:
    interpreter.budget.spend()
    return given.at(1, "val")


def _nothing_wrapped(interpreter: Interpreter, given: CallArguments) -> Value:
    """Return what is given: `torch.compile(network)`, a decorator."""
    interpreter.budget.spend()
    if given.positional:
        return given.positional[0]
    return Builtin("decorator", lambda _, inner: inner.positional[0])


LIBRARY_FUNCTIONS: Final[dict[str, Known]] = {
    "functools.partial": _partial,
    "functools.reduce": _reduce,
    "functools.lru_cache": _nothing_wrapped,
    "functools.wraps": _nothing_wrapped,
    "itertools.chain": _chain,
    "itertools.chain.from_iterable": _chain_of,
    "math.prod": _product,
    "numpy.prod": _product,
    "numpy.linspace": _linspace,
    "torch.linspace": _linspace,
    "typing.cast": _cast,
    "copy.deepcopy": _copy,
    "copy.copy": _copy,
    "collections.namedtuple": _named_tuple,
    "dataclasses.field": _field,
    "torch.autograd.Variable": _nothing_wrapped,
    "torch.compile": _nothing_wrapped,
    "torch.jit.script": _nothing_wrapped,
    "torch.utils.checkpoint.checkpoint": _checkpoint,
    "torch.utils.checkpoint.checkpoint_sequential": _checkpoint_sequential,
    "torch.cuda.is_available": _false,
    "torch.jit.is_scripting": _false,
    "torch.jit.is_tracing": _false,
    "torch.is_grad_enabled": _false,
}
