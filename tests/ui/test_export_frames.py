from __future__ import annotations

import errno
import io
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shiboken6
from PIL import Image, ImageSequence

from convviz.core.code.writing import parse_layer
from convviz.core.errors import ErrorCode, ExportError, StorageError
from convviz.protocol.document import Calculator
from convviz.protocol.sentences.errors import sentence
from convviz.protocol.templates import course_calculator
from convviz.stepping.scene.scene import Scene, build_scene
from convviz.ui.export.animation import save_animation
from convviz.ui.export.formats import ExportFormat, format_of
from convviz.ui.export.frames import FrameMaker, image_pixels
from convviz.ui.export.gif_writer import SharedPalette
from convviz.ui.export.look import ExportLook, ExportTiming, checked_steps
from convviz.ui.export.stage import ExportStage
from convviz.ui.theme import DARK, LIGHT, apply_theme, theme_notifier
from convviz.ui.widgets.formula_source import formula_source

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication

LOOK = ExportLook(width=640, height=320)
TIMING = ExportTiming(step=250, last=1010)


@pytest.fixture
def scene() -> Scene:
    return build_scene(course_calculator())


@pytest.fixture(autouse=True)
def light_window(qapp: QApplication) -> None:
    apply_theme(qapp, "light")


def stage_of(scene: Scene, look: ExportLook = LOOK) -> ExportStage:
    return ExportStage(scene, look, formula_source().render_now)


def rgb(image: QImage) -> NDArray[np.int16]:
    pixels = image_pixels(image)
    return np.dstack([(pixels >> shift & 0xFF).astype(np.int16) for shift in (16, 8, 0)])


def exported(
    path: Path, scene: Scene, look: ExportLook = LOOK, timing: ExportTiming = TIMING
) -> tuple[list[NDArray[np.int16]], list[int]]:
    """Write an animation and return its frames and their milliseconds."""
    steps = range(scene.step_count)
    save_animation(path, format_of(path), stage_of(scene, look), steps, timing)
    frames, milliseconds = [], []
    with Image.open(path) as animation:
        for frame in ImageSequence.Iterator(animation):
            frames.append(np.asarray(frame.convert("RGB"), dtype=np.int16))
            milliseconds.append(round(frame.info["duration"]))
    return frames, milliseconds


@pytest.mark.parametrize("suffix", ["gif", "apng", "webp"])
def test_every_step_is_a_frame_for_its_time(tmp_path: Path, scene: Scene, suffix: str) -> None:
    frames, milliseconds = exported(tmp_path / f"steps.{suffix}", scene)

    assert [frame.shape for frame in frames] == [(320, 640, 3)] * 9
    assert sum(milliseconds) == pytest.approx(8 * 250 + 1010, abs=10)
    assert milliseconds[:8] == pytest.approx([250] * 8, abs=10)


@pytest.mark.parametrize("suffix", ["apng", "webp"])
def test_formats_without_loss_show_the_very_pixels(
    tmp_path: Path, scene: Scene, suffix: str
) -> None:
    frames, _ = exported(tmp_path / f"steps.{suffix}", scene)

    stage = stage_of(scene)
    for number, frame in enumerate(frames):
        np.testing.assert_array_equal(frame, rgb(stage.image(number)))


@pytest.mark.parametrize(
    ("call", "shape", "look"),
    [
        ("Conv2d(1, 1, 3)", (1, 5, 5), LOOK),
        ("Conv2d(2, 2, 3, padding=1)", (2, 4, 4), replace(LOOK, theme="dark", scale=1.5)),
        ("MaxPool2d(2)", (2, 6, 6), replace(LOOK, has_formula=True)),
        ("Conv2d(1, 8, 3)", (1, 4, 4), LOOK),
    ],
)
def test_a_gif_has_exact_areas_and_letters_that_are_nearly_so(
    tmp_path: Path, call: str, shape: tuple[int, ...], look: ExportLook
) -> None:
    scene = build_scene(Calculator(parse_layer(call), shape))
    frames, _ = exported(tmp_path / "steps.gif", scene, look)

    stage = stage_of(scene, look)
    assert len(frames) == scene.step_count
    for number in (0, len(frames) // 2, len(frames) - 1):
        difference = np.abs(frames[number] - rgb(stage.image(number))).max(axis=2)
        assert (difference > 0).mean() < 0.06
        assert difference.max() <= 64


def test_an_animation_begins_again_only_if_it_is_asked_to(tmp_path: Path, scene: Scene) -> None:
    for suffix, forever, once in (("gif", 0, None), ("apng", 0, 1), ("webp", 0, 1)):
        path = tmp_path / f"steps.{suffix}"
        for loops, expected in ((True, forever), (False, once)):
            exported(path, scene, timing=replace(TIMING, loops=loops))
            with Image.open(path) as animation:
                assert animation.info.get("loop") == expected


def test_steps_in_any_range_are_exported(tmp_path: Path, scene: Scene) -> None:
    path = tmp_path / "part.apng"
    save_animation(path, ExportFormat.APNG, stage_of(scene), checked_steps(3, 5, 9), TIMING)

    with Image.open(path) as animation:
        frames = [np.asarray(f.convert("RGB")) for f in ImageSequence.Iterator(animation)]
    stage = stage_of(scene)
    assert len(frames) == 3
    np.testing.assert_array_equal(frames[0], rgb(stage.image(2)))
    np.testing.assert_array_equal(frames[2], rgb(stage.image(4)))


@pytest.mark.parametrize("call", ["Conv2d(2, 3, 3)", "MaxPool2d(3, stride=2)", "ZeroPad2d(1)"])
def test_painting_only_what_moves_is_painting_everything(call: str) -> None:
    scene = build_scene(Calculator(parse_layer(call), (2, 5, 5)))
    walked = stage_of(scene)
    image = walked.new_image()
    for index in range(scene.step_count):
        walked.paint_image(image, index)
    last = rgb(image)

    np.testing.assert_array_equal(last, rgb(stage_of(scene).image(scene.step_count - 1)))
    np.testing.assert_array_equal(rgb(walked.image(0)), rgb(stage_of(scene).image(0)))


def test_the_export_wears_its_own_theme_and_the_window_keeps_its(
    qapp: QApplication, scene: Scene
) -> None:
    dark = replace(LOOK, theme="dark", has_formula=True)
    stage = stage_of(scene, dark)
    in_light_window = rgb(stage.image(0))
    assert theme_notifier().palette is LIGHT

    apply_theme(qapp, "dark")
    in_dark_window = rgb(stage.image(0))
    made_in_dark_window = rgb(stage_of(scene, dark).image(0))
    assert theme_notifier().palette is DARK
    apply_theme(qapp, "light")

    np.testing.assert_array_equal(in_light_window, in_dark_window)
    np.testing.assert_array_equal(in_light_window, made_in_dark_window)
    assert in_light_window[0, 0].max() < 64
    assert rgb(stage_of(scene).image(0))[0, 0].min() > 192


def test_a_stage_that_is_dropped_leaves_nothing_that_hears_of_the_theme(
    qapp: QApplication, scene: Scene
) -> None:
    stage = stage_of(scene)
    stage.image(0)
    (panes,) = stage._panes
    picture = panes._grids
    assert shiboken6.isValid(picture)

    del stage

    assert not shiboken6.isValid(picture)
    apply_theme(qapp, "dark")
    apply_theme(qapp, "light")


def test_a_scale_gives_more_pixels_of_the_same_picture(scene: Scene) -> None:
    small = stage_of(scene).image(4)
    large = stage_of(scene, replace(LOOK, scale=2)).image(4)

    assert (large.width(), large.height()) == (2 * small.width(), 2 * small.height())
    halved = Image.fromarray(rgb(large).astype(np.uint8)).resize((640, 320), Image.Resampling.BOX)
    difference = np.abs(np.asarray(halved, dtype=np.int16) - rgb(small))
    assert difference.mean() < 4


def test_formula_and_step_line_take_room_only_when_they_are_wanted(scene: Scene) -> None:
    plain = replace(LOOK, has_step_line=False)
    ground = rgb(stage_of(scene, plain).image(0))[0, 0]

    def is_written(look: ExportLook, rows: slice) -> bool:
        return bool((rgb(stage_of(scene, look).image(0))[rows] != ground).any())

    assert not is_written(plain, slice(0, 36))
    assert is_written(replace(plain, has_formula=True), slice(0, 36))
    assert not is_written(plain, slice(290, 320))
    assert is_written(LOOK, slice(260, 310))


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_no_file_and_the_old_one(
    tmp_path: Path, scene: Scene, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def full(_handle: int) -> None:
        raise OSError(code, os.strerror(code))

    old = tmp_path / "old.gif"
    old.write_bytes(b"old")
    monkeypatch.setattr("os.fsync", full)
    for path in (old, tmp_path / "new.gif"):
        with pytest.raises(StorageError) as caught:
            save_animation(path, ExportFormat.GIF, stage_of(scene), range(2), TIMING)
        assert caught.value.code is ErrorCode.DISK_FULL

    assert [path.name for path in tmp_path.iterdir()] == ["old.gif"]
    assert old.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("look", "kind", "count", "code"),
    [
        (replace(LOOK, width=50), ExportFormat.GIF, 1, ErrorCode.EXPORT_SIZE),
        (replace(LOOK, width=5000, scale=4), ExportFormat.GIF, 1, ErrorCode.EXPORT_SIZE),
        (replace(LOOK, scale=8), ExportFormat.WEBP, 200, ErrorCode.EXPORT_NEEDS_MEMORY),
    ],
)
def test_what_cannot_be_made_is_refused_before_anything_is_drawn(
    tmp_path: Path, scene: Scene, look: ExportLook, kind: ExportFormat, count: int, code: ErrorCode
) -> None:
    stage = stage_of(scene)
    stage.look = look
    with pytest.raises(ExportError) as caught:
        save_animation(tmp_path / "a", kind, stage, range(count), TIMING)
    assert caught.value.code is code
    assert list(tmp_path.iterdir()) == []


def test_too_many_steps_are_refused_with_what_is_possible() -> None:
    with pytest.raises(ExportError) as caught:
        checked_steps(1, 200_704, 200_704)
    assert caught.value.facts == {"count": 200_704, "limit": 2000}
    assert checked_steps(200_001, 200_704, 200_704) == tuple(range(200_000, 200_704))
    for first, last in ((0, 1), (2, 1), (1, 10)):
        with pytest.raises(ExportError) as caught:
            checked_steps(first, last, 9)
        assert caught.value.code is ErrorCode.STEPS_OUT_OF_RANGE


def test_a_video_without_its_library_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("convviz.ui.export.formats.find_spec", lambda _name: None)
    with pytest.raises(ExportError) as caught:
        format_of(Path("steps.mp4"))
    assert sentence(caught.value).endswith(f"{sys.executable} -m pip install av")


def test_a_video_library_that_cannot_be_loaded_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scene: Scene
) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(ExportError) as caught:
        save_animation(tmp_path / "a.mp4", ExportFormat.MP4, stage_of(scene), range(2), TIMING)
    assert caught.value.code is ErrorCode.VIDEO_LIBRARY_MISSING
    assert not list(tmp_path.iterdir())


def test_a_video_shows_every_step_for_its_time(tmp_path: Path, scene: Scene) -> None:
    av = pytest.importorskip("av")
    path = tmp_path / "steps.mp4"
    look = replace(LOOK, width=641, height=321)
    save_animation(path, ExportFormat.MP4, stage_of(scene, look), range(9), TIMING)

    with av.open(io.BytesIO(path.read_bytes())) as video:
        frames = [frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)]
    assert len(frames) == pytest.approx((8 * 250 + 1010) * 25 / 1000, abs=1)
    expected = rgb(stage_of(scene, look).image(8))
    assert np.abs(frames[-1][:321, :641] - expected).mean() < 6


def test_the_shared_palette_keeps_known_colours_and_finds_the_nearest_for_others() -> None:
    known = [0x000000, 0xFFFFFF, *range(0x102030, 0x102030 + 253)]
    palette = SharedPalette(known)
    pixels = np.array([known, [0xFF000000 | colour for colour in known]], dtype=np.uint32)

    np.testing.assert_array_equal(palette.indices(pixels), [range(255), range(255)])
    assert palette.indices(np.array([0xFEFDFC, 0x010203], dtype=np.uint32)).tolist() == [1, 0]


def test_frames_tell_only_what_changes(scene: Scene) -> None:
    maker = FrameMaker(stage_of(scene), [0, 1, 1], TIMING)
    first, second, third = maker.changes()

    assert (first.width, first.height) == (640, 320)
    assert 0 < second.width * second.height < 640 * 320
    assert (third.width, third.height) == (1, 1)
    assert [change.milliseconds for change in (first, second, third)] == [250, 250, 1010]
