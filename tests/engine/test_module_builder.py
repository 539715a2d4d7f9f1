from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import torch

from convviz.core.errors import ComputeError, ConvVizError, ErrorCode
from convviz.core.layers import layer_types
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.network.sequential import NetworkStep
from convviz.engine.compute.module_builder import build_module, build_sequential, load_weights
from convviz.protocol.templates import course_network
from tests.support.made_up_layers import PairMin1d

if TYPE_CHECKING:
    from convviz.core.layers import Layer

REQUIRED: dict[str, Any] = {
    "in_channels": 4,
    "out_channels": 6,
    "in_features": 5,
    "out_features": 3,
    "num_features": 4,
}


def example(layer_type: type[Layer]) -> Layer:
    needed = layer_type.parameters().keys() - layer_type.defaults().keys()
    begun = {
        name: known.first
        for name, known in layer_type.parameters().items()
        if known.first is not None
    }
    layer = layer_type(**{name: REQUIRED.get(name, 2) for name in needed} | begun)
    return layer.resolved((4, 4, 4, 4, 4))


@pytest.mark.parametrize("layer_type", layer_types().values())
def test_every_layer_has_its_module_with_the_tensors_that_it_names(
    layer_type: type[Layer],
) -> None:
    layer = example(layer_type)
    module = build_module(layer)
    assert type(module).__name__ == layer.type_name()
    tensors = {name: tuple(tensor.shape) for name, tensor in module.state_dict().items()}
    assert tensors == layer.weight_shapes() | layer.buffer_shapes()
    assert sum(p.numel() for p in module.parameters()) == layer.num_params()


def test_a_layer_that_torch_lacks_is_refused_by_its_name() -> None:
    with pytest.raises(ComputeError) as caught:
        build_module(PairMin1d())
    assert caught.value.code is ErrorCode.TORCH_REFUSED
    assert "PairMin1d" in str(caught.value.facts["detail"])


def test_settings_reach_the_module() -> None:
    module = build_module(
        Conv2d(4, 6, (3, 2), (2, 1), (1, 0), dilation=2, groups=2, padding_mode="circular")
    )
    assert repr(module) == (
        "Conv2d(4, 6, kernel_size=(3, 2), stride=(2, 1), padding=(1, 0), dilation=(2, 2),"
        " groups=2, padding_mode=circular)"
    )


def test_the_course_network_equals_plain_torch_with_the_same_seed() -> None:
    network = course_network()
    built = build_sequential(network.steps, network.input_shape, seed=7)
    torch.manual_seed(7)
    nn = torch.nn
    plain = nn.Sequential(
        nn.Conv2d(3, 32, 5, padding=2),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 32, 5, padding=2),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 5, padding=2),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(1024, 64),
        nn.Linear(64, 10),
    )
    assert repr(built) == repr(plain)
    for name, tensor in plain.state_dict().items():
        assert torch.equal(built.state_dict()[name], tensor)


def test_channels_follow_and_disabled_layers_are_left_out() -> None:
    steps = (
        NetworkStep(Conv2d(1, 8, 3), frozenset({"in_channels"})),
        NetworkStep(MaxPool2d(2), enabled=False),
        NetworkStep(Flatten()),
        NetworkStep(Linear(1, 10), frozenset({"in_features"})),
    )
    network = build_sequential(steps, (3, 5, 5))
    assert [type(module).__name__ for module in network] == ["Conv2d", "Flatten", "Linear"]
    assert network(torch.zeros(2, 3, 5, 5)).shape == (2, 10)


def test_a_network_that_does_not_fit_gives_the_layers_reason() -> None:
    steps = (NetworkStep(Conv2d(3, 8, 3)), NetworkStep(Linear(10, 10)))
    with pytest.raises(ConvVizError) as caught:
        build_sequential(steps, (3, 5, 5))
    assert caught.value.code is ErrorCode.FEATURES_DIFFER


def test_without_a_seed_the_generator_goes_on() -> None:
    steps = (NetworkStep(Linear(4, 4)),)
    torch.manual_seed(1)
    first, second = (build_sequential(steps, (4,)).state_dict()["0.weight"] for _ in range(2))
    assert not torch.equal(first, second)


@pytest.mark.parametrize(
    ("names", "detail"),
    [
        ({"weight"}, "no values for bias"),
        ({"weight", "bias", "mask"}, "it has no mask"),
    ],
)
def test_weights_by_other_names_are_refused(names: set[str], detail: str) -> None:
    layer = Linear(2, 2)
    module = build_module(layer)
    tensors = {"weight": torch.ones(2, 2), "bias": torch.ones(2), "mask": torch.ones(1)}
    with pytest.raises(ComputeError) as caught:
        load_weights(module, layer, {name: tensors[name] for name in names})
    assert caught.value.facts == {"layer": "Linear", "detail": detail}
