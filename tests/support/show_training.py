"""Shows the training page in a window of its own, to look at it.

``python -m tests.support.show_training [--theme dark] [--start] [--optimiser "Adam(lr=0.01)"]``;
every option of ``convviz train`` for a setting is one here.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from convviz.cli.train_options import add_options, training_of
from convviz.protocol.templates import new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.settings import SettingsFile
from convviz.ui.shell.language import Languages
from convviz.ui.theme import apply_theme
from convviz.ui.training.page import TrainingPage
from convviz.ui.training.run.session import TrainingSession

if TYPE_CHECKING:
    from convviz.protocol.document import Document


def document(arguments: argparse.Namespace) -> Document:
    """Return the document that the arguments ask for."""
    first = new_document()
    training = msgspec.structs.replace(first.training, threads=1)
    training = training_of(arguments, training)
    return msgspec.structs.replace(first, training=training)


def main() -> int:
    """Show the page until its window is closed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--language", default="en")
    parser.add_argument("--size", default="1208x740")
    add_options(parser)
    parser.add_argument("--start", action="store_true")
    arguments = parser.parse_args()
    application = QApplication(sys.argv[:1])
    Languages(application).put_on(arguments.language)
    apply_theme(application, arguments.theme)
    engine = EngineClient(application)
    engine.start()
    session = TrainingSession(application, engine=engine)
    page = TrainingPage(DocumentStore(document(arguments)), session, SettingsFile())
    width, height = map(int, arguments.size.split("x"))
    page.setWindowTitle("training")
    page.resize(width, height)
    page.show()
    if arguments.start:
        QTimer.singleShot(0, page.page_actions["start"].trigger)
    status = application.exec()
    session.shut_down()
    engine.shut_down()
    return status


if __name__ == "__main__":
    sys.exit(main())
