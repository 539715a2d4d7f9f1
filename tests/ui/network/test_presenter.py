"""The owner of the network page's state: what a person does becomes one edit and one change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import QSettings

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.network.sequential import NetworkStep
from convviz.protocol.document import Network, WeightsFile
from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.network.presenter import NetworkPresenter
from convviz.ui.network.state import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from convviz.ui.network.state import NetworkState


class Desk:
    """A document of three layers, its presenter, and the states that it announced."""

    def __init__(self) -> None:
        steps = tuple(map(NetworkStep, (Conv2d(3, 3, 1), ReLU(), ReLU())))
        document = msgspec.structs.replace(new_document(), network=Network((3, 8, 8), steps))
        self.store = DocumentStore(document)
        self.presenter = NetworkPresenter(self.store)
        self.shown: list[NetworkState] = []
        self.told: list[tuple[str, str]] = []
        self.presenter.changed.connect(lambda state, _before: self.shown.append(state))
        self.presenter.told.connect(lambda *notice: self.told.append(notice))


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    del qtbot
    return Desk()


@pytest.mark.parametrize(
    ("act", "chosen"),
    [
        (lambda presenter: presenter.duplicate(), (2,)),
        (lambda presenter: presenter.delete(), (1,)),
        (lambda presenter: presenter.move_up(), (0,)),
        (lambda presenter: presenter.move([1], (3,)), (2,)),
        (lambda presenter: presenter.insert([NetworkStep(ReLU())]), (2,)),
        (lambda presenter: presenter.toggle(), (1,)),
    ],
)
def test_an_edit_and_the_choice_after_it_are_shown_at_once(
    desk: Desk, act: object, chosen: tuple[int, ...]
) -> None:
    desk.presenter.select([1])
    desk.shown.clear()
    assert callable(act)
    act(desk.presenter)
    assert [state.selected for state in desk.shown] == [chosen]
    assert desk.shown[0].network is desk.store.document.network


def test_what_changes_nothing_is_not_announced(desk: Desk) -> None:
    desk.presenter.select([0])
    desk.presenter.show_module(False)  # noqa: FBT003 - a signal's slot
    calculator = msgspec.structs.replace(desk.store.document.calculator, input_shape=(1, 9, 9))
    desk.store.edit(msgspec.structs.replace(desk.store.document, calculator=calculator), "other")
    assert desk.shown == []


def test_a_network_that_would_be_too_long_is_told_and_nothing_changes(desk: Desk) -> None:
    desk.presenter.insert([NetworkStep(ReLU())] * 2000)
    assert [level for level, _ in desk.told] == ["error"]
    assert desk.shown == []
    assert len(desk.presenter.state.cards) == 3


def test_the_view_and_a_hidden_form_are_those_of_the_next_page(desk: Desk) -> None:
    desk.presenter.show_view(View.FIELD)
    desk.presenter.show_form()
    again = NetworkPresenter(desk.store)
    assert (again.state.view, again.state.shows_form) == (View.FIELD, False)


def test_a_view_that_only_a_later_convviz_has_gives_way_to_the_first(desk: Desk) -> None:
    QSettings("convviz", "convviz").setValue("network/view", "hologram")
    assert NetworkPresenter(desk.store).state.view is next(iter(View))


@pytest.mark.parametrize(
    ("act", "is_told"),
    [
        (lambda presenter: presenter.set_parameter("kernel_size", 3), True),
        (lambda presenter: presenter.insert([NetworkStep(Conv2d(3, 3, 1))]), True),
        (lambda presenter: presenter.insert([NetworkStep(ReLU())]), False),
        (lambda presenter: presenter.rename("stem"), False),
        (lambda presenter: presenter.toggle(), False),
        (lambda presenter: presenter.delete(), False),
        (lambda presenter: presenter.duplicate(), False),
        (lambda presenter: presenter.toggle_row(1), False),
        (lambda presenter: presenter.set_parameter("padding", 1), False),
    ],
)
def test_an_edit_that_trained_weights_do_not_fit_says_that_undo_brings_them_back(
    desk: Desk, act: Callable[[NetworkPresenter], None], is_told: bool
) -> None:
    network = msgspec.structs.replace(
        desk.store.document.network, weights=WeightsFile("w.safetensors", "0" * 64)
    )
    desk.store.open(msgspec.structs.replace(desk.store.document, network=network))
    desk.presenter.select([0])
    desk.told.clear()
    act(desk.presenter)
    assert any("Undo brings them back" in sentence for _, sentence in desk.told) is is_told
    assert (desk.store.document.network.weights is None) is is_told
    desk.store.undo_stack.undo()
    assert desk.store.document.network == network
