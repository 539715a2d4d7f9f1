"""A network that torch.export saved, as the network of the document: one edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from convviz.core.errors import ConvVizError
from convviz.protocol.document_file import decode_document
from convviz.protocol.messages.engine_files import ProgramRead, ReadProgram
from convviz.ui.error_sentences import error_sentence, notice_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convviz.protocol.document import Network
    from convviz.protocol.messages.common import Problem
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.processes.engine_client import EngineClient


class ProgramOpener(QObject):
    """Asks the engine, for the window waits for no disk; the document changes when it is done.

    Signals:
        told(str, str): The level of a notice and its sentence.
        opened(): The network is there.
        read(Path): It is of this file.
    """

    told = Signal(str, str)
    opened = Signal()
    read = Signal(object)

    def __init__(
        self,
        store: DocumentStore,
        engine: EngineClient,
        find_folder: Callable[[], Path | None],
        parent: QObject | None = None,
    ) -> None:
        """Prepare.

        Args:
            store: The document.
            engine: What reads files.
            find_folder: Returns where weights are written until the document is saved.
            parent: The owner.
        """
        super().__init__(parent)
        self._store = store
        self._engine = engine
        self._find_folder = find_folder

    def open(self, path: Path) -> None:
        """Have the network of a .pt2 file be the document's, with its weights."""
        folder = self._find_folder()
        request = ReadProgram(str(path), "" if folder is None else str(folder))
        self.told.emit("info", self.tr("{name} is being read…").format(name=path.name))
        before = self._store.document.network
        reply = self._engine.ask(self, request)
        reply.answered.connect(lambda read: self._on_read(path, read, before))
        reply.failed.connect(self._on_failed)

    def _on_read(self, path: Path, read: ProgramRead, before: Network) -> None:
        if self._store.document.network is not before:
            text = self.tr("The network was changed while {name} was read. Open the file again.")
            self.told.emit("warning", text.format(name=path.name))
            return
        try:
            network = decode_document(read.document, str(path)).network
        except ConvVizError as error:
            self.told.emit("error", error_sentence(error))
            return
        document = msgspec.structs.replace(self._store.document, network=network)
        self._store.edit(document, self.tr("Open {name}").format(name=path.name))
        self.opened.emit()
        self.read.emit(path)
        errors = [problem.error() for problem in read.notices]
        told = [self._here_text(path.name, network)]
        told += [notice_text(error.code, error.facts) for error in errors]
        if not errors:
            told.append(self.tr("Undo brings back what was here."))
        self.told.emit("warning" if errors else "info", " ".join(told))

    def _on_failed(self, problem: Problem) -> None:
        self.told.emit("error", error_sentence(problem.error()))

    def _here_text(self, name: str, network: Network) -> str:
        """Return that a network is here, and whether its weights are."""
        count = len(network.layers)
        if network.weights is None:
            text = self.tr("{name} is here: {count} layers, without weights.")
            text = self.tr("{name} is here: 1 layer, without weights.") if count == 1 else text
        else:
            text = self.tr("{name} is here: {count} layers, with their weights.")
            text = self.tr("{name} is here: 1 layer, with its weights.") if count == 1 else text
        return text.format(name=name, count=count)
