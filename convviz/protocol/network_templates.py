"""Networks to begin with, each with the training settings that suit it and what they reach.

Where the data lies and what the computer can do is no part of a template. Every figure was measured
by ``convviz train`` with the settings as they stand here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import msgspec

from convviz.core.augmentation import Augmentation
from convviz.core.data_sets import CIFAR10, Shapes10
from convviz.core.explaining.sources import Source
from convviz.core.initialisation import Dirac, Whitening
from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.layers.smooth_activation import GELU
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.optimisers.adam import AdamW
from convviz.core.optimisers.sgd import SGD
from convviz.core.schedules.one_cycle import OneCycleLR
from convviz.protocol import block_networks as blocks
from convviz.protocol import classic_networks as classic
from convviz.protocol import template_facts as facts
from convviz.protocol.document import Document, Network, Training
from convviz.protocol.run_settings import place_for, setting_differences
from convviz.protocol.template_facts import PUBLISHED, Published, TemplateGroup
from convviz.protocol.templates import FIRST_TRAINING, course_network, network_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.layers import Layer

OWN_SETTINGS: Final = frozenset(
    {
        "data_path",
        "seed",
        "device",
        "threads",
        "checkpoint_epochs",
        "checkpoint_minutes",
        "keep_best",
    }
)
"""What is a person's or a computer's own: no template says anything about it."""

_START: Final = "new_weights"
"""Is about the weights that a network has: those of a template have none."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What a template reached, once, with the seed 0.

    Attributes:
        accuracy: The share of the test pictures that the network takes for what they are, after
            the last epoch.
        cpu_seconds: Processor seconds that all of it took, the tests after the epochs included.
    """

    accuracy: float
    cpu_seconds: int


@dataclass(frozen=True, slots=True)
class NetworkTemplate:
    """A network with the training settings that suit it.

    Attributes:
        key: Its name in code and in files.
        build: Makes the network.
        training: These settings; what is in OWN_SETTINGS is at its default.
        measured: What it reaches; None where that was not measured.
        papers: Where network and settings come from; the first one describes it.
        group: Under which heading it is offered.
        is_for_training: Whether it fits pictures that are at hand, with a number for each of their
            classes; a document keeps its settings if not.
    """

    key: str
    build: Callable[[], Network]
    training: Training
    measured: Measured | None
    papers: tuple[Source, ...]
    group: TemplateGroup = TemplateGroup.FIRST
    is_for_training: bool = True

    @property
    def published(self) -> Published | None:
        """What others publish that it reaches."""
        return PUBLISHED.get(self.key)


@cache
def network_templates() -> dict[str, NetworkTemplate]:
    """Return the templates by their keys, in the order in which they are offered."""
    return {template.key: template for template in _templates()}


def with_template(
    document: Document, template: NetworkTemplate, *, keep_settings: bool = False
) -> Document:
    """Return a document with a template's network and training settings.

    Args:
        document: What it has beside them stays.
        template: The template.
        keep_settings: Leave all training settings as they are.
    """
    changed = msgspec.structs.replace(document, network=template.build())
    if keep_settings or not template.is_for_training:
        return changed
    own = {name: getattr(document.training, name) for name in OWN_SETTINGS}
    own["data_path"] = place_for(template.training.dataset, document.training)
    training = msgspec.structs.replace(template.training, **own)
    return msgspec.structs.replace(changed, training=training)


def settings_of_its_own(document: Document, template: NetworkTemplate) -> tuple[str, ...]:
    """Return the settings that a person chose and that a template would replace.

    Settings that nobody touched are those of the first document, of a new training, or of any
    template; nothing is lost with them. One that is only looked at replaces none.

    Returns:
        Their names, such as "epochs" or "lr"; empty if there are none.
    """
    if not template.is_for_training:
        return ()
    untouched = (
        FIRST_TRAINING,
        Training(),
        *(known.training for known in network_templates().values()),
    )
    if any(not _differences(document.training, known) for known in untouched):
        return ()
    return _differences(document.training, template.training)


def template_of(document: Document) -> NetworkTemplate | None:
    """Return the template whose network and settings a document has; None for none."""
    for template in network_templates().values():
        has_settings = not _differences(document.training, template.training)
        if has_settings and document.network.steps == template.build().steps:
            return template
    return None


def _differences(training: Training, other: Training) -> tuple[str, ...]:
    return setting_differences(training, other, OWN_SETTINGS | {_START})


def _templates() -> Iterator[NetworkTemplate]:
    yield NetworkTemplate(
        "fast",
        lambda: airbench_network(24, (24, 48, 64)),
        _one_cycle(epochs=3),
        Measured(0.779, 108),
        (facts.AIRBENCH,),
    )
    yield NetworkTemplate(
        "strong",
        lambda: airbench_network(24, (32, 64, 128)),
        _one_cycle(epochs=7),
        Measured(0.846, 351),
        (facts.AIRBENCH,),
    )
    yield NetworkTemplate(
        "course",
        course_network,
        Training(dataset=CIFAR10(), optimiser=SGD(lr=0.01), epochs=10),
        Measured(0.569, 225),
        (facts.COURSE,),
    )
    yield NetworkTemplate(
        "course_norm",
        _course_norm_network,
        _one_cycle(epochs=3),
        Measured(0.750, 143),
        (facts.COURSE,),
    )
    yield NetworkTemplate(
        "airbench",
        lambda: airbench_network(24, (64, 256, 256)),
        _for_a_card(),
        None,
        (facts.AIRBENCH,),
    )
    yield from _classic()
    yield from _with_blocks()


def _classic() -> Iterator[NetworkTemplate]:
    """Yield the networks of well-known papers that are chains of layers."""
    grey = Training(
        dataset=Shapes10(size=32, grey=True),
        normalise=True,
        optimiser=AdamW(lr=0.002),
        epochs=10,
    )
    at_28 = msgspec.structs.replace(grey, dataset=Shapes10(size=28, grey=True))
    at_64 = msgspec.structs.replace(grey, dataset=Shapes10(size=64))
    with_norm, without = _with_norm(), _without_norm()
    for key, build, training, measured, papers in (
        ("lenet5_paper", classic.lenet5_of_the_paper, grey, Measured(0.908, 19), (facts.LENET,)),
        ("lenet5_tutorial", classic.lenet5_of_the_tutorial, grey, Measured(0.9395, 15), _LENETS),
        ("lenet5", classic.lenet5_at_28, at_28, Measured(0.904, 16), (facts.LENET,)),
        ("tinyvgg", classic.tiny_vgg, at_64, Measured(0.9185, 90), (facts.EXPLAINER, facts.VGG)),
        ("alexnet_cifar", classic.alexnet_for_cifar, without, None, _ALEXNETS),
        ("vgg11_cifar", classic.vgg11_for_cifar, with_norm, None, (facts.VGG,)),
        ("allconv", classic.all_convolutional, without, None, (facts.ALL_CONVOLUTIONAL,)),
        ("nin", classic.network_in_network, without, None, (facts.NETWORK_IN_NETWORK,)),
    ):
        yield NetworkTemplate(key, build, training, measured, papers, TemplateGroup.CLASSIC)
    for key, build, papers in (
        ("alexnet", classic.alexnet, _ALEXNETS),
        ("alexnet_paper", classic.alexnet_of_the_paper, (facts.ALEXNET,)),
        ("vgg11", classic.vgg11, (facts.VGG,)),
    ):
        yield _to_look_at(key, build, papers, TemplateGroup.CLASSIC)


def _with_blocks() -> Iterator[NetworkTemplate]:
    """Yield networks with blocks; what they reach was not measured."""
    with_norm, without = _with_norm(), _without_norm()
    for key, build, training, paper in (
        ("resnet20", blocks.resnet20, with_norm, facts.RESNET),
        ("resnet18", blocks.resnet18, with_norm, facts.RESNET),
        ("densenet", blocks.densenet, with_norm, facts.DENSENET),
        ("inception", blocks.inception, without, facts.INCEPTION),
        ("squeezenet", blocks.squeezenet, without, facts.SQUEEZENET),
        ("mobilenetv2", blocks.mobilenet, with_norm, facts.MOBILENETV2),
    ):
        yield NetworkTemplate(key, build, training, None, (paper,), TemplateGroup.BLOCKS)
    yield _to_look_at("unet", blocks.unet, (facts.UNET,), TemplateGroup.BLOCKS)


def _to_look_at(
    key: str, build: Callable[[], Network], papers: tuple[Source, ...], group: TemplateGroup
) -> NetworkTemplate:
    return NetworkTemplate(key, build, FIRST_TRAINING, None, papers, group, is_for_training=False)


_LENETS: Final = (facts.TUTORIAL, facts.LENET)
_ALEXNETS: Final = (facts.WEIRD_TRICK, facts.ALEXNET)


def _with_norm() -> Training:
    """Return settings for networks with a norm behind each convolution."""
    return _one_cycle(epochs=10, batch_size=128, peak=0.1)


def _without_norm() -> Training:
    """Return settings for networks without a norm: a high rate would not let them learn."""
    return msgspec.structs.replace(_with_norm(), optimiser=AdamW(lr=0.001), schedule=None)


def _one_cycle(*, epochs: int, batch_size: int = 256, peak: float = 0.2) -> Training:
    """Return the settings of the quick networks.

    Args:
        epochs: Passes over the pictures.
        batch_size: Pictures a batch.
        peak: The highest learning rate; it grows with the batch size.

    Source:
        Smith and Topin 2018, arXiv 1708.07120 (one cycle of the rate); Jordan 2024, arXiv
        2404.00498 (flips that take turns, label smoothing, Nesterov's momentum).
    """
    return Training(
        dataset=CIFAR10(),
        normalise=True,
        augmentation=Augmentation(flip="alternate", shift=2),
        loss=CrossEntropyLoss(label_smoothing=0.1),
        optimiser=SGD(lr=peak, momentum=0.9, weight_decay=5e-4, nesterov=True),
        schedule=OneCycleLR(peak),
        batch_size=batch_size,
        epochs=epochs,
    )


def _for_a_card() -> Training:
    """Return the settings with which airbench's shape is to reach 94 % on a graphics card.

    It is not compiled: that takes longer than the whole run.

    Source:
        Page 2018, "How to train your ResNet": batches of 512 at a peak of 0.4 over 24 epochs reach
        94 % with a residual network. Jordan 2024, arXiv 2404.00498: whitening, dirac and flips
        that take turns save more than half of the epochs. Others of his means, such as a larger
        rate of the biases, are none of the settings here, so that the run is longer.
    """
    return msgspec.structs.replace(
        _one_cycle(epochs=24, batch_size=512, peak=0.4),
        whitening=Whitening(),
        initialisation=Dirac(),
        precision="float16",
        channels_last=True,
    )


def airbench_network(first: int, channels: tuple[int, ...]) -> Network:
    """Return the shape of airbench's network: a small convolution, then blocks of two.

    Args:
        first: Channels of the first convolution.
        channels: Those of each block.
    """
    layers: list[Layer] = [Conv2d(3, first, 2), GELU()]
    before = first
    for count in channels:
        layers += [
            Conv2d(before, count, 3, padding=1, bias=False),
            MaxPool2d(2),
            BatchNorm2d(count),
            GELU(),
            Conv2d(count, count, 3, padding=1, bias=False),
            BatchNorm2d(count),
            GELU(),
        ]
        before = count
    layers += [MaxPool2d(3), Flatten(), Linear(before, 10, bias=False)]
    return network_of((3, 32, 32), layers)


def _course_norm_network() -> Network:
    """Return the course's network with a norm and a bend after every convolution."""
    layers: list[Layer] = []
    for before, count in ((3, 32), (32, 32), (32, 64)):
        layers += [
            Conv2d(before, count, 5, padding=2),
            BatchNorm2d(count),
            ReLU(),
            MaxPool2d(2),
        ]
    layers += [Flatten(), Linear(1024, 64), ReLU(), Linear(64, 10)]
    return network_of((3, 32, 32), layers)
