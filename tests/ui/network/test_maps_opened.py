"""Pictures on their way to the network page's maps, and maps on theirs to the calculator."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from safetensors.torch import save

from convviz.core.data_sets import CIFAR10
from convviz.core.layers.conv import Conv2d
from convviz.engine.compute.module_builder import build_sequential
from convviz.protocol.document import Network, PictureOrigin, WeightsFile, WeightsOrigin
from convviz.ui.calculator.cell_edits import with_cell
from convviz.ui.network.state import View
from convviz.ui.widgets.formula_source import FormulaSource
from convviz.values.recipes import materialise
from convviz.values.weights import read_weights
from tests.support.maps_desk import CONV, INSIDE, POOL, MapsDesk, steps
from tests.support.network_page import retype

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


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


def test_a_map_opens_at_its_cell_with_the_numbers_that_reach_it(desk: MapsDesk) -> None:
    desk.view.bar.place.setValue(5)
    retype(desk.view.bar.seed, "3")
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
    changed = with_cell(desk.desk.calculator, "weight", (2, 1, 0, 2), 7.5)
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


def test_a_copied_picture_goes_through_while_the_maps_are_shown(
    desk: MapsDesk, qtbot: QtBot
) -> None:
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    image.fill(QColor(0, 255, 0))
    QGuiApplication.clipboard().setImage(image)
    desk.page.page_actions["paste picture"].trigger()
    qtbot.waitUntil(lambda: desk.page.maps.maps.choice.pixels is not None)
    desk.answer()
    assert np.array_equal(desk.values(0).mean(axis=(1, 2)), [0, 1, 0])
    desk.page.show_view(View.CODE)
    assert not desk.page.page_actions["paste picture"].isEnabled()


def test_a_dropped_picture_is_taken_only_while_the_maps_are_shown(
    desk: MapsDesk, tmp_path: Path
) -> None:
    picture = tmp_path / "mine.png"
    QImage(8, 8, QImage.Format.Format_RGB32).save(str(picture))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(picture))])

    def is_taken() -> bool:
        event = QDragEnterEvent(
            QPoint(5, 5),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        event.ignore()
        QApplication.sendEvent(desk.page, event)
        return event.isAccepted()

    assert is_taken()
    desk.page.show_view(View.CODE)
    assert not is_taken()


def test_parameters_of_a_layer_in_a_block_come_back_to_it(desk: MapsDesk) -> None:
    desk.view.rows.opened.emit(INSIDE, 0, None)
    desk.answer()
    desk.desk.change(kernel_size=5, padding=2)
    desk.desk.bar.apply_wanted.emit()
    assert desk.desk.layer_at(1) == Conv2d(6, 6, 5, padding=2)
    assert desk.desk.returned == [1]
    desk.answer()
    assert desk.view.rows.rows[INSIDE].title == "Conv2d(6, 6, kernel_size=5, padding=2)"
    assert not desk.page.maps.maps.is_stale
