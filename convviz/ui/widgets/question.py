"""A question before something is lost, with buttons that say what they do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QMessageBox

from convviz.ui.theme import icon_pixmap, set_state
from convviz.ui.widgets.sentences import all_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

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


def may_replace(parent: QWidget, paths: Iterable[Path]) -> bool:
    """Return whether files may be written over about which no dialog has asked yet.

    A file dialog asks about the name that was typed, not about one that was given an ending since.

    Args:
        parent: The window's widget.
        paths: The files; those that are not there are not asked about.
    """
    existing = [path.name for path in paths if path.exists()]
    if not existing:
        return True
    translate = QCoreApplication.translate
    answer = ask(
        parent,
        translate("Question", "Replace {names}?").format(names=all_of(existing)),
        translate("Question", "It exists already, and its contents will be lost."),
        [Choice("replace", translate("Question", "Replace"), loses=True)],
        cancel=translate("Question", "Cancel"),
    )
    return answer == "replace"
