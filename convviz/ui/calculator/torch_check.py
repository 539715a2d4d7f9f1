"""Asks the engine for torch's values of what is shown, and compares them with our own."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.shown_layers import torch_shape
from convviz.protocol.document import UPSTREAM
from convviz.protocol.layer_plain import layer_to_plain
from convviz.protocol.messages.engine_layers import ComputeLayer, LossOfOutput, Part
from convviz.stepping.agreement import (
    Agreement,
    AgreementState,
    compare,
    compare_gradients,
    compare_indices,
)
from convviz.stepping.scene.scene import output_without_padding
from convviz.ui.processes.engine_keeper import EngineState
from convviz.ui.processes.stored_parts import stored_part
from convviz.values.tensors import array_of, tensor_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from convviz.protocol.document import Calculator
    from convviz.protocol.messages.common import Problem
    from convviz.protocol.messages.engine_layers import LayerValues
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.worked.backward.beginning import LossBeginning
    from convviz.stepping.worked.backward.gradient_working import GradientWorking
    from convviz.ui.processes.engine_client import EngineClient
    from convviz.ui.processes.reply import Reply

T = TypeVar("T")

_WAITING: Final = {
    EngineState.STARTING: AgreementState.ENGINE_STARTING,
    EngineState.RESTARTING: AgreementState.ENGINE_LOST,
    EngineState.STOPPED: AgreementState.ENGINE_STARTING,
    EngineState.FAILED: AgreementState.ENGINE_LOST,
}

_UNREADABLE: Final = {
    code.value
    for code in (
        ErrorCode.NUMBERS_FILE_MISSING,
        ErrorCode.NUMBERS_FILE_CHANGED,
        ErrorCode.FILE_UNREADABLE,
    )
}
"""What became of a file that was read here: its numbers are sent, then."""


class TorchCheck(QObject):
    """Keeps an :class:`Agreement` about the scene that is shown.

    The request goes out when the event loop is next idle, so that the drawing comes first.

    Signals:
        agreed(Agreement): Another state.
        output_ready(object): Torch's output, where our own values were left to it.
        gradients_ready(object): Torch's gradients by name, where ours were left to it.
    """

    agreed = Signal(object)
    output_ready = Signal(object)
    gradients_ready = Signal(object)

    def __init__(self, engine: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._scene: Scene | None = None
        self._working: GradientWorking | None = None
        self._compared: Calculator | None = None  # of which gradients were asked for last
        self._upstream: NDArray[np.float64] | None = None  # that they were asked for
        self._reply: Reply | None = None
        self._sends_all = False
        self._in_float32: Agreement | None = None  # what differs there: float64 is asked, too
        self._agreement = Agreement(AgreementState.COMPUTING)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)
        engine.state_changed.connect(self._on_state)

    @property
    def agreement(self) -> Agreement:
        """What is known now."""
        return self._agreement

    def check(self, scene: Scene) -> None:
        """Ask torch about another scene."""
        self._cancel()
        self._scene, self._sends_all = scene, False
        self._in_float32 = None
        self._settle(self._pending(scene))
        self._soon.start()

    def show_working(self, working: GradientWorking | None) -> None:
        """Compare the gradients of a backward pass, too; None for no such pass."""
        self._working = working
        if working is None or self._scene is None or self._is_compared(working):
            return
        if working.calculator is self._scene.calculator:
            self._soon.start()

    def _is_compared(self, working: GradientWorking) -> bool:
        """Return whether torch was asked for the same gradients last."""
        upstream = self._upstream
        return (
            working.calculator is self._compared
            and upstream is not None
            and np.array_equal(working.upstream, upstream, equal_nan=True)
        )

    def forget(self) -> None:
        """There is nothing to check: the settings are refused, or too large to draw."""
        self._scene = None
        self._soon.stop()
        self._cancel()

    def _cancel(self) -> None:
        """Hear nothing more of what was shown before."""
        if self._reply is not None:
            self._reply.cancel()
            self._reply = None

    def _pending(self, scene: Scene) -> Agreement:
        state = _WAITING.get(self._engine.state, AgreementState.COMPUTING)
        return Agreement(state, scene.output_shape)

    def _ask(self) -> None:
        self._in_float32 = None
        self._send()

    def _send(self) -> None:
        if self._scene is not None:
            working = self._working
            self._compared = None if working is None else working.calculator
            self._upstream = None if working is None else working.upstream
            request = request_of(
                self._scene,
                working,
                sends_all=self._sends_all,
                in_float64=self._in_float32 is not None,
            )
            self._reply = self._engine.ask(self, request, instead_of=self._reply)
            self._reply.answered.connect(self._on_values)
            self._reply.failed.connect(self._on_failed)

    def _on_values(self, values: LayerValues) -> None:
        scene = self._scene
        if scene is None:
            return
        try:
            output = array_of(values.output)
            indices = None if values.indices is None else array_of(values.indices)
        except ConvVizError:
            return
        if output.shape == torch_shape(scene.layer, scene.output_shape):
            output = output.reshape(scene.output_shape)
        is_first = self._in_float32 is None
        if is_first and scene.output is None and output.shape == scene.output_shape:
            self.output_ready.emit(output)
        skipping = output_without_padding(scene)
        rounding = scene.layer.rounding(scene.calculator.input_shape)
        agreement = compare(
            scene.output_shape, scene.output, output, values.device, skipping, rounding
        )
        agreement = compare_indices(agreement, scene.indices, indices)
        self._take(self._with_gradients(agreement, values))

    def _take(self, agreement: Agreement) -> None:
        """Settle what is known; of numbers that differ, ask in float64 whether that is rounding."""
        scene, before = self._scene, self._in_float32
        if before is not None:
            self._in_float32 = None
            is_rounding = agreement.state is AgreementState.AGREES
            rounded = dataclasses.replace(agreement, in_float32=before.is_off_by)
            self._settle(rounded if is_rounding else before)
        elif scene is not None and agreement.is_by_numbers and not _draws(scene):
            self._in_float32 = agreement
            self._send()
        else:
            self._settle(agreement)

    def _with_gradients(self, agreement: Agreement, values: LayerValues) -> Agreement:
        """Return what is known with the gradients compared, if they were asked for."""
        working = self._working
        if working is None or not values.gradients:
            return agreement
        try:
            theirs = {name: array_of(sent) for name, sent in values.gradients.items()}
        except ConvVizError:
            return agreement
        agreement = compare_gradients(
            agreement,
            _called(working, working.own_gradients),
            _called(working, theirs),
            _called(working, working.undefined()),
        )
        if not working.gradients and self._in_float32 is None:
            self.gradients_ready.emit(theirs)
        return agreement

    def _on_failed(self, problem: Problem) -> None:
        if self._scene is not None:
            if not self._sends_all and problem.code in _UNREADABLE:
                self._sends_all = True
                self._send()
                return
            if self._in_float32 is not None:
                before, self._in_float32 = self._in_float32, None
                self._settle(before)
                return
            shape = self._scene.output_shape
            self._settle(Agreement(AgreementState.TORCH_REFUSES, shape, problem=problem))

    def _on_state(self, _state: EngineState) -> None:
        done = self._agreement.torch_shape or self._agreement.problem is not None
        if self._scene is not None and not done:
            self._settle(self._pending(self._scene))

    def _settle(self, agreement: Agreement) -> None:
        self._agreement = agreement
        self.agreed.emit(agreement)


def request_of(
    scene: Scene,
    working: GradientWorking | None = None,
    *,
    sends_all: bool = False,
    in_float64: bool = False,
) -> ComputeLayer:
    """Return what torch is asked about a scene, whose numbers are float32's.

    Args:
        scene: What is shown.
        working: Its backward pass; None unless its gradients are wanted.
        sends_all: Send also the numbers that lie in a file, which the engine reads itself
            otherwise: to send very many takes long.
        in_float64: Whether torch is to compute in float64.
    """

    def part(name: str, numbers: NDArray[np.float64]) -> Part:
        recipe = scene.calculator.recipe_of(name)
        stored = None if sends_all else stored_part(recipe, numbers.shape, name)
        own = "int64" if numbers.dtype == np.int64 else floats
        return stored or tensor_of(numbers, own)

    floats = "float64" if in_float64 else "float32"
    shape = torch_shape(scene.layer, scene.plain_input.shape)
    beginning = None if working is None else working.beginning
    return ComputeLayer(
        layer_to_plain(scene.layer),
        part("input", scene.plain_input.reshape(shape)),
        {name: part(name, numbers) for name, numbers in scene.plain_weights.items()},
        scene.calculator.output_size,
        scene.calculator.mode,
        part(UPSTREAM, working.upstream) if working is not None and beginning is None else None,
        None if beginning is None else _loss_of(beginning, floats),
        in_float64,
    )


def _draws(scene: Scene) -> bool:
    """Return whether numbers are drawn by chance: in float64 torch draws others."""
    return scene.layer.draws_in(training=scene.calculator.mode.training)


def _loss_of(beginning: LossBeginning, floats: str) -> LossOfOutput:
    """Return the loss at which torch is to begin.

    Args:
        beginning: The loss.
        floats: The type of numbers that are no integers.
    """
    passed = beginning.passed
    target = passed.weights["target"]
    kind = "int64" if target.dtype == np.int64 else floats
    return LossOfOutput(
        layer_to_plain(beginning.loss), passed.values.shape, tensor_of(target, kind)
    )


def _called(working: GradientWorking, by_name: Mapping[str, T]) -> dict[str, T]:
    """Return something of each tensor by what torch calls it."""
    called = working.scene.layer.called
    return {called(name): known for name, known in by_name.items()}
