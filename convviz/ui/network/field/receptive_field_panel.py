"""The receptive field of the chosen layer: its drawing, its numbers, how they come about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from convviz.core.formulas.receptive_field_working import FieldWorking, worked_field
from convviz.core.network.row_reading import layer_reaches
from convviz.ui.network.field.field_chain import FieldChainView
from convviz.ui.network.field.field_chain_scene import FieldChain
from convviz.ui.network.field.field_chain_texts import number_lines
from convviz.ui.network.field.receptive_field_scene import FieldScene
from convviz.ui.network.field.receptive_field_texts import (
    fraction_text,
    kind_sentence,
    sight_sentence,
)
from convviz.ui.network.field.receptive_field_view import ReceptiveFieldView
from convviz.ui.network.view_widget import ViewWidget
from convviz.ui.theme import SPACING, theme_notifier
from convviz.ui.widgets.axis_names import axis_name
from convviz.ui.widgets.formula_view import FormulaView

if TYPE_CHECKING:
    from convviz.core.network.receptive_field import AxisField
    from convviz.core.network.summary import NetworkSummary
    from convviz.core.network.tree import Node
    from convviz.ui.network.presenter import NetworkPresenter
    from convviz.ui.network.state import NetworkState

_LEAST_DRAWING = 120
_DETAILS = 124
"""Height of the numbers and of one working, in logical pixels; more are scrolled to."""


class WorkingBlock(QWidget):
    """The three lines of a working along some axes.

    Attributes:
        lines: Size, jump and start.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._axes = QLabel(self)
        self._axes.setProperty("role", "caption")
        self.lines = tuple(FormulaView(self, scale=1.0) for _ in range(3))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._axes)
        for line in self.lines:
            layout.addWidget(line)

    def show_working(self, working: FieldWorking, axes: str) -> None:
        """Show a working; the axes are named where there are others."""
        self._axes.setText(axes)
        self._axes.setVisible(bool(axes))
        texts = (working.size, working.jump, working.start)
        for line, latex in zip(self.lines, texts, strict=True):
            line.set_latex(latex)


class ReceptiveFieldPanel(ViewWidget):
    """Draws the field of a cell of the chosen layer on the network's input.

    Attributes:
        view: The drawing.
        sentence: What the cell at hand sees.
        chain: What it sees at every layer before.
        notice: What is to be said of all cells, or why nothing is drawn.
    """

    def __init__(self, presenter: NetworkPresenter, parent: QWidget | None = None) -> None:
        """Show nothing yet.

        Args:
            presenter: Hears which layer is chosen in the chain.
            parent: The views.
        """
        super().__init__(parent)
        self._scene: FieldScene | None = None
        self.view = ReceptiveFieldView(self)
        self.view.setMinimumHeight(_LEAST_DRAWING)
        # Keeps heading and notice at the top where nothing is drawn.
        self._rest = QWidget(self)
        self._rest.hide()
        self._hint = QLabel(self.tr("Point at a cell of the output"), self)
        self.sentence, self.notice = self._sentence(), self._sentence()
        # Room for two lines, so that the drawing keeps its size from cell to cell.
        self.sentence.setMinimumHeight(2 * self.sentence.fontMetrics().lineSpacing() + SPACING)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._links: FieldChain | None = None
        self.chain, self._chain_area = FieldChainView(), QScrollArea(self)
        self._details = QScrollArea(self)
        self._table = QWidget(self)
        self._cells: list[list[QLabel]] = []
        self._blocks = tuple(WorkingBlock(self) for _ in range(3))
        self._letters = QLabel(
            self.tr("r size, j jump, x start; r₀, j₀, x₀: of the layer before"), self
        )
        self._letters.setProperty("muted", "true")
        self._assemble()
        self.view.shown.connect(self._describe)
        self.chain.pointed.connect(self.view.point_at)
        self.chain.clicked.connect(self.view.choose)
        self.chain.layer_wanted.connect(lambda number: presenter.choose_numbers([number]))
        theme_notifier().changed.connect(self._keep_chain_height)

    @property
    def numbers(self) -> list[list[str]]:
        """The rows of the table that are shown: axis, size, jump, start."""
        return [[label.text() for label in row] for row in self._cells if not row[0].isHidden()]

    @property
    def formulas(self) -> list[str]:
        """The working that is shown, as LaTeX."""
        return [
            view.latex for block in self._blocks if not block.isHidden() for view in block.lines
        ]

    def show_state(self, state: NetworkState, before: NetworkState | None) -> None:  # noqa: ARG002
        """Show the field of the layer that is shown."""
        if state.shown_number < 0:
            self._show_nothing(self.tr("Choose a layer to see what its cells see of the input."))
        else:
            self._show_row(state.summary, state.shown_number, state.nodes)

    def _show_row(self, summary: NetworkSummary, index: int, nodes: tuple[Node, ...]) -> None:
        """Show the fields of a row's cells; of what fails or stands behind it nothing is known."""
        if not 0 <= index < len(summary.layers):
            self._show_nothing(
                self.tr("It is known only for the layers before the one that fails.")
            )
            return
        shown = self._scene
        if shown is not None and shown.summary is summary and shown.index == index:
            return
        scene = self._scene = FieldScene(summary, index)
        self._show_notice(kind_sentence(scene))
        self._details.setVisible(bool(scene.field.axes) and not scene.field.is_uniform)
        self._show_numbers(scene)
        self._show_working(scene)
        self._links = FieldChain(scene, nodes) if scene.is_drawn else None
        self._chain_area.setVisible(scene.is_drawn)
        if self._links is not None:
            self._keep_chain_height()
        self.view.setVisible(scene.is_drawn)
        self._rest.setHidden(scene.is_drawn)
        for part in (self.sentence, self._hint):
            part.setVisible(scene.is_drawn and not scene.field.is_uniform)
        if scene.is_drawn:
            self.view.show_field(scene, keep=shown is not None and shown.index == index)
            bar = self._chain_area.horizontalScrollBar()
            bar.setValue(bar.maximum())  # the chosen layer is at its end

    def _show_nothing(self, sentence: str) -> None:
        self._scene = None
        self._show_notice(sentence)
        for part in (self.view, self.sentence, self._hint, self._details, self._chain_area):
            part.hide()
        self._rest.show()

    def _show_notice(self, sentence: str) -> None:
        self.notice.setText(sentence)
        self.notice.setVisible(bool(sentence))

    def _show_numbers(self, scene: FieldScene) -> None:
        axes = () if scene.field.is_uniform else scene.field.axes
        rank = len(axes)
        self._table.setVisible(rank > 0)
        grouped: dict[AxisField | None, list[str]] = {}
        for axis, field in enumerate(axes):
            grouped.setdefault(field, []).append(axis_name(axis, rank))
        rows = list(grouped.items())
        for number, labels in enumerate(self._cells):
            for label in labels:
                label.setVisible(number < len(rows))
            if number < len(rows):
                field, names = rows[number]
                texts = (", ".join(names), *self._texts_of(field))
                for label, text in zip(labels, texts, strict=True):
                    label.setText(text)

    def _texts_of(self, field: AxisField | None) -> tuple[str, str, str]:
        """Return size, jump and start along an axis."""
        if field is None:
            return self.tr("all"), "\u2013", "\u2013"
        size = str(field.size)
        if field.extent.denominator > 1:
            size = self.tr("at most {size}").format(size=size)
        return size, fraction_text(field.jump), fraction_text(field.start)

    def _show_working(self, scene: FieldScene) -> None:
        row = scene.result.rows[scene.index]
        reaches = () if scene.field.is_uniform else layer_reaches(row)
        grouped: dict[FieldWorking, list[str]] = {}
        for axis, (reach, before) in enumerate(zip(reaches or (), scene.before.axes, strict=False)):
            if reach is None or before is None:
                continue
            name = axis_name(axis, len(scene.before.axes))
            grouped.setdefault(worked_field(row.layer, reach, before), []).append(name)
        self._letters.setVisible(bool(grouped))
        workings = list(grouped.items())
        for number, block in enumerate(self._blocks):
            block.setVisible(number < len(workings))
            if number < len(workings):
                working, names = workings[number]
                block.show_working(working, ", ".join(names) if len(workings) > 1 else "")

    def _describe(self, place: tuple[int, int]) -> None:
        if self._scene is not None:
            self.sentence.setText(sight_sentence(self._scene, place, self._scene.sight(place)))
        if self._links is not None:
            self.chain.show_chain(self._links.seen(place))

    def _sentence(self) -> QLabel:
        label = QLabel(self)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _assemble(self) -> None:
        self._hint.setProperty("muted", "true")
        self._fill_table()
        self._fill_details()
        self._fill_chain()
        body, area = QWidget(), QScrollArea(self)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addWidget(self.notice)
        layout.addWidget(self._hint)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._rest, 1)
        layout.addWidget(self.sentence)
        layout.addWidget(self._chain_area)
        layout.addWidget(self._details)
        # In large text there is not room for everything at once.
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("Receptive field"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _keep_chain_height(self) -> None:
        links = () if self._links is None else self._links.every_link
        lines = max(map(number_lines, links), default=1)
        self.chain.keep_lines(max(1, lines))
        bar = self._chain_area.horizontalScrollBar().sizeHint().height()
        self._chain_area.setFixedHeight(self.chain.sizeHint().height() + bar)

    def _fill_chain(self) -> None:
        area = self._chain_area
        area.setWidget(self.chain)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("The field at every layer before"))

    def _fill_details(self) -> None:
        """Put the table and the working side by side, in room that does not change."""
        self._letters.setWordWrap(True)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(SPACING)
        left.addWidget(self._table)
        left.addWidget(self._letters)
        left.addStretch(1)
        for block in self._blocks:
            right.addWidget(block)
        right.addStretch(1)
        body = QWidget(self._details)
        both = QHBoxLayout(body)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(6 * SPACING)
        both.addLayout(left, 2)
        both.addLayout(right, 3)
        self._details.setWidget(body)
        self._details.setWidgetResizable(True)
        self._details.setFrameShape(QFrame.Shape.NoFrame)
        self._details.setFixedHeight(_DETAILS)
        self._details.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._details.setAccessibleName(self.tr("How the receptive field comes about"))

    def _fill_table(self) -> None:
        grid = QGridLayout(self._table)
        grid.setContentsMargins(0, SPACING, 0, SPACING)
        grid.setHorizontalSpacing(4 * SPACING)
        grid.setVerticalSpacing(SPACING)
        heads = ("", self.tr("Size"), self.tr("Jump"), self.tr("Start"))
        tips = (
            "",
            self.tr("Cells of the input from the first to the last that a cell depends on"),
            self.tr("Cells of the input between the fields of neighbouring cells"),
            self.tr("Middle of the first cell's field; negative in the padding"),
        )
        for column, (head, tip) in enumerate(zip(heads, tips, strict=True)):
            label = QLabel(head, self._table)
            label.setProperty("muted", "true")
            label.setToolTip(tip)
            grid.addWidget(label, 0, column)
        for row in range(1, 4):
            labels = [QLabel(self._table) for _ in heads]
            for column, label in enumerate(labels):
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                grid.addWidget(label, row, column)
            self._cells.append(labels)
        grid.setColumnStretch(len(heads), 1)
