"""English sentences of errors, explanations, notices and remedies, with their facts filled in.

A window translates the template (context "sentences") before it fills it: `template` and `fill`.
A shell takes `sentence` and its kin. Every template is marked for lupdate where it is written.
"""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from convviz.core.code.writing import layer_call, shape_text
from convviz.core.errors import ErrorCode
from convviz.core.losses.of_output import name_in_loss
from convviz.core.remedies.remedy import Remedy, RemedyKind, place_text
from convviz.protocol.sentences.absences import ABSENCE_SENTENCES
from convviz.protocol.sentences.code_errors import CODE_ERROR_SENTENCES, NO_SUCH_LAYER
from convviz.protocol.sentences.data import DATA_SENTENCES
from convviz.protocol.sentences.exchange import EXCHANGE_SENTENCES
from convviz.protocol.sentences.explanations import EXPLANATION_SENTENCES
from convviz.protocol.sentences.exports import EXPORT_SENTENCES
from convviz.protocol.sentences.file_errors import FILE_ERROR_SENTENCES, FILE_PROTECTED
from convviz.protocol.sentences.layer_errors import (
    BATCH_RANK_SENTENCES,
    FLAT_FEATURES_DIFFER,
    LAYER_ERROR_SENTENCES,
    WRONG_RANK_SENTENCES,
    WRONG_TYPE_SENTENCES,
)
from convviz.protocol.sentences.loss_errors import LOSS_ERROR_SENTENCES
from convviz.protocol.sentences.process_errors import PROCESS_ERROR_SENTENCES
from convviz.protocol.sentences.training_errors import TRAINING_ERROR_SENTENCES
from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP
from convviz.protocol.sentences.values import VALUE_SENTENCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from convviz.core.errors import ConvVizError, Fact
    from convviz.core.explaining.explanations import Explanation

CONTEXT = "sentences"
"""The context under which the templates stand in the translation files."""

ERROR_SENTENCES: dict[ErrorCode, str] = {
    **LAYER_ERROR_SENTENCES,
    **LOSS_ERROR_SENTENCES,
    **CODE_ERROR_SENTENCES,
    **FILE_ERROR_SENTENCES,
    **EXPORT_SENTENCES,
    **EXCHANGE_SENTENCES,
    **DATA_SENTENCES,
    **PROCESS_ERROR_SENTENCES,
    **TRAINING_ERROR_SENTENCES,
    **VALUE_SENTENCES,
}
"""The template of each error; its placeholders are the facts that the code's docstring lists."""

REMEDY_SENTENCES: dict[RemedyKind, str] = {
    RemedyKind.SET_PARAMETER: QT_TRANSLATE_NOOP(
        "sentences", "Set {parameter}={value}; the output is then {output_shape}."
    ),
    RemedyKind.CHANGE_INPUT: QT_TRANSLATE_NOOP(
        "sentences", "Give an input of shape {value}; the output is then {output_shape}."
    ),
    RemedyKind.SET_TENSOR: QT_TRANSLATE_NOOP(
        "sentences",
        "Give a {parameter} of shape {value}, {dtype}; the output is then {output_shape}.",
    ),
    RemedyKind.SET_NUMBER: QT_TRANSLATE_NOOP("sentences", "Make {parameter}{place} {value}."),
    RemedyKind.INSERT_LAYER: QT_TRANSLATE_NOOP(
        "sentences", "Insert {layer} before it; the output is then {output_shape}."
    ),
    RemedyKind.REPLACE_LAYER: QT_TRANSLATE_NOOP(
        "sentences", "Use {layer} instead; the output is then {output_shape}."
    ),
    RemedyKind.REMOVE_LAYER: QT_TRANSLATE_NOOP(
        "sentences", "Remove {layer}, layer {number}; the output is then {output_shape}."
    ),
    RemedyKind.APPEND_TO_SHORTCUT: QT_TRANSLATE_NOOP(
        "sentences", "Put {layer} into the shortcut; the output is then {output_shape}."
    ),
    RemedyKind.APPEND_TO_BRANCH: QT_TRANSLATE_NOOP(
        "sentences",
        "Put {layer} at the end of branch {number}; the output is then {output_shape}.",
    ),
    RemedyKind.SET_INSIDE: QT_TRANSLATE_NOOP(
        "sentences",
        "Set {parameter}={value} in {layer}, layer {number}; the output is then {output_shape}.",
    ),
}

PLACE_IN_CODE = QT_TRANSLATE_NOOP("sentences", "Line {line}, column {column}: ")
"""What stands before a sentence that a setting in code shares with one in a form."""

PLACE_IN_NOTEBOOK = QT_TRANSLATE_NOOP("sentences", "Cell {cell}: ")
"""What stands before the sentences of errors and notices of a notebook."""

_OF_WRONG_TYPE = frozenset({ErrorCode.WRONG_TYPE, ErrorCode.CODE_WRONG_VALUE})

SET_PARAMETER_PARTLY = QT_TRANSLATE_NOOP(
    "sentences", "Set {parameter}={value}; something else remains to be corrected."
)
OTHER_NUMBERS = QT_TRANSLATE_NOOP("sentences", "Give other numbers in {parameter}.")
IGNORED_INDEX = QT_TRANSLATE_NOOP("sentences", "Set {parameter}={value}, which leaves it out.")
CHANGE_INPUT_PARTLY = QT_TRANSLATE_NOOP(
    "sentences", "Give an input of shape {value}; something else remains to be corrected."
)
REPLACE_LAYER_PARTLY = QT_TRANSLATE_NOOP("sentences", "Use {layer} instead.")
INSERT_LAYER_AND_SET = QT_TRANSLATE_NOOP(
    "sentences",
    "Insert {layer} before it and set {parameter}={value}; the output is then {output_shape}.",
)

_PARTLY = {
    RemedyKind.SET_PARAMETER: SET_PARAMETER_PARTLY,
    RemedyKind.CHANGE_INPUT: CHANGE_INPUT_PARTLY,
    RemedyKind.REPLACE_LAYER: REPLACE_LAYER_PARTLY,
}
"""What is said of a remedy behind which the output is not known."""

AXIS = "axis"
"""The fact that numbers a spatial axis, from 0. It is told by its name where that is known."""

AXES = "axes"
"""The fact that counts the spatial axes, without which an axis has no name."""

_AXIS_NAMES = ("depth", "height", "width")

_WITH_AXES = ("1d", "2d", "3d")
"""How the names of layers end that take pictures of so many axes."""

LONGEST_TOLD = 600
"""Characters of a fact in a sentence; what a path or a message from a library has beyond it, is
left out of its middle."""

_MEMORY_FACTS = frozenset({"needed", "available"})
"""Facts that are amounts of memory, in bytes, where they are numbers."""

_NOT_ALLOWED = frozenset({os.strerror(errno.EACCES), os.strerror(errno.EPERM)})
"""What the operating system says of a file that is protected."""

_SHAPES = frozenset(
    {"shape", "output_shape", "read", "input_shape", "body", "shortcut", "first", "joined", "split"}
)
"""Facts that are shapes; other tuples are values of parameters, and written as in code."""
_UNITS = tuple((1000**n, name) for n, name in enumerate(("B", "kB", "MB", "GB", "TB", "PB", "EB")))


_OF_CODE = frozenset({ErrorCode.CODE_WRONG_VALUE, ErrorCode.CODE_UNKNOWN_LAYER})
"""Errors in code some of whose sentences are those of other places as well."""


class _Known(dict[str, str]):
    """Facts, with a question mark for what is missing: a sentence is never lost to an error."""

    def __missing__(self, key: str) -> str:
        return "?"


def _of_dimensions(layer: str, expected: tuple[int, ...]) -> str:
    """Return the template of WRONG_RANK for a layer that takes other numbers of dimensions."""
    name = layer.partition("(")[0]
    of_batch = BATCH_RANK_SENTENCES.get((name, expected))
    if of_batch is not None:
        return of_batch
    of_pictures = name == "Upsample" or layer.endswith(_WITH_AXES)
    known = WRONG_RANK_SENTENCES if of_pictures else {}
    return known.get(expected, ERROR_SENTENCES[ErrorCode.WRONG_RANK])


def template(error: ConvVizError) -> str:
    """Return the English template of an error, to be translated and then filled."""
    facts, expected = error.facts, error.facts.get("expected")
    if error.code is ErrorCode.WRONG_RANK and isinstance(expected, tuple):
        return _of_dimensions(str(facts.get("layer")), expected)
    if error.code is ErrorCode.FEATURES_DIFFER and facts.get("found") == facts.get("flattened"):
        return FLAT_FEATURES_DIFFER
    if isinstance(absence := facts.get("absence"), str):
        return ABSENCE_SENTENCES.get(absence, ERROR_SENTENCES[error.code])
    if error.code is ErrorCode.CODE_UNKNOWN_LAYER and not facts.get("nearest"):
        return NO_SUCH_LAYER
    if error.code in _OF_WRONG_TYPE and isinstance(expected, str):
        return WRONG_TYPE_SENTENCES.get(expected, ERROR_SENTENCES[error.code])
    is_protected = error.code is ErrorCode.FILE_UNREADABLE and facts.get("detail") in _NOT_ALLOWED
    return FILE_PROTECTED if is_protected else ERROR_SENTENCES[error.code]


def templates(error: ConvVizError) -> tuple[str, ...]:
    """Return the templates that make up an error's sentence: the place in the code, if any."""
    text = template(error)
    has_place = error.code in _OF_CODE and text not in (ERROR_SENTENCES[error.code], NO_SUCH_LAYER)
    parts = (PLACE_IN_CODE, text) if has_place else (text,)
    return (*_cell(error.facts), *parts)


def notice_templates(code: ErrorCode, facts: Mapping[str, Fact]) -> tuple[str, ...]:
    """Return the templates that make up a notice: the cell of a notebook, if any."""
    return (*_cell(facts), ERROR_SENTENCES[code])


def _cell(facts: Mapping[str, Fact]) -> tuple[str, ...]:
    return (PLACE_IN_NOTEBOOK,) if "cell" in facts else ()


def error_facts(error: ConvVizError) -> Mapping[str, Fact]:
    """Return the facts of an error's template: its own, and what follows from them."""
    shape = error.facts.get("shape")
    if error.code is ErrorCode.WRONG_RANK and isinstance(shape, tuple):
        return {**error.facts, "found": len(shape)}
    if error.code is ErrorCode.CODE_WRONG_VALUE:
        return {**error.facts, "value": error.facts.get("found")}
    return error.facts


def axis_place(axis: int, axes: int | None) -> int | None:
    """Return where an axis stands in depth, height, width; None for one without such a name.

    Args:
        axis: Its number, from 0.
        axes: How many spatial axes there are; None where that is not known.
    """
    if axes is None or axes < 2 or not axis < axes <= len(_AXIS_NAMES):  # noqa: PLR2004
        return None
    return axis + len(_AXIS_NAMES) - axes


def _axis_name(axis: int, axes: Fact) -> str:
    count = axes if isinstance(axes, int) else None
    place = axis_place(axis, count)
    if place is not None:
        return _AXIS_NAMES[place]
    return "length" if count == 1 else f"axis {axis}"


def fill(text: str, facts: Mapping[str, Fact]) -> str:
    """Return a template with its placeholders replaced by the facts.

    Tuples appear as (3, 5). The numbers of dimensions that a layer takes appear as 3-4.
    """
    shown = _Known({name: _shown(name, value, facts) for name, value in facts.items()})
    return text.format_map(shown)


def sentence(error: ConvVizError) -> str:
    """Return what went wrong, as an English sentence."""
    facts = error_facts(error)
    return "".join(fill(part, facts) for part in templates(error))


def explanation_template(explanation: Explanation) -> str:
    """Return the English template of an explanation."""
    return EXPLANATION_SENTENCES[explanation.code]


def explanation_sentence(explanation: Explanation) -> str:
    """Return what is worth knowing, as an English sentence."""
    return fill(explanation_template(explanation), explanation.facts)


def notice_sentence(code: str, facts: Mapping[str, Fact]) -> str:
    """Return a notice about something that works all the same, as an English sentence.

    Args:
        code: The value of an error code, which names the notice.
        facts: The facts that the code's docstring lists.
    """
    return "".join(fill(part, facts) for part in notice_templates(ErrorCode(code), facts))


def remedy_template(remedy: Remedy) -> str:
    """Return the English template of a remedy."""
    if remedy.kind is RemedyKind.INSERT_LAYER and remedy.parameter:
        return INSERT_LAYER_AND_SET
    if remedy.kind is RemedyKind.SET_TENSOR and remedy.form is None:
        return OTHER_NUMBERS
    if remedy.parameter == "ignore_index" and remedy.output_shape is None:
        return IGNORED_INDEX
    partly = _PARTLY.get(remedy.kind) if remedy.output_shape is None else None
    return partly or REMEDY_SENTENCES[remedy.kind]


def remedy_facts(remedy: Remedy) -> dict[str, Fact]:
    """Return the facts of a remedy's template; parameter values as Python writes them."""
    is_shape = remedy.kind in {RemedyKind.CHANGE_INPUT, RemedyKind.SET_TENSOR}
    return {
        "parameter": name_in_loss(remedy.parameter),
        "place": place_text(remedy.place),
        "value": shape_text(remedy.value)
        if is_shape and isinstance(remedy.value, tuple)
        else repr(remedy.value),
        "output_shape": remedy.output_shape,
        "dtype": "" if remedy.form is None else remedy.form.dtype,
        "layer": "" if remedy.layer is None else layer_call(remedy.layer),
        "number": 0 if remedy.index is None else remedy.index + 1,
    }


def remedy_sentence(remedy: Remedy) -> str:
    """Return what to change, as an English sentence."""
    return fill(remedy_template(remedy), remedy_facts(remedy))


def _shown(name: str, value: Fact, facts: Mapping[str, Fact]) -> str:
    """Return a fact as text; the ranks that a layer takes as an interval."""
    if isinstance(value, tuple):
        if name == "expected" and "shape" in facts and "layer" in facts:
            return "-".join(str(rank) for rank in sorted({min(value), max(value)}))
        is_shape = name in _SHAPES or (name == "expected" and "shape" in facts)
        return shape_text(value) if is_shape else repr(value)
    if name in _MEMORY_FACTS and isinstance(value, int):
        return memory_text(value)
    if name == AXIS and isinstance(value, int):
        return _axis_name(value, facts.get(AXES))
    return told(str(value))


def told(text: str) -> str:
    """Return a text from outside as a sentence can hold it: printable, and not too long."""
    if len(text) > LONGEST_TOLD:
        half = LONGEST_TOLD // 2
        text = f"{text[:half]} \u2026 {text[-half:]}"
    return "".join(char if char.isprintable() else _unprinted(char) for char in text)


def memory_text(size: int) -> str:
    """Return an amount of memory in at most four figures, such as 24.2 GB."""
    # 999.95 would round to 1000.0 of one unit, which is 1.0 of the next.
    fitting = (unit for unit in _UNITS if size < 999.95 * unit[0])
    number, name = next(fitting, _UNITS[-1])
    return f"{size / number:.1f} {name}" if number > 1 else f"{size} {name}"


def _unprinted(char: str) -> str:
    """Return what stands for a character without a picture: it must not steer a terminal."""
    return " " if char in "\n\r\t" else "\ufffd"
