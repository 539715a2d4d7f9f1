"""Makes pictures the input: from a file, dropped, from the clipboard, or a sample."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QEvent,
    QIODevice,
    QMimeData,
    QObject,
    QTimer,
    Signal,
)
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage, QImageWriter
from PySide6.QtWidgets import QFileDialog, QWidget

from convviz.core.errors import DataError, ErrorCode
from convviz.ui.error_sentences import error_sentence
from convviz.ui.images.picture_menu import CIFAR10, CLIPBOARD, FILE, SAMPLE, PictureMenu
from convviz.ui.images.picture_reader import PictureReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.protocol.recipes import Picture
    from convviz.values.pictures import OpenedPicture


SAMPLE_PICTURE: Final = "examples/lake-house.png"

_SLOW: Final = 300
"""Milliseconds after which reading is spoken of."""


class PictureActions(QObject):
    """Reads pictures for the page and takes what is dropped on it.

    The last picture is kept, so that another size or other colours start from the original.

    Signals:
        chosen(Picture, str): The picture, in the size and colours wanted, and what was done.
        told(str, str): The level of a notice and its sentence; "" when an earlier one is over.
    """

    chosen = Signal(object, str)
    told = Signal(str, str)

    def __init__(self, page: QWidget) -> None:
        """Take drops on the page.

        Args:
            page: Where pictures are dropped.
        """
        super().__init__(page)
        self._page = page
        self._opened: OpenedPicture | None = None
        self._samples = 0
        self._has_own_size = False
        self.reader = PictureReader(self)
        self.reader.read.connect(self._take_picture)
        self.reader.failed.connect(lambda error: self.told.emit("error", error_sentence(error)))
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SLOW)
        self._slow.timeout.connect(self._tell_reading)
        self.menu = PictureMenu(page)
        self.menu.wanted.connect(self.open_source)
        self.menu.side_chosen.connect(self._take_side)
        self.menu.mode_chosen.connect(self._show_again)
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def open_source(self, source: str) -> None:
        """Open a picture: FILE, CLIPBOARD, SAMPLE, SHAPES10 or CIFAR10."""
        if source == FILE:
            self.ask_file()
        elif source == CLIPBOARD:
            mime = QGuiApplication.clipboard().mimeData()
            if not self.take(mime):
                detail = self.tr("there is none on the clipboard")
                name = self.tr("The clipboard")
                error = DataError(ErrorCode.PICTURE_BROKEN, name=name, detail=detail)
                self.told.emit("error", error_sentence(error))
        elif source == SAMPLE:
            self._open(_read_sample, as_it_is=True)
        else:
            self._open(self._sample(source), as_it_is=True)

    def ask_file(self) -> QFileDialog:
        """Ask for a picture's file; returns the open dialog."""
        from convviz.values.pictures import SUFFIXES

        patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        pictures = self.tr("Pictures ({patterns})").format(patterns=patterns)
        dialog = QFileDialog(self._page.window(), self.tr("Open a picture"), "", pictures)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.open_file(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def open_file(self, path: Path) -> None:
        """Make a picture's file the input, or tell why not."""
        from convviz.values.pictures import read_picture_file

        self._open(lambda: read_picture_file(path))

    def take(self, mime: QMimeData | None) -> bool:
        """Make a picture that is dropped or on the clipboard the input.

        Args:
            mime: What there is; Qt gives None for a clipboard that nobody has filled.

        Returns:
            Whether there was one. Where there are numbers as well, as a spreadsheet copies them,
            the numbers are meant.
        """
        if mime is None:
            return False
        path = picture_path(mime)
        if path is not None:
            self.open_file(path)
            return True
        if mime.hasText() or not mime.hasImage():
            return False
        image = mime.imageData()
        if not isinstance(image, QImage) or image.isNull():
            return False
        name = self.tr("The pasted picture")
        self._open(lambda: read_image(image, name))
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take pictures that are dragged over the page; documents are left to the window."""
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            if self.take(event.mimeData()):
                event.acceptProposedAction()
                return True
        elif (
            isinstance(event, QDragEnterEvent)
            and event.type() == QEvent.Type.DragEnter
            and (picture_path(event.mimeData()) is not None or event.mimeData().hasImage())
        ):
            event.acceptProposedAction()
            return True
        return super().eventFilter(watched, event)

    def cancel(self) -> None:
        """Let the picture go that is being read."""
        self.reader.cancel()

    def _open(self, read: Callable[[], OpenedPicture], *, as_it_is: bool = False) -> None:
        self._has_own_size = as_it_is
        self.reader.start(read)
        self._slow.start()

    def _tell_reading(self) -> None:
        if self.reader.is_reading:
            self.told.emit("info", self.tr("Reading the picture… Close this notice to stop."))

    def _take_picture(self, opened: OpenedPicture) -> None:
        self._opened = opened
        text = self.tr("Picture: {name}").format(name=opened.name)
        self._show(opened, text, None if self._has_own_size else self.menu.side)

    def _take_side(self) -> None:
        self._has_own_size = False
        self._show_again()

    def _show_again(self) -> None:
        """Show the last picture in the size and the colours that were chosen now."""
        if self._opened is not None:
            side = None if self._has_own_size else self.menu.side
            self._show(self._opened, self.tr("Change the picture"), side)

    def _show(self, opened: OpenedPicture, text: str, side: int | None) -> None:
        from convviz.values.pictures import embedded

        picture: Picture = embedded(opened, side, self.menu.mode)
        self.chosen.emit(picture, text)
        width, height = picture.size
        if width < opened.width or height < opened.height:
            sentence = self.tr(
                "{name} has {size} pixels; it was scaled down to {shown}. Numbers \u2192 Input "
                "\u2192 Picture offers other sizes."
            ).format(
                name=opened.name,
                size=f"{opened.width} \u00d7 {opened.height}",
                shown=f"{width} \u00d7 {height}",
            )
            self.told.emit("info", sentence)
        else:
            self.told.emit("", "")

    def _sample(self, source: str) -> Callable[[], OpenedPicture]:
        """Return what reads the next sample."""
        number = self._samples
        self._samples += 1

        def read() -> OpenedPicture:
            from convviz.values.cifar10_sample import cifar10_sample
            from convviz.values.pictures import picture_of_pixels
            from convviz.values.shapes10 import sample

            if source == CIFAR10:
                return picture_of_pixels(cifar10_sample(number), f"CIFAR-10, {number}")
            return picture_of_pixels(sample(number), f"Shapes-10, {number}")

        return read


def _read_sample() -> OpenedPicture:
    from convviz.resource_files import resource_path
    from convviz.values.pictures import read_picture_file

    return read_picture_file(resource_path(SAMPLE_PICTURE))


def read_image(image: QImage, name: str) -> OpenedPicture:
    """Return an image of the clipboard as an opened picture.

    Raises:
        DataError: PICTURE_TOO_LARGE, PICTURE_BROKEN.
    """
    from convviz.values.pictures import MOST_PIXELS, read_picture

    width, height = image.width(), image.height()
    if width * height > MOST_PIXELS:
        code = ErrorCode.PICTURE_TOO_LARGE
        raise DataError(code, name=name, width=width, height=height, limit=MOST_PIXELS)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    form = b"png" if image.hasAlphaChannel() else b"bmp"
    QImageWriter(buffer, QByteArray(form)).write(image)
    return read_picture(bytes(buffer.data().data()), name)


def picture_path(mime: QMimeData) -> Path | None:
    """Return the first local file that is a picture by its name; None without one."""
    from convviz.values.pictures import SUFFIXES

    for url in mime.urls():
        path = Path(url.toLocalFile())
        if url.isLocalFile() and path.suffix.lower() in SUFFIXES:
            return path
    return None
