"""Layers by a few typed letters."""

from __future__ import annotations

import pytest

from convviz.core.layer_search import COMMON_LAYERS, search_rank
from convviz.core.layers import layer_types


def found(wanted: str) -> list[str]:
    ranks = {name: search_rank(name, wanted) for name in layer_types()}
    matching = [name for name, rank in ranks.items() if rank is not None]
    return sorted(matching, key=lambda name: ranks[name] or (9, 9))


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        ("avgp", "AvgPool2d"),
        ("conv", "Conv2d"),
        ("pool", "MaxPool2d"),
        ("relu", "ReLU"),
        ("bn", "BatchNorm2d"),
        ("bn1", "BatchNorm1d"),
        ("mp", "MaxPool2d"),
        ("aap", "AdaptiveAvgPool2d"),
        ("aavg", "AdaptiveAvgPool2d"),
        ("ct2", "ConvTranspose2d"),
        ("conv1", "Conv1d"),
        ("lin", "Linear"),
        ("drop", "Dropout"),
        ("norm", "BatchNorm2d"),
        ("max pool", "MaxPool2d"),
        ("AVGPOOL2D", "AvgPool2d"),
        ("soft", "Softmax"),
    ],
)
def test_the_likeliest_layer_comes_first(wanted: str, first: str) -> None:
    assert found(wanted)[0] == first


def test_letters_in_the_middle_come_last() -> None:
    names = found("avgp")
    assert names.index("AdaptiveAvgPool2d") > names.index("AvgPool1d")
    assert found("xyz") == []


def test_nothing_typed_is_answered_by_all_the_commonest_first() -> None:
    assert len(found("")) == len(layer_types())
    assert found("")[:3] == ["Conv2d", "Linear", "ReLU"]
    assert len(set(COMMON_LAYERS)) == len(COMMON_LAYERS)
