"""The one question before a window closes: unsaved changes and a run that goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.ui.widgets.question import Choice, ask

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SAVE, CLOSE = "save", "close"


def ask_before_closing(window: QWidget, *, unsaved: str, is_training: bool) -> str:
    """Return what is to be done about the window.

    Args:
        window: The window.
        unsaved: The name of the document if it has unsaved changes; "" if it has none.
        is_training: Whether a run goes on.

    Returns:
        SAVE the document and close; CLOSE without saving; CANCEL. Without asking, CLOSE if
        nothing would be lost or ended.
    """
    if not unsaved and not is_training:
        return CLOSE
    translate = QCoreApplication.translate
    consequences = []
    if unsaved:
        consequences.append(
            translate(
                "CloseQuestion", "{name} has changes that will be lost unless you save them."
            ).format(name=unsaved)
        )
    if is_training:
        consequences.append(
            translate(
                "CloseQuestion",
                "A run is going on. It will end after the current batch and write a checkpoint, "
                "from which it can be resumed later.",
            )
        )
    answers = [Choice(CLOSE, translate("CloseQuestion", "Stop training and close"), loses=True)]
    if unsaved:
        answers = [
            Choice(SAVE, translate("CloseQuestion", "Save and close")),
            Choice(CLOSE, translate("CloseQuestion", "Close without saving"), loses=True),
        ]
    return ask(
        window,
        translate("CloseQuestion", "Close convviz?"),
        "\n\n".join(consequences),
        answers,
        cancel=translate("CloseQuestion", "Cancel"),
    )
