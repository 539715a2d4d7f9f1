"""``convviz tour``: the main job without a display, as files: shapes, animation, training, plot."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from convviz.cli.out_files import add_replace_option, check_free
from convviz.protocol.document_file import write_document
from convviz.protocol.files import write_file
from convviz.protocol.templates import new_document

if TYPE_CHECKING:
    import argparse

    from convviz.protocol.document import Document

EPOCHS = 2
COURSE, SHAPES, ANIMATION, PLOT = FILES = (
    "course.convviz",
    "shapes.txt",
    "convolution.gif",
    "loss.png",
)


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = commands.add_parser(
        "tour",
        help="write a tour of convviz as files; needs no display",
        description="Write the course network's shapes, a GIF of a convolution, a short training "
        "on the embedded data set and its loss plot, and name the files.",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    add_replace_option(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the files of the tour and name each."""
    folder: Path = options.out
    check_free(options, *(folder / name for name in FILES))
    document = new_document()
    training = msgspec.structs.replace(document.training, epochs=EPOCHS)
    document = msgspec.structs.replace(document, training=training)
    write_document(folder / COURSE, document)
    _name(folder / COURSE, "the course's convolution and network, for the window")
    _write_shapes(folder / SHAPES, folder / COURSE)
    _write_animation(folder / ANIMATION, document)
    _train(folder, document)
    return 0


def _write_shapes(path: Path, document: Path) -> None:
    import io

    from convviz.cli import run_command

    text = io.StringIO()
    with redirect_stdout(text):
        run_command(["shape", str(document)])
    write_file(path, text.getvalue().encode())
    sys.stdout.write(text.getvalue())
    _name(path, "the course network's shapes")


def _write_animation(path: Path, document: Document) -> None:
    from convviz.stepping.scene.scene import build_scene
    from convviz.ui.export.animation import save_animation
    from convviz.ui.export.formats import ExportFormat
    from convviz.ui.export.look import ExportLook, ExportTiming
    from convviz.ui.export.stage import ExportStage
    from convviz.ui.offscreen import offscreen_application
    from convviz.ui.widgets.formula_source import formula_source

    offscreen_application()
    scene = build_scene(document.calculator)
    stage = ExportStage(scene, ExportLook(has_formula=True), formula_source().render_now)
    steps = range(scene.step_count)
    save_animation(path, ExportFormat.GIF, stage, steps, ExportTiming())
    _name(path, f"a convolution window by window, {len(steps)} steps")


def _train(folder: Path, document: Document) -> None:
    from convviz.cli.train import TrainingBar, print_metrics, write_metrics
    from convviz.engine.training.headless import train_headless
    from convviz.runs import new_run_folder
    from convviz.ui.plots.plot_image import save_loss_plot

    run_folder = new_run_folder(folder / "runs")
    with TrainingBar(document.training) as progress:
        ended = train_headless(document, run_folder, resume=False, on_message=progress.show)
    metrics = write_metrics(run_folder, document, progress, ended)
    print_metrics(progress.epochs, ended, metrics)
    plot = folder / PLOT
    rates = progress.rates.until(len(progress.losses)).tolist()
    save_loss_plot(plot, progress.losses, progress.epochs, rates=rates)
    _name(plot, "the loss and the learning rate of every batch, and the validation")


def _name(path: Path, content: str) -> None:
    sys.stdout.write(f"{path}: {content}\n")
    sys.stdout.flush()
