"""The weights of a training for the network as it is now: its layers may have moved since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from convviz.core.network.sequential import infer_sequential
from convviz.values.carried_weights import carried_weights

if TYPE_CHECKING:
    from convviz.protocol.document import Network, WeightsFile


class RunWeights:
    """Carries the weights of a run over; it remembers the last answer, for it is asked often."""

    def __init__(self) -> None:
        self._known: tuple[Network, WeightsFile, Network, WeightsFile | None] | None = None

    def of(self, trained: Network, weights: WeightsFile, network: Network) -> WeightsFile | None:
        """Return the weights of a network; None where a layer of it has none in the run.

        Args:
            trained: The network as it was trained.
            weights: Its weights.
            network: The network as it is now.
        """
        if (trained.steps, trained.input_shape) == (network.steps, network.input_shape):
            return weights
        known = self._known
        is_known = known is not None and known[0] is trained and known[2] is network
        if known is not None and is_known and known[1] == weights:
            return known[3]
        found = self._carried(trained, weights, network)
        self._known = (trained, weights, network, found)
        return found

    @staticmethod
    def _carried(trained: Network, weights: WeightsFile, network: Network) -> WeightsFile | None:
        before = msgspec.structs.replace(trained, weights=weights)
        was = infer_sequential(before.steps, before.input_shape)
        result = infer_sequential(network.steps, network.input_shape)
        return None if result.failure else carried_weights(before, was, network, result)
