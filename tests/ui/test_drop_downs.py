"""Drop-downs: every choice can be seen, in both themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from convviz.ui.theme import apply_theme
from convviz.ui.widgets.choice_fields import ChoiceField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture(params=["light", "dark"])
def _theme(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[None]:
    apply_theme(qapp, request.param)
    yield
    apply_theme(qapp, "light")


@pytest.mark.usefixtures("_theme")
@pytest.mark.parametrize("count", [1, 2, 3, 4, 10])
@pytest.mark.parametrize("is_plain", [True, False])
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_every_choice_of_a_list_can_be_seen(qtbot: QtBot, count: int, *, is_plain: bool) -> None:
    texts = ["few", *(f"a choice of some width, {number}" for number in range(1, count))]
    box = QComboBox() if is_plain else ChoiceField([(text, text) for text in texts])
    if is_plain:
        box.addItems(texts)
    qtbot.addWidget(box)
    box.show()
    box.showPopup()
    view, model = box.view(), box.view().model()
    room = view.viewport().rect()

    assert all(room.contains(view.visualRect(model.index(row, 0))) for row in range(count))
    assert not view.verticalScrollBar().isVisible()
    assert view.sizeHintForColumn(0) <= room.width()
    box.hidePopup()


@pytest.mark.usefixtures("light_theme")
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_long_list_scrolls_and_shows_whole_rows(qtbot: QtBot) -> None:
    box = ChoiceField([(f"choice {number}", number) for number in range(30)])
    qtbot.addWidget(box)
    box.show()
    box.showPopup()
    view = box.view()

    height = view.visualRect(view.model().index(0, 0)).height()
    assert view.viewport().height() % height == 0
    assert view.verticalScrollBar().isVisible()
    box.hidePopup()


def test_other_choices_are_offered_without_announcing_one(qtbot: QtBot) -> None:
    field = ChoiceField([("one", 1), ("two", 2)], 2)
    qtbot.addWidget(field)
    heard: list[object] = []
    field.value_changed.connect(heard.append)
    field.set_choices([("a", "x"), ("b", "y")])
    assert (field.value, field.count(), heard) == ("x", 2, [])
    field.set_value("y")
    assert heard == []
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert heard == ["x"]
