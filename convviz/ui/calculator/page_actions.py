"""What can be done on the calculator's page: declared once, for menu, buttons, keys, tooltips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from convviz.ui.page_actions import PageAction, PageActions, Submenu
from convviz.ui.stepper.actions import CHANNELS, DRAWING, PLAY, STEPS, stepper_actions

if TYPE_CHECKING:
    from convviz.ui.calculator.call_bar import CallBar
    from convviz.ui.calculator.exporter import Exporter
    from convviz.ui.calculator.lesson_edits import LessonEdits
    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.calculator.value_actions import ValueActions
    from convviz.ui.commands import Gesture

_LAYER: Final = "layer"
_MODE: Final = "mode"
_LESSON: Final = "lesson"
_NUMBERS: Final = "numbers"
_EXPORT: Final = "export"

translate = QCoreApplication.translate


def calculator_actions(page: CalculatorPage) -> PageActions:
    """Return the page's actions, with its menu laid out."""
    bar = page.call_bar
    actions = PageActions(
        page,
        [
            *stepper_actions(page.stepper, page.step_forward),
            *_layer(page, bar),
            *_mode(page),
            *_lesson(page.presenter.lesson),
            *_numbers(page.presenter.values),
            *_export(bar, page.presenter.exporter),
            PageAction(
                "explanation",
                translate("CalculatorActions", "Hide or show the explanation"),
                "mdi6.page-layout-sidebar-right",
                ("F9",),
                page.toggle_side,
                group=DRAWING,
            ),
        ],
        _gestures,
    )
    actions.lay_out_menu(
        (_LAYER, bar.types, bar.presets),
        (_MODE,),
        (
            PLAY,
            Submenu(translate("CalculatorActions", "Steps"), STEPS),
            Submenu(translate("CalculatorActions", "Channels"), CHANNELS),
        ),
        (bar.numbers, _NUMBERS),
        (Submenu(translate("CalculatorActions", "Learn"), _LESSON),),
        (Submenu(translate("CalculatorActions", "Drawing"), DRAWING),),
        (_EXPORT,),
    )
    actions.show_keys(bar.call.name_button, "choose layer")
    actions.show_keys(bar.presets_button, "choose preset")
    actions.show_keys(bar.copy_button, "copy code")
    bar.further.show_actions(actions)
    page.side.show_actions(actions)
    return actions


def _layer(page: CalculatorPage, bar: CallBar) -> list[PageAction]:
    return [
        PageAction(
            "choose layer",
            translate("CalculatorActions", "Choose a layer"),
            "mdi6.layers-search-outline",
            ("Ctrl+Shift+L",),
            bar.open_layers,
            group=_LAYER,
        ),
        PageAction(
            "edit layer",
            translate("CalculatorActions", "Edit the layer"),
            "mdi6.pencil-outline",
            ("Ctrl+L",),
            bar.focus_call,
            group=_LAYER,
        ),
        PageAction(
            "edit shape",
            translate("CalculatorActions", "Edit the input's shape"),
            "mdi6.resize",
            ("Ctrl+I",),
            bar.focus_shape,
            group=_LAYER,
        ),
        PageAction(
            "edit loss",
            translate("CalculatorActions", "Edit the loss"),
            "mdi6.pencil-outline",
            ("Ctrl+Shift+B",),
            bar.focus_loss,
            can=lambda: bar.shows_loss,
            why_not=translate("CalculatorActions", "Have Backward begin at a loss first"),
            group=_LAYER,
        ),
        PageAction(
            "solve",
            translate("CalculatorActions", "Solve for a size"),
            "mdi6.target",
            ("Ctrl+F",),
            page.open_solver,
            group=_LAYER,
        ),
        PageAction(
            "choose preset",
            translate("CalculatorActions", "Choose a preset"),
            "mdi6.view-grid-outline",
            ("Ctrl+P",),
            page.open_presets,
            group=_LAYER,
        ),
    ]


def _mode(page: CalculatorPage) -> list[PageAction]:
    edits = page.presenter.edits

    def depends() -> bool:
        return edits.calculator.layer.depends_on_training()

    def draws() -> bool:
        calculator = edits.calculator
        return calculator.layer.draws_in(training=calculator.mode.training)

    return [
        PageAction(
            "training",
            translate("CalculatorActions", "As in training"),
            "mdi6.chart-bell-curve",
            ("Ctrl+Shift+T",),
            lambda: edits.training(not edits.calculator.training),
            tip=translate("CalculatorActions", "The layer's numbers as in training, or evaluation"),
            can=depends,
            why_not=translate("CalculatorActions", "This layer computes the same in both"),
            is_on=lambda: edits.calculator.mode.training,
            group=_MODE,
        ),
        PageAction(
            "draw anew",
            translate("CalculatorActions", "Draw anew"),
            "mdi6.dice-multiple-outline",
            ("Ctrl+Shift+R",),
            edits.draw_anew,
            tip=translate("CalculatorActions", "Draw by the next chance, as a dropout's mask"),
            can=draws,
            why_not=translate("CalculatorActions", "This layer draws nothing by chance here"),
            group=_MODE,
        ),
    ]


def _lesson(lesson: LessonEdits) -> list[PageAction]:
    why_not = translate("CalculatorActions", "Choose the view Learn first")
    return [
        PageAction(
            "gradient step",
            translate("CalculatorActions", "One gradient step"),
            "mdi6.skip-next",
            ("N",),
            lesson.take_one,
            can=lambda: lesson.can_step,
            why_not=why_not,
            group=_LESSON,
        ),
        PageAction(
            "gradient steps",
            translate("CalculatorActions", "Many gradient steps"),
            "mdi6.skip-forward",
            ("Shift+N",),
            lesson.take_all,
            can=lambda: lesson.can_step,
            why_not=why_not,
            group=_LESSON,
        ),
        PageAction(
            "keep curve",
            translate("CalculatorActions", "Keep the curve of the loss"),
            "mdi6.chart-line",
            ("Shift+K",),
            lesson.compare,
            tip=translate(
                "CalculatorActions", "Draw it beside that of the next optimiser or learning rate"
            ),
            can=lambda: lesson.can_step and lesson.can_compare,
            why_not=translate(
                "CalculatorActions", "No curve is shown, it is kept already, or no more can be kept"
            ),
            group=_LESSON,
        ),
        PageAction(
            "begin lesson again",
            translate("CalculatorActions", "Begin learning again"),
            "mdi6.skip-backward",
            ("Shift+B",),
            lesson.begin_again,
            can=lambda: lesson.can_begin_again,
            why_not=translate("CalculatorActions", "No gradient step was taken"),
            group=_LESSON,
        ),
    ]


def _numbers(values: ValueActions) -> list[PageAction]:
    return [
        PageAction(
            "paste",
            translate("CalculatorActions", "Paste numbers or a layer's call"),
            "mdi6.content-paste",
            ("Ctrl+V",),
            values.paste,
            group=_NUMBERS,
        ),
        PageAction(
            "copy",
            translate("CalculatorActions", "Copy numbers"),
            "mdi6.table-arrow-right",
            ("Ctrl+C",),
            values.copy,
            group=_NUMBERS,
        ),
        PageAction(
            "open picture",
            translate("CalculatorActions", "Open a picture\u2026"),
            "mdi6.image-outline",
            ("Ctrl+Shift+O",),
            values.pictures.ask_file,
            group=_NUMBERS,
        ),
        PageAction(
            "reseed",
            translate("CalculatorActions", "Another seed"),
            "mdi6.dice-multiple-outline",
            ("Ctrl+R",),
            values.reseed,
            group=_NUMBERS,
        ),
    ]


def _export(bar: CallBar, exporter: Exporter) -> list[PageAction]:
    return [
        PageAction(
            "copy code",
            translate("CalculatorActions", "Copy code"),
            "mdi6.content-copy",
            ("Ctrl+Shift+C",),
            bar.copy_code,
            group=_EXPORT,
        ),
        PageAction(
            "export",
            translate("CalculatorActions", "Export\u2026"),
            "mdi6.export-variant",
            ("Ctrl+Shift+E",),
            exporter.show_dialog,
            group=_EXPORT,
        ),
        PageAction(
            "copy formula",
            translate("CalculatorActions", "Copy the formula as LaTeX"),
            "mdi6.function-variant",
            ("Ctrl+Shift+F",),
            exporter.copy_latex,
            group=_EXPORT,
        ),
        PageAction(
            "copy code with numbers",
            translate("CalculatorActions", "Copy code with the numbers"),
            "mdi6.code-braces",
            ("Ctrl+Alt+C",),
            exporter.copy_code,
            group=_EXPORT,
        ),
    ]


def _gestures() -> list[Gesture]:
    from convviz.ui.calculator.gestures import calculator_gestures

    return calculator_gestures()
