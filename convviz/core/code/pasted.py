"""Text as it is pasted from a console, a web page or torch's printout, made Python line by line.

Every line keeps its number, so that an error still says where it is.
"""

from __future__ import annotations

import re
from typing import Final

from convviz.core.torch_classes import absence_facts

_PROMPTS: Final = (">>> ", "... ")
_FENCE: Final = "```"

_OPENING: Final = re.compile(r"\s*(?:\w+ *= *)?([A-Za-z_]\w*)\($")
"""The first line of a printed module that holds others."""
_CHILD: Final = re.compile(r"(\s*)(\(([\w.-]+)\): (?:\d+ x )?)([A-Za-z_]\w*\(.*)$")
"""A line of a module inside another: `  (0): ReLU()`, `  (0): Sequential(`, `(0-1): 2 x ReLU()`."""


def without_prompts(text: str) -> str:
    """Return what was typed in a console, or stands between the fences of a web page.

    Args:
        text: A text that may begin with `>>> ` or with three back quotes; any other is returned
            as it is.
    """
    lines = text.split("\n")
    first = next((line.strip() for line in lines if line.strip()), "")
    if first.startswith(_FENCE):
        return "\n".join("" if line.strip().startswith(_FENCE) else line for line in lines)
    if first.startswith(_PROMPTS[0]):
        return "\n".join(map(_typed, lines))
    return text


def printed_modules(text: str) -> str | None:
    """Return a module as torch prints it as calls inside each other; None for any other text.

    A Sequential becomes one. Another class becomes its children, each with its name: in which
    order they run does not stand in a printout.

    Args:
        text: Such as `Sequential(`, then `  (0): ReLU()`, then `)`, each on a line of its own.
    """
    lines = text.rstrip().split("\n")
    outer = next((number for number, line in enumerate(lines) if line.strip()), 0)
    opening = _OPENING.match(lines[outer].rstrip())
    if opening is None or lines[-1].strip() != ")" or len(lines) - outer < 3:  # noqa: PLR2004
        return None
    keeps_outer = opening[1] == "Sequential" or bool(absence_facts(opening[1]))
    body = [_call(line, named=not keeps_outer) for line in _nested(lines[outer + 1 : -1])]
    ends = (lines[outer], lines[-1]) if keeps_outer else ("", "")
    return "\n".join([*lines[:outer], ends[0], *body, ends[1]])


def _typed(line: str) -> str:
    """Return a line without its prompt; nothing of a line that the console answered."""
    bare = line.strip()
    if bare.startswith(_PROMPTS):
        return bare[len(_PROMPTS[0]) :]
    return ""


def _nested(lines: list[str]) -> list[tuple[str, int]]:
    """Return each line with how many modules of these lines are open around it."""
    nested, depth = [], 0
    for line in lines:
        bare = line.strip()
        depth -= bare == ")"
        nested.append((line.rstrip(), depth))
        depth += bare.endswith("(")
    return nested


def _call(nested: tuple[str, int], *, named: bool) -> str:
    """Return one line of a printout as Python.

    Args:
        nested: The line, and how deep it stands.
        named: Whether the outermost modules are assigned to their names.
    """
    line, depth = nested
    is_statement = named and depth == 0
    child = _CHILD.match(line)
    if child is not None:
        space, label, name, call = child.groups()
        if is_statement:
            line = f"{name} = {call}" if name.isidentifier() else call
        else:
            # As long as what it stands for, so that an error's column stays right.
            line = space + " " * len(label) + call
    ends = line.endswith(")") and not is_statement
    return f"{line}," if ends else line
