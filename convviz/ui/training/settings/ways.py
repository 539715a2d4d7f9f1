"""Which ways to compute this computer has, such as half precision: what trials found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from convviz.protocol.messages.engine import TryWays
from convviz.protocol.soundness import Finding, Verdict, ways_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from convviz.protocol.document import Training
    from convviz.protocol.messages.engine import WaysTried
    from convviz.ui.processes.engine_client import EngineClient
    from convviz.ui.processes.reply import Reply

Ways: TypeAlias = "Mapping[tuple[str, str], Finding | None]"
"""What is known of each way on each device; None while it is being tried."""

AGAIN_MS: Final = 1000
"""Between two questions while a trial goes on: it takes seconds, in a process of its own."""


class WayList(QObject):
    """What is known of ways to compute on devices; asked when somebody wants to know.

    Signals:
        changed(): Something more is known.
    """

    changed = Signal()

    def __init__(self, engine: EngineClient | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._reply: Reply | None = None
        self._found: dict[tuple[str, str], Finding] = {}
        self._wanted: list[tuple[str, str]] = []
        self._again = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._again.timeout.connect(self._ask)

    def look_into(self, device: str, ways: Sequence[str]) -> None:
        """Find out, unless it is known or being found out."""
        asked = [(device, way) for way in ways]
        new = [one for one in asked if one not in self._found and one not in self._wanted]
        if new and self._engine is not None:
            self._wanted += new
            self._ask()
            self.changed.emit()

    @property
    def known(self) -> Ways:
        """What was found of ways on devices; None of what is being found out."""
        return {**dict.fromkeys(self._wanted), **self._found}

    def _ask(self) -> None:
        if self._engine is None or not self._wanted:
            return
        device, _ = self._wanted[0]
        ways = tuple(way for place, way in self._wanted if place == device)
        self._reply = self._engine.ask(self, TryWays(device, ways), instead_of=self._reply)
        self._reply.answered.connect(lambda tried: self._on_tried(device, tried))
        self._reply.failed.connect(lambda _problem: self._give_up(device))

    def _on_tried(self, device: str, tried: WaysTried) -> None:
        self._found |= {(device, way): found for way, found in tried.found.items()}
        self._wanted = [one for one in self._wanted if one not in self._found]
        if tried.found:
            self.changed.emit()
        if self._wanted:
            self._again.start()

    def _give_up(self, device: str) -> None:
        """Ask no more about a device that there is not, or without an engine."""
        self._wanted = [one for one in self._wanted if one[0] != device]
        self.changed.emit()
        self._ask()


def unsound_way(training: Training, ways: Ways) -> str:
    """Return the first way to compute that a training needs and this computer has not; or ""."""
    for way in ways_of(training):
        found = ways.get((training.device, way))
        if found is not None and not found.is_sound:
            return way
    return ""


def way_sentence(way: str, found: Finding) -> str:
    """Return what a trial found, where it was not sound."""
    translate = QCoreApplication.translate
    sentences = {
        Verdict.STOPS: translate("WayField", "{way} stops the process on this computer."),
        Verdict.REFUSED: translate("WayField", "torch refuses {way} on this computer: {detail}."),
        Verdict.WRONG: translate(
            "WayField", "{way} computes wrong numbers on this computer: {detail}."
        ),
        Verdict.SLOW: translate("WayField", "The trial of {way} was not over in time."),
    }
    text = sentences.get(found.verdict, translate("WayField", "{way} works on this computer."))
    return text.format(way=way, detail=found.detail)
