"""What each template of a network is called, what it is for and what it reaches."""

from __future__ import annotations

import math
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import summarise
from convviz.protocol.network_templates import network_templates
from convviz.protocol.template_facts import TemplateGroup
from convviz.ui.formats import count_text, percent_text

if TYPE_CHECKING:
    from convviz.core.explaining.sources import Source
    from convviz.protocol.network_templates import NetworkTemplate

_CORES: Final = 2
_MINUTE: Final = 60


def template_name(key: str) -> str:
    """Return what a template is called; its key where it has no name yet."""
    translate = QCoreApplication.translate
    names = {
        "fast": translate("Templates", "Fast network"),
        "strong": translate("Templates", "Strong network"),
        "course": translate("Templates", "Course network, as taught"),
        "course_norm": translate("Templates", "Course network with BatchNorm and ReLU"),
        "lenet5_paper": translate("Templates", "LeNet-5, as in the paper"),
        "lenet5_tutorial": translate("Templates", "LeNet-5, as in PyTorch's tutorial"),
        "lenet5": translate("Templates", "LeNet-5 at 28×28, as taught"),
        "tinyvgg": translate("Templates", "TinyVGG"),
        "alexnet_cifar": translate("Templates", "AlexNet for CIFAR-10"),
        "alexnet": translate("Templates", "AlexNet at 224×224"),
        "alexnet_paper": translate("Templates", "AlexNet on two cards, as in the paper"),
        "vgg11_cifar": translate("Templates", "VGG-11 for CIFAR-10"),
        "vgg11": translate("Templates", "VGG-11 at 224×224"),
        "allconv": translate("Templates", "All-convolutional network"),
        "nin": translate("Templates", "Network in Network"),
        "airbench": translate("Templates", "Network for a graphics card"),
        "resnet20": translate("Templates", "ResNet-20"),
        "resnet18": translate("Templates", "ResNet-18"),
        "densenet": translate("Templates", "Small DenseNet"),
        "inception": translate("Templates", "Inception blocks"),
        "squeezenet": translate("Templates", "Small SqueezeNet"),
        "mobilenetv2": translate("Templates", "Small MobileNetV2"),
        "unet": translate("Templates", "Small U-Net"),
    }
    return names.get(key, key)


def group_name(group: TemplateGroup) -> str:
    """Return the heading of a group of templates."""
    translate = QCoreApplication.translate
    match group:
        case TemplateGroup.FIRST:
            return translate("Templates", "To begin with")
        case TemplateGroup.CLASSIC:
            return translate("Templates", "Well-known chains of layers")
        case TemplateGroup.BLOCKS:
            return translate("Templates", "Networks of blocks")


def template_purpose(key: str) -> str:
    """Return what a template shows to whoever trains it, in a sentence or two."""
    translate = QCoreApplication.translate
    purposes = {
        "fast": translate(
            "Templates",
            "A first success on photographs: small convolutions, each with a norm, and a "
            "learning rate that rises and falls once.",
        ),
        "strong": translate("Templates", "The same shape with more channels, trained for longer."),
        "course": translate(
            "Templates",
            "Three 5×5 convolutions without any activation, and SGD with a constant rate: what "
            "courses begin with.",
        ),
        "course_norm": translate(
            "Templates",
            "The course's convolutions with a norm and an activation after each: see what the "
            "two change.",
        ),
        "airbench": translate(
            "Templates",
            "The shape that reaches 94% of CIFAR-10 within seconds on a fast graphics card. On "
            "a processor it takes hours.",
        ),
    }
    return purposes.get(key, "") or _purpose_of_classics(key) or _purpose_of_blocks(key)


def _purpose_of_classics(key: str) -> str:
    translate = QCoreApplication.translate
    purposes = {
        "lenet5_paper": translate(
            "Templates",
            "Pooling averages four cells, then multiplies each map by a number that is learned "
            "and adds one: watch the 1×1 convolutions with a group for each channel. In the paper "
            "C3 reads only some of the maps (60,000 parameters), tanh is stretched to "
            "1.7159 tanh(2x/3), and the last layer measures distances.",
        ),
        "lenet5_tutorial": translate(
            "Templates",
            "The paper's sizes, but ReLU for tanh, max pooling for averages, and a plain last "
            "layer. Watch Flatten: 16×5×5 = 400, where 5×5 is the map that is left, not the "
            "kernel.",
        ),
        "lenet5": translate(
            "Templates",
            "The network that read digits in 1998, on grey pictures of 28×28: padding 2 takes the "
            "place of the border of 32×32. Shapes-10 is drawn in that size.",
        ),
        "tinyvgg": translate(
            "Templates",
            "The network of CNN Explainer. Without padding each convolution takes two rows and "
            "columns away: 64, 62, 60, pooled 30, 28, 26, pooled 13.",
        ),
        "alexnet_cifar": translate(
            "Templates",
            "AlexNet's channels for 32×32. Watch the first layer: kernel 11, stride 4 and padding "
            "5 leave 8×8 of 32×32, and one linear layer takes the place of three.",
        ),
        "alexnet": translate(
            "Templates",
            "torchvision's form: 64 to 256 channels on one card. Watch where the parameters are: "
            "58.6 of 61.1 million in three linear layers, 92% of the multiply-adds in the "
            "convolutions.",
        ),
        "alexnet_paper": translate(
            "Templates",
            "Three convolutions have groups=2, because half of the channels lay on each of two "
            "graphics cards. The paper writes 224×224; its sizes come out with 227×227.",
        ),
        "vgg11_cifar": translate(
            "Templates",
            "Five poolings leave 1×1 of 32×32, so that the linear layer has 512 inputs, not "
            "25,088. A norm behind each convolution lets it learn from the start.",
        ),
        "vgg11": translate(
            "Templates",
            "Kernels of 3×3 alone: two of them see 5×5, three 7×7. The first linear layer alone "
            "has 102,764,544 of the 132,863,336 parameters.",
        ),
        "allconv": translate(
            "Templates",
            "Strides take the place of pooling, and a mean over all places that of the linear "
            "layer: any size of picture fits. Watch the receptive field grow faster behind each "
            "stride.",
        ),
        "nin": translate(
            "Templates",
            "Two 1×1 convolutions behind each large one: a small network at every place. Watch "
            "the pooling, which rounds up (ceil_mode) as Caffe does: 32, 16, 8.",
        ),
    }
    return purposes.get(key, "")


def _purpose_of_blocks(key: str) -> str:
    translate = QCoreApplication.translate
    purposes = {
        "resnet20": translate(
            "Templates",
            "Blocks that add what they find to what they were given: watch the 1×1 convolution "
            "in the shortcut where a stage begins.",
        ),
        "resnet18": translate(
            "Templates",
            "The same blocks with up to 512 channels, for pictures of 32×32: no pooling stands "
            "behind the first convolution.",
        ),
        "densenet": translate(
            "Templates",
            "Each layer reads the outputs of all before it: watch how the channels grow by 12.",
        ),
        "inception": translate(
            "Templates",
            "Kernels of 1×1, 3×3 and 5×5 beside each other; 1×1 convolutions make the channels "
            "few before the large ones.",
        ),
        "squeezenet": translate(
            "Templates",
            "Fire modules: few channels in, many out, half of them without looking around.",
        ),
        "mobilenetv2": translate(
            "Templates",
            "Inverted residuals: wide inside, narrow outside, and each channel has a kernel of its "
            "own.",
        ),
        "unet": translate(
            "Templates",
            "What was seen before pooling is joined to what comes back up. It gives ten numbers "
            "for each place of the picture, so it can be looked at here, but not trained.",
        ),
    }
    return purposes.get(key, "")


def reached_text(template: NetworkTemplate) -> str:
    """Return what a template reaches and how long that takes, in few words."""
    translate = QCoreApplication.translate
    if not template.is_for_training:
        return translate("Templates", "to look at")
    if template.measured is None:
        return translate("Templates", "not measured")
    return translate("Templates", "{accuracy} right in about {minutes} min").format(
        accuracy=percent_text(template.measured.accuracy), minutes=_minutes(template)
    )


def published_text(template: NetworkTemplate) -> str:
    """Return what others publish that a template reaches; "" for nothing."""
    published = template.published
    if published is None:
        return ""
    return QCoreApplication.translate(
        "Templates", "Published: {accuracy} of the first guesses right on {data} ({source})."
    ).format(
        accuracy=percent_text(published.accuracy), data=published.data, source=published.source
    )


def template_tip(template: NetworkTemplate, *, with_links: bool = False) -> str:
    """Return what is known of a template: its purpose, its size, what it reaches, its papers.

    Args:
        template: The template.
        with_links: Whether the papers can be clicked; in a tooltip they cannot.
    """
    sentences = [
        template_purpose(template.key),
        _size_text(template),
        published_text(template),
        _measured_text(template),
    ]
    lines = [escape(line, quote=False) for line in sentences if line]
    lines += [_paper_text(paper, with_link=with_links) for paper in template.papers]
    return f"<qt>{'<br>'.join(lines)}</qt>"  # Qt breaks long lines of rich text alone


def _paper_text(paper: Source, *, with_link: bool) -> str:
    name, title = escape(paper.name, quote=False), escape(paper.title, quote=False)
    address = escape(paper.address)
    shown = address.removeprefix("https://")
    return f'{name}: {title}, <a href="{address}">{shown}</a>' if with_link else f"{name}: {title}"


def _measured_text(template: NetworkTemplate) -> str:
    """Return what was measured of a template, or that nothing was."""
    translate = QCoreApplication.translate
    measured, training = template.measured, template.training
    if not template.is_for_training:
        return ""
    if measured is not None:
        return translate(
            "Templates",
            "Measured: {accuracy} of the test pictures of {data} are classified correctly "
            "after {epochs} epochs, in {seconds} seconds of processor time; on two free "
            "cores in about {minutes} min.",
        ).format(
            accuracy=percent_text(measured.accuracy),
            data=training.dataset.title,
            epochs=training.epochs,
            seconds=count_text(measured.cpu_seconds),
            minutes=_minutes(template),
        )
    text = translate("Templates", "{epochs} epochs on {data}. What it reaches was not measured.")
    if template.key == "airbench":
        text = translate(
            "Templates",
            "{epochs} epochs on {data}. What it reaches was not measured: no graphics card "
            "was at hand.",
        )
    return text.format(epochs=training.epochs, data=training.dataset.title)


def _size_text(template: NetworkTemplate) -> str:
    params, mult_adds = _size(template.key)
    return QCoreApplication.translate(
        "Templates", "{params} parameters, {mult_adds} multiply-adds for a picture."
    ).format(params=count_text(params), mult_adds=count_text(mult_adds))


@cache
def _size(key: str) -> tuple[int, int]:
    """Return a template's parameters and multiply-adds: tips are written anew at every key."""
    network = network_templates()[key].build()
    summary = summarise(infer_sequential(network.steps, network.input_shape))
    return summary.num_params, summary.mult_adds


def _minutes(template: NetworkTemplate) -> int:
    """Return how long a template takes on two free cores, in whole minutes."""
    seconds = 0 if template.measured is None else template.measured.cpu_seconds / _CORES
    return max(1, math.ceil(seconds / _MINUTE))
