"""Downloads CIFAR-10 from its authors' server and unpacks it, ready to open fast."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from convviz.engine.datasets.cifar10 import open_cifar10
from convviz.engine.datasets.cifar10_files import BatchSource, read_batches
from convviz.engine.datasets.cifar10_format import BINARY, RECORDS_PER_BATCH
from convviz.engine.datasets.fetch import Patience, RemoteFile, fetch
from convviz.engine.datasets.progress import DownloadProgress

if TYPE_CHECKING:
    from pathlib import Path

    from convviz.engine.datasets.progress import OnProgress

__all__ = ["OFFICIAL_ARCHIVE", "DownloadProgress", "Patience", "RemoteFile", "download_cifar10"]

OFFICIAL_ARCHIVE = RemoteFile(
    url=f"https://www.cs.toronto.edu/~kriz/{BINARY.archive}",
    name=BINARY.archive,
    byte_count=170_052_171,
    sha256="c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
)
_PATIENT = Patience()


def download_cifar10(
    dest_folder: Path,
    *,
    on_progress: OnProgress = lambda _progress: None,
    remote: RemoteFile = OFFICIAL_ARCHIVE,
    patience: Patience = _PATIENT,
    records_per_batch: int = RECORDS_PER_BATCH,
) -> Path:
    """Download the binary form, going on where an earlier call stopped.

    Args:
        dest_folder: Where data sets live; made if missing.
        on_progress: Called about ten times a second.
        remote: The archive and its checksum.
        patience: How long to try on a bad connection.
        records_per_batch: Pictures in each of the archive's six files.

    Returns:
        What to open: the unpacked folder, or the archive where there is no room to unpack it.

    Raises:
        DataError: What ``fetch`` and ``open_cifar10`` raise. Every failed download keeps what
            arrived, except DOWNLOAD_CHECKSUM; so does one whose process ends.
    """
    archive = fetch(remote, dest_folder, on_progress, patience)
    staging = dest_folder / f"{BINARY.folder}.part"
    shutil.rmtree(staging, ignore_errors=True)
    try:
        _unpack(archive, staging, records_per_batch)
        open_cifar10(staging, records_per_batch=records_per_batch)
        folder = _move_batches(staging, dest_folder / BINARY.folder)
    except OSError:
        open_cifar10(archive, records_per_batch=records_per_batch)
        return archive
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    archive.unlink()
    return folder


def _unpack(archive: Path, folder: Path, records: int) -> None:
    """Write the batches as files, since they load several times faster than the archive."""
    folder.mkdir()
    for batch in read_batches(BatchSource(archive, None), records):
        (folder / batch.name).write_bytes(batch.content)


def _move_batches(source: Path, target: Path) -> Path:
    target.mkdir(exist_ok=True)
    for name in BINARY.files:
        (source / name).replace(target / name)
    return target
