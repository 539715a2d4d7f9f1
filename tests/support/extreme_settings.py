"""Valid settings of every layer that are as extreme in one or two places as fields take them."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING, Any

from convviz.core.call_parameters import Parameter, ParameterKind
from convviz.core.errors import ConvVizError
from convviz.core.layers import layer_types
from convviz.core.layers.fold import Fold, Unfold
from convviz.core.layers.parameters import per_axis
from convviz.core.layers.pixel import PixelShuffle, PixelUnshuffle

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape

SMALL = (1, 2, 3, 4, 7)
LARGE = (64, 1_000, 10_000, 100_000, 1_000_000, 2**31 - 1, 2**40, 2**62)
NUMBERS = (0.5, 2.0, 3.0, 100.0, 1e4, 1e-4)
_TRIES = 40


def random_settings(seed: int, count: int) -> list[tuple[Layer, Shape]]:
    """Return settings of all layers with an input's shape without batch, the same for a seed."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    every = list(layer_types().values())
    return [_valid(chance, every[number % len(every)]) for number in range(count)]


def _valid(chance: random.Random, layer_type: type[Layer]) -> tuple[Layer, Shape]:
    """Return a setting that torch accepts, if one is found soon; else the last that was tried."""
    layer, shape = _setting(chance, layer_type)
    for _ in range(_TRIES):
        try:
            layer.infer((1, *shape))
        except (ConvVizError, ZeroDivisionError, TypeError):
            layer, shape = _setting(chance, layer_type)
        else:
            break
    return layer, shape


def _setting(chance: random.Random, layer_type: type[Layer]) -> tuple[Layer, Shape]:
    rank: int = layer_type.rank or 2
    names = [
        name
        for name in layer_type.parameters()
        if name not in layer_type.defaults() or chance.random() < 0.3
    ]
    extreme = {chance.choice([*names, "height", "channels"]) for _ in range(chance.choice((1, 2)))}
    values = {name: _value(chance, layer_type, name, large=name in extreme) for name in names}
    layer = layer_type(**values)
    channels = next(
        (values[name] for name in ("in_channels", "num_features") if name in values),
        chance.choice(LARGE if "channels" in extreme else SMALL),
    )
    sizes = [chance.choice((5, 7, 16, 64)) for _ in range(rank)]
    if "height" in extreme:
        sizes[chance.randrange(rank)] = chance.choice(LARGE)
    return layer, _fitting(layer, (channels, *sizes), chance)


def _fitting(layer: Layer, shape: Shape, chance: random.Random) -> Shape:
    """Return a shape that the layer may take, where it must be a multiple of something."""
    if isinstance(layer, PixelShuffle):
        return (layer.upscale_factor**2, *(chance.choice((1, 2, 5)) for _ in shape[1:]))
    if isinstance(layer, PixelUnshuffle):
        return (shape[0], layer.downscale_factor, layer.downscale_factor)
    if isinstance(layer, Fold):
        blocks = Unfold(layer.kernel_size, layer.dilation, layer.padding, layer.stride)
        image = (1, 1, *per_axis(layer.output_size, 2))
        try:
            return blocks.infer(image)[1:]
        except ConvVizError:
            return (math.prod(per_axis(layer.kernel_size, 2)), 9)
    return shape


def _value(chance: random.Random, layer_type: type[Layer], name: str, *, large: bool) -> Any:
    described: Parameter = layer_type.parameters()[name]
    kind = described.kind
    if described.choices and kind is not ParameterKind.PADDING:
        return chance.choice(described.choices)
    if kind in (ParameterKind.FLAG, ParameterKind.OPTIONAL_FLAG):
        return chance.random() < 0.5
    if kind in (ParameterKind.NUMBER, ParameterKind.SCALES, ParameterKind.OPTIONAL_NUMBER):
        return chance.choice(NUMBERS)
    if described.minimum < -1 and chance.random() < 0.3:
        return -chance.choice(SMALL)
    return max(described.minimum, chance.choice(LARGE if large else SMALL))
