"""What people call layers, losses and optimisers finds the one that they mean."""

from __future__ import annotations

import pytest

from convviz.core.layer_meanings import CALLED, meaning_rank, misspelt_rank
from convviz.core.shown_layers import offered_types

NAMES = [kind.type_name() for kind in offered_types()]


def found(text: str) -> list[str]:
    ranked = [(rank, name) for name in NAMES if (rank := meaning_rank(name, text)) is not None]
    return [name for _, name in sorted(ranked)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("cross entropy", "CrossEntropyLoss"),
        ("cross-entropy", "CrossEntropyLoss"),
        ("batch norm", "BatchNorm2d"),
        ("batch normalization", "BatchNorm2d"),
        ("leaky", "LeakyReLU"),
        ("relu leaky", "LeakyReLU"),
        ("adam w", "AdamW"),
        ("soft max", "Softmax"),
        ("max pooling", "MaxPool2d"),
        ("dense", "Linear"),
        ("交叉熵", "CrossEntropyLoss"),
        ("批归一化", "BatchNorm2d"),
        ("池化", "MaxPool2d"),
        ("卷积", "Conv2d"),
        ("全连接", "Linear"),
    ],
)
def test_words_of_a_course_find_what_is_meant(text: str, first: str) -> None:
    assert found(text)[0] == first


def test_each_layer_that_has_other_names_is_offered() -> None:
    plain = {name[:-2] if name[-2:] in {"1d", "2d", "3d"} else name for name in NAMES}
    assert set(CALLED) <= plain


@pytest.mark.parametrize("text", ["xyz", "交叉 池化", "batch entropy"])
def test_other_words_find_nothing(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("crossentorpy", "CrossEntropyLoss"),
        ("sofmax", "Softmax"),
        ("leekyrelu", "LeakyReLU"),
        ("batchnrom", "BatchNorm2d"),
    ],
)
def test_a_wrong_letter_still_comes_near(text: str, name: str) -> None:
    ranked = {other: misspelt_rank(other, text) for other in NAMES}
    assert ranked[name] == min(rank for rank in ranked.values() if rank is not None)
    assert misspelt_rank(name, "xyz") is None
