"""The document: the single truth that views render and edits replace."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from convviz.core.augmentation import Augmentation
from convviz.core.averaging import EMA
from convviz.core.calls import Call
from convviz.core.clipping import Clipping
from convviz.core.data_sets import DataSet, Shapes10
from convviz.core.errors import ConvVizError
from convviz.core.initialisation import Initialisation, Whitening
from convviz.core.layers import Layer, Shape
from convviz.core.layers.modes import Mode
from convviz.core.layers.parameters import LayerFamily
from convviz.core.layers.tensor_forms import TensorForm
from convviz.core.losses import Loss
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.losses.of_output import LOSS_TARGET, first_target, target_form
from convviz.core.network.tree import NetworkStep, Node, layer_steps
from convviz.core.network.tree_limits import MOST_LAYERS
from convviz.core.optimisers import Optimiser
from convviz.core.optimisers.sgd import SGD
from convviz.core.schedules import Schedule
from convviz.core.shown_layers import infer_shown
from convviz.protocol.decoding import convert
from convviz.protocol.lesson import ANY_HIDDEN, FIRST_LESSON, HIDDEN_KERNEL, TARGET_OUTPUT, Lesson
from convviz.protocol.recipes import LARGEST_BLOCK, Fill, FillPattern, Numbers, Recipe
from convviz.protocol.setting_limits import limits_error

ANY_INPUT = Fill(FillPattern.RANDOM_INTEGERS, seed=1)
ANY_TENSOR = Fill(FillPattern.RANDOM_INTEGERS, seed=4)
"""The numbers of a tensor for which nobody has chosen any."""

MOST_FIRST_NUMBERS = 1 << 20
"""Of a tensor for which nobody has chosen any; more are not drawn, and would take seconds."""

UPSTREAM = "grad_output"
"""What torch calls the gradient of the output, with which a backward pass begins."""

ANY_UPSTREAM = Fill(FillPattern.ONES)
"""Of an output that is added up, as ``output.sum().backward()`` does."""

_LIKE_OUTPUT = (UPSTREAM, TARGET_OUTPUT)
_ANY: dict[str, Recipe] = {
    UPSTREAM: ANY_UPSTREAM,
    TARGET_OUTPUT: ANY_TENSOR,
    HIDDEN_KERNEL: ANY_HIDDEN,
}

FileName = Annotated[str, Meta(max_length=1000)]
"""What a file of weights calls a layer."""


class WeightsOrigin(StrEnum):
    """Where the weights of an opened layer, or of those before it, come from."""

    TRAINED = "trained"
    INITIAL = "initial"
    """As torch makes them with the training's seed."""
    NONE = "none"
    """Neither the layer nor any before it has weights."""


class PictureOrigin(StrEnum):
    """Which picture went through the layers before a layer that was opened from the network."""

    TEST = "test"
    """The first test picture of the training's data set."""
    FITTED = "fitted"
    """The same, brought to the network's size and channels."""
    CHOSEN = "chosen"
    """A picture that a person opened: a sample of the data, or an own one."""
    SEEDED = "seeded"
    """Random numbers: there is no picture of that shape."""


class Origin(msgspec.Struct, frozen=True):
    """Which layer of the network the calculator shows, and what its numbers are.

    Attributes:
        step: The layer's number in the network, from 0.
        name: What the network's code calls it, such as conv2.
        layer: As it stood in the network when it was opened, or was applied last.
        weights: Where its weights come from; None until they are there.
        picture: What went through the layers before it; None until its input is there.
        seed: Of weights that are not trained, and of random numbers.
        file_sha256: Of the file of trained weights that they are from; "" if there was none.
        weight_sha256: What tells whether the kernel's numbers were changed here since; "" if that
            cannot be told.
        bias_sha256: Likewise for the bias.
        running_mean_sha256: Likewise for the mean that a normalisation keeps.
        running_var_sha256: Likewise for the variance.
    """

    step: int
    name: str
    layer: Layer
    weights: WeightsOrigin | None = None
    picture: PictureOrigin | None = None
    seed: int = 0
    file_sha256: str = ""
    weight_sha256: str = ""
    bias_sha256: str = ""
    running_mean_sha256: str = ""
    running_var_sha256: str = ""

    def sums(self) -> dict[str, str]:
        """Return what tells whether numbers were changed since, by torch's names."""
        ends = "_sha256"
        fields = (name for name in self.__struct_fields__ if name.endswith(ends))
        known = {name.removesuffix(ends): getattr(self, name) for name in fields}
        del known["file"]
        return known


class Calculator(msgspec.Struct, frozen=True):
    """What the calculator shows.

    Attributes:
        layer: The layer, valid or not.
        input_shape: (channels, *spatial), without a batch.
        input: The input's numbers.
        weight: The kernel's numbers; unused by pooling.
        bias: One number an output channel; unused without bias.
        output_size: The spatial sizes that max unpooling is given; None for its default. Before
            it, the input is pooled with the same settings.
        origin: The layer of the network that it was opened from; None where it stands alone.
        tensors: What else the layer computes with, by torch's names, such as a loss's "target"; as
            far as a person chose it.
        training: Whether the layer is computed as in training, as torch's modules are at first;
            only of some it makes a difference (``depends_on_training``).
        seed: Of what the layer draws by chance in training.
        zero_grad: Whether an optimiser forgets the gradients of the step before.
        forms: Shape and type of those of `tensors` for which a person chose another.
        function: What an optimiser descends, of the weights x and y, such as "x^2 + 10*y^2"; "" for
            gradients that are given.
        lesson: How a convolution's kernel is learned; its target is among the tensors.
        loss: The loss of the output at which a backward pass begins; its target is among the
            tensors. None: it begins at numbers.
    """

    layer: Layer
    input_shape: Shape
    input: Recipe = ANY_INPUT
    weight: Recipe = Fill(FillPattern.RANDOM_INTEGERS, seed=2)
    bias: Recipe = Fill(FillPattern.ZEROS)
    output_size: Shape | None = None
    origin: Origin | None = None
    tensors: dict[str, Recipe] = {}
    training: bool = True
    seed: int = 0
    zero_grad: bool = True
    forms: dict[str, TensorForm] = {}
    function: str = ""
    lesson: Lesson = FIRST_LESSON
    loss: Loss | None = None

    def form_of(self, name: str) -> TensorForm:
        """Return shape and type of one of ``layer.tensor_shapes``, or of LOSS_TARGET.

        Raises:
            ConvVizError: Of LOSS_TARGET: the layer refuses its parameters or the input.
        """
        if name == LOSS_TARGET and self.loss is not None:
            return target_form(self.loss, self.layer, self.shape_of(UPSTREAM))
        chosen = self.forms.get(name) if name in self.layer.takes_forms else None
        return chosen or self.layer.first_form(name, self.input_shape)

    def tensor_shapes(self) -> dict[str, Shape]:
        """Return the shapes of what the layer computes with beside its input, as they are here."""
        shapes = self.layer.tensor_shapes(self.input_shape)
        return {name: self.form_of(name).shape for name in shapes}

    def recipe_of(self, name: str) -> Recipe:
        """Return where the numbers of a part come from.

        Args:
            name: "input", a name of ``layer.tensor_shapes``, UPSTREAM, LOSS_TARGET, or of a
                lesson.
        """
        own = {"input": self.input, "weight": self.weight, "bias": self.bias}
        chosen = own.get(name) or self.tensors.get(name)
        if chosen is not None:
            return chosen
        if name in _ANY:
            return _ANY[name]
        if name == LOSS_TARGET:
            return self._first_target()
        form = self.form_of(name)
        if not 0 < form.size <= MOST_FIRST_NUMBERS:
            return ANY_TENSOR
        first = self.layer.first_numbers_of(name, form, self.input_shape)
        return Numbers(form.shape, first) if first else ANY_TENSOR

    def _first_target(self) -> Recipe:
        """Return with what the output is compared, where nobody has chosen any numbers."""
        if self.loss is None:
            return ANY_TENSOR
        try:
            output_shape = self.shape_of(UPSTREAM)
        except ConvVizError:
            return ANY_TENSOR
        form = target_form(self.loss, self.layer, output_shape)
        if not 0 < form.size <= MOST_FIRST_NUMBERS:
            return ANY_TENSOR
        first = first_target(self.loss, self.layer, output_shape)
        return Numbers(form.shape, first) if first else ANY_TENSOR

    def has_part(self, name: str) -> bool:
        """Return whether there are numbers of that name, which can be edited."""
        if name == LOSS_TARGET:
            return self.loss is not None
        if name == HIDDEN_KERNEL:
            return "weight" in self.layer.weight_shapes()
        return name in {"input", *_LIKE_OUTPUT, *self.layer.tensor_shapes(self.input_shape)}

    def shape_of(self, name: str) -> Shape:
        """Return the shape of the numbers of a part.

        Raises:
            KeyError: The layer has no such part.
            ConvVizError: Of UPSTREAM, LOSS_TARGET and TARGET_OUTPUT: the layer refuses its
                parameters or the input.
        """
        if name == "input":
            return self.input_shape
        if name == HIDDEN_KERNEL:
            return self.layer.weight_shapes()["weight"]
        if name in _LIKE_OUTPUT:
            return infer_shown(
                self.layer,
                self.input_shape,
                self.output_size,
                self.forms,
                training=self.training,
            )
        if name == LOSS_TARGET and self.loss is not None:
            return self.form_of(name).shape
        return self.tensor_shapes()[name]

    def with_recipe(self, name: str, recipe: Recipe) -> Calculator:
        """Return the calculator with other numbers of a part."""
        if name in {"input", "weight", "bias"}:
            return msgspec.structs.replace(self, **{name: recipe})
        tensors = {**self.tensors, name: recipe}
        if name == HIDDEN_KERNEL:
            tensors.pop(TARGET_OUTPUT, None)  # it makes the target
        loss = None if name == UPSTREAM else self.loss  # numbers take the place of a loss
        return msgspec.structs.replace(self, tensors=tensors, loss=loss)

    @property
    def mode(self) -> Mode:
        """How the layer is computed: evaluation, where training makes no difference.

        What was chosen, and this layer makes nothing of, stays in the document for the next one.
        """
        if self.layer.family is LayerFamily.OPTIMISER:
            return Mode(zero_grad=self.zero_grad, function=self.function)
        layer = self.layer
        training = self.training and layer.depends_on_training()
        return Mode(training, self.seed if layer.draws_in(training=training) else 0)


def first_input(layer: Layer, shape: Shape) -> Recipe:
    """Return the input of a layer for which nobody has chosen any."""
    if not 0 < math.prod(shape) <= LARGEST_BLOCK:  # a document holds no others
        return ANY_INPUT
    first = layer.first_input(shape)
    return Numbers(shape, first) if first else ANY_INPUT


def first_weight(layer: Layer) -> Recipe:
    """Return the weight of a layer for which nobody has chosen any; a scale is 1, as in torch."""
    shape = layer.weight_shapes().get("weight", ())
    first = layer.first_numbers("weight", shape)
    if first:
        return Numbers(shape, first)
    if layer.scales_cells:
        return Fill(FillPattern.ONES)
    return Fill(FillPattern.RANDOM_INTEGERS, seed=2)


class WeightsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A safetensors file beside the document, or a file of torch.export.

    Attributes:
        path: Relative to the document's folder, or absolute.
        sha256: Of the file's bytes, in hexadecimal.
        names: What the file calls each layer of the network, disabled ones too; "" for one that
            has no weights in it. Nothing where it calls all of them as the network's code does.
    """

    path: str
    sha256: str
    names: Annotated[tuple[FileName, ...], Meta(max_length=MOST_LAYERS)] = ()


class Network(msgspec.Struct, frozen=True):
    """The network that the user builds.

    Attributes:
        input_shape: (channels, height, width), without a batch.
        steps: Its layers and blocks in order.
        weights: Trained weights, if any.
        hidden_advice: What its author does not want to be advised of any more, by its code.
    """

    input_shape: Shape
    steps: tuple[Node, ...]
    weights: WeightsFile | None = None
    hidden_advice: tuple[str, ...] = ()

    @property
    def layers(self) -> tuple[NetworkStep, ...]:
        """All layers in reading order; those of a disabled block are disabled."""
        return layer_steps(self.steps)


class RunOptions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a network is trained, but for what is declared in core.

    Attributes:
        normalise: Whether each channel is moved and scaled to mean 0 and deviation 1, by those of
            all training pictures.
        data_path: Folder or archive of the data set; None for the default place.
        batch_size: Pictures a step.
        epochs: Passes over the training pictures.
        seed: Of the initial weights and the order of pictures.
        new_weights: Whether training begins with new weights although the network has some. None:
            with those of the network, where it has some; a run's record says which it was.
        zero_bias: Whether the biases of convolutions and Linear begin at 0.
        device: "auto", "cpu", "cuda" or "mps".
        precision: In which numbers the network is computed; weights stay in float32.
        channels_last: Whether pictures and kernels lie in memory pixel by pixel; None for what is
            fast on the device: yes on a CPU.
        compiled: Whether torch compiles the network on a CUDA device; elsewhere it never does.
        threads: CPU threads; None lets torch choose.
        checkpoint_epochs: A checkpoint is written after every so many epochs, ...
        checkpoint_minutes: ... and when the last one is so many minutes old.
        keep_best: Whether the epoch with the best accuracy is kept beside the last one.
        schedule_epochs: Over how many epochs a schedule is laid out that changes the rate batch by
            batch, such as OneCycleLR; None: over all. A run that was extended has fewer than all.
    """

    normalise: bool = False
    data_path: str | None = None
    batch_size: Annotated[int, Meta(ge=1, le=65536)] = 64
    epochs: Annotated[int, Meta(ge=1, le=100_000)] = 3
    seed: Annotated[int, Meta(ge=0, le=2**63 - 1)] = 0
    new_weights: bool | None = None
    zero_bias: bool = False
    device: str = "auto"
    precision: Literal["float32", "bfloat16", "float16"] = "float32"
    channels_last: bool | None = None
    compiled: bool = False
    threads: Annotated[int, Meta(ge=1, le=1024)] | None = None
    checkpoint_epochs: Annotated[int, Meta(ge=1, le=100_000)] = 1
    checkpoint_minutes: Annotated[float, Meta(ge=0.1, le=1440)] = 5.0
    keep_best: bool = True
    schedule_epochs: Annotated[int, Meta(ge=1, le=100_000)] | None = None

    @property
    def scheduled_epochs(self) -> int:
        """Over how many epochs a schedule is laid out that changes the rate batch by batch."""
        return self.schedule_epochs or self.epochs


class Training(RunOptions, frozen=True, forbid_unknown_fields=True):
    """How a network is trained.

    Attributes:
        dataset: Which pictures.
        augmentation: How training pictures are changed at random; by default not at all.
        loss: What is minimised.
        optimiser: How.
        schedule: How the learning rate changes meanwhile; None leaves it as it is.
        clipping: How large gradients may be; None for any size.
        averaging: The average of the weights that is measured and saved; None for the weights.
        initialisation: How the weights begin; None as torch has it.
        whitening: How the first convolution begins instead, by the pictures; None for no such way.
    """

    dataset: DataSet = Shapes10()
    augmentation: Augmentation = Augmentation()
    loss: Loss = CrossEntropyLoss()
    optimiser: Optimiser = SGD(lr=0.01)
    schedule: Schedule | None = None
    clipping: Clipping | None = None
    averaging: EMA | None = None
    initialisation: Initialisation | None = None
    whitening: Whitening | None = None


class Document(msgspec.Struct, frozen=True):
    """Everything that a person made: calculator, network and training settings."""

    calculator: Calculator
    network: Network
    training: Training = Training()


def check_training(training: Training) -> None:
    """Refuse settings outside their limits, as reading a document does.

    Raises:
        DocumentError: OUT_OF_RANGE, NOT_BELOW, TRAINING_MALFORMED.
        ParameterError: a value of a part, such as the loss.
    """
    options = {name: getattr(training, name) for name in RunOptions.__struct_fields__}
    try:
        convert(options, RunOptions)
    except msgspec.ValidationError as error:
        raise limits_error(training, error) from error
    for name in Training.__struct_fields__:
        part = getattr(training, name)
        if isinstance(part, Call):
            part.check_values()
