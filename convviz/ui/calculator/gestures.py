"""What keys and the mouse do on the page that stands in no menu, for the dialog of keys."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from convviz.ui.commands import Gesture

translate = QCoreApplication.translate


def calculator_gestures() -> list[Gesture]:
    """Return the gestures of fields and grids, translated."""
    return [*_in_fields(), *_by_mouse(), *_by_keys(), *_in_presentation()]


def _in_fields() -> list[Gesture]:
    up_down = translate("CalculatorGestures", "Up / Down, wheel")
    far = translate("CalculatorGestures", "Ctrl+Up / Ctrl+Down")
    return [
        Gesture(up_down, translate("CalculatorGestures", "In a field: add or subtract 1")),
        Gesture(far, translate("CalculatorGestures", "In a field: add or subtract 10")),
        Gesture(
            translate("CalculatorGestures", "Return"),
            translate("CalculatorGestures", "In a field: done; Space and the arrows play again"),
        ),
        Gesture(
            translate("CalculatorGestures", "Escape"),
            translate("CalculatorGestures", "In a field: back to what it was"),
        ),
    ]


def _by_mouse() -> list[Gesture]:
    return [
        Gesture(
            translate("CalculatorGestures", "Point"),
            translate("CalculatorGestures", "On a cell: highlight what belongs to it"),
        ),
        Gesture(
            translate("CalculatorGestures", "Click"),
            translate("CalculatorGestures", "On an output cell: pin its step, or release it"),
        ),
        Gesture(
            translate("CalculatorGestures", "Double-click"),
            translate("CalculatorGestures", "On a number of the input, kernel or bias: change it"),
        ),
        Gesture(
            translate("CalculatorGestures", "Wheel, two fingers"),
            translate("CalculatorGestures", "On the grids: larger or smaller cells"),
        ),
        Gesture(
            translate("CalculatorGestures", "Drag, Shift+wheel"),
            translate("CalculatorGestures", "On the grids: pan"),
        ),
        Gesture(
            translate("CalculatorGestures", "Drop a file"),
            translate("CalculatorGestures", "A picture becomes the input, a document is opened"),
        ),
    ]


def _by_keys() -> list[Gesture]:
    return [
        Gesture(
            translate("CalculatorGestures", "Tab"),
            translate("CalculatorGestures", "To the next part, then into the grids"),
        ),
        Gesture(
            translate("CalculatorGestures", "Arrow keys"),
            translate("CalculatorGestures", "In the grids: from cell to cell, from grid to grid"),
        ),
        Gesture(
            translate("CalculatorGestures", "Home / End"),
            translate("CalculatorGestures", "In the grids: first and last cell of the row"),
        ),
        Gesture(
            translate("CalculatorGestures", "PgUp / PgDown"),
            translate("CalculatorGestures", "In the grids: the previous and the next plane"),
        ),
        Gesture(
            translate("CalculatorGestures", "Enter"),
            translate("CalculatorGestures", "On an output cell: pin its step, or release it"),
        ),
        Gesture(
            translate("CalculatorGestures", "Enter, F2 or a digit"),
            translate("CalculatorGestures", "On a number of the input, kernel or bias: change it"),
        ),
        Gesture(
            translate("CalculatorGestures", "Del"),
            translate("CalculatorGestures", "On a number of the input, kernel or bias: make it 0"),
        ),
        Gesture(
            translate("CalculatorGestures", "Esc"),
            translate("CalculatorGestures", "Leave the grids"),
        ),
    ]


def _in_presentation() -> list[Gesture]:
    return [
        Gesture(
            translate("CalculatorGestures", "Space, PgDown"),
            translate("CalculatorGestures", "In a presentation: the next step, also by a clicker"),
        ),
        Gesture(
            translate("CalculatorGestures", "Shift+Space, PgUp"),
            translate("CalculatorGestures", "In a presentation: the previous step"),
        ),
        Gesture(
            translate("CalculatorGestures", "P"),
            translate("CalculatorGestures", "In a presentation: play or pause"),
        ),
    ]
