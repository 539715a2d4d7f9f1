"""A document's network, or its first layers, with the weights that it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import torch

from convviz.core.errors import ConvVizError
from convviz.engine.compute.module_builder import build_rows
from convviz.engine.training.initialising import initialise
from convviz.engine.training.seeds import seed_host
from convviz.protocol.document import WeightsOrigin
from convviz.protocol.messages.common import Problem
from convviz.values.weights import read_kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.core.network.rows import SequentialResult
    from convviz.core.network.tree import Node
    from convviz.protocol.document import Document


class WeightedNetwork(NamedTuple):
    """A network with its weights.

    Attributes:
        model: As torch's own.
        origin: Where its weights come from.
        notices: Why the trained ones could not be read.
    """

    model: torch.nn.Sequential
    origin: WeightsOrigin
    notices: tuple[Problem, ...] = ()


def weighted_network(
    document: Document, nodes: Sequence[Node], result: SequentialResult, *, but: str = ""
) -> WeightedNetwork:
    """Return a document's network with its trained weights.

    Without any that can be read they are those with which the trainer would begin: torch's own,
    made with the training's seed, or what the training's initialisation says.

    Args:
        document: Has the weights and the training.
        nodes: The network's, or the first of them.
        result: What ``infer_sequential`` says of them.
        but: Tensors whose names begin so have no trained numbers; "" for no such tensors.
    """
    seed_host(document.training.seed)
    model = build_rows(nodes, result)
    initialise(model, document.training)
    origin = WeightsOrigin.INITIAL
    notices: tuple[Problem, ...] = ()
    kept = document.network.weights
    if kept is not None:
        try:
            weights = read_kept(kept, document.network)
        except ConvVizError as error:
            notices = (Problem.of(error),)
        else:
            origin = WeightsOrigin.TRAINED
            own = [name for name in model.state_dict() if not (but and name.startswith(but))]
            trained = {name: torch.from_numpy(weights[name]) for name in own}
            model.load_state_dict(trained, strict=False)
    return WeightedNetwork(model, origin if model.state_dict() else WeightsOrigin.NONE, notices)
