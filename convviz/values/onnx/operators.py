"""Layers as operations of ONNX, in evaluation: by their names, each with its writer.

Where ONNX has an operation with other rules, it is put together of plain ones.

Source:
    github.com/onnx/onnx, docs/Operators.md, opset 18; torch.nn.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from convviz.values.onnx import windows
from convviz.values.onnx.resizing import upsample

if TYPE_CHECKING:
    from convviz.values.onnx.building import LayerWriter
    from convviz.values.onnx.messages import Attribute

Writer: TypeAlias = "Callable[[LayerWriter, str], str]"
"""Is given what a layer reads, and returns what it gives."""

_MATRIX: Final = 2
"""Dimensions of features with a batch."""


def _linear(writer: LayerWriter, x: str) -> str:
    weight = writer.weights["weight"]
    if len(writer.shape) == _MATRIX:
        bias = [writer.tensor("bias")] if "bias" in writer.weights else []
        return writer.emit("Gemm", x, writer.tensor("weight"), *bias, transB=1)
    turned = writer.named(f"{writer.name}.weight", np.ascontiguousarray(weight.T))
    product = writer.emit("MatMul", x, turned)
    if "bias" not in writer.weights:
        return product
    return writer.emit("Add", product, writer.tensor("bias"))


# Normalisation


def _batch_norm(writer: LayerWriter, x: str) -> str:
    """Write batch norm with its running statistics; without them with those of the batch."""
    if "running_mean" not in writer.weights:
        axes = [axis for axis in range(len(writer.shape)) if axis != 1]
        return _scaled(writer, _standardised(writer, x, axes), _per_channel(writer))
    count = writer.shape[1]
    epsilon = float(writer.setting("eps"))
    given = [_or_constant(writer, "weight", count, 1), _or_constant(writer, "bias", count, 0)]
    running = [writer.tensor("running_mean"), writer.tensor("running_var")]
    return writer.emit("BatchNormalization", x, *given, *running, epsilon=epsilon)


def _instance_norm(writer: LayerWriter, x: str) -> str:
    if len(writer.shape) != (writer.layer.rank or 0) + 2:
        raise writer.refuse()
    if "running_mean" in writer.weights:
        return _batch_norm(writer, x)
    axes = list(range(2, len(writer.shape)))
    return _scaled(writer, _standardised(writer, x, axes), _per_channel(writer))


def _group_norm(writer: LayerWriter, x: str) -> str:
    groups = int(writer.setting("num_groups"))
    grouped = writer.reshape(x, [groups, -1])
    even = writer.reshape(_standardised(writer, grouped, [2]), writer.shape[1:])
    return _scaled(writer, even, _per_channel(writer))


def _layer_norm(writer: LayerWriter, x: str) -> str:
    shape = _tuple(writer.setting("normalized_shape"))
    axes = list(range(len(writer.shape) - len(shape), len(writer.shape)))
    return _scaled(writer, _standardised(writer, x, axes), shape)


def _rms_norm(writer: LayerWriter, x: str) -> str:
    shape = _tuple(writer.setting("normalized_shape"))
    axes = list(range(len(writer.shape) - len(shape), len(writer.shape)))
    epsilon = writer.setting("eps")
    epsilon = float(np.finfo(np.float32).eps) if epsilon is None else epsilon
    squares = _mean(writer, writer.emit("Mul", x, x), axes)
    size = writer.emit("Sqrt", writer.emit("Add", squares, writer.constant(epsilon)))
    return _scaled(writer, writer.emit("Div", x, size), shape)


def _standardised(writer: LayerWriter, x: str, axes: list[int]) -> str:
    """Write a value with mean 0 and variance 1 along axes."""
    centred = writer.emit("Sub", x, _mean(writer, x, axes))
    variance = _mean(writer, writer.emit("Mul", centred, centred), axes)
    shifted = writer.emit("Add", variance, writer.constant(float(writer.setting("eps"))))
    return writer.emit("Div", centred, writer.emit("Sqrt", shifted))


def _mean(writer: LayerWriter, x: str, axes: list[int]) -> str:
    return writer.emit("ReduceMean", x, writer.integers(axes), keepdims=1)


def _scaled(writer: LayerWriter, x: str, shape: tuple[int, ...]) -> str:
    """Write the product with the layer's weight, and the sum with its bias, where it has them."""
    for name, kind in (("weight", "Mul"), ("bias", "Add")):
        if name in writer.weights:
            array = writer.weights[name].reshape(shape)
            x = writer.emit(kind, x, writer.named(f"{writer.name}.{name}", array))
    return x


def _per_channel(writer: LayerWriter) -> tuple[int, ...]:
    return (writer.shape[1], *[1] * (len(writer.shape) - 2))


def _or_constant(writer: LayerWriter, name: str, count: int, value: float) -> str:
    if name in writer.weights:
        return writer.tensor(name)
    return writer.constant(np.full(count, value))


def _local_response_norm(writer: LayerWriter, x: str) -> str:
    """Write LocalResponseNorm: ONNX centres an even size elsewhere than torch does."""
    size, channels = int(writer.setting("size")), writer.shape[1]
    squares = writer.emit("Mul", x, x)
    rows = writer.reshape(squares, [1, channels, -1])
    sides = writer.integers([0, 0, size // 2, 0, 0, 0, (size - 1) // 2, 0])
    rows = writer.emit("Pad", rows, sides, writer.constant(0.0), mode="constant")
    means = writer.emit("AveragePool", rows, kernel_shape=(size, 1), strides=(1, 1))
    means = writer.reshape(means, writer.shape[1:])
    scaled = writer.emit("Mul", means, writer.constant(writer.setting("alpha")))
    shifted = writer.emit("Add", scaled, writer.constant(writer.setting("k")))
    powers = writer.emit("Pow", shifted, writer.constant(writer.setting("beta")))
    return writer.emit("Div", x, powers)


# Activations


def _plain(kind: str, **attributes: str | float) -> Writer:
    """Return a writer of one operation; its attributes are numbers, or the layer's settings."""

    def write(writer: LayerWriter, x: str) -> str:
        settings: dict[str, Attribute] = {
            name: float(writer.setting(value)) if isinstance(value, str) else float(value)
            for name, value in attributes.items()
        }
        return writer.emit(kind, x, **settings)

    return write


def _prelu(writer: LayerWriter, x: str) -> str:
    slopes = writer.weights["weight"]
    shape = _per_channel(writer) if slopes.size > 1 else (1,)
    named = writer.named(f"{writer.name}.weight", slopes.reshape(shape))
    return writer.emit("PRelu", x, named)


def _gelu(writer: LayerWriter, x: str) -> str:
    half = writer.emit("Mul", x, writer.constant(0.5))
    if writer.setting("approximate") == "tanh":
        cube = writer.emit("Mul", writer.emit("Mul", x, x), x)
        inner = writer.emit("Add", x, writer.emit("Mul", cube, writer.constant(0.044715)))
        scaled = writer.emit("Mul", inner, writer.constant(math.sqrt(2 / math.pi)))
        share = writer.emit("Tanh", scaled)
    else:
        share = writer.emit("Erf", writer.emit("Mul", x, writer.constant(math.sqrt(0.5))))
    return writer.emit("Mul", half, writer.emit("Add", share, writer.constant(1.0)))


def _silu(writer: LayerWriter, x: str) -> str:
    return writer.emit("Mul", x, writer.emit("Sigmoid", x))


def _mish(writer: LayerWriter, x: str) -> str:
    return writer.emit("Mul", x, writer.emit("Tanh", writer.emit("Softplus", x)))


def _softplus(writer: LayerWriter, x: str) -> str:
    beta, threshold = float(writer.setting("beta")), float(writer.setting("threshold"))
    scaled = x if beta == 1 else writer.emit("Mul", x, writer.constant(beta))
    soft = writer.emit("Softplus", scaled)
    soft = soft if beta == 1 else writer.emit("Div", soft, writer.constant(beta))
    is_over = writer.emit("Greater", scaled, writer.constant(threshold))
    return writer.emit("Where", is_over, x, soft)


def _log_sigmoid(writer: LayerWriter, x: str) -> str:
    return writer.emit("Neg", writer.emit("Softplus", writer.emit("Neg", x)))


def _softshrink(writer: LayerWriter, x: str) -> str:
    lambd = float(writer.setting("lambd"))
    return writer.emit("Shrink", x, lambd=lambd, bias=lambd)


def _tanhshrink(writer: LayerWriter, x: str) -> str:
    return writer.emit("Sub", x, writer.emit("Tanh", x))


def _threshold(writer: LayerWriter, x: str) -> str:
    is_over = writer.emit("Greater", x, writer.constant(float(writer.setting("threshold"))))
    return writer.emit("Where", is_over, x, writer.constant(float(writer.setting("value"))))


def _rrelu(writer: LayerWriter, x: str) -> str:
    middle = (float(writer.setting("lower")) + float(writer.setting("upper"))) / 2
    return writer.emit("LeakyRelu", x, alpha=middle)


def _clip(low: str | float, high: str | float) -> Writer:
    def write(writer: LayerWriter, x: str) -> str:
        ends = [writer.setting(end) if isinstance(end, str) else end for end in (low, high)]
        return writer.emit("Clip", x, *(writer.constant(float(end)) for end in ends))

    return write


def _softmax(kind: str, *, is_negative: bool = False) -> Writer:
    def write(writer: LayerWriter, x: str) -> str:
        dim = getattr(writer.layer, "dim", -3)
        if (
            dim is None
        ):  # torch's choice of old: the first of 0, 1 and 3 dimensions, else the second
            dim = 0 if len(writer.shape) in {0, 1, 3} else 1
        if dim % len(writer.shape) == 0:
            raise writer.refuse()  # over the batch
        x = writer.emit("Neg", x) if is_negative else x
        return writer.emit(kind, x, axis=int(dim))

    return write


def _glu(writer: LayerWriter, x: str) -> str:
    axis = int(writer.setting("dim")) % len(writer.shape)
    if axis == 0:
        raise writer.refuse()  # over the batch
    half = writer.shape[axis] // 2
    first = windows.sliced(writer, x, axis, 0, half)
    gate = writer.emit("Sigmoid", windows.sliced(writer, x, axis, half, 2 * half))
    return writer.emit("Mul", first, gate)


# Shapes


def _reshape(writer: LayerWriter, x: str) -> str:
    if writer.output[0] != writer.shape[0]:
        raise writer.refuse()  # the batch is joined with what is in it
    if len(writer.output) == _MATRIX:
        return writer.emit("Flatten", x, axis=1)
    return writer.reshape(x, writer.output[1:])


def _channel_shuffle(writer: LayerWriter, x: str) -> str:
    groups, channels = int(writer.setting("groups")), writer.shape[1]
    x = writer.reshape(x, [groups, channels // groups, -1])
    x = writer.emit("Transpose", x, perm=(0, 2, 1, 3))
    return writer.reshape(x, writer.shape[1:])


def _pixel_shuffle(writer: LayerWriter, x: str) -> str:
    factor, outer = int(writer.setting("upscale_factor")), writer.shape[1:-3]
    _, height, width = writer.shape[-3:]
    x = writer.reshape(x, [*outer, writer.output[-3], factor, factor, height, width])
    x = writer.emit("Transpose", x, perm=_after(len(outer) + 1, (0, 3, 1, 4, 2)))
    return writer.reshape(x, writer.output[1:])


def _pixel_unshuffle(writer: LayerWriter, x: str) -> str:
    factor, outer = int(writer.setting("downscale_factor")), writer.shape[1:-3]
    height, width = writer.output[-2:]
    x = writer.reshape(x, [*outer, writer.shape[-3], height, factor, width, factor])
    x = writer.emit("Transpose", x, perm=_after(len(outer) + 1, (0, 2, 4, 1, 3)))
    return writer.reshape(x, writer.output[1:])


def _after(count: int, order: tuple[int, ...]) -> tuple[int, ...]:
    """Return an order of axes behind so many that stay."""
    return (*range(count), *(count + axis for axis in order))


def _same(writer: LayerWriter, x: str) -> str:
    return writer.emit("Identity", x)


def _refused(writer: LayerWriter, _: str) -> str:
    raise writer.refuse()


def _tuple(value: int | tuple[int, ...]) -> tuple[int, ...]:
    return value if isinstance(value, tuple) else (value,)


def _ranks(name: str, writer: Writer, *ranks: int) -> dict[str, Writer]:
    return {f"{name}{rank}d": writer for rank in ranks or (1, 2, 3)}


WRITERS: Final[dict[str, Writer]] = {
    **_ranks("Conv", windows.conv),
    **_ranks("ConvTranspose", windows.conv_transpose),
    "Linear": _linear,
    **_ranks("BatchNorm", _batch_norm),
    **_ranks("InstanceNorm", _instance_norm),
    "GroupNorm": _group_norm,
    "LayerNorm": _layer_norm,
    "RMSNorm": _rms_norm,
    "LocalResponseNorm": _local_response_norm,
    "ReLU": _plain("Relu"),
    "LeakyReLU": _plain("LeakyRelu", alpha="negative_slope"),
    "PReLU": _prelu,
    "ELU": _plain("Elu", alpha="alpha"),
    "SELU": _plain("Selu"),
    "CELU": _plain("Celu", alpha="alpha"),
    "GELU": _gelu,
    "SiLU": _silu,
    "Mish": _mish,
    "Sigmoid": _plain("Sigmoid"),
    "Tanh": _plain("Tanh"),
    "Softplus": _softplus,
    "Softsign": _plain("Softsign"),
    "LogSigmoid": _log_sigmoid,
    "Hardshrink": _plain("Shrink", lambd="lambd", bias=0.0),
    "Softshrink": _softshrink,
    "Tanhshrink": _tanhshrink,
    "Threshold": _threshold,
    "RReLU": _rrelu,
    "ReLU6": _clip(0.0, 6.0),
    "Hardtanh": _clip("min_val", "max_val"),
    "Hardswish": _plain("HardSwish"),
    "Hardsigmoid": _plain("HardSigmoid", alpha=1 / 6, beta=0.5),
    "Softmax": _softmax("Softmax"),
    "LogSoftmax": _softmax("LogSoftmax"),
    "Softmin": _softmax("Softmax", is_negative=True),
    "Softmax2d": _softmax("Softmax"),
    "GLU": _glu,
    **_ranks("AdaptiveAvgPool", windows.adaptive_average),
    **_ranks("AdaptiveMaxPool", windows.adaptive_maximum),
    **_ranks("MaxPool", windows.max_pool),
    **_ranks("AvgPool", windows.average_pool),
    **_ranks("LPPool", windows.power_pool),
    **_ranks("Dropout", _same),
    **dict.fromkeys(("Dropout", "AlphaDropout", "FeatureAlphaDropout", "Identity"), _same),
    "Unfold": windows.unfold,
    "Fold": windows.fold,
    **dict.fromkeys(("Upsample", "UpsamplingNearest2d", "UpsamplingBilinear2d"), upsample),
    **{
        f"{name}Pad{rank}d": windows.padding
        for name in ("Zero", "Constant", "Reflection", "Replication", "Circular")
        for rank in (1, 2, 3)
    },
    "PixelShuffle": _pixel_shuffle,
    "PixelUnshuffle": _pixel_unshuffle,
    "ChannelShuffle": _channel_shuffle,
    "Flatten": _reshape,
    "Unflatten": _reshape,
    **_ranks("FractionalMaxPool", _refused, 2, 3),
    **_ranks("MaxUnpool", _refused),
}
"""What writes each layer; those that draw random numbers or need indices ONNX does not have."""
