"""The chain of the receptive field: the cell's field at every layer between, to be pointed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv1d, Conv2d
from convviz.core.layers.pool import AvgPool2d
from convviz.core.network.tree import NetworkStep, residual
from convviz.protocol.document import Document, Network
from convviz.protocol.templates import course_calculator, course_network
from convviz.ui.network.field.field_chain_texts import link_heading, link_numbers, link_sight
from convviz.ui.network.state import View
from convviz.ui.theme import current_palette
from tests.support.mouse import move_mouse_in
from tests.support.network_page import show

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network.field.field_chain import FieldChainView
    from convviz.ui.network.page import NetworkPage


@pytest.fixture
def page(page: NetworkPage) -> NetworkPage:
    page.show_view(View.FIELD)
    return page


def told(chain: FieldChainView) -> list[tuple[str, str]]:
    return [(link_heading(seen), link_sight(seen)) for seen in chain.seen]


def colours(image: QImage, chain: FieldChainView, number: int) -> set[int]:
    place = chain.plane(number)
    return {
        image.pixel(x, y)
        for x in range(place.left() + 2, place.right() - 2)
        for y in range(place.top() + 2, place.bottom() - 2)
    }


def test_each_layer_before_has_a_plane_with_the_field_in_it(page: NetworkPage) -> None:
    page.layers.cards.select([4])
    assert told(page.field.chain) == [
        ("Input", "30 × 30"),
        ("0 Conv2d", "28 × 28"),
        ("1 MaxPool2d", "14 × 14"),
        ("2 Conv2d", "10 × 10"),
        ("3 MaxPool2d", "5 × 5"),
        ("4 Conv2d", "1 × 1"),
    ]
    assert [link_numbers(seen.link) for seen in page.field.chain.seen][3:] == [
        ("r 14, j 2, x 1/2",),
        ("r 16, j 4, x 3/2",),
        ("r 32, j 4, x 3/2",),
    ]


def test_pointing_and_clicking_in_the_last_plane_moves_the_cell(page: NetworkPage) -> None:
    page.layers.cards.select([4])
    chain = page.field.chain
    place = chain.plane(5)
    cell = place.width() // 8
    corner = place.topLeft() + QPoint(cell // 2, cell // 2)
    move_mouse_in(chain, corner)
    assert told(chain)[0] == ("Input", "18 × 18")
    assert page.field.sentence.text().startswith("Cell (0, 0) sees")
    move_mouse_in(chain, QPoint(1, 1))
    assert told(chain)[0] == ("Input", "30 × 30")
    QTest.mouseClick(chain, Qt.MouseButton.LeftButton, pos=corner)
    move_mouse_in(chain, QPoint(1, 1))
    assert told(chain)[0] == ("Input", "18 × 18")
    assert page.field.view.chosen == (0, 0)


def test_a_click_on_another_plane_chooses_that_layer(page: NetworkPage) -> None:
    page.layers.cards.select([4])
    chain = page.field.chain
    QTest.mouseClick(chain, Qt.MouseButton.LeftButton, pos=chain.plane(3).center())
    assert told(chain)[-1] == ("2 Conv2d", "1 × 1")
    QTest.mouseClick(chain, Qt.MouseButton.LeftButton, pos=chain.plane(0).center())
    assert told(chain)[-1] == ("2 Conv2d", "1 × 1")  # the input is no layer


def test_gaps_of_dilation_are_drawn_and_counted(page: NetworkPage, store: DocumentStore) -> None:
    show(store, Conv2d(3, 1, 3, dilation=2), AvgPool2d(2), shape=(3, 12, 12))
    page.layers.cards.select([1])
    chain = page.field.chain
    assert told(chain) == [
        ("Input", "6 × 6"),
        ("0 Conv2d", "2 × 2"),
        ("1 AvgPool2d", "1 × 1"),
    ]
    page.layers.cards.select([0])
    assert told(chain) == [("Input", "9 of 5 × 5"), ("0 Conv2d", "1 × 1")]
    mask = chain.seen[0].mask()
    rows = np.flatnonzero(mask.any(axis=1))
    assert np.diff(rows).tolist() == [2, 2]


def test_a_sum_has_the_union_of_its_ways(page: NetworkPage, store: DocumentStore) -> None:
    block = residual([NetworkStep(Conv2d(1, 1, 3, padding=1)), NetworkStep(ReLU())])
    nodes = (block, NetworkStep(Conv2d(1, 1, 1)))
    store.open(Document(course_calculator(), Network((1, 16, 16), nodes)))
    page.layers.cards.select([len(page.layers.cards.cards) - 1])
    assert told(page.field.chain) == [
        ("Input", "3 × 3"),
        ("0.body.0 Conv2d", "1 × 1"),
        ("0.body.1 ReLU", "1 × 1"),
        ("0 Residual", "1 × 1"),
        ("1 Conv2d", "1 × 1"),
    ]


def test_small_cells_are_hatched_and_large_ones_have_lines(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, Conv2d(3, 1, 9), shape=(3, 64, 64))
    page.layers.cards.select([0])
    chain = page.field.chain
    small = chain.grab().toImage()
    lines = int(current_palette().border.lstrip("#"), 16) | 0xFF000000
    assert chain.plane(0).width() // 64 < 3
    assert lines not in colours(small, chain, 0)
    show(store, Conv2d(3, 1, 3), shape=(3, 12, 12))
    page.layers.cards.select([0])
    assert lines in colours(chain.grab().toImage(), chain, 0)


def test_one_axis_is_one_line_and_a_vector_has_numbers(
    page: NetworkPage, store: DocumentStore
) -> None:
    show(store, Conv1d(2, 3, 5), shape=(2, 20))
    page.layers.cards.select([0])
    assert told(page.field.chain) == [("Input", "5"), ("0 Conv1d", "1")]
    store.open(Document(course_calculator(), course_network()))
    page.layers.cards.select([7])
    assert told(page.field.chain)[-2:] == [("6 Flatten", "1024"), ("7 Linear", "1")]


def test_what_is_too_large_or_fails_has_no_chain(page: NetworkPage, store: DocumentStore) -> None:
    show(store, Conv2d(3, 1, 3), Conv2d(4, 1, 3), shape=(3, 16, 16))
    page.layers.cards.select([1])
    assert not page.field.chain.isVisible()
