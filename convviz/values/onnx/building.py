"""What a layer is written with: nodes, constants, and the layer's own tensors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from convviz.core.errors import ErrorCode, ExportError
from convviz.core.layers import Layer, Shape
from convviz.values.onnx.messages import Attribute, OnnxNode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from convviz.core.axis_windows import AxisSettings


@dataclass(slots=True)
class Parts:
    """The nodes and constants of a graph while it is put together.

    Attributes:
        nodes: In order.
        constants: By their names.
    """

    nodes: list[OnnxNode] = field(default_factory=list)
    constants: dict[str, NDArray[Any]] = field(default_factory=dict)


@dataclass(slots=True)
class LayerWriter:
    """Writes one layer.

    Attributes:
        layer: The layer.
        name: What the network's code calls it.
        shape: What it is given, with the batch; -1 stands for that.
        output: What it gives, likewise.
        weights: Its tensors, by torch's names.
        parts: Where nodes and constants go.
        number: The layer's number in the network, from 0.
    """

    layer: Layer
    name: str
    shape: Shape
    output: Shape
    weights: Mapping[str, NDArray[Any]]
    parts: Parts
    number: int
    _written: int = 0
    _numbers: int = 0

    @property
    def spatial(self) -> Shape:
        """The sizes behind the batch and the channels."""
        return self.shape[2:]

    def axes(self) -> tuple[AxisSettings, ...]:
        """Return the windows' numbers along each spatial axis of a layer that slides.

        Raises:
            ExportError: ONNX_LACKS: the layer reads the batch as channels.
        """
        if len(self.shape) != (self.layer.rank or 0) + 2:
            raise self.refuse()
        settings: tuple[AxisSettings, ...] = self.layer.axis_settings(self.spatial)
        return settings

    def setting(self, name: str) -> Any:  # noqa: ANN401 - of the parameter's type
        """Return a parameter of the layer."""
        return getattr(self.layer, name)

    def emit(self, kind: str, *inputs: str, **attributes: Attribute) -> str:
        """Add an operation, and return its output.

        Args:
            kind: Its name in ONNX.
            inputs: What it reads.
            attributes: Its settings.
        """
        name = f"{self.name}/{kind}{self._written}" if self._written else self.name
        self._written += 1
        output = f"{name}:0"
        self.parts.nodes.append(OnnxNode(kind, inputs, (output,), name, attributes))
        return output

    def tensor(self, name: str) -> str:
        """Return a tensor of the layer as a constant."""
        return self.named(f"{self.name}.{name}", self.weights[name])

    def constant(self, numbers: ArrayLike, kind: str = "f4") -> str:
        """Return numbers as a constant of the layer."""
        self._numbers += 1
        return self.named(f"{self.name}/{self._numbers}", np.asarray(numbers, kind))

    def integers(self, numbers: Sequence[int]) -> str:
        """Return whole numbers as a constant."""
        return self.constant(numbers, "i8")

    def named(self, name: str, array: NDArray[Any]) -> str:
        """Return a constant by its name."""
        self.parts.constants[name] = array
        return name

    def reshape(self, value: str, sizes: Sequence[int]) -> str:
        """Return a value with other sizes; the first, which is the batch, stays."""
        return self.emit("Reshape", value, self.integers([0, *sizes]))

    def refuse(self) -> ExportError:
        """Return the refusal of a layer that ONNX does not have."""
        kind = self.layer.type_name()
        return ExportError(ErrorCode.ONNX_LACKS, layer=kind, number=self.number + 1)
