"""What can be done on the training page: the same in its menu, on its buttons and by keyboard."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from convviz.protocol.run_start import start_weights
from convviz.ui.commands import Gesture
from convviz.ui.images.own_picture import OwnPictureReader
from convviz.ui.page_actions import PageAction, PageActions
from convviz.ui.training.results.result_actions import result_actions
from convviz.ui.training.results.save_dialog import ask_where_to_save
from convviz.ui.training.run.run_progress import (
    ACTIVE_STATES,
    GOING_STATES,
    HALTED_STATES,
    RunState,
)
from convviz.ui.training.script_actions import script_actions
from convviz.ui.training.settings.rate_actions import rate_action

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.ui.settings import SettingsFile
    from convviz.ui.template_choice import TemplateChooser
    from convviz.ui.training.presenter import TrainingPresenter
    from convviz.ui.training.state import TrainingState

translate = QCoreApplication.translate

START: Final = "start"
TEMPLATES: Final = "templates"
PAUSE: Final = "pause or resume"
OWN: Final = "resume with own settings"
STEP: Final = "step"
EPOCH: Final = "one epoch"
STOP: Final = "stop"
SAVE: Final = "save"
OPEN_KERNEL: Final = "open kernel"
CLASSIFY: Final = "classify a picture"
PASTE: Final = "classify the pasted picture"

_OVER: Final = frozenset(
    {RunState.FINISHED, RunState.STOPPED, RunState.DIVERGED, RunState.FAILED, RunState.CUT}
)


def training_actions(
    page: QWidget,
    presenter: TrainingPresenter,
    settings: SettingsFile,
    templates: TemplateChooser,
) -> PageActions:
    """Return the page's actions.

    Args:
        page: The page.
        presenter: Knows how the run stands, and does what is wanted.
        settings: Remembers where a result was saved last.
        templates: Offers networks that are known to learn.
    """

    def save() -> None:
        path = ask_where_to_save(page, settings)
        if path is not None:
            presenter.save_result(path)

    save_action = PageAction(
        SAVE,
        translate("TrainingActions", "Save the result…"),
        "mdi6.content-save-outline",
        ("Ctrl+Alt+S",),
        save,
        tip=translate(
            "TrainingActions", "Save the weights (safetensors) with the network beside them"
        ),
        can=lambda: presenter.state.has_result,
        why_not=translate("TrainingActions", "There is a result after a run has ended"),
    )
    actions = [
        _start(presenter),
        _pause(presenter),
        _own(presenter),
        _step(presenter),
        _epoch(presenter),
        _stop(presenter),
        _templates(presenter, templates),
        save_action,
        _open_kernel(presenter),
        *_own_picture(page, presenter),
        *result_actions(page, presenter),
        rate_action(page, presenter, settings),
        *script_actions(page, presenter, settings),
    ]
    return PageActions(page, actions, training_gestures)


def _start(presenter: TrainingPresenter) -> PageAction:
    def text() -> str:
        state = presenter.state
        if state.run_state in _OVER and state.has_run:
            return translate("TrainingActions", "Start anew")
        return translate("TrainingActions", "Start", "a run")

    def tip() -> str:
        if start_weights(presenter.state.document) is not None:
            return translate("TrainingActions", "Train the network from the weights that it has")
        return translate("TrainingActions", "Train the network again from new initial weights")

    return PageAction(
        START,
        text,
        "mdi6.play",
        ("F8",),
        presenter.start,
        tip=tip,
        can=lambda: not presenter.state.is_busy and presenter.state.obstacle is None,
        why_not=lambda: (
            _reason(presenter.state) or translate("TrainingActions", "A run is going on")
        ),
    )


def _templates(presenter: TrainingPresenter, templates: TemplateChooser) -> PageAction:
    return PageAction(
        TEMPLATES,
        translate("TrainingActions", "Train a template…"),
        "mdi6.layers-search-outline",
        ("Ctrl+T",),
        templates.open,
        tip=translate(
            "TrainingActions",
            "Choose a network that is known to learn: it is trained with the settings that suit it",
        ),
        can=lambda: not presenter.state.is_busy,
        why_not=translate("TrainingActions", "A run is going on"),
    )


def _pause(presenter: TrainingPresenter) -> PageAction:
    def text() -> str:
        if presenter.state.is_resume:
            return translate("TrainingActions", "Resume")
        return translate("TrainingActions", "Pause")

    def tip() -> str:
        if presenter.state.run_state in HALTED_STATES:
            return translate("TrainingActions", "Go on")
        if presenter.state.may_go_on:
            return translate("TrainingActions", "Continue the last run from its last checkpoint")
        return translate("TrainingActions", "Wait after the current batch")

    def can() -> bool:
        state = presenter.state
        can_go_on = state.may_go_on and state.obstacle is None
        return state.run_state in GOING_STATES | HALTED_STATES or can_go_on

    return PageAction(
        PAUSE,
        text,
        lambda: "mdi6.play-pause" if presenter.state.is_resume else "mdi6.pause",
        ("F6",),
        presenter.pause_or_resume,
        tip=tip,
        can=can,
        why_not=lambda: _why_no_pause(presenter.state),
    )


def _own(presenter: TrainingPresenter) -> PageAction:
    return PageAction(
        OWN,
        translate("TrainingActions", "Resume with the run's settings"),
        "mdi6.play-pause",
        ("Shift+F6",),
        presenter.resume_with_own_settings,
        tip=translate(
            "TrainingActions",
            "Restore the network and the settings of the last run, and continue from its "
            "last checkpoint",
        ),
        can=lambda: presenter.state.may_go_on_as_before and not presenter.state.is_busy,
        why_not=translate(
            "TrainingActions",
            "The last run has the current settings, is finished, or has no checkpoint to "
            "continue from",
        ),
    )


def _step(presenter: TrainingPresenter) -> PageAction:
    return PageAction(
        STEP,
        translate("TrainingActions", "Step", "one batch"),
        "mdi6.skip-next",
        ("F7",),
        presenter.session.step,
        tip=translate("TrainingActions", "Train on a single batch"),
        can=lambda: presenter.state.run_state in HALTED_STATES,
        why_not=lambda: (
            _elsewhere(presenter.state)
            or translate("TrainingActions", "Pause first: then a step trains on a single batch")
        ),
    )


def _epoch(presenter: TrainingPresenter) -> PageAction:
    def why_not() -> str:
        state = presenter.state.run_state
        if state is RunState.FINISHING_EPOCH:
            return translate("TrainingActions", "It pauses at the end of this epoch already")
        if state in ACTIVE_STATES:
            return translate("TrainingActions", "Wait until the run trains or is paused")
        return _elsewhere(presenter.state) or translate("TrainingActions", "No run is going on")

    return PageAction(
        EPOCH,
        translate("TrainingActions", "Epoch", "to its end"),
        "mdi6.skip-forward",
        ("Shift+F7",),
        presenter.session.finish_epoch,
        tip=translate(
            "TrainingActions", "Train to the end of this epoch, measure it, and pause there"
        ),
        can=lambda: presenter.state.run_state in HALTED_STATES | {RunState.RUNNING},
        why_not=why_not,
    )


def _stop(presenter: TrainingPresenter) -> PageAction:
    def can() -> bool:
        state = presenter.state
        if state.run_state is RunState.ELSEWHERE:
            return state.watched[1] == platform.node()
        return state.is_active and state.run_state is not RunState.STOPPING

    return PageAction(
        STOP,
        translate("TrainingActions", "Stop"),
        "mdi6.stop",
        ("Shift+F8",),
        presenter.stop,
        tip=translate(
            "TrainingActions", "End after the current batch, with a checkpoint to resume from"
        ),
        can=can,
        why_not=lambda: (
            _elsewhere(presenter.state) or translate("TrainingActions", "No run is going on")
        ),
    )


def _open_kernel(presenter: TrainingPresenter) -> PageAction:
    return PageAction(
        OPEN_KERNEL,
        translate("TrainingActions", "Open kernel in the calculator"),
        "mdi6.grid",
        ("Ctrl+Alt+K",),
        presenter.open_kernel,
        tip=translate("TrainingActions", "Step through the chosen kernel with its trained numbers"),
        can=lambda: presenter.can_open_kernel,
        why_not=translate(
            "TrainingActions", "Of a run, choose a layer with kernels under Inside a layer"
        ),
    )


def _own_picture(page: QWidget, presenter: TrainingPresenter) -> list[PageAction]:
    """Return what classifies a person's picture; it can also be dropped on the page."""

    def can() -> bool:
        return presenter.state.has_result

    reader = OwnPictureReader(page, can)
    reader.read.connect(presenter.classify)
    reader.troubled.connect(presenter.tell_error)
    why_not = translate("TrainingActions", "There is a result after a run has ended")
    return [
        PageAction(
            CLASSIFY,
            translate("TrainingActions", "Open a picture…"),
            "mdi6.image-outline",
            ("Ctrl+Alt+I",),
            lambda: reader.ask_file(translate("TrainingActions", "Classify a picture")),
            tip=translate("TrainingActions", "See what the trained network takes a picture for"),
            can=can,
            why_not=why_not,
        ),
        PageAction(
            PASTE,
            translate("TrainingActions", "Paste", "a picture"),
            "mdi6.content-paste",
            ("Ctrl+Alt+V",),
            reader.paste,
            tip=translate(
                "TrainingActions", "See what the trained network takes the copied picture for"
            ),
            can=can,
            why_not=why_not,
        ),
    ]


def _why_no_pause(state: TrainingState) -> str:
    if state.may_go_on and state.obstacle is not None:
        return state.obstacle.sentence
    if state.differing:
        return translate(
            "TrainingActions",
            "The last run had other settings ({settings}). Start anew, or resume it with its "
            "own settings",
        ).format(settings=state.differing)
    return _elsewhere(state) or translate("TrainingActions", "No run is going on")


def _elsewhere(state: TrainingState) -> str:
    """Return why a run that another process trains cannot be told anything; "" if none is shown."""
    if state.run_state is not RunState.ELSEWHERE:
        return ""
    pid, host = state.watched
    return translate(
        "TrainingActions",
        "Process {pid} on {host} trains this run. Stop or pause it there; it is only watched here",
    ).format(pid=pid, host=host)


def _reason(state: TrainingState) -> str:
    return "" if state.obstacle is None else state.obstacle.sentence


def training_gestures() -> list[Gesture]:
    """Return the gestures of plots and of kernels, translated."""
    return [
        Gesture(
            translate("TrainingGestures", "Alt+1 to Alt+4"),
            translate("TrainingGestures", "Show the plots, the layers, one layer, this batch"),
        ),
        Gesture(
            translate("TrainingGestures", "Left / Right"),
            translate("TrainingGestures", "On a plot: move the cursor that reads all plots"),
        ),
        Gesture(
            translate("TrainingGestures", "Ctrl+Left / Ctrl+Right, drag"),
            translate("TrainingGestures", "On a plot: move along"),
        ),
        Gesture(
            translate("TrainingGestures", "+ / -, wheel"),
            translate("TrainingGestures", "On a plot: zoom"),
        ),
        Gesture(
            translate("TrainingGestures", "0, Home, double-click"),
            translate("TrainingGestures", "On a plot: show everything"),
        ),
        Gesture(
            translate("TrainingGestures", "Arrow keys, click"),
            translate(
                "TrainingGestures",
                "On the confusion matrix: show the pictures of a cell; on pictures: choose one",
            ),
        ),
        Gesture(
            translate("TrainingGestures", "Arrow keys, Enter, double-click"),
            translate(
                "TrainingGestures",
                "On kernels, feature maps and pictures: choose one, open it in the calculator",
            ),
        ),
    ]
