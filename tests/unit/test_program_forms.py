"""How people write the constructor of a network: each form makes the layers that torch makes."""

from __future__ import annotations

import textwrap

import pytest

from convviz.core.code.program.reading import read_program
from convviz.core.code.writing import layer_call
from convviz.core.errors import DocumentError, ErrorCode

HEAD = """\
import argparse, math, copy
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
import torch, torch.nn as nn, torch.nn.functional as F
from torch.nn import Conv2d as C
"""
CLASS = """\
class Net(nn.Module):
    def __init__(self{parameters}):
        super().__init__()
{made}
    def forward(self, x):
        return self.net(x)
"""
CONV = "Conv2d(3, 8, kernel_size=3)"
CONV_RELU = [CONV, "ReLU()"]
TWO_CONVS = [CONV, "Conv2d(8, 16, kernel_size=3)"]
NINE = "Conv2d(3, 9, kernel_size=1)"

CONSTRUCTORS: list[tuple[str, str, list[str]]] = [
    ("", "self.net = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU())", CONV_RELU),
    ("", "self.net = torch.nn.Sequential(C(3, 8, 3), torch.nn.ReLU())", CONV_RELU),
    (", n=8", "self.net = nn.Sequential(nn.Conv2d(3, n, 3), nn.ReLU())", CONV_RELU),
    (", n=8, *, k=3", "self.net = nn.Conv2d(in_channels=3, out_channels=n, kernel_size=k)", [CONV]),
    (", deep=True", "self.net = nn.Conv2d(3, 8, 3) if deep else nn.ReLU()", [CONV]),
    (
        ", bn=False",
        """
        layers = [nn.Conv2d(3, 8, 3)]
        if bn:
            layers.append(nn.BatchNorm2d(8))
        elif not bn and 1 < 2 <= 2:
            layers += [nn.ReLU()]
        else:
            layers = []
        self.net = nn.Sequential(*layers)
        """,
        CONV_RELU,
    ),
    (
        ", sizes=(3, 8, 16)",
        """
        layers = []
        for a, b in zip(sizes[:-1], sizes[1:]):
            layers.append(nn.Conv2d(a, b, 3))
        self.net = nn.Sequential(*layers)
        """,
        TWO_CONVS,
    ),
    (
        ", cfg=(8, 'M', 16)",
        """
        layers, channels = [], 3
        for v in cfg:
            if v == 'M':
                layers += [nn.MaxPool2d(2, 2)]
            else:
                layers += [nn.Conv2d(channels, v, 3), nn.ReLU(inplace=True)]
                channels = v
        self.net = nn.Sequential(*layers)
        """,
        [
            *(CONV, "ReLU(inplace=True)", "MaxPool2d(kernel_size=2, stride=2)"),
            *("Conv2d(8, 16, kernel_size=3)", "ReLU(inplace=True)"),
        ],
    ),
    (
        "",
        """
        sizes = [3] + [8 * 2**i for i in range(2)]
        self.net = nn.Sequential(*[nn.Conv2d(sizes[i], sizes[i + 1], 3) for i in range(2)])
        """,
        TWO_CONVS,
    ),
    (
        "",
        """
        self.net = nn.Sequential(OrderedDict([('c', nn.Conv2d(3, 8, 3)), ('r', nn.ReLU())]))
        """,
        CONV_RELU,
    ),
    (
        "",
        """
        self.net = nn.Sequential()
        self.net.add_module('c', nn.Conv2d(3, 8, 3))
        self.net.append(nn.ReLU())
        """,
        CONV_RELU,
    ),
    (
        "",
        """
        parts = {f'conv{i}': nn.Conv2d(*pair, 3) for i, pair in enumerate([(3, 8), (8, 16)])}
        self.net = nn.Sequential(OrderedDict(**parts))
        """,
        TWO_CONVS,
    ),
    (
        ", **kwargs",
        "self.net = nn.Conv2d(3, kwargs.get('n', 8), **{'kernel_size': kwargs.pop('k', 3)})",
        [CONV],
    ),
    (
        "",
        """
        def block(a, b, *rest, act=nn.ReLU):
            return [nn.Conv2d(a, b, *rest), act()]
        self.net = nn.Sequential(*block(3, 8, 3))
        """,
        CONV_RELU,
    ),
    ("", "make = partial(nn.Conv2d, kernel_size=3); self.net = make(3, 8)", [CONV]),
    ("", "make = lambda a, b=8: nn.Conv2d(a, b, 3); self.net = make(3)", [CONV]),
    ("", "setattr(self, 'net', getattr(nn, 'Conv2d')(3, 8, 3))", [CONV]),
    ("", "self.net = nn.Conv2d(3, int(math.sqrt(64)), (3, 3)[0])", [CONV]),
    ("", "self.net = nn.Conv2d(3, round(8.2) if len([1]) == 1 else max(1, 2), 7 // 2)", [CONV]),
    ("", "n = k = 3; n **= 2; n -= 1; self.net = nn.Conv2d(k, n, k)", [CONV]),
    ("", "n, *rest = 8, 3, 3; self.net = nn.Conv2d(rest[-1], n, rest[0])", [CONV]),
    ("", "self.net = nn.Conv2d(3, (n := 4) * 2, n - 1)", [CONV]),
    ("", "self.net = nn.Conv2d(3, {'small': 8}['sm' + 'ALL'.lower()], 3)", [CONV]),
    (
        ", kind='b'",
        """
        match kind:
            case 'a':
                self.net = nn.ReLU()
            case 'b' | 'c':
                self.net = nn.Conv2d(3, 8, 3)
        """,
        [CONV],
    ),
    (
        "",
        """
        i = 0
        parts = []
        while True:
            i += 1
            if i == 1:
                continue
            if i > 3:
                break
            parts.insert(len(parts), nn.Conv2d(3 if i == 2 else 8, 4 * i if i == 2 else 16, 3))
        self.net = nn.Sequential(*parts)
        """,
        TWO_CONVS,
    ),
    (
        "",
        """
        layer = nn.ReLU()
        self.net = nn.Sequential(nn.Conv2d(3, 8, 3), copy.deepcopy(layer))
        for m in self.modules():
            if isinstance(m, (nn.Conv2d, nn.Linear)):
                nn.init.kaiming_normal_(m.weight, mode='fan_out')
                if m.bias is not None:
                    nn.init.constant_(m.bias, 0)
        self.register_buffer('mean', torch.zeros(3))
        print('made', self.net)
        assert self.net is not None
        """,
        CONV_RELU,
    ),
    (
        "",
        """
        try:
            import apex
            self.net = nn.Conv2d(3, 8, 3)
        except ImportError:
            self.net = nn.ReLU()
        """,
        [CONV],
    ),
    (
        "",
        "self.net = nn.Sequential(*(nn.ReLU() for _ in range(2) if _ > 0), nn.Tanh())",
        ["ReLU()", "Tanh()"],
    ),
]


def read(text: str, name: str | None = None) -> list[str]:
    network = read_program(text).build(name)
    assert network.is_whole, network.notices
    return [layer_call(layer) for layer in network.layers]


@pytest.mark.parametrize(("parameters", "made", "wanted"), CONSTRUCTORS)
def test_a_constructor_makes_its_layers(parameters: str, made: str, wanted: list[str]) -> None:
    body = textwrap.indent(textwrap.dedent(made).strip(), " " * 8)
    assert read(HEAD + CLASS.format(parameters=parameters, made=body)) == wanted


OUTSIDE: dict[str, str] = {
    "a constant": "N = 8\nnet = nn.Conv2d(3, N, 3)",
    "a helper": "def conv(a, b):\n    return nn.Conv2d(a, b, 3)\nnet = nn.Sequential(conv(3, 8))",
    "a list": "parts = []\nparts.append(nn.Conv2d(3, 8, 3))\nnet = nn.Sequential(*parts)",
    "argparse": (
        "p = argparse.ArgumentParser()\n"
        "p.add_argument('-w', '--base-width', type=int, default='8', help='x')\n"
        "p.add_argument('--fast', action='store_true')\n"
        "args = p.parse_args()\n"
        "net = nn.Conv2d(3, 1 if args.fast else args.base_width, 3)"
    ),
    "a dataclass": (
        "@dataclass\nclass Config:\n    width: int = 8\n    k: int = 3\n"
        "cfg = Config(k=3)\nnet = nn.Conv2d(3, cfg.width, cfg.k)"
    ),
    "a class of settings": "class Config:\n    width = 8\nnet = nn.Conv2d(3, Config().width, 3)",
    "main": "if __name__ == '__main__':\n    net = nn.Conv2d(3, 8, 3).to('cpu').eval()",
    "a condition": (
        "device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')\n"
        "if torch.cuda.is_available():\n    net = nn.ReLU()\n"
        "else:\n    net = nn.Conv2d(3, 8, 3).to(device)"
    ),
    "a base class": (
        "class Base(nn.Module):\n    width = 4\n"
        "    def __init__(self, scale=1):\n        super().__init__()\n"
        "        self.conv = self.make(self.width * scale)\n"
        "    def make(self, n):\n        return nn.Conv2d(3, n, 1)\n"
        "class Net(Base):\n    def __init__(self):\n        super(Net, self).__init__(scale=2)\n"
        "    def make(self, n):\n        return nn.Conv2d(3, n, 3)\n"
        "    def forward(self, x):\n        return self.conv(x)"
    ),
    "a class that is a Sequential": (
        "class Net(nn.Sequential):\n    def __init__(self, n=8):\n"
        "        super().__init__(nn.Conv2d(3, n, 3))"
    ),
    "a class that is a layer": (
        "class Conv(nn.Conv2d):\n    def __init__(self, a, b):\n        super().__init__(a, b, 3)\n"
        "    def forward(self, x):\n        return F.conv2d(x, self.weight, self.bias)\n"
        "net = nn.Sequential(Conv(3, 8))"
    ),
    "static and class methods": (
        "class Net(nn.Module):\n"
        "    @staticmethod\n    def double(n):\n        return 2 * n\n"
        "    @classmethod\n    def small(cls):\n        return cls(4)\n"
        "    @property\n    def k(self):\n        return 3\n"
        "    def __init__(self, n):\n        super().__init__()\n"
        "        self.conv = nn.Conv2d(3, self.double(n), self.k)\n"
        "    def forward(self, x):\n        return self.conv(x)\n"
        "net = Net.small()"
    ),
    "a generator": (
        "def parts():\n    for n in [8]:\n        yield nn.Conv2d(3, n, 3)\n"
        "net = nn.Sequential(*parts())"
    ),
    "another library's base class": (
        "import lightning as L\nclass Net(L.LightningModule):\n    def __init__(self):\n"
        "        super().__init__()\n        self.save_hyperparameters()\n"
        "        self.conv = nn.Conv2d(3, 8, 3)\n"
        "    def forward(self, x):\n        return self.conv(x)\n"
        "    def training_step(self, batch, i):\n        return self(batch[0]).mean()"
    ),
    "a dataclass below another": (
        "@dataclass\nclass Base:\n    width: int\n    k: int = 3\n"
        "class Config(Base):\n    def __init__(self, half):\n        super().__init__(2 * half)\n"
        "cfg = Config(4)\nnet = nn.Conv2d(3, cfg.width, cfg.k)"
    ),
    "a function of its own made of others": (
        "from functools import reduce\nfrom typing import cast\n"
        "n = cast(int, reduce(lambda a, b: a * b, [2, 4]))\nnet = nn.Conv2d(3, n, pow(3, 1))"
    ),
    "a wrapped layer": "net = nn.utils.weight_norm(nn.Conv2d(3, 8, 3))",
    "training beside it": (
        "net = nn.Sequential(nn.Conv2d(3, 8, 3))\n"
        "loader = torch.utils.data.DataLoader(data, 64)\n"
        "optimiser = torch.optim.SGD(net.parameters(), lr=0.1)\n"
        "loss_of = nn.CrossEntropyLoss()\n"
        "for epoch in range(100):\n    for x, y in loader:\n"
        "        loss = loss_of(net(x), y)\n        loss.backward()\n        optimiser.step()\n"
        "torch.save(net.state_dict(), 'net.pt')"
    ),
}


@pytest.mark.parametrize("form", OUTSIDE)
def test_what_stands_outside_of_the_class_counts(form: str) -> None:
    program = read_program(HEAD + OUTSIDE[form])
    layers = program.build(program.likely.name).layers
    assert [layer_call(layer) for layer in layers] == [CONV]


def test_a_class_of_torchvision_is_known_where_it_is_imported() -> None:
    text = (
        "from torchvision.ops.misc import Conv2dNormActivation as Conv\n"
        "net = nn.Sequential(Conv(3, 8, 5, stride=2, activation_layer=nn.SiLU))"
    )
    program = read_program(HEAD + text)
    assert [network.name for network in program.networks] == ["net"]
    assert [layer_call(layer) for layer in program.build().layers] == [
        "Conv2d(3, 8, kernel_size=5, stride=2, padding=2, bias=False)",
        *("BatchNorm2d(8)", "SiLU(inplace=True)"),
    ]


def test_a_network_of_a_library_is_named_and_not_made_up() -> None:
    made = "        self.net = torchvision.models.resnet18(weights=None)"
    text = HEAD + "import torchvision\n"
    for whole in (
        text + CLASS.format(parameters="", made=made),
        text + made.strip().replace("self.", ""),
    ):
        with pytest.raises(DocumentError) as refused:
            read_program(whole).build()
        assert refused.value.code is ErrorCode.CODE_MADE_ELSEWHERE
        assert refused.value.facts["name"] == "torchvision.models.resnet18"


@pytest.mark.parametrize(
    "made",
    [
        "parts = []\nfor n in unknown:\n    parts.append(n)\nself.net = nn.Sequential(*parts)",
        "self.net = nn.ModuleList(unknown)",
        "for n in unknown:\n    self.net = nn.ReLU()",
        "self.net = nn.Conv2d(3, unknown.size(1), 3)",
    ],
)
def test_what_is_made_of_something_unknown_is_refused(made: str) -> None:
    body = textwrap.indent(made, " " * 8)
    with pytest.raises(DocumentError) as refused:
        read_program(HEAD + CLASS.format(parameters="", made=body)).build()
    assert refused.value.code in {ErrorCode.CODE_NOT_READ, ErrorCode.CODE_MADE_ELSEWHERE}
    assert refused.value.facts["line"] == 10 + made[: made.index("unknown")].count("\n")


def test_answers_are_what_the_constructor_is_given() -> None:
    made = "        self.net = nn.Conv2d(channels, n, 1)"
    program = read_program(HEAD + CLASS.format(parameters=", channels, n=8", made=made))
    network = program.network()
    needed, given = network.parameters
    assert (needed.name, needed.is_needed, needed.value) == ("channels", True, 3)
    assert (given.name, given.is_needed, given.value) == ("n", False, 8)
    assert network.needs == (needed,)
    read_network = program.build(None, {"n": 9})
    assert [layer_call(layer) for layer in read_network.layers] == [NINE]
    assert [guess.name for guess in read_network.guesses] == ["channels"]
    assert program.build(None, {"channels": 1}).layers[0].channels_asked() == 1
