"""The widget of each kind of setting, and the sentence of each limit."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from PySide6.QtCore import QCoreApplication, QLocale

from convviz.core.call_parameters import Limits, ParameterKind
from convviz.ui.widgets.choice_fields import BoolField, ChoiceField
from convviz.ui.widgets.field_values import Parts, format_value
from convviz.ui.widgets.number_fields import DecimalField, NumberField
from convviz.ui.widgets.number_texts import number_text
from convviz.ui.widgets.tuple_field import TupleField

if TYPE_CHECKING:
    from convviz.ui.training.settings.setting_fields import SettingField

Field: TypeAlias = NumberField | DecimalField | TupleField | ChoiceField


def make_widget(setting: SettingField) -> Field:
    """Return the widget of a setting.

    Raises:
        TypeError: Settings of that kind have none.
    """
    make = _MAKERS.get(setting.kind)
    if make is None:
        message = f"no form shows {setting.name}, which is a {setting.kind.value}"
        raise TypeError(message)
    return make(setting)


def _choice(setting: SettingField) -> ChoiceField:
    return ChoiceField([(format_value(text), text) for text in setting.choices])


def _optional_choice(setting: SettingField) -> ChoiceField:
    texts = [(format_value(text), text) for text in setting.choices]
    return ChoiceField([("None", None), *texts])


def _integer(setting: SettingField) -> NumberField:
    is_optional = setting.kind is ParameterKind.OPTIONAL_INTEGER
    field = NumberField(0, words={"None": None} if is_optional else None)
    field.set_limits(_whole(setting.limits.minimum), _whole(setting.limits.maximum))
    return field


_MAKERS: Final[dict[ParameterKind, Callable[[SettingField], Field]]] = {
    ParameterKind.FLAG: lambda _: BoolField(),
    ParameterKind.OPTIONAL_FLAG: lambda _: ChoiceField(
        [(str(state), state) for state in (None, True, False)]
    ),
    ParameterKind.CHOICE: _choice,
    ParameterKind.OPTIONAL_CHOICE: _optional_choice,
    ParameterKind.NUMBER: lambda setting: DecimalField(infinite=setting.limits.maximum == math.inf),
    ParameterKind.OPTIONAL_NUMBER: lambda _: NumberField(
        0.0, words={"None": None}, parts=Parts.DECIMALS
    ),
    ParameterKind.INTEGER: _integer,
    ParameterKind.OPTIONAL_INTEGER: _integer,
    ParameterKind.NUMBERS: lambda setting: TupleField((0.0,) * setting.count, count=setting.count),
    ParameterKind.OPTIONAL_NUMBERS: lambda _: TupleField(None, optional=True),
    ParameterKind.SHAPE: lambda _: TupleField((), whole=True),
}
"""The widget of each kind. A kind that is missing here raises where a form would need it."""


def refusal(setting: SettingField, value: object) -> str:
    """Return why a value of a setting is not taken; "" where it is."""
    numbers = value if isinstance(value, tuple) else (value,)
    is_outside = any(
        isinstance(number, int | float) and not setting.limits.admit(number) for number in numbers
    )
    return _limits_sentence(setting.limits) if is_outside else ""


def _limits_sentence(limits: Limits) -> str:
    texts = {
        "low": _limit_text(limits.minimum),
        "high": _limit_text(limits.maximum),
        "above": _limit_text(limits.above),
        "below": _limit_text(limits.below),
    }
    limited_by = tuple(name for name, text in texts.items() if text)
    translate = QCoreApplication.translate
    sentences = {
        ("low", "high"): translate("StructForm", "Write a number from {low} to {high}."),
        ("low", "below"): translate("StructForm", "Write a number from {low} to below {below}."),
        ("low",): translate("StructForm", "Write a number of at least {low}."),
        ("high", "above"): translate(
            "StructForm", "Write a number above {above} and at most {high}."
        ),
        ("below",): translate("StructForm", "Write a number below {below}."),
    }
    sentence = sentences.get(limited_by, translate("StructForm", "Write a finite number."))
    return sentence.format(**texts)


def _limit_text(limit: float | None) -> str:
    """Return a limit in digits where it is a whole number, however large."""
    if limit is None:
        return ""
    return number_text(limit) if isinstance(limit, int) else QLocale().toString(limit, "g", 12)


def _whole(limit: float | None) -> int | None:
    return None if limit is None else int(limit)
