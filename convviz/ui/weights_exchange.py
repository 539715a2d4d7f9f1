"""The network's weights from a file of somebody's and into one; the network as an ONNX file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from convviz.core.errors import ErrorCode
from convviz.protocol.document import WeightsFile
from convviz.protocol.messages.engine_files import TakeWeights, WriteOnnx, WriteWeights
from convviz.ui.error_sentences import error_sentence
from convviz.ui.layer_opener import sent_document

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convviz.protocol.document import Document, Network
    from convviz.protocol.messages.common import Problem
    from convviz.protocol.messages.engine_files import OnnxWritten, WeightsApplied, WeightsWritten
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.processes.engine_client import EngineClient


class WeightsExchange(QObject):
    """Asks the engine, which alone reads what torch wrote; the document changes when it is done.

    Signals:
        told(str, str): The level of a notice and its sentence.
        offered(str, object): A sentence on weights that fit by their order alone, and what takes
            them so.
    """

    told = Signal(str, str)
    offered = Signal(str, object)

    def __init__(
        self,
        store: DocumentStore,
        engine: EngineClient,
        find_weights: Callable[[Network], WeightsFile | None],
        find_folder: Callable[[], Path | None],
        parent: QObject | None = None,
    ) -> None:
        """Prepare.

        Args:
            store: The document.
            engine: What reads and writes weights.
            find_weights: Returns the trained weights of a network, with an absolute path.
            find_folder: Returns where weights are written until the document is saved.
            parent: The owner.
        """
        super().__init__(parent)
        self._store = store
        self._engine = engine
        self._find_weights = find_weights
        self._find_folder = find_folder

    def take(self, path: Path, *, by_order: bool = False) -> None:
        """Have the network use the weights of a file, if they fit; else nothing changes.

        Args:
            path: The file.
            by_order: Whether tensors with other names are taken by their order.
        """
        folder = self._find_folder()
        if folder is None:
            sentence = self.tr("The weights were not loaded: there is no place to write them to.")
            self.told.emit("error", sentence)
            return
        document = self._store.document
        content = sent_document(document, None)
        request = TakeWeights(content, str(path), str(folder), by_order)
        reply = self._engine.ask(self, request)
        reply.answered.connect(lambda taken: self._on_taken(document, path, taken))
        reply.failed.connect(lambda problem: self._on_not_taken(path, problem))

    def write(self, path: Path) -> None:
        """Write the network's trained weights into a file; its ending says in which form."""
        document = self._store.document
        weights = self._find_weights(document.network)
        if weights is None:
            sentence = self.tr(
                "The network has no trained weights yet: train it, or load them from a file."
            )
            self.told.emit("error", sentence)
            return
        reply = self._engine.ask(self, WriteWeights(sent_document(document, weights), str(path)))
        reply.answered.connect(self._on_written)
        reply.failed.connect(self._on_failed)

    def export(self, path: Path) -> None:
        """Write the network as an ONNX file, with its trained weights if it has some."""
        document = self._store.document
        weights = self._find_weights(document.network)
        reply = self._engine.ask(self, WriteOnnx(sent_document(document, weights), str(path)))
        reply.answered.connect(self._on_exported)
        reply.failed.connect(self._on_failed)

    def _on_exported(self, written: OnnxWritten) -> None:
        text = self.tr("Saved as {path}, with the trained weights.")
        if written.seed is not None:
            text = self.tr(
                "Saved as {path}, with weights as torch makes them with the seed {seed}: the "
                "network has no trained ones."
            )
        self.told.emit("info", text.format(path=written.path, seed=written.seed))

    def _on_taken(self, asked: Document, path: Path, taken: WeightsApplied) -> None:
        document = self._store.document
        is_same = document.network.steps == asked.network.steps
        if not is_same or document.network.input_shape != asked.network.input_shape:
            sentence = self.tr("The network changed meanwhile: its weights are as they were.")
            self.told.emit("error", sentence)
            return
        weights = WeightsFile(taken.path, taken.sha256)
        network = msgspec.structs.replace(document.network, weights=weights)
        changed = msgspec.structs.replace(document, network=network)
        self._store.edit(changed, self.tr("Load weights from {name}").format(name=path.name))
        self.told.emit("info", self.tr("The network has the weights of {path}.").format(path=path))

    def _on_written(self, written: WeightsWritten) -> None:
        self.told.emit("info", self.tr("Saved as {path}.").format(path=written.path))

    def _on_not_taken(self, path: Path, problem: Problem) -> None:
        error = problem.error()
        if error.code is ErrorCode.WEIGHTS_NAMED_OTHERWISE:
            self.offered.emit(error_sentence(error), lambda: self.take(path, by_order=True))
        else:
            self.told.emit("error", error_sentence(error))

    def _on_failed(self, problem: Problem) -> None:
        self.told.emit("error", error_sentence(problem.error()))
