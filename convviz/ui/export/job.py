"""One export in the window: painted step by step from the event loop, encoded beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from convviz.core.errors import ConvVizError, ErrorCode
from convviz.protocol.files import write_file
from convviz.stepping.scene.scene import Scene
from convviz.ui.error_sentences import error_sentence
from convviz.ui.export.animation import check_animation
from convviz.ui.export.encoder_messages import (
    Encoded,
    EncoderAnswer,
    EncoderBegin,
    EncoderBegun,
    EncoderFinish,
    EncoderWrite,
    FrameTaken,
    Written,
    encoder_replies,
)
from convviz.ui.export.formats import ExportFormat
from convviz.ui.export.formula_strip import strip_parts
from convviz.ui.export.frames import FrameMaker, Pixels, commonest
from convviz.ui.export.look import ExportLook, ExportTiming
from convviz.ui.export.stage import ExportStage
from convviz.ui.export.stills import still_bytes
from convviz.ui.export.texts import code_text, latex_text
from convviz.ui.processes.asked_process import AskedProcess
from convviz.ui.processes.child_process import python_command
from convviz.ui.stepper.views.step_view import ViewEntry
from convviz.ui.widgets.formula_source import FormulaDrawing, formula_source

if TYPE_CHECKING:
    from convviz.protocol.messages.common import Problem
    from convviz.ui.export.encoder_messages import EncoderRequest

_MOST_WAITING: Final = 3
"""Frames that are on their way to the encoder: enough to keep it busy, few enough for memory."""


@dataclass(frozen=True, slots=True, eq=False)
class ExportOrder:
    """What is to be exported.

    Attributes:
        scene: What is shown.
        path: The file.
        format: Its format.
        look: How a step looks.
        timing: How an animation runs.
        steps: Numbers of the steps, from 0; one for a still drawing.
        view: How the steps are shown; None for the grids.
    """

    scene: Scene
    path: Path
    format: ExportFormat
    look: ExportLook
    timing: ExportTiming
    steps: Sequence[int]
    view: ViewEntry | None = None

    @property
    def needs_encoder(self) -> bool:
        """Whether pixels are to be compressed, which takes long."""
        return self.format.is_animation or self.format is ExportFormat.PNG


class ExportJob(QObject):
    """Carries out one order. One signal of finished, failed and cancelled ends it.

    Signals:
        progressed(int): So many frames are encoded.
        finished(int): The file is written; its bytes.
        failed(str): A sentence; no file was changed.
        cancelled(): No file was changed.
    """

    progressed = Signal(int)
    finished = Signal(int)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(
        self, order: ExportOrder, parent: QObject | None = None, command: list[str] | None = None
    ) -> None:
        """Prepare a job; nothing is done yet.

        Args:
            order: What to do.
            parent: The owner.
            command: What to start for encoding; None takes the helper.
        """
        super().__init__(parent)
        self._order = order
        self._command = command or python_command("convviz.ui.export.encoder_process")
        self._formulas = formula_source()
        self._child: AskedProcess | None = None
        self._maker: FrameMaker | None = None
        self._places: list[int] = []
        self._samples: list[Pixels] = []
        self._sent = self._taken = self._size = 0
        self._is_over = self._is_writing = False
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._advance)
        self._next: Callable[[], None] = self._prepare

    @property
    def order(self) -> ExportOrder:
        """What it carries out."""
        return self._order

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return not self._is_over and (self._timer.isActive() or self._child is not None)

    def start(self) -> None:
        """Begin; the window stays alive meanwhile."""
        order = self._order
        if order.look.has_formula and not order.format.is_text:
            self._formulas.attach(self)
            self._formulas.rendered.connect(self._request_formula)
        self._timer.start()

    def cancel(self) -> None:
        """End without a file. Once the file is being written, which is short, it is too late."""
        if not self._is_over and not self._is_writing:
            self._end()
            self.cancelled.emit()

    def _advance(self) -> None:
        try:
            self._next()
        except ConvVizError as error:
            self._fail(error_sentence(error))

    def _prepare(self) -> None:
        order = self._order
        if order.format.is_text:
            is_latex, scene = order.format is ExportFormat.LATEX, order.scene
            text = latex_text(scene) if is_latex else code_text(scene, order.view)
            self._write(text.encode())
            return
        if order.needs_encoder:
            check_animation(order.format, order.look, len(order.steps))
            self._start_encoder()
        self._next = self._make_stage
        if order.look.has_formula and not self._request_formula():
            self._timer.stop()  # until the last formula is there

    def _request_formula(self, _latex: str = "") -> bool:
        """Ask for the next formula that is missing; return whether none is."""
        for part in strip_parts(self._order.scene):
            if self._formulas.drawing(part.latex) is None:
                self._formulas.request(self, part.latex)
                return False
        if not self._is_over and self._next == self._make_stage:
            self._timer.start()
        return True

    def _make_stage(self) -> None:
        order = self._order
        stage = ExportStage(order.scene, order.look, self._formula, order.view)
        if not order.needs_encoder:
            self._write(still_bytes(stage, order.steps[0], order.format))
            return
        self._maker = FrameMaker(stage, order.steps, order.timing)
        self._places = self._maker.sample_places if order.format is ExportFormat.GIF else []
        self._next = self._sample if self._places else self._begin

    def _sample(self) -> None:
        if self._maker is not None:
            self._samples.append(self._maker.sample(self._places[len(self._samples)]))
        if len(self._samples) == len(self._places):
            self._next = self._begin

    def _begin(self) -> None:
        order = self._order
        colours = commonest(self._samples) if self._samples else []
        width, height = order.look.pixel_size
        path, loops = str(order.path), order.timing.loops
        self._send(EncoderBegin(order.format.value, width, height, loops, colours, path))
        self._next = self._paint_frame

    def _paint_frame(self) -> None:
        maker = self._maker
        if maker is None or self._sent - self._taken >= _MOST_WAITING:
            self._timer.stop()  # until a frame is taken
            return
        self._send(maker.change(self._sent))
        self._sent += 1
        if self._sent == len(maker):
            self._timer.stop()
            self._send(EncoderFinish())

    def _formula(self, latex: str) -> FormulaDrawing:
        return self._formulas.drawing(latex) or FormulaDrawing("")

    def _start_encoder(self) -> None:
        child = AskedProcess(self.tr("The encoder"), encoder_replies.decode, self)
        self._child = child
        child.start(self._command)

    def _send(self, request: EncoderRequest) -> None:
        if self._child is not None:
            reply = self._child.ask(self, request)
            reply.answered.connect(self._on_answer)
            reply.failed.connect(self._on_refusal)

    def _on_answer(self, answer: EncoderAnswer) -> None:
        match answer:
            case EncoderBegun():
                pass
            case FrameTaken():
                self._taken += 1
                self.progressed.emit(self._taken)
                if self._maker is not None and self._sent < len(self._maker):
                    self._timer.start()
            case Encoded():
                self._size, self._is_writing = answer.size, True
                self._send(EncoderWrite())
            case Written():
                self._succeed(self._size)

    def _on_refusal(self, problem: Problem) -> None:
        sentence = error_sentence(problem.error())
        if problem.code == ErrorCode.PROCESS_ENDED:
            what = problem.facts["outcome"]
            sentence = self.tr("{what} No file was written.").format(what=what)
        self._fail(sentence)

    def _write(self, data: bytes) -> None:
        write_file(self._order.path, data)
        self._succeed(len(data))

    def _succeed(self, size: int) -> None:
        self._end()
        self.finished.emit(size)

    def _fail(self, sentence: str) -> None:
        self._end()
        self.failed.emit(sentence)

    def _end(self) -> None:
        self._is_over = True
        self._timer.stop()
        self._formulas.request(self, "")
        self._maker = None
        child, self._child = self._child, None
        if child is not None:
            child.dismiss(at_once=not self._is_writing)
