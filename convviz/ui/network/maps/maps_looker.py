"""Asks what the network makes of a picture, for as long as somebody looks at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import msgspec
import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QTimer, Signal

from convviz.core.call_parameters import LARGEST_INTEGER
from convviz.core.errors import ConvVizError
from convviz.core.network.tree import Path
from convviz.protocol.document import PictureOrigin
from convviz.protocol.messages.engine_pictures import PassPicture, PicturePassed
from convviz.protocol.passing import AskedMaps, Fit, PassedNode
from convviz.protocol.run_settings import with_data_path
from convviz.ui.chosen_kernel import ChosenKernel
from convviz.ui.layer_opener import sent_document
from convviz.values.tensors import array_of, tensor_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from convviz.protocol.document import Document, Network, Training, WeightsFile
    from convviz.protocol.messages.common import Problem
    from convviz.protocol.messages.engine import EngineRequest
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.processes.engine_client import EngineClient
    from convviz.ui.processes.reply import Reply

_MOST_KEPT: Final = 96 << 20
"""Bytes of maps that are kept here; those that were scrolled away are asked for again."""


@dataclass(frozen=True, slots=True, eq=False)
class MapsChoice:
    """What goes through the network, and with which weights.

    Attributes:
        place: The test picture's place, from 0.
        pixels: An own picture instead, uint8 (3, height, width).
        fit: How a picture of another size is brought to the network's.
        seed: Of random weights; None for the training's own.
        wants_trained: Whether trained weights are taken where there are any.
    """

    place: int = 0
    pixels: npt.NDArray[np.uint8] | None = None
    fit: Fit = "crop"
    seed: int | None = None
    wants_trained: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Planes:
    """Some maps of one output.

    Attributes:
        values: float32, along its first dimension the maps, or the numbers of a vector.
        lows: The smallest number of each.
        highs: The largest.
    """

    values: npt.NDArray[np.float32]
    lows: npt.NDArray[np.float32]
    highs: npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Maps:
    """What is known of a picture's way through the network.

    Attributes:
        choice: What a person chose.
        seed: Of random weights.
        has_trained: Whether the network has trained weights.
        passed: The engine's last answer; None before the first.
        planes: The maps that are there, by what was asked for.
        is_stale: Whether the network, or what is chosen, is another by now.
        problem: Why there is no answer; None while nothing went wrong.
        nodes: What is told of each output, by its path.
        kernels: float32 (out_channels, in_channels/groups, height, width); None for none.
        kernels_of: The layer that they were asked of; None before that.
    """

    choice: MapsChoice = MapsChoice()
    seed: int = 0
    has_trained: bool = False
    passed: PicturePassed | None = None
    planes: Mapping[AskedMaps, Planes] = field(default_factory=dict)
    is_stale: bool = True
    problem: ConvVizError | None = None
    nodes: Mapping[Path, PassedNode] = field(default_factory=dict)
    kernels: npt.NDArray[np.float32] | None = None
    kernels_of: Path | None = None

    @property
    def shares(self) -> npt.NDArray[np.float32] | None:
        """How sure the network is of each class; None where its output is no vector."""
        sent = None if self.passed is None else self.passed.shares
        return None if sent is None else array_of(sent)

    @property
    def is_trained(self) -> bool:
        """Whether trained weights are wanted, and there are some."""
        return self.has_trained and self.choice.wants_trained


class MapsLooker(QObject):
    """Asks the engine anew when the network or the choice changes; only while it is wanted.

    Attributes:
        maps: What is known.
        pictures: Test pictures that there are; 0 while that is not known.

    Signals:
        changed(): ``maps`` is another.
        opened(ChosenKernel, Document): The calculator is to show a map of a layer of that document.
    """

    changed = Signal()
    opened = Signal(object, object)

    def __init__(
        self,
        store: DocumentStore,
        engine: EngineClient | None,
        find_weights: Callable[[Network], WeightsFile | None] = lambda _network: None,
        find_data: Callable[[Training], str] = lambda _training: "",
        parent: QObject | None = None,
    ) -> None:
        """Ask nothing yet.

        Args:
            store: The document.
            engine: Whom to ask; None for nobody.
            find_weights: Returns the trained weights of a network, with an absolute path.
            find_data: Returns where the pictures of a training are; "" for the usual place.
            parent: The owner.
        """
        super().__init__(parent)
        self._store, self._engine = store, engine
        self._find_weights, self._find_data = find_weights, find_data
        self._is_wanted = False
        self._wanted: tuple[AskedMaps, ...] = ()
        self._kernels_of: Path | None = None
        self._question: tuple[object, ...] = ()
        self._content = b""
        self._asked: set[AskedMaps] = set()
        self._reply: Reply | None = None
        self.maps = Maps()
        self.pictures = 0
        # The page is drawn first: a long network takes a while to be written for the engine.
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._follow)
        store.changed.connect(self._follow_later)  # no lambda: it would outlive this

    def _follow_later(self, _document: object) -> None:
        self._later.start()

    def want(self, *, on: bool) -> None:
        """Look, or rest: what nobody sees is not asked for."""
        self._is_wanted = on
        if on:
            self._follow()
        else:
            self._cancel()

    def see(self, wanted: Sequence[AskedMaps], kernels_of: Path | None) -> None:
        """Have some maps, and the kernels of a convolution, told as well."""
        self._wanted, self._kernels_of = tuple(wanted), kernels_of
        if self._is_wanted and self._question:
            self._ask()

    def choose(self, **changes: Any) -> None:  # noqa: ANN401 - fields of MapsChoice
        """Send another picture through, or through other weights."""
        choice = replace(self.maps.choice, **changes)
        # With its own seed at once: a field in which it is typed would show the one before again.
        self._show(choice=choice, seed=self.maps.seed if choice.seed is None else choice.seed)
        self._follow()

    def turn(self, by: int) -> None:
        """Send a test picture before or behind through."""
        place = max(0, self.maps.choice.place + by)
        self.choose(place=min(place, max(0, self.pictures - 1)) if self.pictures else place)

    def draw_weights(self) -> None:
        """Send the picture through other random weights."""
        self.choose(seed=(self.maps.seed + 1) % (LARGEST_INTEGER + 1), wants_trained=False)

    def source(self) -> Document:
        """Return the document as the engine was told of it: with these weights and this seed."""
        document, maps = self._store.document, self.maps
        weights = self._find_weights(document.network) if maps.choice.wants_trained else None
        seed = document.training.seed if maps.choice.seed is None else maps.choice.seed
        return msgspec.structs.replace(
            document,
            network=msgspec.structs.replace(document.network, weights=weights),
            training=msgspec.structs.replace(document.training, seed=seed),
        )

    def asked_now(self) -> PassPicture:
        """Return what goes through now, as the engine is told: for another view of the same."""
        source, choice = self.source(), self.maps.choice
        sent = with_data_path(source, self._find_data(source.training))
        pixels = None if choice.pixels is None else tensor_of(choice.pixels, "uint8")
        content = sent_document(sent, source.network.weights)
        return PassPicture(content, choice.place, pixels, choice.fit)

    def ask(self, asker: QObject, request: EngineRequest, instead_of: Reply | None) -> Reply | None:
        """Ask the engine for another view; None if there is nobody to ask."""
        if self._engine is None:
            return None
        return self._engine.ask(asker, request, instead_of=instead_of)

    @property
    def has_trained(self) -> bool:
        """Whether the network has trained weights."""
        return self._find_weights(self._store.document.network) is not None

    def open(self, step: int, channel: int, cell: tuple[int, int] | None) -> None:
        """Have the calculator show a layer with what reaches it of this picture.

        Args:
            step: The layer's number.
            channel: The map.
            cell: Row and column of a cell of it; None for none.
        """
        source, pixels = self.source(), None
        picture = None if self.maps.passed is None else self.maps.passed.picture
        if picture is not None and picture.pixels is not None:
            # A test picture that was not fitted is found by its place.
            is_fitted = tuple(picture.size) != tuple(picture.pixels.shape[1:])
            is_own = self.maps.choice.pixels is not None
            is_fitted |= picture.origin == PictureOrigin.FITTED
            is_other = is_own or is_fitted or picture.place < 0
            pixels = array_of(picture.pixels) if is_other else None
        place, weights = self.maps.choice.place, source.network.weights
        self.opened.emit(ChosenKernel(step, channel, place, pixels, weights, cell), source)

    def _follow(self) -> None:
        """Ask anew if the network, or what is chosen, is another."""
        if not self._is_wanted or self._engine is None:
            return
        source, choice = self.source(), self.maps.choice
        sent = with_data_path(source, self._find_data(source.training))
        content = sent_document(sent, source.network.weights)
        question = (content, choice.place, id(choice.pixels), choice.fit)
        if question == self._question:
            return
        self._cancel()
        self._question, self._content = question, content
        self._asked = set()
        has_trained = self._find_weights(self._store.document.network) is not None
        self._show(is_stale=True, seed=source.training.seed, has_trained=has_trained)
        self._ask()

    def _ask(self) -> None:
        """Ask for what is wanted and was not asked for."""
        if self._engine is None or (self._reply is not None and self._reply.is_waiting):
            return
        maps = tuple(asked for asked in self._wanted if asked not in self._asked)
        kernels = self._kernels_of
        if not maps and not self.maps.is_stale and kernels == self.maps.kernels_of:
            return
        self._asked |= {*maps}
        choice = self.maps.choice
        pixels = None if choice.pixels is None else tensor_of(choice.pixels, "uint8")
        request = PassPicture(self._content, choice.place, pixels, choice.fit, maps, kernels)
        self._reply = self._engine.ask(self, request, instead_of=self._reply)
        self._reply.answered.connect(lambda answer: self._take(answer, maps, kernels))
        self._reply.failed.connect(self._on_failure)

    def _take(
        self, passed: PicturePassed, asked: tuple[AskedMaps, ...], kernels_of: Path | None
    ) -> None:
        self._reply = None
        known = {} if self.maps.is_stale else dict(self.maps.planes)
        by_place = {(sent.path, sent.first, sent.side): sent for sent in passed.maps}
        for wanted in asked:
            sent = by_place.get((wanted.path, wanted.first, wanted.side))
            if sent is not None:
                parts = (array_of(part) for part in (sent.values, sent.lows, sent.highs))
                known[wanted] = Planes(*parts)
        self._forget_some(known)
        self.pictures = passed.picture.total
        nodes = {node.path: node for node in passed.nodes}
        kernels = None if passed.kernels is None else array_of(passed.kernels)
        self._show(
            passed=passed,
            planes=known,
            is_stale=False,
            problem=None,
            nodes=nodes,
            kernels=kernels,
            kernels_of=kernels_of,
        )
        self._ask()

    def _forget_some(self, known: dict[AskedMaps, Planes]) -> None:
        """Let the oldest maps go that nobody looks at."""
        size = sum(planes.values.nbytes for planes in known.values())
        for asked in [asked for asked in known if asked not in self._wanted]:
            if size <= _MOST_KEPT:
                return
            size -= known.pop(asked).values.nbytes
            self._asked.discard(asked)

    def _on_failure(self, problem: Problem) -> None:
        self._reply = None
        self._question = ()  # when it is looked at again, it is asked again
        self._show(problem=problem.error())

    def _cancel(self) -> None:
        """Hear no more of what was asked; what has not come is asked for again."""
        if self._reply is not None and self._reply.is_waiting:
            self._reply.cancel()
            self._question = () if self.maps.is_stale else self._question
            self._asked = {asked for asked in self._asked if asked in self.maps.planes}
        self._reply = None

    def _show(self, **changes: Any) -> None:  # noqa: ANN401 - fields of Maps
        self.maps = replace(self.maps, **changes)
        self.changed.emit()
