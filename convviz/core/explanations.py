"""What is worth knowing about settings that work: a code and its facts, no prose.

The interface maps each code to a sentence (``convviz.protocol.sentences``).
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
    SOFTMAX_BEFORE_LOSS = "softmax_before_loss"
    """A network's last layer is a softmax, which CrossEntropyLoss applies itself. Facts: layer."""
    SOFTMAX_WITHOUT_DIMENSION = "softmax_without_dimension"
    """torch chooses the dimension, and warns. Facts: layer, chosen."""
    BATCH_JOINED = "batch_joined"
    """The layer joins the pictures of a batch into one. Facts: layer, batch."""
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
    STRIDE_SKIPS = "stride_skips"
    """Cells between neighbouring windows are read by none. Facts: stride, extent, skipped."""
    OUTPUT_KEEPS_SIZE = "output_keeps_size"
    """The output is as long as the input. Facts: size."""

    # Adaptive pooling, along one axis.
    ADAPTIVE_SPREADS = "adaptive_spreads"
    """All windows are alike: the size divides evenly. Facts: size, output_size, cells."""
    ADAPTIVE_VARIES = "adaptive_varies"
    """Windows of different sizes that overlap. Facts: size, output_size, shortest, longest."""
    ADAPTIVE_REPEATS = "adaptive_repeats"
    """More outputs than cells: cells are read several times. Facts: size, output_size."""

    # The kernel, along one axis.
    EFFECTIVE_KERNEL = "effective_kernel"
    """Dilation spreads the kernel. Facts: kernel_size, dilation, effective, holes."""
    DILATION_WITHOUT_EFFECT = "dilation_without_effect"
    """A kernel of one cell has no holes. Facts: dilation."""

    # The padding, along one axis.
    SAME_PADDING = "same_padding"
    """'same' computes its padding. Facts: before, after, total."""
    SAME_PADDING_UNEVEN = "same_padding_uneven"
    """An odd total: the extra cell goes behind. Facts: before, after, total."""
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

    Facts: output_padding, output_size, smallest, largest (without it, and with the most).
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
    INDICES_RETURNED = "indices_returned"
    """The layer returns two tensors, which nn.Sequential cannot pass on. Facts: layer."""
    DIVISOR_COUNTS_PADDING = "divisor_counts_padding"
    """The divisor is the window clipped to the padded input. Facts: full, smallest."""
    DIVISOR_COUNTS_REAL = "divisor_counts_real"
    """The divisor is the number of real cells. Facts: full, smallest."""
    DIVISOR_GIVEN = "divisor_given"
    """divisor_override beats all counting. Facts: divisor."""
    POWER_IS_SUM = "power_is_sum"
    """Power-average pooling with norm_type=1 sums. Facts: norm_type."""
    POWER_IS_LENGTH = "power_is_length"
    """Power-average pooling with norm_type=2 is the Euclidean length. Facts: norm_type."""
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
    """Several input sizes pool to one. Facts: axis, size, smallest, largest."""
    UPSAMPLE_READS = "upsample_reads"
    """How many cells each output cell is made of. Facts: mode, cells."""
    UPSAMPLE_ALIGNS = "upsample_aligns"
    """The middles of the corner cells coincide. Facts: mode."""
    GROUPS_SPLIT = "groups_split"
    """Each group sees its share of the channels. Facts: groups, in_each, out_each."""
    DEPTHWISE = "depthwise"
    """Every input channel has kernels of its own. Facts: groups, out_each."""


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
