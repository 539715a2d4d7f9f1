"""Remembered settings: one declared table, kept sparsely as JSON.

A broken value falls back alone; a broken file is put aside and told, never fatal.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec
import platformdirs

from convviz.core.errors import DocumentError, ErrorCode, StorageError
from convviz.protocol.decoding import convert
from convviz.protocol.file_lock import FileLock
from convviz.protocol.file_reading import read_file, without_mark
from convviz.protocol.files import write_file

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

RECENT_LIMIT: Final = 10
_LOCK_SECONDS: Final = 0.5
"""How long a window waits for another that writes: it needs milliseconds."""
LARGEST_SETTINGS: Final = 1 << 20
"""Bytes. Ten names of files need far less."""

Language = Literal["system", "en", "zh_CN"]
ThemeName = Literal["system", "light", "dark"]


class Settings(msgspec.Struct, frozen=True, omit_defaults=True):
    """The table: every setting, its type and its default.

    Attributes:
        language: Of the window; "system" follows the locale.
        theme: Of the window; "system" follows the desktop.
        page: Name of the page shown last.
        recent_files: Documents, newest first.
        last_folder: Where a file was opened or saved last.
        data_path: Folder or archive of CIFAR-10 that the user chose.
        mnist_path: Folder with files of MNIST's format that the user chose.
        pictures_path: Folder of pictures that the user chose.
        cut_runs_told_until: Runs that were cut off until then are not told of again; in seconds
            since 1970.
        text_size: Of the window's text beside the system's own.
    """

    language: Language = "system"
    theme: ThemeName = "system"
    page: str = "calculator"
    recent_files: tuple[str, ...] = ()
    last_folder: str = ""
    data_path: str = ""
    mnist_path: str = ""
    pictures_path: str = ""
    cut_runs_told_until: float = 0.0
    text_size: float = 1.0


def settings_folder() -> Path:
    """Return the folder of the settings."""
    return Path(platformdirs.user_config_dir("convviz", appauthor=False))


def log_file() -> Path:
    """Return the path of the log."""
    return Path(platformdirs.user_log_dir("convviz", appauthor=False)) / "convviz.log"


class SettingsFile:
    """Reads and writes the settings.

    Attributes:
        value: The settings now.
        complaints: Names of settings that were unreadable and fell back, "" for the whole file.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or settings_folder() / "settings.json"
        self.complaints: list[str] = []
        self._unwritten: dict[str, Any] = {}
        self.value = self._read()

    def change(self, **changes: Any) -> None:  # noqa: ANN401 - of the table's types
        """Change some settings and write them; a failure to write is logged and survived.

        What another window changed meanwhile stays, and is taken over.
        """
        self._merge(lambda _settings: changes)

    def add_recent(self, path: Path) -> None:
        """Put a document at the head of the recent files, if JSON has words for its name."""
        name = str(path.resolve())
        try:
            name.encode()
        except UnicodeEncodeError:
            log.info("a file whose name is no text is not remembered")
            return
        folder = str(path.resolve().parent)

        def put_first(settings: Settings) -> dict[str, Any]:
            others = (recent for recent in settings.recent_files if recent != name)
            return {"recent_files": (name, *others)[:RECENT_LIMIT], "last_folder": folder}

        self._merge(put_first)

    def refresh(self) -> None:
        """Take over what other windows changed; a file that cannot be read changes nothing."""
        settings = self._on_disk()
        if settings is not None:
            self.value = msgspec.structs.replace(settings, **self._unwritten)

    def _merge(self, change: Callable[[Settings], dict[str, Any]]) -> None:
        """Read the file anew, change it, and write it, while no other window does."""
        lock = self._lock()
        try:
            settings = self._on_disk() or self.value
            settings = msgspec.structs.replace(settings, **self._unwritten)
            self._unwritten |= change(settings)
            self.value = msgspec.structs.replace(settings, **self._unwritten)
            write_file(self._path, msgspec.json.format(msgspec.json.encode(self.value)))
            self._unwritten = {}
        except StorageError as error:
            log.warning("settings are not saved: %s", error)
        finally:
            if lock is not None:
                lock.release()

    def _lock(self) -> FileLock | None:
        """Hold the file against other windows; without it, rather write than wait for long."""
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            return FileLock.take(
                self._path.with_name(self._path.name + ".lock"), patience=_LOCK_SECONDS
            )
        return None

    def _on_disk(self) -> Settings | None:
        """Return what the file says now; None if it is missing or says nothing sound."""
        try:
            plain = msgspec.json.decode(without_mark(read_file(self._path, LARGEST_SETTINGS)))
        except (DocumentError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return None
        return _convert(plain)[0] if isinstance(plain, dict) else None

    def _read(self) -> Settings:
        try:
            plain = msgspec.json.decode(without_mark(read_file(self._path, LARGEST_SETTINGS)))
        except (DocumentError, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            if isinstance(error, DocumentError) and error.code is ErrorCode.FILE_MISSING:
                return Settings()
            log.warning("settings are unreadable: %s", error)
            self.complaints.append("")
            with suppress(OSError):
                self._path.replace(self._path.with_suffix(".broken.json"))
            return Settings()
        settings, problems = _convert(plain if isinstance(plain, dict) else {})
        for name, problem in problems.items():
            log.warning("setting %s falls back: %s", name, problem)
        self.complaints += problems
        return settings


def _convert(plain: dict[str, Any]) -> tuple[Settings, dict[str, str]]:
    """Return every setting that is valid by itself, and what is wrong with the others."""
    valid: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for field in msgspec.structs.fields(Settings):
        if field.name not in plain:
            continue
        try:
            valid[field.name] = convert(plain[field.name], field.type)
        except msgspec.ValidationError as error:
            problems[field.name] = str(error)
    return Settings(**valid), problems
