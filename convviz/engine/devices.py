"""Which devices torch can use here, and which one a setting means."""

from __future__ import annotations

import platform

import torch

from convviz.core.errors import ComputeError, ErrorCode


def list_devices() -> dict[str, str]:
    """Return the devices that torch can use, best first, each with a description.

    Returns:
        Names as torch spells them ("cuda:0", "mps", "cpu"), with what a person calls them.
    """
    devices: dict[str, str] = {}
    if torch.cuda.is_available():
        for index in range(torch.cuda.device_count()):
            known = torch.cuda.get_device_properties(index)
            devices[f"cuda:{index}"] = f"{known.name}, {known.total_memory / 2**30:.0f} GiB"
    if torch.backends.mps.is_available():
        devices["mps"] = "Apple GPU"
    processor = platform.processor() or platform.machine()
    devices["cpu"] = f"{processor}, {torch.get_num_threads()} threads"
    return devices


def resolve_device(name: str) -> torch.device:
    """Return the device that a setting means.

    Args:
        name: "auto" for the best there is, or a device's name; "cuda" is "cuda:0".

    Raises:
        ComputeError: DEVICE_MISSING, with the devices that there are.
    """
    available = list_devices()
    if name == "auto":
        return torch.device(next(iter(available)))
    wanted = "cuda:0" if name == "cuda" else name
    if wanted not in available:
        raise ComputeError(ErrorCode.DEVICE_MISSING, device=name, available=", ".join(available))
    return torch.device(wanted)
