"""Files of PyTorch code as people write them: imports, what stands beside, what is meant."""

from __future__ import annotations

import pytest

from convviz.core.code.reading import parse_code
from convviz.core.errors import DocumentError, ErrorCode, Fact
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d

CONV = Conv2d(3, 8, 3)
MODEL = "model = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU())\n"


def refusal(text: str) -> DocumentError:
    with pytest.raises(DocumentError) as refused:
        parse_code(text)
    return refused.value


@pytest.mark.parametrize(
    "text",
    [
        "from torch import nn as tnn\ntnn.Sequential(tnn.Conv2d(3, 8, 3))",
        "import torch.nn as N\nN.Sequential(N.Conv2d(3, 8, 3))",
        "import torch as t\nt.nn.Sequential(t.nn.Conv2d(3, 8, 3))",
        "from torch.nn import Sequential as S, Conv2d as C\nS(C(3, 8, 3))",
        "from torch.nn import *\nSequential(Conv2d(3, 8, 3))",
        "import math as m\nnn.Sequential(nn.Conv2d(3, m.ceil(7.5), 3))",
        "import collections as c\nnn.Sequential(c.OrderedDict([('a', nn.Conv2d(3, 8, 3))]))",
        "from collections import OrderedDict as OD\nnn.Sequential(OD(a=nn.Conv2d(3, 8, 3)))",
        "torch.nn.modules.Sequential(torch.nn.modules.conv.Conv2d(3, 8, 3))",
    ],
)
def test_what_is_imported_under_another_name_is_known(text: str) -> None:
    reading = parse_code(text)
    assert reading.network().layers == (CONV,)
    assert reading.network().is_sequential


def test_a_name_of_ones_own_is_no_import() -> None:
    assert refusal("import mine as nn2\nnn2.Conv2d(3, 8, 3)").facts["meant"] == "nn.Conv2d(...)"
    wrong = refusal("from torch import nn as tnn\ntnn.Konv()")
    assert (wrong.facts["name"], wrong.facts["line"], wrong.facts["column"]) == ("Konv", 2, 1)


@pytest.mark.parametrize(
    "after",
    [
        "print(model)",
        "x = torch.randn(1, 3, 32, 32)\ny = model(x)\nprint(y.shape)",
        "model = model.to('cuda')",
        "model.eval()",
        "model = torch.compile(model)",
        "criterion = nn.CrossEntropyLoss()",
        "optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)",
        "torch.manual_seed(0)",
    ],
)
def test_what_stands_beside_the_network_changes_nothing(after: str) -> None:
    reading = parse_code(MODEL + after)
    assert reading.network().name == "model"
    assert reading.network().layers == (CONV, ReLU())
    assert not reading.notices


@pytest.mark.parametrize("wrapped", ["{}.to(device).eval()", "torch.compile({})", "{}.cuda()"])
def test_a_network_is_the_same_on_another_device(wrapped: str) -> None:
    text = wrapped.format("nn.Sequential(nn.Conv2d(3, 8, 3))")
    network = parse_code(f"device = torch.device('cpu')\nnet = {text}").network()
    assert (network.name, network.layers, network.is_sequential) == ("net", (CONV,), True)


def test_definitions_and_loops_are_passed_over_and_told_of() -> None:
    text = "def train():\n    return 1\n" + MODEL + "for epoch in range(10):\n    train()\n"
    reading = parse_code(text)
    assert reading.network().layers == (CONV, ReLU())
    (notice,) = reading.notices
    assert notice.code is ErrorCode.CODE_PASSED_OVER
    assert notice.facts == {"count": 2, "lines": "1, 4"}


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("import torch\nclass Net(nn.Module):\n    pass\n", 2, "class Net(nn.Module)"),
        ("class Net(nn.Module):\n    pass\nmodel = Net()", 1, "class Net(nn.Module)"),
        ("def block(i):\n    return 1\nm = nn.Sequential(block(3))", 1, "def block(i)"),
        (MODEL + "for i in range(3):\n    model.append(nn.ReLU())", 2, "for i in range(3)"),
        (MODEL + "if deep:\n    model = nn.Sequential()", 2, "if deep"),
        ("nn.Sequential(*[nn.ReLU() for _ in range(3)])", 1, "[nn.ReLU() for _ in range(3)]"),
        ("nn.Sequential(lambda x: x)", 1, "lambda x: x"),
    ],
)
def test_what_would_have_to_be_run_is_refused_where_it_decides(
    text: str, line: int, found: str
) -> None:
    wrong = refusal(text)
    assert wrong.code is ErrorCode.CODE_WOULD_RUN
    assert (wrong.facts["line"], wrong.facts["found"]) == (line, found)


@pytest.mark.parametrize(
    "after", ["model.append(nn.ReLU())", "model.pop(0)", "half = model[:1]", "other = cut(model)"]
)
def test_what_may_change_the_network_is_never_passed_over(after: str) -> None:
    assert refusal(MODEL + after).facts["line"] == 2


def test_a_scripts_main_part_is_read() -> None:
    text = 'if __name__ == "__main__":\n    ' + MODEL
    assert parse_code(text).network().layers == (CONV, ReLU())


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("nn.ReLU", "nn.ReLU()"),
        ("torch.relu", "nn.ReLU()"),
        ("F.max_pool2d(2)", "nn.MaxPool2d(...)"),
        ("torch.flatten", "nn.Flatten()"),
    ],
)
def test_a_class_without_brackets_and_a_function_get_their_layer(found: str, meant: str) -> None:
    wrong = refusal(f"nn.Sequential({found}, nn.ReLU())")
    assert wrong.code is ErrorCode.CODE_MEANT_LAYER
    assert (wrong.facts["found"], wrong.facts["meant"]) == (found, meant)


@pytest.mark.parametrize(
    ("call", "nearest"),
    [
        ("Conv2d(3, 8, kernal_size=3)", "kernel_size"),
        ("Conv2d(3, 8, 3, strides=2)", "stride"),
        ("Conv2d(3, 8, 3, pad=2)", "padding"),
        ("BatchNorm2d(3, momentun=0.1)", "momentum"),
    ],
)
def test_a_misspelt_parameter_gets_its_neighbour(call: str, nearest: str) -> None:
    wrong = refusal(call)
    assert wrong.code is ErrorCode.CODE_MISSPELT_PARAMETER
    assert wrong.facts["nearest"] == nearest


def test_a_parameter_like_none_gets_the_list() -> None:
    wrong: dict[str, Fact] = dict(refusal("ReLU(colour=2)").facts)
    assert (wrong["parameter"], wrong["accepted"]) == ("colour", "inplace")
