"""The weights of a run's best epoch, kept in its folder beside those of the last one.

Which epoch is the best is the rule of ``records.best_epoch``. The file's name says the epoch; a
document beside it has the network, and points to the file with its checksum.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from convviz.core.errors import ConvVizError
from convviz.protocol.document_file import SUFFIX, read_document
from convviz.protocol.records import best_epoch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.protocol.records import EpochRecord

BEST_NAME: Final = f"best{SUFFIX}"
_FILE: Final = re.compile(r"best-epoch-(\d+)\.safetensors")


class BestWeights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the weights of the best epoch are.

    Attributes:
        epoch: Counted from 1.
        weights: Path of the safetensors file, absolute.
        sha256: Of that file.
    """

    epoch: int
    weights: str
    sha256: str


def best_file(folder: Path, epoch: int) -> Path:
    """Return the path of the weights of an epoch."""
    return folder.absolute() / f"best-epoch-{epoch}.safetensors"


def best_files(folder: Path) -> list[Path]:
    """Return the weights of best epochs that lie in a folder."""
    return [path for path in folder.iterdir() if _FILE.fullmatch(path.name)]


def kept_best(folder: Path, epochs: Iterable[EpochRecord]) -> BestWeights | None:
    """Return the best weights in a run's folder; None if there are none, or of another epoch.

    Args:
        folder: The run's.
        epochs: Its finished epochs.
    """
    best = best_epoch(epochs)
    if best is None or not (folder / BEST_NAME).is_file():
        return None
    try:
        weights = read_document(folder / BEST_NAME).network.weights
    except ConvVizError:
        return None
    path = best_file(folder, best.epoch)
    if weights is None or weights.path != path.name or not path.is_file():
        return None
    return BestWeights(best.epoch, str(path), weights.sha256)
