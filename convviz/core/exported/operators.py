"""Operations of torch as layers: what each call computes, by its arguments and shapes.

Shapes have the batch as their first dimension here, also where the program has none.

Source:
    pytorch, aten/src/ATen/native/native_functions.yaml: names and defaults of arguments.
"""

from __future__ import annotations

import math
from typing import Any, Final

from convviz.core.exported import shape_operators as shapes
from convviz.core.exported import window_operators as windows
from convviz.core.exported.operands import Made, Maker, Operands, axes_of, made
from convviz.core.layers import layer_types

# Normalisation


def _batch_norm(operands: Operands) -> list[Made] | None:
    running = operands.tensors("running_mean", "running_var")
    own = operands.kind if operands.kind.startswith("BatchNorm") else ""
    return made(
        own or f"BatchNorm{axes_of(operands)}d",
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
        own or f"InstanceNorm{axes_of(operands)}d",
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
        return made(own or f"Dropout{axes_of(operands)}d", p=operands.get("p", 0.5))

    return make


def _glu(operands: Operands) -> list[Made] | None:
    return made("GLU", dim=operands.dimension(operands.get("dim", -1)))


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
    **{f"conv{rank}d": windows.conv for rank in (1, 2, 3)},
    **{f"conv_transpose{rank}d": windows.conv for rank in (1, 2, 3)},
    "convolution": windows.conv,
    "linear": windows.linear,
    "addmm": windows.product,
    "mm": windows.product,
    "matmul": windows.product,
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
    **{f"max_pool{rank}d": windows.max_pool(rank) for rank in (1, 2, 3)},
    **{f"max_pool{rank}d_with_indices": windows.max_pool(rank) for rank in (1, 2, 3)},
    **{f"avg_pool{rank}d": windows.avg_pool(rank) for rank in (1, 2, 3)},
    **{f"adaptive_avg_pool{r}d": windows.adaptive(f"AdaptiveAvgPool{r}d") for r in (1, 2, 3)},
    **{f"_adaptive_avg_pool{r}d": windows.adaptive(f"AdaptiveAvgPool{r}d") for r in (2, 3)},
    **{f"adaptive_max_pool{r}d": windows.adaptive(f"AdaptiveMaxPool{r}d") for r in (1, 2, 3)},
    **{f"fractional_max_pool{rank}d": windows.fractional(rank) for rank in (2, 3)},
    "im2col": windows.unfold,
    "col2im": windows.fold,
    "mean": shapes.mean,
    "pad": windows.pad(),
    "constant_pad_nd": windows.pad("constant"),
    **{f"reflection_pad{rank}d": windows.pad("reflect") for rank in (1, 2, 3)},
    **{f"replication_pad{rank}d": windows.pad("replicate") for rank in (1, 2, 3)},
    **{name: windows.upsample(mode) for name, mode in _UPSAMPLINGS.items()},
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
        shapes.reshape,
    ),
    "flatten": shapes.flatten,
    "unflatten": shapes.unflatten,
    "permute": shapes.permute,
    "transpose": shapes.permute,
}
"""What makes layers of an operation: None where its arguments are beyond a layer."""

SAME: Final = frozenset(
    {
        *("contiguous", "clone", "detach", "alias", "to", "_to_copy", "lift_fresh_copy"),
        *("type_as", "positive", "view_as", "expand"),
    }
)
"""Operations that give what they are given, as long as the shape stays."""
