"""Documents to begin with: the course's example and its network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.network.sequential import NetworkStep
from convviz.core.optimisers.sgd import SGD
from convviz.core.presets import COURSE_INPUT, COURSE_KERNEL
from convviz.protocol.document import Calculator, Document, Network, Training
from convviz.protocol.recipes import Fill, FillPattern, Numbers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.core.layers import Layer, Shape

FIRST_TRAINING = Training(optimiser=SGD(lr=0.01, momentum=0.9))
"""With momentum the loss falls within the first epoch of the embedded data set."""


def course_calculator() -> Calculator:
    """Return the course's 5x5 input under its 3x3 kernel; the output is 10 12 12 / 18 ... 3."""
    return Calculator(
        layer=Conv2d(1, 1, kernel_size=3, bias=False),
        input_shape=(1, 5, 5),
        input=Numbers((1, 5, 5), COURSE_INPUT),
        weight=Numbers((1, 1, 3, 3), COURSE_KERNEL),
        bias=Fill(FillPattern.ZEROS),
    )


def course_network() -> Network:
    """Return the course's network for CIFAR-10: three convolutions and two linear layers."""
    return network_of(
        (3, 32, 32),
        (
            Conv2d(3, 32, 5, padding=2),
            MaxPool2d(2),
            Conv2d(32, 32, 5, padding=2),
            MaxPool2d(2),
            Conv2d(32, 64, 5, padding=2),
            MaxPool2d(2),
            Flatten(),
            Linear(1024, 64),
            Linear(64, 10),
        ),
    )


def network_of(input_shape: Shape, layers: Iterable[Layer]) -> Network:
    """Return a network of layers in which everything follows that can, such as in_channels."""

    def step(layer: Layer) -> NetworkStep:
        follows = (name for name, known in layer.parameters().items() if known.follows)
        return NetworkStep(layer, frozenset(follows))

    return Network(input_shape=input_shape, steps=tuple(step(layer) for layer in layers))


def new_document() -> Document:
    """Return what stands in the window at first start."""
    return Document(course_calculator(), course_network(), FIRST_TRAINING)
