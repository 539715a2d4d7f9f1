"""Modules of torch that are several operations, read as the one layer that they are."""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING, Any, Final

from convviz.core.exported.operands import Made, Operands, compact, made
from convviz.core.exported.operators import OPERATIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from convviz.core.exported.program import Call

_WITHOUT_SETTINGS: Final = frozenset(
    {
        *("Softsign", "Tanhshrink", "SiLU", "Mish", "LogSigmoid", "Hardswish", "Hardsigmoid"),
        *("SELU", "ReLU6", "Sigmoid", "Tanh", "Identity"),
    }
)
"""Layers that their class alone tells of, whatever operations they became."""

_KEY_OPERATIONS: Final = {
    "Dropout3d": "feature_dropout",
    "InstanceNorm1d": "instance_norm",
    "InstanceNorm2d": "instance_norm",
    "InstanceNorm3d": "instance_norm",
    "FractionalMaxPool2d": "fractional_max_pool2d",
    "FractionalMaxPool3d": "fractional_max_pool3d",
}
"""The operation of a module that has all its settings; the others bring shapes into order."""


_POOLS_OF_ONE_AXIS: Final = {
    "MaxPool1d": ("kernel_size", "stride", "padding", "dilation", "ceil_mode"),
    "AvgPool1d": ("kernel_size", "stride", "padding", "ceil_mode", "count_include_pad"),
    "AdaptiveAvgPool1d": ("output_size",),
    "AdaptiveMaxPool1d": ("output_size",),
}


def composite(kind: str, calls: Sequence[Call], whole: Operands) -> list[Made] | None:
    """Return the layer that the calls of one module are; None where they are read one by one.

    Args:
        kind: The module's class in torch.nn.
        calls: All that it does, in order.
        whole: The last call, with the shapes of what the module reads and gives.
    """
    if kind in _WITHOUT_SETTINGS:
        return made(kind)
    if kind in _KEY_OPERATIONS:
        key = next((call for call in calls if call.operation == _KEY_OPERATIONS[kind]), None)
        return None if key is None else OPERATIONS[key.operation](_with(whole, key))
    if kind == "Linear":
        key = next((call for call in calls if call.operation in {"addmm", "mm", "bmm"}), None)
        return None if key is None else OPERATIONS[key.operation](_with(whole, key))
    if kind in _POOLS_OF_ONE_AXIS:
        return _pool_of_one_axis(calls, whole)
    if kind.startswith("Conv") and not kind.startswith("ConvTranspose"):
        return _padded_conv(calls, whole)
    maker = _MAKERS.get(kind.rstrip("123d"), _MAKERS.get(kind))
    return None if maker is None else maker(calls, whole)


def _with(whole: Operands, call: Call) -> Operands:
    return Operands(call, whole.input, whole.output, whole.kind, whole.shapes, whole.shift)


def _padded_conv(calls: Sequence[Call], whole: Operands) -> list[Made] | None:
    """Return a convolution whose padding_mode is another than zeros: it pads, then convolves."""
    modes = {"reflect", "replicate", "circular"}
    if [call.operation for call in calls[:1]] != ["pad"] or len(calls) != 2:  # noqa: PLR2004 - two
        return None
    pad, conv = calls
    found, sides = OPERATIONS[conv.operation](_with(whole, conv)), pad.get("pad")
    if found is None or pad.get("mode") not in modes or not isinstance(sides, tuple):
        return None
    layer = found[0].layer
    padding: Any = "same"
    if sides[::2] == sides[1::2]:
        padding = compact(sides[::2][::-1])
    changed = dataclasses.replace(layer, padding=padding, padding_mode=pad.get("mode"))  # type: ignore[call-arg]
    return [Made(changed, found[0].tensors)]


def _pool_of_one_axis(calls: Sequence[Call], whole: Operands) -> list[Made] | None:
    """Return a pool that became one over two axes, the first of which is of 1."""
    pool = next((call for call in calls if "pool2d" in call.operation), None)
    if pool is None:
        return None
    names = ("kernel_size", "stride", "padding", "dilation", "output_size")
    given = {name: given for name, given in pool.arguments.items() if given is not None}
    last = {n: given[n][-1] if n in names and given[n] else given[n] for n in given}
    known = _POOLS_OF_ONE_AXIS[whole.kind]
    return made(whole.kind, **{name: last[name] for name in known if name in last})


def _power_pool(calls: Sequence[Call], whole: Operands) -> list[Made] | None:
    power, pool = _first(calls, "pow"), _first(calls, "avg_pool")
    if power is None or pool is None:
        return None
    operands = _with(whole, pool)
    kernel, stride = operands.axes("kernel_size"), operands.axes("stride", ())
    return made(
        whole.kind,
        norm_type=float(power.get("exponent")),
        kernel_size=kernel,
        stride=None if stride in ((), kernel) else stride,
        ceil_mode=operands.get("ceil_mode", default=False),
    )


def _local_response_norm(calls: Sequence[Call], _: Operands) -> list[Made] | None:
    pool, power = _first(calls, "avg_pool"), _first(calls, "pow")
    scale = _with_number(calls, "mul")
    shift = _with_number(calls, "add")
    if pool is None or power is None:
        return None
    beta = float(power.get("exponent"))
    return made(
        "LocalResponseNorm", size=pool.get("kernel_size")[0], alpha=scale, beta=beta, k=shift
    )


def _pixel_shuffle(_: Sequence[Call], whole: Operands) -> list[Made] | None:
    """Return a shuffle that became views, by the channels that it has less."""
    factor = math.isqrt(whole.input[-3] // whole.output[-3])
    return made("PixelShuffle", upscale_factor=factor)


def _pixel_unshuffle(_: Sequence[Call], whole: Operands) -> list[Made] | None:
    return made("PixelUnshuffle", downscale_factor=whole.input[-1] // whole.output[-1])


def _softmin(calls: Sequence[Call], whole: Operands) -> list[Made] | None:
    softmax = _first(calls, "softmax") or _first(calls, "_softmax")
    return None if softmax is None else made("Softmin", dim=whole.dimension(softmax.get("dim")))


def _first(calls: Sequence[Call], name: str) -> Call | None:
    return next((call for call in calls if call.operation.startswith(name)), None)


def _with_number(calls: Sequence[Call], name: str) -> float:
    """Return the number that an operation of this name takes beside its tensor."""
    for call in calls:
        other = call.arguments.get("other")
        if call.operation == name and isinstance(other, (int, float)):
            return float(other)
    return 1.0


_MAKERS: Final[dict[str, Callable[[Sequence[Call], Operands], list[Made] | None]]] = {
    "LPPool": _power_pool,
    "LocalResponseNorm": _local_response_norm,
    "Softmin": _softmin,
    "PixelShuffle": _pixel_shuffle,
    "PixelUnshuffle": _pixel_unshuffle,
}
