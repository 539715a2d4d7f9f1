"""The sentence of each error of pasted numbers and opened pictures: what is wrong, what to do."""

from __future__ import annotations

from typing import Final

from convviz.core.errors import ErrorCode
from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP

VALUE_SENTENCES: Final[dict[ErrorCode, str]] = {
    ErrorCode.NUMBERS_NONE: QT_TRANSLATE_NOOP(
        "sentences",
        "There are no numbers in this text. Use a list such as [[1, 2], [3, 4]], or rows of a "
        "spreadsheet.",
    ),
    ErrorCode.NUMBERS_TOO_MANY: QT_TRANSLATE_NOOP(
        "sentences",
        "The text has more than {limit} numbers, the most that can be read. Use a part of them, "
        "or open them as a picture.",
    ),
    ErrorCode.NUMBERS_TOO_MANY_TO_COPY: QT_TRANSLATE_NOOP(
        "sentences",
        "These are {count} numbers, and at most {limit} are copied as text. Make the part smaller, "
        "and copy it then.",
    ),
    ErrorCode.NUMBERS_SHORTENED: QT_TRANSLATE_NOOP(
        "sentences",
        "The numbers were shortened with '...' when they were printed. Print all of "
        "them, with tolist() or numpy.set_printoptions(threshold=sys.maxsize), and copy those.",
    ),
    ErrorCode.NUMBERS_UNREADABLE: QT_TRANSLATE_NOOP(
        "sentences",
        "Row {row}, column {column}: '{found}' is not a number. Write one such as 2, -0.5, "
        "1e-3, nan or inf.",
    ),
    ErrorCode.NUMBERS_UNEVEN: QT_TRANSLATE_NOOP(
        "sentences",
        "Row {row} does not have as many numbers as the first one ({found}, not {expected}). "
        "Make all rows equally long.",
    ),
    ErrorCode.NUMBERS_PLANES_UNEVEN: QT_TRANSLATE_NOOP(
        "sentences",
        "Block {plane} does not have as many rows as the first one ({found}, not {expected}). "
        "Give all blocks the same number of rows.",
    ),
    ErrorCode.NUMBERS_TOO_DEEP: QT_TRANSLATE_NOOP(
        "sentences",
        "Brackets are nested more than {limit} deep. Remove the outer ones.",
    ),
    ErrorCode.NUMBERS_UNFINISHED: QT_TRANSLATE_NOOP(
        "sentences", "A bracket is not closed at the end. Copy the whole text."
    ),
    ErrorCode.NUMBERS_WRONG_RANK: QT_TRANSLATE_NOOP(
        "sentences",
        "Numbers of shape {shape} have more axes than {layer} takes here, which is {expected}. "
        "Paste a part of them, or choose another layer.",
    ),
    ErrorCode.NUMBERS_WRONG_COUNT: QT_TRANSLATE_NOOP(
        "sentences",
        "A bias needs one number per output channel, {expected} in all; the text has {found}.",
    ),
    ErrorCode.NUMBERS_WRONG_PLANES: QT_TRANSLATE_NOOP(
        "sentences",
        "Numbers of shape {shape} do not fit: the part has {expected} planes, the text {planes}. "
        "Paste all planes, or one of the same size.",
    ),
    ErrorCode.NUMBERS_FOR_OUTPUT: QT_TRANSLATE_NOOP(
        "sentences",
        "The output is computed, so nothing can be pasted into it. Go to a cell of the input, the "
        "kernel or the bias, and paste there.",
    ),
    ErrorCode.NUMBERS_WITHOUT_PART: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} has no numbers of its own there. Go to a cell of the input, and paste there.",
    ),
    ErrorCode.TYPED_TOO_MANY: QT_TRANSLATE_NOOP(
        "sentences",
        "A document keeps at most {limit} numbers that were typed over so many others. Fill the "
        "part with a pattern, or make it smaller, and type there.",
    ),
    ErrorCode.PICTURE_BROKEN: QT_TRANSLATE_NOOP(
        "sentences",
        "{name} cannot be read as a picture: {detail}. Choose a PNG, JPEG, WebP, BMP or GIF.",
    ),
    ErrorCode.PICTURE_TOO_LARGE: QT_TRANSLATE_NOOP(
        "sentences",
        "{name} has {width} \u00d7 {height} pixels, more than the {limit} that are read. Make it "
        "smaller with a picture program, and choose it again.",
    ),
    ErrorCode.PICTURE_FILE_TOO_LARGE: QT_TRANSLATE_NOOP(
        "sentences",
        "{name} has {size} bytes, more than the {limit} that a picture may have. Choose another "
        "file.",
    ),
}
