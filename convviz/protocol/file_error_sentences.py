"""The sentence of each error of documents, code and files: what happened, what to do."""

from __future__ import annotations

from convviz.core.errors import ErrorCode
from convviz.protocol.translation_mark import QT_TRANSLATE_NOOP

NO_SUCH_LAYER = QT_TRANSLATE_NOOP(
    "sentences", "Line {line}, column {column}: {name} is not a layer that convviz knows."
)
"""The sentence of CODE_UNKNOWN_LAYER where no layer has a name like it."""

FILE_ERROR_SENTENCES: dict[ErrorCode, str] = {
    ErrorCode.UNKNOWN_LAYER: QT_TRANSLATE_NOOP(
        "sentences",
        "There is no layer named '{name}' in this version. Correct the name, or update convviz.",
    ),
    ErrorCode.LAYER_MALFORMED: QT_TRANSLATE_NOOP(
        "sentences", "The settings of {layer} cannot be read: {detail}. Correct them in the file."
    ),
    ErrorCode.DOCUMENT_NOT_JSON: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} is no document: it is not JSON text ({detail}). Choose another file, or restore "
        "this one from a copy.",
    ),
    ErrorCode.DOCUMENT_MALFORMED: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} is no convviz document, or it is damaged: {detail}. Choose another file, or "
        "restore this one from a copy.",
    ),
    ErrorCode.DOCUMENT_TOO_LARGE: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} has {size} bytes, but a document has at most {limit}. It was not opened; choose "
        "another file.",
    ),
    ErrorCode.DOCUMENT_TOO_LARGE_TO_SAVE: QT_TRANSLATE_NOOP(
        "sentences",
        "The document comes to {size} bytes, and over {limit} it could not be opened again, so "
        "{path} was not written. Choose a smaller input or kernel, or fill it with a pattern.",
    ),
    ErrorCode.DOCUMENT_NEWER: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} was written by a later convviz (format {version}, this one reads up to "
        "{supported}). Update convviz to open it.",
    ),
    ErrorCode.CODE_EMPTY: QT_TRANSLATE_NOOP(
        "sentences", "There is no layer in this code. Write one, such as Conv2d(3, 8, 3)."
    ),
    ErrorCode.CODE_TOO_LONG: QT_TRANSLATE_NOOP(
        "sentences", "The code has {size} characters; at most {limit} are read."
    ),
    ErrorCode.CODE_TOO_DEEP: QT_TRANSLATE_NOOP(
        "sentences", "Line {line}, column {column}: too many things stand inside each other."
    ),
    ErrorCode.CODE_NOT_PYTHON: QT_TRANSLATE_NOOP(
        "sentences", "Line {line}, column {column}: this is not Python ({detail})."
    ),
    ErrorCode.CODE_NOT_A_LAYER: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {found} is neither a layer nor an nn.Sequential.",
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
        "Line {line}, column {column}: {parameter} of {layer} is {found}, which would have to be "
        "executed. Write its value.",
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
    ErrorCode.TRAINING_MALFORMED: QT_TRANSLATE_NOOP(
        "sentences", "A training setting is outside its limits: {detail}"
    ),
    ErrorCode.NETWORK_TOO_LONG: QT_TRANSLATE_NOOP(
        "sentences",
        "This would be a network of {count} layers; it can have at most {limit}. Leave some out.",
    ),
    ErrorCode.INPUT_SHAPE_MISSING: QT_TRANSLATE_NOOP(
        "sentences", "The shape of the input is missing. Give it, such as --input 3,32,32."
    ),
    ErrorCode.FILE_MISSING: QT_TRANSLATE_NOOP(
        "sentences", "{path} does not exist. Check the name, or choose another."
    ),
    ErrorCode.FILE_UNREADABLE: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} cannot be read: {detail}. Check its permissions, or choose another.",
    ),
    ErrorCode.FILE_UNWRITABLE: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} cannot be written: {detail}. What was there is unchanged; choose another place.",
    ),
    ErrorCode.DISK_FULL: QT_TRANSLATE_NOOP(
        "sentences",
        "The disk is full, so {path} was not saved. What was there is unchanged; make room, or "
        "choose another place.",
    ),
}
