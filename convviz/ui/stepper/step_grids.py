"""The drawing in the middle of the page: planes of the scene, and what the step lights on them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from convviz.stepping.cells import BIAS, OUTPUT, SCALE, CellAddress
from convviz.stepping.usage_counts import DrawnUsage, drawn_usage
from convviz.stepping.walks.walk import WalkForm
from convviz.ui.stepper.chapters import Chapters
from convviz.ui.stepper.loupe import Loupe
from convviz.ui.stepper.marks import PlaneMarks, outlines
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

    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.scene.visible import VisiblePlanes
    from convviz.stepping.walks.walk import Lights, Walk
    from convviz.stepping.walks.worked import VisibleParts, WorkedWalk
    from convviz.ui.stepper.view_state import Refusal, ViewState
    from convviz.ui.widgets.grid import PlaneGroup


class StepGrids(QWidget):
    """Renders the step of a :class:`ViewState` as grids, and announces what a person wants.

    Signals:
        output_hovered(int): The mouse is over the cell of this step: an output cell, or an input
            cell where those are walked.
        cell_traced(TracedCell): It is over another cell or a tap; what belongs to it is lit.
        output_left(): It is over no such cell any more.
        output_clicked(int): The cell of this step was clicked.
        cell_edited(str, tuple, float): "input", "weight" or "bias", the index in that tensor, and
            the number typed.
    """

    output_hovered = Signal(int)
    cell_traced = Signal(object)
    output_left = Signal()
    output_clicked = Signal(int)
    cell_edited = Signal(str, tuple, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = PlaneStackView(self)
        self.view.set_never_dimmed((SCALE, BIAS))
        self.loupe = Loupe(self)
        self.chapters = Chapters()
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
        self._state: ViewState | None = None
        self._walk: Walk | None = None
        self._drawn: VisiblePlanes | None = None
        self._is_small = False
        self._usage: DrawnUsage | None = None
        self._marks: defaultdict[tuple[str, int], PlaneMarks] = defaultdict(PlaneMarks)
        self.view.cell_hovered.connect(self._on_hovered)
        self.view.hover_left.connect(self.output_left)
        self.view.zoom_changed.connect(self._look_again)
        self.view.cell_clicked.connect(self._on_clicked)
        self.view.cell_edited.connect(self._on_edited)
        theme_notifier().changed.connect(self._relight)

    @property
    def walk(self) -> Walk | None:
        """What is shown, and which step of it; None while something stands in its place."""
        return None if self._state is None or self._state.shown is None else self._walk

    @property
    def scene(self) -> Scene | None:
        """What is shown."""
        return None if self._state is None else self._state.shown

    @property
    def visible_planes(self) -> VisiblePlanes | None:
        """The planes that are drawn."""
        return self._drawn

    @property
    def shows_usage(self) -> bool:
        """Whether the input shows how often its cells are used; small, it has no room for that."""
        return self._usage is not None

    def show_state(self, state: ViewState, walk: Walk | None, *, small: bool = False) -> None:
        """Render a state: only what changed is drawn again.

        Args:
            state: What is on the screen.
            walk: The steps of its scene, standing at its step; None before the first scene.
            small: Whether input and output stand alone, one above the other, beside a view.
        """
        before, self._state = self._state, state
        is_stale = (
            before is None
            or walk is not self._walk
            or small != self._is_small
            or (before.usage, before.refused) != (state.usage, state.refused)
            or before.cover.uncovers(state.cover)
        )
        self._walk = walk
        if before is None or before.dimmed != state.dimmed:
            self.view.set_dims(dims=state.dimmed)
        if is_stale:
            self._drawn = None
            self._prepare(state, walk, small=small)
        if walk is not None and (state.refused is None or state.refused.keeps_last):
            self._show_step(walk, state, before)
        if is_stale:
            is_last = state.refused is not None and state.refused.keeps_last
            self.view.edits_dimmed = state.refused is not None and state.refused.edits_last
            self.view.set_dimmed(dimmed=is_last)

    def _prepare(self, state: ViewState, walk: Walk | None, *, small: bool) -> None:
        """Get ready for other planes than before, or for what stands in their place."""
        if small != self._is_small:
            self._is_small = small
            self.view.set_groups(())
            self.view.set_column(is_column=small)
        refused = state.refused
        has_usage = refused is None and state.usage and not small
        counts = walk is not None and walk.counts_uses and has_usage
        self._usage = drawn_usage(walk.scene) if walk is not None and counts else None
        self.legend.setVisible(self._usage is not None)
        if self._usage is not None:
            self._lay_out_legend(self._usage)
        keeps_last = refused is None or (refused.keeps_last and walk is not None)
        if refused is not None:
            self.loupe.hide()
            if not keeps_last:
                self.view.clear_marks()
                self.view.set_groups(_groups_of_refused(refused))
        has_grids = keeps_last or (refused is not None and refused.scene is not None)
        self.view.setVisible(has_grids)
        self._row.setStretch(0, 1 if has_grids else 0)  # without any, the words stand in the middle
        self.card.show_refused(refused, wide=not has_grids)

    def _show_step(self, walk: Walk, state: ViewState, before: ViewState | None) -> None:
        """Show the step: only what changes moves, unless other planes are concerned."""
        groups = self._folded(walk, state)
        is_fresh = groups is not None or self._are_others(walk)
        self._drawn = walk.visible
        if is_fresh:
            self._marks.clear()
            self.view.set_groups(self._groups(walk) if groups is None else groups)
        elif before is None or before.index != state.index:
            counted = counted_groups(self._usage)
            for values in walk.changing():
                is_shown = self.view.has_group(values.group)  # beside a view, the window is not
                if is_shown and values.group not in counted:
                    self.view.set_values(*values)
        self._cover_outputs(walk)
        self._light(walk, state, before=None if is_fresh else before)
        self._look_close(walk)

    def _are_others(self, walk: Walk) -> bool:
        """Return whether other planes are to be drawn; beside a view, those of the output count."""
        if self._drawn is None or not self._is_small or walk.form is not WalkForm.PARTS:
            return walk.visible != self._drawn
        before, now = (cast("VisibleParts", seen) for seen in (self._drawn, walk.visible))
        return before.planes_of(OUTPUT) != now.planes_of(OUTPUT)

    def _folded(self, walk: Walk, state: ViewState) -> tuple[PlaneGroup, ...] | None:
        """Return the parts of a calculation that are drawn, if they are others than before."""
        if walk.form is not WalkForm.PARTS or self._is_small:
            self.chapters.leave()
            return None
        worked = cast("WorkedWalk", walk)
        if walk.visible == self._drawn and not self.chapters.is_other(worked, state.settled):
            return None
        groups, same_planes = self._groups(walk), walk.visible == self._drawn
        are_others = self.chapters.choose(worked, state.settled, groups, self.view)
        return self.chapters.of(groups) if are_others or not same_planes else None

    def fold(self, *, wanted: bool) -> None:
        """Leave parts out where there is no room for all, or never."""
        self.chapters.set_wanted(wanted=wanted)
        self._draw_again()

    def _draw_again(self) -> None:
        """Draw the parts that there is room for now."""
        state, walk = self._state, self.walk
        if state is not None and walk is not None and walk.form is WalkForm.PARTS:
            self._drawn = None
            self._show_step(walk, state, None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Look close where there is no more room for numbers, and fold parts likewise."""
        super().resizeEvent(event)
        self._draw_again()
        self._look_again()

    def _look_again(self) -> None:
        if self.walk is not None:
            self._look_close(self.walk)

    def set_loupe(self, wanted: bool) -> None:  # noqa: FBT001 - a slot of toggled(bool)
        """Show the window close up where the drawing has no room for numbers, or never."""
        self.loupe.set_wanted(wanted)
        self._look_again()

    def _look_close(self, walk: Walk) -> None:
        state = self._state
        if state is None or state.refused is not None:
            return
        loupe_height = 0 if self.loupe.isHidden() else self.loupe.height()
        is_dense = not self.view.has_room_for_numbers(loupe_height)
        alone = not self._is_small and self._usage is None
        if walk.form is WalkForm.PARTS and not self._is_small:
            is_dense = not self.view.has_room_for_all_numbers(loupe_height)
            is_settled = state.index == state.settled
            worked = cast("WorkedWalk", walk)
            self.loupe.follow_parts(worked, is_dense=is_dense, is_settled=is_settled)
            return
        hides_sum = state.cover.hides_step(walk, walk.index)
        self.loupe.follow(walk, is_dense=is_dense and alone, hides_sum=hides_sum)

    @property
    def covers(self) -> bool:
        """Whether cells of the output may be covered at the step that is shown."""
        walk, state = self.walk, self._state
        if state is None or walk is None or walk.scene.output is None or not walk.by_output:
            return False
        return state.cover.is_on and OUTPUT not in counted_groups(self._usage)

    def _cover_outputs(self, walk: Walk) -> None:
        """Cover what is not computed yet, or not asked for."""
        if self._state is None or not self.covers:
            return
        for group, number, steps in walk.result_planes():
            if self.view.has_plane(group, number):
                grid = self.view.grid(group, number)
                if grid.kinds.shape == steps.shape:
                    grid.set_cell_kinds(self._state.cover.kinds_of(steps, walk.index))

    def _lay_out_legend(self, usage: DrawnUsage) -> None:
        self.legend.show_usage(usage)
        beside = usage.rank == 1  # rows need the height
        directions = QBoxLayout.Direction
        self._parts.setDirection(directions.LeftToRight if beside else directions.TopToBottom)

    def _groups(self, walk: Walk) -> tuple[PlaneGroup, ...]:
        groups = groups_of(walk)
        if self._is_small and walk.form is WalkForm.PARTS:
            groups = tuple(group for group in groups if group.name == OUTPUT)
        elif self._is_small:
            groups = without_kernel(walk.scene, walk.visible, groups)
        if self._usage is None:
            return groups
        stamped = OUTPUT in walk.moving
        return with_usage(groups, walk.visible, self._usage, stamped=stamped)

    def _light(self, walk: Walk, state: ViewState, before: ViewState | None) -> None:
        """Light what the step lights, or what belongs to the target.

        Args:
            walk: What is shown.
            state: As it is to be.
            before: As it is lit still; None where nothing is lit.
        """
        target = state.target
        if before is not None and target == before.target:
            same_step = (before.index, before.pinned) == (state.index, state.pinned)
            if target is not None or same_step:
                return
        if target is None:
            afresh = before is None or before.target is not None
            lit = self._show_lights(walk, walk.lit(afresh=afresh))
        else:
            lit = self._show_lights(walk, walk.traced(target))
        if before is None:
            self.view.clear_marks(lit)  # of a part that the layer before lit, and this one never
        if self._usage is not None:
            is_cell = target is not None and not target.is_tap
            self.legend.show_cell(target.cell if target is not None and is_cell else None)

    def _show_lights(self, walk: Walk, lights: Iterator[Lights]) -> set[tuple[str, int]]:
        """Light planes, and return which: their groups and numbers."""
        shown = set()
        counted = counted_groups(self._usage)
        pinned = self._state is not None and self._state.pinned
        for light in lights:
            if self.view.has_group(light.group):
                lit = without_factors(light.lit) if light.group in counted else light.lit
                marks = self._marks[light.group, light.plane].of(lit, walk.taps)
                windows = outlines(lit, pinned=pinned and light.is_step)
                self.view.set_marks(light.group, light.plane, marks, windows)
                shown.add((light.group, light.plane))
        return shown

    def _relight(self) -> None:
        """Give what is lit the theme's colours."""
        state, walk = self._state, self._walk
        if state is None:
            return
        if state.refused is not None and not state.refused.keeps_last:
            self.view.set_groups(_groups_of_refused(state.refused))
        elif walk is not None and self._drawn is not None:
            self._light(walk, state, before=None)

    def _on_hovered(self, group: str, plane: int, row: int, column: int) -> None:
        walk = self.walk
        if walk is None:
            return
        address = CellAddress(group, plane, row, column)
        index = walk.step_at(address)
        if index is not None:
            self.output_hovered.emit(index)
            return
        target = walk.target_at(address)
        if target is None:
            self.output_left.emit()
            return
        self.cell_traced.emit(target)
        target_now = walk.target_at(address)  # the step that waits now may show other planes
        if target_now is not None and target_now != target:
            self.cell_traced.emit(target_now)

    def _on_clicked(self, group: str, plane: int, row: int, column: int) -> None:
        address, walk = CellAddress(group, plane, row, column), self.walk
        if walk is None or (walk.by_output and walk.edited_at(address) is not None):
            return  # a click on a number that can be changed is for that
        index = walk.step_at(address)
        if index is not None:
            self.output_clicked.emit(index)

    def _on_edited(self, group: str, plane: int, row: int, column: int, text: str) -> None:
        value, walk = read_number(text), self.walk
        refused = None if self._state is None else self._state.refused
        if refused is not None and refused.edits_last:
            walk = self._walk
        if value is None or walk is None:
            return
        edited = walk.edited_at(CellAddress(group, plane, row, column))
        if edited is not None:
            self.cell_edited.emit(*edited, value)


def _groups_of_refused(refused: Refusal) -> tuple[PlaneGroup, ...]:
    return () if refused.scene is None else refused_groups(refused.scene)
