"""The network page's autograd graph: stepped forwards and back, with every .grad."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.network.tree import NetworkStep
from convviz.protocol.document import UPSTREAM, Network
from convviz.protocol.messages.engine_pictures import TraceGradients
from convviz.stepping.gradient_steps import StepKind
from convviz.ui.network.graph.graph_view import GraphView
from convviz.ui.network.state import View
from convviz.ui.widgets.formula_source import FormulaSource
from convviz.values.recipes import materialise
from tests.support.maps_desk import MapsDesk
from tests.support.mouse import move_mouse_in

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from convviz.stepping.gradient_steps import GradientWalk


class GraphDesk(MapsDesk):
    """The page in its view of the graph."""

    first = View.GRAPH

    def open_graph(self) -> None:
        self.page.show_view(View.GRAPH)
        self.answer()

    @property
    def graph(self) -> GraphView:
        view = self.page.panels.views.view(View.GRAPH)
        assert isinstance(view, GraphView)
        return view

    @property
    def walk(self) -> GradientWalk:
        walk = self.page.panels.graph.known.walk
        assert walk is not None
        return walk

    @property
    def traces(self) -> list[TraceGradients]:
        return [known for known in self.engine.requests if isinstance(known, TraceGradients)]

    def act(self, *names: str) -> None:
        for name in names:
            self.page.page_actions[name].trigger()

    def choose(self, **changes: object) -> None:
        for name, value in changes.items():
            self.graph.bar.chosen.emit(name, value)
        self.answer()

    def go_to_node(self, name: str, path: tuple[int, ...], parameter: str = "") -> int:
        """Step to where backward runs a node; return its number."""
        nodes = self.walk.traced.nodes
        wanted = [
            number
            for number, node in enumerate(nodes)
            if (node.name, node.path, node.parameter) == (name, path, parameter)
        ]
        step = self.walk.step_of(wanted[0], is_backward=True)
        assert step is not None
        self.page.panels.graph.player.go_to(step)
        return wanted[0]

    def grads(self) -> dict[str, str]:
        table = self.graph.panel.grads
        texts = [
            [item.text() if (item := table.item(row, column)) else "" for column in range(2)]
            for row in range(table.rowCount())
        ]
        return {name: grad for name, grad in texts}  # noqa: C416 - pairs as lists


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GraphDesk:
    monkeypatch.setattr(FormulaSource, "request", lambda *_arguments: None)
    return GraphDesk(qtbot, tmp_path)


def test_it_begins_at_the_loss_and_steps_back_node_by_node(desk: GraphDesk) -> None:
    player, panel = desk.page.panels.graph.player, desk.graph.panel
    assert desk.walk.steps[player.shown].kind is StepKind.LOSS
    assert "CrossEntropyLoss()" in panel.sentences.text()
    assert panel.title.text() == "The loss"
    desk.act("forward")
    assert "NllLossBackward0" in panel.sentences.text()
    assert panel.title.text() == f"Backward, node 1 of {len(desk.walk.traced.nodes)}"
    desk.act("back", "back")
    assert panel.title.text().startswith("Forward, operation")
    desk.act("last")
    assert player.shown == len(desk.walk.steps) - 1
    assert desk.graph.timeline.position == player.shown
    desk.act("backward")
    assert player.shown == desk.walk.loss_step


def test_keys_step_while_the_graph_has_the_keyboard(desk: GraphDesk) -> None:
    player, canvas = desk.page.panels.graph.player, desk.graph.canvas
    canvas.setFocus()
    first = player.shown
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Up)
    assert player.shown == first + 2
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert player.is_playing
    QTest.keyClick(canvas, Qt.Key.Key_Space)
    assert not player.is_playing


def test_a_grad_is_none_until_its_accumulategrad_has_run(desk: GraphDesk) -> None:
    desk.act("backward")
    assert set(desk.grads().values()) == {"None"}
    desk.go_to_node("AccumulateGrad", (4,), "4.weight")
    grads = desk.grads()
    assert grads["4.weight"].startswith("norm ")
    assert grads["0.weight"] == "None"
    assert "4.weight.grad" in desk.graph.panel.sentences.text()
    desk.act("last")
    assert [name for name, grad in desk.grads().items() if grad == "None"] == ["the picture"]


def test_the_sum_of_a_residual_sends_the_gradient_both_ways(desk: GraphDesk) -> None:
    number = desk.go_to_node("AddBackward0", (1,))
    edges = desk.walk.traced.nodes[number].edges
    assert desk.graph.canvas._ways == tuple((number, edge.node) for edge in edges)
    desk.go_to_node("ConvolutionBackward0", (0,))
    assert "It is the sum of 2 gradients" in desk.graph.panel.sentences.text()


def test_a_node_lights_its_card_and_a_card_its_nodes(desk: GraphDesk) -> None:
    canvas, cards = desk.graph.canvas, desk.page.panels.layers.cards
    number = desk.go_to_node("AddmmBackward0", (4,))
    place = canvas.place_of((number,))
    assert place is not None
    move_mouse_in(canvas, place.toPoint())
    lamp = next(child for child in cards.viewport().children() if type(child).__name__ == "_Lamp")
    assert lamp.isVisible()  # type: ignore[attr-defined]
    row = cards.visualRect(cards.model().index(7, 0))
    assert row.contains(lamp.geometry().center())  # type: ignore[attr-defined]
    move_mouse_in(canvas, QPoint(2, 2))
    assert not lamp.isVisible()  # type: ignore[attr-defined]
    move_mouse_in(cards.viewport(), cards.visualRect(cards.model().index(0, 0)).center())
    lit = {desk.walk.traced.nodes[known].name for known in canvas._lit}
    assert lit == {"ConvolutionBackward0", "AccumulateGrad"}
    QToolTip.hideText()


def test_a_click_goes_to_a_nodes_step_and_chooses_its_layer(desk: GraphDesk) -> None:
    number = desk.go_to_node("MaxPool2DWithIndicesBackward0", (2,))
    desk.act("backward")
    desk.graph.canvas.chosen.emit((number,), False)  # noqa: FBT003 - a signal
    player = desk.page.panels.graph.player
    assert desk.walk.steps[player.shown].node == number
    assert desk.walk.steps[player.shown].kind is StepKind.BACKWARD
    assert desk.page.presenter.state.paths == [(2,)]


def test_what_torch_refuses_is_the_last_step_in_a_sentence(desk: GraphDesk) -> None:
    desk.choose(loss="none")
    desk.act("last")
    assert desk.graph.panel.title.text() == "torch refuses"
    sentence = desk.graph.panel.sentences.text()
    assert "grad can be implicitly created only for scalar outputs" in sentence
    assert set(desk.grads().values()) == {"None", "None: out of the loss's reach"}
    desk.choose(loss="loss", before="freed")
    desk.act("last")
    assert "retain_graph=True" in desk.graph.panel.sentences.text()
    desk.choose(before="nothing", no_grad=True)
    assert desk.graph.canvas.scene is not None
    assert desk.walk.traced.nodes == ()
    desk.act("last")
    assert "no grad_fn" in desk.graph.panel.sentences.text()


def test_a_frozen_layer_has_no_grad_and_is_forgotten_in_another_network(desk: GraphDesk) -> None:
    desk.page.layers.cards.select([0])
    desk.act("freeze")
    desk.answer()
    desk.act("last")
    assert desk.grads()["0.weight"] == "None"
    assert desk.grads()["4.weight"].startswith("norm ")
    assert desk.page.page_actions["freeze"].isChecked()
    other = Network((3, 8, 8), (NetworkStep(Conv2d(3, 2, 3)), NetworkStep(ReLU())))
    desk.store.open(msgspec.structs.replace(desk.store.document, network=other))
    desk.answer()
    assert desk.page.panels.graph.known.choice.frozen == ()
    assert desk.walk.traced.loss.choice == "sum"
    desk.act("last")
    assert desk.grads()["0.weight"] != "None"


def test_a_detached_output_ends_the_graph_and_a_kept_one_has_a_grad(desk: GraphDesk) -> None:
    desk.page.layers.cards.select([5])
    desk.act("detach")
    desk.answer()
    desk.page.layers.cards.select([6])
    assert not desk.page.page_actions["detach"].isChecked()
    assert "ConvolutionBackward0" not in {node.name for node in desk.walk.traced.nodes}
    desk.act("backward")
    assert "Detached behind: <b>2</b>" in desk.graph.panel.sentences.text()
    desk.act("last")
    assert desk.grads()["0.weight"] == "None: out of the loss's reach"
    desk.page.layers.cards.select([5])
    desk.act("detach", "retain grad")
    desk.answer()
    desk.act("last")
    assert desk.grads()["output of 2"].startswith("norm ")


def test_without_zero_grad_the_gradient_is_doubled(desk: GraphDesk) -> None:
    desk.act("last")
    once = desk.walk.traced.tensors[1].grad
    desk.choose(before="not_zeroed")
    twice = desk.walk.traced.tensors[1]
    assert once is not None
    assert twice.before == once
    assert twice.grad is not None
    assert twice.grad.norm == pytest.approx(2 * once.norm)
    desk.act("backward")
    assert "nobody called zero_grad()" in desk.graph.panel.sentences.text()


def test_no_layers_and_a_network_that_fails_say_why(desk: GraphDesk) -> None:
    network = desk.store.document.network
    failing = Network((3, 8, 8), (NetworkStep(Conv2d(3, 2, 9)),))
    desk.store.open(msgspec.structs.replace(desk.store.document, network=failing))
    desk.answer()
    assert "the kernel spans 9 cells" in desk.graph.note.sentence
    empty = msgspec.structs.replace(network, steps=())
    desk.store.open(msgspec.structs.replace(desk.store.document, network=empty))
    desk.answer()
    assert desk.graph._stack.currentWidget() is desk.graph.empty
    assert desk.graph.empty.accessibleName() == "No layers yet"
    assert not desk.graph.note.isVisible()
    desk.store.open(msgspec.structs.replace(desk.store.document, network=network))
    desk.answer()
    assert desk.graph._stack.currentWidget() is not desk.graph.empty


def test_the_picture_is_that_of_the_maps_and_nothing_is_asked_unseen(desk: GraphDesk) -> None:
    asked = len(desk.traces)
    desk.act("next picture")
    desk.answer()
    assert [request.place for request in desk.traces[asked:]] == [1]
    desk.page.show_view(View.CODE)
    desk.page.maps.choose(place=5)
    desk.answer()
    assert len(desk.traces) == asked + 1
    desk.open_graph()
    assert desk.traces[-1].place == 5


def test_the_graph_is_exported_where_it_is_shown(desk: GraphDesk, tmp_path: Path) -> None:
    desk.act("export drawing")
    dialog = desk.graph.dialog
    assert dialog is not None
    path = tmp_path / "graph.svg"
    dialog.path.setText(str(path))
    dialog.export()
    texts = {item.text for item in ET.parse(path).iter() if item.text}  # noqa: S314 - our own
    assert {"AddBackward0", "ConvolutionBackward0", "AccumulateGrad"} <= texts
    dialog.reject()
    desk.act("copy drawing")
    assert not QApplication.clipboard().image().isNull()
    assert isinstance(desk.graph.canvas.place_of((0,)), QPointF)


def test_a_layer_opens_in_the_calculator_with_the_gradient_of_its_output(desk: GraphDesk) -> None:
    emitted: list[tuple[int, TraceGradients]] = []
    plain: list[int] = []
    desk.page.gradient_opened.connect(lambda number, traced: emitted.append((number, traced)))
    desk.page.open_in_calculator.connect(plain.append)
    desk.choose(loss="mean")
    desk.page.choose_layer(0)
    desk.act("open")
    ((number, traced),) = emitted
    assert (plain, traced.choice.loss) == ([], "mean")
    desk.desk.opener.open(number, traced=traced)
    desk.answer()
    calculator = desk.desk.calculator
    shape = calculator.shape_of(UPSTREAM)
    upstream = materialise(calculator.recipe_of(UPSTREAM), shape)
    assert 0 < np.abs(upstream).max() < 1
    desk.page.show_view(View.DRAWING)
    desk.act("open")
    assert plain == [0]
