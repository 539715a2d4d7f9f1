"""The data fetcher: downloads CIFAR-10, or checks any data set.

It is run as ``python -m convviz.engine.fetch`` and never loads torch. The end of stdin stops a
download; its part stays.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from convviz.core.data_sets import data_set_types
from convviz.engine.datasets.cifar10 import open_cifar10
from convviz.engine.datasets.download import OFFICIAL_ARCHIVE, download_cifar10
from convviz.engine.datasets.locate import default_folder, find_cifar10
from convviz.engine.datasets.registry import load_dataset, place_of
from convviz.protocol.call_plain import call_from_plain
from convviz.protocol.child_io import ChildChannel, answer_requests, run_child
from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.fetch import (
    DataReady,
    FetchAsk,
    FetchData,
    FetchProgress,
    ReadProgress,
    fetch_requests,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.engine.datasets.dataset import Dataset
    from convviz.engine.datasets.fetch import RemoteFile
    from convviz.engine.datasets.image_folder import OnPictures
    from convviz.engine.datasets.progress import DownloadProgress

_TOLD_EVERY = 0.1
"""Seconds."""


def fetch_data(
    request: FetchData,
    tell: Callable[[FetchProgress | ReadProgress], None],
    remote: RemoteFile = OFFICIAL_ARCHIVE,
) -> DataReady:
    """Do what is asked for.

    Args:
        request: What to do.
        tell: Hears how far it is.
        remote: What is downloaded.

    Raises:
        DataError: What ``download_cifar10``, ``open_cifar10`` and ``load_dataset`` raise.
    """
    if request.dataset is not None:
        declared = call_from_plain(request.dataset, data_set_types())
        folder = Path(request.folder).expanduser() if request.folder else None
        place = place_of(declared, folder)
        return _ready(place or Path(), load_dataset(declared, place, _teller(tell)))
    path = _fetch(request, tell, remote)
    return _ready(path, open_cifar10(path))


def _fetch(
    request: FetchData,
    tell: Callable[[FetchProgress], None],
    remote: RemoteFile,
) -> Path:
    """Return what to open; download it first if asked to."""
    folder = Path(request.folder).expanduser() if request.folder else None
    if not request.download:
        return folder or find_cifar10() or default_folder()
    return download_cifar10(
        folder or default_folder(),
        on_progress=lambda progress: tell(_progress(progress)),
        remote=remote,
    )


def _teller(tell: Callable[[ReadProgress], None]) -> OnPictures:
    """Return what tells how many pictures are read, now and then."""
    told = -_TOLD_EVERY

    def on_pictures(done: int, total: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told >= _TOLD_EVERY:
            told = now
            tell(ReadProgress(done, total))

    return on_pictures


def _progress(progress: DownloadProgress) -> FetchProgress:
    return FetchProgress(
        bytes_done=progress.bytes_done,
        bytes_total=progress.bytes_total,
        bytes_per_second=progress.bytes_per_second,
        eta_seconds=progress.seconds_left,
    )


def _ready(path: Path, dataset: Dataset) -> DataReady:
    return DataReady(
        path=str(path),
        train_pictures=len(dataset.train_labels),
        test_pictures=len(dataset.test_labels),
        notices=tuple(Problem(notice.code.value, dict(notice.facts)) for notice in dataset.notices),
        picture_shape=dataset.picture_shape,
        class_names=dataset.class_names,
    )


def serve(channel: ChildChannel[FetchAsk]) -> None:
    """Answer until stdin ends.

    Raises:
        InputEndedError: Stdin is at its end.
        GarbageError: What came is no message.
    """
    answer_requests(channel, fetch_data)


def main() -> int:
    """Fetch over stdin and stdout; return the exit code."""
    # The end of stdin ends a download at once, wherever it is; its part stays.
    return run_child(fetch_requests.decode, serve, at_end=lambda: os._exit(0))


if __name__ == "__main__":
    sys.exit(main())
