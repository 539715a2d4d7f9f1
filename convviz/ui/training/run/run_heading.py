"""Above the plots: which run this is, and what keeps it from going on with the settings of now."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from convviz.core.call_code import call_code
from convviz.protocol.document_file import encode_document
from convviz.protocol.run_differences import differing, network_rows
from convviz.protocol.run_start import file_text, noted_weights
from convviz.runs.glance import glance_at
from convviz.ui.formats import count_text, moment_text
from convviz.ui.theme import SPACING
from convviz.ui.training.data.data_texts import data_name
from convviz.ui.training.page_actions import OWN
from convviz.ui.training.results.result_actions import EXTEND, RESTORE
from convviz.ui.training.run.run_progress import RunState
from convviz.ui.widgets.action_button import ActionButton
from convviz.ui.widgets.steady_text import SteadyText

if TYPE_CHECKING:
    from convviz.protocol.document import Document, Training
    from convviz.ui.page_actions import PageActions
    from convviz.ui.training.run.run_progress import RunProgress
    from convviz.ui.training.state import TrainingState


_BETWEEN: Final = "  ·  "


class RunHeading(QWidget):
    """One line about the run; a second one while its settings are not those of now.

    Attributes:
        run: Which run it is: when, which data, which network.
        settings: With which settings.
        difference: What differs.
        own: Lets the run go on with its own settings; hidden where nothing is left to do.
    """

    def __init__(self, actions: PageActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run = SteadyText()
        self.settings = SteadyText()
        self.settings.set_role("text_muted")
        self.difference = QLabel()
        self.difference.setProperty("role", "warning")
        self.difference.setWordWrap(True)
        self._second = QWidget()
        row = QHBoxLayout(self._second)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING * 2)
        row.addWidget(self.difference, 1)
        self.own = ActionButton(actions[OWN])
        self.restore = ActionButton(actions[RESTORE])
        self.extend = ActionButton(actions[EXTEND])
        row.addWidget(self.restore)
        row.addWidget(self.own)
        below = QHBoxLayout()
        below.setSpacing(SPACING * 2)
        below.addWidget(self.settings, 1)
        below.addWidget(self.extend)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING, 0, SPACING, 0)
        column.setSpacing(SPACING)
        column.addWidget(self.run)
        column.addLayout(below)
        column.addWidget(self._second)
        self._second.hide()

    def show_run(self, progress: RunProgress, state: TrainingState) -> None:
        """Say which run it is."""
        parts = [] if progress.is_loading else self._run_parts(progress)
        if state.run_state is RunState.ELSEWHERE:
            parts.insert(0, self._watched_text(state.watched))
        settings = [] if progress.is_loading else self._setting_parts(progress)
        self.run.set_text(_BETWEEN.join(parts))
        self.settings.set_text(_BETWEEN.join(settings))
        self.settings.setVisible(bool(settings))
        for line in (self.run, self.settings):
            line.setToolTip("\n".join([*parts, *settings]))
        self.extend.setVisible(state.may_be_extended)
        self._second.setVisible(bool(state.differing))
        self.own.setVisible(state.may_go_on_as_before)
        self.restore.setVisible(state.is_active)
        self.difference.setText(_difference(state))
        self.difference.setToolTip(_layers_that_differ(progress, state))

    def _watched_text(self, trainer: tuple[int, str]) -> str:
        """Say who trains, and so who can stop it or change it."""
        pid, host = trainer
        if host == platform.node():
            return self.tr("Trained by process {pid}, only watched here").format(pid=pid)
        return self.tr("Trained on {host}, only watched here").format(host=host)

    def _run_parts(self, progress: RunProgress) -> list[str]:
        """Return which data and network the plots belong to."""
        document = progress.document
        if document is None or progress.started is None:
            return []
        training = document.training
        parts = [
            self.tr("Run of {when}").format(when=moment_text(progress.began))
            if progress.began is not None
            else "",
            data_name(training.dataset),
            glance_at(encode_document(document)).network,
            self.tr("{count} parameters").format(count=count_text(progress.started.num_params)),
        ]
        return list(filter(None, parts))

    def _setting_parts(self, progress: RunProgress) -> list[str]:
        """Return with which settings the run is trained."""
        document = progress.document
        if document is None or progress.started is None:
            return []
        training = document.training
        return [
            *_parts(training),
            self.tr("batches of {size}").format(size=count_text(training.batch_size)),
            self.tr("{epochs} epochs").format(epochs=count_text(progress.started.epochs)),
            *self._start_parts(document),
        ]

    def _start_parts(self, document: Document) -> list[str]:
        """Return with which weights the run began, unless they were new."""
        weights = noted_weights(document)
        if weights is None:
            return []
        return [self.tr("began with {file}").format(file=file_text(weights))]


def _difference(state: TrainingState) -> str:
    """Return what of the document is another than what the run has."""
    translate = QCoreApplication.translate
    if state.trains_old_network:
        return translate(
            "RunHeading",
            "The network was edited since this run began: the run trains the one that it began "
            "with.",
        )
    text = translate("RunHeading", "Settings changed since this run: {settings}")
    return text.format(settings=state.differing)


def _layers_that_differ(progress: RunProgress, state: TrainingState) -> str:
    """Return the run's layers beside the document's, those that differ."""
    if progress.document is None or not state.differing:
        return ""
    rows = differing(network_rows([progress.document.network, state.document.network]))
    none = QCoreApplication.translate("RunHeading", "none")
    return "\n".join(" → ".join(value or none for value in row.values) for row in rows)


def _parts(training: Training) -> tuple[str, ...]:
    """Return the optimiser as its call, which always says its rate, and the schedule, if any."""
    call = call_code(training.optimiser, always=("lr",))
    return (call,) if training.schedule is None else (call, call_code(training.schedule))
