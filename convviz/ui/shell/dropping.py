"""Documents and networks that are dropped on the window: torch.export's, and files of code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from convviz.core.exported.archive import SUFFIX as EXPORTED_SUFFIX
from convviz.protocol.code_file import CODE_SUFFIXES
from convviz.protocol.document_file import SUFFIX

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QDropEvent

_SUFFIXES = (SUFFIX, EXPORTED_SUFFIX, *CODE_SUFFIXES)


def dropped_file(event: QDropEvent) -> Path | None:
    """Return the first file that the window opens among what is dragged; None without one."""
    from pathlib import Path

    if event.possibleActions() & Qt.DropAction.CopyAction:
        for url in event.mimeData().urls():
            if url.isLocalFile() and url.toLocalFile().lower().endswith(_SUFFIXES):
                return Path(url.toLocalFile())
    return None
