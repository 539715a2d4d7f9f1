"""What must be the same for a run to go on: its network, its settings, and the pictures."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.run_settings import different_settings, run_settings_alone

if TYPE_CHECKING:
    from convviz.engine.datasets.dataset import Dataset
    from convviz.protocol.document import Document


class RunIdentity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a checkpoint says of the run that it belongs to.

    Network and settings stand there as a document, which every later version reads: a setting that
    is added later has its default in an older one, and only what it means is compared.

    Attributes:
        document: The JSON text of a document with the network and the settings, and nothing else.
        data: The number of training pictures, and a checksum of their classes.
        pictures: A checksum of all pictures; "" in checkpoints of version 1.
    """

    document: str
    data: str
    pictures: str = ""

    def decoded(self) -> Document:
        """Return the document that it says.

        Raises:
            DocumentError: It is none, or a later version wrote it.
        """
        return decode_document(self.document.encode())

    def saying(self, document: Document) -> RunIdentity:
        """Return the identity of a run of another document on the same pictures."""
        text = encode_document(run_settings_alone(document)).decode()
        return msgspec.structs.replace(self, document=text)

    def differences(self, other: RunIdentity) -> tuple[str, ...]:
        """Return the names of what differs: settings, "network" or "pictures".

        Raises:
            DocumentError: A document that is none, or that a later version wrote.
        """
        ours, theirs = self.decoded(), other.decoded()
        different = different_settings(ours, theirs)
        if ours.training.dataset != theirs.training.dataset:
            return different
        is_known = bool(self.pictures and other.pictures)
        if self.data != other.data or (is_known and self.pictures != other.pictures):
            return (*different, "pictures")
        return different


class EarlierIdentity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The identity in checkpoints of versions 1 and 2: each part as text of its own.

    Attributes:
        network: The layers, as a list in JSON.
        loss: The loss in JSON.
        optimiser: The optimiser in JSON.
        batch_size: A number.
        seed: A number.
        dataset: The data set's name, a comma, and ``RunIdentity.data``.
        pictures: As now.
    """

    network: str
    loss: str
    optimiser: str
    batch_size: str
    seed: str
    dataset: str
    pictures: str = ""

    def in_todays_words(self) -> RunIdentity:
        """Return the same identity as it is written now.

        Raises:
            ValueError: A part that is not what it should be.
        """
        dataset, _, data = self.dataset.partition(", ")
        training = {
            "dataset": dataset,
            "loss": msgspec.json.decode(self.loss),
            "optimiser": msgspec.json.decode(self.optimiser),
            "batch_size": int(self.batch_size),
            "seed": int(self.seed),
        }
        layers = msgspec.json.decode(self.network)
        return RunIdentity(_document_of_version_1(layers, training), data, self.pictures)


def identity_of(document: Document, dataset: Dataset) -> RunIdentity:
    """Return the identity of a document's run on a data set."""
    labels = hashlib.sha256(dataset.train_labels.tobytes()).hexdigest()
    return RunIdentity(
        document=encode_document(run_settings_alone(document)).decode(),
        data=f"{len(dataset.train_labels)} pictures, labels {labels[:16]}",
        pictures=_pictures_digest(dataset),
    )


_ZEROS = {"type": "fill", "pattern": "zeros"}
_CALCULATOR_OF_VERSION_1 = {
    "layer": {"type": "Conv2d", "in_channels": 1, "out_channels": 1, "kernel_size": 1},
    "input_shape": (1, 1, 1),
    "input": _ZEROS,
    "weight": _ZEROS,
    "bias": _ZEROS,
}
"""A document has a calculator; it makes no difference to a run."""


def _document_of_version_1(layers: list[Any], training: dict[str, Any]) -> str:
    """Return a document as the version wrote it that wrote such checkpoints."""
    network = {"input_shape": (3, 32, 32), "steps": [{"layer": layer} for layer in layers]}
    plain = {
        "format": "convviz",
        "version": 1,
        "calculator": _CALCULATOR_OF_VERSION_1,
        "network": network,
        "training": training,
    }
    return msgspec.json.encode(plain).decode()


def _pictures_digest(dataset: Dataset) -> str:
    """Return a checksum of every training and test picture: 0.2 s for those of CIFAR-10."""
    digest = hashlib.sha256()
    for part in (dataset.train_images, dataset.test_images, dataset.test_labels):
        digest.update(np.ascontiguousarray(part).data)
    return digest.hexdigest()
