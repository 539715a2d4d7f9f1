"""Building a step up before people's eyes: outputs that fill, hide or wait, the rest dimmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSettings, Qt
from PySide6.QtWidgets import QMenu, QToolButton

from convviz.ui.theme import set_icon

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction

    from convviz.ui.calculator.page_actions import PageActions
    from convviz.ui.stepper.player import Player
    from convviz.ui.stepper.views.step_views import StepViews

_KEY: Final = "calculator/build-up"


class BuildUp(QObject):
    """The toggles in the view menu, which are remembered, and the button that has them too.

    Attributes:
        fill: Outputs fill as the steps go.
        hide: Outputs are hidden until they are asked for.
        dim: What is not in the step is dimmed.
        reveal: Shows the output of the step at hand.
        button: Offers all of them.
    """

    def __init__(
        self,
        actions: PageActions,
        player: Player,
        views: StepViews,
        redraw: Callable[[], None],
    ) -> None:
        """Add the toggles.

        Args:
            actions: The page's.
            player: Knows how far the steps are.
            views: What is built up.
            redraw: Shows the step at hand again, written out as well.
        """
        super().__init__(views)
        self._player = player
        self._views = views
        self._redraw = redraw
        self.cover = views.picture.cover
        known = str(QSettings("convviz", "convviz").value(_KEY, "")).split()
        self.fill = self._toggle(actions, "fill", "mdi6.format-color-fill", "F")
        self.hide = self._toggle(actions, "hide", "mdi6.eye-off-outline", "H")
        self.reveal = actions.add_view(
            self.tr("Show this output"), "mdi6.eye-outline", ("V",), self.reveal_step
        )
        self.dim = self._toggle(actions, "dim", "mdi6.brightness-4", "D")
        for name, action in self._named().items():
            action.setChecked(name in known)
            action.toggled.connect(self._take)
        self.button = self._make_button()
        self._apply()

    def follow(self) -> None:
        """Take from the player how far the outputs are computed."""
        self.cover.reached = self._player.index

    def reveal_step(self) -> None:
        """Show the output of the step at hand."""
        self._reveal(self._player.shown)

    def is_hidden(self, step: int) -> bool:
        """Return whether the output of a step is to be asked for."""
        walk = self._views.picture.walk
        return walk is not None and self.cover.hides_step(walk, step)

    def click(self, step: int) -> None:
        """Show a hidden output and its step; a shown one keeps its step, or lets it go."""
        if self.is_hidden(step):
            self._player.go_to(step)
            self._reveal(step)
        else:
            self._player.pin(step)

    def forward(self) -> None:
        """Show what is hidden of the step at hand, else go on: question, answer, question."""
        if self.is_hidden(self._player.shown):
            self.reveal_step()
        else:
            self._player.step(1)

    def _reveal(self, step: int) -> None:
        if self.is_hidden(step):
            self.cover.reveal(step)
            self._redraw()

    def _take(self) -> None:
        chosen = [name for name, action in self._named().items() if action.isChecked()]
        QSettings("convviz", "convviz").setValue(_KEY, " ".join(chosen))
        self._apply()
        self._views.redraw()
        self._redraw()

    def _apply(self) -> None:
        cover = self.cover
        cover.fills, cover.hides = self.fill.isChecked(), self.hide.isChecked()
        if not cover.hides:
            cover.forget()
        self.reveal.setEnabled(cover.hides)
        self.button.setChecked(any(action.isChecked() for action in self._named().values()))
        self._views.set_dims(dims=self.dim.isChecked())

    def _named(self) -> dict[str, QAction]:
        return {"fill": self.fill, "hide": self.hide, "dim": self.dim}

    def _toggle(self, actions: PageActions, name: str, icon: str, key: str) -> QAction:
        texts = {
            "fill": self.tr("Fill the output as it plays"),
            "hide": self.tr("Hide the outputs until asked for"),
            "dim": self.tr("Dim what is not in the step"),
        }
        action = actions.add_view(texts[name], icon, (key,), lambda: None)
        action.setCheckable(True)
        return action

    def _make_button(self) -> QToolButton:
        button = QToolButton(self._views)
        button.setText(self.tr("Build up"))
        button.setAccessibleName(button.text())
        button.setToolTip(
            self.tr("Let the output fill step by step, hide it, or dim what is not in the step")
        )
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setCheckable(True)
        set_icon(button, "mdi6.layers-edit")
        menu = QMenu(button)
        for action in self._named().values():
            action.setIconVisibleInMenu(False)  # the check is to be seen there
        menu.addActions([self.fill, self.hide, self.reveal, self.dim])
        menu.aboutToHide.connect(self._apply)  # a click on the button toggles it as well
        button.setMenu(menu)
        self._views.add_to_head(button)
        return button
