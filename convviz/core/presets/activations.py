"""Activations on small numbers: the course's matrix, shares by hand, and what comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.explaining.sources import CS231N_ACTIVATIONS, Source, documentation, paper
from convviz.core.layers.activation import ReLU
from convviz.core.layers.smooth_activation import GELU, Sigmoid
from convviz.core.layers.softmax import Softmax
from convviz.core.presets.preset import Preset, PresetGroup

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer, Shape

_MATRIX: Final = (1.0, -0.5, -1.0, 3.0)
"""The course's numbers, as a picture of 2x2."""

_COUNTED: Final = (1.0, 2.0, 3.0, 4.0)
"""Upstream gradients that tell where each of them went."""

_STABLE: Final = Source(
    "CS231n, Softmax classifier", "https://cs231n.github.io/linear-classify/#softmax-classifier"
)
_GELU: Final = paper("Hendrycks & Gimpel", 2016, "Gaussian Error Linear Units", "1606.08415")


def activation_presets() -> tuple[Preset, ...]:
    """Return one preset for each thing worth seeing about activations."""
    picture, backward = (1, 2, 2), "backward"
    counted = (("grad_output", _COUNTED),)
    return (
        _activation("relu_of_matrix", ReLU(), picture, _MATRIX),
        _activation("sigmoid_of_matrix", Sigmoid(), picture, _MATRIX),
        _activation("softmax_by_hand", Softmax(-1), (3,), (1, 2, 3)),
        _activation("softmax_of_large", Softmax(-1), (3,), (1001, 1002, 1003), _STABLE),
        _activation(
            "relu_backward", ReLU(), picture, _MATRIX, CS231N_ACTIVATIONS, backward, counted
        ),
        _activation(
            "sigmoid_backward", Sigmoid(), (5,), (-8, -2, 0, 2, 8), CS231N_ACTIVATIONS, backward
        ),
        _activation("gelu_dips", GELU(), (7,), (-3, -2, -0.75, 0, 0.75, 2, 3), _GELU, "curve"),
    )


def _activation(
    key: str,
    layer: Layer,
    shape: Shape,
    cells: tuple[float, ...],
    source: Source | None = None,
    view: str = "",
    tensors: tuple[tuple[str, tuple[float, ...]], ...] = (),
) -> Preset:
    return Preset(
        key,
        PresetGroup.ACTIVATIONS,
        layer,
        shape,
        tuple(map(float, cells)),
        source=source or documentation(layer.type_name()),
        tensors=tensors,
        view=view,
    )
