"""Where the templates come from, and what is published of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from convviz.core.explaining.sources import Source


class TemplateGroup(StrEnum):
    """Under which heading a template is offered."""

    FIRST = "first"
    """To begin with."""
    CLASSIC = "classic"
    """Chains of layers of well-known papers."""
    BLOCKS = "blocks"
    """Networks of blocks."""


@dataclass(frozen=True, slots=True)
class Published:
    """What others publish that a network reaches; nobody here measured it.

    Attributes:
        accuracy: The share of pictures of which the first guess is right.
        data: The pictures.
        source: Who says so.
    """

    accuracy: float
    data: str
    source: str


def _paper(authors: str, year: int, title: str, address: str) -> Source:
    return Source(f"{authors} {year}", address, title)


def _arxiv(authors: str, year: int, title: str, number: str) -> Source:
    return _paper(authors, year, title, f"https://arxiv.org/abs/{number}")


AIRBENCH: Final = _arxiv(
    "Jordan", 2024, "94% on CIFAR-10 in 3.29 Seconds on a Single GPU", "2404.00498"
)
COURSE: Final = Source(
    "Krizhevsky, cuda-convnet",
    "https://code.google.com/archive/p/cuda-convnet/",
    "Its layers, as PyTorch courses teach them",
)
LENET: Final = _paper(
    "LeCun, Bottou, Bengio, Haffner",
    1998,
    "Gradient-Based Learning Applied to Document Recognition",
    "https://doi.org/10.1109/5.726791",
)
TUTORIAL: Final = Source(
    "PyTorch's tutorial",
    "https://docs.pytorch.org/tutorials/beginner/blitz/neural_networks_tutorial.html",
    "Neural Networks",
)
EXPLAINER: Final = _arxiv(
    "Wang, Turko, Shaikh, Park, Das, Hohman, Kahng, Chau",
    2020,
    "CNN Explainer: Learning Convolutional Neural Networks with Interactive Visualization",
    "2004.15004",
)
ALEXNET: Final = _paper(
    "Krizhevsky, Sutskever, Hinton",
    2012,
    "ImageNet Classification with Deep Convolutional Neural Networks",
    "https://doi.org/10.1145/3065386",
)
WEIRD_TRICK: Final = _arxiv(
    "Krizhevsky",
    2014,
    "One Weird Trick for Parallelizing Convolutional Neural Networks",
    "1404.5997",
)
VGG: Final = _arxiv(
    "Simonyan, Zisserman",
    2014,
    "Very Deep Convolutional Networks for Large-Scale Image Recognition",
    "1409.1556",
)
ALL_CONVOLUTIONAL: Final = _arxiv(
    "Springenberg, Dosovitskiy, Brox, Riedmiller",
    2014,
    "Striving for Simplicity: The All Convolutional Net",
    "1412.6806",
)
NETWORK_IN_NETWORK: Final = _arxiv("Lin, Chen, Yan", 2013, "Network in Network", "1312.4400")
RESNET: Final = _arxiv(
    "He, Zhang, Ren, Sun", 2015, "Deep Residual Learning for Image Recognition", "1512.03385"
)
DENSENET: Final = _arxiv(
    "Huang, Liu, van der Maaten, Weinberger",
    2016,
    "Densely Connected Convolutional Networks",
    "1608.06993",
)
INCEPTION: Final = _arxiv(
    "Szegedy, Liu, Jia, Sermanet, Reed, Anguelov, Erhan, Vanhoucke, Rabinovich",
    2014,
    "Going Deeper with Convolutions",
    "1409.4842",
)
SQUEEZENET: Final = _arxiv(
    "Iandola, Han, Moskewicz, Ashraf, Dally, Keutzer",
    2016,
    "SqueezeNet: AlexNet-Level Accuracy with 50x Fewer Parameters and <0.5MB Model Size",
    "1602.07360",
)
MOBILENETV2: Final = _arxiv(
    "Sandler, Howard, Zhu, Zhmoginov, Chen",
    2018,
    "MobileNetV2: Inverted Residuals and Linear Bottlenecks",
    "1801.04381",
)
UNET: Final = _arxiv(
    "Ronneberger, Fischer, Brox",
    2015,
    "U-Net: Convolutional Networks for Biomedical Image Segmentation",
    "1505.04597",
)

_TORCHVISION = "torchvision, IMAGENET1K_V1"
PUBLISHED: Final = {
    "airbench": Published(0.94, "CIFAR-10", "Jordan 2024"),
    "lenet5_paper": Published(0.9905, "MNIST", "LeCun et al. 1998"),
    "alexnet": Published(0.56522, "ImageNet", _TORCHVISION),
    "alexnet_paper": Published(0.593, "ImageNet", "Krizhevsky et al. 2012, table 2"),
    "alexnet_cifar": Published(0.7722, "CIFAR-10", "Yang, pytorch-classification"),
    "vgg11": Published(0.6902, "ImageNet", _TORCHVISION),
    "allconv": Published(0.9275, "CIFAR-10", "Springenberg et al. 2014"),
    "nin": Published(0.9119, "CIFAR-10", "Lin et al. 2013, table 1"),
    "resnet20": Published(0.9125, "CIFAR-10", "He et al. 2015, table 6"),
    "resnet18": Published(0.9302, "CIFAR-10", "Liu, pytorch-cifar"),
}
"""By the keys of the templates; networks that are smaller than the paper's own have none."""
