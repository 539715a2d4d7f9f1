"""Which weights a network begins with: torch's functions for it, and whitening from the data."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any, ClassVar, Final

from convviz.core.call_numbers import ABOVE_ZERO, ANY_NUMBER, choice, flag, number
from convviz.core.call_parameters import Limits, ParameterKind, parameter
from convviz.core.calls import Call, FunctionCall, Registry
from convviz.core.errors import ErrorCode, ParameterError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.layers import Layer

CONVOLUTIONS: Final = ("Conv1d", "Conv2d", "Conv3d")
INITIALISED: Final = (
    "Linear",
    *CONVOLUTIONS,
    "ConvTranspose1d",
    "ConvTranspose2d",
    "ConvTranspose3d",
)
"""Layers whose weights and biases are set. Norms keep theirs, which begin as 1 and 0."""


class Initialisation(FunctionCall):
    """How the kernels of convolutions and the matrices of Linear begin.

    Attributes:
        gain: What the spread of the weights is multiplied by, for the activation that follows.
        layers: Whose weights are set; those of others stay as torch makes them.
    """

    layers: ClassVar[tuple[str, ...]] = INITIALISED
    group: ClassVar[str] = "torch.nn.init"
    given: ClassVar[str] = "tensor"
    given_code: ClassVar[str] = "layer.weight"
    left_out: ClassVar[frozenset[str]] = frozenset({"generator"})


_INITIALISATIONS: Registry[Initialisation] = Registry()


def _nonlinearity() -> Any:  # noqa: ANN401 - like dataclasses.field
    """Return the field of an activation; torch's conv1d and the like mean the same as linear."""
    return choice("leaky_relu", "relu", "selu", "tanh", "sigmoid", "linear")


class Kaiming(Initialisation):
    """What both of He's ways share.

    Attributes:
        a: The slope of leaky_relu below 0; with 0 it is relu.
        mode: "fan_in" keeps the spread of what goes forward, "fan_out" that of gradients on their
            way back.
        nonlinearity: The activation behind the layers.
    """


@_INITIALISATIONS.register
@dataclass(frozen=True)
class KaimingUniform(Kaiming):
    """Numbers of equal chance within limits, so that the spread stays the same through ReLU."""

    a: float = number(0.0, ANY_NUMBER)
    mode: str = choice("fan_in", "fan_out")
    nonlinearity: str = _nonlinearity()

    function: ClassVar[str] = "kaiming_uniform_"


@_INITIALISATIONS.register
@dataclass(frozen=True)
class KaimingNormal(Kaiming):
    """Normally distributed numbers, so that the spread stays the same through ReLU."""

    a: float = number(0.0, ANY_NUMBER)
    mode: str = choice("fan_in", "fan_out")
    nonlinearity: str = _nonlinearity()

    function: ClassVar[str] = "kaiming_normal_"


@_INITIALISATIONS.register
@dataclass(frozen=True)
class XavierUniform(Initialisation):
    """Numbers of equal chance within limits, between what suits forward and backward."""

    gain: float = number(1.0, ABOVE_ZERO)

    function: ClassVar[str] = "xavier_uniform_"


@_INITIALISATIONS.register
@dataclass(frozen=True)
class XavierNormal(Initialisation):
    """Normally distributed numbers, between what suits forward and backward."""

    gain: float = number(1.0, ABOVE_ZERO)

    function: ClassVar[str] = "xavier_normal_"


@_INITIALISATIONS.register
@dataclass(frozen=True)
class Orthogonal(Initialisation):
    """Random directions at right angles: lengths stay as they are through each layer."""

    gain: float = number(1.0, ABOVE_ZERO)

    function: ClassVar[str] = "orthogonal_"


@_INITIALISATIONS.register
@dataclass(frozen=True)
class Dirac(Initialisation):
    """Convolutions hand their input on at first, channel by channel; all else stays as in torch.

    Output channels beyond the inputs, Linear and transposed convolutions stay as torch makes them:
    so they differ, and can learn different things. With as
    many outputs as inputs, or fewer, that is torch's dirac_ with the groups of the layer.

    Source:
        Jordan 2024, cifar10-airbench: ``dirac_`` on the first output channels alone.
    """

    layers: ClassVar[tuple[str, ...]] = CONVOLUTIONS
    function: ClassVar[str] = "dirac_"
    left_out: ClassVar[frozenset[str]] = frozenset({"groups"})


initialisation_types = _INITIALISATIONS.types

_WHITENINGS: Registry[Whitening] = Registry()


@_WHITENINGS.register
@dataclass(frozen=True)
class Whitening(Call):
    """The first convolution makes independent numbers of equal spread of each piece of a picture.

    Its kernels are the main directions in which pieces of the training pictures differ, each once
    with either sign. They are computed from the pictures before the first batch.

    Attributes:
        pictures: How many training pictures are looked at: the first in the order of the seed.
        eps: Added to the spread along each direction, so that what hardly differs is not blown up.
        frozen: Keep these kernels as they are; the bias learns.

    Source:
        Jordan 2024, arXiv 2404.00498; Page 2019, "How to train your ResNet", part 8.
    """

    pictures: int = parameter(ParameterKind.INTEGER, 5000, limits=Limits(1, 1_000_000))
    eps: float = number(5e-4, ABOVE_ZERO)
    frozen: bool = flag(default=True)

    group: ClassVar[str] = "convviz.training"

    def check_network(self, layers: Sequence[Layer], picture_shape: tuple[int, ...]) -> None:
        """Refuse a network whose first layer cannot have such kernels.

        Args:
            layers: Those that are enabled, with what follows from their input filled in.
            picture_shape: (channels, height, width).

        Raises:
            ParameterError: WHITENING_NEEDS_CONVOLUTION, WHITENING_GROUPS, WHITENING_CHANNELS,
                WHITENING_LARGE_KERNEL.
        """
        first: Any = layers[0] if layers else None
        if first is None or first.type_name() != "Conv2d":
            name = "" if first is None else first.type_name()
            code = ErrorCode.WHITENING_NEEDS_CONVOLUTION
            raise ParameterError(code, parameter="whitening", layer=name)
        if first.groups != 1:
            code, count = ErrorCode.WHITENING_GROUPS, first.groups
            raise ParameterError(code, parameter="whitening", groups=count)
        shape = first.weight_shapes()["weight"]
        most, outputs = 2 * prod(shape[1:]), shape[0]
        if outputs % 2 or outputs > most:
            code = ErrorCode.WHITENING_CHANNELS
            raise ParameterError(code, parameter="whitening", channels=outputs, most=most)
        dilation = first.dilation
        steps = dilation if isinstance(dilation, tuple) else (dilation, dilation)
        for size, kernel, step in zip(picture_shape[1:], shape[2:], steps, strict=True):
            if (kernel - 1) * step + 1 > size:
                code = ErrorCode.WHITENING_LARGE_KERNEL
                raise ParameterError(code, parameter="whitening", kernel=kernel, size=size)


whitening_types = _WHITENINGS.types
