"""A bar with one sentence for the reader, what can be done about it, and details to copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QEvent, QMargins, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from convviz.ui.theme import (
    SPACING,
    IconRole,
    icon_pixmap,
    restyle,
    set_code_font,
    set_icon,
    theme_notifier,
)
from convviz.ui.widgets.late_widget import LateWidget, put_in_tab_order

NoticeLevel = Literal["info", "warning", "error"]

_ICONS: Final[dict[str, tuple[str, IconRole]]] = {
    "info": ("mdi6.information-outline", "accent"),
    "warning": ("mdi6.alert-outline", "warning"),
    "error": ("mdi6.alert-circle-outline", "error"),
}
_ICON_SIZE: Final = 20
_DETAILS_HEIGHT: Final = 160


@dataclass(frozen=True, slots=True)
class NoticeAction:
    """A button of a notice.

    Attributes:
        text: What it does, translated.
        run: What is done on a click.
    """

    text: str
    run: Callable[[], None]


class Notice(QFrame):
    """Information, a warning or an error; hidden until there is one.

    Signals:
        dismissed(): A person closed it.
    """

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._level: NoticeLevel = "info"
        self._icon = QLabel()
        self._sentence = QLabel()
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)  # a file's text is no markup
        self._sentence.setWordWrap(True)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons = QHBoxLayout()
        self._details_button = self._flat_button(self.tr("Details"))
        self._details_button.setCheckable(True)
        self._copy_button = self._flat_button(self.tr("Copy details"))
        self._close_button = QToolButton()
        set_icon(self._close_button, "mdi6.close")
        self._close_button.setToolTip(self.tr("Close this notice"))
        self._close_button.setAccessibleName(self.tr("Close this notice"))
        self._details_text = ""
        self._details = LateWidget(self._build_details)
        self._column = QVBoxLayout(self)
        self._lay_out()
        self._details_button.toggled.connect(self._show_details)
        self._copy_button.clicked.connect(self._copy)
        self._close_button.clicked.connect(self._dismiss)
        theme_notifier().changed.connect(self._show_icon)
        self.hide()

    @property
    def sentence(self) -> str:
        """What the notice says."""
        return self._sentence.text()

    @property
    def level(self) -> NoticeLevel:
        """How serious it is."""
        return self._level

    def show_notice(
        self,
        level: NoticeLevel,
        sentence: str,
        actions: Sequence[NoticeAction] = (),
        details: str = "",
    ) -> None:
        """Show a notice in place of the one before.

        Args:
            level: How serious it is.
            sentence: What happened and what to do, translated.
            actions: What can be done, as buttons.
            details: Text for a report of the fault; "" for none.
        """
        self._level = level
        self.setProperty("notice", level)
        restyle(self)
        self._sentence.setText(sentence)
        self._show_icon()
        self._renew_actions(actions)
        self._details_button.setChecked(False)
        self._details_text = details
        for button in (self._details_button, self._copy_button):
            button.setVisible(bool(details))
        self.setAccessibleName(self._level_word())
        self.setAccessibleDescription(sentence)
        self.show()

    def say(self, level: NoticeLevel, sentence: str) -> None:
        """Show a sentence in place of the notice before; "" hides it."""
        if sentence:
            self.show_notice(level, sentence)
        else:
            self.hide()

    def clear(self) -> None:
        """Hide the notice."""
        self.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACING * 2)
        row.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._sentence, stretch=1)
        row.addLayout(self._buttons)
        row.addWidget(self._details_button)
        row.addWidget(self._copy_button)
        row.addWidget(self._close_button)
        self._column.setContentsMargins(SPACING * 3, SPACING, SPACING, SPACING)
        self._column.addLayout(row)

    def _build_details(self) -> QPlainTextEdit:
        details = QPlainTextEdit(self)
        details.setReadOnly(True)
        set_code_font(details, 0.9)
        details.setFixedHeight(_DETAILS_HEIGHT)
        details.setAccessibleName(self.tr("Details"))
        self._column.addWidget(details)
        put_in_tab_order(details, self._close_button)
        return details

    def _show_details(self, wanted: bool) -> None:  # noqa: FBT001 - from a signal
        if wanted:
            self._details.widget.setPlainText(self._details_text)
        if self._details.built is not None:
            self._details.built.setVisible(wanted)

    def _renew_actions(self, actions: Sequence[NoticeAction]) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for action in actions:
            button = QPushButton(action.text)
            button.clicked.connect(lambda _checked=False, run=action.run: run())
            self._buttons.addWidget(button)

    def _flat_button(self, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("flat", "true")
        return button

    def _level_word(self) -> str:
        match self._level:
            case "info":
                return self.tr("Information")
            case "warning":
                return self.tr("Warning")
            case "error":
                return self.tr("Error")

    def _show_icon(self) -> None:
        name, role = _ICONS[self._level]
        self._icon.setPixmap(icon_pixmap(name, _ICON_SIZE, role))

    def _copy(self) -> None:
        text = f"{self._sentence.text()}\n\n{self._details_text}"
        QGuiApplication.clipboard().setText(text)

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()


class NoticeRoom(QWidget):
    """Room around a notice where the page has none; hidden with it, so that no gap stays."""

    def __init__(self, notice: Notice, margins: QMargins, parent: QWidget | None = None) -> None:
        """Take a notice in.

        Args:
            notice: Shown or hidden by whoever has something to say.
            margins: On its four sides, in pixels.
            parent: The parent.
        """
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margins)
        layout.addWidget(notice)
        notice.installEventFilter(self)
        self._notice = notice
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come and go with the notice."""
        if event.type() in {QEvent.Type.ShowToParent, QEvent.Type.HideToParent}:
            self._follow()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        self.setVisible(not self._notice.isHidden())
