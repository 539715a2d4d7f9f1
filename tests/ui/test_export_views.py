"""Every view of every kind of layer as a picture: what the window shows can be exported."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from convviz.core.errors import ErrorCode, ExportError
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.smooth_activation import Sigmoid
from convviz.core.presets import presets
from convviz.protocol.document import Calculator
from convviz.protocol.templates import course_calculator
from convviz.stepping.scene.scene import build_scene
from convviz.ui.calculator.presets.applied import with_preset
from convviz.ui.export.frames import image_pixels
from convviz.ui.export.look import ExportLook
from convviz.ui.export.stage import ExportStage
from convviz.ui.stepper.view_state import ViewState
from convviz.ui.stepper.views.entries import view_entries, view_named
from convviz.ui.theme import apply_theme
from convviz.ui.widgets.formula_source import formula_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray
    from pytestqt.qtbot import QtBot

    from convviz.core.layers import Layer
    from convviz.core.presets import Preset
    from convviz.stepping.scene.scene import Scene

pytestmark = pytest.mark.usefixtures("qapp")

LOOK = ExportLook(has_step_line=False)
MATRICES = ("im2col", "sparse")
CONVOLUTIONS: list[tuple[Layer, tuple[int, ...]]] = [
    (Conv1d(1, 2, 3, padding=1), (1, 8)),
    (Conv2d(2, 2, 3, stride=2, groups=2), (2, 7, 7)),
    (Conv3d(1, 1, 2), (1, 3, 3, 3)),
    (ConvTranspose2d(1, 1, 3, stride=2, padding=1), (1, 3, 3)),
    (Conv2d(1, 1, 3, padding=1), (1, 64, 64)),
]


def scene_of(layer: Layer, shape: tuple[int, ...]) -> Scene:
    return build_scene(Calculator(layer, shape))


def picture(scene: Scene, view: str, index: int = 0, look: ExportLook = LOOK) -> QImage:
    stage = ExportStage(scene, look, formula_source().render_now, view_named(view))
    return stage.image(index)


@pytest.mark.parametrize("view", MATRICES)
@pytest.mark.parametrize(("layer", "shape"), CONVOLUTIONS, ids=lambda value: str(value)[:40])
def test_matrices_stand_beside_the_grids_and_follow_the_step(
    layer: Layer, shape: tuple[int, ...], view: str
) -> None:
    scene = scene_of(layer, shape)
    first, last = picture(scene, view), picture(scene, view, scene.step_count - 1)
    assert first != picture(scene, "grids")
    for left, right in ((14, 690), (740, 986)):
        part = first.copy(left, 0, right - left, first.height())
        assert part != last.copy(left, 0, right - left, first.height())


def ink(image: QImage) -> NDArray[np.int16]:
    """Return the pixels inside the bounds of what differs from the background."""
    opaque = image.convertToFormat(QImage.Format.Format_RGB32)
    words = image_pixels(opaque)[2:-2, 2:-2] & 0xFFFFFF  # a view may have a frame
    rows, columns = np.nonzero(words != words[0, 0])
    part = words[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    return np.dstack([(part >> shift & 0xFF).astype(np.int16) for shift in (16, 8, 0)])


@pytest.fixture
def light_again(qapp: QApplication) -> Iterator[None]:
    yield
    apply_theme(qapp, "light")


@pytest.mark.parametrize(
    ("view", "layer", "theme", "changes"),
    [
        ("im2col", Conv2d(1, 1, 3, stride=2, padding=1), "light", 1.0),
        ("sparse", Conv2d(1, 1, 3, stride=2, padding=1), "dark", 1.0),
        ("curve", Sigmoid(), "light", 0.5),  # only a point moves
    ],
)
@pytest.mark.usefixtures("light_again")
def test_views_look_as_in_the_window(
    qtbot: QtBot,
    qapp: QApplication,
    view: str,
    layer: Layer,
    theme: Literal["light", "dark"],
    changes: float,
) -> None:
    apply_theme(qapp, theme)
    scene, entry = scene_of(layer, (1, 6, 6)), view_named(view)
    look = replace(LOOK, theme=theme)
    stage = ExportStage(scene, look, formula_source().render_now, entry)
    exported = stage.image(4)
    (_, area), (_, grids) = stage._panes[0]._places

    window = QWidget()
    qtbot.addWidget(window)
    assert entry.build is not None
    widget = entry.build(window)
    widget.resize(area.size().toSize())
    window.show()
    widget.show_state(ViewState(entry, scene, index=4))

    in_file, in_window = (
        ink(image)
        for image in (
            exported.copy(0, 0, round(grids.left()), exported.height()),
            widget.grids.grab().toImage(),
        )
    )
    assert in_file.shape == in_window.shape
    assert np.abs(in_file - in_window).mean() < 0.5
    other_step = ink(stage.image(5).copy(0, 0, round(grids.left()), exported.height()))
    assert in_file.shape != other_step.shape or np.abs(in_file - other_step).mean() > changes


@pytest.mark.parametrize("view", MATRICES)
def test_one_stage_paints_the_same_as_a_new_one_at_every_step(view: str) -> None:
    scene = scene_of(Conv2d(1, 2, 3, padding=1), (1, 6, 6))
    stage = ExportStage(scene, LOOK, formula_source().render_now, view_named(view))
    for index in (0, 20, 35, 36, 71, 3):
        assert stage.image(index) == picture(scene, view, index)


def test_a_view_that_does_not_suit_the_layer_is_refused() -> None:
    scene = scene_of(MaxPool2d(2), (1, 4, 4))
    with pytest.raises(ExportError) as caught:
        picture(scene, "sparse")
    assert caught.value.code is ErrorCode.VIEW_UNSUITABLE
    assert caught.value.facts["reason"]


def test_matrices_without_room_are_refused_instead_of_left_out() -> None:
    scene = scene_of(Conv2d(64, 64, 11, padding=5), (64, 32, 32))
    look = ExportLook(width=400, height=140, has_step_line=False)
    with pytest.raises(ExportError) as caught:
        picture(scene, "im2col", look=look)
    assert caught.value.code is ErrorCode.VIEW_TOO_SMALL


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.key)
def test_every_preset_is_exported_in_every_view_that_suits_it(preset: Preset) -> None:
    scene = build_scene(with_preset(course_calculator(), preset))
    keys = [entry.key for entry in view_entries() if not entry.obstacle(scene.layer)]
    pictures = [picture(scene, key) for key in keys if key == "grids" or scene.step_count < 5000]
    for image in pictures:
        pixels = image_pixels(image.convertToFormat(QImage.Format.Format_RGB32))
        assert (pixels != pixels[0, 0]).any(), "nothing is drawn"
    assert all(one != other for one, other in itertools.pairwise(pictures))
