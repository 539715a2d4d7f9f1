"""The network as code, in step with the cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QTextCursor, QTextFormat
from PySide6.QtWidgets import (
    QButtonGroup,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from convviz.core.code.writing import NetworkCode, network_code
from convviz.ui.network.code_highlighter import PythonHighlighter
from convviz.ui.network.line_changes import replace_lines
from convviz.ui.network.view_widget import ViewWidget
from convviz.ui.theme import current_palette, set_code_font, set_icon, theme_notifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QMouseEvent, QShowEvent

    from convviz.core.network.rows import SequentialResult
    from convviz.core.network.tree import Node
    from convviz.ui.network.presenter import NetworkPresenter
    from convviz.ui.network.state import NetworkState
    from convviz.ui.page_actions import PageActions

_COPIED_SHOWN_MS = 1500


class _CodeView(QPlainTextEdit):
    """Read-only code; a click tells the line.

    Signals:
        line_clicked(int): from 0.
    """

    line_clicked = Signal(int)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell the line of a click that selects nothing."""
        super().mouseReleaseEvent(event)
        cursor = self.textCursor()
        if event.button() == Qt.MouseButton.LeftButton and not cursor.hasSelection():
            self.line_clicked.emit(cursor.blockNumber())


class CodePanel(ViewWidget):
    """The code; beside the switch its two forms, and a button that copies it.

    Attributes:
        sequential_button: Shows the code as an nn.Sequential.
        module_button: Shows the code as an nn.Module.

    Signals:
        layer_clicked(int): the line of a layer was clicked.
        form_chosen(bool): The code is wanted as an nn.Module; else as an nn.Sequential.
    """

    layer_clicked = Signal(int)
    form_chosen = Signal(bool)

    def __init__(self, presenter: NetworkPresenter, parent: QWidget | None = None) -> None:
        """Show no code yet.

        Args:
            presenter: Hears which layer and which form is chosen.
            parent: The views.
        """
        super().__init__(parent)
        self._code = NetworkCode("", ())
        self._shown = ""
        self._marked: tuple[int, ...] = ()
        self._view = _CodeView(self)
        self._view.setReadOnly(True)
        self._view.setUndoRedoEnabled(False)
        self._view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        set_code_font(self._view, 0.85)
        self._view.setTabChangesFocus(True)
        self._view.setAccessibleName(self.tr("The network as PyTorch code"))
        self._view.line_clicked.connect(self._announce_layer)
        self._highlighter = PythonHighlighter(self._view.document())
        self._copied = QTimer(self, singleShot=True, interval=_COPIED_SHOWN_MS)
        self._copied.timeout.connect(self._show_copy)
        self._build()
        self._show_copy()
        self.layer_clicked.connect(lambda number: presenter.choose_numbers([number]))
        self.form_chosen.connect(presenter.show_module)
        theme_notifier().changed.connect(self._mark)

    @property
    def text(self) -> str:
        """The code shown now."""
        return self._view.toPlainText()

    @property
    def lines_in_sight(self) -> range:
        """The numbers of the lines that are seen whole, from 0."""
        bar = self._view.verticalScrollBar()  # counts in lines
        return range(bar.value(), bar.value() + max(1, bar.pageStep()))

    def line_of(self, number: int) -> int:
        """Return the number of a layer's line, from 0."""
        return self._code.lines[number]

    def show_actions(self, actions: PageActions) -> None:
        """Say the key that copies."""
        actions.show_keys(self.copy_button, "copy code")

    def show_state(self, state: NetworkState, before: NetworkState | None) -> None:
        """Show the network's code, the lines of what is chosen marked."""
        is_known = before is not None and state.network is before.network
        is_written = is_known and before is not None and state.is_module == before.is_module
        if not is_written:
            self.show_code(state.nodes, state.result, is_module=state.is_module)
        if not is_written or before is None or not state.chooses_as(before):
            self.mark_layers(state.marked_numbers)

    def show_code(
        self, nodes: Sequence[Node], result: SequentialResult, *, is_module: bool
    ) -> None:
        """Show the code of a network; the scroll position stays.

        Args:
            nodes: The network.
            result: Its shapes.
            is_module: Whether as an nn.Module; else as an nn.Sequential.
        """
        self._code = network_code(nodes, result, is_module=is_module)
        self._marked = tuple(row for row in self._marked if row < len(self._code.lines))
        with QSignalBlocker(self.module_button):
            (self.module_button if is_module else self.sequential_button).setChecked(True)
        self._show_text(self._code.text)

    def mark_layers(self, numbers: Iterable[int]) -> None:
        """Mark the lines of the chosen layers; where none is in sight, scroll to the first."""
        self._marked = tuple(numbers)
        self._mark()
        self._scroll_to_marked()

    def showEvent(self, event: QShowEvent) -> None:
        """Show the chosen layer's line: what was chosen meanwhile, nobody has seen."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._scroll_to_marked)  # when the lines have their room

    def copy(self) -> None:
        """Copy the code, and say so for a moment."""
        QGuiApplication.clipboard().setText(self.text)
        self.copy_button.setText(self.tr("Copied"))
        set_icon(self.copy_button, "mdi6.check", "ok")
        self._copied.start()

    def _build(self) -> None:
        self.sequential_button = self._switch(self.tr("Sequential"), self.tr("As an nn.Sequential"))
        self.module_button = self._switch(
            self.tr("Module"), self.tr("As an nn.Module with a forward")
        )
        self._forms = QButtonGroup(self)
        self._forms.addButton(self.sequential_button)
        self._forms.addButton(self.module_button)
        self.module_button.toggled.connect(self.form_chosen)
        self.copy_button = QPushButton(self)
        self.copy_button.setToolTip(self.tr("Copy the code"))
        self.copy_button.clicked.connect(self.copy)
        for tool in (self.sequential_button, self.module_button, self.copy_button):
            self.add_tool(tool)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        widest = QFontMetricsF(self.copy_button.font()).horizontalAdvance(self.tr("Copied"))
        self.copy_button.setMinimumWidth(int(widest) + 56)
        self.setMinimumWidth(280)

    def _switch(self, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setCheckable(True)
        return button

    def _show_text(self, text: str) -> None:
        before, self._shown = self._shown, text
        if text == before:
            return
        bars = (self._view.horizontalScrollBar(), self._view.verticalScrollBar())
        values = [bar.value() for bar in bars]
        replace_lines(self._view.document(), before.split("\n"), text.split("\n"))
        for bar, value in zip(bars, values, strict=True):
            bar.setValue(value)

    def _mark(self) -> None:
        marks = []
        for row in self._marked:
            block = self._view.document().findBlockByNumber(self.line_of(row))
            mark = QTextEdit.ExtraSelection()
            mark.cursor = QTextCursor(block)
            mark.format.setBackground(QColor(current_palette().accent_soft))
            whole_line = QTextFormat.Property.FullWidthSelection
            mark.format.setProperty(whole_line, True)  # noqa: FBT003 - Qt's signature
            marks.append(mark)
        self._view.setExtraSelections(marks)

    def _scroll_to_marked(self) -> None:
        lines, in_sight = [self.line_of(row) for row in self._marked], self.lines_in_sight
        if self.isVisible() and lines and not any(line in in_sight for line in lines):
            self._view.verticalScrollBar().setValue(min(lines) - len(in_sight) // 2)

    def _announce_layer(self, line: int) -> None:
        number = self._code.layer_of(line)
        if number is not None:
            self.layer_clicked.emit(number)

    def _show_copy(self) -> None:
        self.copy_button.setText(self.tr("Copy"))
        set_icon(self.copy_button, "mdi6.content-copy")
