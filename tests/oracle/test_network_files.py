"""Files of code as people write networks: what is read equals what torch makes of the same file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import torch

from convviz.core.code.program.reading import read_program
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import summarise
from convviz.core.network.tree import module_names
from convviz.engine.compute.module_builder import build_rows
from tests.support.network_files import FOLDER, NETWORK_FILES, PRINTED, NetworkFile

if TYPE_CHECKING:
    from convviz.core.code.program.found import ReadNetwork

torch.set_num_threads(1)

_BATCH = 2
_COUNTER = "num_batches_tracked"


@pytest.mark.parametrize("file", NETWORK_FILES, ids=str)
def test_what_is_read_of_a_file_is_what_torch_makes_of_it(file: NetworkFile) -> None:
    read = read_program(file.text()).build(file.network, file.arguments, file.shape)
    result = infer_sequential(read.nodes, file.shape)
    assert result.failure is None
    ours, theirs = build_rows(read.nodes, result).eval(), _torch_model(file)

    wanted, found = _tensors(theirs), _tensors(ours)
    names = {name: _name_in_code(name, read) for name in found}
    unused = {name for name in wanted if name.startswith(file.unused or ("\0",))}
    assert sorted(names.values()) == sorted(wanted.keys() - unused)
    assert {names[name]: tensor.shape for name, tensor in found.items()} == {
        name: tensor.shape for name, tensor in wanted.items() if name not in unused
    }
    trained = {name for name, _ in theirs.named_parameters()} - unused
    assert summarise(result).num_params == sum(wanted[name].numel() for name in trained)

    for name, tensor in found.items():
        tensor.copy_(wanted[names[name]])
    picture = torch.rand(_BATCH, *file.shape, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        output = _first(theirs(picture))
        if file.is_reshaped:
            output = output.reshape(_BATCH, *result.output_shape)
        assert output.shape == (_BATCH, *result.output_shape)
        assert torch.allclose(ours(picture), output, atol=1e-5)
    assert read.is_whole


@pytest.mark.parametrize("printed", PRINTED)
def test_what_torch_prints_of_a_network_has_its_names_and_parameters(printed: str) -> None:
    read = read_program((FOLDER / printed).read_text(encoding="utf-8")).build()
    found = {
        f"{name}.{tensor}": tuple(shape)
        for name, layer in zip(read.layer_names, read.layers, strict=True)
        for tensor, shape in layer.weight_shapes().items()
    }
    trained = PRINTED[printed].torch_model().named_parameters()
    assert found == {name: tuple(tensor.shape) for name, tensor in trained}


def _torch_model(file: NetworkFile) -> torch.nn.Module:
    """Return the file's own network, whose every number was drawn at random."""
    torch.manual_seed(0)
    model = file.torch_model().eval()
    with torch.no_grad():
        model(torch.rand(_BATCH, *file.shape))  # what is lazy gets its shapes
    for tensor in _tensors(model).values():
        if tensor.dim() == 1:  # a variance among them must not be negative
            tensor.uniform_(0.5, 1.0)
        else:
            bound = tensor[0].numel() ** -0.5
            tensor.uniform_(-bound, bound)
    return model


def _tensors(model: torch.nn.Module) -> dict[str, torch.Tensor]:
    state = model.state_dict()
    return {name: tensor for name, tensor in state.items() if not name.endswith(_COUNTER)}


def _name_in_code(name: str, read: ReadNetwork) -> str:
    """Return what the code calls a tensor of our own network."""
    layer, _, tensor = name.rpartition(".")
    number = module_names(read.nodes).index(layer)
    return f"{read.layer_names[number]}.{tensor}"


def _first(output: Any) -> torch.Tensor:
    """Return the first of several outputs."""
    if isinstance(output, dict):
        output = tuple(output.values())
    tensor = output[0] if isinstance(output, tuple) else output
    assert isinstance(tensor, torch.Tensor)
    return tensor
