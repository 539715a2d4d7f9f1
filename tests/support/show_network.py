"""Shows the network page in a window of its own, to look at it.

``python -m tests.support.show_network [--theme dark] [--network failing]``
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtWidgets import QApplication

from convviz.core.code.writing import parse_layers
from convviz.core.network.sequential import NetworkStep
from convviz.core.network.tree import layer_steps
from convviz.protocol.document import Network
from convviz.protocol.templates import course_network, new_document
from convviz.ui.document_store import DocumentStore
from convviz.ui.network.edits import steps_of_code
from convviz.ui.network.page import NetworkPage
from convviz.ui.theme import apply_theme

if TYPE_CHECKING:
    from convviz.core.layers import Shape

FAILING = """
nn.Conv2d(3, 32, 5, padding=2)
nn.BatchNorm2d(32)
nn.ReLU()
nn.MaxPool2d(2)
nn.Linear(1024, 64)
nn.Dropout(0.25)
nn.Linear(64, 10)
"""
WARNING = """
nn.Conv2d(3, 32, (3, 5), stride=(2, 1), padding=(1, 2), dilation=1, bias=False)
nn.LeakyReLU(0.2)
nn.AvgPool2d(3, stride=2, padding=1, ceil_mode=True, count_include_pad=False)
nn.Linear(17, 64)
nn.Softmax()
"""


def network_named(name: str) -> Network:
    """Return a network worth looking at."""
    shape: Shape = (3, 32, 32)
    if name == "course":
        return course_network()
    if name == "empty":
        return Network(shape, ())
    if name == "long":
        return Network(shape, course_network().steps[:6] + 30 * (course_network().steps[2],))
    code = FAILING if name == "failing" else WARNING
    steps = list(layer_steps(steps_of_code(list(map(NetworkStep, parse_layers(code))), shape)))
    if name == "failing":
        steps[5] = NetworkStep(steps[5].layer, enabled=False)
    return Network(shape, tuple(steps))


def main() -> None:
    """Show the page until its window is closed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--network", default="course")
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--select", type=int, default=0)
    arguments = parser.parse_args()
    application = QApplication(sys.argv[:1])
    apply_theme(application, arguments.theme)
    document = msgspec.structs.replace(new_document(), network=network_named(arguments.network))
    page = NetworkPage(DocumentStore(document))
    width, height = map(int, arguments.size.split("x"))
    page.setWindowTitle("network")
    page.resize(width, height)
    page.layers.cards.select([arguments.select])
    page.show()
    sys.exit(application.exec())


if __name__ == "__main__":
    main()
