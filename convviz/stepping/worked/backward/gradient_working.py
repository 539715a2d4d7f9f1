"""What all backward passes have in common: the upstream gradient, and a part for each gradient."""

from __future__ import annotations

import dataclasses
import itertools
from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

import numpy as np

from convviz.protocol.document import UPSTREAM
from convviz.stepping.cells import INPUT, KERNEL, OUTPUT
from convviz.stepping.lines.line_parts import (
    MOST_TERMS,
    TIMES,
    LinePart,
    PartRole,
    StepLine,
    bracketed,
    bracketed_texts,
    further,
    in_brackets,
    sign,
    value_text,
    value_texts,
)
from convviz.stepping.worked.parts import (
    Part,
    Working,
    computed_part,
    given_part,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from convviz.protocol.document import Calculator
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.worked.backward.beginning import LossBeginning
    from convviz.values.gradients.backward import Backward, Gradients

SIGMA: Final = "\u03c3"
"""A deviation, and the name of the sigmoid."""

GRADIENT: Final = "grad_"
"""Before a tensor's name: its gradient."""

GRAD_INPUT: Final = "grad_input"
GRAD_WEIGHT: Final = "grad_weight"
GRAD_BIAS: Final = "grad_bias"

_LOOKS: Final = {"input": INPUT, "weight": KERNEL, "bias": KERNEL}


class Thrown(NamedTuple):
    """What of a gradient falls on padding.

    Attributes:
        products: How many of the products, or shares, do.
        of: Of how many.
    """

    products: int
    of: int


class GradientWorking(Working):
    """A backward pass: the upstream gradient, what it is multiplied by, and what comes of it.

    Attributes:
        scene: The forward pass.
        passed: What the backward pass is given, as numbers.
        upstream: The gradient of the output, of its shape.
        gradients: Of each tensor that has one, by torch's names. Empty where they are left to
            torch, and not known yet.
        beginning: The loss at which backward begins: behind the layer, or this one itself; None
            where the upstream gradient is given.
    """

    is_backward: ClassVar[bool] = True

    def __init__(
        self,
        scene: Scene,
        passed: Backward,
        gradients: Gradients,
        beginning: LossBeginning | None = None,
    ) -> None:
        """Take what is known; subclasses make the parts.

        Args:
            scene: The forward pass.
            passed: What the backward pass is given.
            gradients: What it gives.
            beginning: The loss at which it begins; None where the upstream gradient is given.
        """
        self.scene = scene
        self.beginning = beginning
        self.passed = passed
        self.gradients = gradients
        self.upstream = passed.upstream
        self.flat_upstream = self.upstream.ravel()
        self.make_parts()

    @property
    def backward_pass(self) -> GradientWorking:
        """Itself."""
        return self

    @property
    def own_gradients(self) -> Gradients:
        """The gradients that were worked out here; nothing where they were left to torch."""
        begun = {} if self.beginning is None else {OUTPUT: self.upstream}
        return {**(self.gradients if self.scene.gradients is None else {}), **begun}

    @property
    def calculator(self) -> Calculator:
        """What the forward pass was computed from."""
        return self.scene.calculator

    @abstractmethod
    def make_parts(self) -> None:
        """Set the parts, and whatever their steps need."""

    def undefined(self) -> dict[str, NDArray[np.bool_]]:
        """Return where gradients mean nothing, and torch's own kernels differ, by their tensors."""
        return {}

    def thrown(self) -> Thrown:
        """Return what of the upstream gradient falls on padding, which throws it away."""
        return Thrown(0, 0)

    # The parts

    def upstream_part(self, sign: str = "") -> Part:
        """Return the gradient of the output, which is given."""
        return given_part(UPSTREAM, self.upstream, look=OUTPUT, sign=sign)

    def given(self, name: str, sign: str = "") -> Part:
        """Return a tensor of the forward pass."""
        scene = self.scene
        values = scene.plain_input if name == "input" else scene.plain_weights[name]
        return given_part(name, values, look=_LOOKS.get(name, KERNEL), sign=sign)

    def result(self, name: str, flat: int, total: float) -> float:
        """Return a cell of a gradient; what its terms come to where it is not known yet."""
        part = self.part(name)
        return part.number_at(flat) if part.is_known else total

    def gradient(self, name: str, sign: str = "=") -> Part:
        """Return the gradient of a tensor, each of whose cells is a step."""
        scene = self.scene
        like = scene.plain_input if name == "input" else scene.plain_weights[name]
        values = self.gradients.get(name)
        if values is None:
            values = np.full(like.shape, np.nan)
        look = _LOOKS.get(name, KERNEL)
        return computed_part(
            f"{GRADIENT}{name}", values, look=look, sign=sign, is_known=name in self.gradients
        )


def on_own_line(part: Part) -> Part:
    """Return a part that is drawn below those before it."""
    return dataclasses.replace(part, starts_line=True)


class Product(NamedTuple):
    """One term of a gradient: an upstream gradient times a factor.

    Attributes:
        value: The one number.
        factor: The other, as it is written; "" for none.
        result: The product.
        tap: Whose hue it wears.
        is_muted: Whether it adds nothing, whatever the gradient is: a window that took another.
    """

    value: float
    factor: str
    result: float
    tap: int | None
    is_muted: bool = False


def sum_of_products(values: NDArray[np.float64], factors: NDArray[np.float64]) -> float:
    """Return the sum of products of many numbers.

    A matrix product would start threads for it, which cost a step more than the sum where the
    machine has other work.
    """
    with np.errstate(all="ignore"):
        return float((values * factors).sum())


def terms_of_many(
    values: NDArray[np.float64], factors: NDArray[np.float64] | None = None
) -> list[LinePart]:
    """Return a sum of very many numbers, or products, as it is written: all wear one hue.

    Args:
        values: The numbers.
        factors: What each is multiplied by; None for nothing.
    """
    count = len(values)
    results = values = values[:MOST_TERMS]
    texts = bracketed_texts(values)
    if factors is not None:
        factors = factors[:MOST_TERMS]
        texts = times_each(texts, factors)
        with np.errstate(all="ignore"):
            results = values * factors
    return written_terms(texts, results, itertools.repeat(0), count)


def times_each(texts: Iterable[str], factors: NDArray[np.float64]) -> list[str]:
    """Return products as they are written: those so far, each times one more factor."""
    pairs = zip(texts, bracketed_texts(factors), strict=True)
    return [f"{text}{TIMES}{factor}" for text, factor in pairs]


def written_terms(
    texts: Sequence[str],
    results: NDArray[np.float64],
    hues: Iterable[int],
    count: int,
) -> list[LinePart]:
    """Return the terms of a long sum with plus signs between them, and what it has come to.

    A long sum is written at each move of the mouse: so its numbers are formatted as one array.

    Args:
        texts: The terms as they are written; at least one, at most MOST_TERMS.
        results: What each adds.
        hues: The hue that each wears.
        count: How many terms there are, with those that are only counted.
    """
    with np.errstate(all="ignore"):
        running = value_texts(np.cumsum(results))
    term = PartRole.TERM
    parts = [_PLUS] * (2 * len(texts) - 1)
    parts[::2] = [
        LinePart(text, term, hue, total)
        for text, hue, total in zip(texts, hues, running, strict=False)
    ]
    return [*parts, *further(count - MOST_TERMS)]


def product_terms(products: Iterable[Product], count: int) -> list[LinePart]:
    """Return a sum of products as it is written, with what it has come to.

    Args:
        products: The terms; only the first so many are looked at.
        count: How many there are.
    """
    listed = list(itertools.islice(products, MOST_TERMS))
    if not listed:
        return [LinePart("0", PartRole.MUTED_TERM)]
    with np.errstate(all="ignore"):
        running = value_texts(np.cumsum([product.result for product in listed]))
    firsts = bracketed_texts(np.array([product.value for product in listed]))
    parts: list[LinePart] = []
    for product, first, total in zip(listed, firsts, running, strict=True):
        factor = f"{TIMES}{in_brackets(product.factor)}" if product.factor else ""
        role = PartRole.MUTED_TERM if product.is_muted else PartRole.TERM
        parts += (_PLUS, LinePart(f"{first}{factor}", role, product.tap, total))
    return [*parts[1:], *further(count - MOST_TERMS)]


_PLUS: Final = sign("+")


def sum_line(
    name: str, rule: str, terms: Sequence[LinePart], total: float, channel: int | None = None
) -> StepLine:
    """Return a line such as  grad_input = Σ g·w = 1·2 + 3·4 = 14.

    Args:
        name: What is computed; "" for a part of it.
        rule: In letters; "" leaves it out.
        terms: In numbers.
        total: What comes out.
        channel: Of which channel it is; None for all.
    """
    if len(terms) == 1 and terms[0].text in {value_text(total), bracketed(total)}:
        terms = ()  # a single number is its own sum
    head = [part for part in (name, rule) if part]
    parts = [LinePart(f"{text} =", PartRole.OPERATOR) for text in head]
    role = PartRole.TOTAL if channel is None else PartRole.CHANNEL_SUM
    equals = (LinePart("=", PartRole.OPERATOR),) if terms else ()
    return StepLine(channel, (*parts, *terms, *equals, LinePart(value_text(total), role)))


def values_at(values: NDArray[np.float64], flats: NDArray[np.intp]) -> list[float]:
    """Return the numbers at some places, as Python's own."""
    numbers: list[float] = values[flats].tolist()
    return numbers
