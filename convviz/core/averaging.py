"""An average of the weights of many batches, which is often better than the last weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from convviz.core.call_numbers import BELOW_ONE, flag, number
from convviz.core.call_parameters import Limits, ParameterKind, parameter
from convviz.core.calls import Call, Registry

_AVERAGES: Registry[EMA] = Registry()

_MOST_BATCHES = 2**31 - 1


@_AVERAGES.register
@dataclass(frozen=True)
class EMA(Call):
    """An exponential average of the weights is measured and saved; training goes on without it.

    After each batch the average moves a little towards the weights. It is what is measured after
    each epoch, judged, and saved as the result. A checkpoint keeps both.

    Attributes:
        decay: The share of the average that stays at each batch: 0.999 remembers about 1,000
            batches.
        start: Batches that are left out of the average at the beginning.
        warm_up: Remember less at first: after n batches at most the share (1 + n) / (10 + n) stays.
        use_buffers: Average also what is counted, not trained, such as the means of BatchNorm. If
            not, it is copied from the network.

    Source:
        torch.optim.swa_utils.AveragedModel with get_ema_multi_avg_fn: the same numbers without
        start and warm_up. The warm-up is that of tf.train.ExponentialMovingAverage.
    """

    decay: float = number(0.999, BELOW_ONE)
    start: int = parameter(ParameterKind.INTEGER, 0, limits=Limits(0, _MOST_BATCHES))
    warm_up: bool = flag(default=True)
    use_buffers: bool = flag()

    group: ClassVar[str] = "convviz.training"

    def decay_after(self, updates: int) -> float:
        """Return the share of the average that stays.

        Args:
            updates: Batches that are in the average already. At least 1.
        """
        return min(self.decay, (1 + updates) / (10 + updates)) if self.warm_up else self.decay


average_types = _AVERAGES.types
