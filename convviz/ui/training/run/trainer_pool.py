"""The trainer that waits: one that has come to the end of a run is kept for the next one.

So starting again loads no torch anew. It holds some 300 MB, and is let go after some idle minutes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer

from convviz.protocol.messages.trainer import trainer_replies
from convviz.ui.processes.child_process import ChildProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from convviz.ui.processes.child_process import Outcome

IDLE_MS: Final = 5 * 60_000
"""How long a trainer waits for another run."""


class TrainerPool(QObject):
    """Gives out trainers, each to one asker at a time, and keeps one that is given back."""

    def __init__(self, command: Sequence[str], parent: QObject | None = None) -> None:
        """Prepare; nothing is started.

        Args:
            command: What to start.
            parent: The owner.
        """
        super().__init__(parent)
        self._command = command
        self._kept: ChildProcess | None = None
        self._idle = QTimer(self, singleShot=True, interval=IDLE_MS)
        self._idle.timeout.connect(self._let_go)

    @property
    def has_waiting(self) -> bool:
        """Whether a trainer waits that has loaded torch."""
        return self._kept is not None

    def take(
        self, on_message: Callable[[Any], None], on_end: Callable[[Outcome], None]
    ) -> ChildProcess:
        """Return a trainer that waits, or a new one.

        Args:
            on_message: Hears what it says.
            on_end: Hears how it ended, once.
        """
        child, self._kept = self._kept, None
        self._idle.stop()
        if child is not None:
            child.ended.disconnect()
        if child is None or not child.is_running:
            child = ChildProcess(self.tr("The trainer"), trainer_replies.decode, self, saves=True)
            child.start(self._command)
        child.message_received.connect(on_message)
        child.ended.connect(on_end)
        return child

    def give_back(self, child: ChildProcess) -> None:
        """Keep a trainer that has nothing more to say; its asker hears no more of it."""
        child.message_received.disconnect()
        child.ended.disconnect()
        if self._kept is not None or not child.is_running:
            child.dismiss()
            return
        self._kept = child
        child.ended.connect(self._forget)
        self._idle.start()

    def shut_down(self) -> None:
        """Let the one that waits end by itself, at once: it has nothing to save."""
        child, self._kept = self._kept, None
        self._idle.stop()
        if child is not None:
            child.let_go()

    def _let_go(self) -> None:
        child, self._kept = self._kept, None
        self._idle.stop()
        if child is not None:
            child.ended.disconnect()
            child.dismiss()

    def _forget(self, _outcome: Outcome) -> None:
        child, self._kept = self._kept, None
        self._idle.stop()
        if child is not None:
            child.deleteLater()
