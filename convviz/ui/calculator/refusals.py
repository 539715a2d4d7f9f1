"""Shows settings that are refused, or too large to draw: what they are, and that nothing plays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from convviz.core.errors import ConvVizError
from convviz.core.torch_code import layer_call
from convviz.stepping.scene.refused_scene import refused_scene
from convviz.ui.calculator.refusal import INPUT_SHAPE, refused_setting
from convviz.ui.widgets.number_texts import number_text, shape_text

if TYPE_CHECKING:
    from convviz.protocol.document import Calculator
    from convviz.stepping.scene.extent import TooLargeError
    from convviz.ui.calculator.call_bar import CallBar
    from convviz.ui.calculator.side_panel import SidePanel
    from convviz.ui.stepper.player import Player
    from convviz.ui.stepper.step_panel import StepPanel
    from convviz.ui.stepper.timeline import Timeline
    from convviz.ui.stepper.views.step_views import StepViews


class Refusals(QObject):
    """Puts a refusal where a scene would be: picture, sum, player, fields and explanation."""

    def __init__(
        self,
        call_bar: CallBar,
        views: StepViews,
        step_panel: StepPanel,
        timeline: Timeline,
        player: Player,
        side: SidePanel,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._call_bar = call_bar
        self._views = views
        self._step_panel = step_panel
        self._timeline = timeline
        self._player = player
        self._side = side
        self._last: Calculator | None = None
        call_bar.unread_changed.connect(self._show_unread)

    def end(self, calculator: Calculator) -> None:
        """Show that these settings work."""
        self._last = calculator
        self._call_bar.notes.blame("", "")
        self._timeline.set_resting("")
        self._player.rest(rests=False)

    def show(self, calculator: Calculator, error: ConvVizError | TooLargeError) -> None:
        """Show why settings are refused, or that they are too large to draw."""
        self._side.show_refusal(calculator, error)
        self._player.rest(rests=True)
        self._step_panel.set_lines((), 1)
        if isinstance(error, ConvVizError):
            self._show_refused(calculator, error)
        else:
            self._show_too_large(calculator, error)

    def _show_refused(self, calculator: Calculator, error: ConvVizError) -> None:
        reason = self._side.problem.reason.text()
        offered = self._side.problem.offered
        name = refused_setting(calculator.layer, error, offered, self._call_bar.edited)
        self._call_bar.notes.blame(name, reason)
        self._timeline.set_resting(
            self.tr("There is nothing to play, because the settings are refused. {reason}").format(
                reason=reason
            )
        )
        picture, words = self._views.picture, ""
        scene = refused_scene(calculator, error)
        if scene is not None:
            self._views.rest()
            picture.show_refused(scene)
        else:
            self._views.rest(self._words_of_the_last())
            if not picture.show_last():
                self._views.rest(words)
        picture.card.say(
            self.tr("No output"), reason, wrong=True, wide=not picture.view.has_groups()
        )

    def _words_of_the_last(self) -> str:
        """Return what the picture shows where what is refused cannot be drawn."""
        last = self._last
        if last is None:
            return ""
        return self.tr(
            "These settings cannot be drawn. Shown are the last ones that worked: {call} on "
            "{shape}."
        ).format(call=layer_call(last.layer), shape=shape_text(last.input_shape))

    def _show_too_large(self, calculator: Calculator, error: TooLargeError) -> None:
        self._call_bar.notes.blame("", "")
        words = self.tr("There are too many cells to step through ({cells}).").format(
            cells=number_text(error.cells)
        )
        self._timeline.set_resting(words)
        self._views.rest()
        self._views.picture.show_nothing()
        title = self.tr("Input {shape}, output {output}").format(
            shape=shape_text(calculator.input_shape), output=shape_text(error.output_shape)
        )
        self._views.picture.card.say(title, words, wrong=False, wide=True)

    def _show_unread(self) -> None:
        names = {INPUT_SHAPE: self.tr("Input")}
        unread = self._call_bar.notes.unread()
        self._side.show_unread([names.get(name, name) for name in unread])
