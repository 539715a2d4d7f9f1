"""What labels say: every argument, the menu's groups, the input's border, a long sum's result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs
import pytest
from PySide6.QtWidgets import QMenu

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.pool import MaxPool2d
from convviz.protocol.templates import course_calculator
from convviz.stepping.cells import INPUT

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer
    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.document_store import DocumentStore
    from tests.support.shared_calculator import SharedCalculator


@pytest.fixture
def store(shared_calculator: SharedCalculator) -> DocumentStore:
    return shared_calculator.store


@pytest.fixture
def page(qtbot: QtBot, shared_calculator: SharedCalculator) -> CalculatorPage:
    return shared_calculator.shown(qtbot, size=(1180, 740))


def show(store: DocumentStore, layer: Layer, shape: tuple[int, ...]) -> None:
    calculator = msgspec.structs.replace(course_calculator(), layer=layer, input_shape=shape)
    store.edit(msgspec.structs.replace(store.document, calculator=calculator), "test")


def test_an_argument_says_what_it_is_and_what_it_takes(page: CalculatorPage) -> None:
    tip = page.call_bar.call.field("kernel_size").toolTip()
    assert "kernel_size" in tip
    assert "at least 1" in tip
    assert "'same'" in page.call_bar.call.field("padding").toolTip()
    assert "default: 1" in page.call_bar.call.field("stride").toolTip()


def test_the_longest_call_fits_the_smallest_usual_window(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, ConvTranspose2d(512, 512, (3, 3), (2, 2), (1, 1), (1, 1)), (512, 2, 2))
    call = page.call_bar.call
    for name in call.names():
        part = call.part(name)
        assert part.geometry().right() <= call.width(), name
        assert part.width() >= part.sizeHint().width(), name
    assert call.height() <= 3 * call.part("stride").height()


def test_the_menu_has_groups_and_submenus(page: CalculatorPage) -> None:
    entries = page.page_actions.menu()
    assert sum(entry.isSeparator() for entry in entries) >= 3
    assert len([entry for entry in entries if not entry.isSeparator()]) <= 24
    inside = {action for entry in entries for action in _below(entry)}
    assert set(page.page_actions.all()) <= inside | set(entries) | set(page.page_actions.views())


def _below(entry: object) -> list[object]:
    menu = entry.menu()  # type: ignore[attr-defined]
    return list(menu.actions()) if isinstance(menu, QMenu) else []


@pytest.mark.parametrize(
    ("layer", "shape", "border"),
    [
        (Conv2d(1, 1, 3, padding=2), (1, 5, 4), (2, 2, 5, 4)),
        (Conv2d(1, 1, 3, padding=2, padding_mode="reflect"), (1, 5, 4), (2, 2, 5, 4)),
        (ConvTranspose2d(1, 1, 3, stride=2), (1, 3, 3), (2, 2, 5, 5)),
        (MaxPool2d(2, ceil_mode=True), (1, 5, 5), (0, 0, 5, 5)),
        (Conv2d(1, 1, 3), (1, 5, 5), None),
    ],
)
def test_the_border_of_the_input_itself_shows_through_the_window(
    page: CalculatorPage,
    store: DocumentStore,
    layer: Layer,
    shape: tuple[int, ...],
    border: tuple[int, ...] | None,
) -> None:
    show(store, layer, shape)
    frames = page.grids.view._items[INPUT].frames[0].windows
    found = [(frame.row, frame.column, frame.height, frame.width) for frame in frames]
    assert found == ([] if border is None else [border])


def test_the_result_of_a_long_sum_is_always_in_view(
    page: CalculatorPage, store: DocumentStore
) -> None:
    pinned = page.step_panel.pinned_total
    assert not pinned.isVisible()

    show(store, Conv2d(1, 1, 9, bias=False), (1, 12, 12))
    assert pinned.isVisible()
    assert page.step_panel.rect().contains(pinned.geometry())

    bar = page.step_panel.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert not pinned.isVisible()  # the result itself is seen now

    show(store, Conv2d(1, 1, 9, bias=False), (1, 5, 5))
    assert not pinned.isVisible()  # refused: there is no sum


def test_the_sparse_matrix_says_which_rows_it_leaves_out(
    page: CalculatorPage, store: DocumentStore
) -> None:
    page.stepper.presenter.choose_view("sparse")
    show(store, Conv2d(1, 1, 3, bias=False), (1, 16, 16))
    assert "left out" in page.views.text.text()
    show(store, Conv2d(1, 1, 2, bias=False), (1, 3, 3))
    assert "left out" not in page.views.text.text()
