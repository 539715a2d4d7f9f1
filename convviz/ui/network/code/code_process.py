"""The helper process that reads files of code and pasted programs, so that the window never waits.

A large network takes some tenths of a second to follow, and a hostile text may take all the steps
that it is given, or more memory than Python's parser has: a process can be ended. It needs neither
Qt nor torch.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from convviz.core.code.program.answers import answer_text, answer_value
from convviz.core.code.program.reading import read_program
from convviz.core.errors import ConvVizError, DocumentError, ErrorCode
from convviz.core.network.tree_limits import check_tree
from convviz.protocol.child_io import ChildChannel, answer_requests, run_child
from convviz.protocol.code_file import open_program
from convviz.protocol.document import Network
from convviz.protocol.document_file import encode_document
from convviz.protocol.messages.code import (
    BuildNetwork,
    CodeAnswer,
    CodeOpened,
    CodeRequest,
    NetworkBuilt,
    OfferedNetwork,
    OfferedParameter,
    OpenCode,
    code_requests,
)
from convviz.protocol.messages.common import Ask, Problem
from convviz.protocol.templates import new_document

if TYPE_CHECKING:
    from collections.abc import Iterable

    from convviz.core.code.networks import CodeNotice
    from convviz.core.code.program.found import ProgramNetwork, ProgramParameter
    from convviz.core.code.program.reading import Program

CodeAsk: TypeAlias = Ask[CodeRequest]
_NO_SHAPE = (1,)


class CodeAnswerer:
    """Answers what is asked of code; it remembers the text that was opened last."""

    def __init__(self) -> None:
        self._program: Program | None = None

    def answer(self, request: CodeRequest) -> CodeAnswer:
        """Answer a request.

        Raises:
            ConvVizError: the file or its code cannot be read.
        """
        if isinstance(request, OpenCode):
            return self._open(request)
        if self._program is None:
            raise DocumentError(ErrorCode.CODE_EMPTY)
        return _build(self._program, request)

    def _open(self, request: OpenCode) -> CodeOpened:
        self._program = None
        is_file = bool(request.path)
        program = open_program(Path(request.path)) if is_file else read_program(request.text)
        self._program = program
        return CodeOpened(
            tuple(map(_offered, program.networks)), program.likely.name, _sent(program.notices)
        )


def _build(program: Program, request: BuildNetwork) -> NetworkBuilt:
    answers = {name: answer_value(name, text) for name, text in request.answers.items()}
    read = program.build(request.name, answers, request.input_shape)
    check_tree(read.nodes)
    network = Network(read.input_shape or _NO_SHAPE, read.nodes)
    return NetworkBuilt(
        encode_document(msgspec.structs.replace(new_document(), network=network)),
        has_shape=read.input_shape is not None,
        is_guessed=read.is_guessed and request.input_shape is None,
        guesses=tuple(map(_parameter, read.guesses)),
        notices=_sent(read.notices),
        is_whole=read.is_whole,
    )


def _offered(network: ProgramNetwork) -> OfferedNetwork:
    return OfferedNetwork(
        network.name,
        network.line,
        network.made_by.value,
        tuple(_parameter(known) for known in network.parameters if known.is_plain),
        network.is_part,
        network.cell,
    )


def _parameter(known: ProgramParameter) -> OfferedParameter:
    has_value = known.value is not None or not known.is_needed
    value = answer_text(known.value) if has_value else ""
    return OfferedParameter(known.name, value, known.is_needed, known.line)


def _sent(notices: Iterable[CodeNotice]) -> tuple[Problem, ...]:
    return tuple(Problem.of(ConvVizError(notice.code, **notice.facts)) for notice in notices)


def serve(channel: ChildChannel[CodeAsk]) -> None:
    """Answer until stdin ends.

    Raises:
        InputEndedError: Stdin is at its end.
        GarbageError: What came is no message.
    """
    answerer = CodeAnswerer()
    answer_requests(channel, lambda request, _tell_progress: answerer.answer(request))


def main() -> int:
    """Read over stdin and stdout; return the exit code."""
    # The end of stdin ends the helper at once, in whatever code it is.
    return run_child(code_requests.decode, serve, at_end=lambda: os._exit(0))


if __name__ == "__main__":
    sys.exit(main())
