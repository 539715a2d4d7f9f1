"""Adding layers: by name, by family, by code; and a layer type that nobody prepared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from convviz.core.code.writing import parse_layers
from convviz.core.layers import Layer, Shape
from convviz.core.layers.base import (
    Follows,
    LayerFamily,
    ParameterKind,
    parameter,
    register,
    unregister,
)
from convviz.protocol.document_file import decode_document, encode_document
from tests.support.network_page import layer_card, names

if TYPE_CHECKING:
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network.page import NetworkPage


def search(page: NetworkPage) -> QLineEdit:
    field = page.popup.findChild(QLineEdit)
    assert field is not None
    return field


def test_a_layer_is_found_by_typing_and_added_behind_the_current_one(
    page: NetworkPage, store: DocumentStore
) -> None:
    page.layers.cards.select([0])
    page.page_actions["add"].trigger()
    QTest.keyClicks(search(page), "batchnorm2")
    assert page.popup.names() == ["BatchNorm2d", "LazyBatchNorm2d"]
    QTest.keyClick(search(page), Qt.Key.Key_Return)
    assert names(page)[:3] == ["Conv2d", "BatchNorm2d", "MaxPool2d"]
    assert page.layers.cards.selected_rows() == [1]
    assert not page.popup.isVisible()
    assert store.document.network.layers[1].follows == {"num_features"}
    assert store.undo_stack.undoText() == "Add BatchNorm2d"


def test_the_shortcut_opens_the_list_of_layers(page: NetworkPage) -> None:
    page.activateWindow()
    QTest.keyClick(page.layers.cards, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert page.popup.isVisible()
    page.popup.hide()


def test_layers_are_offered_by_family_those_that_fit_first(page: NetworkPage) -> None:
    page.popup.open_at(QPoint(), (3, 32, 32))
    page.popup.type_text("convolution")
    assert page.popup.names()[:2] == ["Conv2d", "ConvTranspose2d"]
    page.popup.hide()
    page.popup.open_at(QPoint(), (3, 32))
    page.popup.type_text("convolution")
    assert page.popup.names()[:2] == ["Conv1d", "ConvTranspose1d"]
    page.popup.hide()


def test_down_and_return_choose_from_the_list(page: NetworkPage) -> None:
    page.layers.cards.select([8])
    page.page_actions["add"].trigger()
    QTest.keyClicks(search(page), "sig")
    offered = page.popup.names()
    QTest.keyClick(search(page), Qt.Key.Key_Down)
    QTest.keyClick(search(page), Qt.Key.Key_Return)
    assert names(page)[-1] == offered[1]


def test_code_in_the_search_field_adds_exactly_that_layer(page: NetworkPage) -> None:
    page.layers.cards.select([0])
    page.page_actions["add"].trigger()
    page.popup.type_text("Conv2d(32, 8, 3, padding=1)")
    QTest.keyClick(search(page), Qt.Key.Key_Return)
    assert layer_card(page, 1).arguments == "32, 8, kernel_size=3, padding=1"


def test_a_layer_typed_in_few_letters_is_added_and_follows_what_is_before_it(
    page: NetworkPage, store: DocumentStore
) -> None:
    page.layers.cards.select([0])
    page.page_actions["add"].trigger()
    QTest.keyClicks(search(page), "conv2d 8 3 p1")
    assert page.popup.names()[0] == "Conv2d(32, 8, kernel_size=3, padding=1)"
    QTest.keyClick(search(page), Qt.Key.Key_Return)
    assert layer_card(page, 1).arguments == "32, 8, kernel_size=3, padding=1"
    assert store.document.network.layers[1].follows == {"in_channels"}


def test_several_layers_are_typed_in_a_line(page: NetworkPage) -> None:
    page.layers.cards.select([0])
    page.page_actions["add"].trigger()
    page.popup.type_text("bn; relu; dropout 0.25")
    QTest.keyClick(search(page), Qt.Key.Key_Return)
    assert names(page)[:5] == ["Conv2d", "BatchNorm2d", "ReLU", "Dropout", "MaxPool2d"]


def test_words_with_a_space_between_them_still_find_a_name(page: NetworkPage) -> None:
    page.popup.open_at(QPoint(), (3, 32, 32))
    page.popup.type_text("max pool")
    assert page.popup.names()[0] == "MaxPool2d"
    assert not page.popup.problem
    page.popup.hide()


@pytest.mark.parametrize(
    "text", ["Conv2d(n)", "Conv2d(3,", "Conv9d(3)", "nothing of the kind", "conv2d 3 zz", "relu 3"]
)
def test_what_cannot_be_added_is_explained(page: NetworkPage, text: str) -> None:
    page.page_actions["add"].trigger()
    page.popup.type_text(text)
    assert page.popup.problem
    assert page.popup.names() == []
    QTest.keyClick(search(page), Qt.Key.Key_Return)
    assert len(names(page)) == 9
    page.popup.hide()


@pytest.fixture
def new_type() -> Iterator[Callable[..., Layer]]:
    """One class, as someone would write it into a file of core/layers."""

    @register
    @dataclass(frozen=True)
    class ChannelScale(Layer):
        """Each channel times a number that is trained."""

        family: ClassVar[LayerFamily] = LayerFamily.NORMALISATION

        channels: int = parameter(
            ParameterKind.INTEGER, minimum=1, positional=True, follows=Follows.CHANNELS
        )
        start: float = parameter(ParameterKind.NUMBER, 1.0)
        order: str = parameter(ParameterKind.CHOICE, "first", choices=("first", "last"))
        shift: bool = parameter(ParameterKind.FLAG, default=False)
        window: int | tuple[int, ...] = parameter(ParameterKind.PER_AXIS, 2, minimum=1)

        def output_shape(self, input_shape: Shape) -> Shape:
            return input_shape

        def weight_shapes(self) -> dict[str, Shape]:
            return {"weight": (self.channels,)}

    yield ChannelScale
    unregister(ChannelScale)


def test_a_new_layer_type_is_one_class_and_nothing_else(
    page: NetworkPage, store: DocumentStore, new_type: Callable[..., Layer]
) -> None:
    page.layers.cards.select([0])
    page.page_actions["add"].trigger()
    page.popup.type_text("channelscale")
    assert page.popup.names() == ["ChannelScale"]
    QTest.keyClick(search(page), Qt.Key.Key_Return)

    assert names(page)[1] == "ChannelScale"
    assert page.form.field_names() == ["channels", "start", "order", "shift", "window"]
    assert store.document.network.layers[1].follows == {"channels"}
    page.form.field("order").field.value_changed.emit("last")
    page.form.field("start").field.value_changed.emit(0.5)
    assert page.form.facts.texts()["Parameters"] == "32"

    line = 'nn.ChannelScale(32, start=0.5, order="last"),'
    assert line in page.code.text
    assert parse_layers(page.code.text)[1] == new_type(32, 0.5, "last")

    document = store.document
    assert decode_document(encode_document(document)) == document
    store.open(msgspec.structs.replace(document, network=document.network))
    assert page.layers.cards.cards[1].summary.num_params == 32
