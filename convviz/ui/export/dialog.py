"""The dialog that exports: options, a preview, progress, and what became of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QSize, Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from convviz.core.errors import ConvVizError
from convviz.ui.error_sentences import error_sentence
from convviz.ui.export.animation import check_animation
from convviz.ui.export.formats import format_of
from convviz.ui.export.job import ExportJob, ExportOrder
from convviz.ui.export.look import checked_steps
from convviz.ui.export.options_form import OptionsForm
from convviz.ui.export.stage import ExportStage
from convviz.ui.export.texts import code_text, latex_text
from convviz.ui.theme import SPACING, set_code_font, set_role
from convviz.ui.widgets.formula_source import FormulaDrawing, formula_source

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent

    from convviz.stepping.scene.scene import Scene
    from convviz.ui.export.look import ExportLook
    from convviz.ui.stepper.views.step_view import ViewEntry

_PREVIEW: Final = QSize(520, 360)
_FRAME: Final = QSize(18, 18)
_PREVIEW_AFTER_MS: Final = 60


class ExportDialog(QDialog):
    """Exports one scene, as often as a person likes."""

    def __init__(
        self,
        scene: Scene,
        step: int,
        path: Path,
        look: ExportLook,
        parent: QWidget | None = None,
        view: ViewEntry | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            scene: What is exported; later edits of the document do not concern it.
            step: Number of the step that the window shows, from 0.
            path: The file that is suggested.
            look: The first look.
            parent: The window.
            view: The view that is chosen first; None for the grids.
        """
        super().__init__(parent)
        self._scene = scene
        self._job: ExportJob | None = None
        self._formulas = formula_source()
        self._formulas.attach(self)
        self.setWindowTitle(self.tr("Export"))
        self.form = OptionsForm(scene, step, path, look, view)
        self.preview = QLabel(self)
        self.text_preview = QPlainTextEdit(self)
        self._previews = QStackedWidget(self)
        self.status = QLabel(self)
        self.progress = QProgressBar(self)
        self.export_button = QPushButton(self.tr("Export"), self)
        self.close_button = QPushButton(self.tr("Close"), self)
        self._redraw = QTimer(self, singleShot=True, interval=_PREVIEW_AFTER_MS)
        self._redraw.timeout.connect(self._show_preview)
        self._assemble()
        self.form.changed.connect(self._check)
        self.export_button.clicked.connect(self.start)
        self.close_button.clicked.connect(self.reject)
        self._formulas.rendered.connect(self._on_formula)
        self._check()

    @property
    def job(self) -> ExportJob | None:
        """The export that is running."""
        return self._job

    def start(self) -> None:
        """Begin the export; the dialog stays open and shows how far it is."""
        order = self._order()
        if order is None or self._job is not None:
            return
        self._job = job = ExportJob(order, self)
        job.progressed.connect(self.progress.setValue)
        # Methods alone: a lambda would hold the dialog, which would die with its child, the job,
        # and delete it a second time.
        job.finished.connect(self._show_success)
        job.failed.connect(self._show_failure)
        job.cancelled.connect(self._show_cancelled)
        self.progress.setRange(0, len(order.steps) if order.format.is_animation else 0)
        self.progress.setValue(0)
        self._show_running(running=True)
        self._show_status("", "caption")
        job.start()

    def reject(self) -> None:
        """Cancel the export, or close the dialog when none is running."""
        if self._job is not None:
            self._job.cancel()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancel the export before closing."""
        if self._job is not None:
            self._job.cancel()
        super().closeEvent(event)

    def _order(self) -> ExportOrder | None:
        """Return what is to be done; None while something is wrong, which is told."""
        form = self.form
        path, look = form.chosen_path, form.chosen_look
        try:
            kind = format_of(path)
            first, last = form.chosen_steps
            steps = checked_steps(first, last, form.view.walk.step_count, form.chosen_stride)
            if not kind.is_text:
                check_animation(kind, look, len(steps))
        except ConvVizError as error:
            self._show_status(error_sentence(error), "error")
            return None
        timing = form.chosen_timing
        return ExportOrder(self._scene, path, kind, look, timing, steps, form.view.entry)

    def _check(self) -> None:
        """Tell at once what is wrong with the options, and draw the preview soon."""
        if self._job is not None:
            return
        order = self._order()
        self.export_button.setEnabled(order is not None)
        self._redraw.start()
        if order is None:
            return
        replaces = order.path.exists()
        self.export_button.setText(self.tr("Replace") if replaces else self.tr("Export"))
        text = self.tr("This file exists and will be replaced.") if replaces else ""
        folder = order.path.expanduser().absolute().parent
        if not folder.exists():
            text = self.tr("The folder {folder} does not exist yet. It will be made.").format(
                folder=folder
            )
        self._show_status(text, "warning")

    def _show_preview(self) -> None:
        form = self.form
        if form.chosen_format.is_text:
            self._previews.setCurrentWidget(self.text_preview)
            text = self._text()
            if text != self.text_preview.toPlainText():
                self.text_preview.setPlainText(text)
            return
        self._previews.setCurrentWidget(self.preview)
        ratio = self.devicePixelRatioF()
        try:
            look = form.chosen_look
            look.check()
            share = min(_PREVIEW.width() / look.width, _PREVIEW.height() / look.height)
            look = replace(look, scale=1.0)
            stage = ExportStage(self._scene, look, self._formula, form.view.entry)
            first, last = form.chosen_steps
            shown = (first + last) // 2 if look.fills else first  # half full says what filling is
            image = stage.image(min(shown, form.view.walk.step_count) - 1)
        except ConvVizError as error:
            self._show_status(error_sentence(error), "error")
            self.export_button.setEnabled(False)
            return
        if stage.leaves_sum_out and not self.status.text():
            self._show_status(
                self.tr(
                    "The step in numbers is left out, because it would be too small to read. "
                    "Choose a larger drawing or a smaller kernel to see it."
                ),
                "caption",
            )
        size = QSize(round(look.width * share * ratio), round(look.height * share * ratio))
        scaled = image.scaled(
            size,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        scaled.setDevicePixelRatio(ratio)
        self.preview.setPixmap(QPixmap.fromImage(scaled))

    def _text(self) -> str:
        is_latex = self.form.chosen_format.value == "tex"
        if is_latex:
            return latex_text(self._scene)
        return code_text(self._scene, self.form.view.entry)

    def _on_formula(self, _latex: str) -> None:
        if self.form.formula.isChecked():
            self._redraw.start()

    def _formula(self, latex: str) -> FormulaDrawing:
        """Return a formula; one that is not drawn yet is asked for, and missing until then."""
        drawing = self._formulas.drawing(latex)
        if drawing is None:
            self._formulas.request(self, latex)
            return FormulaDrawing("")
        return drawing

    def _show_success(self, size: int) -> None:
        if self._job is None:
            return
        order, written = self._job.order, QLocale().formattedDataSize(size)
        if order.format.is_animation:
            text = self.tr("{path} was written: {count} frames, {size}.")
        else:
            text = self.tr("{path} was written: {size}.")
        self._end(text.format(path=order.path.name, count=len(order.steps), size=written), "ok")

    def _show_failure(self, sentence: str) -> None:
        self._end(sentence, "error")

    def _show_cancelled(self) -> None:
        self._end(self.tr("Cancelled. No file was written."))

    def _end(self, text: str, role: str = "caption") -> None:
        job, self._job = self._job, None
        if job is not None:
            job.deleteLater()
        self._show_running(running=False)
        self._show_status(text, role)

    def _show_running(self, *, running: bool) -> None:
        self.form.setEnabled(not running)
        self.export_button.setEnabled(not running)
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        self.progress.setVisible(running)
        self.close_button.setText(self.tr("Cancel") if running else self.tr("Close"))

    def _show_status(self, text: str, role: str) -> None:
        self.status.setText(text)
        set_role(self.status, role)

    def _assemble(self) -> None:
        for preview in (self.preview, self.text_preview):
            preview.setFixedSize(_PREVIEW + _FRAME)
            self._previews.addWidget(preview)
        set_code_font(self.text_preview, 0.9)
        self.text_preview.setReadOnly(True)
        self.text_preview.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text_preview.setAccessibleName(self.tr("Preview"))
        self.preview.setProperty("card", "true")
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setAccessibleName(self.tr("Preview"))
        self.status.setWordWrap(True)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setMinimumHeight(2 * self.status.fontMetrics().lineSpacing())
        self.status.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.export_button.setProperty("primary", "true")
        self.export_button.setDefault(True)
        self._show_running(running=False)
        body = QHBoxLayout()
        body.setSpacing(4 * SPACING)
        body.addWidget(self.form, 0, Qt.AlignmentFlag.AlignTop)
        body.addWidget(self._previews, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.progress, 1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.export_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[4 * SPACING] * 4)
        layout.setSpacing(3 * SPACING)
        layout.addLayout(body, 1)
        layout.addWidget(self.status)
        layout.addLayout(buttons)
