"""What to watch for in the preset that is shown, and where it can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from convviz.ui.calculator.presets.current import preset_of
from convviz.ui.calculator.presets.texts import preset_name, preset_why
from convviz.ui.theme import SPACING
from convviz.ui.widgets.labels import SectionTitle
from convviz.ui.widgets.source_link import SourceLink

if TYPE_CHECKING:
    from convviz.core.presets import Preset
    from convviz.protocol.document import Calculator


class PresetNote(QWidget):
    """A name, a sentence and a source; hidden as soon as the settings are no preset's.

    Attributes:
        name: The preset's name.
        sentence: Why it is worth looking at.
        source: Opens the page where it can be read.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preset: Preset | None = None
        self.name = SectionTitle("", self)
        self.name.setWordWrap(True)
        self.sentence = QLabel(self)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.source = SourceLink(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, SPACING)
        layout.setSpacing(SPACING)
        for part in (self.name, self.sentence, self.source):
            layout.addWidget(part)
        self.hide()

    @property
    def preset(self) -> Preset | None:
        """The preset that is shown, with whatever numbers in its cells."""
        return self._preset

    def show_calculator(self, calculator: Calculator) -> None:
        """Show the preset that these settings are, or nothing."""
        preset = preset_of(calculator, self._preset)
        if preset is not self._preset:
            self._preset = preset
            if preset is not None:
                self._show(preset)
            self.setVisible(preset is not None)

    def _show(self, preset: Preset) -> None:
        name, why = preset_name(preset.key), preset_why(preset.key)
        self.name.setText(name)
        self.sentence.setText(why)
        self.setAccessibleName(name)
        self.setAccessibleDescription(why)
        self.source.setVisible(preset.source is not None)
        if preset.source is not None:
            self.source.show_source(preset.source)
