"""Settings that look wrong and that torch takes: infinity, None, a normalisation without bias."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from convviz.core.code.writing import layer_call, parse_layer
from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.explaining.explanations import ExplanationCode
from convviz.core.explaining.worth_knowing import worth_knowing
from convviz.core.layers.hard_activation import Hardtanh
from convviz.core.layers.norm import BatchNorm1d, BatchNorm2d, BatchNorm3d, BatchNormLayer
from convviz.core.layers.pad import ConstantPad1d, ConstantPad2d, ConstantPad3d
from convviz.core.layers.power_pool import LPPool1d, LPPool2d, LPPool3d
from convviz.protocol.document import Document
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.layer_plain import layer_from_plain
from convviz.protocol.sentences.errors import sentence
from convviz.protocol.templates import new_document
from convviz.ui.calculator.edits import with_layer
from convviz.values.layer_values import layer_output

if TYPE_CHECKING:
    from convviz.core.layers import Layer

INFINITE = [
    LPPool1d(math.inf, 2),
    LPPool2d(-math.inf, 2),
    LPPool3d(math.inf, 2),
    ConstantPad1d(2, -math.inf),
    ConstantPad2d(2, math.inf),
    ConstantPad3d(2, -math.inf),
    Hardtanh(0, math.inf),
]


@pytest.mark.parametrize("kind", [BatchNorm1d, BatchNorm2d, BatchNorm3d])
def test_batch_normalisation_without_bias_learns_one_number_a_channel(
    kind: type[BatchNormLayer],
) -> None:
    assert kind(64, bias=False).num_params() == 64
    assert kind(64).num_params() == 128
    assert kind(64, affine=False, bias=False).num_params() == 0


def test_the_repr_of_torchs_batch_normalisation_is_read() -> None:
    text = (
        "BatchNorm2d(64, eps=1e-05, momentum=None, affine=True, track_running_stats=True, "
        "bias=False)"
    )

    assert parse_layer(text) == BatchNorm2d(64, momentum=None, bias=False)
    assert layer_call(parse_layer(text)) == "BatchNorm2d(64, momentum=None, bias=False)"


def test_the_largest_magnitude_of_each_window() -> None:
    picture = np.array([[[-1.0, -2.0], [-3.0, -4.0]]])

    assert layer_output(LPPool2d(math.inf, 2), picture, {}).tolist() == [[[4]]]
    assert layer_output(LPPool2d(-math.inf, 2), picture, {}).tolist() == [[[1]]]


def test_what_an_infinite_power_means_is_said() -> None:
    codes = [note.explanation.code for note in worth_knowing(LPPool2d(math.inf, 2), (1, 4, 4))]

    assert ExplanationCode.POWER_IS_LARGEST in codes
    assert ExplanationCode.POWER_OF_OTHERS not in codes


def test_padding_with_minus_infinity() -> None:
    layer = ConstantPad2d(2, -math.inf)

    assert layer.infer((3, 32, 32)) == (3, 36, 36)
    padded = layer_output(layer, np.zeros((1, 2, 2)), {})
    assert padded[0, 0, 0] == -math.inf
    assert padded[0, 2, 2] == 0


@pytest.mark.parametrize("layer", INFINITE, ids=lambda layer: layer.type_name())
def test_infinity_survives_code_and_documents(layer: Layer) -> None:
    assert parse_layer(layer_call(layer)) == layer
    document = new_document()
    kept = Document(with_layer(document.calculator, layer), document.network)

    text = encode_document(kept)

    assert b"inf" in text
    if layer.type_name() != "Hardtanh":  # the calculator shows layers with windows alone
        assert decode_document(text).calculator.layer == layer


def test_a_document_takes_the_words_for_infinity_as_numbers_only() -> None:
    assert layer_from_plain({"type": "ConstantPad2d", "padding": 1, "value": "-inf"}) == (
        ConstantPad2d(1, -math.inf)
    )
    with pytest.raises(Exception, match="layer_malformed"):
        layer_from_plain({"type": "ConstantPad2d", "padding": "inf", "value": 0.0})


def test_nan_is_still_refused_with_a_reason() -> None:
    with pytest.raises(ParameterError) as refusal:
        ConstantPad2d(1, math.nan).check()

    assert refusal.value.code is ErrorCode.NOT_FINITE
    assert sentence(refusal.value) == "value cannot be nan: give it a number."
