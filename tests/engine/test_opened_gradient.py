"""A layer opened where the network's gradients are looked at: its input there, its gradient."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
import torch

from convviz.core.errors import ComputeError, ErrorCode
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.shape import Flatten
from convviz.core.network.sequential import NetworkStep
from convviz.engine.compute.gradient_graph import trace_gradients
from convviz.engine.compute.layer_gradients import autograd_of, from_numbers
from convviz.engine.compute.module_builder import build_module, build_sequential, load_weights
from convviz.engine.compute.opened_layer import open_layer
from convviz.engine.compute.picture_source import picture_for
from convviz.protocol.document import UPSTREAM, Document, Network
from convviz.protocol.document_file import encode_document
from convviz.protocol.gradients import GradientChoice
from convviz.protocol.messages.common import Tensor
from convviz.protocol.messages.engine_layers import LayerOpened, OpenLayer
from convviz.protocol.messages.engine_pictures import TraceGradients
from convviz.protocol.templates import new_document
from convviz.values.tensors import array_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

LAYERS = (Conv2d(3, 4, 3), ReLU(inplace=True), BatchNorm2d(4), Flatten(), Linear(4 * 6 * 6, 10))
CONV, NORM, LINEAR = 0, 2, 4
WANT = "can't allocate memory: you tried to allocate 1 bytes"


def _document() -> Document:
    steps = tuple(map(NetworkStep, LAYERS))
    return msgspec.structs.replace(new_document(), network=Network((3, 8, 8), steps))


def _opened(step: int, **choice: object) -> LayerOpened:
    wanted = GradientChoice(**choice)  # type: ignore[arg-type]
    return open_layer(OpenLayer(encode_document(_document()), step, choice=wanted))


def _numbers(found: LayerOpened, name: str) -> NDArray[np.float64]:
    part = found.parts[name]
    assert isinstance(part, Tensor)
    return array_of(part).astype(np.float64)


@pytest.mark.parametrize("step", [CONV, NORM, LINEAR])
def test_the_gradient_that_comes_along_makes_the_networks_own_gradients(step: int) -> None:
    found = _opened(step)
    layer = LAYERS[step]
    module = build_module(layer).train()
    tensors = {
        name: torch.from_numpy(_numbers(found, name).astype(np.float32))
        for name in found.parts
        if name not in {"input", UPSTREAM}
    }
    load_weights(module, layer, tensors)
    given, upstream = (
        torch.from_numpy(_numbers(found, name).astype(np.float32)) for name in ("input", UPSTREAM)
    )
    ours = autograd_of(module, module, given, from_numbers(upstream))
    document = _document()
    source = picture_for(document, 0, None, "crop")
    model = build_sequential(document.network.steps, (3, 8, 8), seed=document.training.seed)
    loss = torch.nn.CrossEntropyLoss()(model.train()(source.batch), torch.tensor([source.label]))
    loss.backward()
    theirs = model.get_submodule(str(step)).weight.grad
    assert isinstance(theirs, torch.Tensor)
    assert array_of(ours["weight"]) == pytest.approx(theirs.numpy(), rel=1e-3, abs=1e-6)


def test_a_norm_has_the_whole_batch_with_its_gradient() -> None:
    found = _opened(NORM, pictures=3)
    assert _numbers(found, "input").shape == _numbers(found, UPSTREAM).shape == (3, 4, 6, 6)


def test_a_norm_keeps_what_it_had_before_the_batch() -> None:
    found = _opened(NORM)
    assert not _numbers(found, "running_mean").any()
    assert _numbers(found, "running_var").tolist() == [1] * 4


def test_where_no_gradient_comes_that_is_said() -> None:
    found = _opened(CONV, detached=((1,),))
    assert UPSTREAM not in found.parts
    assert [notice.code for notice in found.notices] == [ErrorCode.NO_GRADIENT_COMES.value]


def test_the_gradient_of_a_vector_is_refused_in_a_sentence() -> None:
    found = _opened(LINEAR, loss="none")
    assert UPSTREAM not in found.parts
    assert [notice.code for notice in found.notices] == [ErrorCode.GRADIENT_OF_VECTOR.value]


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("DefaultCPUAllocator: " + WANT)])
def test_want_of_memory_on_the_way_is_told_as_such(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(self: torch.nn.Module, given: torch.Tensor) -> torch.Tensor:
        if self.training:  # as gradients are looked at
            raise error
        return given

    monkeypatch.setattr(torch.nn.Flatten, "forward", refuse)
    with pytest.raises(ComputeError) as refused:
        _opened(CONV)
    assert refused.value.code is ErrorCode.OUT_OF_MEMORY
    with pytest.raises(ComputeError) as refused:
        trace_gradients(TraceGradients(encode_document(_document())))
    assert refused.value.code is ErrorCode.OUT_OF_MEMORY
