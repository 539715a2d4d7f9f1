"""The steps of a forward and a backward through an autograd graph, in torch's order.

First each operation of the forward, with what its node saves; then the loss; then each node of the
graph as backward comes to it. Without Qt and without torch.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from convviz.protocol.messages.engine_pictures import GradientsTraced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.protocol.gradients import GraphNode, GraphTensor, TensorTold


class StepKind(StrEnum):
    """What happens in a step."""

    FORWARD = "forward"
    """An operation runs, and makes its node."""
    LOSS = "loss"
    """The loss is there, and backward can begin."""
    BACKWARD = "backward"
    """A node runs: gradients come in, and others go out."""
    REFUSED = "refused"
    """torch refuses to go on."""


@dataclass(frozen=True, slots=True)
class GradientStep:
    """A step.

    Attributes:
        kind: What happens.
        node: Of which node; -1 for none.
    """

    kind: StepKind
    node: int = -1


@dataclass(frozen=True, slots=True)
class GradientWalk:
    """All steps of a graph, and what is there at each.

    Attributes:
        traced: The graph.
        steps: In order.
        places: Where each of them stands among all.
        loss_step: Where the loss does.
    """

    traced: GradientsTraced
    steps: tuple[GradientStep, ...]
    places: Mapping[GradientStep, int]
    loss_step: int

    def step_of(self, node: int, *, is_backward: bool) -> int | None:
        """Return when a node runs, or when its operation does; None for never."""
        kind = StepKind.BACKWARD if is_backward else StepKind.FORWARD
        return self.places.get(GradientStep(kind, node))

    def done(self, index: int) -> frozenset[int]:
        """Return the nodes that have run, in the half of the walk in which a step is.

        Args:
            index: The step; it has been done.
        """
        is_forward = index <= self.loss_step
        kind = StepKind.FORWARD if is_forward else StepKind.BACKWARD
        done = {step.node for step in self.steps[: index + 1] if step.kind is kind}
        return frozenset(done)

    def grad_at(self, tensor: GraphTensor, index: int) -> TensorTold | None:
        """Return the `.grad` of a tensor once a step is done; None while it has none."""
        if tensor.node < 0:
            return tensor.grad if index >= len(self.steps) - 1 else tensor.before
        filled = self.step_of(tensor.node, is_backward=True)
        return tensor.before if filled is None or index < filled else tensor.grad

    def is_filled_by(self, tensor: GraphTensor, index: int) -> bool:
        """Return whether a step fills a tensor's `.grad`."""
        step = self.steps[index]
        is_its = step.kind is StepKind.BACKWARD and step.node == tensor.node
        return is_its and (tensor.requires_grad and tensor.grad is not None)

    def saved_bytes(self, index: int) -> int:
        """Return how many bytes are saved for backward once a step is done.

        The same tensor, saved by two nodes, counts twice. A node that has run has freed its own.
        """
        nodes = self.traced.nodes
        done = self.done(index)
        is_forward = index <= self.loss_step
        kept = (n for place, n in enumerate(nodes) if (place in done) is is_forward)
        return sum(part.size for node in kept for part in node.saved)


def walk_of(traced: GradientsTraced) -> GradientWalk:
    """Return the steps of a graph."""
    steps = tuple(_steps(traced))
    places = {step: place for place, step in enumerate(steps)}
    loss = next(place for place, step in enumerate(steps) if step.kind is StepKind.LOSS)
    return GradientWalk(traced, steps, places, loss)


def _steps(traced: GradientsTraced) -> Iterator[GradientStep]:
    def ordered(kind: StepKind, place: str) -> Iterator[GradientStep]:
        known = [(getattr(node, place), number) for number, node in enumerate(traced.nodes)]
        for at, number in sorted(known):
            if at >= 0:
                yield GradientStep(kind, number)

    yield from ordered(StepKind.FORWARD, "forward")
    yield GradientStep(StepKind.LOSS, 0 if traced.nodes else -1)
    yield from ordered(StepKind.BACKWARD, "order")
    if traced.refusal is not None:
        yield GradientStep(StepKind.REFUSED)


def incoming(nodes: tuple[GraphNode, ...], number: int) -> list[tuple[int, TensorTold]]:
    """Return what came to a node, and from which: torch adds them up where they are several."""
    return [
        (source, edge.sent)
        for source, node in enumerate(nodes)
        for edge in node.edges
        if edge.node == number and edge.sent is not None
    ]
