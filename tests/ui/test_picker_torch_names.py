"""Every name that torch has, typed into the calculator's picker: what is meant is offered."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Final

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from convviz.core.shown_layers import offered_types
from convviz.core.torch_names import meant_class

if TYPE_CHECKING:
    from convviz.ui.calculator.layer_picker import LayerPicker
    from tests.support.shared_calculator import SharedCalculator

HELPERS: Final = frozenset(
    {
        *("assert_int_or_pair", "boolean_dispatch", "handle_torch_function"),
        *("has_torch_function", "has_torch_function_unary", "has_torch_function_variadic"),
    }
)
"""What torch.nn.functional imports for itself."""


def torch_names() -> list[str]:
    """Return the classes of torch.nn and torch.optim, and the functions of torch.nn.functional."""
    functions = torch.nn.functional
    modules = (kind for kind in vars(torch.nn).values() if inspect.isclass(kind))
    optimisers = {name for name, kind in vars(torch.optim).items() if inspect.isclass(kind)}
    called = (name for name in dir(functions) if name.islower() and name[0] != "_")
    return [
        *(kind.__name__ for kind in modules if issubclass(kind, torch.nn.Module)),
        *sorted(optimisers - {"Optimizer"}),
        *(name for name in called if callable(getattr(functions, name)) and name not in HELPERS),
    ]


@pytest.fixture
def picker(shared_calculator: SharedCalculator) -> LayerPicker:
    page = shared_calculator.hidden()
    page.call_bar.open_layers()
    assert page.call_bar.picker is not None
    return page.call_bar.picker


def test_every_class_and_function_of_torch_finds_its_class_or_is_named_as_not_here(
    picker: LayerPicker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picker, "_calculator", None)  # what comes out of each is of no interest
    wrong = []
    for name in set(torch_names()) - {kind.type_name() for kind in offered_types()}:
        picker.type_text(name)
        meant, found = meant_class(name) or name, picker.names()[:1]
        if found != [meant] and found[:1] != [f"{meant}2d"]:
            wrong.append(f"{name}: {found}, not {meant}")
    assert not wrong


@pytest.mark.parametrize(
    ("text", "named", "near"),
    [
        ("Embedding", "Embedding", "Linear"),
        ("nn.LSTM", "LSTM", "Sigmoid"),
        ("torch.optim.LBFGS", "LBFGS", "SGD"),
        ("F.scaled_dot_product_attention", "MultiheadAttention", "Softmax"),
        ("normalize", "normalize", "LayerNorm"),
    ],
)
def test_what_is_not_shown_is_named_with_its_reason_and_return_opens_no_other(
    picker: LayerPicker, text: str, named: str, near: str
) -> None:
    chosen: list[object] = []
    picker.type_chosen.connect(chosen.append)
    picker.type_text(text)
    row = picker.search.list.currentItem()
    assert row is not None
    assert row.text(0) == named
    assert row.text(2).startswith(f"{named} is a")
    assert near in picker.names()
    QTest.keyClick(picker.search.field, Qt.Key.Key_Return)
    assert not chosen


@pytest.mark.parametrize(
    ("text", "first"),
    [("trans", "ConvTranspose2d"), ("soft", "Softmax"), ("gru", "GRU"), ("r", "ReLU")],
)
def test_half_a_name_finds_what_is_here_before_what_is_not(
    picker: LayerPicker, text: str, first: str
) -> None:
    picker.type_text(text)
    row = picker.search.list.currentItem()
    assert row is not None
    assert row.text(0).startswith(first)


@pytest.mark.parametrize(
    ("code", "said", "offered"),
    [
        ("F.conv2d(x)", "Did you mean nn.Conv2d(...)?", ["Conv2d"]),
        ("F.batch_norm(x)", "is a function. What opens is its class", ["BatchNorm2d"]),
        ("optim.LBFGS(model.parameters(), lr=0.1)", "LBFGS is an optimiser", ["SGD"]),
        ("nn.Embedding(10, 3)", "looks up whole numbers in a table", ["Linear"]),
        ("F.one_hot(y)", "has no class in torch.nn", ["CrossEntropyLoss"]),
        ("nn.Conv2d(3)", "needs out_channels", []),
    ],
)
def test_code_of_what_does_not_open_says_so_and_offers_what_is_meant(
    picker: LayerPicker, code: str, said: str, offered: list[str]
) -> None:
    picker.type_text(code)
    assert said in picker.problem
    assert picker.names() == offered
