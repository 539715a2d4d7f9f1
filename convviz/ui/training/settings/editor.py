"""Edits of the training settings: one door, one undo command each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject

from convviz.core.schedules import Schedule
from convviz.ui.setting_texts import setting_name

if TYPE_CHECKING:
    from convviz.core.calls import Call
    from convviz.protocol.document import Training
    from convviz.ui.document_store import DocumentStore


class TrainingEditor(QObject):
    """Replaces the training settings of the store's document."""

    def __init__(self, store: DocumentStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store

    @property
    def training(self) -> Training:
        """The settings now."""
        return self._store.document.training

    def set(self, name: str, value: object) -> None:
        """Give a setting another value. Another data set is at another place."""
        changed = msgspec.structs.replace(self.training, **{name: value})
        if name == "dataset" and type(value) is not type(self.training.dataset):
            changed = msgspec.structs.replace(changed, data_path=None)
        self._replace(changed, name)

    def set_part(self, part: str, name: str, value: object) -> None:
        """Give a setting of the data set, the loss, the optimiser or the schedule another value.

        Args:
            part: "dataset", "loss", "optimiser" or "schedule".
            name: The setting.
            value: Its value.
        """
        call: Call = getattr(self.training, part)
        changed = call.replace(**{name: value})
        self._replace(msgspec.structs.replace(self.training, **{part: changed}), f"{part}.{name}")

    def new_part(self, kind: type[Call]) -> Call:
        """Return the loss, optimiser or schedule of a kind with which its form begins."""
        return kind.fitted(self.training.epochs) if issubclass(kind, Schedule) else kind.new()

    def _replace(self, training: Training, name: str) -> None:
        document = msgspec.structs.replace(self._store.document, training=training)
        text = self.tr("Change {setting}").format(setting=setting_name(name))
        self._store.edit(document, text, f"training.{name}")
