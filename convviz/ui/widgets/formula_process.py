"""The helper process that turns LaTeX into SVG, so that the window never waits for it.

A formula takes about 0.09 s of pure Python. In a thread of the window that stalled the event loop
by 20 ms (p99; 56 ms at worst), for both share one interpreter lock; hence a process. It reads
requests from stdin and answers on stdout, as frames of MessagePack; the end of stdin ends it.
"""

from __future__ import annotations

import os
import sys
import warnings
from typing import BinaryIO

import msgspec

from convviz.protocol.frames import encode_frame, read_frame

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


class FormulaReply(msgspec.Struct, frozen=True):
    """Answers a request.

    Attributes:
        latex: The formula that was asked for.
        svg: The picture, in INK; "" when there is none.
        error: Why there is none; "" otherwise.
    """

    latex: str
    svg: str = ""
    error: str = ""


def render(latex: str) -> FormulaReply:
    """Return the picture of a formula, or why there is none."""
    with warnings.catch_warnings():
        # ziafont 0.11 finds its fonts by a function that Python 3.11 calls deprecated.
        warnings.simplefilter("ignore", DeprecationWarning)
        return _render(latex)


def _render(latex: str) -> FormulaReply:
    from ziamath.config import config
    from ziamath.zmath import Latex

    config.svg2 = False  # QtSvg draws no <symbol> and <use>
    try:
        svg = Latex(_as_ziamath_reads(latex), size=EM, color=INK).svg()
    except Exception as error:  # noqa: BLE001 - the library raises anything on bad LaTeX
        return FormulaReply(latex, error=f"{type(error).__name__}: {error}")
    return FormulaReply(latex, svg=svg)


def _as_ziamath_reads(latex: str) -> str:
    """Return LaTeX without the backslash before an underscore, which ziamath 0.14 draws."""
    return latex.replace(r"\_", "_")


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer requests until their stream ends.

    Raises:
        msgspec.DecodeError: What was read is no request.
        FrameError: What was read is no frame.
    """
    while (payload := read_frame(requests)) is not None:
        request = msgspec.msgpack.decode(payload, type=FormulaRequest)
        replies.write(encode_frame(msgspec.msgpack.encode(render(request.latex))))
        replies.flush()


def main() -> None:
    """Serve on stdin and stdout; a library's stray print goes to stderr."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as replies:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
