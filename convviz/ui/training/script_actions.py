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
from convviz.protocol.messages.engine_files import WriteWeights
from convviz.protocol.run_start import start_weights
from convviz.script.training_script import SUFFIX, start_name, training_script
from convviz.ui.error_sentences import error_sentence
from convviz.ui.layer_opener import sent_document
from convviz.ui.page_actions import PageAction
from convviz.ui.training.data.data_sources import place_of
from convviz.ui.widgets.question import may_replace

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.protocol.document import Document
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
        document = _document(presenter, settings)
        QGuiApplication.clipboard().setText(training_script(document))
        text = translate("TrainingScript", "The script is copied.")
        if start_weights(document) is not None:
            needs = translate(
                "TrainingScript",
                "It begins with the weights in {name}, which it looks for beside itself: save the "
                "script instead, and that file is written with it.",
            )
            text = f"{text} {needs.format(name=start_name())}"
        presenter.told.emit("info", text)

    def save() -> None:
        document = _document(presenter, settings)
        training_script(document)  # what cannot be written is told before a place is chosen
        path = _ask_where(page, settings, document)
        if path is not None:
            start = path.with_name(start_name(path.stem))
            write_file(path, training_script(document, start.name).encode())
            saved = translate("TrainingScript", "Saved as {path}.").format(path=path)
            presenter.told.emit("info", saved)
            _write_start(presenter, document, start)

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


def _document(presenter: TrainingPresenter, settings: SettingsFile) -> Document:
    """Return the document, whose script reads the data where this window finds it."""
    document = presenter.to_train
    place = place_of(document.training, settings) or None
    training = msgspec.structs.replace(document.training, data_path=place)
    return msgspec.structs.replace(document, training=training)


def _write_start(presenter: TrainingPresenter, document: Document, path: Path) -> None:
    """Have the weights written that the script begins with, if there are some."""
    weights, engine = start_weights(document), presenter.session.engine
    if weights is None or engine is None:
        return
    request = WriteWeights(sent_document(document, weights), str(path), is_for_script=True)
    reply = engine.ask(presenter, request)
    text = translate("TrainingScript", "Saved, with the weights it begins with as {path}.")
    reply.answered.connect(lambda _: presenter.told.emit("info", text.format(path=path)))
    reply.failed.connect(lambda problem: presenter.tell_error(error_sentence(problem.error())))


def _ask_where(page: QWidget, settings: SettingsFile, document: Document) -> Path | None:
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
    start = path.with_name(start_name(path.stem))
    if start_weights(document) is not None and start.exists() and not may_replace(page, [start]):
        return None
    settings.change(last_folder=str(path.parent))
    return path
