"""Where each explanation comes from, and which is the most telling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from convviz.core.explaining.explanations import ExplanationCode as Code
from convviz.core.explaining.sources import (
    AUTOGRAD,
    BATCH_NORM,
    CHECKERBOARD,
    CS231N_ACTIVATIONS,
    CS231N_CONVOLUTIONS,
    CS231N_MATRICES,
    CS231N_SOFTMAX,
    DROPOUT,
    GUIDE,
    LABEL_SMOOTHING,
    LEAST_SQUARES,
    PYTORCH_BROADCASTING,
    PYTORCH_VIEWS,
    TENSOR_BACKWARD,
    Source,
    documentation,
    optimiser_documentation,
    pytorch_thread,
)
from convviz.core.layers.parameters import LayerFamily

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer

_ADAPTIVE: Final = Source(
    "pytorch, AdaptivePooling.h",
    "https://github.com/pytorch/pytorch/blob/main/aten/src/ATen/native/AdaptivePooling.h",
)


@dataclass(frozen=True, slots=True)
class PageOfAxes:
    """The page of a layer for as many axes as the layer at hand has.

    Attributes:
        family: The layer's name without "1d", "2d" or "3d"; "" for the layer at hand itself.
    """

    family: str


OWN_PAGE: Final = PageOfAxes("")
"""The page of the layer that is explained: AvgPool1d's note cites AvgPool1d."""


def source_of(code: Code, layer: Layer) -> Source:
    """Return where an explanation of a layer can be read."""
    source = SOURCES[code]
    if isinstance(source, Source):
        return source
    name = layer.type_name()
    is_optimiser = layer.family is LayerFamily.OPTIMISER
    if source.family:
        name = f"{source.family}{layer.rank or 2}d"
    return (optimiser_documentation if is_optimiser else documentation)(name)


SOURCES: Final[dict[Code, Source | PageOfAxes]] = {
    # Why something is refused, or is about to go wrong.
    Code.POOL_PADDING_IGNORES_DILATION: pytorch_thread(7541),
    Code.POOL_PADDING_TOLD_LATE: pytorch_thread(103423),
    Code.POOL_PADS_BEFORE: PageOfAxes("ConstantPad"),
    Code.AVERAGE_CANNOT_PAD_BEFORE: OWN_PAGE,
    Code.SAME_NEEDS_STRIDE_ONE: pytorch_thread(67551),
    Code.OUTPUT_PADDING_TOLD_LATE: OWN_PAGE,
    Code.TRANSPOSED_PADS_WITH_ZEROS: OWN_PAGE,
    Code.LINEAR_WITHOUT_FLATTEN: OWN_PAGE,
    Code.SOFTMAX_WITHOUT_DIMENSION: OWN_PAGE,
    Code.BATCH_JOINED: OWN_PAGE,
    Code.CHANGES_SHARED_INPUT: OWN_PAGE,
    Code.READ_AS_UNBATCHED: OWN_PAGE,
    Code.INDICES_BREAK_SEQUENTIAL: OWN_PAGE,
    # Backward and learning, which are shown by themselves.
    Code.BACKWARD_STOPS_BELOW_ZERO: CS231N_ACTIVATIONS,
    Code.BACKWARD_SLOPE_AT_MOST: CS231N_ACTIVATIONS,
    Code.BACKWARD_OF_WINNERS: CS231N_CONVOLUTIONS,
    Code.BACKWARD_SHARES_KERNEL: CS231N_CONVOLUTIONS,
    Code.BACKWARD_OF_MATRIX: CS231N_MATRICES,
    Code.BACKWARD_WITHOUT_MEAN: BATCH_NORM,
    Code.LRN_HARDLY_ACTS: OWN_PAGE,
    Code.BACKWARD_SAME_MASK: DROPOUT,
    Code.SLOPES_CANCEL: CS231N_SOFTMAX,
    Code.SLOPE_GROWS: OWN_PAGE,
    Code.SLOPE_KEEPS_SIZE: OWN_PAGE,
    Code.BACKWARD_ADDS_UP: TENSOR_BACKWARD,
    Code.BACKWARD_NEEDS_INPUT: AUTOGRAD,
    Code.BACKWARD_OF_ONES: TENSOR_BACKWARD,
    Code.LEARN_ONE_VALLEY: LEAST_SQUARES,
    Code.LEARN_NEVER_RESTS: OWN_PAGE,
    Code.LEARN_IS_A_STEP: OWN_PAGE,
    # What surprises.
    Code.CEIL_WINDOW_DROPPED: pytorch_thread(57178),
    Code.FLOOR_DROPS: pytorch_thread(6842),
    Code.STRIDE_SKIPS: GUIDE,
    Code.TRANSPOSED_CHECKERBOARD: CHECKERBOARD,
    Code.TRANSPOSED_PADDING_SHRINKS: OWN_PAGE,
    Code.OUTPUT_PADDING_EXTENDS: OWN_PAGE,
    Code.SAME_PADDING_UNEVEN: pytorch_thread(3867),
    Code.PADDING_MODE_LIMIT: pytorch_thread(134840),
    Code.POOL_PADDING_AT_LIMIT: pytorch_thread(154395, "pull"),
    Code.CEIL_OVERHANGS: OWN_PAGE,
    Code.AVERAGE_FADES_AT_EDGE: OWN_PAGE,
    Code.PADDING_HOLDS_NEGATIVE_INFINITY: OWN_PAGE,
    Code.DILATION_WITHOUT_EFFECT: GUIDE,
    Code.EFFECTIVE_KERNEL: GUIDE,
    Code.DEPTHWISE: OWN_PAGE,
    Code.GROUPS_SPLIT: OWN_PAGE,
    Code.ADAPTIVE_VARIES: _ADAPTIVE,
    Code.ADAPTIVE_OVERLAPS: _ADAPTIVE,
    Code.ADAPTIVE_REPEATS: _ADAPTIVE,
    Code.POWER_OVERHANG_COUNTS_FULL: OWN_PAGE,
    Code.UNPOOLING_NEEDS_SIZE: PageOfAxes("MaxUnpool"),
    Code.UNPOOL_SHIFTS: OWN_PAGE,
    Code.UNPOOL_LOSES_SIZES: OWN_PAGE,
    Code.FOLD_ADDS: OWN_PAGE,
    # What the settings mean.
    Code.TRANSPOSED_SIZE_AMBIGUOUS: OWN_PAGE,
    Code.TRANSPOSED_STRETCHES: GUIDE,
    Code.CONVOLUTION_ROUNDS_DOWN: OWN_PAGE,
    Code.INDICES_ARE_FLAT: PageOfAxes("MaxUnpool"),
    Code.STRIDE_IS_KERNEL: OWN_PAGE,
    Code.DIVISOR_GIVEN: OWN_PAGE,
    Code.DIVISOR_COUNTS_PADDING: OWN_PAGE,
    Code.DIVISOR_COUNTS_REAL: OWN_PAGE,
    Code.PADDING_REFLECTS: PageOfAxes("ReflectionPad"),
    Code.PADDING_REPLICATES: PageOfAxes("ReplicationPad"),
    Code.PADDING_WRAPS: PageOfAxes("CircularPad"),
    Code.PADDING_HOLDS_NUMBER: OWN_PAGE,
    Code.PADDING_CROPS: OWN_PAGE,
    Code.POWER_IS_SUM: OWN_PAGE,
    Code.POWER_IS_LENGTH: OWN_PAGE,
    Code.POWER_IS_LARGEST: OWN_PAGE,
    Code.POWER_IS_SMALLEST: OWN_PAGE,
    Code.POWER_OF_OTHERS: OWN_PAGE,
    Code.SHUFFLE_MOVES: OWN_PAGE,
    Code.UNSHUFFLE_MOVES: OWN_PAGE,
    Code.UNFOLD_COLUMNS: OWN_PAGE,
    Code.UPSAMPLE_READS: OWN_PAGE,
    Code.UPSAMPLE_ALIGNS: OWN_PAGE,
    Code.EVALUATES_MIDDLE_SLOPE: OWN_PAGE,
    Code.WINDOWS_AT_RANDOM: OWN_PAGE,
    Code.LEARNS_ONE_SLOPE: OWN_PAGE,
    Code.LEARNS_SLOPES: OWN_PAGE,
    Code.SECOND_HALF_GATES: OWN_PAGE,
    Code.DROPS_NUMBERS: OWN_PAGE,
    Code.DROPS_CHANNELS: OWN_PAGE,
    Code.ALPHA_DROPS_NUMBERS: OWN_PAGE,
    Code.ALPHA_DROPS_CHANNELS: OWN_PAGE,
    Code.DROPS_NOTHING: OWN_PAGE,
    Code.DROPS_ALL: OWN_PAGE,
    Code.EACH_BY_ITSELF: OWN_PAGE,
    Code.FLATTEN_KEEPS_ORDER: PYTORCH_VIEWS,
    Code.UNFLATTEN_KEEPS_ORDER: PYTORCH_VIEWS,
    Code.RENUMBERING_WITHOUT_EFFECT: OWN_PAGE,
    Code.FLATTEN_LEAVES_FIRST: OWN_PAGE,
    Code.CHANNELS_DEALT: OWN_PAGE,
    Code.NUMBERS_STAY: OWN_PAGE,
    Code.LINEAR_SHARES_WEIGHTS: OWN_PAGE,
    Code.MOMENTUM_ADDS_UP: OWN_PAGE,
    Code.ORTHOGONAL_STEP: OWN_PAGE,
    Code.LOSS_TARGET_REPEATED: PYTORCH_BROADCASTING,
    Code.LOSS_MEAN_OF_ALL: OWN_PAGE,
    Code.LOSS_RANKS_BY_MARGIN: OWN_PAGE,
    Code.LOSS_RANKS_EQUALS: OWN_PAGE,
    Code.LOSS_LIKE_BCE: OWN_PAGE,
    Code.LOSS_LEADS_BY_MARGIN: OWN_PAGE,
    Code.LOSS_DIVIDES_BY_CLASSES: OWN_PAGE,
    Code.LOSS_LABELS_END: OWN_PAGE,
    Code.LOSS_BELOW_ZERO: OWN_PAGE,
    Code.LOSS_TRIPLET_DONE: OWN_PAGE,
    Code.LOSS_TRIPLET_COLLAPSED: OWN_PAGE,
    Code.LOSS_COSINE_DIRECTIONS: OWN_PAGE,
    Code.LOSS_APPLIES_SOFTMAX: OWN_PAGE,
    Code.LOSS_PICKS_OUTPUT: OWN_PAGE,
    Code.LOSS_TAKES_CLASSES: OWN_PAGE,
    Code.LOSS_MEAN_BY_WEIGHTS: OWN_PAGE,
    Code.LOSS_MEAN_WITHOUT_WEIGHTS: OWN_PAGE,
    Code.LOSS_SMOOTHED_LEAST: LABEL_SMOOTHING,
    Code.LOSS_NEVER_LOG_OF_ZERO: OWN_PAGE,
    Code.LOSS_LOG_LIMITED: OWN_PAGE,
    Code.LOSS_OUTLIERS_SQUARE: OWN_PAGE,
    Code.LOSS_OUTLIERS_SIZE: OWN_PAGE,
    Code.LOSS_BENDS: OWN_PAGE,
    Code.LOSS_YES_AND_NO: OWN_PAGE,
    Code.LOSS_OF_DISTANCE: OWN_PAGE,
    Code.LOSS_OF_COUNT: OWN_PAGE,
    Code.FIRST_STEP_OF_SQUARE: OWN_PAGE,
    Code.FIRST_STEP_OF_LARGEST: OWN_PAGE,
    Code.FIRST_STEP_LOOKS_AHEAD: OWN_PAGE,
    Code.FIRST_STEPS_UNSCALED: OWN_PAGE,
    Code.FIRST_STEP_OF_NOTHING: OWN_PAGE,
    Code.ONLY_SIGNS_COUNT: OWN_PAGE,
    Code.AVERAGE_BESIDE_STEPS: OWN_PAGE,
    Code.FIRST_STEP_IS_RATE: OWN_PAGE,
    Code.SQUARES_ONLY_GROW: OWN_PAGE,
    Code.DECAY_SHRINKS: OWN_PAGE,
    Code.DECAY_JOINS_GRADIENT: OWN_PAGE,
    Code.STEP_IS_RATE_TIMES_GRADIENT: OWN_PAGE,
    Code.LINEAR_READS_ALL: OWN_PAGE,
    Code.SHARES_ALONG_DIMENSION: OWN_PAGE,
    Code.SHARE_OF_ONE: OWN_PAGE,
    Code.NORMALISES_ONE: OWN_PAGE,
    Code.NORMALISES_TOGETHER: OWN_PAGE,
    Code.NORMALISES_IN_TRAINING: OWN_PAGE,
    Code.KEEPS_RUNNING_VALUES: OWN_PAGE,
    Code.KEEPS_MEAN_OF_BATCHES: OWN_PAGE,
    Code.RUNNING_VARIANCE_UNBIASED: OWN_PAGE,
    Code.MEAN_SQUARE_TOGETHER: OWN_PAGE,
    Code.VARIANCE_BY_COUNT: OWN_PAGE,
    Code.NEIGHBOURS_DIVIDE: OWN_PAGE,
    Code.ALPHA_BY_SIZE: OWN_PAGE,
    Code.CHANNELS_SUM_WITH_BIAS: OWN_PAGE,
    Code.CHANNELS_SUM: OWN_PAGE,
    # What one sees anyway.
    Code.SAME_PADDING: OWN_PAGE,
    Code.OUTPUT_KEEPS_SIZE: GUIDE,
    Code.CEIL_WITHOUT_EFFECT: OWN_PAGE,
    Code.DIVIDES_EVENLY: GUIDE,
    Code.ADAPTIVE_SPREADS: _ADAPTIVE,
    Code.PADDING_ADDS: OWN_PAGE,
    Code.PADDING_HOLDS_ZEROS: GUIDE,
    Code.KERNEL_NOT_FLIPPED: OWN_PAGE,
}
"""The source of each explanation; the most telling explanations stand first."""
