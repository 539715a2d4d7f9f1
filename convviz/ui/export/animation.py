"""An animation from its steps to its file, in one go: what the shell does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from convviz.protocol.files import write_file
from convviz.ui.export.formats import ExportFormat, require_video
from convviz.ui.export.frames import FrameMaker
from convviz.ui.export.gif_writer import GifWriter
from convviz.ui.export.pillow_writers import PillowWriter, check_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from convviz.ui.export.frames import FrameChange
    from convviz.ui.export.look import ExportLook, ExportTiming
    from convviz.ui.export.stage import ExportStage


class AnimationWriter(Protocol):
    """Encodes the frames of one file."""

    def add(self, change: FrameChange) -> None:
        """Take the next frame."""

    def finish(self) -> bytes:
        """Return the file after the last frame."""


def check_animation(kind: ExportFormat, look: ExportLook, count: int) -> None:
    """Refuse an animation that cannot be made, before anything is drawn.

    Args:
        kind: An animated format, or PNG for one frame.
        look: Its size.
        count: Number of frames.

    Raises:
        ExportError: EXPORT_SIZE; EXPORT_NEEDS_MEMORY; VIDEO_LIBRARY_MISSING.
    """
    look.check()
    width, height = look.pixel_size
    if kind in {ExportFormat.APNG, ExportFormat.WEBP}:
        check_memory(kind.value, width * height, count)
    elif kind is ExportFormat.MP4:
        require_video()


def animation_writer(
    kind: ExportFormat, size: tuple[int, int], *, loops: bool, colours: Sequence[int]
) -> AnimationWriter:
    """Return the writer of a format.

    Args:
        kind: An animated format, or PNG for one frame.
        size: Width and height, in pixels.
        loops: Whether it begins again; videos leave that to the player.
        colours: Those of areas, as 0xRRGGBB; for GIF.

    Raises:
        ExportError: VIDEO_LIBRARY_MISSING; VIDEO_ENCODER_MISSING.
        ValueError: The format is no animation.
    """
    match kind:
        case ExportFormat.GIF:
            return GifWriter(*size, loops=loops, colours=colours)
        case ExportFormat.APNG | ExportFormat.WEBP | ExportFormat.PNG:
            return PillowWriter(kind.value, *size, loops=loops)
        case ExportFormat.MP4:
            from convviz.ui.export.video_writer import VideoWriter

            return VideoWriter(*size)
        case _:
            message = f"{kind} is no animation"
            raise ValueError(message)


def save_animation(
    path: Path,
    kind: ExportFormat,
    stage: ExportStage,
    steps: Sequence[int],
    timing: ExportTiming,
    on_frame: Callable[[int], None] = lambda _done: None,
) -> None:
    """Write one frame a step.

    Args:
        path: The file.
        kind: Its format.
        stage: Paints the steps.
        steps: Numbers of the steps, from 0.
        timing: How long each is shown.
        on_frame: Is told how many frames are done.

    Raises:
        ConvVizError: the animation cannot be made; or DISK_FULL, FILE_UNWRITABLE, and an older
            file is untouched.
    """
    check_animation(kind, stage.look, len(steps))
    maker = FrameMaker(stage, steps, timing)
    colours = maker.flat_colours() if kind is ExportFormat.GIF else []
    writer = animation_writer(kind, stage.look.pixel_size, loops=timing.loops, colours=colours)
    for number, change in enumerate(maker.changes(), start=1):
        writer.add(change)
        on_frame(number)
    write_file(path, writer.finish())
