"""Notices, the timeline and small labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from convviz.core.explaining.sources import GUIDE
from convviz.ui.stepper.timeline import SPEEDS, Timeline
from convviz.ui.widgets.flow_layout import FlowLayout
from convviz.ui.widgets.labels import EmptyState, SectionTitle
from convviz.ui.widgets.notice import Notice, NoticeAction, NoticeRoom
from convviz.ui.widgets.source_link import SourceLink
from convviz.ui.widgets.splitter import RememberedSplitter

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance
    from pytestqt.qtbot import QtBot


def button(notice: Notice, text: str) -> QPushButton:
    return next(found for found in notice.findChildren(QPushButton) if found.text() == text)


def test_a_notice_says_its_sentence_and_runs_its_action(qtbot: QtBot) -> None:
    notice = Notice()
    qtbot.addWidget(notice)
    done: list[str] = []
    notice.show_notice(
        "warning", "Linear needs Flatten.", [NoticeAction("Fix", lambda: done.append("x"))]
    )
    assert notice.isVisible()
    assert notice.accessibleDescription() == "Linear needs Flatten."
    QTest.mouseClick(button(notice, "Fix"), Qt.MouseButton.LeftButton)
    assert done == ["x"]
    assert not button(notice, "Copy details").isVisible()


def test_details_open_and_are_copied_with_the_sentence(qtbot: QtBot) -> None:
    notice = Notice()
    qtbot.addWidget(notice)
    notice.show_notice("error", "It failed.", details="Traceback …")
    assert notice.findChildren(QPlainTextEdit) == []
    QTest.mouseClick(button(notice, "Details"), Qt.MouseButton.LeftButton)
    (details,) = notice.findChildren(QPlainTextEdit)
    assert details.isVisible()
    assert details.toPlainText() == "Traceback …"
    QTest.mouseClick(button(notice, "Copy details"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "It failed.\n\nTraceback …"


def test_a_new_notice_takes_the_place_of_the_old(qtbot: QtBot) -> None:
    notice = Notice()
    qtbot.addWidget(notice)
    notice.show_notice("error", "One.", [NoticeAction("First", notice.clear)], details="d")
    QTest.mouseClick(button(notice, "Details"), Qt.MouseButton.LeftButton)
    notice.show_notice("info", "Two.", [NoticeAction("Second", notice.clear)])
    assert not any(view.isVisible() for view in notice.findChildren(QPlainTextEdit))

    def shown() -> list[str]:
        return [found.text() for found in notice.findChildren(QPushButton) if found.isVisible()]

    qtbot.waitUntil(lambda: shown() == ["Second"])
    assert (notice.sentence, notice.level) == ("Two.", "info")
    notice.clear()
    assert not notice.isVisible()


def test_room_around_a_notice_is_taken_only_while_it_says_something(qtbot: QtBot) -> None:
    page, notice, below = QWidget(), Notice(), QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    room = NoticeRoom(notice, QMargins(12, 8, 12, 4))
    column.addWidget(room)
    column.addWidget(below, 1)
    page.resize(400, 300)
    page.show()
    assert below.y() == 0
    notice.say("info", "Undo brings back what was here.")
    column.activate()
    assert (notice.x(), notice.y()) == (12, 8)
    assert below.y() == room.height() == notice.height() + 12
    notice.clear()
    column.activate()
    assert below.y() == 0


def make_timeline(qtbot: QtBot, steps: int = 9) -> Timeline:
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.set_steps(steps)
    timeline.show()
    return timeline


def test_buttons_announce_what_is_wanted(qtbot: QtBot) -> None:
    timeline = make_timeline(qtbot)
    wanted: list[tuple[SignalInstance, object]] = [
        (timeline.first_requested, timeline.first_button),
        (timeline.back_requested, timeline.back_button),
        (timeline.forward_requested, timeline.forward_button),
        (timeline.last_requested, timeline.last_button),
    ]
    for signal, clicked in wanted:
        with qtbot.waitSignal(signal):
            QTest.mouseClick(clicked, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]
    assert timeline.position == 0


def test_play_becomes_pause(qtbot: QtBot) -> None:
    timeline = make_timeline(qtbot)
    assert timeline.play_button.accessibleName().startswith("Play")
    with qtbot.waitSignal(timeline.play_toggled) as toggled:
        QTest.mouseClick(timeline.play_button, Qt.MouseButton.LeftButton)
    assert toggled.args == [True]
    assert timeline.play_button.accessibleName().startswith("Pause")
    with qtbot.assertNotEmitted(timeline.play_toggled):
        timeline.set_playing(playing=False)
    assert not timeline.is_playing


def test_the_slider_chooses_a_step_and_says_which(qtbot: QtBot) -> None:
    timeline = make_timeline(qtbot)
    with qtbot.waitSignal(timeline.position_chosen) as chosen:
        QTest.keyClick(timeline.slider, Qt.Key.Key_End)
    assert chosen.args == [8]
    assert (timeline.step_field.text(), timeline.counter.text()) == ("9", "/ 9")
    with qtbot.assertNotEmitted(timeline.position_chosen):
        timeline.set_position(3)
    assert timeline.step_field.text() == "4"
    assert timeline.slider.accessibleDescription() == "Step 4 of 9"


def test_the_counter_never_moves_the_slider(qtbot: QtBot) -> None:
    timeline = make_timeline(qtbot, 1000)
    timeline.resize(700, 40)
    widths = set()
    for position in (0, 8, 99, 999):
        timeline.set_position(position)
        widths.add(timeline.slider.width())
    assert len(widths) == 1


def test_speed_and_loop(qtbot: QtBot) -> None:
    timeline = make_timeline(qtbot)
    timeline.set_speed(3.9)
    assert timeline.speed == 4.0
    with qtbot.waitSignal(timeline.speed_changed) as changed:
        QTest.keyClick(timeline.speed_box, Qt.Key.Key_Home)
    assert changed.args == [SPEEDS[0]]
    with qtbot.waitSignal(timeline.loop_toggled) as looped:
        QTest.mouseClick(timeline.loop_button, Qt.MouseButton.LeftButton)
    assert looped.args == [True]
    assert timeline.loops


def test_without_steps_there_is_nothing_to_play(qtbot: QtBot) -> None:
    timeline = make_timeline(qtbot, 0)
    assert not timeline.play_button.isEnabled()
    assert (timeline.step_field.text(), timeline.counter.text()) == ("0", "/ 0")


def test_nothing_in_the_timeline_is_unnamed(qtbot: QtBot) -> None:
    timeline = make_timeline(qtbot)
    for named in (timeline.first_button, timeline.loop_button, timeline.slider, timeline.speed_box):
        assert named.accessibleName()
        assert named.toolTip()


def test_an_empty_place_says_why_and_offers_the_way_out(qtbot: QtBot) -> None:
    empty = EmptyState("No runs yet", "Start a training.", "Start")
    qtbot.addWidget(empty)
    empty.show()
    assert empty.button.isVisible()
    assert empty.accessibleName() == "No runs yet"
    empty.set_texts("No layers")
    assert not empty.button.isVisible()
    assert SectionTitle("Output size").property("role") == "section"


def test_the_ampersand_in_a_sources_name_is_no_key(qtbot: QtBot) -> None:
    link = SourceLink()
    qtbot.addWidget(link)
    link.show_source(GUIDE)
    assert "&" in GUIDE.name
    assert link.shortcut().isEmpty()
    assert GUIDE.name in link.accessibleName()


def test_a_long_name_of_a_source_widens_nothing(qtbot: QtBot) -> None:
    panel = QWidget()
    qtbot.addWidget(panel)
    link = SourceLink(panel)
    link.show_source(GUIDE)
    QVBoxLayout(panel).addWidget(link)
    assert panel.minimumSizeHint().width() < link.sizeHint().width() / 2


def test_a_flow_is_as_high_as_its_lines_after_an_item_went_or_grew(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    flow = FlowLayout(box, gap=0, line_gap=0)
    parts = [QWidget(box) for _ in range(3)]
    for part in parts:
        part.setFixedSize(60, 20)
        flow.addWidget(part)
    box.show()
    assert flow.heightForWidth(120) == 40
    parts[0].hide()
    assert flow.heightForWidth(120) == 20
    parts[1].setFixedSize(100, 30)
    assert flow.heightForWidth(120) == 50


def test_the_side_part_keeps_its_size_when_the_window_grows(qtbot: QtBot) -> None:
    splitter = RememberedSplitter("test-parts", Qt.Orientation.Horizontal)
    qtbot.addWidget(splitter)
    side, main = QWidget(splitter), QWidget(splitter)  # made in the other order
    splitter.hold(main, side, (300, 100))
    splitter.resize(400, 200)
    splitter.show()
    splitter.resize(900, 200)
    assert [splitter.widget(place) for place in range(2)] == [main, side]
    assert splitter.sizes()[1] == 100


def shown_splitter(qtbot: QtBot, sizes: tuple[int, int]) -> RememberedSplitter:
    splitter = RememberedSplitter("test-parts", Qt.Orientation.Horizontal)
    qtbot.addWidget(splitter)
    splitter.hold(QWidget(splitter), QWidget(splitter), sizes)
    splitter.resize(400, 200)
    splitter.show()
    return splitter


def test_sizes_are_remembered_once_the_handle_was_moved(qtbot: QtBot) -> None:
    splitter = shown_splitter(qtbot, (300, 100))
    splitter.hide()
    # Nobody chose these: other first sizes of a later version count.
    splitter = shown_splitter(qtbot, (250, 150))
    handle, width = splitter.handle(1), splitter.handleWidth()
    assert splitter.sizes() == [250 - width, 150]
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(1, 50))
    QTest.mouseMove(handle, QPoint(-49, 50))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(1, 50))
    chosen = splitter.sizes()
    assert chosen == [200 - width, 200]
    splitter.hide()
    assert shown_splitter(qtbot, (300, 100)).sizes() == chosen
