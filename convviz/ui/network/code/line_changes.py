"""Shows another text in a document: lines that stay are left alone, colours and all."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QTextCursor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QTextDocument

_FEW: Final = 40
"""Lines that are replaced one by one; more of them in one go are quicker."""


def replace_lines(document: QTextDocument, before: Sequence[str], after: Sequence[str]) -> None:
    """Replace what differs between two texts.

    Args:
        document: Where it is replaced.
        before: The lines of its text.
        after: The lines that it is to have.
    """
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    if len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        differing = [number for number, (old, new) in pairs if old != new]
        if len(differing) <= _FEW:
            for number in differing:
                _replace(cursor, before, number, number + 1, after[number : number + 1])
            cursor.endEditBlock()
            return
    start = _same(before, after)
    rest = min(len(before), len(after)) - start
    end = min(rest, _same(before[::-1], after[::-1]))
    _replace(cursor, before, start, len(before) - end, after[start : len(after) - end])
    cursor.endEditBlock()


def _same(lines: Sequence[str], others: Sequence[str]) -> int:
    """Return how many lines from the front are the same."""
    pairs = zip(lines, others, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _replace(
    cursor: QTextCursor, lines: Sequence[str], start: int, stop: int, new: Sequence[str]
) -> None:
    """Replace the lines from `start` to before `stop`, none or all of them, by new ones."""
    document = cursor.document()
    if stop > start:
        last = document.findBlockByNumber(stop - 1)
        begin, end = document.findBlockByNumber(start).position(), last.position() + last.length()
        end -= 1  # the break behind the last line
        if not new:  # a break goes with them: the one behind, or at the end that before
            begin, end = (begin, end + 1) if stop < len(lines) else (max(begin - 1, 0), end)
        cursor.setPosition(begin)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText("\n".join(new))
    elif new and start < len(lines):
        cursor.setPosition(document.findBlockByNumber(start).position())
        cursor.insertText("\n".join(new) + "\n")
    elif new:
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText("\n" + "\n".join(new))
