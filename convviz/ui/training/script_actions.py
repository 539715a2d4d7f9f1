"""The training as a script of its own, copied or saved: PyTorch without convviz."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from convviz.core.errors import ConvVizError
from convviz.protocol.files import write_file
from convviz.script.training_script import SUFFIX, training_script
from convviz.ui.error_sentences import error_sentence
from convviz.ui.page_actions import PageAction
from convviz.ui.training.data.data_sources import place_of
from convviz.ui.widgets.question import may_replace

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.ui.settings import SettingsFile
    from convviz.ui.training.presenter import TrainingPresenter

translate = QCoreApplication.translate

COPY_SCRIPT: Final = "copy script"
SAVE_SCRIPT: Final = "save script"


def script_actions(
    page: QWidget, presenter: TrainingPresenter, settings: SettingsFile
) -> list[PageAction]:
    """Return the actions that write the training as a script.

    Args:
        page: The page.
        presenter: Has the document, and tells how it went.
        settings: Where the data is, and where something was saved last.
    """

    def copy() -> None:
        QGuiApplication.clipboard().setText(_script(presenter, settings))
        presenter.told.emit("info", translate("TrainingScript", "The script is copied."))

    def save() -> None:
        text = _script(presenter, settings)
        path = _ask_where(page, settings)
        if path is not None:
            write_file(path, text.encode())
            saved = translate("TrainingScript", "Saved as {path}.").format(path=path)
            presenter.told.emit("info", saved)

    return [
        PageAction(
            COPY_SCRIPT,
            translate("TrainingScript", "Copy as a script"),
            "mdi6.content-copy",
            ("Ctrl+Shift+C",),
            _telling(presenter, copy),
            tip=translate(
                "TrainingScript",
                "Copy a PyTorch script that trains this network with these settings without "
                "convviz, and on a CPU has the same losses",
            ),
            group=_GROUP,
        ),
        PageAction(
            SAVE_SCRIPT,
            translate("TrainingScript", "Save a script…"),
            "mdi6.code-tags",
            ("Ctrl+Alt+P",),
            _telling(presenter, save),
            tip=translate(
                "TrainingScript", "Save the same PyTorch script as a file, to run with Python"
            ),
            group=_GROUP,
        ),
    ]


_GROUP: Final = "script"


def _telling(presenter: TrainingPresenter, act: Callable[[], None]) -> Callable[[], None]:
    """Return an act that says what prevented it."""

    def tried() -> None:
        try:
            act()
        except ConvVizError as error:
            presenter.tell_error(error_sentence(error))

    return tried


def _script(presenter: TrainingPresenter, settings: SettingsFile) -> str:
    """Return the script of the document, which reads the data where this window finds it."""
    document = presenter.store.document
    place = place_of(document.training, settings) or None
    training = msgspec.structs.replace(document.training, data_path=place)
    return training_script(msgspec.structs.replace(document, training=training))


def _ask_where(page: QWidget, settings: SettingsFile) -> Path | None:
    """Return the file to write; None if the user thinks better of it."""
    folder = settings.value.last_folder or str(Path.home())
    name, _ = QFileDialog.getSaveFileName(
        page,
        translate("TrainingScript", "Save the training as a script"),
        str(Path(folder) / f"train{SUFFIX}"),
        translate("TrainingScript", "Python (*.py)"),
    )
    if not name:
        return None
    path = Path(name)
    if path.suffix != SUFFIX:
        path = path.with_name(path.name + SUFFIX)
        if not may_replace(page, [path]):
            return None
    settings.change(last_folder=str(path.parent))
    return path
