"""So much of a run and no more: ``--stop-after-batches`` and ``--stop-after-epochs``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.cli.option_values import whole_number
from convviz.protocol.messages.trainer import FinishEpoch, StepRun

if TYPE_CHECKING:
    import argparse

    from convviz.engine.training.commands import CommandSource


def add_portion_options(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    part = parser.add_mutually_exclusive_group()
    part.add_argument(
        "--stop-after-batches", type=whole_number(1), metavar="N", help="train N batches, then stop"
    )
    part.add_argument(
        "--stop-after-epochs",
        type=whole_number(1),
        metavar="N",
        help="train to the end of N epochs, then stop; --resume goes on",
    )


def portion_commands(options: argparse.Namespace, signals: CommandSource) -> CommandSource:
    """Return the commands that end a run after its portion, or when a signal comes."""
    from convviz.engine.training.commands import SomeOfIt

    batches, epochs = options.stop_after_batches, options.stop_after_epochs
    if batches is not None:
        return SomeOfIt(signals, StepRun(), batches)
    return signals if epochs is None else SomeOfIt(signals, FinishEpoch(), epochs)
