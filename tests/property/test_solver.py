"""The solver's answers are those of trying everything, in small ranges."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

from convviz.core.errors import ConvVizError
from convviz.core.layers.conv import Conv1d, Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose1d, ConvTranspose2d
from convviz.core.layers.pool import AvgPool1d, MaxPool1d, MaxPool2d
from convviz.core.layers.power_pool import LPPool1d
from convviz.core.solver.search import SearchLimits, nearest_sizes, solve

if TYPE_CHECKING:
    from convviz.core.layers.spatial import WindowedLayer

LIMITS = SearchLimits(kernel_size=4, stride=4, padding=3, dilation=2)
LAYERS: list[WindowedLayer] = [
    Conv1d(1, 1, 1),
    Conv1d(1, 1, 1, padding_mode="reflect"),
    Conv1d(1, 1, 1, padding_mode="circular"),
    ConvTranspose1d(1, 1, 1),
    MaxPool1d(1),
    AvgPool1d(1),
    LPPool1d(2, 1),
]
FLAT: list[WindowedLayer] = [
    Conv2d(1, 1, 1),
    ConvTranspose2d(1, 1, 1),
    MaxPool2d(1),
]
KEEPING: list[WindowedLayer] = [
    Conv1d(1, 1, 3, stride=2),
    Conv1d(1, 1, 2, padding="same"),
    Conv1d(1, 1, 1, dilation=2),
    ConvTranspose1d(1, 1, 2, stride=2, padding=1, output_padding=1),
    MaxPool1d(3, 2, padding=1, ceil_mode=True),
    AvgPool1d(2),
]
SMALL = SearchLimits(kernel_size=3, stride=3, padding=2, dilation=2)
Setting = tuple[tuple[str, Any], ...]


def tried(
    layer: WindowedLayer, spatial: tuple[int, ...], limits: SearchLimits
) -> dict[tuple[int, ...], set[Setting]]:
    """Return every setting within the limits by the output size that it gives."""
    ranges: dict[str, list[Any]] = {
        "kernel_size": list(range(1, limits.kernel_size + 1)),
        "stride": list(range(1, limits.stride + 1)),
        "padding": list(range(limits.padding + 1)),
        "dilation": list(range(1, limits.dilation + 1)),
        "output_padding": list(range(limits.stride)),
        "ceil_mode": [False, True],
    }
    if isinstance(layer, (Conv1d, Conv2d)):
        ranges["padding"].append("same")
    names = [name for name in ranges if name in layer.parameters()]
    found: dict[tuple[int, ...], set[Setting]] = {}
    for values in itertools.product(*(ranges[name] for name in names)):
        setting = dict(zip(names, values, strict=True))
        try:
            (_, *output) = layer.replace(**setting).infer((1, *spatial))
        except ConvVizError:
            continue
        found.setdefault(tuple(output), set()).add(tuple(setting.items()))
    return found


def is_duplicate(setting: Setting, others: set[Setting], wanted: int, *, pools: bool) -> bool:
    """Return whether another setting stands for this one, or its padding is for nothing."""
    values = dict(setting)
    kernel, stride = values["kernel_size"], values["stride"]
    dilation = values.get("dilation", 1)
    if kernel == 1 and dilation > 1:
        return True
    if values.get("padding") == "same":
        return bool(kernel == 1)
    if values.get("padding", 0) > dilation * (kernel - 1):
        return True
    if values.get("ceil_mode") and tuple({**values, "ceil_mode": False}.items()) in others:
        return True
    if wanted > 1 or "output_padding" in values:
        return False

    def also(other: int) -> bool:
        return tuple({**values, "stride": other}.items()) in others

    kept = kernel if pools and also(kernel) else next(s for s in range(1, 9) if also(s))
    return bool(stride != kept)


def settings_of(solutions: tuple[Any, ...]) -> set[Setting]:
    """Return the settings as :func:`tried` writes them."""
    got = set()
    for solution in solutions:
        values = solution.parameters
        stride = values["kernel_size"] if values["stride"] is None else values["stride"]
        got.add(tuple({**values, "stride": stride}.items()))
    return got


@pytest.mark.unmeasured
@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: repr(layer)[:60])
@pytest.mark.parametrize("size", range(1, 11))
def test_nothing_is_missing_and_nothing_is_wrong(layer: WindowedLayer, size: int) -> None:
    everything = tried(layer, (size,), LIMITS)
    pools = isinstance(layer, (MaxPool1d, AvgPool1d, LPPool1d))
    for wanted in range(1, 14):
        others = everything.get((wanted,), set())
        expected = {s for s in others if not is_duplicate(s, others, wanted, pools=pools)}

        solutions = solve(layer, (size,), (wanted,), LIMITS)

        for solution in solutions:
            assert solution.applied_to(layer).infer((1, size)) == (1, wanted)
        assert settings_of(solutions) == expected or not expected
        assert len(solutions) <= 1 or expected


@pytest.mark.unmeasured
@pytest.mark.parametrize("layer", FLAT, ids=lambda layer: layer.type_name())
@pytest.mark.parametrize("spatial", [(7, 8), (5, 6), (6, 6), (4, 9)])
def test_what_two_axes_share_is_not_missed(layer: WindowedLayer, spatial: tuple[int, int]) -> None:
    everything = tried(layer, spatial, SMALL)
    pools = isinstance(layer, MaxPool2d)
    for wanted in itertools.product(range(1, 10), repeat=2):
        others = everything.get(wanted, set())
        largest = 1 if wanted == (1, 1) else 2
        expected = {s for s in others if not is_duplicate(s, others, largest, pools=pools)}

        solutions = solve(layer, spatial, wanted, SMALL)

        for solution in solutions:
            assert solution.applied_to(layer).infer((1, *spatial)) == (1, *wanted)
        assert settings_of(solutions) == expected or not expected


@pytest.mark.parametrize("layer", KEEPING, ids=lambda layer: repr(layer)[:60])
@pytest.mark.parametrize("name", ["kernel_size", "stride", "padding", "dilation", "ceil_mode"])
def test_what_is_kept_stays_and_nothing_else_is_missed(layer: WindowedLayer, name: str) -> None:
    if name not in layer.parameters():
        return
    kept = getattr(layer, name)
    everything = tried(layer, (7,), LIMITS)
    for wanted in range(2, 14):
        free = settings_of(solve(layer, (7,), (wanted,), LIMITS))

        solutions = solve(layer, (7,), (wanted,), LIMITS, keep={name})

        for solution in solutions:
            changed = solution.applied_to(layer)
            assert getattr(changed, name) == kept
            assert changed.infer((1, 7)) == (1, wanted)
        value = layer.kernel_size if kept is None else kept  # type: ignore[attr-defined]
        same = {s for s in free if dict(s)[name] == value and everything.get((wanted,))}
        assert kept is None or same <= settings_of(solutions)


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: repr(layer)[:60])
def test_the_nearest_sizes_can_be_had_and_nothing_nearer(layer: WindowedLayer) -> None:
    keep = {"kernel_size", "stride"}
    for size, wanted in itertools.product((3, 8), (1, 7, 50)):
        if solve(layer, (size,), (wanted,), LIMITS, keep=keep):
            continue
        reachable = {
            number
            for (number,), settings in tried(layer, (size,), LIMITS).items()
            for setting in settings
            if dict(setting)["kernel_size"] == dict(setting)["stride"] == 1
            if dict(setting).get("padding", 0) in {0, "same"}
            if dict(setting).get("dilation", 1) == 1
        }
        below = [number for number in reachable if number < wanted]
        above = [number for number in reachable if number > wanted]

        near = nearest_sizes(layer, (size,), (wanted,), LIMITS, keep=keep)

        expected = ([max(below)] if below else []) + ([min(above)] if above else [])
        assert near == tuple((number,) for number in expected)
