"""What is inside one layer of the run in sight: told by its trainer, asked of the engine after."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from convviz.core.errors import ConvVizError
from convviz.core.layers.base import Layer
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import module_names
from convviz.core.shown_layers import is_shown
from convviz.protocol.document_file import encode_document
from convviz.protocol.messages.engine_pictures import LookInsideResult
from convviz.protocol.watching import LayerInside
from convviz.ui.training.run.judging import with_weights

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.protocol.document import Network
    from convviz.protocol.messages.common import Problem
    from convviz.protocol.messages.engine_pictures import ResultInside
    from convviz.protocol.messages.trainer import InsideSeen
    from convviz.ui.processes.engine_client import EngineClient
    from convviz.ui.processes.reply import Reply
    from convviz.ui.training.run.run_looks import RunLooks
    from convviz.ui.training.run.run_progress import RunProgress


@dataclass(frozen=True, slots=True)
class SeenLayer:
    """A layer that can be looked into.

    Attributes:
        name: As torch names it in the network, such as "0".
        step: Its number in the network, from 0, disabled layers included.
        layer: The layer.
    """

    name: str
    step: int
    layer: Layer

    @property
    def title(self) -> str:
        """Its number and its type, such as "0: Conv2d"."""
        return f"{self.name}: {self.layer.type_name()}"

    @property
    def can_open(self) -> bool:
        """Whether the calculator shows it."""
        return is_shown(self.layer)


@dataclass(frozen=True, slots=True)
class Inside:
    """What is looked at, and what is seen.

    Attributes:
        layers: Those that can be looked into.
        layer: The chosen one's place among them.
        picture: The test picture, from 0.
        kernel: The chosen kernel, from 0.
        seen: What is inside; None while nothing is known.
        step: Batches done when it was; -1 for the result.
        problem: Why nothing is seen.
    """

    layers: tuple[SeenLayer, ...] = ()
    layer: int = 0
    picture: int = 0
    kernel: int = 0
    seen: LayerInside | None = None
    step: int = -1
    problem: ConvVizError | None = None

    @property
    def chosen(self) -> SeenLayer | None:
        """The layer that is looked into."""
        return self.layers[self.layer] if self.layer < len(self.layers) else None


def seen_layers(network: Network) -> tuple[SeenLayer, ...]:
    """Return the layers of a network that make something of their own: Flatten does not."""
    rows = infer_sequential(network.steps, network.input_shape).rows
    names = module_names(network.steps)
    return tuple(
        SeenLayer(names[row.index], row.index, row.layer)
        for row in rows
        if row.enabled and row.layer.type_name() not in {"Flatten", "Identity", "Dropout"}
    )


class InsideLooker(QObject):
    """Looks into a layer for as long as somebody wants it.

    Attributes:
        inside: What is looked at.

    Signals:
        changed(): ``inside`` is another.
    """

    changed = Signal()

    def __init__(
        self,
        engine: EngineClient | None,
        looks: RunLooks,
        progress: Callable[[], RunProgress],
        parent: QObject | None = None,
    ) -> None:
        """Look at nothing.

        Args:
            engine: Whom to ask of a result; None for nobody.
            looks: Asks a trainer.
            progress: Returns the run in sight.
            parent: The owner.
        """
        super().__init__(parent)
        self._engine, self._looks, self._progress = engine, looks, progress
        self._run: object = None
        self._is_wanted = False
        self._asked: object = None
        self._reply: Reply | None = None
        self.inside = Inside()
        looks.inside_seen.connect(self._take)

    def want(self, *, on: bool) -> None:
        """Look, or rest: what nobody sees costs the training nothing."""
        self._is_wanted = on
        self.follow()

    def choose(self, layer: int, picture: int) -> None:
        """Look into a layer, by its place among the layers, at what it makes of a test picture."""
        if (layer, picture) != (self.inside.layer, self.inside.picture):
            kernel = self.inside.kernel if layer == self.inside.layer else 0
            chosen = replace(self.inside, layer=layer, picture=picture, kernel=kernel)
            self._show(replace(chosen, seen=None, problem=None))
            self.follow()

    def choose_kernel(self, kernel: int) -> None:
        """Choose a kernel of the layer, from 0."""
        if kernel != self.inside.kernel:
            self._show(replace(self.inside, kernel=kernel))

    def follow(self) -> None:
        """Ask whoever knows: the trainer of a run that goes on, else the engine."""
        progress = self._progress()
        document = progress.document
        if (progress.folder, document is None) != self._run:
            self._run = (progress.folder, document is None)
            self._forget_question()
            layers = () if document is None else seen_layers(document.network)
            self._show(Inside(layers, picture=self.inside.picture))
        chosen = self.inside.chosen
        is_live = progress.is_active and not progress.is_loading
        name = chosen.name if chosen is not None and self._is_wanted and is_live else ""
        self._looks.look_inside(name, self.inside.picture)
        if self._is_wanted and not progress.is_active and chosen is not None:
            self._ask(progress, chosen)

    def _ask(self, progress: RunProgress, chosen: SeenLayer) -> None:
        result, document = progress.result, progress.document
        if self._engine is None or result is None or document is None:
            return
        wanted = (result.sha256, chosen.name, self.inside.picture)
        if wanted == self._asked:
            return
        self._asked = wanted
        content = encode_document(with_weights(document, result))
        request = LookInsideResult(content, chosen.name, self.inside.picture)
        self._reply = self._engine.ask(self, request, instead_of=self._reply)
        self._reply.answered.connect(self._on_answer)
        self._reply.failed.connect(self._on_failure)

    def _take(self, message: InsideSeen) -> None:
        seen = message.inside
        if self._is_chosen(seen) and seen.picture == self._place_shown():  # another was on its way
            self._forget_question()
            self._show(replace(self.inside, seen=seen, step=message.step, problem=None))

    def _on_answer(self, answer: ResultInside) -> None:
        self._reply = None
        inside = answer.inside
        if inside is not None and self._is_chosen(inside):
            self._show(replace(self.inside, seen=inside, step=-1, problem=None))

    def _is_chosen(self, seen: LayerInside) -> bool:
        chosen = self.inside.chosen
        return chosen is not None and seen.layer == chosen.name

    def _place_shown(self) -> int:
        """Return which test picture a trainer shows: the last one instead of one beyond it."""
        started, wanted = self._progress().started, self.inside.picture
        count = 0 if started is None else started.test_pictures
        return min(wanted, count - 1) if count else wanted

    def _forget_question(self) -> None:
        """Want no answer about a run, or weights, that are no longer the ones in sight."""
        self._asked = None
        if self._reply is not None:
            self._reply.cancel()
            self._reply = None

    def _on_failure(self, problem: Problem) -> None:
        self._reply = None
        self._show(replace(self.inside, seen=None, problem=problem.error()))

    def _show(self, inside: Inside) -> None:
        self.inside = inside
        self.changed.emit()
