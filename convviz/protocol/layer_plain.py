"""A layer as plain data, {"type": "Conv2d", "in_channels": 1, ...}, and back, strictly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers import layer_types
from convviz.core.shown_layers import opened_types
from convviz.core.torch_classes import absence_facts
from convviz.protocol.call_plain import Plain, PlainError, call_from_plain, call_to_plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convviz.core.layers import Layer

__all__ = ["Plain", "layer_from_plain", "layer_to_plain", "opened_from_plain"]


def layer_to_plain(layer: Layer) -> Plain:
    """Return a layer as plain data; parameters at their default are left out."""
    return call_to_plain(layer)


def layer_from_plain(plain: Plain) -> Layer:
    """Return the layer that plain data means. Its values may be invalid; its types are right.

    Raises:
        DocumentError: UNKNOWN_LAYER, LAYER_MALFORMED.
    """
    return _from_plain(plain, layer_types())


def opened_from_plain(plain: Plain) -> Layer:
    """Return what the calculator has opened: a layer as well as a loss or an optimiser.

    Raises:
        DocumentError: UNKNOWN_LAYER, LAYER_MALFORMED.
    """
    return _from_plain(plain, opened_types())


def _from_plain(plain: Plain, types: Mapping[str, type[Layer]]) -> Layer:
    try:
        return call_from_plain(plain, types)
    except KeyError as error:
        name = error.args[0]
        raise DocumentError(ErrorCode.UNKNOWN_LAYER, name=name, **absence_facts(name)) from error
    except PlainError as error:
        name = plain["type"]
        raise DocumentError(ErrorCode.LAYER_MALFORMED, layer=name, detail=str(error)) from error
