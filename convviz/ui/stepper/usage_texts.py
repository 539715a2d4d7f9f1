"""What the counts of uses say, in sentences made from the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from convviz.stepping.cells import CellKind
from convviz.ui.widgets.sentences import listed

if TYPE_CHECKING:
    from convviz.core.usage import CountSummary
    from convviz.stepping.steps.step import Cell
    from convviz.stepping.usage_counts import DrawnUsage, OutputMeetings

translate = QCoreApplication.translate

_TWICE: Final = 2
_MOST_LISTED: Final = 4
"""Different counts that are named; of more, the least and the most."""

_Range = tuple[int, int]


def caption(usage: DrawnUsage) -> str:
    """Return the words above the input while it shows uses."""
    if usage.output is None:
        return translate("UsageTexts", "Windows that read a cell")
    return translate("UsageTexts", "Output cells that a cell reaches")


def output_caption() -> str:
    """Return the words above a transposed convolution's output while uses are shown."""
    return translate("UsageTexts", "Taps per output cell")


def usage_sentences(usage: DrawnUsage) -> str:
    """Return what the counts say: of the corners, of the inner cells, of cells never read."""
    summary = usage.summary
    said = _reading(summary, usage.rank) if usage.output is None else _reaching(summary, usage.rank)
    sentences = [said]
    if summary.unused == 1:
        sentences.append(translate("UsageTexts", "One cell is never used."))
    elif summary.unused:
        text = translate("UsageTexts", "{count} cells are never used.")
        sentences.append(text.format(count=summary.unused))
    if usage.output is not None:
        sentences.append(_meeting(usage.output))
    if usage.mirrors:
        sentences.append(
            translate(
                "UsageTexts",
                "The padding holds copies of cells: reading a copy counts as using its cell.",
            )
        )
    if usage.readers > 1:
        text = translate(
            "UsageTexts", "This holds for each of the {count} output channels that use it."
        )
        sentences.append(text.format(count=usage.readers))
    return " ".join(sentences)


def cell_sentence(usage: DrawnUsage, cell: Cell) -> str:
    """Return how often one drawn cell is used.

    Args:
        usage: The counts.
        cell: Depth, row and column as drawn.
    """
    count, kind = int(usage.counts[cell]), CellKind(int(usage.kinds[cell]))
    if kind is CellKind.OVERHANG:
        return translate("UsageTexts", "Past the padded input, not a cell of the input.")
    if kind not in {CellKind.REAL, CellKind.DROPPED}:
        if usage.output is not None:
            return translate("UsageTexts", "A zero, not a cell of the input.")
        text = translate("UsageTexts", "Padding, read {times}.")
        return text.format(times=_times((count, count)))
    if usage.output is not None:
        text = translate("UsageTexts", "Output cells that this cell reaches: {count}.")
        return text.format(count=count)
    text = translate("UsageTexts", "This cell is read {times}.")
    return text.format(times=_times((count, count)))


def _reading(summary: CountSummary, rank: int) -> str:
    if summary.used[0] == summary.used[1]:
        if summary.unused:
            text = translate("UsageTexts", "Every cell that is used is read {times}.")
        else:
            text = translate("UsageTexts", "Every cell is read {times}.")
        return text.format(times=_times(summary.used))
    inside = _each_times(summary)
    if summary.corner == summary.used:
        text = translate("UsageTexts", "Cells are read {times}.")
        return text.format(times=_times(summary.used))
    if rank == 1:
        text = translate("UsageTexts", "Cells at the ends are read {ends}, inner cells {inner}.")
        return text.format(ends=_times(summary.corner), inner=inside)
    text = translate("UsageTexts", "Corner cells are read {corner}, inner cells {inner}.")
    return text.format(corner=_times(summary.corner), inner=inside)


def _reaching(summary: CountSummary, rank: int) -> str:
    if summary.used[0] == summary.used[1]:
        text = translate("UsageTexts", "Output cells that each cell reaches: {count}.")
        return text.format(count=_number(summary.used))
    if summary.corner == summary.used:
        text = translate("UsageTexts", "Output cells that a cell reaches: {count}.")
        return text.format(count=_number(summary.used))
    corner, inner = _number(summary.corner), _each(summary)
    if rank == 1:
        text = translate(
            "UsageTexts", "Cells at the ends reach {ends} output cells, inner cells {inner}."
        )
        return text.format(ends=corner, inner=inner)
    text = translate("UsageTexts", "Corner cells reach {corner} output cells, inner cells {inner}.")
    return text.format(corner=corner, inner=inner)


def _meeting(output: OutputMeetings) -> str:
    if output.is_even:
        text = translate(
            "UsageTexts", "Taps per output cell, away from the edges: {count} everywhere."
        )
        return text.format(count=_number(output.summary.inner))
    least = 0 if output.summary.unused else output.summary.used[0]
    text = translate(
        "UsageTexts",
        "Taps per output cell: {count}. They overlap unevenly, which makes a checkerboard "
        "(Odena, Dumoulin & Olah 2016); a kernel size that is a multiple of the stride overlaps "
        "evenly.",
    )
    return text.format(count=_number((least, output.summary.used[1])))


def _each(summary: CountSummary) -> str:
    """Return the counts of the inner cells: each of a few, else the least and the most."""
    inside = summary.inside
    if len(inside) == 1 or len(inside) > _MOST_LISTED:
        return _number((inside[0], inside[-1]))
    template = translate("UsageTexts", "{first} or {last}")
    return template.format(first=listed([str(n) for n in inside[:-1]]), last=inside[-1])


def _each_times(summary: CountSummary) -> str:
    inside = summary.inside
    if len(inside) == 1 or len(inside) > _MOST_LISTED:
        return _times((inside[0], inside[-1]))
    return translate("UsageTexts", "{counts} times").format(counts=_each(summary))


def _number(span: _Range) -> str:
    least, most = span
    if least == most:
        return str(least)
    return translate("UsageTexts", "{least} to {most}").format(least=least, most=most)


def _times(span: _Range) -> str:
    least, most = span
    if least != most:
        text = translate("UsageTexts", "{least} to {most} times")
        return text.format(least=least, most=most)
    if least == 1:
        return translate("UsageTexts", "once")
    if least == _TWICE:
        return translate("UsageTexts", "twice")
    return translate("UsageTexts", "{count} times").format(count=least)
