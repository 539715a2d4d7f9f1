"""Whether torch's values are the app's own: shapes, largest difference, what is missing."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from convviz.core.layers.base import Shape
from convviz.protocol.messages.common import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt


RELATIVE_TOLERANCE: Final = 1e-4
"""Of the largest output: torch computes in float32 (7 digits) and sums in another order."""


class AgreementState(StrEnum):
    """What the mark says."""

    COMPUTING = "computing"
    AGREES = "agrees"
    DIFFERS = "differs"
    TORCH_ONLY = "torch_only"
    TORCH_REFUSES = "torch_refuses"
    ENGINE_STARTING = "engine_starting"
    ENGINE_LOST = "engine_lost"


@dataclass(frozen=True, slots=True)
class GradientAgreement:
    """Whether autograd's gradient of a tensor is the app's own.

    Attributes:
        name: The tensor.
        agrees: Whether it is; None where it was left to torch.
        largest_difference: Between the values; NaN where they cannot be compared.
    """

    name: str
    agrees: bool | None
    largest_difference: float = float("nan")


@dataclass(frozen=True, slots=True)
class Agreement:
    """What is known about torch's answer.

    Attributes:
        state: What the mark says.
        own_shape: (channels, *spatial) by our own rules.
        torch_shape: The same by torch; empty while there is no answer.
        largest_difference: Between the values; NaN where they cannot be compared.
        device: Where torch computed.
        problem: Why torch gave none.
        wrong_indices: How many indices of maxima differ; None where there are none to compare.
        gradients: What is known of each gradient, where the backward pass is shown.
        in_float32: How far torch was off in float32, where it agrees in float64 alone; infinite
            where numbers overflow there. None where it was asked in float32 alone.
    """

    state: AgreementState
    own_shape: Shape = ()
    torch_shape: Shape = ()
    largest_difference: float = float("nan")
    device: str = ""
    problem: Problem | None = None
    wrong_indices: int | None = None
    gradients: tuple[GradientAgreement, ...] = ()
    in_float32: float | None = None

    @property
    def is_by_numbers(self) -> bool:
        """Whether torch differs in its numbers alone, which may be rounding."""
        return self.state is AgreementState.DIFFERS and self.torch_shape == self.own_shape

    @property
    def is_off_by(self) -> float:
        """How far torch is off in all that differs; infinite where that is no number."""
        differences = [g.largest_difference for g in self.gradients if g.agrees is False]
        off = [self.largest_difference, *differences]
        return float("inf") if np.isnan(off).any() else max(off)


def compare(
    own_shape: Shape,
    own: npt.NDArray[np.float64] | None,
    torch_values: npt.NDArray[Any],
    device: str,
    skipping: npt.NDArray[np.float64] | None = None,
    rounding: float = 0.0,
) -> Agreement:
    """Compare our own output with torch's.

    Args:
        own_shape: The output's shape by our own rules.
        own: Our own values, of any shape with as many cells; None where they were left to torch.
        torch_values: Torch's output.
        device: Where torch computed.
        skipping: Our own values without the padding, where a weight is infinite or NaN: some of
            torch's kernels multiply the padding's zeros by it, some leave them out.
        rounding: How far torch may be off by the way that it computes, beside the usual.
    """
    in_float64 = torch_values.dtype == np.float64
    shape = torch_values.shape
    if own is None:
        state = AgreementState.TORCH_ONLY if shape == own_shape else AgreementState.DIFFERS
        return Agreement(state, own_shape, shape, device=device)
    if shape != own_shape:
        return Agreement(AgreementState.DIFFERS, own_shape, shape, device=device)
    own, torch_values = own.reshape(shape), torch_values.astype(np.float64)
    if skipping is not None:
        left_out = np.isnan(own) & ~np.isnan(torch_values)
        own = np.where(left_out, skipping.reshape(shape), own)
    difference, agrees = _difference(own, torch_values, rounding, in_float64=in_float64)
    state = AgreementState.AGREES if agrees else AgreementState.DIFFERS
    return Agreement(state, own_shape, shape, difference, device)


def compare_indices(
    agreement: Agreement,
    own: npt.NDArray[np.int64] | None,
    torch_indices: npt.NDArray[Any] | None,
) -> Agreement:
    """Compare the indices of maxima, too, where both sides have them.

    Args:
        agreement: What is known of the values.
        own: Our own indices, of any shape with as many cells.
        torch_indices: Torch's.
    """
    if own is None or torch_indices is None or own.size != torch_indices.size:
        return agreement
    wrong = int(np.count_nonzero(own.ravel() != torch_indices.ravel()))
    state = AgreementState.DIFFERS if wrong else agreement.state
    return dataclasses.replace(agreement, state=state, wrong_indices=wrong)


def compare_gradients(
    agreement: Agreement,
    own: Mapping[str, npt.NDArray[np.float64]],
    theirs: Mapping[str, npt.NDArray[Any]],
    undefined: Mapping[str, npt.NDArray[np.bool_]] | None = None,
) -> Agreement:
    """Compare the gradients that autograd gives, too.

    Args:
        agreement: What is known of the values.
        own: Our own gradients by the names of the tensors; empty where they were left to torch.
        theirs: Torch's.
        undefined: Where they mean nothing, such as a slope at infinity: torch's kernels differ.
    """
    left_out = undefined or {}
    compared = tuple(
        _gradient_agreement(name, own.get(name), values, left_out.get(name))
        for name, values in theirs.items()
    )
    is_wrong = any(gradient.agrees is False for gradient in compared)
    state = AgreementState.DIFFERS if is_wrong else agreement.state
    return dataclasses.replace(agreement, state=state, gradients=compared)


def _gradient_agreement(
    name: str,
    own: npt.NDArray[np.float64] | None,
    theirs: npt.NDArray[Any],
    undefined: npt.NDArray[np.bool_] | None,
) -> GradientAgreement:
    if own is None:
        return GradientAgreement(name, None)
    if own.size != theirs.size:
        return GradientAgreement(name, agrees=False)
    in_float64 = theirs.dtype == np.float64
    theirs = theirs.reshape(own.shape).astype(np.float64)
    if undefined is not None:
        theirs = np.where(undefined, own, theirs)
    difference, agrees = _difference(own, theirs, in_float64=in_float64)
    return GradientAgreement(name, agrees, difference)


def _difference(
    own: npt.NDArray[np.float64],
    other: npt.NDArray[np.float64],
    rounding: float = 0.0,
    *,
    in_float64: bool = False,
) -> tuple[float, bool]:
    """Return the largest difference and whether it is only rounding; NaN and inf must match.

    A number beyond float32 is infinity for torch; what it makes of that, such as the next weight of
    a walk that runs away, may as well be NaN.

    Args:
        own: Our own values.
        other: Torch's.
        rounding: How far these may be off beside the usual.
        in_float64: Whether torch computed in float64, as we did.
    """
    with np.errstate(over="ignore"):
        expected = own if in_float64 else own.astype(np.float32).astype(np.float64)
    is_beyond = np.isfinite(own) & np.isinf(expected) & ~np.isfinite(other)
    expected = np.where(is_beyond, other, expected)
    finite = np.isfinite(expected) & np.isfinite(other)
    same_special = np.array_equal(expected[~finite], other[~finite], equal_nan=True)
    if not finite.any():
        return (0.0 if same_special else float("nan")), same_special
    largest = float(np.max(np.abs(own[finite] - other[finite])))
    scale = max(1.0, float(np.max(np.abs(own[finite]))))
    return largest, same_special and largest <= RELATIVE_TOLERANCE * scale + rounding
