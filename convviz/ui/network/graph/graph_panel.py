"""A step of the graph in words and numbers, and which `.grad` is filled by then."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor, QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QScrollArea,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from convviz.core.code.writing import shape_text
from convviz.drawing.graph.graph_parts import PICTURE
from convviz.stepping.gradient_steps import StepKind
from convviz.ui.network.graph.graph_texts import grad_text, step_sentences, title_text, wants_text
from convviz.ui.theme import SPACING, current_palette
from convviz.ui.widgets.grid import GridRole, Plane, PlaneGroup, PlaneStackView
from convviz.ui.widgets.grid.numbers import common_exponent
from convviz.ui.widgets.labels import SectionTitle
from convviz.values.tensors import array_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.protocol.gradients import GraphNode, TensorTold
    from convviz.stepping.gradient_steps import GradientWalk
    from convviz.ui.network.graph.graph_looker import Gradients

_MOST_GRIDS: Final = 4
_LEAST: Final = 64
_DIGITS: Final = 16
_SIZES: Final = (200, 200, 180)


class GraphPanel(QSplitter):
    """Renders a step.

    Attributes:
        title: Where the step stands.
        sentences: What it does.
        grids: The numbers that come in, and those that go out.
        grads: The `.grad` of every tensor.

    Signals:
        tensor_chosen(int): The `.grad` of a tensor is pointed out, by its number.
    """

    tensor_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.title, self.sentences = SectionTitle("", self), QLabel(self)
        self.grids, self.grads = PlaneStackView(self), QTableWidget(0, 3, self)
        self._shown: GradientWalk | None = None
        self._assemble()
        self.grads.cellClicked.connect(lambda row, _column: self.tensor_chosen.emit(row))

    def show_step(self, known: Gradients, index: int) -> None:
        """Show a step of what is known."""
        walk = known.walk
        if walk is None:
            return
        self.title.setText(title_text(walk, index))
        paragraphs = "".join(f"<p>{sentence}</p>" for sentence in step_sentences(known, index))
        self.sentences.setText(paragraphs)
        groups = list(self._groups(walk, index))
        self.grids.setVisible(bool(groups))
        if groups:
            # The panel is narrow: rows of several tensors stand upright, side by side.
            self.grids.set_groups(groups if len(groups) == 1 else list(map(_upright, groups)))
        self._show_grads(walk, index)

    # Numbers

    def _groups(self, walk: GradientWalk, index: int) -> Iterator[PlaneGroup]:
        step = walk.steps[index]
        if step.node < 0 or step.kind is StepKind.LOSS:
            return
        node = walk.traced.nodes[step.node]
        if step.kind is StepKind.FORWARD:
            if node.output is not None:
                yield _group("output", GridRole.OUTPUT, self.tr("Output"), node.output)
            return
        for number, told in enumerate(node.received):
            if told is not None:
                text = self.tr("Gradient in")
                yield _group(f"in {number}", GridRole.OUTPUT, text, told)
        yield from self._sent(walk, node)

    def _sent(self, walk: GradientWalk, node: GraphNode) -> Iterator[PlaneGroup]:
        operator = "\u2192"
        sent = [edge for edge in node.edges if edge.sent is not None]
        for number, edge in enumerate(sent[:_MOST_GRIDS]):
            behind = walk.traced.nodes[edge.node]
            role = GridRole.KERNEL if _ends_in_parameter(walk, edge.node) else GridRole.INPUT
            name = self.tr("the picture") if behind.parameter == PICTURE else behind.parameter
            text = self.tr("To {name}").format(name=name or behind.name)
            if edge.sent is not None:
                yield _group(f"out {number}", role, text, edge.sent, operator)
            operator = ""

    # Gradients

    def _show_grads(self, walk: GradientWalk, index: int) -> None:
        tensors = walk.traced.tensors
        if walk is not self._shown:
            self._shown = walk
            self._fill(walk)
        palette, is_over = current_palette(), index >= len(walk.steps) - 1
        for row, tensor in enumerate(tensors):
            grad, item = walk.grad_at(tensor, index), self.grads.item(row, 1)
            if item is None:
                continue
            item.setText(grad_text(tensor, grad, is_over=is_over))
            is_filled = walk.is_filled_by(tensor, index)
            muted, plain = QColor(palette.text_muted), QColor(palette.text)
            item.setForeground(QBrush(muted if grad is None else plain))
            for column in range(self.grads.columnCount()):
                self._embolden(row, column, is_filled)
            if is_filled:
                self.grads.scrollTo(self.grads.model().index(row, 0))

    def _embolden(self, row: int, column: int, is_filled: bool) -> None:  # noqa: FBT001 - of one caller
        cell = self.grads.item(row, column)
        if cell is not None and cell.font().bold() != is_filled:
            font = QFont(cell.font())
            font.setBold(is_filled)
            cell.setFont(font)

    def _fill(self, walk: GradientWalk) -> None:
        tensors = walk.traced.tensors
        self.grads.setRowCount(len(tensors))
        for row, tensor in enumerate(tensors):
            name = self.tr("the picture") if tensor.name == PICTURE else tensor.name
            if not tensor.is_leaf:
                name = self.tr("output of {name}").format(name=name)
            shape = shape_text(tensor.shape)
            for column, text in enumerate((name, "", shape)):
                item = QTableWidgetItem(text)
                item.setToolTip(wants_text(tensor))
                if not tensor.requires_grad:
                    font = QFont(item.font())
                    font.setItalic(True)
                    item.setFont(font)
                self.grads.setItem(row, column, item)
        self.grads.resizeColumnToContents(0)
        self.grads.setColumnWidth(1, self.grads.fontMetrics().horizontalAdvance("0") * _DIGITS)

    def _assemble(self) -> None:
        self.sentences.setWordWrap(True)
        self.sentences.setTextFormat(Qt.TextFormat.RichText)
        self.sentences.setAlignment(Qt.AlignmentFlag.AlignTop)
        selectable = Qt.TextInteractionFlag.TextSelectableByMouse
        self.sentences.setTextInteractionFlags(selectable)
        words = QWidget(self)
        column = QVBoxLayout(words)
        column.setContentsMargins(SPACING, 0, SPACING, 0)
        column.addWidget(self.title)
        column.addWidget(self.sentences, 1)
        area = QScrollArea(self)
        area.setWidget(words)
        area.setAccessibleName(self.tr("This step in words"))
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.grids.set_cursor_wanted(wanted=False)
        self.grids.setAccessibleName(self.tr("Gradients of this step"))
        grads = self.grads
        grads.setHorizontalHeaderLabels([self.tr("Tensor"), ".grad", self.tr("Shape")])
        grads.setAccessibleName(self.tr("Gradients of all parameters"))
        rows = grads.verticalHeader()
        rows.hide()
        rows.setDefaultSectionSize(grads.fontMetrics().height() + SPACING)
        grads.setShowGrid(False)
        grads.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        grads.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        grads.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        header = grads.horizontalHeader()
        header.setStretchLastSection(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for part in (area, self.grids, grads):
            part.setMinimumHeight(_LEAST)
            self.addWidget(part)
        self.setChildrenCollapsible(False)
        self.setSizes(list(_SIZES))


def _ends_in_parameter(walk: GradientWalk, number: int) -> bool:
    """Return whether a node leads to a parameter alone."""
    nodes = walk.traced.nodes
    while len(nodes[number].edges) == 1 and nodes[number].edges[0].node >= 0:
        number = nodes[number].edges[0].node
    return bool(nodes[number].parameter) and nodes[number].parameter != PICTURE


def _group(
    name: str, role: GridRole, text: str, told: TensorTold, operator: str = ""
) -> PlaneGroup:
    numbers = array_of(told.numbers).astype("float64")
    is_all = numbers.size == math.prod(told.shape)
    shape = shape_text(told.shape) if told.shape else "1"
    caption = f"{text} {shape}" if is_all else f"{text} {shape}\u2026"
    exponent = common_exponent(numbers)
    return PlaneGroup(name, role, caption, (Plane(numbers),), operator, exponent=exponent)


def _upright(group: PlaneGroup) -> PlaneGroup:
    (plane,) = group.planes
    if len(plane.values) > 1:
        return group
    return replace(group, planes=(replace(plane, values=plane.values.T),))
