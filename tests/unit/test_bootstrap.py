from __future__ import annotations

import fnmatch
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pytest

import bootstrap
from provisioning import checks, torch_build
from provisioning.commands import COMMANDS
from provisioning.environment import Environment
from provisioning.installer import Installer
from provisioning.pip_messages import explain_failure
from provisioning.terminal import Outcome, SetupError
from tests.support.fake_programs import FakePrograms

ROOT: Final = Path(__file__).resolve().parents[2]
BOOTSTRAP: Final = ROOT / "resources" / "bootstrap.py"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose constraints name one library each."""
    constraints = tmp_path / "resources" / "constraints"
    constraints.mkdir(parents=True)
    for name in ("runtime", "build", "dev"):
        (constraints / f"{name}.txt").write_text(f"{name}-library==1.0\n", encoding="utf-8")
    project = '[project]\nname = "convviz"\n[tool.ruff]\nline-length = 100\n'
    (tmp_path / "pyproject.toml").write_text(project, encoding="utf-8")
    return tmp_path


@pytest.fixture(autouse=True)
def _nothing_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the network, the card and the wishes of the machine that runs the tests alone."""
    monkeypatch.setattr(torch_build, "answers", lambda _: False)
    monkeypatch.setattr(torch_build, "has_nvidia_card", lambda: False)
    monkeypatch.setattr(torch_build, "_has_two_builds", lambda: True)
    monkeypatch.setattr("provisioning.environment.find_installer", lambda _: Installer())
    monkeypatch.delenv("TORCH", raising=False)


pytestmark = [
    pytest.mark.unmeasured,
    pytest.mark.skipif(os.name == "nt", reason="the stand-in makes a POSIX environment"),
]


def test_the_first_call_installs_and_the_second_does_nothing(checkout: Path) -> None:
    programs = FakePrograms()
    Environment(checkout, programs).ensure("runtime")
    arguments = " ".join(part for call in programs.calls for part in call)
    assert "runtime.txt" in arguments
    assert "build.txt" in arguments
    assert "dev.txt" not in arguments
    assert f"--editable {checkout}" in arguments

    again = FakePrograms()
    Environment(checkout, again).ensure("runtime")
    assert again.calls == []


def test_what_tests_need_is_added_to_what_runs(checkout: Path) -> None:
    Environment(checkout, FakePrograms()).ensure("runtime")
    programs = FakePrograms()
    Environment(checkout, programs).ensure("dev")
    assert programs.environments_made == 0
    assert any("dev.txt" in part for call in programs.calls for part in call)
    assert Environment(checkout).is_ready("runtime")
    assert Environment(checkout).is_ready("dev")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("resources/constraints/runtime.txt", "runtime-library==2.0\n"),
        ("pyproject.toml", '[project]\nname = "convviz"\ndependencies = ["new"]\n'),
    ],
)
def test_a_changed_pin_or_dependency_is_installed(checkout: Path, file: str, text: str) -> None:
    Environment(checkout, FakePrograms()).ensure("runtime")
    (checkout / file).write_text(text, encoding="utf-8")
    programs = FakePrograms()
    Environment(checkout, programs).ensure("runtime")
    assert programs.environments_made == 0
    assert len(programs.calls) == 2


def test_a_changed_lint_setting_installs_nothing(checkout: Path) -> None:
    Environment(checkout, FakePrograms()).ensure("runtime")
    project = (checkout / "pyproject.toml").read_text(encoding="utf-8").replace("100", "99")
    (checkout / "pyproject.toml").write_text(project, encoding="utf-8")
    assert Environment(checkout).is_ready("runtime")


def test_an_environment_whose_installation_was_killed_is_made_anew(checkout: Path) -> None:
    def killed(
        command: Sequence[str], variables: Mapping[str, str] | None = None, when_slow: str = ""
    ) -> Outcome:
        if "pip" in command:
            raise KeyboardInterrupt
        return FakePrograms()(command, variables, when_slow)

    with pytest.raises(KeyboardInterrupt):
        Environment(checkout, killed).ensure("runtime")
    assert not Environment(checkout).is_ready("runtime")
    programs = FakePrograms()
    Environment(checkout, programs).ensure("runtime")
    assert programs.environments_made == 1
    assert Environment(checkout).is_ready("runtime")


def test_an_environment_whose_python_is_gone_is_made_anew(checkout: Path) -> None:
    Environment(checkout, FakePrograms()).ensure("runtime")
    python = checkout / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to(checkout / "no-such-python")
    programs = FakePrograms()
    Environment(checkout, programs).ensure("runtime")
    assert programs.environments_made == 1


def test_an_environment_of_a_moved_checkout_is_made_anew(checkout: Path) -> None:
    Environment(checkout, FakePrograms()).ensure("runtime")
    moved = checkout.rename(checkout.with_name("moved"))
    programs = FakePrograms()
    Environment(moved, programs).ensure("runtime")
    assert programs.environments_made == 1


def test_a_folder_that_is_no_environment_is_left_alone(checkout: Path) -> None:
    precious = checkout / ".venv" / "thesis.txt"
    precious.parent.mkdir()
    precious.write_text("important", encoding="utf-8")
    with pytest.raises(SetupError, match="move it away"):
        Environment(checkout, FakePrograms()).ensure("runtime")
    assert precious.read_text(encoding="utf-8") == "important"


def test_a_failed_download_leaves_what_was_installed_usable(checkout: Path) -> None:
    Environment(checkout, FakePrograms()).ensure("runtime")
    offline = Outcome(1, "Retrying ... NewConnectionError\nERROR: No matching distribution found")
    with pytest.raises(SetupError, match="cannot be reached"):
        Environment(checkout, FakePrograms(offline)).ensure("dev")
    assert Environment(checkout).is_ready("runtime")
    assert not Environment(checkout).is_ready("dev")


def test_a_failed_installation_is_not_trusted(checkout: Path) -> None:
    Environment(checkout, FakePrograms()).ensure("runtime")
    full = Outcome(1, "Installing collected packages: torch\nERROR: [Errno 28] No space left")
    with pytest.raises(SetupError, match="disk is full"):
        Environment(checkout, FakePrograms(full)).ensure("dev")
    assert not Environment(checkout).is_ready("runtime")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"runtime": 3}'])
def test_a_damaged_stamp_means_not_installed(checkout: Path, text: str) -> None:
    Environment(checkout, FakePrograms()).ensure("runtime")
    (checkout / ".venv" / "convviz-setup.json").write_text(text, encoding="utf-8")
    assert not Environment(checkout).is_ready("runtime")


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("ERROR: Could not install: [Errno 28] No space left on device", "The disk is full (1.5"),
        ("WARNING: Retrying: Temporary failure in name resolution", "index cannot be reached"),
        (
            "ERROR: No version fits\nERROR: No matching distribution found for torch==2.13.0",
            "No torch==2.13.0 is found for Python",
        ),
        (
            "  x No solution found: Because there is no version of torch==2.13.0 and you need it",
            "No torch==2.13.0 is found for Python",
        ),
        ("error: Failed to fetch: `https://...`", "name a nearer mirror, as in `"),
        ("something else", "pip failed: see its message above"),
    ],
)
def test_a_failure_of_pip_becomes_one_sentence(output: str, sentence: str) -> None:
    explained = explain_failure(output, free_gb=1.5)
    assert sentence in explained
    assert "\n" not in explained
    assert "call this again" in explained


def test_the_constraints_pin_every_library_exactly() -> None:
    for path in (ROOT / "resources" / "constraints").glob("*.txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        pins = [line for line in lines if not line.startswith("#")]
        assert pins
        assert all(len(pin.split("==")) == 2 for pin in pins), path


def test_a_second_start_is_quick_to_decide() -> None:
    result = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "import provisioning.commands"],
        cwd=ROOT / "resources",
        capture_output=True,
        text=True,
        check=True,
    )
    assert "pip" not in {line.rpartition("|")[2].strip() for line in result.stderr.splitlines()}


def test_a_python_that_is_too_old_and_alone_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(shutil, "which", {}.get)
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer and this is 3\.9: install"):
        bootstrap.hand_over_to_supported_python()


def test_a_python_that_is_too_old_hands_over_to_one_that_is_not(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    found = {"python3.11": sys.executable}
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(sys, "argv", ["bootstrap.py", "--help"])
    monkeypatch.setattr(shutil, "which", found.get)
    with pytest.raises(SystemExit) as ended:
        bootstrap.hand_over_to_supported_python()
    assert ended.value.code == 0
    assert "usage: bootstrap.py" in capfd.readouterr().out


def test_a_python_that_is_too_new_and_alone_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 15, 0))
    monkeypatch.setattr(shutil, "which", {}.get)
    bootstrap.hand_over_to_supported_python()


def test_help_names_every_command() -> None:
    result = subprocess.run(
        [sys.executable, str(BOOTSTRAP), "--help"], capture_output=True, text=True, check=True
    )
    assert all(f"{name}:" in result.stdout for name in COMMANDS)


def test_make_offers_every_command() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    called = {line.split()[1] for line in makefile.splitlines() if "\t$(BOOTSTRAP) " in line}
    assert called == set(COMMANDS)


def test_an_unknown_command_is_refused_with_the_known_ones() -> None:
    command = [sys.executable, str(BOOTSTRAP), "fly"]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "invalid choice: 'fly'" in result.stderr


@pytest.mark.parametrize(
    ("output", "counts"),
    [
        (
            "..F\n1 failed, 2 passed, 3 warnings in 0.12s\n",
            {"failed": 1, "passed": 2, "warnings": 3},
        ),
        ("===== 12 passed in 61.30s (0:01:01) =====\n", {"passed": 12}),
        ("no tests ran in 0.01s\n", {}),
        ("Killed\n", {}),
    ],
)
def test_the_tests_are_counted_from_the_summary(output: str, counts: dict[str, int]) -> None:
    assert dict(checks.count_tests(output)) == counts


def check(name: str, code: str, *, is_pytest: bool = False) -> checks.Check:
    command = [sys.executable, "-c", code]
    return checks.Check(name, command, {}, is_pytest=is_pytest, is_shown=is_pytest)


def reads(command: Sequence[str], path: Path) -> bool:
    """Return whether a run of pytest reads a file of tests."""
    name = path.relative_to(ROOT).as_posix()
    ignored = [part.removeprefix("--ignore=") for part in command if part.startswith("--ignore=")]
    flag = "--ignore-glob="
    globs = [part.removeprefix(flag) for part in command if part.startswith(flag)]
    if any(name.startswith(f"{folder}/") for folder in ignored):
        return False
    # As pytest compares them: with whole paths.
    if any(fnmatch.fnmatch(str(path), str(ROOT / glob)) for glob in globs):
        return False
    return any(name == part or name.startswith(f"{part}/") for part in command)


def test_every_file_is_read_by_one_run_and_those_about_a_display_by_another_too() -> None:
    runs = [run.command for run in checks.test_runs(Environment(ROOT)) if run.is_pytest]
    plain = [run for run in runs if "not slow and not display" in run]
    (shown,) = [run for run in runs if "not slow and display" in run]
    tests = ROOT / "tests"
    files = list(tests.rglob("test_*.py"))
    assert len(files) > 300
    for path in files:
        folder = path.relative_to(tests).parts[0]
        is_marked = folder == "ui" and "pytest.mark.display" in path.read_text(encoding="utf-8")
        assert reads(shown, path) is (is_marked or folder == "e2e"), path
        assert sum(reads(run, path) for run in plain) == (folder != "e2e"), path


def test_no_process_of_the_tests_compiles_what_another_has_compiled() -> None:
    runs = [run for run in checks.test_runs(Environment(ROOT)) if run.is_pytest]
    assert {run.variables["PYTHONDONTWRITEBYTECODE"] for run in runs} == {""}


def test_a_check_waits_for_the_one_that_it_follows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write = "import pathlib; pathlib.Path('data').write_text('fine')"
    read = [sys.executable, "-c", "print(open('data').read())"]
    runs = [check("measure", write), checks.Check("report", read, {}, after="measure")]
    assert checks.run_checks(runs, tmp_path) == 0
    assert "--- report\nfine\n" in capsys.readouterr().out


def test_the_last_line_sums_up_the_tests(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    runs = [
        check("lint", "print('fine')"),
        check("tests", "print('3 passed, 1 skipped in 0.10s')", is_pytest=True),
        check("window", "print('4 passed in 0.10s')", is_pytest=True),
    ]
    assert checks.run_checks(runs, tmp_path) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2] == "3 of 3 checks passed"
    assert lines[-1].startswith("===== 7 passed, 1 skipped in ")


def test_a_failed_check_fails_the_whole_and_the_others_still_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    runs = [
        check("lint", "raise SystemExit(1)"),
        check("tests", "print('4 passed in 0.10s')", is_pytest=True),
        check("empty", "raise SystemExit(5)", is_pytest=True),
    ]
    assert checks.run_checks(runs, tmp_path) == 1
    output = capsys.readouterr().out
    assert "FAILED: lint\n2 of 3 checks passed\n===== 4 passed in " in output


def test_the_stamp_names_the_checkout(checkout: Path) -> None:
    Environment(checkout, FakePrograms()).ensure("dev")
    stamp = json.loads((checkout / ".venv" / "convviz-setup.json").read_text(encoding="utf-8"))
    assert stamp["checkout"] == str(checkout)
