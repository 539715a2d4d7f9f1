"""A figure that is too long for its room, broken into rows.

A row begins at a volume, a join or a frame. Long frames go on in the next row. So do long bodies
with a way around them: where that begins and ends in other rows, both ends have the same letter.
"""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from convviz.drawing.lanes import LaidSequence
from convviz.drawing.options import Direction
from convviz.drawing.parts import Branches, Frame, LooseEnd, Part

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convviz.core.network.tree import Path
    from convviz.drawing.styles import GlyphMaker

MARGIN: Final = 22.0
ROWS_APART: Final = 34.0
_WHOLE: Final = 5
"""Parts of a frame, or of a body with a way around it, that no row divides."""
_MOST_ROWS: Final = 40
_TRIED: Final = 4
"""Numbers of rows to each side of what is guessed."""
_WORTH_A_ROW: Final = 1.06
"""A figure must become so much larger to be broken into one more row."""
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


class Holder(NamedTuple):
    """A frame or a way around that a row may divide, for one of the atoms in it.

    Attributes:
        part: The frame, or the branches.
        place: Of the atom among those in it.
        total: So many atoms are in it.
    """

    part: Frame | Branches
    place: int
    total: int


class Atom(NamedTuple):
    """A part that no row divides.

    Attributes:
        part: The part.
        holders: What it stands in, from the outermost to its own.
    """

    part: Part
    holders: tuple[Holder, ...] = ()


def laid_rows(parts: Sequence[Part], make: GlyphMaker) -> list[LaidSequence]:
    """Return the rows of a figure, as many as make it largest in the room that it has."""
    single = LaidSequence(parts, make)
    atoms = list(_atoms(parts))
    options = make.options
    is_short = options.rows is None and single.length <= options.unbroken
    if len(atoms) == 1 or options.rows == 1 or is_short:
        return [single]
    is_plain = not any(atom.holders for atom in atoms)
    plain = single if is_plain else LaidSequence([atom.part for atom in atoms], make)
    spans = [
        (start, start + item.length) for start, item in zip(plain.starts, plain.items, strict=True)
    ]
    depths = [(item.up, item.down) for item in plain.items]
    aspect = options.aspect if make.direction is Direction.RIGHT else 1 / options.aspect
    if options.rows is not None:
        breaks = _breaks(spans, min(options.rows, len(atoms)))
    else:
        breaks = _best_breaks(spans, depths, aspect)
    if len(breaks) == 1:
        return [single]
    letters: dict[Path, str] = {}
    pieces = [_regrouped(atoms[first:last], 0, letters) for first, last in breaks]
    return [LaidSequence(piece, make) for piece in pieces]


def _best_breaks(
    spans: list[tuple[float, float]], depths: list[tuple[float, float]], aspect: float
) -> list[tuple[int, int]]:
    """Return where parts are broken into rows that make the figure largest in its room.

    Args:
        spans: Where each part begins and ends in one row.
        depths: How far each goes above the wire, and below it.
        aspect: The room's length beside its depth.
    """
    best, needed = [(0, len(spans))], 0.0
    # Rows that are as long as they are deep, beside the room: so many, more or less.
    guess = math.isqrt(round(spans[-1][1] / (_depth(depths) * aspect)))
    first_try, last_try = max(1, guess - _TRIED), min(_MOST_ROWS, len(spans), guess + _TRIED)
    for count in range(first_try, max(first_try, last_try) + 1):
        breaks = _breaks(spans, count)
        longest = max(spans[last - 1][1] - spans[first][0] for first, last in breaks)
        deep = sum(_depth(depths[first:last]) for first, last in breaks)
        room = max(longest + 2 * MARGIN, (deep + 2 * MARGIN) * aspect)
        if not needed or room * _WORTH_A_ROW < needed:
            best, needed = breaks, room
    return best


def _depth(depths: Sequence[tuple[float, float]]) -> float:
    return max(up for up, _ in depths) + max(down for _, down in depths) + ROWS_APART


def _breaks(spans: list[tuple[float, float]], count: int) -> list[tuple[int, int]]:
    """Return where parts are broken into so many rows at most, the longest as short as can be."""
    low = max(end - start for start, end in spans)
    high = spans[-1][1] - spans[0][0]
    while high - low > 1:
        middle = (low + high) / 2
        if len(_filled(spans, middle)) <= count:
            high = middle
        else:
            low = middle
    return _filled(spans, high)


def _filled(spans: list[tuple[float, float]], length: float) -> list[tuple[int, int]]:
    rows, first = [], 0
    for place, (_, end) in enumerate(spans):
        if end - spans[first][0] > length and place > first:
            rows.append((first, place))
            first = place
    rows.append((first, len(spans)))
    return rows


def _atoms(parts: Sequence[Part]) -> Iterator[Atom]:
    """Yield what rows consist of."""
    for part in parts:
        inside = _divided(part)
        if not inside or not isinstance(part, Frame | Branches):
            yield Atom(part)
            continue
        atoms = list(_atoms(inside))
        for place, atom in enumerate(atoms):
            yield Atom(atom.part, (Holder(part, place, len(atoms)), *atom.holders))


def _divided(part: Part) -> tuple[Part, ...]:
    """Return the parts into which rows may divide a part; none for one that stays whole."""
    inside: tuple[Part, ...] = ()
    if isinstance(part, Frame) and part.count == 1:
        inside = part.parts
    elif isinstance(part, Branches) and part.is_joined and not all(part.ways):
        bodies = [way for way in part.ways if way]
        inside = bodies[0] if len(bodies) == 1 else ()
    return inside if len(inside) > _WHOLE else ()


def _regrouped(atoms: Sequence[Atom], depth: int, letters: dict[Path, str]) -> list[Part]:
    """Return the parts of a row, in what they stand in.

    Args:
        atoms: Those of the row, or of what holds them in it.
        depth: So many holders are around all of them.
        letters: Of the ways around that rows divide, by their blocks; new ones are put in.
    """
    parts: list[Part] = []

    def held_by(atom: Atom) -> int:
        return id(atom.holders[depth].part) if len(atom.holders) > depth else 0

    for key, group in groupby(atoms, held_by):
        held = list(group)
        if not key:
            parts += [atom.part for atom in held]
            continue
        first, last = held[0].holders[depth], held[-1].holders[depth]
        if first.place == 0 and last.place == last.total - 1:
            parts.append(first.part)
            continue
        if isinstance(first.part, Frame):
            inside = tuple(_regrouped(held, depth + 1, letters))
            parts.append(Frame(first.part.path, first.part.name, inside))
            continue
        # The outermost way around has the first letter.
        letter = letters.setdefault(first.part.path, _LETTERS[len(letters) % len(_LETTERS)])
        if first.place == 0:
            parts.append(LooseEnd(first.part, letter, is_join=False))
        parts += _regrouped(held, depth + 1, letters)
        if last.place == last.total - 1:
            parts.append(LooseEnd(first.part, letter, is_join=True))
    return parts
