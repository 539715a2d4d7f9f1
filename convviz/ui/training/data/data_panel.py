"""What is learned from: drawn pictures, CIFAR-10, files of MNIST's format, a folder of pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from convviz.core.data_sets import CIFAR10, MNIST, ImageFolder, Shapes10
from convviz.protocol.messages.fetch import FetchProgress
from convviz.ui.call_texts import call_summary, parameter_meaning
from convviz.ui.theme import SPACING, set_role
from convviz.ui.training.data.data_fetch import DataState
from convviz.ui.training.data.data_texts import (
    data_notices,
    data_role,
    data_sentence,
    progress_text,
)
from convviz.ui.training.settings.setting_fields import fields_of_call
from convviz.ui.training.settings.setting_form import SettingForm

if TYPE_CHECKING:
    from convviz.core.data_sets import DataSet
    from convviz.ui.training.data.data_fetch import DataFetch
    from convviz.ui.training.data.data_sources import DataSources

_PER_MILLE: Final = 1000
_COLUMNS: Final = 2
_DOWNLOADING = frozenset({DataState.DOWNLOADING, DataState.CANCELLING})
_DOWNLOADABLE = frozenset({DataState.MISSING, DataState.UNUSABLE, DataState.INTERRUPTED})


class DataPanel(QWidget):
    """The choice of the data set with its settings, and of one that is read, where it is.

    Attributes:
        form: The settings of the chosen data set; None where it has none.
        buttons: One for each kind of data set.

    Signals:
        dataset_chosen(DataSet): another data set, or other settings of it.
        problems_changed(): a field became wrong, or right again.
        place_chosen(str): a folder or an archive that is to hold the data set.
    """

    dataset_chosen = Signal(object)
    problems_changed = Signal()
    place_chosen = Signal(str)

    def __init__(self, sources: DataSources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sources = sources
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
        self.mnist = QRadioButton(self.tr("MNIST files"))
        self.mnist.setToolTip(call_summary(MNIST))
        self.pictures = QRadioButton(self.tr("Image folder"))
        self.pictures.setToolTip(call_summary(ImageFolder))
        self.buttons: dict[type[DataSet], QRadioButton] = {
            Shapes10: self.shapes,
            CIFAR10: self.cifar,
            MNIST: self.mnist,
            ImageFolder: self.pictures,
        }
        self._choices = QButtonGroup(self)
        self.sentence, self.notes = QLabel(), QLabel()
        self.bar = QProgressBar()
        self.download = QPushButton(self.tr("Download (170 MB)"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.again = QPushButton(self.tr("Read again"))
        self.choose = QPushButton(self.tr("Choose…"))
        self.folder = QPushButton(self.tr("Choose the folder…"))
        self._assemble()
        self._connect()
        self.refresh()

    @property
    def problems(self) -> dict[str, str]:
        """The sentence of each field that is wrong now."""
        return {} if self.form is None else self.form.problems

    @property
    def _data(self) -> DataFetch | None:
        """What is known of the chosen data set; None for one that is drawn."""
        return self._sources.of(self._dataset)

    def show_dataset(self, dataset: DataSet) -> None:
        """Show which data set is chosen and its settings, without announcing them."""
        self._dataset = self._remembered[type(dataset)] = dataset
        self.buttons[type(dataset)].setChecked(True)
        if self._form_of is not type(dataset):
            self._build_form(type(dataset))
        if self.form is not None:
            self.form.show_values(dataset)
        self.refresh()

    def set_locked(self, reason: str) -> None:
        """Admit no other choice and say why in the tooltips; "" admits it."""
        self._reason = reason
        for button in (*self.buttons.values(), self.choose, self.folder, self.again):
            button.setEnabled(not reason)
            button.setStatusTip(reason)
        if self.form is not None:
            self.form.set_locked(reason)
        self._explain()

    def refresh(self) -> None:
        """Show what is known of the data set now."""
        data = self._data
        is_cifar = isinstance(self._dataset, CIFAR10)
        needs_nothing = self.tr("Drawn by convviz: nothing to download.")
        self.sentence.setText(needs_nothing if data is None else data_sentence(data))
        set_role(self.sentence, "caption" if data is None else data_role(data.state))
        notices = "" if data is None else data_notices(data)
        self.notes.setText(notices)
        self.notes.setVisible(bool(notices))
        state = DataState.UNKNOWN if data is None else data.state
        is_busy = data is not None and (data.is_downloading or data.is_reading)
        self._show_progress(data if is_busy else None)
        self.download.setVisible(is_cifar and state in _DOWNLOADABLE)
        is_resumed = state is DataState.INTERRUPTED
        self.download.setText(
            self.tr("Continue the download") if is_resumed else self.tr("Download (170 MB)")
        )
        self.cancel.setVisible(is_busy)
        self.cancel.setEnabled(state in {DataState.DOWNLOADING, DataState.CHECKING})
        self.choose.setVisible(is_cifar and state not in _DOWNLOADING)
        self.folder.setVisible(data is not None and not is_cifar and not is_busy)
        is_read = data is not None and bool(data.asked[1] or data.ready) and not is_cifar
        self.again.setVisible(is_read and not is_busy)
        self._explain()

    def choose_folder(self) -> None:
        """Ask for the folder of the data set."""
        titles = {
            CIFAR10: self.tr("The folder that holds CIFAR-10"),
            MNIST: self.tr("The folder that holds the files of MNIST's format"),
            ImageFolder: self.tr("The folder that holds a folder of pictures for each class"),
        }
        title = titles.get(type(self._dataset), "")
        self._announce(QFileDialog.getExistingDirectory(self, title, self._folder))

    def choose_archive(self) -> None:
        """Ask for an archive of CIFAR-10."""
        name, _ = QFileDialog.getOpenFileName(
            self,
            self.tr("The archive of CIFAR-10"),
            self._folder,
            self.tr("Archives (*.tar.gz *.tgz *.tar);;All files (*)"),
        )
        self._announce(name)

    def _explain(self) -> None:
        """Say in the tooltips what the buttons take."""
        places = {
            MNIST: self.tr("A folder with files of MNIST's format, packed (.gz) or not"),
            ImageFolder: self.tr("A folder with one folder for each class"),
        }
        archive = self.tr("A folder or an archive that holds CIFAR-10")
        self.choose.setToolTip(self._reason or archive)
        self.folder.setToolTip(self._reason or places.get(type(self._dataset), ""))
        self.again.setToolTip(self._reason or self.tr("Take over what changed in the folder"))

    def _assemble(self) -> None:
        self.sentence.setWordWrap(True)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.notes.setWordWrap(True)
        self.notes.setProperty("role", "caption")
        self.notes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("How much is read"))
        menu = QMenu(self.choose)
        menu.addAction(self.tr("A folder…"), self.choose_folder)
        menu.addAction(self.tr("An archive (.tar.gz)…"), self.choose_archive)
        self.choose.setMenu(menu)
        choices = QGridLayout()
        choices.setHorizontalSpacing(SPACING * 3)
        choices.setVerticalSpacing(SPACING)
        choices.setColumnStretch(_COLUMNS, 1)
        for number, button in enumerate(self.buttons.values()):
            self._choices.addButton(button)
            choices.addWidget(button, *divmod(number, _COLUMNS))
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING * 2)
        for widget in (self.download, self.cancel, self.choose, self.folder, self.again):
            buttons.addWidget(widget)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING * 2)
        column.addLayout(choices)
        column.addWidget(self.sentence)
        column.addWidget(self.notes)
        column.addWidget(self.bar)
        column.addLayout(buttons)
        self._column = column

    def _connect(self) -> None:
        for kind, button in self.buttons.items():
            button.clicked.connect(lambda _checked, kind=kind: self._choose(kind))
        self.download.clicked.connect(self._sources.cifar.download)
        self.cancel.clicked.connect(self._cancel)
        self.again.clicked.connect(self._read_again)
        self.folder.clicked.connect(self.choose_folder)
        self._sources.changed.connect(self.refresh)

    def _cancel(self) -> None:
        if self._data is not None:
            self._data.cancel()

    def _read_again(self) -> None:
        if self._data is not None:
            self._data.check_again()

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

    def _show_progress(self, data: DataFetch | None) -> None:
        """Show how far a download or reading is; None for neither."""
        self.bar.setVisible(data is not None)
        progress = None if data is None else data.progress
        if isinstance(progress, FetchProgress):
            done, total = progress.bytes_done, progress.bytes_total
            self.bar.setToolTip(progress_text(progress))
        else:
            done, total = (0, 0) if progress is None else (progress.done, progress.total)
            self.bar.setToolTip("")
        self.bar.setRange(0, _PER_MILLE if total > 0 else 0)
        if total > 0:
            self.bar.setValue(_PER_MILLE * done // total)

    def _announce(self, name: str) -> None:
        if name:
            self._folder = name
            self.place_chosen.emit(name)
