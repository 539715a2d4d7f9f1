"""What can be done with the autograd graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from convviz.ui.network.state import View
from convviz.ui.page_actions import PageAction

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.ui.network.graph.graph_looker import GraphLooker
    from convviz.ui.network.graph.graph_view import GraphView
    from convviz.ui.network.presenter import NetworkPresenter

translate = QCoreApplication.translate

GRAPH: Final = "graph"
"""The scope of keys that the list of layers and the fields need for themselves."""


def graph_actions(
    presenter: NetworkPresenter, looker: GraphLooker, view: Callable[[], GraphView]
) -> list[PageAction]:
    """Return the actions.

    Args:
        presenter: Knows which view is shown, and what is chosen.
        looker: Has the graph and its steps.
        view: Returns the view, which is made when it is first wanted.
    """
    return [*_steps(presenter, looker, view), *_switches(presenter, looker)]


def _steps(
    presenter: NetworkPresenter, looker: GraphLooker, view: Callable[[], GraphView]
) -> list[PageAction]:
    player = looker.player

    def is_shown() -> bool:
        return presenter.state.view is View.GRAPH

    def can() -> bool:
        return is_shown() and player.count > 0

    def text() -> str:
        pause, play = translate("GraphActions", "Pause"), translate("GraphActions", "Play")
        return pause if player.is_playing else play

    def icon() -> str:
        return "mdi6.pause" if player.is_playing else "mdi6.play"

    def step(
        name: str, words: str, picture: str, keys: tuple[str, ...], act: Callable[[], object]
    ) -> PageAction:
        return PageAction(name, words, picture, keys, act, can=can, group=GRAPH, scope=GRAPH)

    def focus_step() -> None:
        view().timeline.focus_step()

    return [
        PageAction(
            "play", text, icon, ("Space",), player.toggle, can=can, group=GRAPH, scope=GRAPH
        ),
        step(
            "first",
            translate("GraphActions", "First step"),
            "mdi6.skip-backward",
            ("Home",),
            player.go_to_first,
        ),
        step(
            "back",
            translate("GraphActions", "Step back"),
            "mdi6.step-backward",
            ("Left", "Down"),
            lambda: player.step(-1),
        ),
        step(
            "forward",
            translate("GraphActions", "Step forward"),
            "mdi6.step-forward",
            ("Right", "Up"),
            lambda: player.step(1),
        ),
        step(
            "last",
            translate("GraphActions", "Last step"),
            "mdi6.skip-forward",
            ("End",),
            player.go_to_last,
        ),
        step(
            "loop",
            translate("GraphActions", "Loop"),
            "mdi6.repeat",
            ("L",),
            lambda: player.set_loops(not player.loops),
        ),
        step("faster", translate("GraphActions", "Faster"), "mdi6.plus", ("+", "="), player.faster),
        step("slower", translate("GraphActions", "Slower"), "mdi6.minus", ("-",), player.slower),
        step(
            "jump",
            translate("GraphActions", "Go to a step"),
            "mdi6.target",
            ("G",),
            focus_step,
        ),
        step(
            "backward",
            translate("GraphActions", "To the loss, where backward begins"),
            "mdi6.arrow-up",
            ("B",),
            lambda: view().go_to_loss(),
        ),
    ]


def _switches(presenter: NetworkPresenter, looker: GraphLooker) -> list[PageAction]:
    def can() -> bool:
        return presenter.state.view is View.GRAPH and bool(presenter.state.paths)

    def switch(name: str, kind: str, texts: tuple[str, str], key: str, icon: str) -> PageAction:
        text, tip = texts

        def is_on() -> bool:
            paths = presenter.state.paths
            return bool(paths) and paths[0] in getattr(looker.known.choice, kind)

        return PageAction(
            name,
            text,
            icon,
            (key,),
            lambda: looker.switch(kind, presenter.state.paths),
            tip=tip,
            can=can,
            why_not=translate("GraphActions", "Show the autograd graph, and choose a layer"),
            is_on=is_on,
            group="gradients",
        )

    return [
        switch(
            "freeze",
            "frozen",
            (
                translate("GraphActions", "Free&ze what is chosen (requires_grad=False)"),
                translate(
                    "GraphActions", "Its parameters want no gradient: their .grad stays None"
                ),
            ),
            "Ctrl+Alt+Z",
            "mdi6.link-variant-off",
        ),
        switch(
            "detach",
            "detached",
            (
                translate("GraphActions", "Detac&h the output of what is chosen"),
                translate("GraphActions", "The graph ends there: nothing before it learns"),
            ),
            "Ctrl+Alt+H",
            "mdi6.link-variant-off",
        ),
        switch(
            "retain grad",
            "retained",
            (
                translate("GraphActions", "&Keep the gradient of its output (retain_grad)"),
                translate("GraphActions", "The output is no leaf: else its .grad stays None"),
            ),
            "Ctrl+Alt+G",
            "mdi6.link-variant",
        ),
    ]
