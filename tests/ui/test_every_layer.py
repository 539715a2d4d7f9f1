"""Every layer that the calculator shows, also one that convviz has never seen, in its window."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import msgspec
import pytest
import torch
from PIL import Image
from PySide6.QtWidgets import QLabel
from torch import nn

from convviz.__main__ import main
from convviz.core.code.writing import layer_call
from convviz.core.layers.reductions import Reduction
from convviz.protocol.document import Calculator, Network
from convviz.protocol.templates import new_document
from convviz.stepping.agreement import AgreementState
from convviz.stepping.scene.scene import build_scene
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.document_store import DocumentStore
from convviz.ui.export.formats import ExportFormat
from convviz.ui.export.look import ExportLook
from convviz.ui.export.stage import ExportStage
from convviz.ui.export.stills import still_bytes
from convviz.ui.export.texts import code_text, latex_text
from convviz.ui.stepper.views.entries import view_entries
from convviz.ui.widgets.formula_source import formula_source
from tests.support.every_layer import SHOWN, new_calculator, new_network_step
from tests.support.fake_engine import FakeEngine
from tests.support.made_up_layers import MADE_UP, MinPool2d, PairMin1d, made_up_layers
from tests.support.network_page import open_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer
    from convviz.core.layers.parameters import LayerFamily
    from tests.support.shared_calculator import SharedTorchCalculator

REDUCTIONS = {
    reduction: [kind for kind in SHOWN if kind.cell_reduction is reduction]
    for reduction in Reduction
}
WITH_LAYERS = [reduction for reduction, kinds in REDUCTIONS.items() if kinds]
LOOK = ExportLook(width=640, height=320)


class MinPoolOfTorch(nn.Module):
    """What MinPool2d would be in torch."""

    def __init__(self, kernel_size: int, stride: int | None, *, ceil_mode: bool) -> None:
        super().__init__()
        self._largest = nn.MaxPool2d(kernel_size, stride, ceil_mode=ceil_mode)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the smallest number of each window."""
        found: torch.Tensor = -self._largest(-x)
        return found


class PairMinOfTorch(nn.Module):
    """What PairMin1d would be in torch."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the smaller one of each cell and the next."""
        return torch.minimum(x[..., :-1], x[..., 1:])


@pytest.fixture(autouse=True)
def _made_up_layers_are_known(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(nn, "MinPool2d", MinPoolOfTorch, raising=False)
    monkeypatch.setattr(nn, "PairMin1d", PairMinOfTorch, raising=False)
    with made_up_layers():
        yield


@pytest.fixture
def store() -> DocumentStore:
    return DocumentStore(new_document())


def test_every_reduction_has_a_layer_that_is_shown() -> None:
    missing = {reduction for reduction, kinds in REDUCTIONS.items() if not kinds}
    assert missing == {Reduction.OWN, Reduction.IN_PARTS}, "those of losses: test_calculator_losses"
    assert {MinPool2d, PairMin1d} <= set(REDUCTIONS[Reduction.MINIMUM])


@pytest.mark.parametrize("reduction", WITH_LAYERS)
def test_its_call_its_steps_its_views_and_torch(
    reduction: Reduction, qtbot: QtBot, shared_torch_calculator: SharedTorchCalculator
) -> None:
    """Each in the grids, and in a view the first of each family, as in the test of exports.

    Every step of every layer is written out in tests/unit/test_every_walk.py.
    """
    engine = shared_torch_calculator.engine
    shown: set[tuple[str, LayerFamily]] = set()
    for kind in REDUCTIONS[reduction]:
        calculator = new_calculator(kind)
        page = shared_torch_calculator.hidden(calculator)
        _check_call(page, calculator.layer)
        _check_views(page, kind, shown)
        qtbot.waitUntil(engine.is_asked)
        engine.answer()
        assert page.side.agreement.agreement.state is AgreementState.AGREES, kind


def _check_call(page: CalculatorPage, layer: Layer) -> None:
    names = list(layer.parameters())
    assert page.call_bar.call.names() == names
    for name in names:
        assert page.call_bar.call.field(name).toolTip().startswith(name)


def _check_views(
    page: CalculatorPage, kind: type[Layer], shown: set[tuple[str, LayerFamily]]
) -> None:
    for entry in view_entries():
        is_new = entry.build is None or (entry.key, kind.family) not in shown
        if is_new and page.views.switch.buttons[entry.key].isEnabled():
            shown.add((entry.key, kind.family))
            page.stepper.presenter.choose_view(entry.key)
            for step in (page.player.count // 2, page.player.count - 1):  # after the first
                assert page.step_panel.lines_widget.lines, (kind, entry.key)
                page.player.go_to(step)
                assert page.step_panel.lines_widget.lines, (kind, entry.key, step)
    page.stepper.presenter.choose_view("grids")


@pytest.mark.parametrize("reduction", WITH_LAYERS)
def test_its_picture_its_code_and_its_formula_are_exported(
    reduction: Reduction, qapp: object
) -> None:
    """Each in the grids; in a view, the first of each family of those that are computed alike."""
    del qapp
    exported: set[tuple[str, LayerFamily]] = set()
    for kind in REDUCTIONS[reduction]:
        scene = build_scene(new_calculator(kind))
        for entry in view_entries():
            is_new = entry.build is None or (entry.key, kind.family) not in exported
            if is_new and not entry.obstacle(scene.layer):
                exported.add((entry.key, kind.family))
                stage = ExportStage(scene, LOOK, formula_source().render_now, entry)
                assert b"</svg>" in still_bytes(stage, 0, ExportFormat.SVG), (kind, entry.key)
        ast.parse(code_text(scene))
        assert layer_call(scene.layer) in code_text(scene)
        if kind not in MADE_UP:  # a file without a formula in it would tell nobody anything
            assert r"\begin{align*}" in latex_text(scene), kind


def test_a_layer_without_parameters_and_without_a_formula_shows_no_empty_parts(
    qtbot: QtBot, store: DocumentStore
) -> None:
    store.open(msgspec.structs.replace(store.document, calculator=Calculator(PairMin1d(), (2, 6))))
    page = CalculatorPage(store, FakeEngine())
    qtbot.addWidget(page)
    brackets = [label.text() for label in page.call_bar.call.findChildren(QLabel)]
    assert brackets == ["(", ")"]
    assert page.side.formula_part.isHidden()
    page.side.solver.solve_now()
    assert "as its parameters say" in page.side.solver.message.text()

    store.open(msgspec.structs.replace(store.document, calculator=new_calculator(MinPool2d)))
    assert not page.side.formula_part.isHidden()


def test_a_layer_that_is_new_is_animated_from_the_shell(tmp_path: Path, qapp: object) -> None:
    del qapp
    path = tmp_path / "steps.gif"
    assert main(["animate", "MinPool2d(2, 1)", "--input", "1,3,3", "-o", str(path)]) == 0
    with Image.open(path) as animation:
        assert getattr(animation, "n_frames", 1) == 4


def test_a_layer_that_is_new_is_edited_in_the_networks_form(
    qtbot: QtBot, store: DocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = open_page(qtbot, store, monkeypatch)
    for kind in MADE_UP:
        step, shape = new_network_step(kind)
        store.open(msgspec.structs.replace(store.document, network=Network(shape, (step,))))
        page.layers.cards.setCurrentIndex(page.layers.cards.model().index(0, 0))
        assert page.form.field_names() == list(kind.parameters())
