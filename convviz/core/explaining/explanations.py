"""What is worth knowing about settings that work: a code and its facts, no prose.

The interface maps each code to a sentence (``convviz.protocol.sentences.errors``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from convviz.core.errors import Fact


class ExplanationCode(StrEnum):
    """What is explained. Each code has one sentence; its placeholders are the facts."""

    # A layer in a Sequential.
    LINEAR_WITHOUT_FLATTEN = "linear_without_flatten"
    """Linear works on the last dimension alone. Facts: shape, in_features, flattened."""
    SOFTMAX_WITHOUT_DIMENSION = "softmax_without_dimension"
    """torch chooses the dimension, and warns. Facts: layer, chosen."""
    BATCH_JOINED = "batch_joined"
    """The layer joins the pictures of a batch into one. Facts: layer, batch."""
    CHANGES_SHARED_INPUT = "changes_shared_input"
    """inplace=True changes what other ways of the block read as well. Facts: layer."""
    READ_AS_UNBATCHED = "read_as_unbatched"
    """The batch is taken for the channels. Facts: layer, shape, expected."""

    # Rounding, along one axis.
    DIVIDES_EVENLY = "divides_evenly"
    """The windows fit without rest. Facts: room, stride."""
    FLOOR_DROPS = "floor_drops"
    """Rounding down leaves trailing cells of the padded input that no window reads.

    Facts: room, stride, dropped, real (how many of them are real cells), padding (the others).
    """
    CEIL_OVERHANGS = "ceil_overhangs"
    """ceil_mode's last window reaches past the padded input. Facts: overhang, output_size."""
    CEIL_WINDOW_DROPPED = "ceil_window_dropped"
    """ceil_mode's last window would start in the right padding, so it was dropped.

    Facts: window (its number, from 0), start, limit (input + padding, both in padded cells).
    """
    CEIL_WITHOUT_EFFECT = "ceil_without_effect"
    """Rounding up gives what rounding down gives. Facts: room, stride."""
    CONVOLUTION_ROUNDS_DOWN = "convolution_rounds_down"
    """A convolution has no ceil_mode. Facts: room, stride, quotient (rounded down)."""
    STRIDE_SKIPS = "stride_skips"
    """Cells between neighbouring windows are read by none. Facts: stride, extent, skipped."""
    OUTPUT_KEEPS_SIZE = "output_keeps_size"
    """The output is as long as the input. Facts: size."""

    # Adaptive pooling, along one axis.
    ADAPTIVE_SPREADS = "adaptive_spreads"
    """All windows are alike: the size divides evenly. Facts: size, output_size, cells."""
    ADAPTIVE_OVERLAPS = "adaptive_overlaps"
    """Windows alike that overlap. Facts: size, output_size, cells."""
    ADAPTIVE_VARIES = "adaptive_varies"
    """Windows of different sizes that overlap. Facts: size, output_size, shortest, longest."""
    ADAPTIVE_REPEATS = "adaptive_repeats"
    """More outputs than cells: cells are read several times. Facts: size, output_size."""

    # The kernel, along one axis.
    EFFECTIVE_KERNEL = "effective_kernel"
    """Dilation spreads the kernel. Facts: kernel_size, dilation, effective, holes."""
    DILATION_WITHOUT_EFFECT = "dilation_without_effect"
    """A kernel of one cell has no holes. Facts: dilation."""
    POOL_PADDING_AT_LIMIT = "pool_padding_at_limit"
    """No more padding than half the plain kernel. Facts: padding, kernel_size, effective."""

    # The padding, along one axis.
    SAME_PADDING = "same_padding"
    """'same' computes its padding. Facts: before, after, total."""
    SAME_PADDING_UNEVEN = "same_padding_uneven"
    """An odd total: the extra cell goes behind. Facts: before, after, total."""
    PADDING_MODE_LIMIT = "padding_mode_limit"
    """Mirroring and wrapping need cells to repeat. Facts: size, limit (cells at most)."""
    PADDING_ADDS = "padding_adds"
    """A padding layer adds cells at the ends. Facts: before, after, size, output_size."""
    PADDING_CROPS = "padding_crops"
    """A padding layer's negative padding takes cells away. Facts: before, after, kept."""
    TRANSPOSED_STRETCHES = "transposed_stretches"
    """Zeros stand between the cells. Facts: stride, zeros, size, stretched."""
    TRANSPOSED_PADDING_SHRINKS = "transposed_padding_shrinks"
    """The padding crops the output at both ends. Facts: padding, cropped."""
    OUTPUT_PADDING_EXTENDS = "output_padding_extends"
    """output_padding chooses among the sizes that one input size can come from.

    Facts: output_padding, output_size, size (the input's), smallest, largest (that become it).
    """
    TRANSPOSED_SIZE_AMBIGUOUS = "transposed_size_ambiguous"
    """Several sizes become this input's; without output_padding, the smallest is chosen.

    Facts: size (the input's), smallest, largest, most (output_padding for the largest).
    """
    TRANSPOSED_CHECKERBOARD = "transposed_checkerboard"
    """Output cells are sums of different numbers of products, in turn.

    Facts: kernel_size, stride, fewest, most, even (the next kernel_size that spreads evenly).
    """

    # The layer as a whole.
    PADDING_HOLDS_ZEROS = "padding_holds_zeros"
    """Facts: layer."""
    PADDING_HOLDS_NEGATIVE_INFINITY = "padding_holds_negative_infinity"
    """Facts: layer."""
    PADDING_HOLDS_NUMBER = "padding_holds_number"
    """Facts: layer, value."""
    PADDING_REFLECTS = "padding_reflects"
    """Mirrored without repeating the edge. Facts: layer."""
    PADDING_REPLICATES = "padding_replicates"
    """The edge repeated. Facts: layer."""
    PADDING_WRAPS = "padding_wraps"
    """The other end. Facts: layer."""
    STRIDE_IS_KERNEL = "stride_is_kernel"
    """Pooling's stride defaults to the kernel. Facts: stride."""
    DIVISOR_COUNTS_PADDING = "divisor_counts_padding"
    """The divisor is the window clipped to the padded input. Facts: full, smallest."""
    DIVISOR_COUNTS_REAL = "divisor_counts_real"
    """The divisor is the number of real cells. Facts: full, smallest."""
    DIVISOR_GIVEN = "divisor_given"
    """divisor_override beats all counting. Facts: divisor."""
    AVERAGE_FADES_AT_EDGE = "average_fades_at_edge"
    """The zeros of the padding pull the average down. Facts: real, divisor, share (real/divisor).
    """
    POWER_IS_SUM = "power_is_sum"
    """Power-average pooling with norm_type=1 sums. Facts: norm_type."""
    POWER_IS_LENGTH = "power_is_length"
    """Power-average pooling with norm_type=2 is the Euclidean length. Facts: norm_type."""
    POWER_IS_LARGEST = "power_is_largest"
    """Power-average pooling with norm_type=inf takes the largest |x|. Facts: norm_type."""
    POWER_IS_SMALLEST = "power_is_smallest"
    """Power-average pooling with norm_type=-inf takes the smallest |x|. Facts: norm_type."""
    POWER_OF_OTHERS = "power_of_others"
    """What power-average pooling computes. Facts: norm_type."""
    POWER_OVERHANG_COUNTS_FULL = "power_overhang_counts_full"
    """A window past the input counts as if it were full. Facts: full, smallest."""
    SHUFFLE_MOVES = "shuffle_moves"
    """Channels become pixels; nothing is computed. Facts: factor, channels (that make one)."""
    UNSHUFFLE_MOVES = "unshuffle_moves"
    """Pixels become channels; nothing is computed. Facts: factor, channels (made of one)."""
    UNFOLD_COLUMNS = "unfold_columns"
    """Each window becomes a column. Facts: cells (of a column), windows."""
    FOLD_ADDS = "fold_adds"
    """Windows that overlap add up; Fold undoes Unfold only without. Facts: most (windows a cell).
    """
    UNPOOL_LOSES_SIZES = "unpool_loses_sizes"
    """Several input sizes pool to one. Facts: axis, axes, size, smallest, largest."""
    UNPOOL_SHIFTS = "unpool_shifts"
    """Indices count through another size than the output's. Facts: input, output (sizes)."""
    UPSAMPLE_READS = "upsample_reads"
    """How many cells each output cell is made of. Facts: mode, cells (a number, or least-most)."""
    UPSAMPLE_ALIGNS = "upsample_aligns"
    """The middles of the corner cells coincide. Facts: mode."""
    EACH_BY_ITSELF = "each_by_itself"
    """Every number becomes another one by itself. No facts."""
    SHARES_ALONG_DIMENSION = "shares_along_dimension"
    """Each number becomes its share of all along a dimension. Facts: cells, dimension."""
    SHARE_OF_ONE = "share_of_one"
    """There is one number alone along a dimension. Facts: dimension."""
    NUMBERS_STAY = "numbers_stay"
    """Nothing is done. No facts."""
    FLATTEN_KEEPS_ORDER = "flatten_keeps_order"
    """Joined dimensions, in the order of a reshape. Facts: joined, cells, shape (of the output)."""
    FLATTEN_LEAVES_FIRST = "flatten_leaves_first"
    """Dimensions before the joined ones stay. Facts: start_dim, shape, cells (of all)."""
    UNFLATTEN_KEEPS_ORDER = "unflatten_keeps_order"
    """A split dimension, in the order of a reshape. Facts: size, split, shape (of the output)."""
    RENUMBERING_WITHOUT_EFFECT = "renumbering_without_effect"
    """One dimension alone is joined or made. Facts: dimension."""
    CHANNELS_DEALT = "channels_dealt"
    """The groups give a channel in turn. Facts: groups, share."""
    WINDOWS_AT_RANDOM = "windows_at_random"
    """Where windows stand is drawn by chance, in evaluation too. No facts."""
    LEARNS_ONE_SLOPE = "learns_one_slope"
    """The slope below 0 is learned, one for all. No facts."""
    LEARNS_SLOPES = "learns_slopes"
    """Likewise, one a channel. Facts: channels."""
    SECOND_HALF_GATES = "second_half_gates"
    """The second half of a dimension are gates of the first. Facts: dimension, half."""
    DROPS_NUMBERS = "drops_numbers"
    """Numbers are dropped in training. Facts: p, factor."""
    DROPS_CHANNELS = "drops_channels"
    """Whole channels are dropped in training. Facts: p, factor."""
    ALPHA_DROPS_NUMBERS = "alpha_drops_numbers"
    """Likewise, with SELU's lowest value in place of 0. Facts: p, scale, shift, lowest."""
    ALPHA_DROPS_CHANNELS = "alpha_drops_channels"
    """Likewise, of whole channels. Facts: p, scale, shift, lowest."""
    DROPS_NOTHING = "drops_nothing"
    """A dropout whose probability is 0. No facts."""
    DROPS_ALL = "drops_all"
    """A dropout whose probability is 1. No facts."""
    NORMALISES_TOGETHER = "normalises_together"
    """Numbers have one mean and one variance. Facts: cells, blocks."""
    NORMALISES_IN_TRAINING = "normalises_in_training"
    """Likewise in training; in evaluation the running ones are taken. Facts: cells, blocks."""
    KEEPS_RUNNING_VALUES = "keeps_running_values"
    """A batch makes up a part of the running mean and variance. Facts: momentum, rest."""
    KEEPS_MEAN_OF_BATCHES = "keeps_mean_of_batches"
    """Running mean and variance are the mean of those of all batches. No facts."""
    RUNNING_VARIANCE_UNBIASED = "running_variance_unbiased"
    """The running variance is divided by one less. Facts: cells, fewer."""
    MEAN_SQUARE_TOGETHER = "mean_square_together"
    """Numbers are divided by the root of their mean square. Facts: cells, blocks."""
    NEIGHBOURS_DIVIDE = "neighbours_divide"
    """Numbers are divided by what channels around hold. Facts: before, behind, size."""
    ALPHA_BY_SIZE = "alpha_by_size"
    """alpha is divided by the size, other than in the paper. Facts: size, each."""
    NORMALISES_ONE = "normalises_one"
    """One number less its own mean is 0. No facts."""
    VARIANCE_BY_COUNT = "variance_by_count"
    """The variance is divided by the count. Facts: cells, eps."""
    LINEAR_READS_ALL = "linear_reads_all"
    """Every output has a weight for every number. Facts: inputs, outputs, weights."""
    STEP_IS_RATE_TIMES_GRADIENT = "step_is_rate_times_gradient"
    """Each weight moves by lr times its gradient. Facts: lr."""
    MOMENTUM_ADDS_UP = "momentum_adds_up"
    """Steps grow while the gradient stays. Facts: momentum, times."""
    LOSS_APPLIES_SOFTMAX = "loss_applies_softmax"
    """It takes logits. Facts: layer, classes, least (behind a further softmax)."""
    LOSS_PICKS_OUTPUT = "loss_picks_output"
    """It takes no logarithm itself. Facts: layer."""
    LOSS_TAKES_CLASSES = "loss_takes_classes"
    """Two forms of a target. Facts: numbers, shares (their shapes)."""
    LOSS_MEAN_BY_WEIGHTS = "loss_mean_by_weights"
    """A mean divides by the weights of the classes that occur. No facts."""
    LOSS_MEAN_WITHOUT_WEIGHTS = "loss_mean_without_weights"
    """Of a target of shares it does not. No facts."""
    LOSS_SMOOTHED_LEAST = "loss_smoothed_least"
    """How low a smoothed loss can fall. Facts: smoothing, classes, least."""
    LOSS_TARGET_REPEATED = "loss_target_repeated"
    """Input and target of different shapes. Facts: input, target, losses (their shape), count."""
    LOSS_NEVER_LOG_OF_ZERO = "loss_never_log_of_zero"
    """It works with logits. Facts: layer."""
    LOSS_LOG_LIMITED = "loss_log_limited"
    """It takes no logarithm below -100. Facts: layer."""
    LOSS_MEAN_OF_ALL = "loss_mean_of_all"
    """The mean of a divergence divides by more than the batch. Facts: layer, count, batch."""
    FIRST_STEP_IS_RATE = "first_step_is_rate"
    """The first step is lr, whatever the gradient's size. Facts: lr."""
    DECAY_SHRINKS = "decay_shrinks"
    """weight_decay shrinks the weights themselves. Facts: share."""
    DECAY_JOINS_GRADIENT = "decay_joins_gradient"
    """weight_decay is added to the gradient. Facts: decay."""
    SQUARES_ONLY_GROW = "squares_only_grow"
    """Steps get shorter and shorter. No facts."""
    LINEAR_SHARES_WEIGHTS = "linear_shares_weights"
    """All rows have the same weights. Facts: rows."""
    EVALUATES_MIDDLE_SLOPE = "evaluates_middle_slope"
    """A slope that is drawn in training, and the middle one in evaluation. Facts: slope."""
    GROUPS_SPLIT = "groups_split"
    """Each group sees its share of the channels. Facts: groups, in_each, out_each, weight."""
    DEPTHWISE = "depthwise"
    """Every input channel has kernels of its own. Facts: groups, out_each, weight."""
    CHANNELS_SUM = "channels_sum"
    """One kernel plane an input channel, added up. Facts: planes."""
    CHANNELS_SUM_WITH_BIAS = "channels_sum_with_bias"
    """The same, with one bias on the total. Facts: planes."""
    KERNEL_NOT_FLIPPED = "kernel_not_flipped"
    """It is a cross-correlation. Facts: layer."""
    INDICES_ARE_FLAT = "indices_are_flat"
    """return_indices counts the cells of the unpadded input. Facts: last (index)."""
    INDICES_BREAK_SEQUENTIAL = "indices_break_sequential"
    """return_indices gives a tuple. Facts: layer."""
    UNPOOLING_NEEDS_SIZE = "unpooling_needs_size"
    """MaxUnpool gives another size than the input's. Facts: unpooled, spatial (the input's)."""

    # Settings that are refused.
    POOL_PADDING_TOLD_LATE = "pool_padding_told_late"
    """Half the plain kernel is the most, and only forward says so. Facts: layer, kernel_size,
    limit."""
    POOL_PADDING_IGNORES_DILATION = "pool_padding_ignores_dilation"
    """The same with dilation. Facts: layer, kernel_size, limit, effective."""
    POOL_PADS_BEFORE = "pool_pads_before"
    """A layer of its own pads a pooling by more. Facts: layer, before (its call)."""
    AVERAGE_CANNOT_PAD_BEFORE = "average_cannot_pad_before"
    """Zeros of a layer of their own count in a mean. Facts: layer."""
    SAME_NEEDS_STRIDE_ONE = "same_needs_stride_one"
    """The constructor refuses 'same' with a stride. Facts: layer, stride."""
    OUTPUT_PADDING_TOLD_LATE = "output_padding_told_late"
    """output_padding chooses among merged sizes; only forward says so. Facts: layer, limit."""
    TRANSPOSED_PADS_WITH_ZEROS = "transposed_pads_with_zeros"
    """Its padding takes output away, so it holds nothing. Facts: layer."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One thing worth knowing.

    Attributes:
        code: What it is.
        facts: The numbers and names at hand, by the names that the code's docstring gives.
    """

    code: ExplanationCode
    facts: Mapping[str, Fact]


def explain(code: ExplanationCode, **facts: Fact) -> Explanation:
    """Return an explanation with its facts as keywords."""
    return Explanation(code, facts)
