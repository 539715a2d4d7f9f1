"""Questions before a file is written over that holds what nobody here has seen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from convviz.protocol.seen_file import FileChange
from convviz.ui.widgets.question import Choice, ask

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

WRITE: Final = "write"
SAVE_AS: Final = "save as"


def ask_about_change(window: QWidget, path: Path, change: FileChange) -> str:
    """Return what is to be done with a document whose file is not as it was left.

    Args:
        window: The window.
        path: The document's file.
        change: What became of it.

    Returns:
        WRITE it all the same; SAVE_AS: under another name; CANCEL. Without asking, WRITE if it is
        as it was left.
    """
    if change is FileChange.NONE:
        return WRITE
    translate = QCoreApplication.translate
    questions = {
        FileChange.CHANGED: translate("SaveQuestion", "{name} was changed by another program."),
        FileChange.GONE: translate("SaveQuestion", "{name} is no longer there."),
        FileChange.READ_ONLY: translate("SaveQuestion", "{name} is read-only."),
    }
    explanations = {
        FileChange.CHANGED: translate(
            "SaveQuestion",
            "The contents of {path} have changed since you opened or saved it. Replacing the "
            "file loses those changes.",
        ),
        FileChange.GONE: translate(
            "SaveQuestion",
            "{path} was moved or deleted, or its disk is not there. Your document is still open "
            "here.",
        ),
        FileChange.READ_ONLY: translate("SaveQuestion", "{path} is protected against changes."),
    }
    again = Choice(WRITE, translate("SaveQuestion", "Save there again"))
    replace = Choice(WRITE, translate("SaveQuestion", "Replace"), loses=True)
    other = Choice(SAVE_AS, translate("SaveQuestion", "Save as…"))
    return ask(
        window,
        questions[change].format(name=path.name),
        explanations[change].format(path=path),
        [other, again if change is FileChange.GONE else replace],
        cancel=translate("SaveQuestion", "Cancel"),
    )
