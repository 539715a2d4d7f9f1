"""Where runs live on this computer."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from convviz.protocol.file_lock import is_held
from convviz.protocol.files import storage_error
from convviz.runs.liveness import LOCK_NAME

STORE_NAME = "runs.sqlite"


def default_runs_folder() -> Path:
    """Return the folder that runs go to unless the user names one. It need not exist."""
    return Path(platformdirs.user_data_dir("convviz", appauthor=False)) / "runs"


def default_store() -> Path:
    """Return the file of the run store, which lists runs wherever their folders are."""
    return default_runs_folder() / STORE_NAME


def new_run_folder(parent: Path | None = None) -> Path:
    """Make an empty folder for a run, named by date and time (UTC).

    Args:
        parent: Where; None for the default folder. Made if missing.

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE.
    """
    parent = parent or default_runs_folder()
    stem = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
    number = 1
    try:
        parent.mkdir(parents=True, exist_ok=True)
        while True:
            folder = parent / (stem if number == 1 else f"{stem}-{number}")
            try:
                folder.mkdir()
            except FileExistsError:
                number += 1
            else:
                return folder
    except OSError as error:
        raise storage_error(error, parent) from error


def remove_if_unused(folder: Path) -> None:
    """Remove the folder of a run that left nothing in it, if nobody is at it."""
    lock = folder / LOCK_NAME
    with suppress(OSError):
        if not is_held(lock) and all(path == lock for path in folder.iterdir()):
            lock.unlink(missing_ok=True)
            folder.rmdir()
