"""Layers of torch.nn beyond convolution and pooling: shapes, counts, refusals and sentences."""

from __future__ import annotations

import pytest

from convviz.core.code.writing import parse_layer, parse_layers, sequential_code
from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.explaining.explanations import ExplanationCode
from convviz.core.layers import Layer, Shape, layer_types
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.dropout import Dropout1d, Dropout3d
from convviz.core.layers.fractional_pool import FractionalMaxPool2d
from convviz.core.layers.gate import GLU
from convviz.core.layers.instance_norm import InstanceNorm2d
from convviz.core.layers.layer_norm import GroupNorm, LayerNorm, RMSNorm
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.shape import ChannelShuffle, Flatten, Unflatten
from convviz.core.layers.softmax import Softmax2d
from convviz.core.network.sequential import NetworkStep, infer_sequential
from convviz.core.network.summary import summarise
from convviz.core.remedies.layer_remedies import remedies
from convviz.core.torch_releases import ReleaseState, is_older, release_state
from convviz.protocol.layer_plain import layer_from_plain
from convviz.protocol.sentences.errors import sentence

LAZY = """
model = nn.Sequential(
    nn.LazyConv2d(8, kernel_size=3, padding=1),
    nn.LazyBatchNorm2d(),
    nn.ReLU(),
    nn.LazyConvTranspose2d(4, kernel_size=2, stride=2),
    nn.Flatten(),
    nn.LazyLinear(10),
)
"""


def refusal(layer: Layer, shape: Shape) -> ConvVizError:
    with pytest.raises(ConvVizError) as error:
        layer.infer(shape)
    return error.value


def steps_of(code: str) -> list[NetworkStep]:
    return [NetworkStep(layer) for layer in parse_layers(code)]


def test_lazy_layers_become_what_the_shape_before_them_asks_for() -> None:
    result = infer_sequential(steps_of(LAZY), (3, 8, 8))

    assert [row.layer for row in result.rows if row.layer.weight_shapes()] == [
        Conv2d(3, 8, 3, padding=1),
        BatchNorm2d(8),
        ConvTranspose2d(8, 4, 2, stride=2),
        Linear(4 * 16 * 16, 10),
    ]
    assert result.output_shape == (10,)
    assert summarise(result).num_params == 224 + 16 + 132 + 10_250


def test_lazy_layers_stay_lazy_in_code() -> None:
    steps = steps_of(LAZY)

    code = sequential_code(steps, infer_sequential(steps, (3, 8, 8)))

    assert "nn.LazyConv2d(8, kernel_size=3, padding=1)" in code
    assert steps_of(code) == steps


def test_a_lazy_layers_settings_are_refused_as_its_plain_ones() -> None:
    result = infer_sequential(steps_of("nn.LazyConv2d(8, 3, groups=2)"), (3, 8, 8))

    assert result.failure is not None
    assert result.failure.error.code is ErrorCode.GROUPS_DO_NOT_DIVIDE


@pytest.mark.parametrize(
    ("layer", "shape", "parameters"),
    [
        (GroupNorm(2, 6), (1, 6, 4, 4), 12),
        (GroupNorm(2, 6, bias=False), (1, 6, 4, 4), 6),
        (LayerNorm((6, 4, 4)), (1, 6, 4, 4), 192),
        (LayerNorm(4, bias=False), (1, 6, 4, 4), 4),
        (RMSNorm(4), (1, 6, 4, 4), 4),
        (InstanceNorm2d(6), (1, 6, 4, 4), 0),
        (InstanceNorm2d(6, affine=True), (1, 6, 4, 4), 12),
    ],
    ids=str,
)
def test_trained_numbers_of_normalisations(layer: Layer, shape: Shape, parameters: int) -> None:
    assert layer.infer(shape) == shape
    assert layer.num_params() == parameters


@pytest.mark.parametrize(
    ("layer", "shape", "code"),
    [
        (GroupNorm(4, 6), (1, 6, 4, 4), ErrorCode.NORM_GROUPS_DO_NOT_DIVIDE),
        (LayerNorm((6, 4)), (1, 6, 4, 4), ErrorCode.NORMALIZED_SHAPE_DIFFERS),
        (InstanceNorm2d(6), (2, 6, 1, 1), ErrorCode.ONE_VALUE_PER_MEAN),
        (Unflatten(1, (4, -1)), (1, 6), ErrorCode.UNFLATTENED_SIZE_DIFFERS),
        (Unflatten(1, (-1, -1)), (1, 6), ErrorCode.UNFLATTENED_SIZE_DIFFERS),
        (GLU(), (1, 5), ErrorCode.ODD_DIMENSION),
        (ChannelShuffle(4), (1, 6, 2, 2), ErrorCode.CHANNELS_NOT_DIVISIBLE),
        (FractionalMaxPool2d(2), (1, 1, 8, 8), ErrorCode.SIZE_OR_SCALE),
        (FractionalMaxPool2d(2, output_ratio=1.0), (1, 1, 8, 8), ErrorCode.RATIO_OUT_OF_RANGE),
        (FractionalMaxPool2d(3, 7), (1, 1, 8, 8), ErrorCode.WINDOWS_DO_NOT_FIT),
    ],
    ids=str,
)
def test_what_torch_refuses_has_a_whole_sentence(
    layer: Layer, shape: Shape, code: ErrorCode
) -> None:
    error = refusal(layer, shape)

    assert error.code is code
    assert "?" not in sentence(error)


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (Dropout1d(), (8,)),
        (Dropout3d(), (3, 4, 4)),
        (InstanceNorm2d(2), (4, 4)),
        (Softmax2d(), (4, 4)),
        (FractionalMaxPool2d(2, 2), (4, 4)),
    ],
    ids=str,
)
def test_a_batch_that_torch_takes_for_channels_is_told(layer: Layer, shape: Shape) -> None:
    (row,) = infer_sequential([NetworkStep(layer)], shape).rows

    assert ExplanationCode.READ_AS_UNBATCHED in [note.code for note in row.notes]
    (row,) = infer_sequential([NetworkStep(layer)], (2, *shape)).rows
    assert ExplanationCode.READ_AS_UNBATCHED not in [note.code for note in row.notes]


def test_other_channels_are_no_picture_without_channels() -> None:
    failure = infer_sequential([NetworkStep(GroupNorm(2, 6))], (3, 32, 32)).failure

    assert failure is not None
    assert failure.error.code is ErrorCode.CHANNELS_DIFFER


def test_a_ratio_that_is_none_is_mended_by_the_usual_one() -> None:
    layer = FractionalMaxPool2d(3, output_ratio=1.5)

    (first, *_) = remedies(layer, (3, 32, 32))

    assert (first.parameter, first.value) == ("output_ratio", 0.5)


def test_unflatten_undoes_flatten() -> None:
    steps = [NetworkStep(Flatten()), NetworkStep(Unflatten(1, (6, -1, 4)))]

    assert infer_sequential(steps, (6, 4, 4)).output_shape == (6, 4, 4)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("nn.LSTM(3, 8)", "LSTM is a recurrent layer: it reads sequences, not pictures."),
        ("nn.MultiheadAttention(8, 2)", "is an attention layer"),
        ("nn.Embedding(10, 3)", "is an embedding layer"),
        ("nn.CosineSimilarity()", "takes two inputs"),
        ("nn.CrossEntropyLoss()", "is a loss"),
        ("nn.ModuleList([])", "is a container"),
        ("nn.SyncBatchNorm(3)", "several devices"),
        ("nn.CrossMapLRN2d(5)", "an old, undocumented form of LocalResponseNorm"),
    ],
)
def test_what_is_no_layer_of_pictures_is_named_as_what_it_is(call: str, words: str) -> None:
    with pytest.raises(ConvVizError) as error:
        parse_layer(call)

    assert words in sentence(error.value)
    assert sentence(error.value).startswith("Line 1, column 1: ")


def test_a_document_names_it_likewise() -> None:
    with pytest.raises(ConvVizError) as error:
        layer_from_plain({"type": "GRU"})

    assert sentence(error.value) == "GRU is a recurrent layer: it reads sequences, not pictures."


def test_every_layer_says_in_one_sentence_what_it_does() -> None:
    for name, kind in layer_types().items():
        first = (kind.__doc__ or "").partition("\n")[0]
        assert first.endswith("."), name


@pytest.mark.parametrize(
    ("release", "state"),
    [
        ("2.9.1", ReleaseState.TOO_OLD),
        ("2.10.0+cu128", ReleaseState.TESTED),
        ("2.13.0+cpu", ReleaseState.TESTED),
        ("2.14.1", ReleaseState.TESTED),
        ("2.15.0a0+git123", ReleaseState.TESTED),
        ("2.16.0a0+git123", ReleaseState.UNTESTED),
        ("3.0", ReleaseState.UNTESTED),
    ],
)
def test_releases_of_torch(release: str, state: ReleaseState) -> None:
    assert release_state(release) is state


def test_a_release_is_compared_by_its_numbers() -> None:
    assert is_older("2.9", "2.10")
    assert not is_older("2.13.0+cpu", "2.13")
    assert not is_older("2.10", "")
