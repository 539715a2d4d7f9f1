"""Networks that figures are drawn of, and what tests ask of a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.code.reading import parse_code
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import Block, walk
from convviz.drawing.figure import draw_network
from convviz.drawing.scene import Words

if TYPE_CHECKING:
    from convviz.core.layers import Shape
    from convviz.core.network.tree import Node, Path
    from convviz.drawing.options import FigureOptions
    from convviz.drawing.scene import Scene

LENET = (
    "Conv2d(1, 6, 5)",
    "Tanh()",
    "AvgPool2d(2)",
    "Conv2d(6, 16, 5)",
    "Tanh()",
    "AvgPool2d(2)",
    "Conv2d(16, 120, 5)",
    "Tanh()",
    "Flatten()",
    "Linear(120, 84)",
    "Tanh()",
    "Linear(84, 10)",
)


def nodes_of(*calls: str) -> tuple[Node, ...]:
    """Return layers that are written as in PyTorch."""
    return parse_code(f"nn.Sequential({', '.join(calls)})").network(None).nodes


def figure(nodes: tuple[Node, ...], shape: Shape, options: FigureOptions | None = None) -> Scene:
    """Return the figure of a network."""
    return draw_network(nodes, infer_sequential(nodes, shape), options)


def texts(scene: Scene) -> list[str]:
    """Return all that is written in a figure."""
    return [item.text for item in scene.primitives if isinstance(item, Words)]


def layer_paths_drawn(scene: Scene) -> set[Path]:
    """Return the layers and blocks of which something is drawn."""
    return {item.path for item in scene.primitives if item.path}


def all_layers(nodes: tuple[Node, ...]) -> set[Path]:
    """Return the paths of all layers."""
    return {path for path, node in walk(nodes) if not isinstance(node, Block)}
