"""Losses of shares: how sure the output is of something, and how sure it should be."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from convviz.core.call_numbers import ANY_NUMBER, choice, flag
from convviz.core.call_parameters import ParameterKind, parameter
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.layers.maths import FloatMaths
from convviz.core.losses.base import log_shares, reduction, register
from convviz.core.losses.pointwise import PointwiseLoss, Read, WorkedNumber

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.base import Shape
    from convviz.core.layers.maths import Maths, Number
    from convviz.core.layers.pointwise import NumberTexts
    from convviz.core.layers.tensor_forms import TensorForm

_SURE = 30.0
"""A logit beyond it has a share that float32 cannot tell from 0 or 1: its logarithm is written."""

_LEAST_LOGARITHM = -100.0
"""BCELoss takes no smaller logarithm, so that a share of 0 costs 100 and not infinity."""

_LEAST_PRODUCT = 1e-12
"""By no less torch divides where the share of BCELoss is 0 or 1."""


def _each() -> Any:  # noqa: ANN401 - like dataclasses.field
    return parameter(ParameterKind.OPTIONAL_NUMBERS, None, limits=ANY_NUMBER)


class BinaryLoss(PointwiseLoss):
    """A loss of a share of which 1 says yes and 0 says no."""

    in_nats: ClassVar[bool] = True
    broadcasts: ClassVar[bool] = False
    takes_integers: ClassVar[bool] = False

    def first_numbers_of(
        self, name: str, form: TensorForm, input_shape: Shape
    ) -> tuple[float, ...]:
        """Return yes and no by turns."""
        del name, input_shape
        return tuple(float(at % 2 == 0) for at in range(form.size))


@register
@dataclass(frozen=True)
class BCEWithLogitsLoss(BinaryLoss):
    """The binary cross entropy of each number by itself, after a sigmoid.

    Attributes:
        weight: How much each output counts: one number an output. None: all count the same.
        pos_weight: How much more a yes costs than a no, likewise.
    """

    weight: tuple[float, ...] | None = _each()
    reduction: str = reduction()
    pos_weight: tuple[float, ...] | None = parameter(
        ParameterKind.OPTIONAL_NUMBERS, None, limits=ANY_NUMBER, keyword_only=True
    )

    takes_logits: ClassVar[bool] = True
    each: ClassVar[tuple[str, ...]] = ("weight", "pos_weight")

    def least_of_shares(self, classes: int) -> float:
        """Return the least where the outputs lie between 0 and 1: of a yes for 1, a no for 0."""
        return (math.log1p(math.exp(-1)) + (classes - 1) * math.log(2)) / classes

    def letters(self) -> tuple[str, ...]:
        """Return it in letters."""
        share = r"p = \frac{1}{1 + e^{-x}}"
        weight = r"w \, " if self.weight is not None else ""
        more = r"v \, " if self.pos_weight is not None else ""
        return share, rf"l = -{weight}({more}y \log p + (1 - y) \log (1 - p))"

    def apply(self, x: Number, y: Number, maths: Maths, *each: Number) -> Number:
        """Return what the share of yes and of no cost, without ever taking the log of 0.

        Source:
            torch, aten/src/ATen/native/Loss.cpp.
        """
        weight, positive = each
        factor = 1.0 if self.pos_weight is None else (positive - 1) * y + 1
        return weight * ((1 - y) * x - factor * log_sigmoid(x, maths))

    def worked(
        self, x: float, y: float, text: NumberTexts, *each: float | None
    ) -> Iterator[WorkedNumber]:
        """Yield the share of yes, then what it costs."""
        maths, (weight, positive) = FloatMaths(), each
        yes, no = log_sigmoid(x, maths), log_sigmoid(-x, maths)
        if abs(x) <= _SURE:
            p = maths.exp(yes)
            how = ("1 / (1 + exp(−", Read(x, 0, is_factor=True), "))")
            yield WorkedNumber("p", "sigmoid(x)", how, p)
            logarithms = (f"log({text(p)})", f"log(1 − {text(p)})")
        else:
            how = ("−log(1 + exp(−", Read(x, 0, is_factor=True), "))")
            yield WorkedNumber("log p", "", how, yes)
            yield WorkedNumber("log(1 − p)", "", ("−log(1 + exp(", Read(x, 0), "))"), no)
            logarithms = (text.factor(yes), text.factor(no))
        loss = self.apply(x, y, maths, *(1.0 if given is None else given for given in each))
        yield WorkedNumber("l", *_binary(y, logarithms, weight, positive), loss)

    def slope(self, x: Number, y: Number, maths: Maths, *each: Number) -> Number:
        """Return the share of yes less the target.

        Source:
            torch, torch/csrc/autograd/FunctionsManual.cpp
            (binary_cross_entropy_with_logits_backward).
        """
        weight, positive = each
        share = maths.exp(log_sigmoid(x, maths))
        if self.pos_weight is None:
            return weight * (share - y)
        return weight * ((positive * y + 1 - y) * share - positive * y)

    def worked_slope(
        self, x: float, y: float, text: NumberTexts, *each: float | None
    ) -> Iterator[WorkedNumber]:
        """Yield the share of yes, then that less the target."""
        maths, (weight, positive) = FloatMaths(), each
        p = maths.exp(log_sigmoid(x, maths))
        how = ("1 / (1 + exp(−", Read(x, 0, is_factor=True), "))")
        yield WorkedNumber("p", "sigmoid(x)", how, p)
        slope = self.slope(x, y, maths, *(1.0 if given is None else given for given in each))
        yield WorkedNumber("l'", *_slope_of_logit(y, text(p), weight, positive), slope)


@register
@dataclass(frozen=True)
class BCELoss(BinaryLoss):
    """The binary cross entropy of each number by itself, which is a share already.

    Attributes:
        weight: How much each output counts: one number an output. None: all count the same.
    """

    weight: tuple[float, ...] | None = _each()
    reduction: str = reduction()

    after: ClassVar[tuple[str, ...]] = ("Sigmoid", "Softmax", "Softmax2d", "Hardsigmoid")
    shares: ClassVar[tuple[str, ...]] = ("input", "target")
    each: ClassVar[tuple[str, ...]] = ("weight",)

    def first_input(self, input_shape: Shape) -> tuple[float, ...]:
        """Return shares, for it takes nothing else."""
        count = math.prod(input_shape)
        return tuple(round((at * 3 % 8 + 1) / 10, 1) for at in range(count))

    def letters(self) -> tuple[str, ...]:
        """Return it in letters."""
        weight = r"w \, " if self.weight is not None else ""
        return (rf"l = -{weight}(y \log x + (1 - y) \log (1 - x))",)

    def apply(self, x: Number, y: Number, maths: Maths, *each: Number) -> Number:
        """Return what the share of yes and of no cost; a logarithm of 0 counts as -100.

        Source:
            torch.nn.BCELoss, aten/src/ATen/native/Loss.cpp.
        """
        (weight,) = each
        yes = maths.maximum(maths.log(x), _LEAST_LOGARITHM)
        no = maths.maximum(maths.log1p(-x), _LEAST_LOGARITHM)
        return weight * ((y - 1) * no - y * yes)

    def worked(
        self, x: float, y: float, text: NumberTexts, *each: float | None
    ) -> Iterator[WorkedNumber]:
        """Yield what the share costs, with -100 for the logarithm of 0."""
        (weight,) = each
        logarithms = (
            text.factor(_LEAST_LOGARITHM) if x == 0 else f"log({text(x)})",
            text.factor(_LEAST_LOGARITHM) if x == 1 else f"log(1 − {text(x)})",
        )
        rule, how = _binary(y, logarithms, weight, None)
        loss = self.apply(x, y, FloatMaths(), 1.0 if weight is None else weight)
        yield WorkedNumber("l", rule.replace("p", "x"), how, loss)

    def slope(self, x: Number, y: Number, maths: Maths, *each: Number) -> Number:
        """Return the difference from the target by how far the share is from 0 and from 1.

        Source:
            torch, aten/src/ATen/native/Loss.cpp.
        """
        (weight,) = each
        return weight * ((x - y) / maths.maximum((1 - x) * x, _LEAST_PRODUCT))

    def worked_slope(
        self, x: float, y: float, text: NumberTexts, *each: float | None
    ) -> Iterator[WorkedNumber]:
        """Yield the slope, which torch divides by 1e-12 at least."""
        (weight,) = each
        share, target = Read(x, 0), Read(y, 1, is_factor=True)
        how: tuple[str | Read, ...]
        how = ("(", share, "−", target, ") / (", share, "·(1 −", share, "))")
        rule = "(x − y) / (x·(1 − x))"
        if x * (1 - x) < _LEAST_PRODUCT:
            least = text(_LEAST_PRODUCT)
            rule, how = f"(x − y) / {least}", ("(", share, "−", target, f") / {least}")
        slope = self.slope(x, y, FloatMaths(), 1.0 if weight is None else weight)
        yield WorkedNumber("l'", *_weighted(weight, rule, how), slope)


@register
@dataclass(frozen=True)
class KLDivLoss(PointwiseLoss):
    """How far the target's shares are from those whose logarithms the input holds.

    Attributes:
        reduction: "batchmean" divides the sum by the batch, as the divergence is defined; "mean"
            divides by all numbers.
        log_target: Whether the target holds logarithms, too.
    """

    reduction: str = choice("mean", "batchmean", "sum", "none", keyword_only=True)
    log_target: bool = flag(keyword_only=True)

    in_nats: ClassVar[bool] = True
    trains: ClassVar[bool] = False
    takes_integers: ClassVar[bool] = False

    def first_numbers_of(
        self, name: str, form: TensorForm, input_shape: Shape
    ) -> tuple[float, ...]:
        """Return the same share for each number of a row, or its logarithm."""
        del name, input_shape
        share = 1 / (form.shape[-1] if form.shape else 1)
        number = FloatMaths().log(share) if self.log_target else share
        return (round(number, 4),) * form.size

    def first_input(self, input_shape: Shape) -> tuple[float, ...]:
        """Return logarithms of shares."""
        return log_shares(input_shape)

    def loss_notes(self, input_shape: Shape, target: TensorForm) -> Iterator[Explanation]:
        """Yield that a mean over all numbers is none over the batch."""
        yield from super().loss_notes(input_shape, target)
        losses = self.losses_shape(input_shape, target)
        if self.reduction == "mean" and len(input_shape) > 1:
            count, code = math.prod(losses), ExplanationCode.LOSS_MEAN_OF_ALL
            yield explain(code, layer=self.type_name(), count=count, batch=input_shape[0])

    def mean_rule(self, input_shape: Shape, target: TensorForm) -> str:
        """Return what a mean is: over the batch, or over all numbers."""
        if self.reduction == "batchmean":
            return r"\frac{1}{N} \sum l"
        return super().mean_rule(input_shape, target)

    def divisor(self, input_shape: Shape, losses_shape: Shape) -> int:
        """Return by what the mean divides: the batch, or all numbers."""
        if self.reduction == "batchmean":
            return input_shape[0] if input_shape else 1
        return super().divisor(input_shape, losses_shape)

    def letters(self) -> tuple[str, ...]:
        """Return it in letters."""
        if self.log_target:
            return (r"l = e^{y} (y - x)",)
        return (r"l = y \, (\log y - x)",)

    def apply(self, x: Number, y: Number, maths: Maths, *each: Number) -> Number:
        """Return what each share adds; one of 0 adds nothing."""
        del each
        if self.log_target:
            return maths.exp(y) * (y - x)
        logarithm = maths.where(y == 0, 0.0, y * maths.log(y))
        return logarithm - y * x

    def worked(
        self, x: float, y: float, text: NumberTexts, *each: float | None
    ) -> Iterator[WorkedNumber]:
        """Yield what a share adds."""
        del each
        loss = self.apply(x, y, FloatMaths())
        target, own = Read(y, 1, is_factor=True), Read(x, 0, is_factor=True)
        how: tuple[str | Read, ...]
        if self.log_target:
            how = ("exp(", Read(y, 1), ")·(", Read(y, 1), "−", own, ")")
            yield WorkedNumber("l", "exp(y)·(y − x)", how, loss)
        elif y == 0:
            yield WorkedNumber("l", "", (Read(y, 1), "·(log 0 → 0)"), loss)
        else:
            how = (target, f"·(log({text(y)}) −", own, ")")
            yield WorkedNumber("l", "y·(log y − x)", how, loss)

    def slope(self, x: Number, y: Number, maths: Maths, *each: Number) -> Number:
        """Return minus the target's share."""
        del x, each
        return -(maths.exp(y) if self.log_target else y)

    def worked_slope(
        self, x: float, y: float, text: NumberTexts, *each: float | None
    ) -> Iterator[WorkedNumber]:
        """Yield minus the target's share, whatever the number is."""
        del text, each
        slope = self.slope(x, y, FloatMaths())
        how: tuple[str | Read, ...] = ("−", Read(y, 1, is_factor=True))
        if self.log_target:
            how = ("−exp(", Read(y, 1), ")")
        yield WorkedNumber("l'", "−exp(y)" if self.log_target else "−y", how, slope)


def log_sigmoid(x: Number, maths: Maths) -> Number:
    """Return the logarithm of a sigmoid, without ever taking that of 0."""
    return maths.minimum(x, 0.0) - maths.log1p(maths.exp(-maths.where(x < 0, -x, x)))


def _binary(
    y: float,
    logarithms: tuple[str, str],
    weight: float | None,
    positive: float | None,
) -> tuple[str, tuple[str | Read, ...]]:
    """Return the binary cross entropy in letters and in numbers.

    Args:
        y: The target.
        logarithms: Of yes and of no, written out.
        weight: Of the output; None for none.
        positive: Of a yes; None for none.
    """
    factor = "" if weight is None else "w·"
    more = "" if positive is None else "v·"
    rule = f"−{factor}({more}y·log p + (1 − y)·log(1 − p))"
    how: list[str | Read] = ["−"]
    if weight is not None:
        how += [Read(weight, 2, is_factor=True), "·"]
    how.append("(")
    if positive is not None:
        how += [Read(positive, 2 if weight is None else 3, is_factor=True), "·"]
    how += [Read(y, 1, is_factor=True), f"·{logarithms[0]} + (1 −"]
    how += [Read(y, 1, is_factor=True), f")·{logarithms[1]})"]
    return rule, tuple(how)


def _slope_of_logit(
    y: float, share: str, weight: float | None, positive: float | None
) -> tuple[str, tuple[str | Read, ...]]:
    """Return the slope of a binary cross entropy at a logit, in letters and in numbers.

    Args:
        y: The target.
        share: Of yes, as it is written.
        weight: Of the output; None for none.
        positive: Of a yes; None for none.
    """
    target = Read(y, 1, is_factor=True)
    if positive is None:
        return _weighted(weight, "p − y", (f"{share} −", target))
    more = Read(positive, 2 if weight is None else 3, is_factor=True)
    no = ("(", more, "·", target, "+ 1 −", target, f")·{share} −")
    return _weighted(weight, "(v·y + 1 − y)·p − v·y", (*no, more, "·", target))


def _weighted(
    weight: float | None, rule: str, how: tuple[str | Read, ...]
) -> tuple[str, tuple[str | Read, ...]]:
    """Return a line in letters and in numbers, times a weight where there is one."""
    if weight is None:
        return rule, how
    return f"w·({rule})", (Read(weight, 2, is_factor=True), "·(", *how, ")")
