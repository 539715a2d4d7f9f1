"""The sentence of each explanation of losses, backward passes and the steps of optimisers."""

from __future__ import annotations

from convviz.core.explaining.explanations import ExplanationCode
from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP

LEARNING_EXPLANATIONS: dict[ExplanationCode, str] = {
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
    ExplanationCode.LOSS_OUTLIERS_SQUARE: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer}: a distance twice as large costs four times as much, so the mean follows its "
        "outliers.",
    ),
    ExplanationCode.LOSS_OUTLIERS_SIZE: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer}: a distance twice as large costs twice as much, so an outlier weighs less "
        "than in MSELoss.",
    ),
    ExplanationCode.LOSS_BENDS: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} is a square up to a distance of {name}={at}, and a straight line beyond it: "
        "its slope is never more than {slope}.",
    ),
    ExplanationCode.LOSS_YES_AND_NO: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} of the targets 1 and −1 is BCEWithLogitsLoss of the targets 1 and 0: an "
        "output of 0 costs log 2 = 0.6931, whichever is right.",
    ),
    ExplanationCode.LOSS_OF_DISTANCE: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} takes a distance: a pair that belongs together (1) costs the distance "
        "itself, another (−1) what it lacks of margin={margin}. From there on that costs "
        "nothing.",
    ),
    ExplanationCode.LOSS_OF_COUNT: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} with log_input={is_log} is least where the output says the target's own "
        "count as the mean, e^x = y or x = y. It may be below 0 there.",
    ),
    ExplanationCode.FIRST_STEP_OF_SQUARE: QT_TRANSLATE_NOOP(
        "sentences",
        "The first step of each weight is {times} times lr = {lr} long, whatever the size of "
        "its gradient: of its square only {share} is remembered by then.",
    ),
    ExplanationCode.FIRST_STEP_OF_LARGEST: QT_TRANSLATE_NOOP(
        "sentences",
        "The first step of each weight is {lr} long, whatever the size of its gradient: the "
        "largest gradient so far is this one.",
    ),
    ExplanationCode.FIRST_STEP_LOOKS_AHEAD: QT_TRANSLATE_NOOP(
        "sentences",
        "The first step of each weight is {times} times lr = {lr} long, whatever the size of "
        "its gradient: it looks ahead to what momentum brings next.",
    ),
    ExplanationCode.FIRST_STEPS_UNSCALED: QT_TRANSLATE_NOOP(
        "sentences",
        "The first {steps} steps are not divided by the size of the gradients, which is not "
        "known well enough by then: a gradient ten times as large moves its weight ten times "
        "as far.",
    ),
    ExplanationCode.FIRST_STEP_OF_NOTHING: QT_TRANSLATE_NOOP(
        "sentences",
        "The first step of each weight is about {length} long, whatever the size of its "
        "gradient: nothing has moved yet, so eps = {eps} alone says how far.",
    ),
    ExplanationCode.ONLY_SIGNS_COUNT: QT_TRANSLATE_NOOP(
        "sentences",
        "Only the sign of a gradient counts, not its size. A weight's own step begins at "
        "{lr}, grows {up} times while the sign stays, and shrinks to {down} of itself where "
        "it changes.",
    ),
    ExplanationCode.AVERAGE_BESIDE_STEPS: QT_TRANSLATE_NOOP(
        "sentences",
        "Steps are those of SGD, but each takes {share} of the weight away first, and lr = "
        "{lr} falls slowly. The average of the weights is kept beside them and moves none.",
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
}
