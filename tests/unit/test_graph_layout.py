"""The autograd graph as a figure: ranks from the loss up, nothing on top of anything else."""

from __future__ import annotations

from itertools import combinations, pairwise
from random import Random

import pytest

from convviz.drawing.graph.graph_figure import GraphFigure, draw_graph
from convviz.drawing.graph.graph_parts import parts_of
from convviz.drawing.graph.layered import Box, Layered, layered
from convviz.drawing.scene import Outline, Words
from convviz.protocol.gradients import GraphEdge, GraphNode, LossTold
from convviz.protocol.messages.engine_pictures import GradientsTraced
from convviz.protocol.passing import PassedPicture
from convviz.stepping.gradient_steps import StepKind, walk_of

GAP = 40.0


def node(name: str, *behind: int, parameter: str = "", order: int = -1) -> GraphNode:
    edges = tuple(GraphEdge(number) for number in behind)
    forward = -1 if parameter else 100 - order
    return GraphNode(
        name=name,
        path=(0,),
        is_of_loss=False,
        parameter=parameter,
        operator="",
        output=None,
        shapes=((1, 4),),
        saved=(),
        edges=edges,
        forward=forward,
        order=order,
    )


def traced(*nodes: GraphNode) -> GradientsTraced:
    loss = LossTold("sum", "output.sum()", -1, (), 1.0)
    return GradientsTraced(PassedPicture("seeded"), loss, nodes, (), "initial")


def random_graph(random: Random) -> tuple[list[Box], list[tuple[int, int]]]:
    """Return boxes and edges as of a network with branches: all are reached from the first."""
    count = random.randint(2, 40)
    boxes = [Box(random.uniform(20, 70), random.uniform(20, 200), 34.0) for _ in range(count)]
    edges = [(random.randint(max(0, number - 4), number - 1), number) for number in range(1, count)]
    for _ in range(random.randint(0, count // 2)):
        lower = random.randrange(count - 1)
        edges.append((lower, random.randint(lower + 1, min(count - 1, lower + 6))))
    return boxes, edges


def area(laid: Layered, boxes: list[Box], number: int) -> tuple[float, float, float, float]:
    axis, middle = laid.places[number]
    box = boxes[number]
    half = box.height / 2
    return axis - box.left, middle - half, axis + box.right, middle + half


def test_boxes_of_random_graphs_never_touch_and_every_edge_goes_up() -> None:
    random = Random(4)  # noqa: S311 - no secret
    for _ in range(60):
        boxes, edges = random_graph(random)
        laid = layered(boxes, edges, GAP)
        for lower, upper in edges:
            assert laid.ranks[lower] < laid.ranks[upper]
            assert laid.places[lower][1] - laid.places[upper][1] >= 34.0 + GAP - 1e-6
            stops = laid.ways[lower, upper]
            assert len(stops) == laid.ranks[upper] - laid.ranks[lower] - 1
        areas = [area(laid, boxes, number) for number in range(len(boxes))]
        for first, second in combinations(areas, 2):
            apart = first[2] < second[0] or second[2] < first[0]
            assert apart or first[3] < second[1] or second[3] < first[1]
        for way in laid.ways.values():
            for across, down in way:
                inside = [a for a in areas if a[0] < across < a[2] and a[1] < down < a[3]]
                assert not inside  # a line that passes a rank passes beside its boxes


def test_a_chain_stands_straight_and_a_shortcut_passes_beside_it() -> None:
    # sum <- add <- relu <- norm <- conv <- stem, and the shortcut from the sum to the stem
    boxes = [Box(30, 30, 34), Box(50, 120, 34), Box(40, 40, 34), Box(60, 200, 34), Box(30, 90, 34)]
    edges = [(0, 1), (1, 2), (2, 3), (3, 4), (0, 4)]
    laid = layered(boxes, edges, GAP)
    axes = [axis for axis, _ in laid.places]
    assert max(axes) - min(axes) < 1.0
    passing = {across for across, _ in laid.ways[0, 4]}
    assert len(passing) == 1  # one straight line
    (line,) = passing
    assert line > axes[3] + 200 or line < axes[3] - 60


def test_branches_stand_side_by_side() -> None:
    boxes = [Box(40, 40, 34.0)] * 6
    edges = [(0, 1), (0, 2), (0, 3), (1, 4), (2, 4), (3, 4), (4, 5)]
    laid = layered(boxes, edges, GAP)
    assert {laid.ranks[number] for number in (1, 2, 3)} == {1}
    branches = [laid.places[number][0] for number in (1, 2, 3)]
    assert branches == sorted(branches)
    assert all(second - first >= 80 for first, second in pairwise(branches))


LINEAR = (
    node("SumBackward0", 1, order=0),
    node("AddmmBackward0", 2, 3, 5, order=1),
    node("AccumulateGrad", parameter="0.bias", order=2),
    node("ReluBackward0", 4, order=5),
    node("AccumulateGrad", parameter="input", order=6),
    node("TBackward0", 6, order=3),
    node("AccumulateGrad", parameter="0.weight", order=4),
)


def test_parameters_stand_beside_their_layer_and_the_picture_above() -> None:
    parts = parts_of(LINEAR)
    assert parts.main == (0, 1, 3, 4)
    assert parts.beside[1] == ((2,), (5, 6))
    assert parts.edges == ((0, 1), (1, 3), (3, 4))


def drawn(figure: GraphFigure) -> dict[int, tuple[float, float]]:
    """Return the middle of each node's card."""
    cards = {}
    for item in figure.scene.primitives:
        if isinstance(item, Outline) and item.path is not None and item.closed:
            xs, ys = zip(*item.points, strict=True)
            cards[item.path[0]] = (sum(xs) / 4, sum(ys) / 4)
    return cards


def test_the_figure_has_every_node_and_every_edge_once() -> None:
    figure = draw_graph(traced(*LINEAR), ())
    cards = drawn(figure)
    assert set(cards) == set(range(7))
    assert set(figure.ways) == {(0, 1), (1, 2), (1, 3), (1, 5), (3, 4), (5, 6)}
    assert cards[0][1] > cards[1][1] > cards[3][1] > cards[4][1]  # the loss at the bottom
    assert cards[6][0] > cards[5][0] > cards[1][0]
    for x, y in cards.values():
        assert 0 < x < figure.scene.width
        assert 0 < y < figure.scene.height
    names = [i.text for i in figure.scene.primitives if isinstance(i, Words) and i.bold]
    assert sorted(names) == sorted(known.name for known in LINEAR)
    assert figure.scene.at(*cards[5]) == (5,)


def test_a_graph_without_nodes_says_so() -> None:
    scene = draw_graph(traced(), ()).scene
    assert [item.text for item in scene.primitives if isinstance(item, Words)] == [
        "No operation wants a gradient"
    ]


@pytest.mark.parametrize("layers", [1000])
def test_a_thousand_layers_are_laid_out(layers: int) -> None:
    nodes = [node("ConvolutionBackward0", number + 1, order=number) for number in range(layers)]
    figure = draw_graph(traced(*nodes, node("AccumulateGrad", parameter="input")), ())
    assert len(drawn(figure)) == layers + 1


def test_the_forward_is_stepped_first_then_the_loss_then_backward_in_its_order() -> None:
    walk = walk_of(traced(*LINEAR))
    kinds = [step.kind for step in walk.steps]
    assert kinds == [StepKind.FORWARD] * 4 + [StepKind.LOSS] + [StepKind.BACKWARD] * 7
    assert [step.node for step in walk.steps[:4]] == [3, 5, 1, 0]
    assert [step.node for step in walk.steps[5:]] == [0, 1, 2, 5, 6, 3, 4]
    assert walk.done(4) == {0, 1, 3, 5}
    assert walk.done(6) == {0, 1}
