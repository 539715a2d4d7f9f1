"""The flow of values between layers, as those who read programs give it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers import Layer
from convviz.core.network.tree import BlockKind
from convviz.core.network.tree_limits import MOST_DEPTH


@dataclass(frozen=True, slots=True)
class Holder:
    """A part of a program that holds layers: one run of a module, or a list of modules.

    Attributes:
        name: What it is called in what holds it.
        key: What tells two of them apart.
        is_list: Whether it only holds modules, and is not run itself.
    """

    name: str
    key: tuple[object, ...]
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class FlowStep:
    """Something that makes a value of others.

    Attributes:
        output: The value's name.
        inputs: The values that it reads; of a layer one.
        layer: The layer, if it is one.
        joins: What it makes of its inputs, if it is no layer.
        modules: The names of the modules that hold it, from the outermost.
        name: Its own name; "" for none.
        place: Where it stands, for errors.
        holders: The same as modules, where names alone do not tell them apart.
    """

    output: str
    inputs: tuple[str, ...]
    layer: Layer | None = None
    joins: BlockKind | None = None
    modules: tuple[str, ...] = ()
    name: str = ""
    place: str = ""
    holders: tuple[Holder, ...] = ()


@dataclass(frozen=True, slots=True)
class Tangle:
    """Ways that part and meet as no blocks do.

    Attributes:
        code: FLOW_TANGLED: a step is on several of them; NETWORK_TOO_DEEP.
        step: Where that is seen.
        join: The innermost join around it.
    """

    code: ErrorCode
    step: FlowStep
    join: FlowStep


def _told(tangle: Tangle) -> DocumentError:
    if tangle.code is ErrorCode.NETWORK_TOO_DEEP:
        return DocumentError(tangle.code, limit=MOST_DEPTH)
    return DocumentError(tangle.code, place=tangle.step.place or tangle.step.name)


@dataclass(frozen=True, slots=True)
class FlowRules:
    """What readers want differently. Those not given are the rules for .pt2 files.

    Attributes:
        number_sign: What stands between a name that is taken and the number behind it.
        numbers_ways: Whether a way of a Concat whose name is taken gets a number, too; else it has
            no name.
        names_joins: Whether a Residual or Concat that is all of a module takes its name; else a
            layer or a module does that is all of one.
        keeps_named_ways: Whether the ways of a sum stay as they are if one is called as it is in a
            Residual; else the longer one always is the body.
        is_repeatable: Whether two of a step give what one gives: it may be on several ways. None
            where no step may.
        error: Returns the error of a tangle.
    """

    number_sign: str = ""
    numbers_ways: bool = False
    names_joins: bool = False
    keeps_named_ways: bool = False
    is_repeatable: Callable[[FlowStep], bool] | None = None
    error: Callable[[Tangle], DocumentError] = _told
