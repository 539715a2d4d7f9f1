"""One call of a layer in PyTorch code, as the layer that it makes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, Final

from convviz.core.code.call import CallReader
from convviz.core.code.meant import meant_call, nearest_layer
from convviz.core.code.text import LONGEST_FOUND, CodeText, called_name
from convviz.core.errors import ErrorCode
from convviz.core.layers.base import Layer, layer_types
from convviz.core.torch_classes import absence_facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convviz.core.code.networks import CodeNotice

LEFT_OUT: Final = ("device", "dtype")
"""Where torch keeps a layer's numbers and in which precision: nothing that a shape depends on."""


def read_layer(
    text: CodeText, node: ast.expr, names: Mapping[str, Any], notices: list[CodeNotice]
) -> Layer:
    """Return the layer that a call such as `nn.Conv2d(3, 32, 5, padding=2)` makes.

    Args:
        text: The code.
        node: The call, in its syntax tree.
        names: What names stand for in its arguments.
        notices: Takes what is left out.

    Raises:
        DocumentError: CODE_* codes, with the line and column, from 1.
    """
    name = called_name(node.func) if isinstance(node, ast.Call) else None
    if not isinstance(node, ast.Call) or name in (None, "Sequential"):
        if meant := meant_call(node):
            code, quoted = ErrorCode.CODE_MEANT_LAYER, text.quoted(node)
            raise text.error(code, node, found=quoted, meant=meant)
        raise text.not_a_layer(node)
    layer_type = layer_types().get(name or "")
    if layer_type is None:
        shown = (name or "")[:LONGEST_FOUND]
        code = ErrorCode.CODE_UNKNOWN_LAYER
        facts = absence_facts(shown) or {"nearest": nearest_layer(shown)}
        raise text.error(code, node, name=shown, **facts)
    return _LayerReader(text, node, layer_type, names, notices).read()


class _LayerReader(CallReader[Layer]):
    """One call of a known layer."""

    def _is_left_out(self, name: str) -> bool:
        """Return whether a parameter is one of torch's that every layer with numbers has."""
        has_numbers = self._type.is_lazy or self._type.weight_shapes is not Layer.weight_shapes
        is_known = name in self._type.parameters()
        return self._type.takes_anything or (name in LEFT_OUT and has_numbers and not is_known)

    def _printed_only(self) -> Mapping[str, object]:
        return self._type.printed_only

    def _arguments(self) -> list[ast.expr]:
        """Return the arguments without a name, but for those that torch makes nothing of."""
        positional = self._node.args
        if self._type.takes_anything:
            for argument in positional:
                self._leave_out(self._text.quoted(argument), argument)
            return []
        by_place = self._type.positional_parameters()
        named = {keyword.arg for keyword in self._node.keywords}
        # A lazy layer prints a 0 before its first parameter: the channels that it does not know.
        begins_printed = bool(positional) and any(
            self._is_printed(name, positional[0]) for name in self._type.printed_only
        )
        is_one_too_many = not named.isdisjoint(by_place[: len(positional)])
        return positional[1:] if begins_printed and is_one_too_many else positional
