"""The sentence of each refusal of a loss, an optimiser or a schedule: what the rule is."""

from __future__ import annotations

from convviz.core.errors import ErrorCode
from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP

TRAINING_ERROR_SENTENCES: dict[ErrorCode, str] = {
    ErrorCode.NOT_ABOVE: QT_TRANSLATE_NOOP(
        "sentences",
        "{parameter} must be above {minimum} and at most {maximum}, but it is {value}.",
    ),
    ErrorCode.NOT_LESS: QT_TRANSLATE_NOOP(
        "sentences", "{parameter} must be below {maximum}, but it is {value}."
    ),
    ErrorCode.WRONG_COUNT: QT_TRANSLATE_NOOP(
        "sentences", "{parameter} must be {count} numbers, but it is {value}."
    ),
    ErrorCode.NESTEROV_NEEDS_MOMENTUM: QT_TRANSLATE_NOOP(
        "sentences",
        "Nesterov needs a momentum above 0 and a dampening of 0. Change one of the three.",
    ),
    ErrorCode.SETTING_SCHEDULED: QT_TRANSLATE_NOOP(
        "sentences",
        "{schedule} sets {setting} itself, batch by batch, so it stays as the schedule has it.",
    ),
    ErrorCode.BATCH_SIZE_SCHEDULED: QT_TRANSLATE_NOOP(
        "sentences",
        "{schedule} is laid out over the batches of the whole run, so their size stays. Stop the "
        "run and start anew with another batch size, or without {schedule}.",
    ),
    ErrorCode.SCHEDULE_SHORTER: QT_TRANSLATE_NOOP(
        "sentences",
        "{schedule} is laid out over {epochs} epochs. Behind them the rate stays as it is then; it "
        "can be changed while the run goes on.",
    ),
    ErrorCode.RATE_RANGE: QT_TRANSLATE_NOOP(
        "sentences",
        "Learning rates from {lowest} to {highest} in {steps} batches cannot be tried. The first "
        "must be above 0, the last larger than it, and the batches from 2 to {most}.",
    ),
    ErrorCode.FUSED_WITH_FOREACH: QT_TRANSLATE_NOOP(
        "sentences", "fused and foreach cannot both be True. Set one of them to None."
    ),
    ErrorCode.NO_MOMENTUM_TO_CYCLE: QT_TRANSLATE_NOOP(
        "sentences",
        "The schedule moves the momentum, but {optimiser} has none. Set cycle_momentum to False, "
        "or choose another optimiser.",
    ),
    ErrorCode.ONE_CYCLE_TOO_SHORT: QT_TRANSLATE_NOOP(
        "sentences",
        "With pct_start={value} the learning rate would rise for exactly one of the {steps} "
        "batches, and torch cannot divide that. Change pct_start a little.",
    ),
    ErrorCode.LOSS_NOT_ONE_NUMBER: QT_TRANSLATE_NOOP(
        "sentences",
        'With reduction="none" each picture keeps a loss of its own, and training needs a single '
        'one. Choose "mean" or "sum".',
    ),
    ErrorCode.ETAS_NOT_AROUND_ONE: QT_TRANSLATE_NOOP(
        "sentences", "The first of the etas must lie between 0 and 1, the second above 1."
    ),
    ErrorCode.SURFACE_UNREADABLE: QT_TRANSLATE_NOOP(
        "sentences",
        "'{text}' is no function of x and y. Write one such as x^2 + 10*y^2.",
    ),
    ErrorCode.SURFACE_UNKNOWN_NAME: QT_TRANSLATE_NOOP(
        "sentences", "'{name}' means nothing in a function. Known are {known}."
    ),
    ErrorCode.SURFACE_TOO_LONG: QT_TRANSLATE_NOOP(
        "sentences", "The function is too long: write at most {limit} characters, less nested."
    ),
    ErrorCode.SURFACE_WEIGHTS: QT_TRANSLATE_NOOP(
        "sentences",
        "A function of x and y needs two weights, here there are {count}. Give the input the shape "
        "(steps, {sizes}), or take the function away.",
    ),
    ErrorCode.LOSS_NEEDS_LAYER: QT_TRANSLATE_NOOP(
        "sentences",
        "{loss} takes the output for what {layer} gives, so the network must end with it. Add it, "
        "or choose another loss.",
    ),
    ErrorCode.CLASS_WEIGHT_COUNT: QT_TRANSLATE_NOOP(
        "sentences",
        "weight has {count} numbers, but the network has {outputs} outputs. Give one number an "
        "output, or None.",
    ),
    ErrorCode.CLASS_WEIGHT_NEGATIVE: QT_TRANSLATE_NOOP(
        "sentences",
        "weight holds {value}: the network would be rewarded for what it gets wrong. Give each "
        "class 0 or more.",
    ),
    ErrorCode.NO_CLASS_COUNTS: QT_TRANSLATE_NOOP(
        "sentences",
        "weight is 0 for every class that is not ignored, so there is nothing to learn. Give a "
        "class more than 0, or set weight to None.",
    ),
    ErrorCode.EMPTY_MEAN: QT_TRANSLATE_NOOP(
        "sentences",
        "A batch of one picture whose class does not count has no mean loss: that would be 0 / 0. "
        'Choose a larger batch size or reduction="sum".',
    ),
    ErrorCode.WHITENING_NEEDS_CONVOLUTION: QT_TRANSLATE_NOOP(
        "sentences",
        "Whitening makes kernels for a Conv2d that reads the pictures themselves. Put one first "
        "into the network, or turn whitening off.",
    ),
    ErrorCode.WHITENING_GROUPS: QT_TRANSLATE_NOOP(
        "sentences",
        "Whitening mixes all channels, but the first convolution works in {groups} groups. Give "
        "it groups=1, or turn whitening off.",
    ),
    ErrorCode.WHITENING_CHANNELS: QT_TRANSLATE_NOOP(
        "sentences",
        "Whitening makes kernels in pairs, {most} at the most for this kernel size, but the first "
        "convolution has {channels}. Give it an even number of output channels up to {most}, or "
        "turn whitening off.",
    ),
    ErrorCode.WHITENING_LARGE_KERNEL: QT_TRANSLATE_NOOP(
        "sentences",
        "Whitening takes pieces of the pictures as large as the kernel, but the kernel of the "
        "first convolution reaches further than a side of {size}. Make it smaller, or turn "
        "whitening off.",
    ),
    ErrorCode.TRAINING_PART_UNKNOWN: QT_TRANSLATE_NOOP(
        "sentences", "{name} is not known here. Known are: {known}."
    ),
    ErrorCode.TRAINING_PART_MALFORMED: QT_TRANSLATE_NOOP(
        "sentences", "The settings of {name} cannot be read: {detail}."
    ),
    ErrorCode.LOSS_NOT_TRAINED: QT_TRANSLATE_NOOP(
        "sentences",
        "{loss} opens in the calculator, but no network is trained with it here. Losses to train "
        "with: {known}.",
    ),
    ErrorCode.CODE_NO_CALL: QT_TRANSLATE_NOOP(
        "sentences", "'{found}' calls none of these: {known}."
    ),
}
