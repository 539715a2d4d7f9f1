"""Asks for the autograd graph of the network's loss, for as long as somebody looks at it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from convviz.core.errors import ConvVizError
from convviz.core.network.tree import Block, Node, Path, walk
from convviz.protocol.gradients import GradientChoice
from convviz.protocol.messages.engine_pictures import GradientsTraced, TraceGradients
from convviz.stepping.gradient_steps import GradientWalk, walk_of
from convviz.ui.stepper.player import Player

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.protocol.messages.common import Problem
    from convviz.ui.document_store import DocumentStore
    from convviz.ui.network.maps.maps_looker import MapsLooker
    from convviz.ui.processes.reply import Reply

AT_FIRST: Final = GradientChoice()
SWITCHES: Final = ("frozen", "detached", "retained")
"""What of the choice holds layers and blocks."""


@dataclass(frozen=True, slots=True, eq=False)
class Gradients:
    """What is known of the graph.

    Attributes:
        choice: What a person chose.
        walk: The graph of the last answer, with its steps; None before the first.
        nodes: The network that it is of.
        is_stale: Whether the network, or what is chosen, is another by now.
        problem: Why there is no graph; None while nothing went wrong.
    """

    choice: GradientChoice = AT_FIRST
    walk: GradientWalk | None = None
    nodes: tuple[Node, ...] = ()
    is_stale: bool = True
    problem: ConvVizError | None = None

    @property
    def traced(self) -> GradientsTraced | None:
        """The engine's last answer."""
        return None if self.walk is None else self.walk.traced


class GraphLooker(QObject):
    """Asks the engine anew when the network, the picture or the choice changes; while wanted.

    The picture and the weights are those of the maps.

    Attributes:
        known: What is known.
        player: Moves through the steps.

    Signals:
        changed(): ``known`` is another.
    """

    changed = Signal()

    def __init__(
        self, store: DocumentStore, maps: MapsLooker, parent: QObject | None = None
    ) -> None:
        """Ask nothing yet.

        Args:
            store: The document.
            maps: Has the picture, and knows whom to ask.
            parent: The owner.
        """
        super().__init__(parent)
        self._store, self._maps = store, maps
        self._is_wanted = False
        self._question: TraceGradients | None = None
        self._reply: Reply | None = None
        self.known = Gradients()
        self.player = Player(self)
        self.player.set_loops(False)
        # The page is drawn first: a long network takes a while to be written for the engine.
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._follow)
        store.changed.connect(self._follow_later)  # no lambda: it would outlive this
        maps.changed.connect(self._later.start)

    @property
    def shown_request(self) -> TraceGradients | None:
        """What the graph that is looked at was asked by; None while there is none."""
        is_there = self._is_wanted and self.known.walk is not None and not self.known.is_stale
        return self._question if is_there else None

    def _follow_later(self, _document: object) -> None:
        self._later.start()

    def want(self, *, on: bool) -> None:
        """Look, or rest: what nobody sees is not asked for."""
        self._is_wanted = on
        if on:
            self._follow()
            return
        self.player.set_playing(False)
        if self._reply is not None and self._reply.is_waiting:
            self._reply.cancel()
            self._question = None
        self._reply = None

    def choose(self, **changes: Any) -> None:  # noqa: ANN401 - fields of GradientChoice
        """Make the loss in another way, or have other layers learn."""
        choice = msgspec.structs.replace(self.known.choice, **changes)
        self._show(choice=choice)
        self._follow()

    def switch(self, kind: str, paths: Sequence[Path]) -> None:
        """Freeze layers or blocks, detach their output, or have it keep its gradient; or no more.

        Args:
            kind: One of SWITCHES.
            paths: Which; all become what the first is not.
        """
        known: tuple[Path, ...] = getattr(self.known.choice, kind)
        if not paths:
            return
        rest = tuple(path for path in known if path not in paths)
        self.choose(**{kind: rest if paths[0] in known else (*rest, *paths)})

    def _follow(self) -> None:
        """Ask anew if the network, the picture or the choice is another."""
        if not self._is_wanted:
            return
        self._forget_moved()
        asked = self._maps.asked_now()
        request = TraceGradients(
            asked.document, asked.place, asked.pixels, asked.fit, self.known.choice
        )
        if request == self._question:
            return
        self._question = request
        self._show(is_stale=True)
        nodes = self._store.document.network.steps
        if not nodes:
            self._show(walk=None, nodes=(), problem=None, is_stale=False)
            return
        reply = self._maps.ask(self, request, self._reply)
        if reply is None:
            return
        self._reply = reply
        reply.answered.connect(lambda answer: self._take(answer, nodes))
        reply.failed.connect(self._on_failure)

    def _forget_moved(self) -> None:
        """Freeze nothing that stands elsewhere now: another network, or layers in other places."""
        nodes = self._store.document.network.steps
        if nodes is self.known.nodes or not self.known.nodes:
            return
        before, now = _kinds(self.known.nodes), _kinds(nodes)
        if before == now:
            return
        choice = self.known.choice
        kept = {
            kind: tuple(
                path
                for path in getattr(choice, kind)
                if path in now and now[path] == before.get(path) and len(now) == len(before)
            )
            for kind in SWITCHES
        }
        self.known = replace(self.known, choice=msgspec.structs.replace(choice, **kept))

    def _take(self, traced: GradientsTraced, nodes: tuple[Node, ...]) -> None:
        self._reply, self._maps.pictures = None, traced.picture.total
        before = self.known.walk
        walk = walk_of(traced)
        is_same = before is not None and before.steps == walk.steps
        self.player.set_steps(len(walk.steps), index=None if is_same else walk.loss_step)
        self._show(walk=walk, nodes=nodes, is_stale=False, problem=None)

    def _on_failure(self, problem: Problem) -> None:
        self._reply = None
        self._show(problem=problem.error())

    def _show(self, **changes: Any) -> None:  # noqa: ANN401 - fields of Gradients
        self.known = replace(self.known, **changes)
        self.changed.emit()


def _kinds(nodes: Sequence[Node]) -> dict[Path, str]:
    """Return what stands where."""
    return {
        path: node.kind.value if isinstance(node, Block) else node.layer.type_name()
        for path, node in walk(nodes)
    }
