"""Names of torch as people write them: which class is meant, and what is near to one not shown."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.torch_classes import (
    HAS,
    OPTIMISERS,
    Absence,
    absence_facts,
    torch_classes,
)

_PATH: Final = re.compile(r"^(?:\w+\.)*(?:nn|F|functional|optim|torch)\.(?=\w+$)")
_CALLED: Final = re.compile(r"(?:^|[\s=,(])([A-Za-z_][\w.]*)\s*\(")

_OF_FUNCTIONS: Final = {
    "batch_norm": "BatchNorm2d",
    "binary_cross_entropy": "BCELoss",
    "binary_cross_entropy_with_logits": "BCEWithLogitsLoss",
    "cross_entropy": "CrossEntropyLoss",
    "instance_norm": "InstanceNorm2d",
    "interpolate": "Upsample",
    "kl_div": "KLDivLoss",
    "linear_cross_entropy": "LinearCrossEntropyLoss",
    "multi_head_attention_forward": "MultiheadAttention",
    "native_channel_shuffle": "ChannelShuffle",
    "pad": "ZeroPad2d",
    "scaled_dot_product_attention": "MultiheadAttention",
    "upsample_bilinear": "UpsamplingBilinear2d",
    "upsample_nearest": "UpsamplingNearest2d",
}
"""The class of a function of torch.nn.functional, where another word makes its name."""

FUNCTIONS_ALONE: Final = {
    "affine_grid": ("Upsample",),
    "conv_tbc": ("Conv1d",),
    "grid_sample": ("Upsample",),
    "grouped_mm": ("Linear",),
    "gumbel_softmax": ("Softmax",),
    "normalize": ("LayerNorm", "RMSNorm"),
    "one_hot": ("CrossEntropyLoss",),
    "pdist": (),
    "scaled_grouped_mm": ("Linear",),
    "scaled_mm": ("Linear",),
}
"""Functions of torch.nn.functional that have no class, with what is near to them."""

_NEAREST: Final = {
    "AdaptiveLogSoftmaxWithLoss": ("LogSoftmax", "NLLLoss"),
    "Adafactor": ("Adam", "RMSprop"),
    "Bilinear": ("Linear",),
    "CTCLoss": ("NLLLoss",),
    "CosineSimilarity": ("CosineEmbeddingLoss",),
    "CrossMapLRN2d": ("LocalResponseNorm",),
    "Embedding": ("Linear",),
    "EmbeddingBag": ("Linear",),
    "GRU": ("Linear", "Sigmoid", "Tanh"),
    "GRUCell": ("Linear", "Sigmoid", "Tanh"),
    "LBFGS": ("SGD",),
    "LSTM": ("Linear", "Sigmoid", "Tanh"),
    "LSTMCell": ("Linear", "Sigmoid", "Tanh"),
    "LinearCrossEntropyLoss": ("Linear", "CrossEntropyLoss"),
    "MultiheadAttention": ("Linear", "Softmax"),
    "NLLLoss2d": ("NLLLoss",),
    "PairwiseDistance": ("MSELoss",),
    "RNN": ("Linear", "Tanh"),
    "RNNCell": ("Linear", "Tanh"),
    "SparseAdam": ("Adam",),
    "SyncBatchNorm": ("BatchNorm2d",),
    "Transformer": ("Linear", "Softmax", "LayerNorm"),
    "TransformerDecoder": ("Linear", "Softmax", "LayerNorm"),
    "TransformerDecoderLayer": ("Linear", "Softmax", "LayerNorm"),
    "TransformerEncoder": ("Linear", "Softmax", "LayerNorm"),
    "TransformerEncoderLayer": ("Linear", "Softmax", "LayerNorm"),
    "TripletMarginWithDistanceLoss": ("TripletMarginLoss", "HingeEmbeddingLoss"),
}
"""What does a part of the same, or something like it: what one can look at instead."""


def bare_name(text: str) -> str:
    """Return a name without the modules before it: F.relu is relu; another text as it is."""
    return _PATH.sub("", text.strip())


def called_name(code: str) -> str:
    """Return what a code calls first, with the modules before it; "" for nothing."""
    found = _CALLED.search(code)
    return "" if found is None else found[1]


def meant_class(name: str) -> str:
    """Return the class of torch that a name means, be it a function's; "" for none.

    Args:
        name: Without modules before it, in small letters or large.
    """
    plain = name.removesuffix("_with_indices").removesuffix("_")
    if plain in _OF_FUNCTIONS:
        return _OF_FUNCTIONS[plain]
    return _by_folded().get(plain.replace("_", "").casefold(), "")


def is_function_name(name: str) -> bool:
    """Return whether a name is one of torch.nn.functional, as its small letters tell."""
    return name == name.lower() and bool(meant_class(name) or name in FUNCTIONS_ALONE)


def nearest_classes(name: str) -> tuple[str, ...]:
    """Return the classes near to one that is not shown, or to a function without a class."""
    return _NEAREST.get(name) or FUNCTIONS_ALONE.get(name, ())


def absent_classes() -> tuple[str, ...]:
    """Return the classes of torch.nn and torch.optim that are no layers here."""
    absent = (name for name, standing in torch_classes().items() if standing != HAS)
    return (*absent, *sorted(OPTIMISERS))


def not_shown(name: str) -> DocumentError | None:
    """Return that a class or a function of torch is not shown in the calculator; None of others.

    Args:
        name: As torch writes it, without the modules before it; one that is not opened.
    """
    if name in FUNCTIONS_ALONE:
        return DocumentError(ErrorCode.FUNCTION_WITHOUT_CLASS, name=name)
    facts = absence_facts(name)
    codes = {
        Absence.LOSS: ErrorCode.LOSS_NOT_SHOWN,
        Absence.OPTIMISER: ErrorCode.OPTIMISER_NOT_SHOWN,
    }
    code = codes.get(Absence(facts["absence"])) if facts else None
    if code is not None:
        return DocumentError(code, name=name)
    return DocumentError(ErrorCode.UNKNOWN_LAYER, name=name, **facts) if facts else None


@lru_cache(maxsize=1)
def _by_folded() -> dict[str, str]:
    """Return torch's classes by their names in small letters."""
    names = (*torch_classes(), *OPTIMISERS)
    return {name.casefold(): name for name in names}
