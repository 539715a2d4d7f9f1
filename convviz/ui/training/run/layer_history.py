"""What was seen of each layer of a run that is watched. Without Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import module_names
from convviz.protocol.watching import MOST_LAYERS, WITH_UNITS, Histogram

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.protocol.document import Network
    from convviz.protocol.messages.trainer import LayersWatched

MOST_POINTS: Final = 512
"""Of a line; of more every second one is kept, and so on."""


@dataclass(frozen=True, slots=True)
class WatchedLayer:
    """A layer that can be watched.

    Attributes:
        name: As torch names it in the network, such as "0".
        title: With its type, such as "0: Conv2d".
        learns: Whether it has weights; else only what it makes is watched.
    """

    name: str
    title: str
    learns: bool = True


@dataclass(slots=True)
class LayerLines:
    """What was seen of one layer, in order.

    Attributes:
        steps: The batches that were looked at.
        gradient_norms: NaN where there was none.
        update_ratios: NaN where there was none.
        weights: The newest histogram; None before.
        gradients: The newest histogram; None before.
        activations: The newest histogram; None before.
        dead: The newest share of units that made nothing of a batch; None for layers without such.
    """

    steps: list[int] = field(default_factory=list)
    gradient_norms: list[float] = field(default_factory=list)
    update_ratios: list[float] = field(default_factory=list)
    weights: Histogram | None = None
    gradients: Histogram | None = None
    activations: Histogram | None = None
    dead: float | None = None

    def thin_out(self) -> None:
        """Keep every second point, the newest among them."""
        for line in (self.steps, self.gradient_norms, self.update_ratios):
            del line[-2::-2]


class LayerHistory:
    """Everything that was seen of a run's layers, bounded.

    Attributes:
        lines: By the layers' names.
    """

    def __init__(self) -> None:
        self.lines: dict[str, LayerLines] = {}

    def take(self, message: LayersWatched) -> None:
        """Take what was seen in one batch; a batch that comes again replaces what was later."""
        for seen in message.statistics:
            lines = self.lines.setdefault(seen.layer, LayerLines())
            while lines.steps and lines.steps[-1] >= message.step:
                for line in (lines.steps, lines.gradient_norms, lines.update_ratios):
                    line.pop()
            lines.steps.append(message.step)
            lines.gradient_norms.append(_number(seen.gradient_norm))
            lines.update_ratios.append(_number(seen.update_ratio))
            lines.weights = seen.weights or lines.weights
            lines.gradients = seen.gradients or lines.gradients
            lines.activations = seen.activations or lines.activations
            lines.dead = lines.dead if seen.dead is None else seen.dead
            if len(lines.steps) > MOST_POINTS:
                lines.thin_out()


def common_reach(histograms: Iterable[Histogram | None]) -> float:
    """Return the largest distance from zero of what some histograms count; 1 for nothing."""
    ends = [
        max(abs(known.low), abs(known.high))
        for known in histograms
        if known is not None and known.counts
    ]
    return max(ends, default=0.0) or 1.0


def watched_layers(network: Network) -> tuple[WatchedLayer, ...]:
    """Return the layers of a network that train something or have units, at most MOST_LAYERS."""
    rows = infer_sequential(network.steps, network.input_shape).rows
    names = module_names(network.steps)
    layers = [
        WatchedLayer(
            names[row.index],
            f"{names[row.index]}: {row.layer.type_name()}",
            bool(row.layer.weight_shapes()),
        )
        for row in rows
        if row.enabled and (row.layer.weight_shapes() or row.layer.type_name() in WITH_UNITS)
    ]
    return tuple(layers[:MOST_LAYERS])


def _number(value: float | None) -> float:
    return math.nan if value is None else value
