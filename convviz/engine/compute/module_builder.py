"""Layers as torch modules: the same names, the same parameters."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import torch

from convviz.core.call_parameters import ParameterKind
from convviz.core.errors import ComputeError, ErrorCode
from convviz.core.layers.parameters import LayerFamily
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import Block, BlockKind, Node, child_names, layer_steps
from convviz.core.torch_releases import is_older
from convviz.engine.compute.blocks import Concat, Residual
from convviz.engine.compute.optimiser_module import OptimiserModule
from convviz.engine.training.seeds import seed_host

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape
    from convviz.core.network.rows import SequentialResult


def build_module(layer: Layer, dtype: torch.dtype = torch.float32) -> torch.nn.Module:
    """Return the torch module of a layer, initialised as torch does.

    Args:
        layer: The layer.
        dtype: Of its numbers.

    Raises:
        ParameterError: the layer's own check refuses it.
        ComputeError: TORCH_TOO_OLD: the installed torch lacks one of the settings.
        ComputeError: TORCH_REFUSED: torch's constructor refuses what the check accepts, or torch
            has no such class.
    """
    layer.check()
    if layer.family is LayerFamily.OPTIMISER:
        optimiser: Any = layer
        return OptimiserModule(optimiser)
    settings = torch_settings(layer)
    for name, described in layer.parameters().items():
        if described.kind is ParameterKind.OPTIONAL_NUMBERS and settings.get(name) is not None:
            settings[name] = torch.tensor(settings[name], dtype=dtype)
    try:
        module = getattr(torch.nn, layer.type_name())(**settings)
    except (AttributeError, TypeError, ValueError, RuntimeError, OverflowError) as error:
        raise refusal(layer, error) from error
    assert isinstance(module, torch.nn.Module)  # noqa: S101 - narrows the type
    return module if dtype == torch.float32 else module.to(dtype)


def torch_settings(layer: Layer, release: str = torch.__version__) -> dict[str, Any]:
    """Return what a layer's constructor is given in torch.

    Args:
        layer: The layer.
        release: The release of torch. What it lacks is left out, where that is at its default.

    Raises:
        ComputeError: TORCH_TOO_OLD.
    """
    for name, since in layer.newer_settings().items():
        if is_older(release, since):
            facts = {"parameter": name, "value": repr(getattr(layer, name)), "since": since}
            code, kind = ErrorCode.TORCH_TOO_OLD, layer.type_name()
            raise ComputeError(code, layer=kind, version=release, **facts)
    known = layer.parameters().items()
    names = (name for name, described in known if not is_older(release, described.since))
    return {name: getattr(layer, name) for name in names}


def load_weights(
    module: torch.nn.Module, layer: Layer, weights: Mapping[str, torch.Tensor]
) -> None:
    """Put weights into a layer's module.

    Args:
        module: What :func:`build_module` made of the layer.
        layer: The layer.
        weights: By torch's names: all that are trained, any that are only kept.

    Raises:
        ComputeError: TORCH_REFUSED: one is missing, unknown or of another shape.
    """
    missing = layer.weight_shapes().keys() - weights.keys()
    if missing:
        raise _refused(layer, f"no values for {', '.join(sorted(missing))}")
    try:
        unexpected = module.load_state_dict(dict(weights), strict=False).unexpected_keys
    except RuntimeError as error:
        raise refusal(layer, error) from error
    if unexpected:
        raise _refused(layer, f"it has no {', '.join(sorted(unexpected))}")


def build_sequential(
    nodes: Sequence[Node], input_shape: Shape, *, seed: int | None = None
) -> torch.nn.Sequential:
    """Return the network as torch's own Sequential, without the disabled layers and blocks.

    What follows the layer before is filled in. With a seed the weights equal those of the plain
    ``torch.manual_seed(seed); nn.Sequential(...)``.

    Args:
        nodes: The layers and blocks in order.
        input_shape: (channels, height, width), without a batch.
        seed: Of torch's generator for the initial weights; None leaves the generator alone.

    Raises:
        ConvVizError: the first layer's that refuses its input or its parameters.
    """
    result = infer_sequential(nodes, input_shape)
    if result.failure is not None:
        raise result.failure.error
    if seed is not None:
        seed_host(seed)
    return build_rows(nodes, result)


def build_rows(nodes: Sequence[Node], result: SequentialResult) -> torch.nn.Sequential:
    """Return the network as far as its shapes are known; an Identity stands for the next layer.

    Args:
        nodes: The layers and blocks in order.
        result: What ``infer_sequential`` says of them.
    """
    layers = (row.layer for row in result.rows)
    return _sequence(torch.nn.Sequential, None, nodes, layers)


_Sequence = TypeVar("_Sequence", bound=torch.nn.Sequential)


def _sequence(
    kind: type[_Sequence], block: Block | None, nodes: Sequence[Node], layers: Iterator[Layer]
) -> _Sequence:
    """Return nodes as children of a container, by their names; torch draws in this order."""
    modules: OrderedDict[str, torch.nn.Module] = OrderedDict()
    for node, name in zip(nodes, child_names(block, nodes), strict=True):
        if not node.enabled:
            for _ in layer_steps((node,)):
                next(layers, None)
        elif not isinstance(node, Block):
            layer = next(layers, None)
            modules[name] = torch.nn.Identity() if layer is None else build_module(layer)
        elif node.kind is BlockKind.RESIDUAL:
            ways = [_way(way, layers) for way in node.children]
            modules[name] = Residual(*ways)
        else:
            holder = Concat if node.kind is BlockKind.CONCAT else torch.nn.Sequential
            modules[name] = _sequence(holder, node, node.children, layers)
    return kind(modules)


def _way(way: Node, layers: Iterator[Layer]) -> torch.nn.Sequential:
    held = way.children if isinstance(way, Block) else (way,)
    return _sequence(torch.nn.Sequential, None, held, layers)


def refusal(layer: Layer, error: Exception) -> ComputeError:
    """Return what torch said against a layer, in one line."""
    lines = str(error).strip().splitlines()
    return _refused(layer, lines[0][:300] if lines else type(error).__name__)


def _refused(layer: Layer, detail: str) -> ComputeError:
    return ComputeError(ErrorCode.TORCH_REFUSED, layer=layer.type_name(), detail=detail)
