"""What can be done on the training page now, as one value that every part of it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.protocol.run_settings import with_settings_of
from convviz.ui.training.obstacles import Obstacle
from convviz.ui.training.run_progress import RunState
from convviz.ui.training.setting_texts import setting_name
from convviz.ui.widgets.sentences import listed

if TYPE_CHECKING:
    from convviz.protocol.document import Document
    from convviz.ui.training.session import TrainingSession


@dataclass(frozen=True, slots=True)
class Standing:
    """What can be done.

    Attributes:
        state: What the run is doing.
        is_busy: Whether there is a trainer, perhaps one that is ending.
        is_active: Whether a trainer is at work.
        obstacle: Why nothing can be started; None if something can.
        may_go_on: Whether the last run can go on with the settings of now.
        differing: The names of the settings with which it cannot, as the reader knows them.
        may_go_on_as_before: Whether it can with its own settings instead: batches are left to do.
        has_run: Whether there is a run to be seen.
        has_result: Whether there are trained weights.
    """

    state: RunState
    is_busy: bool = False
    is_active: bool = False
    obstacle: Obstacle | None = None
    may_go_on: bool = False
    differing: str = ""
    may_go_on_as_before: bool = False
    has_run: bool = False
    has_result: bool = False


def standing_of(
    session: TrainingSession, document: Document, obstacle: Obstacle | None
) -> Standing:
    """Return what can be done with a document now."""
    differing: tuple[str, ...] = ()
    may_go_on = may_go_on_as_before = False
    known = session.progress.document
    if session.can_resume and known is not None:
        differing = session.differences(document)
        epochs_are_left = _epochs_are_left(session, with_settings_of(document, known))
        may_go_on_as_before = bool(differing) and epochs_are_left
        may_go_on = not differing and _epochs_are_left(session, document)
    return Standing(
        state=session.state,
        is_busy=session.is_busy,
        is_active=session.progress.is_active,
        obstacle=None if session.progress.is_active else obstacle,
        may_go_on=may_go_on,
        differing=listed([setting_name(name) for name in differing]),
        may_go_on_as_before=may_go_on_as_before,
        has_run=session.progress.started is not None,
        has_result=session.progress.weights is not None,
    )


def _epochs_are_left(session: TrainingSession, document: Document) -> bool:
    """Return whether a run is not at its end; a finished one goes on when epochs are added."""
    ended = session.progress.ended
    if session.state is not RunState.FINISHED or ended is None:
        return True
    return document.training.epochs > ended.epochs_done
