"""Icons of blocks, and what they are, for the network page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from convviz.core.network.tree import BlockKind
from convviz.ui.layer_texts import FAMILY_ICONS
from convviz.ui.network.cards.cards import BlockCard

if TYPE_CHECKING:
    from convviz.ui.network.cards.cards import AnyCard

translate = QCoreApplication.translate

BLOCK_ICONS: Final = {
    BlockKind.SEQUENTIAL: "mdi6.view-sequential-outline",
    BlockKind.RESIDUAL: "mdi6.plus-circle-outline",
    BlockKind.CONCAT: "mdi6.source-merge",
}


def block_title(card: BlockCard) -> str:
    """Return what a block is called: its kind, or what it is among the ways of another."""
    if card.way.isdigit():
        title = translate("Blocks", "Branch {number}").format(number=card.way)
    elif card.way == "body":
        title = translate("Blocks", "Body")
    elif card.way == "shortcut":
        title = translate("Blocks", "Shortcut")
    else:
        title = card.block.kind.value
    return card.titled(title)


def block_line(card: BlockCard) -> str:
    """Return the second line of a block's card: how much is in it."""
    if card.count > 1:
        return translate("Blocks", "each of {layers} layers").format(layers=card.layers)
    if not card.block.children and not card.block.joins:
        return translate("Blocks", "empty: passes its input on")
    if card.block.kind is BlockKind.CONCAT:
        text = translate("Blocks", "branches: {branches}, layers: {layers}")
        return text.format(branches=len(card.block.children), layers=card.layers)
    if card.layers == 1:
        return translate("Blocks", "one layer")
    return translate("Blocks", "{layers} layers").format(layers=card.layers)


def block_summary(kind: BlockKind) -> str:
    """Return what a block does, as a sentence."""
    return {
        BlockKind.SEQUENTIAL: translate("Blocks", "Its parts run one after the other."),
        BlockKind.RESIDUAL: translate(
            "Blocks",
            "Body and shortcut read the same input, and their outputs are added. An empty "
            "shortcut is the input itself.",
        ),
        BlockKind.CONCAT: translate(
            "Blocks",
            "All branches read the same input, and their outputs are joined along the channels. "
            "An empty branch is the input itself.",
        ),
    }[kind]


def repeats_summary(card: BlockCard) -> str:
    """Return what several equal blocks are that are shown as one, and on a new line what one is."""
    if card.pattern:
        return translate(
            "Blocks",
            "Equal groups, one after the other, shown as one. What is done here is done to all of "
            "them. Unfold them to choose one.",
        )
    kind = card.block.kind
    repeated = translate(
        "Blocks",
        "Equal blocks, one after the other, shown as one. What is done here is done to all of "
        "them. Unfold them to choose one.",
    )
    return f"{repeated}\n{block_summary(kind)}"


def card_title(card: AnyCard) -> str:
    """Return the first line of a card."""
    return block_title(card) if isinstance(card, BlockCard) else card.name


def card_line(card: AnyCard) -> str:
    """Return the second line of a card; "" for none."""
    return block_line(card) if isinstance(card, BlockCard) else card.arguments


def card_icon(card: AnyCard) -> str:
    """Return the icon of a card; of a block, which way it unfolds."""
    if isinstance(card, BlockCard):
        return "mdi6.chevron-right" if card.folded else "mdi6.chevron-down"
    return FAMILY_ICONS[card.layer.family]
