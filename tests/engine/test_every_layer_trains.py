"""Every layer that can stand in a network, as it is when it is new: torch trains it one step."""

from __future__ import annotations

import warnings

import pytest
import torch

from convviz.core.code.writing import parse_layer, parse_layers, sequential_code
from convviz.core.layers import Layer, Shape, layer_types
from convviz.core.layers.lazy import LAZY_TYPES
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.power_pool import LPPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.layers.spatial import WindowedLayer
from convviz.core.layers.unpool import MaxUnpoolingLayer
from convviz.core.network.new_layers import new_step
from convviz.core.network.sequential import NetworkStep, infer_sequential
from convviz.core.network.summary import summarise
from convviz.core.torch_releases import is_older
from convviz.engine.compute.module_builder import build_module, build_sequential, torch_settings
from convviz.protocol.document import Document, Network
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.templates import new_document

SHAPES: tuple[Shape, ...] = ((8, 8, 8), (8, 16), (8, 4, 6, 6), (16,), (8, 9))
TYPES = [kind for kind in layer_types().values() if not issubclass(kind, MaxUnpoolingLayer)]

HEAD = (NetworkStep(Flatten()), NetworkStep(parse_layer("LazyLinear(10)")))


def network_with(kind: type[Layer]) -> tuple[list[NetworkStep], Shape]:
    """Return a network with a new layer of a type in it, and an input that it takes."""
    for shape in SHAPES:
        if issubclass(kind, WindowedLayer) and len(shape) != kind.rank + 1:
            continue
        steps = [new_step(kind, shape), *HEAD]
        if infer_sequential(steps, shape).failure is None:
            return steps, shape
    message = f"no input for {kind.type_name()}"
    raise AssertionError(message)


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_a_network_with_a_new_layer_trains_one_step(kind: type[Layer]) -> None:
    steps, shape = network_with(kind)
    result = infer_sequential(steps, shape, batch_size=4)
    model = build_sequential(steps, shape, seed=0).train()
    optimiser = torch.optim.SGD(model.parameters(), lr=0.1)
    before = [tensor.detach().clone() for tensor in model.parameters()]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        output = model(torch.randn(4, *shape))
    loss = torch.nn.functional.cross_entropy(output, torch.arange(len(output)) % 10)
    loss.backward()  # type: ignore[no-untyped-call]
    optimiser.step()

    assert tuple(output.shape) == (4, *result.output_shape)
    assert sum(tensor.numel() for tensor in model.parameters()) == summarise(result).num_params
    pairs = zip(before, model.parameters(), strict=True)
    assert any(not torch.equal(old, new) for old, new in pairs)


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
def test_its_code_and_its_document_say_the_same(kind: type[Layer]) -> None:
    steps, shape = network_with(kind)
    plain = [NetworkStep(step.layer) for step in steps]
    code = sequential_code(plain, infer_sequential(plain, shape))
    assert parse_layers(code) == tuple(step.layer for step in plain)

    document = Document(new_document().calculator, Network(shape, tuple(steps)))
    assert decode_document(encode_document(document)).network == document.network

    names: dict[str, object] = {}
    exec(compile(code, "<written>", "exec"), names)  # noqa: S102 - running it is the test
    model = names["model"]
    assert isinstance(model, torch.nn.Sequential)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore", UserWarning)
        output = model(torch.randn(2, *shape))
    assert tuple(output.shape) == (2, *infer_sequential(steps, shape).output_shape)


def test_lazy_layers_are_built_as_what_they_become() -> None:
    for kind in LAZY_TYPES:
        steps, shape = network_with(kind)
        model = build_sequential(steps, shape)
        assert type(model[0]).__name__ == kind.type_name().removeprefix("Lazy")


def test_an_older_torch_is_not_given_what_it_lacks() -> None:
    assert "bias" not in torch_settings(BatchNorm2d(3), "2.10.0")
    assert torch_settings(BatchNorm2d(3), "2.13.0+cpu")["bias"] is True


def test_an_older_torch_is_named_where_it_lacks_what_is_asked_for() -> None:
    with pytest.raises(Exception, match=r"torch_too_old.*'2\.12\.1'.*'bias'.*'2\.13'"):
        torch_settings(BatchNorm2d(3, bias=False), "2.12.1")
    with pytest.raises(Exception, match=r"torch_too_old.*'norm_type'"):
        torch_settings(LPPool2d(float("inf"), 2), "2.10.0")


@pytest.mark.skipif(is_older(torch.__version__, "2.13"), reason="it lacks some settings")
def test_every_setting_is_given_to_this_torch() -> None:
    build_module(BatchNorm2d(3, momentum=None, bias=False))
