"""Views of what layers gave: numbers in a row, in other sizes, channels in groups."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from convviz.core.code.program.functional import make
from convviz.core.code.program.values import BatchSize, CallArguments, Tensor, Unknown, Value
from convviz.core.errors import ErrorCode
from convviz.core.network.rows import DEFAULT_BATCH_SIZE

if TYPE_CHECKING:
    from convviz.core.code.program.interpreter import Interpreter
    from convviz.core.layers import Shape


def view(interpreter: Interpreter, given: CallArguments) -> Value:
    """Return a view: mostly all numbers of a picture in a row, which is a Flatten."""
    tensor = given.positional[0]
    if not isinstance(tensor, Tensor):
        return Unknown()
    wanted = given.positional[1:] or [given.named.get("shape", ())]
    if len(wanted) == 1 and isinstance(wanted[0], (list, tuple)):
        wanted = list(wanted[0])
    if len(wanted) == 1 and not isinstance(wanted[0], (Unknown, BatchSize)):
        return make(interpreter, "Flatten", tensor, given, start_dim=0)
    rest = [size for size in wanted[1:] if not isinstance(size, BatchSize)]
    if len(rest) == 1:
        return _flat(interpreter, tensor, given)
    if all(isinstance(size, int) for size in rest) and rest:
        return _reshaped(interpreter, tensor, given, tuple(rest))
    interpreter.tell(ErrorCode.CODE_OPERATION_LEFT_OUT, given.node)
    return Tensor(tensor.number, None, tensor.batched)


def _flat(interpreter: Interpreter, tensor: Tensor, given: CallArguments) -> Value:
    """Return all numbers of a picture in a row; they may stand so already."""
    if tensor.shape is not None and tensor.batched and len(tensor.shape) == 2:  # noqa: PLR2004 - batch, row
        return tensor
    return make(interpreter, "Flatten", tensor, given)


def _reshaped(interpreter: Interpreter, tensor: Tensor, given: CallArguments, rest: Shape) -> Value:
    """Return a picture of other sizes, made of the numbers in a row."""
    if tensor.shape is not None and tensor.batched:
        now = tensor.shape[1:]
        known = [size for size in rest if size != -1]
        fits = len(known) == len(rest) or not math.prod(now) % max(math.prod(known), 1)
        left = math.prod(now) // max(math.prod(known), 1)
        whole = tuple(left if size == -1 else size for size in rest)
        if tensor.groups:
            return _regrouped(interpreter, tensor, given, whole)
        if fits and whole == now:
            return tensor
        if len(whole) == len(now) + 1 and whole[2:] == now[1:] and len(now) > 1:
            # Channels in groups: what follows may shuffle them.
            return Tensor(tensor.number, (tensor.shape[0], *whole), groups=whole[0])
        merged = _merged_axes(now, rest)
        if merged is not None:
            return make(interpreter, "Flatten", tensor, given, start_dim=merged)
    row = _flat(interpreter, tensor, given)
    if not isinstance(row, Tensor):
        return row
    return make(interpreter, "Unflatten", row, given, dim=1, unflattened_size=rest)


def _regrouped(
    interpreter: Interpreter, tensor: Tensor, given: CallArguments, whole: Shape
) -> Value:
    """Return channels that stood in groups as one row again: shuffled, if they were turned.

    Raises:
        DocumentError: CODE_NO_LAYER: any other view of them.
    """
    before = () if tensor.shape is None else tensor.shape[1:]
    if (before[0] * before[1], *before[2:]) != whole or interpreter.trace is None:
        raise interpreter.no_layer(given.node)
    plain = Tensor(tensor.number, (DEFAULT_BATCH_SIZE, *whole))
    if not tensor.is_turned:
        return plain
    return make(interpreter, "ChannelShuffle", plain, given, groups=tensor.groups)


def transpose(interpreter: Interpreter, given: CallArguments) -> Value:
    """Return groups of channels turned; nothing else that is transposed is a picture.

    Raises:
        DocumentError: CODE_NO_LAYER.
    """
    tensor = given.positional[0]
    if not isinstance(tensor, Tensor):
        return Unknown()
    dims = given.positional[1:]
    if len(dims) == 1 and isinstance(dims[0], (list, tuple)):
        dims = list(dims[0])
    is_turn = sorted(dims) == [1, 2] if len(dims) == 2 else dims[:3] == [0, 2, 1]  # noqa: PLR2004 - two dimensions
    is_rest_kept = dims[3:] == list(range(3, len(dims)))
    if not tensor.groups or tensor.shape is None or not is_turn or not is_rest_kept:
        raise interpreter.no_layer(given.node)
    batch, groups, share, *rest = tensor.shape
    shape = (batch, share, groups, *rest)
    return Tensor(tensor.number, shape, groups=tensor.groups, is_turned=not tensor.is_turned)


def _merged_axes(now: Shape, rest: Shape) -> int | None:
    """Return from which dimension on all are joined into the last one; None if they are not.

    `x.view(n, channels, -1)` keeps the channels and joins the axes.
    """
    kept = len(rest) - 1
    is_kept = 0 < kept < len(now) - 1 and now[:kept] == rest[:kept]
    return kept + 1 if is_kept and rest[-1] in {-1, math.prod(now[kept:])} else None


def squeeze(interpreter: Interpreter, given: CallArguments) -> Value:  # noqa: PLR0911 - one a case
    """Return a result without dimensions of one: each goes into the one beside it."""
    tensor = given.positional[0]
    if not isinstance(tensor, Tensor):
        return Unknown()
    dim = given.at(1, "dim")
    shape = tensor.shape
    if shape is None or not tensor.batched:
        return _flat(interpreter, tensor, given)
    if dim is None:
        is_row = all(size == 1 for size in shape[2:])
        return _flat(interpreter, tensor, given) if is_row and len(shape) > 2 else tensor  # noqa: PLR2004 - batch, row
    rank = len(shape)
    if not isinstance(dim, int) or shape[dim % rank] != 1:
        return tensor
    place = dim % rank
    if place < 2:  # noqa: PLR2004 - the channels join the axis behind them
        if place == 0 or rank < 3:  # noqa: PLR2004 - batch, channels and an axis
            interpreter.tell(ErrorCode.CODE_OPERATION_LEFT_OUT, given.node)
            return tensor
        return make(interpreter, "Flatten", tensor, given, start_dim=1, end_dim=2)
    return make(interpreter, "Flatten", tensor, given, start_dim=place - 1, end_dim=place)


def unsqueeze(interpreter: Interpreter, given: CallArguments) -> Value:
    """Return a result with one dimension more, which is split off another one."""
    tensor, dim = given.positional[0], given.at(1, "dim")
    if not isinstance(tensor, Tensor) or tensor.shape is None or not isinstance(dim, int):
        return tensor if isinstance(tensor, Tensor) else Unknown()
    rank = len(tensor.shape)
    place = dim % (rank + 1)
    if place == 0:
        interpreter.tell(ErrorCode.CODE_OPERATION_LEFT_OUT, given.node)
        return tensor
    before = place == 1
    size = tensor.shape[1 if before else place - 1]
    sizes_of = (1, size) if before else (size, 1)
    dim_of = 1 if before else place - 1
    return make(interpreter, "Unflatten", tensor, given, dim=dim_of, unflattened_size=sizes_of)
