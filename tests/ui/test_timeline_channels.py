"""The timeline over the steps of several channels, and going to a step or a cell by its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.norm import BatchNorm1d
from convviz.core.losses.distances import MSELoss
from convviz.core.optimisers.sgd import SGD
from convviz.protocol.document import Calculator, Document
from convviz.protocol.templates import course_network
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.document_store import DocumentStore
from convviz.ui.stepper.timeline import Timeline
from convviz.ui.widgets.channel_slider import ChannelSlider
from convviz.ui.widgets.formula_source import FormulaSource
from tests.support.fake_engine import FakeEngine
from tests.support.windows import show_active

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer

CONTROL = Qt.KeyboardModifier.ControlModifier


def make_slider(qtbot: QtBot, steps: int, channels: int, width: int = 600) -> ChannelSlider:
    slider = ChannelSlider()
    qtbot.addWidget(slider)
    slider.set_steps(steps, channels)
    slider.resize(width, 30)
    show_active(qtbot, slider)
    return slider


def test_each_channel_has_a_mark_and_one_channel_needs_none(qtbot: QtBot) -> None:
    assert make_slider(qtbot, 9, 1).marks() == []
    assert make_slider(qtbot, 4 * 9, 4).marks() == [0, 1, 2, 3]


@pytest.mark.parametrize("channels", [64, 128, 512])
def test_marks_thin_out_where_channels_are_many(qtbot: QtBot, channels: int) -> None:
    slider = make_slider(qtbot, channels * 16, channels, width=400)
    marks = slider.marks()
    apart = marks[1] - marks[0]
    assert 400 / len(marks) >= 7
    assert marks == list(range(0, channels, apart))
    assert str(apart).rstrip("0") in {"1", "2", "5"}


def test_a_click_goes_to_the_step_under_the_mouse(qtbot: QtBot) -> None:
    slider = make_slider(qtbot, 64 * 9, 64)
    QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(300, 15))
    assert abs(slider.value() - 287) < 6
    assert slider.step_at(0) == 0
    assert slider.step_at(600) == 64 * 9 - 1


def test_the_mouse_is_told_which_channel_a_step_belongs_to(qtbot: QtBot) -> None:
    slider = make_slider(qtbot, 64 * 9, 64)
    assert slider.place_text(9 * 5 + 2) == "Step 48, channel 5"
    here = QPoint(599, 15)
    QApplication.sendEvent(
        slider, QHelpEvent(QHelpEvent.Type.ToolTip, here, slider.mapToGlobal(here))
    )
    assert QToolTip.text().startswith("Step 576, channel 63")
    QToolTip.hideText()


@pytest.fixture
def page(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> CalculatorPage:
    monkeypatch.setattr(FormulaSource, "request", lambda *_arguments: None)
    calculator = Calculator(Conv2d(2, 8, 3), (2, 6, 7))
    store = DocumentStore(Document(calculator, course_network()))
    made = CalculatorPage(store, FakeEngine())
    qtbot.addWidget(made)
    made.resize(1280, 800)
    show_active(qtbot, made)
    made.setFocus()
    return made


def type_place(page: CalculatorPage, text: str) -> None:
    QTest.keyClick(page, Qt.Key.Key_G, CONTROL)
    assert page.focusWidget() is page.timeline.step_field
    QTest.keyClicks(page.timeline.step_field, text)
    QTest.keyClick(page.timeline.step_field, Qt.Key.Key_Return)


@pytest.mark.display
@pytest.mark.parametrize(("text", "step"), [("42", 41), ("7, 3, 4", 159), ("1, 2", 7)])
def test_a_typed_step_or_cell_is_shown(page: CalculatorPage, text: str, step: int) -> None:
    type_place(page, text)
    assert page.player.shown == step
    assert page.timeline.step_field.text() == str(step + 1)
    assert page.focusWidget() is page


@pytest.mark.display
def test_a_place_that_is_none_is_told_and_the_steps_stay(page: CalculatorPage) -> None:
    page.player.go_to(5)
    type_place(page, "8, 0, 0")
    field = page.timeline.step_field
    assert page.player.shown == 5
    assert field.text() == "8, 0, 0"
    assert "160" in field.problem
    assert "7, 3, 4" in field.problem
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert (field.text(), field.problem) == ("6", "")
    assert page.focusWidget() is page


def test_keys_go_from_channel_to_channel(page: CalculatorPage) -> None:
    page.player.go_to(7)
    for key, step in ((Qt.Key.Key_PageDown, 27), (Qt.Key.Key_PageUp, 7), (Qt.Key.Key_PageUp, 147)):
        QTest.keyClick(page, key)
        assert page.player.shown == step
    page.timeline.slider.setFocus()
    QTest.keyClick(page.timeline.slider, Qt.Key.Key_PageUp)
    assert page.player.shown == 127


@pytest.mark.parametrize("layer", [Conv2d(4, 6, 3, groups=2), ConvTranspose2d(4, 6, 3, groups=2)])
def test_the_filter_names_its_group_and_what_it_reads(page: CalculatorPage, layer: Layer) -> None:
    page.call_bar.shape_edited.emit((4, 6, 7))
    page.call_bar.layer_edited.emit(layer, "groups")
    page.player.go_to_first()
    page.setFocus()
    texts, tips = [], []
    for _ in range(6):
        texts.append(page.stepper.channels.group.text())
        tips.append(page.stepper.channels.group.toolTip().rpartition(": ")[2])
        QTest.keyClick(page, Qt.Key.Key_PageDown)
    assert page.stepper.channels.group.isVisible()
    assert texts == ["group 0 (0–1)"] * 3 + ["group 1 (0–1)"] * 3
    assert tips == ["0, 1"] * 3 + ["2, 3"] * 3

    page.call_bar.layer_edited.emit(Conv2d(4, 6, 3), "groups")
    assert not page.stepper.channels.group.isVisible()


def test_a_depthwise_layer_behind_one_channel_offers_its_channels(page: CalculatorPage) -> None:
    """Both draw the first input, kernel and output channel alone."""
    seen = []
    for layer, channels in ((Conv2d(1, 1, 3), 1), (Conv2d(4, 4, 3, groups=4), 4)):
        edits = page.presenter.edits
        edits.replace(Calculator(layer, (channels, 6, 7)), "Show")
        seen.append(page.stepper.channels.filters.isVisible())
    assert seen == [False, True]


def test_the_timeline_marks_the_channels_of_the_layer(page: CalculatorPage) -> None:
    assert page.timeline.slider.channels == 8
    page.call_bar.layer_edited.emit(Conv2d(2, 1, 3), "out_channels")
    assert page.timeline.slider.channels == 1
    assert page.timeline.slider.marks() == []


@pytest.mark.parametrize(
    ("calculator", "view"),
    [
        (Calculator(MSELoss(), (3, 4)), "grids"),
        (Calculator(SGD(lr=0.1), (3, 2)), "grids"),
        (Calculator(Conv2d(1, 2, 2), (1, 3, 3)), "backward"),
    ],
    ids=["loss", "optimiser", "backward"],
)
def test_steps_through_parts_are_in_no_channel_and_have_no_place(
    page: CalculatorPage, calculator: Calculator, view: str
) -> None:
    page.presenter.edits.replace(calculator, "")
    page.stepper.presenter.choose_view(view)
    page.player.go_to_first()
    slider, count = page.timeline.slider, page.player.count
    assert slider.place_text(count - 1) == f"Step {count}"
    assert slider.marks() == []
    for text in (str(count + 1), "1, 0"):
        page.timeline.place_entered.emit(text)
        assert page.player.shown == 0
        assert page.timeline.step_field.problem == f"Write a step from 1 to {count}."
    page.timeline.place_entered.emit(str(count))
    assert page.player.shown == count - 1


def test_the_first_places_of_a_batch_are_its_samples(page: CalculatorPage) -> None:
    page.presenter.edits.replace(Calculator(BatchNorm1d(2), (3, 2)), "")
    assert page.timeline.slider.place_text(5) == "Step 6, sample 2"


def test_every_control_names_its_key(page: CalculatorPage) -> None:
    timeline = page.timeline
    tips = {
        timeline.first_button: "Home",
        timeline.back_button: "Left",
        timeline.play_button: "Space",
        timeline.forward_button: "Right",
        timeline.last_button: "End",
        timeline.loop_button: "L",
        timeline.speed_box: "- / +",
        timeline.step_field: "Ctrl+G",
        page.stepper.channels.filters.after_button: "PgDown",
    }
    for control, keys in tips.items():
        assert control.toolTip().endswith(f"({keys})")


def test_other_input_channels_are_worked_out_where_they_are_drawn(page: CalculatorPage) -> None:
    page.call_bar.shape_edited.emit((32, 6, 7))
    page.call_bar.layer_edited.emit(Conv2d(32, 2, 3), "in_channels")

    def channels() -> list[int | None]:
        return [line.channel for line in page.step_panel.lines_widget.lines]

    assert channels() == [None, 0, 1, 2, 3, 4, 5]
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ShiftModifier)
    assert channels() == [None, 6, 7, 8, 9, 10, 11]
    QTest.keyClick(page, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ShiftModifier)
    assert channels() == [None, 0, 1, 2, 3, 4, 5]


def test_nothing_is_laid_out_anew_while_the_steps_move(qtbot: QtBot) -> None:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.set_steps(3844)
    show_active(qtbot, timeline)
    qtbot.waitUntil(lambda: timeline.step_field.width() == timeline.step_field.sizeHint().width())
    requests = LayoutRequests(timeline)

    for position in (0, 9, 10, 999, 3843):
        timeline.set_position(position)
        QApplication.processEvents()
    assert requests.count == 0

    width = timeline.step_field.width()
    QTest.keyClicks(timeline.step_field, "row 12, column 1234")
    qtbot.waitUntil(lambda: timeline.step_field.width() > width)


class LayoutRequests(QObject):
    """Counts how often a widget is to lay out its children."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.LayoutRequest
        return super().eventFilter(watched, event)


def test_the_step_number_is_whole_before_and_after_a_long_layer(page: CalculatorPage) -> None:
    timeline = page.timeline
    field = timeline.step_field
    for count in (802_816, 9, 12, 100_000, 9):
        timeline.set_steps(count)
        timeline.set_position(count - 1)
        QApplication.processEvents()
        needed = field.fontMetrics().horizontalAdvance(field.text())
        assert field.width() >= needed + 14, count  # frame and margins, and two pixels to spare
        assert field.cursorPosition() == 0
