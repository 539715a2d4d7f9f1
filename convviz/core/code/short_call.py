"""A layer typed in few letters: `conv2d 32 5 p2` is `Conv2d(..., 32, 5, padding=2)`.

The first word names the layer, by its beginning or by the beginnings of its words. Numbers that
follow are the parameters in torch's order, with or without those that follow the layer before. Any
other word names its parameter: `p2`, `k=3`, `same`, `nobias`. Sizes of several axes are `3x5`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from convviz.core.call_parameters import Parameter, ParameterKind
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layer_search import search_rank
from convviz.core.layers.base import Layer, layer_types

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_READINGS: Final = 24
"""Layers that one text is read as."""

_BY_WORDS: Final = 2
"""The worst rank of a name that is meant: its words begin with what was typed."""

_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?")
_SIZES: Final = re.compile(r"-?\d+(x-?\d+)+")
_NAMED: Final = re.compile(r"([a-z_]+?)=?([+-]?[\d.].*)")
_ASSIGNED: Final = re.compile(r"([a-z_]+)=(.+)")
_NO: Final = ("no", "no_", "no-", "!")
_FLAGS: Final = (ParameterKind.FLAG, ParameterKind.OPTIONAL_FLAG)
_WORDS: Final = {"true": True, "false": False, "none": None, "inf": float("inf")}
_OTHER_NAMES: Final = {"fc": "linear", "dense": "linear"}
"""What many people call a layer; both in small letters."""


@dataclass(frozen=True, slots=True)
class ShortCall:
    """What a typed text says of a layer.

    Attributes:
        layer_type: The layer's class.
        values: Its parameters that were typed.
    """

    layer_type: type[Layer]
    values: dict[str, Any]


def short_calls(text: str) -> tuple[ShortCall, ...]:
    """Return what a text can mean, the likeliest first.

    Args:
        text: One layer, such as `conv2d 32 5 p2`; no longer than a person types.

    Raises:
        DocumentError: SHORT_CALL_WORD: a word says nothing about the likeliest layer;
            SHORT_CALL_TOO_MANY: it has fewer parameters than numbers were typed;
            CODE_UNKNOWN_LAYER: no layer is named so.
    """
    name, *words = text.casefold().replace(",", " ").split() or [""]
    problem: DocumentError | None = None
    found: list[ShortCall] = []
    for layer_type in _named(name):
        for order in _orders(layer_type):
            try:
                call = ShortCall(layer_type, _values(layer_type, words, order))
            except DocumentError as error:
                problem = problem or error
            else:
                found += [call] * (call not in found)
    if found:
        return tuple(found[:MOST_READINGS])
    raise problem or DocumentError(
        ErrorCode.CODE_UNKNOWN_LAYER, line=1, column=1, name=name, nearest=""
    )


def _named(name: str) -> list[type[Layer]]:
    """Return the layers that a word can mean, the likeliest first; one where it names it."""
    wanted = _OTHER_NAMES.get(name, name)
    ranked = [
        (rank, layer_type)
        for known, layer_type in layer_types().items()
        if (rank := search_rank(known, wanted)) is not None and rank[0] <= _BY_WORDS
    ]
    ranked.sort(key=lambda pair: pair[0])
    is_exact = bool(ranked) and ranked[0][0][0] == 0
    return [layer_type for _, layer_type in (ranked[:1] if is_exact else ranked)]


def _orders(layer_type: type[Layer]) -> tuple[tuple[str, ...], ...]:
    """Return the parameters that numbers can stand for, in order: without what follows, and with.

    A flag is no number.
    """
    known = {
        name: what for name, what in layer_type.parameters().items() if what.kind not in _FLAGS
    }
    return tuple(name for name, what in known.items() if what.follows is None), tuple(known)


def _values(
    layer_type: type[Layer], words: Iterable[str], order: tuple[str, ...]
) -> dict[str, Any]:
    """Return the parameters that some words set.

    Args:
        layer_type: The layer's class.
        words: What was typed behind its name.
        order: What numbers stand for.

    Raises:
        DocumentError: SHORT_CALL_WORD, SHORT_CALL_TOO_MANY.
    """
    in_order = iter(order)
    values: dict[str, Any] = {}
    for word in words:
        number = _number(word)
        if number is None:
            values |= _named_value(layer_type, word)
            continue
        name = next((name for name in in_order if name not in values), None)
        if name is None:
            raise DocumentError(
                ErrorCode.SHORT_CALL_TOO_MANY, layer=layer_type.type_name(), found=word
            )
        values[name] = number
    return values


def _named_value(layer_type: type[Layer], word: str) -> dict[str, Any]:
    """Return the parameter that a word names, and its value."""
    known = layer_type.parameters()
    assigned = _ASSIGNED.fullmatch(word)
    if assigned is not None:
        name = _parameter(known, assigned[1])
        if name is not None:
            return {name: _value(assigned[2])}
    if word.startswith(_NO):
        flag = _flag(known, re.sub(r"^(no[_-]?|!)", "", word))
        if flag is not None:
            return {flag: False}
    named = _NAMED.fullmatch(word)
    if named is not None:
        name, number = _parameter(known, named[1]), _number(named[2])
        if name is not None and number is not None:
            return {name: number}
    choice = _choice(known, word)
    if choice is not None:
        return choice
    flag = _flag(known, word)
    if flag is not None:
        return {flag: True}
    raise DocumentError(ErrorCode.SHORT_CALL_WORD, layer=layer_type.type_name(), found=word[:40])


def _parameter(known: dict[str, Parameter], letters: str) -> str | None:
    """Return the parameter that some letters mean: its name, its beginning, or its initials."""
    initials = {"".join(part[:1] for part in name.split("_")): name for name in known}
    begun = [name for name in known if name.startswith(letters)]
    if letters in known:
        return letters
    return begun[0] if begun else initials.get(letters)


def _flag(known: dict[str, Parameter], letters: str) -> str | None:
    name = _parameter({name: what for name, what in known.items() if what.kind in _FLAGS}, letters)
    return name if letters else None


def _choice(known: dict[str, Parameter], word: str) -> dict[str, Any] | None:
    """Return the parameter that can be a word, such as `same` or `reflect`."""
    for name, what in known.items():
        for choice in what.choices:
            if choice.casefold() == word:
                return {name: choice}
    return None


def _value(text: str) -> Any:  # noqa: ANN401 - any value of a parameter
    if text in _WORDS:
        return _WORDS[text]
    number = _number(text)
    return text.strip("\"'") if number is None else number


def _number(text: str) -> int | float | tuple[int, ...] | None:
    """Return a number, or the sizes of several axes; None for anything else."""
    if _SIZES.fullmatch(text):
        return tuple(int(part) for part in text.split("x"))
    if not _NUMBER.fullmatch(text):
        return None
    is_whole = text.lstrip("+-").isdecimal()
    return int(text) if is_whole else float(text)
