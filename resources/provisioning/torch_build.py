"""Which build of torch is installed: PyTorch's small one for the CPU, or the one with CUDA.

On Linux the package index gives the CUDA build to everybody. Where there is no NVIDIA card it
cannot use its 5 GB, so PyTorch's own CPU build is taken there if its index can be reached.
"""

from __future__ import annotations

import platform
import shutil
import sys
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from provisioning.terminal import SetupError

CPU_INDEX: Final = "https://download.pytorch.org/whl/cpu"
"""PyTorch's own index of CPU builds; their versions end in ``+cpu``."""

VARIABLE: Final = "TORCH"
"""The environment variable that decides by hand: ``cpu`` or ``cuda``."""

_REACH_SECONDS: Final = 5.0
_CARD_FILES: Final = ("/proc/driver/nvidia/version", "/dev/nvidiactl")
_CARD_PROGRAMS: Final = ("nvidia-smi", "/usr/lib/wsl/lib/nvidia-smi")


@dataclass(frozen=True, slots=True)
class TorchBuild:
    """A build of torch, and what it costs together with all other dependencies.

    Sizes were measured with torch 2.13.0 on x86-64, Python 3.11 and 3.13, tests included.

    Attributes:
        name: ``"cpu"``, ``"cuda"`` or ``"default"``, the one build that a system has.
        download_gb: What is downloaded, in GB.
        installed_gb: What stands on the disk afterwards, in GB.
        why: Why it was chosen, as the end of "torch: the CUDA build, ...".
        index: The index that has it beside the configured ones; empty for none.
    """

    name: str
    download_gb: float
    installed_gb: float
    why: str
    index: str = ""

    @property
    def needed_gb(self) -> float:
        """Room that the installation takes, in GB: the files, and their downloads meanwhile."""
        return self.download_gb + self.installed_gb

    def title(self) -> str:
        """Return its name as a sentence has it."""
        return {"cpu": "the CPU build", "cuda": "the CUDA build"}.get(self.name, "the usual build")


def wished(variables: Mapping[str, str]) -> str:
    """Return what the person who calls wants: ``"cpu"``, ``"cuda"``, or empty for no wish.

    Raises:
        SetupError: TORCH holds something else.
    """
    wish = variables.get(VARIABLE, "").strip().lower()
    if wish not in ("", "cpu", "cuda"):
        msg = f"{VARIABLE}={variables[VARIABLE]} is not known: say TORCH=cpu or TORCH=cuda."
        raise SetupError(msg)
    return wish


def choose(
    variables: Mapping[str, str],
    has_card: Callable[[], bool] | None = None,
    can_reach: Callable[[str], bool] | None = None,
) -> TorchBuild:
    """Return the build of torch to install.

    Args:
        variables: The environment; TORCH in it decides by hand.
        has_card: Whether there is an NVIDIA card.
        can_reach: Whether an index answers.

    Raises:
        SetupError: TORCH holds something that is no build.
    """
    wish = wished(variables)
    if not _has_two_builds():
        return TorchBuild("default", 0.4, 1.6, "the only one that the index has for this system")
    if wish == "cuda" or (not wish and (has_card or has_nvidia_card)()):
        why = "as TORCH=cuda says" if wish else "since there is an NVIDIA card (TORCH=cpu: without)"
        return usual_build(why)
    why = "as TORCH=cpu says" if wish else "since no NVIDIA card is seen (TORCH=cuda: with CUDA)"
    index = CPU_INDEX if (can_reach or answers)(CPU_INDEX) else ""
    return TorchBuild("cpu", 0.4, 1.6, why, index)


def usual_build(why: str) -> TorchBuild:
    """Return the build that the package index gives to everybody on Linux."""
    return TorchBuild("cuda", 3.0, 5.6, why)


def _has_two_builds() -> bool:
    """Return whether the package index gives a CUDA build where a CPU build would do."""
    return sys.platform.startswith("linux") and platform.machine() in ("x86_64", "aarch64")


def has_nvidia_card() -> bool:
    """Return whether an NVIDIA driver is there; without one, CUDA cannot run."""
    return any(Path(name).exists() for name in _CARD_FILES) or any(
        shutil.which(name) for name in _CARD_PROGRAMS
    )


def answers(index: str) -> bool:
    """Return whether an index of packages answers within a few seconds, through the proxies."""
    request = urllib.request.Request(f"{index}/torch/", method="HEAD")  # noqa: S310 - https alone
    try:
        with urllib.request.urlopen(request, timeout=_REACH_SECONDS):  # noqa: S310
            return True
    except (OSError, ValueError):  # URLError and HTTPError are OSErrors
        return False


def installed_version(site_packages: Path) -> str:
    """Return the version of the installed torch, such as ``"2.13.0+cpu"``; empty without one."""
    folders = sorted(site_packages.glob("torch-*.dist-info"))
    return folders[0].name.removeprefix("torch-").removesuffix(".dist-info") if folders else ""


def pinned_version(constraints: Path) -> str:
    """Return the version of torch that a constraints file pins, such as ``"2.13.0"``."""
    for line in constraints.read_text(encoding="utf-8").splitlines():
        name, _, version = line.partition("==")
        if name.strip() == "torch":
            return version.strip()
    return ""
