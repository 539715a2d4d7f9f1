"""A real window for the rounds of kills: ``python -m tests.faults.window train`` or ``look``.

It tells what it sees as lines of JSON. ``train`` starts a run; ``look`` is the next start: it tells
what the window says of the run, and goes on with it if it was asked to.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from PySide6.QtCore import QTimer

from convviz import app
from convviz.protocol.document_file import read_document
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.shell.window_session import WindowSession
from convviz.ui.training.run import session as training_session
from convviz.ui.training.run.run_progress import ACTIVE_STATES, RunState
from tests.faults.trainer import marking_trainer

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.ui.training.page import TrainingPage

LOOKED_MS = 3_000
"""After so long the next start has said what it has to say of earlier runs."""


def tell(what: str, **facts: Any) -> None:
    """Tell who started this."""
    sys.stdout.write(json.dumps({"what": what, **facts}) + "\n")
    sys.stdout.flush()


class Script:
    """What is done in the window in place of a person.

    Attributes:
        session: The program's session.
        page: Its page of training.
    """

    def __init__(self, session: WindowSession) -> None:
        self.session = session
        session.store.open(read_document(Path(os.environ["CONVVIZ_ROUND_DOCUMENT"])))
        page: Any = session.window.page_named("training")
        self.page: TrainingPage = page

    def train(self) -> None:
        """Start a run; tell of its end."""
        training = self.session.training
        training.state_changed.connect(self._tell_state)
        self._when(self.page.page_actions["start"].isEnabled, self._start)

    def look(self) -> None:
        """Tell what the window says of the run before."""
        QTimer.singleShot(LOOKED_MS, self.session, self._tell_what_is_said)

    def _start(self) -> None:
        self.page.page_actions["start"].trigger()

    def _tell_state(self) -> None:
        training = self.session.training
        is_over = training.state not in ACTIVE_STATES and not training.is_busy
        if is_over and training.state is not RunState.CUT:  # so it stands before it goes on
            tell(
                "ended",
                state=training.state.value,
                said=self.page.notice.sentence,
                can_resume=training.can_resume,
            )
            if training.state is RunState.FINISHED:
                self.session.leave()

    def _tell_what_is_said(self) -> None:
        offer = self.page.view.welcome.offer
        tell(
            "looked",
            notices=self.session.window.notices.sentences(),
            offer=offer.sentence.text() if offer.isVisible() else "",
            resume=offer.resume.isVisible() and offer.resume.isEnabled(),
        )
        if "resume" in sys.argv and offer.resume.isVisible():
            self.session.training.state_changed.connect(self._tell_state)
            offer.resume.click()
        else:
            self.session.leave()
            self.session._application.exit()

    def _when(self, is_so: Callable[[], bool], then: Callable[[], None]) -> None:
        if is_so():
            then()
        else:
            QTimer.singleShot(50, self.session, lambda: self._when(is_so, then))


def main() -> int:
    """Run the program with a script in place of a person."""
    shown = WindowSession.show
    kept: list[Script] = []

    def show(session: WindowSession) -> None:
        shown(session)
        kept.append(script := Script(session))  # Qt's connections keep nobody alive
        (script.train if "train" in sys.argv else script.look)()

    with (
        mock.patch.object(WindowSession, "show", show),
        mock.patch.object(EngineClient, "start", return_value=None),
        mock.patch.object(training_session, "python_command", return_value=marking_trainer()),
    ):
        return app.run_window([])


if __name__ == "__main__":
    threading.excepthook = lambda args: tell("raised", error=repr(args.exc_value))
    sys.exit(main())
