"""Nothing is said of a setting that is not true of it: random settings, tried out with torch."""

from __future__ import annotations

import math
import warnings
from typing import TYPE_CHECKING, Any

import pytest
import torch

from convviz.core.errors import ConvVizError
from convviz.core.explaining.explanation_sources import SOURCES
from convviz.core.explaining.explanations import ExplanationCode as Code
from convviz.core.explaining.worth_knowing import Note, worth_knowing, worth_knowing_of_refusal
from convviz.core.layers.activation import PReLU
from convviz.core.layers.adaptive import AdaptiveAvgPool2d
from convviz.core.layers.conv import Conv1d, Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.dropout import (
    AlphaDropout,
    Dropout,
    Dropout1d,
    Dropout2d,
    Dropout3d,
    FeatureAlphaDropout,
)
from convviz.core.layers.fold import Fold, Unfold
from convviz.core.layers.fractional_pool import FractionalMaxPool2d
from convviz.core.layers.gate import GLU
from convviz.core.layers.hard_activation import RReLU
from convviz.core.layers.instance_norm import InstanceNorm2d
from convviz.core.layers.layer_norm import GroupNorm, LayerNorm, LocalResponseNorm, RMSNorm
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm1d, BatchNorm2d
from convviz.core.layers.pad import CircularPad2d, ConstantPad2d, ReflectionPad2d, ReplicationPad2d
from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.layers.power_pool import LPPool2d
from convviz.core.layers.shape import ChannelShuffle, Flatten, Identity, Unflatten
from convviz.core.layers.smooth_activation import GELU
from convviz.core.layers.softmax import LogSoftmax, Softmax
from convviz.core.layers.tensor_forms import TensorForm
from convviz.core.layers.unpool import MaxUnpool2d
from convviz.core.layers.upsample import Upsample
from convviz.core.losses import loss_types
from convviz.core.losses.class_margins import MultiMarginLoss
from convviz.core.losses.classes import CrossEntropyLoss, NLLLoss
from convviz.core.losses.cosines import CosineEmbeddingLoss
from convviz.core.losses.counts import PoissonNLLLoss
from convviz.core.losses.distances import HuberLoss, L1Loss, MSELoss, SmoothL1Loss
from convviz.core.losses.gaussian import GaussianNLLLoss
from convviz.core.losses.label_lists import MultiLabelMarginLoss
from convviz.core.losses.margins import HingeEmbeddingLoss, SoftMarginLoss
from convviz.core.losses.multi_label import MultiLabelSoftMarginLoss
from convviz.core.losses.pairs import MarginRankingLoss
from convviz.core.losses.shares import BCELoss, BCEWithLogitsLoss, KLDivLoss
from convviz.core.losses.triplets import TripletMarginLoss
from convviz.core.optimisers import optimiser_types
from convviz.core.optimisers.adam import Adam, Adamax, AdamW, NAdam, RAdam
from convviz.core.optimisers.adaptive import Adadelta, Adagrad, RMSprop, Rprop
from convviz.core.optimisers.muon import Muon
from convviz.core.optimisers.sgd import ASGD, SGD
from convviz.core.shown_layers import infer_shown, shown_types, torch_shape
from convviz.core.torch_releases import is_older
from tests.oracle.claims import CLAIMS, Case
from tests.oracle.compare import depends_on_memory
from tests.oracle.strategies import some_configurations

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape

OF_TARGETS = {
    Code.LOSS_MEAN_WITHOUT_WEIGHTS: (CrossEntropyLoss(weight=(3.0, 1.0)), (4, 2), (4, 2)),
    Code.LOSS_TARGET_REPEATED: (L1Loss(), (3, 1), (3,)),
}
"""A loss, the shape of its input, and the one of a target of floats."""

OF_NETWORKS = {
    Code.LINEAR_WITHOUT_FLATTEN,
    Code.BATCH_JOINED,
    Code.CHANGES_SHARED_INPUT,
    Code.READ_AS_UNBATCHED,
}

OF_VIEWS = {code for code in Code if code.name.startswith(("BACKWARD_", "SLOPE", "LEARN_"))}
"""What is said of a backward pass and of learning is tried in test_view_notes."""

EXAMPLES: list[tuple[Code, Layer, Shape]] = [
    (Code.DIVIDES_EVENLY, Conv2d(1, 1, 3, stride=2), (1, 5, 5)),
    (Code.FLOOR_DROPS, Conv2d(1, 1, 3, stride=2, padding=1), (1, 6, 6)),
    (Code.CONVOLUTION_ROUNDS_DOWN, Conv2d(1, 1, 3, stride=2), (1, 6, 6)),
    (Code.CEIL_OVERHANGS, MaxPool2d(3, ceil_mode=True), (1, 5, 5)),
    (Code.CEIL_WINDOW_DROPPED, MaxPool2d(1, stride=2, ceil_mode=True), (1, 6, 7)),
    (Code.CEIL_WITHOUT_EFFECT, MaxPool2d(2, ceil_mode=True), (1, 6, 6)),
    (Code.STRIDE_SKIPS, Conv2d(1, 1, 2, stride=5), (1, 12, 12)),
    (Code.OUTPUT_KEEPS_SIZE, Conv2d(1, 1, 3, padding=1), (1, 5, 5)),
    (Code.ADAPTIVE_SPREADS, AdaptiveAvgPool2d(3), (1, 6, 6)),
    (Code.ADAPTIVE_VARIES, AdaptiveAvgPool2d(4), (1, 7, 7)),
    (Code.ADAPTIVE_OVERLAPS, AdaptiveAvgPool2d(3), (1, 7, 7)),
    (Code.ADAPTIVE_REPEATS, AdaptiveAvgPool2d(5), (1, 3, 3)),
    (Code.EFFECTIVE_KERNEL, Conv2d(1, 1, 3, dilation=2), (1, 7, 7)),
    (Code.DILATION_WITHOUT_EFFECT, Conv2d(1, 1, 1, dilation=3), (1, 4, 4)),
    (Code.POOL_PADDING_AT_LIMIT, MaxPool2d(3, 1, padding=1, dilation=2), (1, 7, 7)),
    (Code.SAME_PADDING, Conv2d(1, 1, 3, padding="same"), (1, 5, 5)),
    (Code.SAME_PADDING_UNEVEN, Conv1d(1, 1, 2, padding="same"), (1, 3)),
    (Code.PADDING_MODE_LIMIT, ReflectionPad2d(2), (1, 3, 3)),
    (Code.PADDING_MODE_LIMIT, Conv2d(1, 1, 1, padding=4, padding_mode="circular"), (1, 4, 4)),
    (Code.PADDING_ADDS, ConstantPad2d(1, 0.0), (1, 3, 3)),
    (Code.PADDING_CROPS, ConstantPad2d((-1, 1, 0, 0), 0.0), (1, 3, 3)),
    (Code.TRANSPOSED_STRETCHES, ConvTranspose2d(1, 1, 3, stride=2), (1, 3, 3)),
    (Code.TRANSPOSED_PADDING_SHRINKS, ConvTranspose2d(1, 1, 3, padding=1), (1, 3, 3)),
    (
        Code.OUTPUT_PADDING_EXTENDS,
        ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1),
        (1, 3, 3),
    ),
    (Code.TRANSPOSED_SIZE_AMBIGUOUS, ConvTranspose2d(1, 1, 3, stride=2, padding=1), (1, 3, 3)),
    (Code.TRANSPOSED_CHECKERBOARD, ConvTranspose2d(1, 1, 3, stride=2), (1, 4, 4)),
    (Code.PADDING_HOLDS_ZEROS, Conv2d(1, 1, 3, padding=1), (1, 5, 5)),
    (Code.PADDING_HOLDS_NEGATIVE_INFINITY, MaxPool2d(3, 1, padding=1), (1, 5, 5)),
    (Code.PADDING_HOLDS_NUMBER, ConstantPad2d(1, 2.5), (1, 3, 3)),
    (Code.PADDING_REFLECTS, ReflectionPad2d(1), (1, 3, 3)),
    (Code.PADDING_REPLICATES, ReplicationPad2d(1), (1, 3, 3)),
    (Code.PADDING_WRAPS, CircularPad2d(1), (1, 3, 3)),
    (Code.STRIDE_IS_KERNEL, MaxPool2d(2), (1, 4, 4)),
    (Code.DIVISOR_COUNTS_PADDING, AvgPool2d(3, padding=1), (1, 4, 4)),
    (Code.DIVISOR_COUNTS_REAL, AvgPool2d(3, padding=1, count_include_pad=False), (1, 4, 4)),
    (Code.DIVISOR_GIVEN, AvgPool2d(3, divisor_override=4), (1, 4, 4)),
    (Code.AVERAGE_FADES_AT_EDGE, AvgPool2d(3, 1, padding=1), (1, 4, 4)),
    (Code.POWER_IS_SUM, LPPool2d(1, 2), (1, 4, 4)),
    (Code.POWER_IS_LENGTH, LPPool2d(2, 2), (1, 4, 4)),
    (Code.POWER_OF_OTHERS, LPPool2d(3, 2), (1, 4, 4)),
    (Code.POWER_IS_LARGEST, LPPool2d(math.inf, 2, ceil_mode=True), (1, 5, 5)),
    (Code.POWER_IS_SMALLEST, LPPool2d(-math.inf, 2, ceil_mode=True), (1, 5, 5)),
    (Code.POWER_OVERHANG_COUNTS_FULL, LPPool2d(2, 2, ceil_mode=True), (1, 5, 5)),
    (Code.SHUFFLE_MOVES, PixelShuffle(2), (4, 3, 3)),
    (Code.UNSHUFFLE_MOVES, PixelUnshuffle(2), (1, 6, 6)),
    (Code.UNFOLD_COLUMNS, Unfold(2), (1, 3, 3)),
    (Code.FOLD_ADDS, Fold((3, 3), 2), (4, 4)),
    (Code.UNPOOL_LOSES_SIZES, MaxUnpool2d(2), (1, 4, 4)),
    (Code.UNPOOL_SHIFTS, MaxUnpool2d(2), (1, 5, 5)),
    (Code.UPSAMPLE_READS, Upsample(scale_factor=2.0), (1, 3, 3)),
    (Code.UPSAMPLE_READS, Upsample(size=4, mode="area"), (1, 7, 8)),
    (Code.UPSAMPLE_ALIGNS, Upsample(size=5, mode="bilinear", align_corners=True), (1, 3, 3)),
    (Code.EACH_BY_ITSELF, GELU(), (2, 3, 3)),
    (Code.SHARES_ALONG_DIMENSION, Softmax(-1), (2, 3, 4)),
    (Code.SHARES_ALONG_DIMENSION, LogSoftmax(), (2, 3, 4)),
    (Code.SHARE_OF_ONE, Softmax(0), (1, 5, 5)),
    (Code.SOFTMAX_WITHOUT_DIMENSION, Softmax(), (2, 3, 4, 5)),
    (Code.SHARE_OF_ONE, LogSoftmax(-1), (3, 1)),
    (Code.NUMBERS_STAY, Identity(), (2, 3, 3)),
    (Code.FLATTEN_KEEPS_ORDER, Flatten(0), (2, 3, 4)),
    (Code.FLATTEN_KEEPS_ORDER, Flatten(1, -2), (2, 3, 4, 2)),
    (Code.FLATTEN_LEAVES_FIRST, Flatten(), (2, 3, 4)),
    (Code.UNFLATTEN_KEEPS_ORDER, Unflatten(0, (2, 3, -1)), (12,)),
    (Code.UNFLATTEN_KEEPS_ORDER, Unflatten(-2, (3, 2)), (2, 6, 4)),
    (Code.RENUMBERING_WITHOUT_EFFECT, Flatten(-1), (2, 3, 4)),
    (Code.LINEAR_READS_ALL, Linear(4, 3), (4,)),
    (Code.LINEAR_READS_ALL, Linear(4, 3, bias=False), (4,)),
    (Code.LINEAR_SHARES_WEIGHTS, Linear(4, 2), (2, 3, 4)),
    (Code.CHANNELS_DEALT, ChannelShuffle(2), (6, 2, 2)),
    (Code.NORMALISES_TOGETHER, LayerNorm(4), (2, 3, 4)),
    (Code.NORMALISES_TOGETHER, GroupNorm(2, 4), (4, 3, 3)),
    (Code.MEAN_SQUARE_TOGETHER, RMSNorm((3, 4)), (2, 3, 4)),
    (Code.NORMALISES_TOGETHER, InstanceNorm2d(2), (2, 3, 3)),
    (Code.NORMALISES_TOGETHER, BatchNorm1d(3, track_running_stats=False), (4, 3)),
    (Code.NORMALISES_IN_TRAINING, BatchNorm2d(3), (2, 3, 2, 2)),
    (Code.NORMALISES_IN_TRAINING, InstanceNorm2d(2, track_running_stats=True), (2, 3, 3)),
    (Code.KEEPS_RUNNING_VALUES, BatchNorm1d(3), (4, 3)),
    (Code.KEEPS_RUNNING_VALUES, InstanceNorm2d(2, track_running_stats=True), (2, 3, 3)),
    (Code.KEEPS_MEAN_OF_BATCHES, BatchNorm2d(3, momentum=None), (2, 3, 2, 2)),
    (Code.RUNNING_VARIANCE_UNBIASED, BatchNorm2d(3), (2, 3, 2, 2)),
    (Code.NORMALISES_ONE, LayerNorm(1), (2, 3, 1)),
    (Code.VARIANCE_BY_COUNT, LayerNorm((3, 4)), (2, 3, 4)),
    (Code.NEIGHBOURS_DIVIDE, LocalResponseNorm(3), (6, 2)),
    (Code.NEIGHBOURS_DIVIDE, LocalResponseNorm(4, k=2.0), (7, 2, 2)),
    (Code.ALPHA_BY_SIZE, LocalResponseNorm(5, alpha=0.5, beta=0.5), (6, 2, 2)),
    (Code.LRN_HARDLY_ACTS, LocalResponseNorm(5), (6, 2, 2)),
    (Code.LRN_HARDLY_ACTS, LocalResponseNorm(5, alpha=5e-4, k=2.0), (6, 2, 2)),
    (Code.EVALUATES_MIDDLE_SLOPE, RReLU(0.1, 0.3), (2, 3, 3)),
    (Code.WINDOWS_AT_RANDOM, FractionalMaxPool2d(2, output_ratio=0.6), (2, 6, 7)),
    (Code.LEARNS_ONE_SLOPE, PReLU(), (2, 3, 3)),
    (Code.LEARNS_SLOPES, PReLU(3), (3, 2)),
    (Code.SECOND_HALF_GATES, GLU(), (2, 3, 4)),
    (Code.SECOND_HALF_GATES, GLU(0), (4, 3)),
    (Code.DROPS_NUMBERS, Dropout(0.25), (2, 3, 3)),
    (Code.DROPS_CHANNELS, Dropout1d(0.3), (3, 4)),
    (Code.DROPS_CHANNELS, Dropout2d(0.3), (3, 2, 2)),
    (Code.DROPS_CHANNELS, Dropout3d(0.3), (3, 2, 2, 1)),
    (Code.ALPHA_DROPS_NUMBERS, AlphaDropout(0.25), (2, 3, 3)),
    (Code.ALPHA_DROPS_CHANNELS, FeatureAlphaDropout(0.25), (4, 2, 3)),
    (Code.DROPS_NOTHING, AlphaDropout(0.0), (2, 3)),
    (Code.DROPS_ALL, Dropout(1.0), (2, 3)),
    (Code.LOSS_APPLIES_SOFTMAX, CrossEntropyLoss(), (4, 10)),
    (Code.LOSS_PICKS_OUTPUT, NLLLoss(weight=(1.0, 2.0, 0.5)), (2, 3)),
    (Code.LOSS_TAKES_CLASSES, CrossEntropyLoss(reduction="sum"), (2, 3, 4)),
    (Code.LOSS_MEAN_BY_WEIGHTS, CrossEntropyLoss(weight=(3.0, 1.0, 0.5)), (4, 3)),
    (Code.LOSS_SMOOTHED_LEAST, CrossEntropyLoss(label_smoothing=0.1), (4, 3)),
    (Code.LOSS_NEVER_LOG_OF_ZERO, BCEWithLogitsLoss(), (2, 3)),
    (Code.LOSS_LOG_LIMITED, BCELoss(), (2, 3)),
    (Code.LOSS_MEAN_OF_ALL, KLDivLoss(), (2, 3)),
    (Code.LOSS_RANKS_BY_MARGIN, MarginRankingLoss(margin=1.0), (4,)),
    (Code.LOSS_RANKS_EQUALS, MarginRankingLoss(), (4,)),
    (Code.LOSS_BELOW_ZERO, GaussianNLLLoss(full=True, eps=1e-3), (2, 3)),
    (Code.LOSS_LEADS_BY_MARGIN, MultiMarginLoss(p=2, margin=0.5), (2, 3)),
    (Code.LOSS_DIVIDES_BY_CLASSES, MultiMarginLoss(weight=(1.0, 2.0, 0.5)), (2, 3)),
    (Code.LOSS_LABELS_END, MultiLabelMarginLoss(), (2, 3)),
    (Code.LOSS_LIKE_BCE, MultiLabelSoftMarginLoss(), (2, 3)),
    (Code.LOSS_TRIPLET_DONE, TripletMarginLoss(margin=2.0), (2, 3)),
    (Code.LOSS_TRIPLET_COLLAPSED, TripletMarginLoss(margin=0.5, swap=True), (2, 3)),
    (Code.LOSS_COSINE_DIRECTIONS, CosineEmbeddingLoss(), (2, 3)),
    (Code.LOSS_OUTLIERS_SQUARE, MSELoss(), (2, 3)),
    (Code.LOSS_OUTLIERS_SIZE, L1Loss(), (2, 3)),
    (Code.LOSS_OUTLIERS_SIZE, SmoothL1Loss(beta=0.0), (2, 3)),
    (Code.LOSS_BENDS, SmoothL1Loss(beta=0.5), (2, 3)),
    (Code.LOSS_BENDS, HuberLoss(delta=2.0), (2, 3)),
    (Code.LOSS_YES_AND_NO, SoftMarginLoss(), (2, 3)),
    (Code.LOSS_OF_DISTANCE, HingeEmbeddingLoss(margin=2.0), (2, 3)),
    (Code.LOSS_OF_COUNT, PoissonNLLLoss(), (2, 3)),
    (Code.LOSS_OF_COUNT, PoissonNLLLoss(log_input=False), (2, 3)),
    (Code.FIRST_STEP_OF_SQUARE, RMSprop(lr=0.1, alpha=0.9, momentum=0.5), (3, 2)),
    (Code.FIRST_STEP_OF_LARGEST, Adamax(lr=0.1), (3, 2)),
    (Code.FIRST_STEP_LOOKS_AHEAD, NAdam(lr=0.1), (3, 2)),
    (Code.FIRST_STEPS_UNSCALED, RAdam(lr=0.1), (3, 2)),
    (Code.FIRST_STEP_OF_NOTHING, Adadelta(), (3, 2)),
    (Code.ONLY_SIGNS_COUNT, Rprop(lr=0.1), (3, 2)),
    (Code.AVERAGE_BESIDE_STEPS, ASGD(lr=0.1, lambd=0.1), (3, 2)),
    (Code.STEP_IS_RATE_TIMES_GRADIENT, SGD(lr=0.25), (3, 2)),
    (Code.MOMENTUM_ADDS_UP, SGD(lr=0.1, momentum=0.9), (3, 2)),
    (Code.MOMENTUM_ADDS_UP, SGD(lr=0.1, momentum=0.5, nesterov=True), (3, 2)),
    (Code.ORTHOGONAL_STEP, Muon(lr=0.1), (2, 3)),
    (Code.DECAY_SHRINKS, Muon(lr=0.1, weight_decay=0.2), (2, 3)),
    (Code.FIRST_STEP_IS_RATE, Adam(lr=0.1), (3, 2)),
    (Code.FIRST_STEP_IS_RATE, AdamW(lr=0.1, amsgrad=True), (3, 2)),
    (Code.DECAY_SHRINKS, AdamW(lr=0.1, weight_decay=0.2), (3, 2)),
    (Code.DECAY_SHRINKS, NAdam(lr=0.1, weight_decay=0.2, decoupled_weight_decay=True), (3, 2)),
    (Code.DECAY_JOINS_GRADIENT, SGD(lr=0.1, weight_decay=0.2), (3, 2)),
    (Code.DECAY_JOINS_GRADIENT, RMSprop(lr=0.1, weight_decay=0.2), (3, 2)),
    (Code.SQUARES_ONLY_GROW, Adagrad(lr=0.1), (3, 2)),
    (Code.GROUPS_SPLIT, Conv2d(4, 6, 3, groups=2), (4, 5, 5)),
    (Code.DEPTHWISE, Conv2d(4, 8, 3, groups=4), (4, 5, 5)),
    (Code.CHANNELS_SUM, Conv2d(3, 2, 3, bias=False), (3, 5, 5)),
    (Code.CHANNELS_SUM_WITH_BIAS, ConvTranspose2d(3, 2, 3), (3, 5, 5)),
    (Code.KERNEL_NOT_FLIPPED, Conv2d(1, 1, 3), (1, 5, 5)),
    (Code.INDICES_ARE_FLAT, MaxPool2d(2, return_indices=True, padding=1), (1, 5, 4)),
    (Code.INDICES_BREAK_SEQUENTIAL, MaxPool2d(2, return_indices=True), (1, 4, 4)),
    (Code.UNPOOLING_NEEDS_SIZE, MaxPool2d(2, return_indices=True), (1, 5, 4)),
    (Code.POOL_PADDING_TOLD_LATE, AvgPool2d(3, padding=2), (1, 6, 6)),
    (Code.POOL_PADDING_IGNORES_DILATION, MaxPool2d(3, padding=2, dilation=2), (1, 9, 9)),
    (Code.POOL_PADS_BEFORE, MaxPool2d(3, padding=2, dilation=2), (1, 9, 9)),
    (Code.POOL_PADS_BEFORE, AvgPool2d(3, padding=(2, 1)), (1, 9, 9)),
    (
        Code.AVERAGE_CANNOT_PAD_BEFORE,
        AvgPool2d(3, padding=2, count_include_pad=False),
        (1, 6, 6),
    ),
    (Code.SAME_NEEDS_STRIDE_ONE, Conv2d(1, 1, 3, stride=2, padding="same"), (1, 5, 5)),
    (
        Code.OUTPUT_PADDING_TOLD_LATE,
        ConvTranspose2d(1, 1, 3, stride=2, output_padding=2),
        (1, 3, 3),
    ),
    (
        Code.TRANSPOSED_PADS_WITH_ZEROS,
        ConvTranspose2d(1, 1, 3, padding_mode="reflect"),
        (1, 3, 3),
    ),
    (
        Code.PADDING_MODE_LIMIT,
        Conv2d(1, 1, 3, padding=5, padding_mode="reflect"),
        (1, 5, 5),
    ),
]


def notes_of(layer: Layer, shape: Shape) -> tuple[Note, ...]:
    try:
        infer_shown(layer, shape)
    except ConvVizError as error:
        return worth_knowing_of_refusal(layer, error)
    return worth_knowing(layer, shape)


def can_be_tried(layer: Layer, shape: Shape) -> bool:
    """Return whether this torch has the layer's settings, and one answer to them."""
    if any(is_older(torch.__version__, since) for since in layer.newer_settings().values()):
        return False
    try:
        infer_shown(layer, shape)
    except ConvVizError:
        return True
    return not depends_on_memory(layer, torch_shape(layer, shape))


def assert_true(layer: Layer, shape: Shape) -> None:
    if not can_be_tried(layer, shape):
        return
    for note in notes_of(layer, shape):
        code, facts = note.explanation.code, dict(note.explanation.facts)
        rank = layer.rank or max(1, len(shape) - 1)
        for axis in note.axes or range(rank):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                case = Case(layer, shape, axis, facts)
                assert CLAIMS[code](case), (code, layer, shape, axis, facts)


@pytest.mark.parametrize(("code", "layer", "shape"), EXAMPLES)
def test_a_setting_gets_its_explanation_and_it_is_true(
    code: Code, layer: Layer, shape: Shape
) -> None:
    assert code in {note.explanation.code for note in notes_of(layer, shape)}
    assert_true(layer, shape)


def test_every_explanation_is_tried_out() -> None:
    assert {code for code, _, _ in EXAMPLES} == set(Code) - OF_NETWORKS - OF_VIEWS - set(OF_TARGETS)
    assert set(CLAIMS) == set(Code) - OF_NETWORKS - OF_VIEWS


@pytest.mark.parametrize("code", OF_TARGETS)
@pytest.mark.filterwarnings("ignore:Using a target size")
def test_a_target_gets_its_explanation_and_it_is_true(code: Code) -> None:
    layer, shape, target = OF_TARGETS[code]
    notes = worth_knowing(layer, shape, None, {"target": TensorForm(target)})
    (facts,) = (dict(n.explanation.facts) for n in notes if n.explanation.code is code)
    assert CLAIMS[code](Case(layer, shape, 0, facts))
    assert code not in {note.explanation.code for note in worth_knowing(layer, shape)}


def test_every_explanation_has_a_source() -> None:
    assert set(SOURCES) == set(Code)
    for code, layer, shape in EXAMPLES:
        (source, *_) = (n.source for n in notes_of(layer, shape) if n.explanation.code is code)
        assert source.name
        assert source.address.startswith("https://")


LARGEST = 16

TYPES = shown_types()


def _is_small(layer: Layer) -> bool:
    """Return whether torch can try the layer out in no time."""
    values = [getattr(layer, name) for name in layer.parameters()]
    numbers = [n for value in values for n in (value if isinstance(value, tuple) else (value,))]
    sizes = [abs(n) for n in numbers if isinstance(n, (int, float))]
    return all(size <= LARGEST or size == math.inf for size in sizes)


@pytest.mark.parametrize("layer_type", TYPES, ids=lambda t: t.__name__)
def test_what_is_said_of_random_settings_is_true(layer_type: Any) -> None:
    rank = layer_type.rank or 2
    for layer, shape in some_configurations(layer_type)[:20]:
        unbatched = shape[1:] if len(shape) == rank + 2 else shape
        if len(unbatched) == rank + 1 and _is_small(layer):
            assert_true(layer, unbatched)


@pytest.mark.parametrize(
    "kind", [*loss_types().values(), *optimiser_types().values()], ids=lambda kind: kind.type_name()
)
def test_there_is_something_to_know_of_every_loss_and_every_optimiser(kind: Any) -> None:
    assert notes_of(kind(), (2, 3))
