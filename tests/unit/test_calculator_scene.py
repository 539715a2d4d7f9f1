from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose1d, ConvTranspose2d, ConvTranspose3d
from convviz.core.layers.dropout import Dropout
from convviz.core.layers.layer_norm import LayerNorm
from convviz.core.layers.linear import Linear
from convviz.core.layers.pool import AvgPool1d, AvgPool2d, AvgPool3d, MaxPool2d, MaxPool3d
from convviz.core.layers.tensor_forms import TensorForm
from convviz.core.losses.classes import CrossEntropyLoss, NLLLoss
from convviz.core.losses.distances import MSELoss
from convviz.core.optimisers.adam import Adam
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Fill, FillPattern, Numbers, cell_of
from convviz.stepping.cells import CellKind
from convviz.stepping.scene.extent import TooLargeError, TooMuch
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.steps.step import build_step, step_index, step_place
from tests.support.window_terms import window_terms

if TYPE_CHECKING:
    from convviz.core.layers import Layer, WindowedLayer

SETTINGS: list[tuple[WindowedLayer, tuple[int, ...]]] = [
    (Conv1d(4, 6, 3, stride=2, padding=1, groups=2, padding_mode="circular"), (4, 9)),
    (Conv2d(1, 1, 3, padding=1, padding_mode="reflect"), (1, 5, 4)),
    (Conv2d(2, 4, (4, 2), padding="same", padding_mode="replicate", dilation=(1, 2)), (2, 7, 6)),
    (Conv2d(1, 1, 2, stride=5), (1, 8, 8)),
    (Conv3d(2, 2, (2, 3, 2), padding=(1, 0, 1)), (2, 4, 5, 4)),
    (ConvTranspose1d(2, 2, 4, stride=3), (2, 5)),
    (
        ConvTranspose2d(4, 6, 3, stride=3, padding=3, output_padding=1, groups=2, dilation=2),
        (4, 3, 4),
    ),
    (ConvTranspose3d(2, 2, 2, stride=2), (2, 2, 3, 2)),
    (MaxPool2d(3, 2, 1, ceil_mode=True, dilation=2), (2, 8, 9)),
    (MaxPool3d(2, ceil_mode=True), (1, 3, 5, 4)),
    (AvgPool1d(3, 2, 1, ceil_mode=True), (2, 8)),
    (AvgPool2d(3, 2, 1, ceil_mode=True, count_include_pad=False), (2, 8, 9)),
    (AvgPool3d(2, ceil_mode=True, divisor_override=3), (2, 5, 3, 4)),
]


def calculator(layer: WindowedLayer, shape: tuple[int, ...]) -> Calculator:
    return Calculator(layer, shape, bias=Fill(FillPattern.RANDOM_INTEGERS, seed=3))


@pytest.mark.parametrize(("layer", "shape"), SETTINGS, ids=lambda value: str(value)[:60])
def test_every_step_reads_and_adds_up_to_what_its_output_cell_holds(
    layer: WindowedLayer, shape: tuple[int, ...]
) -> None:
    scene = build_scene(calculator(layer, shape))
    assert scene.output is not None
    steps = random.Random(7).sample(range(scene.step_count), min(40, scene.step_count))  # noqa: S311

    for index in steps:
        step = build_step(scene, index)
        channel, cell = step_place(scene, index)
        place = (channel, *cell[-layer.rank :])
        expected = window_terms(layer, scene.plain_input, scene.plain_weights, place)
        counted = [term for term in expected.terms if term.kind.value != "overhang"]

        assert step.total == pytest.approx(expected.total)
        assert step.total == pytest.approx(float(scene.output.flat[index]))
        assert step.bias == expected.bias
        assert step.divisor == expected.divisor
        assert sorted(step.values[:, step.kinds != CellKind.OVERHANG].flat) == sorted(
            term.value for term in counted
        )
        assert step_index(scene, channel, cell) == index


def test_the_taps_of_a_step_are_those_that_the_kernel_shows() -> None:
    scene = build_scene(calculator(ConvTranspose2d(1, 1, 3, stride=2, bias=False), (1, 3, 3)))
    assert scene.weight is not None
    step = build_step(scene, 6)

    for reading in np.ndindex(1, 3, 3):
        place = (reading[0], reading[1], reading[2])
        tap = step.tap_number(place)
        assert step.weights is not None
        assert step.weights[0][place] == scene.weight[0, 0].flat[tap]


def test_the_dropped_row_and_column_of_the_odd_case_are_hatched() -> None:
    scene = build_scene(calculator(Conv2d(1, 1, 3, stride=2, padding=1), (1, 6, 6)))

    assert set(scene.kinds[0, -1].tolist()) == {CellKind.DROPPED}
    assert set(scene.kinds[0, :, -1].tolist()) == {CellKind.DROPPED}
    assert scene.kinds[0, 0, 0] == CellKind.PADDING
    assert scene.kinds[0, 1, 1] == CellKind.REAL


def test_padding_holds_its_true_values() -> None:
    layer = Conv2d(1, 1, 3, padding=1, padding_mode="reflect")
    reflected = build_scene(calculator(layer, (1, 3, 3)))
    maximum = build_scene(calculator(MaxPool2d(3, 1, 1), (1, 3, 3)))

    assert reflected.input[0, 0, 0, 1] == reflected.plain_input[0, 1, 0]
    assert maximum.input[0, 0, 0, 0] == -math.inf


def test_a_transposed_convolution_shows_its_inserted_zeros() -> None:
    layer = ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1)
    scene = build_scene(calculator(layer, (1, 3, 3)))
    middle = scene.kinds[0, 1]

    assert middle.tolist() == [
        CellKind.PADDING,
        *[CellKind.REAL, CellKind.INSERTED_ZERO] * 2,
        CellKind.REAL,
        *[CellKind.PADDING] * 2,
    ]


def test_cells_that_a_transposed_convolution_crops_are_hatched() -> None:
    scene = build_scene(calculator(ConvTranspose2d(1, 1, 2, padding=2), (1, 5, 5)))

    assert scene.kinds[0, 0, 0] == CellKind.DROPPED
    assert scene.kinds[0, 2, 2] == CellKind.REAL


def test_ceil_mode_shows_the_overhang_which_never_counts() -> None:
    scene = build_scene(calculator(AvgPool2d(3, ceil_mode=True), (1, 5, 5)))
    step = build_step(scene, 3)

    assert scene.kinds[0, -1, -1] == CellKind.OVERHANG
    assert step.divisor == 4
    assert int(step.counted.sum()) == 4


@pytest.mark.parametrize(
    ("cells", "winner"),
    [((1.0, 5.0, 5.0, 2.0), (0, 0, 1)), ((math.nan, 5.0, math.nan, 2.0), (0, 1, 0))],
)
def test_the_winner_is_the_one_that_torch_names(
    cells: tuple[float, ...], winner: tuple[int, int, int]
) -> None:
    numbers = Numbers((1, 2, 2), tuple(map(cell_of, cells)))
    scene = build_scene(Calculator(MaxPool2d(2), (1, 2, 2), input=numbers))
    step = build_step(scene, 0)
    terms = window_terms(MaxPool2d(2), scene.plain_input, {}, (0, 0, 0))

    assert step.winner == winner
    assert terms.winner == winner[1] * 2 + winner[2]


def test_what_is_refused_is_refused_with_its_code() -> None:
    with pytest.raises(ConvVizError) as refusal:
        build_scene(calculator(Conv2d(1, 1, 9), (1, 5, 5)))
    assert refusal.value.code is ErrorCode.KERNEL_LARGER_THAN_INPUT


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (Conv2d(3, 8, 3), (3, 4000, 4000)),
        (Conv2d(1, 1, 1, padding=10**8), (1, 5, 5)),
        (ConvTranspose1d(1, 1, 1, stride=10**8), (1, 9)),
        (Conv1d(1, 1, 40_000), (1, 90_000)),
        (Conv2d(512, 4096, 3), (512, 5, 5)),
    ],
    ids=["input", "padding", "stretched", "windows", "kernel"],
)
def test_what_cannot_be_drawn_is_said_at_once_with_its_shape(
    layer: WindowedLayer, shape: tuple[int, ...]
) -> None:
    with pytest.raises(TooLargeError) as refusal:
        build_scene(calculator(layer, shape))
    assert refusal.value.output_shape == layer.infer(shape)


@pytest.mark.parametrize(
    ("call", "shape", "what"),
    [
        (CrossEntropyLoss(), (1_000_000,), TooMuch.STEP),
        (NLLLoss(), (2, 100_000), TooMuch.STEP),
        (MSELoss(), (400, 400), TooMuch.STEP),
    ],
    ids=["classes", "classes-of-a-batch", "numbers-of-a-mean"],
)
def test_losses_over_very_many_numbers_are_refused_before_any_is_worked_out(
    call: Layer, shape: tuple[int, ...], what: TooMuch
) -> None:
    with pytest.raises(TooLargeError) as refusal:
        build_scene(Calculator(call, shape))
    assert refusal.value.what is what


@pytest.mark.parametrize(
    ("layer", "shape"),
    [(Conv2d(1, 1, 3), (1, 5, 5)), (Linear(3, 2), (3,)), (LayerNorm(3), (2, 3))],
    ids=["Conv2d", "Linear", "LayerNorm"],
)
@pytest.mark.parametrize("form", [TensorForm(()), TensorForm((3, 4)), TensorForm((7,))])
def test_a_form_of_a_tensor_whose_shape_follows_from_the_layer_changes_nothing(
    layer: Layer, shape: tuple[int, ...], form: TensorForm
) -> None:
    chosen = Calculator(layer, shape, forms={"weight": form})

    output = build_scene(chosen).output

    np.testing.assert_array_equal(output, build_scene(Calculator(layer, shape)).output)


@pytest.mark.parametrize("call", [Adam(), Dropout(), ReLU()])
def test_an_input_without_numbers_is_refused_though_torch_takes_it(call: Layer) -> None:
    with pytest.raises(ConvVizError) as refusal:
        build_scene(Calculator(call, (0,)))
    assert refusal.value.code is ErrorCode.EMPTY_INPUT


def test_losses_that_are_left_apart_have_no_mean_over_all_of_them() -> None:
    scene = build_scene(Calculator(MSELoss(reduction="none"), (400, 400)))

    assert scene.output_shape == (400, 400)


def test_many_samples_of_few_classes_open() -> None:
    assert build_scene(Calculator(CrossEntropyLoss(), (1000, 500))).output_shape == ()


def test_much_work_is_left_to_torch_but_every_step_is_known() -> None:
    scene = build_scene(calculator(Conv2d(64, 64, 5), (64, 60, 60)))

    assert scene.output is None
    assert math.isfinite(build_step(scene, scene.step_count - 1).total)
    filled = scene.with_output(np.ones(scene.output_shape, dtype=np.float32))
    assert filled.output is not None
    assert filled.output.shape == (64, 1, 56, 56)


@pytest.mark.parametrize("transposed", [False, True])
def test_a_step_over_very_many_channels_takes_each_with_its_own_plane(*, transposed: bool) -> None:
    channels = 300_000
    layer = (ConvTranspose1d if transposed else Conv1d)(channels, 1, 1, bias=False)
    ramp = Fill(FillPattern.RAMP)
    step = build_step(build_scene(Calculator(layer, (channels, 1), input=ramp, weight=ramp)), 0)
    assert step.weights is not None
    assert step.weights.ravel().tolist() == list(range(channels))
