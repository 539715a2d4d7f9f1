"""Layers that stand as comments in code: those that are disabled, as our own code writes them."""

from __future__ import annotations

import re
from typing import Final

_CALL: Final = re.compile(
    r'(?P<indent>\s*)# (?P<code>(\("[^"\\]*", |body=|shortcut=|self\.\w+ = )?'
    r"(nn\.\w+|Residual|Concat)\(.*)"
)
"""A line such as `    # nn.ReLU(),`, with the name or the attribute that stands before the call."""

_CLOSING: Final = re.compile(r"(?P<indent>\s*)# (?P<code>\]?\)+,?(  # .*)?)")
"""The last line of a block that is disabled."""


def uncommented(text: str) -> tuple[str, frozenset[int]]:
    """Return code in which layers that are comments are code again, and their lines, from 1.

    Args:
        text: Any code. Comments of another kind stay what they are.
    """
    lines = text.split("\n")
    found: set[int] = set()
    open_blocks = 0
    for number, line in enumerate(lines):
        match = _CALL.fullmatch(line) or (_CLOSING.fullmatch(line) if open_blocks else None)
        if match is None:
            continue
        code = match["code"]
        is_opening = code.rstrip().endswith(("(", "(["))
        is_closing = _CLOSING.fullmatch(line) is not None
        open_blocks += is_opening - is_closing
        lines[number] = match["indent"] + code
        found.add(number + 1)
    return "\n".join(lines), frozenset(found)
