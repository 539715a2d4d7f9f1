"""Which parameters a solver must leave as they are, along each axis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from convviz.core.layers.base import per_axis

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from convviz.core.layers.base import Layer
    from convviz.core.solver.ranking import AxisSetting

SLIDING_PARAMETERS: Final = (
    "kernel_size",
    "stride",
    "padding",
    "dilation",
    "output_padding",
    "ceil_mode",
)
"""What a layer of sliding windows may have that bears on its output size."""

STRIDE_IS_KERNEL: Final = 0
"""A kept stride of None: the stride stays the kernel's."""
SAME: Final = "same"


@dataclass(frozen=True, slots=True)
class Kept:
    """The numbers that stay, along one axis; None where one may change.

    Attributes:
        kernel_size: In taps.
        stride: In cells; STRIDE_IS_KERNEL follows the kernel.
        padding: In cells, or "same".
        dilation: In cells.
        output_padding: In cells.
        ceil_mode: Rounding up.
    """

    kernel_size: int | None = None
    stride: int | None = None
    padding: int | str | None = None
    dilation: int | None = None
    output_padding: int | None = None
    ceil_mode: bool | None = None

    def allows(self, setting: AxisSetting) -> bool:
        """Return whether a setting has these numbers."""
        stride = setting.kernel_size if self.stride == STRIDE_IS_KERNEL else self.stride
        padding = setting.padding if self.padding == SAME and setting.same else self.padding
        is_same = self.padding is None or setting.same is (self.padding == SAME)
        asked = (self.kernel_size, stride, padding, self.dilation, self.output_padding)
        pairs = zip((*asked, self.ceil_mode), setting, strict=False)
        return is_same and all(number is None or number == value for number, value in pairs)


NOTHING_KEPT: Final = Kept()


def kept_axes(layer: Layer, rank: int, names: AbstractSet[str]) -> tuple[Kept, ...] | None:
    """Return what stays along each axis, None where a value to keep is no valid one.

    Args:
        layer: The layer as it is.
        rank: Number of axes.
        names: Parameters to leave; others than the layer's do not matter.
    """
    known = [name for name in SLIDING_PARAMETERS if name in names and name in layer.parameters()]
    columns: dict[str, tuple[int | str, ...]] = {}
    for name in known:
        column = _column(name, getattr(layer, name), rank)
        if column is None:
            return None
        columns[name] = column
    return tuple(Kept(**dict(items)) for items in _rows(columns, rank))  # type: ignore[arg-type]


def _rows(
    columns: dict[str, tuple[int | str, ...]], rank: int
) -> Iterator[list[tuple[str, int | str]]]:
    for axis in range(rank):
        yield [(name, column[axis]) for name, column in columns.items()]


def _column(name: str, value: object, rank: int) -> tuple[int | str, ...] | None:
    """Return a parameter's value along each axis, None where it is none of the right kind."""
    if name == "ceil_mode":
        return (value,) * rank if isinstance(value, bool) else None
    if name == "stride" and value is None:
        return (STRIDE_IS_KERNEL,) * rank
    if name == "padding" and isinstance(value, str):
        words: dict[str, tuple[int | str, ...]] = {SAME: (SAME,) * rank, "valid": (0,) * rank}
        return words.get(value)
    if not isinstance(value, (int, tuple)) or value == ():
        return None
    numbers: tuple[int, ...] = per_axis(value, rank)
    least = 0 if name in {"padding", "output_padding"} else 1
    if len(numbers) != rank or not all(type(n) is int and n >= least for n in numbers):
        return None
    return tuple(int(number) for number in numbers)
