"""The weights that a network begins with: those it has, or where a document asks for others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

from convviz.core.initialisation import INITIALISED, Dirac
from convviz.engine.training.batches import PictureSet, epoch_order
from convviz.engine.training.seeds import Use, derive_seed, seed_host
from convviz.engine.training.torch_arguments import arguments_of
from convviz.protocol.run_start import start_weights
from convviz.values.weights import read_kept

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.core.initialisation import Initialisation, Whitening
    from convviz.engine.datasets.dataset import Dataset
    from convviz.engine.datasets.spread import PixelSpread
    from convviz.protocol.document import Document, Training
    from convviz.values.weights import StateDict

_PICTURES_AT_A_TIME = 64
"""Small enough for the pieces of large kernels, and the same in scripts, whose sums round alike."""


def given_weights(document: Document) -> StateDict | None:
    """Return the weights that a run of a document begins with; None for new ones.

    Returns:
        By torch's names of the network, BatchNorm's running values among them.

    Raises:
        StorageError: FILE_MISSING, FILE_UNREADABLE, WEIGHTS_DAMAGED; WEIGHTS_DIFFER: its detail
            names the first tensor that differs.
        ConvVizError: the network's first failure; those of a file of torch.export.
    """
    weights = start_weights(document)
    if weights is None:
        return None
    return read_kept(weights, document.network)


def take_given(model: nn.Module, weights: StateDict) -> None:
    """Put given weights into a network, on the CPU; they are those of all its layers."""
    model.load_state_dict({name: torch.from_numpy(weights[name]) for name in model.state_dict()})


def initialise(model: nn.Module, training: Training) -> None:
    """Set weights and biases as a training says; what it does not name stays as torch made it.

    Each layer has a seed of its own, so that it begins alike whatever stands behind it.

    Args:
        model: The network, on the CPU.
        training: Its initialisation, zero_bias and seed.
    """
    layers = [layer for layer in model.modules() if type(layer).__name__ in INITIALISED]
    for number, layer in enumerate(layers):
        how = training.initialisation
        if how is not None and type(layer).__name__ in how.layers:
            seed_host(derive_seed(Use.INITIAL, training.seed, number))
            _set_weight(layer, how)
        if training.zero_bias and isinstance(layer.bias, nn.Parameter):
            nn.init.zeros_(layer.bias)


def _set_weight(layer: nn.Module, how: Initialisation) -> None:
    weight = layer.weight
    assert isinstance(weight, nn.Parameter)  # noqa: S101 - narrows the type
    if isinstance(how, Dirac):
        assert isinstance(layer.groups, int)  # noqa: S101 - likewise
        _hand_on(weight, layer.groups)
    else:
        getattr(nn.init, how.type_name())(weight, **arguments_of(how))


def _hand_on(weight: nn.Parameter, groups: int) -> None:
    """Let the first output channels of each group be its input channels."""
    for kernels in weight.detach().chunk(groups):
        nn.init.dirac_(kernels[: kernels.shape[1]])


def whiten(
    model: nn.Sequential, training: Training, dataset: Dataset, spread: PixelSpread | None
) -> None:
    """Give the first convolution kernels that whiten the training pictures.

    Args:
        model: The network, which begins with a Conv2d that fits; on the CPU.
        training: Its whitening and its seed; without whitening nothing is done.
        dataset: The pictures.
        spread: What normalises them; None for nothing.
    """
    how = training.whitening
    if how is None:
        return
    first = _first_layer(model)
    assert isinstance(first, nn.Conv2d)  # noqa: S101 - the document was checked
    count = len(dataset.train_labels)
    chosen = epoch_order(training.seed, 1, count)[: how.pictures]
    images = dataset.train_images[chosen.numpy()]
    pictures = PictureSet(images, dataset.train_labels[: len(images)], torch.device("cpu"), spread)
    batches = (batch.pictures for batch in pictures.in_order(_PICTURES_AT_A_TIME))
    with torch.no_grad():
        first.weight.copy_(whitening_kernels(batches, first, how.eps))


def freeze(model: nn.Sequential, whitening: Whitening | None) -> None:
    """Keep whitening kernels from learning, if a training says so."""
    if whitening is not None and whitening.frozen:
        for name, parameter in _first_layer(model).named_parameters():
            if name == "weight":
                parameter.requires_grad = False


def _first_layer(model: nn.Sequential) -> nn.Module:
    """Return the layer that reads the pictures: the first one, also where it stands in a block."""
    leaves = (module for module in model.modules() if not isinstance(module, nn.Sequential))
    return next(module for module in leaves if not any(module.children()))


def whitening_kernels(
    batches: Iterable[torch.Tensor], convolution: nn.Conv2d, eps: float
) -> torch.Tensor:
    """Return kernels whose outputs are independent and of equal spread, each with both signs.

    Args:
        batches: Pictures, (count, channels, height, width).
        convolution: Whose kernels they will be.
        eps: Added to the spread along each direction.

    Returns:
        out_channels in_channels height width; the directions of the largest spread if not all
        have room.

    Source:
        Jordan 2024, cifar10-airbench, ``init_whiten``.
    """
    size = convolution.weight[0].numel()
    total, count = torch.zeros(size, size, dtype=torch.float64), 0
    for pictures in batches:
        pieces = nn.functional.unfold(
            pictures.contiguous(), convolution.kernel_size, convolution.dilation
        )
        flat = pieces.transpose(1, 2).reshape(-1, size).double()
        total += flat.T @ flat
        count += len(flat)
    spreads, directions = torch.linalg.eigh(total / count)
    kernels = (directions / (spreads.clamp(min=0) + eps).sqrt()).T
    kernels = kernels[size - convolution.out_channels // 2 :]
    return torch.cat((kernels, -kernels)).reshape(convolution.weight.shape).float()
