"""Weights of somebody's file in the network, and the network's in a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import torch
from PySide6.QtWidgets import QFileDialog, QPushButton

from convviz.engine.compute.module_builder import build_sequential
from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.network.page import NetworkPage
from convviz.ui.weights_exchange import WeightsExchange
from convviz.values.weights import read_weights
from tests.support.direct_engine import DirectEngine
from tests.support.wire_reading import fields, texts

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.protocol.document import Network, WeightsFile


class Desk:
    """The network page, and what brings weights."""

    def __init__(self, qtbot: QtBot, folder: Path | None) -> None:
        self.store, self.engine = DocumentStore(new_document()), DirectEngine()
        self.page = NetworkPage(self.store)
        qtbot.addWidget(self.page)
        exchange = WeightsExchange(
            self.store, self.engine, lambda network: network.weights, lambda: folder, self.page
        )
        self.page.weights_to_load.connect(exchange.take)
        self.page.weights_to_save.connect(exchange.write)
        self.page.onnx_to_write.connect(exchange.export)
        exchange.told.connect(self.page.notice.say)
        exchange.offered.connect(self.page.offer_by_order)

    @property
    def network(self) -> Network:
        return self.store.document.network

    @property
    def weights(self) -> WeightsFile | None:
        return self.network.weights

    @property
    def told(self) -> tuple[str, str]:
        return self.page.notice.level, self.page.notice.accessibleDescription()

    def do(self, action: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, name, lambda *_: (str(path), ""))
        self.page.page_actions[action].trigger()
        self.engine.answer()


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Desk:
    return Desk(qtbot, tmp_path)


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    network = new_document().network
    model = build_sequential(network.steps, network.input_shape, seed=5)
    torch.save(model.state_dict(), tmp_path / "theirs.pt")
    return tmp_path / "theirs.pt"


def test_weights_are_loaded_undone_and_saved_by_the_names_of_the_code(
    desk: Desk, theirs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.do("load weights", theirs, monkeypatch)
    assert desk.told[0] == "info"
    weights = desk.weights
    assert weights is not None
    read_weights(Path(weights.path), sha256=weights.sha256, network=desk.network)
    out = tmp_path / "ours.pt"
    desk.do("save weights", out, monkeypatch)
    ours, numbered = (torch.load(path, weights_only=True) for path in (out, theirs))
    assert list(ours)[:2] == ["conv1.weight", "conv1.bias"]
    assert all(map(torch.equal, ours.values(), numbered.values()))
    desk.store.undo_stack.undo()
    assert desk.store.document == new_document()


def test_weights_that_do_not_fit_change_nothing_and_say_where(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = desk.store.document
    torch.save({"conv1.weight": torch.zeros(32, 3, 3, 3)}, tmp_path / "theirs.pt")
    desk.do("load weights", tmp_path / "theirs.pt", monkeypatch)
    assert desk.store.document is before
    level, sentence = desk.told
    assert level == "error"
    told = "conv1.weight has the shape (32, 3, 3, 3), and in the network (32, 3, 5, 5)"
    assert told in sentence


def test_a_network_without_weights_has_none_to_save(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.do("save weights", tmp_path / "w.pt", monkeypatch)
    assert desk.told[0] == "error"
    assert not (tmp_path / "w.pt").exists()


def test_without_a_place_to_write_to_nothing_is_loaded(
    qtbot: QtBot, theirs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(qtbot, None)
    desk.do("load weights", theirs, monkeypatch)
    assert desk.weights is None
    assert desk.told[0] == "error"


def test_both_actions_stand_in_the_menu(desk: Desk) -> None:
    actions = desk.page.page_actions
    assert {actions["load weights"], actions["save weights"]} <= set(actions.menu())


def test_weights_with_other_names_are_offered_by_their_order(
    desk: Desk, theirs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = {f"layer{name}": tensor for name, tensor in torch.load(theirs).items()}
    torch.save(state, tmp_path / "other.pt")
    desk.do("load weights", tmp_path / "other.pt", monkeypatch)
    assert desk.store.document == new_document()
    assert desk.told[0] == "warning"
    assert "layer0.weight where the network has conv1.weight" in desk.told[1]
    (button,) = [
        button
        for button in desk.page.notice.findChildren(QPushButton)
        if button.text() == "Take them by their order"
    ]
    button.click()
    desk.engine.answer()
    assert desk.weights is not None
    assert desk.told[0] == "info"


def test_the_network_is_exported_as_onnx_with_the_weights_that_it_has(
    desk: Desk, theirs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "net.onnx"
    desk.do("export onnx", out, monkeypatch)
    assert desk.told[0] == "info"
    assert "with the seed 0" in desk.told[1]
    graph = fields(fields(out.read_bytes())[7][0])
    assert texts(graph[1][0], 3, 4) == ("conv1", "Conv")
    desk.do("load weights", theirs, monkeypatch)
    desk.do("export onnx", out, monkeypatch)
    assert "with the trained weights" in desk.told[1]
    assert b"Trained" in fields(fields(out.read_bytes())[7][0])[10][0]
