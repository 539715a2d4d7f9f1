"""What became of a run, as a sentence with the remedy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.core.errors import ErrorCode
from convviz.ui.error_sentences import error_sentence
from convviz.ui.training.run.run_progress import RunState
from convviz.ui.widgets.sentences import in_a_row

if TYPE_CHECKING:
    from convviz.ui.training.run.session import TrainingSession

_OTHER_RUN = frozenset(
    {
        ErrorCode.CHECKPOINT_DIFFERS,
        ErrorCode.CHECKPOINT_OTHER_PICTURES,
        ErrorCode.CHECKPOINT_NEWER,
    }
)


def failure_sentence(session: TrainingSession) -> str:
    """Return why the run failed, diverged or did not begin; "" if it did none of these."""
    progress = session.progress
    if progress.is_active:
        return ""
    parts = []
    if progress.problem is not None:
        parts.append(error_sentence(progress.problem.error()))
    elif session.outcome is not None:
        parts.append(str(session.outcome))
    else:
        return ""
    refuses_resume = progress.problem is not None and progress.problem.code in _OTHER_RUN
    if progress.state is RunState.FAILED and session.can_resume and not refuses_resume:
        parts.append(_kept_text(session))
    elif progress.problem is None:
        parts.append(
            QCoreApplication.translate(
                "Training", "Start again. If it ends again, the details say why."
            )
        )
    return in_a_row(parts)


def failure_details(session: TrainingSession) -> str:
    """Return what helps to find the fault: a traceback or the end of stderr."""
    if session.progress.problem is not None:
        return session.progress.problem.detail
    return "" if session.outcome is None else session.outcome.stderr_tail


def _kept_text(session: TrainingSession) -> str:
    translate = QCoreApplication.translate
    checkpoint, epoch = session.progress.checkpoint, session.progress.saved_epoch
    if checkpoint and epoch:
        return translate(
            "Training",
            "The checkpoint {name} of epoch {epoch} is kept. Resume continues from there.",
        ).format(name=Path(checkpoint).name, epoch=epoch)
    return translate("Training", "A checkpoint is kept. Resume continues from there.")
