"""The sentence of each error of documents and files: what happened, what to do."""

from __future__ import annotations

from convviz.core.errors import ErrorCode
from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP

FILE_PROTECTED = QT_TRANSLATE_NOOP(
    "sentences", "{path} cannot be read: {detail}. Change its permissions, or choose another."
)
"""The sentence of FILE_UNREADABLE where the operating system does not allow it."""

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
        "{path} is not a document: it is not JSON text ({detail}). Choose another file, or "
        "restore this one from a copy.",
    ),
    ErrorCode.DOCUMENT_MALFORMED: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} is not a convviz document, or it is damaged: {detail}. Choose another file, or "
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
    ErrorCode.TRAINING_MALFORMED: QT_TRANSLATE_NOOP(
        "sentences", "A training setting cannot be used: {detail}"
    ),
    ErrorCode.NETWORK_TOO_LONG: QT_TRANSLATE_NOOP(
        "sentences",
        "This would be a network of {count} layers; it can have at most {limit}. Leave some out.",
    ),
    ErrorCode.NETWORK_TOO_DEEP: QT_TRANSLATE_NOOP(
        "sentences",
        "More than {limit} blocks would stand inside each other. Dissolve one of them first.",
    ),
    ErrorCode.BLOCK_MALFORMED: QT_TRANSLATE_NOOP(
        "sentences",
        "A {block} does not hold what it should: a Residual has a body and a shortcut, a Concat "
        "has branches, and each of these is an enabled Sequential.",
    ),
    ErrorCode.NODE_NAME_REFUSED: QT_TRANSLATE_NOOP(
        "sentences",
        "'{name}' cannot be a name here. Use up to {limit} letters, digits and underscores, "
        "with a letter first; torch keeps some words, such as forward, for itself.",
    ),
    ErrorCode.NODE_NAME_TAKEN: QT_TRANSLATE_NOOP(
        "sentences", "Another part of the same block is called '{name}'. Choose another name."
    ),
    ErrorCode.INPUT_SHAPE_MISSING: QT_TRANSLATE_NOOP(
        "sentences", "The shape of the input is missing. Give it, such as --input 3,32,32."
    ),
    ErrorCode.INPUT_SHAPE_OUT_OF_RANGE: QT_TRANSLATE_NOOP(
        "sentences",
        "{shape} is too large an input for a network: it has up to {most} sizes of at most "
        "{limit}. Choose a smaller one.",
    ),
    ErrorCode.FILE_MISSING: QT_TRANSLATE_NOOP(
        "sentences", "{path} does not exist. Check the name, or choose another."
    ),
    ErrorCode.FILE_UNREADABLE: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} cannot be read: {detail}. Choose another.",
    ),
    ErrorCode.FILE_TOO_LARGE: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} has {size} bytes, and at most {limit} are read here. It was not opened; choose "
        "another file.",
    ),
    ErrorCode.NUMBERS_FILE_MISSING: QT_TRANSLATE_NOOP(
        "sentences",
        "Numbers of this document are kept in a file, and it is not there: {folder} has no "
        "{name}. Put the folder back beside the document and open it again, or open the layer "
        "from the network again.",
    ),
    ErrorCode.NUMBERS_FILE_CHANGED: QT_TRANSLATE_NOOP(
        "sentences",
        "Numbers of this document are kept in a file, and it was changed or is damaged: {name} "
        "in {folder}. Restore it from a copy and open the document again, or open the layer from "
        "the network again.",
    ),
    ErrorCode.FILE_UNWRITABLE: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} cannot be written: {detail}. What was there is unchanged; choose another place.",
    ),
    ErrorCode.FILE_IN_THE_WAY: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} exists already and was not replaced. Choose another place, or add --replace.",
    ),
    ErrorCode.DISK_FULL: QT_TRANSLATE_NOOP(
        "sentences",
        "The disk is full, so {path} was not saved. What was there is unchanged; make room, or "
        "choose another place.",
    ),
}
