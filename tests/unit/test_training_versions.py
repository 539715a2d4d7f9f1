"""Documents that an earlier convviz wrote open with what they meant."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from convviz.core.data_sets import CIFAR10
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.sgd import SGD
from convviz.protocol.document import Training
from convviz.protocol.document_file import VERSION, encode_document, read_document

STORED = Path(__file__).parents[1] / "data" / "documents"


@pytest.mark.parametrize(
    ("name", "training"),
    [
        ("defaults", Training()),
        (
            "sgd",
            Training(
                optimiser=SGD(lr=0.02, momentum=0.8, weight_decay=0.0005, nesterov=True),
                loss=CrossEntropyLoss(label_smoothing=0.1),
                epochs=7,
                batch_size=50,
                seed=11,
            ),
        ),
        (
            "adam",
            Training(
                optimiser=Adam(
                    lr=0.003, betas=(0.8, 0.99), eps=1e-7, weight_decay=0.01, amsgrad=True
                ),
                dataset=CIFAR10(),
                threads=2,
                device="cpu",
            ),
        ),
    ],
)
def test_the_training_of_a_document_of_version_1_is_what_it_was(
    name: str, training: Training
) -> None:
    document = read_document(STORED / f"version_1_{name}.convviz")
    assert document.training == training
    assert msgspec.json.decode(encode_document(document))["version"] == VERSION


def test_sgd_without_a_rate_had_another_one_in_version_1(tmp_path: Path) -> None:
    plain = msgspec.json.decode((STORED / "version_1_defaults.convviz").read_bytes())
    plain["training"]["optimiser"] = {"type": "SGD"}
    path = tmp_path / "by_hand.convviz"
    path.write_bytes(msgspec.json.encode(plain))
    assert read_document(path).training.optimiser == SGD(lr=0.01)
    path.write_bytes(msgspec.json.encode(plain | {"version": VERSION}))
    assert read_document(path).training.optimiser == SGD(lr=0.001)
