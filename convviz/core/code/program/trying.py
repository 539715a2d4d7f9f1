"""Networks that are tried while they are made: `n = self.conv(torch.zeros(1, *shape)).numel()`.

What is tried is run on symbols, like a forward. It leaves nothing behind but the sizes.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from convviz.core.code.program.trace import Trace
from convviz.core.code.program.values import CallArguments, Unknown, Value
from convviz.core.layers.base import LARGEST_INTEGER

if TYPE_CHECKING:
    import ast

    from convviz.core.code.program.interpreter import Interpreter
    from convviz.core.layers import Shape

MAKING: Final = frozenset({"zeros", "ones", "rand", "randn", "empty"})
"""Functions of torch that make numbers of a shape."""

_LEAST_SIZES: Final = 2
_MOST_SIZES: Final = 5
"""The batch, the channels, and up to three axes."""


class Trial(Trace):
    """The results of layers that are tried.

    Attributes:
        batch: How many pictures are tried.
    """

    def __init__(self, batch: int, input_shape: Shape, node: ast.AST) -> None:
        super().__init__(input_shape, node)
        self.batch = batch


def tried_pictures(interpreter: Interpreter) -> int | None:
    """Return how many pictures are tried now; None where nothing is."""
    trace = interpreter.trace
    return trace.batch if isinstance(trace, Trial) else None


def tried_input(interpreter: Interpreter, name: str, given: CallArguments) -> Value:
    """Return what stands for numbers of a shape: an input to try layers on, or something unknown.

    Only in a function, and while no forward is run: the text itself may try its networks, too,
    which says nothing of them.
    """
    unknown = Unknown(f"torch.{name}", getattr(given.node, "lineno", 1))
    interpreter.budget.spend()
    is_run = interpreter.trace is not None and tried_pictures(interpreter) is None
    if is_run or not interpreter.budget.depth:
        return unknown
    sizes = given.positional or [given.named.get("size", ())]
    if len(sizes) == 1 and isinstance(sizes[0], (list, tuple)):
        sizes = list(sizes[0])
    if not _LEAST_SIZES <= len(sizes) <= _MOST_SIZES or not all(map(_is_size, sizes)):
        return unknown
    interpreter.trace = Trial(sizes[0], tuple(sizes[1:]), given.node)
    return interpreter.trace.input


@contextmanager
def making(interpreter: Interpreter) -> Iterator[None]:
    """Forget what is tried meanwhile, when an object is made or a statement is over."""
    before = interpreter.trace
    try:
        yield
    finally:
        interpreter.trace = before


def _is_size(value: Value) -> bool:
    return isinstance(value, int) and 1 <= value <= LARGEST_INTEGER
