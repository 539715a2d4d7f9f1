"""Every code has a sentence, and no sentence asks for a fact that the code does not have."""

from __future__ import annotations

import ast
import functools
import inspect
import itertools
import re
import string
from typing import TYPE_CHECKING, Any

import pytest

from convviz.core import error_codes
from convviz.core.code.writing import parse_layers
from convviz.core.errors import ConvVizError, DocumentError, ErrorCode
from convviz.core.explaining import explanations
from convviz.core.explaining.explanations import ExplanationCode
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.dropout import Dropout
from convviz.core.layers.instance_norm import InstanceNorm1d
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm1d
from convviz.core.layers.pixel import PixelUnshuffle
from convviz.core.layers.pool import MaxPool1d, MaxPool2d, MaxPool3d
from convviz.core.layers.shape import Flatten
from convviz.core.layers.upsample import Upsample
from convviz.core.network.sequential import NetworkStep, infer_sequential
from convviz.core.remedies.layer_remedies import remedies
from convviz.core.remedies.sequential_remedies import sequential_remedies
from convviz.protocol.sentences.errors import (
    ERROR_SENTENCES,
    explanation_sentence,
    fill,
    notice_sentence,
    remedy_sentence,
    sentence,
)
from convviz.protocol.sentences.explanations import EXPLANATION_SENTENCES

if TYPE_CHECKING:
    from enum import StrEnum
    from types import ModuleType

    from convviz.core.errors import Fact
    from convviz.core.layers import Layer, Shape


@functools.cache
def documented_facts(module: ModuleType, enum: type[StrEnum]) -> dict[str, set[str]]:
    """Return the facts that stand in the docstring after each code, by the code's name."""
    (body,) = (
        node.body
        for node in ast.parse(inspect.getsource(module)).body
        if isinstance(node, ast.ClassDef) and node.name == enum.__name__
    )
    found: dict[str, set[str]] = {}
    for assigned, documented in itertools.pairwise(body):
        if isinstance(assigned, ast.Assign) and isinstance(documented, ast.Expr):
            (target,) = assigned.targets
            text = ast.literal_eval(documented.value)
            _, _, facts = text.partition("Facts:")
            assert isinstance(target, ast.Name)
            found[target.id] = set(re.findall(r"[a-z_]+", facts))
    return found


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def odd(value: object) -> Any:
    """Return a value of a type that the parameter does not admit."""
    return value


def error_of(layer: Layer, shape: Shape) -> ConvVizError:
    with pytest.raises(ConvVizError) as caught:
        layer.infer(shape)
    return caught.value


@pytest.mark.unmeasured
@pytest.mark.parametrize("code", list(ErrorCode), ids=lambda code: code.value)
def test_every_error_has_a_sentence_of_its_facts(code: ErrorCode) -> None:
    facts = documented_facts(error_codes, ErrorCode)

    assert placeholders(ERROR_SENTENCES[code]) <= facts[code.name]


@pytest.mark.parametrize("code", list(ExplanationCode), ids=lambda code: code.value)
def test_every_explanation_has_a_sentence_of_its_facts(code: ExplanationCode) -> None:
    facts = documented_facts(explanations, ExplanationCode)

    assert placeholders(EXPLANATION_SENTENCES[code]) <= facts[code.name]


def test_an_errors_sentence() -> None:
    assert sentence(error_of(Conv2d(1, 1, 9), (1, 5, 5))) == (
        "Along height the kernel spans 9 cells, but the padded input has only 5."
    )


def test_shapes_are_written_as_everywhere_and_ranks_as_an_interval() -> None:
    assert sentence(error_of(Conv2d(1, 1, 3), (5, 5))) == (
        "Conv2d takes an input of 3-4 dimensions, but 5 × 5 has 2."
    )


def failure_of(layers: tuple[Layer, ...], shape: Shape) -> str:
    failure = infer_sequential([NetworkStep(layer) for layer in layers], shape).failure
    assert failure is not None
    return sentence(failure.error)


@pytest.mark.parametrize(
    ("layer", "shape", "expected"),
    [
        (MaxPool1d(2), (3, 32, 32), "MaxPool1d takes 2 dimensions, (channels, length)"),
        (MaxPool2d(2), (9,), "MaxPool2d takes 3 dimensions, (channels, height, width)"),
        (Conv3d(1, 1, 3), (9,), "takes 4 dimensions, (channels, depth, height, width)"),
        (BatchNorm1d(3), (3, 8, 8), "BatchNorm1d takes (features) or (channels, length)"),
        (InstanceNorm1d(3), (3, 8, 8), "InstanceNorm1d takes 2 dimensions, (channels, length)"),
        (
            Upsample(scale_factor=2.0, mode="bilinear"),
            (3, 10),
            "Upsample(mode='bilinear') takes 3 dimensions, (channels, height, width)",
        ),
    ],
)
def test_a_wrong_number_of_dimensions_names_those_that_are_taken(
    layer: Layer, shape: Shape, expected: str
) -> None:
    assert expected in failure_of((layer,), shape)


@pytest.mark.parametrize(
    ("layer", "shape", "name"),
    [
        (Conv1d(1, 1, 9), (1, 5), "length"),
        (Conv2d(1, 1, (1, 9)), (1, 5, 5), "width"),
        (MaxPool3d((9, 1, 1)), (1, 5, 5, 5), "depth"),
        (Upsample(scale_factor=(1.0, 0.1)), (1, 5, 5), "width"),
        (ConvTranspose2d(1, 1, 1, padding=(0, 9)), (1, 5, 5), "width"),
        (PixelUnshuffle(2), (1, 5, 4), "height"),
    ],
)
def test_an_axis_is_told_by_its_name(layer: Layer, shape: Shape, name: str) -> None:
    assert f"Along {name} " in failure_of((layer,), shape)


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((1, 3, 32, 32), "is a batch. Give the shape of one example, without the batch: 3 × 32 ×"),
        ((32, 32, 3), "has its channels last. Conv2d takes them first: 3 × 32 × 32"),
        ((8, 32, 32, 3), "is a batch with the channels last"),
        ((32, 32), "has no channels. Conv2d takes them before the size: 3 × 32 × 32"),
    ],
)
def test_an_input_in_another_order_is_recognised(shape: Shape, expected: str) -> None:
    assert expected in failure_of((Conv2d(3, 8, 3),), shape)


def test_padding_over_half_the_kernel_names_torchs_rule() -> None:
    text = failure_of((MaxPool2d(3, padding=2, dilation=2),), (3, 32, 32))

    assert "more than half of kernel_size=3. torch allows at most 1, whatever the dilation." in text
    assert "nothing but padding" not in text


def test_a_flat_input_is_not_flattened_in_words() -> None:
    text = failure_of((Flatten(), Linear(400, 10)), (3, 8, 8))

    assert text == "The input has 192 features, but in_features is 400."


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (
            Conv2d(1, 1, odd("three")),
            "kernel_size must be a whole number, or one for each axis such as (3, 5), not 'three'.",
        ),
        (Conv2d(1, 1, 3, bias=odd(3)), "bias must be True or False, not 3."),
        (Conv2d(odd(1.5), 1, 3), "in_channels must be a whole number, not 1.5."),
        (Dropout(odd("half")), "p must be a number, not 'half'."),
    ],
)
def test_a_wrong_type_says_what_is_expected(layer: Layer, expected: str) -> None:
    assert sentence(error_of(layer, (1, 5, 5))) == expected


def test_a_missing_fact_does_not_lose_the_sentence() -> None:
    assert fill("{path} is {what}.", {"path": "a"}) == "a is ?."


def test_remedies_read_as_instructions() -> None:
    assert [remedy_sentence(remedy) for remedy in remedies(Conv2d(3, 8, 99), (3, 32, 32))] == [
        "Set kernel_size=32; the output is then 8 × 1 × 1.",
        "Set padding=34; the output is then 8 × 2 × 2.",
        "Give an input of shape 3 × 99 × 99; the output is then 8 × 1 × 1.",
    ]
    partly = [remedy_sentence(remedy) for remedy in remedies(Conv2d(16, 8, 0), (3, 32, 32))]
    assert partly == ["Set kernel_size=1; something else remains to be corrected."]
    (text,) = map(remedy_sentence, remedies(Conv2d(1, 1, 3, padding_mode="zero"), (1, 5, 5))[:1])
    assert text == "Set padding_mode='zeros'; the output is then 1 × 3 × 3."


def test_network_remedies_read_as_instructions() -> None:
    def mend(*layers: Layer) -> list[str]:
        steps = [NetworkStep(layer) for layer in layers]
        failure = infer_sequential(steps, (3, 8, 8)).failure
        assert failure is not None
        return [
            remedy_sentence(remedy) for remedy in sequential_remedies(steps, (3, 8, 8), failure)
        ]

    assert mend(Linear(192, 10))[0] == "Insert Flatten() before it; the output is then 10."
    assert mend(Linear(100, 10))[0] == (
        "Insert Flatten() before it and set in_features=192; the output is then 10."
    )
    assert mend(Flatten(), MaxPool2d(2)) == [
        "Remove Flatten(), layer 1; the output is then 3 × 4 × 4."
    ]
    assert mend(Conv1d(3, 8, 3)) == [
        "Use Conv2d(3, 8, kernel_size=3) instead; the output is then 8 × 6 × 6."
    ]


def test_an_explanations_sentence() -> None:
    (note,) = infer_sequential([NetworkStep(Linear(8, 2))], (3, 8, 8)).rows[0].notes

    assert explanation_sentence(note) == (
        "Linear works on the last dimension of 3 × 8 × 8 alone (in_features=8). "
        "With a Flatten before it, it would see every value of the input (192)."
    )


def test_no_explanation_counts_in_words_that_may_be_one() -> None:
    counted = re.compile(
        r"\{\w+\} (padded )?(cells|zeros|holes|pictures|groups|windows|outputs|values|features)\b"
    )
    never_one = {"effective", "cells", "divisor", "full"}  # all of several taps
    for code, template in EXPLANATION_SENTENCES.items():
        for found in counted.finditer(template):
            assert found[0].split("}")[0][1:] in never_one, code


def test_a_notice_is_named_by_its_code() -> None:
    facts: dict[str, Fact] = {"path": "data", "files": "test_batch.bin", "count": 1}

    assert "test_batch.bin" in notice_sentence("data_checksum_differs", facts)


def test_text_of_a_file_cannot_steer_a_terminal() -> None:
    error = DocumentError(ErrorCode.UNKNOWN_LAYER, name="\x1b[31mred\nline\udcff")
    shown = sentence(error)
    assert shown.isprintable()
    assert "red line" in shown


def test_the_shape_of_a_data_set_is_a_shape() -> None:
    facts = {"shape": (3, 4, 4), "expected": (3, 32, 32)}
    shown = sentence(ConvVizError(ErrorCode.NETWORK_INPUT_DIFFERS, **facts))
    assert "3 × 4 × 4" in shown
    assert "3 × 32 × 32" in shown


def test_amounts_of_memory_have_units() -> None:
    shown = sentence(
        ConvVizError(ErrorCode.NOT_ENOUGH_MEMORY, needed=514_567_583_136, available=999_960)
    )
    assert "514.6 GB" in shown
    assert "1.0 MB" in shown


def told_of_code(text: str) -> str:
    with pytest.raises(DocumentError) as caught:
        parse_layers(text)
    return sentence(caught.value)


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("Con2d(3, 8, 3)", "Conv2d"),
        ("conv2d(3, 8, 3)", "Conv2d"),
        ("MaxPooling2D(2)", "MaxPool2d"),
        ("Dense(3, 8)", "Linear"),
        ("Relu()", "ReLU"),
        ("Batchnorm2d(3)", "BatchNorm2d"),
    ],
)
def test_a_misspelt_layer_gets_its_neighbour(code: str, meant: str) -> None:
    assert told_of_code(code).endswith(f"is not a layer that convviz knows. Did you mean {meant}?")


@pytest.mark.parametrize("name", ["OrderedDict", "Foo", "Backbone", "MyModel", "Tensor"])
def test_a_name_that_is_like_no_layers_gets_no_neighbour(name: str) -> None:
    assert told_of_code(f"{name}()").endswith(f"{name} is not a layer that convviz knows.")


def test_a_loss_is_no_misspelt_layer() -> None:
    text = told_of_code("CrossEntropyLoss()")

    assert "ConvTranspose3d" not in text
    assert "Did you mean" not in text


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (
            "Conv2d(3, 8, '3')",
            (
                "Line 1, column 14: kernel_size must be a whole number, or one for each axis such "
                "as (3, 5), not '3'."
            ),
        ),
        ("Dropout('a')", "Line 1, column 9: p must be a number, not 'a'."),
        ("Conv2d(3, 8, 3, bias='x')", "Line 1, column 22: bias must be True or False, not 'x'."),
        (
            "Conv2d(3, 8, 3, padding_mode=1)",
            (
                "Line 1, column 30: padding_mode must be one of the texts zeros, reflect, "
                "replicate, circular, not 1."
            ),
        ),
    ],
)
def test_a_setting_in_code_says_what_is_wanted_and_what_was_given(code: str, told: str) -> None:
    assert told_of_code(code) == told
