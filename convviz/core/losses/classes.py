"""Losses of classes: the output has a number for each class, the target is the right one."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from convviz.core.call_numbers import ANY_NUMBER, SHARE, number
from convviz.core.call_parameters import ANY_INTEGER, ParameterKind, parameter
from convviz.core.errors import ErrorCode, ShapeError
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.layers.tensor_forms import TensorForm
from convviz.core.losses.base import (
    MOST_DIMENSIONS,
    MOST_TAUGHT,
    TargetLoss,
    log_shares,
    reduction,
    register,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.base import Shape


def _weight() -> Any:  # noqa: ANN401 - like dataclasses.field
    return parameter(ParameterKind.OPTIONAL_NUMBERS, None, limits=ANY_NUMBER)


def _ignore_index() -> Any:  # noqa: ANN401 - likewise
    kind = ParameterKind.INTEGER
    return parameter(kind, -100, minimum=ANY_INTEGER, keyword_only=True, rare=True)


class ClassLoss(TargetLoss):
    """A loss of what each class costs, of which the right class's counts.

    A sample is what has one class: a picture, or one of its pixels.

    Attributes:
        takes_probabilities: Whether the target may also be a share for each class.
    """

    weight: tuple[float, ...] | None
    ignore_index: int
    takes_probabilities: ClassVar[bool] = False

    @property
    def smoothing(self) -> float:
        """The share of certainty that is spread over all classes."""
        return 0.0

    def class_count(self, input_shape: Shape) -> int:
        """Return the number of classes: the first size, behind the batch where there is one."""
        return input_shape[:2][-1]

    def weight_count(self, input_shape: Shape) -> int:
        """Return how many weights there are: one a class, behind the batch."""
        return super().weight_count(input_shape[:2])

    def class_axis(self, input_shape: Shape) -> int:
        """Return the dimension of the classes."""
        return min(1, len(input_shape) - 1)

    def samples_shape(self, input_shape: Shape) -> Shape:
        """Return the shape of what has one number for each sample."""
        axis = self.class_axis(input_shape)
        return (*input_shape[:axis], *input_shape[axis + 1 :])

    def readings_a_step(self, input_shape: Shape) -> int:
        """Return how many classes share, or the samples of the mean, if these are more."""
        samples = 1 if self.reduction == "none" else math.prod(self.samples_shape(input_shape))
        return max(self.class_count(input_shape), samples)

    def compares_shares(self, input_shape: Shape, target: TensorForm) -> bool:
        """Return whether a target is taken for shares of the classes, not for their numbers."""
        return self.takes_probabilities and target.shape == input_shape

    def fitting_targets(self, input_shape: Shape) -> tuple[TensorForm, ...]:
        """Return the numbers of the right classes, and shares of all where they are taken."""
        if not input_shape:
            return (TensorForm((), is_integer=True),)
        numbers = TensorForm(self.samples_shape(input_shape), is_integer=True)
        return (numbers, TensorForm(input_shape)) if self.takes_probabilities else (numbers,)

    def first_numbers_of(
        self, name: str, form: TensorForm, input_shape: Shape
    ) -> tuple[float, ...]:
        """Return a class for each sample, or 1 for that class and 0 for the others.

        Args:
            name: "target".
            form: Its form.
            input_shape: As torch takes it.
        """
        del name
        if not input_shape:
            return ()
        count = self.class_count(input_shape)
        shares = form.shape == input_shape
        samples = self.samples_shape(input_shape) if shares else form.shape
        wanted = math.prod(samples)
        classes = tuple(float((at + 1) % count) for at in range(min(count, wanted)))
        labels = (classes * -(-wanted // max(1, len(classes))))[:wanted]  # one after the other
        return self._one_hot(labels, input_shape) if shares else labels

    def first_input(self, input_shape: Shape) -> tuple[float, ...]:
        """Return outputs that teach: of a sample that is sure and right, a wrong one, an even one.

        They fit the targets with which a loss begins.
        """
        if not input_shape or math.prod(input_shape) > MOST_TAUGHT:
            return ()
        count, inner = self.class_count(input_shape), self._inner(input_shape)

        def output(at: int) -> float:
            sample = _sample(at, inner, count)
            behind = (at // inner - sample - 1) % count  # how many classes behind the right one
            return float(_LESSONS[sample % len(_LESSONS)](behind))

        return tuple(map(output, range(math.prod(input_shape))))

    def numbers_in_form(
        self,
        numbers: Sequence[float],
        before: TensorForm,
        after: TensorForm,
        input_shape: Shape,
    ) -> tuple[float, ...]:
        """Return 1 for each right class and 0 for the others, or the class of the largest share.

        Args:
            numbers: In row-major order.
            before: The form that they have.
            after: The form that is wanted.
            input_shape: As torch takes it.
        """
        samples = self.samples_shape(input_shape) if input_shape else None
        if (before.shape, after.shape) == (samples, input_shape):
            return self._one_hot(numbers, input_shape)
        if (before.shape, after.shape) == (input_shape, samples):
            return self._largest(numbers, input_shape)
        return ()

    def _one_hot(self, labels: Sequence[float], input_shape: Shape) -> tuple[float, ...]:
        count, inner = self.class_count(input_shape), self._inner(input_shape)
        places = range(math.prod(input_shape))
        return tuple(float(labels[_sample(p, inner, count)] == p // inner % count) for p in places)

    def _largest(self, shares: Sequence[float], input_shape: Shape) -> tuple[float, ...]:
        count, inner = self.class_count(input_shape), self._inner(input_shape)
        labels = []
        for sample in range(len(shares) // count):
            first = sample // inner * inner * count + sample % inner
            own = [shares[first + kind * inner] for kind in range(count)]
            labels.append(float(own.index(max(own))))
        return tuple(labels)

    def _inner(self, input_shape: Shape) -> int:
        """Return how many numbers of a class stand one after the other."""
        return math.prod(input_shape[self.class_axis(input_shape) + 1 :])

    def loss_notes(self, input_shape: Shape, target: TensorForm) -> Iterator[Explanation]:
        """Yield what is worth knowing of the loss."""
        from convviz.core.losses.notes import class_notes  # no training needs them

        return class_notes(self, input_shape, target)

    def notes_on_slopes(self) -> Iterator[Explanation]:
        """Yield that those of a sample's logits cancel."""
        if self.takes_logits:
            yield explain(ExplanationCode.SLOPES_CANCEL, layer=self.type_name())

    def loss_rule(self, input_shape: Shape, target: TensorForm) -> tuple[str, ...]:
        """Return the share, what the target asks for, and what that costs."""
        cost = r"-\log p_{c}" if self.takes_logits else "-x_{c}"
        share = (r"p_{c} = \frac{e^{x_{c}}}{\sum_{j} e^{x_{j}}}",) if self.takes_logits else ()
        weight = r"w_{c} \, " if self.weight is not None else ""
        if not self.smoothing and not self.compares_shares(input_shape, target):
            single = f"l = {weight.replace('c', 'y')}({cost.replace('{c}', '{y}')})"
            return (*share, single if weight else f"l = {cost.replace('{c}', '{y}')}")
        if not self.smoothing:
            return (*share, rf"l = \sum_{{c}} {weight}t_{{c}} \, ({cost})")
        asked = r"q_{c} = (1 - \varepsilon) \, t_{c} + \frac{\varepsilon}{C}"
        return (*share, asked, rf"l = \sum_{{c}} {weight}q_{{c}} \, ({cost})")

    def mean_rule(self, input_shape: Shape, target: TensorForm) -> str:
        """Return what a mean is: with weights, one by those of the classes that occur."""
        if self.weight is None or self.compares_shares(input_shape, target):
            return super().mean_rule(input_shape, target)
        return r"\frac{\sum l}{\sum w_{y}}"

    def picture_dimensions(self) -> tuple[int, ...]:
        """Return those of the classes alone, of a batch, and of rows or pictures of them."""
        return tuple(range(1, MOST_DIMENSIONS + 1))

    def losses_shape(self, input_shape: Shape, target: TensorForm) -> Shape:
        """Return that of the samples.

        Raises:
            ShapeError: WRONG_RANK, TARGET_SHAPE, TARGET_NEEDS_INTEGERS, TARGET_NEEDS_FLOATS,
                IGNORES_OF_SHARES, WEIGHT_A_CLASS.

        Source:
            torch, aten/src/ATen/native/LossNLL.cpp.
        """
        if not input_shape:
            raise self.wrong_rank(input_shape, self.picture_dimensions())
        samples, name = self.samples_shape(input_shape), self.type_name()
        if self.compares_shares(input_shape, target):
            if target.is_integer:
                raise ShapeError(ErrorCode.TARGET_NEEDS_FLOATS, shape=target.shape, layer=name)
            if self.ignore_index >= 0:
                code, value = ErrorCode.IGNORES_OF_SHARES, self.ignore_index
                raise ShapeError(code, parameter="ignore_index", value=value)
        elif target.shape != samples and not self._takes_one(input_shape, target):
            facts = {"input": input_shape, "target": target.shape, "expected": samples}
            raise ShapeError(ErrorCode.TARGET_SHAPE, layer=name, **facts)
        elif not target.is_integer:
            raise ShapeError(ErrorCode.TARGET_NEEDS_INTEGERS, shape=target.shape, layer=name)
        classes, weight = self.class_count(input_shape), self.weight
        if weight is not None and len(weight) != classes:
            code, count = ErrorCode.WEIGHT_A_CLASS, len(weight)
            raise ShapeError(code, parameter="weight", count=count, classes=classes)
        return samples

    def _takes_one(self, input_shape: Shape, target: TensorForm) -> bool:
        """Return whether a sample without a batch has a batch of one label, which torch takes.

        With label smoothing torch 2.13 refuses it: it would write the batch into one number.
        """
        return len(input_shape) == 1 and target.shape == (1,) and not self.smoothing


_LESSONS: Final[tuple[Callable[[int], int], ...]] = (
    lambda behind: max(2 - behind, -2) if behind else 3,  # sure and right
    lambda behind: max(3 - behind, -1) if behind else 0,  # wrong: the next class has the most
    lambda _behind: 0,  # every class alike: the loss at chance
)
"""What a sample's output for a class is, by how many classes it stands behind the right one."""


def _sample(at: int, inner: int, count: int) -> int:
    """Return which sample a number of all classes belongs to."""
    return at // (inner * count) * inner + at % inner


@register
@dataclass(frozen=True)
class CrossEntropyLoss(ClassLoss):
    """Minus the logarithm of the share that softmax gives to the right class.

    Attributes:
        label_smoothing: The share of certainty that is spread over all classes: 0 spreads nothing,
            0.1 is usual.
    """

    weight: tuple[float, ...] | None = _weight()
    ignore_index: int = _ignore_index()
    reduction: str = reduction()
    label_smoothing: float = number(0.0, SHARE, keyword_only=True)

    takes_logits: ClassVar[bool] = True
    takes_probabilities: ClassVar[bool] = True

    @property
    def smoothing(self) -> float:
        """The share of certainty that is spread over all classes."""
        return self.label_smoothing


@register
@dataclass(frozen=True)
class NLLLoss(ClassLoss):
    """Minus the output of the right class, which must be a logarithm, as LogSoftmax makes it."""

    weight: tuple[float, ...] | None = _weight()
    ignore_index: int = _ignore_index()
    reduction: str = reduction()

    after: ClassVar[tuple[str, ...]] = ("LogSoftmax", "LogSigmoid")

    def first_input(self, input_shape: Shape) -> tuple[float, ...]:
        """Return logarithms of shares."""
        return log_shares(input_shape)
