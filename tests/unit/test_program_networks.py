"""Which networks a file or a notebook holds, what they are made with, and what is guessed."""

from __future__ import annotations

import json

import pytest

from convviz.core.code.program.found import MadeBy, ProgramKind
from convviz.core.code.program.reading import Program, read_program
from convviz.core.code.writing import layer_call
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.network.tree import Block, BlockKind
from convviz.protocol.sentences.errors import notice_sentence, sentence

RESNET = """\
import torch.nn as nn
import torch.nn.functional as F

def conv3x3(a, b, stride=1):
    return nn.Conv2d(a, b, 3, stride, 1, bias=False)

class Block(nn.Module):
    expansion = 1
    def __init__(self, a, b, stride=1):
        super(Block, self).__init__()
        self.conv1 = conv3x3(a, b, stride)
        self.bn1 = nn.BatchNorm2d(b)
        self.relu = nn.ReLU(inplace=True)
        self.downsample = None
        if stride != 1 or a != b * self.expansion:
            self.downsample = nn.Sequential(nn.Conv2d(a, b, 1, stride), nn.BatchNorm2d(b))

    def forward(self, x):
        identity = x if self.downsample is None else self.downsample(x)
        out = self.bn1(self.conv1(x))
        out += identity
        return self.relu(out)

class Net(nn.Module):
    def __init__(self, block, counts, num_classes=10):
        super().__init__()
        self.channels = 8
        self.stem = conv3x3(3, 8)
        self.layer1 = self._make_layer(block, 8, counts[0], 1)
        self.layer2 = self._make_layer(block, 16, counts[1], 2)
        self.fc = nn.Linear(16 * block.expansion, num_classes)

    def _make_layer(self, block, channels, count, stride):
        layers = []
        for s in [stride] + [1] * (count - 1):
            layers.append(block(self.channels, channels, s))
            self.channels = channels * block.expansion
        return nn.Sequential(*layers)

    def forward(self, x):
        x = self.layer2(self.layer1(F.relu(self.stem(x))))
        x = F.avg_pool2d(x, 4).mean([2, 3])
        return self.fc(x)

def small(**kwargs):
    return Net(Block, [1, 2], **kwargs)

def large():
    model = Net(Block, [3, 4])
    return model

def train(model):
    for i in range(10):
        model(i)

if __name__ == "__main__":
    train(large())
"""


def notebook(*cells: str | dict[str, object]) -> str:
    made = [
        {"cell_type": "code", "source": cell.splitlines(keepends=True)}
        if isinstance(cell, str)
        else cell
        for cell in cells
    ]
    return json.dumps({"cells": made, "nbformat": 4})


def names(program: Program) -> dict[str, tuple[MadeBy, int, bool]]:
    return {known.name: (known.made_by, known.line, known.is_part) for known in program.networks}


def test_the_networks_of_a_file_are_listed_with_what_are_parts_of_others() -> None:
    program = read_program(RESNET)
    assert names(program) == {
        "Block": (MadeBy.CLASS, 7, True),
        "Net": (MadeBy.CLASS, 24, True),
        "small": (MadeBy.FUNCTION, 45, False),
        "large": (MadeBy.FUNCTION, 48, False),
    }
    with pytest.raises(DocumentError) as refused:
        program.build()
    assert sentence(refused.value) == "The code has 2 networks: small, large. Choose one of them."
    with pytest.raises(DocumentError) as refused:
        program.build("other")
    assert "small, large" in sentence(refused.value)


def test_own_blocks_become_blocks_with_the_names_of_the_code() -> None:
    network = read_program(RESNET).build("small", None, (3, 32, 32))
    assert [node.name for node in network.nodes] == [
        "stem",
        "",
        "layer1",
        "layer2",
        "",
        "",
        "",
        "fc",
    ]
    layer2 = network.nodes[3]
    assert isinstance(layer2, Block)
    first, second = layer2.children
    assert isinstance(first, Block)
    assert isinstance(second, Block)
    residual, relu = first.children
    assert isinstance(residual, Block)
    assert (residual.kind, relu.name) == (BlockKind.RESIDUAL, "relu")
    body, shortcut = residual.children
    assert isinstance(body, Block)
    assert isinstance(shortcut, Block)
    assert [child.name for child in body.children] == ["conv1", "bn1"]
    assert len(shortcut.children) == 2
    assert network.layer_names[5:10] == (
        *("layer2.0.conv1", "layer2.0.bn1", "layer2.0.downsample.0", "layer2.0.downsample.1"),
        "layer2.0.relu",
    )


def test_what_a_class_needs_is_taken_from_where_the_file_makes_one() -> None:
    program = read_program(RESNET)
    network = program.network("Net")
    shown = [(one.name, one.is_plain, one.code, one.is_needed) for one in network.parameters]
    assert shown == [
        ("block", False, "Block", True),
        ("counts", True, "[1, 2]", True),
        ("num_classes", True, "", False),
    ]
    assert [need.name for need in network.needs] == ["counts"]
    assert len(program.build("Net").layers) == len(program.build("small").layers)
    assert len(program.build("Net", {"counts": (3, 4)}).layers) == len(
        program.build("large").layers
    )


def test_a_name_that_another_file_gives_is_guessed_or_answered() -> None:
    text = (
        "import torch.nn as nn\nfrom config import NUM_CLASSES, width_of\n"
        "net = nn.Sequential(nn.Flatten(), nn.Linear(12, NUM_CLASSES))\nother = nn.ReLU()\n"
        "def pick():\n    return net\n"
    )
    program = read_program(text)
    network = program.build("net")
    assert layer_call(network.layers[1]) == "Linear(12, 10)"
    answered = program.build("net", {"NUM_CLASSES": 7})
    assert layer_call(answered.layers[1]) == "Linear(12, 7)"
    with pytest.raises(DocumentError) as refused:
        program.build("net", {"NUM": 7})
    assert refused.value.code is ErrorCode.CODE_UNKNOWN_ARGUMENT


@pytest.mark.parametrize(
    ("layers", "rest", "shape", "is_guessed"),
    [
        ("nn.Conv2d(3, 8, 3)", "", (3, 32, 32), True),
        ("nn.Conv2d(1, 8, 3)", "", (1, 28, 28), True),
        ("nn.Conv2d(1, 8, 5), nn.Flatten(), nn.Linear(6272, 2)", "", (1, 32, 32), True),
        ("nn.Conv2d(3, 8, 3)", "y = net(torch.randn(1, 3, 96, 64))", (3, 96, 64), False),
        ("nn.Conv2d(3, 8, 3)", "summary(net, input_size=(3, 48, 48))", (3, 48, 48), False),
        ("nn.Conv2d(1, 8, 3)", "data = datasets.MNIST('x')", (1, 28, 28), False),
        ("nn.Flatten(), nn.Linear(784, 10)", "", (1, 28, 28), True),
        ("nn.Linear(20, 10)", "", (20,), True),
    ],
)  # fmt: skip
def test_the_input_is_guessed_from_the_text_and_the_layers(
    layers: str, rest: str, shape: tuple[int, ...], *, is_guessed: bool
) -> None:
    text = f"import torch, torch.nn as nn\nnet = nn.Sequential({layers})\ndef f(): pass\n{rest}\n"
    network = read_program(text).build()
    assert (network.input_shape, network.is_guessed) == (shape, is_guessed)
    assert read_program(text).build(None, None, (5, 9, 9)).input_shape == (5, 9, 9)


def test_the_cells_of_a_notebook_are_read_in_order() -> None:
    text = notebook(
        {"cell_type": "markdown", "source": "# class Wrong(nn.Module):"},
        "%matplotlib inline\n!pip install torch\nimport torch.nn as nn\nn = 8\n",
        "%%bash\nls\n",
        "print 'old'",
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.conv = nn.Conv2d(3, n, 3)\n    def forward(self, x):\n"
        "        return self.conv(x)\n",
        "%%time\nnet = Net()\nnet?\n",
    )
    program = read_program(text)
    network = program.network("net")
    assert (network.cell, network.line, network.made_by) == (5, 2, MadeBy.VARIABLE)
    assert program.network("Net").cell == 4
    assert [layer_call(one) for one in program.build("net").layers] == [
        "Conv2d(3, 8, kernel_size=3)"
    ]
    assert [notice_sentence(n.code.value, n.facts) for n in program.notices] == [
        "These cells are not Python and were passed over: 3."
    ]


def test_an_error_in_a_notebook_names_the_cell_and_its_line() -> None:
    text = notebook(
        "import torch.nn as nn\n",
        "x = 1\nclass Net(nn.Module):\n    def forward(self, x):\n        return x[:, 1]\n",
    )
    with pytest.raises(DocumentError) as refused:
        read_program(text, ProgramKind.NOTEBOOK).build()
    assert sentence(refused.value).startswith("Cell 2: Line 4, column 16: no layer")


def test_an_old_notebook_has_its_cells_in_worksheets() -> None:
    cell = {"cell_type": "code", "input": ["import torch.nn as nn\n", "net = nn.ReLU()\n"]}
    program = read_program(json.dumps({"worksheets": [{"cells": [cell]}], "nbformat": 3}))
    assert [layer_call(one) for one in program.build("net").layers] == ["ReLU()"]


PRINTED = """\
Net(
  (conv1): Conv2d(3, 8, kernel_size=(3, 3), stride=(1, 1))
  (blocks): ModuleList(
    (0-1): 2 x Block(
      (conv): Conv2d(8, 8, kernel_size=(1, 1), stride=(1, 1))
      (drop): DropPath()
    )
  )
  (shortcut): Sequential()
)
"""


def test_a_printed_network_is_read_in_order_with_its_names() -> None:
    network = read_program(PRINTED).build("Net")
    assert network.layer_names == (
        *("conv1", "blocks.0.conv", "blocks.0.drop", "blocks.1.conv", "blocks.1.drop"),
    )
    assert [node.name for node in network.nodes] == ["conv1", "blocks", "shortcut"]
    assert [notice.code for notice in network.notices] == [
        *(ErrorCode.CODE_PRINTED, ErrorCode.CODE_LAYER_LEFT_OUT, ErrorCode.CODE_LAYER_LEFT_OUT),
    ]
    assert not network.is_whole
    with pytest.raises(DocumentError) as refused:
        read_program(PRINTED.replace("kernel_size=(3, 3)", "kernel_size=x"))
    assert refused.value.facts["line"] == 2


def test_layers_keep_their_names_where_the_longer_way_of_a_part_of_a_list_is_the_shortcut() -> None:
    text = """\
import torch.nn as nn
class Part(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Conv2d(3, 3, 1)
        self.shortcut = nn.Sequential(nn.Conv2d(3, 3, 3, padding=1), nn.ReLU())
    def forward(self, x):
        return self.body(x) + self.shortcut(x)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.parts = nn.ModuleList([Part(), Part()])
        self.pool = nn.MaxPool2d(2)
    def forward(self, x):
        return self.parts[1](self.pool(self.parts[0](x)))
"""
    network = read_program(text).build("Net", input_shape=(3, 8, 8))
    named = zip(network.layer_names, network.layers, strict=True)
    assert [(name, layer.type_name()) for name, layer in named] == [
        *(("parts.0.body", "Conv2d"), ("parts.0.shortcut.0", "Conv2d")),
        *(("parts.0.shortcut.1", "ReLU"), ("pool", "MaxPool2d"), ("parts.1.body", "Conv2d")),
        *(("parts.1.shortcut.0", "Conv2d"), ("parts.1.shortcut.1", "ReLU")),
    ]
    residual = network.nodes[0]
    assert isinstance(residual, Block)
    assert [len(way.children) for way in residual.children if isinstance(way, Block)] == [1, 2]
