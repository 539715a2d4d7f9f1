"""The autograd graph of a network's loss: nodes, edges, order and gradients are torch's own."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
import torch

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.layers import layer_types
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.dropout import Dropout
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.shape import Flatten
from convviz.core.layers.smooth_activation import Sigmoid
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import NetworkStep, Node, names_within, residual
from convviz.engine.compute.gradient_graph import INPUT, trace_gradients
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.compute.picture_source import picture_for
from convviz.protocol.document import Document, Network
from convviz.protocol.document_file import encode_document
from convviz.protocol.gradients import GradientChoice, GraphTensor, TensorTold
from convviz.protocol.messages.engine_pictures import GradientsTraced, TraceGradients
from convviz.protocol.templates import new_document
from convviz.values.tensors import array_of
from tests.support.every_layer import new_network_step
from tests.support.random_trees import RandomTree

if TYPE_CHECKING:
    from torch.autograd.graph import Node as GradNode

    from convviz.core.layers import Layer, Shape

SMALL = (Conv2d(3, 4, 3), BatchNorm2d(4), ReLU(), Flatten(), Linear(4 * 6 * 6, 10))


def steps(*layers: Layer) -> tuple[Node, ...]:
    return tuple(map(NetworkStep, layers))


def document(nodes: tuple[Node, ...], shape: Shape = (3, 8, 8), seed: int = 3) -> Document:
    given = new_document()
    training = msgspec.structs.replace(given.training, seed=seed)
    return msgspec.structs.replace(given, network=Network(shape, nodes), training=training)


def traced(given: Document, **choice: object) -> GradientsTraced:
    wanted = GradientChoice(**choice)  # type: ignore[arg-type]
    return trace_gradients(TraceGradients(encode_document(given), choice=wanted))


def by_name(told: GradientsTraced) -> dict[str, GraphTensor]:
    return {tensor.name: tensor for tensor in told.tensors}


def assert_is(told: TensorTold | None, tensor: torch.Tensor | None) -> None:
    """Compare what is told of a tensor with numpy's view of it, its first numbers to the bit."""
    assert (told is None) == (tensor is None)
    if told is None or tensor is None:
        return
    numbers = tensor.detach().numpy()
    assert told.shape == numbers.shape
    rows = numbers.reshape(1, -1) if numbers.ndim < 2 else numbers
    rows = rows.reshape(-1, *rows.shape[-2:])[0]
    rows = rows[:8, : 16 if len(rows) == 1 else 8]
    assert array_of(told.numbers).tobytes() == np.ascontiguousarray(rows).tobytes()
    wide = numbers.astype(np.float64)
    assert (told.low, told.high) == (wide.min(), wide.max())
    assert told.mean == pytest.approx(wide.mean(), rel=1e-9, abs=1e-12)
    assert told.norm == pytest.approx(np.sqrt((wide**2).sum()), rel=1e-9)


class ByTorchAlone:
    """The same network, batch and loss without the code under test: torch's plain modules."""

    def __init__(self, given: Document, choice: GradientChoice) -> None:
        network, seed = given.network, given.training.seed
        self.model = build_sequential(network.steps, network.input_shape, seed=seed)
        self.model.train(choice.is_training)
        self.batch = picture_for(given, 0, None, "crop").batch.clone()
        self.batch.requires_grad_(choice.picture_learns)
        named = names_within(None, network.steps)
        self.names = {path: name for path, _, name in named if name}
        for path in choice.frozen:
            for parameter in self.model.get_submodule(self.names[path]).parameters():
                parameter.requires_grad = False
        self.outputs: dict[str, torch.Tensor] = {}
        for name in self.names.values():
            module = self.model.get_submodule(name)
            module.register_forward_hook(
                lambda _module, _inputs, output, name=name: self.outputs.update({name: output})
            )
        torch.manual_seed(seed)
        output = self.model(self.batch)
        self.loss = output.sum() if choice.loss == "sum" else output.mean()
        self.order: list[GradNode] = []

    def backward(self) -> None:
        """Run it; the engine of torch itself says in which order."""
        root = self.loss.grad_fn
        assert root is not None

        def ask(_gradients: object) -> None:
            self.order = torch._C._current_graph_task_execution_order()  # type: ignore[attr-defined]

        root.register_prehook(ask)
        with torch.autograd.set_multithreading_enabled(False):
            self.loss.backward()


def walked_together(told: GradientsTraced, root: GradNode) -> dict[int, GradNode]:
    """Return torch's node for each that is told; edges are compared one by one."""
    known = {0: root}
    waiting = [0]
    while waiting:
        number = waiting.pop()
        node, ours = known[number], told.nodes[number]
        assert ours.name == node.name().rpartition("::")[2]
        assert len(ours.edges) == len(node.next_functions)
        for edge, (behind, slot) in zip(ours.edges, node.next_functions, strict=True):
            assert (edge.node == -1) == (behind is None)
            if behind is None:
                continue
            assert edge.slot == slot
            if edge.node not in known:
                known[edge.node] = behind
                waiting.append(edge.node)
            assert known[edge.node] is behind
    assert len(known) == len(told.nodes)
    return known


def test_nodes_edges_order_and_gradients_of_random_networks_are_torchs() -> None:
    trees, random = RandomTree(17, goes_wrong=False), Random(5)  # noqa: S311 - no secret
    nodes_compared = joined = 0
    for seed in range(16):
        nodes, shape = trees.network()
        given = document(nodes, shape, seed=seed)
        frozen = tuple(
            (place,) for place, node in enumerate(nodes) if node.enabled and random.random() < 0.15
        )
        choice = GradientChoice(
            loss=random.choice(["sum", "mean"]),
            is_training=bool(random.getrandbits(1)),
            picture_learns=bool(random.getrandbits(1)),
            frozen=frozen,
        )
        known = ByTorchAlone(given, choice)
        told = trace_gradients(TraceGradients(encode_document(given), choice=choice))
        if known.loss.grad_fn is None:
            assert told.nodes == ()
            assert told.refusal is not None
            assert told.refusal.code == ErrorCode.NO_GRADIENT_WANTED
            continue
        wanted = [o for o in known.outputs.values() if o.requires_grad]
        between = torch.autograd.grad(known.loss, wanted, retain_graph=True, allow_unused=True)
        made_by = walked_together(told, known.loss.grad_fn)
        known.backward()
        assert told.refusal is None
        assert told.loss.value == float(known.loss.detach())

        ordered = sorted((n.order, i) for i, n in enumerate(told.nodes) if n.order >= 0)
        assert [made_by[number] for _, number in ordered] == known.order

        tensors = by_name(told)
        for name, parameter in [*known.model.named_parameters(), (INPUT, known.batch)]:
            assert tensors[name].requires_grad == parameter.requires_grad
            assert_is(tensors[name].grad, parameter.grad)
        gradients = {o.grad_fn: g for o, g in zip(wanted, between, strict=True)}
        for number, node in enumerate(told.nodes):
            if made_by[number] in gradients and len(node.received) == 1:
                assert_is(node.received[0], gradients[made_by[number]])
                nodes_compared += 1
        joined += any(node.name == "AddBackward0" for node in told.nodes)
    assert nodes_compared > 40
    assert joined > 2


@pytest.mark.filterwarnings("ignore:input's size at dim=0 does not match num_features")
def test_every_layer_has_a_graph_whose_nodes_are_its_own() -> None:
    graphs = 0
    for kind in layer_types().values():
        step, shape = new_network_step(kind)
        if infer_sequential((step,), shape).failure is not None:
            continue  # an unpooling needs indices
        told = traced(document((step,), shape), loss="sum", picture_learns=True)
        assert told.refusal is None
        for node in told.nodes:
            assert node.path == (0,) or node.is_of_loss or node.parameter == INPUT
        assert by_name(told)[INPUT].grad is not None
        for name, tensor in by_name(told).items():
            assert (tensor.grad is None) == (tensor.node < 0), (kind, name)
        graphs += 1
    assert graphs > 100


def test_each_node_belongs_to_the_layer_whose_forward_made_it() -> None:
    body = residual([NetworkStep(Conv2d(3, 3, 3, padding=1)), NetworkStep(ReLU())], ())
    nodes = (body, *steps(Flatten(), Linear(3 * 8 * 8, 10)))
    told = traced(document(nodes))
    places = [(node.name, node.path, node.parameter) for node in told.nodes]
    assert places == [
        ("NllLossBackward0", (), ""),
        ("LogSoftmaxBackward0", (), ""),
        ("AddmmBackward0", (2,), ""),
        ("AccumulateGrad", (2,), "2.bias"),
        ("ViewBackward0", (1,), ""),
        ("AddBackward0", (0,), ""),
        ("ReluBackward0", (0, 0, 1), ""),
        ("ConvolutionBackward0", (0, 0, 0), ""),
        ("AccumulateGrad", (0, 0, 0), "0.body.0.weight"),
        ("AccumulateGrad", (0, 0, 0), "0.body.0.bias"),
        ("TBackward0", (2,), ""),
        ("AccumulateGrad", (2,), "2.weight"),
    ]
    assert [node.is_of_loss for node in told.nodes] == [True, True, *[False] * 10]


def test_the_forward_tells_what_each_operation_gave_and_saved() -> None:
    given = document(steps(*SMALL))
    told = traced(given, loss="sum")
    known = ByTorchAlone(given, GradientChoice(loss="sum"))
    made = (node for node in told.nodes if node.forward >= 0)
    outputs = {node.path: node for node in made if node.path and node.name != "TBackward0"}
    for path, name in known.names.items():
        assert_is(outputs[path].output, known.outputs[name])
    convolution = outputs[(0,)]
    assert convolution.operator == "aten.convolution"
    saved = {part.name: part.shape for part in convolution.saved if part.shape is not None}
    assert saved == {"input": (1, 3, 8, 8), "weight": (4, 3, 3, 3)}
    order = [node.forward for node in told.nodes if node.forward >= 0]
    assert sorted(order) == list(range(len(order)))


def test_without_zero_grad_gradients_add_up_and_a_freed_graph_is_refused() -> None:
    given = document(steps(*SMALL, Dropout(0.5)))
    once = by_name(traced(given))["0.weight"]
    for before in ("not_zeroed", "retained"):
        twice = by_name(traced(given, before=before))["0.weight"]
        assert (once.before, twice.before) == (None, once.grad)
        assert once.grad is not None
        assert twice.grad is not None
        doubled = 2 * array_of(once.grad.numbers)
        assert array_of(twice.grad.numbers).tobytes() == doubled.tobytes()
    freed = traced(given, before="freed")
    assert freed.refusal is not None
    assert freed.refusal.code == ErrorCode.GRAPH_FREED
    assert by_name(freed)["0.weight"].grad == once.grad


@pytest.mark.parametrize(
    ("choice", "code"),
    [
        ({"loss": "none"}, ErrorCode.GRADIENT_OF_VECTOR),
        ({"no_grad": True}, ErrorCode.NO_GRADIENT_WANTED),
        ({"frozen": tuple((place,) for place in range(5))}, ErrorCode.NO_GRADIENT_WANTED),
        ({"detached": ((4,),)}, ErrorCode.NO_GRADIENT_WANTED),
    ],
)
def test_what_torch_refuses_of_backward_is_told(choice: dict[str, object], code: ErrorCode) -> None:
    told = traced(document(steps(*SMALL)), **choice)
    assert told.refusal is not None
    assert told.refusal.code == code
    assert all(tensor.grad is None for tensor in told.tensors)
    assert bool(told.nodes) == (code is ErrorCode.GRADIENT_OF_VECTOR)


def test_before_a_detached_output_nothing_learns_and_a_kept_output_has_its_gradient() -> None:
    given = document(steps(*SMALL))
    told = by_name(traced(given, detached=((2,),), retained=((3,), (0,))))
    assert told["0.weight"].grad is None
    assert told["4.weight"].grad is not None
    assert "3" not in told  # behind the cut nothing up to the Linear wants a gradient
    kept = by_name(traced(given, retained=((2,),)))["2"]
    assert not kept.is_leaf
    assert kept.grad is not None
    assert kept.grad.shape == (1, 4, 6, 6)


def test_a_layer_that_overwrites_what_backward_needs_is_refused_in_a_sentence() -> None:
    # Sigmoid saves its result, which the ReLU behind it overwrites.
    nodes = steps(Conv2d(3, 4, 3), Sigmoid(), ReLU(inplace=True), Flatten(), Linear(144, 10))
    refusal = traced(document(nodes)).refusal
    assert refusal is not None
    assert refusal.code == ErrorCode.CHANGED_IN_PLACE


def test_one_number_a_channel_and_a_network_that_fails_are_errors() -> None:
    nodes = steps(Conv2d(3, 4, 8), BatchNorm2d(4), Flatten(), Linear(4, 10))
    with pytest.raises(ConvVizError) as caught:
        traced(document(nodes))
    assert caught.value.code is ErrorCode.ONE_VALUE_A_CHANNEL
    assert traced(document(nodes), is_training=False).refusal is None
    assert traced(document(nodes), pictures=4).loss.value is not None
    with pytest.raises(ConvVizError) as caught:
        traced(document(steps(Conv2d(3, 4, 9))))
    assert caught.value.code is ErrorCode.KERNEL_LARGER_THAN_INPUT


def test_a_loss_that_does_not_suit_the_output_gives_way_to_the_sum() -> None:
    given = document(steps(Conv2d(3, 4, 3)))
    told = traced(given)
    assert told.loss.choice == "sum"
    assert told.loss.why is not None
    assert told.loss.why.facts["loss"] == "CrossEntropyLoss()"
    smoothed = msgspec.structs.replace(
        document(steps(*SMALL)).training, loss=CrossEntropyLoss(weight=(1.0, 2.0))
    )
    given = msgspec.structs.replace(document(steps(*SMALL)), training=smoothed)
    assert traced(given).loss.choice == "sum"
    assert traced(given, loss="score", label=7).loss.call == "output[:, 7].sum()"
