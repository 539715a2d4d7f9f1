"""Folders that are dropped on the training page, as what is to be learned."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QMimeData
    from PySide6.QtWidgets import QWidget


class FolderDrop(QObject):
    """Takes folders that are dropped on a page, while nothing is trained.

    Signals:
        dropped(Path): A folder.
    """

    dropped = Signal(object)

    def __init__(self, page: QWidget, can_take: Callable[[], bool]) -> None:
        """Take drops.

        Args:
            page: Where folders are dropped.
            can_take: Whether another data set can be chosen now.
        """
        super().__init__(page)
        self._can_take = can_take
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take folders; pictures and documents are left to others."""
        is_drop = event.type() == QEvent.Type.Drop
        if isinstance(event, (QDragEnterEvent, QDropEvent)) and (
            is_drop or event.type() == QEvent.Type.DragEnter
        ):
            folder = dropped_folder(event.mimeData()) if self._can_take() else None
            if folder is not None:
                event.acceptProposedAction()
                if is_drop:
                    self.dropped.emit(folder)
                return True
        return super().eventFilter(watched, event)


def dropped_folder(mime: QMimeData) -> Path | None:
    """Return the only thing that is dragged if it is a folder of this computer; else None."""
    urls = mime.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.is_dir() else None
