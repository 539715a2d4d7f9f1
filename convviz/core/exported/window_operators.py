"""Convolutions, products with a matrix, pooling, padding and resizing, by their arguments.

Source:
    pytorch, aten/src/ATen/native/native_functions.yaml: names and defaults of arguments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from convviz.core.exported.operands import Made, Maker, Operands, compact, made
from convviz.core.layers import layer_types

if TYPE_CHECKING:
    from convviz.core.exported.program import Call


# Convolutions and Linear


def conv(operands: Operands) -> list[Made] | None:
    """Return the convolution, transposed or not, that a weight of its shape makes."""
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


def linear(operands: Operands) -> list[Made] | None:
    """Return the Linear of a weight that is a matrix."""
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


def product(operands: Operands) -> list[Made] | None:
    """Return the Linear of addmm and mm, which read its weight transposed."""
    matrix = operands.call.get("mat2", operands.call.get("other"))
    shape = operands.shapes.get(str(matrix), ())
    if len(shape) != 2:  # noqa: PLR2004 - a matrix
        return None
    bias = operands.call.get("self") if operands.call.operation == "addmm" else None
    tensors = {"weight": str(matrix)} | ({} if bias is None else {"bias": str(bias)})
    settings = {"in_features": shape[0], "out_features": shape[1], "bias": bias is not None}
    return [Made(layer_types()["Linear"](**settings), tensors, frozenset({"weight"}))]


# Windows


def max_pool(rank: int) -> Maker:
    """Return what reads max pooling over so many axes."""

    def make(operands: Operands) -> list[Made] | None:
        return made(
            f"MaxPool{rank}d",
            **_window(operands),
            padding=operands.axes("padding"),
            dilation=operands.axes("dilation", 1),
            ceil_mode=operands.get("ceil_mode", default=False),
        )

    return make


def avg_pool(rank: int) -> Maker:
    """Return what reads average pooling over so many axes."""

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


def adaptive(name: str) -> Maker:
    """Return what reads adaptive pooling."""
    return lambda operands: made(name, output_size=operands.axes("output_size"))


def fractional(rank: int) -> Maker:
    """Return what reads fractional max pooling over so many axes."""

    def make(operands: Operands) -> list[Made] | None:
        sizes = {name: operands.axes(name) for name in ("kernel_size", "output_size")}
        return made(f"FractionalMaxPool{rank}d", **sizes)

    return make


def unfold(operands: Operands) -> list[Made] | None:
    """Return the Unfold of im2col."""
    names = ("kernel_size", "dilation", "padding", "stride")
    return made("Unfold", **{name: operands.axes(name) for name in names})


def fold(operands: Operands) -> list[Made] | None:
    """Return the Fold of col2im."""
    names = ("output_size", "kernel_size", "dilation", "padding", "stride")
    return made("Fold", **{name: operands.axes(name) for name in names})


# Padding and resizing


_PAD_NAMES: Final = {"reflect": "Reflection", "replicate": "Replication", "circular": "Circular"}


def pad(mode: str = "") -> Maker:
    """Return what reads padding; without a mode, the call has it."""

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


def upsample(mode: str) -> Maker:
    """Return what reads an interpolation of a mode."""

    def make(operands: Operands) -> list[Made] | None:
        size, scale = operands.get("output_size"), operands.get("scale_factors")
        sizes = {"size": compact(size), "scale_factor": None if size else compact(scale)}
        if operands.kind in {"UpsamplingNearest2d", "UpsamplingBilinear2d"}:
            return made(operands.kind, **sizes)
        interpolates = not mode.startswith("nearest")
        corners = operands.get("align_corners", default=False) if interpolates else None
        return made("Upsample", **sizes, mode=mode, align_corners=corners or None)

    return make
