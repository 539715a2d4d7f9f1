"""What torch.export saves is read back as the same network, with the same outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from torch import nn

from convviz.core.errors import ErrorCode
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import layer_steps, module_names
from convviz.engine.compute.module_builder import build_sequential
from convviz.protocol.block_networks import densenet, mobilenet, resnet20
from convviz.values.exported_files import read_exported_file
from tests.support.every_layer import KINDS, new_network_step
from tests.support.random_trees import RandomTree, running

if TYPE_CHECKING:
    from pathlib import Path

    from convviz.core.network.tree import Node
    from convviz.values.exported_files import ExportedFile


pytestmark = [
    pytest.mark.compiler,
    # torch's own words about itself while it exports.
    pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning"),
]


def exported(path: Path, model: nn.Module, x: torch.Tensor) -> ExportedFile:
    torch.export.save(torch.export.export(model, (x,)), path)
    return read_exported_file(path)


def rebuilt(found: ExportedFile) -> nn.Module:
    """Return what was read as a module, with the weights that were read."""
    assert found.weights is not None
    model = build_sequential(found.network.steps, found.network.input_shape)
    arrays = {name: np.array(array) for name, array in found.weights.items()}
    model.load_state_dict({name: torch.from_numpy(array) for name, array in arrays.items()})
    return model.eval()


def sound_model(nodes: tuple[Node, ...], shape: tuple[int, ...]) -> nn.Module:
    model = build_sequential(nodes, shape, seed=1).eval()
    for buffer in model.buffers():
        if buffer.is_floating_point():
            buffer.uniform_(0.5, 1.5)
    return model


class Lenet(nn.Module):
    """As people write it: functions between the layers, and a view."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(400, 120)
        self.fc2 = nn.Linear(120, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = nn.functional.max_pool2d(nn.functional.relu(self.conv1(x)), 2)
        x = nn.functional.max_pool2d(nn.functional.relu(self.conv2(x)), 2)
        x = nn.functional.relu(self.fc1(x.view(-1, 400)))
        return nn.functional.log_softmax(self.fc2(x), dim=1)


class Block(nn.Module):
    """A residual block with a projection, a ReLU in place that is used twice, and a gate."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 3, 2, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(4, 4, 3, padding=1)
        self.shortcut = nn.Sequential(nn.Conv2d(3, 4, 1, 2), nn.BatchNorm2d(4))
        self.head = nn.Linear(4, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.conv2(self.relu(self.bn1(self.conv1(x))))
        y += self.shortcut(x)
        scores: torch.Tensor = self.head(self.relu(y).mean([2, 3]))
        return scores


def test_functions_and_a_view_in_double_precision(tmp_path: Path) -> None:
    model, x = Lenet().double().eval(), torch.randn(2, 3, 32, 32, dtype=torch.float64)
    found = exported(tmp_path / "net.pt2", model, x)
    assert not found.notices
    assert found.network.input_shape == (3, 32, 32)
    assert [step.name for step in found.network.layers if step.name] == [
        *("conv1", "conv2", "fc1", "fc2"),
    ]
    assert torch.allclose(rebuilt(found)(x.float()), model(x).float(), atol=1e-5)


def test_a_residual_block_with_its_names(tmp_path: Path) -> None:
    model, x = Block().eval(), torch.randn(2, 3, 8, 8)
    found = exported(tmp_path / "net.pt2", model, x)
    assert not found.notices
    assert torch.equal(rebuilt(found)(x), model(x))
    names = module_names(found.network.steps)
    assert names[:4] == ("0.body.conv1", "0.body.bn1", "0.body.relu", "0.body.conv2")
    assert names[-1] == "head"


@pytest.mark.slow
def test_after_decompositions_the_usual_layers_are_read_too(tmp_path: Path) -> None:
    model, x = Lenet().eval(), torch.randn(2, 3, 32, 32)
    path = tmp_path / "net.pt2"
    torch.export.save(torch.export.export(model, (x,)).run_decompositions(), path)
    assert torch.allclose(rebuilt(read_exported_file(path))(x), model(x), atol=1e-6)


def test_shared_and_computed_weights_are_told_of(tmp_path: Path) -> None:
    conv = nn.Conv2d(3, 3, 3, padding=1)
    x = torch.randn(2, 3, 8, 8)
    found = exported(tmp_path / "shared.pt2", nn.Sequential(conv, nn.ReLU(), conv), x)
    assert [notice.code for notice in found.notices] == [ErrorCode.EXPORTED_SHARED]
    computed = nn.utils.parametrizations.weight_norm(nn.Conv2d(3, 4, 3))
    found = exported(tmp_path / "computed.pt2", nn.Sequential(computed, nn.ReLU()), x)
    assert [notice.code for notice in found.notices] == [ErrorCode.EXPORTED_WEIGHTS_COMPUTED]
    assert found.weights is None
    assert len(found.network.layers) == 2


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_every_layer_and_network_of_blocks_comes_back(tmp_path: Path) -> None:
    networks = [new_network_step(kind) for kind in KINDS]
    nets: list[tuple[tuple[Node, ...], tuple[int, ...]]] = [((s,), shape) for s, shape in networks]
    nets += [(net.steps, net.input_shape) for net in (resnet20(), densenet(), mobilenet())]
    nets += [RandomTree(seed, goes_wrong=False).network() for seed in range(60)]
    count = 0
    for number, (drawn, shape) in enumerate(nets):
        nodes = running(drawn)
        result = infer_sequential(nodes, shape)
        kinds = {step.layer.type_name() for step in layer_steps(nodes)}
        is_empty = any(min(row.output_shape, default=1) < 1 for row in result.rows)
        if result.failure is not None or is_empty or not kinds - {"Identity"}:
            continue
        if not all(hasattr(nn, kind) for kind in kinds):
            continue  # the layers made up for tests
        model, x = sound_model(nodes, shape), torch.randn(2, *shape)
        found = exported(tmp_path / f"{number}.pt2", model, x)
        assert not found.notices, kinds
        ours, theirs = rebuilt(found)(x), model(x)
        if not any(kind.startswith("Fractional") for kind in kinds):
            assert torch.allclose(ours, theirs, atol=1e-4, equal_nan=True), kinds
        assert ours.shape == theirs.shape
        count += 1
    assert count > 140
