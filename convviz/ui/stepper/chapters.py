"""Which parts of a calculation are drawn where all of them have no room for their numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSettings

if TYPE_CHECKING:
    from convviz.stepping.walks.worked import WorkedWalk
    from convviz.ui.widgets.grid import PlaneGroup, PlaneStackView

_KEY: Final = "calculator/folds-parts"
_MOST_KNOWN: Final = 64


class Chapters:
    """Leaves out what the part of the settled step is not made of, as long as that makes room.

    Whether there is room for all is found out once for parts of the same shapes in the same space.

    Attributes:
        drawn: The parts that are drawn; None for all.
    """

    def __init__(self) -> None:
        self.drawn: frozenset[str] | None = None
        self._wanted = bool(
            QSettings("convviz", "convviz").value(_KEY, defaultValue=True, type=bool)
        )
        self._known: dict[tuple[object, ...], int] = {}
        self._part = ""

    @property
    def is_wanted(self) -> bool:
        """Whether a person wants parts left out."""
        return self._wanted

    def set_wanted(self, *, wanted: bool) -> None:
        """Leave parts out where there is no room for all, or never, and remember that."""
        self._wanted = wanted
        QSettings("convviz", "convviz").setValue(_KEY, wanted)

    def leave(self) -> None:
        """Leave nothing out: what is drawn is no calculation in parts."""
        self.drawn, self._part = None, ""

    def is_other(self, walk: WorkedWalk, settled: int) -> bool:
        """Return whether a step is of another part than the one for which parts are left out."""
        return self.drawn is not None and self._part != _part_of(walk, settled)

    def choose(
        self, walk: WorkedWalk, settled: int, groups: tuple[PlaneGroup, ...], view: PlaneStackView
    ) -> bool:
        """Find out which parts are drawn, and return whether they are others than before.

        Args:
            walk: Through the calculation.
            settled: The step that is shown while the mouse points at nothing.
            groups: All parts.
            view: Where they are drawn. It is given all of them, and then fewer, until they have
                room.
        """
        before, self.drawn = self.drawn, None
        self._part = _part_of(walk, settled)
        if not self._wanted:
            return True
        space = (view.width(), view.height(), view.text_scale)
        shapes = tuple((group.name, group.shape, group.caption) for group in groups)
        ways = (None, *walk.working.chapters_of(self._part))
        key = (*space, shapes, self._part)
        known = self._known.get(key)
        is_tried = known is None
        if known is None:
            known = self._fitting(ways, groups, view)
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[key] = known
        self.drawn = ways[known]
        return is_tried or self.drawn != before

    def _fitting(
        self,
        ways: tuple[frozenset[str] | None, ...],
        groups: tuple[PlaneGroup, ...],
        view: PlaneStackView,
    ) -> int:
        """Return the number of the first way whose parts have room, else of the last."""
        for number, self.drawn in enumerate(ways[:-1]):
            view.set_groups(self.of(groups))
            if view.has_room_for_all_numbers():
                return number
        return len(ways) - 1

    def of(self, groups: tuple[PlaneGroup, ...]) -> tuple[PlaneGroup, ...]:
        """Return those of all groups that are drawn."""
        drawn = self.drawn
        if drawn is None:
            return groups
        kept: list[PlaneGroup] = []
        line_is_whole = True
        for group in groups:
            if group.name in drawn and not kept:
                kept.append(replace(group, operator="", starts_line=False))
            elif group.name in drawn and group.starts_line and not line_is_whole:
                kept.append(replace(group, starts_line=False))
            elif group.name in drawn:
                kept.append(group)
            line_is_whole = (line_is_whole or group.starts_line) and group.name in drawn
        return tuple(kept)


def _part_of(walk: WorkedWalk, settled: int) -> str:
    """Return the part of a step."""
    return walk.working.located(min(settled, walk.step_count - 1))[0]
