"""What a backward pass shows, in a few sentences."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QCoreApplication

from convviz.core.code.writing import layer_call
from convviz.core.layers.gradient_layer import gradient_layer
from convviz.core.layers.reductions import Reduction
from convviz.core.losses.base import Target
from convviz.core.losses.of_output import losses_of
from convviz.stepping.lines.line_parts import value_text
from convviz.ui.stepper.backward_links import BEGINNING, GRADIENT_LAYER, ONES, loss_link
from convviz.ui.widgets.sentences import SENTENCE_END, listed

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer
    from convviz.stepping.worked.backward.gradient_working import GradientWorking

translate = QCoreApplication.translate


def backward_text(working: GradientWorking) -> str:
    """Return what is shown of a backward pass, translated, as rich text."""
    scene = working.scene
    if scene.layer.cell_reduction is Reduction.NORMALISES:
        rule = _norm_rule(scene.layer, training=scene.calculator.training)
    elif getattr(scene.layer, "target", None) is Target.CLASS:
        rule = _class_rule(scene.layer)
    else:
        rule = _rule(scene.layer)
    thrown = _thrown(working)
    sentences = [_beginning(working), escape(rule), _gradient_layer(working), escape(thrown)]
    if not working.gradients:
        text = translate("Backward", "The gradients are left to torch: there are too many numbers.")
        sentences.append(escape(text))
    return SENTENCE_END.join(sentence for sentence in sentences if sentence)


def _beginning(working: GradientWorking) -> str:
    """Return where the pass begins, with links to begin elsewhere; "" of a loss itself."""
    scene, beginning = working.scene, working.beginning
    if beginning is not None:
        text = translate(
            "Backward",
            "It begins at the loss, {loss} = {value}: its slope along each output is {upstream}. "
            "Begin at {ones} instead.",
        )
        loss = escape(layer_call(beginning.loss))
        if beginning.passed.values.ndim in beginning.loss.picture_dimensions():
            loss = _link(BEGINNING, layer_call(beginning.loss))
        ones = _link(ONES, translate("Backward", "ones"))
        value = escape(value_text(beginning.value))
        return escape(text).format(loss=loss, value=value, upstream="grad_output", ones=ones)
    offered = [
        _link(loss_link(loss), loss.type_name())
        for loss in losses_of(scene.layer, scene.output_shape)
        if loss.type_name() in _OFTEN
    ]
    if not offered:
        return ""
    text = translate(
        "Backward",
        "{upstream} says how fast the loss grows with each output; here it is given. Begin at a "
        "loss instead: {losses}.",
    )
    return escape(text).format(upstream="grad_output", losses=listed(offered))


_OFTEN: Final = frozenset({"CrossEntropyLoss", "MSELoss", "L1Loss"})
"""Losses that are offered in the sentence; the menu of the numbers has all."""


def _link(name: str, text: str) -> str:
    return f'<a href="{name}">{escape(text)}</a>'


def _rule(layer: Layer) -> str:
    """Return how a layer's gradients come about."""
    winner = translate(
        "Backward",
        "Each window gives its gradient to its largest cell alone; of equal ones to the "
        "first. All other cells get 0.",
    )
    rules = {
        Reduction.PRODUCTS: translate(
            "Backward",
            "Each input cell gets weight × grad_output of every window that reads it; "
            "each weight gets input × grad_output of every place where it lies.",
        ),
        Reduction.FEATURES: translate(
            "Backward",
            "Each feature gets weight × grad_output of every output; each weight gets "
            "feature × grad_output of every row.",
        ),
        Reduction.MAXIMUM: winner,
        Reduction.RANDOM_WINDOWS: winner,
        Reduction.MEAN: translate(
            "Backward", "Each window gives every cell that it averages the same share."
        ),
        Reduction.POWER_MEAN: translate(
            "Backward",
            "Each window gives its gradient to its cells by how much each of them changes the"
            " root of the sum of powers.",
        ),
        Reduction.COPY: translate(
            "Backward", "Each cell gets the gradients of all its copies, added up."
        ),
        Reduction.INTERPOLATION: translate(
            "Backward",
            "Each cell gets the gradient of every output cell that read it, by the share that"
            " it had there.",
        ),
        Reduction.POINTWISE: translate(
            "Backward", "Each number gets the slope of the function there × its grad_output."
        ),
        Reduction.SHARES: translate(
            "Backward",
            "Each number changes the shares of all, so it gets something of every number of "
            "grad_output. What all get adds up to 0.",
        ),
        Reduction.NEIGHBOURS: translate(
            "Backward",
            "Each cell gets its grad_output / its divisor, less what its square adds to the "
            "divisors of all windows in which it counts.",
        ),
        Reduction.GATES: translate(
            "Backward",
            "What passed gets the gradient as far as its gate is open; the gate gets it times"
            " what passed and the slope of its sigmoid.",
        ),
        Reduction.IN_PARTS: translate(
            "Backward",
            "Each number gets the slope of its own loss × grad_output; a mean divides it "
            "by as much as it divides the loss.",
        ),
        Reduction.COLUMNS_TO_WINDOWS: translate(
            "Backward", "Each number gets the gradient of the cell that it was added to."
        ),
        Reduction.BY_INDICES: translate(
            "Backward", "Each maximum gets the gradient of the cell that its index names."
        ),
    }
    moves = translate("Backward", "Each cell gets the gradient of every cell that it was moved to.")
    return rules.get(layer.cell_reduction, moves)


def _class_rule(loss: Any) -> str:  # noqa: ANN401 - a ClassLoss
    """Return how the gradient of a loss of classes comes about."""
    if loss.takes_logits:
        return translate(
            "Backward",
            "Each logit gets its share p less what the target asks for: p − 1 where it is the "
            "right class, p where not. A mean divides it by as much as it divides the loss.",
        )
    return translate(
        "Backward",
        "Only the right class gets something: minus its weight × grad_output. A mean "
        "divides it by as much as it divides the loss.",
    )


def _norm_rule(layer: Layer, *, training: bool) -> str:
    if layer.takes_kept(training=training):
        return translate(
            "Backward",
            "Mean and deviation were kept, and do not change with the cells: each gets its "
            "grad_output × weight / deviation.",
        )
    if not getattr(layer, "subtracts_mean", True):
        return translate(
            "Backward",
            "Each cell also changes what all of them are divided by: so what would only scale "
            "them is taken away.",
        )
    return translate(
        "Backward",
        "Each cell also moves the mean and the deviation of all that share them: so the "
        "mean of their gradients is taken away, and what would only scale them.",
    )


def _thrown(working: GradientWorking) -> str:
    """Return what of the gradient goes nowhere; "" where nothing does."""
    thrown = working.thrown()
    if not thrown.products:
        return ""
    texts = {
        Reduction.PRODUCTS: translate(
            "Backward",
            "{count} of the {all} products fall on padding, which throws their gradient away.",
        ),
        Reduction.MEAN: translate(
            "Backward", "{count} of the {all} shares fall on padding, which throws them away."
        ),
        Reduction.BY_INDICES: translate(
            "Backward",
            "{count} of the {all} output cells are filled with 0: their gradient goes nowhere.",
        ),
    }
    copies = translate(
        "Backward", "{count} of the {all} output cells are padding: their gradient goes nowhere."
    )
    text = texts.get(working.scene.layer.cell_reduction, copies)
    return text.format(count=thrown.products, all=thrown.of)


def _gradient_layer(working: GradientWorking) -> str:
    scene = working.scene
    shape = scene.calculator.input_shape
    found = gradient_layer(scene.layer, shape, scene.output_shape)
    if found is None:
        return ""
    text = translate("Backward", "{gradient} is this layer of {upstream}: {call}.")
    link = f'<a href="{GRADIENT_LAYER}">{escape(layer_call(found.layer))}</a>'
    return escape(text).format(gradient="grad_input", upstream="grad_output", call=link)
