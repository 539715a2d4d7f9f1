"""The solver's answers are those of trying everything, in small ranges."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

from convviz.core.errors import ConvVizError
from convviz.core.layers.conv import Conv1d, ConvTranspose1d
from convviz.core.layers.pool import AvgPool1d, MaxPool1d
from convviz.core.solver import Limits, solve

if TYPE_CHECKING:
    from convviz.core.layers.base import WindowedLayer

LIMITS = Limits(kernel_size=4, stride=4, padding=3, dilation=2)
LAYERS: list[WindowedLayer] = [
    Conv1d(1, 1, 1),
    Conv1d(1, 1, 1, padding_mode="reflect"),
    Conv1d(1, 1, 1, padding_mode="circular"),
    ConvTranspose1d(1, 1, 1),
    MaxPool1d(1),
    AvgPool1d(1),
]
Setting = tuple[tuple[str, Any], ...]


def tried(layer: WindowedLayer, size: int) -> dict[int, set[Setting]]:
    """Return every setting within the limits by the output size that it gives."""
    ranges: dict[str, list[Any]] = {
        "kernel_size": list(range(1, LIMITS.kernel_size + 1)),
        "stride": list(range(1, LIMITS.stride + 1)),
        "padding": list(range(LIMITS.padding + 1)),
        "dilation": list(range(1, LIMITS.dilation + 1)),
        "output_padding": list(range(LIMITS.stride)),
        "ceil_mode": [False, True],
    }
    names = [name for name in ranges if name in layer.parameters()]
    found: dict[int, set[Setting]] = {}
    for values in itertools.product(*(ranges[name] for name in names)):
        setting = dict(zip(names, values, strict=True))
        try:
            (_, output) = layer.replace(**setting).infer((1, size))
        except ConvVizError:
            continue
        found.setdefault(output, set()).add(tuple(setting.items()))
    return found


def is_duplicate(setting: Setting, others: set[Setting], wanted: int, *, pools: bool) -> bool:
    """Return whether another setting stands for this one, or its padding is for nothing."""
    values = dict(setting)
    kernel, stride = values["kernel_size"], values["stride"]
    dilation = values.get("dilation", 1)
    if kernel == 1 and dilation > 1:
        return True
    if values["padding"] > dilation * (kernel - 1):
        return True
    if values.get("ceil_mode") and tuple({**values, "ceil_mode": False}.items()) in others:
        return True
    if wanted > 1 or "output_padding" in values:
        return False

    def also(other: int) -> bool:
        return tuple({**values, "stride": other}.items()) in others

    kept = kernel if pools and also(kernel) else next(s for s in range(1, 9) if also(s))
    return bool(stride != kept)


@pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: repr(layer)[:60])
@pytest.mark.parametrize("size", range(1, 11))
def test_nothing_is_missing_and_nothing_is_wrong(layer: WindowedLayer, size: int) -> None:
    everything = tried(layer, size)
    pools = isinstance(layer, (MaxPool1d, AvgPool1d))
    for wanted in range(1, 14):
        expected = {
            setting
            for setting in everything.get(wanted, set())
            if not is_duplicate(setting, everything[wanted], wanted, pools=pools)
        }

        solutions = solve(layer, (size,), (wanted,), LIMITS)

        got = set()
        for solution in solutions:
            assert solution.applied_to(layer).infer((1, size)) == (1, wanted)
            values = solution.parameters
            stride = values["kernel_size"] if values["stride"] is None else values["stride"]
            got.add(tuple({**values, "stride": stride}.items()))
        assert got == expected or not expected
        assert len(solutions) <= 1 or expected
