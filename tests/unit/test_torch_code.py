"""Code out and in: what users write, and what is refused without being executed."""

from __future__ import annotations

import ast

import pytest

from convviz.core.code.writing import (
    MODULE_FIRST_LINE,
    SEQUENTIAL_FIRST_LINE,
    attribute_names,
    layer_call,
    module_code,
    parse_layer,
    parse_layers,
    resolved_layers,
    sequential_code,
)
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers import Layer, layer_types
from convviz.core.layers.activation import LeakyReLU, ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.dropout import Dropout
from convviz.core.layers.hard_activation import Hardtanh, ReLU6
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.layers.softmax import Softmax
from convviz.core.network.sequential import NetworkStep, infer_sequential

WRITTEN: list[tuple[Layer, str]] = [
    (Conv2d(3, 32, 5, padding=2), "Conv2d(3, 32, kernel_size=5, padding=2)"),
    (Conv2d(3, 32, (3, 5), padding="same"), 'Conv2d(3, 32, kernel_size=(3, 5), padding="same")'),
    (Conv2d(8, 8, 3, groups=8, bias=False), "Conv2d(8, 8, kernel_size=3, groups=8, bias=False)"),
    (MaxPool2d(2), "MaxPool2d(kernel_size=2)"),
    (MaxPool2d(3, stride=(2, 1), ceil_mode=True),
     "MaxPool2d(kernel_size=3, stride=(2, 1), ceil_mode=True)"),
    (AvgPool2d(2, divisor_override=-3), "AvgPool2d(kernel_size=2, divisor_override=-3)"),
    (ReLU(), "ReLU()"),
    (LeakyReLU(0.2), "LeakyReLU(0.2)"),
    (Hardtanh(max_val=2.0), "Hardtanh(max_val=2.0)"),
    (Hardtanh(max_val=float("inf")), 'Hardtanh(max_val=float("inf"))'),
    (Softmax(-1), "Softmax(-1)"),
    (Dropout(), "Dropout()"),
    (BatchNorm2d(32, eps=1e-3), "BatchNorm2d(32, eps=0.001)"),
    (Flatten(), "Flatten()"),
    (Linear(1024, 64), "Linear(1024, 64)"),
]  # fmt: skip


@pytest.mark.parametrize(("layer", "code"), WRITTEN, ids=lambda value: str(value)[:30])
def test_a_layer_is_written_as_its_users_write_it(layer: Layer, code: str) -> None:
    assert layer_call(layer) == code


@pytest.mark.parametrize(("layer", "code"), WRITTEN, ids=lambda value: str(value)[:30])
def test_what_is_written_is_read_as_the_same_layer(layer: Layer, code: str) -> None:
    assert parse_layer(code) == layer
    assert parse_layer(f"nn.{code}") == layer
    assert parse_layer(f"  torch.nn.{code}\n") == layer


def test_true_where_one_is_the_default_is_written() -> None:
    assert layer_call(Conv2d(1, 1, 1, stride=True)) == "Conv2d(1, 1, kernel_size=1, stride=True)"


def test_arguments_in_torchs_order_need_no_names() -> None:
    assert parse_layer("Conv2d(3, 32, 5, 2, 1)") == Conv2d(3, 32, 5, stride=2, padding=1)
    assert parse_layer("ConvTranspose2d(3, 4, 3, 2, 1, 1)") == ConvTranspose2d(
        3, 4, 3, stride=2, padding=1, output_padding=1
    )
    assert parse_layer("MaxPool2d(3, None, [1, 0])") == MaxPool2d(3, padding=(1, 0))
    assert parse_layer("Dropout(1)").replace() == Dropout(1.0)


REFUSED = [
    ("", ErrorCode.CODE_EMPTY, {}),
    ("Conv2d(3,", ErrorCode.CODE_NOT_PYTHON, {"line": 1}),
    ("\0", ErrorCode.CODE_NOT_PYTHON, {}),
    ("\ud800", ErrorCode.CODE_NOT_PYTHON, {}),
    ("x[0]", ErrorCode.CODE_NOT_A_LAYER, {"found": "x[0]", "line": 1, "column": 1}),
    ("ReLU(); ReLU()", ErrorCode.CODE_NOT_A_LAYER, {"column": 9}),
    ("del ReLU", ErrorCode.CODE_NOT_A_LAYER, {}),
    ("my.nn.ReLU()", ErrorCode.CODE_MEANT_LAYER, {"meant": "nn.ReLU()"}),
    ("Cov2d(3, 4, 5)", ErrorCode.CODE_UNKNOWN_LAYER, {"name": "Cov2d", "nearest": "Conv2d"}),
    ("conv2d(3, 4, 5)", ErrorCode.CODE_UNKNOWN_LAYER, {"nearest": "Conv2d"}),
    ("Conv2d(3, 32)", ErrorCode.CODE_PARAMETER_MISSING, {"parameter": "kernel_size"}),
    ("Conv2d(3, 32, 5, pad=2)", ErrorCode.CODE_MISSPELT_PARAMETER, {"nearest": "padding"}),
    ("Conv2d(3, 32, 5, in_channels=2)", ErrorCode.CODE_PARAMETER_TWICE, {"column": 18}),
    ("Conv2d(3, 32, 5, bias=True, bias=True)", ErrorCode.CODE_PARAMETER_TWICE, {}),
    ("ReLU(True, 2)", ErrorCode.CODE_TOO_MANY_ARGUMENTS, {"given": 2, "most": 1, "column": 12}),
    ("Conv2d(*sizes)", ErrorCode.CODE_NOT_A_VALUE, {"found": "*sizes"}),
    ("Conv2d(**sizes)", ErrorCode.CODE_NOT_A_VALUE, {"found": "**sizes"}),
    ("Conv2d(3, n, 5)", ErrorCode.CODE_UNKNOWN_NAME, {"parameter": "out_channels", "name": "n"}),
    ("Conv2d(3, self.n, 5)", ErrorCode.CODE_UNKNOWN_NAME, {"name": "self.n"}),
    ("Conv2d(3, 2 * n(4), 5)", ErrorCode.CODE_NOT_A_VALUE, {"found": "2 * n(4)"}),
    ("Conv2d(3, 16 // 0, 5)", ErrorCode.CODE_DIVIDES_BY_ZERO, {"found": "16 // 0"}),
    ("Conv2d(3, 64 / 2, 5)", ErrorCode.CODE_WRONG_VALUE, {"found": "64 / 2 = 32.0"}),
    ("Conv2d(3, 4, [n for n in s])", ErrorCode.CODE_NOT_A_VALUE, {}),
    ("Conv2d(3, 4, ((1, 2), 3))", ErrorCode.CODE_WRONG_VALUE, {}),
    ("Softplus(float('7'))", ErrorCode.CODE_NOT_A_VALUE, {}),
    ("Conv2d(3, 4, b'5')", ErrorCode.CODE_NOT_A_VALUE, {}),
    ("Conv2d(3, 4, 5j)", ErrorCode.CODE_NOT_A_VALUE, {}),
    ("Conv2d(3, True, 5)", ErrorCode.CODE_WRONG_VALUE, {"found": "True", "expected": "integer"}),
    ("Conv2d(3, 4, 2.5)", ErrorCode.CODE_WRONG_VALUE, {"parameter": "kernel_size"}),
    ("Conv2d(3, 4, None)", ErrorCode.CODE_WRONG_VALUE, {}),
    ("Conv2d(3, 4, 'same')", ErrorCode.CODE_WRONG_VALUE, {}),
    ("Conv2d(3, 4, 5, bias='no')", ErrorCode.CODE_WRONG_VALUE, {"expected": "flag"}),
    ("MaxPool2d(3, ceil_mode=1)", ErrorCode.CODE_WRONG_VALUE, {}),
    ("AvgPool2d(3, ceil_mode=None)", ErrorCode.CODE_WRONG_VALUE, {}),
    ("ReLU(device='cpu')", ErrorCode.CODE_UNKNOWN_PARAMETER, {"parameter": "device"}),
    ("Conv2d(3, 10**10**10, 5)", ErrorCode.CODE_NUMBER_TOO_LARGE, {}),
    ("Conv2d(3, 2**2**2**2**2**2, 5)", ErrorCode.CODE_NUMBER_TOO_LARGE, {}),
    ("Conv2d(3, round(5, -10**9), 5)", ErrorCode.CODE_NUMBER_TOO_LARGE, {}),
    ("Conv2d(3, 4, (1,) * 10**9)", ErrorCode.CODE_WRONG_VALUE, {}),
    ("Conv2d(3, 4, 'a' * 10**9)", ErrorCode.CODE_NOT_A_VALUE, {}),
    ("Conv2d(3, " + "1+" * 900 + "1, 5)", ErrorCode.CODE_TOO_DEEP, {}),
    ("Dropout('0.5')", ErrorCode.CODE_WRONG_VALUE, {"expected": "number"}),
    ("Conv2d(3, 4, 99999999999999999999)", ErrorCode.CODE_NUMBER_TOO_LARGE, {}),
    ("Conv2d(3, 4, 0x" + "f" * 9000 + ")", ErrorCode.CODE_NUMBER_TOO_LARGE, {}),
    ("Conv2d(3, 4, " + "9" * 9000 + ")", ErrorCode.CODE_NOT_PYTHON, {}),
    ("Dropout(1e999)", ErrorCode.CODE_NUMBER_TOO_LARGE, {}),
    ("(" * 5000, ErrorCode.CODE_NOT_PYTHON, {}),
    ("-" * 60000 + "1", ErrorCode.CODE_TOO_DEEP, {}),
    ("a" + ".a" * 30000, ErrorCode.CODE_TOO_DEEP, {}),
    ("a" + ".a" * 1200, ErrorCode.CODE_TOO_DEEP, {}),
    ("Dropout(" + "-" * 5000 + "1)", ErrorCode.CODE_TOO_DEEP, {}),
    (" " * 300_000, ErrorCode.CODE_TOO_LONG, {"size": 300_000}),
]


@pytest.mark.parametrize(("text", "code", "facts"), REFUSED, ids=lambda value: str(value)[:30])
def test_anything_else_is_refused_with_what_is_wrong_and_where(
    text: str, code: ErrorCode, facts: dict[str, object]
) -> None:
    with pytest.raises(DocumentError) as refused:
        parse_layer(text)
    assert refused.value.code is code
    assert facts.items() <= refused.value.facts.items()


def test_pasted_code_is_never_executed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DocumentError):
        parse_layers("import antigravity\nnn.Sequential(nn.ReLU(print('executed')))")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "text",
    [
        "import torch\nfrom torch import nn\n\nm = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU())",
        "self.net: nn.Module = torch.nn.Sequential(\n    nn.Conv2d(3, 8, 3),  # first\n ReLU())",
        '"""My network."""\nnn.Conv2d(3, 8, 3)\nnn.ReLU()',
        "    nn.Conv2d(3, 8, 3),\n    nn.ReLU(),\n",
        "nn.Conv2d(3, 8, 3),\n    nn.ReLU(),\n",
        "[nn.Conv2d(3, 8, 3), nn.ReLU()]",
        "\ufeffnn.Sequential(nn.Sequential(nn.Conv2d(3, 8, 3)), nn.ReLU())",
    ],
)
def test_layers_are_read_from_the_code_that_people_have(text: str) -> None:
    assert parse_layers(text) == (Conv2d(3, 8, 3), ReLU())


def test_an_empty_sequential_is_no_error_but_code_without_layers_is() -> None:
    assert parse_layers("model = nn.Sequential()") == ()
    with pytest.raises(DocumentError) as refused:
        parse_layers("import torch")
    assert refused.value.code is ErrorCode.CODE_EMPTY


def test_sequentials_inside_each_other_have_an_end() -> None:
    with pytest.raises(DocumentError) as refused:
        parse_layers("Sequential(" * 20 + ")" * 20)
    assert refused.value.code is ErrorCode.CODE_TOO_DEEP


def test_the_refused_line_of_a_long_network_is_named() -> None:
    with pytest.raises(DocumentError) as refused:
        parse_layers("nn.Sequential(\n    nn.ReLU(),\n    nn.Conv2d(3, n, 3),\n)")
    assert refused.value.facts["line"] == 3
    assert refused.value.facts["column"] == 18


STEPS = (
    NetworkStep(Conv2d(1, 8, 3), frozenset({"in_channels"})),
    NetworkStep(ReLU(), enabled=False),
    NetworkStep(Flatten()),
    NetworkStep(Linear(7, 10)),
    NetworkStep(Linear(10, 2)),
)


def test_a_sequential_shows_shapes_up_to_the_failure_and_disabled_layers_as_comments() -> None:
    code = sequential_code(STEPS, infer_sequential(STEPS, (3, 5, 5)))
    assert code == (
        "from torch import nn\n"
        "\n"
        "model = nn.Sequential(  # 3 × 5 × 5\n"
        "    nn.Conv2d(3, 8, kernel_size=3),  # 8 × 3 × 3\n"
        "    # nn.ReLU(),\n"
        "    nn.Flatten(),                    # 72\n"
        "    nn.Linear(7, 10),\n"
        "    nn.Linear(10, 2),\n"
        ")\n"
    )


def test_a_written_sequential_is_read_back_as_its_enabled_layers() -> None:
    result = infer_sequential(STEPS, (3, 5, 5))
    layers = resolved_layers(STEPS, result)
    assert parse_layers(sequential_code(STEPS, result)) == (layers[0], *layers[2:])
    assert parse_layers(sequential_code((), infer_sequential((), (1,)))) == ()


def test_a_module_leaves_disabled_layers_out_of_its_forward() -> None:
    code = module_code(STEPS, infer_sequential(STEPS, (3, 5, 5)))
    assert "        # self.relu = nn.ReLU()\n" in code
    assert "self.relu(x)" not in code
    assert "        x = self.flatten(x)  # 72\n" in code


def test_names_in_a_module_are_all_different_and_no_keywords() -> None:
    layers: list[Layer] = [Conv2d(1, 1, 1), ReLU6(), ReLU6(), Conv2d(1, 1, 1), LeakyReLU()]
    assert attribute_names(layers) == ["conv1", "relu6_1", "relu6_2", "conv2", "leaky_relu"]
    every = [
        kind(**{name: 1 for name in kind.parameters() if name not in kind.defaults()})
        for kind in layer_types().values()
    ]
    names = attribute_names(every)
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() for name in names)


def test_layers_stand_line_by_line_from_the_named_line() -> None:
    result = infer_sequential(STEPS, (3, 5, 5))
    for code, first in (
        (sequential_code(STEPS, result), SEQUENTIAL_FIRST_LINE),
        (module_code(STEPS, result), MODULE_FIRST_LINE),
    ):
        lines = code.split("\n")[first:]
        for step, line in zip(STEPS, lines, strict=False):
            assert f"nn.{step.layer.type_name()}(" in line


def test_a_network_of_thousands_of_layers_is_refused() -> None:
    with pytest.raises(DocumentError) as refusal:
        parse_layers("nn.ReLU()\n" * 1001)
    assert refusal.value.code is ErrorCode.NETWORK_TOO_LONG
    assert len(parse_layers("nn.ReLU()\n" * 1000)) == 1000


def test_a_value_that_is_far_too_long_is_refused_at_once() -> None:
    with pytest.raises(DocumentError) as refusal:
        parse_layer(f"MaxPool2d(({'3,' * 10_000}))")
    assert refusal.value.code is ErrorCode.CODE_WRONG_VALUE


def test_the_code_is_searched_for_what_an_error_repeats_and_for_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def search(*_arguments: object) -> str:
        pytest.fail("the whole text is searched for a value that is right")

    monkeypatch.setattr(ast, "get_source_segment", search)
    assert parse_layer("Linear(3, out_features=4)") == Linear(3, 4)
