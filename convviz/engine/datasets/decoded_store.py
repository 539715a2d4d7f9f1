"""Keeps decoded pictures in the user's cache, so that one process decodes them for all others.

The window's check, the engine that shows samples, and the trainer all need the same pictures.
Decoding 10,000 photographs takes half a minute; reading what is kept here takes a second at most.
What is missing or damaged here costs time and nothing else.
"""

from __future__ import annotations

import contextlib
import logging
import os
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import platformdirs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from convviz.engine.datasets.dataset import Images

log = logging.getLogger(__name__)

MOST_BYTES: Final = 4 << 30
"""Of all that is kept; the oldest goes first."""
_SUFFIX: Final = ".npz"
_BREAKAGES: Final = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile)


def store_folder() -> Path:
    """Return the folder. It need not exist, and may be deleted at any time."""
    return Path(platformdirs.user_cache_dir("convviz", appauthor=False)) / "pictures"


def kept_pictures(stamp: str) -> tuple[Images, NDArray[np.int64]] | None:
    """Return decoded pictures and which files they are of; None where they are not kept.

    Args:
        stamp: A checksum of all that they depend on.
    """
    path = store_folder() / (stamp + _SUFFIX)
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            images, places = kept["images"], kept["places"]
        os.utime(path)
    except _BREAKAGES as error:
        if not isinstance(error, FileNotFoundError):
            log.info("kept pictures are decoded anew: %s", error)
        return None
    is_sound = images.dtype == np.uint8 and places.dtype == np.int64 and len(images) == len(places)
    return (images, places) if is_sound else None


def keep_pictures(stamp: str, images: Images, places: NDArray[np.int64]) -> None:
    """Keep decoded pictures, unless there is no room; others make place for them."""
    folder = store_folder()
    if images.nbytes > MOST_BYTES // 2:
        return
    part = None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _make_room(folder, MOST_BYTES - images.nbytes)
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".part", delete=False) as file:
            part = Path(file.name)
            np.savez(file, images=images, places=places)
        part.replace(folder / (stamp + _SUFFIX))
    except OSError as error:
        log.info("decoded pictures are not kept: %s", error)
        if part is not None:
            with contextlib.suppress(OSError):
                part.unlink()


def _make_room(folder: Path, most: int) -> None:
    """Delete what was used longest ago until no more than so many bytes are left."""
    total = 0
    for _, size, path in sorted(_kept(folder), reverse=True):
        total += size
        if total > most:
            with contextlib.suppress(OSError):
                path.unlink()


def _kept(folder: Path) -> Iterator[tuple[float, int, Path]]:
    for path in folder.iterdir():
        if path.suffix in {_SUFFIX, ".part"}:
            with contextlib.suppress(OSError):
                state = path.stat()
                yield state.st_mtime, state.st_size, path
