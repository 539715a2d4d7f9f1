"""Names of presets and shelves, and why each preset is worth looking at, in two languages."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.core.code.writing import layer_call
from convviz.core.presets import PresetGroup
from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP
from convviz.ui.calculator.presets.activation_texts import ACTIVATION_TEXTS
from convviz.ui.calculator.presets.backward_texts import BACKWARD_TEXTS
from convviz.ui.calculator.presets.course_texts import COURSE_TEXTS, RESIZING_TEXTS
from convviz.ui.calculator.presets.known_texts import (
    CHECKERBOARD_TEXTS,
    DROPOUT_TEXTS,
    EDGE_TEXTS,
    NETWORK_TEXTS,
)
from convviz.ui.calculator.presets.learning_texts import LEARNING_TEXTS
from convviz.ui.calculator.presets.loss_texts import LOSS_TEXTS
from convviz.ui.calculator.presets.norm_texts import NORM_TEXTS
from convviz.ui.calculator.presets.preset_text import CONTEXT, PresetText
from convviz.ui.calculator.presets.report_texts import (
    CONVOLUTION_TEXTS,
    NUMBER_TEXTS,
    TRANSPOSED_TEXTS,
)
from convviz.ui.calculator.presets.step_texts import STEP_TEXTS
from convviz.ui.calculator.presets.table_texts import TABLE_TEXTS
from convviz.ui.widgets.number_texts import shape_text

if TYPE_CHECKING:
    from convviz.core.presets import Preset

_GROUPS = {
    PresetGroup.COURSE: QT_TRANSLATE_NOOP("Presets", "Course examples"),
    PresetGroup.REPORT_NUMBERS: QT_TRANSLATE_NOOP(
        "Presets", "Guide to convolution arithmetic: with numbers"
    ),
    PresetGroup.REPORT_CONVOLUTIONS: QT_TRANSLATE_NOOP(
        "Presets", "Guide to convolution arithmetic: convolutions"
    ),
    PresetGroup.REPORT_TRANSPOSED: QT_TRANSLATE_NOOP(
        "Presets", "Guide to convolution arithmetic: transposed"
    ),
    PresetGroup.RESIZING: QT_TRANSLATE_NOOP("Presets", "Enlarging and rearranging"),
    PresetGroup.ACTIVATIONS: QT_TRANSLATE_NOOP("Presets", "Activations"),
    PresetGroup.TABLES: QT_TRANSLATE_NOOP("Presets", "Flatten and fully connected"),
    PresetGroup.NORMS: QT_TRANSLATE_NOOP("Presets", "Normalisation"),
    PresetGroup.LOSSES: QT_TRANSLATE_NOOP("Presets", "Losses"),
    PresetGroup.STEPS: QT_TRANSLATE_NOOP("Presets", "Steps of optimisers"),
    PresetGroup.BACKWARD: QT_TRANSLATE_NOOP("Presets", "Backward"),
    PresetGroup.LEARNING: QT_TRANSLATE_NOOP("Presets", "Learning a kernel"),
    PresetGroup.WELL_KNOWN: QT_TRANSLATE_NOOP("Presets", "Well-known layers"),
}


def group_name(group: PresetGroup) -> str:
    """Return the name of a shelf."""
    return QCoreApplication.translate(CONTEXT, _GROUPS[group])


def english_group(group: PresetGroup) -> str:
    """Return the English name of a shelf."""
    return _GROUPS[group]


def preset_name(key: str) -> str:
    """Return the name of a preset in menus."""
    return QCoreApplication.translate(CONTEXT, english_texts()[key].name)


def preset_why(key: str) -> str:
    """Return one sentence on what to watch for in a preset."""
    return QCoreApplication.translate(CONTEXT, english_texts()[key].why)


def preset_tip(preset: Preset) -> str:
    """Return a tooltip of some lines: the layer on its input, why, and where it can be read."""
    text = QCoreApplication.translate("Presets", "{layer} on an input of {shape}")
    call = text.format(layer=layer_call(preset.layer), shape=shape_text(preset.input_shape))
    source = preset.source
    read_in = () if source is None else (source.title, source.name)
    lines = (call, preset_why(preset.key), *read_in)
    from html import escape  # tips are written once the window is painted

    return "<p>" + "<br>".join(escape(line) for line in lines if line) + "</p>"


@cache
def english_texts() -> dict[str, PresetText]:
    """Return the English words of every preset, by its key."""
    return {
        **COURSE_TEXTS,
        **NUMBER_TEXTS,
        **CONVOLUTION_TEXTS,
        **TRANSPOSED_TEXTS,
        **RESIZING_TEXTS,
        **ACTIVATION_TEXTS,
        **TABLE_TEXTS,
        **NORM_TEXTS,
        **LOSS_TEXTS,
        **STEP_TEXTS,
        **BACKWARD_TEXTS,
        **LEARNING_TEXTS,
        **NETWORK_TEXTS,
        **DROPOUT_TEXTS,
        **CHECKERBOARD_TEXTS,
        **EDGE_TEXTS,
    }
