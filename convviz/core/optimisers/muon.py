"""Muon: steps whose directions are made orthogonal, for kernels and matrices."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, Self

from convviz.core.call_numbers import flag, number, numbers
from convviz.core.call_parameters import ANY_INTEGER, Limits, ParameterKind, parameter
from convviz.core.explaining.explanations import ExplanationCode, explain
from convviz.core.optimisers.adam import AdamW
from convviz.core.optimisers.base import Optimiser, register
from convviz.core.optimisers.step_work import put
from convviz.core.written_numbers import written

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.base import Shape
    from convviz.core.layers.maths import Number
    from convviz.core.layers.tensor_forms import Forms
    from convviz.core.optimisers.step_work import StepWork

MATRIX_AXES: Final = (2, 4, 5)
"""Of the weights of Linear and of kernels of two and three dimensions. Three axes have weights of
LayerNorm as well, which are no matrices."""

FIRST_MATRIX: Final = (2, 3)
"""What it is shown with first: one step of a matrix."""

MATCH_ADAMW: Final = "match_rms_adamw"
"""The lr of a step as large as AdamW's."""

_USUAL: Final = (3.4445, -4.775, 2.0315)
_USUAL_TIMES: Final = 5
"""The polynomial, and how often it is applied, by which sizes from 0.01 to 1 come near 1."""

_ROUNDED: Final = 0.05
"""How far two kernels' directions were apart at most, rounded up: 0.02 of matrices up to 64x64."""


@register
@dataclass(frozen=True)
class Muon(Optimiser):
    """Kernels and matrices move alike in all directions; biases and norms are moved by AdamW.

    torch's Muon takes matrices alone. A kernel is given to it as a matrix with a row for each
    output channel. What is no matrix is moved by torch's AdamW with the same lr and weight_decay.

    Attributes:
        lr: Learning rate: how far the weights move in one step; also that of AdamW for the rest.
        weight_decay: The share of its value that each weight loses in a step, times lr.
        nesterov: Look ahead along the momentum.
        ns_coefficients: Of the polynomial that makes a matrix orthogonal (Newton-Schulz).
        eps: The least size that a matrix is divided by before.
        ns_steps: How often the polynomial is applied; not at all below 1.
        adjust_lr_fn: How lr follows the size of a matrix: "original" suits a large lr such as 0.02,
            "match_rms_adamw" the lr that suits AdamW. None means "original".

    Source:
        Jordan 2024, "Muon: An optimizer for hidden layers in neural networks"; torch.optim.Muon.
    """

    lr: float = number(1e-3)
    weight_decay: float = number(0.1)
    momentum: float = number(0.95)
    nesterov: bool = flag(default=True)
    ns_coefficients: tuple[float, float, float] = numbers(*_USUAL, rare=True)
    eps: float = number(1e-7)
    ns_steps: int = parameter(
        ParameterKind.INTEGER,
        _USUAL_TIMES,
        minimum=ANY_INTEGER,
        limits=Limits(below=100),
        rare=True,
    )
    adjust_lr_fn: str | None = parameter(
        ParameterKind.OPTIONAL_CHOICE,
        None,
        choices=("original", MATCH_ADAMW),
        first=MATCH_ADAMW,
    )

    moves_matrices: ClassVar[bool] = True
    given_code: ClassVar[str] = "[p for p in model.parameters() if p.ndim == 2]"

    def remembered(self) -> int:
        """Return how many numbers it keeps for each weight of a kernel: the momentum."""
        return 1

    def fitted_to(self, picture: Shape) -> tuple[Self, Shape]:
        """Return one step of a small matrix, unless a matrix is what is shown."""
        return self, picture if len(picture) == len(FIRST_MATRIX) else FIRST_MATRIX

    def shrinks_weights(self) -> bool:
        """Return that weight_decay shrinks the weights themselves."""
        return True

    def notes_on_numbers(self, spatial: Shape) -> Iterable[Explanation]:
        """Return how even the step is, and what there is to say of weight_decay."""
        if (self.ns_coefficients, self.ns_steps) == (_USUAL, _USUAL_TIMES):
            yield explain(ExplanationCode.ORTHOGONAL_STEP, lr=written(self.lr))
        yield from super().notes_on_numbers(spatial)

    def rule_letters(self) -> dict[str, str]:
        """Return its own letters, too."""
        polynomial = {letter: f"ns_coefficients[{at}]" for at, letter in enumerate("abc")}
        return {**super().rule_letters(), **polynomial, "k": "ns_steps"}

    def rule(
        self,
        forms: Forms,  # noqa: ARG002 - it takes none
        input_shape: Shape,
        *,
        training: bool = True,  # noqa: ARG002 - it makes no difference
    ) -> tuple[str, ...]:
        """Return the lines of a step in letters: a whole matrix at once."""
        *_, rows, columns = (0, 0, *input_shape)  # of refused gradients, too
        update = "U" if self.nesterov else "V"
        turn = r"^{\top}" if rows > columns else ""
        ahead = r"U = \mu \cdot V + \left(1 - \mu\right) \cdot G"
        shrunk = r"W \leftarrow W \cdot \left(1 - \mathrm{lr} \cdot \lambda\right)"
        return (
            r"V \leftarrow \mu \cdot V + \left(1 - \mu\right) \cdot G",
            *((ahead,) if self.nesterov else ()),
            rf"X = {update}{turn} / \max(\lVert {update} \rVert, \varepsilon)",
            r"A = X X^{\top} \quad (k \times)",
            r"B = b \cdot A + c \cdot A A \quad (k \times)",
            r"X \leftarrow a \cdot X + B X \quad (k \times)",
            *((shrunk,) if self.weight_decay else ()),
            rf"r = {self._ratio_latex()}",
            rf"W \leftarrow W - \mathrm{{lr}} \cdot r \cdot X{turn}",
        )

    def _ratio_latex(self) -> str:
        if self.adjust_lr_fn == MATCH_ADAMW:
            return r"0.2 \sqrt{\max(n, m)}"
        return r"\sqrt{\max(1, n / m)}"

    def rounding(self, input_shape: Shape) -> float:
        """Return how far weights may be off: each step's direction has eight bits.

        Where a sum lies between two such numbers, kernels round it up or down as they add.
        """
        steps, shape = self.updates_on(input_shape), self.weights_shape(input_shape)
        return steps * abs(self.lr) * self.size_ratio(shape) * _ROUNDED

    def size_ratio(self, shape: Shape) -> float:
        """Return what lr is multiplied by.

        Args:
            shape: Of the weights; what is no matrix has a row for each output channel.
        """
        rows, columns = shape[0], math.prod(shape[1:])
        if self.adjust_lr_fn == MATCH_ADAMW:
            return 0.2 * math.sqrt(max(rows, columns))
        return math.sqrt(max(1.0, rows / columns))

    def work_out(self, work: StepWork) -> None:
        """Move by the momentum, made orthogonal.

        Where the whole matrix is not known, how far a weight moved is read off what torch did.
        What is no matrix is moved by AdamW with torch's other settings.
        """
        if len(work.shape) not in MATRIX_AXES:
            own = {name: work.settings[name] for name in ("lr", "weight_decay")}
            work.settings = own | {"betas": (0.9, 0.999), "eps": 1e-8}
            AdamW().work_out(work)
            return
        update = self._update(work)
        work.shrink()
        if work.orthogonal is not None:
            lr, ratio = work.number("lr"), self._write_ratio(work)
            direction = work.orthogonal(update)
            change = lr * ratio * direction
            pieces = (work.text(work.w), written(lr), written(ratio), work.inside(direction))
            numbers = put("{} − {}·{}·{}", *pieces)
            work.w = work.add("w", "w − lr·r·o", numbers, work.w - change)
        elif work.after is not None:
            step = work.w - work.after
            work.add("s", "lr·O(U)[w]", "w − w_torch", step)
            work.add("w", "w − s", put("{} − {}", work.text(work.w), work.inside(step)), work.after)

    def _write_ratio(self, work: StepWork) -> float:
        """Write what lr is multiplied by."""
        ratio, rows, columns = self.size_ratio(work.shape), work.shape[0], math.prod(work.shape[1:])
        if self.adjust_lr_fn == MATCH_ADAMW:
            work.add("r", "0.2·√max(n, m)", f"0.2·√max({rows}, {columns})", ratio)
        else:
            work.add("r", "√max(1, n / m)", f"√max(1, {rows} / {columns})", ratio)
        return ratio

    def _update(self, work: StepWork) -> Number:
        """Write the lines of the momentum, and of what looks ahead along it."""
        momentum, old = work.number("momentum"), work.kept.get("momentum_buffer", 0.0)
        value = momentum * old + (1.0 - momentum) * work.g
        numbers = work.blend(momentum, old, work.inside(work.g))
        buffer = work.add("v", "μ·v + (1 − μ)·g", numbers, value, "momentum_buffer")
        if not work.number("nesterov"):
            return buffer
        numbers = work.blend(momentum, buffer, work.inside(work.g))
        ahead = momentum * buffer + (1.0 - momentum) * work.g
        return work.add("u", "μ·v + (1 − μ)·g", numbers, ahead)
