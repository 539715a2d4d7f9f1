"""All that the training page shows beside the run's own numbers, as one value. Without widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from convviz.core.data_sets import DataSetFacts
from convviz.protocol.document import Document
from convviz.protocol.run_settings import with_settings_of
from convviz.ui.setting_texts import setting_name
from convviz.ui.training.obstacles import Misfits, Obstacle, start_obstacle
from convviz.ui.training.results.picture_choice import PictureChoice
from convviz.ui.training.run.judging import Judged
from convviz.ui.training.run.live_settings import LiveSetting, live_settings
from convviz.ui.training.run.run_progress import HALTED_STATES, RunState
from convviz.ui.training.settings.ways import Ways
from convviz.ui.widgets.sentences import listed

if TYPE_CHECKING:
    from convviz.ui.training.run.session import TrainingSession


@dataclass(frozen=True, slots=True)
class TrainingState:
    """What can be done, and what is chosen.

    Attributes:
        document: What would be trained.
        run_state: What the run is doing.
        problems: The sentence of each field that is wrong, by its name.
        devices: What torch can compute on here, by its name in documents; None while unknown.
        ways: What trials found of half precision and Muon here.
        is_busy: Whether there is a trainer, perhaps one that is ending.
        is_active: Whether a trainer is at work.
        obstacle: Why nothing can be started; None if something can.
        may_go_on: Whether the last run can go on with the settings of now.
        differing: The names of the settings with which it cannot, as the reader knows them.
        may_go_on_as_before: Whether it can with its own settings instead: batches are left to do.
        has_run: Whether there is a run to be seen.
        has_result: Whether there are trained weights.
        judged: How good the run is.
        choice: Which test pictures are looked at.
        live: What can be changed of the run that goes on.
        watched: Who else trains the run that is shown: a process id and a computer's name;
            (0, "") while nobody else does.
        facts: What is known of the data set; None for nothing.
        best_epoch: The epoch whose weights are kept as the best; 0 for none.
        shows_best: Whether these are looked at.
        may_be_extended: Whether more epochs than were planned can be trained.
        trains_old_network: Whether a run goes on with another network than the document's.
    """

    document: Document
    run_state: RunState = RunState.IDLE
    problems: Mapping[str, str] = field(default_factory=dict)
    devices: Mapping[str, str] | None = None
    ways: Ways = field(default_factory=dict)
    is_busy: bool = False
    is_active: bool = False
    obstacle: Obstacle | None = None
    may_go_on: bool = False
    differing: str = ""
    may_go_on_as_before: bool = False
    has_run: bool = False
    has_result: bool = False
    judged: Judged = field(default_factory=Judged)
    choice: PictureChoice = field(default_factory=PictureChoice)
    live: tuple[LiveSetting, ...] = ()
    watched: tuple[int, str] = (0, "")
    facts: DataSetFacts | None = None
    best_epoch: int = 0
    shows_best: bool = False
    may_be_extended: bool = False
    trains_old_network: bool = False

    @property
    def is_resume(self) -> bool:
        """Whether the run would be resumed where it could be paused."""
        return self.run_state in HALTED_STATES or self.may_go_on


def state_of(
    session: TrainingSession,
    document: Document,
    problems: Mapping[str, str],
    choice: PictureChoice,
    misfits: Misfits,
) -> TrainingState:
    """Return what can be done with a document now.

    Args:
        session: The run, the data and the devices.
        document: What would be trained.
        problems: The sentence of each field that is wrong, by its name.
        choice: Which test pictures are looked at.
        misfits: Knows why the document before did not fit its data.
    """
    progress, known = session.progress, session.progress.document
    differing: tuple[str, ...] = ()
    may_go_on = may_go_on_as_before = False
    if session.can_resume and known is not None:
        differing = session.differences(document)
        epochs_are_left = _epochs_are_left(session, with_settings_of(document, known))
        may_go_on_as_before = bool(differing) and epochs_are_left
        may_go_on = not differing and _epochs_are_left(session, document)
    elif progress.is_active and not progress.is_loading:
        differing = session.differences(document)
    obstacle = None
    if not progress.is_active:
        obstacle = start_obstacle(
            document, problems, session.sources, session.devices, session.ways.known, misfits
        )
    return TrainingState(
        document=document,
        run_state=session.state,
        problems=problems,
        devices=session.devices.known,
        ways=session.ways.known,
        is_busy=session.is_busy,
        is_active=progress.is_active,
        obstacle=obstacle,
        may_go_on=may_go_on,
        differing=listed([setting_name(name) for name in differing]),
        may_go_on_as_before=may_go_on_as_before,
        has_run=progress.started is not None,
        has_result=progress.weights is not None,
        judged=session.judge.judged,
        choice=choice,
        live=live_settings(progress),
        watched=session.following.where if session.state is RunState.ELSEWHERE else (0, ""),
        facts=session.sources.facts(document.training.dataset),
        best_epoch=0 if progress.best_weights is None else progress.best_weights.epoch,
        shows_best=progress.shows_best,
        may_be_extended=session.can_resume,
        trains_old_network=progress.is_active and "network" in differing,
    )


def _epochs_are_left(session: TrainingSession, document: Document) -> bool:
    """Return whether a run is not at its end; a finished one goes on when epochs are added."""
    ended = session.progress.ended
    if session.state is not RunState.FINISHED or ended is None:
        return True
    return document.training.epochs > ended.epochs_done
