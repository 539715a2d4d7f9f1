"""The part of a script that makes the weights: those to begin with, and their average."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING, Final

from convviz.core.call_code import full_code
from convviz.core.initialisation import INITIALISED, Dirac
from convviz.script.floats import with_floats
from convviz.script.picture_source import test_batch

if TYPE_CHECKING:
    from collections.abc import Collection

    from convviz.core.averaging import EMA
    from convviz.core.initialisation import Whitening
    from convviz.protocol.document import Training


def initialising_function(training: Training, layers: Collection[str]) -> str:
    """Return the function that sets the weights to begin with; "" if torch's stay.

    Args:
        training: The settings.
        layers: Names of the network's layers, such as "Conv2d".
    """
    known = [name for name in INITIALISED if name in layers]
    how = training.initialisation
    if not known or (how is None and not training.zero_bias):
        return ""
    lines = []
    if isinstance(how, Dirac):
        wanted = [name for name in known if name in how.layers]
        lines = [_HAND_ON.format(kinds=_kinds(wanted)).rstrip()] if wanted else []
    elif how is not None:
        lines.append('torch.manual_seed(seed_for("initial", SEED, number))')
        lines.append(full_code(with_floats(how)))
    if training.zero_bias:
        lines.append("if layer.bias is not None:\n    nn.init.zeros_(layer.bias)")
    if not lines:
        return ""
    is_numbered = any("number" in line for line in lines)
    loop = "for number, layer in enumerate(layers):" if is_numbered else "for layer in layers:"
    body = indent("\n".join(lines), " " * 8)
    return _INITIALISE.format(kinds=_kinds(known), loop=loop, body=body).rstrip()


def whitening_function(whitening: Whitening, training: Training) -> str:
    """Return the function that makes the first convolution's kernels from the pictures."""
    frozen = "\n    convolution.weight.requires_grad = False  # it stays so; the bias learns"
    return _WHITEN.format(
        more=", spread" if training.normalise else "",
        pictures=whitening.pictures,
        eps=float(whitening.eps),
        numbers=test_batch(training),
        frozen=frozen if whitening.frozen else "",
    ).rstrip()


def averaging_function(average: EMA) -> str:
    """Return the function that takes the weights after a batch into their average."""
    decay = f"{float(average.decay)}"
    if average.warm_up:
        decay = f"min({decay}, (1 + updates) / (10 + updates))"
    updates = f"step - 1 - {average.start}" if average.start else "step - 1"
    move = "known.copy_(counted)"
    if average.use_buffers:
        move = (
            "known.lerp_(counted, share) if counted.is_floating_point() else known.copy_(counted)"
        )
    return _AVERAGE.format(updates=updates, decay=decay, move=move).rstrip()


def _kinds(names: Collection[str]) -> str:
    kinds = [f"nn.{name}" for name in names]
    return kinds[0] if len(kinds) == 1 else f"({', '.join(kinds)})"


_INITIALISE: Final = '''\
def initialise(model):
    """Set the weights to begin with; what is not set here stays as PyTorch made it."""
    layers = [layer for layer in model.modules() if isinstance(layer, {kinds})]
    {loop}
{body}
'''

_HAND_ON: Final = """\
if isinstance(layer, {kinds}):
    # As many output channels as there are inputs hand them on; the others stay random.
    for kernels in layer.weight.detach().chunk(layer.groups):
        nn.init.dirac_(kernels[: kernels.shape[1]])
"""

_WHITEN: Final = '''\
def whiten(model, images{more}):
    """Give the first convolution kernels that make independent numbers of each piece of a picture.

    They are the directions in which pieces of some pictures differ, each with both signs.
    """
    convolution = next(layer for layer in model.modules() if isinstance(layer, nn.Conv2d))
    chance = torch.Generator().manual_seed(seed_for("order", SEED, 1))
    places = torch.randperm(len(images), generator=chance)[:{pictures}].to(images.device)
    size = convolution.weight[0].numel()
    total, count = torch.zeros(size, size, dtype=torch.float64), 0
    for batch in places.split(64):
        pictures = {numbers}.cpu().contiguous()
        pieces = nn.functional.unfold(pictures, convolution.kernel_size, convolution.dilation)
        flat = pieces.transpose(1, 2).reshape(-1, size).double()
        total += flat.T @ flat
        count += len(flat)
    spreads, directions = torch.linalg.eigh(total / count)
    kernels = (directions / (spreads.clamp(min=0) + {eps}).sqrt()).T
    kernels = kernels[size - convolution.out_channels // 2 :]
    with torch.no_grad():
        both = torch.cat((kernels, -kernels))
        convolution.weight.copy_(both.reshape(convolution.weight.shape)){frozen}
'''

_AVERAGE: Final = '''\
@torch.no_grad()
def update_average(average, model, step):
    """Move the average of the weights towards the weights after a batch."""
    updates = {updates}
    share = 1 - {decay} if updates > 0 else 1.0
    for mean, weight in zip(average.parameters(), model.parameters()):
        mean.lerp_(weight, share)
    for known, counted in zip(average.buffers(), model.buffers()):
        {move}
'''
