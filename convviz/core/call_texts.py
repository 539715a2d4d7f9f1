"""What a class and its parameters mean, in English: its own docstring says so, and nothing else.

The first line says what the class does, the entries of "Attributes" what its parameters mean. What
a class does not say of a parameter, its base says.
"""

from __future__ import annotations

import inspect
import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from convviz.core.calls import Call

_ENTRY = re.compile(r"^    (?P<name>\w+): (?P<text>.+(?:\n {8}.+)*)", re.MULTILINE)


def summary_of(call_type: type[Call]) -> str:
    """Return what a class does, in one sentence."""
    return (inspect.getdoc(call_type) or "").partition("\n")[0]


@cache
def parameter_texts_of(call_type: type[Call]) -> dict[str, str]:
    """Return what each parameter of a class means, by name; the dictionary is shared.

    Raises:
        TypeError: A parameter is explained nowhere.
    """
    explained = explained_parameters(call_type)
    missing = [name for name in call_type.parameters() if name not in explained]
    if missing:
        message = f"the docstring of {call_type.__name__} does not explain {', '.join(missing)}"
        raise TypeError(message)
    return explained


@cache
def explained_parameters(call_type: type[Call]) -> dict[str, str]:
    """Return what those parameters mean that a class explains; the dictionary is shared."""
    entries: dict[str, str] = {}
    for owner in reversed(call_type.__mro__):
        entries |= _entries(owner)
    return {name: entries[name] for name in call_type.parameters() if name in entries}


def _entries(owner: type) -> dict[str, str]:
    """Return the entries of "Attributes" in the docstring that a class itself has."""
    described = inspect.cleandoc(owner.__dict__.get("__doc__") or "")
    _, _, attributes = described.partition("\nAttributes:\n")
    matches = _ENTRY.finditer(attributes.partition("\n\n")[0])
    return {entry["name"]: " ".join(entry["text"].split()) for entry in matches}
