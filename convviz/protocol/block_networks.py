"""Well-known networks with blocks, of a size for CIFAR-10, each with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.layers.activation import ReLU
from convviz.core.layers.adaptive import AdaptiveAvgPool2d
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.hard_activation import ReLU6
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.layers.upsample import Upsample
from convviz.core.network.tree import NetworkStep, concat, residual, sequential
from convviz.protocol.document import Network

if TYPE_CHECKING:
    from convviz.core.layers import Layer, Shape
    from convviz.core.network.tree import Block, Node

CIFAR_SHAPE: Shape = (3, 32, 32)


def resnet20() -> Network:
    """Return ResNet-20: three stages of three blocks, with 1x1 convolutions where a stage begins.

    Source:
        He, Zhang, Ren, Sun 2015, "Deep residual learning", section 4.2; shortcuts of kind B.
    """
    nodes: list[Node] = [*_conv_norm(3, 16, 3), _step(ReLU())]
    before = 16
    for channels, stride in ((16, 1), (32, 2), (64, 2)):
        for number in range(3):
            nodes += _basic_block(before, channels, stride if number == 0 else 1)
            before = channels
    return Network(CIFAR_SHAPE, (*nodes, *_head(64)))


def resnet18() -> Network:
    """Return ResNet-18 for pictures of 32x32: a 3x3 stem, and no pooling behind it.

    Source:
        He, Zhang, Ren, Sun 2015, table 1; the stem as those who train it on CIFAR-10 have it.
    """
    nodes: list[Node] = [*_conv_norm(3, 64, 3), _step(ReLU())]
    before = 64
    for channels, stride in ((64, 1), (128, 2), (256, 2), (512, 2)):
        for number in range(2):
            nodes += _basic_block(before, channels, stride if number == 0 else 1)
            before = channels
    return Network(CIFAR_SHAPE, (*nodes, *_head(512)))


def densenet() -> Network:
    """Return a DenseNet of two dense blocks: each layer sees the outputs of all before it.

    Source:
        Huang, Liu, van der Maaten, Weinberger 2016, "Densely connected convolutional networks".
    """
    growth, layers, before = 12, 4, 24
    nodes: list[Node] = [_step(Conv2d(3, before, 3, padding=1, bias=False))]
    for stage in range(2):
        block: list[Node] = []
        for _ in range(layers):
            new = [_step(BatchNorm2d(before)), _step(ReLU()), _conv(before, growth, 3)]
            block.append(concat([], new))
            before += growth
        nodes.append(sequential(*block, name=f"dense{stage + 1}"))
        if stage == 0:
            half = before // 2
            transition = (
                _step(BatchNorm2d(before)),
                _step(ReLU()),
                _conv(before, half, 1),
                _step(AvgPool2d(2)),
            )
            nodes.append(sequential(*transition, name="transition"))
            before = half
    nodes += [_step(BatchNorm2d(before)), _step(ReLU())]
    return Network(CIFAR_SHAPE, (*nodes, *_head(before)))


def inception() -> Network:
    """Return two Inception blocks behind a stem: kernels of several sizes beside each other.

    Source:
        Szegedy et al. 2014, "Going deeper with convolutions", figure 2b and table 1, 3a and 3b.
    """
    nodes: list[Node] = [*_bent(3, 64, 3), _step(MaxPool2d(2)), *_bent(64, 192, 3)]
    nodes += [
        _inception_block(192, 64, (96, 128), (16, 32), 32),
        _inception_block(256, 128, (128, 192), (32, 96), 64),
        _step(MaxPool2d(2)),
    ]
    return Network(CIFAR_SHAPE, (*nodes, *_head(480)))


def squeezenet() -> Network:
    """Return a small SqueezeNet: fire modules squeeze channels, then expand them in two ways.

    Source:
        Iandola et al. 2016, "SqueezeNet", figure 1 and table 1, fire2 to fire5.
    """
    nodes: list[Node] = [*_bent(3, 64, 3), _step(MaxPool2d(2))]
    before = 64
    for squeeze, expand, pools in (
        (16, 64, False),
        (16, 64, True),
        (32, 128, False),
        (32, 128, True),
    ):
        nodes += [*_bent(before, squeeze, 1), _expand(squeeze, expand)]
        before = 2 * expand
        if pools:
            nodes.append(_step(MaxPool2d(2)))
    nodes += [
        *_bent(before, 10, 1),
        _step(AdaptiveAvgPool2d(1)),
        _step(Flatten()),
    ]
    return Network(CIFAR_SHAPE, tuple(nodes))


def mobilenet() -> Network:
    """Return a small MobileNetV2: inverted residuals, wide inside and narrow outside.

    Source:
        Sandler, Howard, Zhu, Zhmoginov, Chen 2018, "MobileNetV2", table 1 and figure 4d.
    """
    nodes: list[Node] = [*_conv_norm(3, 32, 3), _step(ReLU6())]
    before = 32
    for expansion, channels, count, stride in (
        (1, 16, 1, 1),
        (6, 24, 2, 1),
        (6, 32, 3, 2),
        (6, 64, 3, 2),
    ):
        for number in range(count):
            nodes.append(_inverted(before, channels, expansion, stride if number == 0 else 1))
            before = channels
    nodes += [*_conv_norm(before, 256, 1), _step(ReLU6())]
    return Network(CIFAR_SHAPE, (*nodes, *_head(256)))


def unet(channels: int = 16, depth: int = 2, classes: int = 10) -> Network:
    """Return a small U-Net: what was seen before pooling is joined to what comes back up.

    It gives a number for each class at each place of the picture.

    Args:
        channels: Of the outermost convolutions.
        depth: How often pictures are halved.
        classes: Channels of the output.

    Source:
        Ronneberger, Fischer, Brox 2015, "U-Net", figure 1; padded, and resized by Upsample.
    """
    nodes = (*_u(3, channels, depth), _step(Conv2d(channels, classes, 1)))
    return Network(CIFAR_SHAPE, nodes)


def _u(before: int, channels: int, depth: int) -> list[Node]:
    """Return the two convolutions on the way down, what lies below, and two on the way up."""
    down = [*_bent(before, channels, 3), *_bent(channels, channels, 3)]
    if not depth:
        return down
    inner = 2 * channels
    below = [
        _step(MaxPool2d(2)),
        *_u(channels, inner, depth - 1),
        _step(Upsample(scale_factor=2)),
        _conv(inner, channels, 1, bias=True),
    ]
    up = [*_bent(inner, channels, 3), *_bent(channels, channels, 3)]
    return [*down, concat([], below), *up]


def _basic_block(before: int, channels: int, stride: int) -> list[Node]:
    body = [
        *_conv_norm(before, channels, 3, stride),
        _step(ReLU()),
        *_conv_norm(channels, channels, 3),
    ]
    is_same = before == channels and stride == 1
    shortcut = [] if is_same else _conv_norm(before, channels, 1, stride)
    return [residual(body, shortcut), _step(ReLU())]


def _inception_block(
    before: int, one: int, three: tuple[int, int], five: tuple[int, int], pool: int
) -> Block:
    return concat(
        _bent(before, one, 1),
        [*_bent(before, three[0], 1), *_bent(*three, 3)],
        [*_bent(before, five[0], 1), *_bent(*five, 5)],
        [_step(MaxPool2d(3, stride=1, padding=1)), *_bent(before, pool, 1)],
    )


def _expand(before: int, channels: int) -> Block:
    return concat(_bent(before, channels, 1), _bent(before, channels, 3))


def _inverted(before: int, channels: int, expansion: int, stride: int) -> Block:
    inside = before * expansion
    wide = [*_conv_norm(before, inside, 1), _step(ReLU6())] if expansion > 1 else []
    depthwise = Conv2d(inside, inside, 3, stride=stride, padding=1, groups=inside, bias=False)
    body = [
        *wide,
        NetworkStep(depthwise),
        _step(BatchNorm2d(inside)),
        _step(ReLU6()),
        *_conv_norm(inside, channels, 1),
    ]
    return residual(body) if before == channels and stride == 1 else sequential(*body)


def _conv_norm(before: int, channels: int, kernel: int, stride: int = 1) -> list[Node]:
    convolution = Conv2d(before, channels, kernel, stride, kernel // 2, bias=False)
    return [_step(convolution), _step(BatchNorm2d(channels))]


def _bent(before: int, channels: int, kernel: int) -> list[Node]:
    return [_conv(before, channels, kernel, bias=True), _step(ReLU())]


def _conv(before: int, channels: int, kernel: int, *, bias: bool = False) -> NetworkStep:
    return _step(Conv2d(before, channels, kernel, padding=kernel // 2, bias=bias))


def _head(channels: int) -> list[Node]:
    return [_step(AdaptiveAvgPool2d(1)), _step(Flatten()), _step(Linear(channels, 10))]


def _step(layer: Layer) -> NetworkStep:
    """Return a layer of which everything follows that can, such as in_channels."""
    return NetworkStep(
        layer, frozenset(n for n, known in layer.parameters().items() if known.follows)
    )
