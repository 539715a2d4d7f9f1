"""The sentence of each explanation: why a size comes out as it does, what the padding holds."""

from __future__ import annotations

from convviz.core.explaining.explanations import ExplanationCode
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
        "{size} is not a multiple of {output_size}, so some neighbouring windows share cells; "
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
    ExplanationCode.BACKWARD_OF_ONES: QT_TRANSLATE_NOOP(
        "sentences",
        "Backward begins at ones, as output.sum().backward() does: each number of a gradient says "
        "how fast the sum of all outputs grows with its cell. output.backward() is refused: it "
        "begins at one number alone.",
    ),
    ExplanationCode.BACKWARD_ADDS_UP: QT_TRANSLATE_NOOP(
        "sentences",
        "backward() adds to .grad: behind two forwards without zero_grad, {tensor}.grad is twice "
        "what stands here. A second backward() behind the same forward is refused, unless the "
        "first is given retain_graph=True.",
    ),
    ExplanationCode.BACKWARD_SHARES_KERNEL: QT_TRANSLATE_NOOP(
        "sentences",
        "The same weight is used at {places} places, and its gradient is the sum of what each of "
        "them asks for.",
    ),
    ExplanationCode.BACKWARD_NEEDS_INPUT: QT_TRANSLATE_NOOP(
        "sentences",
        "The gradient of the weight is made of the input, so torch keeps its {numbers} numbers "
        "until backward().",
    ),
    ExplanationCode.BACKWARD_OF_MATRIX: QT_TRANSLATE_NOOP(
        "sentences",
        "grad_weight is grad_output.T @ input: {outputs} × {inputs} numbers, as the weight has "
        "them, summed over the rows, here {rows}.",
    ),
    ExplanationCode.BACKWARD_OF_WINNERS: QT_TRANSLATE_NOOP(
        "sentences",
        "At most {windows} of the {cells} cells of a channel get a gradient: one in each window. "
        "Whatever made the others learns nothing here.",
    ),
    ExplanationCode.BACKWARD_STOPS_BELOW_ZERO: QT_TRANSLATE_NOOP(
        "sentences",
        "Where a number is 0 or less, nothing comes back: torch takes the slope at 0 as 0. A unit "
        "that is below 0 for every input learns no more.",
    ),
    ExplanationCode.BACKWARD_SLOPE_AT_MOST: QT_TRANSLATE_NOOP(
        "sentences",
        "The slope is {most} at most. Through {layers} such layers in a row at most {after} of a "
        "gradient is left.",
    ),
    ExplanationCode.BACKWARD_WITHOUT_MEAN: QT_TRANSLATE_NOOP(
        "sentences",
        "What the {cells} cells of one mean get adds up to 0: a number that is added to all of "
        "them changes no output.",
    ),
    ExplanationCode.LRN_HARDLY_ACTS: QT_TRANSLATE_NOOP(
        "sentences",
        "With alpha={alpha} the neighbours change d by 1% only where inputs are about {size} "
        "large. Smaller ones are divided by k^β = {divisor}, and hardly by anything else. "
        "alpha=1 shows what the layer does.",
    ),
    ExplanationCode.BACKWARD_SAME_MASK: QT_TRANSLATE_NOOP(
        "sentences",
        "Backward has the mask of the forward: what was set to 0 gets nothing, all else its "
        "gradient times {scale}.",
    ),
    ExplanationCode.SLOPES_CANCEL: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer}: the slopes of a sample's logits add up to 0. What pushes the right class up "
        "pushes the others down.",
    ),
    ExplanationCode.SLOPE_KEEPS_SIZE: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer}: the slope is as large near the target as far from it. Only its sign changes.",
    ),
    ExplanationCode.SLOPE_GROWS: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer}: an output ten times as far from its target has ten times the slope, so single "
        "outliers lead.",
    ),
    ExplanationCode.LEARN_IS_A_STEP: QT_TRANSLATE_NOOP(
        "sentences",
        "A step here is one of {call}: it gets the gradients of kernel and bias, and each weight "
        "goes by its rule.",
    ),
    ExplanationCode.LEARN_ONE_VALLEY: QT_TRANSLATE_NOOP(
        "sentences",
        "Over the weights of a single convolution {layer} is a bowl: there is no second valley to "
        "get stuck in, wherever one begins. Of several layers in a row that is not so.",
    ),
    ExplanationCode.LEARN_NEVER_RESTS: QT_TRANSLATE_NOOP(
        "sentences",
        "The slopes of {layer} get no smaller near the target: with lr = {lr} for ever the steps "
        "jump about it in the end, and the loss stops falling.",
    ),
    ExplanationCode.STEP_IS_RATE_TIMES_GRADIENT: QT_TRANSLATE_NOOP(
        "sentences",
        "A gradient of 1 moves its weight by {lr}, against it; a gradient of 10 ten times as far.",
    ),
    ExplanationCode.MOMENTUM_ADDS_UP: QT_TRANSLATE_NOOP(
        "sentences",
        "Of each step {momentum} comes along into the next one. While a gradient stays, steps grow "
        "up to {times} times; where its sign changes, they cancel.",
    ),
    ExplanationCode.ORTHOGONAL_STEP: QT_TRANSLATE_NOOP(
        "sentences",
        "In every direction of the matrix the step is about equally large, 0.68 to 1.14 times "
        "{lr} · r, whatever the gradient's size there: only what is less than a hundredth of the "
        "whole moves less.",
    ),
    ExplanationCode.FIRST_STEP_IS_RATE: QT_TRANSLATE_NOOP(
        "sentences",
        "The first step of each weight is {lr} long, whatever the size of its gradient: m̂ and v̂ "
        "are then the gradient and its square, and one is divided by the root of the other.",
    ),
    ExplanationCode.LOSS_APPLIES_SOFTMAX: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} applies a softmax itself: it takes logits, which may be any numbers. Behind a "
        "layer Softmax it cannot fall below {least} with {classes} classes.",
    ),
    ExplanationCode.LOSS_PICKS_OUTPUT: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} takes no logarithm: it only picks the right class's number and changes its sign. "
        "Its input must come from LogSoftmax; of other numbers it falls for ever.",
    ),
    ExplanationCode.LOSS_TAKES_CLASSES: QT_TRANSLATE_NOOP(
        "sentences",
        "A target of shape {numbers} holds the numbers of classes, as int64; one of shape {shares} "
        "holds a share for each class, as float32. torch refuses one-hot integers: make them "
        "floats.",
    ),
    ExplanationCode.LOSS_MEAN_BY_WEIGHTS: QT_TRANSLATE_NOOP(
        "sentences",
        "The mean divides by the sum of the weights of the target's classes, and not by how many "
        "there are.",
    ),
    ExplanationCode.LOSS_MEAN_WITHOUT_WEIGHTS: QT_TRANSLATE_NOOP(
        "sentences",
        "With a target of shares the mean divides by how many samples there are, whatever the "
        "weights; with numbers of classes it divides by their weights.",
    ),
    ExplanationCode.LOSS_SMOOTHED_LEAST: QT_TRANSLATE_NOOP(
        "sentences",
        "With label_smoothing={smoothing} and {classes} classes the loss cannot fall below "
        "{least}, which is what a share as large as the smoothed target costs.",
    ),
    ExplanationCode.LOSS_RANKS_BY_MARGIN: QT_TRANSLATE_NOOP(
        "sentences",
        "A pair costs until the input that should rank higher lies {margin} above the other: one "
        "that is right by less than the margin still costs.",
    ),
    ExplanationCode.LOSS_RANKS_EQUALS: QT_TRANSLATE_NOOP(
        "sentences",
        "With margin=0 two equal inputs cost nothing: a network that gives all of them the same "
        "score has a loss of 0. A margin above 0 prevents that.",
    ),
    ExplanationCode.LOSS_TRIPLET_DONE: QT_TRANSLATE_NOOP(
        "sentences",
        "A triplet whose negative is farther away than its positive by more than {margin} costs "
        "nothing and has no gradient: it teaches nothing any more.",
    ),
    ExplanationCode.LOSS_TRIPLET_COLLAPSED: QT_TRANSLATE_NOOP(
        "sentences",
        "A network that gives the same point for everything costs {margin}, the margin: a loss "
        "that stays there points to that.",
    ),
    ExplanationCode.LOSS_COSINE_DIRECTIONS: QT_TRANSLATE_NOOP(
        "sentences",
        "Directions alone count: a row that is ten times as long costs the same.",
    ),
    ExplanationCode.LOSS_BELOW_ZERO: QT_TRANSLATE_NOOP(
        "sentences",
        "The loss may fall below 0, down to {least}: where the input is exact and the variance no "
        "more than eps. A negative loss is no slip.",
    ),
    ExplanationCode.LOSS_LEADS_BY_MARGIN: QT_TRANSLATE_NOOP(
        "sentences",
        "Only the lead of the right output over the others counts, no share: where it leads all of "
        "them by {margin}, nothing is lost and nothing is learned.",
    ),
    ExplanationCode.LOSS_DIVIDES_BY_CLASSES: QT_TRANSLATE_NOOP(
        "sentences",
        "The sum of a row is divided by the number of all classes, also of the right ones, which "
        "add nothing.",
    ),
    ExplanationCode.LOSS_LABELS_END: QT_TRANSLATE_NOOP(
        "sentences",
        "The first -1 ends a row of the target: what stands behind it does not count, even where "
        "it names a class.",
    ),
    ExplanationCode.LOSS_LIKE_BCE: QT_TRANSLATE_NOOP(
        "sentences",
        "The mean of {layer} is that of BCEWithLogitsLoss; with reduction='none' it leaves one "
        "loss a row, and not one a class.",
    ),
    ExplanationCode.LOSS_TARGET_REPEATED: QT_TRANSLATE_NOOP(
        "sentences",
        "The input {input} and the target {target} are repeated to {losses}: {count} losses. torch "
        "only warns, and the loss is mostly not what was meant.",
    ),
    ExplanationCode.LOSS_NEVER_LOG_OF_ZERO: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} works with the logit itself: where the sigmoid rounds to 0 in float32, the loss "
        "stays finite, and its gradient goes on.",
    ),
    ExplanationCode.LOSS_LOG_LIMITED: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} takes no logarithm below -100, so that a share of 0 costs 100 and not infinity.",
    ),
    ExplanationCode.LOSS_MEAN_OF_ALL: QT_TRANSLATE_NOOP(
        "sentences",
        "reduction='mean' divides by all {count} numbers. The divergence of distributions is "
        "divided by the {batch} of the batch: reduction='batchmean'.",
    ),
    ExplanationCode.DECAY_SHRINKS: QT_TRANSLATE_NOOP(
        "sentences",
        "weight_decay takes the share {share} off each weight in a step, beside the gradient: what "
        "gradients are divided by makes no difference to it.",
    ),
    ExplanationCode.DECAY_JOINS_GRADIENT: QT_TRANSLATE_NOOP(
        "sentences",
        "weight_decay adds {decay} times the weight to its gradient, as a penalty of the weights' "
        "squares in the loss would.",
    ),
    ExplanationCode.SQUARES_ONLY_GROW: QT_TRANSLATE_NOOP(
        "sentences",
        "The sum of squares only grows, so steps get shorter and shorter, while the gradient stays "
        "as 1/√t.",
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
}
