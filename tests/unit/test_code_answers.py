"""What a person gives for a parameter of a network: constants, words, and nothing that runs."""

from __future__ import annotations

import pytest

from convviz.core.code.program.answers import answer_value
from convviz.core.errors import DocumentError
from convviz.protocol.sentences.errors import sentence


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10", 10),
        (" 0.5 ", 0.5),
        ("True", True),
        ("None", None),
        ("64*4*4", 1024),
        ("-1", -1),
        ("[2, 2, 2]", (2, 2, 2)),
        ("64, 128", (64, 128)),
        ("(1, (2, 'M'))", (1, (2, "M"))),
        ("'relu'", "relu"),
        ("relu", "relu"),
        ("VGG16", "VGG16"),
        ("resnet-18", "resnet-18"),
        ("批量", "批量"),
    ],
)
def test_a_constant_is_its_value_and_a_word_itself(text: str, value: object) -> None:
    answered = answer_value("p", text)
    assert answered == value
    assert type(answered) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        *("", "nn.ReLU", "open('x')", "x = 3", "10; 20", "{'a': 1}", "lambda: 1", "10 **"),
        *("9" * 5_000, "9**9**9", "'a' * 10**9", "(1,) * 10**9", "a" * 5_000, "1/0"),
    ],
)
def test_what_is_no_constant_is_refused_by_a_sentence_that_names_the_parameter(text: str) -> None:
    with pytest.raises(DocumentError) as refused:
        answer_value("num_classes", text)
    said = sentence(refused.value)
    assert said.startswith("num_classes cannot be ")
    assert len(said) < 300
