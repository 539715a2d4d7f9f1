"""What outlives a window: document, engine, training, settings.

Another language builds the window anew; everything else stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import msgspec
from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox

from convviz import __version__
from convviz.protocol.document import WeightsFile
from convviz.protocol.templates import new_document
from convviz.ui.autosave import Autosaver
from convviz.ui.document_numbers import DocumentNumbers
from convviz.ui.document_store import DocumentStore
from convviz.ui.error_door import ErrorDoor
from convviz.ui.error_sentences import error_sentence
from convviz.ui.first_paint import when_painted
from convviz.ui.language import Languages
from convviz.ui.main_window import MainWindow, PageEntry
from convviz.ui.number_reader import NumberReader
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.processes.engine_keeper import EngineState
from convviz.ui.recovery import Recovery
from convviz.ui.settings import log_file
from convviz.ui.theme import apply_theme, wear_text_scale
from convviz.ui.training.cut_runs import CutRuns
from convviz.ui.widgets.formula_source import formula_source
from convviz.ui.widgets.notice import NoticeAction
from convviz.ui.widgets.sentences import listed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from PySide6.QtGui import QSessionManager
    from PySide6.QtWidgets import QApplication, QWidget

    from convviz.core.errors import StorageError
    from convviz.protocol.document import Network
    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.layer_applier import LayerApplier
    from convviz.ui.layer_opener import LayerOpener
    from convviz.ui.network.page import NetworkPage
    from convviz.ui.settings import Language, SettingsFile, ThemeName
    from convviz.ui.training.kernels import ChosenKernel
    from convviz.ui.training.past_run import PastRun
    from convviz.ui.training.session import TrainingSession

_LOOK_FOR_RUNS_AFTER_MS = 800
"""After the window is shown: what it needs itself comes first."""
LOG_OUT_MS: Final = 60_000
"""How long after a session manager's request the window closes without a question."""


class WindowSession(QObject):
    """One run of the program.

    Attributes:
        window: The main window that is shown now.
        store: The document.
        engine: The engine's client.
    """

    def __init__(self, application: QApplication, settings: SettingsFile) -> None:
        super().__init__(application)
        self._application = application
        self._settings = settings
        self._languages = Languages(application)
        self._languages.put_on(settings.value.language)
        wear_text_scale(settings.value.text_size)
        apply_theme(application, settings.value.theme)
        self._door = ErrorDoor(self)
        self._door.unexpected.connect(self._tell_unexpected)
        self._door.install()
        self.store = DocumentStore(new_document(), self)
        self._numbers = DocumentNumbers(self._unsaved_numbers)
        self._reader = NumberReader(self.store, self._number_folders, self)
        self._reader.changed.connect(self._tell_made_up)
        self.engine = EngineClient(self)
        self.engine.state_changed.connect(self._tell_engine_state)
        self._training: TrainingSession | None = None
        self._opener: LayerOpener | None = None
        self._applier: LayerApplier | None = None
        self._cut_runs = CutRuns(settings, lambda: self.window.notices, self)
        self._cut_runs.wanted.connect(self._show_run)
        self.window = self._build_window()
        self._was_asked = False
        self._autosaver = Autosaver(self.store, lambda: self.window.documents.file, self)
        self._autosaver.failed.connect(self._tell_not_kept)
        self.recovery = Recovery(self._autosaver, self)

    def show(self) -> None:
        """Show the window; the engine and the drawing of formulas start once it is painted."""
        formula_source().hold()
        when_painted(self.window, self._start_helpers)
        self.window.show()
        QTimer.singleShot(_LOOK_FOR_RUNS_AFTER_MS, self, self._cut_runs.look)
        self.recovery.look(self.window)
        if self._settings.complaints:
            names = listed([name for name in self._settings.complaints if name])
            self.window.notices.show_notice(
                "warning",
                self.tr(
                    "Some settings were unreadable and are at their default now: {names}"
                ).format(names=names or self.tr("all of them")),
                subject="settings",
            )

    def _start_helpers(self) -> None:
        self.engine.start()
        formula_source().go_on()

    def open_file(self, path: Path) -> None:
        """Open a document in the window."""
        self.window.open_file(path)

    def leave(self) -> None:
        """Have the window close without a question: unsaved changes are kept for the next start."""
        self.window.ask_nothing(for_ms=None)
        self.window.close()

    def save_for_the_session_manager(self, _manager: QSessionManager | None = None) -> None:
        """Keep unsaved changes before the user is logged out, and hold nobody up by questions."""
        self.window.ask_nothing(for_ms=LOG_OUT_MS)
        self._autosaver.save_now()

    def close(self) -> None:
        """End what the program started; a trainer finishes its batch and ends by itself."""
        formula_source().go_on()  # a window that was never painted held it
        self.recovery.end()
        self._reader.end()
        self._autosaver.end(keep=not self._was_asked)
        if self._training is not None:
            self._training.shut_down()
        self.engine.shut_down()
        self._door.remove()

    @property
    def training(self) -> TrainingSession:
        """The training, made when it is first needed."""
        if self._training is None:
            from convviz.ui.training.session import TrainingSession

            self._training = TrainingSession(self, engine=self.engine)
            self.store.opened.connect(self._training.take_document)
        return self._training

    @property
    def opener(self) -> LayerOpener:
        """What opens layers of the network in the calculator, made when it is first needed."""
        if self._opener is None:
            from convviz.ui.layer_opener import LayerOpener

            self._opener = LayerOpener(
                self.store, self.engine, self._find_weights, self._folder_to_write, self
            )
            self._opener.opened.connect(self._show_opened)
            self._opener.returned.connect(self._show_network)
        return self._opener

    @property
    def applier(self) -> LayerApplier:
        """What brings edits in the calculator back to the network, made when first needed."""
        if self._applier is None:
            from convviz.ui.layer_applier import LayerApplier

            self._applier = LayerApplier(
                self.store, self.engine, self._find_weights, self._folder_to_write, self
            )
            self._applier.applied.connect(self._show_network)
            self._applier.told.connect(self._tell_unapplied)
        return self._applier

    def _build_window(self) -> MainWindow:
        window = MainWindow(self.store, self._settings)
        window.documents.numbers = self._numbers
        window.set_pages(
            [
                PageEntry("calculator", self.tr("Calculator"), "mdi6.grid", self._calculator_page),
                PageEntry(
                    "network", self.tr("Network"), "mdi6.layers-triple-outline", self._network_page
                ),
                PageEntry("training", self.tr("Training"), "mdi6.chart-line", self._training_page),
            ]
        )
        window.set_training_probe(self._is_training)
        window.closing.connect(self._note_asked)
        window.menus.language_chosen.connect(self._change_language)
        window.menus.theme_chosen.connect(self._change_theme)
        window.menus.text_size.chosen.connect(self._change_text_size)
        window.menus.about_wanted.connect(self._show_about)
        window.menus.log_wanted.connect(self._show_log)
        return window

    def _calculator_page(self) -> QWidget:
        from convviz.ui.calculator.page import CalculatorPage

        page = CalculatorPage(self.store, self.engine)
        page.origin.back_wanted.connect(self.opener.back)
        page.origin.apply_wanted.connect(self.applier.apply)
        page.origin.know_weights(self._find_weights)
        page.origin.leave_wanted.connect(self.opener.leave)
        self.opener.told.connect(page.origin.show_problem)
        self._reader.loaded.connect(page.show_again)
        page.origin.watch(self._reader)
        return page

    def _network_page(self) -> QWidget:
        from convviz.ui.network.page import NetworkPage

        page = NetworkPage(self.store)
        page.open_in_calculator.connect(self._open_layer)
        return page

    def _training_page(self) -> QWidget:
        from convviz.ui.training.page import TrainingPage

        page = TrainingPage(self.store, self.training, self._settings)
        page.open_in_calculator.connect(self._open_kernel)
        page.network_wanted.connect(lambda: self.window.show_page_named("network"))
        return page

    def _open_layer(self, step: int) -> None:
        self.opener.open(step)

    def _open_kernel(self, chosen: ChosenKernel) -> None:
        """Open the layer of a kernel that a run learned, with the run's weights."""
        document = self.training.progress.document
        if document is not None:
            weights = self._weights_of_run(document.network)
            network = msgspec.structs.replace(document.network, weights=weights)
            source = msgspec.structs.replace(document, network=network)
            self.opener.open(chosen.step, chosen.kernel, source)

    def _find_weights(self, network: Network) -> WeightsFile | None:
        """Return the weights of a network: its own, or those of the last run that trained it."""
        from convviz.protocol.numbers_folder import absolute_weights

        if network.weights is not None:
            return absolute_weights(network.weights, self.window.documents.path)
        return self._weights_of_run(network)

    def _weights_of_run(self, network: Network) -> WeightsFile | None:
        progress = None if self._training is None else self._training.progress
        if progress is None or progress.document is None or progress.weights is None:
            return None
        trained = progress.document.network
        is_same = (trained.steps, trained.input_shape) == (network.steps, network.input_shape)
        result = progress.result
        return WeightsFile(str(progress.weights), result.sha256) if is_same and result else None

    def _show_opened(self, channel: int) -> None:
        """Show the calculator, at the output channel that is to be looked at."""
        page = self.window.page_named("calculator")
        if channel:
            cast("CalculatorPage", page).show_channel(channel)

    def _show_network(self, step: int) -> None:
        cast("NetworkPage", self.window.page_named("network")).choose_layer(step)

    def _show_run(self, run: PastRun) -> None:
        """Show a run of an earlier session on the training page."""
        self.window.show_page_named("training")
        self.training.past.load(run)

    def _note_asked(self) -> None:
        """Note that unsaved changes were decided on by a person: the window closes."""
        self._was_asked = True

    def _tell_not_kept(self, error: StorageError) -> None:
        self.window.notices.show_notice(
            "warning",
            self.tr("A copy of your changes cannot be kept: {reason}").format(
                reason=error_sentence(error)
            ),
            subject="autosave",
        )

    def _unsaved_numbers(self) -> Path | None:
        return self._autosaver.numbers_folder()

    def _folder_to_write(self) -> Path | None:
        return self._numbers.folder_to_write(self.store.document)

    def _number_folders(self) -> Iterable[Path]:
        return self._numbers.folders(self.window.documents.path)

    def _tell_unapplied(self, sentence: str) -> None:
        """Tell why edited weights could not go back to the network; "" for nothing."""
        if sentence:
            self.window.notices.show_notice("warning", sentence, subject="weights")
        else:
            self.window.notices.remove("weights")

    def _tell_made_up(self) -> None:
        """Tell why numbers of the document are made up, for as long as they are."""
        if self._reader.failure is None:
            self.window.notices.remove("numbers")
            return
        self.window.notices.show_notice(
            "warning",
            error_sentence(self._reader.failure),
            subject="numbers",
            actions=[NoticeAction(self.tr("Look again"), self._reader.look_again)],
        )

    def _is_training(self) -> bool:
        training = self._training
        return training is not None and training.is_busy and training.progress.is_active

    def _change_language(self, choice: str) -> None:
        """Build the window anew in another language, in the same place, with the same file."""
        self._settings.change(language=cast("Language", choice))
        self._languages.put_on(choice)
        old = self.window
        geometry, file = old.saveGeometry(), old.documents.file
        self.window = self._build_window()
        self.window.restoreGeometry(geometry)
        self.window.documents.adopt(file)
        self.window.show()
        self.recovery.show_in(self.window)
        old.hide()
        old.deleteLater()

    def _change_theme(self, choice: str) -> None:
        self._settings.change(theme=cast("ThemeName", choice))
        apply_theme(self._application, self._settings.value.theme)

    def _change_text_size(self, size: float) -> None:
        wear_text_scale(size)
        apply_theme(self._application, self._settings.value.theme)

    def _tell_engine_state(self, state: EngineState) -> None:
        notices = self.window.notices
        if state is EngineState.READY:
            notices.remove("engine")
        elif state is EngineState.RESTARTING:
            notices.show_notice(
                "warning", self.engine.sentence(), subject="engine", details=self.engine.details()
            )
        elif state is EngineState.FAILED:
            notices.show_notice(
                "error",
                self.engine.sentence(),
                subject="engine",
                details=self.engine.details(),
                actions=[NoticeAction(self.tr("Start again"), self.engine.retry)],
            )

    def _tell_unexpected(self, summary: str, details: str) -> None:
        self.window.notices.show_notice(
            "error",
            self.tr(
                "Something went wrong that convviz did not foresee: {summary}. "
                "Your document is still here; save it, and see the log at {path}."
            ).format(summary=summary, path=log_file()),
            subject="unexpected",
            details=details,
        )

    def _show_about(self) -> None:
        QMessageBox.about(
            self.window,
            self.tr("About convviz"),
            self.tr(
                "<h3>convviz {version}</h3><p>Convolution and pooling arithmetic, seen: sizes, "
                "windows, values, networks and their training, exactly as torch does.</p>"
                "<p>MIT licence. The pictures speak the language of Dumoulin and Visin, "
                "<i>A guide to convolution arithmetic for deep learning</i> (arXiv 1603.07285).</p>"
            ).format(version=__version__),
        )

    def _show_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_file())))
