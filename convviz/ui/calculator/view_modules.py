"""What the calculator's views are made of, which its first picture needs nothing of."""

from __future__ import annotations

from typing import Final

VIEW_MODULES: Final = (
    "convviz.stepping.lines.worked_lines",
    "convviz.stepping.worked.parts",
    "convviz.stepping.walks.worked",
    "convviz.ui.calculator.further_field",
    "convviz.ui.calculator.mode_switch",
    "convviz.ui.widgets.function_field",
    "convviz.ui.calculator.surface_bar",
    "convviz.ui.stepper.views.drawn_view",
    "convviz.stepping.worked.optimisers",
    "convviz.ui.stepper.views.surface",
    "convviz.ui.stepper.views.surface_view",
    "convviz.stepping.worked.backward.axis_readers",
    "convviz.stepping.worked.backward.gradient_working",
    "convviz.stepping.worked.backward.convolutions",
    "convviz.stepping.worked.losses",
    "convviz.stepping.worked.pointwise_losses",
    "convviz.stepping.worked.backward.passes",
    "convviz.stepping.worked.learning",
    "convviz.ui.stepper.learning_texts",
    "convviz.ui.widgets.drawn_widget",
    "convviz.ui.stepper.loss_curve",
    "convviz.ui.calculator.learn_section",
    "convviz.core.explaining.view_notes",
)
"""What is made of others stands behind them, as `imports` wants it."""
