"""Settings are remembered; a broken value falls back alone, a broken file is put aside."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from convviz.core.errors import ErrorCode, StorageError
from convviz.ui.settings import RECENT_LIMIT, Settings, SettingsFile


def test_settings_are_remembered_sparsely(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    SettingsFile(path).change(theme="dark")
    assert SettingsFile(path).value == Settings(theme="dark")
    assert "language" not in path.read_text()


@pytest.mark.logs_warnings
def test_a_bad_value_falls_back_alone_and_is_told(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"theme": "purple", "language": "zh_CN", "unknown": 1}')
    settings = SettingsFile(path)
    assert settings.value == Settings(language="zh_CN")
    assert settings.complaints == ["theme"]


@pytest.mark.logs_warnings
def test_a_broken_file_is_put_aside_and_told(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b"\xff{")
    settings = SettingsFile(path)
    assert settings.value == Settings()
    assert settings.complaints == [""]
    assert (tmp_path / "settings.broken.json").read_bytes() == b"\xff{"


@pytest.mark.logs_warnings
def test_settings_that_cannot_be_written_are_survived(tmp_path: Path) -> None:
    folder = tmp_path / "file"
    folder.write_text("not a folder")
    settings = SettingsFile(folder / "settings.json")
    settings.change(theme="dark")
    assert settings.value.theme == "dark"


def test_recent_files_come_newest_first_without_doubles(tmp_path: Path) -> None:
    settings = SettingsFile(tmp_path / "settings.json")
    paths = [tmp_path / f"{number}.convviz" for number in range(RECENT_LIMIT + 2)]
    for path in [*paths, paths[5]]:
        settings.add_recent(path)
    recent = settings.value.recent_files
    assert recent[0] == str(paths[5])
    assert len(recent) == len(set(recent)) == RECENT_LIMIT


@pytest.mark.skipif(os.name != "posix", reason="such names exist on POSIX alone")
def test_a_file_whose_name_is_no_text_is_not_remembered_and_harms_nothing(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    settings = SettingsFile(path)
    settings.add_recent(tmp_path / "a\udcffb.convviz")
    settings.change(theme="dark")
    assert SettingsFile(path).value == Settings(theme="dark")


def test_two_windows_keep_each_others_settings(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    one, other = SettingsFile(path), SettingsFile(path)
    one.add_recent(tmp_path / "a.convviz")
    other.change(theme="dark")
    other.add_recent(tmp_path / "b.convviz")
    one.change(language="zh_CN")
    known = SettingsFile(path).value
    assert known == one.value
    assert (known.theme, known.language) == ("dark", "zh_CN")
    assert [Path(name).name for name in known.recent_files] == ["b.convviz", "a.convviz"]
    other.refresh()
    assert other.value == known
    assert [file.name for file in tmp_path.iterdir()] == ["settings.json"]


def test_windows_that_write_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    windows = [SettingsFile(path) for _ in range(4)]

    def work(number: int) -> None:
        windows[number].add_recent(tmp_path / f"{number}.convviz")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(SettingsFile(path).value.recent_files) == 4


@pytest.mark.logs_warnings
def test_what_could_not_be_written_is_written_with_the_next_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, _data: bytes) -> None:
        raise StorageError(ErrorCode.DISK_FULL, path=str(path))

    settings = SettingsFile(tmp_path / "settings.json")
    settings.change(language="en")
    with monkeypatch.context() as patch:
        patch.setattr("convviz.ui.settings.write_file", full)
        settings.change(theme="dark")
    settings.change(page="network")
    assert SettingsFile(tmp_path / "settings.json").value.theme == "dark"
