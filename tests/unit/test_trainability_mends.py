"""One click lets a network be trained: each mend changes what was wrong, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from convviz.core.code.reading import parse_layers
from convviz.core.data_sets import DataSetFacts
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.network.sequential import NetworkStep
from convviz.protocol.document import Document, Network
from convviz.protocol.templates import new_document
from convviz.protocol.trainability import why_untrainable
from convviz.protocol.trainability_mends import Mend, MendKind, mend_for

if TYPE_CHECKING:
    from convviz.core.errors import ErrorCode

FACTS = DataSetFacts((3, 8, 8), 10, 100, 20)


def document_of(code: str, shape: tuple[int, ...] = (3, 8, 8), batch_size: int = 20) -> Document:
    steps = tuple(NetworkStep(layer) for layer in parse_layers(code))
    document = new_document()
    training = msgspec.structs.replace(document.training, batch_size=batch_size)
    return msgspec.structs.replace(document, network=Network(shape, steps), training=training)


def mended(document: Document) -> tuple[ErrorCode, Mend | None]:
    """Return why a document cannot be trained, and what is offered."""
    reason = why_untrainable(document.network, document.training.batch_size, FACTS)
    assert reason is not None
    return reason.error.code, mend_for(document, reason, FACTS)


@pytest.mark.parametrize(
    ("code", "shape", "kind"),
    [
        ("nn.Conv2d(1, 4, 3)\nnn.Flatten()\nnn.Linear(144, 10)", (1, 8, 8), MendKind.INPUT),
        ("nn.Flatten()\nnn.Linear(192, 7)", (3, 8, 8), MendKind.OUTPUTS),
        ("nn.Conv2d(3, 4, 3)", (3, 8, 8), MendKind.HEAD),
        ("nn.ReLU()\nnn.Flatten()", (3, 8, 8), MendKind.HEAD),
        ("nn.Conv2d(5, 4, 3)\nnn.Flatten()\nnn.Linear(144, 10)", (3, 8, 8), MendKind.LAYER),
        ("nn.Linear(192, 10)", (3, 8, 8), MendKind.LAYER),
    ],
)
def test_a_mend_takes_the_reason_away(code: str, shape: tuple[int, ...], kind: MendKind) -> None:
    document = document_of(code, shape)
    why, mend = mended(document)
    assert mend is not None
    assert mend.kind is kind
    left = why_untrainable(mend.document.network, 20, FACTS)
    assert left is None or left.error.code is not why
    assert mend.document.training == document.training


def test_channels_and_features_follow_a_new_input() -> None:
    code = "nn.Conv2d(1, 4, 3)\nnn.Flatten()\nnn.Linear(400, 10)"
    _, mend = mended(document_of(code, (1, 12, 12)))
    assert mend is not None
    conv, _, linear = (step.layer for step in mend.document.network.layers)
    assert conv == Conv2d(3, 4, 3)
    assert mend.document.network.input_shape == FACTS.picture_shape
    assert linear == Linear(144, 10)


def test_a_head_flattens_planes_first() -> None:
    _, mend = mended(document_of("nn.Conv2d(3, 4, 3)"))
    assert mend is not None
    assert [layer.type_name() for layer in mend.layers] == ["Flatten", "Linear"]
    assert mend.layers[-1] == Linear(144, 10)


def test_the_last_linear_gets_an_output_a_class() -> None:
    _, mend = mended(document_of("nn.Flatten()\nnn.Linear(192, 30)\nnn.ReLU()\nnn.Linear(30, 7)"))
    assert mend is not None
    assert mend.outputs == 10
    layers = [step.layer for step in mend.document.network.layers]
    assert (layers[1], layers[3]) == (Linear(192, 30), Linear(30, 10))


def test_the_nearest_batch_size_leaves_no_picture_alone() -> None:
    code = "nn.Flatten()\nnn.Linear(192, 6)\nnn.BatchNorm1d(6)\nnn.Linear(6, 10)"
    document = document_of(code, batch_size=33)  # 100 = 3 x 33 + 1
    _, mend = mended(document)
    assert mend is not None
    assert mend.kind is MendKind.BATCH_SIZE
    assert mend.document.training.batch_size == 34
    assert mend.document.network == document.network
