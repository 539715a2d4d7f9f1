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
from convviz.ui.formats import count_text, percent_text

if TYPE_CHECKING:
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
        "lenet5": translate("Templates", "LeNet-5"),
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
        "lenet5": translate(
            "Templates",
            "The network that read digits in 1998, on grey pictures of 28×28. Shapes-10 is drawn "
            "in that size.",
        ),
        "airbench": translate(
            "Templates",
            "The shape that reaches 94% of CIFAR-10 within seconds on a fast graphics card. On "
            "a processor it takes hours.",
        ),
    }
    return purposes.get(key, "") or _purpose_of_blocks(key)


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
    if template.measured is None:
        return translate("Templates", "not measured")
    return translate("Templates", "{accuracy} right in about {minutes} min").format(
        accuracy=percent_text(template.measured.accuracy), minutes=_minutes(template)
    )


def template_tip(template: NetworkTemplate) -> str:
    """Return what is known of a template: its purpose, size, what was measured, and its source."""
    translate = QCoreApplication.translate
    measured, training = template.measured, template.training
    sentences = [template_purpose(template.key), _size_text(template)]
    if not template.classifies:
        pass
    elif measured is None and template.key != "airbench":
        sentences.append(
            translate(
                "Templates", "{epochs} epochs on {data}. What it reaches was not measured."
            ).format(epochs=training.epochs, data=training.dataset.title)
        )
    elif measured is None:
        sentences.append(
            translate(
                "Templates",
                "{epochs} epochs on {data}. What it reaches was not measured: no graphics card "
                "was at hand.",
            ).format(epochs=training.epochs, data=training.dataset.title)
        )
    else:
        sentences.append(
            translate(
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
        )
    lines = (escape(line, quote=False) for line in (*sentences, template.source))
    return f"<qt>{'<br>'.join(lines)}</qt>"  # Qt breaks long lines of rich text alone


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
