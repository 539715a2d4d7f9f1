"""The figure of a network: what is in it, where it stands, how large it is, its colours."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

import pytest

from convviz.core.layers.dropout import Dropout
from convviz.core.network.repeats import repeated_run
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import NetworkStep, residual
from convviz.drawing import sizes
from convviz.drawing.maps import maps_shown
from convviz.drawing.metrics import text_width
from convviz.drawing.options import Direction, FigureOptions, Style
from convviz.drawing.scene import Disc, Outline, Paint, Role, Shade, Words
from convviz.protocol.block_networks import (
    densenet,
    inception,
    mobilenet,
    resnet18,
    resnet20,
    squeezenet,
    unet,
)
from convviz.protocol.templates import course_network
from tests.support.every_layer import KINDS, name_of, new_network_step
from tests.support.figures import (
    LENET,
    all_layers,
    figure,
    layer_paths_drawn,
    nodes_of,
    texts,
)
from tests.support.random_trees import RandomTree

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.core.layers import Layer
    from convviz.drawing.scene import Scene
    from convviz.protocol.document import Network

NETWORKS: Final = [
    course_network,
    resnet18,
    resnet20,
    densenet,
    inception,
    squeezenet,
    mobilenet,
    unet,
]
LOOKS: Final = [
    FigureOptions(),
    FigureOptions(Style.MAPS),
    FigureOptions(Style.FLAT),
    FigureOptions(Style.FLAT, Direction.DOWN, aspect=0.7),
]


def figure_of(build: Callable[[], Network], options: FigureOptions | None = None) -> Scene:
    network = build()
    return figure(network.steps, network.input_shape, options)


def words_of(scene: Scene) -> list[Words]:
    return [item for item in scene.primitives if isinstance(item, Words)]


def overlap(first: Words, second: Words) -> bool:
    left, top, right, bottom = first.box
    other_left, other_top, other_right, other_bottom = second.box
    return left < other_right and other_left < right and top < other_bottom and other_top < bottom


@pytest.mark.unmeasured
@pytest.mark.parametrize("build", NETWORKS)
@pytest.mark.parametrize("options", LOOKS)
def test_no_two_words_overlap(build: Callable[[], Network], options: FigureOptions) -> None:
    words = words_of(figure_of(build, options))
    assert [pair for pair in combinations(words, 2) if overlap(*pair)] == []


@pytest.mark.unmeasured
@pytest.mark.parametrize("build", NETWORKS)
@pytest.mark.parametrize("options", LOOKS)
def test_all_lies_within_the_figure(build: Callable[[], Network], options: FigureOptions) -> None:
    scene = figure_of(build, options)
    for item in scene.primitives:
        if isinstance(item, Words):
            places = [item.box[:2], item.box[2:]]
        else:
            places = list(item.points) if isinstance(item, Outline) else [item.centre]
        assert all(0 < x < scene.width and 0 < y < scene.height for x, y in places), item


@pytest.mark.parametrize("options", LOOKS)
def test_bodies_do_not_overlap(options: FigureOptions) -> None:
    """Of each two layers of a chain one stands behind the other."""
    scene = figure(nodes_of(*LENET), (1, 32, 32), options)
    axis = 1 if options.direction is Direction.DOWN else 0
    ends = []
    for place in (0, 2, 3, 5, 6, 8, 9, 11):
        filled = [
            point[axis]
            for item in scene.of((place,))
            if isinstance(item, Outline) and item.fill is not None
            if item.fill.role not in {Role.KERNEL, Role.WIRE, Role.ACTIVATION}
            for point in item.points
        ]
        ends.append((min(filled), max(filled)))
    assert all(before[1] < behind[0] for before, behind in pairwise(ends))


@pytest.mark.parametrize("build", NETWORKS)
def test_every_layer_is_in_the_figure(build: Callable[[], Network]) -> None:
    network = build()
    scene = figure(network.steps, network.input_shape, FigureOptions(folds_repeats=False))
    assert all_layers(network.steps) <= layer_paths_drawn(scene)


@pytest.mark.parametrize("build", NETWORKS)
def test_what_is_folded_is_shown_by_its_likeness(build: Callable[[], Network]) -> None:
    network = build()
    scene = figure(network.steps, network.input_shape)
    drawn = layer_paths_drawn(scene)
    for path in all_layers(network.steps):
        assert scene.shown(path) in drawn


def test_equal_blocks_are_drawn_once_with_their_number() -> None:
    scene = figure_of(resnet20)
    assert texts(scene).count("×3") == 1  # of sixteen channels
    assert texts(scene).count("×2") == 2  # where the stages of 32 and 64 go on
    plain = figure_of(resnet20, FigureOptions(folds_repeats=False))
    assert not any(text.startswith("×") for text in texts(plain))
    assert len(plain.primitives) > len(scene.primitives)


def test_a_pair_of_equal_layers_is_a_stage_and_stays() -> None:
    pair = nodes_of("Conv2d(8, 8, 3, padding=1)", "ReLU()") * 2
    assert repeated_run(pair, 0) == (2, 2)
    assert texts(figure(pair, (8, 8, 8))).count("Conv2d") == 2
    many = nodes_of("Conv2d(8, 8, 3, padding=1)", "ReLU()") * 30
    scene = figure(many, (8, 8, 8))
    assert texts(scene).count("Conv2d") == 1
    assert "×30" in texts(scene)
    assert scene.shown((41,)) == (1,)


def test_blocks_alone_hide_what_they_hold() -> None:
    scene = figure_of(densenet, FigureOptions(blocks_only=True))
    assert {"dense1", "12 layers", "transition"} <= set(texts(scene))
    assert scene.shown((1, 2, 1, 0)) == (1,)


def test_sizes_kernels_and_names_are_written() -> None:
    nodes = nodes_of("Conv2d(3, 64, 3, stride=2, padding=1)", "ReLU()", "MaxPool2d((1, 4))")
    scene = figure(nodes, (3, 32, 64))
    assert texts(scene) == [
        *("Input", "3 × 32 × 64"),
        *("Conv2d", "64 × 16 × 32", "3×3, s2, p1", "ReLU"),
        *("MaxPool2d", "64 × 16 × 8", "1×4, s1×4"),
    ]
    without = FigureOptions(has_names=False, has_sizes=False)
    assert texts(figure(nodes, (3, 32, 64), without)) == []


@pytest.mark.parametrize(
    ("call", "shape", "note"),
    [
        ("Conv2d(8, 8, 3, dilation=2, groups=8)", (8, 9, 9), "3×3, d2, g8"),
        ("Conv2d(3, 8, 4, padding='same')", (3, 9, 9), "4×4, same"),
        ("Conv1d(3, 8, 9)", (3, 90), "9"),
        ("Conv3d(3, 8, 3, padding=(0, 1, 1))", (3, 4, 9, 9), "3×3×3, p0×1×1"),
        ("ConvTranspose2d(3, 8, 2, stride=2)", (3, 9, 9), "2×2, s2"),
        ("AdaptiveAvgPool2d((1, None))", (3, 9, 9), "→ 1×·"),
        ("Upsample(scale_factor=2)", (3, 9, 9), "×2"),
        ("PixelUnshuffle(3)", (3, 9, 9), "÷3"),
    ],
)
def test_kernels_in_short(call: str, shape: tuple[int, ...], note: str) -> None:
    assert note in texts(figure(nodes_of(call), shape))


@pytest.mark.parametrize("options", LOOKS)
def test_a_network_that_fails_is_drawn_up_to_the_layer_that_does(options: FigureOptions) -> None:
    nodes = nodes_of("Conv2d(3, 8, 3)", "Linear(5, 2)", "ReLU()", "Linear(2, 2)")
    scene = figure(nodes, (3, 9, 9), options)
    assert {"Linear", "cannot run", "2 more behind it"} <= set(texts(scene))
    lines = [item.line for item in scene.of((1,)) if isinstance(item, Outline)]
    assert Paint(Role.ERROR) in lines
    assert not list(scene.of((2,)))


def test_ways_that_cannot_be_joined_are_marked() -> None:
    nodes = (residual(nodes_of("Conv2d(3, 8, 3)")), *nodes_of("ReLU()"))
    scene = figure(nodes, (3, 9, 9))
    marks = [item.line for item in scene.of((0,)) if isinstance(item, Disc) and item.line]
    assert marks == [Paint(Role.ERROR)]
    assert "ReLU" not in texts(scene)


@pytest.mark.parametrize("shape", [(1, 1, 1), (3, 5, 300), (7,), (4, 100), (2, 3, 4, 5), (300, 1)])
@pytest.mark.parametrize("options", LOOKS)
def test_any_shape_and_no_layer_at_all(shape: tuple[int, ...], options: FigureOptions) -> None:
    scene = figure((), shape, options)
    assert "No layers yet" in texts(scene)
    assert scene.width > 0


def test_a_disabled_layer_says_so() -> None:
    scene = figure((NetworkStep(Dropout(), enabled=False),), (3, 4, 4))
    assert "Dropout, disabled" in texts(scene)


@pytest.mark.parametrize("options", LOOKS[:2])
def test_a_window_closes_to_a_cell_and_a_stamp_opens_from_one(options: FigureOptions) -> None:
    nodes = nodes_of("Conv2d(3, 8, 4, 2, 1)", "ConvTranspose2d(8, 3, 4, 2, 1)")
    scene = figure(nodes, (3, 32, 32), options)
    counts = []
    for path in ((0,), (1,)):
        lines = [
            item.points
            for item in scene.of(path)
            if isinstance(item, Outline) and not item.closed and item.line == Paint(Role.KERNEL)
        ]
        counts.append((len({line[0] for line in lines}), len({line[-1] for line in lines})))
    assert counts == [(4, 1), (1, 4)]


# Sizes


def test_more_is_never_drawn_smaller() -> None:
    numbers = [1, 2, 3, 8, 16, 64, 100, 512, 1024, 1025, 4096, 25088, 10**9]
    scale = sizes.scale_of([(3, 224, 224)])
    for law in (scale.side, sizes.thickness, sizes.bar_length, maps_shown):
        drawn = [law(number) for number in numbers]
        assert drawn == sorted(drawn)
        assert drawn[0] > 0
    assert scale.side(224) == pytest.approx(sizes.LONGEST_SIDE)
    assert sizes.thickness(10**9) == sizes.THICKEST


def test_maps_that_are_not_square_are_not_drawn_so() -> None:
    scene = figure((), (3, 5, 300))
    face = next(
        item.points
        for item in scene.primitives
        if isinstance(item, Outline) and item.fill == Paint(Role.INPUT, Shade.SIDE)
    )
    width, height = face[1][0] - face[0][0], face[3][1] - face[0][1]
    assert width > 2 * height


def test_only_long_vectors_are_broken() -> None:
    assert not sizes.is_broken(1000)
    assert sizes.is_broken(4096)

    def cuts(count: int) -> int:
        scene = figure((), (count,))
        return sum(
            isinstance(item, Outline) and item.fill == Paint(Role.GROUND)
            for item in scene.primitives
        )

    assert (cuts(1000), cuts(4096)) == (0, 1)


def test_widths_are_those_of_helvetica() -> None:
    assert text_width("Conv2d", 10) == pytest.approx(10 * (722 + 3 * 556 + 500 + 556) / 1000)
    assert text_width("卷积", 10) == pytest.approx(20)
    assert text_width("Conv2d", 10, bold=True) > text_width("Conv2d", 10)


# Any network


@pytest.mark.unmeasured
@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("options", LOOKS)
def test_random_networks_are_drawn_whole_and_without_overlaps(
    seed: int, options: FigureOptions
) -> None:
    nodes, shape = RandomTree(seed).network()
    scene = figure(nodes, shape, options)
    words = words_of(scene)
    assert [pair for pair in combinations(words, 2) if overlap(*pair)] == []
    if infer_sequential(nodes, shape).failure is None:
        drawn = layer_paths_drawn(scene)
        assert {scene.shown(path) for path in all_layers(nodes)} <= drawn


@pytest.mark.unmeasured
@pytest.mark.parametrize("kind", KINDS, ids=name_of)
def test_every_layer_is_drawn_with_its_name(kind: type[Layer]) -> None:
    step, shape = new_network_step(kind)
    for options in LOOKS:
        scene = figure((step,), shape, options)
        drawn = list(scene.of((0,)))
        assert drawn
        assert any(isinstance(item, Words) for item in drawn)
        assert scene.notes[(0,)].startswith(step.layer.type_name().removeprefix("Lazy"))
