"""Several chosen layers: the form says how many, and changes what they share in all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.pool import MaxPool2d
from convviz.ui.widgets.choice_fields import BoolField
from tests.support.network_page import parameter, retype, show

if TYPE_CHECKING:
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network.page import NetworkPage


@pytest.fixture
def page(page: NetworkPage, store: DocumentStore) -> NetworkPage:
    show(
        store,
        *(Conv2d(3, 8, 3, padding=1), MaxPool2d(3, padding=1), ReLU()),
        *(Conv2d(8, 8, 5, padding=1, bias=False), ReLU()),
    )
    return page


def kernels(store: DocumentStore, *rows: int) -> list[object]:
    return [getattr(store.document.network.layers[row].layer, "kernel_size", None) for row in rows]


def texts(page: NetworkPage) -> list[str]:
    return [label.text() for label in page.form.findChildren(QLabel) if label.isVisible()]


def test_the_form_says_how_many_layers_it_changes_and_which(page: NetworkPage) -> None:
    page.layers.cards.select([0, 1, 3])

    shown = texts(page)
    assert "3 layers" in shown
    assert any(text.startswith("2 × Conv2d, MaxPool2d.") for text in shown)
    assert page.form.field_names() == ["kernel_size", "dilation"]
    assert not page.form.open_button.isVisible()
    assert not page.form.facts.isVisible()


def test_what_is_typed_is_set_in_all_of_them_by_one_step(
    page: NetworkPage, store: DocumentStore
) -> None:
    page.layers.cards.select([0, 1, 3])
    assert parameter(page, "kernel_size").text() == ""
    assert parameter(page, "kernel_size").placeholderText() == "different"
    assert parameter(page, "dilation").text() == "1"

    retype(parameter(page, "kernel_size"), "2")
    assert kernels(store, 0, 1, 3) == [3, 3, 5]
    QTest.keyClick(parameter(page, "kernel_size"), Qt.Key.Key_Return)

    assert kernels(store, 0, 1, 3) == [2, 2, 2]
    assert store.undo_stack.undoText() == "Change kernel_size of 3 layers"
    assert page.layers.cards.selected_rows() == [0, 1, 3]
    store.undo_stack.undo()
    assert kernels(store, 0, 1, 3) == [3, 3, 5]
    assert parameter(page, "kernel_size").text() == ""


def test_a_text_that_is_none_changes_nothing_in_any_of_them(
    page: NetworkPage, store: DocumentStore
) -> None:
    page.layers.cards.select([0, 3])

    retype(parameter(page, "kernel_size"), "1.5")
    QTest.keyClick(parameter(page, "kernel_size"), Qt.Key.Key_Escape)

    assert store.undo_stack.count() == 0
    assert parameter(page, "kernel_size").text() == ""


def test_a_choice_that_differs_is_set_in_all(page: NetworkPage, store: DocumentStore) -> None:
    page.layers.cards.select([0, 3])
    field = page.form.field("bias").field
    assert isinstance(field, BoolField)
    assert field.currentIndex() == -1

    field.setCurrentIndex(1)
    field.activated.emit(1)

    layers = [store.document.network.layers[row].layer for row in (0, 3)]
    assert [getattr(layer, "bias", None) for layer in layers] == [False, False]
    assert store.undo_stack.count() == 1


def test_layers_without_anything_in_common_can_be_enabled_together(
    page: NetworkPage, store: DocumentStore
) -> None:
    page.layers.cards.select([0, 2])
    assert page.form.field_names() == []
    assert any("no parameter in common" in text for text in texts(page))

    page.form.enabled_box.click()

    assert [step.enabled for step in store.document.network.steps[:3]] == [False, True, False]
    page.layers.cards.select([0, 1])
    assert page.form.enabled_box.checkState() is Qt.CheckState.PartiallyChecked
    page.layers.cards.select([1])
    assert page.form.enabled_box.checkState() is Qt.CheckState.Checked


def test_one_layer_again_has_its_own_form(page: NetworkPage) -> None:
    page.layers.cards.select([0, 3])
    page.layers.cards.select([3])

    assert parameter(page, "kernel_size").text() == "5"
    assert page.form.open_button.isVisible()
    assert "Conv2d" in texts(page)


def test_without_a_chosen_layer_nothing_is_said_of_one(
    page: NetworkPage, store: DocumentStore
) -> None:
    page.layers.cards.selectAll()
    page.page_actions["delete"].trigger()

    assert store.document.network.steps == ()
    assert not page.form.isVisible()


def test_a_refused_text_leaves_the_layer_as_it_was(page: NetworkPage, store: DocumentStore) -> None:
    page.layers.cards.select([0])

    retype(parameter(page, "kernel_size"), "1.5")

    assert kernels(store, 0) == [3]
    assert page.form.reason
    assert store.undo_stack.count() == 0


def test_nothing_in_the_form_moves_when_a_reason_comes(page: NetworkPage) -> None:
    page.layers.cards.select([0])
    before = page.form.open_button.geometry()

    retype(parameter(page, "kernel_size"), "99")
    QApplication.processEvents()

    assert page.form.reason
    assert page.form.open_button.geometry() == before


def test_a_refused_input_leaves_the_network_as_it_was(
    page: NetworkPage, store: DocumentStore
) -> None:
    field = page.layers.input_field
    retype(field, "3, 64, 6")
    assert store.document.network.input_shape == (3, 64, 6)

    QTest.keyClicks(field, "x")
    QTest.keyClicks(field, "y")

    assert store.document.network.input_shape == (3, 32, 32)
    assert store.undo_stack.count() == 0
    assert field.property("invalid")
    note = page.layers.input_note
    assert note.isVisible()
    assert note.sentence == "Write 1 to 4 sizes up to 1,048,576, such as 3 × 32 × 32."
    assert page.layers.rect().contains(note.geometry())
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "3 × 32 × 32"
    assert not note.isVisible()


@pytest.mark.display
def test_the_input_is_shown_as_all_shapes_and_return_leaves_the_field(
    page: NetworkPage, store: DocumentStore
) -> None:
    field = page.layers.input_field
    retype(field, "3x48x40")
    QTest.keyClick(field, Qt.Key.Key_Return)

    assert store.document.network.input_shape == (3, 48, 40)
    assert page.layers.cards.hasFocus()
