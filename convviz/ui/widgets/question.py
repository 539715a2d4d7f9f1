"""A question before something is lost, with buttons that say what they do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMessageBox

from convviz.ui.theme import icon_pixmap, set_state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPushButton, QWidget

_ICON_SIZE: Final = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer a question.

    Attributes:
        key: What :func:`ask` returns.
        text: Of its button, translated.
        loses: Whether something is lost by it; such an answer is never the one that Enter gives.
    """

    key: str
    text: str
    loses: bool = False


CANCEL: Final = "cancel"


def ask(
    parent: QWidget,
    question: str,
    explanation: str,
    answers: Sequence[Choice],
    *,
    cancel: str,
) -> str:
    """Ask, and wait for the answer.

    Args:
        parent: The window's widget.
        question: What is asked, translated.
        explanation: What follows from the answers.
        answers: The first that loses nothing is the one that Enter gives; if all lose something,
            Enter changes nothing.
        cancel: The text of the button that changes nothing, which Escape presses as well.

    Returns:
        The key of the answer; CANCEL if nothing is to change.
    """
    box = QMessageBox(parent)
    box.setIconPixmap(icon_pixmap("mdi6.help-circle-outline", _ICON_SIZE, "accent"))
    box.setText(question)
    box.setInformativeText(explanation)
    for label in box.findChildren(QLabel):
        label.setTextFormat(Qt.TextFormat.PlainText)  # a file's name is no markup
    roles = QMessageBox.ButtonRole
    buttons: dict[QPushButton, str] = {}
    for answer in answers:
        role = roles.DestructiveRole if answer.loses else roles.AcceptRole
        buttons[box.addButton(answer.text, role)] = answer.key
    keep = box.addButton(cancel, roles.RejectRole)
    default = next(
        (button for button, answer in zip(buttons, answers, strict=True) if not answer.loses), keep
    )
    box.setDefaultButton(default)
    box.setEscapeButton(keep)
    set_state(default, "primary", on=True)
    box.exec()
    clicked = box.clickedButton()
    return next((key for button, key in buttons.items() if button is clicked), CANCEL)
