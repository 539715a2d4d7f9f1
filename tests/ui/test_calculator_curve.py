"""The curve of an activation: what is drawn, and where the number of the step stands on it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame

from convviz.core.layers import layer_types
from convviz.core.layers.activation import LeakyReLU, ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.hard_activation import Hardshrink
from convviz.core.layers.pointwise import PointwiseLayer
from convviz.core.layers.smooth_activation import GELU, Sigmoid, SiLU
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import NonFinite, Numbers
from convviz.ui.stepper.views.curve import curve_of, reach_of, slopes_at
from convviz.ui.stepper.views.curve_view import CurveView
from tests.support.matrix_views import show

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.document_store import DocumentStore
    from tests.support.shared_calculator import SharedCalculator

KINDS = [kind for kind in layer_types().values() if issubclass(kind, PointwiseLayer)]


@pytest.fixture
def store(shared_calculator: SharedCalculator) -> DocumentStore:
    return shared_calculator.store


@pytest.fixture
def page(qtbot: QtBot, shared_calculator: SharedCalculator) -> CalculatorPage:
    return shared_calculator.shown(qtbot)


def curve_view(page: CalculatorPage) -> CurveView:
    view = page.views.view
    assert isinstance(view, CurveView)
    return view


def test_the_number_of_the_step_stands_on_the_curve(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Sigmoid(), (1, 2, 3))
    QTest.keyClick(page, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    view = curve_view(page)
    scene = page.stepper.presenter.state.shown
    assert scene is not None
    assert scene.output is not None
    for index in (0, 4):
        page.player.go_to(index)
        assert view.point is not None
        x, y = view.point
        assert x == scene.plain_input.ravel()[index]
        assert y == pytest.approx(scene.output.ravel()[index])
        assert y == pytest.approx(1 / (1 + math.exp(-x)))
    text = page.views.text.text()
    assert text.startswith("Solid: the function. Dashed: its slope, ")


def test_the_curve_has_no_scroll_bars_where_a_frame_takes_some_of_its_room(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, ReLU(), (1, 5, 5))
    page.stepper.presenter.choose_view("curve")
    canvas = curve_view(page).grids
    canvas.setFrameStyle(QFrame.Shape.Box)
    canvas.setLineWidth(3)
    page.resize(1280, 800)
    QApplication.processEvents()
    assert canvas.viewport().width() < canvas.width()
    assert not canvas.verticalScrollBar().isVisible()
    assert not canvas.horizontalScrollBar().isVisible()


def test_a_number_without_a_slope_is_told_so(page: CalculatorPage, store: DocumentStore) -> None:
    numbers = Numbers((3,), (NonFinite.INFINITY, NonFinite.NAN, 1.0))
    calculator = Calculator(LeakyReLU(), (3,), input=numbers)
    store.edit(msgspec.structs.replace(store.document, calculator=calculator), "test")
    page.stepper.presenter.choose_view("curve")
    texts, workings = [], []
    for index in range(3):
        page.player.go_to(index)
        texts.append(page.views.text.text())
        workings.append(page.step_panel.lines_widget.lines[0].text)
    assert texts[0] == "Solid: the function. Dashed: its slope; there is none at ∞."
    assert texts[2] == "Solid: the function. Dashed: its slope, 1 at 1."
    assert workings[1] == "0.01 · NaN = NaN"


def test_only_a_function_of_one_number_has_a_curve(
    page: CalculatorPage, store: DocumentStore
) -> None:
    button = page.views.switch.buttons["curve"]
    assert button.toolTip() == "Conv2d makes each number of more than one"
    show(store, GELU(), (8,))
    assert button.isEnabled()
    page.stepper.presenter.choose_view("curve")
    assert curve_view(page).has_room
    show(store, Conv2d(1, 1, 2), (1, 6, 6))
    assert page.views.view is None


def test_a_bend_has_two_slopes() -> None:
    assert slopes_at(ReLU(), 0.0) == pytest.approx((0.0, 1.0))
    assert slopes_at(ReLU(), 2.0) == pytest.approx((1.0, 1.0))
    assert slopes_at(Sigmoid(), 0.0) == pytest.approx((0.25, 0.25))
    assert all(map(math.isnan, slopes_at(ReLU(), math.inf)))


def test_a_jump_of_the_function_is_no_slope() -> None:
    curve = curve_of(Hardshrink(), reach_of(np.array([1.0])))
    assert np.nanmax(curve.slope) == pytest.approx(1.0)
    assert np.isnan(curve.slope).any()
    assert curve.high < 4


def test_a_level_line_has_axes_that_can_be_read() -> None:
    curve = curve_of(Hardshrink(1e9), reach_of(np.array([1.0])))
    assert not curve.y.any()
    assert (curve.low, curve.high) == pytest.approx((-1.12, 1.12))


def test_the_side_is_known_on_which_a_curve_falls_away() -> None:
    assert curve_of(Sigmoid(), reach_of(np.array([1.0]))).rises_at(0.0)
    assert curve_of(ReLU(), reach_of(np.array([1.0]))).rises_at(-1.0)
    swish = curve_of(SiLU(), reach_of(np.array([1.0])))
    assert [swish.rises_at(x) for x in (-3.0, -2.0, 2.0, 3.0)] == [False, False, True, True]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_curve_reaches_as_far_as_the_numbers(kind: type[PointwiseLayer]) -> None:
    layer = kind.new()
    curve = curve_of(layer, reach_of(np.array([-7.5, 2.0, np.inf, np.nan, 1e30])))
    assert curve.reach == 9
    assert curve.low < 0 < curve.high
    inside = np.abs(curve.x) > 0.7  # bends and jumps of all of them are nearer, or at 3 and 6
    steady = inside & (np.abs(np.abs(curve.x) - 3) > 0.1) & (np.abs(curve.x - 6) > 0.1)
    steady &= np.abs(curve.x - 1) > 0.1
    steady &= np.abs(curve.x + 1) > 0.1
    expected = [slopes_at(layer, float(x))[1] for x in curve.x[steady]]
    np.testing.assert_allclose(curve.slope[steady], expected, atol=2e-3)
