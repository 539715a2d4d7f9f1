"""``convviz data``: fetch CIFAR-10, or check what a folder or an archive holds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

if TYPE_CHECKING:
    import argparse

    import numpy as np
    from numpy.typing import NDArray

    from convviz.engine.datasets.dataset import Dataset
    from convviz.engine.datasets.download import DownloadProgress


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = commands.add_parser("data", help="fetch CIFAR-10, or check any data set")
    actions = parser.add_subparsers(title="actions", required=True, metavar="ACTION")
    get = actions.add_parser(
        "get", help="download CIFAR-10; an interrupted download continues where it stopped"
    )
    get.add_argument(
        "--to", type=Path, metavar="DIR", help="the folder to write to; default: convviz's own"
    )
    get.set_defaults(run=run_get)
    check = actions.add_parser(
        "check",
        help="read all of a data set, as training would, and say what is in it",
        description="Read all of a data set, as training would, and say what is in it.",
        epilog="examples: convviz data check; convviz data check --dataset mnist DIR; "
        "convviz data check --dataset 'ImageFolder(64, fit=\"pad\")' DIR",
    )
    check.add_argument(
        "path",
        type=Path,
        nargs="?",
        metavar="PATH",
        help="folder or archive; default: where convviz would look",
    )
    check.add_argument(
        "--dataset",
        default="cifar10",
        metavar="CALL",
        help="cifar10 (the default), mnist (files of its format), imagefolder (one folder a class)",
    )
    check.set_defaults(run=run_check)


def run_get(options: argparse.Namespace) -> int:
    """Download with a progress bar; Ctrl+C keeps the part for the next time."""
    from convviz.engine.datasets.download import download_cifar10
    from convviz.engine.datasets.locate import default_folder

    folder: Path = options.to or default_folder()
    with Progress(
        TextColumn("CIFAR-10"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    ) as bar:
        task = bar.add_task("download", total=None)

        def show(progress: DownloadProgress) -> None:
            bar.update(task, completed=progress.bytes_done, total=progress.bytes_total)

        path = download_cifar10(folder, on_progress=show)
    sys.stdout.write(f"CIFAR-10 is at {path}\n")
    return 0


def run_check(options: argparse.Namespace) -> int:
    """Read the data set as training would, and print what it holds."""
    from convviz.core.code.call import parse_call
    from convviz.core.data_sets import data_set_types
    from convviz.engine.datasets.registry import load_dataset

    declared = parse_call(options.dataset, data_set_types())
    declared.check_values()
    with Progress(TextColumn("Reading"), BarColumn(), MofNCompleteColumn(), transient=True) as bar:
        task = bar.add_task("read", total=None, visible=False)
        dataset = load_dataset(
            declared,
            options.path,
            lambda done, total: bar.update(task, completed=done, total=total, visible=True),
        )
    sys.stdout.write(_description(dataset))
    return 0


def _description(dataset: Dataset) -> str:
    import numpy as np

    from convviz.protocol.sentences.errors import notice_sentence

    summary = (
        f"{dataset.name}: {len(dataset.train_labels):,} training and "
        f"{len(dataset.test_labels):,} test pictures, {len(dataset.class_names)} classes: "
        f"{', '.join(dataset.class_names)}"
    )
    counts = (
        np.bincount(labels, minlength=len(dataset.class_names))
        for labels in (dataset.train_labels, dataset.test_labels)
    )
    train, test = counts
    shape = "x".join(map(str, dataset.picture_shape))
    lines = [
        summary,
        f"Pictures of {shape}; {_range(train)} of a class to train with, {_range(test)} to test",
        *(f"Note: {notice_sentence(notice.code, notice.facts)}" for notice in dataset.notices),
    ]
    return "\n".join(lines) + "\n"


def _range(counts: NDArray[np.int64]) -> str:
    least, most = int(counts.min()), int(counts.max())
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"
