"""What the page of runs says of one, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from convviz.core.data_sets import data_set_types
from convviz.runs import RunStatus
from convviz.ui.formats import count_text, duration_text, percent_text

if TYPE_CHECKING:
    from convviz.runs import RunSummary

translate = QCoreApplication.translate


def status_text(status: RunStatus) -> str:
    """Return how a run stands, in a word."""
    match status:
        case RunStatus.RUNNING:
            return translate("RunsTable", "Running")
        case RunStatus.FINISHED:
            return translate("RunsTable", "Finished")
        case RunStatus.STOPPED:
            return translate("RunsTable", "Stopped")
        case RunStatus.DIVERGED:
            return translate("RunsTable", "Diverged")
        case RunStatus.FAILED:
            return translate("RunsTable", "Failed")
        case RunStatus.INTERRUPTED:
            return translate("RunsTable", "Interrupted")


def status_tip(status: RunStatus) -> str:
    """Return what that means, and what can be done."""
    match status:
        case RunStatus.RUNNING:
            return translate("RunsTable", "A process is training it now.")
        case RunStatus.FINISHED:
            return translate("RunsTable", "All its epochs are done.")
        case RunStatus.STOPPED:
            return translate("RunsTable", "A person ended it; it can be resumed.")
        case RunStatus.DIVERGED:
            return translate("RunsTable", "The loss became infinite or no number.")
        case RunStatus.FAILED:
            return translate("RunsTable", "An error ended it.")
        case RunStatus.INTERRUPTED:
            return translate(
                "RunsTable",
                "Its process was killed, or the computer went out. It can be resumed from its "
                "last checkpoint.",
            )


def data_text(dataset: str) -> str:
    """Return what a data set is called."""
    titles = {kind.key: kind.title for kind in data_set_types().values()}
    return titles.get(dataset, dataset)


def when_text(run: RunSummary) -> str:
    """Return when a run was started, in short."""
    moment = QDateTime.fromSecsSinceEpoch(int(run.started.timestamp()))
    return QLocale().toString(moment, translate("RunsTable", "d MMM yyyy, HH:mm"))


def name_text(run: RunSummary) -> str:
    """Return what a run is called in plots and comparisons."""
    return translate("RunsTable", "Run {number}").format(number=run.id)


def epochs_text(run: RunSummary) -> str:
    """Return how many epochs are done, of how many."""
    return f"{count_text(run.epochs_done)} / {count_text(run.epochs_planned)}"


def accuracy_text(run: RunSummary) -> str:
    """Return the best accuracy; "" before the first epoch."""
    return "" if run.best is None else percent_text(run.best.validation_accuracy)


def loss_text(run: RunSummary) -> str:
    """Return the last validation loss; "" before the first epoch."""
    return "" if run.last is None else QLocale().toString(run.last.validation_loss, "f", 4)


def accuracy_tip(run: RunSummary) -> str:
    """Return what the accuracy is, and when it was reached."""
    if run.best is None:
        return ""
    return translate(
        "RunsTable", "Test pictures that are classified correctly, at best: epoch {epoch}"
    ).format(epoch=count_text(run.best.epoch))


def loss_tip(run: RunSummary) -> str:
    """Return what the loss is, and of which epoch."""
    if run.last is None:
        return ""
    return translate("RunsTable", "Mean loss of the test pictures after epoch {epoch}").format(
        epoch=count_text(run.last.epoch)
    )


def time_text(run: RunSummary) -> str:
    """Return how long it trained; "" where that is not known."""
    return duration_text(run.seconds) if run.seconds > 0 else ""


def searched_texts(run: RunSummary) -> tuple[str, ...]:
    """Return what is seen of a run in the reader's language, to be searched."""
    return status_text(run.status), data_text(run.dataset), when_text(run), accuracy_text(run)
