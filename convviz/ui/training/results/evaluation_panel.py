"""How good the network is: its accuracy, what it confuses, and the pictures themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from convviz.ui.error_sentences import error_sentence
from convviz.ui.formats import count_text, percent_text
from convviz.ui.theme import SPACING, set_ui_font
from convviz.ui.training.results.confusion_matrix import ConfusionMatrix
from convviz.ui.training.results.picture_choice import PictureList, chosen_pictures
from convviz.ui.training.results.picture_gallery import PictureGallery
from convviz.ui.training.results.prediction_card import PredictionCard
from convviz.ui.training.results.share_bars import ShareBar, ShareBars
from convviz.ui.widgets.choice_fields import ChoiceField
from convviz.ui.widgets.collapsible_section import CollapsibleSection

if TYPE_CHECKING:
    from convviz.ui.training.results.picture_choice import PictureChoice
    from convviz.ui.training.run.judging import Judged
    from convviz.values.evaluation import Evaluation

_LARGE = 2.4


class AccuracyHead(QWidget):
    """The accuracy, large, and of what it is.

    Attributes:
        number: The accuracy.
        caption: Of what it is.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number, self.caption = QLabel(), QLabel()
        set_ui_font(self.number, _LARGE)
        self.caption.setProperty("role", "caption")
        self.caption.setWordWrap(True)
        self.number.setToolTip(self.tr("Share of the test pictures that are classified correctly"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.number)
        column.addWidget(self.caption)

    def show_judged(self, judged: Judged) -> None:
        """Show how many are right; of a result that is being judged, how far that is."""
        evaluation = judged.evaluation
        self.number.setVisible(evaluation is not None)
        if evaluation is not None:
            self.number.setText(percent_text(evaluation.accuracy))
        self.caption.setText(self._sentence(judged))

    def _sentence(self, judged: Judged) -> str:
        evaluation = judged.evaluation
        if judged.problem is not None:
            return error_sentence(judged.problem)
        if judged.total:
            return self.tr("Classifying the test pictures: {done} of {total}").format(
                done=count_text(judged.done), total=count_text(judged.total)
            )
        if evaluation is None:
            return ""
        if judged.epoch:
            text = self.tr("{right} of {total} test pictures right after epoch {epoch}")
        else:
            text = self.tr("{right} of {total} test pictures right")
        return text.format(
            right=count_text(evaluation.right),
            total=count_text(len(evaluation)),
            epoch=judged.epoch,
        )


class EvaluationPanel(QWidget):
    """Shows an evaluation: the confusion matrix, pictures with what they are taken for, classes.

    Attributes:
        head: The accuracy.
        matrix: What is confused with what.
        lists: Chooses a list of pictures.
        gallery: The pictures.
        card: The chosen picture and its likeliest classes.
        classes: The accuracy of each class.
        pictures: The part with the pictures.

    Signals:
        list_chosen(PictureList): Another list of pictures is to be shown.
        cell_chosen(int, object): The pictures of a class are to be shown that are taken for
            another; None for any.
        picture_chosen(int): Another of the shown pictures is chosen.
        picture_opened(int): The calculator is to show a test picture.
    """

    list_chosen = Signal(object)
    cell_chosen = Signal(int, object)
    picture_chosen = Signal(int)
    picture_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = AccuracyHead()
        self.matrix = ConfusionMatrix()
        self.gallery = PictureGallery()
        self.card = PredictionCard(self.tr("Likeliest classes"))
        self.classes = ShareBars(self.tr("Accuracy of each class"), can_choose=True)
        self.lists = ChoiceField(
            [
                (self.tr("Most confident mistakes"), PictureList.MISTAKES),
                (self.tr("All test pictures"), PictureList.ALL),
                (self.tr("Of a class, or of a cell"), PictureList.CELL),
            ]
        )
        self.lists.setAccessibleName(self.tr("Which pictures are shown"))
        self._list_text = QLabel()
        self._place = 0
        self._assemble()
        self.matrix.cell_chosen.connect(self.cell_chosen)
        self.classes.chosen.connect(lambda number: self.cell_chosen.emit(number, None))
        self.gallery.chosen.connect(self.picture_chosen)
        self.gallery.opened.connect(self._open)
        self.card.opened.connect(lambda: self._open(self._place))
        self.lists.value_changed.connect(self.list_chosen)

    def show_judged(self, judged: Judged, choice: PictureChoice) -> None:
        """Show what is known of how good a run is."""
        evaluation = judged.evaluation
        is_something = evaluation is not None or judged.problem is not None or judged.total
        self.head.setVisible(bool(is_something))
        self.setVisible(evaluation is not None)
        self.head.show_judged(judged)
        for section in self._sections:
            section.setVisible(evaluation is not None and len(evaluation.class_names) > 0)
        if evaluation is None:
            return
        self._show_counts(evaluation, choice)
        self._show_pictures(judged, evaluation, choice)

    def _open(self, number: int) -> None:
        if number < len(self.gallery.places):
            self.picture_opened.emit(self.gallery.places[number])

    def _show_counts(self, evaluation: Evaluation, choice: PictureChoice) -> None:
        is_cell = choice.list is PictureList.CELL
        cell = None
        if is_cell and choice.taken_for is not None:
            cell = (choice.label, choice.taken_for)
        self.matrix.show_evaluation(evaluation, cell)
        row = choice.label if is_cell and choice.taken_for is None else None
        bars = [
            ShareBar(name, float(share), tip=self._class_tip(name, float(share), int(size)))
            for name, share, size in zip(
                evaluation.class_names,
                evaluation.class_accuracy,
                evaluation.class_sizes,
                strict=False,
            )
        ]
        self.classes.show_bars(bars, row)

    def _class_tip(self, name: str, share: float, size: int) -> str:
        return self.tr('{share} of the {size} pictures of "{name}" are right').format(
            share=percent_text(share), size=count_text(size), name=name
        )

    def _show_pictures(self, judged: Judged, evaluation: Evaluation, choice: PictureChoice) -> None:
        places, count = chosen_pictures(evaluation, choice)
        place = min(choice.place, max(0, len(places) - 1))
        self._list_text.setText(self._list_sentence(evaluation, choice, len(places), count))
        if judged.picture_problem is not None:
            self._list_text.setText(error_sentence(judged.picture_problem))
        self._place = place
        self.lists.set_value(choice.list)
        self.gallery.show_pictures(evaluation, places, judged.pictures, place)
        self.gallery.setVisible(bool(places))
        self.card.setVisible(bool(places))
        if places:
            number = places[place]
            self.card.show_prediction(
                judged.pictures.get(number),
                self._truth(evaluation, number),
                _top_bars(evaluation, number),
            )

    def _truth(self, evaluation: Evaluation, number: int) -> str:
        label = evaluation.name(int(evaluation.labels[number]))
        if evaluation.is_right[number]:
            return self.tr('✓ It is "{label}"').format(label=label)
        return self.tr('✗ It is "{label}"').format(label=label)

    def _list_sentence(
        self, evaluation: Evaluation, choice: PictureChoice, shown: int, count: int
    ) -> str:
        if choice.list is PictureList.CELL:
            label = evaluation.name(choice.label)
            taken_for = "" if choice.taken_for is None else evaluation.name(choice.taken_for)
            text = (
                self.tr('{count} pictures of "{label}" that are taken for "{taken}"')
                if taken_for
                else self.tr('{count} pictures of "{label}"')
            )
            text = text.format(count=count_text(count), label=label, taken=taken_for)
        elif choice.list is PictureList.MISTAKES:
            text = self.tr("{count} mistakes").format(count=count_text(count))
        else:
            text = self.tr("{count} test pictures").format(count=count_text(count))
        if shown < count:
            first = self.tr("the first {shown} are shown").format(shown=count_text(shown))
            if choice.list is not PictureList.ALL:
                first = self.tr("the {shown} of which it is surest are shown").format(
                    shown=count_text(shown)
                )
            text = self.tr("{text}; {first}").format(text=text, first=first)
        return text

    def _assemble(self) -> None:
        axes = QLabel(self.tr("Rows: what a picture is. Columns: what it is taken for."))
        for label in (axes, self._list_text):
            label.setProperty("role", "caption")
            label.setWordWrap(True)
        confusion = CollapsibleSection("confusion", self.tr("Confusion matrix"))
        confusion.body.addWidget(axes)
        confusion.body.addWidget(self.matrix)
        self.pictures = CollapsibleSection("test pictures", self.tr("Test pictures"))
        for widget in (self.lists, self._list_text, self.card, self.gallery):
            self.pictures.body.addWidget(widget)
        classes = CollapsibleSection("class accuracy", self.tr("Accuracy of each class"))
        classes.body.addWidget(self.classes)
        self._sections = (confusion, self.pictures, classes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING * 2)
        for section in self._sections:
            column.addWidget(section)


def _top_bars(evaluation: Evaluation, number: int) -> list[ShareBar]:
    """Return the likeliest classes of a test picture."""
    label = int(evaluation.labels[number])
    return [
        ShareBar(evaluation.name(int(kind)), float(share), is_right=int(kind) == label)
        for kind, share in zip(evaluation.classes[number], evaluation.shares[number], strict=True)
    ]
