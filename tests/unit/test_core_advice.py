"""What a network is advised, and what the fixes make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.dropout import Dropout
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.layers.smooth_activation import Sigmoid
from convviz.core.network.advice import Advice, AdviceCode, FixKind, advice
from convviz.core.network.sequential import NetworkStep, infer_sequential
from convviz.protocol.templates import course_network

if TYPE_CHECKING:
    from convviz.core.layers import Layer


def advised(*layers: Layer | NetworkStep, shape: tuple[int, ...] = (3, 32, 32)) -> list[Advice]:
    steps = [step if isinstance(step, NetworkStep) else NetworkStep(step) for step in layers]
    found = advice(infer_sequential(steps, shape))
    return [piece for piece in found if piece.code is AdviceCode.LINEAR_IN_A_ROW]


def places(found: Advice) -> dict[FixKind, list[int]]:
    return {fix.kind: [one.before for one in fix.insertions] for fix in found.fixes}


def test_the_course_network_is_told_of_its_two_linears() -> None:
    (found,) = advised(*course_network().layers)

    assert found.cases == ((7, 8),)
    assert places(found) == {
        FixKind.INSERT_BETWEEN: [8],
        FixKind.INSERT_AFTER_EACH: [1, 3, 5, 8],
    }


def test_a_maximum_or_an_activation_bends() -> None:
    assert advised(Conv2d(3, 4, 3), MaxPool2d(2), Conv2d(4, 4, 3)) == []
    assert advised(Linear(8, 4), ReLU(), Linear(4, 2), shape=(8,)) == []
    assert advised(Linear(8, 4), shape=(8,)) == []
    assert advised() == []


def test_averages_normalisations_and_dropout_do_not_bend() -> None:
    (found,) = advised(
        *(Conv2d(3, 4, 3), BatchNorm2d(4), AvgPool2d(2), Dropout(), Conv2d(4, 4, 3), Flatten()),
        *(Linear(4 * 13 * 13, 2), Sigmoid()),
    )

    assert found.cases == ((0, 4), (4, 6))
    assert places(found) == {FixKind.INSERT_BETWEEN: [2, 5]}


def test_a_disabled_activation_is_none() -> None:
    layers = (Linear(8, 4), NetworkStep(ReLU(), enabled=False), Linear(4, 2))

    (found,) = advised(*layers, shape=(8,))

    assert found.cases == ((0, 2),)


def test_after_a_failure_only_the_good_layers_are_judged() -> None:
    assert advised(Linear(8, 4), Linear(5, 2), Linear(2, 2), shape=(8,)) == []
