"""What makes two runs the same one, so that one can go on where the other ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from convviz.core.sequential import infer_sequential
from convviz.protocol.layer_plain import layer_to_plain

if TYPE_CHECKING:
    from convviz.protocol.document import Document


def different_settings(one: Document, other: Document) -> tuple[str, ...]:
    """Return what keeps a run of one document from going on with the settings of another.

    Epochs may be added; device, threads and the place of the data may change. The trainer compares
    the same of a checkpoint, and the data set's labels as well.

    Returns:
        Names of settings, "network" among them; where the loss or the optimiser is of the same
        kind, the names of its settings. Empty if the run can go on.
    """
    found = [] if _network_text(one) == _network_text(other) else ["network"]
    first, second = one.training, other.training
    for part in ("loss", "optimiser"):
        found += _different_parts(part, getattr(first, part), getattr(second, part))
    found += [
        name
        for name in ("batch_size", "seed", "dataset")
        if getattr(first, name) != getattr(second, name)
    ]
    return tuple(found)


def with_settings_of(document: Document, run: Document) -> Document:
    """Return a document with the network and the training settings of a run.

    The place of the data and what the computer can do stay as they are here; so do the epochs, if
    they are more than the run's.
    """
    here = document.training
    training = msgspec.structs.replace(
        run.training,
        data_path=here.data_path,
        device=here.device,
        threads=here.threads,
        epochs=max(here.epochs, run.training.epochs),
    )
    return msgspec.structs.replace(document, network=run.network, training=training)


def with_data_path(document: Document, path: str) -> Document:
    """Return a document that names where its data is, unless it does so or the path is empty."""
    training = document.training
    if training.data_path is not None or not path:
        return document
    return msgspec.structs.replace(
        document, training=msgspec.structs.replace(training, data_path=path)
    )


def _different_parts(part: str, one: msgspec.Struct, other: msgspec.Struct) -> list[str]:
    if type(one) is not type(other):
        return [part]
    return [name for name in one.__struct_fields__ if getattr(one, name) != getattr(other, name)]


def _network_text(document: Document) -> bytes:
    """Return the network's enabled layers, with what follows filled in, as comparable text."""
    network = document.network
    result = infer_sequential(network.steps, network.input_shape)
    layers = [layer_to_plain(row.layer) for row in result.rows if row.enabled]
    if result.failure is not None:
        layers.append(layer_to_plain(result.failure.layer))
    return msgspec.json.encode([network.input_shape, layers])
