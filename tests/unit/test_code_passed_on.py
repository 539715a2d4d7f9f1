"""What a network takes by **kwargs is asked for by the names of whoever it is handed on to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from convviz.core.code.program.reading import read_program
from convviz.core.errors import DocumentError
from convviz.protocol.sentences.errors import sentence
from tests.support.network_files import FOLDER

if TYPE_CHECKING:
    from convviz.core.code.program.found import ProgramNetwork


def offered(path: str, name: str) -> ProgramNetwork:
    program = read_program((FOLDER / path).read_text(encoding="utf-8"))
    return program.network(name)


@pytest.mark.parametrize(
    ("path", "name", "names"),
    [
        ("tutorials/features_classifier.py", "alex_small", ["num_classes"]),
        ("tutorials/child_class.py", "Wide", ["num_classes", "in_channels"]),
        (
            "libraries/resnet.py",
            "resnet_a",
            [
                *("pretrained", "num_classes", "zero_init_residual", "groups", "width_per_group"),
                *("replace_stride_with_dilation", "norm_layer"),
            ],
        ),
    ],
)
def test_a_function_offers_what_it_hands_on(path: str, name: str, names: list[str]) -> None:
    parameters = offered(path, name).parameters
    assert [known.name for known in parameters] == names
    assert not any(known.is_needed for known in parameters)
    assert next(known.value for known in parameters if known.name == "num_classes") in {5, 10}


def test_what_is_handed_on_and_has_no_default_is_needed() -> None:
    text = (
        "import torch.nn as nn\n"
        "class Net(nn.Module):\n"
        "    def __init__(self, width, num_classes=10):\n"
        "        super().__init__()\n"
        "        self.fc = nn.Linear(width, num_classes)\n"
        "    def forward(self, x):\n"
        "        return self.fc(x)\n"
        "def net(**kwargs):\n"
        "    return Net(**kwargs)\n"
    )
    program = read_program(text)
    assert [need.name for need in program.network("net").needs] == ["width"]
    layer = program.build("net", {"width": 5}, (5,)).layers[0]
    assert (layer.in_features, layer.out_features) == (5, 10)  # type: ignore[attr-defined]


def test_code_without_a_network_says_so_and_not_what_its_first_line_is() -> None:
    with pytest.raises(DocumentError) as refused:
        read_program(
            "from model import *\ndata = load('x')\nfor step in range(3):\n    run(data)\n"
        )
    assert sentence(refused.value).startswith("There is no network in this code")
