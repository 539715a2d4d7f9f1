"""What was changed in the calculator of a layer of the network, back in the network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from convviz.protocol.document import Network, WeightsFile
from convviz.protocol.messages.engine_files import ApplyWeights
from convviz.protocol.recipes import Recipe
from convviz.ui.error_sentences import error_sentence
from convviz.ui.layer_opener import sent_document
from convviz.ui.network.edits import replace_layer, set_parameter
from convviz.ui.network_return import edited_recipes, network_return, with_weights
from convviz.ui.processes.stored_parts import part_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from convviz.protocol.document import Document
    from convviz.protocol.messages.common import Problem
    from convviz.protocol.messages.engine_files import WeightsApplied
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network_return import Return
    from convviz.ui.processes.engine_client import EngineClient


@dataclass(frozen=True, slots=True)
class _Applied:
    """Edited weights on their way: of which network, and what they are by torch's names."""

    network: Network
    recipes: Mapping[str, Recipe]


class LayerApplier(QObject):
    """Writes parameters back at once; edited weights follow when the engine has written them.

    Signals:
        applied(int): The network is to be shown, with that layer chosen.
        told(str): Why the weights could not be written back; "" for nothing.
    """

    applied = Signal(int)
    told = Signal(str)

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
            engine: What writes weights.
            find_weights: Returns the trained weights of a network, with an absolute path.
            find_folder: Returns where weights are written until the document is saved.
            parent: The owner.
        """
        super().__init__(parent)
        self._store = store
        self._engine = engine
        self._find_weights = find_weights
        self._find_folder = find_folder
        self._applied: _Applied | None = None
        self._count = 0

    def apply(self) -> None:
        """Write what was changed back to the layer, as one step of the history, and go there."""
        before = self._store.document
        weights = self._find_weights(before.network)
        way_back = network_return(before, weights)
        if way_back is None or way_back.step is None or not way_back.can_apply:
            return
        self._count += 1
        self.told.emit("")
        self._edit(with_parameters(before, way_back))
        if way_back.takes_weights and weights is not None:
            self._ask(before, weights, way_back.step, way_back)
        self.applied.emit(way_back.step)

    def _edit(self, document: Document) -> None:
        """Replace the document; what follows from one click is one step."""
        origin = document.calculator.origin
        name = "" if origin is None else origin.name
        text = self.tr("Apply {name} to the network").format(name=name)
        self._store.edit(document, text, f"apply/{self._count}")

    def _ask(self, before: Document, weights: WeightsFile, step: int, way_back: Return) -> None:
        """Ask for a copy of the network's weights in which the edited ones are."""
        folder = self._find_folder()
        if folder is None:
            self.told.emit(self.tr("The weights stay here: there is no place to write them to."))
            return
        calculator = before.calculator
        recipes = edited_recipes(calculator, way_back.edited)
        shapes = calculator.layer.tensor_shapes(calculator.input_shape)
        parts = {name: part_of(recipe, shapes[name], name) for name, recipe in recipes.items()}
        text = sent_document(before, weights)
        self._applied = _Applied(self._store.document.network, recipes)
        reply = self._engine.ask(self, ApplyWeights(text, step, parts, str(folder)))
        reply.answered.connect(self._on_written)
        reply.failed.connect(self._on_failed)

    def _on_written(self, written: WeightsApplied) -> None:
        applied, self._applied = self._applied, None
        if applied is None:
            return
        document = self._store.document
        if document.network.steps != applied.network.steps or document.calculator.origin is None:
            self.told.emit(self.tr("The network changed meanwhile: its weights are as they were."))
            return
        weights = WeightsFile(written.path, written.sha256)
        self._edit(with_weights(document, weights, applied.recipes))

    def _on_failed(self, problem: Problem) -> None:
        self._applied = None
        self.told.emit(error_sentence(problem.error()))


def with_parameters(document: Document, way_back: Return) -> Document:
    """Return the document with the calculator's parameters in the network's layer."""
    calculator, network, step = document.calculator, document.network, way_back.step
    origin = calculator.origin
    if step is None or origin is None:
        return document
    layer = calculator.layer.with_batch()
    known = network.layers[step].layer.parameters()
    # What a lazy layer learned from its input cannot be set in it: it becomes the plain one.
    if way_back.has_other_type or not way_back.changes.keys() <= known.keys():
        network = replace_layer(network, step, layer)
    else:
        for name, value in way_back.changes.items():
            network = set_parameter(network, step, name, value)
    origin = msgspec.structs.replace(origin, step=step, layer=layer)
    calculator = msgspec.structs.replace(calculator, origin=origin)
    return msgspec.structs.replace(document, network=network, calculator=calculator)
