"""The right side: what the last run reached, and the kernels that it learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
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

from convviz.core.code.writing import layer_call
from convviz.ui.error_sentences import error_sentence
from convviz.ui.formats import duration_text, percent_text
from convviz.ui.theme import SPACING, set_state
from convviz.ui.training.evaluation_panel import EvaluationPanel
from convviz.ui.training.kernel_gallery import KernelGallery
from convviz.ui.training.next_step import next_step
from convviz.ui.training.own_picture_panel import OwnPicturePanel
from convviz.ui.training.page_actions import OPEN_KERNEL, SAVE
from convviz.ui.training.result_actions import BEST
from convviz.ui.widgets.action_button import ActionButton
from convviz.ui.widgets.choice_fields import ChoiceField
from convviz.ui.widgets.labels import SectionTitle

if TYPE_CHECKING:
    from convviz.ui.page_actions import PageActions
    from convviz.ui.training.kernels import KernelPlace, LearnedKernels, TrainedConvolution
    from convviz.ui.training.run_progress import RunProgress
    from convviz.ui.training.state import TrainingState


class ResultPanel(QScrollArea):
    """Shows a result as soon as there is one, and keeps it until the next run begins.

    Attributes:
        summary: What the run reached.
        evaluation: How good it is.
        own: A person's own picture.
        hint: What will be shown here, or why it cannot be.
        gallery: The kernels of a layer.
        plane: Which input channel's plane of them is shown.

    Signals:
        layer_chosen(int): The kernels of another convolution are to be shown.
        plane_chosen(int): Another plane of each kernel is.
    """

    layer_chosen = Signal(object)
    plane_chosen = Signal(int)

    def __init__(self, actions: PageActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kernels: LearnedKernels | None = None
        self.summary = QLabel()
        self.hint = QLabel()
        self.evaluation = EvaluationPanel()
        self.own = OwnPicturePanel(actions)
        self.gallery = KernelGallery()
        self._layer_field = ChoiceField([("", 0)])
        self._layer_field.setAccessibleName(self.tr("Layer"))
        self.plane = QSpinBox()
        self._plane_label = QLabel(self.tr("Plane"))
        self._details = QWidget()
        self._assemble(actions)
        self.plane.valueChanged.connect(self.plane_chosen)

    def show_state(self, state: TrainingState, progress: RunProgress) -> None:
        """Show what a run reached, if it is over and left something."""
        kernels = state.kernels
        self.evaluation.show_judged(state.judged, state.choice)
        self.own.show_judged(state.judged)
        self.own.setVisible(state.has_result)
        self.best.setVisible(bool(state.best_epoch))
        if kernels is None:
            self._kernels = None
            self._clear(progress, is_measured=state.judged.evaluation is not None)
            return
        self._show_summary(progress, is_measured=state.judged.evaluation is not None)
        if kernels is not self._kernels:
            self._kernels = kernels
            self._renew_layer_field(kernels)
        if kernels.error is not None:
            self._show_problem(error_sentence(kernels.error))
        elif state.layer is None:
            self._show_problem(self.tr("The network has no Conv2d whose kernels could be shown."))
        else:
            self._details.show()
            self._show_layer(state.layer, state.place)

    def show_layer(self, number: int) -> None:
        """Choose a convolution, counted from 0 among the convolutions."""
        self._layer_field.set_value(number)
        self.layer_chosen.emit(number)

    def reveal_pictures(self) -> None:
        """Scroll to the pictures that a person asked for."""
        self.evaluation.pictures.open()
        self.ensureWidgetVisible(self.evaluation.card, 0, SPACING * 2)

    def _clear(self, progress: RunProgress, *, is_measured: bool) -> None:
        self._details.hide()
        self.summary.hide()
        self.hint.setVisible(not is_measured)
        self.hint.setText(
            self.tr(
                "After each epoch it is shown here how good the network is, and when the run "
                "ends, the kernels that it learned."
            )
            if progress.is_active
            else self.tr(
                "How good the network is, which pictures it confuses and the kernels that it "
                "learned are shown here once a run has been measured. Each kernel can be opened "
                "in the calculator."
            )
        )

    def _show_summary(self, progress: RunProgress, *, is_measured: bool) -> None:
        """Say what was reached; how good it is stands above once it was measured."""
        ended, best = progress.result, progress.best
        if ended is None:
            return
        lines = []
        if progress.shows_best:
            text = self.tr("These are the weights of epoch {epoch}, the best one.")
            lines.append(text.format(epoch=ended.epochs_done))
        if ended.last is not None and not is_measured:
            lines.append(
                self.tr("{accuracy} of the test pictures are classified correctly.").format(
                    accuracy=percent_text(ended.last.validation_accuracy)
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
        lines += filter(None, [next_step(progress)])
        self.summary.setText("\n".join(lines))
        self.summary.show()
        self.hint.hide()

    def _show_problem(self, sentence: str) -> None:
        self._details.hide()
        self.hint.setText(sentence)
        self.hint.show()

    def _renew_layer_field(self, kernels: LearnedKernels) -> None:
        choices = [(layer.title, number) for number, layer in enumerate(kernels.layers)]
        if not choices:
            return
        fresh = ChoiceField(choices)
        set_state(fresh, "inline", on=False)
        fresh.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        fresh.setAccessibleName(self.tr("Layer"))
        fresh.value_changed.connect(self.layer_chosen)
        self._controls.replaceWidget(self._layer_field, fresh)
        self._layer_field.deleteLater()
        self._layer_field = fresh

    def _show_layer(self, trained: TrainedConvolution, place: KernelPlace) -> None:
        self._layer_field.set_value(place.layer)
        with QSignalBlocker(self.plane):  # a layer with fewer planes shows its last one
            self.plane.setMaximum(trained.planes - 1)
            self.plane.setValue(place.plane)
        for widget in (self.plane, self._plane_label):
            widget.setVisible(not trained.is_colour and trained.planes > 1)
        self._layer_field.setToolTip(layer_call(trained.layer))
        self.gallery.show_kernels(trained, self.plane.value())
        self.gallery.set_current(place.kernel)
        if trained.is_colour:
            text = self.tr("Kernel {number} of {count}: its red, green and blue planes as one")
        else:
            text = self.tr("Kernel {number} of {count}, plane {plane} of {planes}")
        self._caption.setText(
            text.format(
                number=place.kernel,
                count=trained.layer.out_channels,
                plane=self.plane.value(),
                planes=trained.planes,
            )
        )

    def _assemble(self, actions: PageActions) -> None:
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
        self._controls.addWidget(self._layer_field, 0, 0, 1, 2)
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
        inner.addWidget(ActionButton(actions[OPEN_KERNEL]))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(SPACING * 3, SPACING * 4, SPACING * 4, SPACING * 4)
        column.setSpacing(SPACING * 2)
        column.addWidget(SectionTitle(self.tr("Result")))
        for part in (self.hint, self.evaluation.head, self.summary, self._save_row(actions)):
            column.addWidget(part)
        for part in (self.evaluation, self.own):
            column.addWidget(part)
        column.addWidget(self._details)
        column.addStretch(1)
        self._details.hide()
        self.setWidget(body)

    def _save_row(self, actions: PageActions) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(ActionButton(actions[SAVE]))
        last, best = self.tr("Show the last epoch"), self.tr("Show the best epoch")
        self.best = ActionButton(actions[BEST], texts=[last, best])
        layout.addWidget(self.best)
        layout.addStretch(1)
        return row
