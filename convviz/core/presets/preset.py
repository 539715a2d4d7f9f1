"""What a preset is: one setting of the calculator that is worth looking at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from convviz.core.explaining.sources import Source
from convviz.core.layers.base import Layer, Shape
from convviz.core.layers.tensor_forms import TensorForm
from convviz.core.losses.base import Loss
from convviz.core.optimisers.base import Optimiser


class PresetGroup(StrEnum):
    """The shelf a preset stands on in menus."""

    COURSE = "course"
    REPORT_NUMBERS = "report_numbers"
    REPORT_CONVOLUTIONS = "report_convolutions"
    REPORT_TRANSPOSED = "report_transposed"
    RESIZING = "resizing"
    ACTIVATIONS = "activations"
    TABLES = "tables"
    NORMS = "norms"
    LOSSES = "losses"
    STEPS = "steps"
    BACKWARD = "backward"
    LEARNING = "learning"
    WELL_KNOWN = "well_known"


@dataclass(frozen=True, slots=True)
class Preset:
    """One setting of the calculator.

    Attributes:
        key: Its name, the same in every language.
        group: Its shelf.
        layer: The layer.
        input_shape: (channels, *spatial), without a batch.
        input_cells: The input's numbers in row-major order; empty where any will do.
        weight_cells: The kernel's numbers, likewise.
        output_size: The sizes that unpooling is given; None for its default.
        source: Where it can be read; None for what stands nowhere else.
        training: Whether the layer is as in training, if that makes a difference.
        zero_grad: Whether an optimiser forgets the gradients of the step before.
        function: What it descends, of the weights x and y; "" for gradients that are given.
        tensors: Further tensors by torch's names, and their numbers in row-major order; any will do
            for others.
        forms: Shape and type of those of them that have not the usual ones.
        loss: The loss at which a backward pass begins; None for numbers.
        optimiser: What learns its kernel; None for the usual.
        compared: Others with which that one is compared.
        view: The view that its note speaks of; "" for any of the forward pass.
    """

    key: str
    group: PresetGroup
    layer: Layer
    input_shape: Shape
    input_cells: tuple[float, ...] = ()
    weight_cells: tuple[float, ...] = ()
    output_size: Shape | None = None
    source: Source | None = None
    training: bool = True
    zero_grad: bool = True
    function: str = ""
    tensors: tuple[tuple[str, tuple[float, ...]], ...] = ()
    forms: tuple[tuple[str, TensorForm], ...] = ()
    loss: Loss | None = None
    optimiser: Optimiser | None = None
    compared: tuple[Optimiser, ...] = ()
    view: str = ""
