"""Reads pictures beside the window: a large one takes a second."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from convviz.core.errors import ConvVizError
from convviz.ui.window_thread import call_in_window

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.values.pictures import OpenedPicture


class PictureReader(QObject):
    """Reads one picture at a time; a later wish, or :meth:`cancel`, ends the interest in it.

    Signals:
        read(OpenedPicture): The picture that was wished for last.
        failed(ConvVizError): Why it cannot be read.
    """

    read = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wish = 0
        self._is_reading = False

    @property
    def is_reading(self) -> bool:
        """Whether a picture is still awaited."""
        return self._is_reading

    def start(self, work: Callable[[], OpenedPicture]) -> None:
        """Read a picture.

        Args:
            work: Reads it, on a thread of its own; may raise ConvVizError.
        """
        self._wish += 1
        self._is_reading = True
        threading.Thread(
            target=self._run, args=(self._wish, work), name="picture", daemon=True
        ).start()

    def cancel(self) -> None:
        """Await the picture no longer."""
        self._wish += 1
        self._is_reading = False

    def _run(self, wish: int, work: Callable[[], OpenedPicture]) -> None:
        outcome: OpenedPicture | ConvVizError
        try:
            outcome = work()
        except ConvVizError as error:
            outcome = error
        call_in_window(self, lambda: self._on_outcome(wish, outcome))

    def _on_outcome(self, wish: int, outcome: object) -> None:
        if wish != self._wish:
            return
        self._is_reading = False
        if isinstance(outcome, ConvVizError):
            self.failed.emit(outcome)
        else:
            self.read.emit(outcome)
