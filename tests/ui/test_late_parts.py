"""What only few layers need is built when one of them is first shown, and is then as any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.unpool import MaxUnpool2d
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.losses.distances import MSELoss
from convviz.core.optimisers.sgd import SGD
from convviz.protocol.templates import new_document
from convviz.ui.calculator.form_field import FormField
from convviz.ui.calculator.further_field import FurtherField, OutputSizeField
from convviz.ui.calculator.learn_section import LearnSection
from convviz.ui.calculator.mode_switch import ModeSwitch
from convviz.ui.calculator.surface_bar import SurfaceBar
from convviz.ui.calculator.weight_boxes import WeightBoxes
from convviz.ui.document_store import DocumentStore
from convviz.ui.theme import apply_theme
from tests.support.matrix_views import show, shown_page

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

    from convviz.ui.calculator.page import CalculatorPage


@pytest.fixture
def store() -> DocumentStore:
    return DocumentStore(new_document())


@pytest.fixture
def page(qtbot: QtBot, store: DocumentStore, monkeypatch: pytest.MonkeyPatch) -> CalculatorPage:
    return shown_page(qtbot, store, monkeypatch)


def late_parts(page: CalculatorPage) -> set[type[QWidget]]:
    """Return the kinds of what is built late and is there."""
    return {type(part) for kind in (FurtherField, LearnSection) for part in page.findChildren(kind)}


def visible_parts(page: CalculatorPage) -> set[type[QWidget]]:
    """Return the kinds of what is built late and is shown."""
    return {type(part) for part in page.findChildren(FurtherField) if part.isVisible()}


def test_a_part_is_there_from_the_first_layer_on_that_takes_it_and_is_shown_for_such_alone(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Conv2d(1, 1, 3), (1, 5, 5))
    assert late_parts(page) == set()
    assert page.call_bar.types.actions() == page.call_bar.presets.actions() == []

    show(store, MSELoss(), (2,))
    assert late_parts(page) == visible_parts(page) == {FormField}
    show(store, CrossEntropyLoss(), (2, 3))
    assert late_parts(page) == visible_parts(page) == {FormField, WeightBoxes}
    assert page.call_bar.further.form.shape.text() == "2"

    show(store, MaxUnpool2d(2), (1, 4, 4))
    assert visible_parts(page) == {OutputSizeField}

    show(store, SGD(lr=0.1), (2, 3))
    assert visible_parts(page) == {ModeSwitch, SurfaceBar}
    others = {OutputSizeField, ModeSwitch, SurfaceBar}
    assert late_parts(page) == {FormField, WeightBoxes, *others}

    show(store, Conv2d(1, 1, 3), (1, 5, 5))
    assert visible_parts(page) == set()
    page.stepper.presenter.choose_view("learn")
    assert page.side.learning.isVisible()
    store.undo_stack.undo()
    assert visible_parts(page) == {ModeSwitch, SurfaceBar}
    assert not page.side.learning.isVisible()


def test_the_tab_key_reaches_a_late_field_between_its_neighbours(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, SGD(lr=0.1), (2, 3))
    further = page.call_bar.further
    page.call_bar.shape.setFocus()
    reached: list[QWidget] = []
    for _ in range(4):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        reached.append(page.focusWidget())
    assert reached[:2] == [further.mode.zero_grad, further.surface.field]
    assert reached[3] == page.call_bar.presets_button


def test_a_late_part_wears_the_theme_whichever_came_first(
    page: CalculatorPage, store: DocumentStore, qapp: QApplication
) -> None:
    def seen(part: QWidget) -> QImage:
        qapp.processEvents()
        return part.grab().toImage()

    apply_theme(qapp, "light")
    show(store, SGD(lr=0.1), (2, 3))
    in_light = seen(page.call_bar.further.surface)
    apply_theme(qapp, "dark")
    assert seen(page.call_bar.further.surface) != in_light

    show(store, CrossEntropyLoss(), (2, 3))
    in_dark = seen(page.call_bar.further.form)
    apply_theme(qapp, "light")
    assert seen(page.call_bar.further.form) != in_dark
    apply_theme(qapp, "dark")
    assert seen(page.call_bar.further.form) == in_dark


def test_late_buttons_say_their_keys(page: CalculatorPage, store: DocumentStore) -> None:
    show(store, Conv2d(1, 1, 3), (1, 5, 5))
    page.stepper.presenter.choose_view("learn")
    assert page.side.learning.step_once.toolTip().endswith("(N)")
    assert page.call_bar.further.mode.draw.toolTip().endswith("(Ctrl+Shift+R)")
