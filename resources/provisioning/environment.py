"""The virtual environment: made once, recognised at once, mended when it was left half made."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from provisioning.pip_messages import explain_failure
from provisioning.terminal import Outcome, SetupError, run_shown, say

Runner: TypeAlias = Callable[[Sequence[str], Mapping[str, str] | None], Outcome]

PROFILES: Final = {"runtime": ("runtime", "build"), "dev": ("runtime", "build", "dev")}
"""What can be installed: the constraints files of each, all of whose packages are wanted."""

_GIB: Final = 2**30
_NEEDED_GIB: Final = 3.0
_ROOT: Final = "checkout"
_STAMP: Final = "convviz-setup.json"
_UNFINISHED: Final = "convviz-setup-unfinished"
_BEGINS_TO_CHANGE: Final = "Installing collected packages"
"""What pip says when all is downloaded; a failure before that has changed nothing."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The virtual environment of a checkout.

    Attributes:
        root: The checkout.
        run: Runs a program and returns its outcome.
    """

    root: Path
    run: Runner = run_shown

    @property
    def folder(self) -> Path:
        """The environment's folder."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.script("python")

    def script(self, name: str) -> Path:
        """Return the path of a program that is installed in the environment."""
        if os.name == "nt":
            return self.folder / "Scripts" / f"{name}.exe"
        return self.folder / "bin" / name

    def is_ready(self, profile: str) -> bool:
        """Return whether everything that a profile names is installed, in these versions."""
        if not self.python.exists() or (self.folder / _UNFINISHED).exists():
            return False
        return self._stamps().get(profile) == self.fingerprint(profile)

    def ensure(self, profile: str) -> None:
        """Make the environment hold what a profile names.

        Raises:
            SetupError: It cannot be made; the sentence says what to do.
        """
        if self.is_ready(profile):
            return
        with _only_one(self.root / "build" / "setup.lock"):
            if not self.is_ready(profile):
                self._create_if_needed()
                self._install(profile)

    def fingerprint(self, profile: str) -> str:
        """Return a digest of all that decides what an installation of a profile holds."""
        import tomllib

        project = tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))
        digest = hashlib.sha256()
        for name in PROFILES[profile]:
            digest.update(self._constraints(name).read_bytes())
        parts = (
            {key: project.get(key) for key in ("project", "build-system")},
            str(self.root),
            str(self.python.resolve()),
        )
        digest.update(json.dumps(parts, sort_keys=True).encode())
        return digest.hexdigest()

    def _constraints(self, name: str) -> Path:
        return self.root / "resources" / "constraints" / f"{name}.txt"

    def _stamps(self) -> dict[str, object]:
        try:
            stamps = json.loads((self.folder / _STAMP).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamps if isinstance(stamps, dict) else {}

    def _create_if_needed(self) -> None:
        unfinished = self.folder / _UNFINISHED
        if self.folder.exists():
            moved = self._stamps().get(_ROOT, str(self.root)) != str(self.root)
            if not unfinished.exists() and not moved and self._starts():
                return
            self._remove()
        say(f"Making the virtual environment {self.folder}")
        try:
            self.folder.mkdir(parents=True)
            unfinished.touch()
        except OSError as error:
            msg = (
                f"{self.folder} cannot be made: {error.strerror}. Mend that, then call this again."
            )
            raise SetupError(msg) from error
        # Where this runs inside an environment, a new one is made from the Python beneath it.
        base = getattr(sys, "_base_executable", None) or sys.executable
        outcome = self.run([base, "-m", "venv", str(self.folder)], None)
        if outcome.status != 0:
            msg = "The virtual environment could not be made: " + explain_failure(
                outcome.output, self._free_gib()
            )
            raise SetupError(msg)

    def _remove(self) -> None:
        """Delete an environment that does not work; refuse to delete anything else."""
        made_here = (self.folder / _UNFINISHED).exists() or (self.folder / "pyvenv.cfg").exists()
        if not made_here and any(self.folder.iterdir()):
            msg = f"{self.folder} is not a virtual environment: move it away, then call this again."
            raise SetupError(msg)
        say(f"{self.folder} is incomplete: making it anew")
        shutil.rmtree(self.folder)

    def _starts(self) -> bool:
        """Return whether the environment's Python runs and has pip."""
        try:
            command = [str(self.python), "-c", "import pip"]
            return subprocess.call(command, stderr=subprocess.DEVNULL) == 0
        except OSError:
            return False

    def _install(self, profile: str) -> None:
        if self._free_gib() < _NEEDED_GIB and not self._stamps():
            msg = (
                f"{self.root} has {self._free_gib():.1f} GiB free and the installation needs "
                f"{_NEEDED_GIB:.0f}: make room, then call this again."
            )
            raise SetupError(msg)
        say("Installing the dependencies (once; some minutes)")
        (self.folder / _UNFINISHED).touch()
        files = [f"--requirement={self._constraints(name)}" for name in PROFILES[profile]]
        self._pip("install", "--only-binary=:all:", *files)
        self._pip("install", "--no-deps", "--no-build-isolation", "--editable", str(self.root))
        stamps = {_ROOT: str(self.root)}
        for name, parts in PROFILES.items():
            if set(parts) <= set(PROFILES[profile]):
                stamps[name] = self.fingerprint(name)
        (self.folder / _STAMP).write_text(json.dumps(stamps), encoding="utf-8")
        (self.folder / _UNFINISHED).unlink()

    def _pip(self, *arguments: str) -> None:
        variables = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
        command = [str(self.python), "-m", "pip", *arguments]
        outcome = self.run(command, variables)
        if outcome.status != 0:
            if _BEGINS_TO_CHANGE not in outcome.output:
                (self.folder / _UNFINISHED).unlink()
            raise SetupError(explain_failure(outcome.output, self._free_gib()))

    def _free_gib(self) -> float:
        return shutil.disk_usage(self.root).free / _GIB


@contextlib.contextmanager
def _only_one(lock: Path) -> Iterator[None]:
    """Let one process at a time install; the kernel frees the lock of one that is killed."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
