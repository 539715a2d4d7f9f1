"""The Tab key goes through every view of the calculator as it is read, and all says what it is."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.dropout import Dropout
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.smooth_activation import GELU
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.sgd import SGD
from convviz.protocol.document import Calculator
from convviz.ui.widgets.reading_order import reading_order

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.ui.calculator.page import CalculatorPage
    from tests.support.shared_calculator import SharedCalculator

MOST: Final = 150

CONV = Conv2d(1, 3, 3)
VIEWS: Final = {
    "grids": Calculator(CONV, (1, 5, 5)),
    "backward": Calculator(CONV, (1, 5, 5)),
    "backward from a loss": Calculator(CONV, (1, 5, 5), loss=CrossEntropyLoss()),
    "learn": Calculator(Conv2d(1, 1, 3), (1, 5, 5)),
    "grids of a loss": Calculator(CrossEntropyLoss(weight=(1.0, 2.0, 3.0)), (2, 3)),
    "backward of a loss": Calculator(CrossEntropyLoss(), (2, 3)),
    "grids of an optimiser": Calculator(SGD(lr=0.1, momentum=0.9), (3, 2)),
    "surface": Calculator(Adam(lr=0.1), (20, 2), function="x^2 + y^2"),
    "curve": Calculator(GELU(), (1, 4, 4)),
    "grids of a mask": Calculator(Dropout(0.5), (1, 4, 4)),
    "backward in training": Calculator(BatchNorm2d(2), (2, 2, 3, 3)),
}
"""Calculators by the view in which they are shown: the first word is its key."""


def pressed(page: CalculatorPage, key: Qt.Key) -> list[QWidget]:
    """Return what the key goes through, until it comes to something again."""
    page.setFocus()
    found: list[QWidget] = []
    for _ in range(MOST):
        before = QApplication.focusWidget()
        assert before is not None
        QTest.keyClick(before, key)
        now = QApplication.focusWidget()
        if now is before or now is None:
            continue  # from one link of a text to the next
        if now in found:
            break
        found.append(now)
    return found


def arranged(page: CalculatorPage) -> list[QWidget]:
    """Return what Tab goes through, as the page arranges it."""
    return [widget for part in parts_of(page) for widget in reading_order(part)]


def parts_of(page: CalculatorPage) -> tuple[QWidget, ...]:
    """Return the parts of the page in the order in which they are read."""
    return page.origin, page.call_bar, page.notice, page.stepper, page.side


def place(widget: QWidget, page: CalculatorPage) -> tuple[int, QRect]:
    """Return in which part of the page a widget stands, and where: the parts are read in turn."""
    parts = parts_of(page)
    number = next(n for n, part in enumerate(parts) if part is widget or part.isAncestorOf(widget))
    content = page.side.widget()
    assert content is not None
    if number == len(parts) - 1 and not content.isAncestorOf(widget):
        return number, QRect()  # the part itself stands before what it holds
    ground = content if number == len(parts) - 1 else page
    return number, QRect(widget.mapTo(ground, QPoint(0, 0)), widget.size())


def goes_back(before: tuple[int, QRect], now: tuple[int, QRect]) -> bool:
    """Return whether the eye has to go up, or left within a row."""
    (part, last), (other, here) = before, now
    if part != other or last.isNull():
        return other < part
    if last.top() <= here.center().y() <= last.bottom():
        return here.left() < last.left()
    return here.center().y() < last.center().y() and not (
        here.top() <= last.center().y() <= here.bottom() and here.left() > last.left()
    )


def name_of(widget: QWidget) -> str:
    """Return what a screen reader says; of a choice Qt gives what is chosen, beside its name."""
    if isinstance(widget, QComboBox):
        return widget.accessibleName()
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


@pytest.mark.parametrize("view", VIEWS)
def test_tab_goes_as_the_page_is_read_and_everything_says_what_it_is(
    qtbot: QtBot, shared_calculator: SharedCalculator, view: str
) -> None:
    page = shared_calculator.shown(qtbot, VIEWS[view])
    page.stepper.presenter.choose_view(view.split(maxsplit=1)[0])
    QApplication.processEvents()
    order = arranged(page)
    places = [(widget, place(widget, page)) for widget in order]
    back = [
        f"{name_of(widget)} behind {name_of(last)}"
        for (last, before), (widget, now) in pairwise(places)
        if goes_back(before, now)
    ]
    assert not back
    assert not [type(widget).__name__ for widget in order if not name_of(widget)]
    typed_or_pressed = QAbstractButton | QComboBox | QLineEdit
    assert not [
        name_of(widget)
        for widget in order
        if isinstance(widget, typed_or_pressed) and not widget.toolTip()
    ]


def test_the_keys_go_through_all_of_it_there_and_back(
    qtbot: QtBot, shared_calculator: SharedCalculator
) -> None:
    page = shared_calculator.shown(qtbot, VIEWS["backward from a loss"])
    page.stepper.presenter.choose_view("backward")
    QApplication.processEvents()
    there = pressed(page, Qt.Key.Key_Tab)
    assert there == arranged(page)
    assert pressed(page, Qt.Key.Key_Backtab)[::-1] == there
