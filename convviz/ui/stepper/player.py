"""Which step is shown: the animation, the mouse and a pinned cell, in order of precedence."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from convviz.ui.stepper.pace import AUTOMATIC, PlayPace, pace_of
from convviz.ui.stepper.timeline import SPEEDS


class Player(QObject):
    """Moves through the steps.

    While the mouse is over an output cell, its step is shown and the animation waits. A pinned
    cell stays shown, with the animation waiting, until it is released or the steps are moved by
    hand.

    Signals:
        moved(int): Another step is shown.
        changed(): Playing, speed, stride, loop, pin or the number of steps changed.
    """

    moved = Signal(int)
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._index = 0
        self._hovered: int | None = None
        self._pinned: int | None = None
        self._playing = False
        self._loops = True
        self._speed = 1.0
        self._stride = AUTOMATIC
        self._row = 1
        self._pace = PlayPace()
        self._shown = 0
        self._is_halted = False
        self._state: tuple[object, ...] = ()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)

    @property
    def count(self) -> int:
        """Number of steps."""
        return self._count

    @property
    def index(self) -> int:
        """Where the steps stand, whatever the mouse points at."""
        return self._index

    @property
    def shown(self) -> int:
        """The step that is shown."""
        for candidate in (self._hovered, self._pinned):
            if candidate is not None:
                return candidate
        return self._index

    @property
    def is_playing(self) -> bool:
        """Whether the animation runs, or waits for the mouse to leave."""
        return self._playing

    @property
    def pinned(self) -> int | None:
        """The pinned step, if any."""
        return self._pinned

    @property
    def loops(self) -> bool:
        """Whether the animation starts again after the last step."""
        return self._loops

    @property
    def speed(self) -> float:
        """Factor of the normal speed."""
        return self._speed

    @property
    def is_halted(self) -> bool:
        """Whether there is nothing to play: the settings are refused."""
        return self._is_halted

    def set_halted(self, *, halted: bool) -> None:
        """Stop, and do nothing that is asked until further notice; the place is kept."""
        if halted:
            self._playing, self._hovered = False, None
        self._is_halted = halted
        self._settle()

    @property
    def stride(self) -> int:
        """What was chosen of STRIDES."""
        return self._stride

    @property
    def pace(self) -> PlayPace:
        """Where a play stops now, and how long."""
        return self._pace

    def set_stride(self, stride: int) -> None:
        """Play step by step, row by row, by so many steps, or as suits the length."""
        self._stride = stride
        self._choose_pace()

    def _choose_pace(self) -> None:
        self._pace = pace_of(self._stride, self._count, self._row)
        self._settle()

    def set_steps(self, count: int, row: int = 1, index: int | None = None) -> None:
        """Take other steps; they can be moved again.

        Args:
            count: How many there are.
            row: How many are a row.
            index: Where to stand, with nothing pinned; None keeps the place where it exists.
        """
        self._count, self._row, self._is_halted = count, row, False
        self._pace = pace_of(self._stride, count, row)
        last = max(0, count - 1)
        self._index = min(self._index if index is None else index, last)
        self._hovered = None
        if self._pinned is not None and (self._pinned > last or index is not None):
            self._pinned = None
        if count == 0:
            self._playing = False
        self._settle()

    def set_playing(self, playing: bool) -> None:  # noqa: FBT001 - a slot of toggled(bool)
        """Run or stop the animation. It starts over from the end, and releases the pin."""
        if playing and (self._count == 0 or self._is_halted):
            playing = False
        if playing and not self._playing:
            self._pinned = None
            if self._index >= self._count - 1:
                self._index = 0
        self._playing = playing
        self._settle()

    def toggle(self) -> None:
        """Play or pause; with a pinned cell, release it and play."""
        self.set_playing(not self._playing or self._pinned is not None)

    def set_loops(self, loops: bool) -> None:  # noqa: FBT001 - a slot of toggled(bool)
        """Decide whether the animation starts again after the last step."""
        self._loops = loops
        self._settle()

    def set_speed(self, speed: float) -> None:
        """Take another factor of the normal speed."""
        self._speed = max(SPEEDS[0], min(SPEEDS[-1], speed))
        self._settle()

    def faster(self) -> None:
        """Take the next higher speed."""
        self.set_speed(next((s for s in SPEEDS if s > self._speed), SPEEDS[-1]))

    def slower(self) -> None:
        """Take the next lower speed."""
        self.set_speed(next((s for s in reversed(SPEEDS) if s < self._speed), SPEEDS[0]))

    def go_to(self, index: int) -> None:
        """Show a step; the animation stops, and what was pinned or hovered is released."""
        if self._is_halted:
            return
        self._index = max(0, min(self._count - 1, index))
        self._hovered = self._pinned = None
        self._playing = False
        self._settle()

    def step(self, by: int) -> None:
        """Show a step before or after the one that is shown; in a loop, round the end."""
        wanted = self.shown + by
        self.go_to(wanted % self._count if self._loops and self._count else wanted)

    def go_to_first(self) -> None:
        """Show the first step."""
        self.go_to(0)

    def go_to_last(self) -> None:
        """Show the last step."""
        self.go_to(self._count - 1)

    def hover(self, index: int | None) -> None:
        """Show a step while the mouse is over its cell; None when it left."""
        if index != self._hovered and not self._is_halted:
            self._hovered = index
            self._settle()

    def hold(self) -> None:
        """Wait while the mouse is over something that is no step, until ``hover(None)``."""
        self.hover(self._index if self._pinned is None else self._pinned)

    def pin(self, index: int) -> None:
        """Keep a step shown; a second time releases it."""
        if self._is_halted:
            return
        self._pinned = None if self._pinned == index else index
        if self._pinned is not None:
            self._index = index
        self._settle()

    def unpin(self) -> None:
        """Release what is pinned."""
        self._pinned = None
        self._settle()

    def _tick(self) -> None:
        following = self._pace.next_stop(self._index, self._count)
        if following is not None:
            self._index = following
        elif self._loops:
            self._index = 0
        else:
            self._playing = False
        self._settle()

    def _settle(self) -> None:
        """Start or stop the timer as the state asks, and say what changed."""
        runs = self._playing and self._hovered is None and self._pinned is None
        interval = round(1000 * self._pace.seconds / self._speed)
        if not runs:
            self._timer.stop()
        elif not self._timer.isActive() or self._timer.interval() != interval:
            self._timer.start(interval)
        state = (
            self._playing,
            self._loops,
            self._speed,
            self._stride,
            self._pinned,
            self._count,
            self._is_halted,
        )
        if state != self._state:
            self._state = state
            self.changed.emit()
        if self.shown != self._shown:
            self._shown = self.shown
            self.moved.emit(self._shown)
