"""What was likely meant by code that is no layer: a misspelt name, a class, a function."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from convviz.core.code.text import dotted_name
from convviz.core.layers.base import layer_types

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.core.layers.base import Layer

_NEAR: Final = 0.75
"""How like two names must be, from 0 to 1, for one to be taken for the other's misspelling."""

_FEWEST_LETTERS: Final = 3
"""Of a parameter's beginning, such as `pad`, that is taken for its name."""

_NAMES_ELSEWHERE: Final = {
    "dense": "linear",
    "batchnormalization": "batchnorm2d",
    "globalaveragepooling2d": "adaptiveavgpool2d",
    "globalavgpool2d": "adaptiveavgpool2d",
    "zeropadding2d": "zeropad2d",
}
"""What Keras calls the layers whose names in torch are not like it; both in small letters."""


def nearest_layer(name: str) -> str:
    """Return the known layer that a name was likely meant to be; "" where none is near."""
    import difflib  # only mistakes need it

    by_lower = {known.lower(): known for known in layer_types()}
    plain = name.lower().replace("_", "")
    meant = _NAMES_ELSEWHERE.get(plain, plain)
    close = difflib.get_close_matches(meant, by_lower, n=1, cutoff=_NEAR)
    return by_lower[close[0]] if close else ""


def nearest_parameter(name: str, parameters: Iterable[str]) -> str:
    """Return the parameter that a name was likely meant to be; "" where none is near."""
    import difflib  # only mistakes need it

    known = list(parameters)
    close = difflib.get_close_matches(name.lower(), known, n=1, cutoff=_NEAR)
    begun = [
        parameter
        for parameter in known
        if parameter.startswith(name) and len(name) >= _FEWEST_LETTERS
    ]
    return (close or sorted(begun, key=len) or [""])[0]


def meant_call(node: ast.AST) -> str:
    """Return the layer's call that a class or a function stands for; "" for anything else.

    Args:
        node: Such as `nn.ReLU`, which lacks its brackets, or `F.max_pool2d(x, 2)`.
    """
    named = node.func if isinstance(node, ast.Call) else node
    path = dotted_name(named)
    if not path:
        return ""
    plain = path[-1].lower().replace("_", "")
    kinds = (kind for known, kind in layer_types().items() if known.lower() == plain)
    kind = next(kinds, None)
    return "" if kind is None else _call(kind)


def _call(kind: type[Layer]) -> str:
    needs_more = len(kind.defaults()) < len(kind.parameters())
    return f"nn.{kind.type_name()}({'...' if needs_more else ''})"
