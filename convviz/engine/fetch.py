"""The data fetcher: downloads or checks CIFAR-10. Run as ``python -m convviz.engine.fetch``.

It never loads torch. CancelFetch and the end of stdin stop a download; its part stays.
"""

from __future__ import annotations

import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from convviz.core.errors import ConvVizError, DataError, ErrorCode
from convviz.engine.child_io import ChildChannel, GarbageError, InputEndedError, run_child
from convviz.engine.datasets.cifar10 import open_cifar10
from convviz.engine.datasets.download import OFFICIAL_ARCHIVE, download_cifar10
from convviz.engine.datasets.locate import default_folder, find_cifar10
from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.fetch import (
    CancelFetch,
    DataReady,
    FetchData,
    FetchFailed,
    FetchProgress,
    FetchReply,
    FetchRequest,
    fetch_requests,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.engine.datasets.dataset import Dataset
    from convviz.engine.datasets.fetch import RemoteFile
    from convviz.engine.datasets.progress import DownloadProgress


def fetch_data(
    request: FetchData,
    send: Callable[[FetchReply], None],
    is_cancelled: Callable[[], bool],
    remote: RemoteFile = OFFICIAL_ARCHIVE,
) -> None:
    """Do what was asked and send DataReady or FetchFailed last.

    Args:
        request: What to do.
        send: Takes every message.
        is_cancelled: Asked all the time.
        remote: What is downloaded.
    """
    try:
        path = _fetch(request, send, is_cancelled, remote)
        send(_ready(path, open_cifar10(path)))
    except ConvVizError as error:
        send(FetchFailed(Problem.of(error)))
    except Exception as error:  # noqa: BLE001 - a child process's main is one of the three doors
        unexpected = DataError(ErrorCode.UNEXPECTED, detail=str(error)[:300])
        send(FetchFailed(Problem.of(unexpected, traceback.format_exc())))


def _fetch(
    request: FetchData,
    send: Callable[[FetchReply], None],
    is_cancelled: Callable[[], bool],
    remote: RemoteFile,
) -> Path:
    """Return what to open; download it first if asked to."""
    folder = Path(request.folder).expanduser() if request.folder else None
    if not request.download:
        return folder or find_cifar10() or default_folder()
    return download_cifar10(
        folder or default_folder(),
        on_progress=lambda progress: send(_progress(progress)),
        is_cancelled=is_cancelled,
        remote=remote,
    )


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
        notices=tuple(Problem(one.code.value, dict(one.facts)) for one in dataset.notices),
    )


class _Cancellation:
    """Whether the window has asked to stop."""

    def __init__(self, channel: ChildChannel[FetchRequest]) -> None:
        self._channel = channel
        self._cancelled = False

    def is_asked_for(self) -> bool:
        """Take in what has come; return whether to stop."""
        try:
            while True:
                if isinstance(self._channel.receive(0), CancelFetch):
                    self._cancelled = True
        except TimeoutError:
            pass
        except (InputEndedError, GarbageError):
            self._cancelled = True
        return self._cancelled


def serve(channel: ChildChannel[FetchRequest]) -> None:
    """Wait for FetchData, do it, and end.

    Raises:
        InputEndedError: Stdin ended before anything was asked for.
        GarbageError: What came first is no message.
    """
    request = channel.receive()
    if isinstance(request, FetchData):
        fetch_data(request, channel.send, _Cancellation(channel).is_asked_for)


def main() -> int:
    """Fetch over stdin and stdout; return the exit code."""
    return run_child(fetch_requests.decode, serve)


if __name__ == "__main__":
    sys.exit(main())
