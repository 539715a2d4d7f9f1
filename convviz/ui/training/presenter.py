"""The owner of what the training page shows: it turns what a person does into edits and runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from convviz.core.errors import ConvVizError
from convviz.core.layers.conv import is_convolution
from convviz.protocol.run_settings import with_data_path, with_settings_of
from convviz.protocol.soundness import ways_of
from convviz.ui.error_sentences import error_sentence
from convviz.ui.training.data.data_fetch import DataState
from convviz.ui.training.data.data_sources import PLACE_SETTINGS, kind_of_folder, place_of
from convviz.ui.training.obstacles import Misfits
from convviz.ui.training.results.inside_opener import InsideOpener
from convviz.ui.training.results.picture_choice import PictureChoice, PictureList, chosen_pictures
from convviz.ui.training.results.result_files import save_result_of
from convviz.ui.training.run.extending import extended_document
from convviz.ui.training.run.run_control import stop_run
from convviz.ui.training.run.run_progress import GOING_STATES, RunState
from convviz.ui.training.settings.editor import TrainingEditor
from convviz.ui.training.state import state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from convviz.protocol.document import Document, Network
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.settings import SettingsFile
    from convviz.ui.training.obstacles import Obstacle
    from convviz.ui.training.run.judging import Pixels
    from convviz.ui.training.run.live_settings import LiveSetting
    from convviz.ui.training.run.run_progress import RunProgress
    from convviz.ui.training.run.session import TrainingSession
    from convviz.ui.training.state import TrainingState


class TrainingPresenter(QObject):
    """Holds the state of the page. It knows no widget; the run itself outlives it in the session.

    Attributes:
        session: The run, the data, the devices, earlier runs.
        store: The document.
        editor: Turns changed settings into edits.
        opener: Opens what is seen of a run in the calculator.

    Signals:
        changed(TrainingState, TrainingState): The document, the run, the data, the devices or what
            is chosen are others; the second is the state before.
        told(str, str): The level of a notice and its sentence.
        opened(ChosenKernel): A kernel is to be looked at in the calculator.
        keyboard_wanted(): A run starts; Space pauses it next.
        extension_wanted(): A person is to be asked for how many epochs a run is extended.
    """

    changed = Signal(object, object)
    told = Signal(str, str)
    opened = Signal(object)
    keyboard_wanted = Signal()
    extension_wanted = Signal()

    def __init__(
        self,
        store: DocumentStore,
        session: TrainingSession,
        settings: SettingsFile,
        parent: QObject | None = None,
        *,
        locate: Callable[[Network], Network] = lambda network: network,
    ) -> None:
        """Prepare.

        Args:
            store: The document.
            session: The run, the data, the devices, earlier runs.
            settings: Where the data is.
            parent: The owner.
            locate: Returns a network whose weights are found from anywhere.
        """
        super().__init__(parent)
        self._locate = locate
        self.store = store
        self.session = session
        self.editor = TrainingEditor(store, self)
        self.opener = InsideOpener(session, self)
        self.opener.opened.connect(self.opened)
        session.batch_pictures.read.connect(self._open_training_picture)
        session.batch_pictures.failed.connect(self.tell_error)
        self._settings = settings
        self._misfits = Misfits()
        self._state = self._state_now({}, PictureChoice())
        self._is_watched = True
        self._is_behind = False
        store.changed.connect(self._follow_document)
        changes = (session.state_changed, session.sources.changed, session.devices.changed)
        more = (session.ways.changed, session.judge.changed, session.setting_changed)
        for source in (*changes, *more):
            source.connect(self._refresh)

    @property
    def state(self) -> TrainingState:
        """What the page shows now."""
        if self._is_behind:
            self._refresh()
        return self._state

    def watch(self, is_watched: bool) -> None:  # noqa: FBT001 - the one thing that is said
        """Follow the document, or only note that it is another one: nobody sees the page.

        Whether a long network can be trained takes a while to find, at each edit of it.
        """
        self._is_watched = is_watched
        if is_watched and self._is_behind:
            self._refresh()

    @property
    def to_train(self) -> Document:
        """The document, whose weights another process finds as well."""
        document = self.store.document
        return msgspec.structs.replace(document, network=self._locate(document.network))

    @property
    def progress(self) -> RunProgress:
        """The run's numbers."""
        return self.session.progress

    def look_for_ways(self, *more: str) -> None:
        """Find out whether what the settings need works on the device, such as half precision.

        Args:
            more: What else somebody wants to know, such as "bfloat16".
        """
        training = self._state.document.training
        self.session.ways.look_into(training.device, (*ways_of(training), *more))

    # The run

    def start(self) -> None:
        """Train the document's network from the beginning."""
        if self.state.obstacle is None:
            self.keyboard_wanted.emit()
            document = self.to_train
            self.session.start(document, place_of(document.training, self._settings))

    def start_with_new_weights(self) -> None:
        """Train from new weights, though the network has some."""
        self.editor.set("new_weights", value=True)
        self.start()

    def pause_or_resume(self) -> None:
        """Pause, or go on: after a pause, or with the run that ended early."""
        if self.session.state in GOING_STATES:
            self.session.pause()
        else:
            self.session.resume(self.store.document, self._place_to_resume())

    def stop(self) -> None:
        """End the run after its batch, also one that another process of this computer trains."""
        folder = self.progress.folder
        if self.session.state is RunState.ELSEWHERE and folder is not None:
            self.told.emit(*stop_run(self.session, folder))
        else:
            self.session.stop()

    def resume_with_own_settings(self) -> None:
        """Take over the network and the settings of the last run, and go on with it."""
        if self.progress.document is not None:
            self.restore_run_settings()
            self.pause_or_resume()

    def restore_run_settings(self) -> None:
        """Take over the network and the settings of the run that is shown, as an edit."""
        known = self.progress.document
        if known is not None:
            document = with_settings_of(self.store.document, known)
            self.store.edit(document, self.tr("Restore the settings of a run"))

    def extend(self, epochs: int) -> None:
        """Train the run that is shown longer than was planned.

        Args:
            epochs: Of the whole run.
        """
        known = self.progress.document
        if known is not None and self._state.may_be_extended:
            document = extended_document(self.store.document, known, epochs)
            self.store.edit(document, self.tr("Extend a run"))
            self.session.resume(self.store.document, self._place_to_resume())

    def save_result(self, target: Path) -> None:
        """Save the result: weights in a file, and the network's document beside it."""
        try:
            save_result_of(self.progress, target)
        except ConvVizError as error:
            self.tell_error(error_sentence(error))
        else:
            self.told.emit("info", self.tr("Saved as {path}.").format(path=target))

    def tell_error(self, sentence: str) -> None:
        """Say what could not be done."""
        self.told.emit("error", sentence)

    def change_setting(self, setting: LiveSetting, value: float) -> None:
        """Train on with another value."""
        self.session.change(setting.command(value))

    # What lets a run start

    def mend(self, obstacle: Obstacle) -> None:
        """Do what lets a run start."""
        if obstacle.mended is not None:
            self.store.edit(obstacle.mended, obstacle.mend)

    def set_problems(self, problems: Mapping[str, str]) -> None:
        """Take which fields are wrong now: the sentence of each, by its name."""
        if problems != self._state.problems:
            self._show(self._state_now(problems, self._state.choice))

    def choose_data(self, path: str) -> None:
        """Take the data set from a folder or an archive."""
        dataset = self.store.document.training.dataset
        data, setting = self.session.sources.of(dataset), PLACE_SETTINGS.get(type(dataset))
        if data is None or setting is None:
            return
        self._settings.change(**{setting: path})
        if self.store.document.training.data_path is not None:
            self.editor.set("data_path", None)
        data.check(path, dataset)

    def take_folder(self, folder: Path) -> None:
        """Take the data set that a folder holds, whichever it is."""
        kind = kind_of_folder(folder)
        if not isinstance(self.store.document.training.dataset, kind):
            self.editor.set("dataset", kind.new())
        self.choose_data(str(folder))

    def look_for_data(self) -> None:
        """Look for the data, unless nothing of it is needed or it is known where it is."""
        training = self.store.document.training
        data = self.session.sources.of(training.dataset)
        if data is None:
            return
        wanted = (training.dataset, place_of(training, self._settings))
        is_another = data is not self.session.data and data.asked != wanted
        if data.state is DataState.UNKNOWN or is_another:
            data.check(wanted[1], training.dataset)

    def look_at_data(self) -> None:
        """Have the data read that would be learned, unless it is not there."""
        document, sources = self.store.document, self.session.sources
        dataset = document.training.dataset
        data, place = sources.of(dataset), place_of(document.training, self._settings)
        self.session.look.look_at(
            with_data_path(document, place) if sources.is_there(dataset) else None,
            0 if data is None else data.reads,
        )

    def _place_to_resume(self) -> str:
        """Return where the data of the last run is: where it was, or where it was chosen since."""
        known = self.progress.document
        place = None if known is None else known.training.data_path
        if place and Path(place).expanduser().exists():
            return place
        return place_of(self.store.document.training, self._settings)

    # What is inside it

    @property
    def can_open_kernel(self) -> bool:
        """Whether a layer with kernels is looked into, of a run whose weights can be read."""
        inside = self.session.inside.inside
        layer = inside.chosen
        if layer is None or inside.problem is not None:
            return False
        has_weights = self._state.has_result or self._state.is_active
        return has_weights and layer.can_open and is_convolution(layer.layer)

    def open_kernel(self) -> None:
        """Ask for the kernel that is chosen in the layer to be opened in the calculator."""
        if self.can_open_kernel:
            self.opener.open_channel(self.session.inside.inside.kernel)

    def _open_training_picture(self, pixels: Pixels) -> None:
        self.opener.open_picture(0, pixels)

    def open_own_picture(self) -> None:
        """Ask for the person's own picture to be opened in the calculator."""
        own = self.session.judge.judged.own
        if own is not None:
            self.opener.open_picture(0, own.pixels)

    # How good it is

    def look_at_result(self) -> None:
        """Have the result judged and the pictures read that are looked at."""
        judge = self.session.judge
        judge.look_at(self.progress)
        evaluation = judge.judged.evaluation
        if evaluation is not None:
            judge.want_pictures(chosen_pictures(evaluation, self._state.choice)[0])

    def choose_list(self, pictures: PictureList) -> None:
        """Show a list of test pictures."""
        self._choose_pictures(replace(self._state.choice, list=pictures, place=0))

    def choose_cell(self, label: int, taken_for: int | None) -> None:
        """Show the pictures of a class, or of a cell of the confusion matrix."""
        self._choose_pictures(PictureChoice(PictureList.CELL, label, taken_for))

    def choose_picture(self, place: int) -> None:
        """Choose one of the shown pictures, from 0."""
        self._choose_pictures(replace(self._state.choice, place=place))

    def classify(self, pixels: Pixels) -> None:
        """Have a person's own picture classified by the result."""
        self.session.judge.classify(pixels, self.progress)

    def _choose_pictures(self, choice: PictureChoice) -> None:
        if choice != self._state.choice:
            self._show(replace(self._state, choice=choice))
            self.look_at_result()

    # The state

    def _follow_document(self) -> None:
        if self._is_watched:
            self._refresh()
        else:
            self._is_behind = True

    def _refresh(self) -> None:
        self._is_behind = False
        choice = self._state.choice
        if self.session.judge.judged.evaluation is None:
            choice = PictureChoice(
                choice.list if choice.list is PictureList.ALL else PictureList.MISTAKES
            )
        self._show(self._state_now(self._state.problems, choice))

    def _show(self, state: TrainingState) -> None:
        before, self._state = self._state, state
        self.changed.emit(state, before)

    def _state_now(self, problems: Mapping[str, str], choice: PictureChoice) -> TrainingState:
        document = self.store.document
        return state_of(self.session, document, problems, choice, self._misfits)
