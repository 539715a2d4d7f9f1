"""The virtual environment: made once, recognised at once, mended when it was left half made."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from provisioning.installer import find_installer
from provisioning.pip_messages import MIRROR_COMMAND, explain_failure, is_without_wheel
from provisioning.terminal import Outcome, SetupError, run_shown, say
from provisioning.torch_build import (
    TorchBuild,
    choose,
    installed_version,
    pinned_version,
    usual_build,
    wished,
)


class Runner(Protocol):
    """Runs a program and returns its outcome, as run_shown does."""

    def __call__(
        self,
        command: Sequence[str],
        variables: Mapping[str, str] | None = None,
        when_slow: str = "",
    ) -> Outcome:
        """Run a program."""


PROFILES: Final = {"runtime": ("runtime", "build"), "dev": ("runtime", "build", "dev")}
"""What can be installed: the constraints files of each, all of whose packages are wanted."""

_GB: Final = 1e9
_ROOT: Final = "checkout"
_TORCH: Final = "torch"
_STAMP: Final = "convviz-setup.json"
_UNFINISHED: Final = "convviz-setup-unfinished"
_SLOW: Final = (
    "The download is slow. A nearer mirror may be faster: end this with Ctrl+C, name one, as in "
    f"`{MIRROR_COMMAND}`, and call this again; what is complete is kept."
)
_PYTHON_VERSION: Final = re.compile(r"^version(?:_info)? *= *(\d+\.\d+)", re.MULTILINE)
_BEGINS_TO_CHANGE: Final = re.compile("Installing collected packages|^Prepared ", re.MULTILINE)
"""What pip, or uv, says when all is downloaded; a failure before that has changed nothing."""


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
        """The environment's folder: .venv, or one of its own where that has another Python."""
        usual = self.root / ".venv"
        running = ".".join(str(part) for part in sys.version_info[:2])
        return usual if _python_of(usual) in ("", running) else self.root / f".venv-{running}"

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
        return self._has_wished_torch() and self._stamps().get(profile) == self.fingerprint(profile)

    def _has_wished_torch(self) -> bool:
        """Return whether TORCH asks for nothing else than what was installed."""
        wish = wished(os.environ)
        return not wish or self._stamps().get(_TORCH, wish) == wish

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
            as_wished = self._has_wished_torch()
            if not unfinished.exists() and not moved and as_wished and self._starts():
                return
            self._remove(
                "is incomplete" if as_wished else f"holds another torch than {_TORCH.upper()} says"
            )
        say(f"Making the virtual environment {self.folder}")
        try:
            self.folder.mkdir(parents=True)
            unfinished.touch()
        except OSError as error:
            msg = (
                f"{self.folder} cannot be made: {error.strerror}. Mend that, then call this again."
            )
            raise SetupError(msg) from error
        installer = find_installer(os.environ)
        outcome = self.run(installer.make_environment(self.folder))
        if outcome.status != 0:
            msg = "The virtual environment could not be made: " + explain_failure(
                outcome.output, self._free_gb()
            )
            raise SetupError(msg)

    def _remove(self, why: str) -> None:
        """Delete an environment that does not work; refuse to delete anything else."""
        made_here = (self.folder / _UNFINISHED).exists() or (self.folder / "pyvenv.cfg").exists()
        if not made_here and any(self.folder.iterdir()):
            msg = f"{self.folder} is not a virtual environment: move it away, then call this again."
            raise SetupError(msg)
        say(f"{self.folder} {why}: making it anew")
        shutil.rmtree(self.folder)

    def _starts(self) -> bool:
        """Return whether the environment's Python runs and has pip."""
        try:
            command = [str(self.python), "-c", "import pip"]
            return subprocess.call(command, stderr=subprocess.DEVNULL) == 0
        except OSError:
            return False

    def _install(self, profile: str) -> None:
        first = not self._stamps()
        say("Installing the dependencies (once; some minutes)")
        (self.folder / _UNFINISHED).touch()
        build = self._install_torch() if first else None
        files = [f"--requirement={self._constraints(name)}" for name in PROFILES[profile]]
        self._add("--only-binary=:all:", *files)
        self._add("--no-deps", "--no-build-isolation", "--editable", str(self.root))
        stamps = {_ROOT: str(self.root), _TORCH: build or self._stamps().get(_TORCH, "")}
        for name, parts in PROFILES.items():
            if set(parts) <= set(PROFILES[profile]):
                stamps[name] = self.fingerprint(name)
        (self.folder / _STAMP).write_text(json.dumps(stamps), encoding="utf-8")
        (self.folder / _UNFINISHED).unlink()
        if first and (version := installed_version(self._site_packages())):
            say(f"torch {version} is installed.")

    def _install_torch(self) -> str:
        """Choose a build of torch, say what it costs, and install it where it is PyTorch's own.

        Returns:
            The name of the build; what is not PyTorch's own comes with the other packages.

        Raises:
            SetupError: There is no room for it, or the wished build is not to be had.
        """
        build = choose(os.environ)
        self._announce(build)
        version = pinned_version(self._constraints("runtime"))
        if build.name != "cpu" or not version:
            return build.name
        outcome = self._try_to_add("--no-deps", f"torch=={version}+cpu", extra_index=build.index)
        if outcome.status == 0:
            return build.name
        if not is_without_wheel(outcome.output):
            raise self._failure(outcome)
        if wished(os.environ):
            msg = (
                "The CPU build of torch is not to be had: neither PyTorch's own index nor pip's "
                "settings give it. Name a mirror of it in PIP_EXTRA_INDEX_URL, or call this "
                "without TORCH=cpu and take what the package index has."
            )
            raise SetupError(msg)
        self._announce(usual_build("since no CPU build is to be had from here"))
        return build.name

    def _announce(self, build: TorchBuild) -> None:
        """Say what is downloaded, how large it is, and how much room there is.

        Raises:
            SetupError: The disk has too little room.
        """
        free = self._free_gb()
        say(f"torch: {build.title()}, {build.why}.")
        say(
            f"Everything is about {build.download_gb:.1f} GB to download and "
            f"{build.installed_gb:.1f} GB on the disk; {free:.1f} GB are free here."
        )
        if free < build.needed_gb:
            msg = (
                f"{self.root} has {free:.1f} GB free and the installation needs "
                f"{build.needed_gb:.1f}, downloads included: make room, then call this again."
            )
            if build.name == "cuda":
                msg += " TORCH=cpu needs less."
            raise SetupError(msg)

    def _add(self, *arguments: str) -> None:
        outcome = self._try_to_add(*arguments)
        if outcome.status != 0:
            raise self._failure(outcome)

    def _try_to_add(self, *arguments: str, extra_index: str = "") -> Outcome:
        """Install packages into the environment; return how pip or uv ended."""
        variables = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
        installer = find_installer(variables)
        command = installer.install(self.python, *arguments, extra_index=extra_index)
        return self.run(command, variables, _SLOW)

    def _failure(self, outcome: Outcome) -> SetupError:
        if not _BEGINS_TO_CHANGE.search(outcome.output):
            (self.folder / _UNFINISHED).unlink()
        return SetupError(explain_failure(outcome.output, self._free_gb()))

    def _site_packages(self) -> Path:
        if os.name == "nt":
            return self.folder / "Lib" / "site-packages"
        running = ".".join(str(part) for part in sys.version_info[:2])
        return self.folder / "lib" / f"python{running}" / "site-packages"

    def _free_gb(self) -> float:
        return shutil.disk_usage(self.root).free / _GB


def _python_of(folder: Path) -> str:
    """Return the Python of a virtual environment, such as ``"3.11"``; empty if it has none."""
    if not any((folder / name).exists() for name in ("bin/python", "Scripts/python.exe")):
        return ""
    try:
        settings = (folder / "pyvenv.cfg").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
    match = _PYTHON_VERSION.search(settings)
    return match[1] if match else ""


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
