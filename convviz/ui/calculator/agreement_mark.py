"""The mark that says whether torch computes what the app does."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from convviz.stepping.agreement import Agreement, AgreementState
from convviz.ui.error_sentences import error_sentence
from convviz.ui.theme import SPACING, IconRole, icon_pixmap, set_state, theme_notifier
from convviz.ui.widgets.number_texts import shape_text

if TYPE_CHECKING:
    from convviz.protocol.messages.common import Problem

_ICON_SIZE: Final = 20
_ICONS: Final[dict[AgreementState, tuple[str, IconRole]]] = {
    AgreementState.COMPUTING: ("mdi6.timer-sand", "text_muted"),
    AgreementState.ENGINE_STARTING: ("mdi6.timer-sand", "text_muted"),
    AgreementState.AGREES: ("mdi6.check-circle-outline", "ok"),
    AgreementState.TORCH_ONLY: ("mdi6.check-circle-outline", "ok"),
    AgreementState.DIFFERS: ("mdi6.alert-circle-outline", "error"),
    AgreementState.TORCH_REFUSES: ("mdi6.alert-circle-outline", "error"),
    AgreementState.ENGINE_LOST: ("mdi6.alert-outline", "warning"),
}
_UNREAD: Final[tuple[str, IconRole]] = ("mdi6.pencil-outline", "warning")


class AgreementMark(QFrame):
    """An icon, a verdict and its numbers; two lines high whatever it says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._agreement = Agreement(AgreementState.COMPUTING)
        self._unread = ""
        self._icon = QLabel(self)
        self._icon.setFixedSize(_ICON_SIZE, _ICON_SIZE)
        self.verdict = QLabel(self)
        self.verdict.setWordWrap(True)
        self.verdict.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.verdict.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verdict.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * SPACING)
        layout.addWidget(self._icon)
        layout.addWidget(self.verdict, 1)
        self.setAccessibleName(self.tr("Comparison with torch"))
        theme_notifier().changed.connect(self._show_icon)
        self.show_agreement(self._agreement)
        self._show_icon()

    @property
    def agreement(self) -> Agreement:
        """What is shown."""
        return self._agreement

    def show_agreement(self, agreement: Agreement) -> None:
        """Show what is known about torch's answer."""
        before, self._agreement = self._agreement, agreement
        self._show_text()
        if agreement.state is not before.state:
            self._show_icon()

    def show_unread(self, sentence: str) -> None:
        """Say that a text is not read yet, in place of any verdict; "" ends that."""
        if sentence != self._unread:
            self._unread = sentence
            set_state(self.verdict, "muted", on=bool(sentence))
            self._show_text()
            self._show_icon()

    def _show_text(self) -> None:
        lines = (self._text(self._agreement), self._gradients(self._agreement))
        text = self._unread or "\n".join(filter(None, lines))
        self.verdict.setText(text)
        self.setAccessibleDescription(text)

    def _show_icon(self) -> None:
        name, role = _UNREAD if self._unread else _ICONS[self._agreement.state]
        self._icon.setPixmap(icon_pixmap(name, _ICON_SIZE, role))

    def _text(self, agreement: Agreement) -> str:
        texts = {
            AgreementState.COMPUTING: self.tr("torch is computing …"),
            AgreementState.ENGINE_STARTING: self.tr("torch is starting …"),
            AgreementState.ENGINE_LOST: self.tr(
                "torch's process has ended. A new one is started and computes this again."
            ),
            AgreementState.TORCH_ONLY: self.tr(
                "Computed by torch on {device}. It is too large for convviz to check with its "
                "own arithmetic."
            ).format(device=agreement.device),
        }
        if agreement.state is AgreementState.TORCH_REFUSES:
            return self._refusal(agreement.problem)
        return texts.get(agreement.state) or self._comparison(agreement)

    def _comparison(self, agreement: Agreement) -> str:
        shape, own = (
            shape_text(known) if known else self.tr("one number")
            for known in (agreement.torch_shape, agreement.own_shape)
        )
        if agreement.torch_shape != agreement.own_shape:
            text = self.tr("torch differs: its output is {shape}, not {own}.")
            return text.format(shape=shape, own=own)
        difference = agreement.largest_difference
        if agreement.in_float32 is not None:
            return self._in_float64(agreement.in_float32, shape, difference)
        number = self.tr("not a number") if math.isnan(difference) else f"{difference:.2g}"
        if agreement.wrong_indices:
            return self.tr("torch differs: {shape}, different indices: {count}.").format(
                shape=shape, count=agreement.wrong_indices
            )
        if agreement.wrong_indices == 0 and agreement.state is AgreementState.AGREES:
            text = self.tr("torch agrees: {shape}, largest difference {number}, the same indices.")
        elif agreement.state is AgreementState.DIFFERS:
            text = self.tr("torch differs: {shape}, largest difference {number}.")
        else:
            text = self.tr("torch agrees: {shape}, largest difference {number}.")
        return text.format(shape=shape, number=number)

    def _in_float64(self, off: float, shape: str, difference: float) -> str:
        """Return that torch agrees in float64 alone.

        Args:
            off: How far it is off in float32.
            shape: Of the output.
            difference: The largest in float64.
        """
        number = f"{difference:.2g}"
        if math.isinf(off):
            text = self.tr(
                "torch agrees in float64: {shape}, largest difference {number}. In float32, its "
                "usual type, numbers here become infinite or not a number."
            )
            return text.format(shape=shape, number=number)
        text = self.tr(
            "torch agrees in float64: {shape}, largest difference {number}. In float32, its "
            "usual type, rounding adds up to {off} here."
        )
        return text.format(shape=shape, number=number, off=f"{off:.2g}")

    def _gradients(self, agreement: Agreement) -> str:
        """Return what autograd says of each gradient; "" where there is none."""
        if not agreement.gradients:
            return ""
        marks = {True: "✓", False: "✗", None: ""}
        words = []
        for gradient in agreement.gradients:
            difference = gradient.largest_difference
            number = "" if math.isnan(difference) else f"{difference:.2g}"
            mark = marks[gradient.agrees]
            words.append(" ".join(filter(None, (f"grad_{gradient.name}", mark, number))))
        return self.tr("autograd: {gradients}").format(gradients=" · ".join(words))

    def _refusal(self, problem: Problem | None) -> str:
        if problem is None:
            return self.tr("torch refuses this layer.")
        return self.tr("torch gave no values. {reason}").format(
            reason=error_sentence(problem.error())
        )
