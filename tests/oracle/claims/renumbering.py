"""Claims about layers that keep all numbers and count their dimensions in another way."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import torch
from torch import nn

from convviz.core.explaining.explanations import ExplanationCode as Code
from tests.oracle.claims.case import module_of

if TYPE_CHECKING:
    from tests.oracle.claims.case import Case, Claims


def _numbers(case: Case) -> torch.Tensor:
    """Return a number of its own for each cell."""
    return torch.arange(math.prod(case.shape)).double().reshape(case.shape)


def _joins(case: Case) -> bool:
    """Compare with reshape; the two last of the joined dimensions, transposed, give another order.

    Where all but one of them are 1 there is but one order.
    """
    values, layer = _numbers(case), case.layer
    output, sizes = module_of(layer)(values), case.facts["joined"]
    is_reshape = torch.equal(output, values.reshape(case.facts["shape"]))
    start = layer.start_dim % values.dim()
    backwards = range(start + len(sizes) - 1, start - 1, -1)
    kept = range(start), range(start + len(sizes), values.dim())
    turned = module_of(layer)(values.permute(*kept[0], *backwards, *kept[1]))
    is_other = turned.shape == output.shape and not torch.equal(turned, output)
    has_one_order = sum(size > 1 for size in sizes) < 2
    is_told = sizes == tuple(values.shape[start : start + len(sizes)])
    is_counted = case.facts["cells"] == math.prod(sizes) == output.shape[start]
    return is_reshape and is_told and is_counted and (is_other or has_one_order)


def _leaves_first(case: Case) -> bool:
    """The first dimensions stay; start_dim=0 makes one vector, if end_dim is the last one."""
    values = _numbers(case)
    kept = tuple(module_of(case.layer)(values).shape[: case.layer.start_dim % values.dim()])
    vector = nn.Flatten(0)(values)
    is_told = case.layer.start_dim == case.facts["start_dim"]
    return bool(is_told and kept == case.facts["shape"] and vector.shape == (case.facts["cells"],))


def _splits(case: Case) -> bool:
    """Compare with reshape; a Flatten of what it makes gives the input."""
    values, layer, sizes = _numbers(case), case.layer, case.facts["split"]
    output, place = module_of(layer)(values), layer.dim % values.dim()
    back = nn.Flatten(place, place + len(sizes) - 1)(output)
    is_told = case.facts["size"] == values.shape[place]
    is_reshape = torch.equal(output, values.reshape(case.facts["shape"]))
    return is_told and is_reshape and torch.equal(back, values)


def _stays(case: Case) -> bool:
    values = _numbers(case)
    return torch.equal(module_of(case.layer)(values), values)


def _deals(case: Case) -> bool:
    """As many neighbouring channels as there are groups come from all groups."""
    groups, share = case.facts["groups"], case.facts["share"]
    output = module_of(case.layer)(_numbers(case)[None])[0]
    place = (0,) * (output.dim() - 1)
    size = math.prod(case.shape[1:])
    channels = [int(number) // size for number in output[(slice(None), *place)].tolist()]
    hands = [channels[at : at + groups] for at in range(0, len(channels), groups)]
    return len(hands) == share and all(
        [channel // share for channel in hand] == list(range(groups)) for hand in hands
    )


CLAIMS: Claims = {
    Code.FLATTEN_KEEPS_ORDER: _joins,
    Code.FLATTEN_LEAVES_FIRST: _leaves_first,
    Code.UNFLATTEN_KEEPS_ORDER: _splits,
    Code.RENUMBERING_WITHOUT_EFFECT: _stays,
    Code.NUMBERS_STAY: _stays,
    Code.CHANNELS_DEALT: _deals,
}
"""What each explanation claims, tried out with torch."""
