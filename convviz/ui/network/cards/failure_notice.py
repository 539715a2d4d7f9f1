"""What stands on the failing card: the reason, and the fixes to click."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from convviz.core.code.writing import value_code
from convviz.core.remedies.remedy import Remedy, RemedyKind
from convviz.ui.error_sentences import remedy_text
from convviz.ui.network.texts import failure_sentence
from convviz.ui.theme import set_ui_font
from convviz.ui.widgets.flow_layout import FlowLayout
from convviz.ui.widgets.number_texts import shape_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.network.rows import Failure

MOST_FIXES: Final = 6


class FailureNotice(QWidget):
    """The reason of a failure and a button for each fix.

    Signals:
        fix_wanted(Remedy): a fix was clicked.
    """

    fix_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reason = QLabel(self)
        self._reason.setTextFormat(Qt.TextFormat.PlainText)
        self._reason.setProperty("role", "error")
        self._reason.setWordWrap(True)
        set_ui_font(self._reason, 0.9)
        self._reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._fixes = QWidget(self)
        self._flow = FlowLayout(self._fixes, gap=6, line_gap=6)
        self._shown: tuple[Remedy, ...] | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(6)
        layout.addWidget(self._reason)
        layout.addWidget(self._fixes)

    @property
    def reason(self) -> str:
        """The sentence that is shown."""
        return self._reason.text()

    def buttons(self) -> list[QPushButton]:
        """Return the buttons of the fixes, in order."""
        items = [self._flow.itemAt(number) for number in range(self._flow.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, QPushButton)]

    def show_failure(self, failure: Failure, fixes: Sequence[Remedy]) -> None:
        """Show why a layer fails, and what would mend it."""
        self._reason.setText(failure_sentence(failure))
        wanted = tuple(fixes[:MOST_FIXES])
        if wanted == self._shown:
            return
        self._shown = wanted
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for fix in wanted:
            button = QPushButton(self._label(fix), self._fixes)
            button.setToolTip(remedy_text(fix))
            set_ui_font(button, 0.9)
            button.setProperty("primary", "true" if fix is wanted[0] else "false")
            button.clicked.connect(partial(self.fix_wanted.emit, fix))
            self._flow.addWidget(button)
            button.show()
        self._fixes.setVisible(bool(wanted))

    def hasHeightForWidth(self) -> bool:
        """Return that a narrow card needs more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the sentence and the buttons at a width."""
        height = self._reason.heightForWidth(width) + 4
        if self._shown:
            height += 6 + self._flow.heightForWidth(width)
        return height

    def _label(self, fix: Remedy) -> str:
        label = change = f"{fix.parameter}={value_code(fix.value)}"
        match fix.kind:
            case RemedyKind.SET_PARAMETER | RemedyKind.SET_TENSOR | RemedyKind.SET_NUMBER:
                pass
            case RemedyKind.CHANGE_INPUT:
                label = self.tr("Input {shape}").format(shape=_shape_of(fix))
            case RemedyKind.INSERT_LAYER:
                label = self.tr("Insert {layer}").format(layer=_name_of(fix))
                label = f"{label}, {change}" if fix.parameter else label
            case RemedyKind.REPLACE_LAYER:
                label = self.tr("Use {layer}").format(layer=_name_of(fix))
            case RemedyKind.APPEND_TO_SHORTCUT:
                label = self.tr("{layer} in the shortcut").format(layer=_name_of(fix))
            case RemedyKind.APPEND_TO_BRANCH:
                number = 0 if fix.index is None else fix.index + 1
                text = self.tr("{layer} in branch {number}")
                label = text.format(layer=_name_of(fix), number=number)
            case RemedyKind.SET_INSIDE:
                label = f"{_name_of(fix)}: {change}"
            case RemedyKind.REMOVE_LAYER:
                label = self.tr("Remove {layer}").format(layer=_name_of(fix))
        return label


def _name_of(fix: Remedy) -> str:
    return fix.layer.type_name() if fix.layer else ""


def _shape_of(fix: Remedy) -> str:
    return shape_text(fix.value) if isinstance(fix.value, tuple) else value_code(fix.value)
