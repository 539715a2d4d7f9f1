"""What can be done with the page, in a line that shrinks as it is done and then stays away."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSettings, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from convviz.ui.theme import SPACING, set_icon, text_scale
from convviz.ui.widgets.flow_layout import FlowLayout
from convviz.ui.widgets.keys import keys_text
from convviz.ui.widgets.sentences import labelled

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from convviz.ui.calculator.page import CalculatorPage

_KEY: Final = "calculator/hints-used"
_ROOM: Final = 460
"""Height of a page with room for hints, in pixels of text of the usual size."""


class Hint(StrEnum):
    """Something that one who is new here may try."""

    STEP = "step"
    POINT = "point"
    PLAY = "play"
    PIN = "pin"
    EDIT = "edit"
    LAYER = "layer"


class FirstHints(QWidget):
    """Says what to try; each hint goes when it was followed once, for good."""

    def __init__(self, step: QAction, play: QAction, parent: QWidget | None = None) -> None:
        """Show what was not done yet.

        Args:
            step: Goes one step on; its key is told first.
            play: Plays the steps; its key is told to those who know what a step is.
            parent: The parent.
        """
        super().__init__(parent)
        known = str(QSettings("convviz", "convviz").value(_KEY, ""))
        self._is_wanted = self._has_room = True
        self._used = {hint for hint in Hint if hint in known.split()}
        self.setAccessibleName(self.tr("What to try first"))
        self._labels: dict[Hint, QLabel] = {}
        lines = QWidget(self)
        flow = FlowLayout(lines, gap=5 * SPACING, line_gap=SPACING)
        for hint, text in self._texts(step, play).items():
            label = self._labels[hint] = QLabel(text, lines)
            label.setProperty("role", "caption")
            flow.addWidget(label)
        self.close_button = QToolButton(self)
        set_icon(self.close_button, "mdi6.close")
        self.close_button.setToolTip(self.tr("Hide these hints"))
        self.close_button.setAccessibleName(self.tr("Hide these hints"))
        self.close_button.clicked.connect(lambda: self.use(*Hint))
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACING, 0, 0, 0)
        row.addWidget(lines, 1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._show_rest()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the drawing its room on a page that is low for its text."""
        if isinstance(event, QResizeEvent):
            self._has_room = event.size().height() / text_scale() >= _ROOM
            self._show_rest()
        return super().eventFilter(watched, event)

    def set_wanted(self, *, wanted: bool) -> None:
        """Stay away while something else needs the room."""
        self._is_wanted = wanted
        self._show_rest()

    def shown(self) -> list[str]:
        """Return the hints that are still shown, as they read."""
        return [label.text() for label in self._labels.values() if not label.isHidden()]

    def use(self, *hints: Hint) -> None:
        """Remember that hints were followed."""
        if self._used.issuperset(hints):
            return
        self._used.update(hints)
        QSettings("convviz", "convviz").setValue(_KEY, " ".join(sorted(self._used)))
        self.setMinimumHeight(self.height())  # so that no cell moves away from under the mouse
        self._show_rest()

    def _show_rest(self) -> None:
        for hint, label in self._labels.items():
            comes_later = hint is Hint.PLAY and Hint.STEP not in self._used
            label.setVisible(hint not in self._used and not comes_later)
        has_some = len(self._used) < len(Hint)
        self.setVisible(self._is_wanted and self._has_room and has_some)

    def _texts(self, step: QAction, play: QAction) -> dict[Hint, str]:
        return {
            Hint.STEP: labelled(keys_text(step), self.tr("go on by one step")),
            Hint.POINT: labelled(
                self.tr("Point at a cell"), self.tr("what belongs to it lights up")
            ),
            Hint.PLAY: labelled(keys_text(play), self.tr("play the steps")),
            Hint.PIN: labelled(self.tr("Click an output cell"), self.tr("pin its step")),
            Hint.EDIT: labelled(self.tr("Double-click a number"), self.tr("change it")),
            Hint.LAYER: labelled(self.tr("Click the layer's name"), self.tr("choose another")),
        }


def let_hints_go(page: CalculatorPage) -> None:
    """Let each hint of the page go when it was followed, and all while there is no room."""
    use, views, player = page.hints.use, page.stepper.views, page.stepper.player
    page.page_actions["forward"].triggered.connect(lambda: use(Hint.STEP))
    page.stepper.timeline.forward_requested.connect(lambda: use(Hint.STEP))
    views.output_hovered.connect(lambda _step: use(Hint.POINT))
    views.cell_traced.connect(lambda _target: use(Hint.POINT))
    views.output_clicked.connect(lambda _step: use(Hint.PIN))
    views.cell_edited.connect(lambda *_edit: use(Hint.EDIT))
    page.call_bar.type_chosen.connect(lambda _type: use(Hint.LAYER))
    player.changed.connect(lambda: use(Hint.PLAY) if player.is_playing else None)
    page.installEventFilter(page.hints)
