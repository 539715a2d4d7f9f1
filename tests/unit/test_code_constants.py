"""Arithmetic in code: worked out as Python would, never executed, never without an end."""

from __future__ import annotations

import ast
import math
import time
from typing import TYPE_CHECKING

import pytest

from convviz.core.code.constants import (
    NotAConstantError,
    TooDeepError,
    TooManyPartsError,
    UnknownNameError,
    constant,
)
from convviz.core.code.writing import parse_layer, parse_layers
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.upsample import Upsample
from convviz.core.network.sequential import NetworkStep, infer_sequential
from convviz.core.network.summary import summarise

if TYPE_CHECKING:
    from convviz.core.code.networks import CodeNotice
    from convviz.core.layers import Layer

SUMS = [
    "16*5*5", "9//2", "64 * 8", "2**3", "-1", "+1", "-(3 - 5)", "7 % 4", "-7 // 2", "-7 % 4", "1/2",
    "(600/149, 800/199)", "[3] * 2 + [5]", "2 * (3, 5)", "(3, 5, 7)[1]", "((1, 2), 3)[0][-1]",
    "int(64 * 1.5)", "int(-2.7)", "round(2.5)", "round(2.345, 2)", "abs(-3)", "min(3, 5)",
    "max((3, 5))", "len([1, 2, 3])", "sum([8, 16])", "float('inf')", "float(' -Infinity ')",
    "float(3)", "-float('inf')", "True + 1", "-True", "2 ** -1", "1_000", "0x10", "2**63 // 2**60",
    "(1, (2, 'same'), None, True)", "tuple([1, 2])", "8 * 2 // 4 * 3",
]  # fmt: skip


@pytest.mark.parametrize("text", SUMS)
def test_a_sum_is_what_python_makes_of_it(text: str) -> None:
    expected = eval(text, {"__builtins__": __builtins__})  # noqa: S307 - texts of this file
    value = constant(ast.parse(text, mode="eval").body)
    assert value == (tuple(expected) if isinstance(expected, list) else expected)
    assert type(value) is (tuple if isinstance(expected, list) else type(expected))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("math.ceil(7 / 2)", 4),
        ("math.floor(7 / 2)", 3),
        ("math.sqrt(9)", 3.0),
        ("math.inf", math.inf),
        ("-torch.inf", -math.inf),
        ("np.pi", math.pi),
    ],
)
def test_names_of_math_are_known(text: str, value: float) -> None:
    assert constant(ast.parse(text, mode="eval").body) == value


ENDLESS: list[tuple[str, type[Exception]]] = [
    ("10**10**10", OverflowError),
    ("2**-(10**9)", OverflowError),
    ("9**9**9**9", OverflowError),
    ("(10**70)**70", OverflowError),
    ("*".join(["10**70"] * 50), OverflowError),
    ("round(1, -10**12)", OverflowError),
    ("(0,) * 10**18", TooManyPartsError),
    ("((0,) * 500,) * 500", TooManyPartsError),
    ("sum(((0,) * 200, (0,) * 200), ())", NotAConstantError),
    ("'a' * 10**9", NotAConstantError),
    ("'9' + '9'", NotAConstantError),
    ("int('9' * 4000)", NotAConstantError),
    ("-" * 120 + "1", TooDeepError),
    ("1+" * 300 + "1", TooDeepError),
    ("(-8) ** 0.5", NotAConstantError),
    ("1e999", OverflowError),
    ("int(float('inf'))", OverflowError),
    ("1 // 0", ZeroDivisionError),
    ("0 ** -1", ZeroDivisionError),
    ("n", UnknownNameError),
    ("self.n", UnknownNameError),
    ("(1, 2)[9]", NotAConstantError),
    ("(1, 2)['a']", NotAConstantError),
    ("open('x')", NotAConstantError),
    ("().__class__", NotAConstantError),
    ("[n for n in (1, 2)]", NotAConstantError),
    ("f'{1}'", NotAConstantError),
    ("1 if True else 2", NotAConstantError),
    ("math.factorial(10**6)", NotAConstantError),
    ("min()", NotAConstantError),
    ("len(3)", NotAConstantError),
]


@pytest.mark.parametrize(("text", "refusal"), ENDLESS, ids=lambda value: str(value)[:30])
def test_what_has_no_end_or_is_no_constant_is_refused_at_once(
    text: str, refusal: type[Exception]
) -> None:
    node = ast.parse(text, mode="eval").body
    started = time.process_time()
    with pytest.raises(refusal):
        constant(node)
    assert time.process_time() - started < 0.5


def test_names_that_multiply_each_other_have_an_end() -> None:
    lines = ["a = (1,) * 9"]
    lines += [
        f"{name} = ({before}, {before}) * 9"
        for before, name in zip("abcdefg", "bcdefgh", strict=True)
    ]
    with pytest.raises(DocumentError) as refused:
        parse_layers("\n".join([*lines, "Conv2d(1, 1, h)"]))
    assert refused.value.code is ErrorCode.CODE_NOT_WORKED_OUT


READ: list[tuple[str, Layer]] = [
    ("Linear(16*5*5, 120)", Linear(400, 120)),
    ("Conv2d(3, 64 * 8, 9, padding=9//2)", Conv2d(3, 512, 9, padding=4)),
    ("Conv2d(3, int(32 * 1.5), (3, 2**2), bias=None)", Conv2d(3, 48, (3, 4), bias=False)),
    ("Conv2d(3, 4, 5, bias=0)", Conv2d(3, 4, 5, bias=False)),
    ("Conv2d(3, 4, 5, bias=1)", Conv2d(3, 4, 5, bias=True)),
    ("BatchNorm2d(8, affine=0, track_running_stats=None)",
     BatchNorm2d(8, affine=False, track_running_stats=False)),
    ("MaxPool2d(3, return_indices=0)", MaxPool2d(3)),
    ("Upsample(scale_factor=(600/149, 800/199), mode='bilinear')",
     Upsample(scale_factor=(600 / 149, 800 / 199), mode="bilinear")),
    ("Upsample(scale_factor=2, recompute_scale_factor=0)",
     Upsample(scale_factor=2, recompute_scale_factor=False)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "layer"), READ, ids=lambda value: str(value)[:30])
def test_arguments_may_be_sums_and_flags_what_torch_takes_for_true(text: str, layer: Layer) -> None:
    assert parse_layer(text) == layer


def test_where_numbers_are_kept_is_left_out_with_a_notice() -> None:
    notices: list[CodeNotice] = []
    layer = parse_layer("Linear(3, 4, device=device, dtype=torch.float16)", notices)
    assert layer == Linear(3, 4)
    assert [notice.code for notice in notices] == [ErrorCode.CODE_LEFT_OUT] * 2
    assert [notice.facts["parameter"] for notice in notices] == ["device", "dtype"]


def test_names_stand_for_numbers_line_by_line() -> None:
    text = """
    import torch
    device = "cuda" if torch.cuda.is_available() else "cpu"
    x = torch.randn(1, 3, 32, 32)
    sizes: list[int] = [3, 16]
    kernel = stride = 2
    n, classes = sizes[1], 10
    n *= 2
    self.width = n // 4
    model = nn.Sequential(
        nn.Conv2d(sizes[0], n, kernel + 1, stride, device=device), nn.Linear(self.width, classes)
    )
    """
    assert parse_layers(text) == (Conv2d(3, 32, 3, stride=2), Linear(8, 10))


ALEXNET = """
model = nn.Sequential(
    nn.Conv2d(3, 64, kernel_size=11, stride=4, padding=2), nn.ReLU(inplace=True),
    nn.MaxPool2d(kernel_size=3, stride=2),
    nn.Conv2d(64, 192, kernel_size=5, padding=2), nn.ReLU(inplace=True),
    nn.MaxPool2d(kernel_size=3, stride=2),
    nn.Conv2d(192, 384, kernel_size=3, padding=1), nn.ReLU(inplace=True),
    nn.Conv2d(384, 256, kernel_size=3, padding=1), nn.ReLU(inplace=True),
    nn.Conv2d(256, 256, kernel_size=3, padding=1), nn.ReLU(inplace=True),
    nn.MaxPool2d(kernel_size=3, stride=2), nn.AdaptiveAvgPool2d((6, 6)), nn.Flatten(),
    nn.Dropout(p=0.5), nn.Linear(256 * 6 * 6, 4096), nn.ReLU(inplace=True),
    nn.Dropout(p=0.5), nn.Linear(4096, 4096), nn.ReLU(inplace=True), nn.Linear(4096, 1000),
)
"""


def test_alexnet_counts_what_its_authors_code_counts() -> None:
    result = infer_sequential(
        [NetworkStep(layer) for layer in parse_layers(ALEXNET)], (3, 224, 224)
    )
    assert result.failure is None
    summary = summarise(result)
    assert (summary.num_params, summary.mult_adds) == (61_100_840, 714_188_480)


def test_an_upsampling_by_a_fraction_gives_the_size_that_torch_gives() -> None:
    layers = parse_layers("Upsample(scale_factor=(600/149, 800/199), mode='bilinear')")
    result = infer_sequential([NetworkStep(layer) for layer in layers], (1, 149, 199))
    assert result.output_shape == (1, 600, 799)
