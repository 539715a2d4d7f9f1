"""The tables that ``convviz runs`` prints."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from convviz.cli.shape_table import FILE_WIDTH
from convviz.cli.train import print_epochs, print_parts
from convviz.core.code.writing import layer_call
from convviz.core.network.sequential import infer_sequential
from convviz.protocol.batch_course import course_of
from convviz.protocol.best_weights import kept_best
from convviz.protocol.sentences.errors import sentence
from convviz.runs.tags import tags_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.protocol.document import Document
    from convviz.protocol.run_differences import DifferenceRow
    from convviz.runs import RunRecord, RunSummary
    from convviz.runs.sql_door import SqlAnswer, SqlValue

_LONGEST_VALUE: Final = 200
_LIST_WIDTH: Final = 160


def print_list(runs: Sequence[RunSummary]) -> None:
    """Print the list of runs."""
    table = Table()
    for name, justify in _LIST_COLUMNS.items():
        table.add_column(name, justify="right" if justify else "left", overflow="fold")
    for run in runs:
        table.add_row(*map(escape, _list_cells(run)))
    console = Console(width=None if sys.stdout.isatty() else _LIST_WIDTH)
    console.print(table)


_LIST_COLUMNS: Final = {
    "Run": True,
    "Started (UTC)": False,
    "State": False,
    "Data": False,
    "Network": False,
    "Optimiser": False,
    "Epochs": True,
    "Best accuracy": True,
    "Tags": False,
    "Name": False,
}
"""Names of the columns, and which hold numbers."""


def _list_cells(run: RunSummary) -> tuple[str, ...]:
    return (
        str(run.id),
        f"{run.started:%Y-%m-%d %H:%M}",
        run.status.value,
        run.dataset,
        run.network,
        run.optimiser,
        f"{run.epochs_done}/{run.epochs_planned}",
        "" if run.best is None else f"{run.best.validation_accuracy:.2%}",
        tags_text(run.tags),
        run.folder.name,
    )


def print_run(record: RunRecord, document: Document) -> None:
    """Print everything that is known of a run, but for the loss of each batch."""
    run = record.summary
    course = course_of(document.training, run.batches_per_epoch, record.changes)
    best = kept_best(run.folder, record.epochs)
    facts = {
        "Run": f"{run.id}, {run.folder}",
        "State": _state(run),
        "Started": f"{run.started:%Y-%m-%d %H:%M:%S} UTC",
        "Data": run.dataset,
        "Device": run.device,
        "Parameters": f"{run.num_params:,}",
        "Batches": f"{run.step:,} of {course.steps_until(run.epochs_planned):,}",
        "Seconds": f"{run.seconds:.1f}",
        "Weights": run.weights,
        "Best weights": "" if best is None else best.weights,
        "Tags": tags_text(run.tags),
        "Notes": run.notes,
    }
    for name, text in facts.items():
        if text:
            sys.stdout.write(f"{name}: {text}\n")
    print_parts(document.training)
    for change in record.changes:
        sys.stdout.write(f"Changed: {change.name} is {change.value:g} since step {change.step}\n")
    result = infer_sequential(document.network.steps, document.network.input_shape)
    sys.stdout.write("Network:\n")
    for row in result.rows:
        if row.enabled:
            sys.stdout.write(f"  {layer_call(row.layer)}\n")
    if record.epochs:
        print_epochs(list(record.epochs))


def _state(run: RunSummary) -> str:
    if run.problem is None:
        return run.status.value
    return f"{run.status.value}. {sentence(run.problem.error())}"


def print_comparison(
    runs: Sequence[RunSummary],
    settings: Sequence[DifferenceRow],
    networks: Sequence[DifferenceRow],
) -> None:
    """Print how runs ended, then their settings and networks side by side."""
    heads = [f"{run.id}: {run.folder.name}" for run in runs]
    _print_side_by_side("Result", heads, _results(runs))
    if settings:
        _print_side_by_side("Setting", heads, [(row.name, row.values) for row in settings])
    else:
        sys.stdout.write("Their settings are the same.\n")
    if networks:
        rows = [("Input" if row.name == "0" else row.name, row.values) for row in networks]
        _print_side_by_side("Layer", heads, rows)
    else:
        sys.stdout.write("Their networks are the same.\n")


def _results(runs: Sequence[RunSummary]) -> list[tuple[str, tuple[str, ...]]]:
    best = [run.best for run in runs]
    last = [run.last for run in runs]
    return [
        ("state", tuple(run.status.value for run in runs)),
        ("epochs", tuple(f"{run.epochs_done}/{run.epochs_planned}" for run in runs)),
        ("best accuracy", tuple("" if e is None else f"{e.validation_accuracy:.2%}" for e in best)),
        ("in epoch", tuple("" if e is None else str(e.epoch) for e in best)),
        ("last loss", tuple("" if e is None else f"{e.validation_loss:.4f}" for e in last)),
        ("parameters", tuple(f"{run.num_params:,}" for run in runs)),
        ("seconds", tuple(f"{run.seconds:.1f}" for run in runs)),
    ]


def _print_side_by_side(
    first: str, heads: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]
) -> None:
    table = Table()
    table.add_column(first, no_wrap=True)
    for head in heads:
        table.add_column(escape(head), overflow="fold")
    for name, values in rows:
        table.add_row(escape(name), *map(escape, values))
    _console().print(table)


def print_answer(answer: SqlAnswer) -> None:
    """Print what a statement returned; long values in short."""
    table = Table()
    for column in answer.columns:
        table.add_column(escape(column), overflow="fold")
    for row in answer.rows:
        table.add_row(*(escape(_shown(value)) for value in row))
    _console().print(table)


def _shown(value: SqlValue) -> str:
    if value is None:
        return "NULL"
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else FILE_WIDTH)
