"""A batch through a network and back: the autograd graph of its loss, with every gradient."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final

import torch

from convviz.core.call_code import call_code
from convviz.core.code.writing import shape_text
from convviz.core.errors import ComputeError, ConvVizError, ErrorCode
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import summarise
from convviz.core.network.tree import names_within
from convviz.engine.compute.autograd_graph import (
    ACCUMULATES,
    AutogradGraph,
    ForwardRecorder,
    told,
)
from convviz.engine.compute.devices import use_threads_for
from convviz.engine.compute.memory import (
    USABLE_SHARE,
    available_memory,
    check_memory,
    estimate_training_bytes,
)
from convviz.engine.compute.picture_source import PictureSource, picture_for
from convviz.engine.compute.weighted_network import weighted_network
from convviz.engine.training.failures import told_of_memory
from convviz.engine.training.loss_function import build_loss
from convviz.engine.training.seeds import seed_host
from convviz.protocol.document_file import decode_document
from convviz.protocol.gradients import MOST_PICTURES, GraphTensor, LossTold
from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.engine_pictures import GradientsTraced, TraceGradients

if TYPE_CHECKING:
    from collections.abc import Iterator

    from torch.autograd.graph import Node

    from convviz.core.network.tree import Path
    from convviz.protocol.document import Document
    from convviz.protocol.gradients import LossChoice, TensorTold

INPUT: Final = "input"
_FORWARD, _BACKWARD = "forward()", "backward()"
_CLASS_AXES: Final = 2


def trace_gradients(request: TraceGradients) -> GradientsTraced:
    """Return the graph of a batch's loss, and what backward sends through it.

    The forward runs with the document's seed, so that dropout draws the same each time. What torch
    refuses of backward is told beside the graph.

    Raises:
        ConvVizError: the network's first failure; what its forward refuses; NOT_ENOUGH_MEMORY,
            OUT_OF_MEMORY, GRAPH_TOO_LARGE.
    """
    with refused_in_sentences():
        return Tracing(decode_document(request.document), request).answer()


@contextmanager
def refused_in_sentences() -> Iterator[None]:
    """Turn what torch says against a network into errors that can be told.

    Raises:
        ComputeError: OUT_OF_MEMORY, TORCH_REFUSED.
    """
    try:
        with told_of_memory():
            yield
    except RuntimeError as error:
        raise _refusal(_FORWARD, error) from error


class Tracing:
    """One batch, its network, and its loss.

    Attributes:
        network: The network with its weights.
        model: The same as torch's own.
        sources: The pictures of the batch.
    """

    def __init__(self, document: Document, request: TraceGradients) -> None:
        network, self._choice = document.network, request.choice
        self._document = document
        result = infer_sequential(network.steps, network.input_shape)
        if result.failure is not None:
            raise result.failure.error
        self._count = min(max(1, request.choice.pictures), MOST_PICTURES)
        for row in result.rows:
            if row.enabled:
                check_memory(row.layer, row.input_shape, row.output_shape)
        needed = estimate_training_bytes(summarise(result), self._count, document.training)
        available = int(USABLE_SHARE * available_memory())
        if needed > available:
            code = ErrorCode.NOT_ENOUGH_MEMORY
            raise ComputeError(code, needed=needed, available=available)
        use_threads_for(sum(r.layer.mult_adds(r.input_shape) for r in result.rows if r.enabled))
        named = names_within(None, network.steps)
        self._names = {path: name for path, _, name in named if name}
        self.network = weighted_network(document, network.steps, result)
        self.model: torch.nn.Module = self.network.model.train(request.choice.is_training)
        self.sources = self._pictures(request)
        self._batch = torch.cat([source.batch for source in self.sources])
        self._batch.requires_grad_(request.choice.picture_learns)
        self._freeze()
        self._owners: dict[Node, Path] = {}
        self._outputs: dict[Path, torch.Tensor] = {}

    def name_of(self, path: Path) -> str:
        """Return what the network calls a layer or a block; "" for one that is disabled."""
        return self._names.get(path, "")

    def loss(self) -> torch.Tensor:
        """Send the batch through, and return what backward begins at.

        Raises:
            ComputeError: TORCH_REFUSED, ONE_VALUE_A_CHANNEL, OUT_OF_MEMORY.
        """
        return self._forward()[0]

    def answer(self) -> GradientsTraced:
        """Run forward and backward, and return what is told of them."""
        choice, refusal = self._choice, None
        if choice.before == "not_zeroed":
            _backward(self._forward()[0])
        recorder = ForwardRecorder()
        self._owners, self._outputs = {}, {}
        with recorder:
            loss, loss_told = self._forward()
        graph = AutogradGraph(loss.grad_fn)
        tensors = self._told_tensors()
        try:
            if choice.before in {"retained", "freed"}:
                _backward(loss, keeps=choice.before == "retained")
            before = {name: _gradient(tensor) for name, _, tensor in tensors}
            with graph.watch():
                _backward(loss)
        except RuntimeError as error:
            before = {name: _gradient(tensor) for name, _, tensor in tensors}
            refusal = Problem.of(_refusal(_BACKWARD, error, tuple(loss.shape)))
        leaves = {id(tensor): (name, path) for name, path, tensor in tensors}

        def place_of(node: Node) -> tuple[Path, bool]:
            if type(node).__name__ == ACCUMULATES:
                return leaves[id(_variable(node))][1], False
            path = self._owners.get(node)
            return ((), True) if path is None else (path, False)

        def parameter_of(node: Node) -> str:
            is_leaf = type(node).__name__ == ACCUMULATES
            return leaves[id(_variable(node))][0] if is_leaf else ""

        accumulating = {id(_variable(node)): node for node in graph.nodes}
        sent = [
            GraphTensor(
                name=name,
                path=path,
                shape=tuple(tensor.shape),
                is_leaf=tensor.is_leaf,
                requires_grad=tensor.requires_grad,
                node=graph.number(tensor.grad_fn or accumulating.get(id(tensor))),
                before=before[name],
                grad=_gradient(tensor),
            )
            for name, path, tensor in tensors
        ]
        first = self.sources[0]
        return GradientsTraced(
            picture=first.told,
            loss=loss_told,
            nodes=graph.told(place_of, parameter_of, recorder.outputs),
            tensors=tuple(sent),
            weights_origin=self.network.origin,
            class_names=first.class_names,
            refusal=refusal,
            notices=self.network.notices + first.notices,
        )

    def _pictures(self, request: TraceGradients) -> list[PictureSource]:
        """Return the pictures of the batch: test pictures behind each other, or one again."""
        fit, pixels = request.fit, request.pixels
        first = picture_for(self._document, request.place, pixels, fit)
        sources, total = [first], max(1, first.told.total)
        for number in range(1, self._count):
            if first.label < 0:
                sources.append(first)
                continue
            place = (max(first.told.place, request.place, 0) + number) % total
            sources.append(picture_for(self._document, place, pixels, fit))
        return sources

    def _freeze(self) -> None:
        for path in self._choice.frozen:
            if path in self._names:
                self.model.get_submodule(self._names[path]).requires_grad_(requires_grad=False)

    def _forward(self) -> tuple[torch.Tensor, LossTold]:
        """Send the batch through; return the loss.

        Raises:
            ComputeError: TORCH_REFUSED, ONE_VALUE_A_CHANNEL, OUT_OF_MEMORY.
        """
        seed_host(self._document.training.seed)
        with ExitStack() as hooks:
            if self._choice.no_grad:
                hooks.enter_context(torch.no_grad())
            for path, name in self._names.items():
                module = self.model.get_submodule(name)
                handle = module.register_forward_hook(
                    lambda _module, _inputs, output, path=path: self._leave(path, output)
                )
                hooks.callback(handle.remove)
            try:
                with told_of_memory():
                    output = self.model(self._batch)
            except (ValueError, RuntimeError) as error:
                raise _refusal(_FORWARD, error) from error
            # A pooling that returns indices as well: what it pooled.
            return self._loss_of(output if isinstance(output, torch.Tensor) else output[0])

    def _leave(
        self, path: Path, output: torch.Tensor | tuple[torch.Tensor, ...]
    ) -> torch.Tensor | tuple[torch.Tensor, ...] | None:
        """Claim for a layer or a block the nodes that it made; return another output if wanted."""
        first = output if isinstance(output, torch.Tensor) else output[0]
        waiting = [] if first.grad_fn is None else [first.grad_fn]
        while waiting:
            node = waiting.pop()
            if node not in self._owners and not hasattr(node, "variable"):
                self._owners[node] = path
                waiting += [behind for behind, _ in node.next_functions if behind is not None]
        if path in self._choice.retained and first.requires_grad:
            first.retain_grad()
            self._outputs[path] = first
        if path not in self._choice.detached:
            return None
        # The nodes behind are out of reach now, but a detached tensor must not look like a leaf
        # that wants a gradient.
        parted = first.detach()
        return parted if isinstance(output, torch.Tensor) else (parted, *output[1:])

    def _loss_of(self, output: torch.Tensor) -> tuple[torch.Tensor, LossTold]:
        """Return what backward begins at, and what is told of it."""
        settings, wanted = self._document.training.loss, self._choice.loss
        given = self._choice.label
        labels = torch.tensor([max(0, s.label) if given < 0 else given for s in self.sources])
        label, why = int(labels[0]), None
        made: torch.Tensor | None = None
        if wanted in {"loss", "score"}:
            fits = output.ndim == _CLASS_AXES and int(labels.max()) < output.shape[1]
            try:
                if fits and wanted == "loss":
                    made = build_loss(settings)(output, labels)
                elif fits:
                    made = output.gather(1, labels[:, None]).sum()
            except (ValueError, IndexError, RuntimeError, ConvVizError):
                made = None  # such as weights of another number of classes
            if made is None:
                shape = shape_text(tuple(output.shape))
                name = call_code(settings) if wanted == "loss" else "output[class]"
                code = ErrorCode.LOSS_NEEDS_CLASSES
                why = Problem.of(ComputeError(code, loss=name, shape=shape, label=label))
        taken: LossChoice = "sum" if why is not None else wanted
        calls = {
            "loss": call_code(settings),
            "sum": "output.sum()",
            "mean": "output.mean()",
            "score": f"output[:, {label}].sum()",
            "none": "output",
        }
        if made is None:
            made = _reduced(output, taken)
        if len(set(labels.tolist())) > 1:
            calls["score"] = "output.gather(1, label).sum()"
        return made, LossTold(
            choice=taken,
            call=calls[taken],
            label=label if taken in {"loss", "score"} else -1,
            shape=tuple(made.shape),
            value=float(made.detach()) if made.numel() == 1 else None,
            why=why,
        )

    def _told_tensors(self) -> list[tuple[str, Path, torch.Tensor]]:
        """Return what may have a gradient: the parameters in torch's order, the picture, outputs.

        Of each its name, and the layer or block that it belongs to.
        """
        paths = {name: path for path, name in self._names.items()}
        found: list[tuple[str, Path, torch.Tensor]] = [(INPUT, (), self._batch)]
        for name, parameter in self.model.named_parameters():
            found.append((name, paths.get(name.rpartition(".")[0], ()), parameter))
        found += [(self._names[path], path, output) for path, output in self._outputs.items()]
        return found


def _reduced(output: torch.Tensor, choice: LossChoice) -> torch.Tensor:
    match choice:
        case "none":
            return output
        case "mean":
            return output.mean()
        case _:
            return output.sum()


def refused_backward(loss: torch.Tensor) -> ComputeError | None:
    """Go back from a loss; return what torch said against it.

    Raises:
        ComputeError: OUT_OF_MEMORY.
    """
    try:
        _backward(loss)
    except RuntimeError as error:
        return _refusal(_BACKWARD, error, tuple(loss.shape))
    return None


def _backward(loss: torch.Tensor, *, keeps: bool = False) -> None:
    """Go back from a loss.

    Raises:
        ComputeError: OUT_OF_MEMORY.
        RuntimeError: torch refuses it.
    """
    with told_of_memory():
        loss.backward(retain_graph=keeps)  # type: ignore[no-untyped-call]  # torch 2.13 leaves it so


def _variable(node: Node) -> torch.Tensor | None:
    """Return whose gradient a node fills; None of another node."""
    variable: torch.Tensor | None = getattr(node, "variable", None)
    return variable


def _gradient(tensor: torch.Tensor) -> TensorTold | None:
    if not tensor.is_leaf and not tensor.retains_grad:
        return None
    return None if tensor.grad is None else told(tensor.grad)


def _refusal(call: str, error: Exception, shape: tuple[int, ...] = ()) -> ComputeError:
    """Return what torch said against a forward or a backward."""
    text = str(error).strip().splitlines()[0][:300] if str(error).strip() else type(error).__name__
    if "can be implicitly created only for scalar outputs" in text:
        return ComputeError(ErrorCode.GRADIENT_OF_VECTOR, shape=shape_text(shape))
    if "does not require grad" in text:
        return ComputeError(ErrorCode.NO_GRADIENT_WANTED)
    if "backward through the graph a second time" in text:
        return ComputeError(ErrorCode.GRAPH_FREED)
    if "modified by an inplace operation" in text:
        detail = text.partition("modified by an inplace operation: ")[2].partition(";")[0]
        return ComputeError(ErrorCode.CHANGED_IN_PLACE, detail=detail or text)
    if "more than 1 value per channel" in text:
        return ComputeError(
            ErrorCode.ONE_VALUE_A_CHANNEL, shape=text.rpartition("got input size ")[2]
        )
    return ComputeError(ErrorCode.TORCH_REFUSED, layer=call, detail=text)
