"""What the form for code says: what a network is, what would come of it, what was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from convviz.core.code.program.found import MadeBy
from convviz.core.code.writing import layer_call
from convviz.core.errors import ErrorCode
from convviz.core.network.rows import LayerFailure
from convviz.ui.error_sentences import error_sentence, notice_text
from convviz.ui.network.texts import failure_sentence
from convviz.ui.widgets.number_texts import number_text, shape_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convviz.protocol.messages.code import OfferedNetwork, OfferedParameter
    from convviz.protocol.messages.common import Problem
    from convviz.ui.network.code.code_form import CodeForm, ReadCode

translate = QCoreApplication.translate
MOST_NOTICES: Final = 4
_NEEDS_NAMED: Final = 3


def place_text(network: OfferedNetwork) -> str:
    """Return where a network stands."""
    line = translate("CodeForm", "line {line}").format(line=network.line)
    if network.cell is None:
        return line
    cell = translate("CodeForm", "cell {cell}").format(cell=network.cell)
    return f"{cell}, {line}"


def kind_text(network: OfferedNetwork) -> str:
    """Return what a network is in its text, and what it needs."""
    kinds = {
        MadeBy.CLASS.value: translate("CodeForm", "class"),
        MadeBy.FUNCTION.value: translate("CodeForm", "function"),
        MadeBy.VARIABLE.value: translate("CodeForm", "variable"),
        MadeBy.TEXT.value: translate("CodeForm", "layers"),
    }
    kind = kinds.get(network.made_by, network.made_by)
    names = [need.name for need in network.needs]
    if not names:
        return kind
    shown = ", ".join(names[:_NEEDS_NAMED]) + (", …" if len(names) > _NEEDS_NAMED else "")
    return translate("CodeForm", "{kind}, needs {names}").format(kind=kind, names=shown)


def verdict_text(form: CodeForm) -> str:
    """Return what would come of the form as it is, or why nothing does."""
    if form.missing:
        names = ", ".join(form.missing)
        return translate("CodeForm", "Give a value for: {names}.").format(names=names)
    if form.problem is not None:
        return error_sentence(form.problem.error())
    read = form.read
    if read is None:
        return translate("CodeForm", "Reading…")
    if not read.nodes:
        return translate("CodeForm", "This network has no layers.")
    if read.summary is None:
        return translate("CodeForm", "Give the shape of the input.")
    return _outcome_text(read)


def is_refused(form: CodeForm) -> bool:
    """Return whether the verdict says what is wrong."""
    if form.missing:
        return False
    read = form.read
    return form.problem is not None or (
        read is not None and read.summary is not None and read.summary.result.failure is not None
    )


def _outcome_text(read: ReadCode) -> str:
    summary = read.summary
    assert summary is not None  # noqa: S101 - narrows the type
    result = summary.result
    shape = shape_text(result.input_shape)
    if result.failure is None:
        text = translate("CodeForm", "{parameters} parameters, {input} → {output}")
        return text.format(
            parameters=number_text(summary.num_params),
            input=shape,
            output=shape_text(result.output_shape),
        )
    failure = result.failure
    title = layer_call(failure.layer) if isinstance(failure, LayerFailure) else failure.title
    text = translate("CodeForm", "On {input}, {layer} gets {shape}: {reason}")
    return text.format(
        input=shape,
        layer=title,
        shape=shape_text(failure.input_shape),
        reason=failure_sentence(failure),
    )


def notice_lines(notices: Sequence[Problem]) -> list[str]:
    """Return what is to be told of code, each line once, and no more lines than can be read."""
    lines = list(
        dict.fromkeys(
            notice_text(ErrorCode(notice.code), notice.error().facts)
            for notice in notices
            if notice.code != ErrorCode.CODE_GUESSED.value
        )
    )
    if len(lines) > MOST_NOTICES:
        count = len(lines) - MOST_NOTICES
        more = translate("CodeForm", "and {count} more notices").format(count=count)
        lines = [*lines[:MOST_NOTICES], more]
    return lines


def parameter_note(parameter: OfferedParameter) -> str:
    """Return what stands beside a parameter's field."""
    if not parameter.is_needed:
        return translate("CodeForm", "as in the code")
    if parameter.value:
        return translate("CodeForm", "a guess: the code gives no value")
    return translate("CodeForm", "needed: the code gives no value")


def parameter_tip(parameter: OfferedParameter) -> str:
    """Return a parameter's tooltip."""
    text = translate(
        "CodeForm",
        "{name}, line {line} of the code. A number, True, False, None, a word, or several of them "
        "in brackets, such as (64, 128).",
    )
    return text.format(name=parameter.name, line=parameter.line)
