"""Losses with numbers that one can follow, and the slips that learners make with them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from convviz.core.explaining.sources import LABEL_SMOOTHING, Source, documentation, paper
from convviz.core.layers.tensor_forms import TensorForm
from convviz.core.losses.class_margins import MultiMarginLoss
from convviz.core.losses.classes import CrossEntropyLoss
from convviz.core.losses.cosines import CosineEmbeddingLoss
from convviz.core.losses.distances import L1Loss, MSELoss
from convviz.core.losses.gaussian import GaussianNLLLoss
from convviz.core.losses.label_lists import MultiLabelMarginLoss
from convviz.core.losses.multi_label import MultiLabelSoftMarginLoss
from convviz.core.losses.pairs import MarginRankingLoss
from convviz.core.losses.shares import BCELoss, BCEWithLogitsLoss
from convviz.core.losses.triplets import TripletMarginLoss
from convviz.core.presets.preset import Preset, PresetGroup

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convviz.core.layers.base import Shape
    from convviz.core.losses.base import Loss

_LOSS_AT_CHANCE: Final = Source(
    "CS231n, Learning: sanity checks", "https://cs231n.github.io/neural-networks-3/#sanitycheck"
)
_FACENET: Final = paper(
    "Schroff et al.",
    2015,
    "FaceNet: A Unified Embedding for Face Recognition and Clustering",
    "1503.03832",
)
_TARGET: Final = "target"


def loss_presets() -> tuple[Preset, ...]:
    """Return one preset for each thing worth seeing about losses."""
    ten = (1, 10)
    return (
        _loss("l1_by_hand", L1Loss(), (3,), (1, 2, 3), (1, 2, 5)),
        _loss("mse_by_hand", MSELoss(), (3,), (1, 2, 3), (1, 2, 5)),
        _loss("cross_entropy_by_hand", CrossEntropyLoss(), (1, 3), (0.1, 0.2, 0.3), (1,)),
        _loss("logits_no_shares", CrossEntropyLoss(), (1, 4), (0, 0, 0, 1), (3,)),
        _loss("loss_at_chance", CrossEntropyLoss(), ten, (0,) * 10, (4,), source=_LOSS_AT_CHANCE),
        _loss("softmax_too_many", CrossEntropyLoss(), ten, (0, 0, 0, 1, *(0,) * 6), (3,)),
        _loss(
            "label_smoothing",
            CrossEntropyLoss(reduction="none", label_smoothing=0.1),
            (3, 3),
            (1, 0, 0, 3.3, 0, 0, 9, 0, 0),
            (0, 0, 0),
            source=LABEL_SMOOTHING,
        ),
        _loss(
            "weighted_mean",
            CrossEntropyLoss(weight=(1.0, 1.0, 10.0)),
            (3, 3),
            (0, 0, 0, 2, 0, 0, 0, 0, 2),
            (0, 0, 2),
        ),
        _loss(
            "one_hot_target",
            CrossEntropyLoss(),
            (2, 3),
            (1, 2, 3, 1, 2, 3),
            (0, 0, 1, 0, 0.5, 0.5),
            TensorForm((2, 3)),
        ),
        _loss("log_of_zero", BCELoss(reduction="none"), (3,), (0, 0.5, 1), (1, 1, 1)),
        _loss(
            "logits_never_zero",
            BCEWithLogitsLoss(reduction="none"),
            (3,),
            (-200, 0, 200),
            (1, 1, 1),
        ),
        _loss("target_repeated", MSELoss(), (3, 1), (1, 2, 3), (1, 2, 3), TensorForm((3,))),
        _of_tensors(
            "right_by_too_little",
            MarginRankingLoss(margin=1.0, reduction="none"),
            (4,),
            (3, 2, 1.5, 1),
            {"input2": (1, 1.5, 1.5, 2), _TARGET: (1,) * 4},
        ),
        _of_tensors(
            "nearer_to_the_negative",
            TripletMarginLoss(reduction="none"),
            (3, 2),
            (0, 0, 0, 0, 0, 0),
            {"positive": (3, 4, 3, 4, 3, 4), "negative": (0, 2, 0, 5.5, 0, 7)},
            source=_FACENET,
        ),
        _of_tensors(
            "how_sure_to_be",
            GaussianNLLLoss(reduction="none"),
            (5,),
            (1,) * 5,
            {_TARGET: (3,) * 5, "var": (0.5, 1, 4, 9, 16)},
        ),
        _loss("lead_by_margin", MultiMarginLoss(), (1, 4), (0.1, 0.2, 0.4, 0.8), (3,)),
        _loss(
            "list_of_classes", MultiLabelMarginLoss(), (1, 4), (0.1, 0.2, 0.4, 0.8), (3, 0, -1, 1)
        ),
        _loss(
            "several_right_classes",
            MultiLabelSoftMarginLoss(reduction="none"),
            (2, 4),
            (3, -3, 3, -3, 3, -3, -3, 3),
            (1, 0, 1, 0, 1, 0, 1, 0),
        ),
        _of_tensors(
            "directions_alone",
            CosineEmbeddingLoss(reduction="none"),
            (3, 2),
            (1, 0, 1, 0, 1, 0),
            {"input2": (10, 0, 0, 1, 1, 1), _TARGET: (1, 1, -1)},
        ),
    )


def _loss(
    key: str,
    loss: Loss,
    shape: Shape,
    values: tuple[float, ...],
    target: tuple[float, ...],
    form: TensorForm | None = None,
    *,
    source: Source | None = None,
) -> Preset:
    forms = {} if form is None else {_TARGET: form}
    return _of_tensors(key, loss, shape, values, {_TARGET: target}, forms, source=source)


def _of_tensors(
    key: str,
    loss: Loss,
    shape: Shape,
    values: tuple[float, ...],
    tensors: Mapping[str, tuple[float, ...]],
    forms: Mapping[str, TensorForm] = MappingProxyType({}),
    *,
    source: Source | None = None,
) -> Preset:
    return Preset(
        key,
        PresetGroup.LOSSES,
        loss,
        shape,
        tuple(map(float, values)),
        tensors=tuple((name, tuple(map(float, cells))) for name, cells in tensors.items()),
        forms=tuple(forms.items()),
        source=source or documentation(loss.type_name()),
    )
