"""Whether a window can be shown here, found out without Qt (which would end the process)."""

from __future__ import annotations

import os
import socket
import sys


def missing_display() -> str:
    """Return why no window can be shown here, as a sentence; empty if one can."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM", "") not in ("", "xcb"):
        return ""
    if os.environ.get("WAYLAND_DISPLAY") and not os.environ.get("QT_QPA_PLATFORM"):
        return ""
    display = os.environ.get("DISPLAY", "")
    if not display:
        return "There is no display here (DISPLAY and WAYLAND_DISPLAY are not set)."
    if not _display_answers(display):
        return f"The display {display} does not answer."
    return ""


def _display_answers(display: str) -> bool:
    """Return whether an X server listens at `display`, such as ``:0`` or ``host:10.0``."""
    host, _, number = display.rpartition(":")
    try:
        screen = int(number.split(".")[0])
    except ValueError:
        return False
    if host and not host.startswith("unix"):
        try:
            with socket.create_connection((host, 6000 + screen), timeout=2):
                return True
        except OSError:
            return False
    path = f"/tmp/.X11-unix/X{screen}"  # noqa: S108 - where X servers listen
    for address in (f"\0{path}", path):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            probe.settimeout(2)
            try:
                probe.connect(address)
            except OSError:
                continue
            return True
    return False
