"""The autograd graph of a loss: walked node by node, with what flows through it."""

from __future__ import annotations

import math
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

import torch
from torch.utils._python_dispatch import TorchDispatchMode

from convviz.core.errors import ComputeError, ErrorCode
from convviz.protocol.gradients import (
    MOST_NODES,
    SHOWN_ROW,
    SHOWN_SIDE,
    GraphEdge,
    GraphNode,
    SavedPart,
    TensorTold,
)
from convviz.values.tensors import tensor_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from torch.autograd.graph import Node

    from convviz.core.network.tree import Path

ACCUMULATES: Final = "AccumulateGrad"
_SAVED: Final = "_saved_"
_LONGEST: Final = 60
_AXES: Final = 2
"""Of what is shown of a tensor: rows and columns."""
_GREATEST: Final = 1 << 63


def told(tensor: torch.Tensor) -> TensorTold:
    """Return a tensor in a few numbers, and the first of its numbers as they are."""
    numbers = tensor.detach()
    shown = numbers
    while shown.ndim > _AXES:
        shown = shown[0]
    shown = shown.reshape(1, -1) if shown.ndim < _AXES else shown
    columns = SHOWN_ROW if len(shown) == 1 else SHOWN_SIDE
    finite = numbers.flatten().float()
    unknown = 0
    is_finite = finite.isfinite()
    if not is_finite.all():
        known = finite[is_finite]
        unknown, finite = finite.numel() - known.numel(), known
    has_any = bool(finite.numel())
    low, high = (float(end) for end in finite.aminmax()) if has_any else (0.0, 0.0)
    return TensorTold(
        shape=tuple(numbers.shape),
        mean=_number(finite.double().mean()) if has_any else 0.0,
        low=low,
        high=high,
        norm=_number(finite.double().norm()) if has_any else 0.0,
        zeros=int((finite == 0).sum()),
        not_finite=unknown,
        numbers=tensor_of(shown[:SHOWN_SIDE, :columns].float().numpy(), "float32"),
    )


def _number(scalar: torch.Tensor) -> float:
    number = float(scalar)
    return number if math.isfinite(number) else 0.0


class ForwardRecorder(TorchDispatchMode):
    """Keeps what each operation of a forward gave, by the number of the node that it made.

    A node takes its number before its operation runs, so the first operation that runs at a count
    belongs to the node that was counted last.

    Attributes:
        outputs: The operation's name and its output in a few numbers.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.outputs: dict[int, tuple[str, TensorTold]] = {}

    def __torch_dispatch__(
        self,
        func: Any,  # noqa: ANN401 - as torch declares it, and so the others
        types: Any,  # noqa: ANN401
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401
        """Run an operation, and keep its output if it is the first at this count."""
        number = _next_number() - 1
        output = func(*args, **(kwargs or {}))
        if number not in self.outputs:
            first = output[0] if isinstance(output, (tuple, list)) and output else output
            if isinstance(first, torch.Tensor):
                self.outputs[number] = str(func).rsplit(".", 1)[0], told(first)
        return output


def _next_number() -> int:
    return int(torch._C._autograd._get_sequence_nr())  # noqa: SLF001 - what torch's tracers ask


class AutogradGraph:
    """The nodes behind a loss, in the order of a walk from it on.

    Attributes:
        nodes: The root first; each before those that its gradients go to, where they are new.
    """

    def __init__(self, root: Node | None) -> None:
        """Walk the graph.

        Raises:
            ComputeError: GRAPH_TOO_LARGE.
        """
        self.nodes: list[Node] = [] if root is None else list(walked(root))
        if len(self.nodes) > MOST_NODES:
            code, count = ErrorCode.GRAPH_TOO_LARGE, len(self.nodes)
            raise ComputeError(code, nodes=count, limit=MOST_NODES)
        self._numbers = {node: number for number, node in enumerate(self.nodes)}
        self._saved = [tuple(_saved(node)) for node in self.nodes]
        self._received: dict[int, tuple[TensorTold | None, ...]] = {}
        self._sent: dict[int, tuple[TensorTold | None, ...]] = {}
        self._order: list[int] = []

    def number(self, node: Node | None) -> int:
        """Return the place of a node in the walk; -1 for none."""
        return -1 if node is None else self._numbers.get(node, -1)

    def watch(self) -> ExitStack:
        """Keep what comes into each node and goes out of it, until the stack is closed."""
        hooks = ExitStack()
        for number, node in enumerate(self.nodes):
            hooks.callback(node.register_prehook(self._incoming(number)).remove)
            hooks.callback(node.register_hook(self._outgoing(number)).remove)
        return hooks

    def _incoming(self, number: int) -> Callable[[tuple[torch.Tensor | None, ...]], None]:
        def keep(gradients: tuple[torch.Tensor | None, ...]) -> None:
            self._order.append(number)
            self._received[number] = _all_told(gradients)

        return keep

    def _outgoing(self, number: int) -> Callable[..., None]:
        def keep(sent: tuple[torch.Tensor | None, ...], _received: object) -> None:
            self._sent[number] = _all_told(sent)

        return keep

    def told(
        self,
        place_of: Callable[[Node], tuple[Path, bool]],
        parameter_of: Callable[[Node], str],
        outputs: dict[int, tuple[str, TensorTold]],
    ) -> tuple[GraphNode, ...]:
        """Return the nodes as they are sent.

        Args:
            place_of: Returns the layer or block that made a node, and whether the loss did.
            parameter_of: Returns whose gradient a node fills; "" for no AccumulateGrad.
            outputs: Of the forward, by the nodes' numbers in torch.
        """
        counted = sorted({_count(node) for node in self.nodes if _count(node) >= 0})
        forward = {count: place for place, count in enumerate(counted)}
        orders = {number: place for place, number in enumerate(self._order)}
        sent_nodes = []
        for number, node in enumerate(self.nodes):
            path, is_of_loss = place_of(node)
            shapes = tuple(tuple(known.shape) for known in _metadata(node))
            operator, output = outputs.get(_count(node), ("", None))
            if output is not None and output.shape not in shapes[:1]:
                operator, output = "", None  # an operation without a node ran at this count
            sent_nodes.append(
                GraphNode(
                    name=type(node).__name__,
                    path=path,
                    is_of_loss=is_of_loss,
                    parameter=parameter_of(node),
                    operator=operator,
                    output=output,
                    shapes=shapes,
                    saved=self._saved[number],
                    edges=tuple(self._edges(number, node)),
                    forward=forward.get(_count(node), -1),
                    order=orders.get(number, -1),
                    received=self._received.get(number, ()),
                )
            )
        return tuple(sent_nodes)

    def _edges(self, number: int, node: Node) -> Iterator[GraphEdge]:
        sent = self._sent.get(number, ())
        for place, (behind, slot) in enumerate(node.next_functions):
            gradient = sent[place] if place < len(sent) and behind is not None else None
            yield GraphEdge(self.number(behind), slot, gradient)


def walked(root: Node) -> Iterator[Node]:
    """Yield the nodes behind a node and itself, each once, the first way to its end first."""
    seen, waiting = {root}, [root]
    while waiting:
        node = waiting.pop()
        yield node
        behind = [known for known, _ in node.next_functions if known is not None]
        for known in reversed(behind):
            if known not in seen:
                seen.add(known)
                waiting.append(known)


def _all_told(gradients: Sequence[torch.Tensor | None]) -> tuple[TensorTold | None, ...]:
    return tuple(None if gradient is None else told(gradient) for gradient in gradients)


def _count(node: Node) -> int:
    """Return when the forward made a node, as torch counts; -1 for an AccumulateGrad."""
    number: int = node._sequence_nr()  # noqa: SLF001 - torch's own name for it
    return number if number < _GREATEST else -1


def _metadata(node: Node) -> Sequence[Any]:
    known: Sequence[Any] = node._input_metadata  # noqa: SLF001 - torch's own name for it
    return known


def _saved(node: Node) -> Iterator[SavedPart]:
    """Yield what a node saved, as torch shows it.

    What was overwritten since cannot be read; backward itself then says so.
    """
    for attribute in dir(node):
        if not attribute.startswith(_SAVED):
            continue
        name = attribute.removeprefix(_SAVED)
        try:
            part = getattr(node, attribute)
        except RuntimeError:
            yield SavedPart(name, None, "overwritten")
            continue
        if isinstance(part, torch.Tensor):
            size = part.numel() * part.element_size()
            yield SavedPart(name, tuple(part.shape), str(part.dtype).removeprefix("torch."), size)
        elif part is not None:
            text = "-100" if name == "ignore_index" and part == _GREATEST * 2 - 100 else repr(part)
            yield SavedPart(name, None, text[:_LONGEST])
