"""What every loss is: ONE frozen dataclass named and parametrised as in torch.nn."""

from __future__ import annotations

import math
from abc import abstractmethod
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

from convviz.core.call_numbers import choice
from convviz.core.call_parameters import LONGEST_NUMBERS, ParameterKind
from convviz.core.calls import Registry
from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.layers.base import Layer, LayerFamily, Linearity, Shape
from convviz.core.layers.reductions import Reduction
from convviz.core.layers.tensor_forms import NO_FORMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.tensor_forms import Forms, TensorForm


class Target(StrEnum):
    """What a loss compares the network's output with."""

    CLASS = "class"
    """The number of the right class."""
    ONE_HOT = "one_hot"
    """As many numbers as the output: 1 for the right class, 0 for the others."""
    STAGED = "staged"
    """Further tensors of its own, in stages: no network is trained with it here."""


MOST_DIMENSIONS = 4
"""Of an input that is shown: a batch, classes, and two spatial axes."""

MOST_TAUGHT = 1024
"""Numbers of an input that one may read; larger ones are filled."""

FIRST_BATCH = (2, 3)
"""What a loss is shown of first: a batch of two, with three numbers each."""


class Loss(Layer):
    """How wrong the network is, as one number.

    Attributes:
        weight: How much each class counts: one number a class. None: all count the same.
        ignore_index: Pictures of this class do not count.
        reduction: How the losses of a batch become one: their mean or their sum. Training cannot
            use "none", which leaves them apart.
        target: What the output is compared with.
        in_nats: Whether it is a logarithm of shares, so that its unit is the nat.
        takes_logits: Whether it applies a softmax itself: the outputs may be any numbers.
        trains: Whether a network can be trained with it.
        after: The layers of which the network must end with one: torch does not look, but of other
            outputs the loss means nothing, and falls for ever.
    """

    reduction: str
    target: ClassVar[Target] = Target.CLASS
    in_nats: ClassVar[bool] = True
    takes_logits: ClassVar[bool] = False
    trains: ClassVar[bool] = True
    after: ClassVar[tuple[str, ...]] = ()
    group: ClassVar[str] = "torch.nn"
    family: ClassVar[LayerFamily] = LayerFamily.LOSS
    cell_reduction: ClassVar[Reduction] = Reduction.IN_PARTS
    takes: ClassVar[tuple[str, ...]] = ("target",)
    takes_forms: ClassVar[tuple[str, ...]] = ("target",)
    takes_any_rank: ClassVar[bool] = True
    left_out: ClassVar[frozenset[str]] = frozenset({"size_average", "reduce"})

    @abstractmethod
    def given_shape(self, input_shape: Shape, forms: Forms) -> Shape:
        """Return the shape of the losses before they are reduced.

        Args:
            input_shape: As torch takes it.
            forms: Of the tensors beside it; what is left out has its first form.

        Raises:
            ShapeError: what torch refuses of their shapes and types.
        """

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the shape of the loss: one number, unless nothing is reduced."""
        return self._reduced(self.given_shape(input_shape, NO_FORMS))

    def infer_given(self, input_shape: Shape, forms: Forms) -> Shape:
        """Do the same for tensors of chosen forms beside the input."""
        self.infer(input_shape)
        return self._reduced(self.given_shape(input_shape, forms))

    def _reduced(self, losses: Shape) -> Shape:
        return losses if self.reduction == "none" else ()

    def tensor_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        """Return the usual shapes of what it is given beside its input."""
        return {name: self.first_form(name, input_shape).shape for name in self.takes}

    def first_form(self, name: str, input_shape: Shape) -> TensorForm:
        """Return the usual form of one of them."""
        return self.fitting_forms(name, input_shape)[0]

    @abstractmethod
    def fitting_forms(self, name: str, input_shape: Shape) -> tuple[TensorForm, ...]:
        """Return the forms that torch takes of one of them; the first is the usual one."""

    def readings_a_step(self, input_shape: Shape) -> int:
        """Return of how many losses the mean or the sum is."""
        return 1 if self.reduction == "none" else math.prod(input_shape)

    def picture_dimensions(self) -> tuple[int, ...]:
        """Return how many dimensions an input may have: the batch is one of them."""
        return tuple(range(1, MOST_DIMENSIONS + 1))

    def fitted_to(self, picture: Shape) -> tuple[Self, Shape]:
        """Return a small batch, unless a batch is what is shown."""
        return self, picture if len(picture) == len(FIRST_BATCH) else FIRST_BATCH

    def input_asked(self, before: Shape) -> Shape | None:
        """Return a small batch, unless a batch is what was shown."""
        return self.fitted_to(before)[1]

    def weights(self) -> dict[str, tuple[float, ...] | None]:
        """Return the parameters that hold a number for each class, or for each place of a row."""
        kinds = self.parameters().items()
        names = [name for name, known in kinds if known.kind is ParameterKind.OPTIONAL_NUMBERS]
        return {name: getattr(self, name) for name in names}

    def weight_count(self, input_shape: Shape) -> int:
        """Return how many numbers such a parameter has: one for each place of the last dimension.

        0 where an input has none, or too many for a call.
        """
        count = input_shape[-1] if input_shape else 0
        return count if count <= LONGEST_NUMBERS else 0

    def following_input(self, before: Shape, after: Shape) -> Self:
        """Return the loss for another input: weights stay one a class, and new ones are 1."""
        was, count = self.weight_count(before), self.weight_count(after)
        if was == count or not count:
            return self
        followed = {
            name: (*numbers[:count], *(1.0,) * (count - was))
            for name, numbers in self.weights().items()
            if numbers is not None and len(numbers) == was
        }
        return self.replace(**followed) if followed else self

    def notes_on_backward(
        self,
        shape: Shape,  # noqa: ARG002 - it makes no difference
        output_shape: Shape,  # noqa: ARG002 - likewise
        *,
        training: bool,  # noqa: ARG002 - likewise
    ) -> Iterable[Explanation]:
        """Return what is worth knowing of its slopes."""
        return self.notes_on_slopes()

    def notes_on_slopes(self) -> Iterable[Explanation]:
        """Return what is worth knowing of how it changes with its input; most say nothing."""
        return ()

    def notes_on_learning(self, lr: float) -> Iterable[Explanation]:  # noqa: ARG002 - most say nothing
        """Return what is worth knowing of learning by it.

        Args:
            lr: The learning rate.
        """
        return ()

    @abstractmethod
    def given_rule(self, input_shape: Shape, forms: Forms) -> tuple[str, ...]:
        """Return how the losses come about before they are reduced, in letters, as LaTeX."""

    def given_mean(self, input_shape: Shape, forms: Forms) -> str:  # noqa: ARG002 - some look at them
        """Return what a mean is, in letters, as LaTeX."""
        return r"\frac{1}{n} \sum l"

    def rule(
        self,
        forms: Forms,
        input_shape: Shape,
        *,
        training: bool = True,  # noqa: ARG002 - it makes no difference
    ) -> tuple[str, ...]:
        """Return how the losses come about, and how they are reduced."""
        lines = self.given_rule(input_shape, forms)
        if self.reduction == "none":
            return lines
        total = r"\sum l" if self.reduction == "sum" else self.given_mean(input_shape, forms)
        return (*lines, f"L = {total}")

    def check_training(self, outputs: int, layers: Sequence[Layer]) -> None:
        """Refuse what no training can use, beside what :meth:`check` refuses.

        Args:
            outputs: Numbers that the network makes of a picture.
            layers: The network's.

        Raises:
            ParameterError: LOSS_NOT_ONE_NUMBER, CLASS_WEIGHT_COUNT, CLASS_WEIGHT_NEGATIVE,
                NO_CLASS_COUNTS, LOSS_NEEDS_LAYER.
        """
        if self.reduction == "none":
            raise ParameterError(ErrorCode.LOSS_NOT_ONE_NUMBER, parameter="reduction")
        weight: tuple[float, ...] | None = getattr(self, "weight", None)
        for name in ("weight", "pos_weight"):
            numbers = getattr(self, name, None)
            if numbers is not None and len(numbers) != outputs:
                code, count = ErrorCode.CLASS_WEIGHT_COUNT, len(numbers)
                raise ParameterError(code, parameter=name, count=count, outputs=outputs)
        if weight is not None:
            self._check_weight(weight)
        if self.after and _makes_numbers(layers) not in self.after:
            code, name = ErrorCode.LOSS_NEEDS_LAYER, self.type_name()
            raise ParameterError(code, loss=name, layer=self.after[0])

    def least_of_shares(self, classes: int) -> float:
        """Return the least that it can come to where the outputs lie between 0 and 1.

        Args:
            classes: Outputs of a picture.
        """
        return math.log(1 + (classes - 1) / math.e)

    def check_batches(self, outputs: int, batch_size: int) -> None:
        """Refuse batches that may hold no picture that counts: their mean would be 0 / 0.

        Args:
            outputs: Numbers that the network makes of a picture.
            batch_size: Pictures a batch.

        Raises:
            ParameterError: EMPTY_MEAN.
        """
        weight: tuple[float, ...] = getattr(self, "weight", None) or ()
        is_ignored = 0 <= getattr(self, "ignore_index", -1) < outputs
        if batch_size == 1 and self.reduction == "mean" and (is_ignored or 0 in weight):
            raise ParameterError(ErrorCode.EMPTY_MEAN, parameter="reduction")

    def _check_weight(self, weight: tuple[float, ...]) -> None:
        """Refuse weights of classes with which a batch has no mean, or is the better the worse."""
        if min(weight) < 0:
            code, least = ErrorCode.CLASS_WEIGHT_NEGATIVE, min(weight)
            raise ParameterError(code, parameter="weight", value=least)
        ignored: int = getattr(self, "ignore_index", -1)
        if not any(share for place, share in enumerate(weight) if place != ignored):
            raise ParameterError(ErrorCode.NO_CLASS_COUNTS, parameter="weight")


class TargetLoss(Loss):
    """A loss of one input, which is compared with one target."""

    @abstractmethod
    def losses_shape(self, input_shape: Shape, target: TensorForm) -> Shape:
        """Return the shape of the losses before they are reduced.

        Args:
            input_shape: As torch takes it.
            target: What the input is compared with.

        Raises:
            ShapeError: what torch refuses of their shapes and types.
        """

    @abstractmethod
    def fitting_targets(self, input_shape: Shape) -> tuple[TensorForm, ...]:
        """Return the targets that torch takes beside an input; the first is the usual one."""

    def given_shape(self, input_shape: Shape, forms: Forms) -> Shape:
        """Return the shape of the losses for a target."""
        return self.losses_shape(input_shape, self._target(input_shape, forms))

    def fitting_forms(self, name: str, input_shape: Shape) -> tuple[TensorForm, ...]:  # noqa: ARG002 - it takes one
        """Return the targets that torch takes beside an input."""
        return self.fitting_targets(input_shape)

    def _target(self, input_shape: Shape, forms: Forms) -> TensorForm:
        return forms.get("target") or self.first_form("target", input_shape)

    def notes_on_tensors(self, input_shape: Shape, forms: Forms) -> Iterator[Explanation]:
        """Yield what is worth knowing of the loss with its target."""
        yield from self.loss_notes(input_shape, self._target(input_shape, forms))

    @abstractmethod
    def loss_notes(self, input_shape: Shape, target: TensorForm) -> Iterator[Explanation]:
        """Yield what is worth knowing of the loss.

        Args:
            input_shape: As torch takes it; accepted.
            target: What the input is compared with.
        """

    @abstractmethod
    def loss_rule(self, input_shape: Shape, target: TensorForm) -> tuple[str, ...]:
        """Return how the losses come about before they are reduced, in letters, as LaTeX.

        Args:
            input_shape: As torch takes it.
            target: What the input is compared with.
        """

    def mean_rule(self, input_shape: Shape, target: TensorForm) -> str:
        """Return what a mean is, in letters, as LaTeX."""
        return super().given_mean(input_shape, {"target": target})

    def given_rule(self, input_shape: Shape, forms: Forms) -> tuple[str, ...]:
        """Return how the losses come about with a target."""
        return self.loss_rule(input_shape, self._target(input_shape, forms))

    def given_mean(self, input_shape: Shape, forms: Forms) -> str:
        """Return what a mean is with a target."""
        return self.mean_rule(input_shape, self._target(input_shape, forms))


@lru_cache(maxsize=4)
def log_shares(shape: Shape) -> tuple[float, ...]:
    """Return logarithms of shares that add up to 1 along the classes of a shape.

    The list of everything that opens asks for those of one shape once a layer.
    """
    axis = min(1, len(shape) - 1)
    count = shape[axis] if shape else 1
    inner = math.prod(shape[axis + 1 :])
    whole = count * (count + 1) / 2
    each = [round(math.log((kind + 1) / whole), 4) for kind in range(count)]
    numbers: list[float] = []
    for sample in range(math.prod(shape[:axis])):
        for kind in range(count):
            numbers += [each[(kind + sample) % count]] * inner
    return tuple(numbers)


def _makes_numbers(layers: Sequence[Layer]) -> str:
    """Return the last layer that does more than move numbers, such as Flatten does; "" if none."""
    makers = (layer for layer in reversed(layers) if layer.linear_kind() is not Linearity.KEEPS)
    return next((layer.type_name() for layer in makers), "")


def reduction(*, keyword_only: bool = True) -> Any:  # noqa: ANN401 - like dataclasses.field
    """Return the field of what becomes of a batch's losses."""
    return choice("mean", "sum", "none", keyword_only=keyword_only)


_LOSSES: Registry[Loss] = Registry(
    "convviz.core.losses.classes",
    "convviz.core.losses.distances",
    "convviz.core.losses.shares",
    "convviz.core.losses.margins",
    "convviz.core.losses.counts",
    "convviz.core.losses.pairs",
    "convviz.core.losses.triplets",
    "convviz.core.losses.cosines",
    "convviz.core.losses.gaussian",
    "convviz.core.losses.class_margins",
    "convviz.core.losses.label_lists",
    "convviz.core.losses.multi_label",
)
register = _LOSSES.register
unregister = _LOSSES.unregister
loss_types = _LOSSES.types
loss_modules = _LOSSES.modules


def training_loss_types() -> dict[str, type[Loss]]:
    """Return the losses with which a network can be trained, by name."""
    return {name: kind for name, kind in loss_types().items() if kind.trains}
