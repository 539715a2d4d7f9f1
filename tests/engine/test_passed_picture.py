"""A picture through a whole network: every output is torch's own, up to the first failure."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import torch
from safetensors.torch import save_file

from convviz.core.data_sets import CIFAR10
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.network.rows import in_reading_order
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import NetworkStep, Node, names_within, residual
from convviz.engine.compute import passed_picture
from convviz.engine.compute.module_builder import build_sequential
from convviz.engine.compute.opened_layer import open_layer
from convviz.engine.compute.passed_picture import pass_picture, whole_output
from convviz.protocol.document import Document, Network, PictureOrigin, WeightsFile, WeightsOrigin
from convviz.protocol.document_file import encode_document
from convviz.protocol.messages.common import Tensor
from convviz.protocol.messages.engine_layers import OpenLayer
from convviz.protocol.messages.engine_pictures import PassPicture, PicturePassed
from convviz.protocol.passing import AskedMaps
from convviz.protocol.templates import new_document
from convviz.values.shapes10 import CLASS_NAMES as SHAPES
from convviz.values.tensors import array_of, tensor_of
from tests.support.random_trees import RandomTree

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from convviz.core.layers import Layer, Shape

ALL = 10_000
PLAIN = (Conv2d(3, 4, 3, padding=1), BatchNorm2d(4), ReLU(), MaxPool2d(2), Conv2d(4, 2, 5))


def steps(*layers: Layer) -> tuple[Node, ...]:
    return tuple(map(NetworkStep, layers))


def document(nodes: tuple[Node, ...], shape: Shape = (3, 32, 32), seed: int = 3) -> Document:
    given = new_document()
    training = msgspec.structs.replace(given.training, seed=seed)
    return msgspec.structs.replace(given, network=Network(shape, nodes), training=training)


def passed(given: Document, **asked: object) -> PicturePassed:
    return pass_picture(PassPicture(encode_document(given), **asked))  # type: ignore[arg-type]


def everything(paths: list[tuple[int, ...]]) -> tuple[AskedMaps, ...]:
    return tuple(AskedMaps(path, 0, ALL) for path in paths)


def outputs_by_hooks(given: Document, picture: torch.Tensor) -> dict[tuple[int, ...], np.ndarray]:
    """Return what torch's own hooks see of every module, by the paths of the tree."""
    network = given.network
    model = build_sequential(network.steps, network.input_shape, seed=given.training.seed).eval()
    seen: dict[str, np.ndarray] = {}

    def keep(name: str, output: torch.Tensor) -> None:
        seen[name] = output[0].numpy().copy()

    for name, module in model.named_modules():
        module.register_forward_hook(lambda _m, _i, output, name=name: keep(name, output))
    with torch.no_grad():
        model(picture)
    named = names_within(None, network.steps)
    return {path: seen[name] for path, _, name in named if name and name in seen}


def test_every_output_of_random_trees_is_that_of_torchs_hooks_to_the_bit() -> None:
    trees, compared = RandomTree(5, goes_wrong=False), 0
    for _ in range(12):
        nodes, shape = trees.network()
        given = document(nodes, shape)
        told = passed(given)
        told = passed(given, maps=everything([node.path for node in told.nodes]))
        by_path = {maps.path: array_of(maps.values) for maps in told.maps}
        batch = torch.from_numpy(by_path[()].copy())[None]
        known = outputs_by_hooks(given, batch)
        assert known.keys() == by_path.keys() - {()}
        for path, output in known.items():
            assert np.array_equal(by_path[path], output), (nodes, path)
            compared += 1
        result = infer_sequential(nodes, shape)
        shapes = {row.path: row.output_shape for row in in_reading_order(result)}
        assert all(node.shape == shapes[node.path] for node in told.nodes if node.path)
    assert compared > 60


def test_a_network_that_fails_is_shown_up_to_its_failure() -> None:
    trees, failed = RandomTree(11), 0
    for _ in range(40):
        nodes, shape = trees.network()
        result = infer_sequential(nodes, shape)
        told = passed(document(nodes, shape))
        rows = [row.path for row in result.rows if row.enabled]
        blocks = [row.path for row in result.blocks if row.enabled and row.output_shape is not None]
        assert [node.path for node in told.nodes] == sorted([(), *rows, *blocks])
        failed += result.failure is not None
    assert failed > 3


def test_a_later_question_about_the_same_picture_runs_nothing_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = document(steps(*PLAIN))
    passed(given)
    runs: list[torch.Tensor] = []
    forward = torch.nn.Sequential.forward

    def counted(model: torch.nn.Sequential, batch: torch.Tensor) -> torch.Tensor:
        runs.append(batch)
        output: torch.Tensor = forward(model, batch)  # type: ignore[no-untyped-call]
        return output

    monkeypatch.setattr(torch.nn.Sequential, "forward", counted)
    passed(given, maps=everything([(0,)]))
    assert not runs
    passed(given, place=1)
    assert runs


def test_outputs_too_large_to_be_kept_are_computed_when_they_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = document(steps(*PLAIN), seed=4)
    wanted = everything([(0,), (2,)])
    usual = [array_of(maps.values) for maps in passed(given, maps=wanted).maps]
    passed_picture._passed.cache_clear()
    monkeypatch.setattr(passed_picture, "_MOST_KEPT", 1000)
    again = [array_of(maps.values) for maps in passed(given, maps=wanted).maps]
    assert all(np.array_equal(*pair) for pair in zip(usual, again, strict=True))


def test_sums_count_zeros_and_empty_maps() -> None:
    told = passed(document(steps(Conv2d(3, 8, 3), ReLU())))
    told = passed(document(steps(Conv2d(3, 8, 3), ReLU())), maps=everything([(1,)]))
    values = array_of(told.maps[0].values)
    node = told.nodes[-1]
    assert node.zeros == (values == 0).sum()
    assert node.empty == (values == 0).all(axis=(1, 2)).sum()
    assert (node.low, node.high) == (values.min(), values.max())
    assert np.array_equal(array_of(told.maps[0].highs), values.max(axis=(1, 2)))


def test_a_layer_that_works_in_place_leaves_what_was_before_it_as_it_was() -> None:
    layers = Conv2d(3, 4, 3), ReLU(inplace=True)
    told = passed(document(steps(*layers)), maps=everything([(0,), (1,)]))
    before, after = (array_of(maps.values) for maps in told.maps)
    assert before.min() < 0
    assert np.array_equal(np.maximum(before, 0), after)


def test_pages_and_means_of_large_maps() -> None:
    given = document(steps(Conv2d(3, 6, 1)))
    asked = AskedMaps((0,), 2, 3), AskedMaps((0,), 2, 3, 16), AskedMaps((0,), 5, 9, 64)
    page, means, rest = (array_of(maps.values) for maps in passed(given, maps=asked).maps)
    assert page.shape == (3, 32, 32)
    assert means.shape == (3, 16, 16)
    assert np.allclose(means, page.reshape(3, 16, 2, 16, 2).mean(axis=(2, 4)), atol=1e-6)
    assert rest.shape == (1, 32, 32)


def test_what_enters_a_layer_is_what_the_calculator_opens_it_with() -> None:
    block = residual(steps(Conv2d(4, 4, 3, padding=1), ReLU(), Conv2d(4, 4, 3, padding=1)))
    given = document((*steps(Conv2d(3, 4, 3), ReLU()), block, *steps(MaxPool2d(2))), seed=9)
    told = passed(given, place=7, maps=everything([(2, 0, 1), (2,)]), kernels_of=(2, 0, 2))
    inside, behind = (array_of(maps.values) for maps in told.maps)
    opened = [open_layer(OpenLayer(encode_document(given), step, picture=7)) for step in (4, 5)]
    sent = [found.parts for found in opened]
    assert all(isinstance(part, Tensor) for parts in sent for part in parts.values())
    assert np.array_equal(array_of(sent[0]["input"]), inside)  # type: ignore[arg-type]
    assert np.array_equal(array_of(sent[1]["input"]), behind)  # type: ignore[arg-type]
    assert told.kernels is not None
    assert np.array_equal(array_of(sent[0]["weight"]), array_of(told.kernels))  # type: ignore[arg-type]


def test_trained_weights_are_used_and_unreadable_ones_are_told_of(tmp_path: Path) -> None:
    nodes = steps(Conv2d(3, 4, 3), Flatten(), Linear(4 * 30 * 30, 10))
    given = document(nodes)
    model = build_sequential(nodes, (3, 32, 32), seed=77).eval()
    path = tmp_path / "weights.safetensors"
    save_file(model.state_dict(), path)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    network = msgspec.structs.replace(given.network, weights=WeightsFile(str(path), sha256))
    trained = msgspec.structs.replace(given, network=network)
    told = passed(trained, maps=everything([(), (2,)]))
    picture, scores = (array_of(maps.values) for maps in told.maps)
    with torch.no_grad():
        known = model(torch.from_numpy(picture.copy())[None])[0]
    assert told.weights_origin == WeightsOrigin.TRAINED
    assert np.array_equal(scores, known.numpy())
    assert told.shares is not None
    assert np.array_equal(array_of(told.shares), known.softmax(dim=0).numpy())
    assert len(told.class_names) == 10

    network = msgspec.structs.replace(network, weights=WeightsFile(str(path), "0" * 64))
    told = passed(msgspec.structs.replace(given, network=network))
    assert told.weights_origin == WeightsOrigin.INITIAL
    assert len(told.notices) == 1


def test_the_test_picture_has_its_class_and_an_own_one_is_fitted() -> None:
    given = document(steps(Conv2d(1, 2, 3)), (1, 20, 24))
    told = passed(given, place=5).picture
    assert (told.origin, told.place, told.size) == (PictureOrigin.FITTED, 5, (32, 32))
    assert told.label in SHAPES
    wide = np.zeros((3, 40, 96), np.uint8)
    wide[:, :, 36:60] = 255
    shown = {}
    for fit in ("crop", "squash", "pad"):
        own = passed(given, pixels=tensor_of(wide, "uint8"), fit=fit).picture
        assert own.origin == PictureOrigin.CHOSEN
        assert own.pixels is not None
        shown[fit] = array_of(own.pixels)[0]
    assert {pixels.shape for pixels in shown.values()} == {(20, 24)}
    assert shown["pad"][0].max() == 0  # black above
    assert shown["squash"][:, 0].max() < 30
    assert shown["squash"][:, 12].min() > 225
    assert shown["crop"].mean() > shown["squash"].mean()


def test_without_its_data_set_a_drawn_picture_goes_through_and_for_none_random_numbers(
    tmp_path: Path,
) -> None:
    given = document(steps(Conv2d(3, 2, 3)))
    training = msgspec.structs.replace(
        given.training, dataset=CIFAR10(), data_path=str(tmp_path / "nowhere")
    )
    told = passed(msgspec.structs.replace(given, training=training))
    assert told.picture.origin == PictureOrigin.CHOSEN
    assert told.picture.label.endswith(", Shapes-10")
    assert len(told.notices) == 1
    assert told.class_names == ()
    told = passed(document(steps(Conv2d(8, 2, 3)), (8, 9, 9)))
    assert told.picture == msgspec.structs.replace(told.picture, origin=PictureOrigin.SEEDED)
    assert told.picture.pixels is None
    assert not told.notices


def test_pictures_are_normalised_where_the_training_does() -> None:
    given = document(steps(Conv2d(3, 2, 3)))
    normalised = msgspec.structs.replace(given.training, normalise=True)
    told = passed(msgspec.structs.replace(given, training=normalised), maps=everything([()]))
    assert told.picture.is_normalised
    assert array_of(told.maps[0].values).min() < 0
    assert not passed(given).picture.is_normalised


def test_a_layer_that_joins_the_batch_gets_the_batch_of_the_shapes() -> None:
    nodes = steps(Flatten(start_dim=0), Linear(2 * 3 * 8 * 8, 4))
    told = passed(document(nodes, (3, 8, 8)))
    assert [node.shape for node in told.nodes] == [(3, 8, 8), (2 * 3 * 8 * 8,), (4,)]


def test_a_last_pooling_that_returns_indices_shows_what_it_pooled() -> None:
    told = passed(document(steps(MaxPool2d(2, return_indices=True))), maps=everything([(), (0,)]))
    whole, pooled = (array_of(maps.values) for maps in told.maps)
    assert np.array_equal(pooled, whole.reshape(3, 16, 2, 16, 2).max(axis=(2, 4)))


def test_a_map_of_more_numbers_than_are_sent_comes_as_means_but_whole_to_who_needs_not_send_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(passed_picture, "MOST_SENT", 400)
    given = document(steps(Conv2d(3, 2, 1)), seed=21)
    told = passed(given, maps=everything([(0,)]))
    assert told.maps[0].values.shape == (1, 20, 20)
    whole = whole_output(PassPicture(encode_document(given)), (0,))
    assert whole.shape == (2, 32, 32)
    assert (told.nodes[1].low, told.nodes[1].high) == (whole.min(), whole.max())


def test_what_is_no_number_is_counted_and_left_out_of_the_range() -> None:
    values = torch.tensor([[[1.0, torch.inf], [torch.nan, -2.0]], [[0.0, 0.0], [0.0, 0.0]]])
    sums = passed_picture._sums((3,), values)
    assert (sums.low, sums.high, sums.not_finite) == (-2.0, 1.0, 2)
    assert (sums.zeros, sums.empty) == (4, 1)
    nothing = passed_picture._sums((3,), torch.full((2, 3), torch.nan))
    assert (nothing.low, nothing.high, nothing.not_finite) == (0.0, 0.0, 6)


def test_a_disabled_layer_that_would_not_fit_is_passed_by() -> None:
    nodes = (*steps(Conv2d(3, 4, 3)), NetworkStep(Conv2d(9, 2, 99), enabled=False))
    told = passed(document((*nodes, *steps(ReLU()))))
    assert [node.path for node in told.nodes] == [(), (0,), (2,)]
