"""From a wanted output size to every setting of a layer that gives it, commonest first."""

from __future__ import annotations

import dataclasses
import itertools
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from convviz.core.axis_windows import PaddingMode
from convviz.core.layers.conv import ConvolutionLayer, TransposedConvolutionLayer
from convviz.core.layers.conv_rules import TORCH_PADDING_MODES
from convviz.core.layers.pool import PoolingLayer
from convviz.core.remedy import ParameterValue
from convviz.core.solver_axis import Limits, Rules, solve_axis
from convviz.core.solver_ranking import Arithmetic, AxisSetting, cost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.layers.base import Shape, WindowedLayer

__all__ = ["Arithmetic", "AxisSetting", "Goal", "Limits", "Solution", "goal_sizes", "solve"]

_DEFAULT_LIMITS = Limits()

LARGEST_MIX = 256
"""Most combinations where the axes need different settings: of the commonest ones of each."""


class Goal(StrEnum):
    """A size by its relation to the input's."""

    SAME = "same"
    HALF = "half"
    DOUBLE = "double"


@dataclass(frozen=True, slots=True)
class Solution:
    """One setting of a layer that gives the wanted size.

    Attributes:
        parameters: The parameters to set, as one number or one an axis.
        axes: The same, by axis.
        cost: How uncommon it is, from 0.
    """

    parameters: dict[str, ParameterValue]
    axes: tuple[AxisSetting, ...]
    cost: float

    def applied_to(self, layer: WindowedLayer) -> WindowedLayer:
        """Return the layer with the parameters set."""
        return dataclasses.replace(layer, **self.parameters)


def goal_sizes(layer: WindowedLayer, spatial: Shape, goal: Goal) -> Shape:
    """Return the output sizes that a goal means.

    Half of an odd size is what the usual layer gives: pooling rounds down, a padded convolution up.
    """
    match goal:
        case Goal.SAME:
            return spatial
        case Goal.DOUBLE:
            return tuple(2 * size for size in spatial)
        case Goal.HALF:
            up = 0 if isinstance(layer, PoolingLayer) else 1
            return tuple(max(1, (size + up) // 2) for size in spatial)


def solve(
    layer: WindowedLayer, spatial: Shape, wanted: Shape | Goal, limits: Limits = _DEFAULT_LIMITS
) -> tuple[Solution, ...]:
    """Return every setting within the limits with which the layer gives the wanted size.

    Settings that are the same along all axes come first, and all of them. Where the axes have
    none in common, the commonest ones of each axis are combined.

    Args:
        layer: A convolution, a transposed convolution or a pooling; its other parameters stay.
        spatial: Input sizes of the spatial axes, in cells.
        wanted: Output sizes of the spatial axes, in cells, or a goal.
        limits: How far to look.

    Raises:
        TypeError: The layer is of another family.
    """
    rules = rules_of(layer)
    sizes = goal_sizes(layer, spatial, wanted) if isinstance(wanted, Goal) else wanted
    if len(spatial) != layer.rank or len(sizes) != layer.rank:
        return ()
    pairs = list(zip(spatial, sizes, strict=True))
    columns = [solve_axis(rules, size, size_wanted, limits) for size, size_wanted in pairs]
    common = set(columns[0]).intersection(*columns[1:])
    if common:
        chosen: list[tuple[AxisSetting, ...]] = [(setting,) * layer.rank for setting in common]
    else:
        chosen = list(_mixed(columns))
    solutions = [_solution(layer, rules, spatial, axes) for axes in chosen]
    return tuple(sorted(solutions, key=lambda solution: (solution.cost, solution.axes)))


def rules_of(layer: WindowedLayer) -> Rules:
    """Return what a layer admits along every axis.

    Raises:
        TypeError: There is no solver for its family.
    """
    match layer:
        case ConvolutionLayer():
            mode = TORCH_PADDING_MODES.get(layer.padding_mode, PaddingMode.CONSTANT)
            return Rules(Arithmetic.CONVOLUTION, mode=mode)
        case TransposedConvolutionLayer():
            return Rules(Arithmetic.TRANSPOSED)
        case PoolingLayer():
            has_dilation = "dilation" in layer.parameters()
            whole = layer.needs_whole_kernel
            return Rules(Arithmetic.POOLING, has_dilation, whole)
        case _:
            message = f"no solver for {layer.type_name()}"
            raise TypeError(message)


def _mixed(columns: list[tuple[AxisSetting, ...]]) -> Iterator[tuple[AxisSetting, ...]]:
    """Yield combinations of the commonest settings, alike in what all axes share: ceil_mode."""
    for ceil_mode in (False, True):
        fitting = [_of_mode(column, ceil_mode=ceil_mode) for column in columns]
        most = int(LARGEST_MIX ** (1 / len(columns)) + 1e-9)
        yield from itertools.product(*(column[:most] for column in fitting))


def _of_mode(column: tuple[AxisSetting, ...], *, ceil_mode: bool) -> list[AxisSetting]:
    return [setting for setting in column if setting.ceil_mode is ceil_mode]


def _solution(
    layer: WindowedLayer, rules: Rules, spatial: Shape, axes: tuple[AxisSetting, ...]
) -> Solution:
    pairs = zip(spatial, axes, strict=True)
    total = sum(cost(rules.arithmetic, size, setting) for size, setting in pairs)
    total += len(set(axes)) - 1
    return Solution(_parameters(layer, axes), axes, total)


def _parameters(layer: WindowedLayer, axes: tuple[AxisSetting, ...]) -> dict[str, ParameterValue]:
    known = layer.parameters()
    found: dict[str, ParameterValue] = {}
    for name in ("kernel_size", "stride", "padding", "dilation", "output_padding"):
        if name in known:
            numbers = tuple(getattr(setting, name) for setting in axes)
            found[name] = numbers[0] if len(set(numbers)) == 1 else numbers
    if isinstance(layer, PoolingLayer) and found["stride"] == found["kernel_size"]:
        found["stride"] = None
    if "ceil_mode" in known:
        found["ceil_mode"] = axes[0].ceil_mode
    return found
