"""The sentence of each explanation of how the numbers of a layer come about."""

from __future__ import annotations

from convviz.core.explaining.explanations import ExplanationCode
from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP

NUMBER_EXPLANATIONS: dict[ExplanationCode, str] = {
    ExplanationCode.DIVISOR_COUNTS_PADDING: QT_TRANSLATE_NOOP(
        "sentences",
        "Each sum is divided by the number of the window's cells inside the padded input: at "
        "most {full}, at least {smallest}.",
    ),
    ExplanationCode.DIVISOR_COUNTS_REAL: QT_TRANSLATE_NOOP(
        "sentences",
        "Each sum is divided by the number of the window's real cells, without padding: at most "
        "{full}, at least {smallest}.",
    ),
    ExplanationCode.DIVISOR_GIVEN: QT_TRANSLATE_NOOP(
        "sentences", "Each sum is divided by divisor_override={divisor}."
    ),
    ExplanationCode.AVERAGE_FADES_AT_EDGE: QT_TRANSLATE_NOOP(
        "sentences",
        "The average counts the zeros of the padding. In the first corner only {real} of "
        "{divisor} cells are real, so an input of ones gives {share} there; "
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
        "Each output raises its window's values to the power {norm_type}, adds them up, and "
        "takes the root of the same order.",
    ),
    ExplanationCode.POWER_OVERHANG_COUNTS_FULL: QT_TRANSLATE_NOOP(
        "sentences",
        "A window that reaches past the input has fewer than {full} cells (the smallest has "
        "{smallest}), but torch scales its sum as if it had all of them.",
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
        "Along {axis} every input from {smallest} to {largest} pools to this size. Unpooling "
        "assumes {size} unless output_size is given.",
    ),
    ExplanationCode.UNPOOL_SHIFTS: QT_TRANSLATE_NOOP(
        "sentences",
        "The indices count the cells of an input of {input}, but the output is {output}: numbers "
        "can land in the wrong places, and torch does not complain. output_size={input} puts "
        "them back.",
    ),
    ExplanationCode.UPSAMPLE_READS: QT_TRANSLATE_NOOP(
        "sentences",
        "mode='{mode}' computes each output cell from nearby input cells ({cells} along each "
        "axis).",
    ),
    ExplanationCode.UPSAMPLE_ALIGNS: QT_TRANSLATE_NOOP(
        "sentences",
        "align_corners=True aligns the centres of the corner cells, not their outer edges.",
    ),
    ExplanationCode.EACH_BY_ITSELF: QT_TRANSLATE_NOOP(
        "sentences",
        "Each number becomes another one by itself: the shape stays, and nothing is learned.",
    ),
    ExplanationCode.SHARES_ALONG_DIMENSION: QT_TRANSLATE_NOOP(
        "sentences",
        "The {cells} numbers along dimension {dimension} share 1: a number that changes, changes"
        " all of these.",
    ),
    ExplanationCode.NORMALISES_TOGETHER: QT_TRANSLATE_NOOP(
        "sentences",
        "{cells} numbers together have one mean and one variance (blocks of them: {blocks}). A "
        "number that changes, changes its whole block.",
    ),
    ExplanationCode.NORMALISES_IN_TRAINING: QT_TRANSLATE_NOOP(
        "sentences",
        "In training {cells} numbers together have one mean and one variance (blocks of them: "
        "{blocks}). In evaluation the running ones are taken, and each number is by itself.",
    ),
    ExplanationCode.KEEPS_RUNNING_VALUES: QT_TRANSLATE_NOOP(
        "sentences",
        "Each batch in training makes up {momentum} of the running mean and variance; {rest} of "
        "them stay. The output in training does not use them.",
    ),
    ExplanationCode.KEEPS_MEAN_OF_BATCHES: QT_TRANSLATE_NOOP(
        "sentences",
        "With momentum=None the running mean and variance are the plain mean of those of all "
        "batches so far, whose number is kept as well.",
    ),
    ExplanationCode.RUNNING_VARIANCE_UNBIASED: QT_TRANSLATE_NOOP(
        "sentences",
        "What normalises is the sum of squares divided by {cells}; what goes into running_var is "
        "the same sum divided by {fewer}.",
    ),
    ExplanationCode.MEAN_SQUARE_TOGETHER: QT_TRANSLATE_NOOP(
        "sentences",
        "{cells} numbers together are divided by the root of their mean square (blocks of them: "
        "{blocks}). No mean is taken away.",
    ),
    ExplanationCode.NEIGHBOURS_DIVIDE: QT_TRANSLATE_NOOP(
        "sentences",
        "Each number is divided by what stands at its place in the channels around it: {before} "
        "before, {behind} behind. A channel that is missing at either end counts as 0, so the sum "
        "of squares is divided by {size} everywhere.",
    ),
    ExplanationCode.ALPHA_BY_SIZE: QT_TRANSLATE_NOOP(
        "sentences",
        "torch takes the mean of the squares: each square counts alpha / size = {each}. Papers and "
        "other libraries often multiply the sum by alpha, which is {size} times as much.",
    ),
    ExplanationCode.NORMALISES_ONE: QT_TRANSLATE_NOOP(
        "sentences",
        "One number is its own mean: less that it is always 0, and the output is the bias, or 0.",
    ),
    ExplanationCode.VARIANCE_BY_COUNT: QT_TRANSLATE_NOOP(
        "sentences",
        "The variance is the sum of squares divided by {cells}, not by one less; eps={eps} keeps "
        "the divisor above 0 where all numbers are equal.",
    ),
    ExplanationCode.SHARE_OF_ONE: QT_TRANSLATE_NOOP(
        "sentences",
        "Along dimension {dimension} each number is alone: its share is 1, whatever it is.",
    ),
    ExplanationCode.NUMBERS_STAY: QT_TRANSLATE_NOOP(
        "sentences",
        "Nothing is done. Identity stands where a layer is left out: the shortcut of a residual"
        " block, or the classifier that was taken off a trained network.",
    ),
    ExplanationCode.FLATTEN_KEEPS_ORDER: QT_TRANSLATE_NOOP(
        "sentences",
        "The dimensions become one: {joined} = {cells}. All numbers keep their order, in which the"
        " last dimension runs fastest, as with reshape to {shape}. A transpose or permute before it"
        " would give the same shape with another order.",
    ),
    ExplanationCode.FLATTEN_LEAVES_FIRST: QT_TRANSLATE_NOOP(
        "sentences",
        "start_dim={start_dim} leaves {shape} in front as it is. In a network the batch stands"
        " there. Here there is none: start_dim=0 makes one vector of all {cells}.",
    ),
    ExplanationCode.UNFLATTEN_KEEPS_ORDER: QT_TRANSLATE_NOOP(
        "sentences",
        "A dimension of {size} becomes {split}. All numbers keep their order, as with reshape to"
        " {shape}: so it undoes a Flatten.",
    ),
    ExplanationCode.RENUMBERING_WITHOUT_EFFECT: QT_TRANSLATE_NOOP(
        "sentences",
        "Dimension {dimension} alone is counted: shape and numbers stay as they are.",
    ),
    ExplanationCode.LINEAR_READS_ALL: QT_TRANSLATE_NOOP(
        "sentences",
        "Every output reads every number: {outputs} × {inputs} = {weights} weights, a row of the"
        " matrix for each output. A convolution whose kernel is as large as its input does the"
        " same.",
    ),
    ExplanationCode.LINEAR_SHARES_WEIGHTS: QT_TRANSLATE_NOOP(
        "sentences",
        "The last dimension alone is worked on: all {rows} rows in front of it get the same"
        " weights, as the pictures of a batch do. A Flatten before it would join them.",
    ),
    ExplanationCode.CHANNELS_DEALT: QT_TRANSLATE_NOOP(
        "sentences",
        "The groups, {groups} in all, give one channel each in turn, {share} times: so a"
        " convolution with groups that follows sees channels of all of them.",
    ),
    ExplanationCode.EVALUATES_MIDDLE_SLOPE: QT_TRANSLATE_NOOP(
        "sentences",
        "In training the slope below 0 is drawn anew for each number. In evaluation it is "
        "{slope}, in the middle between lower and upper.",
    ),
    ExplanationCode.WINDOWS_AT_RANDOM: QT_TRANSLATE_NOOP(
        "sentences",
        "Where the windows stand is drawn by chance for each channel and each axis, in evaluation "
        "as in training. The last window always ends where the input ends.",
    ),
    ExplanationCode.LEARNS_ONE_SLOPE: QT_TRANSLATE_NOOP(
        "sentences",
        "Numbers over 0 stay; those below are multiplied by a slope that is learned, the same for "
        "all of them.",
    ),
    ExplanationCode.LEARNS_SLOPES: QT_TRANSLATE_NOOP(
        "sentences",
        "Numbers over 0 stay; those below are multiplied by a slope that is learned, one for each "
        "of the {channels} channels.",
    ),
    ExplanationCode.SECOND_HALF_GATES: QT_TRANSLATE_NOOP(
        "sentences",
        "Along dimension {dimension} the second half are gates: each number of the first half is "
        "multiplied by the sigmoid of the one {half} places behind it. Near 1 it passes, near 0 it "
        "does not.",
    ),
    ExplanationCode.DROPS_NUMBERS: QT_TRANSLATE_NOOP(
        "sentences",
        "In training each number becomes 0 with probability {p}; those that stay are multiplied by "
        "1/(1 − p) = {factor}, so that the mean stays. In evaluation all pass as they are.",
    ),
    ExplanationCode.DROPS_CHANNELS: QT_TRANSLATE_NOOP(
        "sentences",
        "In training each channel becomes 0 as a whole with probability {p}; those that stay are "
        "multiplied by 1/(1 − p) = {factor}. In evaluation all pass as they are.",
    ),
    ExplanationCode.ALPHA_DROPS_NUMBERS: QT_TRANSLATE_NOOP(
        "sentences",
        "In training {lowest}, the lowest value of SELU, takes the place of each number with "
        "probability {p}. Then all are multiplied by {scale}, and {shift} is added: mean 0 and "
        "variance 1 stay. In evaluation all pass as they are.",
    ),
    ExplanationCode.ALPHA_DROPS_CHANNELS: QT_TRANSLATE_NOOP(
        "sentences",
        "In training {lowest}, the lowest value of SELU, fills each channel with probability {p}. "
        "Then all numbers are multiplied by {scale}, and {shift} is added: mean 0 and variance 1 "
        "stay. In evaluation all pass as they are.",
    ),
    ExplanationCode.DROPS_NOTHING: QT_TRANSLATE_NOOP(
        "sentences", "With p = 0 nothing is dropped: training and evaluation are alike."
    ),
    ExplanationCode.DROPS_ALL: QT_TRANSLATE_NOOP(
        "sentences",
        "With p = 1 everything is dropped in training: nothing is learned through this layer.",
    ),
    ExplanationCode.GROUPS_SPLIT: QT_TRANSLATE_NOOP(
        "sentences",
        "groups={groups} splits the channels: each group reads {in_each} of the input and makes "
        "{out_each} of the output. The kernel shrinks to {weight}; the output keeps its size.",
    ),
    ExplanationCode.DEPTHWISE: QT_TRANSLATE_NOOP(
        "sentences",
        "Depthwise: each of the {groups} input channels has kernels of its own ({out_each} "
        "each). The kernel shrinks to {weight}; the output keeps its size.",
    ),
    ExplanationCode.CHANNELS_SUM: QT_TRANSLATE_NOOP(
        "sentences",
        "Each output channel has {planes} kernel planes, one per input channel. Their sums are "
        "added up.",
    ),
    ExplanationCode.CHANNELS_SUM_WITH_BIAS: QT_TRANSLATE_NOOP(
        "sentences",
        "Each output channel has {planes} kernel planes, one per input channel. Their sums are "
        "added up, and one bias is added to the total (not one per plane).",
    ),
    ExplanationCode.KERNEL_NOT_FLIPPED: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} does not flip the kernel: its first tap meets the first cell of the window. In "
        "mathematics this is a cross-correlation.",
    ),
    ExplanationCode.INDICES_ARE_FLAT: QT_TRANSLATE_NOOP(
        "sentences",
        "An index counts the cells of one input channel, without padding, from 0 to {last}. If "
        "several cells hold the maximum, the first one's index is returned.",
    ),
}
