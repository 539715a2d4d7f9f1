"""The libraries and fonts that Qt takes from the system, and how Debian and Ubuntu install them."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from provisioning.terminal import SetupError, run_shown, say

# Every library outside the wheels that the Qt modules and plugins of convviz are linked with: the
# xcb, wayland and offscreen platforms, their OpenGL parts, icons, picture formats, input methods.
# tests/unit/test_system_packages.py compares this table with the installed Qt.
QT_LIBRARIES: Final = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libbrotlicommon.so.1": "libbrotli1",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}

BASE_LIBRARIES: Final = frozenset(
    {"ld-linux-x86-64.so.2", "ld-linux-aarch64.so.1", "libc.so.6", "libdl.so.2", "libgcc_s.so.1"}
    | {"libm.so.6", "libpthread.so.0", "libresolv.so.2", "librt.so.1", "libstdc++.so.6"}
)
"""Libraries that a Python which runs has beside it."""

FONTS: Final = {
    "fonts-dejavu-core": ("DejaVuSans.ttf",),
    "fonts-noto-cjk": ("NotoSansCJK*", "NotoSansSC*", "NotoSansHans*", "SourceHanSans*", "wqy-*"),
}
"""Font packages, and the files of which any one makes the package unnecessary."""

_FONT_FOLDERS: Final = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
)


def _library_folders() -> list[Path]:
    multiarch = getattr(sys.implementation, "_multiarch", "")
    names = (f"/usr/lib/{multiarch}", f"/lib/{multiarch}", "/usr/lib64", "/usr/lib", "/lib")
    return [Path(name) for name in names]


def has_library(soname: str) -> bool:
    """Return whether the dynamic linker finds a library, such as ``"libEGL.so.1"``."""
    if any((folder / soname).exists() for folder in _library_folders()):
        return True
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def missing_libraries() -> list[str]:
    """Return the libraries that Qt needs and this Linux system lacks."""
    return [soname for soname in QT_LIBRARIES if not has_library(soname)]


def missing_fonts() -> list[str]:
    """Return the font packages of whose fonts none is installed."""
    folders = [Path(name).expanduser() for name in _FONT_FOLDERS]
    return [
        package
        for package, patterns in FONTS.items()
        if not any(next(folder.rglob(pattern), None) for folder in folders for pattern in patterns)
    ]


def can_make_environments() -> bool:
    """Return whether Python has what makes virtual environments; Debian packages it apart."""
    return bool(importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"))


def missing_packages(*, for_tests: bool, for_environment: bool) -> list[str]:
    """Return the Debian packages that are to be installed, in order, each once.

    Args:
        for_tests: Whether the virtual X display of the tests is needed too.
        for_environment: Whether a virtual environment is still to be made.
    """
    wanted = [QT_LIBRARIES[soname] for soname in missing_libraries()] + missing_fonts()
    if for_environment and not can_make_environments():
        wanted.append(f"python{_python_version()}-venv")
    if for_tests and shutil.which("Xvfb") is None:
        wanted.append("xvfb")
    return list(dict.fromkeys(wanted))


def ensure_system_packages(*, for_tests: bool, for_environment: bool) -> None:
    """Install what is needed from the system and not there.

    Args:
        for_tests: Whether the virtual X display of the tests is needed too.
        for_environment: Whether a virtual environment is still to be made.

    Raises:
        SetupError: It cannot be installed from here; the sentence says what to do.
    """
    on_linux = sys.platform.startswith("linux")
    if on_linux and shutil.which("apt-get"):
        packages = missing_packages(for_tests=for_tests, for_environment=for_environment)
        try:
            if packages:
                install(packages)
        except SetupError as error:
            if any(package not in FONTS for package in packages):
                raise
            say(f"Some texts may lack their letters. {error}")
        return
    if on_linux and (sonames := missing_libraries()):
        msg = f"Qt lacks {', '.join(sonames)}: install your system's packages that hold them."
        raise SetupError(msg)
    if for_environment and not can_make_environments():
        msg = f"Python {_python_version()} lacks venv and ensurepip: install its package for them."
        raise SetupError(msg)


def _python_version() -> str:
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def install(packages: Sequence[str]) -> None:
    """Install Debian packages with the rights that there are.

    Args:
        packages: Names of packages.

    Raises:
        SetupError: There are no rights to do it, or apt-get failed.
    """
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    by_hand = f"sudo {' '.join(command)}"
    rights = _rights()
    if rights is None:
        msg = f"System packages are missing: run `{by_hand}` once, then call this again."
        raise SetupError(msg)
    say(f"Installing system packages: {' '.join(packages)}")
    options = ["-o", "DPkg::Lock::Timeout=300", "-q"]
    apt = [*rights, "env", "DEBIAN_FRONTEND=noninteractive", command[0], *options]
    run_shown([*apt, "update"])  # A stale list matters only if the installation fails.
    if run_shown([*apt, *command[1:]]).status != 0:
        msg = (
            f"System packages could not be installed (see above): mend that, then run `{by_hand}`."
        )
        raise SetupError(msg)


def _rights() -> list[str] | None:
    """Return what makes a command run as root without asking: a prefix, or None if nothing does."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.call([sudo, "-n", "true"], stderr=subprocess.DEVNULL) == 0:
        return [sudo, "-n"]
    return None
