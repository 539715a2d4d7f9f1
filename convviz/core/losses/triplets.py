"""The loss of triplets: an anchor, what it should be near to, and what it should be far from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from convviz.core.call_numbers import ABOVE_ZERO, ANY_NUMBER, LARGEST_SETTING, flag, number
from convviz.core.call_parameters import Limits
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.layers.maths import FloatMaths
from convviz.core.losses.base import MOST_TAUGHT, reduction, register
from convviz.core.losses.distances import sign_of
from convviz.core.losses.pairs import PairLoss
from convviz.core.losses.pointwise import Read, WorkedNumber
from convviz.core.losses.stages import (
    INPUT,
    LOSSES,
    PLACE,
    Stage,
    StageKind,
    is_doubtful,
    listed,
    no_slope,
    row_by_row,
    summed,
)
from convviz.core.written_numbers import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.base import Shape
    from convviz.core.layers.maths import Maths, Number
    from convviz.core.layers.pointwise import NumberTexts
    from convviz.core.layers.tensor_forms import TensorForm
    from convviz.core.losses.stages import Numbers, RowMaths

_A, _P, _N = INPUT, "positive", "negative"
_NEAR: Final = "d(anchor, positive)"
_FAR: Final = "d(anchor, negative)"
_BETWEEN: Final = "d(positive, negative)"


@register
@dataclass(frozen=True)
class TripletMarginLoss(PairLoss):
    """How much farther the anchor must be from the negative than from the positive.

    Attributes:
        margin: By how much the negative must be farther away to cost nothing.
        p: Which distance: 2 as the crow flies, 1 along the axes, infinity the longest of these.
        eps: Is added to each difference, so that no distance is 0.
        swap: Whether the positive's distance from the negative counts where it is the shorter one.
    """

    margin: float = number(1.0, ABOVE_ZERO)
    p: float = number(2.0, Limits(-LARGEST_SETTING, math.inf))
    eps: float = number(1e-6, ANY_NUMBER)
    swap: bool = flag()
    reduction: str = reduction()

    input_name: ClassVar[str] = "anchor"
    takes: ClassVar[tuple[str, ...]] = (_P, _N)
    takes_forms: ClassVar[tuple[str, ...]] = takes
    learned_tensors: ClassVar[tuple[str, ...]] = (_A, _P, _N)
    rows: ClassVar[tuple[str, ...]] = (_A, _P, _N)
    of_one_rank: ClassVar[tuple[str, ...]] = takes

    def stages(self) -> tuple[Stage, ...]:
        """Return the distances, then the losses."""
        near = Stage(_NEAR, (_A, _P), StageKind.ROW)
        far = [Stage(_FAR, (_A, _N), StageKind.ROW)]
        if self.swap:
            far.append(Stage(_BETWEEN, (_P, _N), StageKind.ROW))
        return (near, *far, Stage(LOSSES, (_NEAR, *(stage.name for stage in far))))

    def letters(self) -> tuple[str, ...]:
        """Return it in letters."""
        far = r"\min(d(a, n), d(p, n))" if self.swap else "d(a, n)"
        loss = rf"l = \max(0, m + d(a, p) - {far})"
        if self.p == 2:  # noqa: PLR2004 - a square
            return r"d(x, y) = \sqrt{\sum (x - y + \varepsilon)^{2}}", loss
        if self.p == 1:
            return r"d(x, y) = \sum |x - y + \varepsilon|", loss
        if math.isinf(self.p):
            return r"d(x, y) = \max |x - y + \varepsilon|", loss
        power = written(self.p)
        whole = rf"\sum |x - y + \varepsilon|^{{{power}}}"
        return rf"d(x, y) = ({whole})^{{\frac{{1}}{{{power}}}}}", loss

    def first_input(self, input_shape: Shape) -> tuple[float, ...]:
        """Return anchors."""
        return row_by_row(lambda _, place: place % 3, input_shape, MOST_TAUGHT)

    def first_numbers_of(
        self, name: str, form: TensorForm, input_shape: Shape
    ) -> tuple[float, ...]:
        """Return positives, and negatives that are nearer, far away, and a little farther."""
        del input_shape
        length = form.shape[-1] if form.shape else 1
        away, moved = ((1.0,), 0) if name == _P else ((0.5, 3.0, 1.5), min(1, length - 1))

        def number(row: int, place: int) -> float:
            return place % 3 + (away[row % len(away)] if place == moved else 0)

        return row_by_row(number, form.shape)

    def notes(self) -> Iterator[Explanation]:
        """Yield when a triplet teaches nothing, and what a collapsed network costs."""
        margin = written(self.margin)
        if self.p > 0 and not self.swap:
            yield explain(ExplanationCode.LOSS_TRIPLET_DONE, margin=margin)
        if self.p > 0:
            yield explain(ExplanationCode.LOSS_TRIPLET_COLLAPSED, margin=margin)

    def compute(self, stage: str, of: Numbers, maths: RowMaths) -> Number:
        """Return distances, or what is missing of the margin.

        Source:
            torch, aten/src/ATen/native/Loss.cpp (triplet_margin_loss).
        """
        if stage == LOSSES:
            return maths.maximum(self._short(of, maths), 0.0)
        first, second = self.stage(stage).reads
        return self._length(of[first] - of[second] + self.eps, maths)

    def _short(self, of: Numbers, maths: Maths) -> Number:
        far = maths.minimum(of[_FAR], of[_BETWEEN]) if self.swap else of[_FAR]
        return self.margin + of[_NEAR] - far

    def _length(self, x: Number, maths: RowMaths) -> Number:
        if self.p == 0:
            return maths.total(maths.where(x == 0, 0.0, 1.0))
        if math.isinf(self.p):
            return maths.largest(abs(x))
        if self.p == 2:  # noqa: PLR2004 - a square
            return maths.sqrt(maths.total(x * x))
        return maths.total(abs(x) ** self.p) ** (1 / self.p)

    def worked(self, stage: str, of: Numbers, text: NumberTexts) -> Iterator[WorkedNumber]:
        """Yield a distance, number by number, or what is missing of the margin."""
        if stage == LOSSES:
            yield from self._worked_loss(of, text)
            return
        first, second = self.stage(stage).reads
        letters = f"{_LETTERS[first]} − {_LETTERS[second]} + ε"
        ends = (" + ε" if self.eps else "") + (")²" if self.p == 2 else "|")  # noqa: PLR2004
        begins = "(" if self.p == 2 else "|"  # noqa: PLR2004 - a square
        if self.p not in {1, 2}:
            ends += f"^{text(self.p)}" if math.isfinite(self.p) else ""
        pairs = list(zip(of[first], of[second], strict=True))
        terms = (
            (begins, Read(x, at), "−", Read(y, at, is_factor=True), ends)
            for at, (x, y) in enumerate(pairs)
        )
        rule = f"{begins}{letters}{ends.replace(' + ε', '')}"
        differences = [x - y + self.eps for x, y in pairs]
        name = f"d({_LETTERS[first]}, {_LETTERS[second]})"
        distance = self._distance(differences)
        if math.isinf(self.p):
            yield WorkedNumber(name, f"max {rule}", ("max(", *listed(terms), ")"), distance)
        elif self.p == 1:
            yield WorkedNumber(name, f"Σ {rule}", summed(terms), distance)
        else:
            whole = distance**self.p if self.p else distance
            yield WorkedNumber("s", f"Σ {rule}", summed(terms), whole)
            root = "√s" if self.p == 2 else f"s^(1/{text(self.p)})"  # noqa: PLR2004 - a square
            how = f"√{text(whole)}" if self.p == 2 else ""  # noqa: PLR2004 - likewise
            yield WorkedNumber(name, root if self.p else "s", (how,) if how else (), distance)

    def _distance(self, differences: list[Number]) -> Number:
        """Return the distance of a single pair of rows."""
        sizes = [abs(x) for x in differences]
        if self.p == 0:
            return float(sum(x != 0 for x in sizes))
        if math.isinf(self.p):
            return math.nan if any(map(math.isnan, sizes)) else max(sizes)
        return sum(x**self.p for x in sizes) ** (1 / self.p)

    def _worked_loss(self, of: Numbers, text: NumberTexts) -> Iterator[WorkedNumber]:
        maths = FloatMaths()
        near, far = Read(of[_NEAR], 0, is_factor=True), Read(of[_FAR], 1, is_factor=True)
        loss = maths.maximum(self._short(of, maths), 0.0)
        begins = f"max(0, {text(self.margin)} +"
        if not self.swap:
            how: tuple[str | Read, ...] = (begins, near, "−", far, ")")
            yield WorkedNumber("l", "max(0, m + d(a, p) − d(a, n))", how, loss)
            return
        nearer = maths.minimum(of[_FAR], of[_BETWEEN])
        both = ("min(", Read(of[_FAR], 1), ",", Read(of[_BETWEEN], 2), ")")
        yield WorkedNumber("d⁻", "min(d(a, n), d(p, n))", both, nearer)
        how = (begins, near, f"− {text.factor(nearer)})")
        yield WorkedNumber("l", "max(0, m + d(a, p) − d⁻)", how, loss)

    def slopes(self, of: Numbers, maths: RowMaths) -> Mapping[str, tuple[Number, ...]]:
        """Return which way each pair of rows is pulled, where a triplet costs at all.

        Source:
            torch, torch/csrc/autograd/FunctionsManual.cpp (norm_backward).
        """
        counts = maths.where(self._short(of, maths) >= 0, 1.0, 0.0)
        near = counts * self._pulls(of, _A, _P, _NEAR, maths)
        far = counts * self._share(of, _FAR, maths) * self._pulls(of, _A, _N, _FAR, maths)
        between: tuple[Number, ...] = ()
        if self.swap:
            share = self._share(of, _BETWEEN, maths)
            between = (counts * share * self._pulls(of, _P, _N, _BETWEEN, maths),)
        apart = tuple(-pull for pull in between)
        return {_A: (near, -far), _P: (-near, *apart), _N: (far, *between)}

    def near_corner(self, of: Numbers, maths: RowMaths) -> Number:
        """Return whether a triplet is right by the margin up to rounding, or both are as far."""
        scale = self.margin + of[_NEAR] + of[_FAR]
        doubtful = is_doubtful(self._short(of, maths), scale)
        if self.swap:
            doubtful = doubtful | is_doubtful(of[_FAR] - of[_BETWEEN], of[_FAR])
        return doubtful[..., 0]

    def _share(self, of: Numbers, name: str, maths: Maths) -> Number:
        """Return how much of the slope the farther distance has; equal ones share it."""
        if not self.swap:
            return 1.0
        own, other = of[name], of[_BETWEEN if name == _FAR else _FAR]
        return maths.where(own == other, 0.5, maths.where(own > other, 0.0, 1.0))

    def _pulls(self, of: Numbers, one: str, other: str, name: str, maths: RowMaths) -> Number:
        difference = of[one] - of[other] + self.eps
        longest: Number = 1.0
        if math.isinf(self.p):
            size = abs(difference)
            is_longest = maths.where((size == of[name]) | (size != size), 1.0, 0.0)  # noqa: PLR0124 - NaN
            longest = is_longest / maths.total(is_longest)[..., None]
        return self._slope_of_length(difference, of[name], longest, maths)

    def _slope_of_length(self, x: Number, length: Number, longest: Number, maths: Maths) -> Number:
        """Return how a length changes with one of its differences.

        Args:
            x: The difference.
            length: The length.
            longest: Which share of the longest difference it is; of another p nothing.
            maths: Functions of such numbers.
        """
        if self.p == 0:
            return 0.0 * x
        signs = sign_of(x, maths)
        if math.isinf(self.p):
            return signs * longest
        if self.p == 1:
            return signs
        if self.p == 2:  # noqa: PLR2004 - a square
            return maths.where(length == 0, 0.0, x / length)
        if self.p < 1:
            size = maths.where(x == 0, 0.0, abs(x) ** (self.p - 1))
            return signs * size * length ** (1 - self.p)
        scale = maths.where(length == 0, 0.0, 1 / length ** (self.p - 1))
        return signs * abs(x) ** (self.p - 1) * scale

    def worked_slope(self, name: str, of: Numbers, text: NumberTexts) -> Iterator[WorkedNumber]:
        """Yield what is missing of the margin, which way each pair is pulled, and both together."""
        maths = FloatMaths()
        short = self._short(of, maths)
        far = f"min({text(of[_FAR])}, {text(of[_BETWEEN])})" if self.swap else text(of[_FAR])
        how = f"{text(self.margin)} + {text(of[_NEAR])} − {far}"
        letters = "min(d(a, n), d(p, n))" if self.swap else "d(a, n)"
        yield WorkedNumber("s", f"m + d(a, p) − {letters}", (how,), short)
        if not short >= 0:
            yield WorkedNumber(no_slope("s", short), "", (), 0.0)
            return
        total, rule = 0.0, ""
        for letter, sign in _PULLED[name]:
            share = self._share_at(of, letter, maths)
            if share:
                pull, how_pulled = self._slope_at(of, letter), self._written_pull(of, letter, text)
                yield WorkedNumber(letter, *how_pulled, pull)
                total += sign * share * pull
                half = "" if share == 1 else "½·"
                rule += f"{' − ' if sign < 0 else ' + '}{half}{letter}"
        rule = rule.removeprefix(" + ")
        if rule.startswith(" − "):
            rule = f"−{rule[3:]}"
        yield WorkedNumber("l'", rule, (), total)

    def _share_at(self, of: Numbers, letter: str, maths: Maths) -> float:
        """Return how much of a pull counts: of the two farther distances the shorter one does."""
        if letter == "u":
            return 1.0
        if not self.swap:
            return 1.0 if letter == "v" else 0.0
        return float(self._share(of, _FAR if letter == "v" else _BETWEEN, maths))

    def _slope_at(self, of: Numbers, letter: str) -> Number:
        """Return how a distance changes with the first of its two numbers at a place."""
        one, other, name = _PAIRS[letter]
        differences = [x - y + self.eps for x, y in zip(of[one], of[other], strict=True)]
        own, ties = differences[of[PLACE]], 1.0
        if math.isinf(self.p):
            is_longest = [abs(x) == of[name] or x != x for x in differences]  # noqa: PLR0124 - NaN
            ties = is_longest[of[PLACE]] / max(1, sum(is_longest))
        return self._slope_of_length(own, of[name], ties, FloatMaths())

    def _written_pull(
        self, of: Numbers, letter: str, text: NumberTexts
    ) -> tuple[str, tuple[str | Read, ...]]:
        """Return the same in letters and in numbers."""
        one, other, name = _PAIRS[letter]
        first, second, place = _LETTERS[one], _LETTERS[other], of[PLACE]
        x, y = Read(of[one][place], place), Read(of[other][place], place, is_factor=True)
        if self.p == 2:  # noqa: PLR2004 - a square
            rule = f"({first} − {second} + ε) / d({first}, {second})"
            return rule, ("(", x, "−", y, f"+ ε) / {text(of[name])}")
        if self.p == 1:
            return f"sign({first} − {second} + ε)", ("sign(", x, "−", y, "+ ε)")
        return f"∂d({first}, {second}) / ∂{first}", ()


_LETTERS: Final = {_A: "a", _P: "p", _N: "n"}
_PAIRS: Final = {"u": (_A, _P, _NEAR), "v": (_A, _N, _FAR), "w": (_P, _N, _BETWEEN)}
"""Pulls, by their letters: of which pair, at which distance."""
_PULLED: Final = {
    _A: (("u", 1), ("v", -1)),
    _P: (("u", -1), ("w", -1)),
    _N: (("v", 1), ("w", 1)),
}
"""Which pulls each row feels, and with which sign."""
