"""Short texts laid out once each: the same few numbers are painted again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QStaticText

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

_FIGURES: Final = "0123456789.()\u2212\u00b7"


class LaidTexts:
    """The texts of one font.

    Attributes:
        font: Their font.
    """

    def __init__(self, font: QFont, most: int) -> None:
        """Begin without a text.

        Args:
            font: Of all texts.
            most: So many are kept; then it begins anew.
        """
        self.font = font
        self._most = most
        self._known: dict[str, tuple[QStaticText, QSizeF]] = {}
        self._figures: dict[str, float] = {}

    def width(self, text: str) -> float:
        """Return how wide a text is, in logical pixels; numbers need not be laid out for that.

        They have no kerning: they are as wide as their characters together. In bold they may be a
        pixel wider.
        """
        if not self._figures:
            metrics = QFontMetricsF(self.font)
            self._figures = {sign: metrics.horizontalAdvance(sign) for sign in _FIGURES}
        try:
            return sum([self._figures[sign] for sign in text])
        except KeyError:
            return self.of(text)[1].width()

    def of(self, text: str) -> tuple[QStaticText, QSizeF]:
        """Return a text as it is drawn, and its size in logical pixels."""
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= self._most:
                self._known.clear()
            static = QStaticText(text)
            static.setTextFormat(Qt.TextFormat.PlainText)
            static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            static.prepare(font=self.font)
            known = self._known[text] = (static, static.size())
        return known
