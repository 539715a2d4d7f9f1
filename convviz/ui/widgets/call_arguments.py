"""The arguments of a call as fields: which field a parameter gets, and what it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from convviz.core.layers.base import ParameterKind
from convviz.ui.widgets.choice_fields import BoolField, ChoiceField
from convviz.ui.widgets.field_values import ANY_COUNT, ANY_LENGTH, Parts, format_value
from convviz.ui.widgets.number_fields import DecimalField, NumberField
from convviz.ui.widgets.tuple_field import TupleField

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer, Parameter

Field = NumberField | DecimalField | TupleField | ChoiceField

_TUPLES: Final = {
    ParameterKind.PER_AXIS,
    ParameterKind.OPTIONAL_PER_AXIS,
    ParameterKind.PADDING,
    ParameterKind.OPTIONAL_SIZES,
    ParameterKind.SCALES,
}
_PARTS: Final = {
    ParameterKind.OPTIONAL_SIZES: Parts.SIZES,
    ParameterKind.SHAPE: Parts.SHAPE,
    ParameterKind.SCALES: Parts.DECIMALS,
    ParameterKind.OPTIONAL_NUMBER: Parts.INFINITE,
}
_OPTIONAL: Final = {
    ParameterKind.OPTIONAL_INTEGER,
    ParameterKind.OPTIONAL_PER_AXIS,
    ParameterKind.OPTIONAL_NUMBER,
    ParameterKind.SCALES,
}
_NUMBER_FIELDS: Final = {
    *(ParameterKind.INTEGER, ParameterKind.OPTIONAL_INTEGER, ParameterKind.OPTIONAL_NUMBER),
    *(ParameterKind.PER_SIDE, ParameterKind.SIZES, ParameterKind.SHAPE),
    *_TUPLES,
}
"""Kinds that are numbers, or words beside numbers."""
_NOTHING: Final = object()


@dataclass(frozen=True, slots=True)
class ArgumentSpec:
    """One argument of a call.

    Attributes:
        name: Its name, as in torch.
        kind: Decides the field.
        value: Its value.
        is_default: Whether that is its default: it is then written muted.
        axes: How many numbers a tuple of it has; 0 for none, ANY_COUNT for any.
        choices: The texts of CHOICE, and of PADDING beside numbers.
        minimum: The least value to which steps lead; None for none.
        hint: What it means, in a sentence, for the tooltip.
    """

    name: str
    kind: ParameterKind
    value: object
    is_default: bool = False
    axes: int = 0
    choices: tuple[str, ...] = ()
    minimum: int | None = None
    hint: str = ""

    def same_field(self, other: ArgumentSpec) -> bool:
        """Return whether the field of another argument can go on with this one."""
        return (self.name, self.kind, self.axes, self.choices) == (
            other.name,
            other.kind,
            other.axes,
            other.choices,
        )


def layer_arguments(layer: Layer, hints: Mapping[str, str] | None = None) -> list[ArgumentSpec]:
    """Return the arguments of a layer in torch's order, defaults included.

    Args:
        layer: Any layer; it may be invalid.
        hints: What arguments mean, by their names.
    """
    known, defaults = layer.parameters(), layer.defaults()
    rank = layer.rank
    specs = []
    for field in fields(layer):
        described, value = known[field.name], getattr(layer, field.name)
        default = defaults.get(field.name, _NOTHING)
        if _is_left_to_torch(described, value):
            continue
        specs.append(
            ArgumentSpec(
                field.name,
                described.kind,
                value,
                is_default=type(value) is type(default) and value == default,
                axes=described.count or _axes(described.kind, rank),
                choices=_choices(described, value),
                minimum=described.minimum,
                hint=(hints or {}).get(field.name, ""),
            )
        )
    return specs


def _is_left_to_torch(described: Parameter, value: object) -> bool:
    """Return whether a parameter says how torch computes, not what: few have an opinion on it."""
    return described.rare and described.kind is ParameterKind.OPTIONAL_FLAG and value is None


def _axes(kind: ParameterKind, rank: int) -> int:
    """Return how many numbers a tuple has; 0 for none, ANY_COUNT where the layer has no rank.

    ANY_LENGTH stands for the sizes of any number of dimensions.
    """
    if kind is ParameterKind.PER_SIDE:
        return 2 * rank
    if kind in {ParameterKind.SIZES, ParameterKind.SHAPE}:
        return ANY_LENGTH
    return (rank or ANY_COUNT) if kind in _TUPLES else 0


def _choices(described: Parameter, value: object) -> tuple[str, ...]:
    """Return the texts to choose from; a document may hold another one, which stays visible."""
    if described.kind is not ParameterKind.CHOICE or value in described.choices:
        return described.choices
    return (*described.choices, str(value))


def make_field(spec: ArgumentSpec) -> Field:
    """Return the field of an argument, with its value, limits and names."""
    field = _field(spec)
    field.setObjectName(spec.name)
    field.setAccessibleName(spec.name)
    field.set_hint(f"{spec.name}: {spec.hint}" if spec.hint else spec.name)
    return field


def _field(spec: ArgumentSpec) -> Field:
    make = _MAKERS.get(spec.kind)
    if make is None:
        message = f"no field shows {spec.name}, which is a {spec.kind.value}"
        raise TypeError(message)
    return make(spec)


def _number_field(spec: ArgumentSpec) -> NumberField:
    words: dict[str, object] = {text: text for text in spec.choices}
    if spec.kind in _OPTIONAL:
        words["None"] = None
    field = NumberField(spec.value, spec.axes, words, _PARTS.get(spec.kind, Parts.INTEGERS))
    field.set_limits(spec.minimum)
    return field


def _tuple_field(spec: ArgumentSpec) -> TupleField:
    numbers: Any = spec.value
    is_optional = spec.kind is ParameterKind.OPTIONAL_NUMBERS
    return TupleField(numbers, count=spec.axes, optional=is_optional)


def _choice_field(spec: ArgumentSpec) -> ChoiceField:
    texts = [(format_value(text), text) for text in spec.choices]
    nothing = [("None", None)] if spec.kind is ParameterKind.OPTIONAL_CHOICE else []
    return ChoiceField([*nothing, *texts], spec.value)


_STATES: Final = [(str(state), state) for state in (None, True, False)]

_MAKERS: Final[Mapping[ParameterKind, Callable[[ArgumentSpec], Field]]] = {
    ParameterKind.FLAG: lambda spec: BoolField(value=bool(spec.value)),
    ParameterKind.OPTIONAL_FLAG: lambda spec: ChoiceField(_STATES, spec.value),
    ParameterKind.CHOICE: _choice_field,
    ParameterKind.OPTIONAL_CHOICE: _choice_field,
    ParameterKind.NUMBER: lambda spec: DecimalField(float(str(spec.value)), infinite=True),
    ParameterKind.NUMBERS: _tuple_field,
    ParameterKind.OPTIONAL_NUMBERS: _tuple_field,
    **dict.fromkeys(_NUMBER_FIELDS, _number_field),
}
"""The field of each kind. A kind that is missing here raises where a call would need it."""
