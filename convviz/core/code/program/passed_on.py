"""What a function or a constructor takes by `**kwargs` and hands on: whose parameters these are."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from convviz.core.code.program.classes import find_member
from convviz.core.code.program.values import Class, Function, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MOST_STEPS: Final = 4
"""Functions that hand on to each other."""


def passed_on(
    function: Function, look_up: Callable[[str], Value], *, steps: int = _MOST_STEPS
) -> Iterator[tuple[Function, ast.arg]]:
    """Yield the parameters that `**kwargs` of a function may name, each with whose it is.

    What the function names itself, and what it gives the other one anyway, is left out.

    Args:
        function: A function, or a method that is given its object first.
        look_up: Returns what a name of the text stands for.
        steps: How many functions may still hand on.
    """
    rest = function.node.args.kwarg
    if rest is None or not steps or isinstance(function.node, ast.Lambda):
        return
    own = {parameter.arg for parameter in _parameters(function)}
    for call in _calls_with(function, rest.arg):
        target, first = _target(call, function, look_up)
        if target is None:
            continue
        given = {keyword.arg for keyword in call.keywords} | own
        # Behind `*args` it is not known which are given: those without a default are.
        is_open = any(isinstance(argument, ast.Starred) for argument in call.args)
        for parameter in _free(target, first + len(call.args)):
            if is_open and parameter.arg not in target.defaults:
                continue
            if parameter.arg not in given:
                yield target, parameter
        for owner, parameter in passed_on(target, look_up, steps=steps - 1):
            if parameter.arg not in given:
                yield owner, parameter
        return


def takes_any(function: Function) -> bool:
    """Return whether a function takes arguments of any name."""
    return function.node.args.kwarg is not None


def _parameters(function: Function) -> list[ast.arg]:
    arguments = function.node.args
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]


def _free(function: Function, taken: int) -> list[ast.arg]:
    """Return the parameters behind those that are given by their places."""
    arguments = function.node.args
    return [*[*arguments.posonlyargs, *arguments.args][taken:], *arguments.kwonlyargs]


def _calls_with(function: Function, name: str) -> Iterator[ast.Call]:
    """Yield the calls in a function that are handed `**name`."""
    for node in ast.walk(function.node):
        if isinstance(node, ast.Call) and any(
            keyword.arg is None and isinstance(keyword.value, ast.Name) and keyword.value.id == name
            for keyword in node.keywords
        ):
            yield node


def _target(
    call: ast.Call, function: Function, look_up: Callable[[str], Value]
) -> tuple[Function | None, int]:
    """Return what a call runs, and how many of its parameters are given already."""
    match call.func:
        case ast.Name(id=name):
            value = look_up(name)
            if isinstance(value, Class):
                value = find_member(value, "__init__")
                return (value, 1) if isinstance(value, Function) else (None, 0)
            return (value, 0) if isinstance(value, Function) else (None, 0)
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__"):
            owner = function.owner
            above = None if owner is None else find_member(owner, "__init__", owner)
            return (above, 1) if isinstance(above, Function) else (None, 0)
        case _:
            return None, 0
