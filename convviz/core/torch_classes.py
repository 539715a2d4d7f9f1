"""Every module class of torch.nn: which of them convviz has, and why it has not the others.

The one table of them. What is in the registry is had; of the rest stands here what they are.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from convviz.core.layers import layer_types


class Absence(StrEnum):
    """Why a class of torch.nn is no layer here. Each has a sentence in ``convviz.protocol``."""

    RECURRENT = "recurrent"
    """It reads sequences, step by step."""
    ATTENTION = "attention"
    """It reads sequences of vectors, all against all."""
    EMBEDDING = "embedding"
    """It looks whole numbers up in a table."""
    TWO_INPUTS = "two_inputs"
    """It takes two inputs, which no Sequential passes on."""
    LOSS = "loss"
    """It compares outputs with targets."""
    CONTAINER = "container"
    """It holds other modules."""
    SEVERAL_DEVICES = "several_devices"
    """It spreads work over processes or graphics cards."""
    OLD_NAME = "old_name"
    """Another class does the same and is documented."""
    OPTIMISER = "optimiser"
    """A class of torch.optim: it changes the weights."""


_BY_ABSENCE: Final[dict[Absence, tuple[str, ...]]] = {
    Absence.RECURRENT: (
        *("RNNBase", "RNN", "LSTM", "GRU"),
        *("RNNCellBase", "RNNCell", "LSTMCell", "GRUCell"),
    ),
    Absence.ATTENTION: (
        *("MultiheadAttention", "Transformer", "TransformerEncoder", "TransformerDecoder"),
        *("TransformerEncoderLayer", "TransformerDecoderLayer"),
    ),
    Absence.EMBEDDING: ("Embedding", "EmbeddingBag"),
    Absence.TWO_INPUTS: ("Bilinear", "CosineSimilarity", "PairwiseDistance"),
    Absence.LOSS: (
        *("AdaptiveLogSoftmaxWithLoss", "BCELoss", "BCEWithLogitsLoss", "CTCLoss"),
        *("CosineEmbeddingLoss", "CrossEntropyLoss", "GaussianNLLLoss", "HingeEmbeddingLoss"),
        *("HuberLoss", "KLDivLoss", "L1Loss", "LinearCrossEntropyLoss", "MSELoss"),
        *("MarginRankingLoss", "MultiLabelMarginLoss", "MultiLabelSoftMarginLoss"),
        *("MultiMarginLoss", "NLLLoss", "NLLLoss2d", "PoissonNLLLoss", "SmoothL1Loss"),
        *("SoftMarginLoss", "TripletMarginLoss", "TripletMarginWithDistanceLoss"),
    ),
    Absence.CONTAINER: (
        *("Module", "Container", "Sequential", "ModuleList", "ModuleDict"),
        *("ParameterList", "ParameterDict"),
    ),
    Absence.SEVERAL_DEVICES: ("DataParallel", "SyncBatchNorm"),
    Absence.OLD_NAME: ("CrossMapLRN2d",),
}

INSTEAD: Final = {
    "CrossMapLRN2d": "LocalResponseNorm",
    "SyncBatchNorm": "BatchNorm2d",
}
"""Which layer of convviz has the same shapes."""

OPTIMISERS: Final = frozenset(
    {
        *("ASGD", "Adadelta", "Adafactor", "Adagrad", "Adam", "AdamW", "Adamax", "LBFGS", "Muon"),
        *("NAdam", "RAdam", "RMSprop", "Rprop", "SGD", "SparseAdam"),
    }
)
"""Those of torch.optim."""

HAS: Final = "has"


def torch_classes() -> dict[str, Absence | str]:
    """Return every module class of torch.nn by name: :data:`HAS`, or why it is not here."""
    absent: dict[str, Absence | str] = {
        name: absence for absence, names in _BY_ABSENCE.items() for name in names
    }
    return {**dict.fromkeys(layer_types(), HAS), **absent}


def absence_facts(name: str) -> dict[str, str]:
    """Return what an error says of a class that is no layer here; nothing of other names.

    Returns:
        The facts ``absence`` and ``instead``, empty where no layer does the same.
    """
    standing = Absence.OPTIMISER if name in OPTIMISERS else torch_classes().get(name, HAS)
    if standing == HAS:
        return {}
    return {"absence": str(standing), "instead": INSTEAD.get(name, "")}
