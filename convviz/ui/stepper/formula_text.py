"""Formulas as plain text, for screen readers and tooltips."""

from __future__ import annotations

import re
from typing import Final

_FRACTION: Final = re.compile(r"\\frac\{([^{}]*)\}\{([^{}]*)\}")
_WORD: Final = re.compile(r"\\text\{([^{}]*)\}")
_INDEX: Final = re.compile(r"_\{([^{}]*)\}")
_OF_WINDOW: Final = re.compile(r"\w_\{j\}")
_WORDS: Final = {
    r"\left\lfloor": "\u230a",
    r"\right\rfloor": "\u230b",
    r"\left\lceil": "\u2308",
    r"\right\rceil": "\u2309",
    r"\cdot": "\u00b7",
    r"\ge": "\u2265",
    r"\approx": "\u2248",
    r"\Rightarrow": "\u21d2",
    r"\leftarrow": "\u2190",
    r"\max": "max",
    " - ": " \u2212 ",
}


def plain_formula(latex: str) -> str:
    """Return LaTeX of the output-size formula as plain text, such as ⌊(5 + 2 · 1 − 3)/2⌋ + 1."""
    text = _WORD.sub(lambda found: found[1].replace(r"\_", "_"), latex)
    text = _INDEX.sub(r"\1", text)
    text = _FRACTION.sub(_slash, text)
    for word, shown in _WORDS.items():
        text = text.replace(word, shown)
    return re.sub(r"\s+", " ", text).strip()


def formula_letters(latex: str) -> str:
    """Return the letters that stand for numbers, without words and what is defined of window j."""
    return plain_formula(_OF_WINDOW.sub("", _WORD.sub("", latex)))


def _slash(found: re.Match[str]) -> str:
    over, under = (part.strip() for part in found.groups())
    over = f"({over})" if " " in over else over
    return f"{over}/{under}"
