"""A layer of the network in the calculator: its own numbers, and the way back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest

from convviz.core.code.writing import parse_layer
from convviz.core.errors import ErrorCode, StorageError
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.layers.softmax import Softmax
from convviz.core.network import tree_edits
from convviz.core.network.sequential import NetworkStep
from convviz.engine.compute.module_builder import build_sequential
from convviz.protocol.document import Network, PictureOrigin, WeightsOrigin
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.recipes import Block, TypedOver
from convviz.protocol.templates import course_network, new_document
from convviz.stepping.scene.scene import build_scene
from convviz.ui.calculator import edits
from convviz.ui.calculator.cell_edits import with_cell
from convviz.ui.layer_opener import opened_calculator
from convviz.ui.network import edits as network_edits
from convviz.values.recipes import materialise
from tests.support.calculator_desk import SECOND_CONV, Desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Desk:
    return Desk(qtbot, tmp_path / "mine.numbers")


def test_a_layer_is_shown_at_once_and_its_own_numbers_follow(desk: Desk) -> None:
    desk.opener.open(SECOND_CONV)
    assert desk.calculator.layer == Conv2d(32, 32, 5, padding=2)
    assert desk.calculator.input_shape == (32, 16, 16)
    assert "Fetching its weights" in desk.bar.source.text()

    desk.engine.answer()

    seed = desk.store.document.training.seed
    model = build_sequential(course_network().steps, (3, 32, 32), seed=seed)
    weight = materialise(desk.calculator.weight, (32, 32, 5, 5), channel_axes=2)
    assert np.array_equal(weight, model.state_dict()["2.weight"].double().numpy())
    reached = materialise(desk.calculator.input, (32, 16, 16))
    assert 0 < np.abs(reached).max() < 5
    assert (desk.origin.weights, desk.origin.picture) == (
        WeightsOrigin.INITIAL,
        PictureOrigin.TEST,
    )


def test_a_picture_of_the_data_is_the_input_with_its_own_numbers(desk: Desk) -> None:
    """As it is, or brought to the network's size where the network does not fit yet."""
    chance = np.random.default_rng(0)
    for size in (32, 48):
        pixels = chance.integers(0, 256, (3, size, size), np.uint8)
        desk.opener.open(0, pixels=pixels)
        desk.engine.answer()
        reached = materialise(desk.calculator.input, (3, 32, 32))
        if size == 32:
            assert np.array_equal(reached, (pixels.astype(np.float32) / np.float32(255)))
        assert 0 <= reached.min() < reached.max() <= 1
        assert "the picture that you opened" in desk.bar.source.text()


def test_the_bar_names_the_layer_and_says_what_its_numbers_are(desk: Desk) -> None:
    desk.opened()

    assert desk.bar.title.text() == "conv2 of the network (32 × 16 × 16)"
    assert desk.bar.source.text() == (
        "Untrained: torch's initial weights, seed 0. "
        "Input: a test picture, as it arrives at this layer."
    )
    assert desk.bar.state.text() == "As in the network"
    assert not desk.bar.apply.isEnabled()
    assert not desk.bar.isHidden()


def test_opening_is_one_step_of_the_history(desk: Desk) -> None:
    before = desk.calculator
    desk.opened()
    assert desk.store.undo_stack.count() == 1
    assert desk.store.undo_stack.undoText() == "Open Conv2d in the calculator"

    desk.store.undo_stack.undo()

    assert desk.calculator == before
    assert desk.bar.isHidden()
    desk.store.undo_stack.redo()
    assert isinstance(desk.calculator.weight, Block)


def test_a_changed_parameter_goes_back_to_the_layer_in_one_step(desk: Desk) -> None:
    desk.opened()
    desk.change(padding=1, bias=False)
    assert desk.bar.state.text() == "padding 2 \u2192 1, bias True \u2192 False"

    desk.bar.apply.click()

    assert desk.layer_at(SECOND_CONV) == Conv2d(32, 32, 5, padding=1, bias=False)
    assert desk.returned == [SECOND_CONV]
    assert desk.store.undo_stack.undoText() == "Apply conv2 to the network"
    assert desk.store.document.network.layers[SECOND_CONV].follows == {"in_channels"}
    assert desk.bar.state.text() == "As in the network"
    desk.store.undo_stack.undo()
    assert desk.layer_at(SECOND_CONV) == Conv2d(32, 32, 5, padding=2)


def test_another_type_replaces_the_layer(desk: Desk) -> None:
    desk.opened(1)
    changed = edits.with_type(desk.calculator, AvgPool2d)
    document = msgspec.structs.replace(desk.store.document, calculator=changed)
    desk.store.edit(document, "type")
    assert desk.bar.state.text() == "Not the layer of the network"

    desk.bar.apply.click()

    assert isinstance(desk.layer_at(1), AvgPool2d)


def test_the_layer_is_found_where_it_went_meanwhile(desk: Desk) -> None:
    desk.opened()
    pooling = NetworkStep(MaxPool2d(1))
    network = desk.store.document.network
    steps, _ = tree_edits.inserted(network.steps, (0,), [pooling])
    desk.set_network(network_edits.with_steps(network, steps))
    desk.change(padding=3)

    desk.bar.apply.click()

    assert desk.layer_at(SECOND_CONV + 1) == Conv2d(32, 32, 5, padding=3)
    assert desk.returned == [SECOND_CONV + 1]


def test_only_what_was_changed_here_overwrites_what_was_changed_there(desk: Desk) -> None:
    desk.opened()
    network = network_edits.set_parameter(
        desk.store.document.network, SECOND_CONV, "kernel_size", 3
    )
    desk.set_network(network_edits.set_parameter(network, SECOND_CONV, "padding", 1))
    desk.change(padding=4)
    assert "padding" in desk.bar.state.toolTip()

    desk.bar.apply.click()

    assert desk.layer_at(SECOND_CONV) == Conv2d(32, 32, 3, padding=4)


def test_a_layer_that_is_gone_cannot_be_applied_and_says_so(desk: Desk) -> None:
    desk.opened(1)
    desk.change(kernel_size=3)
    desk.set_network(Network((3, 32, 32), (NetworkStep(Conv2d(3, 1, 3)),)))

    assert desk.bar.state.text() == "The network no longer has this layer."
    assert not desk.bar.apply.isEnabled()


def test_back_shows_the_layer_and_leaving_keeps_the_numbers(desk: Desk) -> None:
    desk.opened()
    desk.bar.back.click()
    assert desk.returned == [SECOND_CONV]
    weight = desk.calculator.weight

    desk.bar.leave.click()

    assert desk.calculator.origin is None
    assert desk.calculator.weight is weight
    assert desk.bar.isHidden()


def test_an_answer_to_what_is_no_longer_shown_changes_nothing(desk: Desk) -> None:
    desk.opener.open(SECOND_CONV)
    desk.change(padding=0)
    changed = desk.calculator

    desk.engine.answer()

    assert desk.calculator is changed


def test_a_refusal_is_told_and_the_layer_stays_open(desk: Desk) -> None:
    desk.opener.open(SECOND_CONV)
    error = StorageError(ErrorCode.WEIGHTS_DAMAGED, path="weights.safetensors", detail="torn")

    desk.engine.refuse(error)

    assert "weights.safetensors" in desk.bar.source.text()
    assert desk.calculator.layer == Conv2d(32, 32, 5, padding=2)


def test_a_document_with_an_opened_layer_stays_small_and_opens_the_same(desk: Desk) -> None:
    desk.opened()
    text = encode_document(desk.store.document)

    assert len(text) < 300_000
    assert decode_document(text) == desk.store.document


def test_an_edited_cell_keeps_the_numbers_in_their_block(desk: Desk) -> None:
    desk.opened()

    changed = with_cell(desk.calculator, "weight", (0, 0, 0, 0), 2.5)

    assert isinstance(changed.weight, Block)
    numbers = materialise(changed.weight, (32, 32, 5, 5), channel_axes=2)
    before = materialise(desk.calculator.weight, (32, 32, 5, 5), channel_axes=2)
    assert numbers[0, 0, 0, 0] == 2.5
    assert np.count_nonzero(numbers != before) == 1


def test_a_cell_of_a_large_block_is_typed_over_without_compressing_it_anew(desk: Desk) -> None:
    desk.set_network(Network((64, 8, 8), (NetworkStep(Conv2d(64, 128, 3)),)))
    desk.opened(0)
    before = desk.calculator.weight
    assert isinstance(before, Block)

    changed = with_cell(desk.calculator, "weight", (7, 5, 1, 2), 2.5)

    assert changed.weight == TypedOver(before, (((7, 5, 1, 2), 2.5),))
    numbers = materialise(changed.weight, (128, 64, 3, 3), channel_axes=2)
    assert numbers[7, 5, 1, 2] == 2.5
    document = msgspec.structs.replace(desk.store.document, calculator=changed)
    assert decode_document(encode_document(document)) == document


def test_a_layer_of_a_run_whose_network_is_another_stands_alone(desk: Desk) -> None:
    run = msgspec.structs.replace(
        new_document(), network=Network((3, 32, 32), (NetworkStep(Conv2d(3, 2, 3)),))
    )

    desk.opener.open(0, 1, run)
    desk.engine.answer()

    assert desk.calculator.layer == Conv2d(3, 2, 3)
    assert desk.calculator.origin is None
    assert isinstance(desk.calculator.weight, Block)


@pytest.mark.parametrize("data", [b"", b"no zlib", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_a_damaged_block_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="block"):
        Block((2, 2), data)


def test_more_numbers_than_a_document_keeps_are_told_of_where_no_file_can_be(desk: Desk) -> None:
    desk.folder = None
    wide = NetworkStep(Conv2d(3, 700, 12, stride=16))
    desk.set_network(Network((3, 32, 32), (wide,)))

    desk.opened(0)

    assert "302,400 numbers" in desk.bar.source.text()
    assert desk.calculator.layer == wide.layer
    assert not isinstance(desk.calculator.weight, Block)


def test_the_bar_is_hidden_while_a_lecture_hall_looks_on(desk: Desk) -> None:
    desk.opened()

    desk.bar.set_wanted(wanted=False)
    assert desk.bar.isHidden()
    desk.bar.set_wanted(wanted=True)

    assert not desk.bar.isHidden()


@pytest.mark.parametrize("shape", [(), (0, 4), (-2, -2), (2**40,), (2,) * 9, (2**62,) * 4000])
def test_a_block_of_no_possible_shape_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="block"):
        Block(shape, b"")


def test_a_lazy_layer_opens_as_what_it_becomes_and_stays_lazy_where_it_can(desk: Desk) -> None:
    desk.set_network(Network((3, 8, 8), (NetworkStep(parse_layer("LazyConv2d(4, 3)")),)))
    desk.opened(0)
    assert desk.calculator.layer == Conv2d(3, 4, 3)

    desk.change(padding=1)
    desk.applier.apply()
    assert desk.layer_at(0) == parse_layer("LazyConv2d(4, 3, padding=1)")

    desk.change(in_channels=1)
    desk.applier.apply()
    assert desk.layer_at(0) == Conv2d(1, 4, 3, padding=1)


def test_a_dimension_is_counted_without_the_batch_here_and_with_it_in_the_network(
    desk: Desk,
) -> None:
    layers = ("Flatten()", "Softmax(1)", "Softmax(0)")
    steps = tuple(NetworkStep(parse_layer(layer)) for layer in layers)
    network = Network((2, 1, 3), steps)
    desk.store.edit(msgspec.structs.replace(desk.store.document, network=network), "")
    desk.opener.open(1)
    assert (desk.calculator.layer, desk.calculator.input_shape) == (Softmax(0), (6,))
    assert desk.bar.state.text() == "As in the network"

    desk.change(dim=-1)
    desk.bar.apply.click()

    assert desk.layer_at(1) == Softmax(-1)
    assert opened_calculator(desk.store.document, 2) is None, "it works along the batch"


FIRST_LINEAR = 7
"""Of the course network: Linear(1024, 64), behind a Flatten."""


def test_a_linear_opens_with_its_own_weights(desk: Desk) -> None:
    desk.opened(FIRST_LINEAR)
    seed = desk.store.document.training.seed
    state = build_sequential(course_network().steps, (3, 32, 32), seed=seed).state_dict()
    (name,) = (name for name, values in state.items() if values.shape == (64, 1024))
    weight = materialise(desk.calculator.weight, (64, 1024), channel_axes=2)
    assert np.array_equal(weight, state[name].double().numpy())
    assert (desk.calculator.layer, desk.calculator.input_shape) == (Linear(1024, 64), (1024,))
    assert desk.bar.state.text() == "As in the network"


def test_a_flatten_opens_without_the_batch_and_goes_back_with_it(desk: Desk) -> None:
    desk.opened(FIRST_LINEAR - 1)
    assert (desk.calculator.layer, desk.calculator.input_shape) == (Flatten(0), (64, 4, 4))
    assert desk.bar.state.text() == "As in the network"
    desk.change(end_dim=1)
    desk.bar.apply.click()
    assert desk.layer_at(FIRST_LINEAR - 1) == Flatten(1, 2)


def test_layers_that_draw_or_learn_slopes_open_in_evaluation_with_their_own_numbers(
    desk: Desk,
) -> None:
    first = ("PReLU(2, init=0.5)", "Conv2d(2, 4, 1)", "Dropout2d(0.5)", "RReLU()", "GLU(1)")
    layers = (*first, "Flatten()", "Dropout1d(0.5)")
    network = Network((2, 4, 4), tuple(NetworkStep(parse_layer(layer)) for layer in layers))
    desk.store.edit(msgspec.structs.replace(desk.store.document, network=network), "")
    desk.opened(0)
    assert materialise(desk.calculator.weight, (2,), channel_axes=1).tolist() == [0.5, 0.5]
    for step in (2, 3):
        desk.opened(step)
        assert desk.calculator.layer == network.layers[step].layer
        assert not desk.calculator.training, "what reaches it has gone through in evaluation"
        scene = build_scene(desk.calculator)
        assert scene.beside is None
    desk.opened(4)
    assert build_scene(desk.calculator).output_shape == (2, 4, 4)
    assert opened_calculator(desk.store.document, 6) is None, "of vectors it drops whole ones"
