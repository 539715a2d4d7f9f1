"""Under the fields of the computer: what trials found of ways to compute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QLabel

from convviz.protocol.soundness import HALVES, MUON, ways_of
from convviz.ui.training.settings.ways import way_sentence
from convviz.ui.widgets.choice_fields import ChoiceField

if TYPE_CHECKING:
    from convviz.protocol.document import Training
    from convviz.ui.training.settings.setting_widgets import Field
    from convviz.ui.training.settings.ways import Ways

_ASKING: Final = frozenset({QEvent.Type.FocusIn, QEvent.Type.MouseButtonPress})


class WayNote(QLabel):
    """Says what does not work here, and keeps it from being chosen.

    Signals:
        wanted(): Somebody is about to choose a precision, so that it should be known which work.
    """

    wanted = Signal()

    def __init__(self, precision: Field) -> None:
        """Stand beside the choice of the precision."""
        super().__init__()
        assert isinstance(precision, ChoiceField)  # noqa: S101 - narrows the type
        self._choice = precision
        precision.installEventFilter(self)
        self.setProperty("role", "caption")
        self.setWordWrap(True)
        self.hide()

    def show_training(self, training: Training, ways: Ways) -> None:
        """Show what is known of the device and of what the training needs."""
        needed = ways_of(training)
        lines = []
        for way in (*HALVES, MUON):
            place = training.device, way
            found = ways.get(place)
            is_sound = found is None or found.is_sound
            self._offer(way, is_offered=is_sound or way in needed)
            if found is not None and (not is_sound or way in needed):
                lines.append(way_sentence(way, found))
            elif found is None and place in ways:
                text = self.tr("Trying in a process of its own whether {way} works here…")
                lines.append(text.format(way=way))
        self.setText("\n".join(lines))
        self.setVisible(bool(lines))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See that the choice is about to be used."""
        if event.type() in _ASKING:
            self.wanted.emit()
        return super().eventFilter(watched, event)

    def _offer(self, way: str, *, is_offered: bool) -> None:
        model, place = self._choice.model(), self._choice.findText(f'"{way}"')
        if isinstance(model, QStandardItemModel) and place >= 0:
            model.item(place).setEnabled(is_offered)
