"""A rule as it is written in one line, such as "w − lr·m̂ / d", as LaTeX."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import Final

_HAT: Final = "\u0302"
_LETTERS: Final = {
    "α": r"\alpha",
    "β": r"\beta",
    "Δ": r"\Delta",
    "ε": r"\varepsilon",
    "η": r"\eta",
    "λ": r"\lambda",
    "μ": r"\mu",
    "π": r"\pi",
    "Π": r"\Pi",
    "ρ": r"\rho",
    "\u03c3": r"\sigma",
    "τ": r"\tau",
    "φ": r"\varphi",
    "Φ": r"\Phi",
    "ψ": r"\psi",
    "\u03b3": r"\gamma",
}
_INDICES: Final = {"₁": "_{1}", "₂": "_{2}", "∞": r"_{\infty}", "⁺": "^{+}"}
_POWERS: Final = {"²": "2", "³": "3"}
_SIGNS: Final = {"−": "-", "≤": r"\le", "≥": r"\ge", "<": "<", ">": ">"}
_TOKEN: Final = re.compile(
    rf"""\s*(?:
        (?P<number>\d+(?:\.\d+)?(?:e[−+]?\d+)?|∞|NaN)
        |(?P<word>[a-z]{{2,}})
        |(?P<letter>[^\W\d_]{_HAT}?[{"".join(_INDICES)}]?(?:_[a-z]+)?'?)
        |(?P<sign>.)
    )""",
    re.VERBOSE,
)
_COMPARISONS: Final = frozenset(_SIGNS) - {"−"}
_ENDS: Final = _COMPARISONS | {")", "]", "|", ",", "", "+", "−"}
_FUNCTIONS: Final = frozenset({"max", "min", "sign"})


@lru_cache(maxsize=512)
def rule_latex(text: str) -> str:
    """Return a rule as LaTeX; the few that there are come again with every edit.

    Args:
        text: Sums, products, fractions, powers and roots of letters and numbers. A condition
            stands behind two spaces, in brackets.

    Raises:
        ValueError: It is no such text.
    """
    rule, _, condition = text.partition("  ")
    latex = _Reader(rule).whole()
    return rf"{latex} \quad {_Reader(condition).whole()}" if condition else latex


def equation_latex(text: str) -> str:
    """Return an equation as LaTeX, or a rule that is none.

    Args:
        text: Such as "y' = y·(1 − y)", both sides as :func:`rule_latex` reads them.
    """
    name, equals, rule = text.partition(" = ")
    return f"{rule_latex(name)} = {rule_latex(rule)}" if equals else rule_latex(text)


def line_latex(name: str, latex: str) -> str:
    """Return a line of a rule, given what is computed and how, the latter as LaTeX.

    Of what is made of itself an arrow says that it becomes something else.
    """
    letter = rule_latex(name)
    arrow = r"\leftarrow" if has_letter(latex, name, but="^") else "="
    return f"{letter} {arrow} {latex}"


def has_letter(latex: str, name: str, but: str = "") -> bool:
    """Return whether a rule has a letter.

    Args:
        latex: The rule.
        name: The letter, as it is written in one line.
        but: What must not follow it.
    """
    letter = re.escape(rule_latex(name))
    return re.search(rf"(?<!\\hat{{)(?<![\\\w]){letter}(?![\w_{but}])", latex) is not None


def latex_number(value: float, digits: int = 4) -> str:
    """Return a number as LaTeX."""
    if not math.isfinite(value):
        return r"\text{NaN}" if math.isnan(value) else r"\infty" if value > 0 else r"-\infty"
    text = f"{value:.{digits}g}"
    sign = "-" if text.startswith("-") else ""
    return sign + _number(text.removeprefix("-"))


class _Reader:
    """Reads a rule from left to right."""

    def __init__(self, text: str) -> None:
        found = (match for match in _TOKEN.finditer(text))
        self._tokens = [
            (match.lastgroup or "", match.group(match.lastgroup or 0)) for match in found
        ]
        self._at = 0

    def whole(self) -> str:
        """Return all of it.

        Raises:
            ValueError: Something is left, or missing.
        """
        latex = self._comparison()
        if self._next():
            message = f"{self._next()!r} was not expected"
            raise ValueError(message)
        return latex

    def _next(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def _take(self, wanted: str = "") -> tuple[str, str]:
        """Return the next piece.

        Raises:
            ValueError: There is none, or another than was wanted.
        """
        if not self._next() or wanted not in {"", self._next()}:
            message = f"{wanted!r} is missing"
            raise ValueError(message)
        self._at += 1
        return self._tokens[self._at - 1]

    def _comparison(self) -> str:
        latex = self._sum()
        while self._next() in _COMPARISONS:
            sign = _SIGNS[self._take()[1]]
            latex = f"{latex} {sign} {self._sum()}"
        return latex

    def _sum(self) -> str:
        parts = [self._product()]
        while self._next() in {"+", "−"}:
            sign = self._take()[1]
            parts += [_SIGNS.get(sign, sign), self._product()]
        return " ".join(parts)

    def _product(self) -> str:
        """Return a product; what stands before a slash is divided by what follows it."""
        if self._next() == "−":
            self._take()
            return f"-{self._product()}"
        latex = self._power()
        while self._next() not in _ENDS:
            if self._next() == "/":
                self._take()
                latex = rf"\frac{{{_bare(latex)}}}{{{_bare(self._power())}}}"
            elif self._next() == "·":
                self._take()
                latex = rf"{latex} \cdot {self._power()}"
            else:
                space = "" if self._next() == "(" else " "  # of a function's argument
                latex = f"{latex}{space}{self._power()}"
        return latex

    def _power(self) -> str:
        base = self._atom()
        while self._next() in {"^", *_POWERS}:
            sign = self._take()[1]
            power = _POWERS.get(sign) or _bare(self._atom())
            base = f"{base}^{{{power}}}"
        return base

    def _atom(self) -> str:
        kind, text = self._take()
        if kind == "number":
            return _number(text)
        if kind == "letter":
            return _letter(text)
        if kind == "word":
            return self._word(text)
        if text == "√":
            return rf"\sqrt{{{_bare(self._power())}}}"
        if text in {"(", "[", "|"}:
            end = {"(": ")", "[": "]", "|": "|"}[text]
            inside = self._comparison()
            self._take(end)
            return rf"\left{text}{inside}\right{end}"
        message = f"{text!r} was not expected"
        raise ValueError(message)

    def _word(self, text: str) -> str:
        if text not in _FUNCTIONS:
            return rf"\mathrm{{{text}}}"
        name = rf"\{text}" if text != "sign" else r"\mathrm{sign}"
        self._take("(")
        inside = [self._sum()]
        while self._next() == ",":
            self._take()
            inside.append(self._sum())
        self._take(")")
        return rf"{name}\left({', '.join(inside)}\right)"


def _bare(latex: str) -> str:
    """Return what a fraction or a root encloses anyway without brackets of its own."""
    opening, closing = r"\left(", r"\right)"
    if not latex.startswith(opening) or not latex.endswith(closing):
        return latex
    depth = 0
    for match in re.finditer(r"\\(left|right)[(\[|)\]]", latex):
        depth += 1 if match[1] == "left" else -1
        if depth == 0 and match.end() < len(latex):
            return latex  # the first bracket ends before the last
    return latex[len(opening) : -len(closing)]


def _number(text: str) -> str:
    if text == "∞":
        return r"\infty"
    if text == "NaN":
        return r"\mathrm{NaN}"
    mantissa, _, exponent = text.partition("e")
    if not exponent:
        return mantissa
    power = f"10^{{{int(exponent.replace('−', '-'))}}}"
    return power if mantissa == "1" else rf"{mantissa} \cdot {power}"


def _letter(text: str) -> str:
    if text.endswith("'"):
        return f"{_letter(text[:-1])}'"
    letter, rest = text[0], text[1:]
    latex = _LETTERS.get(letter, letter)
    if rest.startswith(_HAT):
        latex, rest = rf"\hat{{{latex}}}", rest[1:]
    if rest[:1] in _INDICES:
        latex, rest = f"{latex}{_INDICES[rest[0]]}", rest[1:]
    return rf"{latex}_{{\mathrm{{{rest[1:]}}}}}" if rest else latex
