"""The helper process that turns LaTeX into SVG, so that the window never waits for it.

A formula takes about 0.09 s of pure Python. In a thread of the window that stalled the event loop
by 20 ms (p99; 56 ms at worst), for both share one interpreter lock; hence a process.
"""

from __future__ import annotations

import os
import sys
import warnings
from typing import TypeAlias

import msgspec

from convviz.protocol.child_io import ChildChannel, answer_requests, run_child
from convviz.protocol.decoding import msgpack_decoder
from convviz.protocol.messages.common import Answer, Ask, Refused

EM = 20.0
"""Font size of the SVG, in its units."""

INK = "#010203"
"""Colour of the ink in the SVG; the window replaces it by the theme's text colour."""


class FormulaRequest(msgspec.Struct, frozen=True):
    """Asks for a formula.

    Attributes:
        latex: The formula, without dollar signs.
    """

    latex: str


class FormulaSvg(msgspec.Struct, frozen=True):
    """Answers a request.

    Attributes:
        svg: The drawing, in INK; "" when there is none.
        error: Why there is none; "" otherwise.
    """

    svg: str = ""
    error: str = ""


FormulaAsk: TypeAlias = Ask[FormulaRequest]
formula_requests = msgpack_decoder(FormulaAsk)
formula_replies = msgpack_decoder(Answer[FormulaSvg] | Refused)


def render(latex: str) -> FormulaSvg:
    """Return the drawing of a formula, or why there is none."""
    with warnings.catch_warnings():
        # ziafont 0.11 finds its fonts by a function that Python 3.11 calls deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        return _render(latex)


def _render(latex: str) -> FormulaSvg:
    from ziamath.config import config
    from ziamath.zmath import Latex

    config.svg2 = False  # QtSvg draws no <symbol> and <use>
    try:
        svg = Latex(_as_ziamath_reads(latex), size=EM, color=INK).svg()
    except Exception as error:  # noqa: BLE001 - the library raises anything on bad LaTeX
        return FormulaSvg(error=f"{type(error).__name__}: {error}")
    return FormulaSvg(svg)


def _as_ziamath_reads(latex: str) -> str:
    """Return LaTeX without the backslash before an underscore, which ziamath 0.14 draws."""
    return latex.replace(r"\_", "_")


def serve(channel: ChildChannel[FormulaAsk]) -> None:
    """Answer until stdin ends.

    Raises:
        InputEndedError: Stdin is at its end.
        GarbageError: What came is no message.
    """
    answer_requests(channel, lambda request, _tell_progress: render(request.latex))


def main() -> int:
    """Draw over stdin and stdout; return the exit code."""
    # The end of stdin ends the helper at once, in whatever formula it is.
    return run_child(formula_requests.decode, serve, at_end=lambda: os._exit(0))


if __name__ == "__main__":
    sys.exit(main())
