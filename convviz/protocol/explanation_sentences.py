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
        "With dilation {dilation} the {kernel_size} taps span {effective} cells. "
        "What lies between them is skipped, not multiplied by zero; holes: {holes}.",
    ),
    ExplanationCode.DILATION_WITHOUT_EFFECT: QT_TRANSLATE_NOOP(
        "sentences", "A kernel of one cell has no holes: the dilation {dilation} changes nothing."
    ),
    ExplanationCode.POOL_PADDING_AT_LIMIT: QT_TRANSLATE_NOOP(
        "sentences",
        "More padding than {padding} is refused: torch allows half the plain kernel "
        "({kernel_size}), though dilated it spans {effective}.",
    ),
    ExplanationCode.PADDING_MODE_LIMIT: QT_TRANSLATE_NOOP(
        "sentences",
        "This padding repeats cells of the input, of which it can use {size}: it can hold {limit} "
        "at each end, not more.",
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
        "Checkerboard: the kernel's size {kernel_size} is no multiple of the stride {stride}, so "
        "neighbouring output cells are made of {fewest} and {most} products in turn (along this "
        "axis). kernel_size={even} would spread them evenly.",
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
    ExplanationCode.AVERAGE_FADES_AT_EDGE: QT_TRANSLATE_NOOP(
        "sentences",
        "The average counts the zeros of the padding: the first corner divides a sum of real cells "
        "({real}) by {divisor}, so an input of ones comes out as {share} there. "
        "count_include_pad=False would give 1.",
    ),
    ExplanationCode.POWER_IS_SUM: QT_TRANSLATE_NOOP(
        "sentences", "With norm_type={norm_type} each output is the sum of its window."
    ),
    ExplanationCode.POWER_IS_LENGTH: QT_TRANSLATE_NOOP(
        "sentences",
        "With norm_type={norm_type} each output is the length of its window as a vector: the root "
        "of the sum of squares.",
    ),
    ExplanationCode.POWER_IS_LARGEST: QT_TRANSLATE_NOOP(
        "sentences",
        "With norm_type={norm_type} each output is the largest |x| of its window: the larger the "
        "power, the more the largest number outweighs the others.",
    ),
    ExplanationCode.POWER_IS_SMALLEST: QT_TRANSLATE_NOOP(
        "sentences",
        "With norm_type={norm_type} each output is the smallest |x| of its window: the more "
        "negative the power, the more the smallest number outweighs the others.",
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
        "{size} is no multiple of {output_size}, so the windows differ in size, from {shortest} "
        "to {longest}, and some neighbours share cells.",
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
    ExplanationCode.ADAPTIVE_OVERLAPS: QT_TRANSLATE_NOOP(
        "sentences",
        "{size} is no multiple of {output_size}, so some neighbouring windows share cells; "
        "every window has {cells}.",
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
        "Along {axis} inputs of {smallest} up to {largest} pool to this size. Unpooling "
        "takes {size}, unless it is given an output_size.",
    ),
    ExplanationCode.UNPOOL_SHIFTS: QT_TRANSLATE_NOOP(
        "sentences",
        "The indices count through an input of {input}, the output is {output}: numbers can "
        "land in other places, without a word from torch. output_size={input} puts them back.",
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
        "With groups={groups} the channels are split: input channels a group: {in_each}; output "
        "channels a group: {out_each}. The kernel shrinks to {weight}; the output keeps its size.",
    ),
    ExplanationCode.DEPTHWISE: QT_TRANSLATE_NOOP(
        "sentences",
        "Depthwise: each input channel ({groups} in all) has a kernel of its own; output channels "
        "each: {out_each}. The kernel shrinks to {weight}; the output keeps its size.",
    ),
    ExplanationCode.CHANNELS_SUM: QT_TRANSLATE_NOOP(
        "sentences",
        "Each output channel has {planes} kernel planes, one an input channel; their sums are "
        "added up.",
    ),
    ExplanationCode.CHANNELS_SUM_WITH_BIAS: QT_TRANSLATE_NOOP(
        "sentences",
        "Each output channel has {planes} kernel planes, one an input channel; their sums are "
        "added up, and one bias is added to the total, not one a plane.",
    ),
    ExplanationCode.KERNEL_NOT_FLIPPED: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} does not flip the kernel: its first tap meets the first cell of the window. "
        "Mathematics calls this a cross-correlation.",
    ),
    ExplanationCode.INDICES_ARE_FLAT: QT_TRANSLATE_NOOP(
        "sentences",
        "An index numbers the cells of a channel's input, without padding, from 0 to {last}. "
        "Of equal maxima the first one's is returned.",
    ),
    ExplanationCode.INDICES_BREAK_SEQUENTIAL: QT_TRANSLATE_NOOP(
        "sentences",
        "With return_indices=True {layer} returns a tuple, which nn.Sequential cannot pass to "
        "its next layer.",
    ),
    ExplanationCode.UNPOOLING_NEEDS_SIZE: QT_TRANSLATE_NOOP(
        "sentences",
        "MaxUnpool assumes an input of {unpooled}, unless it is given output_size={spatial}.",
    ),
    ExplanationCode.POOL_PADDING_TOLD_LATE: QT_TRANSLATE_NOOP(
        "sentences",
        "Pooling allows padding up to half the kernel: {limit} for {kernel_size}. {layer} is made "
        "without complaint; torch refuses only when it runs.",
    ),
    ExplanationCode.POOL_PADDING_IGNORES_DILATION: QT_TRANSLATE_NOOP(
        "sentences",
        "Pooling allows padding up to half the plain kernel: {limit} for {kernel_size}, though "
        "dilated it spans {effective}. {layer} is made without complaint; torch refuses only when "
        "it runs.",
    ),
    ExplanationCode.POOL_PADS_BEFORE: QT_TRANSLATE_NOOP(
        "sentences",
        "A layer of its own can pad by more: {before} before {layer}, which then has padding=0.",
    ),
    ExplanationCode.AVERAGE_CANNOT_PAD_BEFORE: QT_TRANSLATE_NOOP(
        "sentences",
        "A padding layer before {layer} is no way out: its zeros would count in every mean, which "
        "count_include_pad=False does not want.",
    ),
    ExplanationCode.SAME_NEEDS_STRIDE_ONE: QT_TRANSLATE_NOOP(
        "sentences",
        "padding='same' keeps the size, which a stride of {stride} cannot do: {layer} raises "
        "ValueError when it is made.",
    ),
    ExplanationCode.OUTPUT_PADDING_TOLD_LATE: QT_TRANSLATE_NOOP(
        "sentences",
        "output_padding chooses among sizes that the stride merges, so {limit} is the most here. "
        "{layer} is made without complaint; torch refuses only when it runs.",
    ),
    ExplanationCode.TRANSPOSED_PADS_WITH_ZEROS: QT_TRANSLATE_NOOP(
        "sentences",
        "The padding of {layer} takes cells of the output away, so there is nothing to mirror, "
        "repeat or wrap.",
    ),
}
