"""The sentence of each refusal of a loss: what is given, and what torch takes."""

from __future__ import annotations

from convviz.core.errors import ErrorCode
from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP

LOSS_ERROR_SENTENCES: dict[ErrorCode, str] = {
    ErrorCode.TARGET_SHAPE: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} cannot compare an input of shape {input} with a target of shape {target}. It "
        "takes a target of shape {expected}.",
    ),
    ErrorCode.TARGET_NEEDS_INTEGERS: QT_TRANSLATE_NOOP(
        "sentences",
        "A target of shape {shape} holds the numbers of classes, which torch takes as integers "
        "(int64), but these are float32. Give integers: target.long().",
    ),
    ErrorCode.TARGET_NEEDS_FLOATS: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} takes a target of shape {shape}, as large as the input, as float32, but these are "
        "integers (int64), such as one_hot gives. Give floats: target.float().",
    ),
    ErrorCode.TARGET_OUTSIDE_CLASSES: QT_TRANSLATE_NOOP(
        "sentences",
        "The target holds the class {value} at {place}, but there are {classes} classes, from 0 to "
        "{last}. Give it one of these, or set ignore_index={value} to leave it out.",
    ),
    ErrorCode.NOT_WHOLE: QT_TRANSLATE_NOOP(
        "sentences",
        "{tensor} holds {value} at {place}, but int64 takes whole numbers only. Give it one, or "
        "choose float32.",
    ),
    ErrorCode.NOT_BROADCAST: QT_TRANSLATE_NOOP(
        "sentences",
        "An input of shape {input} and a target of shape {target} cannot be brought to one shape: "
        "counted from the last, their sizes must be equal, or one of them 1.",
    ),
    ErrorCode.TENSORS_NOT_BROADCAST: QT_TRANSLATE_NOOP(
        "sentences",
        "{first} of shape {first_shape} and {second} of shape {second_shape} cannot be brought to "
        "one shape: counted from the last, their sizes must be equal, or one of them 1.",
    ),
    ErrorCode.TENSORS_OF_OTHER_RANK: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} takes {first} and {second} with as many dimensions as each other, but they have "
        "the shapes {first_shape} and {second_shape}. Put a size of 1 in front of the shorter one.",
    ),
    ErrorCode.VARIANCE_SHAPE: QT_TRANSLATE_NOOP(
        "sentences",
        "Variances of shape {var} do not fit an input of shape {input}. Give one for each number, "
        "{expected}, or leave the last size out, or make one of the sizes 1.",
    ),
    ErrorCode.NEGATIVE_NUMBER: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} takes no negative number in {tensor}, but {value} stands at {place}. Give 0 or "
        "more.",
    ),
    ErrorCode.LABEL_OUTSIDE_CLASSES: QT_TRANSLATE_NOOP(
        "sentences",
        "The target of {layer} holds the class {value} at {place}, but there are {classes} "
        "classes, from 0 to {last}. Give it one of these.",
    ),
    ErrorCode.LABEL_OUTSIDE_LIST: QT_TRANSLATE_NOOP(
        "sentences",
        "The target of {layer} holds the class {value} at {place}, but there are {classes} "
        "classes, from 0 to {last}. Give it one of these, or -1, which ends the list.",
    ),
    ErrorCode.IGNORES_OF_SHARES: QT_TRANSLATE_NOOP(
        "sentences",
        "A target with a share for each class has no class to ignore, so ignore_index={value} has "
        "no meaning. Set it below 0.",
    ),
    ErrorCode.WEIGHT_A_CLASS: QT_TRANSLATE_NOOP(
        "sentences",
        "{parameter} has {count} numbers, but there are {classes} classes. Give one number a "
        "class, or None.",
    ),
    ErrorCode.WEIGHT_A_PLACE: QT_TRANSLATE_NOOP(
        "sentences",
        "{parameter} has {count} numbers, but the last dimension has {last}. Give one number, one "
        "for each of these, or None.",
    ),
    ErrorCode.NOT_A_SHARE: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} takes numbers from 0 to 1, but {tensor} holds {value} at {place}. Apply Sigmoid "
        "first, or use BCEWithLogitsLoss, which does it itself.",
    ),
}
"""The template of each error; its placeholders are the facts that the code's docstring lists."""
