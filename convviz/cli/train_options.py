"""The options of ``convviz train``: one for each setting of a training."""

from __future__ import annotations

import hashlib
from argparse import BooleanOptionalAction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from convviz.cli.code_options import Wanted
from convviz.cli.layer_arguments import read_layers
from convviz.core.code.call import parse_call
from convviz.core.code.opened import parse_beside_layers
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.exported.archive import SUFFIX as EXPORTED_SUFFIX
from convviz.core.losses import Loss
from convviz.protocol.document import Training, WeightsFile, check_training
from convviz.protocol.document_file import read_document
from convviz.protocol.file_reading import LARGEST_UNKNOWN_WEIGHTS, read_file
from convviz.protocol.network_templates import network_templates, with_template
from convviz.protocol.run_settings import place_for
from convviz.protocol.run_start import weights_located, with_start
from convviz.protocol.templates import new_document
from convviz.protocol.training_parts import TRAINING_PARTS, check_trained, part_types

if TYPE_CHECKING:
    import argparse

    from convviz.core.calls import Call
    from convviz.protocol.document import Document

NONE: Final = "none"

OPTIONS: Final[dict[str, tuple[tuple[str, ...], dict[str, Any]]]] = {
    "dataset": (
        ("--dataset",),
        {
            "metavar": "CALL",
            "help": "shapes10, cifar10, mnist, imagefolder, or with settings: "
            "'Shapes10(grey=True)', 'ImageFolder(64, fit=\"pad\")'",
        },
    ),
    "normalise": (
        ("--normalise",),
        {"action": BooleanOptionalAction, "help": "each channel to mean 0 and deviation 1"},
    ),
    "augmentation": (
        ("--augment",),
        {"metavar": "CALL", "help": "such as 'Augmentation(flip=\"alternate\", shift=2)'"},
    ),
    "data_path": (
        ("--data",),
        {"metavar": "DIR", "help": "where the data set is: a folder, or CIFAR-10's archive"},
    ),
    "loss": (
        ("--loss",),
        {"metavar": "CALL", "help": "as in torch, such as 'CrossEntropyLoss(label_smoothing=0.1)'"},
    ),
    "optimiser": (
        ("--optimiser", "--optimizer"),
        {"metavar": "CALL", "help": "as in torch, such as 'SGD(lr=0.1, momentum=0.9)', or AdamW"},
    ),
    "schedule": (
        ("--schedule",),
        {"metavar": "CALL", "help": "as in torch, such as 'CosineAnnealingLR(10)'; none leaves lr"},
    ),
    "clipping": (
        ("--clip",),
        {"metavar": "CALL", "help": "of gradients, such as 'clip_grad_norm_(1.0)'; or none"},
    ),
    "averaging": (
        ("--average",),
        {"metavar": "CALL", "help": "of the weights, such as 'EMA(decay=0.999)'; or none"},
    ),
    "initialisation": (
        ("--init",),
        {"metavar": "CALL", "help": "as in torch, such as 'orthogonal_()'; none for torch's own"},
    ),
    "new_weights": (
        ("--new-weights",),
        {
            "action": BooleanOptionalAction,
            "help": "begin with new weights also where the network has some; default: with those",
        },
    ),
    "zero_bias": (
        ("--zero-bias",),
        {"action": BooleanOptionalAction, "help": "biases begin at 0"},
    ),
    "whitening": (
        ("--whiten",),
        {"metavar": "CALL", "help": "the first convolution: 'Whitening(frozen=True)'; or none"},
    ),
    "epochs": (("--epochs",), {"type": int}),
    "batch_size": (("--batch-size",), {"type": int}),
    "seed": (("--seed",), {"type": int}),
    "device": (("--device",), {"help": "auto, cpu, cuda, mps"}),
    "precision": (
        ("--precision",),
        {
            "choices": ("float32", "bfloat16", "float16"),
            "help": "of the network's numbers; what this computer cannot do is refused",
        },
    ),
    "channels_last": (
        ("--channels-last",),
        {"action": BooleanOptionalAction, "help": "memory pixel by pixel; default: on a CPU"},
    ),
    "compiled": (
        ("--compile",),
        {
            "action": BooleanOptionalAction,
            "help": "on CUDA, let torch compile the network: a minute's wait, then faster",
        },
    ),
    "threads": (("--threads",), {"type": int, "help": "CPU threads"}),
    "checkpoint_epochs": (
        ("--checkpoint-every",),
        {"type": int, "metavar": "N", "help": "epochs between checkpoints; default: 1"},
    ),
    "checkpoint_minutes": (
        ("--checkpoint-minutes",),
        {
            "type": float,
            "metavar": "X",
            "help": "minutes between checkpoints within a long epoch; default: 5",
        },
    ),
    "keep_best": (
        ("--keep-best",),
        {"action": BooleanOptionalAction, "help": "also the weights of the best epoch"},
    ),
    "schedule_epochs": (
        ("--schedule-epochs",),
        {
            "type": int,
            "metavar": "N",
            "help": "epochs over which a schedule such as OneCycleLR is laid out; default: all",
        },
    ),
}
"""The option of each setting, by the setting's name."""


def add_document(parser: argparse.ArgumentParser) -> None:
    """Add the argument that says what is trained."""
    parser.add_argument(
        "document",
        type=Path,
        metavar="DOCUMENT",
        help="a .convviz document, the network of a .pt2 file, or the name of a network that comes "
        "with its settings: "
        f"{', '.join(network_templates())}",
    )


def document_or_template(name: Path) -> Document:
    """Return the document of a file, or what a template's name means where no such file is.

    A file of torch.export gives its network with its weights, and the settings are those of a new
    document. Weights are named so that they are found from anywhere.

    Raises:
        ConvVizError: the file is no document.
    """
    if name.suffix.lower() == EXPORTED_SUFFIX:
        read = read_layers([str(name)], Wanted(None, {}, None))
        document = msgspec.structs.replace(new_document(), network=read.network)
        if not read.weights:
            return document
        content = read_file(name, LARGEST_UNKNOWN_WEIGHTS)
        weights = WeightsFile(str(name.absolute()), hashlib.sha256(content).hexdigest())
        return with_start(document, weights)
    template = network_templates().get(str(name))
    if template is None or name.exists():
        document = read_document(name)
        network = weights_located(document.network, name)
        return msgspec.structs.replace(document, network=network)
    return with_template(new_document(), template)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add an option for each setting of a training."""
    for name, (flags, described) in OPTIONS.items():
        parser.add_argument(*flags, dest=name, **described)
    known = {part: ", ".join(part_types(part)) for part in TRAINING_PARTS}
    parser.epilog = (
        f"data sets: {known['dataset']}. losses: {known['loss']}. "
        f"optimisers: {known['optimiser']}. schedules: {known['schedule']}. "
        f"clipping: {known['clipping']}. initial weights: {known['initialisation']}."
    )


def training_of(options: argparse.Namespace, training: Training) -> Training:
    """Return a document's settings, changed by the options that were given.

    Raises:
        ConvVizError: a setting cannot be read, or is outside its limits.
    """
    changes: dict[str, Any] = {}
    for name in OPTIONS:
        value = getattr(options, name)
        if value is not None:
            changes[name] = _call(name, value) if name in TRAINING_PARTS else value
    if "dataset" in changes:
        changes.setdefault("data_path", place_for(changes["dataset"], training))
    changed = msgspec.structs.replace(training, **changes)
    check_training(changed)
    return changed


def _call(name: str, text: str) -> Call | None:
    """Return the part that a text means, such as the loss; None where there shall be none."""
    if TRAINING_PARTS[name].is_optional and text.strip().lower() == NONE:
        return None
    try:
        return parse_call(text, part_types(name))
    except DocumentError as error:
        if error.code is ErrorCode.CODE_NO_CALL:
            opened = parse_beside_layers(text)
            check_trained(name, type(opened) if isinstance(opened, Loss) else None)
        raise
