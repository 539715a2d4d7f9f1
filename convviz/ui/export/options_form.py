"""The fields of an export: file, view, steps, pace, looks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from convviz.ui.export.formats import ExportFormat
from convviz.ui.export.look import (
    LARGEST_SCALE,
    LARGEST_SIDE,
    LONGEST_MILLISECONDS,
    SHORTEST_MILLISECONDS,
    SMALLEST_SCALE,
    SMALLEST_SIDE,
    ExportLook,
    ExportTiming,
    suitable_milliseconds,
    suitable_stride,
)
from convviz.ui.export.view_field import ViewField
from convviz.ui.widgets.number_texts import number_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.stepping.scene.scene import Scene
    from convviz.ui.stepper.views.step_view import ViewEntry

_SCALE_STEP: Final = 0.5
_SIZE_STEP: Final = 20
_PACE_STEP: Final = 50


class OptionsForm(QWidget):
    """What a person chooses; a field that the format has no use for is hidden.

    Signals:
        changed(): Something else is chosen.
    """

    changed = Signal()

    def __init__(
        self, scene: Scene, step: int, path: Path, look: ExportLook, view: ViewEntry | None = None
    ) -> None:
        """Make the fields.

        Args:
            scene: What is exported.
            step: Number of the step that the window shows, from 0.
            path: The file that is suggested.
            look: The first look.
            view: The view that the window shows; None for the grids.
        """
        super().__init__()
        self.view = ViewField(scene, view)
        self.path = QLineEdit(str(path), self)
        self.format = QComboBox(self)
        self.first, self.last = QSpinBox(self), QSpinBox(self)
        self.stride = QSpinBox(self)
        self.frames = QLabel(self)
        self.step = QSpinBox(self)
        self.milliseconds = QSpinBox(self)
        self.loops = QCheckBox(self.tr("Start again after the end"), self)
        self.width_field, self.height_field = QSpinBox(self), QSpinBox(self)
        self.scale = QDoubleSpinBox(self)
        self.theme = QComboBox(self)
        self.formula = QCheckBox(self.tr("Call and formula"), self)
        self.numbers = QCheckBox(self.tr("Step in numbers"), self)
        self.usage = QCheckBox(self.tr("Uses of each cell"), self)
        self.fill = QCheckBox(self.tr("Fill the output as it plays"), self)
        self.dim = QCheckBox(self.tr("Dim what is not in the step"), self)
        self._fill(step, look)
        self._assemble()
        self._connect()
        self._take_path()

    @property
    def chosen_format(self) -> ExportFormat:
        """The format."""
        return ExportFormat(self.format.currentData())

    @property
    def chosen_path(self) -> Path:
        """The file."""
        return Path(self.path.text().strip()).expanduser()

    @property
    def chosen_look(self) -> ExportLook:
        """How a step looks."""
        return ExportLook(
            self.width_field.value(),
            self.height_field.value(),
            self.scale.value(),
            "dark" if self.theme.currentData() == "dark" else "light",
            self.formula.isChecked(),
            self.numbers.isChecked(),
            self.shows_usage,
            self.fill.isChecked() and self.view.walk.by_output,
            self.dim.isChecked(),
        )

    @property
    def shows_usage(self) -> bool:
        """Whether counts of uses are drawn; beside matrices there is no room for them."""
        return self.usage.isChecked() and self.view.entry.build is None

    @property
    def chosen_timing(self) -> ExportTiming:
        """How an animation runs."""
        return ExportTiming.of(self.milliseconds.value(), loops=self.loops.isChecked())

    @property
    def chosen_stride(self) -> int:
        """From each exported step to the next."""
        return self.stride.value() if self.chosen_format.is_animation else 1

    @property
    def chosen_steps(self) -> tuple[int, int]:
        """Numbers of the first and the last step, from 1."""
        if self.chosen_format.is_animation:
            return self.first.value(), self.last.value()
        return self.step.value(), self.step.value()

    def browse(self) -> None:
        """Choose the file in the system's dialog."""
        filters = {self._name(kind): kind for kind in ExportFormat}
        patterns = [f"{name} (*{kind.suffix})" for name, kind in filters.items()]
        own = patterns[list(filters.values()).index(self.chosen_format)]
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export to"), str(self.chosen_path), ";;".join(patterns), own
        )
        if name:
            path = Path(name)
            self.path.setText(
                str(path if path.suffix else path.with_suffix(self.chosen_format.suffix))
            )

    def _name(self, kind: ExportFormat) -> str:
        names = {
            ExportFormat.GIF: self.tr("GIF animation"),
            ExportFormat.APNG: self.tr("PNG animation"),
            ExportFormat.WEBP: self.tr("WebP animation"),
            ExportFormat.MP4: self.tr("MP4 video"),
            ExportFormat.PNG: self.tr("PNG of a step"),
            ExportFormat.SVG: self.tr("SVG of a step"),
            ExportFormat.PDF: self.tr("PDF of a step"),
            ExportFormat.LATEX: self.tr("Formula as LaTeX"),
            ExportFormat.CODE: self.tr("PyTorch code"),
        }
        return names[kind]

    def _fill(self, step: int, look: ExportLook) -> None:
        for kind in ExportFormat:
            self.format.addItem(f"{self._name(kind)} ({kind.suffix})", kind.value)
        self.theme.addItem(self.tr("Light"), "light")
        self.theme.addItem(self.tr("Dark"), "dark")
        count = self.view.walk.step_count
        stride = suitable_stride(count, self.view.walk.row_length)
        for field, value in (
            (self.first, 1),
            (self.last, count),
            (self.step, step + 1),
            (self.stride, stride),
        ):
            field.setRange(1, count)
            field.setValue(value)
        self.frames.setProperty("muted", "true")
        self.milliseconds.setRange(SHORTEST_MILLISECONDS, LONGEST_MILLISECONDS)
        self.milliseconds.setSingleStep(_PACE_STEP)
        self.milliseconds.setSuffix(self.tr(" ms"))
        self.milliseconds.setValue(suitable_milliseconds(-(-count // stride)))
        self.loops.setChecked(True)
        for field, value in ((self.width_field, look.width), (self.height_field, look.height)):
            field.setRange(SMALLEST_SIDE, LARGEST_SIDE)
            field.setSingleStep(_SIZE_STEP)
            field.setValue(value)
        self.scale.setRange(SMALLEST_SCALE, LARGEST_SCALE)
        self.scale.setSingleStep(_SCALE_STEP)
        self.scale.setValue(look.scale)
        self.theme.setCurrentIndex(self.theme.findData(look.theme))
        self.formula.setChecked(look.has_formula)
        self.numbers.setChecked(look.has_step_line)
        self.usage.setChecked(look.has_usage)
        self.fill.setChecked(look.fills)
        self.dim.setChecked(look.dims)

    def _assemble(self) -> None:
        browse = QPushButton(self.tr("Choose…"), self)
        browse.clicked.connect(self.browse)
        self._form = form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(self.tr("Format"), self.format)
        form.addRow(self.tr("File"), _row(self.path, browse))
        form.addRow(self.tr("View"), self.view)
        form.addRow(self.tr("Step"), self.step)
        self._range = _row(self.first, QLabel(self.tr("to"), self), self.last)
        form.addRow(self.tr("Steps"), self._range)
        self._strides = _row(self.stride, self.frames)
        form.addRow(self.tr("One frame in"), self._strides)
        form.addRow(self.tr("Each step"), self.milliseconds)
        form.addRow("", self.loops)
        self._size = _row(self.width_field, QLabel("\u00d7", self), self.height_field)
        form.addRow(self.tr("Size"), self._size)
        form.addRow(self.tr("Scale"), self.scale)
        form.addRow(self.tr("Theme"), self.theme)
        form.addRow("", self.formula)
        form.addRow("", self.numbers)
        form.addRow("", self.usage)
        form.addRow("", self.fill)
        form.addRow("", self.dim)
        self.path.setMinimumWidth(260)
        names = {
            self.path: self.tr("File"),
            self.first: self.tr("First step"),
            self.last: self.tr("Last step"),
            self.stride: self.tr("Steps from one frame to the next"),
            self.width_field: self.tr("Width"),
            self.height_field: self.tr("Height"),
        }
        for field, name in names.items():
            field.setAccessibleName(name)

    def _connect(self) -> None:
        for field in self._numbers():
            field.valueChanged.connect(self.changed)
        for field in (self.first, self.last, self.stride):
            field.valueChanged.connect(self._show_frames)
        self._show_frames()
        for box in (self.loops, self.formula, self.numbers, self.usage, self.fill, self.dim):
            box.toggled.connect(self.changed)
        self.theme.currentIndexChanged.connect(self.changed)
        self.view.currentIndexChanged.connect(self._take_view)
        self.format.activated.connect(self._take_format)
        self.path.textChanged.connect(self._take_path)

    def _numbers(self) -> Iterable[QSpinBox | QDoubleSpinBox]:
        return (
            self.first,
            self.last,
            self.stride,
            self.step,
            self.milliseconds,
            self.width_field,
            self.height_field,
            self.scale,
        )

    def _take_format(self) -> None:
        """Give the file the suffix of the format that was chosen."""
        path = self.chosen_path
        if path.name:
            self.path.setText(str(path.with_suffix(self.chosen_format.suffix)))

    def _take_view(self) -> None:
        """Let the steps be those of the view; all of them, if all of them were chosen before."""
        count = self.view.walk.step_count
        had_all = self.last.value() == self.last.maximum()
        for field in (self.first, self.last, self.step, self.stride):
            field.setMaximum(count)
        if had_all:
            self.last.setValue(count)
            self.stride.setValue(suitable_stride(count, self.view.walk.row_length))
        self._show_usage_row()
        self.changed.emit()

    def _show_usage_row(self) -> None:
        can_count = self.view.entry.build is None and not self.chosen_format.is_text
        self._form.setRowVisible(self.usage, can_count and self.view.walk.counts_uses)
        self._form.setRowVisible(self.fill, can_count and self.view.walk.by_output)

    def _show_frames(self) -> None:
        """Say what one frame in so many steps makes of the steps."""
        steps = max(0, self.last.value() - self.first.value() + 1)
        frames = -(-steps // self.stride.value())
        text = self.tr("steps: {frames} of {steps}").format(
            frames=number_text(frames), steps=number_text(steps)
        )
        self.frames.setText(text)

    def _take_path(self) -> None:
        """Let the format follow the file's suffix, as far as that names one."""
        index = self.format.findData(self.chosen_path.suffix.removeprefix(".").lower())
        if index >= 0:
            self.format.setCurrentIndex(index)
        kind = self.chosen_format
        for field in (self._range, self._strides, self.milliseconds):
            self._form.setRowVisible(field, kind.is_animation)
        has_loops = kind.is_animation and kind is not ExportFormat.MP4
        self._form.setRowVisible(self.loops, has_loops)
        self._form.setRowVisible(self.step, not kind.is_animation and not kind.is_text)
        for row in (
            self.view,
            self._size,
            self.scale,
            self.theme,
            self.formula,
            self.numbers,
            self.dim,
        ):
            self._form.setRowVisible(row, not kind.is_text)
        self._show_usage_row()
        self.changed.emit()


def _row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        layout.addWidget(widget, 0 if isinstance(widget, QLabel) else 1)
    return row
