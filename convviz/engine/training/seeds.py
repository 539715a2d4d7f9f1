"""Seeds of everything random in a run, derived from integers: nothing else needs storing."""

from __future__ import annotations

import hashlib
from enum import StrEnum

import torch


class Use(StrEnum):
    """What a seed is for, so that no two uses share one."""

    ORDER = "order"
    BATCH = "batch"
    AUGMENT = "augment"
    FLIP = "flip"
    INITIAL = "initial"


def derive_seed(use: Use, *numbers: int) -> int:
    """Return a seed of 63 bits that depends on all the numbers alike.

    Torch's generator on a CPU looks at the low 32 bits alone, so they are mixed here.
    """
    text = ":".join((use, *map(str, numbers)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


def seed_device(device: torch.device, seed: int) -> None:
    """Seed the generator that dropout uses on a device, and no other device's."""
    if device.type == "cuda":
        torch.cuda.default_generators[device.index or 0].manual_seed(seed)
    elif device.type == "mps":
        torch.mps.manual_seed(seed)
    else:
        seed_host(seed)


def seed_host(seed: int) -> None:
    """Seed the generator on the CPU, from which a network's weights are drawn, and no device's.

    ``torch.manual_seed`` also writes down for each kind of device that is not there who seeded it,
    with the whole stack: it takes longer than to build a small network.
    """
    torch.default_generator.manual_seed(seed)
