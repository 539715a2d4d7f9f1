"""What a backward pass shows, in a few sentences."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.core.code.writing import layer_call
from convviz.core.layers.gradient_layer import gradient_layer
from convviz.core.layers.reductions import Reduction
from convviz.ui.stepper.walk_texts import GRADIENT_LAYER

if TYPE_CHECKING:
    from convviz.stepping.worked.backward.gradient_working import GradientWorking

translate = QCoreApplication.translate


def backward_text(working: GradientWorking) -> str:
    """Return what is shown of a backward pass, translated, as rich text."""
    sentences = [escape(_rule(working.scene.layer.cell_reduction)), _gradient_layer(working)]
    thrown = working.thrown()
    if thrown.products:
        text = translate(
            "Backward",
            "{count} of the {all} products fall on padding, which throws their gradient away.",
        )
        sentences.append(escape(text.format(count=thrown.products, all=thrown.of)))
    if not working.gradients:
        text = translate("Backward", "The gradients are left to torch: there are too many numbers.")
        sentences.append(escape(text))
    return " ".join(sentence for sentence in sentences if sentence)


def _rule(reduction: Reduction) -> str:
    rules = {
        Reduction.PRODUCTS: translate(
            "Backward",
            "Each input cell gets weight × upstream gradient of every window that reads it; each "
            "weight gets input × upstream gradient of every place where it lies.",
        ),
    }
    return rules.get(reduction, "")


def _gradient_layer(working: GradientWorking) -> str:
    scene = working.scene
    shape = scene.calculator.input_shape
    found = gradient_layer(scene.layer, shape, scene.output_shape)
    if found is None:
        return ""
    text = translate("Backward", "{gradient} is this layer of {upstream}: {call}.")
    link = f'<a href="{GRADIENT_LAYER}">{escape(layer_call(found.layer))}</a>'
    return escape(text).format(gradient="grad_input", upstream="grad_output", call=link)
