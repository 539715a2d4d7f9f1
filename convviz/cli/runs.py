"""``convviz runs``: what was trained, listed, shown, compared, exported, and asked in SQL."""

from __future__ import annotations

import argparse
import csv
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from convviz.cli.out_files import add_replace_option, check_free
from convviz.cli.runs_tables import (
    print_answer,
    print_comparison,
    print_list,
    print_run,
)
from convviz.core.errors import ErrorCode, StorageError
from convviz.protocol.document_file import decode_document
from convviz.protocol.files import write_file
from convviz.protocol.run_differences import differing, network_rows, setting_rows
from convviz.runs.exporting import plain_summary, runs_csv, runs_json
from convviz.runs.reader import list_runs, load_run
from convviz.runs.searching import LARGEST_FIRST, SORT_KEYS, matches, sorted_runs
from convviz.runs.sql_door import MOST_ROWS, MOST_SECONDS, SCHEMA, SqlAnswer, ask_in_sql

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from convviz.runs import RunRecord, RunSummary

_RUN_HELP = "its number, its folder or the folder's name, or `last`"
_EXPORTS: dict[str, Callable[[Sequence[RunRecord]], bytes]] = {
    ".csv": runs_csv,
    ".json": runs_json,
}
_MOST_HOURS = 3600.0


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = commands.add_parser("runs", help="list, show, compare and export what was trained")
    actions = parser.add_subparsers(title="actions", required=True, metavar="ACTION")
    _add_list(actions)
    show = actions.add_parser("show", help="everything that is known of a run")
    show.add_argument("run_name", metavar="RUN", help=_RUN_HELP)
    show.add_argument("--json", action="store_true", help="as JSON, with every loss")
    show.set_defaults(run=run_show)
    compare = actions.add_parser(
        "compare", help="how runs ended, and what differs in their settings and networks"
    )
    compare.add_argument("run_names", metavar="RUN", nargs="+", help=_RUN_HELP)
    compare.add_argument("--all", action="store_true", help="also what they have in common")
    compare.add_argument("--json", action="store_true", help="as JSON")
    compare.set_defaults(run=run_compare)
    export = actions.add_parser("export", help="write runs to a file for other programs")
    export.add_argument("run_names", metavar="RUN", nargs="+", help=_RUN_HELP)
    export.add_argument(
        "-o",
        "--out",
        type=_export_path,
        required=True,
        metavar="FILE",
        help="FILE.csv: every measured number, a line each; FILE.json: everything; FOLDER, a name "
        "without an ending: event files for TensorBoard",
    )
    add_replace_option(export)
    export.set_defaults(run=run_export)
    _add_sql(actions)


def _add_list(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    listing = actions.add_parser("list", help="the runs of this computer, the newest first")
    listing.add_argument("--json", action="store_true", help="as JSON")
    listing.add_argument(
        "--search",
        default="",
        metavar="WORDS",
        help="only runs in which each of the words stands: in name, state, data, network, "
        "optimiser, tags or notes",
    )
    listing.add_argument(
        "--sort", choices=SORT_KEYS, default="started", help="default: %(default)s"
    )
    listing.add_argument("--reverse", action="store_true", help="turn the order round")
    listing.add_argument("--limit", type=int, metavar="N", help="no more than N runs")
    listing.set_defaults(run=run_list)


def _add_sql(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    sql = actions.add_parser(
        "sql",
        help="ask the list of runs in SQL; it is only read",
        description="Ask the list of runs in SQL. One SELECT; nothing is changed.",
        epilog=f"tables:\n{SCHEMA}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    sql.add_argument("statement", metavar="SELECT")
    form = sql.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="a JSON object a row")
    form.add_argument("--csv", action="store_true", help="as CSV")
    sql.add_argument(
        "--rows", type=int, default=MOST_ROWS, metavar="N", help="at most; default: %(default)s"
    )
    sql.add_argument(
        "--seconds",
        type=float,
        default=MOST_SECONDS,
        metavar="S",
        help="at most; default: %(default)g",
    )
    sql.set_defaults(run=run_sql)


def run_list(options: argparse.Namespace) -> int:
    """Print the list."""
    found = [run for run in list_runs() if matches(run, options.search)]
    descending = (options.sort in LARGEST_FIRST) != options.reverse
    runs = sorted_runs(found, options.sort, descending=descending)
    if options.limit is not None:
        runs = runs[: max(0, options.limit)]
    if options.json:
        _print_json([plain_summary(run) for run in runs])
    elif runs:
        print_list(runs)
    else:
        sys.stdout.write(
            "No run matches.\n" if options.search else "There are no runs yet. Train a network.\n"
        )
    return 0


def run_show(options: argparse.Namespace) -> int:
    """Print one run."""
    record = load_run(_find(options.run_name, list_runs()).id)
    if options.json:
        sys.stdout.write(runs_json([record]).decode())
    else:
        print_run(record, decode_document(record.document))
    return 0


def run_compare(options: argparse.Namespace) -> int:
    """Print what differs."""
    records = _records(options.run_names)
    documents = [decode_document(record.document) for record in records]
    settings = setting_rows(documents)
    networks = network_rows([document.network for document in documents])
    if not options.all:
        settings = differing(settings)
        networks = networks if differing(networks) else ()
    summaries = [record.summary for record in records]
    if options.json:
        _print_json(
            {
                "runs": [plain_summary(run) for run in summaries],
                "settings": {row.name: row.values for row in settings},
                "network": [row.values for row in networks],
            }
        )
    else:
        print_comparison(summaries, settings, networks)
    return 0


def run_export(options: argparse.Namespace) -> int:
    """Write runs to a file, or for TensorBoard into a folder."""
    path: Path = options.out
    if not path.suffix:
        return _export_events(options)
    check_free(options, path)
    records = _records(options.run_names)
    write_file(path, _EXPORTS[path.suffix.lower()](records))
    sys.stdout.write(f"Written: {path}\n")
    return 0


def _export_events(options: argparse.Namespace) -> int:
    from convviz.runs.tensorboard import event_path, write_events

    records = _records(options.run_names)
    check_free(options, *(event_path(record, options.out) for record in records))
    for record in records:
        sys.stdout.write(f"Written: {write_events(record, options.out)}\n")
    sys.stdout.write(f"To see it: tensorboard --logdir {shlex.quote(str(options.out))}\n")
    return 0


def run_sql(options: argparse.Namespace) -> int:
    """Print what a statement returns."""
    rows, seconds = max(0, options.rows), min(max(0.0, options.seconds), _MOST_HOURS)
    answer = ask_in_sql(options.statement, most_rows=rows, most_seconds=seconds)
    if options.json:
        _print_json(
            [dict(zip(answer.columns, map(_plain_value, row), strict=True)) for row in answer.rows]
        )
    elif options.csv:
        _print_csv(answer)
    else:
        print_answer(answer)
    if answer.is_cut:
        sys.stderr.write(f"convviz: only the first {rows} rows; --rows N asks for more\n")
    return 0


def _records(names: Sequence[str]) -> list[RunRecord]:
    runs = list_runs()
    return [load_run(run.id) for run in dict.fromkeys(_find(name, runs) for name in names)]


def _find(name: str, runs: Sequence[RunSummary]) -> RunSummary:
    """Return the run that a person means.

    Raises:
        StorageError: RUN_UNKNOWN.
    """
    if name == "last" and runs:
        return runs[0]
    for run in runs:
        if name in {str(run.id), run.folder.name, str(run.folder)}:
            return run
    path = Path(name).absolute()
    for run in runs:
        if run.folder == path:
            return run
    raise StorageError(ErrorCode.RUN_UNKNOWN, run=name[:100])


def _export_path(text: str) -> Path:
    path = Path(text)
    if path.suffix and path.suffix.lower() not in _EXPORTS:
        msg = f"{text!r} ends neither with .csv nor with .json, nor is it a folder's name"
        raise argparse.ArgumentTypeError(msg)
    return path


def _print_csv(answer: SqlAnswer) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows(map(_plain_value, row) for row in answer.rows)


def _plain_value(value: object) -> object:
    """Return a value that JSON and CSV can hold: bytes are text where they can be."""
    return value.decode(errors="replace") if isinstance(value, bytes) else value


def _print_json(plain: object) -> None:
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(plain)).decode() + "\n")
