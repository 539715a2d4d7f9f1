"""The table of torch.nn's classes: it names every one, and agrees with the registry."""

from __future__ import annotations

import inspect
from typing import Final

import torch

from convviz.core.layers import layer_types
from convviz.core.torch_classes import (
    HAS,
    INSTEAD,
    OPTIMISERS,
    torch_classes,
)

NOT_IN_EVERY_RELEASE: Final = frozenset({"LinearCrossEntropyLoss"})
"""Classes that torch got after the oldest release that is supported."""


def module_classes() -> set[str]:
    """Return the names of the module classes that torch.nn offers."""
    found = {name: getattr(torch.nn, name) for name in dir(torch.nn)}
    return {
        name
        for name, value in found.items()
        if inspect.isclass(value) and issubclass(value, torch.nn.Module)
    }


def test_the_table_has_every_class_of_torch_and_no_other() -> None:
    there = module_classes()

    assert there - torch_classes().keys() == set()
    assert torch_classes().keys() - there <= NOT_IN_EVERY_RELEASE


def test_the_optimisers_are_those_of_torch() -> None:
    there = {name for name in vars(torch.optim) if inspect.isclass(getattr(torch.optim, name))}

    assert OPTIMISERS | {"Optimizer"} >= there
    assert OPTIMISERS - there <= {"Muon"}  # which torch got after the oldest supported release


def test_the_table_and_the_registry_agree() -> None:
    table = torch_classes()

    assert {name for name, found in table.items() if found == HAS} == set(layer_types())
    assert set(INSTEAD) <= {name for name, found in table.items() if found != HAS}
    assert set(INSTEAD.values()) <= set(layer_types())


def test_every_layer_has_torchs_parameters_in_torchs_order() -> None:
    left_out = {"self", "device", "dtype", "_random_samples", "min_value", "max_value"}
    for name, kind in layer_types().items():
        signature = inspect.signature(getattr(torch.nn, name).__init__).parameters
        theirs = [one for one in signature if one not in left_out]
        ours = [one for one in kind.parameters() if one in signature]
        if {"args", "kwargs"} & set(theirs):
            continue  # torch inherits a constructor that says nothing of its parameters
        assert theirs == ours, name
        for parameter, default in kind.defaults().items():
            if parameter in signature:
                assert signature[parameter].default == default, (name, parameter)
