"""What a picture of stamps shows, in a few sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from convviz.stepping.steps.scatter import Scatter

translate = QCoreApplication.translate


def scatter_words(scatter: Scatter) -> str:
    """Return a few sentences on the picture, translated."""
    layer = scatter.layer
    words = [
        translate(
            "CalculatorWalks",
            "Each input cell stamps the kernel, times its value, onto the output; stamps add up.",
        )
    ]
    if scatter.scene.bias is not None:
        words.append(translate("CalculatorWalks", "Every cell starts with the bias."))
    if any(axis.padding for axis in scatter.axes):
        text = translate("CalculatorWalks", "Hatched: cropped by padding={padding}.")
        words.append(text.format(padding=layer.padding))
    if any(axis.output_padding for axis in scatter.axes):
        text = translate("CalculatorWalks", "Dashed: added by output_padding={output_padding}.")
        words.append(text.format(output_padding=layer.output_padding))
    if any(axis.missed for axis in scatter.axes):
        words.append(translate("CalculatorWalks", "No stamp reaches the cells that stay pale."))
    if not scatter.adds_up:
        text = translate("CalculatorWalks", "There are too many stamps to add up here.")
        words.append(text)
    return " ".join(words)
