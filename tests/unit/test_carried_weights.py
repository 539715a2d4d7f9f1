"""Trained weights through edits of their network: each layer keeps its own, or all are let go."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
import safetensors.numpy

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.shape import Flatten
from convviz.core.network import tree_edits
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import (
    BlockKind,
    NetworkStep,
    layer_paths,
    residual,
    with_node,
)
from convviz.protocol.document import Network, WeightsFile
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.templates import new_document
from convviz.ui.run_weights import RunWeights
from convviz.values.carried_weights import carried_weights
from convviz.values.weights import by_code_names, read_weights, weight_shapes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from convviz.core.network.tree import Node

SAME = Conv2d(4, 4, 3, padding=1)
STEPS: tuple[Node, ...] = (
    NetworkStep(Conv2d(3, 4, 3, padding=1), frozenset({"in_channels"})),
    residual([NetworkStep(SAME), NetworkStep(ReLU())], name="block"),
    NetworkStep(SAME, name="late"),
    NetworkStep(Flatten()),
    NetworkStep(Linear(256, 5)),
)


class Trained:
    """A network whose layers' biases tell which layer they are of."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "w.safetensors"
        bare = Network((3, 8, 8), STEPS)
        shapes = weight_shapes(bare)
        marks = {name.rpartition(".")[0]: mark for mark, name in enumerate(shapes)}
        arrays = {
            name: np.full(shape, marks[name.rpartition(".")[0]], np.float32)
            for name, shape in shapes.items()
        }
        content = safetensors.numpy.save(by_code_names(arrays, bare))
        self.path.write_bytes(content)
        weights = WeightsFile(str(self.path), hashlib.sha256(content).hexdigest())
        self.network = msgspec.structs.replace(bare, weights=weights)
        self.marks = self.marks_of(self.network)

    def edit(self, change: Callable[[Sequence[Node]], Sequence[Node]]) -> None:
        before = self.network
        after = msgspec.structs.replace(before, steps=tuple(change(before.steps)))
        results = [infer_sequential(net.steps, net.input_shape) for net in (before, after)]
        carried = carried_weights(before, results[0], after, results[1])
        self.network = msgspec.structs.replace(after, weights=carried)

    def marks_of(self, network: Network) -> list[float]:
        """Return the number of each layer's weights, read from the file for a saved document."""
        document = msgspec.structs.replace(new_document(), network=network)
        network = decode_document(encode_document(document)).network
        assert network.weights is not None
        read = read_weights(self.path, sha256=network.weights.sha256, network=network)
        return [float(array.flat[0]) for name, array in read.items() if name.endswith("bias")]


@pytest.fixture
def trained(tmp_path: Path) -> Trained:
    return Trained(tmp_path)


@pytest.mark.parametrize(
    ("change", "order"),
    [
        (lambda nodes: tree_edits.renamed(nodes, (0,), "stem"), (0, 1, 2, 3)),
        (lambda nodes: tree_edits.renamed(nodes, (1,), "part"), (0, 1, 2, 3)),
        (lambda nodes: tree_edits.moved(nodes, [(2,)], (1,))[0], (0, 2, 1, 3)),
        (lambda nodes: tree_edits.inserted(nodes, (3,), [nodes[2]])[0], (0, 1, 2, 2, 3)),
        (lambda nodes: tree_edits.inserted(nodes, (1,), [NetworkStep(ReLU())])[0], (0, 1, 2, 3)),
        (lambda nodes: tree_edits.removed(nodes, [(2,)]), (0, 1, 3)),
        (lambda nodes: tree_edits.removed(nodes, [(1,)]), (0, 2, 3)),
        (lambda nodes: tree_edits.wrapped(nodes, [(2,)], BlockKind.RESIDUAL)[0], (0, 1, 2, 3)),
        (lambda nodes: tree_edits.dissolved(nodes, (1,))[0], (0, 1, 2, 3)),
        (lambda nodes: tree_edits.with_enabled(nodes, [(2,)], enabled=False), (0, 1, 3)),
        (lambda nodes: with_node(nodes, (3,), NetworkStep(Flatten(1))), (0, 1, 2, 3)),
    ],
    ids=[
        *("rename", "rename a block", "move", "duplicate", "insert", "delete", "delete a block"),
        *("wrap", "dissolve", "disable", "change what has no weights"),
    ],
)
def test_layers_keep_their_weights_wherever_they_are_put(
    trained: Trained,
    change: Callable[[Sequence[Node]], Sequence[Node]],
    order: tuple[int, ...],
) -> None:
    trained.edit(change)
    assert trained.marks_of(trained.network) == [trained.marks[place] for place in order]


def test_edits_one_after_the_other_and_a_layer_that_comes_back(trained: Trained) -> None:
    trained.edit(lambda nodes: tree_edits.with_enabled(nodes, [(2,)], enabled=False))
    trained.edit(lambda nodes: tree_edits.renamed(nodes, (0,), "stem"))
    trained.edit(lambda nodes: tree_edits.moved(nodes, [(2,)], (1,))[0])
    trained.edit(lambda nodes: tree_edits.with_enabled(nodes, [(1,)], enabled=True))
    first, block, late, head = trained.marks
    assert trained.marks_of(trained.network) == [first, late, block, head]


def test_code_that_was_typed_anew_finds_the_layers_again(trained: Trained) -> None:
    def typed(nodes: Sequence[Node]) -> Sequence[Node]:
        copies = [msgspec.structs.replace(Network((1,), ()), steps=(node,)) for node in nodes]
        plain = [
            decode_document(
                encode_document(msgspec.structs.replace(new_document(), network=copy))
            ).network.steps[0]
            for copy in copies
        ]
        return [plain[0], NetworkStep(ReLU()), *plain[1:]]

    trained.edit(typed)
    assert trained.marks_of(trained.network) == trained.marks


def test_a_value_that_fails_for_a_moment_costs_no_weights(trained: Trained) -> None:
    good = trained.network.steps
    trained.edit(lambda nodes: with_node(nodes, (3,), NetworkStep(Flatten(9))))
    assert trained.network.weights is not None
    trained.edit(lambda _: good)
    assert trained.marks_of(trained.network) == trained.marks


@pytest.mark.parametrize(
    "change",
    [
        lambda nodes: with_node(nodes, (0,), NetworkStep(Conv2d(3, 4, 5, padding=2))),
        lambda nodes: tree_edits.inserted(nodes, (1,), [NetworkStep(Conv2d(4, 4, 1))])[0],
    ],
    ids=["another shape", "a new layer"],
)
def test_weights_are_let_go_where_a_layer_would_have_none(
    trained: Trained, change: Callable[[Sequence[Node]], Sequence[Node]]
) -> None:
    trained.edit(change)
    assert trained.network.weights is None


def test_a_document_with_names_of_other_layers_is_refused(trained: Trained) -> None:
    from convviz.core.errors import ErrorCode, StorageError

    weights = trained.network.weights
    assert weights is not None
    for names in (("a",), ("a",) * len(layer_paths(STEPS))):
        wrong = msgspec.structs.replace(weights, names=names)
        network = msgspec.structs.replace(trained.network, weights=wrong)
        with pytest.raises(StorageError) as caught:
            read_weights(trained.path, sha256=weights.sha256, network=network)
        assert caught.value.code is ErrorCode.WEIGHTS_DIFFER


def test_the_weights_of_a_run_stay_with_layers_that_were_renamed_or_moved_since(
    trained: Trained,
) -> None:
    weights = trained.network.weights
    assert weights is not None
    bare, known = msgspec.structs.replace(trained.network, weights=None), RunWeights()
    assert known.of(bare, weights, bare) == weights
    renamed = tree_edits.renamed(STEPS, (0,), "stem")
    moved = tree_edits.moved(renamed, [(2,)], (1,))[0]
    now = msgspec.structs.replace(bare, steps=moved)
    found = known.of(bare, weights, now)
    assert found is known.of(bare, weights, now)
    first, block, late, head = trained.marks
    with_weights = msgspec.structs.replace(now, weights=found)
    assert trained.marks_of(with_weights) == [first, late, block, head]
    other = msgspec.structs.replace(bare, steps=(NetworkStep(Conv2d(3, 9, 3)),))
    assert known.of(bare, weights, other) is None
