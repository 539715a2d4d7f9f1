"""What a run begins with: the weights that its network has, or new ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from convviz.protocol.numbers_folder import absolute_weights

if TYPE_CHECKING:
    from convviz.protocol.document import Document, Network, WeightsFile

START: Final = "start_from"
"""What a run began with, as tables of settings call it."""
NEW: Final = "new"
"""Of a run that began with new weights, in tables of settings."""
_SHOWN: Final = 8
"""Characters of a checksum, enough to tell files apart."""


def start_weights(document: Document) -> WeightsFile | None:
    """Return the weights that a training of a document begins with; None for new ones."""
    return None if document.training.new_weights else document.network.weights


def with_start_noted(document: Document) -> Document:
    """Return a document that says what its run begins with, whatever its network has later.

    Weights that the run does not begin with are left out; of the others it is said that they are.
    """
    weights = start_weights(document)
    return with_start(document, weights, new_weights=weights is None)


def with_start_of(document: Document, run: Document) -> Document:
    """Return a document that says of its start what the record of a run does.

    Runs of earlier versions say nothing: they began with new weights.
    """
    weights = noted_weights(run)
    return with_start(document, weights, new_weights=weights is None)


def with_start(
    document: Document, weights: WeightsFile | None, *, new_weights: bool | None = None
) -> Document:
    """Return a document whose network has other weights, with what is said of a start."""
    network = msgspec.structs.replace(document.network, weights=weights)
    training = msgspec.structs.replace(document.training, new_weights=new_weights)
    return msgspec.structs.replace(document, network=network, training=training)


def noted_weights(run: Document) -> WeightsFile | None:
    """Return the weights that a run began with, by its record; None for new ones."""
    return run.network.weights if run.training.new_weights is False else None


def weights_located(network: Network, document_path: Path | None) -> Network:
    """Return a network whose weights are found from anywhere."""
    if network.weights is None:
        return network
    weights = absolute_weights(network.weights, document_path)
    return msgspec.structs.replace(network, weights=weights)


def start_text(run: Document) -> str:
    """Return with what a run began, as tables of settings have it: NEW, or a file."""
    weights = noted_weights(run)
    return NEW if weights is None else file_text(weights)


def file_text(weights: WeightsFile) -> str:
    """Return which file of weights it is: its name, with the beginning of its checksum.

    A file beside a document has its checksum for a name.
    """
    name, shown = Path(weights.path).name, weights.sha256[:_SHOWN]
    return f"weights {shown}" if name.startswith(weights.sha256) else f"{name} ({shown})"
