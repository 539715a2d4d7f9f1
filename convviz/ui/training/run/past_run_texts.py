"""What became of a run of an earlier session, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.runs import RunStatus
from convviz.ui.formats import count_text, moment_text, percent_text
from convviz.ui.widgets.sentences import in_a_row

if TYPE_CHECKING:
    from convviz.runs import RunSummary
    from convviz.ui.training.run.past_run import PastRun


def past_run_sentence(run: PastRun) -> str:
    """Return when a run was trained, how it ended, how far it was and what it reached."""
    summary = run.summary
    parts = [_ending_text(summary).format(when=moment_text(summary.updated)), _place_text(summary)]
    if summary.best is not None:
        text = QCoreApplication.translate(
            "PastRun", "At best, {accuracy} of the test pictures were classified correctly."
        )
        parts.append(text.format(accuracy=percent_text(summary.best.validation_accuracy)))
    return in_a_row(parts)


def cut_sentence(run: PastRun) -> str:
    """Return that a run was cut off, when, and how far it was."""
    return in_a_row(
        (
            _ending_text(run.summary).format(when=moment_text(run.summary.updated)),
            _place_text(run.summary),
            QCoreApplication.translate(
                "PastRun",
                "What had been saved by then is kept, and the run can be resumed from there.",
            ),
        )
    )


def _ending_text(summary: RunSummary) -> str:
    translate = QCoreApplication.translate
    match summary.status:
        case RunStatus.FINISHED:
            return translate("PastRun", "Finished on {when}.")
        case RunStatus.STOPPED:
            return translate("PastRun", "Stopped on {when}.")
        case RunStatus.DIVERGED:
            return translate("PastRun", "Diverged on {when}.")
        case RunStatus.FAILED:
            return translate("PastRun", "Failed on {when}.")
        case _:
            return translate("PastRun", "A training run was cut off on {when}.")


def _place_text(summary: RunSummary) -> str:
    translate = QCoreApplication.translate
    epochs = count_text(summary.epochs_planned)
    if summary.epochs_done >= summary.epochs_planned:
        return translate("PastRun", "All {epochs} epochs are done.").format(epochs=epochs)
    return translate(
        "PastRun", "It was in epoch {epoch} of {epochs}, after {batch} batches of it."
    ).format(
        epoch=count_text(summary.epochs_done + 1),
        epochs=epochs,
        batch=count_text(summary.step - (0 if summary.last is None else summary.last.step)),
    )
