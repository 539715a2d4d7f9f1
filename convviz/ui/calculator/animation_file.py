"""The calculator's steps as an animated GIF, looking as they do in the window."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from convviz.protocol.files import write_file
from convviz.ui.calculator.model.scene import build_scene
from convviz.ui.calculator.model.step_lines import step_lines
from convviz.ui.calculator.picture import CalculatorPicture
from convviz.ui.calculator.step_panel import StepPanel
from convviz.ui.theme import SPACING

if TYPE_CHECKING:
    from pathlib import Path

    from convviz.protocol.document import Calculator

STEP_MILLISECONDS = 700
LAST_MILLISECONDS = 1800
"""The last step stays longer, so that the finished output can be read."""


def save_animation(path: Path, calculator: Calculator, *, width: int, height: int) -> int:
    """Write one frame a step and return their number. Needs a QApplication.

    Args:
        path: The GIF.
        calculator: What is shown.
        width: Of a frame, in pixels.
        height: Of a frame, in pixels.

    Raises:
        ConvVizError: the layer refuses its input; or DISK_FULL, FILE_UNWRITABLE, and the old
            file is untouched.
    """
    scene = build_scene(calculator)
    stage = QWidget()
    picture, numbers = CalculatorPicture(stage), StepPanel(stage)
    column = QVBoxLayout(stage)
    column.setContentsMargins(*[3 * SPACING] * 4)
    column.addWidget(picture, 1)
    column.addWidget(numbers)
    stage.resize(width, height)
    picture.show_scene(scene, 0)
    stage.ensurePolished()
    stage.grab()  # lets the layout settle before the first frame
    frames = []
    for index in range(scene.step_count):
        step = picture.show_step(index)
        numbers.set_lines(step_lines(step), step.tap_count)
        frames.append(_frame(stage.grab().toImage()))
    stage.deleteLater()
    write_file(path, _gif(frames))
    return len(frames)


def _frame(image: QImage) -> Image.Image:
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    size = (rgb.width(), rgb.height())
    raw = bytes(rgb.constBits())
    picture = Image.frombytes("RGB", size, raw, "raw", "RGB", rgb.bytesPerLine())
    return picture.quantize(256, dither=Image.Dither.NONE)


def _gif(frames: list[Image.Image]) -> bytes:
    durations = [STEP_MILLISECONDS] * (len(frames) - 1) + [LAST_MILLISECONDS]
    stream = io.BytesIO()
    frames[0].save(
        stream, "GIF", save_all=True, append_images=frames[1:], duration=durations, loop=0
    )
    return stream.getvalue()
