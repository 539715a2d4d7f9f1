"""Text as people paste it: with a console's prompts, a web page's fences, as torch prints it."""

from __future__ import annotations

import pytest

from convviz.core.code.reading import parse_code, parse_layer
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Identity
from convviz.core.layers.upsample import UpsamplingBilinear2d, UpsamplingNearest2d

NET = """Net(
  (conv1): Conv2d(3, 8, kernel_size=3)
  (features): Sequential(
    (0): MaxPool2d(kernel_size=2, stride=2)
    (1): ReLU()
  )
)
"""


def refusal(text: str) -> DocumentError:
    with pytest.raises(DocumentError) as refused:
        parse_code(text)
    return refused.value


def test_a_console_is_read_without_prompts_and_answers() -> None:
    text = ">>> model = nn.Sequential(\n...     nn.Conv2d(3, 8, 3),\n... )\n>>> nn.ReLU()\nReLU()\n"
    assert parse_code(text.replace(">>> nn.ReLU()\nReLU()\n", "7\n")).network().layers == (
        Conv2d(3, 8, 3),
    )
    assert refusal(text.replace("Conv2d", "Konv")).facts["line"] == 2


@pytest.mark.parametrize("fence", ["```", "```python"])
def test_a_web_pages_fences_are_passed_over(fence: str) -> None:
    assert parse_code(f"{fence}\nmodel = nn.Sequential(nn.ReLU())\n```\n").network().line == 2


def test_prompts_in_a_files_own_texts_are_left_alone() -> None:
    text = '"""Tried as\n>>> nn.ReLU()\n"""\nmodel = nn.Sequential(nn.ReLU())'
    assert parse_code(text).network().layers == (ReLU(),)


def test_of_a_printed_module_that_is_no_sequential_its_children_are_read() -> None:
    reading = parse_code(NET)
    assert [network.label for network in reading.networks] == ["conv1", "features"]
    assert reading.network("features").layers == (MaxPool2d(2, 2), ReLU())
    lone = parse_code("Net(\n  (a): ReLU()\n  (b): ReLU()\n)")
    assert lone.network().layers == (ReLU(), ReLU())
    assert [notice.code for notice in lone.notices] == [ErrorCode.CODE_TAKEN_IN_ORDER]


def test_what_is_wrong_in_a_printout_is_found_where_it_stands() -> None:
    wrong = refusal("Sequential(\n  (0): ReLU()\n  (1): BasicBlock(\n    (0): ReLU()\n  )\n)")
    assert wrong.code is ErrorCode.CODE_UNKNOWN_LAYER
    assert (wrong.facts["line"], wrong.facts["column"]) == (3, 8)
    held = refusal("Sequential(\n  (0): ModuleList(\n    (0-1): 2 x ReLU()\n  )\n)")
    assert held.facts["absence"] == "container"
    attends = refusal("MultiheadAttention(\n  (out): Dense(1)\n)")
    assert attends.facts["absence"] == "attention"


@pytest.mark.parametrize(
    "text",
    ["Net(\n)", "Net(\n  ReLU()\n)", "Net(\n  (0): ReLU(\n)", "(0): ReLU()", "Net(\n\n)", ")\n)"],
)
def test_a_text_that_is_no_printout_is_refused_as_any_other(text: str) -> None:
    assert refusal(text).code in (
        ErrorCode.CODE_NOT_PYTHON,
        ErrorCode.CODE_UNKNOWN_LAYER,
        ErrorCode.CODE_EMPTY,
    )


def test_a_lazy_layer_is_read_as_it_prints_itself() -> None:
    for printed, written in [
        ("LazyConv2d(0, 3, kernel_size=(3, 3))", "LazyConv2d(3, (3, 3))"),
        ("LazyLinear(in_features=0, out_features=3)", "LazyLinear(3)"),
        ("LazyBatchNorm2d(0, eps=1e-05)", "LazyBatchNorm2d()"),
        ("LazyBatchNorm2d(0)", "LazyBatchNorm2d(eps=0)"),
    ]:
        assert parse_layer(printed) == parse_layer(written)
    with pytest.raises(DocumentError):
        parse_layer("LazyLinear(in_features=5, out_features=3)")


def test_the_old_upsampling_layers_print_a_mode_that_they_do_not_take() -> None:
    printed = "UpsamplingNearest2d(scale_factor=2.0, mode='nearest')"
    assert parse_layer(printed) == UpsamplingNearest2d(scale_factor=2.0)
    printed = "UpsamplingBilinear2d(size=4, mode='bilinear')"
    assert parse_layer(printed) == UpsamplingBilinear2d(4)
    with pytest.raises(DocumentError):
        parse_layer("UpsamplingNearest2d(size=4, mode='bilinear')")


def test_identity_takes_anything_as_in_torch_and_says_that_it_does_nothing() -> None:
    reading = parse_code("nn.Sequential(nn.Identity(54, unused=0.1), nn.ReLU())")
    assert reading.network().layers == (Identity(), ReLU())
    assert [dict(notice.facts)["parameter"] for notice in reading.notices] == ["54", "unused"]


def test_a_convolution_prints_its_padding_without_quotes() -> None:
    printed = "Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1), padding=same, padding_mode=reflect)"
    expected = Conv2d(3, 8, (3, 3), stride=(1, 1), padding="same", padding_mode="reflect")
    assert parse_layer(printed) == expected
    named = parse_code("same = 1\nnn.Conv2d(3, 8, 3, padding=same)").network()
    assert named.layers == (Conv2d(3, 8, 3, padding=1),)
