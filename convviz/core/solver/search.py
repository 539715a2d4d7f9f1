"""From a wanted output size to every setting of a layer that gives it, commonest first."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from convviz.core.axis_windows import PaddingMode
from convviz.core.errors import ConvVizError
from convviz.core.layers.base import per_axis
from convviz.core.layers.conv_rules import TORCH_PADDING_MODES
from convviz.core.layers.reductions import Reduction
from convviz.core.remedies.remedy import ParameterValue
from convviz.core.solver.axis import SearchLimits, reachable_sizes, solve_axis
from convviz.core.solver.combine import combinations
from convviz.core.solver.kept import SAME, SLIDING_PARAMETERS, kept_axes
from convviz.core.solver.ranking import Arithmetic, AxisSetting, cost
from convviz.core.solver.rules import Rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from convviz.core.layers.base import Layer, Shape
    from convviz.core.solver.kept import Kept

__all__ = [
    "Arithmetic",
    "AxisSetting",
    "Goal",
    "SearchLimits",
    "Solution",
    "goal_sizes",
    "nearest_sizes",
    "solve",
    "solver_parameters",
]

_DEFAULT_LIMITS = SearchLimits()
_UNUSUAL = 1000.0
"""The cost of a setting that no search finds."""
_NOTHING: frozenset[str] = frozenset()
_EDGES = {PaddingMode.REFLECT: 2, PaddingMode.CIRCULAR: 0}
"""Cells that are not repeated of the two inputs that a padding may add at most, by its mode."""


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
        axes: The same, by axis; empty for a layer without sliding windows.
        cost: How uncommon it is, from 0.
    """

    parameters: dict[str, ParameterValue]
    axes: tuple[AxisSetting, ...]
    cost: float

    def applied_to(self, layer: Layer) -> Layer:
        """Return the layer with the parameters set."""
        return dataclasses.replace(layer, **self.parameters)

    def is_set_in(self, layer: Layer) -> bool:
        """Return whether the layer has this setting already, in whatever notation."""
        now = {name: getattr(layer, name) for name in self.parameters}
        return _spread(now, layer.rank) == _spread(self.parameters, layer.rank)


def goal_sizes(layer: Layer, spatial: Shape, goal: Goal) -> Shape:
    """Return the output sizes that a goal means.

    Half of an odd size is what the usual layer gives: pooling rounds down, a padded convolution up.
    """
    match goal:
        case Goal.SAME:
            return spatial
        case Goal.DOUBLE:
            return tuple(2 * size for size in spatial)
        case Goal.HALF:
            up = 0 if _is_sliding_pooling(layer) else 1
            return tuple(max(1, (size + up) // 2) for size in spatial)


def solver_parameters(layer: Layer) -> tuple[str, ...]:
    """Return the parameters that the solver sets, in torch's order; none without a solver."""
    if layer.size_parameter:
        return (layer.size_parameter,)
    if layer.slides or layer.scatters:
        return tuple(n for n in SLIDING_PARAMETERS if n in layer.parameters())
    return ()


def solve(
    layer: Layer,
    spatial: Shape,
    wanted: Shape | Goal,
    limits: SearchLimits = _DEFAULT_LIMITS,
    *,
    keep: AbstractSet[str] = _NOTHING,
) -> tuple[Solution, ...]:
    """Return every setting within the limits with which the layer gives the wanted size.

    Settings that are the same along all axes come first, and all of them. Where the axes have
    none in common, the commonest ones of each axis are combined. The layer's own setting is
    among them wherever it gives the size.

    Args:
        layer: A convolution, a transposed convolution, a pooling or a padding layer, possibly
            refused; its other parameters stay.
        spatial: Input sizes of the spatial axes, in cells.
        wanted: Output sizes of the spatial axes, in cells, or a goal.
        limits: How far to look.
        keep: Names of parameters that stay as they are.

    Raises:
        TypeError: The layer is of another family.
    """
    sizes = goal_sizes(layer, spatial, wanted) if isinstance(wanted, Goal) else wanted
    if layer.size_parameter:
        if len(spatial) != layer.rank or len(sizes) != layer.rank or min(*spatial, *sizes) < 1:
            return ()
        settings = list(_direct_parameters(layer, spatial, sizes))
        solutions = [Solution(parameters, (), rank) for rank, parameters in enumerate(settings)]
    else:
        solutions = list(_sliding(layer, spatial, sizes, limits, keep))
    for present in _present(layer, spatial, sizes):
        if not any(_is_same(solution, present, layer) for solution in solutions):
            solutions.append(present)
    return tuple(sorted(solutions, key=lambda solution: (solution.cost, solution.axes)))


def nearest_sizes(
    layer: Layer,
    spatial: Shape,
    wanted: Shape,
    limits: SearchLimits = _DEFAULT_LIMITS,
    *,
    keep: AbstractSet[str] = _NOTHING,
) -> tuple[Shape, ...]:
    """Return the sizes next to an impossible one that settings within the limits give.

    Args:
        layer: A layer that :func:`solve` takes.
        spatial: Input sizes of the spatial axes, in cells.
        wanted: Output sizes of the spatial axes, in cells.
        limits: How far to look.
        keep: Names of parameters that stay as they are.

    Returns:
        At most two, the smaller one first.
    """
    kept = kept_axes(layer, layer.rank, keep)
    if kept is None or not len(spatial) == len(wanted) == layer.rank:
        return ()
    if layer.size_parameter:
        largest = _nearest_direct(layer, spatial, wanted)
        return (largest,) if solve(layer, spatial, largest) else ()
    rules = rules_of(layer)
    axes = zip(spatial, kept, strict=True)
    columns = [reachable_sizes(rules, size, kept_along, limits) for size, kept_along in axes]
    if not all(columns):
        return ()
    pairs = list(zip(wanted, columns, strict=True))
    below = tuple(max((n for n in sizes if n <= asked), default=sizes[0]) for asked, sizes in pairs)
    above = tuple(
        min((n for n in sizes if n >= asked), default=sizes[-1]) for asked, sizes in pairs
    )
    candidates = [sizes for sizes in dict.fromkeys((below, above)) if sizes != wanted]
    return tuple(s for s in candidates if solve(layer, spatial, s, limits, keep=keep))


def _direct_parameters(
    layer: Layer, spatial: Shape, wanted: Shape
) -> Iterator[dict[str, ParameterValue]]:
    """Yield what would give the wanted size and is accepted, commonest first.

    Args:
        layer: One with a `size_parameter`.
        spatial: Input sizes of the spatial axes, in cells.
        wanted: Output sizes of the spatial axes, in cells.
    """
    for value in layer.settings_for(spatial, wanted):
        parameters = {layer.size_parameter: value}
        try:
            output = layer.replace(**parameters).infer((1, *spatial))
        except ConvVizError:
            continue
        if output[1:] == wanted:
            yield dict(parameters)


def _nearest_direct(layer: Layer, spatial: Shape, wanted: Shape) -> Shape:
    """Return the wanted size within what the padding's mode can fill from the input."""
    modes = [reach.mode for reach in layer.axis_reaches(spatial)]
    return tuple(
        min(number, 3 * size - _EDGES[mode]) if mode in _EDGES else number
        for size, number, mode in zip(spatial, wanted, modes, strict=True)
    )


def _is_same(solution: Solution, other: Solution, layer: Layer) -> bool:
    return solution.axes == other.axes if other.axes else solution.is_set_in(layer)


def rules_of(layer: Layer) -> Rules:
    """Return what a layer admits along every axis.

    Raises:
        TypeError: There is no solver for its family.
    """
    if layer.scatters:
        return Rules(Arithmetic.TRANSPOSED)
    if _is_sliding_pooling(layer):
        known = layer.parameters()
        has = ("dilation" in known, "padding" in known)
        return Rules(Arithmetic.POOLING, *has, layer.needs_whole_kernel())
    if layer.slides:
        padding_mode = getattr(layer, "padding_mode", "zeros")
        mode = TORCH_PADDING_MODES.get(padding_mode, PaddingMode.CONSTANT)
        return Rules(Arithmetic.CONVOLUTION, mode=mode)
    message = f"no solver for {layer.type_name()}"
    raise TypeError(message)


def _is_sliding_pooling(layer: Layer) -> bool:
    return layer.slides and layer.cell_reduction is not Reduction.PRODUCTS


def _sliding(
    layer: Layer, spatial: Shape, wanted: Shape, limits: SearchLimits, keep: AbstractSet[str]
) -> Iterator[Solution]:
    rules, kept = rules_of(layer), kept_axes(layer, layer.rank, keep)
    if kept is None or not len(spatial) == len(wanted) == layer.rank:
        return
    every_stride = 1 in wanted and set(wanted) != {1}
    columns = [
        solve_axis(rules, size, asked, kept_along, limits, every_stride=every_stride)
        for size, asked, kept_along in zip(spatial, wanted, kept, strict=True)
    ]
    known: dict[tuple[int, AxisSetting], float] = {}

    def cost_of(size: int, setting: AxisSetting) -> float:
        key = (size, setting)
        if key not in known:
            known[key] = cost(rules.arithmetic, size, setting)
        return known[key]

    names = solver_parameters(layer)
    held = {name: getattr(layer, name) for name in names if name in keep}
    defaults_to_kernel = _is_sliding_pooling(layer)
    for axes in combinations(columns, spatial, wanted, kept, cost_of, rules.arithmetic):
        total = sum(map(cost_of, spatial, axes)) + len(set(axes)) - 1
        parameters = _parameters(names, axes)
        if defaults_to_kernel and parameters["stride"] == parameters["kernel_size"]:
            parameters["stride"] = None
        yield Solution({**parameters, **held}, axes, total)


def _parameters(names: tuple[str, ...], axes: tuple[AxisSetting, ...]) -> dict[str, ParameterValue]:
    first = axes[0]
    parameters: dict[str, ParameterValue] = {name: getattr(first, name) for name in names}
    for name in names if len(set(axes)) > 1 else ():
        numbers = tuple(getattr(setting, name) for setting in axes)
        parameters[name] = numbers[0] if len(set(numbers)) == 1 else numbers
    if first.same:
        parameters["padding"] = SAME
    return parameters


def _present(layer: Layer, spatial: Shape, wanted: Shape) -> Iterator[Solution]:
    """Yield the layer's own setting where it gives the size: it may be beyond the limits."""
    try:
        output = layer.infer((layer.channels_asked() or 1, *spatial))
    except ConvVizError:
        return
    if output[1:] != wanted:
        return
    parameters = {name: getattr(layer, name) for name in solver_parameters(layer)}
    numbers = kept_axes(layer, layer.rank, parameters.keys())
    if layer.size_parameter or numbers is None:
        yield Solution(parameters, (), _UNUSUAL)
        return
    axes = tuple(_setting(kept) for kept in numbers)
    arithmetic = rules_of(layer).arithmetic
    pairs = zip(spatial, axes, strict=True)
    yield Solution(parameters, axes, sum(cost(arithmetic, *pair) for pair in pairs))


def _setting(kept: Kept) -> AxisSetting:
    """Return the setting of an axis along which everything is kept."""
    kernel, dilation = kept.kernel_size or 1, kept.dilation or 1
    is_same = kept.padding == SAME
    padding = dilation * (kernel - 1) // 2 if is_same else int(kept.padding or 0)
    stride = kept.stride or kernel
    ceil_mode = bool(kept.ceil_mode)
    extra = kept.output_padding or 0
    return AxisSetting(kernel, stride, padding, dilation, extra, ceil_mode, is_same)


def _spread(parameters: dict[str, ParameterValue], rank: int) -> dict[str, object]:
    """Return the parameters with one number an axis and without default notations."""
    spread: dict[str, object] = {}
    for name, value in parameters.items():
        plain = parameters.get("kernel_size") if name == "stride" and value is None else value
        if name == "padding" and plain == "valid":
            plain = 0
        is_number = isinstance(plain, (int, tuple)) and not isinstance(plain, bool)
        spread[name] = per_axis(plain, rank) if is_number else plain  # type: ignore[arg-type]
    return spread
