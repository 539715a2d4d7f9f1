"""``convviz train --find-lr``: which learning rate suits, as a table, a CSV file or a picture."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from convviz.cli.last_resort import ForgivingStream
from convviz.protocol.files import write_file
from convviz.protocol.messages.trainer import RateSearchEnded, RatesTried
from convviz.protocol.rate_search import LossTrail, suggested_rate

if TYPE_CHECKING:
    import argparse

    from convviz.protocol.document import Document
    from convviz.protocol.rate_search import RateSuggestion

STOPPED: Final = 3
_ROWS: Final = 20
_PICTURES: Final = frozenset({".png"})


def add_find_rate_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of a search."""
    group = parser.add_argument_group("search for a learning rate, in place of a training")
    group.add_argument(
        "--find-lr", action="store_true", help="raise the rate batch by batch and show the loss"
    )
    group.add_argument("--lr-from", type=float, metavar="X", help="first rate; default: 1e-6")
    group.add_argument("--lr-to", type=float, metavar="X", help="last rate; default: 10")
    group.add_argument("--lr-steps", type=int, metavar="N", help="batches; default: 200")
    group.add_argument(
        "--lr-out", type=Path, metavar="FILE", help="write the curve: .csv, or a picture (.png)"
    )


def find_rate(options: argparse.Namespace, document: Document) -> int:
    """Search, and print what was found.

    Returns:
        0; STOPPED after Ctrl-C.

    Raises:
        ConvVizError: why it cannot be searched, or a file not be written.
    """
    from convviz.engine.training.headless import load_training

    load_training()
    from convviz.engine.training.commands import SignalCommands
    from convviz.engine.training.rate_finder import RateRange, search_rates
    from convviz.protocol.rate_search import HIGHEST_RATE, LOWEST_RATE, STEPS

    wanted = RateRange(
        LOWEST_RATE if options.lr_from is None else options.lr_from,
        HIGHEST_RATE if options.lr_to is None else options.lr_to,
        STEPS if options.lr_steps is None else options.lr_steps,
    )
    rates: list[float] = []
    losses: list[float] = []
    bar = Progress(
        TextColumn("Trying rates"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(file=cast("IO[str]", ForgivingStream(sys.stderr))),
    )
    with bar, SignalCommands() as commands:
        task = bar.add_task("", total=wanted.steps)

        def take(message: RatesTried | RateSearchEnded) -> None:
            if isinstance(message, RatesTried):
                rates.extend(message.rates)
                losses.extend(message.losses)
                bar.update(task, completed=len(rates))

        ended = search_rates(document, wanted, take, commands)
    suggestion = suggested_rate(rates, losses)
    _print_curve(rates, losses)
    sys.stdout.write(_sentence(ended.outcome, suggestion))
    if options.lr_out is not None:
        _write(options.lr_out, rates, losses, suggestion)
        sys.stdout.write(f"Curve: {options.lr_out}\n")
    return STOPPED if ended.outcome == "stopped" else 0


def _print_curve(rates: list[float], losses: list[float]) -> None:
    """Print some of the rates, evenly over the search."""
    table = Table("Learning rate", "Loss", "Smoothed")
    smoothed = LossTrail(losses).smoothed
    every = max(1, -(-len(rates) // _ROWS))
    for place in [*range(0, len(rates) - 1, every), len(rates) - 1] if rates else []:
        table.add_row(f"{rates[place]:.3g}", f"{losses[place]:.4f}", f"{smoothed[place]:.4f}")
    Console().print(table)


def _sentence(outcome: str, found: RateSuggestion | None) -> str:
    how = {
        "exploded": "The loss exploded, so higher rates were not tried.\n",
        "stopped": "Stopped.\n",
    }.get(outcome, "")
    if found is None:
        return how + (
            "The loss falls at none of the rates that were tried, so none is suggested. Try more "
            "batches (--lr-steps).\n"
        )
    still = " (it still fell at the highest that was tried)" if found.is_open else ""
    return (
        f"{how}Suggested lr: {found.rate:.2g}, a tenth of the rate with the lowest smoothed loss, "
        f"{found.lowest:.2g}{still}. It falls steepest at {found.steepest:.2g}.\n"
    )


def _write(
    path: Path, rates: list[float], losses: list[float], suggestion: RateSuggestion | None
) -> None:
    """Write the curve.

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE.
    """
    if path.suffix.lower() in _PICTURES:
        from convviz.ui.plots.plot_image import save_rate_plot

        save_rate_plot(path, rates, losses, suggestion)
        return
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["lr", "loss", "smoothed"])
    writer.writerows(zip(rates, losses, LossTrail(losses).smoothed, strict=True))
    write_file(path, text.getvalue().encode())
