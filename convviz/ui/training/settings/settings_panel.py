"""The left side: data, loss, optimiser, and how long, where and with what the run goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from convviz.core.augmentation import Augmentation
from convviz.core.losses import Loss, Target, training_loss_types
from convviz.core.optimisers import optimiser_types
from convviz.core.schedules import Schedule, Unit, schedule_types
from convviz.protocol.document import RunOptions
from convviz.ui.call_texts import call_summary, parameter_meaning
from convviz.ui.theme import SPACING
from convviz.ui.training.settings.device_field import DeviceField
from convviz.ui.training.settings.more_settings import MORE_PARTS, WEIGHT_SETTINGS, MoreSettings
from convviz.ui.training.settings.part_form import PartForm
from convviz.ui.training.settings.rate_curve import RateCurve
from convviz.ui.training.settings.setting_fields import fields_of_call, fields_of_struct
from convviz.ui.training.settings.setting_form import SettingForm
from convviz.ui.training.settings.start_choice import StartChoice
from convviz.ui.training.settings.way_note import WayNote
from convviz.ui.widgets.labels import SectionTitle

if TYPE_CHECKING:
    from convviz.core.data_sets import DataSetFacts
    from convviz.core.losses import Loss
    from convviz.protocol.document import Document
    from convviz.ui.training.data.data_panel import DataPanel
    from convviz.ui.training.settings.devices import DeviceList
    from convviz.ui.training.settings.editor import TrainingEditor
    from convviz.ui.training.settings.ways import Ways

DATA_SETTINGS: Final = ("normalise",)
RUN_SETTINGS: Final = ("batch_size", "epochs", "seed")
COMPUTER_SETTINGS: Final = (
    *("precision", "channels_last", "compiled", "threads"),
    *("checkpoint_epochs", "checkpoint_minutes"),
    "keep_best",
)
OWN_FIELDS: Final = (
    *("dataset", "augmentation", "data_path", "device", "schedule_epochs"),
    "new_weights",
)
"""Settings with a field of their own kind."""


class SettingsPanel(QScrollArea):
    """Every training setting of the document, editable while no run goes on.

    Attributes:
        start: What training begins with, where there is a choice.

    Signals:
        problems_changed(dict[str, str]): a field became wrong, or right again: the sentence of each
            that is wrong, by its name.
        ways_wanted(): it should be known which precisions work on the device.
    """

    problems_changed = Signal(object)
    ways_wanted = Signal()

    def __init__(
        self, editor: TrainingEditor, data: DataPanel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._data = data
        self._reason = ""
        self._loss = PartForm("loss", training_loss_types(), editor, _target_note)
        self._optimiser = PartForm("optimiser", optimiser_types(), editor, lambda _: "")
        self._rate = PartForm(
            "schedule", schedule_types(), editor, _unit_note, self.tr("Constant rate")
        )
        self._parts: dict[str, PartForm[Any]] = {
            "loss": self._loss,
            "optimiser": self._optimiser,
            "schedule": self._rate,
        }
        self._more = MoreSettings(editor)
        self.start = StartChoice()
        self.start.chosen.connect(lambda value: editor.set("new_weights", value))
        self._curve = RateCurve()
        self._pictures = SettingForm(fields_of_struct(RunOptions, DATA_SETTINGS))
        hints = {name: parameter_meaning(Augmentation, name) for name in Augmentation.parameters()}
        self._augmentation = SettingForm(fields_of_call(Augmentation), hints)
        self._run = SettingForm(fields_of_struct(RunOptions, RUN_SETTINGS))
        self._threads = SettingForm(fields_of_struct(RunOptions, COMPUTER_SETTINGS))
        self._device = DeviceField()
        self._ways = WayNote(self._threads.fields["precision"])
        self._augmentation_note = QLabel(call_summary(Augmentation))
        self._augmentation_note.setProperty("role", "caption")
        self._augmentation_note.setWordWrap(True)
        self._lock = QLabel(self.tr("fixed during a run"))
        self._assemble()
        for form in (self._pictures, self._run, self._threads):
            form.edited.connect(editor.set)
            form.problems_changed.connect(self._announce_problems)
        for part in self._parts.values():
            part.problems_changed.connect(self._announce_problems)
        self._more.problems_changed.connect(self._announce_problems)
        self._parts |= self._more.parts
        self._augmentation.edited.connect(
            lambda name, value: editor.set_part("augmentation", name, value)
        )
        self._augmentation.problems_changed.connect(self._announce_problems)
        self._ways.wanted.connect(self.ways_wanted)
        self._device.chosen.connect(lambda name: editor.set("device", name))
        data.dataset_chosen.connect(lambda dataset: editor.set("dataset", dataset))
        data.problems_changed.connect(self._announce_problems)

    @property
    def problems(self) -> dict[str, str]:
        """The sentence of each field that is wrong now, by its name, such as "optimiser.lr"."""
        problems = self._pictures.problems | self._run.problems | self._threads.problems
        problems |= self._more.weights.problems
        changing = self._augmentation.problems
        problems |= {f"augmentation.{field}": why for field, why in changing.items()}
        problems |= {f"dataset.{field}": why for field, why in self._data.problems.items()}
        for name, part in self._parts.items():
            problems |= {f"{name}.{field}": why for field, why in part.problems.items()}
        return problems

    def field(self, name: str) -> QWidget:
        """Return the field of a setting, by its name in the document, such as "optimiser.lr"."""
        part, _, setting = name.rpartition(".")
        if part == "dataset" and self._data.form is not None:
            return self._data.form.fields[setting]
        if part == "augmentation":
            return self._augmentation.fields[setting]
        parts = [self._parts[part]] if part else self._parts.values()
        if name in WEIGHT_SETTINGS or part in MORE_PARTS or name in MORE_PARTS:
            self._more.reveal()
        structs = [self._pictures, self._run, self._more.weights, self._threads]
        for form in [*structs, *(part.form for part in parts)]:
            if form is not None and setting in form.fields:
                return form.fields[setting]
        if name == "device":
            return self._device.field
        return self._parts[name].kind

    def part(self, name: str) -> PartForm[Any]:
        """Return the form of a part, such as the loss."""
        return self._parts[name]

    def show_document(
        self, document: Document, devices: DeviceList, facts: DataSetFacts | None, ways: Ways
    ) -> None:
        """Show settings without announcing them.

        Args:
            document: Its settings of training.
            devices: Which devices there are to choose from.
            facts: What is known of the data set; None for nothing.
            ways: What is known of half precision and Muon here.
        """
        training = document.training
        self.start.show_document(document)
        self._data.show_dataset(training.dataset)
        self._pictures.show_values(training)
        self._augmentation.show_values(training.augmentation)
        self._run.show_values(training)
        self._threads.show_values(training)
        for name in ("loss", "optimiser", "schedule"):
            self._parts[name].show_value(getattr(training, name))
        self._more.show_training(training)
        self._curve.show_training(training, facts)
        self._device.show_device(training.device, devices)
        self._ways.show_training(training, ways)
        self._apply_lock()

    def set_locked(self, reason: str) -> None:
        """Admit no edits and say why; "" admits them."""
        self._reason = reason
        self._lock.setVisible(bool(reason))
        self._lock.setToolTip(reason)
        self._apply_lock()

    def _announce_problems(self) -> None:
        self.problems_changed.emit(self.problems)

    def _apply_lock(self) -> None:
        self._data.set_locked(self._reason)
        for form in (self._pictures, self._augmentation, self._run, self._threads):
            form.set_locked(self._reason)
        for part in (self._loss, self._optimiser, self._rate):
            part.set_locked(self._reason)
        self._more.set_locked(self._reason)
        self._device.set_locked(self._reason)
        self.start.set_locked(self._reason)

    def _assemble(self) -> None:
        self.setAccessibleName(self.tr("Settings of the training"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(SPACING * 4, SPACING * 4, SPACING * 3, SPACING * 4)
        column.setSpacing(SPACING * 2)
        column.addWidget(self.start)
        column.addLayout(self._heading())
        column.addWidget(self._data)
        column.addWidget(self._pictures)
        column.addSpacing(SPACING * 2)
        column.addWidget(SectionTitle(self.tr("Augmentation")))
        column.addWidget(self._augmentation_note)
        column.addWidget(self._augmentation)
        for title, part in (
            (self.tr("Loss"), self._parts["loss"]),
            (self.tr("Optimiser"), self._parts["optimiser"]),
            (self.tr("Learning rate"), self._parts["schedule"]),
        ):
            column.addSpacing(SPACING * 2)
            column.addWidget(SectionTitle(title))
            column.addWidget(part)
        column.addWidget(self._curve)
        column.addSpacing(SPACING * 2)
        column.addWidget(SectionTitle(self.tr("Run")))
        column.addWidget(self._run)
        column.addSpacing(SPACING * 2)
        column.addWidget(self._more)
        column.addSpacing(SPACING * 2)
        column.addWidget(SectionTitle(self.tr("Computer")))
        column.addWidget(self._device)
        column.addWidget(self._threads)
        column.addWidget(self._ways)
        column.addStretch(1)
        self.setWidget(body)

    def _heading(self) -> QHBoxLayout:
        """Return the first title, with the sign beside it that nothing can be changed now."""
        self._lock.setProperty("role", "caption")
        policy = self._lock.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._lock.setSizePolicy(policy)
        self._lock.hide()
        row = QHBoxLayout()
        row.addWidget(SectionTitle(self.tr("Data")))
        row.addStretch(1)
        row.addWidget(self._lock)
        return row


def _target_note(loss: Loss) -> str:
    """Return what a loss compares the network's output with, where that is not plain."""
    translate = QCoreApplication.translate
    if loss.target is Target.ONE_HOT:
        return translate(
            "SettingsPanel", "The target is 1 at the output of the right class, else 0 (one-hot)."
        )
    return ""


def _unit_note(schedule: Schedule) -> str:
    """Return after what a schedule changes the rate, if its summary does not say so."""
    translate = QCoreApplication.translate
    if schedule.unit is Unit.BATCH:
        return ""
    return translate("SettingsPanel", "It changes after every epoch.")
