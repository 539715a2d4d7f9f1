"""Training or evaluation in the calculator: the switch, the seed, what is saved and undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.dropout import Dropout
from convviz.core.layers.hard_activation import RReLU
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.messages.engine_layers import ComputeLayer
from convviz.stepping.cells import BESIDE
from convviz.ui.export.texts import code_text
from convviz.ui.stepper.views.curve_view import CurveView
from tests.support.fake_engine import FakeEngine
from tests.support.matrix_views import show

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.stepping.scene.scene import Scene
    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.document_store import DocumentStore
    from tests.support.shared_calculator import SharedCalculator


@pytest.fixture
def store(shared_calculator: SharedCalculator) -> DocumentStore:
    return shared_calculator.store


@pytest.fixture
def page(qtbot: QtBot, shared_calculator: SharedCalculator) -> CalculatorPage:
    return shared_calculator.shown(qtbot)


def scene_of(page: CalculatorPage) -> Scene:
    scene = page.stepper.presenter.state.shown
    assert scene is not None
    return scene


def output_of(page: CalculatorPage) -> np.ndarray:
    output = scene_of(page).output
    assert output is not None
    return output


def test_only_a_layer_that_depends_on_it_has_the_switch(
    page: CalculatorPage, store: DocumentStore
) -> None:
    mode = page.call_bar.further.mode
    for layer, has_switch in (
        (Conv2d(1, 1, 3), False),
        (Dropout(0.5), True),
        (ReLU(), False),
        (RReLU(), True),
    ):
        show(store, layer, (1, 4, 4))
        assert mode.isVisible() is has_switch
        assert page.page_actions["training"].isEnabled() is has_switch


def test_the_switch_shows_the_same_layer_in_evaluation_and_undo_brings_the_mask_back(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Dropout(0.5), (1, 4, 4))
    mode, trained = page.call_bar.further.mode, output_of(page)
    assert mode.train.isChecked()
    assert mode.seed.isVisible()
    assert page.grids.view.has_group(BESIDE)

    mode.evaluate.click()
    assert np.array_equal(output_of(page), scene_of(page).input)
    assert not mode.seed.isVisible()
    assert not page.grids.view.has_group(BESIDE)
    assert store.undo_stack.undoText() == "Switch to evaluation"

    store.undo_stack.undo()
    assert np.array_equal(output_of(page), trained)
    assert mode.train.isChecked()


def test_another_seed_draws_another_mask_and_the_document_keeps_it(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Dropout(0.5), (1, 6, 6))
    first = output_of(page)
    page.call_bar.further.mode.draw.click()
    second = output_of(page)
    assert not np.array_equal(first, second)
    QTest.keyClick(page, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | _SHIFT)
    assert page.call_bar.further.mode.seed.text() == "2"
    calculator = store.document.calculator
    assert (calculator.training, calculator.seed) == (True, 2)
    assert decode_document(encode_document(store.document)) == store.document
    store.undo_stack.undo()
    assert np.array_equal(output_of(page), second)


_SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_torch_is_asked_in_the_same_mode_and_agrees(
    page: CalculatorPage, store: DocumentStore, qtbot: QtBot
) -> None:
    engine = page.presenter._check._engine
    assert isinstance(engine, FakeEngine)
    qtbot.waitUntil(lambda: len(engine.asked) == 1)
    show(store, Dropout(0.5), (2, 3, 4))
    qtbot.waitUntil(lambda: len(engine.asked) == 2)
    engine.answer()
    assert page.side.agreement.verdict.text().startswith("torch agrees")
    page.call_bar.further.mode.evaluate.click()
    qtbot.waitUntil(lambda: len(engine.asked) == 3)
    engine.answer()
    assert page.side.agreement.verdict.text().startswith("torch agrees")
    requests = [known for known in engine.requests if isinstance(known, ComputeLayer)]
    assert [request.mode.training for request in requests] == [False, True, False]


def test_code_says_evaluation_where_it_matters(page: CalculatorPage, store: DocumentStore) -> None:
    show(store, Dropout(0.5), (1, 2, 2))
    page.call_bar.copy_code()
    assert QApplication.clipboard().text() == "nn.Dropout()"
    assert "torch.manual_seed(0)" in code_text(scene_of(page))
    page.call_bar.further.mode.evaluate.click()
    page.call_bar.copy_code()
    assert QApplication.clipboard().text() == "nn.Dropout().eval()"
    assert "manual_seed" not in code_text(scene_of(page))
    show(store, Conv2d(1, 1, 3), (1, 4, 4))
    page.call_bar.further.mode.evaluate.click()
    assert ".eval()" not in code_text(scene_of(page))


def test_the_curve_is_that_of_the_number_of_the_step(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, RReLU(), (1, 3, 3))
    QTest.keyClick(page, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    view = page.views.view
    assert isinstance(view, CurveView)
    scene = scene_of(page)
    assert scene.beside is not None
    steepness = []
    for index in range(scene.step_count):
        page.player.go_to(index)
        assert view.curve is not None
        if scene.beside.ravel()[index] != 1:
            left = view.curve.y[0] / view.curve.x[0]
            assert left == pytest.approx(scene.beside.ravel()[index])
            steepness.append(left)
    assert len(set(steepness)) > 1
