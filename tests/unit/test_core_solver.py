"""The solver: what comes first, what is never missing, and how fast."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d, ConvTranspose2d
from convviz.core.layers.pad import ZeroPad2d
from convviz.core.layers.pool import AvgPool2d, AvgPool3d, MaxPool1d, MaxPool2d
from convviz.core.solver import Goal, goal_sizes, solve

if TYPE_CHECKING:
    from convviz.core.layers.base import WindowedLayer

FIRST = ("kernel_size", "stride", "padding")


def first(
    layer: WindowedLayer, size: int, wanted: int | Goal, count: int
) -> list[tuple[object, ...]]:
    spatial = (size,) * layer.rank
    goal = wanted if isinstance(wanted, Goal) else (wanted,) * layer.rank
    found = solve(layer, spatial, goal)[:count]
    return [tuple(solution.parameters[name] for name in FIRST) for solution in found]


def test_what_people_use_comes_first() -> None:
    assert first(Conv2d(3, 8, 1), 32, Goal.SAME, 4) == [(3, 1, 1), (1, 1, 0), (5, 1, 2), (7, 1, 3)]
    assert first(Conv2d(3, 8, 1), 32, Goal.HALF, 2) == [(3, 2, 1), (5, 2, 2)]
    assert first(MaxPool2d(1), 32, Goal.HALF, 2) == [(2, None, 0), (3, 2, 1)]
    assert first(ConvTranspose2d(8, 3, 1), 16, Goal.DOUBLE, 3) == [(2, 2, 0), (4, 2, 1), (3, 2, 1)]
    assert first(MaxPool2d(1), 7, 1, 1) == [(7, None, 0)]
    assert first(Conv2d(1, 1, 1), 5, 1, 1) == [(5, 1, 0)]


def test_half_of_an_odd_size() -> None:
    assert goal_sizes(Conv2d(1, 1, 1), (5, 6), Goal.HALF) == (3, 3)
    assert goal_sizes(MaxPool2d(2), (5, 1), Goal.HALF) == (2, 1)


def test_other_parameters_stay() -> None:
    layer = Conv2d(3, 8, 1, bias=False, padding_mode="reflect")

    solution = solve(layer, (8, 8), Goal.SAME)[0]

    assert solution.applied_to(layer) == Conv2d(
        3, 8, 3, padding=1, bias=False, padding_mode="reflect"
    )


def test_axes_of_different_sizes_share_their_settings_where_they_can() -> None:
    assert solve(Conv2d(1, 1, 1), (32, 48), Goal.HALF)[0].parameters["kernel_size"] == 3
    mixed = solve(Conv2d(1, 1, 1), (32, 48), (32, 24))[0]
    assert mixed.parameters["stride"] == (1, 2)
    assert mixed.applied_to(Conv2d(1, 1, 1)).infer((1, 32, 48)) == (1, 32, 24)


def test_ceil_mode_stands_only_where_it_changes_something() -> None:
    for solution in solve(MaxPool1d(1), (7,), (4,)):
        layer = solution.applied_to(MaxPool1d(1))
        without = layer.replace(ceil_mode=False)
        assert layer == without or without.infer((1, 7)) != (1, 4)


def test_sizes_beyond_the_usual_kernels_have_a_setting_too() -> None:
    assert first(Conv2d(1, 1, 1), 1024, 7, 2) == [(148, 146, 0)]
    assert first(Conv2d(1, 1, 1), 8, 40, 1) == [(33, 1, 32)]
    assert first(ConvTranspose2d(1, 1, 1), 40, 3, 1) == [(2, 1, 19)]
    assert first(ConvTranspose2d(1, 1, 1), 1, 64, 1) == [(64, 64, 0)]
    assert solve(MaxPool2d(1), (8, 8), (40, 40)) == ()
    assert solve(Conv2d(1, 1, 1), (8, 8), (0, 8)) == ()
    assert solve(Conv2d(1, 1, 1), (8,), (8,)) == ()


def test_a_layer_without_a_solver() -> None:
    with pytest.raises(TypeError):
        solve(ZeroPad2d(1), (5, 5), Goal.SAME)


@pytest.mark.parametrize("layer", [Conv3d(1, 1, 1), MaxPool2d(1), AvgPool2d(1), AvgPool3d(1)])
@pytest.mark.parametrize("wanted", [1, 2, 7, 511, 512, 1024])
def test_every_answer_for_a_large_size_is_right(layer: WindowedLayer, wanted: int) -> None:
    shape = (1, *(1024,) * layer.rank)
    for solution in solve(layer, shape[1:], (wanted,) * layer.rank):
        assert solution.applied_to(layer).infer(shape)[1:] == (wanted,) * layer.rank


def test_nothing_is_listed_twice() -> None:
    found = solve(Conv1d(1, 1, 1), (9,), (5,))

    assert len({tuple(solution.parameters.items()) for solution in found}) == len(found)
