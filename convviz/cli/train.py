"""``convviz train``: train a document's network, with a progress bar, metrics and checkpoints."""

from __future__ import annotations

import shlex
import sys
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self, cast

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from convviz.cli.failures import INVALID, tell_failure
from convviz.cli.find_rate import add_find_rate_options, find_rate
from convviz.cli.last_resort import ForgivingStream, say, silence
from convviz.cli.train_options import (
    add_document,
    add_options,
    document_or_template,
    training_of,
)
from convviz.cli.train_portion import add_portion_options, portion_commands
from convviz.core.call_code import call_code
from convviz.core.errors import ConvVizError, DocumentError, ErrorCode, StorageError
from convviz.core.network.sequential import infer_sequential
from convviz.engine.training.launch import Launch
from convviz.protocol.batch_course import course_of
from convviz.protocol.files import write_file
from convviz.protocol.messages.trainer import (
    BatchesDone,
    EpochDone,
    RunEnded,
    RunNotice,
    RunStarted,
    TrainerReply,
)
from convviz.protocol.numbers_folder import without_file_blocks
from convviz.protocol.records import EpochRecord, SettingChange, best_epoch
from convviz.protocol.run_start import start_weights
from convviz.protocol.sentences.errors import sentence
from convviz.protocol.soundness import PLAIN
from convviz.protocol.training_parts import TRAINING_PARTS
from convviz.protocol.training_plain import training_to_plain

if TYPE_CHECKING:
    import argparse

    from convviz.protocol.document import Document, Training, WeightsFile
    from convviz.protocol.messages.common import Problem

FAILED = DIVERGED = 1
STOPPED = 3
_STATUS = {"diverged": DIVERGED, "stopped": STOPPED}


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = commands.add_parser(
        "train",
        help="train the network of a document",
        description="Train a document's network. Options that are not given are taken from the "
        "document. A network that has weights, as in a .pt2 file, begins with them.",
    )
    add_document(parser)
    add_options(parser)
    add_find_rate_options(parser)
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="folder of the run; default: a new one"
    )
    parser.add_argument(
        "--resume", action="store_true", help="continue from the last checkpoint in --out"
    )
    add_portion_options(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Train and print the metrics.

    Returns:
        0; DIVERGED if the loss became infinite or no number; STOPPED if it was told to end;
        INVALID if the network is.
    """
    from convviz.engine.training.headless import load_training
    from convviz.runs import new_run_folder, remove_if_unused

    launch = _launch(options)
    if options.resume and options.out is None:
        sys.stderr.write("convviz: --resume needs --out DIR, the folder of the run to go on with\n")
        return 2
    document = without_file_blocks(document_or_template(options.document))
    document = msgspec.structs.replace(document, training=training_of(options, document.training))
    failure = infer_sequential(document.network.steps, document.network.input_shape).failure
    if failure is not None:
        return tell_failure(document.network, failure)
    if options.find_lr:
        return 0 if launch is not None and launch.rank else find_rate(options, document)
    if launch is not None and launch.rank:
        return _follow(document, launch)
    with TrainingBar(document.training) as progress:
        # A signal ends the program here, which must leave no empty folder of a run behind.
        load_training()
        folder: Path = options.out or new_run_folder()
        try:
            ended = _train(document, folder, progress, launch, options)
        except ConvVizError as error:
            weights = start_weights(document)
            if weights is not None and error.facts.get("path") == weights.path:
                error.add_note("To begin with new weights, add --new-weights.")
            # What was learned before is worth knowing, such as where the disk is full.
            if progress.epochs:
                print_epochs(progress.epochs)
            raise
        finally:
            if options.out is None:
                remove_if_unused(folder)
    # Before anything is printed: a terminal that was closed takes no table.
    metrics: Path | None = None
    try:
        metrics = write_metrics(folder, document, progress, ended)
    finally:
        print_parts(document.training)
        print_metrics(progress.epochs, ended, metrics)
    if ended.outcome == "stopped":
        sys.stdout.write(
            f"Stopped after step {ended.step}. The same command with --out "
            f"{shlex.quote(str(folder))} --resume goes on.\n"
        )
    return _STATUS.get(ended.outcome, 0)


def _launch(options: argparse.Namespace) -> Launch | None:
    """Return how torchrun started this process; None without it.

    Raises:
        DocumentError: RESTARTS_NEED_FOLDER.
    """
    launch = Launch.here()
    if launch is None:
        return None
    if launch.local_rank:
        silence()  # the first process of each machine tells what there is to tell
    if launch.most_restarts and options.out is None:
        raise DocumentError(ErrorCode.RESTARTS_NEED_FOLDER)
    return launch


def _train(
    document: Document,
    folder: Path,
    progress: TrainingBar,
    launch: Launch | None,
    options: argparse.Namespace,
) -> RunEnded:
    """Train alone, or as the first of several processes."""
    from convviz.engine.training.headless import train_headless

    show, resume = progress.show, options.resume
    portion = partial(portion_commands, options)
    if launch is None:
        return train_headless(document, folder, resume=resume, on_message=show, portion=portion)
    from convviz.engine.training.together import goes_on_again, lead

    if launch.count > 1:
        return lead(document, folder, launch, resume=resume, on_message=show, portion=portion)
    again, name = resume or goes_on_again(launch, folder), launch.name
    return train_headless(
        document, folder, resume=again, on_message=show, launch=name, portion=portion
    )


def _follow(document: Document, launch: Launch) -> int:
    """Train as one of several processes, and not the first, which alone prints how it goes."""
    from convviz.engine.training.headless import load_training

    load_training()
    from convviz.engine.training.together import follow

    try:
        outcome = follow(document, launch)
    except ConvVizError as error:
        is_told = error.code in {ErrorCode.WORKER_LOST, ErrorCode.WORKER_REFUSED}
        if not is_told:
            say(f"process {launch.rank}: {sentence(error)}")
        return FAILED if isinstance(error, StorageError) else INVALID
    return _STATUS.get(outcome, 0)


class TrainingBar:
    """The progress bar of a run.

    Attributes:
        losses: Of every batch so far.
        rates: The learning rate of each.
        epochs: The epochs done so far, those before a run went on included.
        changes: The settings that the window changed before the run went on here.
        start: The weights that the run began with; None for new ones.
    """

    def __init__(self, training: Training) -> None:
        self._training = training
        self.losses: list[float] = []
        from convviz.ui.training.run.rate_history import RateHistory

        self.rates = RateHistory()
        self.epochs: list[EpochRecord] = []
        self.changes: tuple[SettingChange, ...] = ()
        self.start: WeightsFile | None = None
        self._told: set[str] = set()
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[figures]}"),
            TimeRemainingColumn(),
            console=Console(file=cast("IO[str]", ForgivingStream(sys.stderr))),
        )
        self._task = self._bar.add_task("Loading", total=None, figures="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def show(self, message: TrainerReply) -> None:
        """Take in one message of the run."""
        match message:
            case RunStarted():
                self._bar.update(
                    self._task,
                    description=f"Training on {message.device}",
                    total=self._total(message),
                    completed=message.first_step,
                )
                self.epochs += message.earlier
                self._take_start(message.start)
                self._take_changes(message.changes)
                for notice in message.notices:
                    self._print_once(notice)
            case RunNotice():
                self._print_once(message.problem)
            case BatchesDone():
                self.losses += message.losses
                self.rates.take(message.rates)
                done = message.first_step + len(message.losses) - 1
                figures = (
                    f"loss {message.losses[-1]:.4f}  {message.pictures_per_second:,.0f} pictures/s"
                )
                self._bar.update(self._task, completed=done, figures=figures)
            case EpochDone():
                self.epochs.append(message.epoch)
            case _:
                pass

    def _total(self, started: RunStarted) -> int:
        """Return how many batches the run has."""
        batches, pictures = started.batches_per_epoch, started.train_pictures
        course = course_of(self._training, batches, started.changes, pictures)
        return course.steps_until(started.epochs)

    def _take_start(self, start: WeightsFile | None) -> None:
        """Note with which weights the run began, unless they were new."""
        self.start = start
        if start is not None:
            self._bar.console.print(f"Began with the weights of {start.path}", markup=False)

    def _take_changes(self, changes: tuple[SettingChange, ...]) -> None:
        """Note what the run goes on with in place of what its document says."""
        self.changes = changes
        for change in changes:
            since = f"since step {change.step}, as it was changed"
            text = f"Note: {change.name} is {change.value:g} {since}"
            self._bar.console.print(text, markup=False)

    def _print_once(self, notice: Problem) -> None:
        """Print a notice; one that comes at every epoch, such as a full disk, is told once."""
        if notice.code not in self._told:
            self._told.add(notice.code)
            self._bar.console.print(f"Note: {sentence(notice.error())}", markup=False)


def write_metrics(folder: Path, document: Document, progress: TrainingBar, ended: RunEnded) -> Path:
    """Write the metrics of a run as JSON and return the file's path.

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE.
    """
    path, last = folder / "metrics.json", ended.last
    plain = {
        "outcome": ended.outcome,
        "steps": ended.step,
        "seconds": ended.seconds,
        "validation_loss": 0.0 if last is None else last.validation_loss,
        "validation_accuracy": 0.0 if last is None else last.validation_accuracy,
        "weights": ended.weights,
        "sha256": ended.sha256,
        "best": ended.best,
        "start": progress.start,
        "training": training_to_plain(document.training),
        "changes": progress.changes,
        "epochs": progress.epochs,
    }
    write_file(path, msgspec.json.format(msgspec.json.encode(plain), indent=2) + b"\n")
    return path


def print_parts(training: Training) -> None:
    """Print what was trained with, each as its call."""
    calls = {"Loss": call_code(training.loss)}
    calls["Optimiser"] = call_code(training.optimiser, always=("lr",))
    for name, part in TRAINING_PARTS.items():
        value = getattr(training, name)
        if part.is_optional and value is not None:
            calls[name.capitalize()] = call_code(value)
    if training.precision != PLAIN:
        calls["Precision"] = training.precision
    for name, call in calls.items():
        sys.stdout.write(f"{name}: {call}\n")


def print_metrics(epochs: list[EpochRecord], ended: RunEnded, metrics: Path | None) -> None:
    """Print the epochs as a table and name the files; None for metrics that were not written."""
    print_epochs(epochs)
    if ended.reason is not None:
        sys.stderr.write(f"convviz: {sentence(ended.reason.error())}\n")
    best = "" if ended.best is None else ended.best.weights
    for name, path in (("Weights", ended.weights), ("Best weights", best), ("Metrics", metrics)):
        if path:
            sys.stdout.write(f"{name}: {path}\n")


def print_epochs(epochs: list[EpochRecord]) -> None:
    """Print the epochs as a table."""
    table = Table("Epoch", "Training loss", "Validation loss", "Validation accuracy", "Seconds")
    best = best_epoch(epochs)
    for epoch in epochs:
        mark = " best" if epoch == best else ""
        table.add_row(
            f"{epoch.epoch}{mark}",
            f"{epoch.train_loss:.4f}",
            f"{epoch.validation_loss:.4f}",
            f"{epoch.validation_accuracy:.2%}",
            f"{epoch.seconds:.1f}",
        )
    Console().print(table)
