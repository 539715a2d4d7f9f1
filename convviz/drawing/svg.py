"""A figure as an SVG file: text stays text, each layer is a group of its own, nothing runs."""

from __future__ import annotations

import math
import re
from itertools import groupby
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from convviz.drawing.colours import colour
from convviz.drawing.metrics import FAMILIES
from convviz.drawing.options import Theme
from convviz.drawing.scene import Disc, Outline, Paint, Role, Words
from convviz.drawing.strokes import DASHES, rounded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.network.tree import Path
    from convviz.drawing.scene import Primitive, Scene

_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def svg_text(
    scene: Scene,
    theme: Theme = Theme.LIGHT,
    *,
    width: float | None = None,
    has_ground: bool = True,
) -> str:
    """Return a figure as SVG.

    Args:
        scene: The figure.
        theme: Its colours.
        width: The width it is to have, in pixels; None for its own.
        has_ground: Whether the ground is filled; else what is behind the figure shines through.
    """
    factor = 1.0 if width is None else width / scene.width
    view = f"0 0 {_number(scene.width)} {_number(scene.height)}"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_number(scene.width * factor)}" '
            f'height="{_number(scene.height * factor)}" viewBox="{view}" role="img" '
            f"font-family={quoteattr(_families())} "
            'stroke-linejoin="round" stroke-linecap="round">'
        ),
        f"<title>{_text(scene.title)}</title>",
    ]
    if has_ground:
        ground = colour(theme, Paint(Role.GROUND))
        size = f'width="{_number(scene.width)}" height="{_number(scene.height)}"'
        lines.append(f'<rect {size} fill="{ground}"/>')
    for path, group in groupby(scene.primitives, lambda primitive: primitive.path):
        lines += _group(path, list(group), scene, theme)
    lines.append("</svg>")
    return "\n".join(lines) + "\n"


def _group(
    path: Path | None, primitives: list[Primitive], scene: Scene, theme: Theme
) -> Iterator[str]:
    note = None if path is None else scene.notes.get(path)
    if note is not None and path is not None:
        place = ".".join(map(str, path))
        yield f'<g data-layer="{place}"><title>{_text(note)}</title>'
    for primitive in primitives:
        yield _element(primitive, theme)
    if note is not None:
        yield "</g>"


def _element(primitive: Primitive, theme: Theme) -> str:
    match primitive:
        case Outline():
            return f'<path d="{_way(primitive)}"{_looks(primitive, theme)}/>'
        case Disc(centre=(x, y), radius=radius):
            place = f'cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}"'
            return f"<circle {place}{_looks(primitive, theme)}/>"
        case Words():
            return _words(primitive, theme)


def _words(words: Words, theme: Theme) -> str:
    weight = ' font-weight="bold"' if words.bold else ""
    x, y = words.place
    return (
        f'<text x="{_number(x)}" y="{_number(y)}" font-size="{_number(words.size)}"{weight} '
        f'text-anchor="{words.anchor.value}" fill="{colour(theme, words.paint)}" '
        f'textLength="{_number(words.length)}" lengthAdjust="spacingAndGlyphs">'
        f"{_text(words.text)}</text>"
    )


def _looks(primitive: Outline | Disc, theme: Theme) -> str:
    fill = "none" if primitive.fill is None else colour(theme, primitive.fill)
    looks = f' fill="{fill}"'
    if primitive.line is not None:
        width = _number(primitive.width)
        looks += f' stroke="{colour(theme, primitive.line)}" stroke-width="{width}"'
        if isinstance(primitive, Outline) and primitive.dashed:
            looks += f' stroke-dasharray="{" ".join(map(_number, DASHES))}"'
    return looks


def _way(outline: Outline) -> str:
    parts: list[str] = []
    for stroke in rounded(outline.points, outline.corner, closed=outline.closed):
        numbers = " ".join(_number(number) for point in stroke.points for number in point)
        parts.append(f"{stroke.command}{numbers}")
    return "".join(parts) + ("Z" if outline.closed else "")


def _families() -> str:
    return ", ".join([*(f"'{name}'" if " " in name else name for name in FAMILIES), "sans-serif"])


def _text(text: str) -> str:
    return escape(_NOT_IN_XML.sub("�", text))


def _number(number: float) -> str:
    """Return a number with two decimals at most."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} or not math.isfinite(number) else text
