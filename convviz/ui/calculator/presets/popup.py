"""Choosing a preset by typing: its name, its layer, its shelf, in English or one's language."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QSize, Signal

from convviz.core.code.writing import layer_call
from convviz.core.presets import Preset, PresetGroup, presets
from convviz.core.shown_layers import infer_shown
from convviz.ui.calculator.presets.texts import (
    english_group,
    english_texts,
    group_name,
    preset_name,
    preset_tip,
)
from convviz.ui.theme import code_font
from convviz.ui.widgets.number_texts import shape_text
from convviz.ui.widgets.search_list import SearchPopup, SearchRow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_SIZE: Final = QSize(960, 520)


class PresetPopup(SearchPopup):
    """All presets under a search field.

    Signals:
        chosen(Preset): A preset was chosen.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(self.tr("Search by name, layer, network or group"), _SIZE, parent)
        self._current: Preset | None = None
        self.search.field.setAccessibleName(self.tr("Preset to show"))
        self.search.list.setAccessibleName(self.tr("Presets"))
        self.search.set_detail_font(code_font(0.85))
        self.search.searched.connect(self._fill)
        self.search.chosen.connect(self._choose)

    def open_at(self, place: QPoint, current: Preset | None) -> None:
        """Show the popup.

        Args:
            place: Its top left corner on the screen.
            current: The preset that is shown now, which is marked; None for none.
        """
        self._current = current
        self.search.field.clear()
        self._fill("")
        self.show_at(place)

    def _fill(self, text: str) -> None:
        words = _plain(text).split()
        matching = [preset for preset in presets() if _matches(preset, words)]
        self.search.show_problem("" if matching else self.tr("No preset matches."))
        sections = {
            group_name(group): [self._row(preset) for preset in matching if preset.group is group]
            for group in PresetGroup
        }
        self.search.show_rows(sections, self._current)

    def _row(self, preset: Preset) -> SearchRow:
        return SearchRow(
            preset_name(preset.key),
            shape_text(_output_shape(preset)),
            preset,
            "mdi6.check" if preset is self._current else "",
            tip=preset_tip(preset),
            note=layer_call(preset.layer),
        )

    def _choose(self, preset: Preset) -> None:
        self.hide()
        self.chosen.emit(preset)


def _matches(preset: Preset, words: list[str]) -> bool:
    """Return whether each word stands somewhere in what can be said of a preset."""
    source = preset.source
    said = (
        preset.key,
        preset_name(preset.key),
        english_texts()[preset.key].name,
        group_name(preset.group),
        english_group(preset.group),
        layer_call(preset.layer),
        "" if source is None else f"{source.name} {source.title}",
    )
    text = _plain("\n".join(said))
    return all(word in text for word in words)


@cache
def _output_shape(preset: Preset) -> tuple[int, ...]:
    return infer_shown(preset.layer, preset.input_shape, preset.output_size, dict(preset.forms))


def _plain(text: str) -> str:
    """Return a text as it is searched: a size may be typed as 5x5."""
    return text.casefold().replace("\u00d7", "x")
