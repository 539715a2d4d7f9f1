"""Claims about losses and their targets."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from convviz.core.explaining.explanations import ExplanationCode as Code
from convviz.engine.compute.module_builder import build_module

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.oracle.claims.case import Case, Claims


def _loss(case: Case, **changes: Any) -> nn.Module:
    return build_module(case.layer.replace(**changes)).double()


def _labels(case: Case) -> torch.Tensor:
    samples = case.layer.samples_shape(case.shape)
    return torch.zeros(samples, dtype=torch.int64)


def _applies_softmax(case: Case) -> bool:
    plain = nn.CrossEntropyLoss()
    classes = case.facts["classes"]
    surest = torch.zeros(1, classes).double()
    surest[0, 0] = 1
    least = float(plain(surest, torch.tensor([0])))
    shares = torch.randn(200, classes).double().mul(9).softmax(1)
    found = [float(plain(row[None], torch.tensor([0]))) for row in shares]
    return f"{least:.4f}" == case.facts["least"] and min(found) >= least - 1e-9


def _picks(case: Case) -> bool:
    loss = _loss(case, weight=None, ignore_index=-100, reduction="sum")
    values = torch.full(case.shape, -7.0).double()
    count = math.prod(case.layer.samples_shape(case.shape))
    return bool(float(loss(values, _labels(case))) == 7 * count)


def _takes_classes(case: Case) -> bool:
    loss, values = _loss(case, weight=None, ignore_index=-100), torch.randn(case.shape).double()
    labels = torch.zeros(case.facts["numbers"], dtype=torch.int64)
    loss(values, labels)
    loss(values, torch.zeros(case.facts["shares"]).double())
    try:
        loss(values, torch.zeros(case.facts["shares"], dtype=torch.int64))
    except RuntimeError:
        return True
    return False


def _by_weights(case: Case) -> bool:
    labels = _labels(case)
    values = torch.randn(case.shape).double()
    mean = _loss(case)(values, labels)
    total = _loss(case, reduction="sum")(values, labels)
    return bool(torch.isclose(mean, total / (case.layer.weight[0] * labels.numel())))


def _without_weights(case: Case) -> bool:
    target, values = torch.rand(case.shape).double(), torch.randn(case.shape).double()
    mean = _loss(case)(values, target)
    total = _loss(case, reduction="sum")(values, target)
    return bool(torch.isclose(mean, total / _labels(case).numel()))


def _smoothed(case: Case) -> bool:
    classes, loss = case.facts["classes"], _loss(case, reduction="mean", ignore_index=-100)
    shares = torch.full((1, classes), case.facts["smoothing"] / classes).double()
    shares[0, 0] += 1 - case.facts["smoothing"]
    least = float(loss(shares.log(), torch.tensor([0])))
    random = torch.randn(100, classes).double() * 3
    others = [float(loss(row[None], torch.tensor([0]))) for row in random]
    return f"{least:.4f}" == case.facts["least"] and min(others) >= least - 1e-9


def _never_zero(case: Case) -> bool:
    logit = torch.tensor([-200.0], requires_grad=True)
    loss = getattr(nn, case.layer.type_name())()(logit, torch.ones(1))
    loss.backward()
    assert logit.grad is not None
    return float(loss) == 200 and float(logit.sigmoid()) == 0 and float(logit.grad) == -1


def _limited(case: Case) -> bool:
    del case
    return float(nn.BCELoss()(torch.zeros(1), torch.ones(1))) == 100


def _mean_of_all(case: Case) -> bool:
    values, target = torch.randn(case.shape).double(), torch.rand(case.shape).double()
    total = _loss(case, reduction="sum")(values, target)
    mean, batch = (_loss(case, reduction=r)(values, target) for r in ("mean", "batchmean"))
    by_all = torch.isclose(mean, total / case.facts["count"])
    return bool(by_all and torch.isclose(batch, total / case.facts["batch"]))


def repeated(case: Case) -> bool:
    """Return whether torch repeats input and target to the losses, of which there are so many."""
    values, target = torch.zeros(case.facts["input"]), torch.zeros(case.facts["target"])
    losses = _loss(case, reduction="none")(values, target)
    shape, count = tuple(losses.shape), losses.numel()
    return bool(shape == case.facts["losses"] and count == case.facts["count"])


def _by_margin(case: Case) -> bool:
    loss, margin = _loss(case, reduction="none"), float(case.facts["margin"])
    lead = torch.tensor([0.5, 0.99, 1.0, 2.0]).double() * margin
    costs = loss(lead, torch.zeros(4).double(), torch.ones(4).double())
    return bool((costs[:2] > 0).all() and (costs[2:] == 0).all())


def _equals(case: Case) -> bool:
    scores = torch.randn(5).double()
    return bool(_loss(case)(scores, scores, torch.tensor([1.0, -1, 1, -1, 1])) == 0)


def _triplet_done(case: Case) -> bool:
    margin = float(case.facts["margin"])
    anchor = torch.zeros(1, 3).double().requires_grad_()
    near, far = torch.tensor([[[1.0, 0, 0]], [[1.01 + margin, 0, 0]]]).double()
    loss = _loss(case, reduction="mean")(anchor, near, far)
    loss.backward()
    assert anchor.grad is not None
    return bool(loss == 0 and (anchor.grad == 0).all())


def _triplet_collapsed(case: Case) -> bool:
    points = torch.randn(case.shape).double()
    costs = _loss(case, reduction="none")(points, points, points)
    return bool(torch.allclose(costs, torch.full_like(costs, float(case.facts["margin"]))))


def _directions(case: Case) -> bool:
    loss = _loss(case, reduction="none")
    first, second = torch.randn(2, 5, 3).double()
    target = torch.tensor([1.0, -1, 1, -1, 1])
    return torch.allclose(loss(first, second, target), loss(10 * first, second, target))


def _below_zero(case: Case) -> bool:
    loss, eps = _loss(case, reduction="none"), case.layer.eps
    exact = loss(torch.ones(2).double(), torch.ones(2).double(), torch.tensor([0.0, eps]).double())
    random = torch.randn(3, 100).double()
    others = loss(random[0], random[1], random[2].abs())
    is_least = all(f"−{-float(cost):.4f}" == case.facts["least"] for cost in exact)
    return bool(is_least and (others >= exact.min()).all() and exact.min() < 0)


def _leads(case: Case) -> bool:
    outputs = torch.tensor([[0.0, float(case.facts["margin"]) + 1e-9]]).double().requires_grad_()
    loss = _loss(case, weight=None, reduction="sum")(outputs, torch.tensor([1]))
    loss.backward()
    assert outputs.grad is not None
    return bool(loss == 0 and (outputs.grad == 0).all())


def _by_classes(case: Case) -> bool:
    """Return whether five classes, of which all others are too high by 3, cost 4 / 5 of that."""
    loss = getattr(nn, case.layer.type_name())()
    outputs = torch.tensor([[0.0, 2, 2, 2, 2]])
    labels = torch.tensor([[0, -1, -1, -1, -1]]) if case.layer.rows[-1] == "target" else None
    cost = loss(outputs, torch.tensor([0]) if labels is None else labels)
    return bool(torch.isclose(cost, torch.tensor(3 * 4 / 5)))


def _labels_end(case: Case) -> bool:
    outputs = torch.randn(1, 4).double()
    loss = _loss(case)
    first, other = (loss(outputs, torch.tensor([[1, -1, *rest]])) for rest in ((-1, -1), (2, 3)))
    return bool(first == other)


def _like_bce(case: Case) -> bool:
    outputs, target = torch.randn(2, 4, 3).double()
    target = (target > 0).double()
    own = _loss(case, weight=None, reduction="mean")(outputs, target)
    rows = _loss(case, weight=None, reduction="none")(outputs, target)
    is_same = torch.isclose(own, nn.BCEWithLogitsLoss()(outputs, target))
    return bool(is_same and rows.shape == (4,))


def _of_distance(case: Case, distances: torch.Tensor) -> torch.Tensor:
    found: torch.Tensor = _loss(case, reduction="none")(distances, torch.zeros_like(distances))
    return found


def _grows(times: float) -> Callable[[Case], bool]:
    """Return the claim that twice the distance costs so many times as much."""

    def holds(case: Case) -> bool:
        distances = torch.randn(50, dtype=torch.float64) * 5
        twice = _of_distance(case, 2 * distances)
        return bool(torch.allclose(twice, times * _of_distance(case, distances)))

    return holds


def _bends(case: Case) -> bool:
    at, slope = float(case.facts["at"]), float(case.facts["slope"])
    inside = torch.linspace(0.1, 0.9, 9, dtype=torch.float64) * at
    ratio = _of_distance(case, inside) / inside**2
    beyond = torch.linspace(1.1, 9, 9, dtype=torch.float64) * at
    rises = _of_distance(case, beyond + 1) - _of_distance(case, beyond)
    straight = torch.allclose(rises, torch.full_like(rises, slope))
    named = getattr(case.layer, case.facts["name"]) == at
    return bool(torch.allclose(ratio, ratio[:1])) and straight and named


def _is_of_logits(case: Case) -> bool:
    outputs = torch.randn(50, dtype=torch.float64) * 5
    signs = torch.ones(50, dtype=torch.float64)
    signs[::2] = -1
    logits = nn.BCEWithLogitsLoss(reduction="none")(outputs, (signs + 1) / 2)
    loss = _loss(case, reduction="none")
    at_zero = loss(torch.zeros(2).double(), torch.tensor([1.0, -1.0]).double())
    is_log_two = torch.allclose(at_zero, torch.full_like(at_zero, math.log(2)))
    return is_log_two and bool(torch.allclose(loss(outputs, signs), logits))


def _takes_distances(case: Case) -> bool:
    margin, loss = float(case.facts["margin"]), _loss(case, reduction="none")
    distances = torch.linspace(0, 3 * margin, 20, dtype=torch.float64)
    together, apart = (loss(distances, torch.full_like(distances, sign)) for sign in (1, -1))
    lacks = (margin - distances).clamp(min=0)
    return bool(torch.allclose(together, distances) and torch.allclose(apart, lacks))


def _is_least_at_count(case: Case) -> bool:
    loss = _loss(case, reduction="none", full=False)
    is_log = case.facts["is_log"] == "True"
    least, mean = [], torch.ones((), dtype=torch.float64)
    for count in (1.0, 3.0, 8.0):
        mean = torch.tensor(count, dtype=torch.float64)
        outputs = (mean * torch.linspace(0.5, 1.5, 101, dtype=torch.float64)).requires_grad_()
        found = loss(outputs.log() if is_log else outputs, mean.expand(101))
        least.append(abs(float(outputs[found.argmin()]) - count) < 0.02 * count)
    lowest = loss((mean.log() if is_log else mean)[None], mean[None])
    return all(least) and bool(lowest < 0)


CLAIMS: Claims = {
    Code.LOSS_OUTLIERS_SQUARE: _grows(4),
    Code.LOSS_OUTLIERS_SIZE: _grows(2),
    Code.LOSS_BENDS: _bends,
    Code.LOSS_YES_AND_NO: _is_of_logits,
    Code.LOSS_OF_DISTANCE: _takes_distances,
    Code.LOSS_OF_COUNT: _is_least_at_count,
    Code.LOSS_BELOW_ZERO: _below_zero,
    Code.LOSS_LEADS_BY_MARGIN: _leads,
    Code.LOSS_DIVIDES_BY_CLASSES: _by_classes,
    Code.LOSS_LABELS_END: _labels_end,
    Code.LOSS_LIKE_BCE: _like_bce,
    Code.LOSS_TRIPLET_DONE: _triplet_done,
    Code.LOSS_TRIPLET_COLLAPSED: _triplet_collapsed,
    Code.LOSS_COSINE_DIRECTIONS: _directions,
    Code.LOSS_RANKS_BY_MARGIN: _by_margin,
    Code.LOSS_RANKS_EQUALS: _equals,
    Code.LOSS_APPLIES_SOFTMAX: _applies_softmax,
    Code.LOSS_PICKS_OUTPUT: _picks,
    Code.LOSS_TAKES_CLASSES: _takes_classes,
    Code.LOSS_MEAN_BY_WEIGHTS: _by_weights,
    Code.LOSS_MEAN_WITHOUT_WEIGHTS: _without_weights,
    Code.LOSS_SMOOTHED_LEAST: _smoothed,
    Code.LOSS_TARGET_REPEATED: repeated,
    Code.LOSS_NEVER_LOG_OF_ZERO: _never_zero,
    Code.LOSS_LOG_LIMITED: _limited,
    Code.LOSS_MEAN_OF_ALL: _mean_of_all,
}
"""What each explanation claims, tried out with torch."""
