"""The network page with the longest network: an edit in its middle, scrolling, in milliseconds.

Run by ``python -m tests.benchmarks network``; it needs no display. A time runs from the call until
everything that changed is painted, the code included, which is the view with most to write. "cpu"
counts the window's thread alone: it hardly depends on what else the machine does. The ratio is to
the same edit of ten layers, in the same run. "parameter" makes a line the longest, so that all
comments move; "shape" is a stride, behind which every shape is another. "cards" are those of the
list, else it has one line a layer; "drag" is where something dragged would land.
"""

from __future__ import annotations

import gc
import itertools
import statistics
from functools import partial
from time import perf_counter, thread_time
from typing import TYPE_CHECKING

import msgspec.structs
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from convviz.core.layers.activation import ReLU
from convviz.core.layers.adaptive import AdaptiveAvgPool2d
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.network.tree import NetworkStep, residual
from convviz.core.network.tree_limits import MOST_LAYERS
from convviz.protocol.document import Network
from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.network.page import NetworkPage
from convviz.ui.network.state import Density, View
from convviz.ui.theme import apply_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from convviz.core.network.tree import Node

WIDTH, HEIGHT = 1600, 1000
EDITS = 16
FEW = 10
INPUT_SHAPE = (16, 32, 32)
FOLLOWING = frozenset({"in_channels", "num_features", "in_features"})


def measure() -> dict[str, float]:
    """Return medians by name of the measurement."""
    gc.disable()  # as the window does, which collects once a second: see ui/shell/garbage.py
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    apply_theme(application, "light")
    results: dict[str, float] = {}
    few = _edits("network 10", _long_network(FEW))
    results |= few
    long = _long_network(MOST_LAYERS)
    results |= _edits("network 1000", long)
    results |= _edits("network 1000 cards", long, density=Density.CARDS)
    results |= _edits("network 200 blocks", block_network(200), density=Density.CARDS)
    for kind in ("toggle", "insert", "parameter"):
        many = results[f"network 1000 {kind} cpu median"]
        results[f"network 1000 {kind} ratio"] = many / few[f"network 10 {kind} cpu median"]
    return results


def _edits(name: str, network: Network, *, density: Density = Density.LINES) -> dict[str, float]:
    """Return how long edits in the middle of a network take, and scrolling through it."""
    page = _opened(network, density)
    presenter, cards = page.presenter, page.layers.cards
    middle = next(
        row
        for row in range(len(cards.cards) // 2, 0, -1)
        if cards.cards[row].call.startswith("ReLU")
    )
    presenter.select([middle])
    _settle()
    results = _times(f"{name} toggle", itertools.repeat(presenter.toggle, EDITS))
    step = NetworkStep(ReLU())

    def insert_and_delete() -> Iterable[Callable[[], None]]:
        for _ in range(EDITS // 2):
            presenter.select([middle])
            yield presenter.delete
            yield partial(presenter.insert, (step,))

    results |= _times(f"{name} insert", insert_and_delete())
    convolution = next(
        row for row in range(middle, -1, -1) if cards.cards[row].call.startswith("Conv2d")
    )
    presenter.select([convolution])
    _settle()
    results |= _times(
        f"{name} parameter",
        (
            partial(presenter.set_parameter, "bias", value)
            for value in itertools.islice(itertools.cycle((False, True)), EDITS)
        ),
    )
    results |= _times(
        f"{name} shape",
        (
            partial(presenter.set_parameter, "stride", value)
            for value in itertools.islice(itertools.cycle((2, 1)), EDITS)
        ),
    )
    bar = cards.verticalScrollBar()
    results |= _times(
        f"{name} scroll",
        (partial(bar.setValue, int(place * bar.maximum() / 60)) for place in range(60)),
    )
    results |= _times(
        f"{name} drag", (partial(cards.place_at, QPoint(80, 12 * place)) for place in range(60))
    )
    page.deleteLater()
    _settle()
    gc.collect()
    return results


def _opened(network: Network, density: Density = Density.LINES) -> NetworkPage:
    document = msgspec.structs.replace(new_document(), network=network)
    page = NetworkPage(DocumentStore(document))
    presenter = page.presenter
    presenter.show_view(View.CODE)
    if presenter.state.is_compact is not (density is Density.LINES):
        presenter.show_lines()
    page.resize(WIDTH, HEIGHT)
    page.show()
    _settle()
    return page


def _settle() -> None:
    for _ in range(20):
        QApplication.processEvents()


def _times(name: str, calls: Iterable[Callable[[], object]]) -> dict[str, float]:
    walls, cpus = [], []
    for call in calls:
        _settle()
        began, busy = perf_counter(), thread_time()
        call()
        QApplication.processEvents()
        walls.append(1000 * (perf_counter() - began))
        cpus.append(1000 * (thread_time() - busy))
    return {
        f"{name} median": statistics.median(walls),
        f"{name} cpu median": statistics.median(cpus),
        f"{name} cpu worst": max(cpus),
    }


def _long_network(count: int) -> Network:
    """Return layers that follow the shape, of which no two neighbours are alike, and a head."""
    layers = (Conv2d(16, 16, 3, padding=1), BatchNorm2d(16), ReLU(), MaxPool2d(3, 1, 1))
    head = (AdaptiveAvgPool2d(1), Flatten(), Linear(16, 10))
    chosen = (*itertools.islice(itertools.cycle(layers), count - len(head)), *head)
    return Network(
        INPUT_SHAPE,
        tuple(NetworkStep(layer, FOLLOWING.intersection(layer.parameters())) for layer in chosen),
    )


def block_network(count: int) -> Network:
    """Return a network of about so many layers and blocks."""
    nodes: list[Node] = []
    while 6 * len(nodes) < count:
        body = (
            NetworkStep(Conv2d(16, 16, 3, padding=1)),
            NetworkStep(BatchNorm2d(16)),
            NetworkStep(ReLU()),
        )
        nodes.append(residual(body))
    return Network(INPUT_SHAPE, tuple(nodes))


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:40} {value:8.2f}")
