"""Which torch is installed: the small CPU build where CUDA cannot run, its cost said before."""

from __future__ import annotations

import os
import shutil
import sys
import threading
from pathlib import Path
from typing import NamedTuple

import pytest

from provisioning import environment, torch_build
from provisioning.environment import Environment
from provisioning.installer import Installer, find_installer
from provisioning.terminal import (
    SLOW_SECONDS,
    Outcome,
    SetupError,
    run_shown,
    watch_downloads,
)
from provisioning.torch_build import CPU_INDEX, choose
from tests.support.fake_programs import FakePrograms

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in makes a POSIX environment")

NO_WHEEL = Outcome(1, "ERROR: No matching distribution found for torch==2.13.0+cpu")
CONSTRAINED = Outcome(
    1,
    "The user requested torch==2.13.0+cpu\n"
    "The user requested (constraint) torch<=2.14.1\nERROR: ResolutionImpossible: for help visit",
)


class Machine(NamedTuple):
    """A machine: has it a card, does PyTorch's index answer."""

    has_card: bool = False
    is_online: bool = True


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    constraints = tmp_path / "resources" / "constraints"
    constraints.mkdir(parents=True)
    for name, text in {
        "runtime": "torch==2.13.0",
        "build": "hatchling==1",
        "dev": "pytest==9",
    }.items():
        (constraints / f"{name}.txt").write_text(f"{text}\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "convviz"\n', encoding="utf-8")
    return tmp_path


def on(
    monkeypatch: pytest.MonkeyPatch, machine: Machine, *, torch: str = "", free_gb: float = 100
) -> None:
    monkeypatch.setattr(torch_build, "_has_two_builds", lambda: True)
    monkeypatch.setattr(torch_build, "has_nvidia_card", lambda: machine.has_card)
    monkeypatch.setattr(torch_build, "answers", lambda _: machine.is_online)
    monkeypatch.setattr(environment, "find_installer", lambda _: Installer())
    usage = shutil.disk_usage(Path.cwd())._replace(free=int(free_gb * 1e9))
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    monkeypatch.setenv("TORCH", torch)


def test_without_a_card_the_small_build_of_pytorch_is_taken(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on(monkeypatch, Machine())
    programs = FakePrograms()
    Environment(checkout, programs).ensure("runtime")
    (call,) = programs.calls_with("torch")
    assert "--no-deps" in call
    assert "torch==2.13.0+cpu" in call
    assert f"--extra-index-url={CPU_INDEX}" in call
    said = capsys.readouterr().out
    assert "torch: the CPU build, since no NVIDIA card is seen (TORCH=cuda: with CUDA)." in said
    assert "0.4 GB to download and 1.6 GB on the disk; 100.0 GB are free here." in said


def test_with_a_card_the_build_with_cuda_comes_with_the_other_packages(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on(monkeypatch, Machine(has_card=True))
    programs = FakePrograms()
    Environment(checkout, programs).ensure("runtime")
    assert programs.calls_with("torch") == []
    said = capsys.readouterr().out
    assert "torch: the CUDA build, since there is an NVIDIA card (TORCH=cpu: without)." in said
    assert "3.0 GB to download and 5.6 GB on the disk" in said


@pytest.mark.parametrize(("wish", "takes_cpu"), [("cpu", True), ("cuda", False), ("CPU", True)])
def test_a_wish_decides_by_hand(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, wish: str, *, takes_cpu: bool
) -> None:
    on(monkeypatch, Machine(has_card=takes_cpu), torch=wish)
    programs = FakePrograms()
    Environment(checkout, programs).ensure("runtime")
    assert bool(programs.calls_with("torch")) is takes_cpu


def test_an_unknown_wish_is_refused_before_anything_is_made(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, Machine(), torch="gpu")
    with pytest.raises(SetupError, match="TORCH=gpu is not known: say TORCH=cpu or TORCH=cuda"):
        Environment(checkout, FakePrograms()).ensure("runtime")
    assert not (checkout / ".venv" / "convviz-setup.json").exists()


@pytest.mark.parametrize("answer", [NO_WHEEL, CONSTRAINED], ids=["missing", "constrained"])
def test_where_no_index_has_a_cpu_build_the_usual_one_is_taken_and_its_size_said(
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: Outcome,
) -> None:
    on(monkeypatch, Machine(is_online=False))
    programs = FakePrograms(cpu_build=answer)
    Environment(checkout, programs).ensure("runtime")
    assert CPU_INDEX not in programs.calls_with("torch")[0]
    assert programs.calls_with("runtime.txt")
    said = capsys.readouterr().out
    assert "torch: the CUDA build, since no CPU build is to be had from here." in said
    assert "3.0 GB to download" in said


def test_a_wished_cpu_build_that_is_not_to_be_had_is_said(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, Machine(is_online=False), torch="cpu")
    with pytest.raises(SetupError, match="Name a mirror of it in PIP_EXTRA_INDEX_URL"):
        Environment(checkout, FakePrograms(cpu_build=NO_WHEEL)).ensure("runtime")


def test_a_download_of_torch_that_breaks_off_is_no_missing_build(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, Machine())
    broken = Outcome(1, "ReadTimeoutError: Read timed out.\nERROR: No matching distribution found")
    with pytest.raises(SetupError, match=r"PIP_INDEX_URL=.*what is complete is kept"):
        Environment(checkout, FakePrograms(cpu_build=broken)).ensure("runtime")


@pytest.mark.parametrize(("card", "free", "needs"), [(False, 1.9, "2.0"), (True, 8.5, "8.6")])
def test_too_little_room_is_said_before_the_download(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, free: float, needs: str, *, card: bool
) -> None:
    on(monkeypatch, Machine(has_card=card), free_gb=free)
    programs = FakePrograms()
    with pytest.raises(SetupError, match=f"{free} GB free and the installation needs {needs}"):
        Environment(checkout, programs).ensure("runtime")
    assert not programs.calls_with("install")


def test_another_wish_makes_the_environment_anew(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on(monkeypatch, Machine())
    Environment(checkout, FakePrograms()).ensure("runtime")
    assert Environment(checkout).is_ready("runtime")
    monkeypatch.setenv("TORCH", "cuda")
    assert not Environment(checkout).is_ready("runtime")
    Environment(checkout, FakePrograms()).ensure("runtime")
    assert "holds another torch than TORCH says: making it anew" in capsys.readouterr().out
    monkeypatch.setenv("TORCH", "")
    assert Environment(checkout).is_ready("runtime")


def test_an_environment_of_another_python_is_left_alone(checkout: Path) -> None:
    other = checkout / ".venv"
    (other / "bin").mkdir(parents=True)
    (other / "bin" / "python").symlink_to(sys.executable)
    (other / "pyvenv.cfg").write_text("home = /usr/bin\nversion = 3.9.1\n", encoding="utf-8")
    running = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert Environment(checkout).folder == checkout / f".venv-{running}"
    (other / "pyvenv.cfg").write_text(f"version_info = {running}.2\n", encoding="utf-8")
    assert Environment(checkout).folder == other


@pytest.fixture
def uv(tmp_path: Path) -> Path:
    program = tmp_path / "bin" / "uv"
    program.parent.mkdir()
    program.touch(mode=0o755)
    return program


def variables(uv: Path, **more: str) -> dict[str, str]:
    home = str(uv.parent.parent)
    return {"PATH": str(uv.parent), "HOME": home, "XDG_CONFIG_DIRS": home, **more}


def test_uv_is_used_where_it_is_there(uv: Path) -> None:
    installer = find_installer(variables(uv))
    assert installer.make_environment(Path("new"))[:2] == [str(uv), "venv"]
    command = installer.install(Path("python"), "torch", extra_index=CPU_INDEX)
    assert command[:4] == [str(uv), "pip", "install", "--python=python"]
    assert "--index-strategy=unsafe-best-match" in command


def test_pip_is_used_without_uv(tmp_path: Path) -> None:
    assert find_installer({"PATH": str(tmp_path)}) == Installer()


@pytest.mark.parametrize("name", ["PIP_INDEX_URL", "PIP_FIND_LINKS", "PIP_CONSTRAINT"])
def test_a_mirror_that_pip_was_given_is_not_passed_over_for_uv(uv: Path, name: str) -> None:
    assert find_installer(variables(uv, **{name: "file:///mirror"})) == Installer()


def test_a_mirror_in_the_configuration_of_pip_is_not_passed_over_for_uv(uv: Path) -> None:
    settings = uv.parent.parent / ".config" / "pip" / "pip.conf"
    settings.parent.mkdir(parents=True)
    settings.write_text("[global]\nindex-url = https://mirror.example/simple\n", encoding="utf-8")
    assert find_installer(variables(uv)) == Installer()
    settings.write_text("[global]\nquiet = 1\n", encoding="utf-8")
    assert find_installer(variables(uv)).uv
    settings.write_text("no section\n", encoding="utf-8")
    assert find_installer(variables(uv)).uv


def test_settings_of_uv_beside_those_of_pip_mean_uv(uv: Path) -> None:
    both = variables(uv, PIP_INDEX_URL="https://a.example", UV_DEFAULT_INDEX="https://a.example")
    assert find_installer(both).uv


class Listening(threading.Event):
    """Hears nothing for as long as anybody waits; after some waits the program has ended."""

    def __init__(self, lines: list[str], waits: int) -> None:
        super().__init__()
        self.lines = lines
        self.waits = waits

    def wait(self, timeout: float | None = None) -> bool:
        """Return that nothing was heard."""
        assert timeout == SLOW_SECONDS
        self.waits -= 1
        if not self.waits:
            self.lines.append("")
        return False


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("  Downloading torch-2.13.0-cp313-cp313-manylinux_2_28_x86_64.whl (526.6 MB)\n", 1),
        ("Installing collected packages: torch\n", 0),
    ],
)
def test_only_a_download_that_takes_long_brings_the_hint_and_once(
    capsys: pytest.CaptureFixture[str], line: str, said: int
) -> None:
    lines = [line]
    watch_downloads(lines, Listening(lines, waits=3), "Name a mirror.", SLOW_SECONDS)
    assert capsys.readouterr().out.count("Name a mirror.") == said


def test_what_a_program_says_is_kept_while_its_downloads_are_watched() -> None:
    outcome = run_shown([sys.executable, "-c", "print('one')\nprint('two')"], when_slow="Slow.")
    assert outcome == Outcome(0, "one\ntwo\n")


def test_nobody_answers_at_an_address_that_does_not_exist() -> None:
    assert not torch_build.answers("https://127.0.0.1:9/whl/cpu")


def test_what_is_asked_of_the_machine_can_be_told() -> None:
    build = choose({}, has_card=lambda: True, can_reach=lambda _: False)
    assert build.name in ("cuda", "default")
