"""What the shell says of a network that fails, and the status with which it ends then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.cli.last_resort import say
from convviz.core.code.writing import layer_call, shape_text
from convviz.core.network.rows import LayerFailure
from convviz.core.network.tree import layer_paths
from convviz.core.remedies.sequential_remedies import sequential_remedies
from convviz.protocol.sentences.errors import remedy_sentence, sentence

if TYPE_CHECKING:
    from convviz.core.network.rows import Failure
    from convviz.protocol.document import Network

INVALID: Final = 2


def tell_failure(network: Network, failure: Failure) -> int:
    """Say on stderr what is wrong with a network and what would mend it; return INVALID."""
    for line in failure_lines(network, failure):
        say(line)
    return INVALID


def failure_lines(network: Network, failure: Failure) -> list[str]:
    """Return what is wrong with a network and what would mend it, a sentence a line."""
    shape = shape_text(failure.input_shape)
    if isinstance(failure, LayerFailure):
        where = f"layer {failure.index + 1}, {layer_call(failure.layer)}, on input {shape}"
    else:
        first = failure.index - len(layer_paths(failure.block.children)) + 1
        numbers = str(first) if first == failure.index else f"{first} to {failure.index}"
        where = f"{failure.title} around layer {numbers}, on input {shape}"
    remedies = sequential_remedies(network.steps, network.input_shape, failure)
    return [
        f"{where}: {sentence(failure.error)}",
        *(f"remedy: {remedy_sentence(remedy)}" for remedy in remedies),
    ]
