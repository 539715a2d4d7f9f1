"""Layers as the shell's arguments: code, a Python file, or a document; which one was wrong."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from convviz.cli.last_resort import say
from convviz.core.code.reading import parse_code
from convviz.core.code.text import LONGEST_CODE, shortened
from convviz.core.code.writing import layer_call
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.network.tree import check_tree
from convviz.protocol.document import Network
from convviz.protocol.document_file import SUFFIX, read_document
from convviz.protocol.file_reading import read_file
from convviz.protocol.sentences.errors import notice_sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.core.code.networks import CodeNetwork, CodeReading
    from convviz.core.errors import ConvVizError
    from convviz.core.layers import Shape
    from convviz.core.network.tree import Node

ARGUMENT = "argument"
"""The fact that says which of the shell's arguments an error is about."""
_BYTES_A_CHARACTER = 4
_LAYERS_NAMED = 4


def read_network(texts: list[str], input_shape: Shape | None, name: str | None = None) -> Network:
    """Return the network that the command line names.

    Args:
        texts: Layers as code, or paths of Python files; or one path of a document.
        input_shape: Shape without the batch; None takes a document's own.
        name: Which network of a Python file.

    Raises:
        ConvVizError: the file, the code or the input shape is missing or wrong.
    """
    if len(texts) == 1 and texts[0].endswith(SUFFIX):
        network = read_document(Path(texts[0])).network
        if name is not None:
            raise DocumentError(ErrorCode.DOCUMENT_HAS_ONE_NETWORK, path=texts[0])
        return msgspec.structs.replace(network, input_shape=input_shape or network.input_shape)
    nodes: list[Node] = []
    for number, text in enumerate(texts, start=1):
        try:
            nodes += _nodes(text, name)
        except DocumentError as error:
            if len(texts) > 1:
                error.facts[ARGUMENT] = f"{number}, {shortened(text)}"
            raise
    if input_shape is None:
        raise DocumentError(ErrorCode.INPUT_SHAPE_MISSING)
    check_tree(nodes)
    return Network(input_shape, tuple(nodes))


def said(error: ConvVizError) -> str:
    """Return what went wrong, in which of several arguments, and what there is to choose from."""
    argument = error.facts.get(ARGUMENT)
    first = sentence(error) if argument is None else f"layer {argument}: {sentence(error)}"
    return "\n".join((first, *getattr(error, "__notes__", ())))


def _nodes(text: str, name: str | None) -> tuple[Node, ...]:
    reading = parse_code(_read_code(Path(text)) if _is_path(text) else text)
    try:
        network = reading.network(name)
    except DocumentError as error:
        for line in _choices(reading, error):
            error.add_note(line)
        raise
    for notice in reading.notices:
        say(notice_sentence(notice.code.value, notice.facts))
    return network.nodes


def _is_path(text: str) -> bool:
    """Return whether an argument names a file rather than a layer, which has brackets."""
    return text.endswith(".py") or ("(" not in text and os.path.exists(text))  # noqa: PTH110 - any text


def _choices(reading: CodeReading, error: DocumentError) -> Iterator[str]:
    """Yield what there is to choose from, a network a line, and how it is chosen."""
    networks = reading.networks
    if error.code is ErrorCode.CODE_UNKNOWN_NETWORK:
        networks += reading.contained
    width = max(len(network.label) for network in networks)
    for network in networks:
        place, label = f"line {network.line}:", network.label
        yield f"  --network {label:<{width}}  {place:<9} {_summary(network)}"


def _summary(network: CodeNetwork) -> str:
    if len(network.layers) == 1:
        return layer_call(network.layers[0])
    names = [layer.type_name() for layer in network.layers[:_LAYERS_NAMED]]
    more = ", …" if len(network.layers) > _LAYERS_NAMED else ""
    return f"{len(network.layers)} layers: {', '.join(names)}{more}"


def _read_code(path: Path) -> str:
    content = read_file(path, _BYTES_A_CHARACTER * LONGEST_CODE)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        detail = f"it is not UTF-8 text (byte {error.start})"
        raise DocumentError(ErrorCode.FILE_UNREADABLE, path=str(path), detail=detail) from error
