"""What can be done with a stepper: declared once, for menus, buttons, keys and tooltips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from convviz.ui.page_actions import VIEW_MENU, PageAction

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.ui.stepper.channel_bar import ChannelBar
    from convviz.ui.stepper.presenter import StepPresenter
    from convviz.ui.stepper.stepper import Stepper
    from convviz.ui.stepper.views.step_view import ViewEntry

PLAY: Final = "play"
STEPS: Final = "steps"
CHANNELS: Final = "channels"
DRAWING: Final = "drawing"

translate = QCoreApplication.translate


def stepper_actions(stepper: Stepper, forward: Callable[[], object]) -> list[PageAction]:
    """Return the actions of a stepper.

    Args:
        stepper: What they move.
        forward: What a step forward does.
    """
    return [
        *_steps(stepper, forward),
        *_channels(stepper.presenter, stepper.channels),
        *_speeds(stepper),
        *_views(stepper.presenter),
        *_covers(stepper.presenter),
        *_zooms(stepper),
    ]


def _steps(stepper: Stepper, forward: Callable[[], object]) -> list[PageAction]:
    player = stepper.player

    def can() -> bool:
        return player.count > 0 and not player.is_halted

    def moves() -> bool:
        return player.is_playing and player.pinned is None

    def text() -> str:
        pause, play = translate("StepperActions", "Pause"), translate("StepperActions", "Play")
        return pause if moves() else play

    def icon() -> str:
        return "mdi6.pause" if moves() else "mdi6.play"

    first = translate("StepperActions", "First step")
    back = translate("StepperActions", "Step back")
    on = translate("StepperActions", "Step forward")
    last = translate("StepperActions", "Last step")
    return [
        PageAction(PLAY, text, icon, ("Space",), player.toggle, can=can, group=PLAY),
        PageAction(
            "first",
            first,
            "mdi6.skip-backward",
            ("Home",),
            player.go_to_first,
            can=can,
            group=STEPS,
        ),
        PageAction(
            "back",
            back,
            "mdi6.step-backward",
            ("Left",),
            lambda: player.step(-1),
            can=can,
            group=STEPS,
        ),
        PageAction("forward", on, "mdi6.step-forward", ("Right",), forward, can=can, group=STEPS),
        PageAction(
            "last", last, "mdi6.skip-forward", ("End",), player.go_to_last, can=can, group=STEPS
        ),
        PageAction(
            "loop",
            translate("StepperActions", "Loop"),
            "mdi6.repeat",
            ("L",),
            lambda: player.set_loops(not player.loops),
            is_on=lambda: player.loops,
            group=STEPS,
        ),
    ]


def _speeds(stepper: Stepper) -> list[PageAction]:
    player = stepper.player
    release = translate("StepperActions", "Release the pinned cell")
    return [
        PageAction(
            "faster",
            translate("StepperActions", "Faster"),
            "mdi6.plus",
            ("+", "="),
            player.faster,
            group=STEPS,
        ),
        PageAction(
            "slower",
            translate("StepperActions", "Slower"),
            "mdi6.minus",
            ("-",),
            player.slower,
            group=STEPS,
        ),
        PageAction(
            "release",
            release,
            "mdi6.pin-off-outline",
            ("Escape",),
            player.unpin,
            can=lambda: player.pinned is not None,
            group=STEPS,
        ),
        PageAction(
            "jump",
            translate("StepperActions", "Go to a step or a cell"),
            "mdi6.target",
            ("Ctrl+G",),
            stepper.timeline.focus_step,
            group=STEPS,
        ),
    ]


def _channels(presenter: StepPresenter, channels: ChannelBar) -> list[PageAction]:
    player = presenter.player

    def can() -> bool:
        return player.count > 0 and not player.is_halted

    return [
        PageAction(
            "part before",
            translate("StepperActions", "Previous part of the calculation"),
            "mdi6.chevron-left",
            ("Ctrl+PgUp",),
            lambda: presenter.move_part(-1),
            can=can,
            group=CHANNELS,
        ),
        PageAction(
            "part behind",
            translate("StepperActions", "Next part of the calculation"),
            "mdi6.chevron-right",
            ("Ctrl+PgDown",),
            lambda: presenter.move_part(1),
            can=can,
            group=CHANNELS,
        ),
        PageAction(
            "channel before",
            translate("StepperActions", "Previous output channel"),
            "mdi6.layers-minus",
            ("PgUp",),
            lambda: presenter.move_channel(-1),
            can=can,
            group=CHANNELS,
        ),
        PageAction(
            "channel behind",
            translate("StepperActions", "Next output channel"),
            "mdi6.layers-plus",
            ("PgDown",),
            lambda: presenter.move_channel(1),
            can=can,
            group=CHANNELS,
        ),
        PageAction(
            "inputs before",
            translate("StepperActions", "Previous input channels"),
            "mdi6.page-previous-outline",
            ("Shift+PgUp",),
            lambda: channels.turn(-1),
            can=can,
            group=CHANNELS,
        ),
        PageAction(
            "inputs behind",
            translate("StepperActions", "Next input channels"),
            "mdi6.page-next-outline",
            ("Shift+PgDown",),
            lambda: channels.turn(1),
            can=can,
            group=CHANNELS,
        ),
    ]


def _views(presenter: StepPresenter) -> list[PageAction]:
    usage = translate("StepperActions", "Uses of each cell")
    tip = translate("StepperActions", "Show how many windows use each cell of the input")
    return [
        *(
            _view(presenter, entry, f"Alt+{number}")
            for number, entry in enumerate(presenter.entries.values(), start=1)
        ),
        PageAction(
            "usage",
            usage,
            "mdi6.grid-large",
            ("U",),
            lambda: presenter.show_usage(shown=not presenter.state.usage),
            tip,
            can=lambda: presenter.counts_uses,
            is_on=lambda: presenter.state.usage,
            group=DRAWING,
        ),
    ]


def _view(presenter: StepPresenter, entry: ViewEntry, key: str) -> PageAction:
    def obstacle() -> str:
        scene = presenter.state.shown
        return "" if scene is None else entry.obstacle(scene.layer)

    return PageAction(
        f"view {entry.key}",
        translate("StepperActions", "View: {name}").format(name=entry.text),
        entry.icon,
        (key,),
        lambda: presenter.choose_view(entry.key),
        entry.tip,
        can=lambda: presenter.state.shown is not None and not obstacle(),
        why_not=obstacle,
        is_on=lambda: presenter.state.entry.key == entry.key,
        group=DRAWING,
    )


def _covers(presenter: StepPresenter) -> list[PageAction]:
    def cover_fills() -> bool:
        return presenter.state.cover.fills

    def cover_hides() -> bool:
        return presenter.state.cover.hides

    return [
        PageAction(
            "fill",
            translate("StepperActions", "Fill the output as it plays"),
            "mdi6.format-color-fill",
            ("F",),
            lambda: presenter.fill(fills=not cover_fills()),
            is_on=cover_fills,
            group=VIEW_MENU,
        ),
        PageAction(
            "hide",
            translate("StepperActions", "Hide the outputs until asked for"),
            "mdi6.eye-off-outline",
            ("H",),
            lambda: presenter.hide(hides=not cover_hides()),
            is_on=cover_hides,
            group=VIEW_MENU,
        ),
        PageAction(
            "reveal",
            translate("StepperActions", "Show this output"),
            "mdi6.eye-outline",
            ("V",),
            presenter.reveal_step,
            can=cover_hides,
            group=VIEW_MENU,
        ),
        PageAction(
            "dim",
            translate("StepperActions", "Dim what is not in the step"),
            "mdi6.brightness-4",
            ("D",),
            lambda: presenter.dim(dimmed=not presenter.state.dimmed),
            is_on=lambda: presenter.state.dimmed,
            group=VIEW_MENU,
        ),
    ]


def _zooms(stepper: Stepper) -> list[PageAction]:
    views, grids = stepper.views, stepper.grids
    return [
        PageAction(
            "zoom in",
            translate("StepperActions", "Larger cells"),
            "mdi6.magnify-plus-outline",
            ("Ctrl++", "Ctrl+="),
            views.zoom_in,
            group=VIEW_MENU,
        ),
        PageAction(
            "zoom out",
            translate("StepperActions", "Smaller cells"),
            "mdi6.magnify-minus-outline",
            ("Ctrl+-",),
            views.zoom_out,
            group=VIEW_MENU,
        ),
        PageAction(
            "fit",
            translate("StepperActions", "Fit the cells to the window"),
            "mdi6.fit-to-page-outline",
            ("Ctrl+0",),
            views.zoom_reset,
            group=VIEW_MENU,
        ),
        PageAction(
            "fold parts",
            translate("StepperActions", "Show only what this step is made of"),
            "mdi6.unfold-less-horizontal",
            ("Shift+G",),
            lambda: grids.fold(wanted=not grids.chapters.is_wanted),
            translate(
                "StepperActions", "Where all parts of a calculation have no room for their numbers"
            ),
            is_on=lambda: grids.chapters.is_wanted,
            group=VIEW_MENU,
        ),
        PageAction(
            "loupe",
            translate("StepperActions", "Loupe where cells have no room for numbers"),
            "mdi6.magnify",
            ("G",),
            lambda: grids.set_loupe(not grids.loupe.is_wanted),
            is_on=lambda: grids.loupe.is_wanted,
            group=VIEW_MENU,
        ),
    ]
