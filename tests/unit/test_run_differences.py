"""What differs between runs, told as a person would tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from convviz.core.averaging import EMA
from convviz.core.clipping import ClipByNorm
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.network.sequential import NetworkStep
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.sgd import SGD
from convviz.core.schedules.falling import StepLR
from convviz.protocol.run_differences import differing, network_rows, setting_rows
from convviz.protocol.templates import course_network, new_document

if TYPE_CHECKING:
    from convviz.protocol.document import Document, Network


def with_training(**changes: object) -> Document:
    document = new_document()
    return msgspec.structs.replace(
        document, training=msgspec.structs.replace(document.training, **changes)
    )


def network(*steps: NetworkStep) -> Network:
    return msgspec.structs.replace(course_network(), steps=steps)


def test_parts_that_only_one_run_has_are_named_with_their_settings() -> None:
    documents = [
        new_document(),
        with_training(clipping=ClipByNorm(2.0), averaging=EMA(), precision="bfloat16"),
    ]
    rows = {row.name: row.values for row in differing(setting_rows(documents))}
    assert rows["clipping"] == ("None", "clip_grad_norm_")
    assert rows["clipping.max_norm"] == ("", "2.0")
    assert rows["averaging.decay"] == ("", "0.999")
    assert rows["precision"] == ("float32", "bfloat16")


def test_settings_that_differ_are_named_with_the_value_of_each_run() -> None:
    documents = [
        new_document(),
        with_training(batch_size=32, optimiser=SGD(lr=0.1, momentum=0.9)),
    ]
    rows = differing(setting_rows(documents))
    assert [(row.name, row.values) for row in rows] == [
        ("batch_size", ("64", "32")),
        ("optimiser.lr", ("0.01", "0.1")),
    ]


def test_parts_of_another_kind_are_told_with_the_parameters_that_each_has() -> None:
    documents = [new_document(), with_training(optimiser=Adam(), schedule=StepLR(step_size=2))]
    rows = {row.name: row.values for row in differing(setting_rows(documents))}
    assert rows["optimiser"] == ("SGD", "Adam")
    assert rows["optimiser.momentum"] == ("0.9", "")
    assert rows["optimiser.betas"] == ("", "(0.9, 0.999)")
    assert rows["schedule"] == ("None", "StepLR")


def test_equal_runs_differ_in_nothing() -> None:
    documents = [new_document(), new_document(), new_document()]
    assert differing(setting_rows(documents)) == ()
    assert differing(network_rows([one.network for one in documents])) == ()


def test_layers_that_belong_together_stand_in_one_row() -> None:
    steps = course_network().layers
    wider = NetworkStep(Conv2d(3, 48, 5, padding=2))
    rows = network_rows(
        [
            network(*steps),
            network(steps[0], NetworkStep(ReLU()), *steps[1:]),
            network(wider, *steps[1:]),
        ]
    )
    values = [row.values for row in rows]
    assert values[0] == ("3×32×32",) * 3
    assert values[1][0] == values[1][1] == "Conv2d(3, 32, kernel_size=5, padding=2)"
    assert values[1][2] == "Conv2d(3, 48, kernel_size=5, padding=2)"
    assert values[2] == ("", "ReLU()", "")
    assert values[3] == ("MaxPool2d(kernel_size=2)",) * 3
    assert len(values) == len(steps) + 2


def test_a_network_that_fails_midway_is_compared_to_its_end() -> None:
    steps = course_network().layers
    broken = network(NetworkStep(Conv2d(4, 32, 5)), *steps[1:])
    rows = network_rows([network(*steps), broken])
    assert len(rows) == len(steps) + 1
    assert next(row.name for row in differing(rows)) == "1"
