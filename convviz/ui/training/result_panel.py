"""The right side: what the last run reached, and the kernels that it learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from convviz.core.errors import ConvVizError
from convviz.core.torch_code import layer_call
from convviz.ui.error_sentences import error_sentence
from convviz.ui.theme import SPACING, set_state
from convviz.ui.training.formats import duration_text, percent_text
from convviz.ui.training.kernel_gallery import KernelGallery
from convviz.ui.training.kernels import ChosenKernel, trained_convolutions
from convviz.ui.widgets.action_button import ActionButton
from convviz.ui.widgets.choice_fields import ChoiceField
from convviz.ui.widgets.labels import SectionTitle
from convviz.values.weights import read_weights

if TYPE_CHECKING:
    from pathlib import Path

    from convviz.ui.training.kernels import TrainedConvolution
    from convviz.ui.training.run_progress import RunProgress
    from convviz.ui.training.training_actions import TrainingActions


class ResultPanel(QScrollArea):
    """Shows a result as soon as there is one, and keeps it until the next run begins.

    Signals:
        open_in_calculator(ChosenKernel): a kernel is to be looked at.
    """

    open_in_calculator = Signal(object)

    def __init__(self, actions: TrainingActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self._shown = ""
        self._layers: list[TrainedConvolution] = []
        self.summary = QLabel()
        self.hint = QLabel()
        self.gallery = KernelGallery()
        self._layer_box = ChoiceField([("", 0)])
        self._layer_box.setAccessibleName(self.tr("Layer"))
        self.plane = QSpinBox()
        self._plane_label = QLabel(self.tr("Plane"))
        self._details = QWidget()
        self._assemble()
        actions.open_kernel.triggered.connect(self._open)
        self.gallery.opened.connect(lambda _number: self._open())
        self.gallery.chosen.connect(lambda _number: self._describe())
        self.plane.valueChanged.connect(lambda _number: self._show_layer())

    def show_progress(self, progress: RunProgress) -> None:
        """Show what a run reached, if it is over and left something."""
        weights = progress.weights
        if weights is None:
            self._clear(progress)
            return
        self._show_summary(progress)
        known = "" if progress.result is None else progress.result.sha256
        if known != self._shown or not self._layers:
            self._shown = known
            self._read(progress, weights)

    def show_layer(self, number: int) -> None:
        """Show the kernels of a convolution, counted from 0 among the convolutions."""
        self._layer_box.set_value(number)
        self._show_layer()

    def _clear(self, progress: RunProgress) -> None:
        self._shown, self._layers = "", []
        self._details.hide()
        self.summary.hide()
        self.hint.show()
        self.hint.setText(
            self.tr("The kernels that the run learns are shown here when it ends.")
            if progress.is_active
            else self.tr(
                "When a run ends, its accuracy and the kernels that it learned are shown here. "
                "Each kernel can be opened in the calculator."
            )
        )

    def _show_summary(self, progress: RunProgress) -> None:
        ended, best = progress.result, progress.best
        if ended is None:
            return
        lines = []
        if ended.epochs_done:
            lines.append(
                self.tr("{accuracy} of the test pictures are classified correctly.").format(
                    accuracy=percent_text(ended.validation_accuracy)
                )
            )
        if best is not None and best.epoch != ended.epochs_done:
            lines.append(
                self.tr("Best: {accuracy} after epoch {epoch}.").format(
                    accuracy=percent_text(best.validation_accuracy), epoch=best.epoch
                )
            )
        lines.append(
            self.tr("Epochs finished: {epochs}. Batches: {batches}. Time: {time}.").format(
                epochs=ended.epochs_done, batches=ended.step, time=duration_text(ended.seconds)
            )
        )
        if progress.is_active and not progress.is_loading:
            lines.append(
                self.tr("The run has gone on since. What it learns is shown when it ends.")
            )
        self.summary.setText("\n".join(lines))
        self.summary.show()
        self.hint.hide()

    def _read(self, progress: RunProgress, weights: Path) -> None:
        ended, document = progress.result, progress.document
        if ended is None or document is None:
            return
        try:
            numbers = read_weights(weights, sha256=ended.sha256, network=document.network)
            self._layers = trained_convolutions(document.network, numbers)
        except ConvVizError as error:
            self._layers = []
            self._tell(error_sentence(error))
            return
        if not self._layers:
            self._tell(self.tr("The network has no Conv2d whose kernels could be shown."))
            return
        self._details.show()
        self._renew_layer_box()
        self._show_layer()

    def _tell(self, sentence: str) -> None:
        self._details.hide()
        self.hint.setText(sentence)
        self.hint.show()
        self._actions.open_kernel.setEnabled(False)

    def _renew_layer_box(self) -> None:
        choices = [(one.title, number) for number, one in enumerate(self._layers)]
        fresh = ChoiceField(choices)
        set_state(fresh, "inline", on=False)
        fresh.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        fresh.setAccessibleName(self.tr("Layer"))
        fresh.value_changed.connect(lambda _value: self._show_layer())
        self._controls.replaceWidget(self._layer_box, fresh)
        self._layer_box.deleteLater()
        self._layer_box = fresh

    def _layer(self) -> TrainedConvolution | None:
        index = self._layer_box.value
        return self._layers[index] if self._layers and isinstance(index, int) else None

    def _show_layer(self) -> None:
        trained = self._layer()
        if trained is None:
            return
        self.plane.setMaximum(trained.planes - 1)
        for widget in (self.plane, self._plane_label):
            widget.setVisible(not trained.is_colour and trained.planes > 1)
        self._layer_box.setToolTip(layer_call(trained.layer))
        self.gallery.show_kernels(trained, self.plane.value())
        self._describe()

    def _describe(self) -> None:
        trained = self._layer()
        if trained is None:
            return
        if trained.is_colour:
            text = self.tr("Kernel {number} of {count}: its red, green and blue planes as one")
        else:
            text = self.tr("Kernel {number} of {count}, plane {plane} of {planes}")
        self._caption.setText(
            text.format(
                number=self.gallery.current,
                count=trained.layer.out_channels,
                plane=self.plane.value(),
                planes=trained.planes,
            )
        )

    def _open(self) -> None:
        trained = self._layer()
        if trained is not None:
            self.open_in_calculator.emit(ChosenKernel(trained.step, self.gallery.current))

    def _assemble(self) -> None:
        self.setAccessibleName(self.tr("Result"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hint.setProperty("role", "caption")
        self.plane.setAccessibleName(self.tr("Plane"))
        self.plane.setToolTip(self.tr("Which input channel's plane of each kernel is shown"))
        self._caption = QLabel()
        self._caption.setProperty("role", "caption")
        for label in (self.hint, self.summary, self._caption):
            label.setWordWrap(True)
        self._controls = QGridLayout()
        self._controls.setHorizontalSpacing(SPACING * 2)
        self._controls.addWidget(self._layer_box, 0, 0, 1, 2)
        self._controls.addWidget(self._plane_label, 1, 0)
        self._controls.addWidget(self.plane, 1, 1)
        self._controls.setColumnStretch(1, 1)
        inner = QVBoxLayout(self._details)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(SPACING * 2)
        inner.addSpacing(SPACING * 2)
        inner.addWidget(SectionTitle(self.tr("Learned kernels")))
        inner.addLayout(self._controls)
        inner.addWidget(self.gallery)
        inner.addWidget(self._caption)
        inner.addWidget(ActionButton(self._actions.open_kernel))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(SPACING * 3, SPACING * 4, SPACING * 4, SPACING * 4)
        column.setSpacing(SPACING * 2)
        column.addWidget(SectionTitle(self.tr("Result")))
        column.addWidget(self.hint)
        column.addWidget(self.summary)
        column.addWidget(self._save_row())
        column.addWidget(self._details)
        column.addStretch(1)
        self._details.hide()
        self.setWidget(body)

    def _save_row(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(ActionButton(self._actions.save))
        layout.addStretch(1)
        return row
