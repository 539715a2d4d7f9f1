"""One layer's values, by the torch module itself."""

from __future__ import annotations

import time
import warnings
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import msgspec
import torch

from convviz.core.errors import ComputeError, ErrorCode
from convviz.core.layers.tensor_forms import TensorForm
from convviz.core.unpooling import infer_computed, takes_output_size
from convviz.engine.compute.devices import resolve_device, use_threads_for
from convviz.engine.compute.drawn_numbers import drawing_from
from convviz.engine.compute.layer_gradients import autograd_of, from_loss, from_numbers
from convviz.engine.compute.memory import check_memory
from convviz.engine.compute.module_builder import build_module, load_weights, refusal
from convviz.engine.compute.optimiser_module import OptimiserModule
from convviz.engine.compute.received_parts import received
from convviz.protocol.layer_plain import opened_from_plain
from convviz.protocol.messages.common import Problem
from convviz.protocol.messages.engine_layers import ComputeLayer, LayerValues
from convviz.values.gradients.moves import has_empty_window
from convviz.values.tensors import tensor_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from convviz.core.layers import Layer, Shape
    from convviz.protocol.messages.engine_layers import Part

_CPU = torch.device("cpu")


class LayerComputer:
    """Computes layers without a batch, in float32 unless float64 is asked for.

    Attributes:
        device: Where it computes, unless memory or an operation is missing there.
    """

    def __init__(self, device: torch.device | None = None) -> None:
        """Choose the device.

        Args:
            device: The best there is if None.
        """
        self.device = resolve_device("auto") if device is None else device
        # Without this cuDNN rounds to 10 bits, and torch would seem to disagree with arithmetic.
        torch.backends.cudnn.allow_tf32 = False

    def compute(self, request: ComputeLayer) -> LayerValues:
        """Return a layer's output.

        Raises:
            ConvVizError: the layer is malformed, or refuses its parameters or its input;
                NOT_ENOUGH_MEMORY, OUT_OF_MEMORY, TORCH_REFUSED; NUMBERS_FILE_MISSING,
                NUMBERS_FILE_CHANGED, FILE_UNREADABLE: numbers that were not sent.
        """
        layer = opened_from_plain(request.layer)
        shape = request.input.shape
        forms = {name: _form(request.weights[name]) for name in layer.takes_forms}
        output_shape = infer_computed(
            layer, shape, request.output_size, forms, training=request.mode.training
        )
        check_memory(layer, shape, output_shape)
        use_threads_for(layer.mult_adds(shape))
        # What is drawn by chance is the same on every machine only on a CPU.
        draws = layer.draws_in(training=request.mode.training)
        device = _CPU if draws or request.in_float64 else self.device
        try:
            return _compute_on(device, layer, request)
        except ComputeError as error:
            if device == _CPU:
                raise
            notice = Problem.of(error)
        values = _compute_on(_CPU, layer, request)
        return msgspec.structs.replace(values, notices=(notice,))


def _compute_on(device: torch.device, layer: Layer, request: ComputeLayer) -> LayerValues:
    """Compute a layer on a device.

    An AcceleratorError passes through: after it the device is lost to this process.
    """
    try:
        module = build_module(layer, _floats(request)).train(request.mode.training)
        tensors = {name: _tensor(part, request) for name, part in request.weights.items()}
        beside = [tensors.pop(name).to(device) for name in layer.takes]
        if isinstance(module, OptimiserModule):
            module.forgets, module.function = request.mode.zero_grad, request.mode.function
        load_weights(module, layer, tensors)
        module.to(device)
        numbers = _tensor(request.input, request).to(device)
        begin = _beginning(request, device)
        # In place, a layer writes over its input, from which the way back begins anew.
        given = numbers if begin is None else numbers.clone()
        started = time.perf_counter()
        with _without_gradients(request), _chance(layer, request):
            output, indices = _forward(layer, module, given, beside, request.output_size)
        # Copying the output waits for a device that computes behind our back.
        sent = tensor_of(output.detach().cpu().numpy())
        milliseconds = 1000 * (time.perf_counter() - started)
        winners = None if indices is None else tensor_of(indices.cpu().numpy())
        gradients = {}
        # WORKAROUND torch 2.13: of a window without a real cell the index lies outside the input,
        # and max pooling's backward writes there, into memory that is not its own.
        spatial = tuple(numbers.shape[-layer.rank :]) if layer.rank else ()
        if begin is not None and not has_empty_window(layer, spatial):

            def again(given: torch.Tensor) -> torch.Tensor:
                return _forward(layer, module, given, beside, request.output_size)[0]

            with _chance(layer, request):
                named = dict(zip(layer.takes, beside, strict=True))
                learned = {n: named[n] for n in layer.learned_tensors if n in named}
                gradients = autograd_of(again, module, numbers, begin, learned)
    except torch.AcceleratorError:
        raise
    except MemoryError as error:
        raise ComputeError(ErrorCode.OUT_OF_MEMORY, device=str(device)) from error
    except (RuntimeError, ValueError, TypeError) as error:
        if _is_want_of_memory(error):
            raise ComputeError(ErrorCode.OUT_OF_MEMORY, device=str(device)) from error
        raise refusal(layer, error) from error
    return LayerValues(sent, str(device), milliseconds, winners, gradients=gradients)


def _beginning(
    request: ComputeLayer, device: torch.device
) -> Callable[[torch.Tensor], torch.Tensor | None] | None:
    """Return what goes back from the layer's output; None where no gradients are wanted."""
    if request.loss is not None:
        criterion = build_module(opened_from_plain(request.loss.loss), _floats(request)).to(device)
        target = _tensor(request.loss.target, request).to(device)
        return from_loss(criterion, request.loss.shape, target)
    if request.grad_output is not None:
        return from_numbers(_tensor(request.grad_output, request).to(device))
    return None


def _without_gradients(request: ComputeLayer) -> AbstractContextManager[Any]:
    """Return what has torch remember nothing for a backward, unless an optimiser needs one."""
    return torch.enable_grad() if request.mode.function else torch.inference_mode()


def _chance(layer: Layer, request: ComputeLayer) -> AbstractContextManager[None]:
    """Return what has a layer draw by the seed, where it draws."""
    draws = layer.draws_in(training=request.mode.training)
    return drawing_from(request.mode.seed) if draws else nullcontext()


def _forward(
    layer: Layer,
    module: torch.nn.Module,
    numbers: torch.Tensor,
    beside: list[torch.Tensor],
    output_size: Shape | None,
) -> tuple[torch.Tensor, torch.Tensor | None]:
    """Return a layer's output and the indices of maxima, where there are any."""
    if takes_output_size(layer):
        maxima, indices = build_module(layer.pooling())(numbers)
        return module(maxima, indices, output_size), indices
    with warnings.catch_warnings():
        # Of a dimension that torch chooses: what is worth knowing names it.
        warnings.filterwarnings("ignore", "Implicit dimension choice", UserWarning)
        # Of vectors and volumes, whose channels it drops all the same.
        warnings.filterwarnings("ignore", "dropout2d: Received", UserWarning)
        # Of a target that is repeated, likewise.
        warnings.filterwarnings("ignore", "Using a target size", UserWarning)
        result = module(numbers, *beside)
    return result if isinstance(result, tuple) else (result, None)


def _is_want_of_memory(error: Exception) -> bool:
    """Return whether torch found no memory; on a CPU it raises a plain RuntimeError then."""
    return isinstance(error, torch.OutOfMemoryError) or "can't allocate memory" in str(error)


def _form(part: Part) -> TensorForm:
    return TensorForm(part.shape, getattr(part, "dtype", "float32") == "int64")


def _floats(request: ComputeLayer) -> torch.dtype:
    return torch.float64 if request.in_float64 else torch.float32


def _tensor(part: Part, request: ComputeLayer) -> torch.Tensor:
    """Return numbers that were sent, with as many digits as are asked for."""
    return torch.from_numpy(received(part, in_float64=request.in_float64))
