"""The functions of torch that do what a layer does: which layer, and what they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from convviz.core.code.program.layer_making import layer_of
from convviz.core.code.program.running import run_by_weight
from convviz.core.code.program.scopes import MISSING
from convviz.core.code.program.values import CallArguments, Tensor, Unknown, Value
from convviz.core.errors import ErrorCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.core.code.program.interpreter import Interpreter
    from convviz.core.layers import Layer

_POOL: Final = ("kernel_size", "stride", "padding", "dilation", "ceil_mode", "return_indices")
_AVERAGE_1D: Final = ("kernel_size", "stride", "padding", "ceil_mode", "count_include_pad")
_AVERAGE: Final = (*_AVERAGE_1D, "divisor_override")
_POWER: Final = ("norm_type", "kernel_size", "stride", "ceil_mode")
_DROPOUT: Final = ("p", "training", "inplace")
_ADAPTIVE_MAX: Final = ("output_size", "return_indices")
_INTERPOLATE: Final = (
    *("size", "scale_factor", "mode", "align_corners", "recompute_scale_factor", "antialias"),
)


class _Function(NamedTuple):
    """A function that does what a layer does.

    Attributes:
        layer: The layer's name.
        parameters: Of the function, behind its input, in their order.
        ignored: Those that the layer has not, and no shape depends on.
    """

    layer: str
    parameters: tuple[str, ...] = ()
    ignored: frozenset[str] = frozenset({"training", "dtype", "_stacklevel", "antialias", "eps"})


_INPLACE: Final = ("inplace",)
FUNCTIONS: Final[dict[str, _Function]] = {
    "relu": _Function("ReLU", _INPLACE),
    "relu6": _Function("ReLU6", _INPLACE),
    "leaky_relu": _Function("LeakyReLU", ("negative_slope", "inplace")),
    "elu": _Function("ELU", ("alpha", "inplace")),
    "selu": _Function("SELU", _INPLACE),
    "celu": _Function("CELU", ("alpha", "inplace")),
    "gelu": _Function("GELU", ("approximate",)),
    "silu": _Function("SiLU", _INPLACE),
    "mish": _Function("Mish", _INPLACE),
    "sigmoid": _Function("Sigmoid"),
    "tanh": _Function("Tanh"),
    "softplus": _Function("Softplus", ("beta", "threshold")),
    "softsign": _Function("Softsign"),
    "logsigmoid": _Function("LogSigmoid"),
    "hardshrink": _Function("Hardshrink", ("lambd",)),
    "softshrink": _Function("Softshrink", ("lambd",)),
    "tanhshrink": _Function("Tanhshrink"),
    "threshold": _Function("Threshold", ("threshold", "value", "inplace")),
    "rrelu": _Function("RReLU", ("lower", "upper", "training", "inplace")),
    "hardtanh": _Function("Hardtanh", ("min_val", "max_val", "inplace")),
    "hardswish": _Function("Hardswish", _INPLACE),
    "hardsigmoid": _Function("Hardsigmoid", _INPLACE),
    "softmax": _Function("Softmax", ("dim", "_stacklevel", "dtype")),
    "log_softmax": _Function("LogSoftmax", ("dim", "_stacklevel", "dtype")),
    "softmin": _Function("Softmin", ("dim", "_stacklevel", "dtype")),
    "glu": _Function("GLU", ("dim",)),
    "dropout": _Function("Dropout", _DROPOUT),
    "dropout1d": _Function("Dropout1d", _DROPOUT),
    "dropout2d": _Function("Dropout2d", _DROPOUT),
    "dropout3d": _Function("Dropout3d", _DROPOUT),
    "alpha_dropout": _Function("AlphaDropout", _DROPOUT),
    "feature_alpha_dropout": _Function("FeatureAlphaDropout", _DROPOUT),
    "interpolate": _Function("Upsample", _INTERPOLATE),
    "upsample": _Function("Upsample", _INTERPOLATE),
    "upsample_nearest": _Function("UpsamplingNearest2d", ("size", "scale_factor")),
    "upsample_bilinear": _Function("UpsamplingBilinear2d", ("size", "scale_factor")),
    "pixel_shuffle": _Function("PixelShuffle", ("upscale_factor",)),
    "pixel_unshuffle": _Function("PixelUnshuffle", ("downscale_factor",)),
    "channel_shuffle": _Function("ChannelShuffle", ("groups",)),
    "unfold": _Function("Unfold", ("kernel_size", "dilation", "padding", "stride")),
    "fold": _Function("Fold", ("output_size", "kernel_size", "dilation", "padding", "stride")),
    "local_response_norm": _Function("LocalResponseNorm", ("size", "alpha", "beta", "k")),
    "flatten": _Function("Flatten", ("start_dim", "end_dim")),
    "unflatten": _Function("Unflatten", ("dim", "sizes")),
    **{
        name: function
        for axes in (1, 2, 3)
        for name, function in {
            f"max_pool{axes}d": _Function(f"MaxPool{axes}d", _POOL),
            f"avg_pool{axes}d": _Function(
                f"AvgPool{axes}d", _AVERAGE_1D if axes == 1 else _AVERAGE
            ),
            f"lp_pool{axes}d": _Function(f"LPPool{axes}d", _POWER),
            f"adaptive_avg_pool{axes}d": _Function(f"AdaptiveAvgPool{axes}d", ("output_size",)),
            f"adaptive_max_pool{axes}d": _Function(f"AdaptiveMaxPool{axes}d", _ADAPTIVE_MAX),
        }.items()
    },
}
"""By their names in torch.nn.functional; some are in torch, or methods of a tensor, as well."""

OWN_NAMES: Final = {"sizes": "unflattened_size"}
"""What a layer calls a parameter of which its function has another name."""

_WITH_WEIGHTS: Final = frozenset(
    {
        *("conv1d", "conv2d", "conv3d", "linear", "batch_norm", "layer_norm", "group_norm"),
        *("conv_transpose1d", "conv_transpose2d", "conv_transpose3d", "prelu", "instance_norm"),
    }
)
"""Functions that are given weights: known where the forward of such a layer calls them."""

_PADDING: Final = {
    "reflect": "ReflectionPad",
    "replicate": "ReplicationPad",
    "circular": "CircularPad",
}


def layer_function(name: str) -> Callable[[Interpreter, CallArguments], Value] | None:
    """Return what a function of torch.nn.functional does; None for one that does no layer."""
    plain = name.removesuffix("_")
    if plain == "pad":
        return _pad
    if plain in _WITH_WEIGHTS:
        return _with_weights
    function = FUNCTIONS.get(plain)
    if function is None:
        return None

    def run(interpreter: Interpreter, given: CallArguments) -> Value:
        return run_function(interpreter, function, given)

    return run


def run_function(interpreter: Interpreter, function: _Function, given: CallArguments) -> Value:
    """Return what a function gives that does what a layer does.

    Raises:
        DocumentError: CODE_* codes.
    """
    tensor = given.at(0, "input")
    if not isinstance(tensor, Tensor):
        return Unknown(line=getattr(given.node, "lineno", 1))
    arguments = CallArguments(given.node)
    places = enumerate(given.positional[1 : len(function.parameters) + 1])
    values: dict[str, Value] = {function.parameters[place]: value for place, value in places}
    for key, node in given.nodes.items():
        if isinstance(key, str):
            arguments.nodes[key] = node
        elif 0 < key <= len(function.parameters):
            arguments.nodes[function.parameters[key - 1]] = node
    values |= {name: value for name, value in given.named.items() if name != "input"}
    for name, value in values.items():
        own = OWN_NAMES.get(name, name)
        arguments.named[own] = value
        if name in arguments.nodes:
            arguments.nodes[own] = arguments.nodes[name]
    for name in function.ignored & set(arguments.named):
        del arguments.named[name]
    if function.layer == "Flatten":
        # torch.flatten begins at the batch, nn.Flatten behind it.
        arguments.named.setdefault("start_dim", 0)
    layer = layer_of(interpreter, function.layer, arguments)
    return record(interpreter, layer, tensor, given)


def record(interpreter: Interpreter, layer: Layer, tensor: Tensor, given: CallArguments) -> Value:
    """Record a layer that has no module of its own, and return what it gives."""
    trace = interpreter.trace
    if trace is None:
        return Unknown()
    result = trace.layer(layer, tensor, given.node)
    return (result, Unknown()) if layer.returns_indices() else result


def make(
    interpreter: Interpreter, name: str, tensor: Tensor, given: CallArguments, **settings: Value
) -> Value:
    """Record a layer by its name and its settings, and return what it gives."""
    layer = layer_of(interpreter, name, CallArguments(given.node, [], settings))
    return record(interpreter, layer, tensor, given)


def _pad(interpreter: Interpreter, given: CallArguments) -> Value:
    tensor = given.at(0, "input")
    if not isinstance(tensor, Tensor):
        return Unknown()
    sides = given.at(1, "pad", ())
    mode, value = given.at(2, "mode", "constant"), given.at(3, "value", 0)
    if not isinstance(sides, (list, tuple)) or len(sides) not in {2, 4, 6}:
        interpreter.tell(ErrorCode.CODE_OPERATION_LEFT_OUT, given.node)
        return tensor
    axes = len(sides) // 2
    if mode in _PADDING:
        name, settings = f"{_PADDING[mode]}{axes}d", {"padding": tuple(sides)}
    elif value in (0, None):
        name, settings = f"ZeroPad{axes}d", {"padding": tuple(sides)}
    else:
        name, settings = f"ConstantPad{axes}d", {"padding": tuple(sides), "value": value}
    return make(interpreter, name, tensor, given, **settings)


def _with_weights(interpreter: Interpreter, given: CallArguments) -> Value:
    tensor = given.at(0, "input")
    if not isinstance(tensor, Tensor):
        return Unknown()
    result = run_by_weight(interpreter, tensor, given)
    if result is MISSING:
        raise interpreter.not_read(given.node)
    return result
