"""Every parameter of every layer can be edited, in the call line and in the network's form."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.layers import layer_types
from convviz.core.layers.adaptive import AdaptiveAvgPool2d
from convviz.core.layers.base import Parameter, ParameterKind
from convviz.core.layers.upsample import Upsample
from convviz.core.network.new_layers import new_step
from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.network.form.layer_form import LayerForm
from convviz.ui.network.presenter import NetworkPresenter
from convviz.ui.widgets.call_arguments import Field, layer_arguments, make_field
from convviz.ui.widgets.call_line import CallLine
from convviz.ui.widgets.choice_fields import ChoiceField
from convviz.ui.widgets.number_fields import NumberField
from tests.support.network_page import show
from tests.support.windows import show_active

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer

LAYERS = {name: new_step(layer_type, (4, 8, 8)).layer for name, layer_type in layer_types().items()}

MANY = {
    ParameterKind.PER_AXIS: (3, 5, 7),
    ParameterKind.OPTIONAL_PER_AXIS: (3, 5, 7),
    ParameterKind.PADDING: (1, 2, 3),
    ParameterKind.PER_SIDE: (1, 2, 3, 0, 1, 2),
    ParameterKind.OPTIONAL_SIZES: (None, 7, 3),
    ParameterKind.SCALES: (2, 1.5, 0.5),
    ParameterKind.SIZES: (4, 3, 2),
    ParameterKind.SHAPE: (4, 3, 2),
}
OPTIONAL = {
    ParameterKind.OPTIONAL_INTEGER,
    ParameterKind.OPTIONAL_PER_AXIS,
    ParameterKind.OPTIONAL_NUMBER,
    ParameterKind.SCALES,
}
NUMBERS = {ParameterKind.NUMBER, ParameterKind.OPTIONAL_NUMBER, ParameterKind.SCALES}


def wanted_values(layer: Layer, name: str, known: Parameter) -> list[object]:
    """Return values that a person may want there, of every form that the layer takes."""
    rank = layer.rank or 2
    values: list[object] = []
    if known.kind in NUMBERS:
        values += [0.25, 3.0]
        values += [] if known.kind is ParameterKind.SCALES else [math.inf, -math.inf]
    elif known.kind in {ParameterKind.FLAG, ParameterKind.OPTIONAL_FLAG}:
        values += [True, False]
    elif known.kind not in {ParameterKind.CHOICE, ParameterKind.SHAPE}:
        values.append(5)
    values += known.choices
    if known.kind in MANY:
        rank = 3 if known.kind in {ParameterKind.SIZES, ParameterKind.SHAPE} else rank
        count = 2 * rank if known.kind is ParameterKind.PER_SIDE else rank
        values.append(MANY[known.kind][:count])
    if known.kind in OPTIONAL or known.kind is ParameterKind.OPTIONAL_FLAG:
        values.append(None)
    now = getattr(layer, name)
    return [*(value for value in values if value != now), now]


def enter(field: Field, value: object) -> None:
    """Give a field a value by the keyboard."""
    if isinstance(field, ChoiceField):
        text = f'"{value}"' if isinstance(value, str) else str(value)
        assert field.findText(text) >= 0
        field.setFocus()
        while field.currentText() != text:
            at, to = field.currentIndex(), field.findText(text)
            QTest.keyClick(field, Qt.Key.Key_Down if at < to else Qt.Key.Key_Up)
        return
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, str(value).replace("'", ""))


def is_refused_by_type(layer: Layer) -> bool:
    """Return whether the layer says that a value is of a wrong type."""
    try:
        layer.check()
    except ConvVizError as error:
        return error.code is ErrorCode.WRONG_TYPE
    return False


@pytest.mark.parametrize("name", LAYERS)
def test_the_call_line_edits_every_parameter_of_every_layer(qtbot: QtBot, name: str) -> None:
    layer = LAYERS[name]
    line = CallLine()
    qtbot.addWidget(line)
    line.set_call(name, layer_arguments(layer))
    show_active(qtbot, line)
    edited: dict[str, object] = {}
    line.argument_edited.connect(edited.__setitem__)
    for parameter, known in layer.parameters().items():
        for value in wanted_values(layer, parameter, known):
            field = line.field(parameter)
            assert field.focusPolicy() & Qt.FocusPolicy.TabFocus
            if isinstance(field, ChoiceField) and field.value == value:
                continue
            enter(field, value)
            assert edited[parameter] == value, (parameter, value)
            assert not field.problem
            layer = layer.replace(**{parameter: edited[parameter]})
            assert not is_refused_by_type(layer), (parameter, value)
            line.set_call(name, layer_arguments(layer))
            assert line.field(parameter) is field


@pytest.mark.usefixtures("no_formulas")
def test_the_layer_form_edits_every_parameter_of_every_layer(qtbot: QtBot) -> None:
    store, form = DocumentStore(new_document()), LayerForm()
    presenter = NetworkPresenter(store, form)
    form.parameter_edited.connect(presenter.set_parameter)
    presenter.changed.connect(lambda state, _before: form.show_state(state))
    qtbot.addWidget(form)
    form.resize(360, 700)
    show_active(qtbot, form)
    for layer in LAYERS.values():
        show(store, layer, shape=(4, 8, 8))
        presenter.select([0])
        QApplication.processEvents()  # fields that were made anew appear
        assert form.field_names() == list(layer.parameters())
        check_form(form, store, layer)


def check_form(form: LayerForm, store: DocumentStore, layer: Layer) -> None:
    """Give each parameter of the only layer another value and its own again."""
    for name, known in layer.parameters().items():
        for value in wanted_values(layer, name, known)[-2:]:
            field = form.field(name)
            enter(field.field, value)
            shown = getattr(store.document.network.layers[0].layer, name)
            assert shown == value, (layer.type_name(), name, value)
            if isinstance(field.field, QLineEdit):
                QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
                assert field.field.width() >= field.field.sizeHint().width()


def field_of(qtbot: QtBot, layer: Layer, name: str) -> NumberField:
    """Return the field of a parameter that is typed."""
    spec = next(spec for spec in layer_arguments(layer) if spec.name == name)
    field = make_field(spec)
    qtbot.addWidget(field)
    field.show()
    assert isinstance(field, NumberField)
    return field


def test_a_size_that_is_kept_steps_to_one_that_is_given(qtbot: QtBot) -> None:
    field = field_of(qtbot, AdaptiveAvgPool2d((None, 7)), "output_size")
    assert field.text() == "(None, 7)"
    field.setCursorPosition(2)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.value == (1, 7)


def test_a_scale_steps_by_a_half(qtbot: QtBot) -> None:
    field = field_of(qtbot, Upsample(scale_factor=(2.0, 1.5)), "scale_factor")
    field.setCursorPosition(5)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.value == (2, 1.0)


@pytest.mark.parametrize(
    ("layer", "name", "text", "needle"),
    [
        (AdaptiveAvgPool2d(2), "output_size", "(none, x", "None"),
        (AdaptiveAvgPool2d(2), "output_size", "None", "(1, 2)"),
        (Upsample(scale_factor=2.0), "scale_factor", "(2, )x", "(2, 1.5)"),
        (Upsample(scale_factor=2.0), "size", "1.5", "(3, 5)"),
    ],
)
def test_what_is_no_value_is_told_with_an_example(
    qtbot: QtBot, layer: Layer, name: str, text: str, needle: str
) -> None:
    field = field_of(qtbot, layer, name)
    field.selectAll()
    QTest.keyClicks(field, text)
    assert needle in field.problem


def test_a_choice_that_torch_does_not_know_is_shown_until_another_is_chosen(qtbot: QtBot) -> None:
    line = CallLine()
    qtbot.addWidget(line)
    line.set_call("Upsample", layer_arguments(Upsample(scale_factor=2.0)))
    line.set_call("Upsample", layer_arguments(Upsample(scale_factor=2.0, mode="cubic")))
    assert line.field("mode").value == "cubic"
    line.set_call("Upsample", layer_arguments(Upsample(scale_factor=2.0, mode="area")))
    assert line.field("mode").value == "area"
