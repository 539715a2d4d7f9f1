"""Numbers that are not finite: the layer is named in which they arose first, and what to try."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from convviz.core.errors import ErrorCode
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.pad import ConstantPad2d
from convviz.core.layers.power_pool import LPPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.losses.distances import MSELoss
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.sgd import SGD
from convviz.engine.training import recent_steps, setup
from convviz.engine.training.loop import Diverged, TrainingLoop
from convviz.engine.training.losses import BatchLoss
from convviz.engine.training.not_finite import Kind, Origin
from tests.support import small_training as small
from tests.support.small_runs import train


def run_to_the_end(loop: TrainingLoop) -> list[Any]:
    return list(loop.events())


def origin_of(loop: TrainingLoop) -> Origin:
    assert isinstance(run_to_the_end(loop)[-1], Diverged)
    origin = loop.origin()
    assert origin is not None
    return origin


def deep() -> Any:
    return small.network(
        Conv2d(3, 4, 5, stride=4), ReLU(), Flatten(), Linear(196, 8), ReLU(), Linear(8, 10)
    )


def loop_of(network: Any, **training: Any) -> TrainingLoop:
    return small.make_loop(small.document(network, **training), small.small_dataset())


def spoil(loop: TrainingLoop, layer: str, at_step: int) -> None:
    """Have a weight of a layer become infinite just before a batch."""
    begin = loop.recent.begin

    def spoiled(step: int, epoch: int, places: torch.Tensor) -> None:
        if step == at_step:
            with torch.no_grad():
                loop.model.get_parameter(f"{layer}.weight")[0, 0] = torch.inf
        begin(step, epoch, places)

    loop.recent.begin = spoiled  # type: ignore[method-assign]


@pytest.mark.parametrize("layer", ["0", "3", "5"])
def test_weights_that_a_step_made_infinite_are_named_not_the_layers_behind(layer: str) -> None:
    """Weights become infinite: the step before made them so, and no gradient did."""
    loop = loop_of(deep(), optimiser=SGD(lr=0.01))
    spoil(loop, layer, 4)
    origin = origin_of(loop)
    assert (origin.kind, origin.layer, origin.step) == (Kind.WEIGHTS, layer, 3)
    assert origin.value == "inf"


def test_a_layer_that_makes_infinite_numbers_at_once_is_named(tmp_path: Path) -> None:
    network = small.network(
        ConstantPad2d((1, 1, 1, 1), -np.inf), Conv2d(3, 4, 4, stride=4), Flatten(), Linear(256, 10)
    )
    origin = origin_of(loop_of(network))
    assert (origin.kind, origin.layer, origin.step) == (Kind.OUTPUT, "0", 1)
    del tmp_path


def test_a_gradient_that_arises_in_a_layer_without_weights_is_blamed_on_that_layer() -> None:
    """The root in LPPool is vertical at 0: of black pictures its gradient is no number."""
    network = small.network(
        Conv2d(3, 4, 1, bias=False), LPPool2d(0.5, 4), Flatten(), Linear(256, 10)
    )
    dataset = small.small_dataset()
    dataset.train_images[:] = 0
    loop = small.make_loop(small.document(network, optimiser=SGD(lr=0.01)), dataset)
    origin = origin_of(loop)
    assert (origin.kind, origin.layer, origin.step) == (Kind.GRADIENT, "1", 1)


def test_outputs_that_are_finite_and_a_loss_that_is_not_blame_the_loss() -> None:
    loop = loop_of(deep(), optimiser=SGD(lr=0.01), loss=MSELoss())
    begin = loop.recent.begin

    def large(step: int, epoch: int, places: torch.Tensor) -> None:
        if step == 2:
            with torch.no_grad():
                loop.model.get_parameter("5.bias").fill_(1e30)
        begin(step, epoch, places)

    loop.recent.begin = large  # type: ignore[method-assign]
    origin = origin_of(loop)
    assert (origin.kind, origin.layer, origin.step) == (Kind.LOSS, "", 2)
    assert origin.largest == pytest.approx(1e30)


@pytest.mark.parametrize("optimiser", [SGD(lr=1e25), SGD(lr=1e8, momentum=0.9), Adam(lr=1e30)])
def test_the_run_stops_with_the_layer_a_number_and_what_to_try(
    tmp_path: Path, optimiser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())
    ended, messages = train(small.document(deep(), optimiser=optimiser), tmp_path / "run")
    assert ended.outcome == "diverged"
    assert ended.reason is not None
    facts = ended.reason.facts
    assert facts["layer"] in {"0: Conv2d", "3: Linear", "5: Linear", "1: ReLU", "4: ReLU"}
    assert facts["value"] in {"nan", "inf", "-inf"}
    assert facts["lr"] == optimiser.lr
    del messages


def test_what_is_looked_for_changes_nothing_of_the_run() -> None:
    loop = loop_of(deep(), optimiser=Adam(lr=0.01))
    plain = loop_of(deep(), optimiser=Adam(lr=0.01))
    plain.recent = recent_steps.RecentSteps(plain.model, plain.optimiser, 0)
    losses = [
        [event.loss for event in run_to_the_end(one) if isinstance(event, BatchLoss)]
        for one in (loop, plain)
    ]
    assert losses[0] == losses[1]
    assert loop.origin() is None


def test_a_network_too_large_to_be_copied_is_told_without_a_layer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recent_steps, "LARGEST_COPIED", 10)
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())
    ended, _ = train(small.document(deep(), optimiser=SGD(lr=1e25)), tmp_path / "run")
    assert ended.reason is not None
    assert ended.reason.code == ErrorCode.LOSS_NOT_FINITE
