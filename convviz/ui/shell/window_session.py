"""What outlives a window: document, engine, training, settings.

Another language builds the window anew; everything else stays.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox

from convviz import __version__
from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.first_paint import when_painted
from convviz.ui.later_work import LaterWork, imports, types_of_qt
from convviz.ui.number_reader import NumberReader
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.settings import log_file
from convviz.ui.shell.autosave import Autosaver
from convviz.ui.shell.document_numbers import DocumentNumbers
from convviz.ui.shell.error_door import ErrorDoor
from convviz.ui.shell.language import Languages
from convviz.ui.shell.main_window import MainWindow
from convviz.ui.shell.recovery import Recovery
from convviz.ui.shell.search_modules import search_modules
from convviz.ui.shell.session_notices import SessionNotices
from convviz.ui.shell.window_pages import WindowPages
from convviz.ui.theme import apply_theme, set_text_scale
from convviz.ui.training.run.cut_runs import CutRuns
from convviz.ui.widgets.formula_source import formula_source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from PySide6.QtGui import QSessionManager
    from PySide6.QtWidgets import QApplication

    from convviz.ui.layer_opener import LayerOpener
    from convviz.ui.processes.engine_keeper import EngineState
    from convviz.ui.settings import Language, SettingsFile, ThemeName
    from convviz.ui.training.run.session import TrainingSession

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
        set_text_scale(settings.value.text_size)
        apply_theme(application, settings.value.theme)
        self._door = ErrorDoor(self)
        self._notices = SessionNotices(lambda: self.window.notices, self)
        self._door.unexpected.connect(self._notices.tell_unexpected)
        self._door.install()
        self.store = DocumentStore(new_document(), self)
        self._numbers = DocumentNumbers(self._unsaved_numbers)
        self._reader = NumberReader(self.store, self._number_folders, self)
        self._reader.changed.connect(lambda: self._notices.tell_made_up(self._reader))
        self.engine = EngineClient(self)
        self.engine.state_changed.connect(self._tell_engine_state)
        self._pages = WindowPages(
            self.store,
            self.engine,
            settings,
            self._numbers,
            self._reader,
            lambda: self.window,
            self,
        )
        self._pages.unapplied.connect(self._notices.tell_unapplied)
        self._cut_runs = CutRuns(settings, lambda: self.window.notices, self)
        self._cut_runs.wanted.connect(self._pages.show_run)
        self.window = self._build_window()
        self._pages.tell_of_training()
        self._was_asked = False
        self._autosaver = Autosaver(
            self.store, lambda: self.window.documents.file, self, self._pages.place
        )
        self._pages.moved.connect(self._autosaver.follow_place)
        self._autosaver.failed.connect(self._notices.tell_not_kept)
        self.recovery = Recovery(self._autosaver, self)
        self.recovery.restored.connect(self._pages.show_place)

    def show(self) -> None:
        """Show the window; the engine and the drawing of formulas start once it is painted."""
        formula_source().hold()
        when_painted(self.window, self._start_helpers)
        self.window.show()
        QTimer.singleShot(_LOOK_FOR_RUNS_AFTER_MS, self, self._cut_runs.look)
        self.recovery.look(self.window)
        self._notices.tell_complaints(self._settings.complaints)

    def _start_helpers(self) -> None:
        self.engine.start()
        formula_source().go_on()
        LaterWork(chain(imports(search_modules()), types_of_qt()), self.window).start()

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
        self._pages.shut_down()
        self.engine.shut_down()
        self._door.remove()

    @property
    def training(self) -> TrainingSession:
        """The training, made when it is first needed."""
        return self._pages.training

    @property
    def opener(self) -> LayerOpener:
        """What opens layers of the network in the calculator, made when it is first needed."""
        return self._pages.opener

    def _build_window(self) -> MainWindow:
        window = MainWindow(self.store, self._settings)
        window.documents.numbers = self._numbers
        window.documents.network_chosen.connect(self._pages.open_program)
        window.layer_wanted.connect(self._pages.open_layer)
        window.set_pages(self._pages.entries())
        window.set_training_probe(self._pages.is_training)
        window.closing.connect(self._note_asked)
        window.menus.language_chosen.connect(self._change_language)
        window.menus.theme_chosen.connect(self._change_theme)
        window.menus.text_size.chosen.connect(self._change_text_size)
        window.menus.about_wanted.connect(self._show_about)
        window.menus.log_wanted.connect(self._show_log)
        return window

    def _note_asked(self) -> None:
        """Note that unsaved changes were decided on by a person: the window closes."""
        self._was_asked = True

    def _unsaved_numbers(self) -> Path | None:
        return self._autosaver.numbers_folder()

    def _number_folders(self) -> Iterable[Path]:
        return self._numbers.folders(self.window.documents.path)

    def _change_language(self, choice: str) -> None:
        """Build the window anew in another language, in the same place, with the same file."""
        self._settings.change(language=cast("Language", choice))
        self._languages.put_on(choice)
        old = self.window
        geometry, file = old.saveGeometry(), old.documents.file
        self.window = self._build_window()
        self._pages.tell_of_training()
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
        set_text_scale(size)
        apply_theme(self._application, self._settings.value.theme)

    def _tell_engine_state(self, state: EngineState) -> None:
        self._notices.tell_engine_state(self.engine, state)

    def _show_about(self) -> None:
        QMessageBox.about(
            self.window,
            self.tr("About convviz"),
            self.tr(
                "<h3>convviz {version}</h3><p>Convolution and pooling arithmetic, seen: sizes, "
                "windows, values, networks and their training, exactly as torch does.</p>"
                "<p>MIT licence. The drawings speak the language of Dumoulin and Visin, "
                "<i>A guide to convolution arithmetic for deep learning</i> (arXiv 1603.07285).</p>"
            ).format(version=__version__),
        )

    def _show_log(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(log_file())))
