"""From a wanted output size to the settings that give it, to be applied by a click."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from convviz.core.code.writing import layer_call, value_code
from convviz.core.solver.search import nearest_sizes, solve, solver_parameters
from convviz.ui.calculator.solver_keeps import SolverKeeps
from convviz.ui.calculator.solver_model import FEW_ROWS, SolverModel
from convviz.ui.calculator.solver_table import SolverTable
from convviz.ui.calculator.solver_wish import SolverWish
from convviz.ui.theme import SPACING
from convviz.ui.throttle import AFTER_DRAWING_MS
from convviz.ui.widgets.flow_layout import FlowLayout
from convviz.ui.widgets.number_texts import number_text, shape_text

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from convviz.core.layers import Layer, Shape
    from convviz.core.solver.search import Solution


class SolverSection(QWidget):
    """Follows the document; solves after the keystroke is painted, and only while it is seen.

    Attributes:
        wish: What is wanted.
        keeps: What may not change.
        table: The settings.
        count: How many there are.
        message: Why there are none.

    Signals:
        layer_chosen(Layer): The layer with the chosen setting.
    """

    layer_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layer: Layer | None = None
        self._spatial: Shape = ()
        self.wish = SolverWish(self)
        self.keeps = SolverKeeps(self)
        self.model = SolverModel(self)
        self.table = SolverTable(self.model, self)
        self.table.setAccessibleName(self.tr("Settings that give the wanted size"))
        self.table.setToolTip(self.tr("Enter or a click applies a setting"))
        self.count = QLabel(self)
        self.count.setProperty("role", "caption")
        self.count.setWordWrap(True)
        self.more = QPushButton(self)
        self.more.setProperty("flat", "true")
        self.preview = QLabel(self)
        self.preview.setProperty("role", "caption")
        self.preview.setWordWrap(True)
        self.preview.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.message = QLabel(self)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.ways_out: list[QPushButton] = []
        self._out = QWidget(self)
        self._out_flow = FlowLayout(self._out, gap=SPACING, line_gap=SPACING)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AFTER_DRAWING_MS)
        self._assemble()
        self._connect()

    def show_layer(self, layer: Layer, spatial: Shape) -> None:
        """Solve for another layer or input, refused or not."""
        if self._layer is not None and type(layer) is not type(self._layer):
            self.model.set_solutions(layer, ())  # those of a layer with other parameters
        self._layer, self._spatial = layer, spatial
        self._ask()

    def forget_wish(self) -> None:
        """Wish for the input's size, as at first."""
        self.wish.reset()
        self._ask()

    def focus_wish(self) -> None:
        """Give the wanted size the keyboard."""
        self.wish.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.wish.field.selectAll()

    def showEvent(self, event: QShowEvent) -> None:
        """Solve for what was shown meanwhile."""
        super().showEvent(event)
        self._ask()

    def solve_now(self) -> None:
        """Show the settings for what is wanted now."""
        self._timer.stop()
        layer, spatial = self._layer, self._spatial
        if layer is None:
            return
        names = solver_parameters(layer)
        for part in (self.wish, self.keeps):
            part.setVisible(bool(names))
        if not names:
            text = self.tr("There is nothing to solve for {layer}: its formula is above.")
            if not any(True for _ in layer.working(spatial)):
                text = self.tr(
                    "There is nothing to solve for {layer}: its output is as large as its input, "
                    "or as its parameters say."
                )
            self._show(layer, (), text.format(layer=layer.type_name()))
            return
        self.wish.show_input(layer, spatial)
        self.keeps.show_layer(layer, names)
        problem = self.wish.problem
        if len(spatial) != layer.rank or min(spatial) < 1:
            problem = self.tr("The input's shape does not fit the layer. Correct that first.")
        if problem:
            self._show(layer, (), problem)
            return
        solutions = solve(layer, spatial, self.wish.sizes, keep=self.keeps.kept)
        self._show(layer, solutions, "" if solutions else self._why_none(layer))
        if not solutions:
            self._offer_ways_out(layer, spatial)

    def _show(self, layer: Layer, solutions: tuple[Solution, ...], message: str) -> None:
        self._clear_ways_out()
        row = self.table.currentIndex().row()
        self.model.set_solutions(layer, solutions)
        if solutions and row >= 0 and not self.table.currentIndex().isValid():
            self.table.selectRow(min(row, self.model.rowCount() - 1))
        self.message.setText(message)
        self.message.setVisible(bool(message))
        self.table.setVisible(bool(solutions))
        self.count.setVisible(bool(solutions))
        self.preview.setVisible(bool(solutions))
        self.count.setText(self._count_text(solutions))
        self.more.setVisible(len(solutions) > FEW_ROWS)
        self._show_row(self.table.currentIndex().row())

    def _count_text(self, solutions: tuple[Solution, ...]) -> str:
        """Return how many settings there are; combined ones of several axes are only some."""
        is_combined = all(len(set(solution.axes)) > 1 for solution in solutions)
        text = self.tr("Settings: {count}, commonest first")
        if is_combined:
            text = self.tr("The commonest settings: {count}")
        return text.format(count=number_text(len(solutions)))

    def _why_none(self, layer: Layer) -> str:
        size, kept = shape_text(self.wish.sizes), self.keeps.kept
        if kept:
            values = (f"{n}={value_code(getattr(layer, n))}" for n in _ordered(layer, kept))
            text = self.tr("No settings give {size} with {kept}.")
            return text.format(size=size, kept=", ".join(values))
        text = self.tr("{layer} cannot turn {input} into {size}.")
        return text.format(layer=layer.type_name(), input=shape_text(self._spatial), size=size)

    def _offer_ways_out(self, layer: Layer, spatial: Shape) -> None:
        """Offer the nearest sizes, and to let everything change."""
        for sizes in nearest_sizes(layer, spatial, self.wish.sizes, keep=self.keeps.kept):
            text = self.tr("Output {size}").format(size=shape_text(sizes))
            tip = self.tr("The nearest possible size")
            self._add_way_out(text, tip).clicked.connect(
                lambda _checked=False, sizes=sizes: self.wish.wish(sizes)
            )
        if self.keeps.kept:
            tip = self.tr("Keep nothing")
            button = self._add_way_out(self.tr("Let all change"), tip)
            button.clicked.connect(lambda _checked=False: self.keeps.release())
        self._out.setVisible(bool(self.ways_out))

    def _add_way_out(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self._out)
        button.setToolTip(tip)
        button.setAccessibleName(text)
        self._out_flow.addWidget(button)
        self.ways_out.append(button)
        button.show()
        return button

    def _clear_ways_out(self) -> None:
        for button in self.ways_out:
            self._out_flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.ways_out.clear()
        self._out.hide()

    def _ask(self) -> None:
        if self.isVisible():
            self._timer.start()

    def _choose(self, solution: Any) -> None:  # noqa: ANN401 - a Solution
        if self._layer is not None:
            self.layer_chosen.emit(solution.applied_to(self._layer))

    def _show_row(self, row: int) -> None:
        solution = self.model.solution(row)
        if solution is not None and self._layer is not None:
            self.preview.setText(layer_call(solution.applied_to(self._layer)))
        else:
            self.preview.setText(self.tr("Enter or a click applies a setting"))

    def _toggle_more(self) -> None:
        self.model.show_all(shown=not self.model.shows_all)
        self._show_more_text()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_more_text(self) -> None:
        is_long = self.model.shows_all
        self.more.setText(self.tr("Show fewer") if is_long else self.tr("Show all"))
        self.more.setToolTip(self.tr("Show all settings that were found, or the likeliest alone"))

    def _connect(self) -> None:
        self._timer.timeout.connect(self.solve_now)
        self.wish.changed.connect(self._ask)
        self.keeps.changed.connect(self._ask)
        self.table.chosen.connect(self._choose)
        self.table.moved.connect(self._show_row)
        self.more.clicked.connect(self._toggle_more)
        self.wish.field.returnPressed.connect(self._enter_table)

    def _enter_table(self) -> None:
        """Go from the wanted size to the settings."""
        if self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.table.selectRow(max(0, self.table.currentIndex().row()))

    def _assemble(self) -> None:
        self._show_more_text()
        below = QHBoxLayout()
        below.addWidget(self.count, 1)
        below.addWidget(self.more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * SPACING)
        for part in (self.wish, self.keeps, self.message, self._out, self.table):
            layout.addWidget(part)
        layout.addLayout(below)
        layout.addWidget(self.preview)


def _ordered(layer: Layer, kept: frozenset[str]) -> list[str]:
    """Return the kept parameters in torch's order."""
    return [name for name in solver_parameters(layer) if name in kept]
