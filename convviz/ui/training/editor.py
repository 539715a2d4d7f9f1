"""Edits of the training settings: one door, one undo command each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject

from convviz.ui.training.setting_texts import setting_name

if TYPE_CHECKING:
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
        """Give a setting another value."""
        self._replace(msgspec.structs.replace(self.training, **{name: value}), name)

    def set_part(self, part: str, name: str, value: object) -> None:
        """Give a setting of the loss or of the optimiser another value.

        Args:
            part: "loss" or "optimiser".
            name: The setting.
            value: Its value.
        """
        changed = msgspec.structs.replace(getattr(self.training, part), **{name: value})
        self._replace(msgspec.structs.replace(self.training, **{part: changed}), name)

    def _replace(self, training: Training, name: str) -> None:
        document = msgspec.structs.replace(self._store.document, training=training)
        text = self.tr("Change {setting}").format(setting=setting_name(name))
        self._store.edit(document, text, f"training.{name}")
