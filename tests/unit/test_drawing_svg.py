"""A figure as SVG: valid, the same every time, with its texts as text and nothing that runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

import pytest

from convviz.drawing.options import FigureOptions, FigureWords, Style, Theme
from convviz.drawing.svg import svg_text
from convviz.protocol.block_networks import unet
from tests.support.figures import LENET, figure, nodes_of, texts

if TYPE_CHECKING:
    from convviz.drawing.scene import Scene

SVG: Final = "{http://www.w3.org/2000/svg}"


def lenet(options: FigureOptions | None = None) -> Scene:
    return figure(nodes_of(*LENET), (1, 32, 32), options)


@pytest.mark.parametrize("style", list(Style))
def test_it_is_valid_and_its_texts_are_text(style: Style) -> None:
    scene = lenet(FigureOptions(style))
    root = ET.fromstring(svg_text(scene))  # noqa: S314
    assert [item.text for item in root.iter(f"{SVG}text")] == texts(scene)
    assert {item.tag.removeprefix(SVG) for item in root.iter()} <= {
        *("svg", "title", "rect", "g", "path", "circle", "text"),
    }


def test_it_is_the_same_every_time() -> None:
    network = unet()
    first, second = (svg_text(figure(network.steps, network.input_shape)) for _ in range(2))
    assert first == second


def test_a_layer_is_a_group_that_says_what_it_is() -> None:
    root = ET.fromstring(svg_text(lenet()))  # noqa: S314
    titles = {
        group.get("data-layer"): group.findtext(f"{SVG}title") for group in root.iter(f"{SVG}g")
    }
    assert titles["3"] == "Conv2d(6, 16, kernel_size=5)\n6 × 14 × 14 → 16 × 10 × 10"
    assert set(titles) == {str(place) for place in range(len(LENET))}


def test_a_theme_changes_colours_alone() -> None:
    light, dark = svg_text(lenet(), Theme.LIGHT), svg_text(lenet(), Theme.DARK)
    assert light != dark
    assert light.count("<path") == dark.count("<path")


def test_a_width_changes_the_size_and_not_the_drawing() -> None:
    scene = lenet()
    root = ET.fromstring(svg_text(scene, width=1600))  # noqa: S314
    assert root.get("width") == "1600"
    assert float(root.get("height", "0")) == pytest.approx(1600 * scene.height / scene.width, 0.01)
    assert root.get("viewBox") == ET.fromstring(svg_text(scene)).get("viewBox")  # noqa: S314


def test_the_ground_can_be_left_out() -> None:
    assert "<rect" in svg_text(lenet())
    assert "<rect" not in svg_text(lenet(), has_ground=False)


def test_words_that_xml_cannot_hold_are_escaped() -> None:
    words = FigureWords(input='<a & "b">\x00')
    root = ET.fromstring(svg_text(figure((), (3,), FigureOptions(words=words))))  # noqa: S314
    assert next(root.iter(f"{SVG}text")).text == '<a & "b">�'
