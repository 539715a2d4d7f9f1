"""What each kind of advice says, and what its fixes do, as templates that are translated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.code.writing import layer_names
from convviz.core.network.advice import AdviceCode, FixKind
from convviz.core.network.tree import layer_steps
from convviz.protocol.sentences.errors import fill
from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from convviz.core.network.advice import Advice, AdviceFix
    from convviz.core.network.tree import Node

SENTENCES: Final[dict[AdviceCode, str]] = {
    AdviceCode.LINEAR_IN_A_ROW: QT_TRANSLATE_NOOP(
        "sentences",
        "There is no activation between {first} and {second}: together they can do no more than "
        "one linear layer.",
    ),
    AdviceCode.LINEAR_WITHOUT_FLATTEN: QT_TRANSLATE_NOOP(
        "sentences",
        "{second} works along the last dimension of {shape} alone. With a Flatten before it, it "
        "sees all {flattened} numbers.",
    ),
    AdviceCode.ACTIVATIONS_IN_A_ROW: QT_TRANSLATE_NOOP(
        "sentences", "{second} is applied to what {first} gave: one activation is enough."
    ),
    AdviceCode.SOFTMAX_BEFORE_LOSS: QT_TRANSLATE_NOOP(
        "sentences",
        "{loss} applies a softmax itself, but {second} gives numbers between 0 and 1: with "
        "{classes} classes the loss cannot fall below {least}.",
    ),
    AdviceCode.LOG_SOFTMAX_TWICE: QT_TRANSLATE_NOOP(
        "sentences", "{loss} applies LogSoftmax itself: {second} changes nothing before it."
    ),
    AdviceCode.LOSS_NEEDS_LAYER: QT_TRANSLATE_NOOP(
        "sentences",
        "{loss} takes what {needed} gives. Of the outputs of {second} it means nothing.",
    ),
    AdviceCode.ACTIVATION_AT_END: QT_TRANSLATE_NOOP(
        "sentences",
        "{loss} takes any numbers, but {second} lets none below zero through: no output can speak "
        "against a class.",
    ),
    AdviceCode.DROPOUT_AT_END: QT_TRANSLATE_NOOP(
        "sentences",
        "{second} stands at the end: while training, it sets the network's own outputs to zero.",
    ),
    AdviceCode.BIAS_BEFORE_NORM: QT_TRANSLATE_NOOP(
        "sentences",
        "The bias of {second} does nothing: {first} takes away the mean of each channel.",
    ),
    AdviceCode.DROPOUT_BEFORE_NORM: QT_TRANSLATE_NOOP(
        "sentences",
        "{second} stands before {first}, which so learns another variance than it meets when "
        "nothing is dropped.",
    ),
    AdviceCode.NORM_OF_ONE_VALUE: QT_TRANSLATE_NOOP(
        "sentences",
        "{second} has one value a channel of each picture ({shape}): a batch of one is refused in "
        "training.",
    ),
    AdviceCode.DROPS_CELLS: QT_TRANSLATE_NOOP(
        "sentences",
        "{second} leaves {dropped} of {size} cells along an axis unread: no window reaches them.",
    ),
    AdviceCode.WINDOWS_OF_PADDING: QT_TRANSLATE_NOOP(
        "sentences",
        "{second} pads by {padding}, but its kernel spans {kernel}: its outermost windows read "
        "nothing but padding.",
    ),
    AdviceCode.RETURNS_INDICES: QT_TRANSLATE_NOOP(
        "sentences",
        "{second} returns indices beside its output: the network gives a tuple, which no loss "
        "takes.",
    ),
    AdviceCode.ROWS_LAID_END_TO_END: QT_TRANSLATE_NOOP(
        "sentences",
        "{first} lays the rows of a picture end to end, so the windows of {second} reach from one "
        "row into the next.",
    ),
    AdviceCode.MIXES_BATCH: QT_TRANSLATE_NOOP(
        "sentences", "{second} works along the batch: it mixes different pictures."
    ),
    AdviceCode.OVERWRITES_SHARED: QT_TRANSLATE_NOOP(
        "sentences",
        "{second} overwrites the input of its block, which other ways of the block read as well.",
    ),
    AdviceCode.DROPS_ALL: QT_TRANSLATE_NOOP(
        "sentences", "{second} drops everything while training: nothing is learned through it."
    ),
}
"""What is said of the first case: {first} and {second} are its layers, or {second} its only one."""

MORE_PLACES: Final = QT_TRANSLATE_NOOP("sentences", "The same at more places: {more}.")
"""What is added where there are more cases."""

FIXES: Final[dict[FixKind, str]] = {
    FixKind.INSERT_BETWEEN: QT_TRANSLATE_NOOP("sentences", "Insert {layer} between"),
    FixKind.INSERT_AFTER_EACH: QT_TRANSLATE_NOOP("sentences", "Insert {layer} after each layer"),
    FixKind.INSERT_BEFORE: QT_TRANSLATE_NOOP("sentences", "Insert {layer} before it"),
    FixKind.INSERT_AFTER: QT_TRANSLATE_NOOP("sentences", "Insert {layer} after it"),
    FixKind.REMOVE: QT_TRANSLATE_NOOP("sentences", "Remove {name}"),
    FixKind.SET: QT_TRANSLATE_NOOP("sentences", "Set {parameter}={value}"),
    FixKind.MOVE_BEHIND: QT_TRANSLATE_NOOP("sentences", "Move {name} behind it"),
}
"""What a fix does in one place."""

FIXES_OF_SEVERAL: Final[dict[FixKind, str]] = {
    FixKind.INSERT_BETWEEN: QT_TRANSLATE_NOOP("sentences", "Insert {layer} at {count} places"),
    FixKind.REMOVE: QT_TRANSLATE_NOOP("sentences", "Remove {count} layers"),
    FixKind.SET: QT_TRANSLATE_NOOP("sentences", "Set {parameter}={value} in {count} layers"),
}
"""What a fix does in several places at once, where that is said in another way."""


def _as_it_is(text: str) -> str:
    return text


def names_of(nodes: Sequence[Node]) -> tuple[str, ...]:
    """Return what sentences call the layers of a network: what its code calls them."""
    return layer_names(nodes, [step.layer for step in layer_steps(nodes)])


def numbered_names(nodes: Sequence[Node]) -> tuple[str, ...]:
    """Return the types of the layers of a network with their numbers in a table, from 1."""
    steps = enumerate(layer_steps(nodes), start=1)
    return tuple(f"{step.layer.type_name()} (layer {number})" for number, step in steps)


def advice_sentence(
    advice: Advice, names: Sequence[str], translate: Callable[[str], str] = _as_it_is
) -> str:
    """Return what is said.

    Args:
        advice: The advice.
        names: What the network's layers are called.
        translate: Returns a template in the language of the window.
    """
    case = advice.cases[0]
    known = {"first": names[case[0]], "second": names[case[-1]], **dict(advice.facts)}
    text = fill(translate(SENTENCES[advice.code]), known)
    if len(advice.cases) == 1:
        return text
    more = translate(MORE_PLACES).format(more=len(advice.cases) - 1)
    return f"{text} {more}"


def fix_text(
    fix: AdviceFix, names: Sequence[str], translate: Callable[[str], str] = _as_it_is
) -> str:
    """Return what a fix does, as its button says it. Args as :func:`advice_sentence`."""
    count = max(len(fix.insertions), len(fix.removals), len(fix.settings))
    is_one = count == 1 or fix.kind not in FIXES_OF_SEVERAL
    template = translate(FIXES[fix.kind] if is_one else FIXES_OF_SEVERAL[fix.kind])
    known: dict[str, object] = {"count": count}
    if fix.insertions:
        known["layer"] = fix.insertions[0].layer.type_name()
    if fix.removals:
        known["name"] = names[fix.removals[0]]
    if fix.settings:
        known["parameter"], known["value"] = fix.settings[0].parameter, fix.settings[0].value
    return template.format(**known)
