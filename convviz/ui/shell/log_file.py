"""The log's file, opened with the first record: what keeps files small is long to import."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST: Final = 1 << 20
"""Bytes of a log; then another one is begun."""
_KEPT: Final = 2


class LogFile(logging.Handler):
    """Writes records to a file; without a writable place it says so once, and writes nowhere."""

    def __init__(self, path: Path) -> None:
        """Make a handler.

        Args:
            path: The file; its folder is made if missing.
        """
        super().__init__()
        self._path = path
        self._is_unwritable = False
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record."""
        if self._file is None and not self._is_unwritable:
            self._open()
        if self._file is not None:
            self._file.emit(record)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
        super().close()

    def _open(self) -> None:
        from logging.handlers import RotatingFileHandler

        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = RotatingFileHandler(
                self._path, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8"
            )
        except OSError as error:
            self._is_unwritable = True
            sys.stderr.write(f"convviz: no log file: {error}\n")
        else:
            self._file.setFormatter(self.formatter)
