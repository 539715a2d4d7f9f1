"""How a thread that works beside the window hands over what it found.

A signal of an object that the window deletes at that moment ends the process: whether it is still
there can be asked in the window's thread alone. What is called here goes by way of an object that
lives as long as the process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

if TYPE_CHECKING:
    from collections.abc import Callable


class _Calls(QObject):
    """Takes calls from any thread and does them in the window's."""

    asked = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.asked.connect(self._call, Qt.ConnectionType.QueuedConnection)

    def _call(self, owner: QObject, call: Callable[[], object]) -> None:
        if shiboken6.isValid(owner):
            call()


# Made where this is first imported, which is the window's thread.
_CALLS = _Calls()


def call_in_window(owner: QObject, call: Callable[[], object]) -> None:
    """Have the window's thread do something soon; nothing is done once the owner is gone.

    Args:
        owner: Whose matter it is.
        call: What is done.
    """
    _CALLS.asked.emit(owner, call)
