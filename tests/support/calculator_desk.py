"""A document, what opens its layers in the calculator, and the bar above it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from convviz.protocol.templates import new_document
from convviz.ui.calculator import edits
from convviz.ui.calculator.origin_bar import OriginBar
from convviz.ui.document_store import DocumentStore
from convviz.ui.layer_applier import LayerApplier
from convviz.ui.layer_opener import LayerOpener
from tests.support.direct_engine import DirectEngine

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.protocol.document import Calculator, Network, Origin, WeightsFile


SECOND_CONV = 2
"""Of the course network: Conv2d(32, 32, 5, padding=2) on 32x16x16."""


class Desk:
    """A document, what opens its layers, and the bar above the calculator."""

    def __init__(self, qtbot: QtBot, folder: Path | None) -> None:
        self.folder = folder
        self.store = DocumentStore(new_document())
        self.engine = DirectEngine()
        self.weights: WeightsFile | None = None
        self.opener = LayerOpener(
            self.store, self.engine, lambda _network: self.known_weights, lambda: self.folder
        )
        self.applier = LayerApplier(
            self.store, self.engine, lambda _network: self.known_weights, lambda: self.folder
        )
        self.bar = OriginBar(self.store)
        qtbot.addWidget(self.bar)
        self.bar.know_weights(lambda _network: self.known_weights)
        self.bar.apply_wanted.connect(self.applier.apply)
        self.bar.back_wanted.connect(self.opener.back)
        self.bar.leave_wanted.connect(self.opener.leave)
        self.opener.told.connect(self.bar.show_problem)
        self.returned: list[int] = []
        self.opener.returned.connect(self.returned.append)
        self.applier.applied.connect(self.returned.append)

    @property
    def known_weights(self) -> WeightsFile | None:
        """The network's own weights, or those of the last run."""
        return self.store.document.network.weights or self.weights

    @property
    def calculator(self) -> Calculator:
        return self.store.document.calculator

    @property
    def origin(self) -> Origin:
        assert self.calculator.origin is not None
        return self.calculator.origin

    def opened(self, step: int = SECOND_CONV) -> None:
        self.opener.open(step)
        self.engine.answer()

    def change(self, **values: object) -> None:
        layer = self.calculator.layer.replace(**values)
        changed = edits.with_layer(self.calculator, layer)
        self.store.edit(msgspec.structs.replace(self.store.document, calculator=changed), "change")

    def set_network(self, network: Network) -> None:
        self.store.edit(msgspec.structs.replace(self.store.document, network=network), "network")

    def layer_at(self, step: int) -> object:
        return self.store.document.network.layers[step].layer
