"""Trained kernels as small images. Without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeGuard

import numpy as np
import numpy.typing as npt

from convviz.core.errors import ConvVizError
from convviz.core.layers.conv import KernelLayer, is_convolution
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import module_names
from convviz.protocol.document import WeightsFile
from convviz.ui.theme.colour import parse_hex
from convviz.values.weights import read_weights

if TYPE_CHECKING:
    from pathlib import Path

    from convviz.core.layers.base import Layer
    from convviz.protocol.document import Network
    from convviz.values.weights import Weights

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

RGB: Final = 3
_AXES: Final = 2


@dataclass(frozen=True, slots=True)
class ChosenKernel:
    """A kernel, or a feature map, of a run's network that is to be looked at.

    Attributes:
        step: The layer's number in the network, from 0.
        kernel: The output channel.
        picture: The place of the test picture that goes through the network, from 0.
        pixels: A picture instead, uint8 (channels, height, width).
        weights: Those of now, of a run that goes on; None for those of its result.
    """

    step: int
    kernel: int
    picture: int = 0
    pixels: Bytes | None = None
    weights: WeightsFile | None = None


@dataclass(frozen=True, slots=True)
class TrainedConvolution:
    """A convolution with the numbers that it learned.

    Attributes:
        name: Of its weight, without ".weight": its number among the enabled layers.
        step: The layer's number in the network, from 0.
        layer: The layer.
        weight: (out_channels, in_channels/groups, height, width).
        bias: (out_channels,), or None.
    """

    name: str
    step: int
    layer: KernelLayer
    weight: Floats
    bias: Floats | None

    @property
    def title(self) -> str:
        """Which layer it is, in few characters, such as "0: Conv2d 3→32, 5×5"."""
        height, width = self.weight.shape[2:]
        layer = self.layer
        channels = f"{layer.in_channels}→{layer.out_channels}"
        return f"{self.name}: {layer.type_name()} {channels}, {height}×{width}"

    @property
    def planes(self) -> int:
        """Planes of one kernel."""
        return int(self.weight.shape[1])

    @property
    def is_colour(self) -> bool:
        """Whether a kernel's planes are red, green and blue."""
        return self.planes == RGB == self.layer.in_channels


@dataclass(frozen=True, slots=True, eq=False)
class LearnedKernels:
    """What a result holds that can be seen.

    Attributes:
        layers: The two-dimensional convolutions, first one first.
        error: Why its weights cannot be read; None where they can.
    """

    layers: tuple[TrainedConvolution, ...] = ()
    error: ConvVizError | None = None


@dataclass(frozen=True, slots=True)
class KernelPlace:
    """Which kernel is chosen.

    Attributes:
        layer: Number among the convolutions, from 0.
        kernel: The output channel.
        plane: Which input channel's plane of each kernel is shown.
    """

    layer: int = 0
    kernel: int = 0
    plane: int = 0


def learned_kernels(weights: Path, sha256: str, network: Network) -> LearnedKernels:
    """Return the kernels of a result.

    Args:
        weights: The file of its weights.
        sha256: Of the file's bytes.
        network: What was trained.
    """
    try:
        numbers = read_weights(weights, sha256=sha256, network=network)
        return LearnedKernels(trained_convolutions(network, numbers))
    except ConvVizError as error:
        return LearnedKernels(error=error)


def _is_plane_convolution(layer: Layer) -> TypeGuard[KernelLayer]:
    """Return whether a kernel is to be seen as an image: it slides over rows and columns."""
    return is_convolution(layer) and layer.slides and layer.rank == _AXES


def trained_convolutions(network: Network, weights: Weights) -> tuple[TrainedConvolution, ...]:
    """Return the two-dimensional convolutions of a network, first one first.

    Args:
        network: What was trained.
        weights: Its weights, checked against it.
    """
    result = infer_sequential(network.steps, network.input_shape)
    names = module_names(network.steps)
    layers: list[TrainedConvolution] = []
    for row in result.rows:
        layer, name = row.layer, names[row.index]
        if not row.enabled:
            continue
        weight, bias = weights.get(f"{name}.weight"), weights.get(f"{name}.bias")
        if _is_plane_convolution(layer) and weight is not None:
            layers.append(
                TrainedConvolution(
                    name,
                    row.index,
                    layer,
                    weight.astype(np.float64),
                    None if bias is None else bias.astype(np.float64),
                )
            )
    return tuple(layers)


def kernel_images(
    weight: Floats, plane: int, negative: str, zero: str, positive: str, *, is_colour: bool
) -> Bytes:
    """Return an image of every kernel of a layer, all on one scale: equal colours, equal numbers.

    Args:
        weight: out_channels planes height width
        plane: Which plane of each kernel; beyond the last one counts as the last.
        negative: Colour of the most negative number, ``#rrggbb``.
        zero: Of zero.
        positive: Of the most positive number.
        is_colour: The planes are red, green and blue: they are shown as colours around grey.

    Returns:
        (out_channels, height, width, 3).
    """
    if is_colour:
        known = np.nan_to_num(weight, nan=0.0, posinf=0.0, neginf=0.0)
        largest = np.abs(known).max(initial=0.0)
        pixels: Floats = (0.5 + 0.5 * known / (largest or 1.0)).transpose(0, 2, 3, 1)
        return np.rint(255 * pixels).astype(np.uint8)
    return plane_images(weight[:, min(plane, weight.shape[1] - 1)], negative, zero, positive)


def plane_images(planes: Floats, negative: str, zero: str, positive: str) -> Bytes:
    """Return an image of each plane, all on one scale that lies evenly around 0.

    Args:
        planes: count height width
        negative: Colour of the most negative number, ``#rrggbb``.
        zero: Of zero, and of what is no number.
        positive: Of the most positive number.

    Returns:
        (count, height, width, 3).
    """
    values = np.nan_to_num(planes, nan=0.0, posinf=0.0, neginf=0.0)
    shares = (values / (common_scale(planes) or 1.0))[..., np.newaxis]
    ends = np.where(shares < 0, np.array(parse_hex(negative)), np.array(parse_hex(positive)))
    middle = np.array(parse_hex(zero))
    pixels: Floats = middle + np.abs(shares) * (ends - middle)
    return np.rint(255 * pixels).astype(np.uint8)


def common_scale(planes: Floats) -> float:
    """Return the largest finite number of some planes, without its sign; 0 if there is none."""
    finite = planes[np.isfinite(planes)]
    return float(np.abs(finite).max(initial=0.0))
