"""Which devices torch can use here, and which one a setting means."""

from __future__ import annotations

import platform

import torch

from convviz.core.errors import ComputeError, ErrorCode

_ALL_THREADS = torch.get_num_threads()
"""What torch, or OMP_NUM_THREADS, chose at first."""
WORTH_THREADS = 200_000_000
"""Multiply-adds that take one thread about 10 ms."""


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
    devices["cpu"] = f"{processor}, {_ALL_THREADS} threads"
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


def use_threads_for(mult_adds: int) -> None:
    """Let torch use all its threads for long computations, and one for short ones.

    On a busy machine the threads of a short computation wait milliseconds for each other: a 3x3
    kernel on 5x5 cells took 8 ms with two threads, 0.2 ms with one.

    Args:
        mult_adds: Multiply-adds of the computation.
    """
    wanted = 1 if mult_adds < WORTH_THREADS else _ALL_THREADS
    if wanted != torch.get_num_threads():
        torch.set_num_threads(wanted)
