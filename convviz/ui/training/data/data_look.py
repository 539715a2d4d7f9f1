"""What would be learned, asked of the engine: pictures of each class, with and without changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from convviz.core.errors import ConvVizError
from convviz.protocol.document_file import encode_document
from convviz.protocol.messages.engine_pictures import DataSeen, LookAtData
from convviz.protocol.run_settings import run_settings_alone

if TYPE_CHECKING:
    from convviz.protocol.document import Document
    from convviz.protocol.messages.common import Problem
    from convviz.ui.processes.engine_client import EngineClient
    from convviz.ui.processes.reply import Reply


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What is known of the data.

    Attributes:
        data: None while nothing is known.
        problem: Why nothing can be known; None if there is no reason.
        is_waited_for: Whether the engine was asked and has not answered.
        is_augmented: Whether the pictures are to be those that training sees.
        can_augment: Whether training changes any picture.
        is_normalised: Whether training normalises them.
    """

    data: DataSeen | None = None
    problem: ConvVizError | None = None
    is_waited_for: bool = False
    is_augmented: bool = False
    can_augment: bool = False
    is_normalised: bool = False


class DataLook(QObject):
    """Knows what the data of a document looks like; asks again when it is another.

    Attributes:
        seen: What is known.

    Signals:
        changed(Seen): ``seen`` is another.
    """

    changed = Signal(object)

    def __init__(self, engine: EngineClient | None, parent: QObject | None = None) -> None:
        """Know nothing yet.

        Args:
            engine: Whom to ask; None to know nothing ever.
            parent: The owner.
        """
        super().__init__(parent)
        self._engine = engine
        self._document: Document | None = None
        self._reads = 0
        self._asked: tuple[object, ...] | None = None
        self._reply: Reply | None = None
        self.seen = Seen()

    def look_at(self, document: Document | None, reads: int = 0) -> None:
        """Ask for what a document would learn, unless it is known.

        Args:
            document: The document; None: its data is not there.
            reads: How often its data was read: it may be another since.
        """
        self._document, self._reads = document, reads
        if document is None or self._engine is None:
            self._forget()
            return
        training = document.training
        can_augment = training.augmentation.changes_anything
        is_augmented = can_augment and self.seen.is_augmented
        changes = (training.augmentation, training.seed) if is_augmented else None
        place = (training.dataset, training.data_path, reads)
        asked = (place, training.normalise, changes)
        known = replace(
            self.seen,
            is_augmented=is_augmented,
            can_augment=can_augment,
            is_normalised=training.normalise,
        )
        if asked == self._asked:
            self._show(known)
            return
        is_same = self._asked is not None and place == self._asked[0]
        self._asked = asked
        data = known.data if is_same else None
        self._show(replace(known, data=data, problem=None, is_waited_for=True))
        self._ask(self._engine, document, is_augmented=is_augmented)

    def show_augmented(self, is_wanted: bool) -> None:  # noqa: FBT001 - a slot of Qt
        """Have the pictures as training sees them, or as they are."""
        self.seen = replace(self.seen, is_augmented=is_wanted)
        self.look_at(self._document, self._reads)

    def _ask(self, engine: EngineClient, document: Document, *, is_augmented: bool) -> None:
        alone = run_settings_alone(document, keep=("data_path",))
        request = LookAtData(encode_document(alone), is_augmented)
        self._reply = engine.ask(self, request, instead_of=self._reply)
        self._reply.answered.connect(self._on_seen)
        self._reply.failed.connect(self._on_failure)

    def _on_seen(self, data: DataSeen) -> None:
        self._show(replace(self.seen, data=data, problem=None, is_waited_for=False))

    def _on_failure(self, problem: Problem) -> None:
        self._asked = None  # the data may be there when it is asked for the next time
        failed = replace(self.seen, data=None, problem=problem.error(), is_waited_for=False)
        self._show(failed)

    def _forget(self) -> None:
        if self._reply is not None:
            self._reply.cancel()
        self._reply = self._asked = None
        self._show(Seen(is_augmented=self.seen.is_augmented))

    def _show(self, seen: Seen) -> None:
        self.seen = seen
        self.changed.emit(seen)
