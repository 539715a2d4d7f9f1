"""What a network costs: counts and memory of each layer and in total, and its receptive field."""

from __future__ import annotations

import random

import pytest

from convviz.core.calls import defaults_of, parameters_of
from convviz.core.explaining.explanations import ExplanationCode
from convviz.core.layers.activation import ReLU
from convviz.core.layers.base import layer_types
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.network import summary as network_summary
from convviz.core.network.receptive_field import KnownFields, ReceptiveField, fields_of_flow
from convviz.core.network.sequential import (
    DEFAULT_BATCH_SIZE,
    NetworkStep,
    SequentialResult,
    infer_sequential,
)
from convviz.core.network.summary import LayerSummary, NetworkSummary, summarise
from convviz.protocol.templates import course_network

FLOAT32 = 4


def of(
    shape: tuple[int, ...], *steps: NetworkStep, batch_size: int = DEFAULT_BATCH_SIZE
) -> NetworkSummary:
    return summarise(infer_sequential(steps, shape, batch_size=batch_size))


def course(batch_size: int = DEFAULT_BATCH_SIZE) -> NetworkSummary:
    network = course_network()
    return of(network.input_shape, *network.layers, batch_size=batch_size)


def test_the_course_network_costs_what_one_counts_by_hand() -> None:
    summary = course()

    assert [layer.num_params for layer in summary.layers] == [
        2432, 0, 25632, 0, 51264, 0, 0, 65600, 650,
    ]  # fmt: skip
    assert [layer.mult_adds for layer in summary.layers] == [
        2_457_600, 0, 6_553_600, 0, 3_276_800, 0, 0, 65_536, 640,
    ]  # fmt: skip
    assert [layer.num_activations for layer in summary.layers] == [
        32768, 8192, 8192, 2048, 4096, 1024, 1024, 64, 10,
    ]  # fmt: skip
    assert summary.num_params == 145_578
    assert summary.mult_adds == 12_354_176
    assert summary.param_bytes == FLOAT32 * 145_578
    assert summary.activation_bytes == FLOAT32 * (3 * 32 * 32 + 57_418)


def test_all_is_of_one_picture_whatever_the_batch() -> None:
    assert course(batch_size=64).layers == course(batch_size=1).layers == course().layers


def test_a_disabled_layer_costs_nothing_and_its_shape_is_not_counted_twice() -> None:
    off = NetworkStep(Conv2d(99, 8, 3), enabled=False)

    summary = of((3, 8, 8), off, NetworkStep(MaxPool2d(2)))

    assert summary.layers == (LayerSummary(), LayerSummary(0, 0, 48))
    assert summary.activation_bytes == FLOAT32 * (192 + 48)


def test_of_a_network_that_fails_the_layers_before_it_are_counted() -> None:
    summary = of((3, 8, 8), NetworkStep(Conv2d(3, 2, 3)), NetworkStep(Conv2d(5, 1, 3)))

    assert summary.layers == (LayerSummary(56, 54 * 36, 72),)
    assert summary.num_params == 56


def test_no_layers_cost_no_more_than_their_input() -> None:
    summary = of((3, 8, 8))

    assert (summary.num_params, summary.mult_adds, summary.layers) == (0, 0, ())
    assert summary.activation_bytes == FLOAT32 * 192


def test_alike_layers_count_apart_where_one_stands_behind_a_joined_batch() -> None:
    layers = (Linear(16, 16), Linear(16, 8), Flatten(0), Linear(16, 16))

    summary = of((16,), *map(NetworkStep, layers))

    assert [row.input_shape for row in summary.result.rows] == [(16,), (16,), (8,), (16,)]
    assert [layer.mult_adds for layer in summary.layers] == [256, 128, 0, 128]


def test_the_receptive_field_is_found_once_and_only_if_somebody_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[SequentialResult] = []

    def counted(result: SequentialResult, known: KnownFields) -> tuple[ReceptiveField, ...]:
        asked.append(result)
        return fields_of_flow(result, known)

    monkeypatch.setattr(network_summary, "fields_of_flow", counted)
    summary = of((3, 32, 32), *map(NetworkStep, (Conv2d(3, 2, 5), ReLU(), MaxPool2d(2))))
    assert not asked

    assert [summary.seen_size(row) for row in range(3)] == [(5, 5), (5, 5), (6, 6)]
    assert not summary.sees_whole_input(2)

    assert len(asked) == 1


@pytest.mark.unmeasured
def test_what_cells_see_is_known_of_every_layer_that_takes_one_number_a_picture() -> None:
    """A layer then takes the batch for its only dimension: a Linear, a padding, an Unflatten."""
    chance = random.Random(3)  # noqa: S311 - for a test
    kinds = [
        kind
        for kind in layer_types().values()
        if parameters_of(kind).keys() == defaults_of(kind).keys()
    ]
    layers = [*(kind() for kind in kinds), Linear(1, 3), Linear(2, 1), Flatten(0)]
    joined = 0
    for _ in range(400):
        chosen = [chance.choice(layers) for _ in range(chance.randint(1, 3))]
        steps = [NetworkStep(layer) for layer in (*chosen, chance.choice(layers[-3:]))]
        summary = of((), *steps, batch_size=chance.randint(1, 3))
        rows = summary.result.rows
        assert len(summary.seen_inputs) == len(summary.receptive_fields) == len(rows)
        for row in rows:
            summary.seen_size(row.index)
            if any(note.code is ExplanationCode.BATCH_JOINED for note in row.notes):
                joined += 1
                assert summary.sees_whole_input(row.index)
    assert joined > 50
