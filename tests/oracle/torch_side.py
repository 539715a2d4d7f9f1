"""What torch does with a layer's settings: a real forward pass on the CPU."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from convviz.core.errors import ComputeError
from convviz.core.layers.conv import ConvolutionLayer
from convviz.core.layers.pool import MaxPool1d
from convviz.core.layers.power_pool import LPPool1d
from convviz.core.layers.reductions import Reduction
from convviz.core.layers.spatial import WindowedLayer
from convviz.core.layers.unpool import MaxUnpoolingLayer
from convviz.engine.compute.module_builder import torch_settings
from convviz.values.rearranged_values import REARRANGED
from tests.oracle.special_inputs import unpooling_indices

if TYPE_CHECKING:
    from convviz.core.layers import Layer

ZERO_SIZED = "zero-element tensors is a no-op"
"""What torch warns of a layer of size 0, which convviz refuses."""

torch.set_num_threads(1)


@dataclass(frozen=True)
class TorchOutcome:
    """What torch says.

    Attributes:
        refusal: The error's text; None where torch computes.
        output: The values; None where torch refuses.
        indices: Max pooling's indices, where they are asked for.
        parameters: Shapes of the trained tensors by name.
        buffers: Shapes of the kept tensors by name.
        weights: The trained tensors by name.
        kept: The kept tensors by name, after the forward pass.
        lacks_setting: Whether it refuses because the installed release lacks a setting.
    """

    refusal: str | None
    output: np.ndarray[Any, Any] | None = None
    indices: np.ndarray[Any, Any] | None = None
    parameters: dict[str, tuple[int, ...]] | None = None
    buffers: dict[str, tuple[int, ...]] | None = None
    weights: dict[str, np.ndarray[Any, Any]] | None = None
    kept: dict[str, np.ndarray[Any, Any]] | None = None
    lacks_setting: bool = False


def run_torch(layer: Layer, values: np.ndarray[Any, Any], seed: int) -> TorchOutcome:
    """Build the layer as torch.nn does, fill it with small whole numbers, and run it.

    Args:
        layer: The layer; its fields are passed by keyword.
        values: Its input.
        seed: Of the weights.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            outcome = _run(layer, values, seed)
        except ComputeError as error:
            return TorchOutcome(refusal=str(error), lacks_setting=True)
        except (RuntimeError, ValueError, TypeError, IndexError, OverflowError, AssertionError,
                NotImplementedError, ZeroDivisionError) as error:  # fmt: skip
            return TorchOutcome(refusal=f"{type(error).__name__}: {error}")
    if any(ZERO_SIZED in str(warning.message) for warning in caught):
        return TorchOutcome(refusal=f"warning: {ZERO_SIZED}")
    return outcome


def _run(layer: Layer, values: np.ndarray[Any, Any], seed: int) -> TorchOutcome:
    arguments = torch_settings(layer)
    module = getattr(torch.nn, layer.type_name())(**arguments)
    # Values are compared exactly, so in float64; all other layers run as they do in a network.
    kind = getattr(layer, "plain_type", type(layer))
    is_exact = kind.cell_reduction in {
        *REARRANGED,
        Reduction.NORMALISES,
        Reduction.NEIGHBOURS,
    } or issubclass(kind, (WindowedLayer, MaxUnpoolingLayer))
    precision = torch.float64 if is_exact else torch.float32
    module = module.to(precision)
    if layer.is_lazy:
        module(torch.from_numpy(values.copy()).to(precision))
        if kind.cell_reduction is Reduction.NORMALISES:
            module.reset_running_stats()
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for tensor in module.parameters():
            tensor.copy_(torch.randint(-4, 5, tensor.shape, generator=generator))
    # Without gradients MaxPool1d takes a path of its own that counts in 64 bits.
    source = torch.from_numpy(values.copy()).to(precision)
    more: tuple[torch.Tensor, ...] = ()
    if isinstance(layer, MaxUnpoolingLayer):
        more = (torch.from_numpy(unpooling_indices(layer, values.shape, seed)),)
    result = module(source.requires_grad_(isinstance(layer, (MaxPool1d, LPPool1d))), *more)
    output, indices = result if isinstance(result, tuple) else (result, None)
    return TorchOutcome(
        refusal=None,
        output=output.detach().numpy(),
        indices=None if indices is None else indices.numpy(),
        parameters={name: tuple(p.shape) for name, p in module.named_parameters()},
        buffers={name: tuple(b.shape) for name, b in module.named_buffers()},
        weights={name: p.detach().numpy() for name, p in module.named_parameters()},
        kept={name: b.numpy() for name, b in module.named_buffers()},
    )


def pads_some_axes_only(layer: Layer) -> bool:
    """Return whether torch would take one number for the last axis only and pad no other."""
    if not isinstance(layer, ConvolutionLayer) or layer.padding_mode == "zeros":
        return False
    decides = layer.dilation if layer.padding == "same" else layer.padding
    return isinstance(decides, tuple) and len(decides) != layer.rank
