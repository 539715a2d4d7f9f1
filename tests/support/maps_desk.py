"""The network page in its view of feature maps, with an engine in this process."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from PySide6.QtWidgets import QApplication

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.network.tree import NetworkStep, Node, residual
from convviz.protocol.document import Network
from convviz.protocol.messages.engine_pictures import PassPicture
from convviz.protocol.templates import new_document
from convviz.ui.network.maps.maps_looker import MapsLooker
from convviz.ui.network.maps.maps_view import MapsView
from convviz.ui.network.page import NetworkPage
from convviz.ui.network.state import View
from tests.support.calculator_desk import Desk
from tests.support.windows import show_active

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer
    from convviz.protocol.document import Document
    from convviz.ui.chosen_kernel import ChosenKernel

CONV, BLOCK, INSIDE, POOL, LAST = 1, 2, 4, 6, 8
"""Rows of maps of the network below; the input is row 0."""


def steps(*layers: Layer) -> tuple[Node, ...]:
    return tuple(map(NetworkStep, layers))


def with_a_block() -> Network:
    block = residual(steps(Conv2d(6, 6, 3, padding=1)))
    ends = steps(MaxPool2d(4), Flatten(), Linear(6 * 8 * 8, 10))
    return Network((3, 32, 32), (*steps(Conv2d(3, 6, 3, padding=1)), block, *ends))


class MapsDesk:
    """The network page in its maps' view, an engine without a process, and the calculator.

    Attributes:
        first: The view that is shown.
    """

    first = View.MAPS

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self.desk = Desk(qtbot, folder / "mine.numbers")
        self.store, self.engine = self.desk.store, self.desk.engine
        document = msgspec.structs.replace(new_document(), network=with_a_block())
        self.store.open(document)
        looker = MapsLooker(self.store, self.engine, lambda _network: self.desk.known_weights)
        self.page = NetworkPage(self.store, maps=looker)
        looker.opened.connect(self.open)
        qtbot.addWidget(self.page)
        self.pinned: list[tuple[int, tuple[int, int]]] = []
        self.desk.opener.pinned.connect(lambda *place: self.pinned.append(place))
        self.page.show_view(self.first)
        self.page.resize(1280, 900)
        show_active(qtbot, self.page)
        self.answer()

    @property
    def view(self) -> MapsView:
        view = self.page.panels.views.view(View.MAPS)
        assert isinstance(view, MapsView)
        return view

    @property
    def asked(self) -> list[PassPicture]:
        return [request for request in self.engine.requests if isinstance(request, PassPicture)]

    def answer(self) -> None:
        """Answer all that is asked, and what is asked then."""
        QApplication.processEvents()
        while self.engine.is_asked():
            self.engine.answer()

    def open(self, chosen: ChosenKernel, source: Document) -> None:
        """As the window does."""
        self.desk.opener.open(
            chosen.step,
            chosen.kernel,
            source,
            picture=chosen.picture,
            pixels=chosen.pixels,
            cell=chosen.cell,
        )

    def values(self, row: int) -> np.ndarray:
        """Return the numbers of a row's maps that are there."""
        self.view.rows.row_chosen.emit(row, -1)
        self.answer()
        maps, path = self.page.maps.maps, self.view.rows.rows[row].path
        known = [
            planes for asked, planes in maps.planes.items() if (asked.path, asked.side) == (path, 0)
        ]
        return np.concatenate([planes.values for planes in known])
