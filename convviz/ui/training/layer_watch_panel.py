"""Watches the layers of a run that goes on, for as long as somebody looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from convviz.ui.training.layer_history import LayerHistory, watched_layers
from convviz.ui.training.layer_rows import LayerRows
from convviz.ui.widgets.collapsible_section import CollapsibleSection

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QHideEvent, QShowEvent

    from convviz.protocol.messages.trainer import LayersWatched
    from convviz.ui.training.layer_history import WatchedLayer
    from convviz.ui.training.session import TrainingSession


class LayerWatchPanel(QWidget):
    """Asks the trainer for layers' statistics while it is open and seen, and for none otherwise.

    It is folded at first, since what is watched takes up to a twentieth of the training's time.

    Attributes:
        section: Folds the panel.
        rows: The layers.
        history: What was seen of them.
    """

    def __init__(self, session: TrainingSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._folder: Path | None = None
        self._layers: tuple[WatchedLayer, ...] = ()
        self._is_watching = False
        self.history = LayerHistory()
        self.section = CollapsibleSection(
            "layers", self.tr("Layers while they learn"), is_open=False
        )
        hint = QLabel(
            self.tr("About twice a second. All layers share the scale of each small picture.")
        )
        hint.setProperty("role", "caption")
        hint.setWordWrap(True)
        self.rows = LayerRows()
        self.section.body.addWidget(hint)
        self.section.body.addWidget(self.rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.section)
        self.section.toggled.connect(lambda _is_open: self._watch())
        session.layers_watched.connect(self._take)
        session.state_changed.connect(self._follow)
        self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        """Watch."""
        super().showEvent(event)
        self._watch()

    def hideEvent(self, event: QHideEvent) -> None:
        """Watch no more: what nobody sees costs the training nothing."""
        super().hideEvent(event)
        self._watch()

    def _follow(self) -> None:
        """Show the layers of the run in sight; of one that is over, what was seen of it."""
        progress = self._session.progress
        document, has_begun = progress.document, progress.started is not None
        if progress.folder != self._folder or (self._layers and not has_begun):
            self._folder = progress.folder
            self.history = LayerHistory()
            self._layers = () if document is None else watched_layers(document.network)
            self.rows.show_layers(self._layers, self.history)
            self._is_watching = False
        self.setVisible(bool(self._layers) and (progress.is_active or bool(self.history.lines)))
        self._watch()

    def _watch(self) -> None:
        is_wanted = self.isVisible() and self.section.is_open and self._session.progress.is_active
        if is_wanted != self._is_watching:
            self._is_watching = is_wanted
            names = [layer.name for layer in self._layers] if is_wanted else []
            self._session.watch(names)

    def _take(self, message: LayersWatched) -> None:
        self.history.take(message)
        self.rows.show_layers(self._layers, self.history)
