"""How large a gradient may be: one class for each way to limit it, with torch's parameters."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

from convviz.core.call_numbers import ABOVE_ZERO, number
from convviz.core.call_parameters import Limits, ParameterKind, parameter
from convviz.core.calls import FunctionCall, Registry


class Clipping(FunctionCall):
    """What is done to gradients between the backward pass and the optimiser's step.

    Attributes:
        foreach: Compute all gradients in few calls. None leaves that to torch; the result is the
            same but for rounding.
        left_out: A run stops by itself when a loss is not finite.
    """

    group: ClassVar[str] = "torch.nn.utils"
    given: ClassVar[str] = "parameters"
    given_code: ClassVar[str] = "model.parameters()"
    left_out: ClassVar[frozenset[str]] = frozenset({"error_if_nonfinite"})


_CLIPPINGS: Registry[Clipping] = Registry()


def _foreach() -> Any:  # noqa: ANN401 - like dataclasses.field
    return parameter(ParameterKind.OPTIONAL_FLAG, None, keyword_only=True, rare=True)


@_CLIPPINGS.register
@dataclass(frozen=True)
class ClipByNorm(Clipping):
    """All gradients together are scaled down where their common norm is larger than a limit.

    Attributes:
        max_norm: The largest norm of all gradients, seen as one vector.
        norm_type: Which norm: 2 is the length, 1 the sum of sizes, inf the largest size.
    """

    max_norm: float = number(limits=ABOVE_ZERO, first=1.0)
    norm_type: float = number(2.0, Limits(above=0, maximum=math.inf))
    foreach: bool | None = _foreach()

    function: ClassVar[str] = "clip_grad_norm_"


@_CLIPPINGS.register
@dataclass(frozen=True)
class ClipByValue(Clipping):
    """Each number of a gradient is cut off at a limit, on both sides of 0.

    Attributes:
        clip_value: The largest size of a number.
    """

    clip_value: float = number(limits=ABOVE_ZERO, first=0.1)
    foreach: bool | None = _foreach()

    function: ClassVar[str] = "clip_grad_value_"


clipping_types = _CLIPPINGS.types
