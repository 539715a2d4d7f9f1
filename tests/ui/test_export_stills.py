from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from convviz.core.code.writing import parse_layer
from convviz.protocol.document import Calculator
from convviz.protocol.templates import course_calculator
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.ui.export.animation import save_animation
from convviz.ui.export.formats import ExportFormat
from convviz.ui.export.frames import image_pixels
from convviz.ui.export.look import ExportLook, ExportTiming
from convviz.ui.export.stage import ExportStage
from convviz.ui.export.stills import still_bytes
from convviz.ui.stepper.views.entries import view_named
from convviz.ui.theme import LIGHT, ui_font
from convviz.ui.widgets.formula_source import formula_source

pytestmark = pytest.mark.usefixtures("qapp")

LOOK = ExportLook(width=640, height=320)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def scene() -> Scene:
    return build_scene(course_calculator())


def stage_of(scene: Scene, look: ExportLook = LOOK, view: str = "grids") -> ExportStage:
    return ExportStage(scene, look, formula_source().render_now, view_named(view))


def pixels(image: QImage) -> np.ndarray:
    words = image_pixels(image)
    return np.dstack([(words >> shift & 0xFF).astype(np.int16) for shift in (16, 8, 0)])


def test_a_png_is_the_step_in_pixels(scene: Scene, tmp_path: Path) -> None:
    stage, path = stage_of(scene, replace(LOOK, scale=1.5)), tmp_path / "step.png"
    save_animation(path, ExportFormat.PNG, stage, [4], ExportTiming())
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB32)

    assert (image.width(), image.height()) == (960, 480)
    expected = stage.image(4)
    np.testing.assert_array_equal(pixels(image), pixels(expected))


def test_an_svg_holds_every_number_as_text(scene: Scene) -> None:
    svg = still_bytes(stage_of(scene, ExportLook(has_formula=True)), 4, ExportFormat.SVG)
    root = ET.fromstring(svg)  # noqa: S314 - our own file

    assert root.get("viewBox") == "0 0 1000 500"
    texts = [(element.text or "").strip() for element in root.iter(f"{SVG}text")]
    assert {"10", "12", "18", "16", "13", "9"} <= set(texts)
    assert texts.count("Input 1 \u00d7 5 \u00d7 5") == 1
    assert any("Conv2d(1, 1, kernel_size=3" in text for text in texts)
    assert not list(root.iter(f"{SVG}image"))
    assert len(list(root.iter(f"{SVG}path"))) > 20  # the letters of the formula, the outlines


@pytest.mark.parametrize("view", ["grids", "im2col"])
def test_texts_of_an_svg_keep_their_room_in_another_font(scene: Scene, view: str) -> None:
    svg = still_bytes(stage_of(scene, ExportLook(), view), 4, ExportFormat.SVG)
    texts = list(ET.fromstring(svg).iter(f"{SVG}text"))  # noqa: S314 - our own file

    assert texts
    for element in texts:
        font = ui_font()
        font.setFamilies(element.get("font-family", "").split(","))
        font.setPixelSize(round(float(element.get("font-size", "0"))))
        font.setWeight(QFont.Weight(int(element.get("font-weight", "0"))))
        width = QFontMetricsF(font).horizontalAdvance(element.text or "")
        assert float(element.get("textLength", "0")) == pytest.approx(width, rel=0.1, abs=1)
        assert element.get("lengthAdjust") == "spacingAndGlyphs"


def test_counts_come_with_their_legend_where_it_has_room(scene: Scene) -> None:
    def texts(look: ExportLook) -> list[str]:
        root = ET.fromstring(still_bytes(stage_of(scene, look), 4, ExportFormat.SVG))  # noqa: S314
        return [(element.text or "").strip() for element in root.iter(f"{SVG}text")]

    legend = "Corner cells are read once, inner cells 4, 6 or 9 times."
    assert legend in texts(ExportLook(has_usage=True))
    assert legend not in texts(ExportLook(has_usage=True, width=400, height=150))
    assert legend not in texts(ExportLook())


@pytest.mark.parametrize("view", ["im2col", "sparse"])
def test_matrices_hold_their_numbers_as_text_in_an_svg(scene: Scene, view: str) -> None:
    svg = still_bytes(stage_of(scene, ExportLook(), view), 4, ExportFormat.SVG)
    root = ET.fromstring(svg)  # noqa: S314 - our own file
    texts = [(element.text or "").strip() for element in root.iter(f"{SVG}text")]
    names = {"im2col": "X_col 9 \u00d7 9", "sparse": "vec(x) 25 \u00d7 1"}
    assert names[view] in texts
    grids = still_bytes(stage_of(scene, ExportLook()), 4, ExportFormat.SVG)
    assert len(texts) > grids.count(b"<text")


@pytest.mark.parametrize("view", ["grids", "im2col", "sparse"])
def test_an_svg_looks_like_the_png(scene: Scene, view: str) -> None:
    stage = stage_of(scene, view=view)
    renderer = QSvgRenderer(QByteArray(still_bytes(stage, 4, ExportFormat.SVG)))
    assert renderer.isValid()
    image = QImage(640, 320, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()

    assert np.abs(pixels(image) - pixels(stage.image(4))).mean() < 5


def test_the_formula_s_letters_have_no_outline_in_an_svg(scene: Scene) -> None:
    look = ExportLook(has_formula=True, has_step_line=False)
    root = ET.fromstring(still_bytes(stage_of(scene, look), 4, ExportFormat.SVG))  # noqa: S314

    letters = [
        group
        for group in root.iter(f"{SVG}g")
        if group.get("fill") == LIGHT.text and group.find(f"{SVG}path") is not None
    ]
    assert len(letters) > 20
    assert {group.get("stroke") for group in letters} == {"none"}


def test_many_cells_are_one_sharp_picture_in_an_svg() -> None:
    scene = build_scene(Calculator(parse_layer("Conv2d(1, 1, 3)"), (1, 100, 100)))
    svg = still_bytes(stage_of(scene), 0, ExportFormat.SVG)

    images = list(ET.fromstring(svg).iter(f"{SVG}image"))  # noqa: S314 - our own file
    assert len(images) == 2
    assert len(svg) < 2_000_000


@pytest.mark.parametrize("scale", [1, 2])
def test_a_pdf_has_one_page_of_the_picture_s_size(scene: Scene, scale: float) -> None:
    stage = stage_of(scene, replace(LOOK, scale=scale))
    pdf = still_bytes(stage, 4, ExportFormat.PDF)

    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", pdf)
    assert box is not None
    width, height = (float(side) for side in box.groups())
    assert width / height == pytest.approx(2, abs=0.02)
    assert width == pytest.approx(scale * 640 * 0.75, rel=0.34)
    assert b"/Font" in pdf


def test_an_animated_format_is_no_still(scene: Scene) -> None:
    with pytest.raises(ValueError, match="gif"):
        still_bytes(stage_of(scene), 0, ExportFormat.GIF)
