"""A network as an ONNX file: what it holds, and that onnxruntime computes what torch does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch

from convviz.core.code.reading import parse_layer
from convviz.core.errors import ConvVizError, ErrorCode, ExportError
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import NetworkStep, residual
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.compute.onnx_files import onnx_export
from convviz.protocol.block_networks import densenet, inception, mobilenet, resnet20, unet
from convviz.protocol.document import Network
from convviz.protocol.sentences.errors import sentence
from convviz.values.onnx.writing import onnx_file
from tests.support.every_layer import SHAPES, new_network_step
from tests.support.random_trees import RandomTree
from tests.support.wire_reading import fields, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers import Shape
    from convviz.core.network.tree import Node


def network(*calls: str, shape: Shape = (3, 8, 8)) -> Network:
    return Network(shape, tuple(NetworkStep(parse_layer(f"nn.{call}")) for call in calls))


def model_of(nodes: Sequence[Node], shape: Shape) -> torch.nn.Module:
    """Return a network whose weights and statistics are all of their own."""
    model = build_sequential(nodes, shape, seed=1).eval()
    with torch.no_grad():
        for buffer in model.buffers():
            if buffer.is_floating_point():
                buffer.uniform_(0.5, 1.5)
        for parameter in model.parameters():
            if parameter.dim() == 1:
                parameter.add_(torch.randn_like(parameter), alpha=0.3)
    return model


def outputs(content: bytes, x: torch.Tensor) -> np.ndarray:
    """Return what onnxruntime computes, of a file that ONNX's own checker finds sound."""
    onnx = pytest.importorskip("onnx", reason="it comes with the extra onnx")
    runtime = pytest.importorskip("onnxruntime", reason="it comes with the extra onnx")
    onnx.checker.check_model(onnx.load_from_string(content), full_check=True)
    session = runtime.InferenceSession(content, providers=["CPUExecutionProvider"])
    found = session.run(None, {"input": x.numpy()})[0]
    assert isinstance(found, np.ndarray)
    return found


def check(nodes: Sequence[Node], shape: Shape, batch: int = 3) -> None:
    model = model_of(nodes, shape)
    weights = {name: tensor.numpy() for name, tensor in model.state_dict().items()}
    content = onnx_file(Network(shape, tuple(nodes)), weights, "")
    x = torch.randn(batch, *shape)
    with torch.no_grad():
        expected = model(x.clone()).numpy()
    scale = max(1.0, float(np.abs(expected).max(initial=0)))
    np.testing.assert_allclose(outputs(content, x), expected, rtol=1e-5, atol=1e-5 * scale)


def test_the_file_has_the_names_of_the_layers_their_weights_and_any_batch() -> None:
    stem = NetworkStep(parse_layer("nn.Conv2d(3, 4, 3, padding=1)"), name="stem")
    nodes = (stem, residual([NetworkStep(parse_layer("nn.ReLU()"))], name="skip"))
    export = onnx_export(Network((3, 8, 8), nodes), None, seed=4)
    assert export.seed == 4
    graph = fields(fields(export.content)[7][0])
    assert [texts(node, 3, 4) for node in graph[1]] == [
        ("stem", "Conv"),
        ("skip.body.0", "Relu"),
        ("skip_1", "Add"),
        ("output", "Identity"),
    ]
    assert [texts(tensor, 8)[0] for tensor in graph[5]] == ["stem.weight", "stem.bias"]
    weight = np.frombuffer(fields(graph[5][0])[9][0], "<f4").reshape(4, 3, 3, 3)
    expected = build_sequential(nodes, (3, 8, 8), seed=4).state_dict()["stem.weight"]
    assert np.array_equal(weight, expected.numpy())
    for number, sizes in ((11, ["batch", 3, 8, 8]), (12, ["batch", 4, 8, 8])):
        tensor = fields(fields(fields(graph[number][0])[2][0])[1][0])
        dims = [fields(dim) for dim in fields(tensor[2][0])[1]]
        assert [dim[2][0].decode() if 2 in dim else dim[1][0] for dim in dims] == sizes
    assert b"seed 4" in graph[10][0]


@pytest.mark.parametrize(
    "call",
    ["FractionalMaxPool2d(2, output_size=3)", "MaxPool2d(2, return_indices=True)", "Flatten(0)"],
)
def test_what_onnx_lacks_is_named_with_its_place(call: str) -> None:
    with pytest.raises(ExportError) as caught:
        onnx_export(network("ReLU()", call), None, seed=0)
    assert (caught.value.code, caught.value.facts["number"]) == (ErrorCode.ONNX_LACKS, 2)
    assert f"layer 2, {call.partition('(')[0]}" in sentence(caught.value)


def test_a_network_that_fails_or_does_nothing_says_so() -> None:
    with pytest.raises(ConvVizError) as caught:
        onnx_export(network("Linear(5, 3)"), None, seed=0)
    assert caught.value.code is ErrorCode.FEATURES_DIFFER
    with pytest.raises(ExportError) as empty:
        onnx_export(network(), None, seed=0)
    assert empty.value.code is ErrorCode.ONNX_EMPTY


@pytest.mark.parametrize(
    ("calls", "shape"),
    [
        (["Conv2d(3, 4, 4, padding='same', padding_mode='circular')", "Flatten()"], (3, 8, 9)),
        (["ConvTranspose2d(3, 2, 3, stride=2, output_padding=1, dilation=2)"], (3, 5, 4)),
        (["AvgPool2d(3, stride=2, padding=1, ceil_mode=True, count_include_pad=False)"], (3, 8, 7)),
        (["AvgPool2d(2, divisor_override=3, ceil_mode=True)"], (3, 7, 7)),
        (["MaxPool2d(3, stride=2, padding=1, dilation=2, ceil_mode=True)"], (3, 12, 11)),
        (["AdaptiveAvgPool2d((3, 5))"], (3, 8, 7)),
        (["AdaptiveMaxPool2d((3, 5))"], (3, 8, 7)),
        (["LocalResponseNorm(4)", "GroupNorm(2, 4)"], (4, 5, 5)),
        (["Upsample(size=(5, 11), mode='bicubic')"], (2, 4, 6)),
        (["Upsample(scale_factor=(1.7, 0.6), mode='nearest-exact')"], (2, 7, 6)),
        (["ReflectionPad2d((2, -1, 0, 1))", "CircularPad2d((-1, 2, 1, -1))"], (2, 6, 6)),
        (["Unfold(3, padding=1, stride=2)"], (2, 7, 8)),
        (["Fold((5, 6), 2, stride=(2, 3), padding=1)"], (8, 9)),
        (["BatchNorm2d(3, track_running_stats=False)", "InstanceNorm2d(3)"], (3, 5, 5)),
        (["PixelUnshuffle(2)", "PixelShuffle(2)", "ChannelShuffle(2)"], (4, 6, 4)),
        (["Softplus(2, 1)", "GELU('tanh')", "RMSNorm(6)", "GLU()", "Linear(3, 2)"], (2, 4, 6)),
    ],
    ids=lambda value: value[0].partition("(")[0] if isinstance(value[0], str) else "",
)
def test_onnxruntime_computes_what_torch_does(calls: list[str], shape: Shape) -> None:
    found = network(*calls, shape=shape)
    check(found.steps, shape, batch=2)


@pytest.mark.parametrize("made", [unet(4, 1), inception()], ids=["unet", "inception"])
def test_onnxruntime_computes_networks_of_blocks(made: Network) -> None:
    check(made.steps, made.input_shape, batch=2)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::UserWarning")
def test_onnxruntime_computes_every_layer_and_random_networks() -> None:
    from convviz.core.layers import layer_types

    lacking: set[str] = set()
    for kind in layer_types().values():
        rank = getattr(kind, "plain_type", kind).rank
        step, shape = new_network_step(kind)
        if rank == 3:
            shape = SHAPES[2]
        if infer_sequential((step,), shape).failure is not None:
            continue
        try:
            check((step,), shape)
        except ExportError:
            lacking.add(kind.type_name())
    assert lacking == {"FractionalMaxPool2d", "FractionalMaxPool3d"}
    for made in (resnet20(), densenet(), mobilenet()):
        check(made.steps, made.input_shape)
    for seed in range(100):
        nodes, shape = RandomTree(seed, goes_wrong=False).network()
        result = infer_sequential(nodes, shape)
        rows: Any = result.rows
        if (
            rows
            and result.failure is None
            and min(min(row.output_shape, default=1) for row in rows) > 0
        ):
            try:
                check(nodes, shape)
            except ExportError as error:
                assert error.code is ErrorCode.ONNX_EMPTY  # noqa: PT017 - all others raise
