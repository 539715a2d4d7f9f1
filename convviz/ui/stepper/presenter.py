"""Holds what is on the screen of a scene, and changes it as a person asks."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QSettings, Signal

from convviz.protocol.autosave_file import Place
from convviz.ui.stepper.player import Player
from convviz.ui.stepper.view_state import Refusal, ViewState
from convviz.ui.stepper.views.entries import view_entries

if TYPE_CHECKING:
    from convviz.stepping.lights.tracing import TracedCell
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.walks.walk import Walk, WalkMaker
    from convviz.ui.stepper.views.step_view import ViewEntry

_VIEW_KEY: Final = "calculator/view"


class StepPresenter(QObject):
    """Owns the :class:`ViewState` of a page and the walk through its scene.

    Widgets render the state and announce what a person wants; nothing else keeps a copy. What
    happens by itself, the animation, is the player's; its step becomes the state's.

    Attributes:
        player: Moves through the steps.
        entries: The views that there are, by key.

    Signals:
        changed(ViewState): Something else is on the screen. The walk stands at its step.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.player = Player(self)
        self.entries: dict[str, ViewEntry] = {entry.key: entry for entry in view_entries()}
        self._grids = next(iter(self.entries))
        wanted = str(QSettings("convviz", "convviz").value(_VIEW_KEY, self._grids))
        self._wanted = wanted if wanted in self.entries else self._grids
        self._state = ViewState(self.entries[self._grids])
        self._told: ViewState | None = None
        self._is_telling = False
        self._walk: Walk | None = None
        self._places: dict[WalkMaker, int] = {}
        self.player.moved.connect(self._follow)
        self.player.changed.connect(self._follow)

    @property
    def state(self) -> ViewState:
        """What is on the screen."""
        return self._state

    @property
    def walk(self) -> Walk | None:
        """The steps of the scene, standing at the one that is shown; None while there are none."""
        return None if self._state.refused is not None else self._walk

    @property
    def last_walk(self) -> Walk | None:
        """The steps of the last scene, whatever stands in its place; None before the first."""
        return self._walk

    @property
    def first_view(self) -> str:
        """The view that suits every layer."""
        return self._grids

    @property
    def counts_uses(self) -> bool:
        """Whether it can be shown how often cells of the input are used."""
        counts = self._walk is None or self._walk.counts_uses
        return counts and self._state.entry.build is None

    def refresh(self) -> None:
        """Have all widgets render the state again."""
        self.changed.emit(self._state)

    # What there is to show

    def show_scene(self, scene: Scene) -> None:
        """Show another scene; the step keeps its number where it exists."""
        state, entry = self._state, self._entry_for(scene)
        is_same = state.scene is not None and state.scene.calculator is scene.calculator
        cover = state.cover if is_same else dataclasses.replace(state.cover, revealed=frozenset())
        self._set(scene=scene, refused=None, entry=entry, target=None, cover=cover)
        self._begin(entry.walk(scene, self.player.shown))

    def show_output(self, output: Any) -> None:  # noqa: ANN401 - an array
        """Take the output of the scene, which is computed elsewhere."""
        scene = self._state.shown
        if scene is not None:
            self.show_scene(scene.with_output(output))

    def show_gradients(self, gradients: Any) -> None:  # noqa: ANN401 - arrays by name
        """Take the gradients of the scene, which are computed elsewhere."""
        scene = self._state.shown
        if scene is not None:
            self.show_scene(scene.with_gradients(gradients))

    def refuse(self, refused: Refusal) -> None:
        """Show something in place of a scene; nothing plays."""
        self._set(refused=refused, target=None)
        self.player.set_halted(halted=True)
        self._follow()

    def choose_view(self, key: str) -> None:
        """Show a view and remember it, also for the next start."""
        QSettings("convviz", "convviz").setValue(_VIEW_KEY, key)
        self.show_view(key)

    def show_view(self, key: str) -> None:
        """Show a view that nobody chose; one that does not suit the layer is shown later."""
        self._wanted = key
        scene, before = self._state.shown, self._state.entry
        if scene is None:
            return
        entry = self._entry_for(scene)
        self._set(entry=entry)
        if entry.walk is before.walk:
            self._follow()
            return
        self._set(target=None)  # the mouse rests on a part that the other way may not have
        self._places[before.walk] = self.player.shown
        walk = entry.walk(scene, self._places.get(entry.walk, 0))
        self._begin(walk, walk.index)

    def leave_backward(self) -> None:
        """Show the grids where gradients or a lesson are shown, or would be of another layer."""
        wanted = self.entries[self._wanted]
        if wanted.is_backward or wanted.is_lesson:
            self.show_view(self._grids)

    # Where among the steps

    @property
    def place(self) -> Place:
        """Where a person is: in which view, at which step."""
        return Place(self._state.entry.key, self.player.index)

    def show_place(self, place: Place) -> None:
        """Go where a person was, as far as it is still there."""
        if place.view in self.entries:
            self.show_view(place.view)
        self.player.go_to(place.step)

    def hover(self, index: int | None) -> None:
        """Show the step of a cell that the mouse is over; None when it left."""
        self._set(target=None)
        self.player.hover(index)
        self._follow()

    def trace(self, target: TracedCell) -> None:
        """Show what a cell or a tap does in all steps, while the animation waits."""
        self.player.hold()
        self._set(target=target)
        self._follow()

    def click(self, index: int) -> None:
        """Show a hidden output and its step; a shown one keeps its step, or lets it go."""
        if self.is_hidden(index):
            self.player.go_to(index)
            self._reveal(index)
        else:
            self.player.pin(index)

    def forward(self) -> None:
        """Show what is hidden of the step at hand, else go on: question, answer, question."""
        if self.is_hidden(self.player.shown):
            self.reveal_step()
        else:
            self.player.step(1)

    def turn_to(self, first: int) -> None:
        """Draw other input channels, going to a step of theirs where a step has but one."""
        walk = self.walk
        index = None if walk is None else walk.step_on_page(first)
        if index is not None:
            self.player.go_to(index)
        elif walk is not None:
            self._set(page=max(0, first))
            self._follow()

    def move_channel(self, by: int) -> None:
        """Show the same place in an output channel before or behind; round the end in a loop."""
        walk = self.walk
        if walk is None:
            return
        channels = walk.channel_count
        wanted = walk.output_channel + by
        if self.player.loops:
            wanted %= channels
        if 0 <= wanted < channels:
            self.player.go_to(walk.index_in(wanted))

    def move_part(self, by: int) -> None:
        """Go to the first step of the computed part before or behind; round the end in a loop."""
        walk = self.walk
        index = None if walk is None else walk.index_in_part(by)
        if index is None and walk is not None and self.player.loops:
            index = walk.index_in_part(by - len(walk.results) if by > 0 else by + len(walk.results))
        if index is not None:
            self.player.go_to(index)

    # How it is shown

    def show_usage(self, *, shown: bool) -> None:
        """Show how often each cell of the input is used, instead of its numbers, or no longer."""
        self._set(usage=shown)
        self._follow()

    def dim(self, *, dimmed: bool) -> None:
        """Dim what is not in the step, or no longer."""
        self._set(dimmed=dimmed)
        self._follow()

    def fill(self, *, fills: bool) -> None:
        """Leave outputs blank until their step is reached, or no longer."""
        self._set(cover=dataclasses.replace(self._state.cover, fills=fills))
        self._follow()

    def hide(self, *, hides: bool) -> None:
        """Hide outputs until they are asked for, or no longer."""
        cover = dataclasses.replace(self._state.cover, hides=hides)
        self._set(cover=cover if hides else dataclasses.replace(cover, revealed=frozenset()))
        self._follow()

    def is_hidden(self, step: int) -> bool:
        """Return whether the output of a step is to be asked for."""
        walk = self.walk
        return walk is not None and self._state.cover.hides_step(walk, step)

    def reveal_step(self) -> None:
        """Show the output of the step at hand."""
        self._reveal(self.player.shown)

    def _reveal(self, step: int) -> None:
        if self.is_hidden(step):
            cover = self._state.cover
            self._set(cover=dataclasses.replace(cover, revealed=cover.revealed | {step}))
            self._follow()

    def _entry_for(self, scene: Scene) -> ViewEntry:
        """Return the wanted view where it suits the layer, else the grids."""
        wanted = self.entries[self._wanted]
        return self.entries[self._grids] if wanted.obstacle(scene.layer) else wanted

    def _begin(self, walk: Walk, index: int | None = None) -> None:
        """Walk another way; the player's signals find the walk and its scene together."""
        self._walk, self._told = walk, None
        self.player.set_steps(walk.step_count, walk.row_length, index)
        self._follow()

    def _set(self, **fields: Any) -> None:  # noqa: ANN401 - fields of ViewState
        self._state = dataclasses.replace(self._state, **fields)

    def _follow(self) -> None:
        """Take the step from the player, stand at it, and tell what changed."""
        player, state, walk = self.player, self._state, self._walk
        index, target = player.shown, state.target
        if index != state.index:
            target = None  # keys may move the steps under the mouse
        cover = state.cover
        if cover.reached != player.index:
            cover = dataclasses.replace(cover, reached=player.index)
        pinned = player.pinned == index
        settled = player.index if player.pinned is None else player.pinned
        state = self._state = dataclasses.replace(
            state, index=index, pinned=pinned, settled=settled, target=target, cover=cover
        )
        if state == self._told or self._is_telling:
            return
        if self.walk is not None and walk is not None:
            walk.go_to(index, state.page)
        self._told = state
        self._tell(state)

    def _tell(self, state: ViewState) -> None:
        """Tell of a state. What changes meanwhile, as a part is hidden, is told behind it."""
        self._is_telling = True
        try:
            self.changed.emit(state)
        finally:
            self._is_telling = False
        self._follow()
