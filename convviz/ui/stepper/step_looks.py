"""Lengths, colours and titles of a step that is written out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP
from convviz.stepping.lines.line_parts import LineTitle, StepLine
from convviz.ui.stepper.marks import tap_hues
from convviz.ui.theme import mix, readable_on

if TYPE_CHECKING:
    from convviz.ui.theme import Palette

translate = QCoreApplication.translate

_MUTED: Final = 0.4


_TITLES: Final = {
    LineTitle.CHANNEL: QT_TRANSLATE_NOOP("StepLines", "channel:"),
    LineTitle.DEPTH: QT_TRANSLATE_NOOP("StepLines", "slice:"),
    LineTitle.ROW: QT_TRANSLATE_NOOP("StepLines", "row:"),
    LineTitle.COLUMN: QT_TRANSLATE_NOOP("StepLines", "column:"),
    LineTitle.TAP: QT_TRANSLATE_NOOP("StepLines", "tap:"),
    LineTitle.READS: QT_TRANSLATE_NOOP("StepLines", "read:"),
    LineTitle.INDEX: QT_TRANSLATE_NOOP("StepLines", "index:"),
    LineTitle.MEAN: QT_TRANSLATE_NOOP("StepLines", "mean:"),
    LineTitle.VARIANCE: QT_TRANSLATE_NOOP("StepLines", "variance:"),
    LineTitle.MEAN_SQUARE: QT_TRANSLATE_NOOP("StepLines", "mean square:"),
    LineTitle.DIVISOR: QT_TRANSLATE_NOOP("StepLines", "divisor:"),
    LineTitle.NORMALISED: "x\u0302:",
    LineTitle.OUTPUT: "y:",
    LineTitle.UNBIASED: QT_TRANSLATE_NOOP("StepLines", "unbiased variance:"),
    LineTitle.RUNNING_MEAN: "running_mean:",
    LineTitle.RUNNING_VAR: "running_var:",
}
"""The words before a rule. Names of torch and letters stay what they are in every language."""


@dataclass(frozen=True, slots=True)
class StepSizes:
    """Lengths in whole logical pixels, for text of a size.

    Attributes:
        text: Of the letters of parts.
        running: Of the letters of the sums beneath.
        padding: Between a part's text and its ends.
        chip: Height of a part.
        gap: Between parts.
        rule_gap: Between rules in one row.
        row: From a row to the next.
        rule_row: The same of rules, which have no sums beneath.
        margin: Round all rows.
        radius: Of a part's corners.
        drop: From a part to the middle of the sum beneath.
    """

    text: int
    running: int
    padding: int
    chip: int
    gap: int
    rule_gap: int
    row: int
    rule_row: int
    margin: int
    radius: int
    drop: int

    @classmethod
    def of(cls, scale: float) -> StepSizes:
        """Return the lengths for text so much larger than usual."""
        usual = (15, 11, 5, 22, 5, 22, 42, 28, 4, 4, 8)
        return cls(*(round(pixels * scale) for pixels in usual))


def row_height_of(sizes: StepSizes, line: StepLine, behind: StepLine | None = None) -> int:
    """Return the height of a line's last row; rules, and what only rules follow, stand closer."""
    last = behind or line
    is_rule = line.title is not None or last.title is not None
    has_sums = any(part.running for part in line.parts)
    return sizes.rule_row if is_rule and not has_sums else sizes.row


def title_text(title: LineTitle) -> str:
    """Return the words before a rule, translated."""
    return translate("StepLines", _TITLES[title])


@lru_cache(maxsize=1024)
def chip_colours(tap: int, taps: int, palette: Palette, *, muted: bool) -> tuple[str, str]:
    """Return the fill of a term and the colour of its text; a muted fill is nearly the ground."""
    fill = tap_hues(taps, palette)[tap]
    if muted:
        fill = mix(palette.surface, fill, _MUTED)
    return fill, readable_on(fill, palette.cell_dark, palette.cell_light)
