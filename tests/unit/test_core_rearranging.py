"""Pixel shuffling, folding, unpooling, upsampling: shapes, values, refusals, formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from convviz.core.code.writing import layer_call, parse_layer
from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.explaining.explanations import ExplanationCode
from convviz.core.explaining.rearranging_explanations import rearranging_explanations
from convviz.core.formulas.output_size import formula_for
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.fold import Fold, Unfold
from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.unpool import MaxUnpool1d, MaxUnpool2d
from convviz.core.layers.upsample import Upsample
from convviz.core.network.sequential import NetworkStep, infer_sequential
from convviz.core.remedies.layer_remedies import remedies
from convviz.protocol.sentences.errors import explanation_sentence, sentence
from convviz.values.layer_values import layer_output
from convviz.values.rearranged_values import rearranged_output, unpooled

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape


def refusal(layer: Layer, shape: Shape) -> ConvVizError:
    with pytest.raises(ConvVizError) as caught:
        layer.infer(shape)
    return caught.value


@pytest.mark.parametrize(
    ("layer", "shape", "output"),
    [
        (PixelShuffle(2), (2, 8, 3, 4), (2, 2, 6, 8)),
        (PixelUnshuffle(2), (2, 6, 8), (8, 3, 4)),
        (Unfold(3), (2, 3, 5, 6), (2, 27, 12)),
        (Unfold((2, 3), padding=1, stride=2), (3, 5, 6), (18, 9)),
        (Fold(4, 2, stride=2), (2, 12, 4), (2, 3, 4, 4)),
        (MaxUnpool2d(2), (2, 3, 3), (2, 6, 6)),
        (MaxUnpool2d(3, stride=2, padding=1), (1, 2, 4, 4), (1, 2, 7, 7)),
        (Upsample(scale_factor=2.0), (1, 3, 4, 5), (1, 3, 8, 10)),
        (Upsample(size=(7, 3), mode="bilinear"), (1, 3, 4, 5), (1, 3, 7, 3)),
        (Upsample(scale_factor=(1.3, 0.5)), (1, 3, 4, 5), (1, 3, 5, 2)),
    ],
)
def test_shapes(layer: Layer, shape: Shape, output: Shape) -> None:
    assert layer.infer(shape) == output
    assert parse_layer(layer_call(layer)) == layer


@pytest.mark.parametrize(
    ("layer", "shape", "code"),
    [
        (PixelShuffle(2), (3, 4, 4), ErrorCode.CHANNELS_NOT_DIVISIBLE),
        (PixelShuffle(2), (4, 4), ErrorCode.WRONG_RANK),
        (PixelShuffle(2**32), (4, 4, 4), ErrorCode.TOO_LARGE),
        (PixelUnshuffle(2), (1, 4, 5), ErrorCode.SIZE_NOT_DIVISIBLE),
        (Unfold((3,)), (1, 5, 5), ErrorCode.WRONG_AXIS_COUNT),
        (Unfold(6), (1, 5, 5), ErrorCode.KERNEL_LARGER_THAN_INPUT),
        (Fold(4, 2), (1, 12, 4), ErrorCode.COLUMNS_DIFFER),
        (Fold(4, 2), (1, 13, 9), ErrorCode.CHANNELS_NOT_DIVISIBLE),
        (Fold(2, 3), (9, 1), ErrorCode.KERNEL_LARGER_THAN_OUTPUT),
        (Fold(4, 2), (1, 1, 12, 9), ErrorCode.WRONG_RANK),
        (MaxUnpool2d(2, padding=3), (1, 2, 2), ErrorCode.PADDING_TAKES_OUTPUT),
        (Upsample(), (1, 1, 4, 4), ErrorCode.SIZE_OR_SCALE),
        (Upsample(size=2, scale_factor=2.0), (1, 1, 4, 4), ErrorCode.SIZE_OR_SCALE),
        (Upsample(scale_factor=2.0), (1, 4), ErrorCode.WRONG_RANK),
        (Upsample(scale_factor=2.0, mode="bilinear"), (1, 1, 4), ErrorCode.WRONG_RANK),
        (Upsample(scale_factor=(2.0,)), (1, 1, 4, 4), ErrorCode.WRONG_AXIS_COUNT),
        (Upsample(scale_factor=0.1), (1, 1, 4, 4), ErrorCode.SCALED_TO_NOTHING),
        (
            Upsample(scale_factor=2.0, align_corners=True),
            (1, 1, 4, 4),
            ErrorCode.ALIGNS_WITHOUT_INTERPOLATING,
        ),
        (
            Upsample(size=2, recompute_scale_factor=True),
            (1, 1, 4, 4),
            ErrorCode.RECOMPUTES_WITHOUT_SCALE,
        ),
    ],
)
def test_refusals(layer: Layer, shape: Shape, code: ErrorCode) -> None:
    error = refusal(layer, shape)

    assert error.code is code
    assert "{" not in sentence(error)
    assert "?" not in sentence(error)


def test_shuffling_and_unshuffling_are_each_others_reverse() -> None:
    values = np.arange(2 * 8 * 3 * 4, dtype=np.float64).reshape(2, 8, 3, 4)

    shuffled = rearranged_output(PixelShuffle(2), values)

    assert shuffled[0, 0, :2, :2].tolist() == [[0, 12], [24, 36]]
    assert np.array_equal(rearranged_output(PixelUnshuffle(2), shuffled), values)


def test_a_convolution_is_a_matrix_product_with_unfolded_columns() -> None:
    random = np.random.default_rng(0)
    values, weight = random.normal(size=(2, 6, 7)), random.normal(size=(3, 2, 3, 2))
    settings = {"stride": (2, 1), "padding": (1, 0), "dilation": 2}

    columns = rearranged_output(Unfold((3, 2), **settings), values)  # type: ignore[arg-type]

    convolution = Conv2d(2, 3, (3, 2), bias=False, **settings)  # type: ignore[arg-type]
    expected = layer_output(convolution, values, {"weight": weight})
    assert np.allclose(weight.reshape(3, -1) @ columns, expected.reshape(3, -1))


def test_folding_adds_up_where_windows_overlap() -> None:
    ones = np.ones((1, 3, 3))

    columns = rearranged_output(Unfold(2), ones)

    assert rearranged_output(Fold(3, 2), columns).tolist() == [[[1, 2, 1], [2, 4, 2], [1, 2, 1]]]
    (note,) = rearranging_explanations(Fold(3, 2), columns.shape)
    assert (note.code, note.facts["most"]) == (ExplanationCode.FOLD_ADDS, 4)


def test_unpooling_puts_numbers_back() -> None:
    indices = np.array([[[1, 7], [8, 10]]])

    output = unpooled(MaxUnpool2d(2), np.array([[[5.0, 6], [7, 8]]]), indices)

    assert output.tolist() == [[[0, 5, 0, 0], [0, 0, 0, 6], [7, 0, 8, 0], [0, 0, 0, 0]]]
    with pytest.raises(IndexError):
        unpooled(MaxUnpool2d(2), np.ones((1, 1, 1)), np.array([[[4]]]))


def test_unpooling_takes_back_the_size_that_was_lost() -> None:
    layer = MaxUnpool2d(2)
    assert MaxPool2d(2).infer((1, 5, 5)) == (1, 2, 2)
    assert layer.infer((1, 2, 2)) == (1, 4, 4)

    assert layer.unpooled_shape((1, 2, 2), (5, 5)) == (1, 5, 5)

    for size in (2, 6):
        with pytest.raises(ConvVizError) as caught:
            layer.unpooled_shape((1, 2, 2), (4, size))
        assert caught.value.facts == {"axis": 1, "value": size, "minimum": 3, "maximum": 5}
    assert explanation_sentence(rearranging_explanations(layer, (1, 2, 2))[0]) == (
        "Along height every input from 4 to 5 pools to this size. "
        "Unpooling assumes 4 unless output_size is given."
    )


def test_unpooling_cannot_stand_in_a_sequential() -> None:
    failure = infer_sequential([NetworkStep(MaxUnpool1d(2))], (1, 4)).failure

    assert failure is not None
    assert failure.error.code is ErrorCode.NEEDS_INDICES


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (Upsample(scale_factor=2.0), [1, 1, 2, 2, 4, 4]),
        (Upsample(size=2), [1, 2]),
        (Upsample(size=2, mode="nearest-exact"), [1, 4]),
        (Upsample(size=2, mode="area"), [1.5, 3]),
        (Upsample(scale_factor=2.0, mode="linear"), [1, 1.25, 1.75, 2.5, 3.5, 4]),
        (Upsample(size=5, mode="linear", align_corners=True), [1, 1.5, 2, 3, 4]),
    ],
)
def test_upsampled_values(layer: Upsample, expected: list[float]) -> None:
    output = rearranged_output(layer, np.array([[[1.0, 2, 4]]]))

    assert output.tolist() == [[expected]]


def test_windows_of_an_upsampling_read_what_its_weights_say() -> None:
    layer = Upsample(scale_factor=2.0, mode="bilinear")

    rows, columns = layer.axis_windows((2, 3))

    assert [[r.source for r in window] for window in rows.windows] == [
        [0, 1],
        [0, 1],
        [0, 1],
        [1, 1],
    ]
    weights = [weight for _, weight in layer.resamplings((2, 3))[1].taps(1)]
    assert weights == [0.75, 0.25]
    assert columns.output_size == 6


def test_formulas() -> None:
    rows, columns = formula_for(Unfold((3, 2), padding=1, stride=2), (5, 6))
    assert (rows.result, columns.result) == (3, 4)
    (unpool,) = formula_for(MaxUnpool1d(3, stride=2, padding=1), (4,))
    assert (unpool.symbolic, unpool.result) == ("o = (i - 1)s - 2p + k", 7)
    height, width = formula_for(Upsample(scale_factor=(1.3, 2.0)), (4, 5))
    assert (height.result, width.result) == (5, 10)
    assert height.substituted == r"o = \left\lfloor 4 \cdot 1.3 \right\rfloor"
    (sized,) = formula_for(Upsample(size=7), (4,))
    assert (sized.symbolic, sized.result) == (r"o = \text{size}", 7)


def test_remedies() -> None:
    def values(layer: Layer, shape: Shape) -> list[object]:
        return [remedy.value for remedy in remedies(layer, shape)]

    assert 1 in values(PixelShuffle(2), (3, 4, 4))
    assert 2.0 in values(Upsample(), (1, 1, 4, 4))
    assert None in values(Upsample(scale_factor=2.0, align_corners=True), (1, 1, 4, 4))
    assert 3 in values(Fold(4, 2), (1, 12, 4))
    assert 5 in values(Unfold(6), (1, 5, 5))


def test_notes_of_upsampling_and_unfolding() -> None:
    notes = rearranging_explanations(
        Upsample(scale_factor=2.0, mode="bilinear", align_corners=True), (1, 1, 4, 4)
    )
    assert [note.code for note in notes] == [
        ExplanationCode.UPSAMPLE_READS,
        ExplanationCode.UPSAMPLE_ALIGNS,
    ]
    assert notes[0].facts["cells"] == 2
    (columns,) = rearranging_explanations(Unfold(2), (3, 3, 3))
    assert columns.facts == {"cells": 12, "windows": 4}
    assert rearranging_explanations(Unfold(9), (3, 3, 3)) == ()
    assert rearranging_explanations(Conv2d(1, 1, 1), (1, 3, 3)) == ()
