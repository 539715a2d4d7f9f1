"""Muon: steps whose directions are made orthogonal, for kernels and matrices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from convviz.core.call_numbers import flag, number, numbers
from convviz.core.call_parameters import Limits, ParameterKind, parameter
from convviz.core.layers.reductions import Reduction
from convviz.core.optimisers.adam import AdamW
from convviz.core.optimisers.base import Optimiser, register
from convviz.core.optimisers.step_work import put

if TYPE_CHECKING:
    from convviz.core.optimisers.step_work import StepWork

MATRIX_AXES: Final = (2, 4, 5)
"""Of the weights of Linear and of kernels of two and three dimensions. Three axes have weights of
LayerNorm as well, which are no matrices."""


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
        ns_steps: How often the polynomial is applied.
        adjust_lr_fn: How lr follows the size of a matrix: "original" suits a large lr such as 0.02,
            "match_rms_adamw" the lr that suits AdamW. None means "original".

    Source:
        Jordan 2024, "Muon: An optimizer for hidden layers in neural networks"; torch.optim.Muon.
    """

    lr: float = number(1e-3)
    weight_decay: float = number(0.1)
    momentum: float = number(0.95)
    nesterov: bool = flag(default=True)
    ns_coefficients: tuple[float, float, float] = numbers(3.4445, -4.775, 2.0315, rare=True)
    eps: float = number(1e-7)
    ns_steps: int = parameter(ParameterKind.INTEGER, 5, limits=Limits(1, 99), rare=True)
    adjust_lr_fn: str | None = parameter(
        ParameterKind.OPTIONAL_CHOICE,
        None,
        choices=("original", "match_rms_adamw"),
        first="match_rms_adamw",
    )

    cell_reduction: ClassVar[Reduction] = Reduction.OWN
    given_code: ClassVar[str] = "[p for p in model.parameters() if p.ndim == 2]"

    def remembered(self) -> int:
        """Return how many numbers it keeps for each weight of a kernel: the momentum."""
        return 1

    def work_out(self, work: StepWork) -> None:
        """Move by momentum, whose direction is read off what torch did: it needs the whole matrix.

        What is no matrix is moved by AdamW with torch's other settings.
        """
        if len(work.shape) not in MATRIX_AXES:
            own = {name: work.settings[name] for name in ("lr", "weight_decay")}
            work.settings = own | {"betas": (0.9, 0.999), "eps": 1e-8}
            AdamW().work_out(work)
            return
        momentum, old = work.number("momentum"), work.kept.get("momentum_buffer", 0.0)
        value = momentum * old + (1.0 - momentum) * work.g
        numbers = work.blend(momentum, old, work.inside(work.g))
        work.add("v", "μ·v + (1 − μ)·g", numbers, value, "momentum_buffer")
        if work.number("nesterov"):
            numbers = work.blend(momentum, value, work.inside(work.g))
            ahead = momentum * value + (1.0 - momentum) * work.g
            work.add("u", "μ·v + (1 − μ)·g", numbers, ahead)
        work.shrink()
        if work.after is not None:
            step = work.w - work.after
            work.add("s", "lr·O(U)[w]", "w − w_torch", step)
            work.add("w", "w − s", put("{} − {}", work.text(work.w), work.inside(step)), work.after)
