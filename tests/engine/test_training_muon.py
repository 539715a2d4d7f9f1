"""Muon: torch's own for matrices and for kernels as matrices, AdamW for the rest, in one run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import torch
from torch import nn

from convviz.core.optimisers.muon import Muon
from convviz.engine.training import setup
from convviz.engine.training.muon import MuonWithAdamW
from convviz.engine.training.optimisers import build_optimiser
from convviz.protocol.messages.trainer import SetMomentum, SetWeightDecay, StopRun
from tests.support import small_training as small
from tests.support.small_runs import losses_of, train, weights_of

if TYPE_CHECKING:
    from pathlib import Path

    from convviz.protocol.messages.trainer import RunCommand

SETTINGS = Muon(lr=0.02, weight_decay=0.05, momentum=0.9)


@pytest.fixture(autouse=True)
def small_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "load_dataset", lambda _name, _path: small.small_dataset())


def network() -> nn.Sequential:
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Conv2d(3, 6, 3), nn.BatchNorm2d(6), nn.Flatten(), nn.Linear(6, 4), nn.LayerNorm((4,))
    )


@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
def test_three_steps_are_those_of_torchs_muon_and_adamw(layout: torch.memory_format) -> None:
    ours, theirs = network().to(memory_format=layout), network()  # type: ignore[call-overload]
    optimiser = build_optimiser(SETTINGS, ours.parameters())
    convolution, linear = theirs[0], theirs[3]
    assert isinstance(convolution, nn.Conv2d)
    assert isinstance(linear, nn.Linear)
    matrix = nn.Parameter(convolution.weight.detach().reshape(6, 27).clone())
    others = [weight for weight in theirs.parameters() if weight.ndim == 1]
    muon = torch.optim.Muon([matrix, linear.weight], lr=0.02, weight_decay=0.05, momentum=0.9)
    adamw = torch.optim.AdamW(others, lr=0.02, weight_decay=0.05)
    for _ in range(3):
        pictures = torch.rand(5, 3, 3, 3)
        for model in (ours, theirs):
            model.zero_grad()
            model(pictures).square().sum().backward()
        for our, their in zip(ours.parameters(), theirs.parameters(), strict=True):
            assert their.grad is not None
            our.grad = their.grad.clone()
        assert convolution.weight.grad is not None
        matrix.grad = convolution.weight.grad.reshape(6, 27)
        optimiser.step()
        muon.step()  # type: ignore[no-untyped-call]
        adamw.step()
        with torch.no_grad():
            convolution.weight.copy_(matrix.view(6, 3, 3, 3))
    for our, their in zip(ours.parameters(), theirs.parameters(), strict=True):
        assert torch.equal(our, their)


def test_a_network_of_kernels_alone_or_of_none_has_its_optimiser() -> None:
    for weight in (nn.Parameter(torch.ones(2, 3)), nn.Parameter(torch.ones(3))):
        optimiser = build_optimiser(SETTINGS, [weight])
        assert isinstance(optimiser, MuonWithAdamW)
        weight.grad = torch.ones_like(weight)
        optimiser.step()
        assert (weight < 1).all()


@pytest.mark.parametrize("poll", [3])
def test_a_stopped_run_goes_on_exactly_also_with_what_was_changed(
    tmp_path: Path, poll: int
) -> None:
    document = small.document(small.varied_network(), optimiser=SETTINGS)

    def commands(*, stop: bool) -> small.Script:
        told: dict[int, RunCommand] = {2: SetMomentum(0.5), 4: SetWeightDecay(0.2)}
        if stop:
            told[poll] = StopRun()
        return small.Script(lambda polls: told.get(polls))  # noqa: PLW0108 - mypy sees two of get

    _, expected = train(document, tmp_path / "straight", commands=commands(stop=False))
    _, head = train(document, tmp_path / "parts", commands=commands(stop=True))
    later = small.Script(lambda polls: SetWeightDecay(0.2) if polls + poll == 5 else None)
    _, tail = train(document, tmp_path / "parts", resume=True, commands=later)
    assert losses_of(head) + losses_of(tail) == losses_of(expected)
    assert weights_of(tmp_path / "parts") == weights_of(tmp_path / "straight")


def test_a_schedule_moves_the_rate_of_kernels_and_of_the_rest() -> None:
    model = network()
    optimiser = build_optimiser(SETTINGS, model.parameters())
    scheduler = torch.optim.lr_scheduler.StepLR(optimiser, 1, gamma=0.0)
    model(torch.rand(5, 3, 3, 3)).sum().backward()
    optimiser.step()
    scheduler.step()
    before = [weight.detach().clone() for weight in model.parameters()]
    optimiser.step()
    for old, new in zip(before, model.parameters(), strict=True):
        assert torch.equal(old, new)
