"""Shapes through a network, what follows the layer before, the first failure and its remedies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.errors import ErrorCode
from convviz.core.explaining.explanations import ExplanationCode
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm1d, BatchNorm2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.layers.softmax import LogSoftmax, Softmax
from convviz.core.network.sequential import NetworkStep, SequentialResult, infer_sequential
from convviz.core.remedies.remedy import Remedy, RemedyKind
from convviz.core.remedies.sequential_remedies import sequential_remedies

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape

COURSE = (
    Conv2d(3, 32, 5, padding=2),
    MaxPool2d(2),
    Conv2d(32, 32, 5, padding=2),
    MaxPool2d(2),
    Conv2d(32, 64, 5, padding=2),
    MaxPool2d(2),
    Flatten(),
    Linear(1024, 64),
    Linear(64, 10),
)


def infer(*layers: Layer, shape: Shape = (3, 32, 32)) -> SequentialResult:
    return infer_sequential([NetworkStep(layer) for layer in layers], shape)


def mend(*layers: Layer, shape: Shape = (3, 32, 32)) -> tuple[Remedy, ...]:
    steps = [NetworkStep(layer) for layer in layers]
    failure = infer_sequential(steps, shape).failure
    assert failure is not None
    return sequential_remedies(steps, shape, failure)


def following(layer: Layer) -> NetworkStep:
    return NetworkStep(layer, frozenset({"in_channels", "in_features", "num_features"}))


def test_the_course_network() -> None:
    result = infer(*COURSE)

    assert result.failure is None
    assert [row.output_shape for row in result.rows] == [
        (32, 32, 32),
        (32, 16, 16),
        (32, 16, 16),
        (32, 8, 8),
        (64, 8, 8),
        (64, 4, 4),
        (1024,),
        (64,),
        (10,),
    ]
    assert result.output_shape == (10,)


def test_the_good_prefix_stays_before_the_first_failure() -> None:
    result = infer(*COURSE[:-2], Linear(1000, 64), Linear(64, 10))

    assert len(result.rows) == 7
    assert result.output_shape == (1024,)
    assert result.failure is not None
    assert (result.failure.index, result.failure.input_shape) == (7, (1024,))
    assert result.failure.error.code is ErrorCode.FEATURES_DIFFER


def test_a_failures_shapes_have_no_batch() -> None:
    result = infer(Flatten(), MaxPool2d(2))

    assert result.failure is not None
    assert result.failure.error.facts["shape"] == (3072,)
    assert result.failure.error.facts["expected"] == (3,)


def test_channels_and_features_follow_the_layer_before() -> None:
    steps = [
        following(Conv2d(1, 8, 3)),
        following(BatchNorm2d(1)),
        following(Conv2d(1, 4, 3)),
        NetworkStep(Flatten()),
        following(Linear(1, 10)),
    ]

    result = infer_sequential(steps, (3, 8, 8))

    assert result.failure is None
    layers = [row.layer for row in result.rows]
    assert layers[0] == Conv2d(3, 8, 3)
    assert layers[1] == BatchNorm2d(8)
    assert layers[2] == Conv2d(8, 4, 3)
    assert layers[4] == Linear(64, 10)


def test_a_parameter_set_by_hand_does_not_follow() -> None:
    result = infer_sequential([NetworkStep(Conv2d(1, 8, 3))], (3, 8, 8))

    assert result.failure is not None
    assert result.failure.error.code is ErrorCode.CHANNELS_DIFFER


def test_a_disabled_layer_passes_the_shape_through_and_keeps_its_row() -> None:
    steps = [NetworkStep(Conv2d(99, 8, 3), enabled=False), NetworkStep(MaxPool2d(2))]

    result = infer_sequential(steps, (3, 8, 8))

    assert result.failure is None
    assert [row.output_shape for row in result.rows] == [(3, 8, 8), (3, 4, 4)]
    assert not result.rows[0].enabled


def test_batch_normalisation_refuses_a_batch_of_one_value() -> None:
    steps = [NetworkStep(BatchNorm1d(4))]

    assert infer_sequential(steps, (4,)).failure is None
    failure = infer_sequential(steps, (4,), batch_size=1).failure
    assert failure is not None
    assert failure.error.code is ErrorCode.ONE_VALUE_PER_CHANNEL


def test_pooling_that_returns_indices_breaks_the_sequential() -> None:
    result = infer(MaxPool2d(2, return_indices=True), ReLU())

    assert result.failure is not None
    assert result.failure.error.code is ErrorCode.RETURNS_INDICES
    (remedy,) = mend(MaxPool2d(2, return_indices=True), ReLU())
    assert (remedy.parameter, remedy.value) == ("return_indices", False)


def test_an_empty_picture_is_refused_at_the_first_layer() -> None:
    failure = infer(ReLU(), shape=(3, 0, 8)).failure

    assert failure is not None
    assert failure.error.code is ErrorCode.EMPTY_INPUT


def test_a_convolution_never_takes_the_batch_for_channels() -> None:
    failure = infer(Conv2d(2, 4, 3), shape=(8, 8)).failure

    assert failure is not None
    assert failure.error.code is ErrorCode.INPUT_WITHOUT_CHANNELS


def test_a_linear_without_flatten_passes_with_a_note() -> None:
    result = infer(Linear(8, 10), shape=(3, 8, 8))

    assert result.output_shape == (3, 8, 10)
    (note,) = result.rows[0].notes
    assert note.code is ExplanationCode.LINEAR_WITHOUT_FLATTEN
    assert note.facts == {"shape": (3, 8, 8), "in_features": 8, "flattened": 192}


def test_a_flatten_of_the_batch_is_noted_and_shapes_go_on() -> None:
    result = infer(Flatten(0), shape=(3, 2, 2))

    assert result.output_shape == (24,)
    assert [note.code for note in result.rows[0].notes] == [ExplanationCode.BATCH_JOINED]


def test_a_softmax_without_a_dimension_is_noted() -> None:
    assert infer(Flatten(), Softmax(1)).rows[1].notes == ()

    inner = infer(Flatten(), LogSoftmax(), ReLU()).rows[1].notes
    assert [note.code for note in inner] == [ExplanationCode.SOFTMAX_WITHOUT_DIMENSION]


def test_pooling_of_planes_without_channels_is_noted() -> None:
    result = infer(MaxPool2d(2), shape=(8, 8))

    assert result.output_shape == (4, 4)
    assert [note.code for note in result.rows[0].notes] == [ExplanationCode.READ_AS_UNBATCHED]


def test_an_empty_network_gives_its_input() -> None:
    assert infer().output_shape == (3, 32, 32)


def test_a_missing_flatten_is_offered_with_the_features_it_gives() -> None:
    first, second = mend(MaxPool2d(2), Linear(1024, 64))

    assert first.kind is RemedyKind.INSERT_LAYER
    assert first.layer == Flatten()
    assert (first.parameter, first.value, first.output_shape) == ("in_features", 768, (64,))
    assert (second.parameter, second.value) == ("in_features", 16)


def test_a_missing_flatten_alone_is_enough_when_the_features_are_right() -> None:
    first, *_ = mend(MaxPool2d(2), Linear(768, 64))

    assert (first.kind, first.parameter) == (RemedyKind.INSERT_LAYER, "")


def test_a_flatten_too_early_is_offered_for_removal() -> None:
    (remedy,) = mend(Conv2d(3, 8, 3), Flatten(), MaxPool2d(2))

    assert (remedy.kind, remedy.index, remedy.layer) == (RemedyKind.REMOVE_LAYER, 1, Flatten())
    assert remedy.output_shape == (8, 15, 15)


def test_in_features_after_a_flatten() -> None:
    (remedy,) = mend(Flatten(), Linear(1000, 10))

    assert (remedy.parameter, remedy.value, remedy.output_shape) == ("in_features", 3072, (10,))


def test_in_channels_of_the_first_layer_or_another_picture() -> None:
    first, second = mend(Conv2d(1, 8, 3))

    assert (first.parameter, first.value) == ("in_channels", 3)
    assert (second.kind, second.value) == (RemedyKind.CHANGE_INPUT, (1, 32, 32))


def test_a_larger_picture_for_a_kernel_that_does_not_fit() -> None:
    layers = (Conv2d(3, 8, 5), MaxPool2d(2), Conv2d(8, 8, 15))

    *_, remedy = mend(*layers)

    assert (remedy.kind, remedy.value) == (RemedyKind.CHANGE_INPUT, (3, 34, 34))
    assert infer(*layers, shape=(3, 34, 34)).failure is None
    assert infer(*layers, shape=(3, 33, 33)).failure is not None
