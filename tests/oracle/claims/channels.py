"""Claims about channels, groups and kernels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

from convviz.core.explaining.explanations import ExplanationCode as Code
from convviz.core.layers.base import per_axis
from convviz.core.layers.conv_transpose import TransposedConvolutionLayer
from tests.oracle.claims.case import Case, Claims, module_of

if TYPE_CHECKING:
    from convviz.core.layers.conv import ConvolutionLayer


def _groups(case: Case) -> bool:
    groups, out_each = case.facts["groups"], case.facts["out_each"]
    in_each = case.facts.get("in_each", 1)
    told = (in_each * groups, out_each * groups) == (
        case.layer.in_channels,
        case.layer.out_channels,
    )
    weight = tuple(module_of(case.layer).weight.shape)
    alike = case.run().shape == case.run(groups=1).shape
    return told and weight == case.facts["weight"] and alike


def _channels_sum(case: Case) -> bool:
    """The first output channel is the sum of one convolution a plane, and one bias."""
    layer, values = case.layer, torch.randn(1, *case.shape).double()
    whole = module_of(layer)
    total = torch.zeros(1).double()
    if layer.bias:
        total = total + whole.bias[0]
    for plane in range(case.facts["planes"]):
        one = module_of(layer.replace(in_channels=1, out_channels=1, groups=1, bias=False))
        place = (plane, 0) if isinstance(layer, TransposedConvolutionLayer) else (0, plane)
        with torch.no_grad():
            one.weight[0, 0] = whole.weight[place]
        total = total + one(values[:, plane : plane + 1])
    return torch.allclose(whole(values)[:, :1], total)


def _not_flipped(case: Case) -> bool:
    """With a weight of 1 in the first tap alone, output cells are first cells of windows."""
    layer: ConvolutionLayer = case.layer
    values, module = torch.randn(1, *case.shape).double(), module_of(layer.replace(bias=False))
    with torch.no_grad():
        module.weight.zero_()
        module.weight[(0, 0, *(0,) * layer.rank)] = 1
    sides = [number for pair in reversed(layer.paddings()) for number in pair]
    mode = "constant" if layer.padding_mode == "zeros" else layer.padding_mode
    padded, output = nn.functional.pad(values, sides, mode), module(values)
    steps = zip(output.shape[2:], per_axis(layer.stride, layer.rank), strict=True)
    firsts: tuple[int | slice, ...] = (0, 0, *(slice(0, (o - 1) * s + 1, s) for o, s in steps))
    return torch.allclose(output[0, 0], padded[firsts])


CLAIMS: Claims = {
    Code.GROUPS_SPLIT: _groups,
    Code.DEPTHWISE: _groups,
    Code.CHANNELS_SUM: _channels_sum,
    Code.CHANNELS_SUM_WITH_BIAS: _channels_sum,
    Code.KERNEL_NOT_FLIPPED: _not_flipped,
}
