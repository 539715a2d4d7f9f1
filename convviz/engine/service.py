"""The engine: answers the window's questions with torch. Run as ``python -m``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from convviz.engine.compute.memory import spare_others_when_memory_runs_out
from convviz.protocol.child_io import ChildChannel, answer_requests, die_with_parent, run_child
from convviz.protocol.messages.engine import (
    DescribeDevices,
    Devices,
    EngineAnswer,
    EngineAsk,
    EngineReady,
    EngineRequest,
    TryWays,
    WaysTried,
    engine_requests,
)
from convviz.protocol.messages.engine_files import (
    ApplyWeights,
    OnnxWritten,
    ProgramRead,
    ReadProgram,
    TakeWeights,
    WeightsApplied,
    WeightsWritten,
    WriteOnnx,
    WriteWeights,
)
from convviz.protocol.messages.engine_layers import ComputeLayer, LayerOpened, OpenLayer
from convviz.protocol.messages.engine_pictures import (
    ClassifyPicture,
    GradientsTraced,
    JudgeTestPictures,
    LookAtData,
    LookInsideResult,
    PassPicture,
    PicturePassed,
    ReadPictures,
    TraceGradients,
)

if TYPE_CHECKING:
    from convviz.engine.compute.layer_values import LayerComputer


def serve(channel: ChildChannel[EngineAsk]) -> None:
    """Load torch, then answer in order until stdin ends.

    A window sends a request only after the answer to the one before, so nothing that was
    superseded meanwhile is ever computed.

    Raises:
        InputEndedError: Stdin is at its end.
        GarbageError: What came is no message.
        torch.AcceleratorError: The device is lost to this process; a fresh one may have it.
    """
    import torch

    from convviz.engine.compute.layer_values import LayerComputer

    computer = LayerComputer()
    channel.send(EngineReady(str(torch.__version__), str(computer.device)))
    answer_requests(
        channel,
        lambda request, _tell_progress: answer(computer, request),
        fatal=(torch.AcceleratorError,),
    )


def answer(computer: LayerComputer, request: EngineRequest) -> EngineAnswer:
    """Return the answer to one request.

    Raises:
        ConvVizError: there is none.
    """
    match request:
        case ComputeLayer():
            return computer.compute(request)
        case DescribeDevices() | TryWays():
            return _about_this_computer(request)
        case OpenLayer() | PassPicture() | TraceGradients():
            return _inside_the_network(request)
        case ApplyWeights() | TakeWeights() | WriteWeights() | WriteOnnx() | ReadProgram():
            return _about_files(request)
        case LookAtData():
            from convviz.engine.compute.seen_data import look_at_data

            return look_at_data(request)
        case JudgeTestPictures() | ReadPictures() | ClassifyPicture() | LookInsideResult():
            from convviz.engine.compute.judged_pictures import answer_about_pictures

            return answer_about_pictures(request)


def _inside_the_network(
    request: OpenLayer | PassPicture | TraceGradients,
) -> LayerOpened | PicturePassed | GradientsTraced:
    """Return what a layer of a network has, what all make of a picture, or what they learn."""
    if isinstance(request, OpenLayer):
        from convviz.engine.compute.opened_layer import open_layer

        return open_layer(request)
    if isinstance(request, TraceGradients):
        from convviz.engine.compute.gradient_graph import trace_gradients

        return trace_gradients(request)
    from convviz.engine.compute.passed_picture import pass_picture

    return pass_picture(request)


def _about_files(
    request: ApplyWeights | TakeWeights | WriteWeights | WriteOnnx | ReadProgram,
) -> WeightsApplied | WeightsWritten | OnnxWritten | ProgramRead:
    """Return the answer to a request about files of weights, of ONNX or of torch.export."""
    if isinstance(request, ReadProgram):
        from convviz.engine.compute.read_program import read_program

        return read_program(request)
    if isinstance(request, WriteOnnx):
        from convviz.engine.compute.onnx_files import write_onnx

        return write_onnx(request)
    from convviz.engine.compute.weights_files import answer_about_weights

    return answer_about_weights(request)


def _about_this_computer(request: DescribeDevices | TryWays) -> Devices | WaysTried:
    """Return its devices, or what is known of ways to compute on one.

    The first way of which nothing is known is tried meanwhile, in a process of its own.
    """
    from convviz.engine.compute.devices import list_devices, resolve_device
    from convviz.engine.soundness import finding_so_far

    if isinstance(request, DescribeDevices):
        return Devices(list_devices())
    device, found = str(resolve_device(request.device)), {}
    for way in request.ways:
        known = finding_so_far(device, way)
        if known is None:
            break
        found[way] = known
    return WaysTried(found)


def main() -> int:
    """Run the engine over stdin and stdout; return the exit code."""
    die_with_parent()
    spare_others_when_memory_runs_out()
    # The end of stdin ends the engine at once, in whatever computation it is.
    return run_child(engine_requests.decode, serve, at_end=lambda: os._exit(0))


if __name__ == "__main__":
    sys.exit(main())
