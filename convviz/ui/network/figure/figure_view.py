"""The network as a drawing, which follows each edit and chooses what is clicked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout

from convviz.drawing.figure import draw_network
from convviz.drawing.options import DEFAULT_FIGURE, Direction, Style
from convviz.ui.network.figure.figure_canvas import FigureCanvas
from convviz.ui.network.figure.figure_look import for_room, in_words, style_names
from convviz.ui.network.view_widget import ViewWidget
from convviz.ui.theme import set_icon

if TYPE_CHECKING:
    from pathlib import Path as FilePath

    from PySide6.QtWidgets import QWidget

    from convviz.core.network.tree import Path
    from convviz.drawing.options import FigureOptions
    from convviz.drawing.scene import Scene
    from convviz.ui.network.figure.figure_dialog import FigureDialog
    from convviz.ui.network.presenter import NetworkPresenter
    from convviz.ui.network.state import NetworkState
    from convviz.ui.page_actions import PageActions

_MOST_AT_ONCE: Final = 300
"""Layers whose drawing follows within the same moment as their cards: 23 ms of 200."""
_REST_MS: Final = 80


class FigureView(ViewWidget):
    """Draws the network; beside the switch how it is drawn, and a button that exports it.

    Attributes:
        canvas: The drawing.
        look_button: Opens how blocks look, and what is shown of each.
        styles: What the menu offers of looks.
        export_button: Exports the drawing.
        dialog: The dialog that exports, while it is open.
        switches: What the menu of the look switches, by the option's name.
    """

    def __init__(self, presenter: NetworkPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._state: NetworkState | None = None
        self._folder: FilePath | None = None
        self.dialog: FigureDialog | None = None
        self.canvas = FigureCanvas(self)
        self.look_button = QToolButton(self)
        self.export_button = QToolButton(self)
        self.styles: dict[Style, QAction] = {}
        self.switches: dict[str, QAction] = {}
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._draw)
        self._assemble()
        self._connect()

    @property
    def scene(self) -> Scene | None:
        """The drawing that is shown."""
        return self.canvas.scene

    def show_actions(self, actions: PageActions) -> None:
        """Have the button do what the action does; some keys of the list work in the drawing."""
        self.export_button.setDefaultAction(actions["export drawing"])
        for name in ("delete", "copy", "edit"):
            self.canvas.addAction(actions[name])

    def show_state(self, state: NetworkState, before: NetworkState | None) -> None:
        """Draw the network anew where it, or its look, is another; mark what is chosen."""
        self._state = state
        if before is None or state.figure != before.figure:
            self._show_look(state.figure)
        is_same = before is not None and state.network is before.network
        if before is None or state.figure != before.figure:
            self._draw()
        elif not is_same:
            self._follow(state)
        self.canvas.mark(state.paths)

    def copy(self) -> None:
        """Put the drawing on the clipboard, as a picture."""
        from convviz.ui.export.figure_file import figure_image  # keeps the start fast

        if self.scene is not None:
            image = figure_image(self.scene, self.canvas.theme)
            QGuiApplication.clipboard().setImage(image)

    def export(self) -> None:
        """Ask how the drawing is to be written into a file."""
        from convviz.ui.network.figure.figure_dialog import FigureDialog  # keeps the start fast

        if self.dialog is not None:
            return
        state = self._presenter.state

        def draw(rows: int | None) -> Scene:
            options = replace(state.figure, rows=rows, aspect=DEFAULT_FIGURE.aspect)
            return draw_network(state.nodes, state.result, in_words(options, state.failure))

        self.dialog = FigureDialog(draw, self.canvas.theme, self._folder, self.window())
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.finished.connect(self._forget_dialog)
        self.dialog.open()

    def _forget_dialog(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            self._folder = dialog.chosen_path.parent
        self.canvas.setFocus()

    def _follow(self, state: NetworkState) -> None:
        """Draw an edit: at once, or where there is very much to draw, once typing rests."""
        if len(state.result.rows) > _MOST_AT_ONCE:
            self._again.start(_REST_MS)
        else:
            self._draw()

    def _draw(self) -> None:
        state = self._state
        if state is None:
            return
        options = for_room(state.figure, self.canvas.width(), self.canvas.height())
        options = in_words(options, state.failure)
        self.canvas.show_scene(draw_network(state.nodes, state.result, options))

    def _draw_soon(self) -> None:
        """Break the rows anew for another room, once it has its size."""
        self._again.start(0)

    def _show_look(self, options: FigureOptions) -> None:
        self.styles[options.style].setChecked(True)
        for name, action in self.switches.items():
            action.setChecked(bool(getattr(options, name)))
        self._downwards.setChecked(options.direction is Direction.DOWN)
        self._downwards.setEnabled(options.style is Style.FLAT)

    def _look(self, **changes: Any) -> None:  # noqa: ANN401 - fields of FigureOptions
        if self._state is not None:
            self._presenter.look(replace(self._state.figure, **changes))

    def _choose(self, path: Path, adds: bool) -> None:  # noqa: FBT001 - a signal's slot
        state = self._presenter.state
        rows = state.rows_of([path])
        if not rows:
            return
        if adds:
            together = set(state.selected) ^ set(rows)
            self._presenter.choose(sorted(together), rows[0])
        else:
            self._presenter.choose(rows, rows[0])

    def _open(self, path: Path) -> None:
        self._choose(path, adds=False)
        self._presenter.open_in_calculator()

    def _step(self, by: int) -> None:
        state = self._presenter.state
        if state.cards:
            row = max(0, min(len(state.cards) - 1, max(state.shown_row, 0) + by))
            self._presenter.choose([row], row)

    def _assemble(self) -> None:
        menu, group = QMenu(self.look_button), QActionGroup(self)
        for style, name in style_names().items():
            self.styles[style] = group.addAction(self._switch(menu, name))
        menu.addSeparator()
        for name, text in (
            ("has_names", self.tr("Names and kernels")),
            ("has_sizes", self.tr("Dimensions")),
            ("folds_repeats", self.tr("Equal blocks once, with their number")),
            ("blocks_only", self.tr("Blocks without their layers")),
        ):
            self.switches[name] = self._switch(menu, text)
        menu.addSeparator()
        self._downwards = self._switch(menu, self.tr("Cards from the top down"))
        self.look_button.setMenu(menu)
        self.look_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        set_icon(self.look_button, "mdi6.eye-outline")
        self.look_button.setToolTip(self.tr("How the network is drawn"))
        self.look_button.setAccessibleName(self.tr("How the network is drawn"))
        for tool in (self.look_button, self.export_button):
            self.add_tool(tool)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.canvas)

    @staticmethod
    def _switch(menu: QMenu, text: str) -> QAction:
        action = menu.addAction(text)
        action.setCheckable(True)
        return action

    def _connect(self) -> None:
        for style, action in self.styles.items():
            action.triggered.connect(lambda _on=False, style=style: self._look(style=style))
        for name, action in self.switches.items():
            action.triggered.connect(lambda on, name=name: self._look(**{name: on}))
        self._downwards.triggered.connect(
            lambda on: self._look(direction=Direction.DOWN if on else Direction.RIGHT)
        )
        self.canvas.chosen.connect(self._choose)
        self.canvas.opened.connect(self._open)
        self.canvas.stepped.connect(self._step)
        self.canvas.room_changed.connect(self._draw_soon)
