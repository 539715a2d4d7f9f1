"""The script of a training: without convviz it computes what the run computes, bit by bit."""

from __future__ import annotations

import contextlib
import functools
import math
import runpy
import sys
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
import torch

from convviz.core.augmentation import Augmentation
from convviz.core.averaging import EMA
from convviz.core.clipping import ClipByNorm, ClipByValue
from convviz.core.code.reading import parse_layer
from convviz.core.data_sets import CIFAR10, MNIST, DataSet, ImageFolder, Shapes10, data_set_types
from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.initialisation import Dirac, KaimingNormal, Orthogonal, Whitening
from convviz.core.layers.conv import Conv2d
from convviz.core.layers.hard_activation import RReLU
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm2d
from convviz.core.layers.pool import MaxPool2d
from convviz.core.layers.shape import Flatten
from convviz.core.layers.smooth_activation import Sigmoid
from convviz.core.layers.softmax import LogSoftmax
from convviz.core.losses import training_loss_types
from convviz.core.losses.base import Loss
from convviz.core.losses.classes import CrossEntropyLoss, NLLLoss
from convviz.core.losses.distances import HuberLoss, L1Loss, MSELoss, SmoothL1Loss
from convviz.core.losses.shares import BCELoss
from convviz.core.network.sequential import NetworkStep
from convviz.core.optimisers import optimiser_types
from convviz.core.optimisers.adam import Adam, Adamax, AdamW, NAdam, RAdam
from convviz.core.optimisers.adaptive import Adadelta, Adagrad, RMSprop
from convviz.core.optimisers.base import Optimiser
from convviz.core.optimisers.muon import Muon
from convviz.core.optimisers.sgd import ASGD, SGD
from convviz.core.schedules import schedule_types
from convviz.core.schedules.base import Schedule
from convviz.core.schedules.falling import (
    ConstantLR,
    CosineAnnealingLR,
    ExponentialLR,
    LinearLR,
    MultiStepLR,
    StepLR,
)
from convviz.core.schedules.one_cycle import OneCycleLR
from convviz.core.schedules.plateau import ReduceLROnPlateau
from convviz.engine.datasets import kept, registry
from convviz.engine.datasets.cifar10 import open_cifar10
from convviz.engine.datasets.registry import load_dataset
from convviz.engine.datasets.shapes10 import make_shapes10
from convviz.engine.training import setup
from convviz.engine.training.losses import BatchLoss
from convviz.engine.training.setup import prepare_run
from convviz.protocol.document import Network, Training
from convviz.protocol.training_parts import TRAINING_PARTS
from convviz.script.training_script import PRINTED_LOSSES, training_script
from tests.support import small_cifar10
from tests.support.small_cifar10 import BINARY_FOLDER
from tests.support.small_pictures import mnist_arrays, write_folder, write_mnist
from tests.support.small_training import document, network, small_dataset, varied_network

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np

    from convviz.engine.datasets.dataset import Dataset
    from convviz.protocol.document import Document

_SHARES = (0.5, 1.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.25)
_LOGARITHMS = network(MaxPool2d(4), Conv2d(3, 4, 3), Flatten(), Linear(144, 10), LogSoftmax(1))
_SHARES_ONLY = network(MaxPool2d(4), Flatten(), Linear(192, 10), Sigmoid())
_LAZY = Network(
    (3, 32, 32),
    (
        NetworkStep(MaxPool2d(4)),
        NetworkStep(RReLU()),
        NetworkStep(Conv2d(3, 4, 3), enabled=False),
        NetworkStep(Flatten()),
        NetworkStep(parse_layer("nn.LazyLinear(10)")),
    ),
)
WHITENED = network(
    Conv2d(3, 20, 2, stride=4, dilation=2),
    BatchNorm2d(20),
    Conv2d(20, 30, 3, groups=2),
    Flatten(),
    Linear(1080, 10),
)
SETTINGS: dict[str, dict[str, Any]] = {
    "as a new document": {},
    "grey, small": {
        "augmentation": Augmentation(shift=2, contrast=0.5, saturation=0.5),
        "network": Network((1, 28, 28), tuple(map(NetworkStep, (Flatten(), Linear(784, 10))))),
        "dataset": Shapes10(28, grey=True),
        "optimiser": Adam(),
    },
}
"""Documents whose scripts draw the pictures themselves."""

MORE_SETTINGS: dict[str, dict[str, Any]] = {
    "dropout, one cycle": {
        "network": varied_network(),
        "loss": CrossEntropyLoss(weight=_SHARES, label_smoothing=0.1),
        "optimiser": AdamW(betas=(0.8, 0.99), amsgrad=True),
        "schedule": OneCycleLR(0.02, anneal_strategy="linear", three_phase=True),
    },
    "plateau of the accuracy": {
        "network": _LOGARITHMS,
        "loss": NLLLoss(ignore_index=3),
        "optimiser": NAdam(),
        "schedule": ReduceLROnPlateau(mode="max", factor=0.3, patience=0),
    },
    "augmented": {
        "augmentation": Augmentation("alternate", 0.2, 3, 0.3, 0.2, 0.4, 9),
        "normalise": True,
    },
    "a lazy layer, chance in an activation": {
        "network": _LAZY,
        "loss": SmoothL1Loss(beta=0.2),
        "optimiser": Adagrad(lr=0.02, lr_decay=0.1),
        "schedule": CosineAnnealingLR(10, eta_min=1e-4),
    },
    "sums of squares": {
        "loss": MSELoss(reduction="sum"),
        "optimiser": SGD(lr=1e-4, momentum=0.9, nesterov=True, weight_decay=1e-3),
        "schedule": StepLR(2, gamma=0.5),
    },
    "plateau of the loss": {
        "loss": HuberLoss(delta=0.5),
        "optimiser": RMSprop(lr=0.05, centered=True, momentum=0.5),
        "schedule": ReduceLROnPlateau(patience=0, threshold=0.2),
    },
    "cut out alone": {"augmentation": Augmentation(cutout=7)},
    "whitened, handed on, averaged, clipped": {
        "network": WHITENED,
        "initialisation": Dirac(),
        "zero_bias": True,
        "whitening": Whitening(pictures=66),
        "averaging": EMA(start=2, use_buffers=True),
        "clipping": ClipByNorm(0.1),
        "schedule": ReduceLROnPlateau(patience=0, threshold=0.2),
        "normalise": True,
    },
    "orthogonal, whitened and learning": {
        "network": WHITENED,
        "initialisation": Orthogonal(1.5),
        "whitening": Whitening(eps=0.01, frozen=False),
        "averaging": EMA(0.9, warm_up=False),
        "clipping": ClipByValue(0.01),
    },
    "kernels and matrices by Muon": {
        "network": WHITENED,
        "optimiser": Muon(lr=0.02, ns_steps=4, adjust_lr_fn="original"),
        "schedule": OneCycleLR(0.05),
    },
    "bfloat16, channel by channel": {
        "network": WHITENED,
        "precision": "bfloat16",
        "channels_last": False,
        "augmentation": Augmentation(flip="alternate", contrast=0.5, shift=2),
        "whitening": Whitening(),
    },
    "float16, whose gradients are scaled": {
        "network": WHITENED,
        "precision": "float16",
        "clipping": ClipByNorm(0.1),
        "normalise": True,
    },
    "normal, biases at zero": {
        "initialisation": KaimingNormal(a=1, nonlinearity="relu"),
        "zero_bias": True,
    },
    "flipped at random": {"augmentation": Augmentation(flip="random"), "normalise": True},
}
"""Documents whose scripts run in the test's own process, on few pictures."""


def run_losses(wanted: Document, folder: Path, count: int) -> list[float]:
    """Return the first losses of the run."""
    events = prepare_run(wanted, folder, resume=False).loop.events()
    losses = (event.loss for event in events if isinstance(event, BatchLoss))
    return list(islice(losses, count))


def losses_without_convviz(
    monkeypatch: pytest.MonkeyPatch, wanted: Document, count: int
) -> list[float]:
    """Return the first losses that a script prints where there is no convviz."""
    text = training_script(wanted)
    with monkeypatch.context() as patch:
        for name in [name for name in sys.modules if name.split(".")[0] == "convviz"]:
            patch.setitem(sys.modules, name, None)  # importing it raises ImportError
        return losses_of(of_few_pictures(text), count)


def draw_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have runs draw a tenth of Shapes-10; all of it takes most of a second."""
    few = functools.partial(make_shapes10, train_count=1000, test_count=200)
    monkeypatch.setattr(registry, "make_shapes10", few)
    monkeypatch.setattr(kept, "_kept", {})


def read_small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have runs read files of CIFAR-10 with 20 pictures in place of the official 10,000."""
    small = functools.partial(open_cifar10, records_per_batch=small_cifar10.RECORDS)
    monkeypatch.setattr(registry, "open_cifar10", small)


def of_few_pictures(text: str) -> str:
    """Return a script that has as few pictures; its own numbers must be the official ones."""
    if "draw_split" in text:
        counts = {"(10_000, ": ("(1000, ", 1), "(2_000, ": ("(200, ", 1)}
    elif "cifar-10" in text:
        counts = {"60_000": ("120", 1), "50_000": ("100", 4)}
    else:
        counts = {}
    for official, (few, times) in counts.items():
        assert text.count(official) == times, official
        text = text.replace(official, few)
    return text


def made(settings: dict[str, Any]) -> Document:
    rest = {name: value for name, value in settings.items() if name != "network"}
    return document(settings.get("network"), **rest)


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_a_script_repeats_the_first_losses_of_the_run_to_the_last_bit(
    settings: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    draw_few(monkeypatch)
    wanted = made(settings)
    expected = run_losses(wanted, tmp_path / "run", PRINTED_LOSSES)
    assert len(set(expected)) > 40
    assert losses_without_convviz(monkeypatch, wanted, PRINTED_LOSSES) == expected


def files_document(dataset: DataSet, place: Path) -> Document:
    """Return a document that trains on the files in a place, whatever their shape."""
    shape = load_dataset(dataset, place).picture_shape
    layers = (Flatten(), Linear(math.prod(shape), 26))
    made = Network(shape, tuple(map(NetworkStep, layers)))
    return document(made, dataset=dataset, data_path=str(place), batch_size=16, normalise=True)


def test_a_script_reads_files_where_the_document_says_as_the_run_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CIFAR-10 in both forms; MNIST's files packed, turned, counted from 1; folders of pictures."""
    read_small_files(monkeypatch)
    (tmp_path / "archive").mkdir()
    archive = tmp_path / "archive/cifar-10-binary.tar.gz"
    archive.write_bytes(small_cifar10.archive_of(small_cifar10.archive_members(BINARY_FOLDER)))
    cifar = [small_cifar10.write_folder(tmp_path / "folder", BINARY_FOLDER).parent, archive]
    write_mnist(tmp_path / "plain/MNIST/raw", mnist_arrays(side=8))
    write_mnist(tmp_path / "plain/FashionMNIST/raw", mnist_arrays(side=9))
    for name, first in (("emnist-letters-", 1), ("emnist-digits-", 0)):
        arrays = mnist_arrays(side=8, first=first)
        write_mnist(tmp_path / "emnist", arrays, packed=True, name=name)
    given = write_folder(tmp_path / "given", {"train/b": 20, "train/a": 15, "Val/a": 3})
    (given / "train/a/broken.png").write_bytes(b"x")
    (given / "train/b/link.png").symlink_to(tmp_path / "plain")
    aside = write_folder(
        tmp_path / "aside", {"a/x": 20, "a/y": 9, "train": 12, ".git": 3, "none": 0}
    )
    (aside / "train/cut.jpg").write_bytes((aside / "train/000.png").read_bytes()[:99])
    (aside / "train/.hidden.png").write_bytes((aside / "train/000.png").read_bytes())
    documents = [
        *(document(dataset=CIFAR10(), data_path=str(at), batch_size=16) for at in cifar),
        files_document(MNIST(), tmp_path / "plain"),
        files_document(MNIST(part="letters"), tmp_path / "emnist"),
        files_document(ImageFolder(size=9), given),
        files_document(ImageFolder(8, "pad", grey=True, test_share=0.3, split_seed=5), aside),
        files_document(ImageFolder(10, "squash"), aside),
    ]
    for number, wanted in enumerate(documents):
        expected = run_losses(wanted, tmp_path / f"run{number}", 4)
        assert losses_without_convviz(monkeypatch, wanted, 4) == expected, number
        assert len(expected) == 4


def test_a_script_without_its_data_says_where_it_looked(tmp_path: Path) -> None:
    text = training_script(document(dataset=CIFAR10(), data_path=str(tmp_path / "gone")))
    (tmp_path / "train.py").write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(tmp_path / "train.py"), run_name="__main__")
    # Python prints a text as it is, and ends with 1.
    assert ended.value.code == f"There is no binary version of CIFAR-10 in {tmp_path / 'gone'}"


def test_only_what_the_document_needs_stands_in_a_script() -> None:
    plain = training_script(document())
    for name in ("DEVICE", "scheduler", "loss_of", "math", '"batch"', "tarfile", "sample"):
        assert name not in plain
    full = training_script(
        document(varied_network(), device="auto", loss=L1Loss(), schedule=OneCycleLR(0.1))
    )
    for name in ("DEVICE", "scheduler", "loss_of", "math", '"batch"'):
        assert name in full
    assert "draw_split" not in training_script(document(dataset=CIFAR10(), data_path="x"))
    assert "SCHEDULE_EPOCHS" not in full
    extended = training_script(
        document(schedule=OneCycleLR(0.1), optimiser=SGD(momentum=0.9), schedule_epochs=1, epochs=4)
    )
    assert "total_steps=SCHEDULE_EPOCHS * math.ceil" in extended
    assert "if scheduler.last_epoch < scheduler.total_steps - 1" in extended


OPTIMISERS = [
    *(kind.new() for kind in optimiser_types().values()),
    ASGD(lambd=1e-3, alpha=0.5, t0=10.0, foreach=True, maximize=True),
    Adadelta(rho=0.8),
    Adam(betas=(0, 0.5), decoupled_weight_decay=True, fused=True),
    Adamax(lr=1),
    RAdam(decoupled_weight_decay=True),
]
SCHEDULES = [
    *(kind.fitted(12) for kind in schedule_types().values()),
    ConstantLR(0.5, 3),
    ExponentialLR(0.9),
    LinearLR(0.1, 0.9, 4),
    MultiStepLR((2, 5), gamma=0.3),
]
KINDS = {Loss: "loss", Optimiser: "optimiser", Schedule: "schedule"}
LOSSES = [
    *(kind.new() for kind in training_loss_types().values()),
    CrossEntropyLoss(weight=_SHARES, reduction="sum"),
]


@pytest.mark.parametrize("part", [*OPTIMISERS, *SCHEDULES, *LOSSES], ids=repr)
def test_every_part_of_a_training_is_written_as_the_run_has_it(
    part: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = next(name for kind, name in KINDS.items() if isinstance(part, kind))
    settings = {"optimiser": SGD(lr=0.01, momentum=0.5), name: part}
    network = _SHARES_ONLY if isinstance(part, BCELoss) else _LOGARITHMS
    check_here(document(network, epochs=3, **settings), tmp_path, monkeypatch)


@pytest.mark.parametrize("settings", MORE_SETTINGS.values(), ids=MORE_SETTINGS)
def test_more_settings_are_written_as_the_run_has_them(
    settings: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = made({"network": _LOGARITHMS, "epochs": 3, **settings})
    check_here(wanted, tmp_path, monkeypatch)


def check_here(wanted: Document, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Check that 15 losses of a script, which runs in this process, are those of the run."""
    small = small_dataset()
    monkeypatch.setattr(setup, "load_dataset", lambda *_: small)
    monkeypatch.chdir(folder)
    losses = losses_of(training_script(wanted), 99, small)
    assert losses == run_losses(wanted, folder / "run", 15)
    assert len(losses) == 15


class _EnoughError(Exception):
    """So many losses are printed as were wanted."""


def losses_of(text: str, count: int, pictures: Dataset | None = None) -> list[float]:
    """Return the first losses that a script prints in this process, on its pictures or these."""
    losses: list[float] = []

    def note(line: str) -> None:
        if line.startswith("batch"):
            losses.append(float(line.rpartition(" ")[2]))
            if len(losses) == count:
                raise _EnoughError

    module: dict[str, Any] = {"__name__": "script", "print": note}
    exec(text, module)  # noqa: S102 - our own text
    if pictures is not None:
        module["load_data"] = lambda: arrays_of(pictures)
    with contextlib.suppress(_EnoughError):
        module["train"]()
    return losses


def arrays_of(data: Dataset) -> tuple[np.ndarray, ...]:
    return data.train_images, data.train_labels, data.test_images, data.test_labels


def test_the_weights_of_a_script_bear_the_names_of_its_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    module: dict[str, Any] = {"__name__": "script"}
    exec(training_script(document(epochs=1)), module)  # noqa: S102 - our own text
    module |= {"load_data": lambda: arrays_of(small_dataset()), "print": lambda _: None}
    module["train"]()
    kept = torch.load(tmp_path / "weights.pt", weights_only=True)
    assert list(kept) == ["conv.weight", "conv.bias", "linear.weight", "linear.bias"]


def test_a_network_that_cannot_run_has_no_script() -> None:
    with pytest.raises(ConvVizError) as caught:
        training_script(document(network(Conv2d(3, 4, 40))))
    assert caught.value.code is ErrorCode.KERNEL_LARGER_THAN_INPUT


def test_every_data_set_has_a_script() -> None:
    for kind in data_set_types().values():
        wanted = document(dataset=kind.new(), data_path="data")
        compile(training_script(wanted), "train.py", "exec")


def test_every_setting_of_a_training_is_known_to_the_script() -> None:
    """A new setting must be written into scripts, or be left out for a reason."""
    written = {
        "dataset",
        "data_path",
        "batch_size",
        "epochs",
        "seed",
        "device",
        "threads",
        "compiled",
    }
    of_the_run_alone = {"checkpoint_epochs", "checkpoint_minutes", "keep_best"}
    more = {
        "normalise",
        "new_weights",
        "zero_bias",
        "schedule_epochs",
        "precision",
        "channels_last",
    }
    assert set(Training.__struct_fields__) == written | of_the_run_alone | more | set(
        TRAINING_PARTS
    )
