"""A file as it was last seen, so that what somebody else wrote there is never replaced unseen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from convviz.protocol.document_file import LARGEST_DOCUMENT
from convviz.protocol.files import is_read_only


class FileChange(StrEnum):
    """What became of a file since it was seen."""

    NONE = "none"
    CHANGED = "changed"
    GONE = "gone"
    READ_ONLY = "read_only"


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A document's file.

    Attributes:
        path: Where it is; None for a document that was never saved.
        digest: SHA-256 of what it held when it was read or written last, in hexadecimal.
    """

    path: Path | None = None
    digest: str = ""

    def change(self) -> FileChange:
        """Return what became of the file since; NONE as well for a document without one."""
        if self.path is None:
            return FileChange.NONE
        now = digest_of(self.path)
        if not now:
            return FileChange.GONE
        if now != self.digest:
            return FileChange.CHANGED
        return FileChange.READ_ONLY if is_read_only(self.path) else FileChange.NONE


def seen(path: Path) -> SeenFile:
    """Return a file as it is now. Call it before reading: a change in between is seen later."""
    return SeenFile(path, digest_of(path))


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, another text if it can be no document, "" without it.

    It tells by the bytes alone: a copy of the same bytes is no change, and two writings within one
    tick of the clock are two.
    """
    import hashlib  # the start needs no hash

    try:
        if not path.is_file():
            return "no file" if path.exists() else ""
        if path.stat().st_size > LARGEST_DOCUMENT:
            return "too large"
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (OSError, ValueError) as error:
        return f"unreadable: {type(error).__name__}"
