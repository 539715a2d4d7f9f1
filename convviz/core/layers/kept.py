"""What torch keeps of a layer from the forward pass until the backward pass has used it."""

from __future__ import annotations

from typing import Final, NamedTuple


class Kept(NamedTuple):
    """What autograd saves while a layer computes in training, beside the layer's own weights.

    Attributes:
        input: Whether it holds on to the input.
        output: Whether it holds on to the output.
        beside: Numbers that it makes for this alone, such as where a maximum was; an index of 64
            bits counts as two numbers of 32.

    Source:
        torch 2.13 on a CPU, measured with torch.autograd.graph.saved_tensors_hooks; which of an
        operation's tensors are saved stands in torch's tools/autograd/derivatives.yaml.
    """

    input: bool = False
    output: bool = False
    beside: int = 0


NOTHING: Final = Kept()
"""Of what only moves or adds numbers."""
ITS_INPUT: Final = Kept(input=True)
ITS_OUTPUT: Final = Kept(output=True)

NUMBERS_AN_INDEX: Final = 2
"""An index has 64 bits, a number 32."""
