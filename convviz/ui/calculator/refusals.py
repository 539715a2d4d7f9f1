"""Shows settings that are refused, or too large to draw: what they are, and that nothing plays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from convviz.core.code.writing import layer_call
from convviz.core.errors import ConvVizError
from convviz.core.remedies.tensors import is_of_numbers
from convviz.stepping.scene.refused_scene import refused_scene
from convviz.ui.calculator.refusal import INPUT_SHAPE, is_of_loss, refused_setting
from convviz.ui.stepper.view_state import Refusal
from convviz.ui.widgets.number_texts import number_text, shape_text

if TYPE_CHECKING:
    from convviz.protocol.document import Calculator
    from convviz.stepping.scene.extent import TooLargeError
    from convviz.ui.calculator.call_bar import CallBar
    from convviz.ui.calculator.side_panel import SidePanel
    from convviz.ui.stepper.stepper import Stepper


class Refusals(QObject):
    """Puts a refusal where a scene would be: stepper, fields and explanation."""

    def __init__(
        self, call_bar: CallBar, stepper: Stepper, side: SidePanel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._call_bar = call_bar
        self._presenter = stepper.presenter
        self._timeline = stepper.timeline
        self._side = side
        call_bar.unread_changed.connect(self._show_unread)

    def end(self) -> None:
        """Show that the settings work."""
        self._call_bar.blame("", "")
        self._timeline.set_resting("")

    def show(self, calculator: Calculator, error: ConvVizError | TooLargeError) -> None:
        """Show why settings are refused, or that they are too large to draw."""
        self._side.show_refusal(calculator, error)
        if isinstance(error, ConvVizError):
            self._presenter.refuse(self._refused(calculator, error))
        else:
            self._presenter.refuse(self._too_large(calculator, error))

    def _refused(self, calculator: Calculator, error: ConvVizError) -> Refusal:
        reason = self._side.problem.reason.text()
        offered = self._side.problem.offered
        of_loss = is_of_loss(calculator)
        call = calculator.layer if calculator.loss is None or not of_loss else calculator.loss
        name = refused_setting(call, error, offered, self._call_bar.edited)
        self._call_bar.blame(name, reason, of_loss=of_loss)
        self._timeline.set_resting(
            self.tr("There is nothing to play, because the settings are refused. {reason}").format(
                reason=reason
            )
        )
        title = self.tr("No output")
        # Of a loss the layer works: its last picture stays, in which the target can be mended.
        scene = None if of_loss else refused_scene(calculator, error)
        if scene is not None:
            return Refusal(title, reason, is_wrong=True, scene=scene)
        text = self._text_of_the_last(of_loss=of_loss)
        edits = is_of_numbers(error) and self._shows(calculator)
        return Refusal(title, reason, is_wrong=True, keeps_last=True, text=text, edits_last=edits)

    def _shows(self, calculator: Calculator) -> bool:
        """Return whether the last scene is of the same layer and shapes, whatever its numbers."""
        scene = self._presenter.state.scene
        if scene is None:
            return False
        last = scene.calculator
        return (last.layer, last.input_shape, last.forms) == (
            calculator.layer,
            calculator.input_shape,
            calculator.forms,
        )

    def _text_of_the_last(self, *, of_loss: bool) -> str:
        """Return what the drawing shows where what is refused cannot be drawn.

        Args:
            of_loss: Whether it is the loss that is refused.
        """
        last = self._presenter.state.scene
        if last is None:
            return ""
        if of_loss and last.calculator.loss is not None:
            return self.tr(
                "No backward pass can begin like this. Shown is the last one that worked: {loss}."
            ).format(loss=layer_call(last.calculator.loss))
        return self.tr(
            "These settings cannot be drawn. Shown are the last ones that worked: {call} on "
            "{shape}."
        ).format(call=layer_call(last.layer), shape=shape_text(last.calculator.input_shape))

    def _too_large(self, calculator: Calculator, error: TooLargeError) -> Refusal:
        self._call_bar.blame("", "")
        reason = self.tr("There are too many cells to step through ({cells}).").format(
            cells=number_text(error.cells)
        )
        self._timeline.set_resting(reason)
        title = self.tr("Input {shape}, output {output}").format(
            shape=shape_text(calculator.input_shape), output=shape_text(error.output_shape)
        )
        return Refusal(title, reason, is_wrong=False)

    def _show_unread(self) -> None:
        names = {INPUT_SHAPE: self.tr("Input")}
        unread = self._call_bar.unread()
        self._side.show_unread([names.get(name, name) for name in unread])
