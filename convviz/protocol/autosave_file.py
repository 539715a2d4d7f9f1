"""Autosaved documents: one slot a window, locked while it lives, found by the next start."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Final, Self

import msgspec

from convviz.core.errors import DocumentError, ErrorCode, StorageError
from convviz.protocol.decoding import json_decoder
from convviz.protocol.document import Document
from convviz.protocol.document_file import LARGEST_DOCUMENT, decode_document, encode_document
from convviz.protocol.file_lock import FileLock, is_held
from convviz.protocol.files import storage_error, write_file
from convviz.protocol.numbers_folder import FOLDER_SUFFIX, numbers_folder, remove_folder
from convviz.protocol.seen_file import SeenFile

VERSION: Final = 1
_SUFFIX: Final = ".autosave"
_LOCK: Final = ".lock"
_DAMAGED: Final = ".damaged"
_LARGEST: Final = 2 * LARGEST_DOCUMENT + (1 << 16)
"""Bytes: the document's text stands in a string, where every quotation mark takes two."""


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where in the calculator a person was.

    Attributes:
        view: How the steps are shown, by the view's name; "" for the usual one.
        step: The step's number.
    """

    view: str = ""
    step: int = 0


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    format: str
    version: int
    path: str
    digest: str
    saved: float
    document: str
    place: Place = Place()


class AutosaveSlot:
    """Where one window keeps its document until it is saved; nobody else may have it meanwhile."""

    def __init__(self, path: Path, lock: FileLock) -> None:
        """Take over a slot whose lock is held: see :meth:`new`."""
        self.path = path
        self._lock = lock

    @classmethod
    def new(cls, folder: Path) -> Self:
        """Make a slot in a folder, made if missing.

        Raises:
            StorageError: DISK_FULL, FILE_UNWRITABLE.
        """
        path = folder / f"{time.time_ns():x}-{os.getpid()}{_SUFFIX}"
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = FileLock.take(path.with_name(path.name + _LOCK))
        except OSError as error:
            raise storage_error(error, folder) from error
        if lock is None:
            raise StorageError(
                ErrorCode.FILE_UNWRITABLE, path=str(path), detail="another window has it"
            )
        return cls(path, lock)

    def write(self, document: Document, file: SeenFile, place: Place | None = None) -> None:
        """Keep a document.

        Args:
            document: As it is now.
            file: Its file, as it was read or written last.
            place: Where in it a person is; None for its beginning.

        Raises:
            StorageError: DISK_FULL, FILE_UNWRITABLE; what was kept before stays.
        """
        text = encode_document(document).decode()
        path = "" if file.path is None else str(file.path)
        kept = _File(
            "convviz autosave", VERSION, path, file.digest, time.time(), text, place or Place()
        )
        write_file(self.path, msgspec.json.encode(kept))

    @property
    def numbers(self) -> Path:
        """The folder of numbers that are too many for the document, made by who writes them."""
        return numbers_folder(self.path)

    def clear(self) -> None:
        """Keep no document; its numbers stay, as long as edits can be undone."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)

    def discard(self) -> None:
        """Keep nothing, and let others have the slot."""
        self.clear()
        remove_folder(self.numbers)
        self.close()

    def close(self) -> None:
        """Let others have what is kept."""
        self._lock.release()


@dataclass(frozen=True, slots=True)
class Abandoned:
    """What a window kept that ended without saving.

    Attributes:
        slot: Held now; close it to leave it for another time.
        document: With the changes.
        file: The document's file, as that window read or wrote it last.
        saved: When it was kept, in seconds since 1970.
        place: Where in it a person was.
    """

    slot: AutosaveSlot
    document: Document
    file: SeenFile
    saved: float
    place: Place


def take_abandoned(folder: Path) -> tuple[list[Abandoned], list[Path]]:
    """Return what lies in slots that no window has, the newest first.

    Returns:
        The slots, and the files that are damaged: they were set aside under another name.
    """
    abandoned: list[Abandoned] = []
    damaged: list[Path] = []
    for lock_path in _sorted(folder, f"*{_SUFFIX}{_LOCK}"):
        if not lock_path.with_suffix("").exists() and not is_held(lock_path):
            with suppress(OSError):
                lock_path.unlink()
    _sweep_numbers(folder)
    for path in _sorted(folder, f"*{_SUFFIX}"):
        lock_path = path.with_name(path.name + _LOCK)
        if is_held(lock_path):
            continue
        try:
            lock = FileLock.take(lock_path)
        except OSError:
            continue
        if lock is None:
            continue
        try:
            abandoned.append(_read(AutosaveSlot(path, lock)))
        except DocumentError as error:
            if error.code is not ErrorCode.DOCUMENT_NEWER:
                damaged += _set_aside(path)
            lock.release()
    return sorted(abandoned, key=attrgetter("saved"), reverse=True), damaged


def _sorted(folder: Path, pattern: str) -> list[Path]:
    try:
        return sorted(folder.glob(pattern))
    except OSError:
        return []


def _read(slot: AutosaveSlot) -> Abandoned:
    """Read what a slot keeps.

    Raises:
        DocumentError: It keeps nothing sound, or something of a later version.
    """
    try:
        if slot.path.stat().st_size > _LARGEST:
            raise DocumentError(ErrorCode.DOCUMENT_MALFORMED, path=str(slot.path), detail="size")
        file = json_decoder(_File).decode(slot.path.read_bytes())
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise DocumentError(
            ErrorCode.DOCUMENT_NOT_JSON, path=str(slot.path), detail=str(error)[:200]
        ) from error
    if file.version > VERSION:
        raise DocumentError(
            ErrorCode.DOCUMENT_NEWER, path=str(slot.path), version=file.version, supported=VERSION
        )
    document = decode_document(file.document.encode(), str(slot.path))
    seen = SeenFile(Path(file.path) if file.path else None, file.digest)
    return Abandoned(slot, document, seen, file.saved, file.place)


def _sweep_numbers(folder: Path) -> None:
    """Delete the numbers of windows that are gone, and that kept no document."""
    for numbers in _sorted(folder, f"*{FOLDER_SUFFIX}"):
        path = numbers.with_suffix(_SUFFIX)
        kept = (path, path.with_name(path.name + _DAMAGED))
        if not any(file.exists() for file in kept) and not is_held(
            path.with_name(path.name + _LOCK)
        ):
            remove_folder(numbers)


def _set_aside(path: Path) -> list[Path]:
    target = path.with_name(path.name + _DAMAGED)
    with suppress(OSError):
        path.replace(target)
        return [target]
    return []
