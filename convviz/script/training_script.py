"""A document's training as one Python file that needs PyTorch and numpy, and no convviz.

On a CPU, with the same PyTorch, its losses are the run's to the last bit: it makes the same weights
from the same seed, shows the same pictures in the same order, and computes in the same layout.
Only what the document needs stands in it.
"""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING, Final

from convviz import __version__
from convviz.core.call_code import full_code, value_code
from convviz.core.code.writing import module_code, resolved_layers
from convviz.core.losses import Target
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import with_layers
from convviz.core.schedules import Unit
from convviz.protocol.run_start import start_weights
from convviz.script.data_source import DataSource, data_source
from convviz.script.floats import with_floats
from convviz.script.optimiser_source import optimiser_classes, optimiser_code
from convviz.script.picture_source import picture_source, test_batch
from convviz.script.precision_source import precision_source
from convviz.script.weights_source import (
    averaging_function,
    initialising_function,
    whitening_function,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.core.network.sequential import SequentialResult
    from convviz.protocol.document import Document, Training

SUFFIX: Final = ".py"
PRINTED_LOSSES: Final = 50
"""Batches from the beginning whose losses the script prints in full, each."""
_COLOURS: Final = 3
_TEST_BATCH: Final = 256
"""As many test pictures at a time as in a run, so that the sums round alike."""


def start_name(script: str = "") -> str:
    """Return the name of the file of weights that a script begins with, beside it.

    Args:
        script: The script's name without its ending; "" where it has none yet.
    """
    return f"{script}-start.pt" if script else "start.pt"


def training_script(document: Document, start: str = "start.pt") -> str:
    """Return the script of a document's training.

    Args:
        document: The document.
        start: The name of the file beside the script in which the weights are that the training
            begins with, by the names of the script's network; it is read where there are some.

    Raises:
        ConvVizError: the network's first failing layer; a part of the training that torch refuses.
    """
    network = document.network
    result = infer_sequential(network.steps, network.input_shape)
    if result.failure is not None:
        raise result.failure.error
    training = document.training
    for part in (training.loss, training.optimiser, training.schedule, training.clipping):
        if part is not None:
            part.check()
    if training.whitening is not None:
        layers = [row.layer for row in result.rows if row.enabled]
        training.whitening.check_network(layers, result.input_shape)
    return _ScriptWriter(document, result, start).text()


class _ScriptWriter:
    """Writes the parts of a script, each from what the document says."""

    def __init__(self, document: Document, result: SequentialResult, start: str) -> None:
        self._network = document.network
        self._training: Training = document.training
        self._result = result
        self._start = "" if start_weights(document) is None else start
        self._data: DataSource = data_source(document.training)
        channels = result.input_shape[0]
        self._pictures = picture_source(document.training, is_coloured=channels == _COLOURS)
        steps = self._network.layers
        names = {
            layer.type_name()
            for step, layer in zip(steps, resolved_layers(steps, result), strict=True)
            if step.enabled
        }
        self._precision = precision_source(document.training)
        self._initialise = "" if self._start else initialising_function(document.training, names)
        self._draws = any(row.layer.draws_random_numbers for row in result.rows if row.enabled)

    def text(self) -> str:
        """Return the whole."""
        parts = [
            self._head(),
            self._net(),
            self._data.load.rstrip(),
            _SEED_FOR.rstrip(),
            *self._pictures.functions,
            *self._precision.functions,
            *([_LOSS_OF.rstrip()] if self._is_one_hot else []),
            *self._weights(),
            *optimiser_classes(self._training.optimiser),
            self._measure(),
            self._train(),
            *([f"{self._data.below}\n\n{self._data.drawing}"] if self._data.drawing else []),
            'if __name__ == "__main__":\n    train()',
        ]
        return "\n\n\n".join(parts) + "\n"

    def _weights(self) -> list[str]:
        """Return the functions that make weights beside PyTorch's."""
        whitening, average = self._training.whitening, self._training.averaging
        functions = [self._initialise] if self._initialise else []
        if whitening is not None and not self._start:
            functions.append(whitening_function(whitening, self._training))
        if average is not None:
            functions.append(averaging_function(average))
        return functions

    @property
    def _is_one_hot(self) -> bool:
        return self._training.loss.target is Target.ONE_HOT

    @property
    def _device(self) -> str:
        """The device's code; "" for the CPU, which needs none."""
        name = self._training.device
        if name == "auto":
            return 'torch.accelerator.current_accelerator(check_available=True) or "cpu"'
        return "" if name == "cpu" else value_code(name)

    @property
    def _to_device(self) -> str:
        return ".to(DEVICE)" if self._device else ""

    def _head(self) -> str:
        """Return the title, the imports and the settings."""
        imports = ["import hashlib", *self._data.imports]
        schedule = self._training.schedule
        if schedule is not None and schedule.unit is Unit.BATCH:
            imports.append("import math")
        if self._training.averaging is not None:
            imports.append("import copy")
        if self._start and _PATH not in imports:
            imports.append(_PATH)
        plain = sorted(line for line in imports if line.startswith("import "))
        others = sorted(line for line in imports if not line.startswith("import "))
        training = self._training
        settings = [
            *self._data.settings,
            f"SEED = {training.seed}",
            f"EPOCHS = {training.epochs}",
            f"BATCH_SIZE = {training.batch_size}",
        ]
        if self._start:
            settings.append(_START.format(name=value_code(self._start)))
        if self._is_held:
            settings.append(f"SCHEDULE_EPOCHS = {training.schedule_epochs}")
        if self._device:
            settings.append(f"DEVICE = {self._device}")
        if training.threads is not None:
            settings.append(f"torch.set_num_threads({training.threads})")
        loss = full_code(with_floats(training.loss))
        more = "" if getattr(training.loss, "weight", None) is None else self._to_device
        settings.append(f"criterion = {loss}{more}")
        blocks = [
            _TITLE.format(
                data=self._data.title,
                needs=self._data.needs,
                start=_BEGINS.format(name=self._start) if self._start else "",
                version=__version__,
                printed=PRINTED_LOSSES,
            ),
            "\n".join([*plain, *others]),
            "\n".join(
                ["import numpy as np", "import torch", *self._data.others, "from torch import nn"]
            ),
            "\n".join(settings),
        ]
        return "\n\n".join(blocks)

    def _net(self) -> str:
        """Return the network's class."""
        nodes = self._network.steps
        nodes = with_layers(nodes, resolved_layers(self._network.layers, self._result))
        text = module_code(nodes, self._result)
        start, end = text.index("class "), text.rindex("\n\n\nmodel = ")
        return (
            text[start:end].replace(") -> None:", "):").replace(_SIGNATURE, "def forward(self, x):")
        )

    def _measure(self) -> str:
        loss = self._loss_code("output, labels[batch]")
        return _MEASURE.format(
            size=_TEST_BATCH,
            more=self._pictures.more,
            outputs=self._outputs("model", test_batch(self._training)),
            of_a_picture=f"({loss} / len(output))" if self._is_sum else loss,
        ).rstrip()

    @property
    def _is_held(self) -> bool:
        """Whether the schedule is shorter or longer than the run."""
        schedule, length = self._training.schedule, self._training.schedule_epochs
        is_laid_out = schedule is not None and schedule.unit is Unit.BATCH
        return is_laid_out and length not in {None, self._training.epochs}

    @property
    def _is_sum(self) -> bool:
        return self._training.loss.reduction == "sum"

    def _loss_code(self, arguments: str) -> str:
        return f"{'loss_of' if self._is_one_hot else 'criterion'}({arguments})"

    def _train(self) -> str:
        """Return the loop."""
        schedule = self._training.schedule
        on_device = "(torch.tensor(x, device=DEVICE) for x in load_data())"
        taken = on_device if self._device else "map(torch.tensor, load_data())"
        lines = [
            "def train():",
            '    """Train the network, print how it goes, and save its weights."""',
            f"    images, labels, test_images, test_labels = {taken}",
            "",
            indent(self._model(), "    "),
        ]
        lines.append(f"    optimizer = {optimiser_code(self._training.optimiser)}")
        if self._precision.setup:
            lines.append(f"    {self._precision.setup}")
        by_batch = schedule is not None and schedule.unit is Unit.BATCH
        if schedule is not None:
            more = f"total_steps={self._schedule_steps}" if by_batch else ""
            lines.append(f"    scheduler = {full_code(with_floats(schedule), more=more)}")
        seeding = indent(_DRAWS_ANEW.rstrip(), " " * 12) + "\n" if self._draws else ""
        each_batch = "            scheduler.step()\n" if by_batch else ""
        if self._is_held:
            each_batch = (
                "            if scheduler.last_epoch < scheduler.total_steps - 1:\n"
                "                scheduler.step()\n"
            )
        if self._training.averaging is not None:
            each_batch += "            update_average(average, model, step)\n"
        loop = _LOOP.format(
            seeding=seeding,
            loss=self._loss_code(
                f"{self._outputs(self._forward, self._pictures.batch)}, labels[places]"
            ),
            backward=_lines(self._precision.backward),
            step=_lines(self._precision.step),
            each_batch=each_batch,
            clip=self._clip(),
            measured=self._measured,
            shown="(loss / len(places))" if self._is_sum else "loss",
            printed=PRINTED_LOSSES,
            more=self._pictures.more,
            each_epoch=self._each_epoch(),
            moved=f"            places = places{self._to_device}\n" if self._device else "",
        )
        return "\n".join([*lines, loop.rstrip()])

    @property
    def _schedule_steps(self) -> str:
        return _ALL_BATCHES.replace("EPOCHS", "SCHEDULE_EPOCHS" if self._is_held else "EPOCHS")

    @property
    def _measured(self) -> str:
        """What is measured and saved."""
        return "model" if self._training.averaging is None else "average"

    def _outputs(self, model: str, numbers: str) -> str:
        """Return the code for what a network makes of pictures."""
        return self._precision.outputs.format(model=model, numbers=numbers)

    @property
    def _forward(self) -> str:
        """What batches go through: the network, or what torch compiles of it."""
        is_compiled = self._training.compiled and self._device
        return "compiled" if is_compiled else "model"

    def _clip(self) -> str:
        """Return the line that limits gradients; "" where nothing does."""
        clipping = self._training.clipping
        return "" if clipping is None else _lines([full_code(with_floats(clipping))])

    def _model(self) -> str:
        """Return the lines that lay out the pictures and make the network."""
        setup = self._pictures.setup
        made = ["initialise(model)"] if self._initialise else []
        whitening = self._training.whitening
        if self._start:
            made.append("model.load_state_dict(torch.load(START, weights_only=True))")
            if whitening is not None and whitening.frozen:
                made.append(_FREEZE)
        elif whitening is not None:
            made.append(f"whiten(model, images{self._pictures.more})")
        if made and self._device:
            made.append("model.to(DEVICE)")
        by_channel = self._training.channels_last is False
        text = (
            (_MODEL_BY_CHANNEL if by_channel else _MODEL)
            .format(
                to_device="" if made else self._to_device,
                made="".join(f"{line}\n" for line in made),
                setup=f"{setup}\n" if setup else "",
                seeding="" if self._start else _SEEDING,
            )
            .rstrip()
        )
        if self._forward == "compiled":
            text += '\ncompiled = torch.compile(model) if images.device.type == "cuda" else model'
        if self._training.averaging is not None:
            text += "\naverage = copy.deepcopy(model).requires_grad_(False)"
        return text

    def _each_epoch(self) -> str:
        """Return the schedule's step after an epoch; "" where there is none."""
        schedule = self._training.schedule
        if schedule is None or schedule.unit is not Unit.EPOCH:
            return ""
        if not schedule.follows_the_loss:
            return "        scheduler.step()\n"
        watched = "test_loss" if getattr(schedule, "mode", "min") == "min" else "accuracy"
        return f"        scheduler.step({watched})\n"


def _lines(statements: Iterable[str]) -> str:
    """Return statements as they stand in the loop over batches."""
    return "".join(f"            {statement}\n" for statement in statements)


_SIGNATURE: Final = "def forward(self, x: torch.Tensor) -> torch.Tensor:"

_TITLE: Final = '''\
"""Trains a network on {data}: {needs} are all that it needs.

    python train.py
{start}
Written by convviz {version}. On a CPU, with the same PyTorch, the losses of the batches are those
of the run in convviz to the last digit; the first {printed} are printed in full.
"""'''

_BEGINS: Final = """
It begins with the weights in {name}, which lies beside it.
"""

_PATH: Final = "from pathlib import Path"
_START: Final = "START = Path(__file__).with_name({name})  # the weights to begin with"
_FREEZE: Final = """\
convolution = next(layer for layer in model.modules() if isinstance(layer, nn.Conv2d))
convolution.weight.requires_grad = False  # it stays as it is; the bias learns"""

_SEED_FOR: Final = '''\
def seed_for(use, *numbers):
    """Return a seed that depends on a word and on all the numbers.

    PyTorch looks at 32 bits of a seed alone, so the numbers are mixed first.
    """
    text = ":".join(map(str, (use, *numbers)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1
'''

_LOSS_OF: Final = '''\
def loss_of(output, labels):
    """Return the loss: each output is compared with 1 for the right class, else with 0."""
    targets = nn.functional.one_hot(labels, output.shape[1])
    return criterion(output, targets.to(output.dtype))
'''

_MEASURE: Final = '''\
@torch.no_grad()
def measure(model, images, labels{more}):
    """Return the mean loss of the pictures, and the share of them that the network gets right."""
    model.eval()  # layers that behave differently while they are trained behave as in use
    loss_sum, right = 0.0, 0
    for batch in torch.arange(len(labels), device=labels.device).split({size}):
        output = {outputs}
        loss_sum += {of_a_picture}.item() * len(output)
        right += (output.argmax(1) == labels[batch]).sum().item()
    model.train()
    return loss_sum / len(labels), right / len(labels)
'''

_SEEDING: Final = "torch.manual_seed(SEED)  # the weights to begin with\n"

_MODEL: Final = """\
# Pictures and kernels lie in memory pixel by pixel, not channel by channel: on a CPU,
# convolutions take about half the time so, and round differently.
images, test_images = (x.permute(0, 2, 3, 1).contiguous() for x in (images, test_images))
{setup}{seeding}model = Net(){to_device}
{made}for weight in model.parameters():
    if weight.ndim == 4:
        weight.data = weight.data.contiguous(memory_format=torch.channels_last)
"""

_MODEL_BY_CHANNEL: Final = """\
images, test_images = (x.permute(0, 2, 3, 1).contiguous() for x in (images, test_images))
{setup}{seeding}model = Net(){to_device}
{made}"""

_DRAWS_ANEW: Final = """\
# What the network draws by chance, such as dropout, depends on the batch's number alone.
torch.manual_seed(seed_for("batch", SEED, step))
"""

_ALL_BATCHES: Final = "EPOCHS * math.ceil(len(labels) / BATCH_SIZE)"

_LOOP: Final = """\

    step = 0
    for epoch in range(1, EPOCHS + 1):
        # Each epoch has an order of its own.
        chance = torch.Generator().manual_seed(seed_for("order", SEED, epoch))
        for places in torch.randperm(len(labels), generator=chance).split(BATCH_SIZE):
{moved}            step += 1
{seeding}            optimizer.zero_grad()
            loss = {loss}
{backward}{clip}{step}{each_batch}            if step <= {printed}:
                print(f"batch {{step}}: loss {{{shown}.item()}}")
        test_loss, accuracy = measure({measured}, test_images, test_labels{more})
{each_epoch}        print(f"epoch {{epoch}}: test loss {{test_loss:.4f}}, {{accuracy:.2%}} right")
    torch.save({measured}.state_dict(), "weights.pt")
"""
