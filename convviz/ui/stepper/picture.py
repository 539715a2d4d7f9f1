"""The picture in the middle of the page: planes of the scene, and what the step lights on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from convviz.stepping.cells import BIAS, OUTPUT, CellAddress
from convviz.stepping.usage_counts import DrawnUsage, drawn_usage
from convviz.stepping.walks.by_output import walk_by_output
from convviz.ui.stepper.loupe import Loupe
from convviz.ui.stepper.marks import cell_marks, outlines
from convviz.ui.stepper.output_cover import COVERED, OutputCover
from convviz.ui.stepper.planes import without_kernel
from convviz.ui.stepper.refusal_card import RefusalCard
from convviz.ui.stepper.refused_planes import refused_groups
from convviz.ui.stepper.usage_legend import UsageLegend
from convviz.ui.stepper.usage_planes import counted_groups, with_usage, without_factors
from convviz.ui.stepper.walk_planes import groups_of
from convviz.ui.theme import theme_notifier
from convviz.ui.widgets.grid import PlaneStackView
from convviz.values.number_text import read_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QResizeEvent

    from convviz.stepping.lights.tracing import Target
    from convviz.stepping.scene.refused_scene import RefusedScene
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.scene.visible import VisiblePlanes
    from convviz.stepping.walks.walk import Lights, Walk, WalkMaker
    from convviz.ui.widgets.grid import PlaneGroup


class CalculatorPicture(QWidget):
    """Shows one step of a walk through a scene.

    Signals:
        output_hovered(int): The mouse is over the cell of this step: an output cell, or an input
            cell where those are walked.
        cell_traced(Target): It is over another cell or a tap; what belongs to it is lit.
        output_left(): It is over no such cell any more.
        output_clicked(int): The cell of this step was clicked.
        cell_edited(str, tuple, float): "input", "weight" or "bias", the index in that tensor, and
            the number typed.
        planes_changed(VisiblePlanes): Other planes are drawn.
    """

    output_hovered = Signal(int)
    cell_traced = Signal(object)
    output_left = Signal()
    output_clicked = Signal(int)
    cell_edited = Signal(str, tuple, float)
    planes_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PlaneStackView(self)
        self.view.set_never_dimmed((BIAS,))
        self.loupe = Loupe(self)
        self.legend = UsageLegend(self)
        self.legend.hide()
        self.card = RefusalCard(self)
        layout = self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        layout.setSpacing(0)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.loupe)
        layout.addWidget(self.legend)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(layout, 1)
        row.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter)
        self._walk_of: WalkMaker = walk_by_output
        self._walk: Walk | None = None
        self._last: Walk | None = None
        self._refused: RefusedScene | None = None
        self._drawn: VisiblePlanes | None = None
        self._page = 0
        self._pinned = False
        self._is_tracing = False
        self._is_small = False
        self._shows_usage = False
        self.cover = OutputCover()
        self._usage: DrawnUsage | None = None
        self.view.cell_hovered.connect(self._on_hovered)
        self.view.hover_left.connect(self._on_left)
        self.view.zoom_changed.connect(self._look_again)
        self.view.cell_clicked.connect(self._on_clicked)
        self.view.cell_edited.connect(self._on_edited)
        theme_notifier().changed.connect(self._relight)

    @property
    def walk(self) -> Walk | None:
        """What is shown, and which step of it."""
        return self._walk

    @property
    def scene(self) -> Scene | None:
        """What is shown."""
        return None if self._walk is None else self._walk.scene

    @property
    def visible_planes(self) -> VisiblePlanes | None:
        """The planes that are drawn."""
        return self._drawn

    def set_walk(self, walk_of: WalkMaker) -> None:
        """Decide how the next scene is walked through: output cells first, until it is said."""
        self._walk_of = walk_of

    def show_scene(self, scene: Scene, index: int, *, pinned: bool = False) -> Walk:
        """Show another scene at a step; returns the walk, which stands there."""
        before = self._walk or self._last
        if before is not None and before.scene.calculator is not scene.calculator:
            self.cover.forget()
        self._walk, self._drawn = self._walk_of(scene), None
        self._is_tracing = False
        self._refused = None
        self.card.hide()
        self._give_room(drawn=True)
        self.legend.setVisible(self.shows_usage)
        if self.shows_usage:
            self._count(scene)
        self.view.set_dimmed(dimmed=False)
        return self.show_step(index, pinned=pinned)

    def show_step(self, index: int, *, pinned: bool = False) -> Walk:
        """Show another step: only what changes moves, unless other planes are concerned.

        Raises:
            RuntimeError: No scene was shown before.
        """
        walk = self._walk
        if walk is None:
            message = "no scene is shown"
            raise RuntimeError(message)
        walk.go_to(index, self._page)
        self._pinned = pinned
        is_fresh = walk.visible != self._drawn
        if is_fresh:
            self._drawn = walk.visible
            self.view.set_groups(self._groups(walk))
            self.cover_outputs()
            self.planes_changed.emit(walk.visible)
        else:
            counted = counted_groups(self._usage)
            for values in walk.changing():
                if values.group not in counted:
                    self.view.set_values(*values)
            self.cover_outputs()
        # What a hovered cell had lit is not the step's: keys may move the steps under the mouse.
        self._light(walk, walk.lit(afresh=is_fresh or self._is_tracing))
        self._is_tracing = False
        self._look_close(walk)
        return walk

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look close where there is no more room for numbers."""
        super().resizeEvent(event)
        self._look_again()

    def _look_again(self) -> None:
        if self._walk is not None and self._refused is None:
            self._look_close(self._walk)

    def set_loupe(self, wanted: bool) -> None:  # noqa: FBT001 - a slot of toggled(bool)
        """Show the window close up where the picture has no room for numbers, or never."""
        self.loupe.set_wanted(wanted)
        self._look_again()

    def _look_close(self, walk: Walk) -> None:
        taken = 0 if self.loupe.isHidden() else self.loupe.height()
        is_dense = not self.view.has_room_for_numbers(taken)
        alone = not self._is_small and self._usage is None
        self.loupe.follow(
            walk,
            is_dense=is_dense and alone,
            hides_sum=self.cover.hides_step(walk, walk.index),
        )

    def redraw(self) -> None:
        """Draw all planes of the step again."""
        if self._walk is not None:
            self._drawn = None
            self.show_step(self._walk.index, pinned=self._pinned)

    @property
    def covers(self) -> bool:
        """Whether cells of the output may be covered at the step that is shown."""
        walk = self._walk
        if walk is None or walk.scene.output is None or not walk.by_output:
            return False
        return self.cover.is_on and OUTPUT not in counted_groups(self._usage)

    def cover_outputs(self) -> None:
        """Cover what is not computed yet, or not asked for."""
        if self._walk is None or not self.covers:
            return
        for number, kinds in self.cover.kinds(self._walk):
            for group in COVERED:
                if self.view.has_plane(group, number):
                    grid = self.view.grid(group, number)
                    if grid.kinds.shape == kinds.shape:
                        grid.set_cell_kinds(kinds)

    def set_small(self, *, small: bool) -> None:
        """Show the input above the output alone, beside another view, or everything again."""
        if small == self._is_small:
            return
        self._is_small = small
        self.view.set_groups(())
        self.view.set_column(is_column=small)
        self.set_usage(shown=self._shows_usage)

    def show_refused(self, refused: RefusedScene) -> None:
        """Show what is refused; nothing of it can be pointed at, clicked or edited."""
        self._rest()
        self._refused = refused
        self.view.clear_marks()
        self._give_room(drawn=True)
        self.view.set_groups(refused_groups(refused))
        self.view.set_dimmed(dimmed=False)

    def show_nothing(self) -> None:
        """Show no grids at all: there would be too many cells."""
        self._rest()
        self.view.set_groups(())
        self._give_room(drawn=False)

    def _give_room(self, *, drawn: bool) -> None:
        """Give the grids their room; without any, the words stand in the middle."""
        self.view.setVisible(drawn)
        self._row.setStretch(0, 1 if drawn else 0)

    def show_last(self) -> bool:
        """Show the scene before, faded; return whether there was one."""
        self._rest()
        walk = self._walk = self._last
        if walk is not None:
            self._drawn = self._usage = None
            self._give_room(drawn=True)
            self.show_step(walk.index)
            self.view.set_dimmed(dimmed=True)
        self._rest()
        return walk is not None

    def _rest(self) -> None:
        """Let nothing on the picture belong to a step any more."""
        self._end_tracing()
        self._last = self._walk or self._last
        self._walk = self._drawn = self._refused = None
        self.legend.hide()
        self.loupe.hide()

    @property
    def shows_usage(self) -> bool:
        """Whether the input shows how often its cells are used; small, it has no room for that."""
        return self._shows_usage and not self._is_small

    def set_usage(self, *, shown: bool) -> None:
        """Show how often each cell of the input is used, instead of its numbers, or no longer."""
        walk, self._usage, self._drawn = self._walk, None, None
        self._shows_usage = shown
        if walk is None:
            return
        self.legend.setVisible(self.shows_usage)
        if self.shows_usage:
            self._count(walk.scene)
        self.show_step(walk.index, pinned=self._pinned)

    def _count(self, scene: Scene) -> None:
        self._usage = drawn_usage(scene)
        self.legend.show_usage(self._usage)
        beside = self._usage.rank == 1  # rows need the height
        directions = QBoxLayout.Direction
        self._parts.setDirection(directions.LeftToRight if beside else directions.TopToBottom)

    def _groups(self, walk: Walk) -> tuple[PlaneGroup, ...]:
        groups = groups_of(walk)
        if self._is_small:
            groups = without_kernel(walk.scene, walk.visible, groups)
        if self._usage is None:
            return groups
        stamped = OUTPUT in walk.moving
        return with_usage(groups, walk.visible, self._usage, stamped=stamped)

    def set_page(self, first: int) -> None:
        """Draw other input channels, from this number among those that are read."""
        self._page = max(0, first)
        if self._walk is not None:
            self.show_step(self._walk.index, pinned=self._pinned)

    def show_trace(self, target: Target | None) -> None:
        """Light what belongs to a cell or a tap; None lights the step again."""
        if target is None or self._walk is None:
            self._end_tracing()
            return
        self._is_tracing = True
        self._light(self._walk, self._walk.traced(target))
        if self._usage is not None:
            self.legend.show_cell(None if target.is_tap else target.cell)

    def _light(self, walk: Walk, lights: Iterator[Lights]) -> None:
        counted = counted_groups(self._usage)
        for light in lights:
            if self.view.has_group(light.group):
                lit = without_factors(light.lit) if light.group in counted else light.lit
                pinned = self._pinned and light.is_step
                marks = cell_marks(lit, walk.taps)
                self.view.set_marks(light.group, light.plane, marks, outlines(lit, pinned=pinned))

    def _relight(self) -> None:
        if self._refused is not None:
            self.view.set_groups(refused_groups(self._refused))  # its outlines wear the theme
        if self._walk is not None:
            self._light(self._walk, self._walk.lit(afresh=True))

    def _end_tracing(self) -> None:
        if self._is_tracing:
            self._is_tracing = False
            if self._usage is not None:
                self.legend.show_cell(None)
            self._relight()

    def _on_hovered(self, group: str, plane: int, row: int, column: int) -> None:
        walk = self._walk
        if walk is None:
            return
        address = CellAddress(group, plane, row, column)
        index = walk.step_at(address)
        if index is not None:
            self._end_tracing()
            self.output_hovered.emit(index)
            return
        target = walk.target_at(address)
        if target is None:
            self._on_left()
        else:
            self.cell_traced.emit(target)
            drawn = walk.target_at(address)  # the step that waits now may show other planes
            if drawn is not None and drawn != target:
                self.cell_traced.emit(drawn)
            self.show_trace(drawn)

    def _on_left(self) -> None:
        self._end_tracing()
        self.output_left.emit()

    def _on_clicked(self, group: str, plane: int, row: int, column: int) -> None:
        address = CellAddress(group, plane, row, column)
        index = None if self._walk is None else self._walk.step_at(address)
        if index is not None:
            self.output_clicked.emit(index)

    def _on_edited(self, group: str, plane: int, row: int, column: int, text: str) -> None:
        value = read_number(text)
        if value is None or self._walk is None:
            return
        found = self._walk.edited_at(CellAddress(group, plane, row, column))
        if found is not None:
            self.cell_edited.emit(*found, value)
