"""What an argument means, which values it takes, and what torch takes where it is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.core.code.writing import value_code
from convviz.core.layers.base import LARGEST_32_BIT, ParameterKind
from convviz.ui.parameter_texts import argument_hints
from convviz.ui.widgets.sentences import listed

if TYPE_CHECKING:
    from convviz.core.layers import Layer
    from convviz.core.layers.base import Parameter

translate = QCoreApplication.translate

_INTEGERS = {
    ParameterKind.INTEGER,
    ParameterKind.OPTIONAL_INTEGER,
    ParameterKind.PER_AXIS,
    ParameterKind.OPTIONAL_PER_AXIS,
    ParameterKind.PADDING,
    ParameterKind.OPTIONAL_SIZES,
}


def full_argument_hints(layer: Layer) -> dict[str, str]:
    """Return the explanation of each argument of a layer, by name."""
    defaults = layer.defaults()
    hints, meanings = {}, argument_hints(layer)
    for name, described in layer.parameters().items():
        sentences = [meanings[name], _range_text(layer, name, described)]
        if name in defaults:
            text = translate("ArgumentHints", "torch's default: {value}.")
            sentences.append(text.format(value=value_code(defaults[name])))
        hints[name] = " ".join(sentence for sentence in sentences if sentence)
    return hints


def _range_text(layer: Layer, name: str, described: Parameter) -> str:
    """Return which values are taken; "" where the field itself shows them all."""
    if described.kind not in _INTEGERS:
        return ""
    minimum, maximum = layer.integer_range(name)
    if minimum <= -LARGEST_32_BIT:
        text = translate("ArgumentHints", "Any integer; a negative one crops.")
    elif maximum <= LARGEST_32_BIT:
        text = translate("ArgumentHints", "Integers from {minimum} to {maximum}.")
    else:
        text = translate("ArgumentHints", "Integers of at least {minimum}.")
    text = text.format(minimum=minimum, maximum=maximum)
    words = [f"'{choice}'" for choice in described.choices]
    if not words:
        return text
    also = translate("ArgumentHints", "Also: {words}.")
    return f"{text} {also.format(words=listed(words))}"
