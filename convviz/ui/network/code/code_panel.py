"""The network as code, in step with the cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QGuiApplication,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QLabel,
    QPushButton,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from convviz.core.code.writing import NetworkCode, network_code
from convviz.ui.error_sentences import error_sentence
from convviz.ui.network.code.code_editor import CodeEditor
from convviz.ui.network.view_widget import ViewWidget
from convviz.ui.theme import SPACING, current_palette, set_icon, theme_notifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QShowEvent

    from convviz.core.errors import ConvVizError
    from convviz.core.network.rows import SequentialResult
    from convviz.core.network.tree import Node
    from convviz.ui.network.presenter import NetworkPresenter
    from convviz.ui.network.state import NetworkState
    from convviz.ui.page_actions import PageActions

_COPIED_SHOWN_MS = 1500
_TYPING_PAUSE_MS = 250


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
        self._presenter = presenter
        self._code = NetworkCode("", ())
        self._marked: tuple[int, ...] = ()
        self._shown = ""
        self._is_typed = False
        self._is_applying = False
        self._typed_line = -1
        self._wrong_line = -1
        self._view = CodeEditor(self)
        self._view.setAccessibleName(self.tr("The network as PyTorch code"))
        self._view.line_clicked.connect(self._announce_layer)
        self._view.textChanged.connect(self._on_typed)
        self._view.cursorPositionChanged.connect(self._on_line_left)
        self._view.left.connect(self._finish)
        self._view.history_wanted.connect(self.apply)
        self._view.given_up.connect(self.restore)
        self._problem = QLabel(self)
        self._pause = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.apply)
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
    def problem(self) -> str:
        """What is wrong with the code that was typed; "" for nothing."""
        return self._problem.text()

    @property
    def lines_in_sight(self) -> range:
        """The numbers of the lines that are seen whole, from 0."""
        return self._view.lines_in_sight

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
            if self._is_typed and not self._is_applying:
                self._forget_typed()
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
        self._check_form(is_module=is_module)
        self._show_code()

    def apply(self) -> None:
        """Make the network what was typed; where that is no network, say where and why.

        The network then stays, and so does the text.
        """
        self._pause.stop()
        if not self._is_typed:
            return
        self._is_applying = True
        error = self._presenter.edit_code(self.text, self._view.line)
        self._is_applying = False
        if error is None:
            self._show_code()  # it may be the network that was there
        self._show_problem(error)

    def restore(self) -> None:
        """Show the network's code again in place of what was typed."""
        self._forget_typed()
        self._show_text(self._code.text)
        self._mark()

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
        self.module_button.toggled.connect(self._choose_form)
        self.copy_button = QPushButton(self)
        self.copy_button.setToolTip(self.tr("Copy the code"))
        self.copy_button.clicked.connect(self.copy)
        for tool in (self.sequential_button, self.module_button, self.copy_button):
            self.add_tool(tool)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addWidget(self._view, 1)
        layout.addWidget(self._problem)
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setProperty("role", "error")
        self._problem.setWordWrap(True)
        self._problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._problem.hide()
        widest = QFontMetricsF(self.copy_button.font()).horizontalAdvance(self.tr("Copied"))
        self.copy_button.setMinimumWidth(int(widest) + 56)
        self.setMinimumWidth(280)

    def _switch(self, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setToolTip(tip)
        button.setCheckable(True)
        return button

    def _choose_form(self, is_module: bool) -> None:  # noqa: FBT001 - a signal's slot
        """Ask for the other form; text that cannot be read has none, and stays."""
        self.apply()
        if self.problem:
            self._check_form(is_module=not is_module)
        else:
            self.form_chosen.emit(is_module)

    def _check_form(self, *, is_module: bool) -> None:
        with QSignalBlocker(self.module_button):
            (self.module_button if is_module else self.sequential_button).setChecked(True)

    def _show_code(self) -> None:
        """Show the network's code, without a change to the line in which a person types."""
        lines, typed = self._code.text.split("\n"), self.text.split("\n")
        if not self._is_typed:
            self._show_text(self._code.text)
        elif len(lines) == len(typed):
            lines[self._view.line] = typed[self._view.line]
            self._show_text("\n".join(lines))

    def _show_text(self, text: str) -> None:
        before = self.text if self._is_typed else self._shown
        self._shown = text
        if text != before:
            with QSignalBlocker(self._view):
                self._view.show_lines(before.split("\n"), text.split("\n"))
        self._is_typed = text != self._code.text

    def _forget_typed(self) -> None:
        """Let what was typed go: the network's code is to be shown next."""
        self._pause.stop()
        self._shown, self._is_typed = self.text, False
        self._show_problem(None)

    def _on_typed(self) -> None:
        self._is_typed, self._typed_line = True, self._view.line
        self._pause.start()

    def _on_line_left(self) -> None:
        """Write a line as the network's code has it when the cursor has gone to another."""
        if self._view.line == self._typed_line:
            return
        if self._is_typed and not self._pause.isActive() and not self.problem:
            self._finish()

    def _finish(self) -> None:
        """Show the code of the network that was typed, if it is one."""
        self.apply()
        if self._is_typed and not self.problem:
            self.restore()

    def _show_problem(self, error: ConvVizError | None) -> None:
        self._problem.setText("" if error is None else error_sentence(error))
        self._problem.setVisible(error is not None)
        self._view.keeps_history = error is not None
        line = None if error is None else error.facts.get("line")
        self._wrong_line = line - 1 if isinstance(line, int) else -1
        self._mark()

    def _mark(self) -> None:
        """Mark the lines of the chosen layers, and the one with which something is wrong."""
        marks = []
        if not self._is_typed or self._view.blockCount() == self._code.text.count("\n") + 1:
            for row in self._marked:
                mark = self._line_mark(self.line_of(row))
                mark.format.setBackground(QColor(current_palette().accent_soft))
                whole_line = QTextFormat.Property.FullWidthSelection
                mark.format.setProperty(whole_line, True)  # noqa: FBT003 - Qt's signature
                marks.append(mark)
        if self._wrong_line >= 0:
            mark = self._line_mark(self._wrong_line)
            mark.cursor.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            mark.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            mark.format.setUnderlineColor(QColor(current_palette().error))
            marks.append(mark)
        self._view.setExtraSelections(marks)

    def _line_mark(self, line: int) -> QTextEdit.ExtraSelection:
        mark = QTextEdit.ExtraSelection()
        mark.cursor = QTextCursor(self._view.document().findBlockByNumber(line))
        return mark

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
