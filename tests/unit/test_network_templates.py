"""Networks to begin with come with the settings that suit them, and spare a person's own."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from convviz.core.data_sets import CIFAR10
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import summarise
from convviz.core.optimisers.sgd import SGD
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.network_templates import (
    network_templates,
    settings_of_its_own,
    template_of,
    with_template,
)
from convviz.protocol.run_start import with_start_noted
from convviz.protocol.templates import new_document
from convviz.protocol.trainability import check_training_parts, why_untrainable

if TYPE_CHECKING:
    from convviz.protocol.document import Document

EXAMPLES = Path(__file__).parents[2] / "resources" / "examples"
KEYS = tuple(key for key, known in network_templates().items() if known.is_for_training)


def changed(document: Document, **settings: object) -> Document:
    training = msgspec.structs.replace(document.training, **settings)
    return msgspec.structs.replace(document, training=training)


@pytest.mark.parametrize("key", KEYS)
def test_every_template_can_be_trained_with_its_settings(key: str) -> None:
    template = network_templates()[key]
    document = with_template(new_document(), template)
    network, training = document.network, document.training
    facts = training.dataset.facts()
    assert facts is not None
    assert why_untrainable(network, training.batch_size, facts) is None
    batches = math.ceil(facts.train_pictures / training.batch_size) * training.epochs
    result = infer_sequential(network.steps, network.input_shape)
    check_training_parts(training, result, batches)
    assert template.papers
    assert decode_document(encode_document(document)) == document
    assert template_of(document) is template


def test_a_network_that_does_not_classify_leaves_all_settings() -> None:
    document = changed(new_document(), epochs=9)
    shown = with_template(document, network_templates()["unet"])
    assert shown.training == document.training
    assert decode_document(encode_document(shown)) == shown


@pytest.mark.parametrize("key", ["fast", "strong", "course"])
def test_the_examples_are_the_templates(key: str) -> None:
    example = decode_document((EXAMPLES / f"{key}.convviz").read_bytes())
    assert example == with_template(new_document(), network_templates()[key])


@pytest.mark.parametrize(
    ("key", "parameters", "mult_adds"),
    [("fast", 107_480, 11_461_024), ("strong", 295_096, 19_887_392), ("course", 145_578, None)],
)
def test_the_networks_are_those_that_were_measured(
    key: str, parameters: int, mult_adds: int | None
) -> None:
    network = network_templates()[key].build()
    summary = summarise(infer_sequential(network.steps, network.input_shape))
    assert summary.num_params == parameters
    assert mult_adds in {None, summary.mult_adds}


def test_the_first_template_reaches_three_quarters_of_cifar_within_three_minutes() -> None:
    first = next(iter(network_templates().values()))
    assert isinstance(first.training.dataset, CIFAR10)
    assert first.measured is not None
    assert first.measured.accuracy >= 0.75
    assert first.measured.cpu_seconds <= 2 * 180


def test_a_template_leaves_the_computers_own_settings_alone() -> None:
    own = {"data_path": "/data", "device": "cpu", "threads": 2, "seed": 7, "checkpoint_epochs": 5}
    document = with_template(new_document(), network_templates()["strong"])
    document = changed(document, **own)
    template = network_templates()["fast"]
    assert settings_of_its_own(document, template) == ()
    training = with_template(document, template).training
    assert {name: getattr(training, name) for name in own} == own
    assert training.epochs == template.training.epochs


def test_settings_that_nobody_chose_are_no_loss_and_chosen_ones_are_named() -> None:
    templates = network_templates()
    document = new_document()
    assert settings_of_its_own(document, templates["fast"]) == ()
    of_another = with_template(document, templates["lenet5"])
    assert settings_of_its_own(of_another, templates["fast"]) == ()
    mine = changed(of_another, epochs=4, optimiser=SGD(lr=0.3))
    assert {"epochs", "lr"} <= set(settings_of_its_own(mine, templates["fast"]))
    kept = with_template(mine, templates["fast"], keep_settings=True)
    assert kept.training == mine.training
    assert kept.network == templates["fast"].build()


def test_what_is_said_of_the_networks_weights_is_no_setting_that_a_template_has() -> None:
    templates = network_templates()
    document = with_template(new_document(), templates["fast"])
    for asked in (document, changed(document, new_weights=True)):
        recorded = with_start_noted(asked)
        assert recorded.training.new_weights is True
        assert template_of(asked) is template_of(recorded) is templates["fast"]
        assert settings_of_its_own(recorded, templates["lenet5"]) == ()
        assert with_template(recorded, templates["lenet5"]).training.new_weights is None


def test_a_network_or_a_setting_of_ones_own_is_no_template() -> None:
    document = with_template(new_document(), network_templates()["fast"])
    assert template_of(new_document()) is None
    assert template_of(changed(document, epochs=9)) is None
    shorter = msgspec.structs.replace(document.network, steps=document.network.steps[:-1])
    assert template_of(msgspec.structs.replace(document, network=shorter)) is None
