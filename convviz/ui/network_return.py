"""What a layer that was opened in the calculator would change in the network. Without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.core.sequential import infer_sequential
from convviz.core.torch_code import attribute_names, resolved_layers, value_code

if TYPE_CHECKING:
    from convviz.core.layers import Layer
    from convviz.protocol.document import Document, Network, Origin


@dataclass(frozen=True, slots=True)
class Return:
    """Where an opened layer stands in the network now, and what would be changed there.

    Attributes:
        step: The layer's number now; None where it is gone.
        changes: The parameters that were changed in the calculator, with their new values; all of
            them where the layer is of another type.
        has_other_type: Whether the layer became one of another type in the calculator.
        moved_on: Parameters that were changed in the network meanwhile, and in the calculator too.
    """

    step: int | None
    changes: dict[str, object]
    has_other_type: bool = False
    moved_on: tuple[str, ...] = ()

    @property
    def can_apply(self) -> bool:
        """Whether there is something to write back, and a place for it."""
        return self.step is not None and (bool(self.changes) or self.has_other_type)


def layer_names(network: Network) -> list[str]:
    """Return what the network's code calls each of its layers: conv1, max_pool1, conv2."""
    return attribute_names([step.layer for step in network.steps])


def network_return(document: Document) -> Return | None:
    """Return what the calculator would change in the network; None where it stands alone."""
    calculator = document.calculator
    origin = calculator.origin
    if origin is None:
        return None
    network = document.network
    result = infer_sequential(network.steps, network.input_shape)
    layers = resolved_layers(network.steps, result)
    step = _place(layers, origin)
    layer = calculator.layer
    if type(layer) is not type(origin.layer):
        return Return(step, {}, has_other_type=True)
    changes = _differences(origin.layer, layer)
    moved_on = () if step is None else _differences(origin.layer, layers[step]).keys()
    return Return(step, changes, moved_on=tuple(name for name in moved_on if name in changes))


def changes_text(origin: Origin, changes: dict[str, object]) -> str:
    """Return changed parameters as they are read: padding 0 → 2, bias True → False."""
    return ", ".join(
        f"{name} {value_code(getattr(origin.layer, name))} \u2192 {value_code(value)}"
        for name, value in changes.items()
    )


def _place(layers: tuple[Layer, ...], origin: Origin) -> int | None:
    """Return where the opened layer stands: where it stood, else the nearest one that is equal."""
    here = layers[origin.step] if origin.step < len(layers) else None
    if here == origin.layer:
        return origin.step
    equal = [number for number, layer in enumerate(layers) if layer == origin.layer]
    if equal:
        return min(equal, key=lambda number: abs(number - origin.step))
    return origin.step if type(here) is type(origin.layer) else None


def _differences(before: Layer, after: Layer) -> dict[str, object]:
    names = before.parameters()
    return {
        name: getattr(after, name)
        for name in names
        if getattr(after, name) != getattr(before, name)
        or type(getattr(after, name)) is not type(getattr(before, name))
    }
