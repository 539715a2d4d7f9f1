"""A formula's LaTeX as plain text, for screen readers: a root as √(…), a fraction with a slash."""

from __future__ import annotations

import re
from typing import Final

_HAT: Final = "\u0302"
_WORDS: Final = {
    "left": "",
    "right": "",
    "cdot": "·",
    "quad": ", ",
    "sum": "Σ",
    "lfloor": "\u230a",
    "rfloor": "\u230b",
    "lceil": "\u2308",
    "rceil": "\u2309",
    "leftarrow": "←",
    "Rightarrow": "⇒",
    "le": "≤",
    "ge": "≥",
    "approx": "≈",
    "infty": "∞",
    "bmod": "mod",
    "partial": "∂",
    "dots": "…",
    "alpha": "α",
    "beta": "β",
    "gamma": "\u03b3",
    "delta": "δ",
    "Delta": "Δ",
    "varepsilon": "ε",
    "eta": "η",
    "lambda": "λ",
    "mu": "μ",
    "pi": "π",
    "Pi": "Π",
    "rho": "ρ",
    "sigma": "\u03c3",
    "tau": "τ",
    "varphi": "φ",
    "Phi": "Φ",
    "psi": "ψ",
}
_SUPERSCRIPTS: Final = {"2": "²", "3": "³", "+": "⁺"}
_PIECE: Final = re.compile(r"\\([A-Za-z]+|.)|[{}]|[^\\{}]+?(?=[\\{}^_]|$)|[\^_]")


def plain_latex(latex: str) -> str:
    """Return a formula as plain text."""
    text, _ = _read(_PIECE.findall(latex), [m[0] for m in _PIECE.finditer(latex)], 0)
    text = re.sub(r"\s+([,)])", r"\1", re.sub(r"\s+", " ", text.replace("-", "−")))
    return text.strip()


def _read(names: list[str], pieces: list[str], at: int) -> tuple[str, int]:
    """Return the text up to the end of a group, and where it ends."""
    parts: list[str] = []
    while at < len(pieces) and pieces[at] != "}":
        piece = pieces[at]
        if piece == "{":
            inside, at = _read(names, pieces, at + 1)
            parts.append(inside)
            at += 1
        elif piece.startswith("\\"):
            text, at = _command(names, pieces, at)
            parts.append(text)
        elif piece in {"^", "_"}:
            inside, at = _group(names, pieces, at + 1)
            power = _SUPERSCRIPTS.get(inside) or f"^{_bracketed(inside)}"
            index = inside if inside.isdigit() or not inside.isalpha() else f"_{inside}"
            parts.append(power if piece == "^" else index)
        else:
            parts.append(piece)
            at += 1
    return "".join(parts), at


def _group(names: list[str], pieces: list[str], at: int) -> tuple[str, int]:
    """Return what stands in the braces that begin at a place, and where it goes on."""
    if at >= len(pieces) or pieces[at] != "{":
        return (pieces[at], at + 1) if at < len(pieces) else ("", at)
    inside, at = _read(names, pieces, at + 1)
    return inside, at + 1


def _command(names: list[str], pieces: list[str], at: int) -> tuple[str, int]:
    name = names[at]
    if name == "frac":
        over, at = _group(names, pieces, at + 1)
        under, at = _group(names, pieces, at)
        return f"{_bracketed(over)} / {_bracketed(under)}", at
    if name in {"sqrt", "hat", "text", "mathrm"}:
        inside, at = _group(names, pieces, at + 1)
        shown = {"sqrt": f"√{_bracketed(inside)}", "hat": f"{inside}{_HAT}"}
        return shown.get(name, inside), at
    if not name.isalpha():
        return "_" if name == "_" else "", at + 1
    return _WORDS.get(name, name), at + 1


def _bracketed(text: str) -> str:
    return f"({text.strip()})" if " " in text.strip() else text.strip()
