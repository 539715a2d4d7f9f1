"""What is typed half: it changes nothing, says so where it stands, and is claimed for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from convviz.core.layers.activation import ReLU
from convviz.core.layers.adaptive import AdaptiveAvgPool2d
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.pad import ConstantPad2d
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.layers.softmax import Softmax
from convviz.core.layers.unpool import MaxUnpool2d
from convviz.core.layers.upsample import Upsample
from convviz.core.optimisers.muon import Muon
from convviz.core.optimisers.sgd import SGD
from convviz.protocol.document import Calculator, Document
from convviz.protocol.templates import course_calculator
from convviz.ui.calculator.edits import with_type
from convviz.ui.widgets.number_fields import NumberField
from convviz.ui.widgets.number_texts import shape_text
from convviz.ui.widgets.value_edit import ValueEdit

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer
    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.document_store import DocumentStore
    from tests.support.shared_calculator import SharedCalculator


@pytest.fixture
def store(shared_calculator: SharedCalculator) -> DocumentStore:
    return shared_calculator.store


@pytest.fixture
def page(qtbot: QtBot, shared_calculator: SharedCalculator) -> CalculatorPage:
    return shared_calculator.shown(qtbot)


def write(field: QLineEdit, text: str) -> None:
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def argument(page: CalculatorPage, name: str) -> ValueEdit:
    field = page.call_bar.call.field(name)
    assert isinstance(field, ValueEdit)
    return field


def show(store: DocumentStore, layer: Layer, shape: tuple[int, ...]) -> None:
    document = Document(Calculator(layer, shape), store.document.network)
    store.open(document)


def verdict(page: CalculatorPage) -> str:
    return page.side.agreement.verdict.text()


def test_a_batch_changes_nothing_and_is_called_one(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Conv2d(3, 2, 3), (3, 8, 8))
    before = store.document

    write(page.call_bar.shape, "1,3,224,224")

    assert store.document == before
    assert page.call_bar.shape.text() == "1,3,224,224"
    assert "batch" in page.call_bar.notes.note.sentence
    assert "3 × 224 × 224" in page.call_bar.notes.note.sentence
    assert page.call_bar.notes.note.isVisible()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("abc", "Write the channels"),
        ("5", "Write the channels, then"),
        ("5,5", "channels are missing"),
        ("1,0,5", "at least 1"),
        ("1,5,", "channels are missing"),
        ("", "Write the channels"),
        ("()", "Write the channels"),
        ("1,2,3,4,5,6", "6 sizes"),
    ],
)
def test_an_input_that_is_no_picture_says_why(
    page: CalculatorPage, store: DocumentStore, text: str, words: str
) -> None:
    before = store.document
    field = page.call_bar.shape
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)
    assert store.document == before
    assert words in page.call_bar.notes.note.sentence


@pytest.mark.parametrize("text", ["(3, 6, 7)", "3,6,7", "3x6x7", "3 × 6 × 7", "[3,6,7]"])
def test_a_whole_shape_is_applied_however_it_is_written(
    page: CalculatorPage, store: DocumentStore, text: str
) -> None:
    write(page.call_bar.shape, "")
    page.call_bar.shape.setText("")
    QTest.keyClicks(page.call_bar.shape, text)
    assert store.document.calculator.input_shape == (3, 6, 7)


@pytest.mark.parametrize(
    ("layer", "before", "text", "after"),
    [
        (ReLU(), (1, 5, 5), "6", (6,)),
        (Softmax(0), (6,), "2, 3", (2, 3)),
        (SGD(lr=0.1), (3, 2), "3, 4, 2", (3, 4, 2)),
        (Muon(lr=0.1), (2, 3), "3, 4, 2", (3, 4, 2)),
    ],
)
def test_an_input_may_have_as_many_sizes_as_torch_takes(
    page: CalculatorPage,
    store: DocumentStore,
    layer: Layer,
    before: tuple[int, ...],
    text: str,
    after: tuple[int, ...],
) -> None:
    show(store, layer, before)
    write(page.call_bar.shape, text)
    assert store.document.calculator.input_shape == after
    assert not page.call_bar.shape.property("invalid")

    write(page.call_bar.shape, "1, 2, 3, 4, 5")
    assert "sizes, such as" in page.call_bar.notes.note.sentence
    assert store.document.calculator.input_shape != (1, 2, 3, 4, 5)


def test_nothing_claims_agreement_while_a_text_is_not_read(page: CalculatorPage) -> None:
    write(argument(page, "stride"), "x")
    assert "Not read yet: stride" in verdict(page)
    assert page.side.result.property("faded") is True
    write(argument(page, "stride"), "2")
    assert "Not read" not in verdict(page)
    assert page.side.result.property("faded") is False


def test_a_text_that_is_not_read_stays_while_another_field_is_typed_in(
    page: CalculatorPage, store: DocumentStore
) -> None:
    write(argument(page, "stride"), "x")
    write(argument(page, "padding"), "1")
    assert store.document.calculator.layer == Conv2d(1, 1, 3, padding=1, bias=False)
    assert argument(page, "stride").text() == "x"
    assert "stride" in verdict(page)


def test_undoing_or_a_preset_ends_a_text_that_is_not_read(
    page: CalculatorPage, store: DocumentStore
) -> None:
    write(argument(page, "padding"), "1")
    write(argument(page, "stride"), "x")
    store.undo_stack.undo()
    assert argument(page, "stride").text() == "1"
    assert "Not read" not in verdict(page)
    assert not page.call_bar.notes.note.isVisible() or not page.call_bar.notes.unread()


def test_what_an_unfinished_number_brought_along_does_not_stay(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Conv2d(3, 2, 3), (1, 8, 8))  # refused: 3 channels are wanted, 1 is there
    write(argument(page, "in_channels"), "16")
    assert store.document.calculator.input_shape == (1, 8, 8)
    write(argument(page, "in_channels"), "1")
    assert store.document.calculator.input_shape == (1, 8, 8)
    assert store.document.calculator.layer == Conv2d(1, 2, 3)


@pytest.mark.display
def test_escape_brings_back_what_was_there_and_leaves_no_trace_in_the_history(
    page: CalculatorPage, store: DocumentStore
) -> None:
    before = store.document
    field = argument(page, "kernel_size")
    write(field, "52")
    assert store.document != before
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert store.document == before
    assert field.text() == "3"
    assert field.hasFocus()
    assert not store.undo_stack.canUndo()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not field.hasFocus()


@pytest.mark.display
def test_return_gives_the_animation_the_keyboard(page: CalculatorPage) -> None:
    for field in (argument(page, "stride"), page.call_bar.shape):
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert QApplication.focusWidget() is page
    bias = page.call_bar.call.field("bias")
    bias.setFocus()
    QTest.keyClick(bias, Qt.Key.Key_Return)
    QTest.keyClick(page, Qt.Key.Key_Space)
    assert page.player.is_playing
    QTest.keyClick(page, Qt.Key.Key_Right)
    assert page.player.shown == 1


@pytest.mark.display
def test_return_on_a_text_that_is_no_value_stays_at_it(page: CalculatorPage) -> None:
    field = argument(page, "stride")
    write(field, "2x")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.hasFocus()
    assert field.text() == "2x"


def test_two_edits_of_one_field_are_two_steps_of_the_history(
    page: CalculatorPage, store: DocumentStore
) -> None:
    field = argument(page, "padding")
    write(field, "12")
    QTest.keyClick(field, Qt.Key.Key_Return)
    write(field, "3")
    QTest.keyClick(field, Qt.Key.Key_Return)
    store.undo_stack.undo()
    assert store.document.calculator.layer == Conv2d(1, 1, 3, padding=12, bias=False)
    store.undo_stack.undo()
    assert store.document.calculator == course_calculator()


@pytest.mark.parametrize(
    ("layer", "shape", "name", "texts"),
    [
        (Conv2d(1, 1, 3), (1, 8, 8), "kernel_size", ("(2, 3, 4)", "1.5", "3)", "2,")),
        (Conv2d(1, 1, 3), (1, 8, 8), "padding", ("sam", "(1, x)", "1 2")),
        (MaxPool2d(2), (1, 8, 8), "stride", ("Non", "2.", "--1")),
        (AdaptiveAvgPool2d(2), (1, 8, 8), "output_size", ("(None,", "2.5", "()")),
        (ConstantPad2d(1, 0.5), (1, 8, 8), "value", ("1e", "a", "-")),
        (ConstantPad2d(1, 0.5), (1, 8, 8), "padding", ("(1, 2)", "1.5")),
        (Upsample(scale_factor=2.0), (1, 8, 8), "scale_factor", ("2,,", "x")),
        (AvgPool2d(2), (1, 8, 8), "divisor_override", ("No", "3 3")),
    ],
)
def test_every_kind_of_field_reads_whole_texts_only(
    page: CalculatorPage,
    store: DocumentStore,
    layer: Layer,
    shape: tuple[int, ...],
    name: str,
    texts: tuple[str, ...],
) -> None:
    show(store, layer, shape)
    before = store.document.calculator
    for text in texts:
        write(argument(page, name), text)
        assert store.document.calculator == before, text
        assert page.call_bar.notes.note.sentence
        assert name in verdict(page)
        QTest.keyClick(argument(page, name), Qt.Key.Key_Escape)


def test_the_sizes_that_unpooling_is_given_are_read_whole_too(
    page: CalculatorPage, store: DocumentStore
) -> None:
    store.open(Document(with_type(course_calculator(), MaxUnpool2d), store.document.network))
    before = store.document.calculator
    write(page.call_bar.further.output_size.field, "5,5,5")
    assert store.document.calculator == before
    assert page.call_bar.notes.note.sentence


def test_a_refused_setting_marks_its_own_field_and_says_why_under_it(
    page: CalculatorPage, store: DocumentStore
) -> None:
    field = argument(page, "kernel_size")
    write(field, "9")
    assert field.property("invalid") is True
    page.call_bar.notes.show_now()
    assert page.call_bar.notes.note.sentence == page.side.problem.reason.text()
    assert not argument(page, "padding").property("invalid")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.property("invalid") in {None, False}

    show(store, Conv2d(1, 1, 7), (1, 8, 8))
    write(page.call_bar.shape, "1,5,5")
    assert page.call_bar.shape.property("invalid") is True
    assert argument(page, "kernel_size").property("invalid") in {None, False}


def test_where_nobody_typed_the_field_that_a_remedy_would_change_is_marked(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Conv2d(4, 4, 3, groups=3), (4, 5, 5))
    assert {remedy.parameter for remedy in page.side.problem.offered} == {"groups"}
    assert argument(page, "groups").property("invalid") is True
    assert not argument(page, "in_channels").property("invalid")


def test_a_valid_setting_that_is_too_large_to_draw_wears_no_red(page: CalculatorPage) -> None:
    write(page.call_bar.shape, "1,5000,5000")
    assert page.call_bar.shape.property("invalid") in {None, False}
    assert page.side.problem.property("notice") == "info"
    assert page.side.result.text() == shape_text((1, 4998, 4998))


def test_the_words_stand_under_their_field_inside_the_page(page: CalculatorPage) -> None:
    field = argument(page, "groups")
    write(field, "x")
    note = page.call_bar.notes.note
    bottom = field.mapTo(page, field.rect().bottomLeft()).y()
    assert note.y() >= bottom
    assert 0 <= note.x() <= note.x() + note.width() <= page.width()


@pytest.mark.display
def test_the_name_of_an_argument_gives_its_field_the_keyboard(page: CalculatorPage) -> None:
    part = page.call_bar.call.part("padding")
    QTest.mouseClick(part.label, Qt.MouseButton.LeftButton)
    assert part.field.hasFocus()
    assert "padding" in part.field.toolTip()


def hover(page: CalculatorPage, name: str) -> None:
    part = page.call_bar.call.part(name)
    middle = QPointF(part.rect().center())
    QApplication.sendEvent(part, QEnterEvent(middle, middle, QPointF(part.mapToGlobal(middle))))


def test_more_and_less_stand_beside_the_number_under_the_mouse(
    page: CalculatorPage, store: DocumentStore
) -> None:
    steppers = page.call_bar.call.steppers
    hover(page, "padding")
    assert steppers.isVisible()
    for _ in range(3):
        steppers.more.click()
    steppers.less.click()
    assert store.document.calculator.layer == Conv2d(1, 1, 3, padding=2, bias=False)
    store.undo_stack.undo()
    assert store.document.calculator == course_calculator()
    QApplication.sendEvent(page.call_bar.call.part("padding"), QEvent(QEvent.Type.Leave))
    assert not steppers.isVisible()


def test_more_changes_all_parts_of_a_tuple_unless_the_caret_is_in_one(
    page: CalculatorPage, store: DocumentStore
) -> None:
    show(store, Conv2d(1, 1, 3, padding=(1, 2)), (1, 8, 8))
    hover(page, "padding")
    page.setFocus()
    page.call_bar.call.steppers.more.click()
    assert store.document.calculator.layer == Conv2d(1, 1, 3, padding=(2, 3))


def test_a_field_of_another_page_takes_whole_texts_only(qtbot: QtBot) -> None:
    field = NumberField(3)
    qtbot.addWidget(field)
    values: list[object] = []
    field.value_changed.connect(values.append)
    field.selectAll()
    QTest.keyClicks(field, "1.5")
    assert values == [1, 3]
    assert field.value == 3


def test_the_words_go_with_their_field(qtbot: QtBot, page: CalculatorPage) -> None:
    write(argument(page, "groups"), "x")
    note = page.call_bar.notes.note
    assert note.isVisible()
    page.resize(700, 800)  # the call wraps into more lines
    field = argument(page, "groups")
    qtbot.waitUntil(lambda: note.y() >= field.mapTo(page, field.rect().bottomLeft()).y())
    page.present(on=True)
    qtbot.waitUntil(lambda: not note.isVisible())
    page.present(on=False)
