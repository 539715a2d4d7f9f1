"""Settings that are refused: they are drawn as they are, and nothing of them plays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QWidget

from convviz.core.layers.conv import Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.fold import Fold
from convviz.core.layers.pad import ReflectionPad2d, ZeroPad2d
from convviz.core.layers.pixel import PixelShuffle
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.unpool import MaxUnpool2d
from convviz.protocol.document import Calculator, Document
from convviz.protocol.templates import course_calculator, course_network
from convviz.stepping.cells import INPUT, KERNEL, OUTPUT, CellKind
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.document_store import DocumentStore
from convviz.ui.stepper.refusal_card import RefusalCard
from convviz.ui.stepper.view_state import Refusal
from convviz.ui.widgets.number_texts import shape_text
from tests.support.fake_engine import FakeEngine

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer
    from tests.support.shared_calculator import SharedCalculator


@pytest.fixture
def store(shared_calculator: SharedCalculator) -> DocumentStore:
    return shared_calculator.store


@pytest.fixture
def page(qtbot: QtBot, shared_calculator: SharedCalculator) -> CalculatorPage:
    return shared_calculator.shown(qtbot)


def show(store: DocumentStore, layer: Layer, shape: tuple[int, ...]) -> None:
    calculator = msgspec.structs.replace(course_calculator(), layer=layer, input_shape=shape)
    store.edit(msgspec.structs.replace(store.document, calculator=calculator), "test")


def caption(page: CalculatorPage, group: str) -> str:
    return page.grids.view._items[group].group.caption


def test_the_kernel_is_drawn_hanging_over_the_input(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Conv2d(1, 1, 9, bias=False), (1, 5, 5))

    grid = page.grids.view.grid(INPUT)
    assert (grid.rows, grid.columns) == (9, 9)
    assert (grid.kinds == CellKind.MISSING).sum() == 81 - 25
    assert grid.opacity() == 1
    assert shape_text((1, 5, 5)) in caption(page, INPUT)
    assert shape_text((9, 9)) in caption(page, KERNEL)
    assert not page.grids.view.has_group(OUTPUT)
    assert page.grids.card.isVisible()
    assert page.grids.card.reason.text() == page.side.problem.reason.text()


@pytest.mark.parametrize(
    ("layer", "shape"),
    [
        (Conv2d(3, 2, 3), (1, 5, 5)),
        (Conv2d(5, 2, 3, groups=2), (5, 5, 5)),
        (Conv2d(4, 3, 3, groups=2), (4, 5, 5)),
        (Conv2d(1, 1, 3, padding=7, padding_mode="reflect"), (1, 4, 4)),
        (Conv2d(1, 1, 3, stride=0), (1, 5, 5)),
        (Conv2d(1, 1, 0), (1, 5, 5)),
        (Conv2d(1, 1, 3, stride=2, padding="same"), (1, 5, 5)),
        (Conv3d(1, 1, 5), (1, 3, 4, 5)),
        (ConvTranspose2d(1, 1, 3, output_padding=2), (1, 3, 3)),
        (ConvTranspose2d(1, 1, 2, padding=4), (1, 3, 3)),
        (MaxPool2d(2, padding=2), (2, 4, 4)),
        (ReflectionPad2d(5), (1, 4, 4)),
        (ZeroPad2d(-3), (1, 4, 4)),
        (PixelShuffle(2), (3, 4, 4)),
        (Fold(4, 2), (4, 11)),
    ],
)
def test_every_refusal_shows_its_own_input_and_plays_nothing(
    page: CalculatorPage, store: DocumentStore, layer: Layer, shape: tuple[int, ...]
) -> None:
    show(store, layer, shape)

    assert shape_text(shape) in caption(page, INPUT)
    assert page.grids.view.grid(INPUT).opacity() == 1
    assert page.scene is None
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_End):
        QTest.keyClick(page, key)
    assert not page.player.is_playing
    assert page.player.shown == 0
    assert not page.timeline.isEnabled()
    assert page.side.problem.reason.text() in page.timeline.play_button.toolTip()
    assert page.step_panel.lines_widget.lines == ()


def test_the_step_at_which_one_stood_comes_back(page: CalculatorPage, store: DocumentStore) -> None:
    page.player.go_to(5)
    show(store, Conv2d(1, 1, 9, bias=False), (1, 5, 5))
    show(store, Conv2d(1, 1, 3, bias=False), (1, 5, 5))
    assert page.player.shown == 5
    assert page.timeline.isEnabled()
    assert page.grids.card.isHidden()
    QTest.keyClick(page, Qt.Key.Key_Right)
    assert page.player.shown == 6


def test_what_cannot_be_drawn_leaves_the_last_picture_faded_and_named(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Conv2d(1, 1, 3, bias=False), (0, 5, 5))
    assert page.grids.view.grid(OUTPUT).opacity() < 1
    words = page.views.text.text()
    assert "Conv2d(1, 1, 3, bias=False)" in words.replace("kernel_size=", "")
    assert shape_text((1, 5, 5)) in words


@pytest.mark.usefixtures("no_formulas")
def test_a_document_that_opens_with_a_refusal_shows_it(qtbot: QtBot) -> None:
    for shape in ((1, 5, 5), (0, 5, 5)):
        store = DocumentStore(Document(Calculator(Conv2d(1, 1, 9), shape), course_network()))
        page = CalculatorPage(store, FakeEngine())
        qtbot.addWidget(page)
        page.resize(1280, 800)
        page.show()
        assert page.grids.card.isVisible()
        assert not page.timeline.isEnabled()


def test_too_large_to_draw_shows_its_own_sizes(page: CalculatorPage, store: DocumentStore) -> None:
    show(store, Conv2d(1, 1, 3, bias=False), (1, 5000, 5000))
    assert not page.grids.view.group_names
    assert shape_text((1, 5000, 5000)) in page.grids.card.title.text()
    card = page.grids.card
    assert shape_text((1, 4998, 4998)) in card.title.text()
    QTest.qWait(0)
    assert abs(card.geometry().center().x() - page.grids.rect().center().x()) <= 1
    assert page.side.result.text() == shape_text((1, 4998, 4998))
    assert not page.timeline.isEnabled()


def test_the_card_beside_the_drawing_has_room_for_the_whole_reason(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    card, row = RefusalCard(holder), QHBoxLayout(holder)
    row.addWidget(QWidget(holder), stretch=1)
    row.addWidget(card)
    card.show_refused(Refusal("No output", "a reason of words " * 20, is_wrong=True))
    holder.resize(800, 900)
    with qtbot.waitExposed(holder):
        holder.show()
    assert card.reason.height() >= card.reason.heightForWidth(card.reason.width())


@pytest.mark.parametrize("output_size", [(3, 10, 10), (9, 9, 9), None])
def test_a_batch_before_unpooling_is_told_of_whatever_size_is_given(
    page: CalculatorPage, store: DocumentStore, output_size: tuple[int, ...] | None
) -> None:
    calculator = Calculator(MaxUnpool2d(2), (2, 3, 10, 10), output_size=output_size)
    store.edit(msgspec.structs.replace(store.document, calculator=calculator), "test")
    assert "3 × 10 × 10" in page.side.problem.reason.text()
