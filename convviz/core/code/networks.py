"""What a text of PyTorch code holds: networks by their names, and what was left out of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convviz.core.errors import DocumentError, ErrorCode, Fact
from convviz.core.network.tree import Node, layer_steps

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer

_LONGEST_NAME = 60
_MOST_LISTED = 12


@dataclass(frozen=True, slots=True)
class CodeNotice:
    """Something to tell about code that was read.

    Attributes:
        code: What it is about: CODE_LEFT_OUT, CODE_TAKEN_IN_ORDER, CODE_PASSED_OVER,
            CODE_SHARED_LAYER.
        facts: The names and numbers at hand, as the code's docstring lists them.
    """

    code: ErrorCode
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class CodeNetwork:
    """Layers that belong together: an nn.Sequential, a lone layer, or calls one on a line.

    Attributes:
        name: As the code calls it, such as `model` or `self.features`; "" for none.
        nodes: Layers and blocks in their order.
        line: Where it begins, from 1.
        is_sequential: Whether it is an nn.Sequential.
    """

    name: str
    nodes: tuple[Node, ...]
    line: int
    is_sequential: bool = False

    @property
    def layers(self) -> tuple[Layer, ...]:
        """All layers in their order, those of blocks among them."""
        return tuple(step.layer for step in layer_steps(self.nodes))

    @property
    def label(self) -> str:
        """What it is chosen by: its name, or the number of its line."""
        return self.name or str(self.line)


@dataclass(frozen=True, slots=True)
class CodeReading:
    """What was read.

    Attributes:
        networks: Those that no other one contains, in the order of the text; at least one.
        contained: Those with a name that another one contains.
        notices: What to tell.
    """

    networks: tuple[CodeNetwork, ...]
    contained: tuple[CodeNetwork, ...] = ()
    notices: tuple[CodeNotice, ...] = ()

    def network(self, label: str | None = None) -> CodeNetwork:
        """Return the network of a label; without one, the only network that there is.

        Raises:
            DocumentError: CODE_SEVERAL_NETWORKS, CODE_UNKNOWN_NETWORK.
        """
        if label is None:
            if len(self.networks) == 1:
                return self.networks[0]
            raise DocumentError(
                ErrorCode.CODE_SEVERAL_NETWORKS,
                count=len(self.networks),
                networks=_listed(self.networks),
            )
        every = (*self.networks, *self.contained)
        for network in every:
            if label == network.label:
                return network
        code, shown = ErrorCode.CODE_UNKNOWN_NETWORK, label[:_LONGEST_NAME]
        raise DocumentError(code, name=shown, networks=_listed(every))

    @property
    def likely(self) -> CodeNetwork:
        """The network that is probably meant: the longest Sequential, of equal ones the last."""

        def rank(network: CodeNetwork) -> tuple[bool, int]:
            return network.is_sequential, len(network.layers)

        return max(reversed(self.networks), key=rank)


def _listed(networks: tuple[CodeNetwork, ...]) -> str:
    labels = [network.label[:_LONGEST_NAME] for network in networks[:_MOST_LISTED]]
    return ", ".join(labels) + (", …" if len(networks) > _MOST_LISTED else "")
