"""The sentence of each error and notice of PyTorch code: where, what is wrong, what to write."""

from __future__ import annotations

from convviz.core.errors import ErrorCode
from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP

NO_SUCH_LAYER = QT_TRANSLATE_NOOP(
    "sentences", "Line {line}, column {column}: {name} is not a layer that convviz knows."
)
"""The sentence of CODE_UNKNOWN_LAYER where no layer has a name like it."""

CODE_ERROR_SENTENCES: dict[ErrorCode, str] = {
    ErrorCode.CODE_EMPTY: QT_TRANSLATE_NOOP(
        "sentences", "There is no layer in this code. Write one, such as Conv2d(3, 8, 3)."
    ),
    ErrorCode.CODE_TOO_LONG: QT_TRANSLATE_NOOP(
        "sentences", "The code has {size} characters; at most {limit} are read."
    ),
    ErrorCode.CODE_TOO_DEEP: QT_TRANSLATE_NOOP(
        "sentences", "Line {line}, column {column}: the code is nested too deeply."
    ),
    ErrorCode.CODE_NOT_PYTHON: QT_TRANSLATE_NOOP(
        "sentences", "Line {line}, column {column}: this is not Python ({detail})."
    ),
    ErrorCode.CODE_NOT_A_LAYER: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {found} is neither a layer nor an nn.Sequential.",
    ),
    ErrorCode.CODE_WOULD_RUN: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {found} would have to be run, and convviz runs no code. "
        "Give it the nn.Sequential alone, or the layers one on a line.",
    ),
    ErrorCode.CODE_MEANT_LAYER: QT_TRANSLATE_NOOP(
        "sentences", "Line {line}, column {column}: {found} is not a layer. Did you mean {meant}?"
    ),
    ErrorCode.CODE_UNKNOWN_LAYER: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {name} is not a layer that convviz knows. Did you mean "
        "{nearest}?",
    ),
    ErrorCode.CODE_UNKNOWN_PARAMETER: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {layer} has no parameter {parameter}. It has: {accepted}.",
    ),
    ErrorCode.CODE_MISSPELT_PARAMETER: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {layer} has no parameter {parameter}. Did you mean "
        "{nearest}?",
    ),
    ErrorCode.CODE_TOO_MANY_ARGUMENTS: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {layer} takes at most {most} arguments, not {given}.",
    ),
    ErrorCode.CODE_PARAMETER_TWICE: QT_TRANSLATE_NOOP(
        "sentences", "Line {line}, column {column}: {layer} is given {parameter} twice."
    ),
    ErrorCode.CODE_PARAMETER_MISSING: QT_TRANSLATE_NOOP(
        "sentences", "Line {line}, column {column}: {layer} needs {parameter}."
    ),
    ErrorCode.CODE_NOT_A_VALUE: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {parameter} of {layer} is {found}, which convviz would "
        "have to run. Write its value instead.",
    ),
    ErrorCode.CODE_WRONG_VALUE: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {parameter} of {layer} cannot be {found}, which is of "
        "another type.",
    ),
    ErrorCode.CODE_NUMBER_TOO_LARGE: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {parameter} of {layer} is over the limit of {limit}.",
    ),
    ErrorCode.CODE_DIVIDES_BY_ZERO: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {parameter} of {layer} is {found}, which divides by zero.",
    ),
    ErrorCode.CODE_UNKNOWN_NAME: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {parameter} of {layer} uses {name}, which this code gives "
        "no value. Write its value, or a line such as {name} = 8 before it.",
    ),
    ErrorCode.CODE_NOT_WORKED_OUT: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {found} is too large, or divides by zero.",
    ),
    ErrorCode.CODE_SEVERAL_NETWORKS: QT_TRANSLATE_NOOP(
        "sentences", "The code has {count} networks: {networks}. Choose one of them."
    ),
    ErrorCode.CODE_UNKNOWN_NETWORK: QT_TRANSLATE_NOOP(
        "sentences", "The code has no network named {name}. It has: {networks}."
    ),
    ErrorCode.DOCUMENT_HAS_ONE_NETWORK: QT_TRANSLATE_NOOP(
        "sentences", "{path} is a document, which has one network. Leave --network out."
    ),
    ErrorCode.CODE_LEFT_OUT: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}: {parameter} of {layer} was left out, for no shape depends on it.",
    ),
    ErrorCode.CODE_TAKEN_IN_ORDER: QT_TRANSLATE_NOOP(
        "sentences",
        "The code has no nn.Sequential, so its {count} layers were taken in the order in which "
        "they are written: {names}.",
    ),
    ErrorCode.CODE_PASSED_OVER: QT_TRANSLATE_NOOP(
        "sentences",
        "What begins in these lines was passed over, for it would have to be run: {lines}.",
    ),
    ErrorCode.CODE_SHARED_LAYER: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}: {name} is used {times} times. torch would train one set of numbers for all "
        "of them; here each has its own.",
    ),
}
