"""The shell never shows a traceback: full disks, closed streams, what nobody foresaw."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from convviz.__main__ import main
from convviz.cli import shape

SHAPE = [sys.executable, "-m", "convviz", "shape", "ReLU()", "--input", "3"]


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
def test_output_to_a_full_disk_is_one_sentence() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(SHAPE, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("convviz: the output cannot be written: No space left on device")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell closes the stream")
def test_a_closed_stdout_is_no_error() -> None:
    command = [
        sys.executable,
        "-c",
        "import os, sys; os.close(1); os.execv(sys.argv[1], sys.argv[1:])",
    ]
    done = subprocess.run([*command, *SHAPE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_nobody_foresaw_is_a_sentence_and_its_details_are_in_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def fail(*_arguments: object) -> None:
        message = "one by\nnothing"
        raise ZeroDivisionError(message)

    log = tmp_path / "logs" / "convviz.log"
    monkeypatch.setattr("convviz.ui.settings.log_file", lambda: log)
    monkeypatch.setattr(shape, "infer_sequential", fail)
    assert main(["shape", "ReLU()", "--input", "3"]) == 1
    err = capsys.readouterr().err
    assert "ZeroDivisionError: one by nothing" in err
    assert str(log) in err
    assert "Traceback" not in err
    assert "Traceback" in log.read_text(encoding="utf-8")


def test_a_terminal_that_knows_only_ascii_gets_the_table_all_the_same() -> None:
    code = "import sys; from convviz.__main__ import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, *SHAPE[3:], "--input", "3,32,32"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    assert "3 ? 32 ? 32" in done.stdout
