"""What is worth knowing: its source a click away, the most telling first, the rest on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.explaining.worth_knowing import worth_knowing
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.pool import MaxPool2d
from convviz.ui.error_sentences import error_sentence
from convviz.ui.widgets.explanation_list import FIRST_SHOWN, ExplanationList

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer, Shape

MANY = MaxPool2d(3, stride=2, padding=1, ceil_mode=True, return_indices=True, dilation=2)


@pytest.fixture
def notes(qtbot: QtBot) -> ExplanationList:
    widget = ExplanationList()
    qtbot.addWidget(widget)
    show(widget, MANY, (1, 12, 13))
    widget.show()
    widget.activateWindow()
    return widget


def show(widget: ExplanationList, layer: Layer, shape: Shape) -> None:
    widget.show_notes(worth_knowing(layer, shape), len(shape) - 1)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    addresses: list[str] = []

    def open_url(url: QUrl) -> bool:
        addresses.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    return addresses


def test_a_source_opens_its_page_by_mouse_and_by_keyboard(
    notes: ExplanationList, opened: list[str]
) -> None:
    first, second = (item.source for item in notes.items[:2])
    told = [note.source.address for note in worth_knowing(MANY, (1, 12, 13))[:2]]

    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert opened == told[:1]
    second.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(second, Qt.Key.Key_Space)
    assert opened == told


@pytest.mark.display
def test_the_rest_comes_on_demand_and_the_keyboard_stays(
    notes: ExplanationList, qtbot: QtBot
) -> None:
    everything = len(worth_knowing(MANY, (1, 12, 13)))
    assert len(notes.sentences) == FIRST_SHOWN < everything
    assert notes.more.text() == f"More ({everything - FIRST_SHOWN})"

    notes.more.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(notes.more.hasFocus)
    QTest.keyClick(notes.more, Qt.Key.Key_Space)
    assert len(notes.sentences) == everything
    assert (notes.more.text(), notes.more.hasFocus()) == ("Less", True)
    QTest.keyClick(notes.more, Qt.Key.Key_Space)
    assert len(notes.sentences) == FIRST_SHOWN
    assert notes.more.hasFocus()


def test_few_sentences_are_all_shown_without_more(notes: ExplanationList) -> None:
    show(notes, Conv2d(1, 1, 3), (1, 5, 5))

    assert len(notes.sentences) == len(worth_knowing(Conv2d(1, 1, 3), (1, 5, 5)))
    assert notes.more.isHidden()


def test_the_axis_is_named_where_axes_differ(notes: ExplanationList) -> None:
    show(notes, Conv2d(1, 1, 3, stride=2), (1, 6, 7))
    drops = [text for text in notes.sentences if "Dropped" in text]
    assert [text.split(":")[0] for text in drops] == ["Height"]

    show(notes, Conv2d(1, 1, 3, stride=2), (1, 6, 6))
    drops = [text for text in notes.sentences if "Dropped" in text]
    assert len(drops) == 1
    assert not drops[0].startswith(("Height", "Width"))


def test_what_is_shown_has_a_name_for_those_who_listen(notes: ExplanationList) -> None:
    notes.more.click()
    shown = [item for item in notes.items if not item.isHidden()]

    assert notes.accessibleName() == "Worth knowing"
    for item in shown:
        assert item.source.accessibleName().startswith("Source: ")
        assert item.source.toolTip().endswith(item.source.address)
        assert item.accessibleName() == item.sentence.text() != ""


@pytest.mark.parametrize(
    ("axis", "rank", "word"),
    [(0, 1, "length"), (0, 2, "height"), (1, 2, "width"), (0, 3, "depth"), (2, None, "axis 2")],
)
def test_a_refusal_names_the_axis_as_the_formula_does(
    axis: int, rank: int | None, word: str
) -> None:
    error = ShapeError(
        ErrorCode.KERNEL_LARGER_THAN_INPUT, axis=axis, effective_kernel=5, padded_size=3
    )
    assert error_sentence(error, rank).startswith(f"Along {word} the kernel spans 5 cells")
