"""The solver: what comes first, what is never missing, and how fast."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convviz.core.layers.adaptive import AdaptiveAvgPool2d
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.fold import Unfold
from convviz.core.layers.pad import ConstantPad2d, ReflectionPad1d, ZeroPad2d
from convviz.core.layers.pool import AvgPool2d, AvgPool3d, MaxPool1d, MaxPool2d
from convviz.core.solver.search import Goal, goal_sizes, nearest_sizes, solve, solver_parameters

if TYPE_CHECKING:
    from convviz.core.layers.spatial import WindowedLayer

FIRST = ("kernel_size", "stride", "padding")


def first(
    layer: WindowedLayer, size: int, wanted: int | Goal, count: int
) -> list[tuple[object, ...]]:
    spatial = (size,) * layer.rank
    goal = wanted if isinstance(wanted, Goal) else (wanted,) * layer.rank
    found = solve(layer, spatial, goal)[:count]
    return [tuple(solution.parameters[name] for name in FIRST) for solution in found]


def test_what_people_use_comes_first() -> None:
    assert first(Conv2d(3, 8, 1), 32, Goal.SAME, 4) == [
        (3, 1, 1),
        (3, 1, "same"),
        (1, 1, 0),
        (5, 1, 2),
    ]
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
        solve(Unfold(3), (5, 5), Goal.SAME)
    assert solver_parameters(Unfold(3)) == ()


def test_same_is_offered_where_it_fits_and_only_there() -> None:
    layer = Conv2d(1, 1, 2)
    solutions = solve(layer, (8, 8), Goal.SAME, keep={"kernel_size"})
    (even,) = (s for s in solutions if s.parameters["padding"] == "same" and s.axes[0].dilation < 2)
    assert even.applied_to(layer).infer((1, 8, 8)) == (1, 8, 8)
    assert not any(s.axes[0].same for s in solve(Conv2d(1, 1, 3), (8, 8), (4, 4)))
    assert not any(s.axes[0].same for s in solve(Conv2d(1, 1, 3), (8, 8), (8, 4)))


def test_which_padding_for_a_kernel_and_a_stride() -> None:
    layer = Conv2d(1, 1, 3, stride=2)
    solutions = solve(layer, (32, 32), (16, 16), keep={"kernel_size", "stride", "dilation"})
    assert [solution.parameters["padding"] for solution in solutions] == [1]


def test_what_is_kept_may_differ_by_axis_and_lie_beyond_the_limits() -> None:
    layer = Conv2d(1, 1, (15, 3))
    solutions = solve(layer, (32, 32), Goal.SAME, keep={"kernel_size"})
    assert solutions[0].parameters["padding"] in {"same", (7, 1)}
    for solution in solutions:
        assert solution.applied_to(layer).infer((1, 32, 32)) == (1, 32, 32)


def test_the_layers_own_setting_is_among_them_even_if_it_is_odd() -> None:
    layer = Conv2d(1, 1, 17, padding=8)
    own = [s for s in solve(layer, (32, 32), Goal.SAME) if s.is_set_in(layer)]
    assert len(own) == 1
    pool = MaxPool2d(2, stride=2)
    own = [s for s in solve(pool, (8, 8), Goal.HALF) if s.is_set_in(pool)]
    assert len(own) == 1


def test_refused_settings_are_solved_too() -> None:
    refused = Conv2d(1, 1, 99)
    assert solve(refused, (5, 5), (3, 3))[0].applied_to(refused).infer((1, 5, 5)) == (1, 3, 3)
    assert solve(Conv2d(1, 1, 0), (5, 5), (3, 3), keep={"kernel_size"}) == ()


def test_ceil_mode_that_one_axis_needs_is_found_for_both() -> None:
    layer = MaxPool2d(2)
    parameters = solve(layer, (7, 8), (4, 4), keep={"kernel_size", "padding"})[0].parameters
    assert (parameters["kernel_size"], parameters["ceil_mode"]) == (2, True)


def test_adaptive_pooling_and_padding_layers_are_set_directly() -> None:
    adaptive = AdaptiveAvgPool2d(3)
    assert solve(adaptive, (9, 9), (4, 4))[0].parameters == {"output_size": 4}
    assert solve(adaptive, (9, 9), (4, 2))[0].parameters == {"output_size": (4, 2)}
    pad = ZeroPad2d(1)
    assert solve(pad, (5, 5), (9, 9))[0].parameters == {"padding": 2}
    assert solve(pad, (5, 4), (5, 7))[0].parameters == {"padding": (1, 2, 0, 0)}
    assert solve(ConstantPad2d(0, 0.5), (5, 5), (3, 3))[0].parameters == {"padding": -1}
    assert solve(ReflectionPad1d(1), (3,), (9,)) == ()


def test_the_nearest_sizes_of_an_impossible_one() -> None:
    assert nearest_sizes(MaxPool2d(1), (8, 8), (40, 40)) == ((9, 9),)
    keep = {"kernel_size", "stride", "padding"}
    layer = Conv2d(1, 1, 3, stride=2)
    assert solve(layer, (9, 9), (6, 6), keep={*keep, "dilation"}) == ()
    assert nearest_sizes(layer, (9, 9), (6, 6), keep={*keep, "dilation"}) == ((4, 4),)


@pytest.mark.parametrize("layer", [Conv3d(1, 1, 1), MaxPool2d(1), AvgPool2d(1), AvgPool3d(1)])
@pytest.mark.parametrize("wanted", [1, 2, 7, 511, 512, 1024])
def test_every_answer_for_a_large_size_is_right(layer: WindowedLayer, wanted: int) -> None:
    shape = (1, *(1024,) * layer.rank)
    for solution in solve(layer, shape[1:], (wanted,) * layer.rank):
        assert solution.applied_to(layer).infer(shape)[1:] == (wanted,) * layer.rank


def test_nothing_is_listed_twice() -> None:
    found = solve(Conv1d(1, 1, 1), (9,), (5,))

    assert len({tuple(solution.parameters.items()) for solution in found}) == len(found)
