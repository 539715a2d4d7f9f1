"""Operations of torch as layers: what each call computes, by its arguments and shapes.

Shapes have the batch as their first dimension here, also where the program has none.

Source:
    pytorch, aten/src/ATen/native/native_functions.yaml: names and defaults of arguments.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from convviz.core.exported.program import Call
from convviz.core.layers import Layer, Shape, layer_types

if TYPE_CHECKING:
    from collections.abc import Sequence


Maker: TypeAlias = "Callable[[Operands], list[Made] | None]"


@dataclass(frozen=True, slots=True)
class Made:
    """A layer that a call is.

    Attributes:
        layer: The layer.
        tensors: The values of its tensors, by their names in torch's state_dict.
        transposed: Those of them that lie the other way round.
    """

    layer: Layer
    tensors: Mapping[str, str] = field(default_factory=dict)
    transposed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Operands:
    """A call with what is known of what it reads and gives.

    Attributes:
        call: The call.
        input: The shape of what it reads, with the batch.
        output: The shape of what it gives, likewise.
        kind: The class of torch that called it; "" for none.
        shapes: Those of weights, by their values.
        shift: 1 where the program has no batch, and so dimensions count from one less.
    """

    call: Call
    input: Shape
    output: Shape
    kind: str
    shapes: Mapping[str, Shape]
    shift: int = 0

    def get(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - any argument
        """Return an argument; the default where it is left out, or None."""
        return self.call.get(name, default)

    def axes(self, name: str, default: Any = 0) -> Any:  # noqa: ANN401 - as a layer takes it
        """Return an argument that has a number an axis: one number where all are the same."""
        return compact(self.get(name, default))

    def weight(self, name: str = "weight") -> Shape:
        """Return the shape of a weight; of nothing, no dimensions."""
        value = self.call.arguments.get(name)
        return self.shapes.get(value, ()) if isinstance(value, str) else ()

    def tensors(self, *names: str) -> dict[str, str]:
        """Return those of these arguments that are there."""
        given = {name: self.call.arguments.get(name) for name in names}
        return {name: str(value) for name, value in given.items() if value is not None}

    def dimension(self, value: int) -> int:
        """Return a dimension of the program, counted with the batch."""
        return value + self.shift if value >= 0 else value


def compact(numbers: Any) -> Any:  # noqa: ANN401 - a number, or a tuple of them
    """Return one number for a tuple in which all are the same."""
    if isinstance(numbers, tuple) and numbers and len(set(numbers)) == 1:
        return numbers[0]
    return numbers


def made(name: str, tensors: Mapping[str, str] | None = None, **settings: Any) -> list[Made]:  # noqa: ANN401 - any setting
    """Return a layer by its name in torch.nn."""
    return [Made(layer_types()[name](**settings), tensors or {})]


# Convolutions and Linear


def _conv(operands: Operands) -> list[Made] | None:
    shape, rank = operands.weight(), len(operands.weight()) - 2
    if rank not in {1, 2, 3}:
        return None
    groups, is_transposed = operands.get("groups", 1), _is_transposed(operands.call)
    channels = {"in_channels": shape[1] * groups, "out_channels": shape[0]}
    name, more = "Conv", {}
    if is_transposed:
        channels = {"in_channels": shape[0], "out_channels": shape[1] * groups}
        name, more = "ConvTranspose", {"output_padding": operands.axes("output_padding")}
    return made(
        f"{name}{rank}d",
        operands.tensors("weight", "bias"),
        **channels,
        kernel_size=compact(shape[2:]),
        stride=operands.axes("stride", 1),
        padding=operands.axes("padding"),
        dilation=operands.axes("dilation", 1),
        groups=groups,
        bias=operands.get("bias") is not None,
        **more,
    )


def _is_transposed(call: Call) -> bool:
    return "transpose" in call.operation or bool(call.get("transposed", default=False))


def _linear(operands: Operands) -> list[Made] | None:
    shape = operands.weight()
    if len(shape) != 2:  # noqa: PLR2004 - a matrix
        return None
    return made(
        "Linear",
        operands.tensors("weight", "bias"),
        in_features=shape[1],
        out_features=shape[0],
        bias=operands.get("bias") is not None,
    )


def _product(operands: Operands) -> list[Made] | None:
    """Return the Linear of addmm and mm, which read its weight transposed."""
    matrix = operands.call.get("mat2", operands.call.get("other"))
    shape = operands.shapes.get(str(matrix), ())
    if len(shape) != 2:  # noqa: PLR2004 - a matrix
        return None
    bias = operands.call.get("self") if operands.call.operation == "addmm" else None
    tensors = {"weight": str(matrix)} | ({} if bias is None else {"bias": str(bias)})
    settings = {"in_features": shape[0], "out_features": shape[1], "bias": bias is not None}
    return [Made(layer_types()["Linear"](**settings), tensors, frozenset({"weight"}))]


# Normalisation


def _batch_norm(operands: Operands) -> list[Made] | None:
    running = operands.tensors("running_mean", "running_var")
    own = operands.kind if operands.kind.startswith("BatchNorm") else ""
    return made(
        own or f"BatchNorm{_axes_of(operands)}d",
        operands.tensors("weight", "bias") | running,
        num_features=operands.input[1],
        eps=operands.get("eps", 1e-5),
        momentum=operands.get("momentum", 0.1),
        track_running_stats=bool(running),
        **_affine(operands, "affine"),
    )


def _instance_norm(operands: Operands) -> list[Made] | None:
    running = operands.tensors("running_mean", "running_var")
    own = operands.kind if operands.kind.startswith("InstanceNorm") else ""
    return made(
        own or f"InstanceNorm{_axes_of(operands)}d",
        operands.tensors("weight", "bias") | running,
        num_features=operands.input[1],
        eps=operands.get("eps", 1e-5),
        momentum=operands.get("momentum", 0.1),
        track_running_stats=bool(running),
        **_affine(operands, "affine"),
    )


def _layer_norm(operands: Operands) -> list[Made] | None:
    return made(
        "LayerNorm",
        operands.tensors("weight", "bias"),
        normalized_shape=_one(operands.get("normalized_shape")),
        eps=operands.get("eps", 1e-5),
        **_affine(operands, "elementwise_affine"),
    )


def _rms_norm(operands: Operands) -> list[Made] | None:
    return made(
        "RMSNorm",
        operands.tensors("weight"),
        normalized_shape=_one(operands.get("normalized_shape")),
        eps=operands.get("eps"),
        elementwise_affine=operands.get("weight") is not None,
    )


def _group_norm(operands: Operands) -> list[Made] | None:
    return made(
        "GroupNorm",
        operands.tensors("weight", "bias"),
        num_groups=operands.get("num_groups", operands.get("group", 1)),
        num_channels=operands.input[1],
        eps=operands.get("eps", 1e-5),
        **_affine(operands, "affine"),
    )


def _affine(operands: Operands, name: str) -> dict[str, bool]:
    """Return whether a weight and a bias are learned; without the weight no bias is either."""
    affine = operands.get("weight") is not None
    return {name: affine, "bias": operands.get("bias") is not None or not affine}


def _one(shape: Any) -> Any:  # noqa: ANN401 - a number, or a tuple
    return shape[0] if isinstance(shape, tuple) and len(shape) == 1 else shape


def _axes_of(operands: Operands) -> int:
    return max(1, len(operands.input) - 2)


# Windows


def _max_pool(rank: int) -> Maker:
    def make(operands: Operands) -> list[Made] | None:
        return made(
            f"MaxPool{rank}d",
            **_window(operands),
            padding=operands.axes("padding"),
            dilation=operands.axes("dilation", 1),
            ceil_mode=operands.get("ceil_mode", default=False),
        )

    return make


def _avg_pool(rank: int) -> Maker:
    def make(operands: Operands) -> list[Made] | None:
        override = operands.get("divisor_override")
        return made(
            f"AvgPool{rank}d",
            **_window(operands),
            padding=operands.axes("padding"),
            ceil_mode=operands.get("ceil_mode", default=False),
            count_include_pad=operands.get("count_include_pad", default=True),
            **({} if override is None else {"divisor_override": override}),
        )

    return make


def _window(operands: Operands) -> dict[str, Any]:
    """Return kernel_size, and the stride where it is not the same."""
    kernel, stride = operands.axes("kernel_size"), operands.axes("stride", ())
    return {"kernel_size": kernel, "stride": None if stride in ((), kernel) else stride}


def _adaptive(name: str) -> Maker:
    return lambda operands: made(name, output_size=operands.axes("output_size"))


def _fractional(rank: int) -> Maker:
    def make(operands: Operands) -> list[Made] | None:
        sizes = {name: operands.axes(name) for name in ("kernel_size", "output_size")}
        return made(f"FractionalMaxPool{rank}d", **sizes)

    return make


def _unfold(operands: Operands) -> list[Made] | None:
    names = ("kernel_size", "dilation", "padding", "stride")
    return made("Unfold", **{name: operands.axes(name) for name in names})


def _fold(operands: Operands) -> list[Made] | None:
    names = ("output_size", "kernel_size", "dilation", "padding", "stride")
    return made("Fold", **{name: operands.axes(name) for name in names})


def _mean(operands: Operands) -> list[Made] | None:
    """Return the pooling that a mean over all spatial axes is, and what drops them."""
    rank = len(operands.input) - 2
    given = operands.get("dim")
    wanted = range(2, rank + 2)
    dims = {operands.dimension(dim) % (rank + 2) for dim in given or ()}
    if rank not in {1, 2, 3} or dims != set(wanted):
        return None
    pool = made(f"AdaptiveAvgPool{rank}d", output_size=1)
    return pool if operands.get("keepdim", default=False) else pool + made("Flatten")


# Padding and resizing


_PAD_NAMES: Final = {"reflect": "Reflection", "replicate": "Replication", "circular": "Circular"}


def _pad(mode: str = "") -> Maker:
    def make(operands: Operands) -> list[Made] | None:
        kind, sides = mode or operands.get("mode", "constant"), operands.call.get("pad")
        sides = operands.get("padding") if sides is None else sides
        if not isinstance(sides, tuple):
            return None
        # Axes that are left alone are not among the sides; three on a picture are its channels too.
        rank = max(len(sides) // 2, len(operands.input) - 2)
        if rank not in {1, 2, 3} or rank >= len(operands.input):
            return None
        padding = compact((*sides, *(0,) * (2 * rank - len(sides))))
        if kind != "constant":
            return made(f"{_PAD_NAMES[kind]}Pad{rank}d", padding=padding)
        value = operands.get("value", 0.0)
        if value == 0 and not operands.kind.startswith("Constant"):
            return made(f"ZeroPad{rank}d", padding=padding)
        return made(f"ConstantPad{rank}d", padding=padding, value=value)

    return make


def _upsample(mode: str) -> Maker:
    def make(operands: Operands) -> list[Made] | None:
        size, scale = operands.get("output_size"), operands.get("scale_factors")
        sizes = {"size": compact(size), "scale_factor": None if size else compact(scale)}
        if operands.kind in {"UpsamplingNearest2d", "UpsamplingBilinear2d"}:
            return made(operands.kind, **sizes)
        interpolates = not mode.startswith("nearest")
        corners = operands.get("align_corners", default=False) if interpolates else None
        return made("Upsample", **sizes, mode=mode, align_corners=corners or None)

    return make


# Activations


def _plain(name: str, *names: str) -> Maker:
    """Return what makes a layer whose parameters are called as the operation's arguments."""

    def make(operands: Operands) -> list[Made] | None:
        kind = layer_types()[name]
        settings = {n: operands.get(n) for n in names if operands.get(n) is not None}
        if operands.call.operation.endswith("_") and "inplace" in kind.parameters():
            settings["inplace"] = True
        return made(name, **settings)

    return make


def _prelu(operands: Operands) -> list[Made] | None:
    count = math.prod(operands.weight())
    return made("PReLU", operands.tensors("weight"), num_parameters=count)


def _elu(operands: Operands) -> list[Made] | None:
    """Return ELU, or the SELU that is an ELU with scales."""
    if operands.get("scale", 1) == 1 and operands.get("input_scale", 1) == 1:
        return _plain("ELU", "alpha")(operands)
    return _plain("SELU")(operands)


def _hardtanh(operands: Operands) -> list[Made] | None:
    """Return ReLU6 or Hardtanh; of clamp and its like what cuts off at both ends, or at 0."""
    low = operands.get("min_val", operands.get("min"))
    high = operands.get("max_val", operands.get("max"))
    if operands.call.operation.startswith("hardtanh"):
        low, high = (-1.0 if low is None else low), (1.0 if high is None else high)
    if low == 0 and high is None:
        return _plain("ReLU")(operands)
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)):
        return None
    is_six = (low, high) == (0, 6) and operands.kind != "Hardtanh"
    inplace = operands.call.operation.endswith("_")
    if is_six:
        return made("ReLU6", inplace=inplace)
    return made("Hardtanh", min_val=float(low), max_val=float(high), inplace=inplace)


def _softmax(name: str) -> Maker:
    def make(operands: Operands) -> list[Made] | None:
        if operands.kind == "Softmax2d":
            return made("Softmax2d")
        return made(name, dim=operands.dimension(operands.get("dim")))

    return make


def _dropout(name: str) -> Maker:
    def make(operands: Operands) -> list[Made] | None:
        own = operands.kind if "Dropout" in operands.kind else name
        return made(own or f"Dropout{_axes_of(operands)}d", p=operands.get("p", 0.5))

    return make


def _glu(operands: Operands) -> list[Made] | None:
    return made("GLU", dim=operands.dimension(operands.get("dim", -1)))


# Shapes


def _flatten(operands: Operands) -> list[Made] | None:
    start, end = operands.get("start_dim", 0), operands.get("end_dim", -1)
    return made("Flatten", start_dim=operands.dimension(start), end_dim=operands.dimension(end))


def _unflatten(operands: Operands) -> list[Made] | None:
    dim, sizes = operands.dimension(operands.get("dim")), operands.get("sizes")
    return made("Unflatten", dim=dim, unflattened_size=sizes)


def _reshape(operands: Operands) -> list[Made] | None:
    """Return the Flatten or Unflatten of a view; nothing where the shape stays."""
    before, after = operands.input, operands.output
    if before == after:
        return []
    start = _alike(before, after)
    end = min(_alike(before[start:][::-1], after[start:][::-1]), len(before) - start)
    # A dimension of 1 that comes or goes is split from, or joined with, one beside it.
    if len(before) - end == start or len(after) - end == start:
        end, start = (end - 1, start) if end else (end, start - 1)
    inner, outer = before[start : len(before) - end], after[start : len(after) - end]
    if start < 1 or math.prod(before) != math.prod(after):
        return made("Flatten", start_dim=0) if len(after) == 1 else None
    last = len(before) - end - 1 if end else -1
    if len(outer) == 1:
        return made("Flatten", start_dim=start, end_dim=last)
    if len(inner) == 1:
        return made("Unflatten", dim=start, unflattened_size=tuple(outer))
    whole = made("Flatten", start_dim=start, end_dim=last)
    return whole + made("Unflatten", dim=start, unflattened_size=tuple(outer))


def _alike(one: Sequence[int], other: Sequence[int]) -> int:
    """Return how many numbers two shapes begin with alike."""
    count = 0
    for own, theirs in zip(one, other, strict=False):
        if own != theirs:
            break
        count += 1
    return count


def _permute(operands: Operands) -> list[Made] | None:
    """Return the reshaping that a permutation is if only dimensions of 1 change places."""
    dims = operands.get("dims")
    if dims is None:
        pair = [operands.dimension(operands.get(name, 0)) for name in ("dim0", "dim1")]
        order = list(range(len(operands.input)))
        first, second = (dim % len(order) for dim in pair)
        order[first], order[second] = order[second], order[first]
    else:
        order = [operands.dimension(dim) % len(operands.input) for dim in dims]
        order = [0, *order] if operands.shift else order
    moved = [dim for dim in order if operands.input[dim] != 1]
    return _reshape(operands) if moved == sorted(moved) else None


_UPSAMPLINGS: Final = {
    "upsample_nearest1d": "nearest",
    "upsample_nearest2d": "nearest",
    "upsample_nearest3d": "nearest",
    "_upsample_nearest_exact1d": "nearest-exact",
    "_upsample_nearest_exact2d": "nearest-exact",
    "_upsample_nearest_exact3d": "nearest-exact",
    "upsample_linear1d": "linear",
    "upsample_bilinear2d": "bilinear",
    "upsample_bicubic2d": "bicubic",
    "upsample_trilinear3d": "trilinear",
}

OPERATIONS: Final[dict[str, Maker]] = {
    **{f"conv{rank}d": _conv for rank in (1, 2, 3)},
    **{f"conv_transpose{rank}d": _conv for rank in (1, 2, 3)},
    "convolution": _conv,
    "linear": _linear,
    "addmm": _product,
    "mm": _product,
    "matmul": _product,
    "batch_norm": _batch_norm,
    "_native_batch_norm_legit": _batch_norm,
    "_native_batch_norm_legit_no_training": _batch_norm,
    "native_batch_norm": _batch_norm,
    "instance_norm": _instance_norm,
    "layer_norm": _layer_norm,
    "native_layer_norm": _layer_norm,
    "rms_norm": _rms_norm,
    "_fused_rms_norm": _rms_norm,
    "group_norm": _group_norm,
    "native_group_norm": _group_norm,
    **{f"max_pool{rank}d": _max_pool(rank) for rank in (1, 2, 3)},
    **{f"max_pool{rank}d_with_indices": _max_pool(rank) for rank in (1, 2, 3)},
    **{f"avg_pool{rank}d": _avg_pool(rank) for rank in (1, 2, 3)},
    **{f"adaptive_avg_pool{r}d": _adaptive(f"AdaptiveAvgPool{r}d") for r in (1, 2, 3)},
    **{f"_adaptive_avg_pool{r}d": _adaptive(f"AdaptiveAvgPool{r}d") for r in (2, 3)},
    **{f"adaptive_max_pool{r}d": _adaptive(f"AdaptiveMaxPool{r}d") for r in (1, 2, 3)},
    **{f"fractional_max_pool{rank}d": _fractional(rank) for rank in (2, 3)},
    "im2col": _unfold,
    "col2im": _fold,
    "mean": _mean,
    "pad": _pad(),
    "constant_pad_nd": _pad("constant"),
    **{f"reflection_pad{rank}d": _pad("reflect") for rank in (1, 2, 3)},
    **{f"replication_pad{rank}d": _pad("replicate") for rank in (1, 2, 3)},
    **{name: _upsample(mode) for name, mode in _UPSAMPLINGS.items()},
    "relu": _plain("ReLU"),
    "leaky_relu": _plain("LeakyReLU", "negative_slope"),
    "prelu": _prelu,
    "_prelu_kernel": _prelu,
    "elu": _elu,
    "selu": _plain("SELU"),
    "celu": _plain("CELU", "alpha"),
    "gelu": _plain("GELU", "approximate"),
    "silu": _plain("SiLU"),
    "mish": _plain("Mish"),
    "sigmoid": _plain("Sigmoid"),
    "tanh": _plain("Tanh"),
    "softplus": _plain("Softplus", "beta", "threshold"),
    "log_sigmoid": _plain("LogSigmoid"),
    "hardshrink": _plain("Hardshrink", "lambd"),
    "softshrink": _plain("Softshrink", "lambd"),
    "threshold": _plain("Threshold", "threshold", "value"),
    "rrelu": _plain("RReLU", "lower", "upper"),
    "hardtanh": _hardtanh,
    "clamp": _hardtanh,
    "clamp_min": _hardtanh,
    "relu6": _plain("ReLU6"),
    "hardswish": _plain("Hardswish"),
    "hardsigmoid": _plain("Hardsigmoid"),
    "softmax": _softmax("Softmax"),
    "_softmax": _softmax("Softmax"),
    "log_softmax": _softmax("LogSoftmax"),
    "_log_softmax": _softmax("LogSoftmax"),
    "glu": _glu,
    "dropout": _dropout("Dropout"),
    "native_dropout": _dropout("Dropout"),
    "feature_dropout": _dropout(""),
    "alpha_dropout": _dropout("AlphaDropout"),
    "feature_alpha_dropout": _dropout("FeatureAlphaDropout"),
    "pixel_shuffle": _plain("PixelShuffle", "upscale_factor"),
    "pixel_unshuffle": _plain("PixelUnshuffle", "downscale_factor"),
    "channel_shuffle": _plain("ChannelShuffle", "groups"),
    "native_channel_shuffle": _plain("ChannelShuffle", "groups"),
    **dict.fromkeys(
        ("view", "reshape", "_unsafe_view", "squeeze", "unsqueeze"),
        _reshape,
    ),
    "flatten": _flatten,
    "unflatten": _unflatten,
    "permute": _permute,
    "transpose": _permute,
}
"""What makes layers of an operation: None where its arguments are beyond a layer."""

SAME: Final = frozenset(
    {
        *("contiguous", "clone", "detach", "alias", "to", "_to_copy", "lift_fresh_copy"),
        *("type_as", "positive", "view_as", "expand"),
    }
)
"""Operations that give what they are given, as long as the shape stays."""
