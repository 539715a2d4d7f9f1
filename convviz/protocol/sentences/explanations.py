"""The sentence of each explanation: why a size comes out as it does, what the padding holds.

Those of how numbers come about, and of how they are learned, stand beside it.
"""

from __future__ import annotations

from convviz.core.explaining.explanations import ExplanationCode
from convviz.protocol.sentences.learning_explanations import LEARNING_EXPLANATIONS
from convviz.protocol.sentences.number_explanations import NUMBER_EXPLANATIONS
from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP

EXPLANATION_SENTENCES: dict[ExplanationCode, str] = {
    ExplanationCode.LINEAR_WITHOUT_FLATTEN: QT_TRANSLATE_NOOP(
        "sentences",
        "Linear works on the last dimension of {shape} alone (in_features={in_features}). "
        "With a Flatten before it, it would see every value of the input ({flattened}).",
    ),
    ExplanationCode.SOFTMAX_WITHOUT_DIMENSION: QT_TRANSLATE_NOOP(
        "sentences", "{layer} has no dim, so torch chooses dimension {chosen} and warns."
    ),
    ExplanationCode.BATCH_JOINED: QT_TRANSLATE_NOOP(
        "sentences", "{layer} joins the pictures of a batch ({batch}): start at dimension 1."
    ),
    ExplanationCode.CHANGES_SHARED_INPUT: QT_TRANSLATE_NOOP(
        "sentences",
        "With inplace=True {layer} overwrites the block's input, which the other ways of the block "
        "read as well. Set inplace=False here.",
    ),
    ExplanationCode.READ_AS_UNBATCHED: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} takes {expected} dimensions without the batch. {shape} has one less, so torch "
        "reads the batch as channels.",
    ),
    ExplanationCode.DIVIDES_EVENLY: QT_TRANSLATE_NOOP(
        "sentences",
        "The windows fit exactly: what remains after the first one ({room}) is a "
        "multiple of the stride ({stride}).",
    ),
    ExplanationCode.FLOOR_DROPS: QT_TRANSLATE_NOOP(
        "sentences",
        "What remains after the first window ({room}) is not a multiple of the stride "
        "({stride}), so no window reads the end of the padded input. Dropped cells: {dropped} "
        "({real} real, {padding} padding).",
    ),
    ExplanationCode.CEIL_OVERHANGS: QT_TRANSLATE_NOOP(
        "sentences",
        "Rounding up adds a window that reaches past the padded input, by {overhang} along this "
        "axis. The cells outside are not read.",
    ),
    ExplanationCode.CEIL_WINDOW_DROPPED: QT_TRANSLATE_NOOP(
        "sentences",
        "Rounding up would add window {window}, but that would start at cell {start} of the "
        "padded input, in the right padding (from cell {limit} on). So torch drops it.",
    ),
    ExplanationCode.CEIL_WITHOUT_EFFECT: QT_TRANSLATE_NOOP(
        "sentences",
        "ceil_mode changes nothing here: what remains after the first window ({room}) is a "
        "multiple of the stride ({stride}).",
    ),
    ExplanationCode.CONVOLUTION_ROUNDS_DOWN: QT_TRANSLATE_NOOP(
        "sentences",
        "A convolution has no ceil_mode: {room} / {stride} is always rounded down, to {quotient}.",
    ),
    ExplanationCode.STRIDE_SKIPS: QT_TRANSLATE_NOOP(
        "sentences",
        "The stride {stride} is larger than the window ({extent}), so cells between neighbouring "
        "windows are never read: {skipped} each time.",
    ),
    ExplanationCode.OUTPUT_KEEPS_SIZE: QT_TRANSLATE_NOOP(
        "sentences", "The output is as long as the input: {size}."
    ),
    ExplanationCode.EFFECTIVE_KERNEL: QT_TRANSLATE_NOOP(
        "sentences",
        "With dilation {dilation} the {kernel_size} taps span {effective} cells. The cells "
        "between them ({holes}) are skipped, not multiplied by zero.",
    ),
    ExplanationCode.DILATION_WITHOUT_EFFECT: QT_TRANSLATE_NOOP(
        "sentences", "A kernel of one cell has no holes: the dilation {dilation} changes nothing."
    ),
    ExplanationCode.POOL_PADDING_AT_LIMIT: QT_TRANSLATE_NOOP(
        "sentences",
        "{padding} is the largest padding here: torch allows half of kernel_size={kernel_size}. "
        "The dilated kernel spans {effective}, but that does not count.",
    ),
    ExplanationCode.PADDING_MODE_LIMIT: QT_TRANSLATE_NOOP(
        "sentences",
        "This padding repeats cells of the input, which has {size} to repeat. So it can be at "
        "most {limit} at each end.",
    ),
    ExplanationCode.SAME_PADDING: QT_TRANSLATE_NOOP(
        "sentences", "'same' adds {before} before the input and {after} after it, {total} in all."
    ),
    ExplanationCode.SAME_PADDING_UNEVEN: QT_TRANSLATE_NOOP(
        "sentences",
        "'same' needs an odd padding here, {total} in all: {before} before the input and {after} "
        "after it.",
    ),
    ExplanationCode.PADDING_ADDS: QT_TRANSLATE_NOOP(
        "sentences",
        "Padding adds {before} before the input and {after} after it: {size} becomes "
        "{output_size}.",
    ),
    ExplanationCode.PADDING_CROPS: QT_TRANSLATE_NOOP(
        "sentences",
        "Negative padding removes cells, {before} at the start and {after} at the end. Left: "
        "{kept}.",
    ),
    ExplanationCode.TRANSPOSED_STRETCHES: QT_TRANSLATE_NOOP(
        "sentences",
        "The stride {stride} inserts zeros between neighbouring cells, {zeros} each time: {size} "
        "becomes {stretched}.",
    ),
    ExplanationCode.TRANSPOSED_PADDING_SHRINKS: QT_TRANSLATE_NOOP(
        "sentences",
        "In a transposed convolution padding shrinks the output: "
        "{padding} at each end, {cropped} in all.",
    ),
    ExplanationCode.OUTPUT_PADDING_EXTENDS: QT_TRANSLATE_NOOP(
        "sentences",
        "A convolution with these numbers makes every size from {smallest} to {largest} into "
        "{size}; output_padding={output_padding} chooses {output_size}. The cells at the end are "
        "computed like all others: no zeros are added.",
    ),
    ExplanationCode.TRANSPOSED_SIZE_AMBIGUOUS: QT_TRANSLATE_NOOP(
        "sentences",
        "A convolution with these numbers makes every size from {smallest} to {largest} into "
        "{size}. Without output_padding the way back leads to {smallest}; output_padding={most} "
        "gives {largest}.",
    ),
    ExplanationCode.TRANSPOSED_CHECKERBOARD: QT_TRANSLATE_NOOP(
        "sentences",
        "Checkerboard: the kernel's size {kernel_size} is not a multiple of the stride {stride}. "
        "Along this axis, neighbouring output cells are sums of {fewest} and {most} products in "
        "turn; kernel_size={even} would spread them evenly.",
    ),
    ExplanationCode.PADDING_HOLDS_ZEROS: QT_TRANSLATE_NOOP(
        "sentences", "The padding of {layer} holds zeros."
    ),
    ExplanationCode.PADDING_HOLDS_NEGATIVE_INFINITY: QT_TRANSLATE_NOOP(
        "sentences", "The padding of {layer} counts as minus infinity, so it is never the maximum."
    ),
    ExplanationCode.PADDING_HOLDS_NUMBER: QT_TRANSLATE_NOOP(
        "sentences", "The padding of {layer} holds {value} in every cell."
    ),
    ExplanationCode.PADDING_REFLECTS: QT_TRANSLATE_NOOP(
        "sentences", "The padding mirrors the input, without repeating its edge."
    ),
    ExplanationCode.PADDING_REPLICATES: QT_TRANSLATE_NOOP(
        "sentences", "The padding repeats the cells at the edge of the input."
    ),
    ExplanationCode.PADDING_WRAPS: QT_TRANSLATE_NOOP(
        "sentences", "The padding continues with the cells of the opposite end."
    ),
    ExplanationCode.STRIDE_IS_KERNEL: QT_TRANSLATE_NOOP(
        "sentences", "No stride is given, so the windows move by the kernel's size: {stride}."
    ),
    ExplanationCode.ADAPTIVE_SPREADS: QT_TRANSLATE_NOOP(
        "sentences",
        "The input's size {size} is a multiple of the output's {output_size}: every window reads "
        "{cells}.",
    ),
    ExplanationCode.ADAPTIVE_VARIES: QT_TRANSLATE_NOOP(
        "sentences",
        "{size} is not a multiple of {output_size}, so the windows differ in size, from "
        "{shortest} to {longest}, and some neighbours share cells.",
    ),
    ExplanationCode.ADAPTIVE_REPEATS: QT_TRANSLATE_NOOP(
        "sentences",
        "The output's size {output_size} is larger than the input's {size}, so several windows "
        "read the same cells.",
    ),
    ExplanationCode.ADAPTIVE_OVERLAPS: QT_TRANSLATE_NOOP(
        "sentences",
        "{size} is not a multiple of {output_size}, so some neighbouring windows share cells; "
        "every window has {cells}.",
    ),
    ExplanationCode.INDICES_BREAK_SEQUENTIAL: QT_TRANSLATE_NOOP(
        "sentences",
        "With return_indices=True {layer} returns a tuple, which nn.Sequential cannot pass to "
        "its next layer.",
    ),
    ExplanationCode.UNPOOLING_NEEDS_SIZE: QT_TRANSLATE_NOOP(
        "sentences",
        "MaxUnpool assumes an input of {unpooled} unless it is given output_size={spatial}.",
    ),
    ExplanationCode.POOL_PADDING_TOLD_LATE: QT_TRANSLATE_NOOP(
        "sentences",
        "torch pads a pooling by at most half its kernel: {limit} for kernel_size={kernel_size}. "
        "It says so only when {layer} runs, not when it is made.",
    ),
    ExplanationCode.POOL_PADDING_IGNORES_DILATION: QT_TRANSLATE_NOOP(
        "sentences",
        "torch pads a pooling by at most half its kernel: {limit} for kernel_size={kernel_size}, "
        "although the dilated kernel spans {effective}. It says so only when {layer} runs, not "
        "when it is made.",
    ),
    ExplanationCode.POOL_PADS_BEFORE: QT_TRANSLATE_NOOP(
        "sentences",
        "To pad by more, put {before} before {layer} and set padding=0.",
    ),
    ExplanationCode.AVERAGE_CANNOT_PAD_BEFORE: QT_TRANSLATE_NOOP(
        "sentences",
        "A padding layer before {layer} would not do the same: its zeros would count in every "
        "mean, against count_include_pad=False.",
    ),
    ExplanationCode.SAME_NEEDS_STRIDE_ONE: QT_TRANSLATE_NOOP(
        "sentences",
        "padding='same' keeps the size, which is impossible with a stride of {stride}: torch "
        "raises ValueError when {layer} is made.",
    ),
    ExplanationCode.OUTPUT_PADDING_TOLD_LATE: QT_TRANSLATE_NOOP(
        "sentences",
        "output_padding chooses among the sizes that a stride turns into one, so it can be at "
        "most {limit} here. torch says so only when {layer} runs, not when it is made.",
    ),
    ExplanationCode.TRANSPOSED_PADS_WITH_ZEROS: QT_TRANSLATE_NOOP(
        "sentences",
        "The padding of {layer} crops the output, so there is nothing to mirror, repeat or wrap.",
    ),
    **NUMBER_EXPLANATIONS,
    **LEARNING_EXPLANATIONS,
}
