"""The autograd graph of any network, edited while torch's answer is on its way: no error.

CONVVIZ_FUZZ_ROUNDS=90 runs longer.
"""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING, Any, Final

import msgspec
import pytest
from PySide6.QtWidgets import QApplication

from convviz.core.code.writing import parse_layer
from convviz.core.network.tree import NetworkStep
from convviz.protocol.document import Network
from convviz.ui.network.state import View
from convviz.ui.widgets.formula_source import FormulaSource
from tests.ui.network.test_graph import GraphDesk

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

ROUNDS: Final = int(os.environ.get("CONVVIZ_FUZZ_ROUNDS", "1"))
ACTIONS: Final = 25


def network(shape: tuple[int, ...], *calls: str) -> Network:
    return Network(shape, tuple(NetworkStep(parse_layer(call)) for call in calls))


NETWORKS: Final = {
    "of_layers": network((3, 8, 8), "Conv2d(3, 4, 3)", "Flatten()", "Linear(144, 10)"),
    "infinite": network((3, 8, 8), "Softplus(0.0)", "Flatten()", "Linear(192, 10)"),
    "refused": network((3, 8, 8), "Conv2d(4, 4, 3)", "Flatten()"),
    "nothing_to_learn": network((3, 8, 8), "Flatten()"),
    "empty": Network((3, 8, 8), ()),
    "without_indices": network((3, 8, 8), "MaxUnpool2d(2)", "Flatten()"),
    "no_vector": network((3, 8, 8), "Conv2d(3, 4, 3)"),
    "all_dropped": network((3, 8, 8), "Dropout(1.0)", "Flatten()", "Linear(192, 10)"),
    "one_value_a_channel": network((3, 1, 1), "BatchNorm2d(3)", "Flatten()", "Linear(3, 10)"),
    "one_class": network((3, 8, 8), "Flatten()", "Linear(192, 1)"),
}
CHOICES: Final[tuple[tuple[str, Any], ...]] = (
    *(("loss", loss) for loss in ("none", "loss", "mean")),
    *(("before", before) for before in ("nothing", "freed", "not_zeroed")),
    *(("no_grad", on) for on in (True, False)),
    ("picture_learns", True),
    ("is_training", False),
    ("pictures", 4),
    ("frozen", ((0,),)),
    ("detached", ((0,), (5,))),
    ("retained", ((1,), (99,))),
)


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GraphDesk:
    monkeypatch.setattr(FormulaSource, "request", lambda *_arguments: None)
    return GraphDesk(qtbot, tmp_path)


def act(desk: GraphDesk, chance: random.Random) -> str:
    """Do one thing at random, and say what it was."""
    what = chance.choice(("network", "undo", "redo", "answer", "answer", "view", "go", "choose"))
    if what == "network":
        name = chance.choice(list(NETWORKS))
        document = msgspec.structs.replace(desk.store.document, network=NETWORKS[name])
        desk.store.edit(document, "Edit")
        return name
    if what in {"undo", "redo"}:
        getattr(desk.store.undo_stack, what)()
    elif what == "answer":
        QApplication.processEvents()
        desk.answer()
    elif what == "view":
        desk.page.show_view(chance.choice(list(View)))
    elif what == "go":
        desk.page.panels.graph.player.go_to(chance.randrange(60))
    else:
        desk.graph.bar.chosen.emit(*chance.choice(CHOICES))
    return what


@pytest.mark.parametrize("number", range(ROUNDS))
def test_whatever_is_done_meanwhile_the_graph_comes_back(
    qtbot: QtBot, desk: GraphDesk, number: int
) -> None:
    chance, done = random.Random(number), []  # noqa: S311 - repeatable, not secret
    with qtbot.capture_exceptions() as exceptions:
        for _ in range(ACTIONS):
            done.append(act(desk, chance))
            assert not exceptions, (done, exceptions)
        document = msgspec.structs.replace(desk.store.document, network=NETWORKS["of_layers"])
        desk.store.edit(document, "Edit")
        desk.open_graph()
        QApplication.processEvents()
        desk.answer()
    assert not exceptions, (done, exceptions)
    known = desk.page.panels.graph.known
    assert (known.nodes, known.is_stale, known.problem) == (document.network.steps, False, None)
