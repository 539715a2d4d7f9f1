"""The sentence of each error of an export: what happened, what to do."""

from __future__ import annotations

from convviz.core.errors import ErrorCode
from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP

EXPORT_SENTENCES: dict[ErrorCode, str] = {
    ErrorCode.EXPORT_FORMAT_UNKNOWN: QT_TRANSLATE_NOOP(
        "sentences", "{path} has no suffix that names a format. Choose one of {known}."
    ),
    ErrorCode.EXPORT_SIZE: QT_TRANSLATE_NOOP(
        "sentences",
        "The drawing would have {width} \u00d7 {height} pixels. Choose a size of at least "
        "{smallest} each way, and a scale with which neither side is over {limit}.",
    ),
    ErrorCode.EXPORT_TOO_MANY_STEPS: QT_TRANSLATE_NOOP(
        "sentences",
        "{count} steps are too many for one animation. Choose a range of at most {limit} steps.",
    ),
    ErrorCode.EXPORT_NEEDS_MEMORY: QT_TRANSLATE_NOOP(
        "sentences",
        "{count} steps of this size are too many for {format}. Choose a range of at most {limit} "
        "steps, a smaller scale, or GIF, which needs less memory.",
    ),
    ErrorCode.STEPS_OUT_OF_RANGE: QT_TRANSLATE_NOOP(
        "sentences", "There are no steps {first} to {last}. Choose steps from 1 to {count}."
    ),
    ErrorCode.VIDEO_LIBRARY_MISSING: QT_TRANSLATE_NOOP(
        "sentences",
        "A video needs PyAV, which is not installed. Install it by: {python} -m pip install av",
    ),
    ErrorCode.VIDEO_ENCODER_MISSING: QT_TRANSLATE_NOOP(
        "sentences",
        "This PyAV has no encoder for MP4 ({tried}). Install another one, or write a GIF.",
    ),
    ErrorCode.NUMBERS_DO_NOT_FIT: QT_TRANSLATE_NOOP(
        "sentences",
        "{count} numbers do not fill an input of shape {shape}. Give as many as it has cells, or "
        "leave the shape out.",
    ),
    ErrorCode.VIEW_UNSUITABLE: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} has no view {view}. {reason}. Choose the grids.",
    ),
    ErrorCode.VIEW_TOO_SMALL: QT_TRANSLATE_NOOP(
        "sentences",
        "The matrices of the view {view} have no room in a drawing of this size. Choose a larger "
        "one, or the grids.",
    ),
    ErrorCode.VIEW_WITHOUT_USAGE: QT_TRANSLATE_NOOP(
        "sentences",
        "The view {view} does not count uses of cells. Choose the grids or the scatter view, or "
        "leave the uses out.",
    ),
    ErrorCode.TOO_MANY_CELLS: QT_TRANSLATE_NOOP(
        "sentences",
        "{cells} cells are too many to draw; the limit is {limit}. Choose a smaller input.",
    ),
    ErrorCode.OPTION_WITHOUT_USE: QT_TRANSLATE_NOOP(
        "sentences", "{option} means nothing for {layer}. Leave it out."
    ),
    ErrorCode.LOSS_WITHOUT_BACKWARD: QT_TRANSLATE_NOOP(
        "sentences",
        "A backward pass begins at the loss {loss}, and none is drawn. Add --backward, or leave "
        "--loss out.",
    ),
    ErrorCode.NO_LOSS_OF_OUTPUT: QT_TRANSLATE_NOOP(
        "sentences",
        'No backward pass of {layer} begins at "{loss}". It begins at one of these losses, with '
        "reduction mean or sum: {offered}.",
    ),
    ErrorCode.OPTIMISER_WITHOUT_LEARNING: QT_TRANSLATE_NOOP(
        "sentences",
        "{optimiser} learns a kernel, and another view is drawn. Write --view learn, or leave "
        "--optimizer out.",
    ),
    ErrorCode.NO_OPTIMISER: QT_TRANSLATE_NOOP(
        "sentences",
        'No optimiser is called "{optimiser}" here. Those that learn a kernel are: {offered}.',
    ),
    ErrorCode.LAYER_WITHOUT_WINDOWS: QT_TRANSLATE_NOOP(
        "sentences",
        "The steps of {layer} cannot be shown. Choose another layer, a loss or an optimiser.",
    ),
}
"""The template of each error; its placeholders are the facts that the code's docstring lists."""
