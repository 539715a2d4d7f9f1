"""This batch, worked: its loss from the network's outputs, and one weight's step, in numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from convviz.core.written_numbers import short, written
from convviz.stepping.worked_batch import BatchLossWorking, work_out_loss, work_out_step
from convviz.ui.formats import count_text
from convviz.ui.theme import SPACING, set_state
from convviz.ui.training.results.batch_loss import batch_loss
from convviz.ui.training.results.batch_tables import TextTable, table_view
from convviz.ui.training.run.run_progress import RunState
from convviz.ui.widgets.choice_fields import ChoiceField
from convviz.ui.widgets.labels import SectionTitle
from convviz.values.tensors import array_of

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QShowEvent

    from convviz.core.optimisers.step_work import RuleLine
    from convviz.protocol.document import Calculator
    from convviz.protocol.messages.trainer import BatchWorked
    from convviz.protocol.worked_batch import WeightStep
    from convviz.ui.training.run.session import TrainingSession

_CLOSE: Final = 1e-4
"""Relative difference up to which numbers of float32 and float64 are said to agree."""


class BatchView(QWidget):
    """Asks for the newest batch when it is shown, when a run pauses, and when it is told to.

    Attributes:
        working: The loss, worked out; None before the first batch.
        lines: The step of the chosen weight.
        pictures: The table of the batch's pictures.
        classes: That of one picture's classes.
        rule: That of the weight's step.
        weight: Chooses the trained numbers.
        place: Chooses one of them.
        refresh: Asks for the newest batch.
        open_loss: Opens the loss in the calculator, with this batch.

    Signals:
        picture_opened(int): The calculator is to show a training picture, by its place.
        loss_opened(Calculator): It is to show the loss of the batch.
    """

    picture_opened = Signal(int)
    loss_opened = Signal(object)

    def __init__(self, session: TrainingSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._batch: BatchWorked | None = None
        self._names: tuple[str, ...] = ()
        self._run: object = None
        self.working: BatchLossWorking | None = None
        self.lines: tuple[RuleLine, ...] = ()
        self.pictures, self.classes, self.rule = (TextTable(self) for _ in range(3))
        self.weight = ChoiceField([("", "")])
        set_state(self.weight, "inline", on=False)
        self.weight.setAccessibleName(self.tr("Weights"))
        self.place = QSpinBox()
        self.refresh = QPushButton(self.tr("Work out the newest batch"))
        self.open_loss = QPushButton(self.tr("Open the loss in the calculator"))
        self.open_loss.setToolTip(
            self.tr("The loss on this batch: the network's outputs, and the classes as its target")
        )
        self._head, self._how, self._detail, self._step_text = (QLabel() for _ in range(4))
        self._assemble()
        self.refresh.clicked.connect(self._ask)
        self.open_loss.clicked.connect(self._open_loss)
        self.weight.value_changed.connect(lambda _weight: self._ask())
        self.place.valueChanged.connect(lambda _place: self._ask())
        session.looks.batch_worked.connect(self._take)
        session.state_changed.connect(self._follow)
        self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the newest batch, and show what is known."""
        super().showEvent(event)
        if self._batch is not None:
            self._take(self._batch)
        self._ask()

    def _follow(self) -> None:
        """Forget the batch of another run; ask again when the run waits."""
        progress = self._session.progress
        if progress.folder != self._run or (self._batch is not None and progress.worked is None):
            self._run = progress.folder
            self._batch = self.working = None
            self._show()
        if progress.worked is not None and progress.worked is not self._batch:
            self._take(progress.worked)
        for widget in (self.refresh, self.weight, self.place):
            widget.setEnabled(progress.is_active)
        if self.isVisible() and progress.state is RunState.PAUSED:
            self._ask()
        self._show_hint()

    def _ask(self) -> None:
        if self.isVisible() and self._session.progress.is_active:
            name = self.weight.value
            self._session.looks.work_batch(str(name or ""), self.place.value())

    def _take(self, batch: BatchWorked) -> None:
        document = self._session.progress.document
        if document is None:
            return
        self._batch = batch
        if not self.isVisible():
            return  # it is worked out when somebody looks
        outputs, labels = array_of(batch.outputs), array_of(batch.labels)
        self.working = work_out_loss(document.training.loss, outputs, labels)
        self.lines = ()
        if batch.weight is not None:
            self.lines = work_out_step(document.training.optimiser, batch.weight)
        self._show()

    def _show(self) -> None:
        self._show_hint()
        has_batch = self._batch is not None and self.working is not None
        self._body.setVisible(has_batch)
        self.open_loss.setVisible(has_batch and self._loss_now() is not None)
        if self._batch is None or self.working is None:
            return
        self._show_loss(self._batch, self.working)
        self._show_step(self._batch.weight)

    def _show_hint(self) -> None:
        if self._batch is not None:
            return
        self._how.setText("")
        if self._session.progress.is_active:
            self._head.setText(self.tr("There is no batch yet."))
        else:
            self._head.setText(
                self.tr(
                    "This run kept no batch. Of a run that goes on or waits, any is worked out."
                )
            )

    def _show_loss(self, batch: BatchWorked, working: BatchLossWorking) -> None:
        self._head.setText(
            self.tr("Batch {number}: the loss is {loss}").format(
                number=count_text(batch.step), loss=written(working.result)
            )
        )
        is_whole = len(working.pictures) == batch.pictures
        verdict = self.tr("torch says {loss}").format(loss=written(batch.loss))
        if not is_whole:
            verdict = self.tr("torch says {loss} of all {count} pictures; the first are shown")
            verdict = verdict.format(loss=written(batch.loss), count=count_text(batch.pictures))
        elif _agree(working.result, batch.loss):
            verdict = self.tr("✓ torch says {loss}, too").format(loss=written(batch.loss))
        shown = ""
        if working.of_a_picture != working.result:
            shown = self.tr("; the plot shows its share of a picture, {loss}").format(
                loss=written(working.of_a_picture)
            )
        self._how.setText(f"{working.how} = {written(working.result)}. {verdict}{shown}")
        names = self._class_names()
        heads = [
            (self.tr("picture"), self._place_tip()),
            (self.tr("class"), ""),
            (self.tr("taken for"), self.tr("The class of the largest output")),
            (self.tr("loss"), ""),
        ]
        places = array_of(batch.places)
        rows = [
            (
                str(int(place)),
                names(picture.label),
                names(picture.taken_for),
                short(picture.loss) if picture.counts else self.tr("ignored"),
            )
            for place, picture in zip(places, working.pictures, strict=False)
        ]
        chosen = min(max(self._table.currentIndex().row(), 0), max(0, len(rows) - 1))
        self.pictures.show_rows(heads, rows, texts=(1, 2))
        self._table.setCurrentIndex(self.pictures.index(chosen, 0))
        self._show_picture(chosen)

    def _place_tip(self) -> str:
        return self.tr(
            "Its place in the training data. A double click or Enter opens the picture in the "
            "calculator, as it is in the data: without augmentation."
        )

    def _loss_now(self) -> Calculator | None:
        """Return the loss of the batch as the calculator shows it; None for none."""
        document = self._session.progress.document
        if document is None or self._batch is None:
            return None
        outputs, labels = array_of(self._batch.outputs), array_of(self._batch.labels)
        return batch_loss(document.training.loss, outputs, labels)

    def _open_loss(self) -> None:
        calculator = self._loss_now()
        if calculator is not None:
            self.loss_opened.emit(calculator)

    def _open(self, row: int) -> None:
        """Have the picture of a row opened."""
        if self._batch is not None:
            self.picture_opened.emit(int(array_of(self._batch.places)[row]))

    def _show_picture(self, number: int) -> None:
        """Show one picture's classes, and its loss written out."""
        if self.working is None or number >= len(self.working.pictures):
            return
        picture, names = self.working.pictures[number], self._class_names()
        has_shares = picture.terms[0].share is not None
        has_weights = any(term.weight != 1.0 for term in picture.terms)
        heads = [(self.tr("class"), ""), (self.tr("output"), self.tr("The network's"))]
        if has_shares:
            heads.append(("softmax", "exp(z) / Σ exp(z)"))
        heads += [
            ("−log p" if has_shares else self.tr("cost"), ""),
            (self.tr("target"), self.tr("What is asked for")),
        ]
        if has_weights:
            heads.append((self.tr("weight"), self.tr("How much the class counts")))
        heads.append((self.tr("adds"), self.tr("What is added to the picture's loss")))
        rows = []
        for kind, term in enumerate(picture.terms):
            row = [names(kind), short(term.output)]
            row += [] if term.share is None else [short(term.share)]
            row += [short(term.cost), short(term.target)]
            row += [short(term.weight)] if has_weights else []
            rows.append([*row, short(term.term)])
        self.classes.show_rows(heads, rows, texts=(0,), bold=(picture.label,))
        lines = list(picture.lines)
        if not picture.counts:
            lines = [self.tr("This picture's class is ignored: it does not count.")]
        self._detail.setText("\n".join(lines))

    def _show_step(self, step: WeightStep | None) -> None:
        for widget in (self._step_title, self._step_row, self._rule_view, self._step_text):
            widget.setVisible(step is not None)
        if step is None:
            return
        if step.names != self._names:
            self._names = step.names
            self.weight.set_choices([(known, known) for known in self._names])
            self.weight.set_value(step.name)
        with QSignalBlocker(self.place):
            self.place.setMaximum(math.prod(step.shape) - 1)
            self.place.setValue(step.place)
        where = ", ".join(map(str, _position(step.place, step.shape)))
        self._step_text.setText(self._step_sentence(step, where))
        heads = [
            ("", ""),
            (self.tr("rule"), ""),
            (self.tr("in numbers"), ""),
            (self.tr("value"), ""),
            ("torch", self.tr("What torch has behind the step")),
        ]
        last = len(self.lines) - 1
        rows = [
            (
                line.name,
                line.rule,
                line.text,
                written(line.value),
                written(step.after)
                if number == last
                else _kept(step.remembered_after.get(line.keeps)),
            )
            for number, line in enumerate(self.lines)
        ]
        self.rule.show_rows(heads, rows, texts=(0, 1, 2), bold=(last,) if rows else ())

    def _step_sentence(self, step: WeightStep, where: str) -> str:
        text = self.tr("w = {name}[{where}] was {before}, its gradient g is {gradient}").format(
            name=step.name,
            where=where,
            before=written(step.before),
            gradient=written(step.gradient),
        )
        if self.lines:
            return text
        after = self.tr("; it became {after}. The rule needs more than one weight.")
        return text + after.format(after=written(step.after))

    def _class_names(self) -> _Names:
        started = self._session.progress.started
        return _Names(() if started is None else started.class_names)

    def _assemble(self) -> None:
        self._head.setProperty("role", "section")
        for label in (self._head, self._how, self._detail, self._step_text):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._table = table_view(
            self.pictures, self.tr("Pictures of the batch"), wide=2, can_choose=True
        )
        self._table.selectionModel().currentChanged.connect(self._on_row)
        self._table.opened.connect(self._open)
        self._step_title = SectionTitle(self.tr("One weight's step"))
        self._rule_view = table_view(self.rule, self.tr("One weight's step"), wide=2)
        self.place.setAccessibleName(self.tr("Which of these weights"))
        self._step_row = QWidget()
        self._step_layout = QHBoxLayout(self._step_row)
        self._step_layout.setContentsMargins(0, 0, 0, 0)
        self._step_layout.setSpacing(SPACING * 2)
        for widget in (QLabel(self.tr("Weights")), self.weight, QLabel(self.tr("number"))):
            self._step_layout.addWidget(widget)
        self._step_layout.addWidget(self.place)
        self._step_layout.addStretch(1)
        self._body = self._filled()
        top = QHBoxLayout()
        top.addWidget(self._head, 1)
        top.addWidget(self.open_loss)
        top.addWidget(self.refresh)
        self.open_loss.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.refresh.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING, 0, 0, 0)
        column.setSpacing(SPACING * 2)
        column.addLayout(top)
        column.addWidget(self._how)
        column.addWidget(self._body, 1)
        column.addStretch(0)

    def _filled(self) -> QWidget:
        """Return the tables in their places."""
        picture = QWidget()
        inner = QVBoxLayout(picture)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(SPACING)
        inner.addWidget(table_view(self.classes, self.tr("Classes of the picture"), wide=0), 1)
        inner.addWidget(self._detail)
        beside = QSplitter(Qt.Orientation.Horizontal)
        beside.addWidget(self._table)
        beside.addWidget(picture)
        beside.setSizes([270, 430])
        step = QWidget()
        below = QVBoxLayout(step)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(SPACING)
        for widget in (self._step_title, self._step_row, self._step_text):
            below.addWidget(widget)
        below.addWidget(self._rule_view, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(beside)
        split.addWidget(step)
        split.setSizes([330, 250])
        for splitter in (beside, split):
            splitter.setChildrenCollapsible(False)
        return split

    def _on_row(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self._show_picture(index.row())


class _Names:
    """The names of classes; a class without one is called by its number."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names

    def __call__(self, number: int) -> str:
        return self._names[number] if 0 <= number < len(self._names) else str(number)


def _agree(first: float, second: float) -> bool:
    if not (math.isfinite(first) and math.isfinite(second)):
        return str(first) == str(second)
    return abs(first - second) <= _CLOSE * max(abs(first), abs(second), 1e-6)


def _kept(value: float | None) -> str:
    return "" if value is None else written(value)


def _position(place: int, shape: tuple[int, ...]) -> list[int]:
    """Return where a number lies in a shape."""
    found: list[int] = []
    for size in reversed(shape):
        place, own = divmod(place, max(1, size))
        found.insert(0, own)
    return found
