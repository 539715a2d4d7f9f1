"""How people write a forward: each form becomes the layers and blocks that do the same."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from convviz.core.code.program.reading import read_program
from convviz.core.code.writing import layer_call
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.network.tree import Block, Node

if TYPE_CHECKING:
    from convviz.core.code.program.found import ReadNetwork

TEXT = """\
import torch, torch.nn as nn, torch.nn.functional as F
from torch.utils.checkpoint import checkpoint
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 3, padding=1)
        self.conv2 = nn.Conv2d(4, 4, 3, padding=1)
        self.conv3 = nn.Conv2d(4, 4, 1)
        self.relu = nn.ReLU()
        self.fc = nn.Linear(4, 2)
        self.list = nn.ModuleList([nn.Conv2d(4, 4, 1), nn.Conv2d(4, 4, 1)])
        self.dict = nn.ModuleDict(dict(a=nn.ReLU(), b=nn.Conv2d(4, 4, 1)))
        self.seq = nn.Sequential(nn.Conv2d(4, 4, 1), nn.ReLU())
        self.aux = None
        self.down = None
        self.p = 0.5
        self.weight = nn.Parameter(torch.zeros(1))

    def forward(self, x{more}):
{body}
"""


def read(body: str, more: str = "") -> ReadNetwork:
    indented = textwrap.indent(textwrap.dedent(body).strip(), " " * 8)
    return read_program(TEXT.format(body=indented, more=more)).build(None, None, (4, 8, 8))


def shown(nodes: tuple[Node, ...]) -> str:
    """Return nodes in short: layers by their calls, blocks by their kind and what they hold."""
    parts = []
    for node in nodes:
        if isinstance(node, Block):
            parts.append(f"{node.kind.value}[{shown(node.children)}]")
        else:
            parts.append(layer_call(node.layer).removesuffix("()"))
    return " ".join(parts)


CONV, ONE = "Conv2d(4, 4, kernel_size=3, padding=1)", "Conv2d(4, 4, kernel_size=1)"
FUNCTIONS = {
    "F.relu(x)": "ReLU",
    "F.relu(x, inplace=True)": "ReLU(inplace=True)",
    "F.relu_(x)": "ReLU",
    "F.relu(input=x)": "ReLU",
    "torch.relu(x)": "ReLU",
    "x.relu()": "ReLU",
    "x.clamp(min=0)": "ReLU",
    "x.clamp(0, 6)": "Hardtanh(0.0, 6.0)",
    "torch.sigmoid(x).tanh()": "Sigmoid Tanh",
    "x * x.sigmoid()": "SiLU",
    "x * torch.sigmoid(x)": "SiLU",
    "F.leaky_relu(x, 0.2)": "LeakyReLU(0.2)",
    "F.gelu(x, approximate='tanh')": 'GELU(approximate="tanh")',
    "F.max_pool2d(x, 2)": "MaxPool2d(kernel_size=2)",
    "F.max_pool2d(F.relu(x), (2, 2))": "ReLU MaxPool2d(kernel_size=(2, 2))",
    "F.max_pool2d(x, 3, 2, 1, 1, True)": (
        "MaxPool2d(kernel_size=3, stride=2, padding=1, ceil_mode=True)"
    ),
    "F.avg_pool2d(x, 4, stride=2)": "AvgPool2d(kernel_size=4, stride=2)",
    "F.avg_pool2d(x, x.size()[2:])": "AvgPool2d(kernel_size=(8, 8))",
    "F.avg_pool2d(x, x.shape[-1])": "AvgPool2d(kernel_size=8)",
    "F.adaptive_avg_pool2d(x, (1, 1))": "AdaptiveAvgPool2d((1, 1))",
    "F.adaptive_max_pool2d(x, 2)": "AdaptiveMaxPool2d(2)",
    "x.mean([2, 3])": "AdaptiveAvgPool2d(1) Flatten",
    "x.mean(dim=(-2, -1), keepdim=True)": "AdaptiveAvgPool2d(1)",
    "torch.mean(x, [2, 3])": "AdaptiveAvgPool2d(1) Flatten",
    "F.dropout(x, 0.3, training=self.training)": "Dropout(0.3)",
    "F.dropout2d(x, p=self.p)": "Dropout2d",
    "F.log_softmax(x, dim=1)": "LogSoftmax(1)",
    "torch.softmax(x, 1)": "Softmax(1)",
    "F.interpolate(x, scale_factor=2, mode='nearest')": "Upsample(scale_factor=2)",
    "F.interpolate(x, size=x.shape[2:])": "Upsample(size=(8, 8))",
    "F.upsample(x, scale_factor=2)": "Upsample(scale_factor=2)",
    "F.pad(x, (1, 1, 2, 2))": "ZeroPad2d((1, 1, 2, 2))",
    "F.pad(x, [1] * 4, mode='reflect')": "ReflectionPad2d((1, 1, 1, 1))",
    "F.pad(x, (1, 1), value=2)": "ConstantPad1d((1, 1), 2.0)",
    "F.pixel_shuffle(x, 2)": "PixelShuffle(2)",
    "F.local_response_norm(x, 5)": "LocalResponseNorm(5)",
    "x.view(x.size(0), -1)": "Flatten",
    "x.view(-1, 256)": "Flatten",
    "x.view(-1, 4 * 8 * 8)": "Flatten",
    "x.view(x.shape[0], x.shape[1] * x.shape[2] * x.shape[3])": "Flatten",
    "x.reshape(x.size()[0], -1)": "Flatten",
    "x.reshape((len(x), -1))": "Flatten",
    "torch.reshape(x, (-1, 256))": "Flatten",
    "x.flatten(1)": "Flatten",
    "torch.flatten(x, 1)": "Flatten",
    "torch.flatten(x, start_dim=1)": "Flatten",
    "x.flatten(2)": "Flatten(start_dim=2)",
    "x.view(x.size(0), 4, -1)": "Flatten(start_dim=2)",
    "x.view(-1, 4, 8, 8)": "",
    "x.flatten(1).view(-1, 16, 4, 4)": "Flatten Unflatten(1, (16, 4, 4))",
    "F.adaptive_avg_pool2d(x, 1).squeeze()": "AdaptiveAvgPool2d(1) Flatten",
    "F.adaptive_avg_pool2d(x, 1).squeeze(-1).squeeze(-1)": (
        "AdaptiveAvgPool2d(1) Flatten(start_dim=2, end_dim=3) Flatten(end_dim=2)"
    ),
    "x.view(2, 2, 2, 8, 8).transpose(1, 2).contiguous().view(2, -1, 8, 8)": "ChannelShuffle(2)",
    "x[:, :, ::2, ::2]": "MaxPool2d(kernel_size=1, stride=2)",
    "x[:, :, 1:, 1:-2]": "ZeroPad2d((-1, -2, -1, 0))",
    "x.to('cpu').float().contiguous().detach()": "",
    "x[:]": "",
    "self.conv(self.relu(x))": f"ReLU {CONV}",
    "self.conv.forward(x)": CONV,
    "self.seq(x)": f"Sequential[{ONE} ReLU]",
    "self.seq[1](self.seq[0](x))": f"Sequential[{ONE} ReLU]",
    "checkpoint(self.conv, x)": CONV,
    "self.dict['b'](self.dict['a'](x))": f"Sequential[ReLU {ONE}]",
    "self.conv(x) if self.down is None else self.down(x)": CONV,
    "getattr(self, 'conv')(x)": CONV,
    "(lambda y: self.relu(y))(x)": "ReLU",
    "sum([self.conv(x), x])": f"Residual[Sequential[{CONV}] Sequential[]]",
    "x + self.conv(x)": f"Residual[Sequential[{CONV}] Sequential[]]",
    "torch.add(self.conv(x), x)": f"Residual[Sequential[{CONV}] Sequential[]]",
    "self.conv(x).add_(x)": f"Residual[Sequential[{CONV}] Sequential[]]",
    "self.relu(self.conv(x) + self.conv3(x))": (
        f"Residual[Sequential[{CONV}] Sequential[{ONE}]] ReLU"
    ),
    "torch.cat([x, self.conv(x)], 1)": f"Concat[Sequential[] Sequential[{CONV}]]",
    "torch.cat((x, x), dim=-3)": "Concat[Sequential[] Sequential[]]",
    "torch.cat([m(x) for m in self.list], dim=1)": (f"Concat[Sequential[{ONE}] Sequential[{ONE}]]"),
    "torch.cat([x], 1)": "",
}


@pytest.mark.parametrize("expression", FUNCTIONS)
def test_an_expression_becomes_its_layers(expression: str) -> None:
    network = read(f"return {expression}")
    assert shown(network.nodes) == FUNCTIONS[expression]
    assert network.is_whole


BODIES = {
    "out = self.conv(x)\nout += x\nreturn out": f"Residual[Sequential[{CONV}] Sequential[]]",
    "for layer in self.list:\n    x = F.relu(layer(x))\nreturn x": f"{ONE} ReLU {ONE} ReLU",
    "for name, layer in self.dict.items():\n    x = layer(x)\nreturn x": (
        f"Sequential[ReLU {ONE}]"
    ),
    "for m in self.children():\n    if isinstance(m, nn.ReLU):\n        x = m(x)\nreturn x": (
        "ReLU"
    ),
    "n, c, h, w = x.size()\nif h > 4:\n    x = F.max_pool2d(x, h // 4)\nreturn x.view(n, -1)": (
        "MaxPool2d(kernel_size=2) Flatten"
    ),
    "if x.sum() > 0:\n    raise ValueError\nreturn self.conv(x)": CONV,
    "if self.training:\n    x = self.conv(x)\nprint(x.shape)\nassert x.dim() == 4\nreturn x": "",
    "y = self.conv(x)\nreturn {'out': y, 'aux': self.conv2(y)}": CONV,
    "y = self.conv(x)\nreturn y, self.conv2(y)": CONV,
    "with torch.no_grad():\n    x = self.conv(x)\nreturn x": CONV,
    "def twice(y):\n    return self.relu(self.relu(y))\nreturn twice(x)": "ReLU ReLU",
    "while x.size(-1) > 2:\n    x = F.max_pool2d(x, 2)\nreturn x": (
        "MaxPool2d(kernel_size=2) MaxPool2d(kernel_size=2)"
    ),
}


@pytest.mark.parametrize("body", BODIES)
def test_statements_become_their_layers(body: str) -> None:
    assert shown(read(body).nodes) == BODIES[body]


def test_a_join_in_a_join_is_a_block_in_a_block() -> None:
    up = "F.interpolate(self.conv2(F.max_pool2d(y, 2)), scale_factor=2)"
    network = read(f"y = self.conv(x)\nreturn self.relu(torch.cat([y, {up}], 1))")
    low = f"MaxPool2d(kernel_size=2) {CONV} Upsample(scale_factor=2)"
    assert shown(network.nodes) == f"{CONV} Concat[Sequential[] Sequential[{low}]] ReLU"


def test_names_are_those_of_the_code_and_a_function_has_none() -> None:
    network = read("return self.fc(F.relu(self.seq(self.relu(self.relu(x)))).mean([2, 3]))")
    assert [node.name for node in network.nodes] == ["relu", "relu_2", "seq", "", "", "", "fc"]
    assert network.layer_names == ("relu", "relu", "seq.0", "seq.1", "", "", "", "fc")


def test_a_layer_with_weights_that_runs_twice_is_told() -> None:
    notices = read("return self.conv(self.conv(x))").notices
    assert [n.facts for n in notices if n.code is ErrorCode.CODE_SHARED_LAYER] == [
        {"name": "conv", "times": 2, "line": 20}
    ]
    codes = {notice.code for notice in read("return self.relu(self.relu(x))").notices}
    assert ErrorCode.CODE_SHARED_LAYER not in codes


@pytest.mark.parametrize(
    ("body", "left_out", "layers"),
    [
        ("return self.conv(x / 255)", "x / 255", [CONV]),
        ("return self.conv(x) * self.weight", "self.conv(x) * self.weight", [CONV]),
        (
            "y = self.conv(x)\nreturn y * torch.sigmoid(self.conv3(y.mean([2, 3], keepdim=True)))",
            "y * torch.sigmoid(self.conv3(y.mean([2, 3], keepdim=True)))",
            [CONV],
        ),
        ("return self.conv(x.abs())", "x.abs()", [CONV]),
    ],
)
def test_what_no_layer_does_is_left_out_and_told(
    body: str, left_out: str, layers: list[str]
) -> None:
    network = read(body)
    assert [layer_call(layer) for layer in network.layers] == layers
    told = [n for n in network.notices if n.code is ErrorCode.CODE_OPERATION_LEFT_OUT]
    assert [notice.facts["found"] for notice in told] == [left_out]
    assert not network.is_whole


@pytest.mark.parametrize(
    ("body", "code", "found"),
    [
        ("return x[:, :2]", ErrorCode.CODE_NO_LAYER, "x[:, :2]"),
        ("return x.permute(0, 2, 3, 1)", ErrorCode.CODE_NO_LAYER, "x.permute(0, 2, 3, 1)"),
        ("a, b = x.chunk(2, 1)\nreturn a", ErrorCode.CODE_NO_LAYER, "x.chunk(2, 1)"),
        ("a, b = torch.split(x, 2, 1)\nreturn a", ErrorCode.CODE_NO_LAYER, "torch.split(x, 2, 1)"),
        ("a, b = torch.chunk(x, 2, 1)\nreturn a", ErrorCode.CODE_NO_LAYER, "torch.chunk(x, 2, 1)"),
        ("a, *b = x.unbind(1)\nreturn a", ErrorCode.CODE_NO_LAYER, "x.unbind(1)"),
        ("a, b = torch.max(x, 1)\nreturn a", ErrorCode.CODE_NO_LAYER, "torch.max(x, 1)"),
        ("a, b = self.conv(x)\nreturn a", ErrorCode.CODE_NO_LAYER, "self.conv(x)"),
        ("for a in x: x = a\nreturn x", ErrorCode.CODE_NO_LAYER, "x"),
        ("return [self.conv(a) for a in x]", ErrorCode.CODE_NO_LAYER, "[self.conv(a) for a in x]"),
        ("return list(x)[0]", ErrorCode.CODE_NO_LAYER, "list(x)"),
        ("return torch.cat([*x, x], 1)", ErrorCode.CODE_NO_LAYER, "[*x, x]"),
        ("return torch.cat([x, x], 2)", ErrorCode.CODE_NOT_A_TREE, "torch.cat([x, x], 2)"),
        (
            "a = self.conv(x)\nb = self.conv2(a)\nreturn (a + self.conv3(x)) + b",
            ErrorCode.CODE_NOT_A_TREE,
            "(a + self.conv3(x)) + b",
        ),
        ("raise ValueError('no')", ErrorCode.CODE_RAISES, "raise ValueError('no')"),
        ("return x.shape", ErrorCode.CODE_NO_OUTPUT, None),
        ("return self.list(x)", ErrorCode.CODE_NO_FORWARD, None),
        ("return self.aux(x)", ErrorCode.CODE_FAILS, "self.aux(x)"),
        ("return helper(x)", ErrorCode.CODE_MADE_ELSEWHERE, None),
        ("return F.conv2d(x, self.weight)", ErrorCode.CODE_NOT_READ, "F.conv2d(x, self.weight)"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(
    body: str, code: ErrorCode, found: str | None
) -> None:
    with pytest.raises(DocumentError) as refused:
        read(body)
    assert refused.value.code is code
    assert refused.value.facts.get("found") == found
    wanted = 3 if code is ErrorCode.CODE_NO_OUTPUT else 19 + len(body.split("\n"))
    if body.startswith(("a, ", "for ")):
        wanted -= 1
    assert refused.value.facts["line"] == wanted


def test_layers_that_lead_nowhere_are_told() -> None:
    notice = next(
        n for n in read("return self.fc(x)").notices if n.code is ErrorCode.CODE_UNUSED_LAYERS
    )
    assert notice.facts["count"] == 7
    assert str(notice.facts["names"]).startswith("conv, conv2, conv3, list.0")
