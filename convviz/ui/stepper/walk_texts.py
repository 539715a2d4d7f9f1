"""What a walk shows, in a few sentences, where its drawing needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication

from convviz.core.code.writing import layer_call
from convviz.stepping.walks.walk import WalkForm

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer
    from convviz.core.layers.unpool import MaxUnpoolingLayer
    from convviz.stepping.steps.scatter import Scatter
    from convviz.stepping.walks.scatter import ScatterWalk
    from convviz.stepping.walks.walk import Walk
    from convviz.stepping.walks.worked import WorkedWalk
    from convviz.stepping.worked.backward.gradient_working import GradientWorking
    from convviz.stepping.worked.learning import LearnWorking
    from convviz.stepping.worked.parts import Working

translate = QCoreApplication.translate


def walk_text(walk: Walk) -> str:
    """Return a sentence or more on what is shown, translated; "" where nothing needs one."""
    if walk.form is WalkForm.STAMPS:
        return _stamps_text(cast("ScatterWalk", walk).scatter)
    if walk.form is WalkForm.PARTS:
        return _parts_text(cast("WorkedWalk", walk).working)
    return _unpooling_text(walk.scene.layer) if walk.form is WalkForm.UNPOOLING else ""


def _parts_text(working: Working) -> str:
    if working.is_lesson:
        from convviz.ui.stepper.learning_texts import learning_text  # keeps the start fast

        return learning_text(cast("LearnWorking", working))
    if not working.is_backward:
        return ""
    from convviz.ui.stepper.backward_texts import backward_text  # keeps the start fast

    return backward_text(cast("GradientWorking", working.backward_pass))


def _unpooling_text(layer: Layer) -> str:
    text = translate(
        "CalculatorViews",
        "{layer} needs indices, so the input goes through {pooling} first. Each maximum then "
        "goes back to the place that its index names; every other cell is 0.",
    )
    pooling = layer_call(cast("MaxUnpoolingLayer", layer).pooling())
    return text.format(layer=layer.type_name(), pooling=pooling)


def _stamps_text(scatter: Scatter) -> str:
    layer = scatter.layer
    sentences = [
        translate(
            "CalculatorWalks",
            "Each input cell stamps the kernel, times its value, onto the output; stamps add up.",
        )
    ]
    if scatter.scene.bias is not None:
        sentences.append(translate("CalculatorWalks", "Every cell starts with the bias."))
    if any(axis.padding for axis in scatter.axes):
        text = translate("CalculatorWalks", "Hatched: cropped by padding={padding}.")
        sentences.append(text.format(padding=layer.padding))
    if any(axis.output_padding for axis in scatter.axes):
        text = translate("CalculatorWalks", "Dashed: added by output_padding={output_padding}.")
        sentences.append(text.format(output_padding=layer.output_padding))
    if any(axis.missed for axis in scatter.axes):
        sentences.append(translate("CalculatorWalks", "No stamp reaches the cells that stay pale."))
    if not scatter.adds_up:
        text = translate("CalculatorWalks", "There are too many stamps to add up here.")
        sentences.append(text)
    return " ".join(sentences)
