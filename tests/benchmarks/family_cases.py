"""The families that are compared with a convolution, one case each, at 64 x 64."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from convviz.core.layers.activation import LeakyReLU, PReLU, ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.conv_transpose import ConvTranspose2d
from convviz.core.layers.dropout import Dropout
from convviz.core.layers.gate import GLU
from convviz.core.layers.instance_norm import InstanceNorm2d
from convviz.core.layers.layer_norm import GroupNorm, LayerNorm
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.layers.softmax import Softmax
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.losses.distances import MSELoss
from convviz.core.losses.shares import BCEWithLogitsLoss
from convviz.core.optimisers.adam import Adam
from convviz.core.optimisers.muon import Muon
from convviz.core.optimisers.sgd import SGD

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer, Shape

SIDE: Final = 64
PLAIN: Final = "Conv2d"
OF_64: Final = "Conv2d of 64 taps"
OF_400: Final = "Conv2d of 400 taps"
MANY_PLANES: Final = "Conv2d of 11 planes"


class Case(NamedTuple):
    """What is measured.

    Attributes:
        layer: The layer, the loss, the optimiser.
        shape: Of its input.
        argument: What is typed in: the argument's name, and two values in turn; "" for none.
        values: These.
        view: Key of the view.
        function: What an optimiser descends.
        like: The convolution that writes out as many terms, or draws as many planes.
    """

    layer: Layer
    shape: Shape
    argument: str = ""
    values: tuple[object, object] = (0, 0)
    view: str = "grids"
    function: str = ""
    like: str = PLAIN


_PLANE: Final = (1, SIDE, SIDE)
_ROWS: Final = (SIDE, SIDE)
_BATCH: Final = (4, 3, SIDE, SIDE)
_EPS: Final = ("eps", (1e-3, 1e-5))
_MEAN: Final = ("reduction", ("sum", "mean"))
_RATE: Final = ("lr", (0.2, 0.1))
_BACKWARD: Final = "backward"

CONVOLUTIONS: Final[dict[str, Case]] = {
    PLAIN: Case(Conv2d(1, 1, 3, bias=False), _PLANE, "padding", (1, 2)),
    OF_64: Case(Conv2d(1, 1, 8, bias=False), _PLANE, "padding", (1, 2)),
    OF_400: Case(Conv2d(1, 1, 20, bias=False), _PLANE, "padding", (1, 2)),
    MANY_PLANES: Case(Conv2d(3, 8, 3, padding=1), (3, SIDE, SIDE), "padding", (2, 1)),
}
"""What the others are compared with."""

CASES: Final[dict[str, Case]] = {
    "ReLU": Case(ReLU(), _PLANE),
    "LeakyReLU": Case(LeakyReLU(), _PLANE, "negative_slope", (0.1, 0.2)),
    "Softmax": Case(Softmax(-1), _PLANE, "dim", (-2, -1), like=OF_64),
    "Linear, 64 rows": Case(Linear(64, 64), _ROWS, "bias", (False, True), like=OF_64),
    "Linear, 4096": Case(Linear(4096, 10), (4096,), "out_features", (12, 10), like=OF_400),
    "Flatten": Case(Flatten(0), _PLANE, "start_dim", (1, 0)),
    "MaxPool2d": Case(MaxPool2d(2), _PLANE, "stride", (1, 2)),
    "BatchNorm2d, training": Case(BatchNorm2d(3), _BATCH, *_EPS, like=MANY_PLANES),
    "LayerNorm": Case(LayerNorm((64,)), _ROWS, *_EPS, like=OF_64),
    "LayerNorm, all": Case(LayerNorm((64, 64)), _ROWS, *_EPS, like=OF_400),
    "GroupNorm": Case(GroupNorm(2, 4), (4, SIDE, SIDE), "num_groups", (4, 2), like=MANY_PLANES),
    "InstanceNorm2d": Case(InstanceNorm2d(3), (3, SIDE, SIDE), *_EPS, like=MANY_PLANES),
    "Dropout": Case(Dropout(0.5), _PLANE, "p", (0.25, 0.5)),
    "PReLU": Case(PReLU(), _PLANE, "init", (0.1, 0.25)),
    "GLU": Case(GLU(-1), _PLANE, "dim", (-2, -1)),
    "MSELoss": Case(MSELoss(), _ROWS, *_MEAN),
    "MSELoss, sum by none": Case(MSELoss(), _ROWS, "reduction", ("none", "mean")),
    "CrossEntropyLoss": Case(CrossEntropyLoss(), _ROWS, *_MEAN, like=OF_64),
    "CrossEntropyLoss, pictures": Case(
        CrossEntropyLoss(), (2, 3, SIDE, SIDE), *_MEAN, like=MANY_PLANES
    ),
    "BCEWithLogitsLoss": Case(BCEWithLogitsLoss(), _ROWS, *_MEAN, like=MANY_PLANES),
    "SGD": Case(SGD(lr=0.1, momentum=0.9), _ROWS, *_RATE, like=MANY_PLANES),
    "Adam": Case(Adam(lr=0.1), _ROWS, *_RATE, like=MANY_PLANES),
    "Muon": Case(Muon(lr=0.1), _ROWS, *_RATE, like=MANY_PLANES),
    "Muon over a surface": Case(Muon(lr=0.1), (20, 1, 2), *_RATE, "surface", "x^2 + 10*y^2"),
    "Adam over a surface": Case(Adam(lr=0.1), (200, 2), *_RATE, "surface", "x^2 + 10*y^2"),
    "Adam over a function": Case(Adam(lr=0.1), (200, 2), *_RATE, function="x^2 + 10*y^2"),
    "Conv2d, backward": Case(Conv2d(1, 1, 3), _PLANE, "padding", (1, 2), _BACKWARD, like=OF_400),
    "MaxPool2d, backward": Case(MaxPool2d(2), _PLANE, "stride", (1, 2), _BACKWARD),
    "AvgPool2d, backward": Case(AvgPool2d(2), _PLANE, "stride", (1, 2), _BACKWARD),
    "ReLU, backward": Case(ReLU(), _PLANE, view=_BACKWARD),
    "Softmax, backward": Case(Softmax(-1), _PLANE, "dim", (-2, -1), _BACKWARD, like=OF_64),
    "Conv2d(3, 8), backward": Case(
        Conv2d(3, 8, 3, padding=1), (3, SIDE, SIDE), "padding", (2, 1), _BACKWARD, like=OF_400
    ),
    "Conv2d padded, backward": Case(
        Conv2d(1, 1, 5, padding=2), _PLANE, "padding", (1, 2), _BACKWARD, like=OF_400
    ),
    "ConvTranspose2d, backward": Case(
        ConvTranspose2d(1, 1, 3), _PLANE, "padding", (1, 0), _BACKWARD, like=OF_400
    ),
    "Linear, backward": Case(Linear(64, 64), _ROWS, "bias", (False, True), _BACKWARD, like=OF_64),
    "BatchNorm2d, training, backward": Case(
        BatchNorm2d(3), _BATCH, *_EPS, _BACKWARD, like=MANY_PLANES
    ),
    "LayerNorm, backward": Case(LayerNorm((64,)), _ROWS, *_EPS, _BACKWARD, like=OF_64),
    "GroupNorm, backward": Case(
        GroupNorm(2, 4), (4, SIDE, SIDE), "num_groups", (4, 2), _BACKWARD, like=MANY_PLANES
    ),
    "CrossEntropyLoss, backward": Case(CrossEntropyLoss(), _ROWS, *_MEAN, _BACKWARD, like=OF_64),
    "MSELoss, backward": Case(MSELoss(), _ROWS, *_MEAN, _BACKWARD),
    "GLU, backward": Case(GLU(-1), _PLANE, "dim", (-2, -1), _BACKWARD),
    "Flatten, backward": Case(Flatten(0), _PLANE, "start_dim", (1, 0), _BACKWARD),
    "Conv2d, learn": Case(Conv2d(1, 1, 3), _PLANE, "padding", (1, 2), "learn", like=MANY_PLANES),
    "LeakyReLU, curve": Case(LeakyReLU(), _PLANE, "negative_slope", (0.1, 0.2), "curve"),
}
