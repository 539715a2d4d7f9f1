"""A person's own picture, from a file, dropped or pasted, on its way to the network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from convviz.core.errors import DataError, ErrorCode
from convviz.ui.error_sentences import error_sentence
from convviz.ui.images.picture_actions import picture_path, read_image
from convviz.ui.images.picture_reader import PictureReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from convviz.values.pictures import OpenedPicture

_LARGEST: Final = 512
"""Pixels along the longer side that are sent: networks take far fewer."""


class OwnPictureReader(QObject):
    """Reads pictures beside the window, and takes what is dropped on a page.

    Attributes:
        can_take: Asked before a drop is taken.

    Signals:
        read(NDArray[uint8]): The picture, (3, height, width).
        troubled(str): Why there is none.
    """

    read = Signal(object)
    troubled = Signal(str)

    def __init__(self, page: QWidget, can_take: Callable[[], bool]) -> None:
        """Take drops.

        Args:
            page: Where pictures are dropped.
            can_take: Whether there is a network that could classify one.
        """
        super().__init__(page)
        self._page = page
        self.can_take = can_take
        self._reader = PictureReader(self)
        self._reader.read.connect(self._on_picture)
        self._reader.failed.connect(lambda error: self.troubled.emit(error_sentence(error)))
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def ask_file(self, title: str = "") -> QFileDialog:
        """Ask for a picture's file; returns the open dialog.

        Args:
            title: Of the dialog, translated; "" for that a picture is to be opened.
        """
        from convviz.values.pictures import SUFFIXES

        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        pictures = self.tr("Pictures ({patterns})").format(patterns=patterns)
        dialog = QFileDialog(self._page.window(), title or self.tr("Open a picture"), "", pictures)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.open_file(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def open_file(self, path: Path) -> None:
        """Read a picture's file."""
        from convviz.values.pictures import read_picture_file

        self._reader.start(lambda: _small(read_picture_file(path)))

    def paste(self) -> None:
        """Read the picture on the clipboard, or say that there is none."""
        if not self.take(QGuiApplication.clipboard().mimeData()):
            detail = self.tr("there is none on the clipboard")
            name = self.tr("The clipboard")
            error = DataError(ErrorCode.PICTURE_BROKEN, name=name, detail=detail)
            self.troubled.emit(error_sentence(error))

    def take(self, mime: QMimeData | None) -> bool:
        """Read a picture that is dropped or on the clipboard; return whether there is one."""
        if mime is None:
            return False
        path = picture_path(mime)
        if path is not None:
            self.open_file(path)
            return True
        image = mime.imageData() if mime.hasImage() else None
        if not isinstance(image, QImage) or image.isNull():
            return False
        name = self.tr("The pasted picture")
        self._reader.start(lambda: _small(read_image(image, name)))
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take pictures that are dragged over the page; documents are left to the window."""
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            if self.can_take() and self.take(event.mimeData()):
                event.acceptProposedAction()
                return True
        elif (
            isinstance(event, QDragEnterEvent)
            and event.type() == QEvent.Type.DragEnter
            and self.can_take()
            and (picture_path(event.mimeData()) is not None or event.mimeData().hasImage())
        ):
            event.acceptProposedAction()
            return True
        return super().eventFilter(watched, event)

    def _on_picture(self, opened: OpenedPicture) -> None:
        import numpy as np

        pixels = np.asarray(opened.image, dtype=np.uint8)
        self.read.emit(np.ascontiguousarray(np.moveaxis(pixels, -1, 0)))


def _small(opened: OpenedPicture) -> OpenedPicture:
    """Return a picture no larger than is sent; runs beside the window."""
    opened.image.thumbnail((_LARGEST, _LARGEST))
    return opened
