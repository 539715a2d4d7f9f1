"""Weights edited in the calculator go back to the trained network, and stay with its file."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
from safetensors.torch import save

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.network import tree_edits
from convviz.core.network.sequential import NetworkStep
from convviz.engine.compute.module_builder import build_sequential
from convviz.protocol.document import WeightsFile, WeightsOrigin
from convviz.protocol.document_file import read_document
from convviz.protocol.recipes import Fill, FillPattern
from convviz.stepping.scene.scene import build_scene
from convviz.ui.calculator.cell_edits import with_cell
from convviz.ui.network import edits as network_edits
from convviz.ui.shell.document_numbers import DocumentNumbers
from convviz.values.recipes import materialise
from convviz.values.weights import read_weights
from tests.support.calculator_desk import SECOND_CONV, Desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from convviz.values.weights import StateDict


FIRST_LINEAR = 7
"""Of the course network: Linear(1024, 64)."""


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Desk:
    return Desk(qtbot, tmp_path / "mine.numbers")


def trained(desk: Desk, folder: Path, seed: int = 9) -> WeightsFile:
    """Return weights as a training leaves them, of the network at hand."""
    network = desk.store.document.network
    model = build_sequential(network.steps, network.input_shape, seed=seed)
    content = save(model.state_dict())
    path = folder / f"trained-{seed}.safetensors"
    path.write_bytes(content)
    return WeightsFile(str(path), hashlib.sha256(content).hexdigest())


def type_over(desk: Desk, place: tuple[int, ...] = (3, 1, 0, 2), value: float = 7.5) -> None:
    changed = with_cell(desk.calculator, "weight", place, value)
    desk.store.edit(msgspec.structs.replace(desk.store.document, calculator=changed), "cell")


def weights_now(desk: Desk) -> StateDict:
    network = desk.store.document.network
    assert network.weights is not None
    return read_weights(Path(network.weights.path), sha256=network.weights.sha256, network=network)


def test_an_edited_weight_goes_back_to_the_trained_network(desk: Desk, tmp_path: Path) -> None:
    desk.weights = trained(desk, tmp_path)
    before = read_weights(Path(desk.weights.path))
    desk.opened()
    assert desk.bar.state.text() == "As in the network"
    type_over(desk)
    assert desk.bar.state.text() == "weights edited"
    assert "edited weights" in desk.bar.apply.toolTip()
    count = desk.store.undo_stack.count()

    desk.bar.apply.click()
    desk.engine.answer()

    after = weights_now(desk)
    assert after["2.weight"][3, 1, 0, 2] == 7.5
    after["2.weight"][3, 1, 0, 2] = before["2.weight"][3, 1, 0, 2]
    assert all(np.array_equal(after[name], before[name]) for name in before)
    assert desk.bar.state.text() == "As in the network"
    assert desk.returned == [SECOND_CONV]
    assert desk.store.undo_stack.count() == count + 1
    desk.store.undo_stack.undo()
    assert desk.store.document.network.weights is None
    assert desk.bar.state.text() == "weights edited"


def test_an_edited_weight_of_a_linear_goes_back_too(desk: Desk, tmp_path: Path) -> None:
    desk.weights = trained(desk, tmp_path)
    before = read_weights(Path(desk.weights.path))
    desk.opened(FIRST_LINEAR)
    type_over(desk, (3, 5), 9.0)
    changed = with_cell(desk.calculator, "bias", (4,), 0.25)
    desk.store.edit(msgspec.structs.replace(desk.store.document, calculator=changed), "bias")

    desk.bar.apply.click()
    desk.engine.answer()

    after = weights_now(desk)
    (name,) = (name for name, values in before.items() if values.shape == (64, 1024))
    bias = name.replace("weight", "bias")
    assert (after[name][3, 5], after[bias][4]) == (9, 0.25)
    after[name][3, 5], after[bias][4] = before[name][3, 5], before[bias][4]
    assert all(np.array_equal(after[name], before[name]) for name in before)
    assert desk.bar.state.text() == "As in the network"


def test_parameters_and_weights_go_back_in_one_step(desk: Desk, tmp_path: Path) -> None:
    desk.weights = trained(desk, tmp_path)
    desk.opened()
    type_over(desk)
    desk.change(padding_mode="reflect")
    changed = with_cell(desk.calculator, "bias", (4,), 0.25)
    desk.store.edit(msgspec.structs.replace(desk.store.document, calculator=changed), "bias")
    assert desk.bar.state.text() == 'padding_mode "zeros" \u2192 "reflect", weights and bias edited'
    before = desk.store.document

    desk.bar.apply.click()
    desk.engine.answer()

    assert desk.layer_at(SECOND_CONV) == Conv2d(32, 32, 5, padding=2, padding_mode="reflect")
    assert weights_now(desk)["2.bias"][4] == 0.25
    desk.store.undo_stack.undo()
    assert desk.store.document == before


def test_the_next_layer_that_is_opened_sees_the_edited_weights(desk: Desk, tmp_path: Path) -> None:
    desk.weights = trained(desk, tmp_path)
    desk.opened(0)
    changed = desk.calculator.with_recipe("weight", Fill(FillPattern.ZEROS))
    desk.store.edit(msgspec.structs.replace(desk.store.document, calculator=changed), "fill")
    desk.bar.apply.click()
    desk.engine.answer()

    desk.opened(SECOND_CONV)

    reached = materialise(desk.calculator.input, (32, 16, 16))
    bias = weights_now(desk)["0.bias"]
    assert np.allclose(reached, bias[:, None, None])
    assert desk.origin.weights is WeightsOrigin.TRAINED


def test_without_trained_weights_the_bar_says_that_edits_stay(desk: Desk) -> None:
    desk.opened()
    type_over(desk)

    assert desk.bar.state.text() == "edited weights stay here"
    assert "has no trained weights" in desk.bar.state.toolTip()
    assert not desk.bar.apply.isEnabled()
    desk.change(padding=1)
    assert desk.bar.state.text() == "padding 2 \u2192 1, edited weights stay here"
    assert "stay in the calculator" in desk.bar.apply.toolTip()
    desk.bar.apply.click()
    assert desk.layer_at(SECOND_CONV) == Conv2d(32, 32, 5, padding=1)
    assert desk.store.document.network.weights is None
    assert desk.bar.state.text() == "edited weights stay here"


@pytest.mark.parametrize("why", ["retrained", "other shape", "other Linear", "disabled", "undone"])
def test_weights_stay_where_they_have_no_place(desk: Desk, tmp_path: Path, why: str) -> None:
    desk.weights = trained(desk, tmp_path)
    desk.opened()
    type_over(desk)
    if why == "retrained":
        desk.weights = trained(desk, tmp_path, seed=10)
        desk.change(padding_mode="reflect")
    elif why == "other shape":
        desk.change(kernel_size=3)
    elif why == "other Linear":
        desk.change(padding=1)  # the Linear after Flatten has fewer features then
    elif why == "disabled":
        network = desk.store.document.network
        steps = tree_edits.with_enabled(network.steps, [(SECOND_CONV,)], enabled=False)
        desk.set_network(network_edits.with_steps(network, steps))
    else:
        desk.store.undo_stack.undo()

    assert "weights edited" not in desk.bar.state.text()
    sentences = {
        "retrained": "other weights than when the layer was opened",
        "other shape": "to be trained anew",
        "other Linear": "to be trained anew",
        "disabled": "is disabled in the network",
        "undone": "",
    }
    assert sentences[why] in desk.bar.state.toolTip()
    asked = len(desk.engine.requests)
    desk.bar.apply.click()
    assert len(desk.engine.requests) == asked


def test_weights_that_cannot_be_written_are_told_and_the_network_keeps_its_own(
    desk: Desk, tmp_path: Path
) -> None:
    desk.weights = trained(desk, tmp_path)
    desk.opened()
    type_over(desk)
    told: list[str] = []
    desk.applier.told.connect(told.append)
    Path(desk.weights.path).write_bytes(b"torn")

    desk.bar.apply.click()
    desk.engine.answer()

    assert desk.store.document.network.weights is None
    assert desk.weights.path in told[-1]
    assert desk.bar.state.text() == "weights edited"


def test_edited_weights_are_not_written_into_a_network_that_changed_meanwhile(
    desk: Desk, tmp_path: Path
) -> None:
    desk.weights = trained(desk, tmp_path)
    desk.opened()
    type_over(desk)
    told: list[str] = []
    desk.applier.told.connect(told.append)
    desk.bar.apply.click()
    network = desk.store.document.network
    steps, _ = tree_edits.inserted(network.steps, (0,), [NetworkStep(MaxPool2d(1))])
    desk.set_network(network_edits.with_steps(network, steps))

    desk.engine.answer()

    assert desk.store.document.network.weights is None
    assert "changed meanwhile" in told[-1]


def test_edited_weights_are_saved_beside_the_document_and_go_along(
    desk: Desk, tmp_path: Path
) -> None:
    desk.weights = trained(desk, tmp_path)
    desk.opened()
    type_over(desk)
    desk.bar.apply.click()
    desk.engine.answer()
    first, second = tmp_path / "mine.convviz", tmp_path / "other" / "copy.convviz"
    second.parent.mkdir()
    numbers = DocumentNumbers(lambda: desk.folder)

    numbers.save(first, desk.store.document, None, replace_read_only=False)
    shown = read_document(first)
    numbers.save(second, shown, first, replace_read_only=False)
    again = read_document(second)

    for path, document in ((first, shown), (second, again)):
        weights = document.network.weights
        assert weights is not None
        assert weights.path == f"{path.stem}.numbers/{weights.sha256}.safetensors"
        found = read_weights(path.parent / weights.path, network=document.network)
        assert found["2.weight"][3, 1, 0, 2] == 7.5


def test_a_persons_own_weights_stay_where_they_are_and_are_found_from_elsewhere(
    desk: Desk, tmp_path: Path
) -> None:
    known = trained(desk, tmp_path)
    beside = msgspec.structs.replace(known, path=Path(known.path).name)
    desk.set_network(msgspec.structs.replace(desk.store.document.network, weights=beside))
    first, second = tmp_path / "mine.convviz", tmp_path / "other" / "copy.convviz"
    second.parent.mkdir()
    numbers = DocumentNumbers(lambda: desk.folder)
    numbers.save(first, desk.store.document, None, replace_read_only=False)

    numbers.save(second, read_document(first), first, replace_read_only=False)

    assert read_document(first).network.weights == beside
    assert read_document(second).network.weights == known


def test_a_batch_norm_opens_with_its_running_values_and_gives_edited_ones_back(
    desk: Desk, tmp_path: Path
) -> None:
    """It is shown in evaluation: each number by itself, by what was kept."""
    document = desk.store.document
    steps = (NetworkStep(Conv2d(3, 4, 3)), NetworkStep(BatchNorm2d(4)))
    network = msgspec.structs.replace(document.network, input_shape=(3, 8, 8), steps=steps)
    desk.store.edit(msgspec.structs.replace(document, network=network), "network")
    desk.weights = trained(desk, tmp_path)
    before = read_weights(Path(desk.weights.path))
    desk.opened(1)
    assert desk.calculator.input_shape == (1, 4, 6, 6)
    assert not desk.calculator.training
    scene = build_scene(desk.calculator)
    for name in ("weight", "bias", "running_mean", "running_var"):
        assert np.array_equal(scene.plain_weights[name], before[f"1.{name}"])
    assert desk.bar.state.text() == "As in the network"

    changed = with_cell(desk.calculator, "running_var", (2,), 0.5)
    desk.store.edit(msgspec.structs.replace(desk.store.document, calculator=changed), "cell")
    assert desk.bar.state.text() == "numbers edited"
    desk.bar.apply.click()
    desk.engine.answer()

    assert weights_now(desk)["1.running_var"].tolist() == [1, 1, 0.5, 1]
    assert desk.bar.state.text() == "As in the network"
