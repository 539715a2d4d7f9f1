"""What a layer that was opened in the calculator would change in the network. Without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

import msgspec

from convviz.core.code.writing import layer_names as layer_names_in_code
from convviz.core.code.writing import resolved_layers, value_code
from convviz.core.errors import ConvVizError
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import with_layers
from convviz.protocol.document import WeightsOrigin
from convviz.protocol.recipes import recipe_sha256
from convviz.values.number_files import unread_block
from convviz.values.weights import weight_shapes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convviz.core.layers import Layer, Shape
    from convviz.protocol.document import Calculator, Document, Network, Origin, WeightsFile
    from convviz.protocol.recipes import Recipe


class KeptBack(Enum):
    """Why weights that were edited in the calculator cannot go back to the network."""

    UNTRAINED = auto()
    """The network has no trained weights, only those with which a training would begin."""
    RETRAINED = auto()
    """It has others by now than those that the layer was opened with."""
    OTHER_SHAPE = auto()
    """With the changed parameters the network, this layer or one behind it, has other weights."""
    DISABLED = auto()
    """The layer is disabled, and has no place among the weights."""
    MADE_UP = auto()
    """The file of the real numbers is not there."""


@dataclass(frozen=True, slots=True)
class Return:
    """Where an opened layer stands in the network now, and what would be changed there.

    Attributes:
        step: The layer's number now; None where it is gone.
        changes: The parameters that were changed in the calculator, with their new values; all of
            them where the layer is of another type.
        has_other_type: Whether the layer became one of another type in the calculator.
        moved_on: Parameters that were changed in the network meanwhile, and in the calculator too.
        edited: Which of the layer's weights were edited in the calculator, by torch's names.
        kept_back: Why those cannot go back; None where they can, or none were edited.
    """

    step: int | None
    changes: dict[str, object]
    has_other_type: bool = False
    moved_on: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    kept_back: KeptBack | None = None

    @property
    def can_apply(self) -> bool:
        """Whether there is something to write back, and a place for it."""
        is_changed = bool(self.changes) or self.has_other_type or self.takes_weights
        return self.step is not None and is_changed

    @property
    def takes_weights(self) -> bool:
        """Whether edited weights go back to the network, too."""
        return bool(self.edited) and self.kept_back is None


def layer_names(network: Network) -> list[str]:
    """Return what the network's code calls each of its layers: conv1, max_pool1, conv2."""
    steps = network.layers
    return list(layer_names_in_code(network.steps, [step.layer for step in steps]))


def network_return(document: Document, weights: WeightsFile | None = None) -> Return | None:
    """Return what the calculator would change in the network; None where it stands alone.

    Args:
        document: Calculator and network.
        weights: The trained weights that the network has now.
    """
    calculator = document.calculator
    origin = calculator.origin
    if origin is None:
        return None
    network = document.network
    result = infer_sequential(network.steps, network.input_shape)
    steps = network.layers
    layers = resolved_layers(steps, result)
    step = _place(layers, origin)
    layer = calculator.layer.with_batch()
    edited = _edited(calculator, origin)
    if type(layer) is not type(origin.layer):
        kept_back = KeptBack.OTHER_SHAPE if edited else None
        return Return(step, {}, has_other_type=True, edited=edited, kept_back=kept_back)
    changes = _differences(origin.layer, layer)
    moved_on = () if step is None else _differences(origin.layer, layers[step]).keys()
    kept_back = None
    if edited and step is not None:
        is_enabled = steps[step].enabled
        fits = _shapes(_with_layer(network, step, layer)) == _shapes(network)
        kept_back = _kept_back(calculator, origin, weights, is_enabled=is_enabled, fits=fits)
    overlapping = tuple(name for name in moved_on if name in changes)
    return Return(step, changes, moved_on=overlapping, edited=edited, kept_back=kept_back)


def changes_text(origin: Origin, changes: dict[str, object]) -> str:
    """Return changed parameters as they are read: padding 0 → 2, bias True → False."""
    return ", ".join(
        f"{name} {value_code(getattr(origin.layer, name))} \u2192 {value_code(value)}"
        for name, value in changes.items()
    )


def _place(layers: tuple[Layer, ...], origin: Origin) -> int | None:
    """Return where the opened layer stands: where it stood, else the nearest one that is equal."""
    layer_there = layers[origin.step] if origin.step < len(layers) else None
    if layer_there == origin.layer:
        return origin.step
    equal = [number for number, layer in enumerate(layers) if layer == origin.layer]
    if equal:
        return min(equal, key=lambda number: abs(number - origin.step))
    return origin.step if type(layer_there) is type(origin.layer) else None


def _differences(before: Layer, after: Layer) -> dict[str, object]:
    names = before.parameters()
    return {
        name: getattr(after, name)
        for name in names
        if getattr(after, name) != getattr(before, name)
        or type(getattr(after, name)) is not type(getattr(before, name))
    }


def with_weights(
    document: Document, weights: WeightsFile, edited: Mapping[str, Recipe]
) -> Document:
    """Return the document whose network has other weights, in which edited ones are.

    Args:
        document: The calculator has the layer that they are of.
        weights: The file that has them.
        edited: What was written there, by torch's names.
    """
    calculator, network = document.calculator, document.network
    origin = calculator.origin
    if origin is not None:
        origin = with_sums(msgspec.structs.replace(origin, file_sha256=weights.sha256), edited)
        calculator = msgspec.structs.replace(calculator, origin=origin)
    network = msgspec.structs.replace(network, weights=weights)
    return msgspec.structs.replace(document, network=network, calculator=calculator)


def with_sums(origin: Origin, recipes: Mapping[str, Recipe]) -> Origin:
    """Return an origin with what tells later whether the layer's weights were edited."""
    known = origin.sums()
    sums = {
        f"{name}_sha256": recipe_sha256(recipe) for name, recipe in recipes.items() if name in known
    }
    return msgspec.structs.replace(origin, **sums)


def edited_recipes(calculator: Calculator, edited: tuple[str, ...]) -> dict[str, Recipe]:
    """Return the recipes of edited weights by torch's names."""
    return {name: calculator.recipe_of(name) for name in edited}


def _edited(calculator: Calculator, origin: Origin) -> tuple[str, ...]:
    """Return which weights are no longer those that the layer was opened with."""
    shapes = calculator.layer.tensor_shapes(calculator.input_shape)
    return tuple(
        name
        for name, sha256 in origin.sums().items()
        if sha256 and name in shapes and recipe_sha256(calculator.recipe_of(name)) != sha256
    )


def _with_layer(network: Network, step: int, layer: Layer) -> Network:
    """Return the network with another layer at a place."""
    layers = [known.layer for known in network.layers]
    layers[step] = layer
    return msgspec.structs.replace(network, steps=with_layers(network.steps, layers))


def _shapes(network: Network) -> dict[str, Shape] | None:
    """Return the shapes of a network's weights; None if it is refused."""
    try:
        return weight_shapes(network)
    except ConvVizError:
        return None


def _kept_back(
    calculator: Calculator,
    origin: Origin,
    weights: WeightsFile | None,
    *,
    is_enabled: bool,
    fits: bool,
) -> KeptBack | None:
    if weights is None or origin.weights is not WeightsOrigin.TRAINED:
        return KeptBack.UNTRAINED
    if weights.sha256 != origin.file_sha256:
        return KeptBack.RETRAINED
    if not fits:
        return KeptBack.OTHER_SHAPE
    if not is_enabled:
        return KeptBack.DISABLED
    unread = (unread_block(calculator.weight), unread_block(calculator.bias))
    return KeptBack.MADE_UP if any(unread) else None
