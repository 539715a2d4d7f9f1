"""What every layer and block of a network makes of a picture, in evaluation."""

from __future__ import annotations

import math
from contextlib import ExitStack
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import torch

from convviz.core.network.rows import LayerFailure
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import ROOT, names_within
from convviz.engine.compute.devices import use_threads_for
from convviz.engine.compute.memory import check_memory
from convviz.engine.compute.picture_source import picture_for
from convviz.engine.compute.weighted_network import weighted_network
from convviz.engine.datasets.registry import data_path_of, data_stamp
from convviz.engine.training.failures import told_of_memory
from convviz.engine.training.judging import shares_of
from convviz.protocol.document_file import decode_document
from convviz.protocol.messages.engine_pictures import PassPicture, PicturePassed
from convviz.protocol.passing import (
    MOST_SENT,
    AskedMaps,
    Fit,
    PassedNode,
    SentMaps,
)
from convviz.values.tensors import tensor_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import numpy as np
    from numpy.typing import NDArray

    from convviz.core.network.rows import BlockRow, Failure, LayerRow
    from convviz.core.network.tree import Node, Path
    from convviz.protocol.document import Document
    from convviz.protocol.messages.common import Tensor

_MOST_KEPT: Final = 256 << 20
"""Bytes of outputs that are kept for later questions; the others are computed anew."""
_KERNEL_RANK: Final = 4
_MAP_AXES: Final = 2


def pass_picture(request: PassPicture) -> PicturePassed:
    """Return what became of a picture, up to the network's first failure.

    Trained weights that cannot be read, and a test picture that cannot be had, are told of and
    done without: the weights are then those with which a training would begin, and the picture is
    one of Shapes-10. A network that takes no picture gets random numbers.

    Raises:
        ConvVizError: NOT_ENOUGH_MEMORY, OUT_OF_MEMORY; one of an own picture.
    """
    return _passed_of(request).answer(request)


def whole_output(request: PassPicture, path: Path) -> NDArray[np.float32]:
    """Return all numbers of an output, without the batch, for who needs not send them.

    Errors as of :func:`pass_picture`.
    """
    output: NDArray[np.float32] = _passed_of(request).output(path).float().numpy()
    return output


def _passed_of(request: PassPicture) -> _Passed:
    training = _document(request.document).training
    stamp = data_stamp(training.dataset, data_path_of(training))
    return _passed(request.document, request.place, request.pixels, request.fit, stamp)


@lru_cache(maxsize=1)
def _passed(content: bytes, place: int, pixels: Tensor | None, fit: Fit, _stamp: str) -> _Passed:
    """Return a picture's way; a later question about the same one is answered from it."""
    return _Passed(_document(content), place, pixels, fit)


@lru_cache(maxsize=1)
def _document(content: bytes) -> Document:
    return decode_document(content)


class _Passed:
    """A network, and what it made of a picture: the sums of all outputs, and most of these."""

    def __init__(self, document: Document, place: int, pixels: Tensor | None, fit: Fit) -> None:
        network = document.network
        self._document = document
        self._result = infer_sequential(network.steps, network.input_shape)
        running = [row for row in self._result.rows if row.enabled]
        for row in running:
            check_memory(row.layer, row.input_shape, row.output_shape)
        use_threads_for(max((row.layer.mult_adds(row.input_shape) for row in running), default=0))
        rows: list[LayerRow | BlockRow] = [*self._result.rows, *self._result.blocks]
        self._shapes = {row.path: row.output_shape for row in rows if row.output_shape is not None}
        named = names_within(None, network.steps)
        self._names = {path: name for path, _, name in named if name and path in self._shapes}
        self._network = weighted_network(document, network.steps, self._result)
        self._model = self._network.model.eval()
        self._source = picture_for(document, place, pixels, fit)
        # A layer that joins the batch was inferred with more than one picture in it.
        is_joined = not all(row.batched for row in self._result.rows)
        copies = self._result.batch_size if is_joined else 1
        self._batch = self._source.batch.expand(copies, *network.input_shape).contiguous()
        self._kept: dict[Path, torch.Tensor] = {}
        self._nodes: dict[Path, PassedNode] = {}
        self._shares: torch.Tensor | None = None
        self._run(self._names.keys() | {ROOT}, is_first=True)

    def answer(self, request: PassPicture) -> PicturePassed:
        """Return what is told of it."""
        names, shares = self._source.class_names, self._shares
        return PicturePassed(
            picture=self._source.told,
            nodes=tuple(self._nodes[path] for path in sorted(self._nodes)),
            maps=tuple(self._sent(request.maps)),
            weights_origin=self._network.origin,
            kernels=self._kernels(request.kernels_of),
            shares=None if shares is None else tensor_of(shares.numpy(), "float32"),
            class_names=names if shares is not None and len(names) == len(shares) else (),
            notices=self._network.notices + self._source.notices,
        )

    def _run(self, wanted: Iterable[Path], *, is_first: bool = False) -> dict[Path, torch.Tensor]:
        """Send the picture through; return the outputs that were wanted, as many as are kept.

        Args:
            wanted: Of which layers and blocks.
            is_first: Sums are taken of all of them as well.
        """
        outputs, room, missing = {}, _MOST_KEPT, set(wanted)
        names = {self._names[path]: path for path in missing if path != ROOT}

        def take(path: Path, output: torch.Tensor) -> None:
            nonlocal room
            shown = self._without_batch(path, output)
            if is_first:
                self._nodes[path] = _sums(path, shown)
            size = shown.numel() * shown.element_size()
            if size <= room or not is_first:
                room -= size
                # A layer behind it may work in place.
                outputs[path] = shown.clone()
            if not is_first and path != ROOT and len(outputs) == len(missing):
                raise _EnoughError

        with ExitStack() as hooks, torch.inference_mode():
            for name, path in names.items():
                module = self._model.get_submodule(name)
                handle = module.register_forward_hook(
                    lambda _module, _inputs, output, path=path: take(path, _first(output))
                )
                hooks.callback(handle.remove)
            hooks.callback(
                _stop_at(self._result.failure, self._model, self._document.network.steps)
            )
            if ROOT in missing:
                take(ROOT, self._batch)
            end = self._through()
        if is_first:
            self._kept = outputs
            if end is not None and end.ndim == _MAP_AXES:
                self._shares = shares_of(end[:1], self._document.training.loss)[0]
        return outputs

    def _through(self) -> torch.Tensor | None:
        """Return the network's output; None if it fails before."""
        try:
            with told_of_memory():
                return _first(self._model(self._batch))
        except (_FailureReachedError, _EnoughError):
            return None

    def _without_batch(self, path: Path, output: torch.Tensor) -> torch.Tensor:
        """Return the first picture's output; all of it where a layer has joined the batch."""
        return output if tuple(output.shape) == self._shapes.get(path) else output[0]

    def _sent(self, asked: Iterable[AskedMaps]) -> Iterable[SentMaps]:
        known = [maps for maps in asked if maps.path in self._nodes]
        missing = {maps.path for maps in known} - self._kept.keys()
        again = self._run(missing) if missing else {}
        for maps in known:
            output = self._kept.get(maps.path)
            yield _maps_of(again[maps.path] if output is None else output, maps)

    def output(self, path: Path) -> torch.Tensor:
        """Return an output, without the batch."""
        kept = self._kept.get(path)
        return self._run([path])[path] if kept is None else kept

    def _kernels(self, path: Path | None) -> Tensor | None:
        if path is None or path not in self._names:
            return None
        weight = getattr(self._model.get_submodule(self._names[path]), "weight", None)
        if not isinstance(weight, torch.Tensor) or weight.ndim != _KERNEL_RANK:
            return None
        first = weight.detach()[: max(1, MOST_SENT // max(1, weight[0].numel()))]
        return tensor_of(first.numpy(), "float32")


class _EnoughError(Exception):
    """All that was wanted has come out: the layers behind it need not compute."""


class _FailureReachedError(Exception):
    """What the network's shapes refuse is reached."""


def _stop_at(
    failure: Failure | None, model: torch.nn.Module, nodes: tuple[Node, ...]
) -> Callable[[], None]:
    """Have the model stop where its shapes fail first; return what undoes that.

    A layer that fails is not entered. A block whose ways cannot be joined is left before that.
    """

    def stop(*_: object) -> None:
        raise _FailureReachedError

    if failure is None:
        return lambda: None
    names = {path: name for path, _, name in names_within(None, nodes)}
    if isinstance(failure, LayerFailure) or not failure.block.children:
        return model.get_submodule(names[failure.path]).register_forward_pre_hook(stop).remove
    last_way = (*failure.path, len(failure.block.children) - 1)
    return model.get_submodule(names[last_way]).register_forward_hook(stop).remove


def _first(output: torch.Tensor | tuple[torch.Tensor, ...]) -> torch.Tensor:
    """Return an output; of a pooling that returns indices as well, what it pooled."""
    return output if isinstance(output, torch.Tensor) else output[0]


def _sums(path: Path, output: torch.Tensor) -> PassedNode:
    """Return what is told of an output, without its batch."""
    maps, unknown, low, high = _as_maps(output), 0, 0.0, 0.0
    if output.numel():
        low, high = (float(end) for end in output.aminmax())
    if not (math.isfinite(low) and math.isfinite(high)):  # seldom: it takes several passes
        finite = output[output.isfinite()]
        unknown = output.numel() - finite.numel()
        low, high = (float(end) for end in finite.aminmax()) if finite.numel() else (0.0, 0.0)
    zeros = (maps == 0).sum(dim=(1, 2))
    return PassedNode(
        path=path,
        shape=tuple(output.shape),
        low=low,
        high=high,
        zeros=int(zeros.sum()),
        empty=int((zeros == maps[0].numel()).sum()) if len(maps) else 0,
        not_finite=unknown,
    )


def _as_maps(output: torch.Tensor) -> torch.Tensor:
    """Return an output as maps, rows and columns; of more axes all rows stand below each other."""
    if not output.ndim:
        return output.reshape(1, 1, 1)
    columns = output.shape[-1] if output.ndim > 1 else 1
    rows = math.prod(output.shape[1:-1])
    return output.reshape(len(output), rows, columns)


def _maps_of(output: torch.Tensor, asked: AskedMaps) -> SentMaps:
    """Return some maps of an output as they are sent."""
    shown = output if output.ndim else output[None]
    each = max(1, shown[0].numel()) if len(shown) else 1
    side = asked.side or (math.isqrt(MOST_SENT) if each > MOST_SENT else 0)
    longest = max(shown.shape[1:], default=1)
    is_reduced = bool(side) and longest > side
    most = MOST_SENT // (side * side if is_reduced else each)
    chosen = shown[asked.first : asked.first + max(1, min(asked.count, most))].float()
    known = chosen.flatten(1) if chosen.ndim > 1 else chosen[:, None]
    lows, highs = _ends(known)
    if is_reduced:
        chosen = _reduced(_as_maps(chosen), side)
    return SentMaps(
        path=asked.path,
        first=asked.first,
        side=asked.side,
        values=tensor_of(chosen.numpy(), "float32"),
        lows=tensor_of(lows.numpy(), "float32"),
        highs=tensor_of(highs.numpy(), "float32"),
    )


def _ends(numbers: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the smallest and the largest finite number of each row; 0 where there is none."""
    if not numbers.numel():
        nothing = numbers.new_zeros(len(numbers))
        return nothing, nothing
    is_finite = numbers.isfinite()
    lows = numbers.where(is_finite, numbers.new_tensor(math.inf)).amin(dim=1)
    highs = numbers.where(is_finite, numbers.new_tensor(-math.inf)).amax(dim=1)
    return lows.nan_to_num(posinf=0.0), highs.nan_to_num(neginf=0.0)


def _reduced(maps: torch.Tensor, side: int) -> torch.Tensor:
    """Return means of maps, at most so many rows and columns of them."""
    rows, columns = maps.shape[1:]
    share = side / max(rows, columns)
    sizes = max(1, round(rows * share)), max(1, round(columns * share))
    return torch.nn.functional.adaptive_avg_pool2d(maps, sizes)
