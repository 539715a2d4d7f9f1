"""How the network is drawn: kept between starts, and its words in the language of the window."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication, QSettings

from convviz.drawing.options import DEFAULT_FIGURE, Direction, FigureOptions, FigureWords, Style
from convviz.ui.error_sentences import error_sentence

if TYPE_CHECKING:
    from convviz.core.network.rows import Failure

_LOOK: Final = "network/figure"
_SWITCHES: Final = ("has_names", "has_sizes", "folds_repeats", "blocks_only")

translate = QCoreApplication.translate


def last_look() -> FigureOptions:
    """Return how the network was drawn last."""
    kept: Any = QSettings("convviz", "convviz").value(_LOOK, "", type=str)
    parts = str(kept).split()
    if not parts or parts[0] not in set(Style):
        return DEFAULT_FIGURE
    return FigureOptions(
        style=Style(parts[0]),
        direction=Direction.DOWN if Direction.DOWN in parts else Direction.RIGHT,
        has_names="has_names" in parts,
        has_sizes="has_sizes" in parts,
        folds_repeats="folds_repeats" in parts,
        blocks_only="blocks_only" in parts,
    )


def remember_look(options: FigureOptions) -> None:
    """Have the next start draw the network so."""
    switches = [name for name in _SWITCHES if getattr(options, name)]
    text = " ".join([options.style, options.direction, *switches])
    QSettings("convviz", "convviz").setValue(_LOOK, text)


def for_room(options: FigureOptions, width: int, height: int) -> FigureOptions:
    """Return a look whose rows suit a room in the window."""
    return replace(options, aspect=max(1, width) / max(1, height), unbroken=0.0)


def in_words(options: FigureOptions, failure: Failure | None) -> FigureOptions:
    """Return a look with its words in the language of the window.

    Args:
        options: The look.
        failure: Why the network fails, if it does.
    """
    reason = "" if failure is None else error_sentence(failure.error)
    return replace(options, words=figure_words(), reason=reason)


def figure_words() -> FigureWords:
    """Return the words of figures in the language of the window."""
    return FigureWords(
        input=translate("Figure", "Input"),
        disabled=translate("Figure", "disabled"),
        layer=translate("Figure", "1 layer"),
        layers=translate("Figure", "{count} layers"),
        fails=translate("Figure", "cannot run"),
        behind=translate("Figure", "{count} more behind it"),
        empty=translate("Figure", "No layers yet"),
        concat=translate("Figure", "Concat"),
        title=translate("Figure", "A network of {layers}"),
    )


def style_names() -> dict[Style, str]:
    """Return the styles with their names on the screen."""
    return {
        Style.ISOMETRIC: translate("Figure", "Bodies"),
        Style.MAPS: translate("Figure", "Stacks of maps"),
        Style.FLAT: translate("Figure", "Cards"),
    }
