"""The page's actions with their shortcuts, which text fields keep their keys from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence

from convviz.ui.calculator.page_menu import ActionGroup, put_into
from convviz.ui.theme import set_icon

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.ui.stepper.player import Player


class PageActions(QObject):
    """Moves of the animation, as actions of the page.

    The shortcuts hold while the keyboard is anywhere in the page. A field that takes text accepts
    Space, arrows, letters and signs itself, before shortcuts are asked.

    Attributes:
        go_on: What a step forward does.

    Signals:
        channel_moved(int): The output channel before (-1) or behind (1) is wanted.
        page_moved(int): Other input channels are wanted, where not all are drawn.
    """

    channel_moved = Signal(int)
    page_moved = Signal(int)

    def __init__(self, player: Player, page: QWidget) -> None:
        """Make the actions.

        Args:
            player: What they move.
            page: Where their shortcuts hold.
        """
        super().__init__(page)
        self._page = page
        self._player = player
        self.go_on: Callable[[], None] = lambda: player.step(1)
        self._all: list[QAction] = []
        self.group = ActionGroup.STEPS
        self._views: list[QAction] = []
        self.play = self.add(self.tr("Play"), "mdi6.play", ("Space",), player.toggle)
        self.first = self.add(
            self.tr("First step"), "mdi6.skip-backward", ("Home",), player.go_to_first
        )
        self.back = self.add(
            self.tr("Step back"), "mdi6.step-backward", ("Left",), lambda: player.step(-1)
        )
        self.forward = self.add(
            self.tr("Step forward"), "mdi6.step-forward", ("Right",), self._step_forward
        )
        self.last = self.add(self.tr("Last step"), "mdi6.skip-forward", ("End",), player.go_to_last)
        self.loop = self.add(
            self.tr("Loop"), "mdi6.repeat", ("L",), lambda: player.set_loops(not player.loops)
        )
        self.loop.setCheckable(True)
        self.group = ActionGroup.CHANNELS
        self._add_channel_moves()
        self.group = ActionGroup.STEPS
        self.faster = self.add(self.tr("Faster"), "mdi6.plus", ("+", "="), player.faster)
        self.slower = self.add(self.tr("Slower"), "mdi6.minus", ("-",), player.slower)
        self.release = self.add(
            self.tr("Release the pinned cell"), "mdi6.pin-off-outline", ("Escape",), player.unpin
        )
        player.changed.connect(self._refresh)
        self._refresh()

    def _step_forward(self) -> None:
        self.go_on()

    def all(self) -> list[QAction]:
        """Return every action, in the order of the menu."""
        return list(self._all)

    def views(self) -> list[QAction]:
        """Return the actions of the view menu, in its order."""
        return list(self._views)

    def add_view(
        self, text: str, icon: str, shortcuts: tuple[str, ...], act: Callable[[], None]
    ) -> QAction:
        """Add an action that stands in the view menu instead of the page's; see :meth:`add`."""
        action = self._make(text, icon, shortcuts, act)
        self._views.append(action)
        return action

    def add(
        self, text: str, icon: str, shortcuts: tuple[str, ...], act: Callable[[], None]
    ) -> QAction:
        """Add an action to the page, with its keys.

        Args:
            text: Its name, translated.
            icon: Name in the icon font.
            shortcuts: Its keys, as Qt writes them.
            act: What it does.
        """
        action = self._make(text, icon, shortcuts, act)
        put_into(action, self.group)
        self._all.append(action)
        return action

    def _make(
        self, text: str, icon: str, shortcuts: tuple[str, ...], act: Callable[[], None]
    ) -> QAction:
        action = QAction(text, self._page)
        action.setShortcuts([QKeySequence(shortcut) for shortcut in shortcuts])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        set_icon(action, icon)
        action.triggered.connect(lambda _checked=False: act())
        self._page.addAction(action)
        return action

    def _add_channel_moves(self) -> None:
        channel, page = self.channel_moved.emit, self.page_moved.emit
        self.channel_before = self.add(
            self.tr("Previous output channel"), "mdi6.layers-minus", ("PgUp",), lambda: channel(-1)
        )
        self.channel_behind = self.add(
            self.tr("Next output channel"), "mdi6.layers-plus", ("PgDown",), lambda: channel(1)
        )
        self.page_before = self.add(
            self.tr("Previous input channels"),
            "mdi6.page-previous-outline",
            ("Shift+PgUp",),
            lambda: page(-1),
        )
        self.page_behind = self.add(
            self.tr("Next input channels"),
            "mdi6.page-next-outline",
            ("Shift+PgDown",),
            lambda: page(1),
        )

    def _refresh(self) -> None:
        player = self._player
        moving = player.is_playing and player.pinned is None
        text = self.tr("Pause") if moving else self.tr("Play")
        if self.play.text() != text:
            self.play.setText(text)
            set_icon(self.play, "mdi6.pause" if moving else "mdi6.play")
        self.loop.setChecked(player.loops)
        self.release.setEnabled(player.pinned is not None)
        moves = (self.play, self.first, self.back, self.forward, self.last)
        channels = (self.channel_before, self.channel_behind, self.page_before, self.page_behind)
        for action in (*moves, *channels):
            action.setEnabled(player.count > 0 and not player.rests)
