"""Colours of Python code, from Pygments' tokens and the theme's palette."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from pygments.lexers.python import PythonLexer  # type: ignore[import-untyped]
from pygments.token import (  # type: ignore[import-untyped]
    Comment,
    Keyword,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    _TokenType,
)
from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from convviz.ui.theme import current_palette, theme_notifier

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.ui.theme import Palette

_BESIDE: Final = 4
_LONGEST: Final = 2000
"""Characters of a line that is coloured. A longer one holds the window up at every key."""


class PythonHighlighter(QSyntaxHighlighter):
    """Colours a document line by line; the theme's change colours it anew."""

    def __init__(self, document: QTextDocument, lines_in_sight: Callable[[], range]) -> None:
        """Colour a document.

        Args:
            document: The document.
            lines_in_sight: Says which lines are seen. Others wait until :meth:`colour_in_sight` is
                called: to colour 1,000 lines holds the window up.
        """
        super().__init__(document)
        self._lines_in_sight = lines_in_sight
        self._sight = range(_BESIDE)
        self._is_waiting = False
        theme_notifier().changed.connect(self.rehighlight)

    def wait(self) -> None:
        """Colour nothing until :meth:`colour_in_sight` is called: lines are being replaced."""
        self._is_waiting = True

    def colour_in_sight(self) -> None:
        """Colour the lines that came in sight. Those without any colour are few and short."""
        self._is_waiting = False
        self._sight = self._lines_to_colour()
        for number in self._sight:
            block = self.document().findBlockByNumber(number)
            if not block.isValid():
                return
            if block.length() > 1 and not block.layout().formats():
                self.rehighlightBlock(block)

    def _lines_to_colour(self) -> range:
        """Return the lines that are seen, and a few at both ends, which may be seen in part."""
        seen = self._lines_in_sight()
        return range(max(0, seen.start - _BESIDE), seen.stop + _BESIDE)

    def highlightBlock(self, text: str) -> None:
        """Colour one line. Written code has no texts over several lines."""
        if (
            self._is_waiting
            or len(text) > _LONGEST
            or self.currentBlock().blockNumber() not in self._sight
        ):
            return
        for start, length, look in line_looks(text, current_palette()):
            self.setFormat(start, length, look)


_Looks: TypeAlias = "list[tuple[int, int, QTextCharFormat]]"
"""Start, length and look of the coloured parts of a line."""


def line_looks(line: str, palette: Palette) -> _Looks:
    """Return the looks of a line. Its comment, mostly a shape, is not taken for the code before it.

    Behind an edit all shapes are new, but the code is what it was, and its looks are known.
    """
    code, mark, comment = line.partition("#")
    if not mark or "'" in code or '"' in code:  # in a text it begins no comment
        return _looks(line, palette)
    looks = _looks(code, palette)
    return [*looks, (len(code), len(mark + comment), _format(palette.text_muted, False))]  # noqa: FBT003 - a key


@lru_cache(maxsize=4096)
def _looks(line: str, palette: Palette) -> _Looks:
    """Return the looks of a line that most likely comes again."""
    looks: list[tuple[int, int, tuple[str, bool]]] = []
    start = 0
    for token, part in _lexer().get_tokens(line):
        colour = _colour(token, part, palette)
        if colour is not None:
            look = (colour, token in Keyword)
            # Neighbours that look alike are coloured at once: each call is felt in a long text.
            if looks and looks[-1][2] == look and sum(looks[-1][:2]) == start:
                first, length, _ = looks.pop()
                looks.append((first, length + len(part), look))
            else:
                looks.append((start, len(part), look))
        start += len(part)
    return [(first, length, _format(*look)) for first, length, look in looks]


@lru_cache(maxsize=32)
def _format(colour: str, is_bold: bool) -> QTextCharFormat:  # noqa: FBT001 - a key
    look = QTextCharFormat()
    look.setForeground(QColor(colour))
    if is_bold:
        look.setFontWeight(QFont.Weight.DemiBold)
    return look


@cache
def _lexer() -> PythonLexer:
    return PythonLexer(stripnl=False, ensurenl=False)


def _colour(token: _TokenType, part: str, palette: Palette) -> str | None:
    """Return the colour of a token; None for plain text."""
    if token in Comment or token in Punctuation or token in Operator:
        return palette.text_muted
    if token in Keyword:
        return palette.accent
    if token in Number:
        return palette.input
    if token in String:
        return palette.output
    if token in Name and part[:1].isupper():
        return palette.kernel
    return None
