"""The Tab key goes through the network's page as it is read, the view of gradients among it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from convviz.ui.network.state import View
from convviz.ui.widgets.formula_source import FormulaSource
from tests.support.maps_desk import MapsDesk

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

MOST: Final = 120


class GraphDesk(MapsDesk):
    """The page in its view of the graph."""

    first = View.GRAPH


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GraphDesk:
    monkeypatch.setattr(FormulaSource, "request", lambda *_arguments: None)
    return GraphDesk(qtbot, tmp_path)


def pressed(first: QWidget) -> list[QWidget]:
    """Return what Tab goes through from a widget on, until it comes to something again."""
    first.setFocus()
    found = [first]
    for _ in range(MOST):
        before = QApplication.focusWidget()
        assert before is not None
        QTest.keyClick(before, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is before or now is None:
            continue
        if now in found:
            break
        found.append(now)
    return found


def test_tab_goes_column_by_column_and_reaches_what_steps_through_gradients(
    desk: GraphDesk,
) -> None:
    desk.page.show_view(View.GRAPH)
    desk.answer()
    panels = desk.page.panels
    columns = [panels.widget(place) for place in range(panels.count())]
    order = pressed(panels.layers.cards)
    assert QApplication.focusWidget() is order[0]  # round to where it began, past nothing twice
    numbers = [
        next(
            number
            for number, column in enumerate([*columns, desk.page.advice])
            if column is not None and (column is widget or column.isAncestorOf(widget))
        )
        for widget in order
        if desk.page.isAncestorOf(widget)
    ]
    beginning = numbers.index(1)
    until = numbers.index(0, beginning) if 0 in numbers[beginning:] else len(numbers)
    assert numbers[beginning:until] == sorted(numbers[beginning:until])
    view = panels.views.view(View.GRAPH)
    reached = [widget for widget in order if view.isAncestorOf(widget)]
    assert {"Loss", "Mode", "Speed", "Step", "Go to step"} <= {
        widget.accessibleName() for widget in reached
    }
    rows = [widget.mapTo(view, QPoint(0, widget.height() // 2)).y() for widget in reached]
    assert rows[0] < rows[-1]
    for widget in reached:
        interface = QAccessible.queryAccessibleInterface(widget)
        assert widget.accessibleName() or interface.text(QAccessible.Text.Name), widget
        is_control = isinstance(widget, QAbstractButton | QComboBox | QLineEdit)
        assert widget.toolTip() or not is_control, widget
