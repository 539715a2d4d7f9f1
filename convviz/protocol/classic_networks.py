"""The networks of well-known papers that are chains of layers, each with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.layers.activation import ReLU
from convviz.core.layers.adaptive import AdaptiveAvgPool2d
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.dropout import Dropout
from convviz.core.layers.layer_norm import LocalResponseNorm
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import AvgPool2d, MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.layers.smooth_activation import Tanh
from convviz.protocol.templates import network_of

if TYPE_CHECKING:
    from convviz.core.layers import Layer
    from convviz.protocol.document import Network

_IMAGENET_CLASSES = 1000
_CIFAR_CLASSES = 10


def lenet5_of_the_paper() -> Network:
    """Return LeNet-5 as the paper has it, as far as layers of torch can say it.

    A subsampling layer averages four cells, then multiplies each channel by a number of its own and
    adds another one: AvgPool2d, and a 1x1 convolution with a group for each channel. C3 reads all
    six maps here; in the paper ten of its sixteen kernels read four of them, six read three, and
    one all. The paper's tanh is stretched, 1.7159 tanh(2x/3); its last layer holds no weights but
    measures the distance to drawn digits.

    Source:
        LeCun, Bottou, Bengio, Haffner 1998, section II.B, figure 2 and table I.
    """
    return network_of(
        (1, 32, 32),
        [
            *(Conv2d(1, 6, 5), Tanh()),
            *(AvgPool2d(2), Conv2d(6, 6, 1, groups=6), Tanh()),
            *(Conv2d(6, 16, 5), Tanh()),
            *(AvgPool2d(2), Conv2d(16, 16, 1, groups=16), Tanh()),
            *(Conv2d(16, 120, 5), Tanh(), Flatten()),
            *(Linear(120, 84), Tanh(), Linear(84, 10)),
        ],
    )


def lenet5_of_the_tutorial() -> Network:
    """Return LeNet-5 as PyTorch's tutorial "Neural Networks" has it: ReLU and max pooling."""
    return network_of(
        (1, 32, 32),
        [
            *(Conv2d(1, 6, 5), ReLU(), MaxPool2d(2)),
            *(Conv2d(6, 16, 5), ReLU(), MaxPool2d(2)),
            Flatten(),
            *(Linear(400, 120), ReLU(), Linear(120, 84), ReLU(), Linear(84, 10)),
        ],
    )


def lenet5_at_28() -> Network:
    """Return LeNet-5 as it is taught: on 28x28 in grey, with tanh and average pooling."""
    return network_of(
        (1, 28, 28),
        [
            *(Conv2d(1, 6, 5, padding=2), Tanh(), AvgPool2d(2)),
            *(Conv2d(6, 16, 5), Tanh(), AvgPool2d(2)),
            Flatten(),
            *(Linear(400, 120), Tanh(), Linear(120, 84), Tanh(), Linear(84, 10)),
        ],
    )


def tiny_vgg() -> Network:
    """Return the network of CNN Explainer: two blocks of two convolutions without padding.

    Source:
        Wang et al. 2020, "CNN Explainer", section 4.
    """
    layers: list[Layer] = []
    before = 3
    for _ in range(2):
        layers += [Conv2d(before, 10, 3), ReLU(), Conv2d(10, 10, 3), ReLU(), MaxPool2d(2)]
        before = 10
    return network_of((3, 64, 64), [*layers, Flatten(), Linear(10 * 13 * 13, 10)])


def alexnet() -> Network:
    """Return AlexNet as torchvision has it, for 224x224.

    Source:
        Krizhevsky 2014, "One weird trick for parallelizing convolutional neural networks".
    """
    return network_of(
        (3, 224, 224),
        [
            *(Conv2d(3, 64, 11, stride=4, padding=2), ReLU(), MaxPool2d(3, 2)),
            *(Conv2d(64, 192, 5, padding=2), ReLU(), MaxPool2d(3, 2)),
            *(Conv2d(192, 384, 3, padding=1), ReLU()),
            *(Conv2d(384, 256, 3, padding=1), ReLU()),
            *(Conv2d(256, 256, 3, padding=1), ReLU(), MaxPool2d(3, 2)),
            *(AdaptiveAvgPool2d((6, 6)), Flatten()),
            *_large_head(256 * 6 * 6, dropout_first=True),
        ],
    )


def alexnet_of_the_paper() -> Network:
    """Return AlexNet as it was shared out between two graphics cards: three layers in two groups.

    Source:
        Krizhevsky, Sutskever, Hinton 2012, section 3. The paper writes 224; with its kernel, stride
        and 55x55 outputs the input is 227x227, as Caffe's has it.
    """
    norm = LocalResponseNorm(5, alpha=5e-4, beta=0.75, k=2.0)  # torch divides alpha by the size
    return network_of(
        (3, 227, 227),
        [
            *(Conv2d(3, 96, 11, stride=4), ReLU(), norm, MaxPool2d(3, 2)),
            *(Conv2d(96, 256, 5, padding=2, groups=2), ReLU(), norm, MaxPool2d(3, 2)),
            *(Conv2d(256, 384, 3, padding=1), ReLU()),
            *(Conv2d(384, 384, 3, padding=1, groups=2), ReLU()),
            *(Conv2d(384, 256, 3, padding=1, groups=2), ReLU(), MaxPool2d(3, 2)),
            Flatten(),
            *_large_head(256 * 6 * 6, dropout_first=True),
        ],
    )


def alexnet_for_cifar() -> Network:
    """Return AlexNet's convolutions for 32x32, with one linear layer behind them.

    Source:
        Krizhevsky 2014; the padding of the first layer and the single linear layer as Yang's
        pytorch-classification has them.
    """
    return network_of(
        (3, 32, 32),
        [
            *(Conv2d(3, 64, 11, stride=4, padding=5), ReLU(), MaxPool2d(2)),
            *(Conv2d(64, 192, 5, padding=2), ReLU(), MaxPool2d(2)),
            *(Conv2d(192, 384, 3, padding=1), ReLU()),
            *(Conv2d(384, 256, 3, padding=1), ReLU()),
            *(Conv2d(256, 256, 3, padding=1), ReLU(), MaxPool2d(2)),
            *(Flatten(), Linear(256, _CIFAR_CLASSES)),
        ],
    )


_VGG_11 = ((64,), (128,), (256, 256), (512, 512), (512, 512))
"""Channels of the convolutions before each pooling: configuration A of the paper."""


def vgg11() -> Network:
    """Return VGG-11 for 224x224, as torchvision has it.

    Source:
        Simonyan, Zisserman 2014, table 1, configuration A.
    """
    head = (AdaptiveAvgPool2d((7, 7)), Flatten(), *_large_head(512 * 7 * 7, dropout_first=False))
    return network_of((3, 224, 224), [*_vgg_features(norm=False), *head])


def vgg11_for_cifar() -> Network:
    """Return VGG-11 for 32x32: a norm behind each convolution, and one linear layer.

    Source:
        Simonyan, Zisserman 2014; norm and head as Liu's pytorch-cifar has them.
    """
    head = (Flatten(), Linear(512, _CIFAR_CLASSES))
    return network_of((3, 32, 32), [*_vgg_features(norm=True), *head])


def _vgg_features(*, norm: bool) -> list[Layer]:
    layers: list[Layer] = []
    before = 3
    for stage in _VGG_11:
        for channels in stage:
            layers.append(Conv2d(before, channels, 3, padding=1))
            layers += [BatchNorm2d(channels)] if norm else []
            layers.append(ReLU())
            before = channels
        layers.append(MaxPool2d(2))
    return layers


def _large_head(features: int, *, dropout_first: bool) -> list[Layer]:
    """Return the three linear layers in which most parameters of AlexNet and VGG are."""
    wide, classes = 4096, _IMAGENET_CLASSES
    first, second = (Linear(features, wide), ReLU()), (Linear(wide, wide), ReLU())
    if dropout_first:
        return [Dropout(), *first, Dropout(), *second, Linear(wide, classes)]
    return [*first, Dropout(), *second, Dropout(), Linear(wide, classes)]


def all_convolutional() -> Network:
    """Return All-CNN-C: strides in the place of pooling, and no linear layer.

    Source:
        Springenberg, Dosovitskiy, Brox, Riedmiller 2014, tables 1 and 2.
    """
    layers: list[Layer] = [Dropout(0.2)]
    before = 3
    for channels in (96, 192):
        for number in range(3):
            stride = 2 if number == 2 else 1  # noqa: PLR2004 - the last one
            layers += [Conv2d(before, channels, 3, stride=stride, padding=1), ReLU()]
            before = channels
        layers.append(Dropout(0.5))
    layers += [Conv2d(192, 192, 3), ReLU(), Conv2d(192, 192, 1), ReLU()]
    layers += [Conv2d(192, _CIFAR_CLASSES, 1), ReLU()]
    return network_of((3, 32, 32), [*layers, AdaptiveAvgPool2d(1), Flatten()])


def network_in_network() -> Network:
    """Return Network in Network for CIFAR-10: two 1x1 convolutions behind each large one.

    Pooling rounds up, as Caffe does, in which its authors trained it: 32, 16, 8.

    Source:
        Lin, Chen, Yan 2013, section 4.2; sizes as in the authors' cifar10 model for Caffe.
    """
    layers: list[Layer] = []
    before = 3
    pools = (MaxPool2d(3, 2, ceil_mode=True), AvgPool2d(3, 2, ceil_mode=True), None)
    stages = ((5, (192, 160, 96)), (5, (192, 192, 192)), (3, (192, 192, _CIFAR_CLASSES)))
    for (kernel, channels), pool in zip(stages, pools, strict=True):
        for size, count in zip((kernel, 1, 1), channels, strict=True):
            layers += [Conv2d(before, count, size, padding=size // 2), ReLU()]
            before = count
        layers += [] if pool is None else [pool, Dropout(0.5)]
    return network_of((3, 32, 32), [*layers, AdaptiveAvgPool2d(1), Flatten()])
