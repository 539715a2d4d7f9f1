"""Documents of every earlier version open, and one of a later version says so.

A new field, a new kind of value or a new limit makes documents that an earlier convviz cannot read.
It would call them damaged, unless the version was raised. So the format is fixed here.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from convviz.core.data_sets import CIFAR10
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.softmax import Softmax
from convviz.core.network.sequential import NetworkStep
from convviz.protocol import document_file
from convviz.protocol.document import PictureOrigin, WeightsFile, WeightsOrigin
from convviz.protocol.document_file import (
    VERSION,
    decode_document,
    encode_document,
    read_document,
)
from convviz.protocol.recipes import Block
from convviz.protocol.run_start import NEW, start_text, start_weights
from convviz.protocol.sentences.errors import sentence
from convviz.protocol.templates import new_document

STORED = Path(__file__).parent / "documents"

FORMATS = {
    2: "e499fe08583898e5",
    3: "505904123c6e7fb6",
    4: "11108fbb152f85ee",
    5: "74754346080d397f",
    6: "7ee3c72a021426aa",
}
"""The fingerprint of each version's format since the second.

It changed? Then raise VERSION, store a document of the version before in tests/unit/documents, with
a test here that it opens, and add the new fingerprint. Only a version that was never given to
anybody may be changed as it is.
"""


def test_a_changed_format_has_another_version() -> None:
    schema = msgspec.json.schema(document_file._DocumentPlain)
    text = json.dumps(_without_words(schema), sort_keys=True)

    fingerprint = hashlib.sha256(text.encode()).hexdigest()[:16]
    assert FORMATS.get(VERSION) == fingerprint, "see the words at FORMATS"


def _without_words(schema: Any) -> Any:
    """Return a schema without its descriptions, which are docstrings."""
    if isinstance(schema, dict):
        return {key: _without_words(value) for key, value in schema.items() if key != "description"}
    return [_without_words(value) for value in schema] if isinstance(schema, list) else schema


def test_every_earlier_version_has_a_stored_document() -> None:
    assert sorted(path.stem for path in STORED.glob("*.convviz")) == [
        f"version{number}" for number in range(1, VERSION)
    ]


def test_a_document_of_version_1_opens() -> None:
    document = read_document(STORED / "version1.convviz")

    calculator, network, training = document.calculator, document.network, document.training
    assert calculator.layer == Conv2d(3, 2, 3, padding=1)
    assert isinstance(calculator.weight, Block)
    assert calculator.origin is not None
    assert (calculator.origin.name, calculator.origin.weights, calculator.origin.picture) == (
        "conv1",
        WeightsOrigin.INITIAL,
        PictureOrigin.SEEDED,
    )
    assert network.steps[1] == NetworkStep(
        Conv2d(2, 2, 3), frozenset({"in_channels"}), enabled=False
    )
    assert network.weights == WeightsFile("small.safetensors", "ab" * 32)
    assert network.hidden_advice == ("no_activation",)
    assert (training.dataset, training.seed, training.epochs) == (CIFAR10(), 7, 9)


def test_a_data_set_was_a_name_until_version_2() -> None:
    document = read_document(STORED / "version2.convviz")
    assert (document.training.dataset, document.training.epochs) == (CIFAR10(), 4)
    assert document.network == new_document().network


def test_a_network_was_a_list_of_layers_until_version_3() -> None:
    document = read_document(STORED / "version3.convviz")
    assert document.network == new_document().network
    assert document.training.schedule is not None


def test_a_file_of_weights_had_no_names_of_layers_until_version_4() -> None:
    network = read_document(STORED / "version4.convviz").network
    assert network.weights == WeightsFile("small.safetensors", "cd" * 32)
    assert [step.name for step in network.layers] == ["stem", "", "", ""]
    assert [type(node).__name__ for node in network.steps] == ["NetworkStep", "Block", "Block"]


def test_the_calculator_had_no_further_tensors_until_version_5() -> None:
    calculator = read_document(STORED / "version5.convviz").calculator
    assert (calculator.layer, calculator.input_shape) == (Softmax(dim=-1), (2, 3))
    assert calculator.tensors == {}


def test_every_layer_of_the_calculator_was_in_evaluation_until_version_5() -> None:
    text = (STORED / "version5.convviz").read_text()
    assert decode_document(text.encode()).calculator.training, "alike in both ways"
    plain = json.loads(text)
    plain["calculator"]["layer"] = {"type": "RReLU"}
    assert not decode_document(json.dumps(plain).encode()).calculator.training


def test_a_training_had_no_word_on_its_start_until_version_5() -> None:
    """It begins with the weights of its network now, as one that does not say otherwise."""
    plain = json.loads((STORED / "version5.convviz").read_text())
    plain["network"]["weights"] = {"path": "small.safetensors", "sha256": "ef" * 32}
    document = decode_document(json.dumps(plain).encode())
    assert document.training.new_weights is None
    assert start_weights(document) == WeightsFile("small.safetensors", "ef" * 32)
    # As the record of a run it began with new ones, whatever its network had.
    assert start_text(document) == NEW


def test_it_is_saved_in_the_version_of_today_and_is_the_same() -> None:
    document = read_document(STORED / "version1.convviz")
    text = encode_document(document)

    assert json.loads(text)["version"] == VERSION
    assert decode_document(text) == document


@pytest.mark.parametrize("unknown", ["calculator", "network", "training", ""])
def test_a_later_document_is_called_later_and_not_damaged(unknown: str) -> None:
    plain = json.loads(encode_document(new_document()))
    plain["version"] = VERSION + 1
    (plain[unknown] if unknown else plain)["new field"] = {"type": "unheard of"}

    with pytest.raises(DocumentError) as refusal:
        decode_document(json.dumps(plain).encode(), "mine.convviz")

    assert refusal.value.code is ErrorCode.DOCUMENT_NEWER
    assert "later convviz" in sentence(refusal.value)
