"""What is learned from: the embedded pictures, or CIFAR-10 found, chosen or downloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from convviz.core.data_sets import CIFAR10, Shapes10
from convviz.ui.call_texts import parameter_meaning
from convviz.ui.theme import SPACING, restyle
from convviz.ui.training.data_fetch import DataState
from convviz.ui.training.data_texts import data_notices, data_role, data_sentence, progress_text
from convviz.ui.training.setting_fields import fields_of_call
from convviz.ui.training.setting_form import SettingForm

if TYPE_CHECKING:
    from convviz.core.data_sets import DataSet
    from convviz.ui.training.data_fetch import DataFetch

_PER_MILLE: Final = 1000


class DataPanel(QWidget):
    """The choice of the data set with its settings, and under CIFAR-10 where it is.

    Attributes:
        form: The settings of the chosen data set; None where it has none.

    Signals:
        dataset_chosen(DataSet): another data set, or other settings of it.
        problems_changed(): a field became wrong, or right again.
        place_chosen(str): a folder or an archive that is to hold CIFAR-10.
    """

    dataset_chosen = Signal(object)
    problems_changed = Signal()
    place_chosen = Signal(str)

    def __init__(self, data: DataFetch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data = data
        self._folder = ""
        self._dataset: DataSet = Shapes10()
        self._remembered: dict[type[DataSet], DataSet] = {}
        self._reason = ""
        self._form_of: type[DataSet] | None = None
        self.form: SettingForm | None = None
        self.shapes = QRadioButton(self.tr("Shapes-10"))
        self.shapes.setToolTip(
            self.tr(
                "Drawn by convviz: circles, stars, arrows… in colour or grey. Nothing to download."
            )
        )
        self.cifar = QRadioButton(self.tr("CIFAR-10"))
        self.cifar.setToolTip(
            self.tr("60,000 photographs of animals and vehicles, 32×32 in colour.")
        )
        self._choices = QButtonGroup(self)
        self.sentence = QLabel()
        self.bar = QProgressBar()
        self.download = QPushButton(self.tr("Download (170 MB)"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.choose = QPushButton(self.tr("Choose…"))
        self._assemble()
        self._connect()
        self.refresh()

    @property
    def problems(self) -> dict[str, str]:
        """The sentence of each field that is wrong now."""
        return {} if self.form is None else self.form.problems

    def show_dataset(self, dataset: DataSet) -> None:
        """Show which data set is chosen and its settings, without announcing them."""
        self._dataset = self._remembered[type(dataset)] = dataset
        button = self.cifar if isinstance(dataset, CIFAR10) else self.shapes
        button.setChecked(True)
        if self._form_of is not type(dataset):
            self._build_form(type(dataset))
        if self.form is not None:
            self.form.show_values(dataset)
        self.refresh()

    def set_locked(self, reason: str) -> None:
        """Admit no other choice and say why in the tooltips; "" admits it."""
        self._reason = reason
        for button in (self.shapes, self.cifar, self.choose):
            button.setEnabled(not reason)
            button.setStatusTip(reason)
        if self.form is not None:
            self.form.set_locked(reason)
        self.choose.setToolTip(reason or self.tr("A folder or an archive that holds CIFAR-10"))

    def refresh(self) -> None:
        """Show what is known of CIFAR-10 now."""
        state = self._data.state
        is_cifar = self.cifar.isChecked()
        needs_nothing = self.tr("Drawn by convviz: nothing to download.")
        self.sentence.setText(data_sentence(self._data) if is_cifar else needs_nothing)
        self.sentence.setProperty("role", data_role(state) if is_cifar else "caption")
        self.sentence.setToolTip(data_notices(self._data) if is_cifar else "")
        restyle(self.sentence)
        self._show_progress(is_cifar=is_cifar)
        offers_download = state in {DataState.MISSING, DataState.UNUSABLE, DataState.INTERRUPTED}
        self.download.setVisible(is_cifar and offers_download)
        is_resumed = state is DataState.INTERRUPTED
        self.download.setText(
            self.tr("Continue the download") if is_resumed else self.tr("Download (170 MB)")
        )
        self.cancel.setVisible(is_cifar and self._data.is_downloading)
        self.cancel.setEnabled(state is DataState.DOWNLOADING)
        self.choose.setVisible(is_cifar and not self._data.is_downloading)

    def choose_folder(self) -> None:
        """Ask for a folder of CIFAR-10."""
        name = QFileDialog.getExistingDirectory(
            self, self.tr("The folder that holds CIFAR-10"), self._folder
        )
        self._announce(name)

    def choose_archive(self) -> None:
        """Ask for an archive of CIFAR-10."""
        name, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("The archive of CIFAR-10"),
            self._folder,
            self.tr("Archives (*.tar.gz *.tgz *.tar);;All files (*)"),
        )
        self._announce(name)

    def _assemble(self) -> None:
        for button in (self.shapes, self.cifar):
            self._choices.addButton(button)
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the download"))
        menu = QMenu(self.choose)
        menu.addAction(self.tr("A folder…"), self.choose_folder)
        menu.addAction(self.tr("An archive (.tar.gz)…"), self.choose_archive)
        self.choose.setMenu(menu)
        choices = QHBoxLayout()
        choices.setSpacing(SPACING * 3)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING * 2)
        for row, widgets in (
            (choices, (self.shapes, self.cifar)),
            (buttons, (self.download, self.cancel, self.choose)),
        ):
            for widget in widgets:
                row.addWidget(widget)
            row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING * 2)
        column.addLayout(choices)
        column.addWidget(self.sentence)
        column.addWidget(self.bar)
        column.addLayout(buttons)
        self._column = column

    def _connect(self) -> None:
        self.shapes.clicked.connect(lambda: self._choose(Shapes10))
        self.cifar.clicked.connect(lambda: self._choose(CIFAR10))
        self.download.clicked.connect(self._data.download)
        self.cancel.clicked.connect(self._data.cancel)
        self._data.changed.connect(self.refresh)

    def _choose(self, kind: type[DataSet]) -> None:
        """Take another data set, with the settings that it had when it was last chosen."""
        self.dataset_chosen.emit(self._remembered.get(kind) or kind.new())

    def _build_form(self, kind: type[DataSet]) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self._form_of = kind
        if kind.parameters():
            hints = {name: parameter_meaning(kind, name) for name in kind.parameters()}
            self.form = SettingForm(fields_of_call(kind), hints, kind.defaults())
            self.form.edited.connect(
                lambda name, value: self.dataset_chosen.emit(self._dataset.replace(**{name: value}))
            )
            self.form.problems_changed.connect(self.problems_changed)
            self.form.set_locked(self._reason)
            self._column.addWidget(self.form)
        self.problems_changed.emit()

    def _show_progress(self, *, is_cifar: bool) -> None:
        progress = self._data.progress
        self.bar.setVisible(is_cifar and self._data.is_downloading)
        known = progress is not None and progress.bytes_total > 0
        self.bar.setRange(0, _PER_MILLE if known else 0)
        if progress is not None and known:
            self.bar.setValue(_PER_MILLE * progress.bytes_done // progress.bytes_total)
            self.bar.setToolTip(progress_text(progress))

    def _announce(self, name: str) -> None:
        if name:
            self._folder = name
            self.place_chosen.emit(name)
