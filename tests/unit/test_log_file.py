"""The log: opened by what is told first, kept small, and no reason to end where it cannot be."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from convviz.ui.shell.log_file import LogFile

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def _record(text: str) -> logging.LogRecord:
    return logging.LogRecord("convviz", logging.INFO, __file__, 1, text, None, None)


def test_the_first_record_makes_the_file_and_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "convviz.log"
    log = LogFile(path)
    log.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    assert not path.parent.exists()
    log.handle(_record("started"))
    log.handle(_record("ended"))
    log.close()
    assert path.read_text(encoding="utf-8") == "INFO started\nINFO ended\n"


def test_where_no_file_can_be_written_that_is_said_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    in_the_way = tmp_path / "logs"
    in_the_way.write_text("a file where the folder should be", encoding="utf-8")
    log = LogFile(in_the_way / "convviz.log")
    log.handle(_record("one"))
    log.handle(_record("two"))
    log.close()
    assert capsys.readouterr().err.count("no log file") == 1
