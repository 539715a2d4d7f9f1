"""The network page's maps: what every layer makes of a picture, and a map in the calculator."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from safetensors.torch import save

from convviz.core.data_sets import CIFAR10
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.network.tree import NetworkStep, Node, residual
from convviz.engine.compute.module_builder import build_sequential
from convviz.protocol.document import Network, PictureOrigin, WeightsFile, WeightsOrigin
from convviz.protocol.messages.engine import PassPicture
from convviz.protocol.templates import new_document
from convviz.ui.calculator import edits
from convviz.ui.network.maps_looker import MapsLooker
from convviz.ui.network.maps_view import MapsView
from convviz.ui.network.page import NetworkPage
from convviz.ui.network.state import View
from convviz.ui.widgets.formula_source import FormulaSource
from convviz.values.recipes import materialise
from convviz.values.weights import read_weights
from tests.support.calculator_desk import Desk
from tests.support.mouse import move_mouse_in
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
    """The network page in its maps' view, an engine without a process, and the calculator."""

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
        self.page.show_view(View.MAPS)
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


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MapsDesk:
    monkeypatch.setattr(FormulaSource, "request", lambda *_arguments: None)
    return MapsDesk(qtbot, tmp_path)


def trained(desk: MapsDesk, folder: Path) -> WeightsFile:
    network = desk.store.document.network
    model = build_sequential(network.steps, network.input_shape, seed=9)
    content = save(model.state_dict())
    path = folder / "trained.safetensors"
    path.write_bytes(content)
    return WeightsFile(str(path), hashlib.sha256(content).hexdigest())


def test_every_layer_and_block_has_a_row_with_its_maps(desk: MapsDesk) -> None:
    rows = desk.view.rows.rows
    assert [row.title for row in rows[:5]] == [
        "Input",
        "Conv2d(3, 6, kernel_size=3, padding=1)",
        "Residual",
        "body",
        "Conv2d(6, 6, kernel_size=3, padding=1)",
    ]
    assert [row.count for row in rows] == [3, 6, 6, 0, 6, 0, 6, 384, 10]
    nodes = desk.page.maps.maps.nodes
    assert all(nodes[row.path].shape == row.shape for row in rows)
    assert np.array_equal(desk.values(BLOCK), desk.values(CONV) + desk.values(INSIDE))


def test_a_folded_block_shows_what_comes_out_of_it(desk: MapsDesk) -> None:
    panels = desk.page.panels
    panels.layers.cards.folded.emit(1)
    assert [row.title for row in desk.view.rows.rows[1:4]] == [
        "Conv2d(3, 6, kernel_size=3, padding=1)",
        "Residual",
        "MaxPool2d(kernel_size=4)",
    ]
    assert desk.view.rows.rows[BLOCK].count == 6


def test_the_last_layer_says_its_numbers_and_what_it_takes_the_picture_for(desk: MapsDesk) -> None:
    values = desk.values(LAST)
    maps = desk.page.maps.maps
    assert maps.shares is not None
    assert maps.passed is not None
    line = desk.view.detail.bars.lines[3]
    assert line.startswith(maps.passed.class_names[3])
    assert f"{values[3]:.4g}".replace("-", "\u2212") in line
    assert line.endswith("%")


def test_the_cell_under_the_mouse_is_read(desk: MapsDesk) -> None:
    values = desk.values(CONV)
    gallery = desk.view.detail.gallery
    place = gallery._place(2)
    size = place.width() // 32
    move_mouse_in(gallery, place.topLeft() + QPoint(5 * size + 1, 7 * size + 1))
    assert desk.view.reading.text() == f"Map 2, row 7, column 5: {values[2, 7, 5]:.6g}"


def test_an_edit_pales_the_maps_until_the_new_ones_come(desk: MapsDesk) -> None:
    before = desk.values(CONV)
    store = desk.store
    nodes = store.document.network.steps
    changed = (NetworkStep(Conv2d(3, 6, 5, padding=2)), *nodes[1:])
    network = msgspec.structs.replace(store.document.network, steps=changed)
    store.edit(msgspec.structs.replace(store.document, network=network), "kernel")
    QApplication.processEvents()
    pale = desk.page.maps.maps
    assert pale.is_stale
    assert pale.passed is not None  # the old ones stay
    desk.answer()
    assert not desk.page.maps.maps.is_stale
    assert not np.array_equal(desk.values(CONV), before)


def test_a_network_that_fails_shows_its_maps_up_to_there(desk: MapsDesk) -> None:
    store = desk.store
    nodes = (*steps(Conv2d(3, 6, 3), Conv2d(5, 4, 3), ReLU()),)
    network = msgspec.structs.replace(store.document.network, steps=nodes)
    store.edit(msgspec.structs.replace(store.document, network=network), "failing")
    desk.answer()
    assert [row.count for row in desk.view.rows.rows] == [3, 6, 0, 0]
    assert sorted(desk.page.maps.maps.nodes) == [(), (0,)]


def test_a_hidden_view_asks_nothing(desk: MapsDesk) -> None:
    desk.page.show_view(View.CODE)
    count = len(desk.asked)
    store = desk.store
    network = msgspec.structs.replace(store.document.network, steps=steps(Conv2d(3, 2, 3)))
    store.edit(msgspec.structs.replace(store.document, network=network), "other")
    QApplication.processEvents()
    assert len(desk.asked) == count
    desk.page.show_view(View.MAPS)
    assert len(desk.asked) == count + 1
    desk.answer()
    assert not desk.page.maps.maps.is_stale


def test_only_maps_that_are_seen_are_asked_for(desk: MapsDesk) -> None:
    store = desk.store
    long = steps(*[Conv2d(3, 3, 3, padding=1)] * 200)
    network = msgspec.structs.replace(store.document.network, steps=long)
    store.edit(msgspec.structs.replace(store.document, network=network), "long")
    desk.answer()
    assert len({asked.path for asked in desk.page.maps.maps.planes}) < 20
    desk.view.rows.row_chosen.emit(150, -1)
    desk.answer()
    assert (149,) in {asked.path for asked in desk.page.maps.maps.planes}


def test_a_map_opens_at_its_cell_with_the_numbers_that_reach_it(desk: MapsDesk) -> None:
    desk.view.bar.place.setValue(5)
    desk.view.bar.seed.setValue(3)
    desk.answer()
    before = desk.values(CONV)
    desk.view.rows.opened.emit(INSIDE, 4, (2, 3))
    desk.answer()
    calculator = desk.store.document.calculator
    assert desk.pinned == [(4, (2, 3))]
    assert np.array_equal(materialise(calculator.input, (6, 32, 32)), before)
    assert calculator.origin is not None
    assert calculator.origin.seed == 3
    assert calculator.origin.picture is PictureOrigin.TEST
    assert desk.store.document.training.seed == 0


def test_a_double_click_opens_the_map_under_it(desk: MapsDesk) -> None:
    rows = desk.view.rows
    place = rows._thumb(CONV, 1)
    point = place.topLeft() + QPoint(place.width() * 20 // 32 + 1, place.height() * 10 // 32 + 1)
    QTest.mouseDClick(rows, Qt.MouseButton.LeftButton, pos=point)
    assert desk.pinned == [(1, (10, 20))]


def test_edited_weights_of_a_layer_in_a_block_come_back_to_it(
    desk: MapsDesk, tmp_path: Path
) -> None:
    store = desk.store
    weights = trained(desk, tmp_path)
    network = msgspec.structs.replace(store.document.network, weights=weights)
    store.edit(msgspec.structs.replace(store.document, network=network), "weights")
    desk.answer()
    maps = desk.page.maps.maps
    assert maps.passed is not None
    assert maps.passed.weights_origin == WeightsOrigin.TRAINED
    before = desk.values(INSIDE)
    desk.view.rows.opened.emit(INSIDE, 0, None)
    desk.answer()
    changed = edits.with_weight_cell(desk.desk.calculator, (2, 1, 0, 2), 7.5)
    store.edit(msgspec.structs.replace(store.document, calculator=changed), "cell")
    desk.desk.bar.apply_wanted.emit()
    desk.answer()
    now = store.document.network
    assert now.weights is not None
    written = read_weights(Path(now.weights.path), sha256=now.weights.sha256, network=now)
    assert written["1.body.0.weight"][2, 1, 0, 2] == 7.5
    assert desk.desk.returned == [1]
    desk.answer()
    after = desk.values(INSIDE)
    assert np.array_equal(after[:2], before[:2])
    assert not np.array_equal(after[2], before[2])


def test_an_own_picture_goes_through_as_it_is_fitted(desk: MapsDesk) -> None:
    looker = desk.page.maps
    wide = np.zeros((3, 16, 64), np.uint8)
    wide[:, :, 24:40] = 255
    looker.choose(pixels=wide)
    desk.answer()
    assert not desk.view.bar.fit.isHidden()
    assert desk.values(0).min() > 0.7  # the middle alone
    looker.choose(fit="pad")
    desk.answer()
    assert desk.values(0).min() == 0
    desk.view.rows.opened.emit(CONV, 0, None)
    desk.answer()
    calculator = desk.store.document.calculator
    assert np.array_equal(materialise(calculator.input, (3, 32, 32)), desk.values(0))
    desk.view.bar.back.click()
    desk.answer()
    assert desk.view.bar.fit.isHidden()


def test_other_random_weights_and_pictures_by_their_keys(desk: MapsDesk) -> None:
    before = desk.values(CONV)
    desk.page.page_actions["new weights"].trigger()
    desk.answer()
    assert desk.view.bar.seed.value() == 1
    assert not np.array_equal(desk.values(CONV), before)
    desk.page.page_actions["next picture"].trigger()
    desk.answer()
    assert desk.view.bar.place.value() == 1
    desk.page.page_actions["previous picture"].trigger()
    desk.page.page_actions["previous picture"].trigger()
    assert desk.view.bar.place.value() == 0


def test_a_missing_data_set_is_told_of_and_a_drawn_picture_goes_through(
    desk: MapsDesk, tmp_path: Path
) -> None:
    store = desk.store
    nowhere = str(tmp_path / "nowhere")
    training = msgspec.structs.replace(
        store.document.training, dataset=CIFAR10(), data_path=nowhere
    )
    store.edit(msgspec.structs.replace(store.document, training=training), "data")
    desk.answer()
    assert nowhere in desk.view.note.sentence
    assert "Shapes-10" in desk.view.bar.label.text()
    desk.view.rows.opened.emit(CONV, 0, None)
    desk.answer()
    calculator = desk.store.document.calculator
    assert np.array_equal(materialise(calculator.input, (3, 32, 32)), desk.values(0))


def test_each_map_can_have_a_scale_of_its_own(desk: MapsDesk) -> None:
    def strongest() -> list[int]:
        images = desk.view.rows._images_of(desk.view.rows.rows[CONV])
        return [
            min(image.pixelColor(x, y).red() for x in range(32) for y in range(32))
            for image in images
        ]

    common = strongest()
    desk.view.scale.set_value(value=True)
    desk.view.scale.value_changed.emit(True)  # noqa: FBT003 - Qt's signature
    assert sum(strongest()) < sum(common)


def test_a_test_picture_in_grey_opens_with_the_numbers_that_were_seen(desk: MapsDesk) -> None:
    store = desk.store
    network = Network((1, 32, 32), steps(Conv2d(1, 2, 3)))
    store.edit(msgspec.structs.replace(store.document, network=network), "grey")
    desk.view.bar.place.setValue(4)
    desk.answer()
    seen = desk.values(0)
    desk.view.rows.opened.emit(1, 0, None)
    desk.answer()
    assert np.array_equal(materialise(desk.store.document.calculator.input, (1, 32, 32)), seen)


def test_a_kernel_of_the_chosen_layer_opens_too(desk: MapsDesk) -> None:
    desk.values(INSIDE)
    kernels = desk.view.detail.kernels
    assert kernels.isVisible()
    assert kernels.count == 6
    kernels.opened.emit(3)
    desk.answer()
    origin = desk.store.document.calculator.origin
    assert origin is not None
    assert origin.step == 1
    desk.values(POOL)
    assert not kernels.isVisible()
