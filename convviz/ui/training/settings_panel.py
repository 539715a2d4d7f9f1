"""The left side: data, loss, optimiser, and how long, where and with what the run goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from convviz.protocol.document import Loss, Optimiser, Training
from convviz.ui.theme import SPACING, set_state
from convviz.ui.training.device_field import DeviceField
from convviz.ui.training.setting_texts import setting_name, setting_text
from convviz.ui.training.struct_fields import union_members
from convviz.ui.training.struct_form import StructForm
from convviz.ui.widgets.choice_fields import ChoiceField
from convviz.ui.widgets.labels import SectionTitle

if TYPE_CHECKING:
    import msgspec

    from convviz.ui.training.data_panel import DataPanel
    from convviz.ui.training.devices import DeviceList
    from convviz.ui.training.editor import TrainingEditor

_KIND_WIDTH: Final = 176


class SettingsPanel(QScrollArea):
    """Every training setting of the document, editable while no run goes on.

    Signals:
        problems_changed(dict[str, str]): a field became wrong, or right again: the sentence of each
            that is wrong, by its name.
    """

    problems_changed = Signal(object)

    def __init__(
        self, editor: TrainingEditor, data: DataPanel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._editor = editor
        self._data = data
        self._reason = ""
        self._parts: dict[str, _PartForm] = {
            "loss": _PartForm("loss", Loss, editor),
            "optimiser": _PartForm("optimiser", Optimiser, editor),
        }
        self._schedule = StructForm(Training, ("batch_size", "epochs", "seed"))
        self._threads = StructForm(Training, ("threads", "checkpoint_epochs", "checkpoint_minutes"))
        self._device = DeviceField()
        self._lock = QLabel(self.tr("fixed during a run"))
        self._assemble()
        for form in (self._schedule, self._threads):
            form.edited.connect(editor.set)
            form.problems_changed.connect(self._announce_problems)
        for part in self._parts.values():
            part.problems_changed.connect(self._announce_problems)
        self._device.chosen.connect(lambda name: editor.set("device", name))
        data.dataset_chosen.connect(lambda name: editor.set("dataset", name))

    @property
    def problems(self) -> dict[str, str]:
        """The sentence of each field that is wrong now, by its name."""
        problems = self._schedule.problems | self._threads.problems
        for part in self._parts.values():
            problems |= part.problems
        return problems

    def field(self, name: str) -> QWidget:
        """Return the field of a setting, by its name in the document."""
        forms = [self._schedule, self._threads, *(part.form for part in self._parts.values())]
        for form in forms:
            if form is not None and name in form.fields:
                return form.fields[name]
        if name == "device":
            return self._device.field
        return self._parts[name].kind

    def show_training(self, training: Training, devices: DeviceList) -> None:
        """Show settings without announcing them, and which devices there are to choose from."""
        self._data.show_dataset(training.dataset)
        self._schedule.show_values(training)
        self._threads.show_values(training)
        for name, part in self._parts.items():
            part.show_value(getattr(training, name))
        self._device.show_device(training.device, devices)
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
        for form in (self._schedule, self._threads):
            form.set_locked(self._reason)
        for part in self._parts.values():
            part.set_locked(self._reason)
        self._device.set_locked(self._reason)

    def _assemble(self) -> None:
        self.setAccessibleName(self.tr("Settings of the training"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(SPACING * 4, SPACING * 4, SPACING * 3, SPACING * 4)
        column.setSpacing(SPACING * 2)
        column.addLayout(self._heading())
        column.addWidget(self._data)
        for title, part in (
            (self.tr("Loss"), self._parts["loss"]),
            (self.tr("Optimiser"), self._parts["optimiser"]),
        ):
            column.addSpacing(SPACING * 2)
            column.addWidget(SectionTitle(title))
            column.addWidget(part)
        column.addSpacing(SPACING * 2)
        column.addWidget(SectionTitle(self.tr("Run")))
        column.addWidget(self._schedule)
        column.addSpacing(SPACING * 2)
        column.addWidget(SectionTitle(self.tr("Computer")))
        column.addWidget(self._device)
        column.addWidget(self._threads)
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


class _PartForm(QWidget):
    """The kind of the loss or of the optimiser, and the fields that the kind has.

    Signals:
        problems_changed(): a field became wrong, or right again.
    """

    problems_changed = Signal()

    def __init__(self, name: str, union: Any, editor: TrainingEditor) -> None:  # noqa: ANN401
        super().__init__()
        self._name = name
        self._editor = editor
        self._remembered: dict[type, msgspec.Struct] = {}
        self._reason = ""
        self.form: StructForm | None = None
        self._shown_kind: type | None = None
        kinds = union_members(union)
        self.kind = ChoiceField([(kind.__name__, kind) for kind in kinds])
        set_state(self.kind, "inline", on=False)
        self.kind.setFixedWidth(_KIND_WIDTH)
        self.kind.setAccessibleName(setting_name(name))
        self.kind.value_changed.connect(self._change_kind)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACING * 2)
        self._column.addWidget(self.kind)

    @property
    def problems(self) -> dict[str, str]:
        """The sentence of each field that is wrong now."""
        return {} if self.form is None else self.form.problems

    def show_value(self, value: msgspec.Struct) -> None:
        """Show a loss or an optimiser without announcing it."""
        kind = type(value)
        if self._shown_kind is not kind:
            self._build(kind)
        self._remembered[kind] = value
        self.kind.set_value(kind)
        if self.form is not None:
            self.form.show_values(value)

    def set_locked(self, reason: str) -> None:
        """Admit no edits and say why in the tooltips; "" admits them."""
        self._reason = reason
        self.kind.setEnabled(not reason)
        self.kind.set_hint(reason or setting_text(self._name))
        if self.form is not None:
            self.form.set_locked(reason)

    def _build(self, kind: type[msgspec.Struct]) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
        self._shown_kind = kind
        self.form = StructForm(kind)
        self.form.edited.connect(lambda name, value: self._editor.set_part(self._name, name, value))
        self.form.problems_changed.connect(self.problems_changed)
        self._column.addWidget(self.form)
        self.problems_changed.emit()

    def _change_kind(self, kind: type[msgspec.Struct]) -> None:
        """Take another kind, with the settings that it had when it was last chosen."""
        self._editor.set(self._name, self._remembered.get(kind) or kind())
