"""The grids with the view that was chosen beside them: all show one step and are lit together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from convviz.ui.stepper.step_grids import StepGrids
from convviz.ui.stepper.views.sentences_label import SentencesLabel
from convviz.ui.stepper.walk_texts import walk_text
from convviz.ui.theme import SPACING, text_scale, theme_notifier
from convviz.ui.widgets.grid import PlaneStackView
from convviz.ui.widgets.grid.plane_view import PlaneView
from convviz.ui.widgets.splitter import RememberedSplitter
from convviz.ui.widgets.view_switch import ViewSwitch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QResizeEvent

    from convviz.stepping.walks.walk import Walk
    from convviz.ui.stepper.view_state import ViewState
    from convviz.ui.stepper.views.step_view import StepView, ViewEntry

_SIZES: Final = (615, 200)
_LARGE_TEXT: Final = 1.3


class StepViews(QWidget):
    """Renders a :class:`ViewState` as grids, or as another view with the grids beside it.

    Views are built when they are first shown.

    Signals:
        output_hovered, cell_traced, output_left, output_clicked, cell_edited: As of the grids, from
            whatever view the mouse is over.
        chosen(str): Another view is wanted.
        link_followed(str): A link in the sentences above was clicked.
    """

    output_hovered = Signal(int)
    cell_traced = Signal(object)
    output_left = Signal()
    output_clicked = Signal(int)
    cell_edited = Signal(str, tuple, float)
    chosen = Signal(str)
    link_followed = Signal(str)

    def __init__(self, entries: Iterable[ViewEntry], parent: QWidget | None = None) -> None:
        """Make the views.

        Args:
            entries: The views that there are, the grids alone first.
            parent: The parent.
        """
        super().__init__(parent)
        self._entries = tuple(entries)
        self._built: dict[str, StepView] = {}
        self._state: ViewState | None = None
        self._factor: float | None = None
        self.switch = ViewSwitch(self._entries, self)
        self.text = SentencesLabel(self)
        self._head_parts: list[QWidget] = [self.switch]
        self.panels = RememberedSplitter("calculator-views", Qt.Orientation.Horizontal, self)
        self._stack = QStackedWidget(self.panels)
        self.grids = StepGrids(self.panels)
        self._assemble()
        theme_notifier().changed.connect(self._fit_head)
        self._forward(self.grids)
        self.switch.chosen.connect(self.chosen)

    @property
    def shown(self) -> str:
        """The key of the view that is shown."""
        return self._entries[0].key if self._state is None else self._state.entry.key

    @property
    def view(self) -> StepView | None:
        """The view beside the grids, if any."""
        return self._built.get(self.shown)

    def show_state(self, state: ViewState, walk: Walk | None) -> None:
        """Render a state.

        Args:
            state: What is on the screen.
            walk: The steps of its scene, standing at its step.
        """
        before, self._state = self._state, state
        scene = state.shown
        is_other = before is None or before.shown is not scene or before.entry is not state.entry
        view = None if scene is None else self._view_of(state.entry)
        if is_other:
            self._arrange(state, view)
        self.grids.show_state(state, walk, small=view is not None)
        if view is not None:
            view.show_state(state)
        elif is_other:
            self._show_text(_text_of(state, walk))
        if is_other:
            self.forget_hover()

    def _arrange(self, state: ViewState, view: StepView | None) -> None:
        """Give the view and the grids their places."""
        scene, entry = state.shown, state.entry
        self.switch.setEnabled(scene is not None)
        if scene is not None:
            for offered in self._entries:
                self.switch.show_obstacle(offered.key, offered.obstacle(scene.layer))
        self.switch.show_chosen(entry.key)
        self._stack.setVisible(view is not None)
        self.grids.setVisible(view is None or entry.with_grids)
        if view is not None:
            self._stack.setCurrentWidget(view)
            self.panels.refresh()  # so that the view knows its size

    def forget_hover(self) -> None:
        """Announce anew, at its next move, what the mouse is over: the step was shown afresh."""
        for view in self.findChildren(PlaneView):
            view.forget_hover()

    def end_hover(self) -> None:
        """Point at nothing: the mouse is in a menu now."""
        for view in self.findChildren(PlaneView):
            view.end_hover()

    def zoom_in(self) -> None:
        """Enlarge the cells of the grids under the mouse, else of the view."""
        self._zoomed().zoom_in()

    def zoom_out(self) -> None:
        """Shrink them."""
        self._zoomed().zoom_out()

    def zoom_reset(self) -> None:
        """Fit them to the space again."""
        self._zoomed().zoom_reset()

    def _zoomed(self) -> PlaneView:
        drawings = [view for view in self.findChildren(PlaneView) if view.isVisible()]
        main = self.grids.view if self.view is None else self.view.grids
        return next((view for view in drawings if view.underMouse()), main)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as leaves the drawing its room."""
        super().resizeEvent(event)
        self.text.fit()

    def set_projected(self, factor: float | None) -> None:
        """Show the drawings alone, for people far away; None ends it.

        Args:
            factor: How large captions are beside the interface font.
        """
        self._factor = factor
        for part in self._head_parts:
            part.setVisible(factor is None)
        self._show_text(self.text.sentences)
        for view in self.findChildren(PlaneStackView):
            self._project(view)

    def add_to_head(self, button: QToolButton) -> None:
        """Put a button beside the others above the grids."""
        self._head.addWidget(button)
        self._head_parts.append(button)
        self._fit_head()

    def _fit_head(self) -> None:
        """Leave the buttons their icons alone where large text has no room for their words."""
        styles = Qt.ToolButtonStyle
        is_large = text_scale() > _LARGE_TEXT
        style = styles.ToolButtonIconOnly if is_large else styles.ToolButtonTextBesideIcon
        for part in self._head_parts:
            if isinstance(part, QToolButton):
                part.setToolButtonStyle(style)

    def _project(self, view: PlaneStackView) -> None:
        view.set_cursor_wanted(wanted=self._factor is None)
        view.set_projected(self._factor)

    def _assemble(self) -> None:
        self.text.linkActivated.connect(self.link_followed)
        head = self._head = QHBoxLayout()
        head.setSpacing(3 * SPACING)
        head.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        self.panels.hold(self._stack, self.grids, _SIZES)
        self.panels.setCollapsible(1, False)  # noqa: FBT003 - Qt's signature
        self._stack.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addLayout(head)
        layout.addWidget(self.text)
        layout.addWidget(self.panels, 1)

    def _view_of(self, entry: ViewEntry) -> StepView | None:
        """Return a view, built when it is first shown; None for the grids alone."""
        if entry.build is None:
            return None
        if entry.key not in self._built:
            view = self._built[entry.key] = entry.build(self._stack)
            self._stack.addWidget(view)
            self._forward(view)
            view.described.connect(lambda text, key=entry.key: self._describe(key, text))
            self._project(view.grids)
        return self._built[entry.key]

    def _describe(self, key: str, text: str) -> None:
        if key == self.shown:
            self._show_text(text)

    def _show_text(self, text: str) -> None:
        self.text.show_sentences(text)
        self.text.setVisible(bool(text) and self._factor is None)

    def _forward(self, source: StepGrids | StepView) -> None:
        """Announce what the mouse does in one part."""
        source.output_hovered.connect(self.output_hovered)
        source.cell_traced.connect(self.cell_traced)
        source.output_left.connect(self.output_left)
        source.output_clicked.connect(self.output_clicked)
        source.cell_edited.connect(self.cell_edited)


def _text_of(state: ViewState, walk: Walk | None) -> str:
    """Return what is said above the grids."""
    if state.refused is not None:
        return state.refused.text
    return "" if walk is None else walk_text(walk)
