"""The grids with the view that was chosen beside them: all show one step and are lit together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from convviz.ui.stepper.views.entries import view_entries
from convviz.ui.stepper.views.switch import ViewSwitch
from convviz.ui.stepper.walk_texts import walk_text
from convviz.ui.theme import SPACING, text_scale, theme_notifier
from convviz.ui.widgets.grid import PlaneStackView
from convviz.ui.widgets.grid.plane_view import PlaneView
from convviz.ui.widgets.splitter import RememberedSplitter

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.stepping.lights.tracing import Target
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.walks.walk import Walk, WalkMaker
    from convviz.ui.stepper.picture import CalculatorPicture
    from convviz.ui.stepper.views.step_view import StepView, ViewEntry

_KEY: Final = "calculator/view"
_SIZES: Final = (615, 200)
_LARGE_TEXT: Final = 1.3


class StepViews(QWidget):
    """Shows the grids, or another view beside them; hovering either lights both.

    A view that does not suit a layer is not offered; it comes back with a layer that it suits.

    Signals:
        output_hovered, cell_traced, output_left, output_clicked, cell_edited: As of the grids, from
            whatever view the mouse is over.
        walk_changed(int): The view that was chosen has steps of its own; this one is shown.
    """

    output_hovered = Signal(int)
    cell_traced = Signal(object)
    output_left = Signal()
    output_clicked = Signal(int)
    cell_edited = Signal(str, tuple, float)
    walk_changed = Signal(int)

    def __init__(self, picture: CalculatorPicture, parent: QWidget | None = None) -> None:
        """Make the views.

        Args:
            picture: The grids.
            parent: The parent.
        """
        super().__init__(parent)
        self.picture = picture
        self._entries = {entry.key: entry for entry in view_entries()}
        self._built: dict[str, StepView] = {}
        self._actions: dict[str, QAction] = {}
        self._scene: Scene | None = None
        self._step = (0, False)
        self._page = 0
        self._factor: float | None = None
        self._dims = False
        self._places: dict[WalkMaker, int] = {}
        self._grids = next(iter(self._entries))
        self._shown = self._grids
        wanted = str(QSettings("convviz", "convviz").value(_KEY, self._grids))
        self._wanted = wanted if wanted in self._entries else self._grids
        self.switch = ViewSwitch(tuple(self._entries.values()), self)
        self.words = QLabel(self)
        self._usage_action = QAction(self)
        self.usage_button = QToolButton(self)
        self._head_parts: list[QWidget] = [self.switch, self.usage_button]
        self._stack = QStackedWidget(self)
        self._assemble()
        theme_notifier().changed.connect(self._fit_head)
        self._forward(picture)
        picture.cell_edited.connect(self.cell_edited)
        self.switch.chosen.connect(self.choose)

    @property
    def shown(self) -> str:
        """The key of the view that is shown."""
        return self._shown

    @property
    def entry(self) -> ViewEntry:
        """The view that is shown, or that of the grids alone."""
        return self._entries[self._shown]

    @property
    def is_pinned(self) -> bool:
        """Whether the step is shown as pinned."""
        return self._step[1]

    @property
    def view(self) -> StepView | None:
        """The view beside the grids, if any."""
        return self._built.get(self._shown)

    def add_to(self, add: Callable[..., QAction]) -> None:
        """Add an action for each view to the page.

        Args:
            add: Takes a name, an icon, keys and what to do; returns the action.
        """
        for number, (key, entry) in enumerate(self._entries.items(), start=1):
            keys = (f"Alt+{number}",)
            text = self.tr("View: {name}").format(name=entry.text)
            action = add(text, entry.icon, keys, lambda key=key: self.choose(key))
            action.setCheckable(True)
            self._actions[key] = action
        self._add_usage(add)
        self._show_choice()

    def _add_usage(self, add: Callable[..., QAction]) -> None:
        """Add the action that shows how often cells are used, and its button."""
        text, icon = self.tr("Uses of each cell"), "mdi6.grid-large"
        action = add(text, icon, ("U",), lambda: None)
        action.setCheckable(True)
        tip = self.tr("Show how many windows use each cell of the input (U)")
        action.setToolTip(tip)
        action.toggled.connect(lambda shown: self.picture.set_usage(shown=shown))
        self._usage_action = action
        self.usage_button.setDefaultAction(action)
        self.usage_button.setAccessibleName(text)
        self.usage_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def choose(self, key: str) -> None:
        """Show a view and remember it; one that does not suit the layer is shown later."""
        self._wanted = key
        QSettings("convviz", "convviz").setValue(_KEY, key)
        scene = self._scene
        if scene is None:
            return
        before, walk = self._entries[self._shown].walk, self._entry_for(scene).walk
        if walk is not before:
            self._places[before] = self._step[0]
            self._step = (min(self._places.get(walk, 0), walk(scene).step_count - 1), False)
            self.picture.set_walk(walk)
            self.picture.show_scene(scene, self._step[0])
        self._settle()
        if walk is not before:
            self.walk_changed.emit(self._step[0])

    def step_count(self, scene: Scene) -> int:
        """Return how many steps a scene has in the view that will show it."""
        return self._entry_for(scene).walk(scene).step_count

    def show_scene(self, scene: Scene, index: int, *, pinned: bool = False) -> Walk:
        """Show another scene at a step; returns the walk through it."""
        self._scene, self._step = scene, (index, pinned)
        self.switch.setEnabled(True)
        self.picture.set_walk(self._entry_for(scene).walk)
        walk = self.picture.show_scene(scene, index, pinned=pinned)
        for key, entry in self._entries.items():
            obstacle = entry.obstacle(scene.layer)
            self.switch.show_obstacle(key, obstacle)
            if key in self._actions:
                self._actions[key].setEnabled(not obstacle)
        self._settle()
        return walk

    def show_step(self, index: int, *, pinned: bool = False) -> Walk:
        """Show another step; returns the walk, which stands there."""
        self._step = (index, pinned)
        walk = self.picture.show_step(index, pinned=pinned)
        if self.view is not None:
            self.view.show_step(index, pinned=pinned)
        return walk

    def forget_hover(self) -> None:
        """Announce anew, at its next move, what the mouse is over: the step was shown afresh."""
        for view in self.findChildren(PlaneView):
            view.forget_hover()

    def set_page(self, first: int) -> None:
        """Show other input channels, from this number among those that are read."""
        self._page = first
        self.picture.set_page(first)
        if self.view is not None:
            self.view.show_page(first)

    def rest(self, words: str = "") -> None:
        """Show the grids alone until the next scene: there are no steps.

        Args:
            words: What is shown in place of a scene; "" where it speaks for itself.
        """
        self._scene = None
        self._stack.hide()
        self.picture.show()
        self.picture.set_small(small=False)
        self.switch.setEnabled(False)
        for action in self._actions.values():
            action.setEnabled(False)
        self._show_words(words)

    def end_hover(self) -> None:
        """Point at nothing: the mouse is in a menu now."""
        for view in self.findChildren(PlaneView):
            view.end_hover()

    def zoom_in(self) -> None:
        """Enlarge the cells of the picture under the mouse, else of the view."""
        self._zoomed().zoom_in()

    def zoom_out(self) -> None:
        """Shrink them."""
        self._zoomed().zoom_out()

    def zoom_reset(self) -> None:
        """Fit them to the space again."""
        self._zoomed().zoom_reset()

    def _zoomed(self) -> PlaneView:
        pictures = [view for view in self.findChildren(PlaneView) if view.isVisible()]
        main = self.picture.view if self.view is None else self.view.picture
        return next((view for view in pictures if view.underMouse()), main)

    def set_projected(self, factor: float | None) -> None:
        """Show the pictures alone, for people far away; None ends it.

        Args:
            factor: How large captions are beside the interface font.
        """
        self._factor = factor
        for part in self._head_parts:
            part.setVisible(factor is None)
        self._show_words(self.words.text())
        for view in self.findChildren(PlaneStackView):
            self._project(view)

    def set_dims(self, *, dims: bool) -> None:
        """Dim what is not in the step, in all pictures."""
        self._dims = dims
        for view in self.findChildren(PlaneStackView):
            view.set_dims(dims=dims)

    def redraw(self) -> None:
        """Draw the step again: other cells are to be shown."""
        self.picture.redraw()
        if self.view is not None:
            self.view.redraw()

    def add_to_head(self, button: QToolButton) -> None:
        """Put a button beside the others above the picture."""
        self._head.insertWidget(self._head.count() - 1, button)
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
        self.words.setProperty("muted", True)  # noqa: FBT003 - Qt's signature
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head = self._head = QHBoxLayout()
        head.setSpacing(3 * SPACING)
        head.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        head.addWidget(self.usage_button)
        self.panels = RememberedSplitter(
            "calculator-views", Qt.Orientation.Horizontal, self._stack, self.picture, _SIZES
        )
        self.panels.setCollapsible(1, False)  # noqa: FBT003 - Qt's signature
        self._stack.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addLayout(head)
        layout.addWidget(self.words)
        layout.addWidget(self.panels, 1)

    def _settle(self) -> None:
        """Show the wanted view where it suits the layer, else the grids."""
        scene = self._scene
        if scene is None:
            return
        entry = self._entry_for(scene)
        self._shown = entry.key
        self._show_choice()
        view = self._view_of(entry)
        self._stack.setVisible(view is not None)
        self.picture.setVisible(view is None or entry.with_grids)
        self.picture.set_small(small=view is not None)
        self._usage_action.setEnabled(view is None)
        if view is None:
            self._show_words("" if self.picture.walk is None else walk_text(self.picture.walk))
            return
        self._stack.setCurrentWidget(view)
        self.panels.refresh()  # so that the view knows its size
        index, pinned = self._step
        view.show_page(self._page)
        view.show_scene(scene, index)
        if pinned:
            view.show_step(index, pinned=True)

    def _entry_for(self, scene: Scene) -> ViewEntry:
        """Return the wanted view where it suits the layer, else the grids."""
        wanted = self._entries[self._wanted]
        return self._entries[self._grids] if wanted.obstacle(scene.layer) else wanted

    def _show_choice(self) -> None:
        self.switch.show_chosen(self._shown)
        for key, action in self._actions.items():
            action.setChecked(key == self._shown)

    def _view_of(self, entry: ViewEntry) -> StepView | None:
        """Return a view, built when it is first shown."""
        if entry.build is None:
            return None
        if entry.key not in self._built:
            view = entry.build(self._stack)
            self._stack.addWidget(view)
            self._forward(view)
            view.cell_edited.connect(self.cell_edited)
            view.described.connect(lambda words, key=entry.key: self._describe(key, words))
            self._built[entry.key] = view
            view.set_cover(self.picture.cover)
            self._project(view.picture)
            view.picture.set_dims(dims=self._dims)
        return self._built[entry.key]

    def _describe(self, key: str, words: str) -> None:
        if key == self._shown:
            self._show_words(words)

    def _show_words(self, words: str) -> None:
        self.words.setText(words)
        self.words.setVisible(bool(words) and self._factor is None)

    def _forward(self, source: CalculatorPicture | StepView) -> None:
        """Announce what the mouse does in one part, and light the same in the other."""
        source.output_hovered.connect(lambda index: self._take_hover(source, index))
        source.cell_traced.connect(lambda target: self._take_trace(source, target))
        source.output_left.connect(lambda: self._take_trace(source, None))
        source.output_clicked.connect(self.output_clicked)

    def _take_hover(self, source: QWidget, index: int) -> None:
        self._light_other(source, None)
        self.output_hovered.emit(index)

    def _take_trace(self, source: QWidget, target: Any) -> None:  # noqa: ANN401 - Target | None
        if target is None:
            self._light_other(source, None)
            self.output_left.emit()
        else:
            self.cell_traced.emit(target)
            self._light_other(source, target)

    def _light_other(self, source: QWidget, target: Target | None) -> None:
        other = self.view if source is self.picture else self.picture
        if other is not None:
            other.show_trace(target)
