"""What a run's document says in a line: read by the thousand, so nothing more is decoded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import msgspec

from convviz.core.call_code import value_code
from convviz.core.optimisers import optimiser_types
from convviz.protocol.decoding import json_decoder

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDTHS: Final = ("out_channels", "out_features")
"""Parameters that tell how wide a layer is."""
_REMEMBERED: Final = 4096


@dataclass(frozen=True, slots=True)
class Glance:
    """A document in short.

    Attributes:
        network: Its layers that learn, with their widths, such as "Conv2d 32-32-64, Linear 64-10".
        optimiser: Such as "SGD(lr=0.01)".
        words: The names of all its layers, its loss and its schedule, to be searched.
    """

    network: str = ""
    optimiser: str = ""
    words: str = ""


class _Step(msgspec.Struct, frozen=True):
    layer: dict[str, Any] | None = None
    children: tuple[_Step, ...] = ()
    enabled: bool = True

    def layers(self) -> Iterator[dict[str, Any]]:
        """Yield the layer, or those of the block, that run."""
        if self.enabled and self.layer is not None:
            yield self.layer
        if self.enabled:
            for child in self.children:
                yield from child.layers()


class _Network(msgspec.Struct, frozen=True):
    steps: tuple[_Step, ...] = ()

    def layers(self) -> Iterator[dict[str, Any]]:
        """Yield the layers that run, in their order."""
        for step in self.steps:
            yield from step.layers()


class _Training(msgspec.Struct, frozen=True):
    optimiser: dict[str, Any] = {}
    loss: dict[str, Any] = {}
    schedule: dict[str, Any] | None = None


class _Document(msgspec.Struct, frozen=True):
    network: _Network = _Network()
    training: _Training = _Training()


_decoder: Final = json_decoder(_Document)


@lru_cache(_REMEMBERED)
def glance_at(document: bytes) -> Glance:
    """Return what a document's JSON text says in short; nothing where it cannot be read."""
    try:
        plain = _decoder.decode(document)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Glance()
    optimiser = _optimiser_text(plain.training.optimiser)
    return Glance(_network_text(plain.network), optimiser, _words(plain))


def _words(plain: _Document) -> str:
    training = plain.training
    parts = [*plain.network.layers(), training.loss]
    parts.append(training.schedule or {})
    return " ".join(dict.fromkeys(str(part.get("type", "")) for part in parts))


def _network_text(network: _Network) -> str:
    widths = [
        (str(layer.get("type", "")), layer[name])
        for layer in network.layers()
        for name in _WIDTHS
        if name in layer
    ]
    return ", ".join(
        f"{kind} {'-'.join(str(width) for _, width in some)}"
        for kind, some in groupby(widths, key=lambda known: known[0])
    )


def _optimiser_text(plain: dict[str, Any]) -> str:
    kind = str(plain.get("type", ""))
    known = optimiser_types().get(kind)
    if known is None:
        return kind
    return f"{kind}(lr={value_code(plain.get('lr', known.defaults().get('lr')))})"
