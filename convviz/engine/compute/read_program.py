"""The network of a .pt2 file for the window, with its weights in a file of ours."""

from __future__ import annotations

from pathlib import Path

import msgspec

from convviz.core.errors import ConvVizError
from convviz.engine.compute.weights_files import kept_weights
from convviz.protocol.document_file import encode_document
from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.engine_files import ProgramRead, ReadProgram
from convviz.protocol.templates import new_document
from convviz.values.exported_files import read_exported_file


def read_program(request: ReadProgram) -> ProgramRead:
    """Return the network of a file of torch.export; nothing in the file runs.

    Raises:
        ConvVizError: Those of ``read_exported_file``; DISK_FULL, FILE_UNWRITABLE.
    """
    found = read_exported_file(Path(request.path))
    network = found.network
    if found.weights and request.folder:
        weights = kept_weights(found.weights, network, Path(request.folder))
        network = msgspec.structs.replace(network, weights=weights)
    notices = (Problem.of(ConvVizError(notice.code, **notice.facts)) for notice in found.notices)
    document = msgspec.structs.replace(new_document(), network=network)
    return ProgramRead(encode_document(document), tuple(notices))
