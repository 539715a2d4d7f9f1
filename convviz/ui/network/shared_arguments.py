"""What several chosen layers have in common, so that one form can change them all. Without Qt."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from convviz.ui.widgets.call_arguments import layer_arguments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers import Layer
    from convviz.ui.widgets.call_arguments import ArgumentSpec


def shared_arguments(layers: Sequence[Layer], hints: dict[str, str]) -> list[ArgumentSpec]:
    """Return the arguments that all layers have and that the same field can show.

    Args:
        layers: At least one.
        hints: What arguments mean, by their names.
    """
    first, *others = (layer_arguments(layer, hints) for layer in layers)
    return [
        spec
        for spec in first
        if all(any(spec.same_field(other) for other in specs) for specs in others)
    ]


def common_value(layers: Sequence[Layer], name: str) -> tuple[bool, object]:
    """Return whether a parameter is the same in all layers, and its value in the first."""
    first, *others = (getattr(layer, name) for layer in layers)
    return all(type(value) is type(first) and value == first for value in others), first


def types_text(layers: Sequence[Layer]) -> str:
    """Return which types of layers they are, with their numbers: 2 × Conv2d, ReLU."""
    counts = Counter(layer.type_name() for layer in layers)
    return ", ".join(name if count == 1 else f"{count} × {name}" for name, count in counts.items())
