"""Remembered settings: one declared table, kept sparsely as JSON.

A broken value falls back alone; a broken file is put aside and told, never fatal.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
import platformdirs

from convviz.core.errors import DocumentError, ErrorCode, StorageError
from convviz.protocol.file_reading import read_file, without_mark
from convviz.protocol.files import write_file

log = logging.getLogger(__name__)

RECENT_LIMIT: Final = 10
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
        self.value = self._read()

    def change(self, **changes: Any) -> None:  # noqa: ANN401 - of the table's types
        """Change some settings and write them; a failure to write is logged and survived."""
        self.value = msgspec.structs.replace(self.value, **changes)
        try:
            write_file(self._path, msgspec.json.format(msgspec.json.encode(self.value)))
        except StorageError as error:
            log.warning("settings are not saved: %s", error)

    def add_recent(self, path: Path) -> None:
        """Put a document at the head of the recent files, if JSON has words for its name."""
        name = str(path.resolve())
        try:
            name.encode()
        except UnicodeEncodeError:
            log.info("a file whose name is no text is not remembered")
            return
        others = (recent for recent in self.value.recent_files if recent != name)
        self.change(
            recent_files=(name, *others)[:RECENT_LIMIT], last_folder=str(path.resolve().parent)
        )

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
        return self._convert(plain if isinstance(plain, dict) else {})

    def _convert(self, plain: dict[str, Any]) -> Settings:
        """Take over every setting that is valid by itself."""
        valid: dict[str, Any] = {}
        for field in msgspec.structs.fields(Settings):
            if field.name not in plain:
                continue
            try:
                valid[field.name] = msgspec.convert(plain[field.name], field.type)
            except msgspec.ValidationError as error:
                log.warning("setting %s falls back: %s", field.name, error)
                self.complaints.append(field.name)
        return Settings(**valid)
