"""The form for code: which network of a text, what it is made with, and what would come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
)

from convviz.ui.network.cards.input_shape_field import InputShapeField
from convviz.ui.network.code.code_form_texts import is_refused, notice_lines, verdict_text
from convviz.ui.network.code.code_networks import NetworkTable
from convviz.ui.network.code.code_parameters import ParameterFields
from convviz.ui.theme import SPACING, set_role, set_state, set_ui_font

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.ui.network.code.code_choosing import CodeChoosing
    from convviz.ui.network.code.code_form import CodeForm

_WIDTH: Final = 620
_VERDICT_LINES: Final = 2
_EXAMPLE: Final = "3 × 32 × 32"


class CodeDialog(QDialog):
    """Shows the form, and announces what a person decides.

    Attributes:
        networks: The list of networks; None where there is only one.
        parameters: The fields of what the network is made with.
        shape: The field of the input's shape; hidden where layers are inserted.
        shape_note: Where that shape is from, or why what is typed is none.
        verdict: What would come of it.
        notices: What was left out.
        accept_button: Takes the network.
    """

    def __init__(self, choosing: CodeChoosing, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._choosing = choosing
        form = choosing.form
        self.setWindowTitle(
            self.tr("Open network from {name}").format(name=form.source)
            if form.source
            else self.tr("Network from code")
        )
        self.setMinimumWidth(_WIDTH)
        several = len(form.opened.networks) > 1
        self.networks = NetworkTable(form.opened, form.name, self) if several else None
        self.parameters = ParameterFields(self)
        self.shape = InputShapeField(self)
        self.shape.show_nothing(_EXAMPLE)
        self.shape_note = QLabel(self)
        self.verdict = _text_label(self)
        self.notices = _text_label(self)
        set_ui_font(self.notices, 0.9)
        text = self.tr("Insert the layers") if form.is_inserted else self.tr("Open the network")
        self.accept_button = QPushButton(text)
        self._lay_out(form)
        if self.networks is not None:
            self.networks.picked.connect(choosing.choose)
            self.networks.itemDoubleClicked.connect(self._accept_if_possible)
        self.parameters.answered.connect(choosing.answer)
        self.parameters.answered.connect(self._show_whether_possible)
        self.parameters.refused.connect(self._show_whether_possible)
        self.shape.edited.connect(choosing.set_shape)
        self.shape.unread_changed.connect(self._show_shape_problem)
        choosing.changed.connect(self.show_form)
        self.show_form(form)
        self._give_keyboard()

    def show_form(self, form: CodeForm) -> None:
        """Show the form as it is now; a verdict that is being renewed stays until it is there."""
        self.parameters.show_parameters(form.parameters, form.answers)
        read = form.read
        if form.shape is None and read is not None:
            if read.built.has_shape:
                self.shape.show_shape(read.network.input_shape)
            else:
                self.shape.show_nothing(_EXAMPLE)
        self._show_shape_problem()
        if not form.is_reading or (form.read is None and form.problem is None):
            self.verdict.setText(verdict_text(form))
            set_role(self.verdict, "error" if is_refused(form) else "")
            told = (*form.opened.notices, *(read.built.notices if read is not None else ()))
            lines = notice_lines(told)
            self.notices.setText("\n".join(f"• {line}" for line in lines))
            self.notices.setVisible(bool(lines))

    def _show_whether_possible(self) -> None:
        is_right = not self.parameters.problem and not self.shape.unread
        self.accept_button.setEnabled(is_right and self._choosing.form.can_accept)

    def _heading(self, count: int) -> str:
        if count == 1:
            return self.tr("The code has one network, and parts of it that can be taken alone.")
        text = self.tr("The code has {count} networks. Which one is meant?")
        return text.format(count=count)

    def _show_shape_problem(self) -> None:
        """Say beside the field why what is typed is no shape."""
        problem = self.shape.unread
        self.shape_note.setText(problem or self._shape_text(self._choosing.form))
        set_role(self.shape_note, "error" if problem else "caption")
        self._show_whether_possible()

    def _shape_text(self, form: CodeForm) -> str:
        read = form.read
        if form.shape is not None:
            return ""
        if read is None or not read.built.has_shape:
            return self.tr("needed: the code does not say it")
        return self.tr("a guess") if read.built.is_guessed else self.tr("as in the code")

    def _accept_if_possible(self) -> None:
        if self.accept_button.isEnabled():
            self.accept()

    def _give_keyboard(self) -> None:
        """Begin where something is to be decided."""
        needed = self._choosing.form.network.needs
        reason = Qt.FocusReason.OtherFocusReason
        if self.networks is not None:
            self.networks.setFocus(reason)
        elif needed:
            self.parameters.fields[needed[0].name].setFocus(reason)
        else:
            self.accept_button.setFocus(reason)

    def _lay_out(self, form: CodeForm) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * SPACING, 4 * SPACING, 4 * SPACING, 4 * SPACING)
        column.setSpacing(3 * SPACING)
        if self.networks is not None:
            column.addWidget(QLabel(self._heading(len(form.opened.choices))))
            column.addWidget(self.networks)
        column.addWidget(self.parameters)
        if not form.is_inserted:
            column.addLayout(self._shape_row())
        self.shape.setVisible(not form.is_inserted)
        self.shape_note.setVisible(not form.is_inserted)
        self.verdict.setMinimumHeight(_VERDICT_LINES * self.verdict.fontMetrics().height())
        column.addWidget(self.verdict)
        column.addWidget(self.notices)
        column.addStretch(1)
        column.addWidget(self._buttons())

    def _shape_row(self) -> QHBoxLayout:
        label = QLabel(self.tr("&Input shape"))
        label.setBuddy(self.shape)
        self.shape.setMinimumWidth(180)
        self.shape_note.setWordWrap(True)
        set_ui_font(self.shape_note, 0.9)
        row = QHBoxLayout()
        row.setSpacing(3 * SPACING)
        row.addWidget(label)
        row.addWidget(self.shape)
        row.addWidget(self.shape_note, 1)
        return row

    def _buttons(self) -> QDialogButtonBox:
        roles = QDialogButtonBox.ButtonRole
        buttons = QDialogButtonBox()
        buttons.addButton(self.accept_button, roles.AcceptRole)
        cancel = buttons.addButton(self.tr("Cancel"), roles.RejectRole)
        self.accept_button.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        self.accept_button.setDefault(True)
        set_state(self.accept_button, "primary", on=True)
        return buttons


def _text_label(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
