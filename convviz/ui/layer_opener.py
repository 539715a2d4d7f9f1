"""A layer of the network in the calculator, with its own numbers, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.network.sequential import infer_sequential
from convviz.core.shown_layers import opened_form
from convviz.protocol.document import (
    UPSTREAM,
    Calculator,
    Origin,
    PictureOrigin,
    WeightsFile,
    WeightsOrigin,
    first_weight,
)
from convviz.protocol.document_file import encode_document
from convviz.protocol.messages.engine_layers import LayerOpened, OpenLayer
from convviz.protocol.recipes import FileBlock
from convviz.protocol.run_settings import with_data_path
from convviz.protocol.templates import course_calculator
from convviz.ui.error_sentences import error_sentence
from convviz.ui.network_return import layer_names, network_return, with_sums
from convviz.ui.widgets.number_texts import number_text
from convviz.values.recipes import block_from_array
from convviz.values.tensors import array_of, tensor_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from convviz.protocol.document import Document, Network, Training
    from convviz.protocol.messages.common import Problem, Tensor
    from convviz.protocol.messages.engine_pictures import TraceGradients
    from convviz.protocol.recipes import Block
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.processes.engine_client import EngineClient
    from convviz.ui.processes.reply import Reply


class LayerOpener(QObject):
    """Opens layers in the calculator at once; their numbers follow when the engine has them.

    Signals:
        opened(int): The calculator shows a layer; the output channel that is to be looked at.
        pinned(int, object): Row and column of the cell of that channel that is to be looked at.
        told(str): Why the layer's own numbers, or some of them, could not be had; "" for nothing.
        returned(int): The network is to be shown, with that layer chosen.
    """

    opened = Signal(int)
    pinned = Signal(int, object)
    told = Signal(str)
    returned = Signal(int)

    def __init__(
        self,
        store: DocumentStore,
        engine: EngineClient,
        find_weights: Callable[[Network], WeightsFile | None],
        find_folder: Callable[[], Path | None],
        parent: QObject | None = None,
        *,
        find_data: Callable[[Training], str] = lambda _training: "",
    ) -> None:
        """Prepare.

        Args:
            store: The document.
            engine: What computes a layer's numbers.
            find_weights: Returns the trained weights of a network, with an absolute path.
            find_folder: Returns where numbers are written that are too many for the document.
            parent: The owner.
            find_data: Returns where the pictures of a training are; "" for the usual place.
        """
        super().__init__(parent)
        self._find_data = find_data
        self._store = store
        self._engine = engine
        self._find_weights = find_weights
        self._find_folder = find_folder
        self._reply: Reply | None = None
        self._count = 0
        self._file_sha256 = ""
        self._seed = 0
        self._awaited: Calculator | None = None

    def open(
        self,
        step: int,
        channel: int = 0,
        source: Document | None = None,
        *,
        picture: int = 0,
        pixels: NDArray[np.uint8] | None = None,
        cell: tuple[int, int] | None = None,
        traced: TraceGradients | None = None,
    ) -> None:
        """Open a layer in the calculator.

        Args:
            step: Its number in the network.
            channel: The output channel that is to be looked at.
            source: Where the network is, if it is not the document's own, as that of a run.
            picture: The place of the test picture that goes through the network, from 0.
            pixels: A picture instead, (channels, height, width).
            cell: Row and column of the output cell that is to be looked at; None for none.
            traced: Where the gradient of its output is to come from; None for no gradient.
        """
        document = source or self._store.document
        network = document.network
        calculator = opened_calculator(document, step)
        if calculator is None:
            return
        if source is not None and source.network.steps != self._store.document.network.steps:
            calculator = msgspec.structs.replace(calculator, origin=None)
        self._count += 1
        if traced is not None and calculator.layer.depends_on_training():
            is_training = traced.choice.is_training
            calculator = msgspec.structs.replace(calculator, training=is_training)
        self._awaited = calculator
        self._put(calculator)
        self.told.emit("")
        self.opened.emit(channel)
        if cell is not None:
            self.pinned.emit(channel, cell)
        self._seed = document.training.seed
        weights = network.weights if source is not None else self._find_weights(network)
        self._file_sha256 = "" if weights is None else weights.sha256
        folder = self._find_folder()
        place = "" if folder is None else str(folder)
        sent = None if pixels is None else tensor_of(pixels, "uint8")
        document = with_data_path(document, self._find_data(document.training))
        request = OpenLayer(sent_document(document, weights), step, place, picture, sent)
        if traced is not None:
            asked = traced.place, traced.pixels, traced.choice, traced.fit
            fields = dict(zip(("picture", "pixels", "choice", "fit"), asked, strict=True))
            request = msgspec.structs.replace(request, **fields)
        self._reply = self._engine.ask(self, request, instead_of=self._reply)
        self._reply.answered.connect(self._on_numbers)
        self._reply.failed.connect(self._on_failed)

    def back(self) -> None:
        """Show the network, with the layer chosen that the calculator shows."""
        way_back = network_return(self._store.document)
        origin = self._store.document.calculator.origin
        if way_back is not None and origin is not None:
            self.returned.emit(origin.step if way_back.step is None else way_back.step)

    def leave(self) -> None:
        """Let the calculator stand alone from now on."""
        document = self._store.document
        calculator = msgspec.structs.replace(document.calculator, origin=None)
        changed = msgspec.structs.replace(document, calculator=calculator)
        self._store.edit(changed, self.tr("Leave the network's layer"))

    def _put(self, calculator: Calculator) -> None:
        """Show a calculator; what is put for one opening is one step of the history."""
        name = calculator.layer.type_name()
        document = msgspec.structs.replace(self._store.document, calculator=calculator)
        text = self.tr("Open {layer} in the calculator").format(layer=name)
        self._store.edit(document, text, f"open/{self._count}")

    def _on_numbers(self, numbers: LayerOpened) -> None:
        awaited, self._awaited = self._awaited, None
        if awaited is None or self._store.document.calculator != awaited:
            return  # another layer or other settings are shown by now
        try:
            filled = with_numbers(awaited, numbers, self._seed, self._file_sha256)
        except ConvVizError as error:
            self.told.emit(self._why_not(error))
            return
        self._put(filled)
        self.told.emit(" ".join(self._why_not(notice.error()) for notice in numbers.notices))

    def _why_not(self, error: ConvVizError) -> str:
        """Return why the numbers of a layer could not be taken."""
        count, limit = error.facts.get("value"), error.facts.get("limit")
        if error.code is not ErrorCode.TOO_LARGE or not isinstance(count, int):
            return error_sentence(error)
        text = self.tr(
            "The layer has {count} numbers in one part, and a document keeps {limit} at most: "
            "made-up ones are shown."
        )
        known = limit if isinstance(limit, int) else 0
        return text.format(count=number_text(count), limit=number_text(known))

    def _on_failed(self, problem: Problem) -> None:
        if self._awaited is not None:
            self._awaited = None
            self.told.emit(error_sentence(problem.error()))


def opened_calculator(document: Document, step: int) -> Calculator | None:
    """Return a layer of a network as the calculator shows it before its numbers are there.

    Returns:
        None for a layer that the calculator cannot show, or that stands behind a failure.
    """
    network = document.network
    result = infer_sequential(network.steps, network.input_shape)
    places = {row.index: (row.layer, row.input_shape) for row in result.rows}
    failure = result.layer_failure
    if failure is not None:
        places[failure.index] = failure.layer, failure.input_shape
    if step not in places:
        return None
    layer, shape = places[step]
    shown = opened_form(layer, shape)
    if shown is None:
        return None
    origin = Origin(step, layer_names(network)[step], layer, seed=document.training.seed)
    # What reaches it has gone through a network in evaluation.
    training = not shown.depends_on_training()
    weight = first_weight(shown)
    if shown.shows_batch:
        shape = (1, *shape)
    return Calculator(shown, shape, weight=weight, origin=origin, training=training)


def with_numbers(
    calculator: Calculator, numbers: LayerOpened, seed: int, file_sha256: str = ""
) -> Calculator:
    """Return an opened layer with its own numbers.

    Args:
        calculator: The layer, as it was opened.
        numbers: Its numbers.
        seed: Of what is not trained.
        file_sha256: Of the file of trained weights; "" if there was none.

    Raises:
        ComputeError: TOO_LARGE: more numbers than a document keeps; UNEXPECTED.
    """
    known = {"input", UPSTREAM, *calculator.layer.tensor_shapes(calculator.input_shape)}
    given = numbers.parts.get("input")
    if calculator.layer.shows_batch and given is not None:  # there may be several pictures
        calculator = msgspec.structs.replace(calculator, input_shape=tuple(given.shape))
    parts = {name: _recipe(part) for name, part in numbers.parts.items() if name in known}
    origin = calculator.origin
    if origin is not None:
        origin = msgspec.structs.replace(
            origin,
            weights=WeightsOrigin(numbers.weights_origin),
            picture=PictureOrigin(numbers.picture),
            seed=seed,
            file_sha256=file_sha256,
        )
        origin = with_sums(origin, parts)
    calculator = msgspec.structs.replace(calculator, origin=origin)
    for name, recipe in parts.items():
        calculator = calculator.with_recipe(name, recipe)
    return calculator


def sent_document(document: Document, weights: WeightsFile | None) -> bytes:
    """Return what the engine is told of a document: its network, with these weights."""
    network = msgspec.structs.replace(document.network, weights=weights)
    sent = msgspec.structs.replace(document, calculator=course_calculator(), network=network)
    return encode_document(sent)


def _recipe(part: Tensor | FileBlock) -> Block | FileBlock:
    return part if isinstance(part, FileBlock) else block_from_array(array_of(part))
