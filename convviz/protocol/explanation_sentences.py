"""The sentence of each explanation: why a size comes out as it does, what the padding holds."""

from __future__ import annotations

from convviz.core.explanations import ExplanationCode
from convviz.protocol.translation_mark import QT_TRANSLATE_NOOP

EXPLANATION_SENTENCES: dict[ExplanationCode, str] = {
    ExplanationCode.LINEAR_WITHOUT_FLATTEN: QT_TRANSLATE_NOOP(
        "sentences",
        "Linear works on the last dimension of {shape} alone (in_features={in_features}). "
        "With a Flatten before it, it would see every value of the input ({flattened}).",
    ),
    ExplanationCode.SOFTMAX_BEFORE_LOSS: QT_TRANSLATE_NOOP(
        "sentences",
        "CrossEntropyLoss applies a softmax itself: with {layer} as the last layer, "
        "it is applied twice.",
    ),
    ExplanationCode.SOFTMAX_WITHOUT_DIMENSION: QT_TRANSLATE_NOOP(
        "sentences", "{layer} has no dim, so torch chooses dimension {chosen} and warns."
    ),
    ExplanationCode.BATCH_JOINED: QT_TRANSLATE_NOOP(
        "sentences", "{layer} joins the pictures of a batch ({batch}): start at dimension 1."
    ),
    ExplanationCode.READ_AS_UNBATCHED: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} expects {expected} dimensions after the batch's, so it takes the batch of {shape} "
        "for channels.",
    ),
    ExplanationCode.DIVIDES_EVENLY: QT_TRANSLATE_NOOP(
        "sentences", "{room} is a multiple of the stride {stride}: the windows fit without rest."
    ),
    ExplanationCode.FLOOR_DROPS: QT_TRANSLATE_NOOP(
        "sentences",
        "{room} is no multiple of the stride {stride}, so no window reads the end of the padded "
        "input. Cells dropped: {dropped} ({real} real, {padding} padding).",
    ),
    ExplanationCode.CEIL_OVERHANGS: QT_TRANSLATE_NOOP(
        "sentences",
        "Rounding up adds a window that reaches past the padded input. "
        "What lies outside is left out; cells along this axis: {overhang}.",
    ),
    ExplanationCode.CEIL_WINDOW_DROPPED: QT_TRANSLATE_NOOP(
        "sentences",
        "Rounding up would add window {window}, but it would start at cell {start} of the padded "
        "input, where the right padding begins ({limit}). So it is dropped.",
    ),
    ExplanationCode.CEIL_WITHOUT_EFFECT: QT_TRANSLATE_NOOP(
        "sentences",
        "ceil_mode changes nothing here: {room} is a multiple of the stride {stride}.",
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
        "With dilation {dilation} the {kernel_size} taps span {effective} cells. "
        "What lies between them is skipped, not multiplied by zero; holes: {holes}.",
    ),
    ExplanationCode.DILATION_WITHOUT_EFFECT: QT_TRANSLATE_NOOP(
        "sentences", "A kernel of one cell has no holes: the dilation {dilation} changes nothing."
    ),
    ExplanationCode.SAME_PADDING: QT_TRANSLATE_NOOP(
        "sentences", "'same' pads {before} before and {after} behind, in all {total}."
    ),
    ExplanationCode.SAME_PADDING_UNEVEN: QT_TRANSLATE_NOOP(
        "sentences",
        "'same' needs an odd padding of {total} in all: {before} before and {after} behind.",
    ),
    ExplanationCode.PADDING_ADDS: QT_TRANSLATE_NOOP(
        "sentences",
        "Padding adds {before} before and {after} behind: {size} become {output_size}.",
    ),
    ExplanationCode.PADDING_CROPS: QT_TRANSLATE_NOOP(
        "sentences",
        "Negative padding takes cells away, {before} before and {after} behind. Left: {kept}.",
    ),
    ExplanationCode.TRANSPOSED_STRETCHES: QT_TRANSLATE_NOOP(
        "sentences",
        "The stride {stride} puts zeros between neighbouring cells, {zeros} each time: "
        "{size} become {stretched}.",
    ),
    ExplanationCode.TRANSPOSED_PADDING_SHRINKS: QT_TRANSLATE_NOOP(
        "sentences",
        "In a transposed convolution padding shrinks the output: "
        "{padding} at each end, {cropped} in all.",
    ),
    ExplanationCode.OUTPUT_PADDING_EXTENDS: QT_TRANSLATE_NOOP(
        "sentences",
        "Convolutions of input sizes from {smallest} to {largest} give this size; "
        "output_padding={output_padding} chooses {output_size}. The added cells are computed, "
        "not zeros.",
    ),
    ExplanationCode.PADDING_HOLDS_ZEROS: QT_TRANSLATE_NOOP(
        "sentences", "The padding of {layer} holds zeros."
    ),
    ExplanationCode.PADDING_HOLDS_NEGATIVE_INFINITY: QT_TRANSLATE_NOOP(
        "sentences", "The padding of {layer} counts as minus infinity, so it never wins."
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
        "sentences", "The padding continues with the cells of the other end."
    ),
    ExplanationCode.STRIDE_IS_KERNEL: QT_TRANSLATE_NOOP(
        "sentences", "Without a stride, pooling takes the kernel's size: {stride}."
    ),
    ExplanationCode.INDICES_RETURNED: QT_TRANSLATE_NOOP(
        "sentences",
        "return_indices=True makes {layer} return two tensors: the maxima, and where each stands "
        "in its channel, counted row by row without the padding; the first of equal ones. "
        "nn.Sequential cannot pass such a pair on to its next layer.",
    ),
    ExplanationCode.DIVISOR_COUNTS_PADDING: QT_TRANSLATE_NOOP(
        "sentences",
        "Each sum is divided by the window's cells inside the padded input: "
        "{full} at most, {smallest} at least.",
    ),
    ExplanationCode.DIVISOR_COUNTS_REAL: QT_TRANSLATE_NOOP(
        "sentences",
        "Each sum is divided by the window's real cells, without padding: "
        "{full} at most, {smallest} at least.",
    ),
    ExplanationCode.DIVISOR_GIVEN: QT_TRANSLATE_NOOP(
        "sentences", "Each sum is divided by divisor_override={divisor}."
    ),
    ExplanationCode.POWER_IS_SUM: QT_TRANSLATE_NOOP(
        "sentences", "With norm_type={norm_type} each output is the sum of its window."
    ),
    ExplanationCode.POWER_IS_LENGTH: QT_TRANSLATE_NOOP(
        "sentences",
        "With norm_type={norm_type} each output is the length of its window as a vector: the root "
        "of the sum of squares.",
    ),
    ExplanationCode.POWER_OF_OTHERS: QT_TRANSLATE_NOOP(
        "sentences",
        "Each output is the sum of its window's values to the power of {norm_type}, and then the "
        "root of that order.",
    ),
    ExplanationCode.POWER_OVERHANG_COUNTS_FULL: QT_TRANSLATE_NOOP(
        "sentences",
        "A window that reaches past the input has fewer cells than {full} (the smallest: "
        "{smallest}), but torch scales its sum as if it had all of them.",
    ),
    ExplanationCode.ADAPTIVE_SPREADS: QT_TRANSLATE_NOOP(
        "sentences",
        "The input's size {size} is a multiple of the output's {output_size}: every window reads "
        "{cells}.",
    ),
    ExplanationCode.ADAPTIVE_VARIES: QT_TRANSLATE_NOOP(
        "sentences",
        "{size} is no multiple of {output_size}, so neighbouring windows share cells: "
        "they have from {shortest} to {longest}.",
    ),
    ExplanationCode.ADAPTIVE_REPEATS: QT_TRANSLATE_NOOP(
        "sentences",
        "The output's size {output_size} is larger than the input's {size}, so several windows "
        "read the same cells.",
    ),
    ExplanationCode.SHUFFLE_MOVES: QT_TRANSLATE_NOOP(
        "sentences",
        "One place in each of {channels} channels becomes a block in one channel "
        "({factor} × {factor}). Nothing is computed and nothing is lost: numbers only move.",
    ),
    ExplanationCode.UNSHUFFLE_MOVES: QT_TRANSLATE_NOOP(
        "sentences",
        "A block ({factor} × {factor}) of one channel becomes one place in each of {channels} "
        "channels. Nothing is computed and nothing is lost: numbers only move.",
    ),
    ExplanationCode.UNFOLD_COLUMNS: QT_TRANSLATE_NOOP(
        "sentences",
        "Each window becomes a column, channel after channel, tap after tap (columns: {windows}, "
        "numbers in each: {cells}).",
    ),
    ExplanationCode.FOLD_ADDS: QT_TRANSLATE_NOOP(
        "sentences",
        "Where windows overlap, their columns are added up: up to {most} for one cell. So Fold "
        "undoes Unfold only where they do not overlap.",
    ),
    ExplanationCode.UNPOOL_LOSES_SIZES: QT_TRANSLATE_NOOP(
        "sentences",
        "Along axis {axis} inputs of {smallest} up to {largest} pool to this size. Unpooling "
        "takes {size}, unless it is given an output_size.",
    ),
    ExplanationCode.UPSAMPLE_READS: QT_TRANSLATE_NOOP(
        "sentences",
        "mode='{mode}' makes each cell of its neighbours in the input (along each axis: {cells}).",
    ),
    ExplanationCode.UPSAMPLE_ALIGNS: QT_TRANSLATE_NOOP(
        "sentences",
        "align_corners=True lets the middles of the corner cells coincide, not their outer edges.",
    ),
    ExplanationCode.GROUPS_SPLIT: QT_TRANSLATE_NOOP(
        "sentences",
        "With groups={groups}, the channels are split: input channels a group: {in_each}; output "
        "channels a group: {out_each}.",
    ),
    ExplanationCode.DEPTHWISE: QT_TRANSLATE_NOOP(
        "sentences",
        "Depthwise: each input channel ({groups} in all) has a kernel of its own; output channels "
        "each: {out_each}.",
    ),
}
