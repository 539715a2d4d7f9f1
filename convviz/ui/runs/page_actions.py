"""What can be done on the page of runs: the same in its menu, on its buttons and by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from convviz.runs import RunStatus
from convviz.ui.commands import Gesture
from convviz.ui.page_actions import PageAction, PageActions
from convviz.ui.runs.presenter import may_resume
from convviz.ui.runs.run_actions import control_actions

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from convviz.ui.runs.presenter import RunsPresenter
    from convviz.ui.runs.state import RunsState

translate = QCoreApplication.translate

OPEN: Final = "open run"
RESUME: Final = "resume run"
DUPLICATE: Final = "duplicate settings"
EXPORT: Final = "export runs"
DELETE: Final = "delete runs"
SEARCH: Final = "search runs"
NOTES: Final = "notes"
TAGS: Final = "tags"
RELOAD: Final = "reload"
FOLDER: Final = "open folder"


def runs_actions(
    page: QWidget,
    presenter: RunsPresenter,
    *,
    export: Callable[[], None],
    search: Callable[[], None],
    write: Callable[[str], None],
    open_folder: Callable[[], None],
) -> PageActions:
    """Return the page's actions.

    Args:
        page: The page.
        presenter: Knows which runs are chosen, and does what is wanted.
        export: Asks where, and writes the chosen runs.
        search: Gives the keyboard to the search field.
        write: Lets a person write into a column of the current run: "notes" or "tags".
        open_folder: Asks for the folder of a run, and opens it.
    """
    actions = [
        *_of_one_run(presenter),
        *control_actions(presenter),
        *_of_chosen_runs(presenter, export),
        *_of_the_table(presenter, search, write),
        _of_a_folder(open_folder),
    ]
    return PageActions(page, actions, runs_gestures)


def _of_one_run(presenter: RunsPresenter) -> list[PageAction]:
    choose_one = translate("RunsActions", "Choose one run in the table")
    return [
        PageAction(
            OPEN,
            translate("RunsActions", "Open"),
            "mdi6.chart-line",
            ("Ctrl+Alt+O",),
            presenter.open_run,
            tip=translate(
                "RunsActions", "Show this run on the training page: plots, result, kernels"
            ),
            can=lambda: presenter.state.the_one is not None,
            why_not=choose_one,
            group="one",
        ),
        PageAction(
            RESUME,
            translate("RunsActions", "Resume"),
            "mdi6.play-pause",
            ("F6",),
            presenter.resume_run,
            tip=translate(
                "RunsActions", "Go on with this run from its last checkpoint, with its own settings"
            ),
            can=lambda: _can_resume(presenter.state),
            why_not=translate(
                "RunsActions", "Choose one run that was stopped, failed or was interrupted"
            ),
            group="one",
        ),
        PageAction(
            DUPLICATE,
            translate("RunsActions", "Use its settings"),
            "mdi6.content-duplicate",
            ("Ctrl+Alt+D",),
            presenter.duplicate_settings,
            tip=translate(
                "RunsActions",
                "Take the network and the training settings of this run into the document, to "
                "train anew",
            ),
            can=presenter.can_take_settings,
            why_not=choose_one,
            group="one",
        ),
    ]


def _can_resume(state: RunsState) -> bool:
    run = state.the_one
    return run is not None and (may_resume(run) or state.is_own_halted)


def _of_chosen_runs(presenter: RunsPresenter, export: Callable[[], None]) -> list[PageAction]:
    def may_delete() -> bool:
        runs = presenter.state.chosen_runs
        return any(run.status is not RunStatus.RUNNING for run in runs)

    def why_not() -> str:
        if presenter.state.chosen_runs:
            return translate("RunsActions", "A run that goes on cannot be deleted. Stop it first")
        return translate("RunsActions", "Choose runs in the table")

    return [
        PageAction(
            EXPORT,
            translate("RunsActions", "Export…"),
            "mdi6.export-variant",
            ("Ctrl+E",),
            export,
            tip=translate(
                "RunsActions",
                "Write the chosen runs as CSV or JSON, or their plot as PNG or SVG",
            ),
            can=lambda: bool(presenter.state.chosen_runs),
            why_not=translate("RunsActions", "Choose runs in the table"),
            group="chosen",
        ),
        PageAction(
            DELETE,
            translate("RunsActions", "Delete"),
            "mdi6.trash-can-outline",
            ("Del",),
            presenter.delete_runs,
            tip=translate(
                "RunsActions",
                "Delete the chosen runs with their checkpoints. Undo brings them back until the "
                "window is closed",
            ),
            can=may_delete,
            why_not=why_not,
            group="chosen",
        ),
    ]


def _of_the_table(
    presenter: RunsPresenter, search: Callable[[], None], write: Callable[[str], None]
) -> list[PageAction]:
    def has_one() -> bool:
        return presenter.state.the_one is not None

    choose_one = translate("RunsActions", "Choose one run in the table")
    return [
        PageAction(
            TAGS,
            translate("RunsActions", "Write tags"),
            "mdi6.pencil-outline",
            ("Ctrl+Alt+T",),
            lambda: write("tags"),
            tip=translate("RunsActions", "Give the run tags, with commas between them"),
            can=has_one,
            why_not=choose_one,
            group="table",
        ),
        PageAction(
            NOTES,
            translate("RunsActions", "Write notes"),
            "mdi6.form-textbox",
            ("Ctrl+Alt+N",),
            lambda: write("notes"),
            tip=translate("RunsActions", "Write notes beside the run"),
            can=has_one,
            why_not=choose_one,
            group="table",
        ),
        PageAction(
            SEARCH,
            translate("RunsActions", "Search"),
            "mdi6.magnify",
            ("Ctrl+F",),
            search,
            tip=translate("RunsActions", "Search the runs"),
            group="table",
        ),
        PageAction(
            RELOAD,
            translate("RunsActions", "Look again"),
            "mdi6.repeat",
            ("Ctrl+R",),
            presenter.library.look,
            tip=translate("RunsActions", "Read the list anew: other programs may have trained"),
            group="table",
        ),
    ]


def _of_a_folder(open_folder: Callable[[], None]) -> PageAction:
    return PageAction(
        FOLDER,
        translate("RunsActions", "Open run folder…"),
        "mdi6.open-in-new",
        ("Ctrl+Alt+F",),
        open_folder,
        tip=translate(
            "RunsActions",
            "Show a run by its folder, also one that another computer is writing, and enter it "
            "in the list",
        ),
        group="table",
    )


def runs_gestures() -> list[Gesture]:
    """Return the gestures of the table, translated."""
    return [
        Gesture(
            translate("RunsGestures", "Ctrl+click, Shift+click, Shift+Up / Down"),
            translate("RunsGestures", "On the table: choose several runs, to compare them"),
        ),
        Gesture(
            translate("RunsGestures", "Enter, double-click"),
            translate("RunsGestures", "On the table: open the run"),
        ),
        Gesture(
            translate("RunsGestures", "F2, double-click on tags or notes"),
            translate("RunsGestures", "On the table: write there"),
        ),
        Gesture(
            translate("RunsGestures", "Click on a heading"),
            translate("RunsGestures", "On the table: sort, and turn the order round"),
        ),
    ]
