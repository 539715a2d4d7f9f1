"""The calculator for people far away: drawing, sum and formula alone, stepped by a clicker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QKeySequence

from convviz.ui.calculator.presented import PresentedFormula, TwoEnds, call_texts
from convviz.ui.theme import SPACING
from convviz.ui.widgets.keys import keys_text
from convviz.ui.widgets.number_texts import number_text
from convviz.ui.widgets.sentences import labelled

if TYPE_CHECKING:
    from PySide6.QtWidgets import QVBoxLayout

    from convviz.ui.calculator.page import CalculatorPage

_USUAL: Final = (1280, 800)
"""The size of a page at which text is written LEAST times as large as usual."""

_LEAST: Final = 1.35
_FOOT: Final = 0.75
"""Of the keys' line beside the rest: it is for the one who has the keyboard."""

_SUM: Final = 1.2
_FORMULA: Final = 1.1
"""Of both beside captions: they are what is worked at."""

_SUM_ROWS: Final = 3
_LARGEST_SUM: Final = 0.24
"""Of the page's height."""


class CalculatorPresentation(QObject):
    """Turns the page into its form for a lecture hall and back.

    Attributes:
        call: The layer's call and its shapes, above the drawing.
        formula: The output's size, below the sum.
        foot: Which keys there are, and how far the steps are.
    """

    def __init__(self, page: CalculatorPage) -> None:
        super().__init__(page)
        self._page = page
        self._is_on = False
        self._sum_height = 0
        self._returning = QTimer(self, singleShot=True, interval=0)
        self._returning.timeout.connect(self._give_room_back)
        self.call = TwoEnds(page, is_code=True)
        self.formula = PresentedFormula(page)
        self.foot = TwoEnds(page)
        for part in (self.call, self.formula, self.foot):
            part.hide()
        page.installEventFilter(self)

    @property
    def is_on(self) -> bool:
        """Whether the page is in that form."""
        return self._is_on

    def add_to(self, layout: QVBoxLayout) -> None:
        """Stand above and below what the page's layout has."""
        layout.insertWidget(0, self.call)
        layout.addWidget(self.formula)
        layout.addWidget(self.foot)

    def set_on(self, *, on: bool) -> None:
        """Show what matters alone and large, or everything again."""
        if on == self._is_on:
            return
        self._is_on = on
        page, panels = self._page, self._page.stepper.panels
        if not panels.is_borrowed:
            self._sum_height = panels.sizes()[1]
        panels.is_borrowed = True
        for chrome in (page.call_bar, page.stepper.timeline, page.side):
            chrome.setVisible(not on)
        page.hints.set_wanted(wanted=not on)
        page.origin.set_wanted(wanted=not on)
        for part in (self.call, self.foot):
            part.setVisible(on)
        self.formula.setVisible(on and self._has_formula)
        if on:
            self._take_keys()
        else:
            self._give_keys_back()
        self._fit()
        if not on:
            self._returning.start()  # when all parts are laid out again
        self.refresh()
        page.setFocus()

    @property
    def _has_formula(self) -> bool:
        """Whether the formula is of what is shown: no gradient comes about by the size's."""
        entry = self._page.stepper.presenter.state.entry
        return not (entry.is_backward or entry.is_lesson)

    def refresh(self) -> None:
        """Say which layer, and which step, is shown now."""
        scene, player = self._page.scene, self._page.stepper.player
        if not self._is_on or scene is None:
            return
        self.call.set_texts(*call_texts(scene))
        self.formula.setVisible(self._has_formula)
        if self._has_formula:
            self.formula.show_scene(scene)
        place = self.tr("step {number} of {count}").format(
            number=number_text(player.shown + 1), count=number_text(player.count)
        )
        self.foot.set_texts(self._keys_line(), place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the page's size."""
        if self._is_on and event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Write as large as the page is."""
        page, factor = self._page, None
        if self._is_on:
            factor = _LEAST * max(1.0, min(page.width() / _USUAL[0], page.height() / _USUAL[1]))
        stepper = page.stepper
        stepper.views.set_projected(factor)
        stepper.step_panel.set_factor(1.0 if factor is None else factor * _SUM)
        if factor is None:
            return
        self.call.set_scale(factor)
        self.foot.set_scale(factor * _FOOT)
        self.formula.set_scale(factor * _FORMULA)
        self._space(factor)
        row = stepper.step_panel.lines_widget.row_height
        needed = stepper.step_panel.lines_widget.minimumHeight() + 2 * SPACING
        most = min(_SUM_ROWS * row, round(page.height() * _LARGEST_SUM))
        self._set_sum_height(max(row + 2 * SPACING, min(needed, most)))

    def _set_sum_height(self, height: int) -> None:
        """Give the sum its room and the drawing the rest."""
        panels = self._page.stepper.panels
        panels.setSizes([max(1, panels.height() - panels.handleWidth() - height), height])

    def _give_room_back(self) -> None:
        if not self._is_on:
            self._set_sum_height(self._sum_height)
            self._page.stepper.panels.is_borrowed = False

    def _space(self, factor: float) -> None:
        """Keep distances of the page's parts that go with the text."""
        layout = self._page.layout()
        if layout is not None:
            layout.setSpacing(round(2 * SPACING * factor))
            side, end = round(4 * SPACING * factor), round(3 * SPACING * min(factor, _LEAST))
            layout.setContentsMargins(side, end, side, end)

    def _take_keys(self) -> None:
        """Let Space, arrows and a clicker's keys step; Escape belongs to the window."""
        self._page.page_actions.replace_keys(
            {
                "forward": ("Space", "Right", "PgDown", "Down"),
                "back": ("Shift+Space", "Left", "PgUp", "Up"),
                "play": ("P",),
                "channel before": ("Ctrl+PgUp",),
                "channel behind": ("Ctrl+PgDown",),
                "part before": ("Alt+PgUp",),
                "part behind": ("Alt+PgDown",),
                "release": (),
            }
        )

    def _give_keys_back(self) -> None:
        self._page.page_actions.restore_keys()
        self._space(1.0)

    def _keys_line(self) -> str:
        actions = self._page.page_actions
        return "     ".join(
            (
                labelled(keys_text(actions["forward"], actions["back"]), self.tr("step")),
                labelled(keys_text(actions["play"]), self.tr("play")),
                labelled(QKeySequence("Esc").toString(), self.tr("leave")),
            )
        )
