"""Why no run can be started now, as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.core.sequential import infer_sequential
from convviz.protocol.document import SGD
from convviz.ui.error_sentences import error_sentence
from convviz.ui.training.data_fetch import DataState
from convviz.ui.training.data_panel import CIFAR
from convviz.ui.training.setting_texts import setting_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convviz.protocol.document import Document, Optimiser

_NO_DATA = frozenset(
    {DataState.MISSING, DataState.UNUSABLE, DataState.DOWNLOADING, DataState.INTERRUPTED}
)


def start_obstacle(document: Document, problems: Mapping[str, str], data: DataState) -> str:
    """Return the first reason why a document cannot be trained; "" if there is none.

    Args:
        document: What would be trained.
        problems: The sentence of each field that is wrong, by its name.
        data: What is known of CIFAR-10.
    """
    translate = QCoreApplication.translate
    if problems:
        name, sentence = next(iter(problems.items()))
        return f"{setting_name(name)}: {sentence}"
    if _lacks_momentum(document.training.optimiser):
        return translate(
            "TrainingPage",
            "Nesterov needs a momentum above 0 and a dampening of 0: change one of the three",
        )
    if document.training.dataset == CIFAR and data in _NO_DATA:
        return translate("TrainingPage", "Choose where CIFAR-10 is, or download it first")
    failure = infer_sequential(document.network.steps, document.network.input_shape).failure
    if failure is not None:
        return translate("TrainingPage", "Layer {number} of the network: {sentence}").format(
            number=failure.index + 1, sentence=error_sentence(failure.error)
        )
    return ""


def _lacks_momentum(optimiser: Optimiser) -> bool:
    """Return whether torch.optim.SGD refuses Nesterov's momentum."""
    if not isinstance(optimiser, SGD) or not optimiser.nesterov:
        return False
    return optimiser.momentum <= 0 or optimiser.dampening != 0
