"""Documents that are dropped on the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from convviz.protocol.document_file import SUFFIX

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QDropEvent


def dropped_document(event: QDropEvent) -> Path | None:
    """Return the first document among what is dragged; None without one."""
    from pathlib import Path

    if event.possibleActions() & Qt.DropAction.CopyAction:
        for url in event.mimeData().urls():
            if url.isLocalFile() and url.toLocalFile().endswith(SUFFIX):
                return Path(url.toLocalFile())
    return None
