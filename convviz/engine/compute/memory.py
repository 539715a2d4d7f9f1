"""Whether a layer or a training fits the memory, asked before torch tries.

Linux kills what asks for too much.
"""

from __future__ import annotations

import ctypes
import math
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from convviz.core.call_parameters import LARGEST_INTEGER
from convviz.core.errors import ComputeError, ErrorCode
from convviz.core.layers.parameters import BYTES_PER_NUMBER

if TYPE_CHECKING:
    import torch

    from convviz.core.layers import Layer, Shape
    from convviz.core.network.summary import NetworkSummary
    from convviz.protocol.document import Training

LARGEST_ANSWER = 1 << 28
"""Bytes of an output that can be sent back: 67 million numbers."""
ALWAYS_FITS = 16 << 20
"""Bytes for which nobody asks how much is free."""
USABLE_SHARE = 0.6
"""Of the memory that is free, what one layer may take."""
UNKNOWN_MEMORY = 2 << 30
"""Bytes assumed to be free where the system does not say."""


def memory_in_use(device: torch.device) -> int:
    """Return the bytes that this process takes on a device; 0 where that is not known.

    Args:
        device: A GPU is asked for its tensors, in one call that waits for nothing; else it is what
            the process holds in memory.
    """
    if device.type == "cuda":
        import torch

        return torch.cuda.memory_allocated(device)
    with suppress(OSError, ValueError, IndexError, AttributeError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    return 0


def check_memory(layer: Layer, input_shape: Shape, output_shape: Shape) -> None:
    """Refuse a layer whose tensors would not fit.

    Args:
        layer: One that accepts the input.
        input_shape: (channels, *spatial), unbatched.
        output_shape: What the layer makes of it.

    Raises:
        ComputeError: NOT_ENOUGH_MEMORY, in bytes.
    """
    needed = estimate_bytes(layer, input_shape, output_shape)
    if needed <= ALWAYS_FITS:
        return
    available = int(available_memory() * USABLE_SHARE)
    answer = math.prod(output_shape) * BYTES_PER_NUMBER
    if answer > LARGEST_ANSWER:
        needed, available = answer, min(available, LARGEST_ANSWER)
    if needed > available:
        raise _not_enough(needed, available)


def estimate_bytes(layer: Layer, input_shape: Shape, output_shape: Shape) -> int:
    """Return about how much memory torch needs for a layer's forward on a CPU, at most.

    The weights twice (as sent, and in the module), the input and the output twice, and what the
    layer's kernel makes beside them.
    """
    numbers = 2 * (layer.num_params() + math.prod(input_shape) + math.prod(output_shape))
    numbers += layer.scratch_numbers(input_shape, output_shape)
    return numbers * BYTES_PER_NUMBER


def check_training_memory(summary: NetworkSummary, batch_size: int, training: Training) -> None:
    """Refuse a training that cannot fit: Linux would kill the process without a word.

    Raises:
        ComputeError: BATCH_TOO_LARGE, with a batch size that fits; NOT_ENOUGH_MEMORY if none
            does. In bytes.
    """
    needed = estimate_training_bytes(summary, batch_size, training)
    available = available_memory()
    if needed <= available:
        return
    fits = fitting_batch_size(summary, batch_size, training, int(USABLE_SHARE * available))
    if not fits:
        raise _not_enough(needed, available)
    raise ComputeError(
        ErrorCode.BATCH_TOO_LARGE,
        batch_size=batch_size,
        needed=min(needed, LARGEST_INTEGER),
        available=available,
        fits=fits,
    )


def fitting_batch_size(
    summary: NetworkSummary, batch_size: int, training: Training, available: int
) -> int:
    """Return a power of two, at most half of a batch size, that fits; 0 if one picture does not.

    Args:
        summary: Of the network.
        batch_size: One that does not fit.
        training: Whose optimiser and average remember numbers of each weight.
        available: Bytes for weights, gradients, and values of the layers.
    """
    fits = 1 << max(batch_size // 2, 1).bit_length() - 1
    while fits and estimate_training_bytes(summary, fits, training) > available:
        fits //= 2
    return fits if fits < batch_size else 0


def estimate_training_bytes(summary: NetworkSummary, batch_size: int, training: Training) -> int:
    """Return how much memory a network's training needs, at least: the figure of its table."""
    return summary.training_memory(batch_size, training.optimiser, training.averaging).total


def _not_enough(needed: int, available: int) -> ComputeError:
    counted = min(needed, LARGEST_INTEGER)
    return ComputeError(ErrorCode.NOT_ENOUGH_MEMORY, needed=counted, available=available)


def available_memory() -> int:
    """Return how many bytes this process could still take."""
    sizes = [_system_memory(), _control_group_memory()]
    return min((size for size in sizes if size is not None), default=UNKNOWN_MEMORY)


def spare_others_when_memory_runs_out() -> None:
    """Let Linux end this process before the window and what else runs here."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("800")


def _system_memory() -> int | None:
    if sys.platform == "win32":
        return _windows_memory()
    with suppress(OSError, ValueError, IndexError):
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) << 10
    with suppress(OSError, ValueError):
        # Without /proc only the whole is known: on macOS most of it can be freed.
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    return None


def _control_group_memory() -> int | None:
    """Return what a container's limit leaves, with control groups of version 2."""
    folder = Path("/sys/fs/cgroup")
    with suppress(OSError, ValueError):
        limit = (folder / "memory.max").read_text().strip()
        if limit != "max":
            return int(limit) - int((folder / "memory.current").read_text())
    return None


def _windows_memory() -> int | None:
    class Status(ctypes.Structure):
        """MEMORYSTATUSEX of the Windows API."""

        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *((name, ctypes.c_ulonglong) for name in ("total", "free", "a", "b", "c", "d", "e")),
        )

    status = Status()
    status.length = ctypes.sizeof(Status)
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - only Windows has it
    return int(status.free) if kernel.GlobalMemoryStatusEx(ctypes.byref(status)) else None
