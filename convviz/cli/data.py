"""``convviz data``: fetch CIFAR-10, or check what a folder or an archive holds."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

if TYPE_CHECKING:
    import argparse

    from convviz.engine.datasets.dataset import Dataset
    from convviz.engine.datasets.download import DownloadProgress


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = commands.add_parser("data", help="fetch or check CIFAR-10")
    actions = parser.add_subparsers(title="actions", required=True, metavar="ACTION")
    get = actions.add_parser(
        "get", help="download CIFAR-10; an interrupted download continues where it stopped"
    )
    get.add_argument(
        "--to", type=Path, metavar="DIR", help="the folder to write to; default: convviz's own"
    )
    get.set_defaults(run=run_get)
    check = actions.add_parser("check", help="read all of CIFAR-10 and check it")
    check.add_argument(
        "path",
        type=Path,
        nargs="?",
        metavar="PATH",
        help="folder or archive; default: where convviz would look",
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
    from convviz.core.data_sets import CIFAR10
    from convviz.engine.datasets import load_dataset

    dataset = load_dataset(CIFAR10(), options.path)
    sys.stdout.write(_description(dataset))
    return 0


def _description(dataset: Dataset) -> str:
    from convviz.protocol.sentences.errors import notice_sentence

    summary = (
        f"{dataset.name}: {len(dataset.train_labels):,} training and "
        f"{len(dataset.test_labels):,} test pictures, {len(dataset.class_names)} classes: "
        f"{', '.join(dataset.class_names)}"
    )
    lines = [
        summary,
        *(f"Note: {notice_sentence(notice.code, notice.facts)}" for notice in dataset.notices),
    ]
    return "\n".join(lines) + "\n"
