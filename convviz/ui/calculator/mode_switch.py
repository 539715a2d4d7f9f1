"""Train or Eval, by which chance, with zero_grad or without: where it makes a difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QToolButton

from convviz.core.layers.parameters import LayerFamily
from convviz.protocol.recipes import LARGEST_SEED
from convviz.ui.calculator.further_field import FurtherField
from convviz.ui.theme import set_code_font, set_icon
from convviz.ui.widgets.number_fields import NumberField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.protocol.document import Calculator

_SPACING = 8
_MARGIN = 2


class ModeSwitch(FurtherField):
    """Two segments, one of which is down, and the seed of a layer that draws by chance.

    It is for layers whose numbers depend on it, and for optimisers.

    Attributes:
        train: The segment of training.
        evaluate: The segment of evaluation.
        seed: The field of the seed.
        draw: Has the layer draw anew.
        zero_grad: Whether an optimiser forgets the gradients of the step before.

    Signals:
        training_chosen(bool): Training, or else evaluation.
        zero_grad_chosen(bool): Whether zero_grad is to be called before each step.
        seed_edited(int): Another seed.
        drawn_anew(): The layer is to draw by the next chance.
    """

    training_chosen = Signal(bool)
    zero_grad_chosen = Signal(bool)
    seed_edited = Signal(int)
    drawn_anew = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        segments = self._segments = QFrame(self)
        segments.setProperty("segments", True)  # noqa: FBT003 - Qt's signature
        segments.setAccessibleName(self.tr("Training or evaluation"))
        inner = QHBoxLayout(segments)
        inner.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        inner.setSpacing(_MARGIN)
        self.train = self._segment(
            self.tr("Train"), self.tr("The numbers as in training, after layer.train()")
        )
        self.evaluate = self._segment(
            self.tr("Eval"), self.tr("The numbers as in evaluation, after layer.eval()")
        )
        self.train.clicked.connect(lambda: self.training_chosen.emit(True))  # noqa: FBT003
        self.evaluate.clicked.connect(lambda: self.training_chosen.emit(False))  # noqa: FBT003
        inner.addWidget(self.train)
        inner.addWidget(self.evaluate)
        self._label = QLabel(self.tr("Seed"), self)
        self.seed = NumberField(0, parent=self)
        set_code_font(self.seed)
        self.seed.set_limits(0, LARGEST_SEED)
        self.seed.setAccessibleName(self.tr("Seed of what is drawn by chance"))
        self.seed.set_hint(self.tr("What torch.manual_seed is given before the layer draws"))
        self._label.setBuddy(self.seed)
        self.seed.value_changed.connect(self._take_seed)
        self.seed.settled.connect(self.settled)
        self.seed.left.connect(self.left)
        self.draw = QToolButton(self)
        self.draw.setAccessibleName(self.tr("Draw anew"))
        self.draw.setToolTip(self.tr("Draw anew, with the next seed"))
        set_icon(self.draw, "mdi6.dice-multiple-outline")
        self.draw.clicked.connect(self.drawn_anew)
        self.zero_grad = QCheckBox("zero_grad", self)
        set_code_font(self.zero_grad)
        self.zero_grad.setToolTip(
            self.tr(
                "optimizer.zero_grad() before each step. Without it gradients add up from step to "
                "step"
            )
        )
        self.zero_grad.clicked.connect(self.zero_grad_chosen)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SPACING)
        for part in (segments, self._label, self.seed, self.draw, self.zero_grad):
            layout.addWidget(part)

    def show_calculator(self, calculator: Calculator) -> None:
        """Show how the layer is computed; of one that is alike in both ways, its seed at most."""
        draws = calculator.layer.draws_in(training=calculator.mode.training)
        is_optimiser = calculator.layer.family is LayerFamily.OPTIMISER
        self._segments.setVisible(calculator.layer.depends_on_training())
        self.zero_grad.setVisible(is_optimiser)
        self.zero_grad.setChecked(calculator.zero_grad)
        (self.train if calculator.training else self.evaluate).setChecked(True)
        for part in (self._label, self.seed, self.draw):
            part.setVisible(draws)
        self.seed.set_value(calculator.seed)

    def _segment(self, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setAccessibleName(text)
        button.setToolTip(tip)
        button.setCheckable(True)
        button.setAutoExclusive(True)
        return button

    def _take_seed(self, seed: object) -> None:
        if isinstance(seed, int) and 0 <= seed <= LARGEST_SEED:
            self.seed_edited.emit(seed)
