"""The search for a learning rate as a dialog: its range, its curve, a click that takes a rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from convviz.protocol.rate_search import HIGHEST_RATE, LOWEST_RATE, MOST_STEPS, STEPS
from convviz.ui.error_sentences import error_sentence
from convviz.ui.plots.preload import PlotsLoader
from convviz.ui.theme import SPACING, set_state
from convviz.ui.throttle import Throttle
from convviz.ui.training.settings.rate_finder import SearchState
from convviz.ui.widgets.number_fields import DecimalField, NumberField
from convviz.ui.widgets.sentences import in_a_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QCloseEvent, QShowEvent

    from convviz.protocol.document import Document
    from convviz.ui.plots.rate_card import RateCard
    from convviz.ui.training.settings.rate_finder import RateFinder

_FIELD: Final = 84
_HIGHEST: Final = 1e6
_DRAW_MS: Final = 60


class RateDialog(QDialog):
    """Searches, shows what comes, and announces the rate that a person takes.

    Attributes:
        lowest: The field of the first rate.
        highest: The field of the last one.
        steps: The field of the batches.
        go: Begins the search, or ends it.
        take: Takes the suggested rate.
        verdict: What the search says.
        card: The curve; None before the plots are loaded.

    Signals:
        chosen(float): A rate is to be the document's.
    """

    chosen = Signal(float)

    def __init__(
        self, finder: RateFinder, document: Document, target: str, parent: QWidget | None = None
    ) -> None:
        """Make the dialog.

        Args:
            finder: Searches.
            document: What would be trained, with a place of the data.
            target: The setting that a rate is taken for, such as "lr".
            parent: The window's widget.
        """
        super().__init__(parent)
        self._finder = finder
        self._document = document
        self.card: RateCard | None = None
        self.setWindowTitle(self.tr("Find a learning rate"))
        self.lowest = DecimalField(LOWEST_RATE)
        self.highest = DecimalField(HIGHEST_RATE)
        self.steps = NumberField(STEPS)
        self.steps.set_limits(2, MOST_STEPS)
        self.go = QPushButton()
        self.take = QPushButton()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the search"))
        self.verdict = QLabel()
        self.verdict.setWordWrap(True)
        self._target = target
        self._room = QLabel(self.tr("Loading the plot…"))
        self._room.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._throttle = Throttle(self._draw, _DRAW_MS, self)
        self._loader = PlotsLoader(self, _build)
        self._loader.loaded.connect(self._show_card)
        self._assemble()
        self.go.clicked.connect(self._go_or_stop)
        self.take.clicked.connect(self._take_suggested)
        for field in (self.lowest, self.highest, self.steps):
            field.value_changed.connect(self._show_state)
            field.invalid.connect(self._show_state)
        finder.changed.connect(self._show_state)
        self.resize(760, 560)
        self._show_state()

    def showEvent(self, event: QShowEvent) -> None:
        """Load the plot beside the window."""
        super().showEvent(event)
        self._loader.start()

    def done(self, result: int) -> None:
        """End the search with the dialog."""
        self._finder.cancel()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the search with the dialog."""
        self._finder.cancel()
        super().closeEvent(event)

    def _problem(self) -> str:
        """Return what is wrong with the range; "" if nothing is."""
        fields = (self.lowest, self.highest, self.steps)
        if any(field.unread for field in fields):
            return self.tr("Write numbers into the three fields.")
        low, high, steps = (field.value for field in fields)
        if not isinstance(low, float) or not isinstance(high, float) or not 0 < low < high:
            return self.tr("The first rate must be above 0, and the last larger than it.")
        if high > _HIGHEST:
            return self.tr("The last rate is at most {most}.").format(most=f"{_HIGHEST:g}")
        if not isinstance(steps, int) or not 2 <= steps <= MOST_STEPS:  # noqa: PLR2004
            return self.tr("The search takes 2 to {most} batches.").format(most=MOST_STEPS)
        return ""

    def _go_or_stop(self) -> None:
        if self._finder.is_going_on:
            self._finder.cancel()
            return
        if not self._problem():
            low, high = cast("float", self.lowest.value), cast("float", self.highest.value)
            self._finder.search(self._document, low, high, cast("int", self.steps.value))

    def _take_suggested(self) -> None:
        suggestion = self._finder.suggestion
        if suggestion is not None:
            self._choose(suggestion.rate)

    def _choose(self, rate: float) -> None:
        """Take a rate, rounded to what can be read, and close."""
        self.chosen.emit(float(f"{rate:.2g}"))
        self.accept()

    def _show_state(self, *_: object) -> None:
        finder, problem = self._finder, self._problem()
        is_going_on = finder.is_going_on
        self.go.setText(self.tr("Stop") if is_going_on else self.tr("Search"))
        self.go.setEnabled(is_going_on or not problem)
        self.go.setToolTip(
            problem
            or self.tr(
                "Train a throw-away copy of the network with an ever higher rate; the document and "
                "its runs stay as they are"
            )
        )
        suggestion = finder.suggestion
        self.take.setVisible(suggestion is not None)
        if suggestion is not None:
            text = self.tr("Set {name} to {rate}")
            self.take.setText(text.format(name=self._target, rate=_text(suggestion.rate)))
        set_state(self.take, "primary", on=suggestion is not None)
        set_state(self.go, "primary", on=suggestion is None and not is_going_on)
        self.bar.setVisible(is_going_on)
        self.bar.setRange(0, finder.total)  # 0 to 0 while it loads: busy
        self.bar.setValue(len(finder.rates))
        for field in (self.lowest, self.highest, self.steps):
            field.setEnabled(not is_going_on)
        self.verdict.setText(problem if problem and not is_going_on else self._sentence())
        self._throttle.request()

    def _sentence(self) -> str:
        finder = self._finder
        match finder.state:
            case SearchState.IDLE:
                return self.tr(
                    "A copy of the network is trained from its first weights, with a rate that "
                    "rises from batch to batch. Where the loss falls, the rate teaches; where it "
                    "explodes, the search ends."
                )
            case SearchState.LOADING:
                return self.tr("Loading torch and the pictures…")
            case SearchState.TRYING:
                return self.tr("Trying rates…")
            case SearchState.FAILED:
                if finder.problem is not None:
                    return error_sentence(finder.problem)
                return "" if finder.outcome is None else str(finder.outcome)
            case _:
                return self._found()

    def _found(self) -> str:
        finder, suggestion = self._finder, self._finder.suggestion
        parts = []
        if finder.state is SearchState.STOPPED:
            parts.append(self.tr("Stopped: higher rates were not tried."))
        elif finder.has_exploded:
            parts.append(self.tr("The loss exploded: higher rates were not tried."))
        if suggestion is None:
            parts.append(
                self.tr("The loss falls at none of the rates that were tried. Try more batches.")
            )
            return in_a_row(parts)
        parts.append(
            self.tr(
                "Suggested: {rate}, a tenth of the rate with the lowest smoothed loss, {lowest}. "
                "The loss falls steepest at {steepest}."
            ).format(
                rate=_text(suggestion.rate),
                lowest=_text(suggestion.lowest),
                steepest=_text(suggestion.steepest),
            )
        )
        if suggestion.is_open and not finder.has_exploded:
            parts.append(self.tr("It still fell at the highest rate that was tried."))
        parts.append(
            self.tr("Click the curve to set {name} to another rate.").format(name=self._target)
        )
        return in_a_row(parts)

    def _draw(self) -> None:
        finder = self._finder
        if self.card is not None:
            self.card.show_curve(finder.rates, finder.losses, finder.suggestion)

    def _show_card(self, card: QWidget) -> None:
        self.card = cast("RateCard", card)
        self._room.hide()
        self._column.insertWidget(1, card, 1)
        self.card.plot.chosen.connect(self._choose_on_curve)
        self.card.plot.set_placeholder(self.tr("The curve is drawn here"))
        self._draw()

    def _choose_on_curve(self, rate: float) -> None:
        if not self._finder.is_going_on:
            self._choose(rate)

    def _assemble(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACING * 2)
        for name, field in (
            (self.tr("from"), self.lowest),
            (self.tr("to"), self.highest),
            (self.tr("batches"), self.steps),
        ):
            label = QLabel(name)
            label.setBuddy(field)
            set_state(field, "inline", on=False)
            field.setFixedWidth(_FIELD)
            field.setAccessibleName(name)
            head.addWidget(label)
            head.addWidget(field)
        head.addWidget(self.go)
        head.addWidget(self.bar, 1)
        head.addStretch(1)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.reject)
        for button in (self.go, self.take, close):
            button.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.take)
        foot.addWidget(close)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*[SPACING * 4] * 4)
        self._column.setSpacing(SPACING * 3)
        self._column.addLayout(head)
        self._column.addWidget(self._room, 1)
        self._column.addWidget(self.verdict)
        self._column.addLayout(foot)


def _build() -> Iterator[Any]:
    """Yield the plot in the end."""
    from convviz.ui.plots.rate_card import RateCard

    yield None
    yield RateCard()


def _text(rate: float) -> str:
    return QLocale().toString(rate, "g", 2)
