"""The output-size formula of each axis: in letters, with the numbers, worked out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from convviz.core.formulas.output_size import OutputSizeFormula, formula_for
from convviz.core.formulas.plain_latex import plain_latex
from convviz.core.shown_layers import formula_sizes
from convviz.ui.theme import SPACING
from convviz.ui.widgets.axis_names import axis_name
from convviz.ui.widgets.formula_view import FormulaLine, FormulaStepsView, FormulaView
from convviz.ui.widgets.sentences import all_of, listed

if TYPE_CHECKING:
    from convviz.core.formulas.output_size import FormulaStep
    from convviz.stepping.scene.scene import Scene

translate = QCoreApplication.translate


_WINDOWS_PLUS_ONE: Final = re.compile(r"\\right\\r(floor|ceil) \+ 1$")
"""The end of a formula that counts the steps of a window, and the window before them."""
_WORD: Final = re.compile(r"\\text\{([^{}]*)\}")
_OF_WINDOW: Final = re.compile(r"\w_\{j\}")


def formulas_of(scene: Scene) -> tuple[OutputSizeFormula, ...]:
    """Return the formula of each axis of a scene."""
    calculator, layer = scene.calculator, scene.layer
    sizes = formula_sizes(layer, calculator.input_shape)
    return formula_for(layer, sizes, calculator.output_size)


@dataclass(frozen=True, slots=True)
class AxisWorking:
    """The working that some axes share.

    Attributes:
        axes: Numbers of the axes.
        formula: Their formula.
    """

    axes: tuple[int, ...]
    formula: OutputSizeFormula


def shared_workings(formulas: tuple[OutputSizeFormula, ...]) -> tuple[AxisWorking, ...]:
    """Return one working for all axes with the same numbers, in order of the first axis.

    An axis without numbers has none: settings too odd to write the formula with them.
    """
    alike: dict[tuple[object, ...], list[OutputSizeFormula]] = {}
    for formula in formulas:
        if formula.substituted or formula.steps:
            alike.setdefault((formula.substituted, formula.steps), []).append(formula)
    return tuple(
        AxisWorking(tuple(formula.axis for formula in group), group[0]) for group in alike.values()
    )


class AxisBlock(QWidget):
    """The working of one axis, or of several with the same numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(self)
        self._title.setProperty("role", "caption")
        self.substituted = FormulaView(self)
        self.steps = FormulaStepsView(self, scale=1.05)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING)
        layout.addWidget(self._title)
        layout.addWidget(self.substituted)
        layout.addWidget(self.steps)

    def show_working(self, working: AxisWorking, rank: int) -> None:
        """Show a working. The line with the numbers is wished for last: it is drawn first."""
        names = [axis_name(axis, rank) for axis in working.axes]
        self._title.setText(all_of(names))
        self._title.setVisible(rank > 1)
        formula = working.formula
        self.steps.set_lines([self._line(step) for step in formula.steps])
        self.substituted.setVisible(bool(formula.substituted))
        self.substituted.set_latex(formula.substituted)

    def _line(self, step: FormulaStep) -> FormulaLine:
        caption = ""
        if step.fails:
            caption = self.tr("This is impossible:")
        elif step.truth is True:
            caption = self.tr("The last window would start in the right padding, so it is dropped:")
        elif step.truth is False:
            caption = self.tr("The last window starts inside the input or the left padding:")
        return FormulaLine(step.latex, caption)


class FormulaSection(QWidget):
    """The formula in letters, and its working along each axis."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.symbolic = FormulaView(self)
        self.rule = FormulaView(self)
        self.rule_text = QLabel(self)
        self.rule_text.setProperty("role", "caption")
        self.rule_text.setWordWrap(True)
        self._legend = QLabel(self)
        self._legend.setProperty("role", "caption")
        self._legend.setWordWrap(True)
        self.blocks: list[AxisBlock] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACING)
        for part in (self.symbolic, self.rule_text, self.rule, self._legend):
            self._layout.addWidget(part)

    def show_formulas(self, formulas: tuple[OutputSizeFormula, ...]) -> None:
        """Show the formula of each axis; nothing for none."""
        workings = shared_workings(formulas)
        while len(self.blocks) < len(workings):
            block = AxisBlock(self)
            self._layout.addWidget(block)
            self.blocks.append(block)
        for number, block in enumerate(self.blocks):
            block.setVisible(number < len(workings))
            if number < len(workings):
                block.show_working(workings[number], len(formulas))
        letters = formulas[0].symbolic if formulas else ""
        rule = formulas[0].symbolic_rule if formulas else ""
        self.rule.setVisible(bool(rule))
        text = self._rule_text(rule)
        self.rule_text.setVisible(bool(text))
        self.rule_text.setText(text)
        self.rule.set_latex(rule)
        self.symbolic.set_latex(letters)
        self._legend.setText(self._legend_text(letters, rule))

    def _rule_text(self, rule: str) -> str:
        """Return a further rule in words; "" where the formula says it all."""
        if r"\leftarrow" in rule:
            return self.tr("ceil_mode drops a last window that would start in the right padding:")
        if "_{j}" in rule:
            return self.tr("Window j reads the cells from a up to, but not including, b:")
        return ""

    def _one_text(self, letters: str) -> str:
        """Return why the formula adds 1; "" where it does not."""
        if _WINDOWS_PLUS_ONE.search(letters):
            return self.tr("+ 1: the first window, which needs no step")
        if letters.rstrip().endswith("+ 1"):
            return self.tr("d(k − 1) + 1: the cells that the kernel spans")
        return ""

    def _legend_text(self, formula: str, rule: str) -> str:
        """Return what each letter of the formula means, and its 1."""
        meanings = {
            "o": self.tr("o output"),
            "i": self.tr("i input"),
            "k": self.tr("k kernel"),
            "s": self.tr("s stride"),
            "p": self.tr("p padding"),
            "d": self.tr("d dilation"),
            "a": self.tr("a output padding"),
            "r": self.tr("r factor"),
            "c": self.tr("c channels"),
            "l": self.tr("l windows"),
        }
        plain = formula_letters(f"{formula} {rule}")
        letters_text = listed([text for letter, text in meanings.items() if letter in plain])
        return "\n".join(filter(None, (letters_text, self._one_text(formula))))


def formula_letters(latex: str) -> str:
    """Return the letters that stand for numbers, without words and what is defined of window j."""
    return plain_latex(_OF_WINDOW.sub("", _WORD.sub("", latex)))
