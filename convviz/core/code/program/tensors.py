"""What a forward does to results of layers beside running layers: views, sums, sizes, means."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from convviz.core.code.program.functional import FUNCTIONS, layer_function, make
from convviz.core.code.program.trace import Trace, count_of
from convviz.core.code.program.trying import tried_pictures
from convviz.core.code.program.values import (
    BATCH,
    Builtin,
    CallArguments,
    Tensor,
    Unknown,
    Value,
)
from convviz.core.code.program.views import squeeze, transpose, unsqueeze, view
from convviz.core.errors import ErrorCode
from convviz.core.layers.hard_activation import Hardswish
from convviz.core.layers.smooth_activation import SiLU
from convviz.core.network.tree import BlockKind

if TYPE_CHECKING:
    from convviz.core.code.program.interpreter import Interpreter

_SAME: Final = frozenset(
    {
        *("contiguous", "to", "cuda", "cpu", "float", "half", "double", "type", "detach", "clone"),
        *("requires_grad_", "type_as", "bfloat16", "data", "int", "long", "byte", "bool", "eval"),
    }
)
"""Methods that give the same numbers."""

_OF_PICTURES: Final = 4
"""Dimensions of a batch of pictures."""


def combine(
    interpreter: Interpreter, node: ast.AST, op: type[ast.operator], left: Value, right: Value
) -> Value:
    """Return what an operator makes of what layers gave and something else."""
    if isinstance(left, Tensor) and isinstance(right, Tensor):
        if op is ast.Add:
            return join(interpreter, BlockKind.RESIDUAL, [left, right], node)
        if op is ast.Mult and interpreter.trace is not None:
            swished = _swished(interpreter.trace, left, right, node)
            if swished is not None:
                return swished
        interpreter.tell(ErrorCode.CODE_OPERATION_LEFT_OUT, node)
        return _larger(left, right)
    tensor, other = (left, right) if isinstance(left, Tensor) else (right, left)
    is_nothing = (op is ast.Add and other == 0) or (op in (ast.Mult, ast.Div) and other == 1)
    if not is_nothing:
        interpreter.tell(ErrorCode.CODE_OPERATION_LEFT_OUT, node)
    return tensor


def _swished(trace: Trace, left: Tensor, right: Tensor, node: ast.AST) -> Tensor | None:
    """Return what `x * x.sigmoid()` gives, which SiLU does; None for any other product."""
    for whole, gate in ((left, right), (right, left)):
        result = trace.results[gate.number]
        swish = None if result.layer is None else _GATES.get(result.layer.type_name())
        if swish is not None and result.inputs == (whole.number,):
            return trace.layer(swish, whole, node)
    return None


_GATES: Final = {"Sigmoid": SiLU(), "Hardsigmoid": Hardswish()}


def _larger(left: Tensor, right: Tensor) -> Tensor:
    """Return the one that the other is stretched to: a gate has one number a channel."""
    if left.shape is not None and right.shape is not None:
        return right if math.prod(right.shape) > math.prod(left.shape) else left
    return left


def join(interpreter: Interpreter, kind: BlockKind, parts: list[Tensor], node: ast.AST) -> Value:
    """Return a sum or a concatenation of what layers gave."""
    if interpreter.trace is None:
        return Unknown()
    return interpreter.trace.join(kind, parts, node)


def concatenate(interpreter: Interpreter, given: CallArguments) -> Value:
    """Return what torch.cat gives, which joins along the channels.

    Raises:
        DocumentError: CODE_NOT_A_TREE: along another dimension.
    """
    whole = given.at(0, "tensors")
    if isinstance(whole, Unknown):
        return Unknown()
    parts = interpreter.items(whole)
    tensors = [part for part in parts if isinstance(part, Tensor)]
    if not tensors:
        return Unknown()
    dim = given.at(1, "dim", given.named.get("axis", 0))
    shape = next((part.shape for part in tensors if part.shape is not None), None)
    rank = _OF_PICTURES if shape is None else len(shape)
    if not isinstance(dim, int) or dim % rank != 1 or len(tensors) < len(parts):
        raise interpreter.error(ErrorCode.CODE_NOT_A_TREE, given.node)
    return join(interpreter, BlockKind.CONCAT, tensors, given.node)


def add(interpreter: Interpreter, given: CallArguments) -> Value:
    """Return what torch.add gives."""
    left, right = given.at(0, "input"), given.at(1, "other")
    if not isinstance(left, Tensor) and not isinstance(right, Tensor):
        return Unknown()
    return combine(interpreter, given.node, ast.Add, left, right)


def sizes(tensor: Tensor) -> tuple[Value, ...] | None:
    """Return the sizes of a result, with the batch as such; None where they are not known."""
    if tensor.shape is None:
        return None
    return (BATCH, *tensor.shape[1:]) if tensor.batched else tensor.shape


def part_of(interpreter: Interpreter, node: ast.AST, tensor: Tensor, index: Value) -> Value:
    """Return a part of a result, which is all of it.

    Raises:
        DocumentError: CODE_NO_LAYER: some channels or cells, which no layer gives.
    """
    parts = index if isinstance(index, tuple) else (index,)
    if all(part == slice(None) or part is Ellipsis for part in parts):
        return tensor
    cropped = _cropped(interpreter, node, tensor, parts)
    if cropped is not None:
        return cropped
    steps = [part.step or 1 for part in parts if isinstance(part, slice) and _is_stride(part)]
    is_strided = len(steps) == len(parts) == _OF_PICTURES and steps[:2] == [1, 1]
    if not is_strided or interpreter.trace is None:
        raise interpreter.no_layer(node)
    # Every second cell, say: what a window of one cell takes.
    stride = steps[2] if steps[2] == steps[3] else (steps[2], steps[3])
    return make(interpreter, "MaxPool2d", tensor, CallArguments(node), kernel_size=1, stride=stride)


def _cropped(
    interpreter: Interpreter, node: ast.AST, tensor: Tensor, parts: tuple[Value, ...]
) -> Value | None:
    """Return a picture without some of its edge: padding by less than nothing; None for others."""
    shape = tensor.shape
    if shape is None or len(shape) != _OF_PICTURES or interpreter.trace is None:
        return None
    is_slices = all(isinstance(part, slice) and part.step in (None, 1) for part in parts)
    if len(parts) != _OF_PICTURES or not is_slices or parts[:2] != (slice(None), slice(None)):
        return None
    sides: list[int] = []
    for part, size in zip(parts[:1:-1], shape[:1:-1], strict=True):
        start, stop, _ = part.indices(size)
        sides += [-start, stop - size]
    return make(interpreter, "ZeroPad2d", tensor, CallArguments(node), padding=tuple(sides))


def _is_stride(part: slice) -> bool:
    step = part.step
    is_forward = step is None or (isinstance(step, int) and step > 0)
    return part.start in (None, 0) and part.stop is None and is_forward


def tensor_member(tensor: Tensor, name: str, node: ast.AST) -> Value:
    """Return an attribute or a method of what layers gave."""
    if name == "shape":
        known = sizes(tensor)
        return Unknown("shape") if known is None else known
    if name in {"T", "mT", "data", "device", "dtype", "is_cuda", "requires_grad", "grad", "ndim"}:
        if name == "ndim" and tensor.shape is not None:
            return len(tensor.shape)
        return tensor if name == "data" else Unknown(name, getattr(node, "lineno", 1))
    if name in _SAME:
        return Builtin(name, lambda _, __: tensor)
    function = tensor_function(name) or _no_layer(name)
    return Builtin(name, _with_tensor(function, tensor))


def _with_tensor(
    function: Callable[[Interpreter, CallArguments], Value], tensor: Tensor
) -> Callable[[Interpreter, CallArguments], Value]:
    def run(interpreter: Interpreter, given: CallArguments) -> Value:
        nodes = {key + 1 if isinstance(key, int) else key: one for key, one in given.nodes.items()}
        whole = CallArguments(given.node, [tensor, *given.positional], given.named, nodes)
        return function(interpreter, whole)

    return run


def _no_layer(name: str) -> Callable[[Interpreter, CallArguments], Value]:
    """Return what a method does that no layer does: nothing, where the shape stays as it is."""

    def run(interpreter: Interpreter, given: CallArguments) -> Value:
        if name in _WHOLE and len(given.positional) == 1 and not given.named:
            return Unknown(name, getattr(given.node, "lineno", 1))
        if name.strip("_") not in CELLWISE:
            raise interpreter.no_layer(given.node)
        interpreter.tell(ErrorCode.CODE_OPERATION_LEFT_OUT, given.node)
        return given.positional[0]

    return run


_WHOLE: Final = frozenset(
    {"sum", "max", "min", "any", "all", "std", "var", "norm", "item", "numel"}
)
"""Methods that make one number of all, if they are told no dimension."""

CELLWISE: Final = frozenset(
    {
        *("exp", "log", "sqrt", "rsqrt", "pow", "square", "abs", "neg", "sin", "cos", "erf"),
        *("sub", "div", "mul", "lerp", "masked_fill", "normal", "fill", "round", "floor"),
        *("expand_as", "expand", "type", "nan_to_num"),
        *("reciprocal", "log1p", "expm1", "sign", "addcmul", "normalize", "true_divide"),
    }
)
"""Functions of each number alone, which change no shape."""


def tensor_function(name: str) -> Callable[[Interpreter, CallArguments], Value] | None:
    """Return what `torch.NAME(x)` and `x.NAME()` do; None for what is not known."""
    own = _OWN.get(name)
    return own if own is not None else layer_function(name)


def _size(interpreter: Interpreter, given: CallArguments) -> Value:
    tensor = given.positional[0]
    known = sizes(tensor)
    dim = given.at(1, "dim")
    interpreter.budget.spend()
    if known is None:
        is_batch = dim == 0 and tensor.batched
        return BATCH if is_batch else Unknown("size")
    if dim is None:
        return known
    return known[dim] if isinstance(dim, int) else Unknown("size")


def _count(interpreter: Interpreter, given: CallArguments) -> Value:
    """Return how many numbers there are, where layers are tried: else the batch is not known."""
    interpreter.budget.spend()
    tensor, pictures = given.positional[0], tried_pictures(interpreter)
    count = count_of(tensor) if isinstance(tensor, Tensor) else None
    return Unknown("numel") if count is None or pictures is None else count * pictures


def _rank(interpreter: Interpreter, given: CallArguments) -> Value:
    interpreter.budget.spend()
    known = sizes(given.positional[0])
    return Unknown("dim") if known is None else len(known)


def _mean(interpreter: Interpreter, given: CallArguments) -> Value:
    """Return the mean over the axes of the picture: a pooling of each channel to one number."""
    tensor = given.positional[0]
    if not isinstance(tensor, Tensor):
        return Unknown()
    dims = given.at(1, "dim", given.named.get("axis"))
    keeps = given.at(2, "keepdim", default=False)
    dims = dims if isinstance(dims, (list, tuple)) else (dims,)
    rank = _OF_PICTURES if tensor.shape is None else len(tensor.shape)
    axes = {dim % rank for dim in dims if isinstance(dim, int) and -rank <= dim < rank}
    spatial = set(range(2, rank))
    if not axes or not axes <= spatial or rank > _OF_PICTURES + 1:
        interpreter.tell(ErrorCode.CODE_OPERATION_LEFT_OUT, given.node)
        return Tensor(tensor.number, None, tensor.batched)
    size = tuple(1 if axis in axes else None for axis in sorted(spatial))
    output = 1 if axes == spatial else size
    pooled = make(interpreter, f"AdaptiveAvgPool{rank - 2}d", tensor, given, output_size=output)
    if keeps is True or not isinstance(pooled, Tensor):
        return pooled
    if axes == spatial:
        return make(interpreter, "Flatten", pooled, given)
    # Of two axes one is left: the other's place goes into it.
    return make(interpreter, "Flatten", pooled, given, start_dim=2)


def _clamp(interpreter: Interpreter, given: CallArguments) -> Value:
    tensor = given.positional[0]
    low, high = given.at(1, "min"), given.at(2, "max")
    if not isinstance(tensor, Tensor):
        return Unknown()
    if low == 0 and high is None:
        return make(interpreter, "ReLU", tensor, given)
    if isinstance(low, (int, float)) and isinstance(high, (int, float)):
        return make(interpreter, "Hardtanh", tensor, given, min_val=low, max_val=high)
    interpreter.tell(ErrorCode.CODE_OPERATION_LEFT_OUT, given.node)
    return tensor


def _parts(interpreter: Interpreter, given: CallArguments) -> Value:
    """Return what gives several parts of one result, if it is given none; no layer does it.

    Raises:
        DocumentError: CODE_NO_LAYER.
    """
    if any(isinstance(one, Tensor) for one in (*given.positional, *given.named.values())):
        raise interpreter.no_layer(given.node)
    return Unknown(line=getattr(given.node, "lineno", 1))


def _keep(interpreter: Interpreter, given: CallArguments) -> Value:
    interpreter.budget.spend()
    return given.positional[0] if given.positional else Unknown()


def _product(interpreter: Interpreter, given: CallArguments) -> Value:
    left, right = given.at(0, "input"), given.at(1, "other")
    if not isinstance(left, Tensor) and not isinstance(right, Tensor):
        return Unknown()
    return combine(interpreter, given.node, ast.Mult, left, right)


_OWN: Final[dict[str, Callable[[Interpreter, CallArguments], Value]]] = {
    "size": _size,
    "numel": _count,
    "nelement": _count,
    "dim": _rank,
    "ndimension": _rank,
    "view": view,
    "reshape": view,
    "mean": _mean,
    "transpose": transpose,
    "permute": transpose,
    "squeeze": squeeze,
    "squeeze_": squeeze,
    "unsqueeze": unsqueeze,
    "add": add,
    "add_": add,
    "mul": _product,
    "mul_": _product,
    "multiply": _product,
    "cat": concatenate,
    "concat": concatenate,
    "concatenate": concatenate,
    "clamp": _clamp,
    "clamp_min": _clamp,
    "clone": _keep,
    "detach": _keep,
    **dict.fromkeys(
        ("split", "split_with_sizes", "tensor_split", "hsplit", "vsplit", "dsplit"), _parts
    ),
    **dict.fromkeys(("chunk", "unsafe_chunk", "unsafe_split", "unbind"), _parts),
}

__all__ = ["FUNCTIONS", "combine", "part_of", "tensor_function", "tensor_member"]
