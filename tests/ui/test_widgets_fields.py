"""Fields and the call line: what is typed is never lost, and what is wrong explains itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.ui.theme import apply_theme
from convviz.ui.widgets.call_arguments import layer_arguments
from convviz.ui.widgets.call_line import CallLine
from convviz.ui.widgets.choice_fields import BoolField, ChoiceField
from convviz.ui.widgets.field_values import format_value, parse_value, parse_word
from convviz.ui.widgets.flow_layout import FlowLayout
from convviz.ui.widgets.number_fields import DecimalField, NumberField
from tests.support.windows import show_active

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

INTEGERS = st.integers(-(10**12), 10**12)


@settings(deadline=None)
@given(st.one_of(INTEGERS, st.lists(INTEGERS, min_size=1, max_size=3).map(tuple)))
def test_every_value_is_read_back_from_its_own_text(value: int | tuple[int, ...]) -> None:
    axes = len(value) if isinstance(value, tuple) else 0
    assert parse_value(format_value(value), axes) == value


@pytest.mark.parametrize(
    ("text", "axes", "value"),
    [
        ("3", 2, 3),
        (" +4 ", 0, 4),
        ("\u22122", 0, -2),
        ("(3, 5)", 2, (3, 5)),
        ("[3,5]", 2, (3, 5)),
        ("3, 5", 2, (3, 5)),
        ("3\uff0c5", 2, (3, 5)),
        ("(3,)", 1, (3,)),
        ("(3, 5)", 3, None),
        ("(3, 5)", 0, None),
        ("3.5", 2, None),
        ("", 2, None),
        ("(3, )", 2, None),
        ("three", 2, None),
        ("0x10", 0, None),
        ("1_000", 0, None),
        ("9" * 100, 0, None),
    ],
)
def test_texts_of_integers(text: str, axes: int, value: object) -> None:
    assert parse_value(text, axes) == value


@pytest.mark.parametrize("text", ["same", "'same'", '"same"', " SAME "])
def test_words_are_taken_with_or_without_quotes(text: str) -> None:
    assert parse_word(text, {"valid": "valid", "same": "same"}) == "same"


def make_number_field(qtbot: QtBot, value: object = 3, axes: int = 2) -> NumberField:
    field = NumberField(value, axes, {"same": "same"})
    qtbot.addWidget(field)
    field.show()
    return field


def activate(qtbot: QtBot, window: QWidget) -> None:
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def replace_text(field: QLineEdit, text: str) -> None:
    field.selectAll()
    QTest.keyClicks(field, text)


def test_every_keystroke_that_gives_a_value_is_announced(qtbot: QtBot) -> None:
    field = make_number_field(qtbot)
    values: list[object] = []
    field.value_changed.connect(values.append)
    replace_text(field, "12")
    assert values == [1, 12]


def test_wrong_text_stays_and_says_what_is_wanted(qtbot: QtBot) -> None:
    field = make_number_field(qtbot)
    with qtbot.waitSignal(field.invalid) as invalid:
        replace_text(field, "(1, x")
    assert field.text() == "(1, x"
    assert "(1, 2)" in invalid.args[0]
    assert '"same"' in invalid.args[0]
    assert field.toolTip() == invalid.args[0]
    assert field.property("invalid") is True
    field.set_problem("")
    assert field.property("invalid") is True
    replace_text(field, "2")
    assert field.property("invalid") is False


def test_a_word_stands_for_its_value(qtbot: QtBot) -> None:
    field = make_number_field(qtbot)
    with qtbot.waitSignal(field.value_changed) as changed:
        replace_text(field, "same")
    assert changed.args == ["same"]
    field.set_value("same")
    assert field.text() == "same"


def test_up_and_down_step_the_part_under_the_caret(qtbot: QtBot) -> None:
    field = make_number_field(qtbot, (3, 5))
    field.set_limits(1)
    field.setCursorPosition(5)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.value == (3, 6)
    field.setCursorPosition(1)
    QTest.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert field.value == (1, 6)
    assert field.text() == "(1, 6)"


def wheel(field: QWidget, notches: int) -> None:
    point = QPointF(field.rect().center())
    event = QWheelEvent(
        point,
        field.mapToGlobal(point),
        QPoint(),
        QPoint(0, notches * 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt's signature
    )
    QApplication.sendEvent(field, event)


@pytest.mark.display
def test_the_wheel_steps_only_while_the_field_has_the_keyboard(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    field, other = NumberField(3), QLineEdit()
    column.addWidget(other)
    column.addWidget(field)
    activate(qtbot, window)
    other.setFocus()
    wheel(field, 1)
    field.setFocus()
    wheel(field, 2)
    assert field.value == 5


def test_showing_the_same_value_keeps_the_text_as_typed(qtbot: QtBot) -> None:
    field = make_number_field(qtbot)
    replace_text(field, "3, 5")
    field.set_value((3, 5))
    assert field.text() == "3, 5"
    field.set_value((3, 6))
    assert field.text() == "(3, 6)"


def test_a_single_number_differs_from_a_tuple_of_it(qtbot: QtBot) -> None:
    field = NumberField(3, 1)
    qtbot.addWidget(field)
    field.set_value((3,))
    assert field.text() == "(3,)"


def test_decimal_numbers(qtbot: QtBot) -> None:
    field = DecimalField(0.01)
    qtbot.addWidget(field)
    values: list[object] = []
    field.value_changed.connect(values.append)
    replace_text(field, "1e-3")
    assert values == [1.0, 0.01, 0.001]  # "1e" is no number: the first one holds meanwhile
    replace_text(field, "x")
    assert field.problem
    field.set_value(0.5)
    assert field.text() == "0.5"
    assert not field.problem
    with pytest.raises(TypeError):
        field.set_value("a")


def test_true_and_false_read_as_in_code(qtbot: QtBot) -> None:
    field = BoolField(value=True)
    qtbot.addWidget(field)
    assert field.currentText() == "True"
    with qtbot.waitSignal(field.value_changed) as changed:
        QTest.keyClick(field, Qt.Key.Key_Down)
    assert changed.args == [False]
    with pytest.raises(ValueError, match="no choice"):
        field.set_value(1)


def test_a_choice_is_as_wide_as_its_text_and_its_arrow(qtbot: QtBot, qapp: QApplication) -> None:
    """The commonest call is one line in a window of 1280 pixels, without holes."""
    apply_theme(qapp, "light")
    field = ChoiceField([("zeros", "zeros"), ("replicate", "replicate")])
    qtbot.addWidget(field)
    for value in ("zeros", "replicate"):
        field.set_value(value)
        text = field.fontMetrics().horizontalAdvance(value)
        assert text + 17 < field.sizeHint().width() <= text + 17 + 14


def test_showing_a_choice_announces_nothing(qtbot: QtBot) -> None:
    field = ChoiceField([("zeros", "zeros"), ("reflect", "reflect")])
    qtbot.addWidget(field)
    with qtbot.assertNotEmitted(field.value_changed):
        field.set_value("reflect")
    assert field.value == "reflect"


def make_call(qtbot: QtBot, layer: object = None) -> CallLine:
    call = CallLine()
    qtbot.addWidget(call)
    made = layer if isinstance(layer, Conv2d | MaxPool2d) else Conv2d(1, 1, 3, stride=2)
    call.set_call(made.type_name(), layer_arguments(made))
    call.resize(900, 60)
    show_active(qtbot, call)
    return call


def read(call: CallLine) -> str:
    """Return the line as a person reads it, from left to right and top to bottom."""
    parts: list[tuple[QWidget, str]] = []
    for widget in call.findChildren(QWidget):
        if isinstance(widget, QLabel | QLineEdit) and widget.isVisible():
            parts.append((widget, widget.text()))
        elif isinstance(widget, ChoiceField) and widget.isVisible():
            parts.append((widget, widget.currentText()))
    parts.sort(key=lambda part: place(call, part[0]))
    return call.call_name + "".join(text for _, text in parts)


def place(call: CallLine, widget: QWidget) -> tuple[int, int]:
    middle = widget.mapTo(call, widget.rect().center())
    return middle.y() // 12, middle.x()


def test_the_call_reads_as_pytorch_code(qtbot: QtBot) -> None:
    assert read(make_call(qtbot)) == (
        "Conv2d(in_channels=1,out_channels=1,kernel_size=3,stride=2,padding=0,dilation=1,groups=1,bias=True,"
        'padding_mode="zeros")'
    )


def test_an_edit_is_announced_with_its_argument(qtbot: QtBot) -> None:
    call = make_call(qtbot)
    field = call.field("padding")
    assert isinstance(field, NumberField)
    with qtbot.waitSignal(call.argument_edited) as edited:
        replace_text(field, "2")
    assert edited.args == ["padding", 2]
    with qtbot.waitSignal(call.argument_invalid) as invalid:
        replace_text(field, "x")
    assert invalid.args[0] == "padding"


@pytest.mark.display
def test_showing_the_call_again_keeps_keyboard_and_caret(qtbot: QtBot) -> None:
    call = make_call(qtbot)
    field = call.field("kernel_size")
    assert isinstance(field, NumberField)
    activate(qtbot, call)
    call.focus_argument("kernel_size")
    replace_text(field, "15")
    field.setCursorPosition(1)
    call.set_call("Conv2d", layer_arguments(Conv2d(1, 1, 15, stride=2)))
    assert call.field("kernel_size") is field
    assert field.hasFocus()
    assert field.cursorPosition() == 1


def test_another_layer_has_other_arguments(qtbot: QtBot) -> None:
    call = make_call(qtbot)
    call.set_call("MaxPool2d", layer_arguments(MaxPool2d(2)))
    assert read(call) == (
        "MaxPool2d(kernel_size=2,stride=None,padding=0,dilation=1,return_indices=False,"
        "ceil_mode=False)"
    )
    with pytest.raises(KeyError):
        call.field("groups")


def test_a_default_is_muted_until_it_is_changed(qtbot: QtBot) -> None:
    call = make_call(qtbot)
    assert call.field("padding").property("muted") is True
    call.set_call("Conv2d", layer_arguments(Conv2d(1, 1, 3, stride=2, padding=1)))
    assert call.field("padding").property("muted") is False


def test_problems_stand_at_their_arguments(qtbot: QtBot) -> None:
    call = make_call(qtbot)
    call.set_problems({"groups": "groups must divide in_channels"})
    assert call.field("groups").toolTip() == "groups must divide in_channels"
    assert call.field("stride").problem == ""
    call.set_problems({})
    assert call.field("groups").problem == ""


@pytest.mark.display
def test_tab_walks_through_the_arguments_in_order(qtbot: QtBot) -> None:
    call = make_call(qtbot)
    activate(qtbot, call)
    call.focus_argument("in_channels")
    names = ["in_channels"]
    for _ in range(4):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        names.append(focused().objectName())
    assert names == ["in_channels", "out_channels", "kernel_size", "stride", "padding"]


def test_a_narrow_call_wraps_and_needs_more_height(qtbot: QtBot) -> None:
    call = make_call(qtbot)
    assert call.heightForWidth(300) > call.heightForWidth(1200)
    call.resize(300, call.heightForWidth(300))
    rightmost = max(
        call.field(name).mapTo(call, call.field(name).rect().topRight()).x()
        for name in ("in_channels", "stride", "padding_mode")
    )
    assert rightmost <= 300


def test_the_name_can_be_pressed_for_another_layer(qtbot: QtBot) -> None:
    call = make_call(qtbot)
    call.set_choosable(choosable=True)
    with qtbot.waitSignal(call.name_pressed):
        QTest.mouseClick(call.name_button, Qt.MouseButton.LeftButton)
    assert call.call_name == "Conv2d"


@pytest.mark.parametrize(
    "layer", [Conv2d(1, 1, (3, 5)), ConvTranspose2d(2, 4, 3), AvgPool2d(2), MaxPool2d(3, 2)]
)
def test_every_argument_of_a_layer_shows_its_value(qtbot: QtBot, layer: Conv2d) -> None:
    call = CallLine()
    qtbot.addWidget(call)
    arguments = layer_arguments(layer, {"stride": "step of the window"})
    call.set_call(layer.type_name(), arguments)
    for argument in arguments:
        field = call.field(argument.name)
        assert field.value == argument.value
        assert field.accessibleName() == argument.name
    assert "step of the window" in call.field("stride").toolTip()


def test_flow_layout_leaves_out_what_is_hidden(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = FlowLayout(window, gap=0)
    labels = [QLabel("word") for _ in range(3)]
    for label in labels:
        layout.addWidget(label)
    whole = layout.sizeHint().width()
    labels[0].hide()
    assert layout.sizeHint().width() < whole
    assert layout.takeAt(5) is None
    assert layout.count() == 3


def test_a_value_out_of_limits_leaves_the_one_before_typing(qtbot: QtBot) -> None:
    field = make_number_field(qtbot, 3, 0)
    field.set_check(lambda value: "" if value in range(10) else "At most 9.")
    values: list[object] = []
    field.value_changed.connect(values.append)
    replace_text(field, "15")
    assert values == [1, 3]
    assert field.problem == "At most 9."
    assert field.text() == "15"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "3"
    assert not field.problem
