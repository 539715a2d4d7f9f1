"""Whatever is chosen on the network page: each action is done, or refused with a sentence."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import msgspec
import pytest

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.network.tree import BlockKind, NetworkStep, concat, residual, sequential
from convviz.core.network.tree_limits import check_tree
from convviz.protocol.document import Network
from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.network.cards.card_changes import drop_places
from convviz.ui.network.presenter import NetworkPresenter

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

CONV = NetworkStep(Conv2d(3, 3, 3, padding=1), frozenset({"in_channels"}))
RELU = NetworkStep(ReLU())
NODES = (
    CONV,
    residual([CONV, RELU]),
    residual([CONV, RELU]),
    concat([CONV], [], name="ways"),
    sequential(CONV, sequential(RELU, name="inner")),
    RELU,
)
EDITS = 25
MOST_CARDS = 60


def _actions(
    presenter: NetworkPresenter, store: DocumentStore, random: Random
) -> list[Callable[[], None]]:
    def drop() -> None:
        cards = presenter.state.cards
        places = drop_places(cards, random.randrange(len(cards) + 1))
        presenter.move(presenter.state.selected, random.choice(places))

    def mend() -> None:
        if presenter.state.fixes:
            presenter.mend(random.choice(presenter.state.fixes))

    return [
        presenter.duplicate,
        presenter.delete,
        presenter.move_up,
        presenter.move_down,
        presenter.toggle,
        presenter.dissolve,
        presenter.add_branch,
        presenter.fold,
        presenter.fold_all,
        *(lambda kind=kind: presenter.wrap(kind) for kind in BlockKind),
        lambda: presenter.insert([RELU]),
        lambda: presenter.insert([residual([CONV], name="a")]),
        lambda: presenter.rename(random.choice(["a", "b", "", "forward"])),
        drop,
        mend,
        store.undo_stack.undo,
        store.undo_stack.redo,
    ]


@pytest.mark.parametrize("seed", range(40))
def test_edits_of_whatever_is_chosen_leave_a_network(qtbot: QtBot, seed: int) -> None:
    del qtbot
    random = Random(seed)  # noqa: S311 - for a test
    network = Network((3, 8, 8), NODES)
    store = DocumentStore(msgspec.structs.replace(new_document(), network=network))
    presenter = NetworkPresenter(store)
    actions = _actions(presenter, store, random)
    for _ in range(EDITS):
        count = len(presenter.state.cards)
        presenter.select(
            sorted(random.sample(range(count), min(count, random.choice((1, 1, 2, 3)))))
        )
        act = random.choice(actions) if count <= MOST_CARDS else store.undo_stack.undo
        act()
        state = presenter.state
        check_tree(state.nodes)
        assert state.network is store.document.network
        assert all(0 <= row < len(state.cards) for row in state.selected)
