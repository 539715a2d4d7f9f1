"""Layers as the shell's arguments: code, a file of code, or a document; which one was wrong."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from convviz.cli.code_options import STDIN, Wanted, input_line, read_code
from convviz.cli.last_resort import say
from convviz.core.code.program.found import ReadNetwork
from convviz.core.code.reading import parse_code
from convviz.core.code.text import shortened
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.exported.archive import SUFFIX as EXPORTED_SUFFIX
from convviz.core.network.tree_limits import check_tree
from convviz.protocol.code_file import is_code_file
from convviz.protocol.document import Document, Network
from convviz.protocol.document_file import SUFFIX, read_document
from convviz.protocol.sentences.errors import notice_sentence, sentence
from convviz.protocol.templates import new_document

if TYPE_CHECKING:
    from convviz.core.errors import ConvVizError
    from convviz.core.network.tree import Node

ARGUMENT = "argument"
"""The fact that says which of the shell's arguments an error is about."""


@dataclass(frozen=True, slots=True)
class LayersRead:
    """What the command line names.

    Attributes:
        network: Its layers, with the shape of their input.
        readings: Those of them that were read from files of code.
        weights: Those of a file of torch.export, numbered; None without any.
        document: The document, as it is in its file, or a new one with a network that comes with
            convviz and its settings; None of anything else.
    """

    network: Network
    readings: tuple[ReadNetwork, ...] = ()
    weights: Mapping[str, Any] | None = None
    document: Document | None = None


def read_layers(texts: list[str], wanted: Wanted) -> LayersRead:
    """Return the network that the command line names.

    Args:
        texts: Layers as code, or paths of files of code, or STDIN; or one path of a document, or
            the name of a network that comes with convviz, where no such file is.
        wanted: Which network of a file of code, and the shape of the input. Without one a document
            has its own; of code that comes first it is found or guessed, which is said on stderr.

    Raises:
        ConvVizError: the file, the code or the input shape is missing or wrong.
    """
    whole = _whole_network(texts[0], wanted) if len(texts) == 1 else None
    if whole is not None:
        return whole
    nodes: list[Node] = []
    readings: list[ReadNetwork] = []
    shape = wanted.input_shape
    for number, text in enumerate(texts, start=1):
        try:
            if text != STDIN and not _is_path(text):
                nodes += _typed_nodes(text)
                continue
            # What stands behind other layers has their output as its input, whatever it says.
            read = read_code(text, wanted if number == 1 else replace(wanted, input_shape=None))
        except DocumentError as error:
            if len(texts) > 1:
                error.facts[ARGUMENT] = f"{number}, {shortened(text)}"
            raise
        nodes += read.nodes
        readings.append(read)
        if shape is None and number == 1 and read.input_shape is not None:
            shape = read.input_shape
            say(input_line(read))
    if shape is None:
        raise DocumentError(ErrorCode.INPUT_SHAPE_MISSING)
    check_tree(nodes)
    return LayersRead(Network(shape, tuple(nodes)), tuple(readings))


def said(error: ConvVizError) -> str:
    """Return what went wrong, in which of several arguments, and what there is to choose from."""
    argument = error.facts.get(ARGUMENT)
    first = sentence(error) if argument is None else f"layer {argument}: {sentence(error)}"
    return "\n".join((first, *getattr(error, "__notes__", ())))


def _whole_network(text: str, wanted: Wanted) -> LayersRead | None:
    """Return the network of a document, of an exported file, or of convviz; None of other texts."""
    if text.endswith(SUFFIX):
        return _network_of(read_document(Path(text)), text, wanted)
    if text.lower().endswith(EXPORTED_SUFFIX):
        return _exported_network(text, wanted)
    if not text.isidentifier() or _is_path(text):
        return None
    # Here, as it makes every network of convviz.
    from convviz.protocol.network_templates import network_templates, with_template

    template = network_templates().get(text)
    if template is None:
        return None
    return _network_of(with_template(new_document(), template), text, wanted)


def _network_of(document: Document, path: str, wanted: Wanted) -> LayersRead:
    if wanted.network is not None or wanted.arguments:
        raise DocumentError(ErrorCode.DOCUMENT_HAS_ONE_NETWORK, path=path)
    shape = wanted.input_shape or document.network.input_shape
    network = msgspec.structs.replace(document.network, input_shape=shape)
    return LayersRead(network, document=document)


def _exported_network(path: str, wanted: Wanted) -> LayersRead:
    """Return the network of a file of torch.export, and say what was left out of it."""
    from convviz.values.exported_files import read_exported_file

    if wanted.network is not None or wanted.arguments:
        raise DocumentError(ErrorCode.DOCUMENT_HAS_ONE_NETWORK, path=path)
    found = read_exported_file(Path(path))
    for notice in found.notices:
        say(notice_sentence(notice.code.value, notice.facts))
    shape = wanted.input_shape or found.network.input_shape
    network = msgspec.structs.replace(found.network, input_shape=shape)
    return LayersRead(network, weights=found.weights)


def _typed_nodes(text: str) -> tuple[Node, ...]:
    reading = parse_code(text)
    network = reading.network()
    for notice in reading.notices:
        say(notice_sentence(notice.code.value, notice.facts))
    return network.nodes


def _is_path(text: str) -> bool:
    """Return whether an argument names a file rather than a layer, which has brackets."""
    if "\n" in text:
        return False
    return is_code_file(Path(text)) or ("(" not in text and os.path.exists(text))  # noqa: PTH110 - any text
