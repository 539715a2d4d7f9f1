from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from convviz.core.code.writing import parse_layers
from convviz.core.losses.classes import CrossEntropyLoss, NLLLoss
from convviz.core.losses.distances import MSELoss
from convviz.core.network.sequential import NetworkStep
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.adaptive import Adadelta
from convviz.core.optimisers.sgd import SGD
from convviz.core.schedules.one_cycle import OneCycleLR
from convviz.protocol.document import Document, Network
from convviz.protocol.messages.engine import Devices
from convviz.protocol.templates import new_document
from tests.support.training_page import Make, stages

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Iterator[Make]:
    yield from stages(tmp_path, qtbot)


def with_network(code: str, *shape: int) -> Document:
    steps = tuple(NetworkStep(layer) for layer in parse_layers(code)) if code else ()
    return msgspec.structs.replace(new_document(), network=Network(shape or (3, 32, 32), steps))


def with_training(**changes: object) -> Document:
    document = new_document()
    training = msgspec.structs.replace(document.training, **changes)
    return msgspec.structs.replace(document, training=training)


LENET = "nn.Conv2d(1, 6, 5)\nnn.ReLU()\nnn.MaxPool2d(2)\nnn.Flatten()\nnn.Linear(864, 10)"


@pytest.mark.parametrize(
    ("document", "reason", "mend"),
    [
        (with_network(LENET, 1, 28, 28), "1 × 28 × 28", "Set the input to 3 × 32 × 32"),
        (with_network("nn.Flatten()\nnn.Linear(3072, 5)"), "10 classes", "Give the last Linear 10"),
        (with_network(""), "no layers yet", "Add Flatten(), Linear(3072, 10)"),
        (with_network("nn.Conv2d(4, 6, 5)"), "Layer 1 of the network: ", "in_channels=3"),
        (with_network("nn.Conv1d(3, 6, 5)"), "Layer 1 of the network: ", "Use Conv2d"),
        (with_training(optimiser=SGD(nesterov=True)), "Nesterov", "nesterov=False"),
        (with_training(optimiser=Adam(fused=True, foreach=True)), "fused", "foreach=None"),
        (with_training(loss=MSELoss(reduction="none")), "single", 'reduction="mean"'),
        (with_training(loss=NLLLoss(weight=(1.0, 2.0))), "10 outputs", "weight=None"),
        (with_training(loss=NLLLoss()), "must end with it", "Add LogSoftmax(1)"),
        (
            with_training(optimiser=Adadelta(), schedule=OneCycleLR(0.1)),
            "Adadelta has none",
            "cycle_momentum=False",
        ),
    ],
)
def test_what_cannot_be_trained_says_why_beside_start_and_offers_the_click_that_mends_it(
    make: Make, document: Document, reason: str, mend: str
) -> None:
    page = make(document=document).page
    assert not page.transport.start.isEnabled()
    assert not page.view.welcome.button.isEnabled()
    assert reason in page.transport.place.text()
    assert reason in page.view.welcome.sentence.text()
    assert page.view.welcome.mend.text().startswith(mend)


def test_an_input_of_another_data_set_is_mended_with_what_follows_from_it(make: Make) -> None:
    stage = make(document=with_network(LENET, 1, 28, 28))
    stage.page.view.welcome.mend.click()
    network = stage.store.document.network
    assert network.input_shape == (3, 32, 32)
    assert stage.page.transport.start.isEnabled()
    assert stage.page.transport.place.text() == "Ready"
    stage.store.undo_stack.undo()
    assert stage.store.document.network.input_shape == (1, 28, 28)
    assert not stage.page.transport.start.isEnabled()


def test_two_faults_of_the_settings_are_mended_by_two_clicks(make: Make) -> None:
    document = with_training(
        loss=CrossEntropyLoss(weight=(1.0,)), optimiser=Adadelta(), schedule=OneCycleLR(0.1)
    )
    stage = make(document=document)
    for _ in range(2):
        assert not stage.page.transport.start.isEnabled()
        stage.page.view.welcome.mend.click()
    assert stage.page.transport.start.isEnabled()


def test_two_faults_are_mended_by_two_clicks(make: Make) -> None:
    stage = make(document=with_network(LENET.replace("864, 10", "864, 5"), 1, 28, 28))
    stage.page.view.welcome.mend.click()
    assert stage.page.view.welcome.mend.text() == "Give the last Linear 10 outputs"
    stage.page.view.welcome.mend.click()
    assert stage.page.transport.start.isEnabled()


def test_an_empty_network_gets_layers_that_can_learn(make: Make) -> None:
    stage = make(document=with_network(""))
    stage.page.view.welcome.mend.click()
    names = [step.layer.type_name() for step in stage.store.document.network.layers]
    assert names == ["Flatten", "Linear"]
    assert stage.page.transport.start.isEnabled()


def test_a_broken_network_is_shown_by_a_click(qtbot: QtBot, make: Make) -> None:
    page = make(document=with_network("nn.Conv2d(4, 6, 5)")).page
    with qtbot.waitSignal(page.network_wanted):
        page.view.welcome._to_network.click()


def test_only_devices_that_are_there_can_be_chosen(make: Make) -> None:
    stage = make()

    def offered() -> list[str]:
        box = stage.page.settings_panel.field("device")
        return [box.itemText(place) for place in range(box.count())]  # type: ignore[attr-defined]

    assert offered() == ["auto"]
    stage.session.devices._on_devices(Devices({"cpu": "x86, 2 threads"}))
    assert offered() == ["auto", "CPU"]
    assert "On this computer auto means CPU" in stage.page.settings_panel.field("device").toolTip()


def test_a_device_that_a_document_brings_and_this_computer_lacks_is_told_before_the_start(
    make: Make,
) -> None:
    stage = make(document=with_training(device="cuda"))
    assert stage.page.transport.start.isEnabled()
    stage.session.devices._on_devices(Devices({"cpu": "x86, 2 threads"}))
    assert not stage.page.transport.start.isEnabled()
    assert "no CUDA on this computer" in stage.page.transport.place.text()
    stage.page.view.welcome.mend.click()
    assert stage.store.document.training.device == "auto"
    assert stage.page.transport.start.isEnabled()
