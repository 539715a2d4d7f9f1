"""The code that is shown changes line by line: what stays is left alone."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPlainTextEdit

from convviz.ui.network.code.line_changes import replace_lines

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

MANY = [f"line {number}" for number in range(60)]


def changed(qtbot: QtBot, before: list[str], after: list[str]) -> tuple[str, int]:
    """Return the text of a document after the change, and how many characters were written."""
    view = QPlainTextEdit("\n".join(before))
    qtbot.addWidget(view)
    document, written = view.document(), list[int]()
    document.contentsChange.connect(lambda _place, _removed, added: written.append(added))
    replace_lines(document, before, after)
    return document.toPlainText(), sum(written)


@pytest.mark.parametrize(
    "after",
    [
        MANY,
        [*MANY[:30], "another", *MANY[31:]],
        [*MANY[:30], "more", *MANY[30:]],
        [*MANY[:30], *MANY[31:]],
        ["first", *MANY],
        [*MANY, "last"],
        MANY[1:],
        MANY[:-1],
        [""],
        [line + "!" for line in MANY],
    ],
    ids=lambda lines: f"{len(lines)} lines",
)
def test_the_lines_are_the_new_ones(qtbot: QtBot, after: list[str]) -> None:
    assert changed(qtbot, MANY, after)[0] == "\n".join(after)
    assert changed(qtbot, after, MANY)[0] == "\n".join(MANY)


def test_any_lines_become_any_others(qtbot: QtBot) -> None:
    draw = random.Random(1)  # noqa: S311 - lines, no secret
    for _ in range(200):
        before, after = ([draw.choice("ab") for _ in range(draw.randrange(1, 6))] for _ in range(2))
        assert changed(qtbot, before, after)[0] == "\n".join(after)


def test_one_line_more_leaves_the_others_alone(qtbot: QtBot) -> None:
    _, written = changed(qtbot, MANY, [*MANY[:30], "more", *MANY[30:]])
    assert written <= len("more\n") + 1  # Qt counts a block twice
