"""The template for a graphics card trains, in a small size, on a processor as well."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import torch

from convviz.engine.training import setup
from convviz.engine.training.compiling import compiled
from convviz.engine.training.losses import BatchLoss
from convviz.protocol.network_templates import airbench_network, network_templates, with_template
from convviz.protocol.records import EpochRecord
from convviz.protocol.templates import new_document
from tests.support import small_training as small

if TYPE_CHECKING:
    import pytest


def test_it_learns_small_pictures_from_whitened_kernels_that_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = small.small_dataset(160, 40)
    monkeypatch.setattr(setup, "load_dataset", lambda *_: dataset)
    document = with_template(new_document(), network_templates()["airbench"])
    assert document.training.precision == "float16"
    own = {"device": "cpu", "threads": 1, "precision": "float32"}  # a processor has no half of it
    small_ones = {"batch_size": 16, "epochs": 3, "compiled": True}
    training = msgspec.structs.replace(document.training, **own, **small_ones)
    document = msgspec.structs.replace(
        document, network=airbench_network(24, (8, 8, 8)), training=training
    )
    run = setup.prepare_run(document, tmp_path / "run", resume=False)
    first = next(run.loop.model.parameters())
    kernels = first.detach().clone()
    assert torch.equal(kernels[:12], -kernels[12:])
    events = list(run.loop.events())
    losses = [event.loss for event in events if isinstance(event, BatchLoss)]
    epochs = [event for event in events if isinstance(event, EpochRecord)]
    assert len(losses) == 3 * 10
    assert sum(losses[-5:]) < 0.9 * sum(losses[:5])
    assert epochs[-1].validation_accuracy > 0.3
    assert torch.equal(first.detach(), kernels)


def test_a_network_is_compiled_on_cuda_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    # Where torch.compile comes from takes seconds to import: it is torch's own to be tested.
    made: list[torch.nn.Module] = []
    monkeypatch.setattr(torch, "compile", made.append)
    module = torch.nn.Linear(2, 2)
    assert compiled(module, torch.device("cpu")) is module
    assert made == []
    compiled(module, torch.device("cuda"))
    assert made == [module]
