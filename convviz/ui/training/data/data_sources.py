"""What is known of every data set that is read: where it is, and what is in it."""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from convviz.core.data_sets import CIFAR10, MNIST, DataSetFacts, ImageFolder
from convviz.ui.training.data.data_fetch import DataFetch, DataState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from convviz.core.data_sets import DataSet
    from convviz.protocol.document import Training
    from convviz.ui.settings import SettingsFile

PLACE_SETTINGS: Final[dict[type[DataSet], str]] = {
    CIFAR10: "data_path",
    MNIST: "mnist_path",
    ImageFolder: "pictures_path",
}
"""Which setting remembers where the user's data set is."""
_MOST_NAMES: Final = 1_000


class DataSources(QObject):
    """One fetch for each kind of data set that is read, so that each keeps what is known of it.

    Attributes:
        cifar: That of CIFAR-10, which can be downloaded.

    Signals:
        changed(): something else is known of one of them.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None, command: Sequence[str] | None = None) -> None:
        """Prepare; nothing is started.

        Args:
            parent: The owner.
            command: What to start; the fetcher itself if None.
        """
        super().__init__(parent)
        self._fetches = {kind: DataFetch(self, command) for kind in PLACE_SETTINGS}
        self.cifar = self._fetches[CIFAR10]
        for fetch in self._fetches.values():
            fetch.changed.connect(self.changed)

    def of(self, dataset: DataSet) -> DataFetch | None:
        """Return what is known of a data set of this kind; None for one that is drawn."""
        return self._fetches.get(type(dataset))

    def facts(self, dataset: DataSet) -> DataSetFacts | None:
        """Return what is known of a data set by itself, or since it was read; None for nothing."""
        known, fetch = dataset.facts(), self.of(dataset)
        if known is not None or fetch is None or fetch.state is not DataState.READY:
            return known
        ready = fetch.ready
        if ready is None or fetch.asked[0] != dataset:
            return None
        return DataSetFacts(
            ready.picture_shape, len(ready.class_names), ready.train_pictures, ready.test_pictures
        )

    def is_there(self, dataset: DataSet) -> bool:
        """Return whether a data set can be read, or need not be."""
        fetch = self.of(dataset)
        if fetch is None:
            return True
        is_meant = isinstance(dataset, CIFAR10) or fetch.asked[0] == dataset
        return fetch.state is DataState.READY and is_meant

    def shut_down(self) -> None:
        """End their processes, and return when they have ended."""
        for fetch in self._fetches.values():
            fetch.shut_down()


def place_of(training: Training, settings: SettingsFile) -> str:
    """Return where a training's data set is: as its document says, or where the user chose it."""
    name = PLACE_SETTINGS.get(type(training.dataset))
    if name is None:
        return ""
    chosen: str = getattr(settings.value, name)
    return training.data_path or chosen


def kind_of_folder(folder: Path) -> type[DataSet]:
    """Return which data set a folder holds, by the names in it."""
    names: set[str] = set()
    for place in (folder, folder / "raw", folder / "MNIST" / "raw"):
        try:
            with os.scandir(place) as entries:
                names.update(entry.name.lower() for entry in islice(entries, _MOST_NAMES))
        except OSError:
            continue
    if any("idx3-ubyte" in name for name in names):
        return MNIST
    is_cifar = any(name.startswith(("data_batch_", "cifar-10-")) for name in names)
    return CIFAR10 if is_cifar else ImageFolder
