"""A user without rest: ``python -m tests.faults.monkey --actions 3000 --seed 1``; needs no display.

It starts, pauses, steps and stops runs, edits the network, undoes, switches pages, closes the
window and opens another one, goes on with runs, deletes them while they go on, and exports them.
Every exception, Qt warning, wrong state or process that is left is a fault.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from unittest import mock

import msgspec
from PySide6.QtCore import QEvent, QItemSelectionModel, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox

from convviz.protocol.templates import new_document
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.settings import SettingsFile
from convviz.ui.shell.window_session import WindowSession
from convviz.ui.training.run import session as training_session
from convviz.ui.training.run.run_progress import ACTIVE_STATES, RunState
from tests.faults.light_trainer import COMMAND
from tests.support import environment
from tests.support.leftovers import end_leftover_children

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction

PAGES: Final = ("calculator", "network", "training", "runs")
NOT_DONE: Final = ("download", "folder_of_data")
"""Actions that would leave this computer."""
QUIET: Final = ("This plugin does not support",)
"""What Qt says of the platform, not of the program."""


class Monkey:
    """One window after another, and what is done in it."""

    def __init__(self, application: QApplication, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - repeatable, not secret
        self.done: list[str] = []
        self.faults: list[str] = []
        self._application = application
        self._folder = folder
        self._session: WindowSession | None = None
        self._acts: tuple[Callable[[], str], ...] = (
            self.training_action, self.training_action, self.training_action, self.start,
            self.start, self.pause, self.stop, self.runs_action, self.runs_action,
            self.runs_action, self.choose_runs, self.choose_runs, self.delete_the_running,
            self.edit_network, self.edit_training, self.undo, self.redo, self.switch, self.switch,
            self.wait, self.wait, self.wait, self.reopen, self.language, self.network_action,
        )  # fmt: skip

    @property
    def session(self) -> WindowSession:
        """What the window that is open belongs to; one is opened if need be."""
        if self._session is None:
            self._session = WindowSession(
                self._application, SettingsFile(self._folder / "settings.json")
            )
            self._session._door.unexpected.connect(lambda _line, text: self.faults.append(text))
            document = new_document()
            training = msgspec.structs.replace(document.training, epochs=3)
            self._session.store.open(msgspec.structs.replace(document, training=training))
            self._session.show()
        return self._session

    def act(self) -> None:
        """Do one thing, and look whether all is well."""
        action = self.random.choice(self._acts)
        self.done.append(action.__name__)
        try:
            self.done[-1] = f"{action.__name__} {action()}"
            QApplication.processEvents()
            self._check()
        except Exception:  # noqa: BLE001 - whatever it is, it is a fault, and the next act follows
            self.faults.append(traceback.format_exc())

    def close(self) -> None:
        """Close the window as a person does."""
        session, self._session = self.session, None
        session.window.close()
        session.close()
        session.window.hide()
        session.window.deleteLater()
        session.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    # what a person does

    def start(self) -> str:
        return self._trigger(self._page("training"), "start")

    def pause(self) -> str:
        return self._trigger(self._page("training"), "pause or resume")

    def stop(self) -> str:
        return self._trigger(self._page("training"), "stop")

    def training_action(self) -> str:
        return self._any_action(self._page("training"))

    def network_action(self) -> str:
        return self._any_action(self._page("network"))

    def runs_action(self) -> str:
        return self._any_action(self._page("runs"))

    def choose_runs(self) -> str:
        table = self._page("runs").panels.table
        rows = table.model().rowCount()
        flags = QItemSelectionModel.SelectionFlag
        for _ in range(self.random.randint(1, 3)):
            if rows:
                index = table.model().index(self.random.randrange(rows), 0)
                kind = self.random.choice((flags.ClearAndSelect, flags.Select, flags.Toggle))
                table.selectionModel().select(index, kind | flags.Rows)
                table.selectionModel().setCurrentIndex(index, flags.NoUpdate)
        return f"{rows} rows"

    def delete_the_running(self) -> str:
        if self.session.training.state is not RunState.RUNNING:
            return "nothing runs"
        self.choose_runs()
        return self._trigger(self._page("runs"), "delete runs")

    def edit_network(self) -> str:
        document = self.session.store.document
        steps = list(document.network.steps)
        if len(steps) > 2 and self.random.random() < 0.5:
            del steps[self.random.randrange(len(steps))]
        else:
            steps.insert(self.random.randrange(len(steps) + 1), self.random.choice(steps))
        network = msgspec.structs.replace(document.network, steps=tuple(steps), weights=None)
        self.session.store.edit(msgspec.structs.replace(document, network=network), "monkey")
        return f"{len(steps)} steps"

    def edit_training(self) -> str:
        document = self.session.store.document
        change = self.random.choice(
            ({"epochs": self.random.randint(1, 5)}, {"batch_size": self.random.choice((1, 64))},
             {"seed": self.random.randint(0, 3)})
        )  # fmt: skip
        training = msgspec.structs.replace(document.training, **change)
        self.session.store.edit(msgspec.structs.replace(document, training=training), "monkey")
        return str(change)

    def undo(self) -> str:
        self.session.store.undo_stack.undo()
        return ""

    def redo(self) -> str:
        self.session.store.undo_stack.redo()
        return ""

    def switch(self) -> str:
        page = self.random.choice(PAGES)
        self.session.window.show_page_named(page)
        return page

    def wait(self) -> str:
        seconds = self.random.choice((0.02, 0.1, 0.4))
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            QApplication.processEvents()
            time.sleep(0.002)
        return str(seconds)

    def reopen(self) -> str:
        if self.random.random() < 0.7:
            return "not now"
        self.close()
        self.session.window.show_page_named(self.random.choice(PAGES))
        return ""

    def language(self) -> str:
        if self.random.random() < 0.7:
            return "not now"
        choice = self.random.choice(("en", "zh_CN"))
        self.session._change_language(choice)
        return choice

    # how

    def _page(self, key: str) -> Any:
        return self.session.window.page_named(key)

    def _any_action(self, page: Any) -> str:
        actions = [a for a in page.page_actions.all() if a.isEnabled() and self._may(a)]
        if not actions:
            return "nothing can be done"
        action = self.random.choice(actions)
        action.trigger()
        return str(action.text())

    def _may(self, action: QAction) -> bool:
        text = f"{action.objectName()} {action.text()}".lower()
        return not any(word in text for word in NOT_DONE)

    def _trigger(self, page: Any, name: str) -> str:
        action = page.page_actions[name]
        if action.isEnabled():
            action.trigger()
            return ""
        return "disabled"

    def _check(self) -> None:
        """Compare what the session says with the processes that there are."""
        training = self.session.training
        is_active = training.state in ACTIVE_STATES
        if is_active and not training.is_busy:
            self.faults.append(f"the run is {training.state} without a trainer")
        for dialog in self._application.topLevelWidgets():
            if isinstance(dialog, QDialog) and dialog.isVisible():
                self.done.append(f"closed {type(dialog).__name__}")
                dialog.reject()

    def answering(self) -> Callable[[QMessageBox], int]:
        """Return what answers questions, by any button."""

        def answer(box: QMessageBox) -> int:
            button = self.random.choice(box.buttons())
            self.done.append(f"answered {button.text()!r}")
            button.click()
            return 0

        return answer


def main() -> int:
    """Do so many actions; print the faults with what led to them, and return 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    environment.prepare(os.environ)
    with tempfile.TemporaryDirectory(prefix="convviz-monkey-") as name:
        folder = Path(name)
        os.environ["HOME"] = name
        for variable in environment.OWN_FOLDERS:
            os.environ[variable] = str(folder / variable.lower())
        faults = _run(folder, options.actions, options.seed)
    print(f"{options.actions} actions, {faults} faults")
    return int(faults > 0)


def _run(folder: Path, actions: int, seed: int) -> int:
    application = QApplication([])
    monkey = Monkey(application, folder, seed)

    def hear(kind: QtMsgType, _context: object, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and not any(word in text for word in QUIET):
            monkey.faults.append(f"Qt says: {text}")

    qInstallMessageHandler(hear)

    def named(*_: object, **__: object) -> tuple[str, str]:
        ending = monkey.random.choice((".png", ".csv", ".json", ".svg", ".py", ".safetensors", ""))
        path = folder / f"out-{monkey.random.randint(0, 9)}{ending}" if ending else ""
        return str(path), ""

    told = 0
    with (
        mock.patch.object(QFileDialog, "getSaveFileName", named),
        mock.patch.object(QFileDialog, "getOpenFileName", named),
        mock.patch.object(QFileDialog, "getExistingDirectory", return_value=str(folder)),
        mock.patch.object(QMessageBox, "exec", monkey.answering()),
        mock.patch.object(EngineClient, "start", return_value=None),
        mock.patch.object(training_session, "python_command", return_value=COMMAND),
    ):
        for number in range(actions):
            monkey.act()
            for fault in monkey.faults[told:]:
                print(f"action {number}: {fault}\n  after {monkey.done[-6:]}", flush=True)
            told = len(monkey.faults)
        monkey.close()
    for left in end_leftover_children({}):
        monkey.faults.append(f"left behind: {left}")
        print(monkey.faults[-1])
    return len(monkey.faults)


if __name__ == "__main__":
    sys.exit(main())
