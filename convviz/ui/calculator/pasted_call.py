"""A call on the clipboard, such as nn.Conv2d(3, 64, 7): it is a layer to be shown, no number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.shown_layers import shown_form
from convviz.core.torch_code_reader import parse_layers

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape

_CALL: Final = re.compile(r"(?:^|[\s=.,(])(?:nn\.)?[A-Z][A-Za-z]*\d?d?\s*\(")


def looks_like_call(text: str) -> bool:
    """Return whether a text is code of layers rather than numbers or words."""
    return bool(_CALL.search(text)) and ")" in text


def pasted_layer(text: str, shape: Shape) -> Layer:
    """Return the layer that a text calls; of several the first that can be shown.

    Args:
        text: The code.
        shape: Of the input that is shown: a lazy layer takes its channels.

    Raises:
        ConvVizError: The text is no code of layers; LAYER_WITHOUT_WINDOWS: none can be shown.
    """
    layers = parse_layers(text)
    forms = (shown_form(layer, shape) for layer in layers)
    shown = next((form for form in forms if form is not None), None)
    if shown is None:
        name = layers[0].type_name() if layers else ""
        raise ShapeError(ErrorCode.LAYER_WITHOUT_WINDOWS, layer=name)
    return shown
