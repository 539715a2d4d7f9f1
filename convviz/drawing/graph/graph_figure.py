"""The autograd graph of a loss as a figure: the loss at the bottom, gradients going up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from convviz.core.code.writing import shape_text
from convviz.core.network.tree import ROOT, Block, names_within
from convviz.drawing.graph.graph_parts import PICTURE, GraphParts, parts_of
from convviz.drawing.graph.layered import Box, Layered, layered
from convviz.drawing.metrics import text_width
from convviz.drawing.notes import ROLES
from convviz.drawing.scene import (
    Anchor,
    Outline,
    Paint,
    Point,
    Primitive,
    Role,
    Scene,
    Shade,
    Words,
    rectangle,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.network.tree import Node, Path
    from convviz.protocol.gradients import GraphNode
    from convviz.protocol.messages.engine_pictures import GradientsTraced

_TITLE: Final = 10.5
_SMALL: Final = 9.0
_PAD: Final = 9.0
_HIGH: Final = 34.0
_LOW: Final = 30.0
"""Of a node beside another one."""
_STACKED: Final = 6.0
_ASIDE: Final = 20.0
"""From a node to what stands beside it, and on to the next."""
_GAP: Final = 40.0
"""Between two ranks: for a shape, and for lines that go aside."""
_MARGIN: Final = 18.0
_HEAD: Final = (5.0, 2.4)
_CORNER: Final = 7.0
_WIRE: Final = Paint(Role.WIRE)
_MUTED: Final = Paint(Role.MUTED)


@dataclass(frozen=True, slots=True)
class GraphWords:
    """What is written in the figure beside names; the window gives it in its language.

    Attributes:
        picture: The picture, where it learns.
        title: Of the figure; with the number of nodes.
        empty: Instead of a graph without nodes.
        norm: The length of a gradient; with its number.
    """

    picture: str = "the picture"
    title: str = "An autograd graph of {count} nodes"
    empty: str = "No operation wants a gradient"
    norm: str = "|grad| {norm}"


@dataclass(frozen=True, slots=True)
class GraphFigure:
    """A figure, and where the lines are that gradients take.

    Attributes:
        scene: The figure; a node is found by the path of its number alone.
        ways: Of the line from a node along one of its edges, by both numbers, the corners.
        labels: Of each node the place right of the line that comes into it, for its gradient.
    """

    scene: Scene
    ways: Mapping[tuple[int, int], tuple[Point, ...]]
    labels: Mapping[int, Point]


def draw_graph(
    traced: GradientsTraced,
    nodes: Sequence[Node],
    words: GraphWords | None = None,
    *,
    has_norms: bool = False,
) -> GraphFigure:
    """Return the figure of a graph.

    Args:
        traced: The graph.
        nodes: The network's layers and blocks.
        words: What is written beside names.
        has_norms: Whether the length of each gradient is written at its line.
    """
    return _Drawing(traced, nodes, words or GraphWords(), has_norms=has_norms).figure()


def node_notes(traced: GradientsTraced, nodes: Sequence[Node]) -> list[str]:
    """Return under which words each node stands: its layer, its parameter, or the loss."""
    kinds = {path: (node, name) for path, node, name in names_within(None, nodes)}
    return [_note(node, kinds, traced) for node in traced.nodes]


def _note(node: GraphNode, kinds: Mapping[Path, tuple[Node, str]], traced: GradientsTraced) -> str:
    if node.parameter:
        return node.parameter
    if node.is_of_loss or node.path not in kinds:
        return traced.loss.call
    known, name = kinds[node.path]
    kind = known.kind.value if isinstance(known, Block) else known.layer.type_name()
    return f"{name} · {kind}"


class _Drawing:
    """Collects what is drawn."""

    def __init__(
        self,
        traced: GradientsTraced,
        nodes: Sequence[Node],
        words: GraphWords,
        *,
        has_norms: bool,
    ) -> None:
        self.traced, self.nodes, self.words, self.has_norms = traced, nodes, words, has_norms
        self.items: list[Primitive] = []
        self.notes: dict[Path, str] = {}
        self.ways: dict[tuple[int, int], tuple[Point, ...]] = {}
        self.labels: dict[int, Point] = {}
        self._under = [
            self.words.picture if note == PICTURE else note for note in node_notes(traced, nodes)
        ]
        self._kinds = {path: node for path, node, _ in names_within(None, nodes)}

    def figure(self) -> GraphFigure:
        graph = self.traced.nodes
        if not graph:
            return GraphFigure(self._empty(), {}, {})
        parts = parts_of(graph)
        at = {number: place for place, number in enumerate(parts.main)}
        boxes = [self._box(number, parts) for number in parts.main]
        edges = [(at[lower], at[upper]) for lower, upper in parts.edges]
        laid = layered(boxes, edges, _GAP)
        x, y = _MARGIN - laid.left, _MARGIN
        for number, (axis, middle) in zip(parts.main, laid.places, strict=True):
            self._main(number, axis + x, middle + y, parts)
        self._wires(parts, laid, at, (x, y))
        title = self.words.title.format(count=len(graph))
        width, height = laid.right - laid.left + 2 * _MARGIN, laid.height + 2 * _MARGIN
        scene = Scene(width, height, tuple(self.items), self.notes, title)
        return GraphFigure(scene, self.ways, self.labels)

    def _empty(self) -> Scene:
        length = text_width(self.words.empty, _TITLE)
        words = Words((length / 2 + _MARGIN, 40.0), self.words.empty, _TITLE, length, paint=_MUTED)
        title = self.words.title.format(count=0)
        return Scene(length + 2 * _MARGIN, 64.0, (words,), {}, title)

    # Boxes

    def _width(self, number: int) -> float:
        node = self.traced.nodes[number]
        names = text_width(node.name, _TITLE, bold=True)
        return max(names, text_width(self._second_line(number), _SMALL)) + 2 * _PAD

    def _second_line(self, number: int) -> str:
        node, under = self.traced.nodes[number], self._under[number]
        return f"{under}  {self._shape(number)}" if node.parameter else under

    def _shape(self, number: int) -> str:
        shapes = self.traced.nodes[number].shapes
        return (shape_text(shapes[0]) if shapes[0] else "1") if shapes else ""

    def _box(self, number: int, parts: GraphParts) -> Box:
        chains = parts.beside[number]
        half = self._width(number) / 2
        aside = max((self._chain_width(chain) for chain in chains), default=0.0)
        label = text_width(self._label(number), _SMALL) + 8
        return Box(half, max(half + aside, label), self._height(number, parts))

    @staticmethod
    def _height(number: int, parts: GraphParts) -> float:
        return max(_HIGH, len(parts.beside[number]) * (_LOW + _STACKED) - _STACKED)

    def _chain_width(self, chain: Sequence[int]) -> float:
        return sum(_ASIDE + self._width(number) for number in chain)

    def _main(self, number: int, axis: float, middle: float, parts: GraphParts) -> None:
        half = self._width(number) / 2
        self._card(number, axis - half, middle - _HIGH / 2, axis + half, middle + _HIGH / 2)
        chains = parts.beside[number]
        level = middle - (len(chains) * (_LOW + _STACKED) - _STACKED) / 2 + _LOW / 2
        for chain in chains:
            before, right, start = number, axis + half, middle
            for link in chain:
                left = right + _ASIDE
                end = left + self._width(link)
                turn = right + _ASIDE / 2 - 2
                stops = ((right, start), (turn, start), (turn, level), (left, level))
                self._wire((before, link), stops)
                self._card(link, left, level - _LOW / 2, end, level + _LOW / 2)
                before, right, start = link, end, level
            level += _LOW + _STACKED

    def _card(self, number: int, left: float, top: float, right: float, bottom: float) -> None:
        node, path = self.traced.nodes[number], (number,)
        self.notes[path] = f"{node.name}\n{self._second_line(number)}"
        role = self._role(node)
        self.items.append(
            Outline(
                rectangle(left, top, right, bottom),
                path,
                Paint(role, Shade.CARD),
                Paint(role),
                0.8,
                corner=4.0,
            )
        )
        middle, across = (top + bottom) / 2, (left + right) / 2
        name, under = node.name, self._second_line(number)
        long = text_width(name, _TITLE, bold=True)
        self.items.append(Words((across, middle - 2.5), name, _TITLE, long, bold=True, path=path))
        small = text_width(under, _SMALL)
        place = (across, middle + 10.0)
        self.items.append(Words(place, under, _SMALL, small, paint=_MUTED, path=path))

    def _role(self, node: GraphNode) -> Role:
        if node.parameter:
            return Role.INPUT
        known = None if node.is_of_loss or node.path == ROOT else self._kinds.get(node.path)
        if known is None:
            return Role.BLOCK
        return Role.JOIN if isinstance(known, Block) else ROLES[known.layer.family]

    # Lines

    def _label(self, number: int) -> str:
        node = self.traced.nodes[number]
        if not self.has_norms or not node.received or node.received[0] is None:
            return self._shape(number)
        norm = self.words.norm.format(norm=f"{node.received[0].norm:.4g}")
        return f"{self._shape(number)}   {norm}"

    def _wires(self, parts: GraphParts, laid: Layered, at: Mapping[int, int], shift: Point) -> None:
        tops = {}
        for number in parts.main:
            axis, middle = laid.places[at[number]]
            tops[number] = (axis + shift[0], middle + shift[1])
        for lower, upper in dict.fromkeys(parts.edges):
            (x, y), (end_x, end_y) = tops[lower], tops[upper]
            bottom = end_y + _HIGH / 2
            stops = [(x, y - _HIGH / 2)]
            for across, middle in laid.ways[at[lower], at[upper]]:
                stops += _turned(stops[-1], (across + shift[0], middle + shift[1] + _HIGH / 2))
                stops.append((across + shift[0], middle + shift[1] - _HIGH / 2))
            stops += _turned(stops[-1], (end_x, bottom))
            self._wire((lower, upper), tuple(stops))
        reached = {upper for _, upper in parts.edges}
        for number in parts.main:
            x, y = tops[number]
            place = (x + 6, y + self._height(number, parts) / 2 + 13)
            self.labels[number] = place
            text = self._label(number) if number in reached else ""
            if text:
                length = text_width(text, _SMALL)
                words = Words(place, text, _SMALL, length, Anchor.START, _MUTED)
                self.items.append(words)

    def _wire(self, way: tuple[int, int], stops: Sequence[Point]) -> None:
        points = [stop for place, stop in enumerate(stops) if not place or stop != stops[place - 1]]
        self.ways[way] = tuple(points)
        (before_x, _), (x, y) = points[-2:]
        length, half = _HEAD
        if before_x == x:
            head = ((x, y), (x - half, y + length), (x + half, y + length))
            end = (x, y + length)
        else:
            head = ((x, y), (x - length, y - half), (x - length, y + half))
            end = (x - length, y)
        line = (*points[:-1], end)
        corner = _CORNER if len(line) > 2 else 0.0  # noqa: PLR2004 - a line without a turn
        self.items.append(Outline(line, None, line=_WIRE, width=0.9, closed=False, corner=corner))
        self.items.append(Outline(head, None, fill=_WIRE))


def _turned(start: Point, end: Point) -> list[Point]:
    """Return the corners of a line that goes up, aside in the middle, and up to its end."""
    if abs(start[0] - end[0]) < 0.5:  # noqa: PLR2004 - half a pixel
        return [(start[0], end[1])]
    level = end[1] + 0.62 * (start[1] - end[1])
    return [(start[0], level), (end[0], level), end]
