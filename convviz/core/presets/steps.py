"""Steps of optimisers, on gradients that are given and over functions of two weights."""

from __future__ import annotations

from typing import Final

from convviz.core.explaining.sources import Source, optimiser_documentation
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.base import PARAMS, Optimiser
from convviz.core.optimisers.muon import Muon
from convviz.core.optimisers.sgd import SGD
from convviz.core.presets.preset import Preset, PresetGroup
from convviz.core.surface import EXAMPLES

_BACKWARD_ADDS: Final = Source(
    "PyTorch recipe, Zeroing out gradients",
    "https://docs.pytorch.org/tutorials/recipes/recipes/zeroing_out_gradients.html",
)
_WALK: Final = 30
"""Steps over a function."""


def step_presets() -> tuple[Preset, ...]:
    """Return one preset for each thing worth seeing about an optimiser's steps."""
    return (
        _on_gradients("sgd_by_hand", SGD(lr=0.1), (3, 2), (1, -2, 0.5, 1, 2, -1), (1, 2)),
        _on_gradients("momentum_by_hand", SGD(lr=0.1, momentum=0.9), (5, 1), (1,) * 5, (1,)),
        _on_gradients("adam_by_hand", Adam(lr=0.1), (2, 3), (0.01, 1, 100) * 2, (0, 0, 0)),
        _on_gradients(
            "muon_by_hand", Muon(lr=0.1, weight_decay=0.0), (2, 2), (3, 3, 0.3, -0.3), (0,) * 4
        ),
        Preset(
            "gradients_add_up",
            PresetGroup.STEPS,
            SGD(lr=0.0),
            (3, 1),
            (2.0, 2.0, 2.0),
            tensors=((PARAMS, (1.0,)),),
            zero_grad=False,
            source=_BACKWARD_ADDS,
            view="grids",
        ),
        Preset(
            "product_backwards",
            PresetGroup.STEPS,
            SGD(lr=0.1),
            (1, 2),
            tensors=((PARAMS, (2.0, 3.0)),),
            function="(x + y)*(y + 5)",
            source=optimiser_documentation("SGD"),
            view="grids",
        ),
        _over("bowl_by_sgd", SGD(lr=0.1), "bowl", (-2.0, 1.5)),
        _over("rate_too_high", SGD(lr=1.02), "bowl", (-0.5, 0.4)),
        _over("ravine_by_sgd", SGD(lr=0.045), "ravine", (-2.5, 1.0)),
        _over("ravine_by_momentum", SGD(lr=0.06, momentum=0.4), "ravine", (-2.5, 1.0)),
        _over("ravine_by_adam", Adam(lr=0.3), "ravine", (-2.5, 1.0)),
        _over("saddle_by_sgd", SGD(lr=0.1), "saddle", (-1.5, 0.01)),
        _over("bent_valley", Adam(lr=0.1), "rosenbrock", (-1.2, 1.0)),
    )


def _on_gradients(
    key: str,
    optimiser: Optimiser,
    shape: tuple[int, ...],
    gradients: tuple[float, ...],
    weights: tuple[float, ...],
) -> Preset:
    return Preset(
        key,
        PresetGroup.STEPS,
        optimiser,
        shape,
        tuple(map(float, gradients)),
        tensors=((PARAMS, tuple(map(float, weights))),),
        source=optimiser_documentation(optimiser.type_name()),
        view="grids",
    )


def _over(key: str, optimiser: Optimiser, surface: str, start: tuple[float, float]) -> Preset:
    return Preset(
        key,
        PresetGroup.STEPS,
        optimiser,
        (_WALK, 2),
        tensors=((PARAMS, start),),
        function=EXAMPLES[surface],
        source=optimiser_documentation(optimiser.type_name()),
        view="surface",
    )
