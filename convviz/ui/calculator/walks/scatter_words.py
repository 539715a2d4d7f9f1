"""What a picture of stamps shows, in a few sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from convviz.ui.calculator.model.scatter import Scatter

translate = QCoreApplication.translate


def scatter_words(scatter: Scatter) -> str:
    """Return a few sentences on the picture, translated."""
    layer = scatter.layer
    words = [
        translate(
            "CalculatorWalks",
            "Each input cell stamps the kernel, times its value, onto the output; "
            "what overlaps adds up.",
        ),
        translate("CalculatorWalks", "Cells start at the bias.")
        if scatter.scene.bias is not None
        else translate("CalculatorWalks", "Cells start at 0."),
    ]
    if any(axis.padding for axis in scatter.axes):
        text = translate("CalculatorWalks", "padding={padding} crops what is hatched.")
        words.append(text.format(padding=layer.padding))
    if any(axis.output_padding for axis in scatter.axes):
        text = translate(
            "CalculatorWalks", "output_padding={output_padding} adds what is framed by dashes."
        )
        words.append(text.format(output_padding=layer.output_padding))
    return " ".join(words)
