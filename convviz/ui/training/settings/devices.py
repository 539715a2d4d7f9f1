"""Where torch can compute on this computer, as the engine tells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from convviz.protocol.messages.engine import DescribeDevices

if TYPE_CHECKING:
    from convviz.protocol.messages.common import Problem
    from convviz.protocol.messages.engine import Devices
    from convviz.ui.processes.engine_client import EngineClient
    from convviz.ui.processes.reply import Reply

AUTO: Final = "auto"


class DeviceList(QObject):
    """The devices that a run can be trained on; known once the engine has answered.

    Attributes:
        known: Names as a document spells them ("cpu", "cuda", "cuda:1", "mps"), best first, each
            with what a person calls it; None before the answer.

    Signals:
        changed(): The engine has answered.
    """

    changed = Signal()

    def __init__(self, engine: EngineClient | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._reply: Reply | None = None
        self.known: dict[str, str] | None = None

    def ask(self) -> None:
        """Ask the engine, unless it has answered."""
        if self._engine is not None and self.known is None:
            self._reply = self._engine.ask(self, DescribeDevices(), instead_of=self._reply)
            self._reply.answered.connect(self._on_devices)

    def lacks(self, device: str) -> bool:
        """Return whether a device is known to be missing here."""
        return self.known is not None and device != AUTO and _plain(device) not in self.known

    def automatic(self) -> str:
        """Return what is taken by itself: the best device; "" while it is unknown."""
        return next(iter(self.known), "") if self.known else ""

    def learn(self, problem: Problem) -> None:
        """Take over what a trainer said that did not find its device."""
        available = problem.facts.get("available")
        if self.known is None and isinstance(available, str):
            self.known = {_plain(name): name for name in available.split(", ") if name}
            self.changed.emit()

    def _on_devices(self, devices: Devices) -> None:
        self.known = {_plain(name): text for name, text in devices.devices.items()}
        self.changed.emit()


def _plain(device: str) -> str:
    """Return a device's name without the number of the first one."""
    return device.removesuffix(":0")
