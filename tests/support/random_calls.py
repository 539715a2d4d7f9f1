"""Random settings of any loss, optimiser or schedule, from its own parameters, with the edges."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, TypeVar

from convviz.core.call_parameters import ParameterKind
from convviz.core.calls import Call

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from convviz.core.call_parameters import Parameter

CallT = TypeVar("CallT", bound=Call)

BELOW_1, ABOVE_1 = math.nextafter(1, 0), math.nextafter(1, 2)
NUMBERS = (0.0, 0.5, 0.9, 1.0, BELOW_1, ABOVE_1, -1e-9, -0.3, 2.0, 1e-8, 30.0)
WHOLE = (0, 1, 2, 3, 5, 9, -1, -2)
KEEPS = 0.6
"""How often a parameter keeps its default."""


def random_call(call_type: type[CallT], random: Random) -> CallT:
    """Return a call with some settings changed; about half of them are refused."""
    values: dict[str, Any] = {}
    for name, described in call_type.parameters().items():
        if name not in call_type.defaults() or random.random() > KEEPS:
            values[name] = random_value(described, random)
    return call_type(**values)


def random_value(described: Parameter, random: Random) -> Any:
    """Return a value of a parameter's kind, within its limits or outside.

    Raises:
        KeyError: The kind has no values here.
    """
    words = (*described.choices, "other")
    draw: dict[ParameterKind, Callable[[], Any]] = {
        ParameterKind.FLAG: lambda: random.choice((True, False)),
        ParameterKind.OPTIONAL_FLAG: lambda: random.choice((None, True, False)),
        ParameterKind.NUMBER: lambda: random.choice(NUMBERS),
        ParameterKind.NUMBERS: lambda: tuple(random.choices(NUMBERS, k=described.count)),
        ParameterKind.OPTIONAL_NUMBERS: lambda: (
            None if random.random() < KEEPS else tuple(random.choices(NUMBERS, k=4))
        ),
        ParameterKind.CHOICE: lambda: random.choice(words),
        ParameterKind.OPTIONAL_CHOICE: lambda: random.choice((*words, None)),
        ParameterKind.INTEGER: lambda: random.choice(WHOLE),
        ParameterKind.SHAPE: lambda: tuple(random.choices(WHOLE, k=random.randrange(4))),
    }
    return draw[described.kind]()
