"""Where each kind of advice can be read."""

from __future__ import annotations

from typing import Final

from convviz.core.explaining.sources import Source, documentation, paper, pytorch_thread
from convviz.core.network.advice.pieces import AdviceCode

_ENTROPY: Final = documentation("CrossEntropyLoss")
_NORM: Final = documentation("BatchNorm2d")

SOURCES: Final[dict[AdviceCode, Source]] = {
    AdviceCode.LINEAR_IN_A_ROW: Source(
        "Goodfellow et al. 2016, 6.1",
        "https://www.deeplearningbook.org/contents/mlp.html",
        "Deep Learning, chapter 6",
    ),
    AdviceCode.LINEAR_WITHOUT_FLATTEN: documentation("Linear"),
    AdviceCode.ACTIVATIONS_IN_A_ROW: documentation("ReLU"),
    AdviceCode.SOFTMAX_BEFORE_LOSS: _ENTROPY,
    AdviceCode.LOG_SOFTMAX_TWICE: _ENTROPY,
    AdviceCode.LOSS_NEEDS_LAYER: documentation("NLLLoss"),
    AdviceCode.ACTIVATION_AT_END: _ENTROPY,
    AdviceCode.DROPOUT_AT_END: documentation("Dropout"),
    AdviceCode.BIAS_BEFORE_NORM: paper(
        "Ioffe & Szegedy",
        2015,
        "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate "
        "Shift",
        "1502.03167",
    ),
    AdviceCode.DROPOUT_BEFORE_NORM: paper(
        "Li et al.",
        2018,
        "Understanding the Disharmony between Dropout and Batch Normalization by Variance Shift",
        "1801.05134",
    ),
    AdviceCode.NORM_OF_ONE_VALUE: _NORM,
    AdviceCode.DROPS_CELLS: pytorch_thread(6842),
    AdviceCode.WINDOWS_OF_PADDING: documentation("Conv2d"),
    AdviceCode.RETURNS_INDICES: documentation("MaxPool2d"),
    AdviceCode.ROWS_LAID_END_TO_END: documentation("Flatten"),
    AdviceCode.MIXES_BATCH: documentation("Flatten"),
    AdviceCode.OVERWRITES_SHARED: documentation("ReLU"),
    AdviceCode.DROPS_ALL: documentation("Dropout"),
}
"""Of every kind."""
