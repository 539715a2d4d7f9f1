"""What makes two runs the same one, so that one can go on where the other ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from convviz.core.calls import Call
from convviz.core.code.writing import resolved_layers
from convviz.core.layers.conv import Conv2d
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import Block, Node, with_layers
from convviz.core.schedules import Unit
from convviz.protocol.document import Calculator, Document, Network, Training
from convviz.protocol.layer_plain import layer_to_plain
from convviz.protocol.run_start import noted_weights

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from convviz.core.data_sets import DataSet

FREE_SETTINGS: Final = frozenset(
    {
        "data_path",
        "epochs",
        "device",
        "threads",
        "checkpoint_epochs",
        "checkpoint_minutes",
        "keep_best",
        "schedule_epochs",
        "new_weights",
    }
)
"""What may change from one part of a run to the next. Every other setting of training, also one
that is added later, makes another run of it; so do the epochs over which a schedule such as
OneCycleLR is laid out, which changes the rate batch by batch."""


def different_settings(document: Document, other: Document) -> tuple[str, ...]:
    """Return what keeps a run of one document from going on with the settings of another.

    The window asks this of the document that it shows, the trainer of the one in a checkpoint.
    Only values are compared: what a document does not say is at its default.

    Returns:
        Names of settings, "network" among them; where the loss or the optimiser is of the same
        kind, the names of its settings. Empty if the run can go on.
    """
    is_same = document.network is other.network or _network_text(document) == _network_text(other)
    names = [] if is_same else ["network"]
    first, second = document.training, other.training
    names += setting_differences(first, second, FREE_SETTINGS)
    if scheduled_epochs(first) != scheduled_epochs(second):
        names.append("epochs")
    # A run has its weights: what the network has by now, such as the result, makes no difference.
    if {first.new_weights, second.new_weights} == {False, True}:
        names.append("new_weights")
    return tuple(names)


def setting_differences(
    training: Training, other: Training, free: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the names of the settings in which two trainings differ.

    Args:
        training: The one.
        other: The other.
        free: Settings that do not count.

    Returns:
        Where the loss or the optimiser is of the same kind, the names of its settings.
    """
    names: list[str] = []
    for name in training.__struct_fields__:
        if name not in free:
            names += _different_parts(name, getattr(training, name), getattr(other, name))
    return tuple(names)


def scheduled_epochs(training: Training) -> int | None:
    """Return over how many epochs the schedule is laid out; None if that makes no difference."""
    schedule = training.schedule
    is_laid_out = schedule is not None and schedule.unit is Unit.BATCH
    return training.scheduled_epochs if is_laid_out else None


def extended(training: Training, epochs: int) -> Training:
    """Return the settings of a run that is trained longer than was planned.

    A schedule that changes the rate batch by batch keeps its length: what comes behind is trained
    with the rate that it ended with. Every other one goes on by its rule.

    Args:
        training: The run's.
        epochs: Passes over the training pictures, those of before included.
    """
    length = scheduled_epochs(training)
    if length is None or length > epochs:
        return msgspec.structs.replace(training, epochs=epochs)
    return msgspec.structs.replace(training, epochs=epochs, schedule_epochs=length)


def run_settings_alone(document: Document, keep: Collection[str] = ()) -> Document:
    """Return a document that says which run it is of, and nothing else.

    Its network, those of its settings that may not change, and what the run began with stay; all
    else is as small as can be.

    Args:
        document: The document.
        keep: Settings that stay although they may change.
    """
    weights = noted_weights(document)
    network = Network(document.network.input_shape, document.network.steps, weights)
    names = FREE_SETTINGS - set(keep)
    free: dict[str, object] = {name: getattr(Training(), name) for name in names}
    length = scheduled_epochs(document.training)
    if length is not None and "epochs" not in keep:
        free["schedule_epochs"] = length
    free["new_weights"] = document.training.new_weights
    training = msgspec.structs.replace(document.training, **free)
    return Document(Calculator(Conv2d(1, 1, 1), (1, 1, 1)), network, training)


def with_settings_of(document: Document, run: Document) -> Document:
    """Return a document with the network and the training settings of a run.

    The place of the data and what the computer can do stay as they are here; so do the epochs, if
    they are more than the run's and may be.
    """
    own = document.training
    epochs = run.training.epochs
    if scheduled_epochs(run.training) is None:
        epochs = max(own.epochs, epochs)
    training = msgspec.structs.replace(
        run.training,
        data_path=place_for(run.training.dataset, own),
        device=own.device,
        threads=own.threads,
        epochs=epochs,
        new_weights=None if run.network.weights is None else run.training.new_weights,
    )
    return msgspec.structs.replace(document, network=run.network, training=training)


def place_for(dataset: DataSet, own: Training) -> str | None:
    """Return the place of some settings' data for a data set; None if theirs is of another kind."""
    return own.data_path if type(own.dataset) is type(dataset) else None


def with_data_path(document: Document, path: str) -> Document:
    """Return a document that names where its data is, unless it does so or the path is empty."""
    training = document.training
    if training.data_path is not None or not path:
        return document
    return msgspec.structs.replace(
        document, training=msgspec.structs.replace(training, data_path=path)
    )


def _different_parts(name: str, value: object, other_value: object) -> list[str]:
    """Return the name of a setting that differs, or of the parameters of it that do."""
    if isinstance(value, Call) and type(value) is type(other_value):
        return [
            part
            for part in value.parameters()
            if getattr(value, part) != getattr(other_value, part)
        ]
    return [] if value == other_value else [name]


def _network_text(document: Document) -> bytes:
    """Return the network's enabled layers, with what follows filled in, as comparable text."""
    network = document.network
    result = infer_sequential(network.steps, network.input_shape)
    nodes = with_layers(network.steps, resolved_layers(network.layers, result))
    return msgspec.json.encode([network.input_shape, _plain_nodes(nodes)])


def _plain_nodes(nodes: Sequence[Node]) -> list[object]:
    """Return what runs of some nodes as plain data; a layer without a name alone."""
    plain: list[object] = []
    for node in nodes:
        if not node.enabled:
            continue
        if isinstance(node, Block):
            plain.append([node.name, node.kind.value, _plain_nodes(node.children)])
        else:
            layer = layer_to_plain(node.layer)
            plain.append([node.name, layer] if node.name else layer)
    return plain
