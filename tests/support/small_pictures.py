"""Small data sets in files: MNIST's format, and folders of pictures."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

TRAIN, TEST = 70, 30
NAMES = {"train": "train", "test": "t10k"}


def idx(array: NDArray[np.uint8]) -> bytes:
    """Return the bytes of an idx file."""
    head = bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return head + array.tobytes()


def mnist_arrays(
    *, side: int = 12, classes: int = 10, first: int = 0
) -> dict[tuple[str, str], NDArray[np.uint8]]:
    """Return pictures and labels of both splits, by split and content."""
    chance = np.random.default_rng(3)
    arrays = {}
    for split, count in (("train", TRAIN), ("test", TEST)):
        arrays[split, "images"] = chance.integers(0, 256, (count, side, side), np.uint8)
        arrays[split, "labels"] = (np.arange(count) % classes + first).astype(np.uint8)
    return arrays


def write_mnist(
    folder: Path,
    arrays: dict[tuple[str, str], NDArray[np.uint8]],
    *,
    packed: bool = False,
    name: str = "",
) -> Path:
    """Write the four files and return their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for (split, what), array in arrays.items():
        split_name = split if name else NAMES[split]
        path = folder / f"{name}{split_name}-{what}-idx{array.ndim}-ubyte"
        content = idx(array)
        if packed:
            path = path.with_name(path.name + ".gz")
            content = gzip.compress(content, 1)
        path.write_bytes(content)
    return folder


def picture(seed: int, width: int = 20, height: int = 14) -> Image.Image:
    """Return a picture of large coloured blocks."""
    blocks = np.random.default_rng(seed).integers(0, 256, (4, 5, 3), np.uint8)
    return Image.fromarray(blocks).resize((width, height), Image.Resampling.NEAREST)


def write_folder(folder: Path, counts: dict[str, int], suffix: str = ".png") -> Path:
    """Write so many pictures into each folder below, such as {"train/cat": 3}; return the root."""
    for number, (name, count) in enumerate(counts.items()):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for at in range(count):
            picture(100 * number + at).save(folder / name / f"{at:03}{suffix}")
    return folder
