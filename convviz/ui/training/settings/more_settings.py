"""Settings that most runs leave alone: initial weights, limits of gradients, averaged weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QToolButton, QVBoxLayout, QWidget

from convviz.core.call_code import call_code
from convviz.protocol.document import RunOptions
from convviz.protocol.training_parts import part_types
from convviz.ui.setting_texts import setting_name
from convviz.ui.theme import SPACING
from convviz.ui.training.settings.part_form import PartForm
from convviz.ui.training.settings.setting_fields import fields_of_struct
from convviz.ui.training.settings.setting_form import SettingForm
from convviz.ui.widgets.labels import SectionTitle

if TYPE_CHECKING:
    from convviz.protocol.document import Training
    from convviz.ui.training.settings.editor import TrainingEditor

WEIGHT_SETTINGS: Final = ("zero_bias",)
MORE_PARTS: Final = ("initialisation", "whitening", "clipping", "averaging")


class MoreSettings(QWidget):
    """A fold that says what it holds, or what of it is at work; open where something is.

    Attributes:
        fold: Opens and closes it.
        parts: The form of each part, by its name in the document.
        weights: What is set of the initial weights beside their numbers.

    Signals:
        problems_changed(): a field became wrong, or right again.
    """

    problems_changed = Signal()

    def __init__(self, editor: TrainingEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        absent = {
            "initialisation": self.tr("As torch does"),
            "whitening": self.tr("Off"),
            "clipping": self.tr("Off"),
            "averaging": self.tr("Off"),
        }
        self.parts: dict[str, PartForm[Any]] = {
            name: PartForm(name, part_types(name), editor, lambda _: "", absent[name])
            for name in MORE_PARTS
        }
        self.weights = SettingForm(fields_of_struct(RunOptions, WEIGHT_SETTINGS))
        self.weights.edited.connect(editor.set)
        self.weights.problems_changed.connect(self.problems_changed)
        for part in self.parts.values():
            part.problems_changed.connect(self.problems_changed)
        self.fold = QToolButton()
        self._summary = QLabel()
        self._body = QWidget()
        self._shown: tuple[str, ...] = ()
        self._assemble()

    def show_training(self, training: Training) -> None:
        """Show settings without announcing them."""
        for name, part in self.parts.items():
            part.show_value(getattr(training, name))
        self.weights.show_values(training)
        known = (getattr(training, name) for name in MORE_PARTS)
        at_work = [call_code(call) for call in known if call is not None]
        if training.zero_bias:
            at_work.append(setting_name("zero_bias"))
        if tuple(at_work) != self._shown:
            self._shown = tuple(at_work)
            self.fold.setChecked(self.fold.isChecked() or bool(at_work))
            self._render()

    def set_locked(self, reason: str) -> None:
        """Admit no edits and say why in the tooltips; "" admits them."""
        self.weights.set_locked(reason)
        for part in self.parts.values():
            part.set_locked(reason)

    def reveal(self) -> None:
        """Open the fold."""
        self.fold.setChecked(True)

    def _render(self) -> None:
        is_open = self.fold.isChecked()
        arrow = Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow
        self.fold.setArrowType(arrow)
        self._body.setVisible(is_open)
        self._summary.setVisible(not is_open)
        content = self.tr("Initial weights, limits of gradients, an average of the weights")
        self._summary.setText(", ".join(self._shown) or content)

    def _assemble(self) -> None:
        self.fold.setText(self.tr("More settings"))
        self.fold.setCheckable(True)
        self.fold.setAutoRaise(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.setToolTip(self.tr("Fold or open what most runs leave as it is"))
        self.fold.toggled.connect(lambda _: self._render())
        self._summary.setProperty("role", "caption")
        self._summary.setWordWrap(True)
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(SPACING * 2)
        for title, name in (
            (self.tr("Initial weights"), "initialisation"),
            (self.tr("First convolution from the pictures"), "whitening"),
            (self.tr("Limit of gradients"), "clipping"),
            (self.tr("Average of the weights"), "averaging"),
        ):
            inner.addWidget(SectionTitle(title))
            inner.addWidget(self.parts[name])
            if name == "initialisation":
                inner.addWidget(self.weights)
            inner.addSpacing(SPACING * 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING)
        column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._summary)
        column.addWidget(self._body)
        self._render()
