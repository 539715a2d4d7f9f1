"""So much of a run and no more: ``--stop-after-batches`` and ``--stop-after-epochs``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.protocol.messages.trainer import FinishEpoch, RunEnded, StepRun, TrainerReply

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path

    from convviz.engine.training.commands import CommandSource
    from convviz.protocol.document import Document


def add_portion_options(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    part = parser.add_mutually_exclusive_group()
    part.add_argument(
        "--stop-after-batches", type=_count, metavar="N", help="train N batches, then stop"
    )
    part.add_argument(
        "--stop-after-epochs",
        type=_count,
        metavar="N",
        help="train to the end of N epochs, then stop; --resume goes on",
    )


def wants_portion(options: argparse.Namespace) -> bool:
    """Return whether less than all of a run is wanted."""
    return (options.stop_after_batches, options.stop_after_epochs) != (None, None)


def train_portion(
    options: argparse.Namespace,
    document: Document,
    folder: Path,
    on_message: Callable[[TrainerReply], None],
) -> RunEnded:
    """Train some batches or epochs in this process, and stop with a checkpoint.

    Raises:
        ConvVizError: why it could not start, or why it failed.
    """
    from convviz.engine.training.commands import SignalCommands
    from convviz.engine.training.headless import train_headless

    with SignalCommands() as signals:
        commands = portion_commands(options, signals)
        return train_headless(
            document, folder, resume=options.resume, on_message=on_message, commands=commands
        )


def portion_commands(options: argparse.Namespace, signals: CommandSource) -> CommandSource:
    """Return the commands that end a run after its portion, or when a signal comes."""
    from convviz.engine.training.commands import SomeOfIt

    if not wants_portion(options):
        return signals
    batches, epochs = options.stop_after_batches, options.stop_after_epochs
    step: StepRun | FinishEpoch = FinishEpoch() if batches is None else StepRun()
    return SomeOfIt(signals, step, epochs if batches is None else batches)


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number
