"""What the bar above an opened layer says: where its numbers are from, and what goes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.protocol.document import PictureOrigin, WeightsOrigin
from convviz.ui.network_return import KeptBack, changes_text

if TYPE_CHECKING:
    from convviz.protocol.document import Origin
    from convviz.ui.network_return import Return

translate = QCoreApplication.translate


def source_text(origin: Origin, *, is_there: bool = True) -> str:
    """Return where a layer's numbers come from, or that they are not there yet."""
    if origin.picture is None or not is_there:
        return translate("OriginBar", "Fetching its weights and its input…")
    if origin.layer.weight_shapes():
        weights = {
            WeightsOrigin.TRAINED: translate("OriginBar", "Trained weights."),
            WeightsOrigin.INITIAL: translate(
                "OriginBar", "Untrained: torch's initial weights, seed {seed}."
            ),
        }
    else:
        weights = {
            WeightsOrigin.TRAINED: translate("OriginBar", "The layers before it are trained."),
            WeightsOrigin.INITIAL: translate(
                "OriginBar", "The layers before it are untrained: initial weights, seed {seed}."
            ),
        }
    pictures = {
        PictureOrigin.TEST: translate(
            "OriginBar", "Input: a test picture, as it arrives at this layer."
        ),
        PictureOrigin.FITTED: translate(
            "OriginBar",
            "Input: a test picture, fitted to the network, as it arrives at this layer.",
        ),
        PictureOrigin.CHOSEN: translate(
            "OriginBar", "Input: the picture that you opened, as it arrives at this layer."
        ),
        PictureOrigin.SEEDED: translate(
            "OriginBar", "Input: random numbers with seed {seed}, as they arrive at this layer."
        ),
    }
    known = weights.get(origin.weights or WeightsOrigin.NONE, "")
    text = f"{known} {pictures[origin.picture]}".strip()
    return text.format(seed=origin.seed)


def state_text(origin: Origin, way_back: Return) -> str:
    """Return what would be applied, or why nothing can be."""
    if way_back.step is None:
        return translate("OriginBar", "The network no longer has this layer.")
    texts = []
    if way_back.has_other_type:
        texts.append(translate("OriginBar", "Not the layer of the network"))
    elif way_back.changes:
        texts.append(changes_text(origin, way_back.changes))
    if way_back.edited:
        texts.append(edited_text(way_back))
    return ", ".join(texts) or translate("OriginBar", "As in the network")


def edited_text(way_back: Return) -> str:
    """Return which weights were edited, and whether they stay here."""
    edited = way_back.edited
    if not {"weight", "bias"}.issuperset(edited):
        goes = translate("OriginBar", "numbers edited")
        stays = translate("OriginBar", "edited numbers stay here")
    elif len(edited) > 1:
        goes = translate("OriginBar", "weights and bias edited")
        stays = translate("OriginBar", "edited weights and bias stay here")
    elif edited == ("bias",):
        goes = translate("OriginBar", "bias edited")
        stays = translate("OriginBar", "edited bias stays here")
    else:
        goes = translate("OriginBar", "weights edited")
        stays = translate("OriginBar", "edited weights stay here")
    return goes if way_back.takes_weights else stays


def state_tip(way_back: Return) -> str:
    """Return what is to be known before applying; "" for nothing."""
    if way_back.step is None:
        return translate(
            "OriginBar",
            "It was removed or replaced since it was opened, so nothing can be applied.",
        )
    texts = []
    if way_back.moved_on:
        text = translate("OriginBar", "Changed in the network as well since then: {names}.")
        texts.append(text.format(names=", ".join(way_back.moved_on)))
    if way_back.kept_back is not None:
        texts.append(kept_back_text(way_back.kept_back))
    return " ".join(texts)


def kept_back_text(reason: KeptBack) -> str:
    """Return why edited weights cannot go back to the network, and what to do."""
    texts = {
        KeptBack.UNTRAINED: translate(
            "OriginBar",
            "Edited weights stay in the calculator: the network has no trained weights in which "
            "they could be. Train it, then open the layer again.",
        ),
        KeptBack.RETRAINED: translate(
            "OriginBar",
            "Edited weights stay in the calculator: the network has other weights than when the "
            "layer was opened. Open it again to edit those.",
        ),
        KeptBack.OTHER_SHAPE: translate(
            "OriginBar",
            "Edited weights stay in the calculator: with the changed parameters the network needs "
            "weights of other shapes, and has to be trained anew.",
        ),
        KeptBack.DISABLED: translate(
            "OriginBar",
            "Edited weights stay in the calculator: the layer is disabled in the network. Enable "
            "it, then open it again.",
        ),
        KeptBack.MADE_UP: translate(
            "OriginBar",
            "Edited weights stay in the calculator: the file with the others is not there.",
        ),
    }
    return texts[reason]


def apply_tip(way_back: Return) -> str:
    """Return what applying takes to the network."""
    if way_back.takes_weights and way_back.changes:
        return translate(
            "OriginBar",
            "Write the changed parameters and the edited weights back to the layer, and show the "
            "network. The input stays here.",
        )
    if way_back.takes_weights:
        return translate(
            "OriginBar",
            "Write the edited weights back to the layer, and show the network. The input stays "
            "here.",
        )
    tip = translate(
        "OriginBar", "Write the changed parameters back to the layer, and show the network."
    )
    return tip if way_back.kept_back is None else f"{tip} {kept_back_text(way_back.kept_back)}"
