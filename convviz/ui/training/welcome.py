"""What the middle says before there is a run: what a start would do, or why none is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from convviz.core.data_sets import CIFAR10, MNIST, ImageFolder, Shapes10
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.summary import summarise
from convviz.protocol.run_start import start_weights
from convviz.ui.formats import count_text
from convviz.ui.theme import SPACING, icon_pixmap, set_state, theme_notifier
from convviz.ui.training.data.data_view import DataView
from convviz.ui.training.page_actions import START
from convviz.ui.training.run.run_offer import RunOffer
from convviz.ui.training.template_rows import TemplateRows
from convviz.ui.widgets.action_button import ActionButton

if TYPE_CHECKING:
    from convviz.core.data_sets import DataSet
    from convviz.protocol.document import Document, Network
    from convviz.ui.page_actions import PageActions
    from convviz.ui.training.obstacles import Obstacle

_WIDTH = 460
_ICON = 48


class Welcome(QScrollArea):
    """The empty state of the plots. It scrolls where a low window has no room for all of it.

    Attributes:
        sentence: What a start would do, or why none is possible.
        button: Starts a run.
        mend: Does what would let a run start; hidden where no single click is known.
        download: Fetches the pictures; hidden where they are there, or on their way.
        templates: Networks that are known to learn.
        data: The pictures that would be learned.
        offer: The run of an earlier session that can be gone on with.

    Signals:
        mend_wanted(Obstacle): what would let a run start is to be done.
        network_wanted(): the network is to be looked at.
        folder_wanted(): the folder of the pictures is to be chosen.
        download_wanted(): the pictures are to be fetched.
    """

    mend_wanted = Signal(object)
    folder_wanted = Signal()
    download_wanted = Signal()
    network_wanted = Signal()

    def __init__(self, actions: PageActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._counted: tuple[Network, int] | None = None
        self._obstacle: Obstacle | None = None
        self._is_waiting = False
        self._icon = QLabel()
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self.sentence = QLabel()
        self.sentence.setWordWrap(True)
        self.sentence.setFixedWidth(_WIDTH)
        self.button = ActionButton(actions[START], primary=True)
        self.mend = QPushButton(self.tr("Correct it"))
        self.download = QPushButton(self.tr("Download (170 MB)"))
        set_state(self.download, "primary", on=True)
        self.choose = QPushButton(self.tr("Choose the folder…"))
        set_state(self.choose, "primary", on=True)
        self._to_network = QPushButton(self.tr("Show the network"))
        self.data = DataView()
        self.data.setFixedWidth(_WIDTH)
        self.templates = TemplateRows(actions)
        self.templates.setFixedWidth(_WIDTH)
        self.offer = RunOffer()
        self.offer.setFixedWidth(_WIDTH)
        self.mend.clicked.connect(lambda: self.mend_wanted.emit(self._obstacle))
        self.download.clicked.connect(self.download_wanted)
        self.choose.clicked.connect(self.folder_wanted)
        self._to_network.clicked.connect(self.network_wanted)
        self.setAccessibleName(self.tr("Train this network"))
        self._assemble()
        theme_notifier().changed.connect(self._show_icon)
        self._show()

    def show_document(self, document: Document, obstacle: Obstacle | None) -> None:
        """Say what a start would do, or why none is possible and what mends it."""
        self._document, self._obstacle = document, obstacle
        self._show()

    def show_waiting(self, is_waiting: bool) -> None:  # noqa: FBT001 - a signal's slot
        """Say that a run starts as soon as its pictures are found, or no longer."""
        self._is_waiting = is_waiting
        self._show()

    def _show(self) -> None:
        obstacle = self._obstacle
        self._title.setText(self._title_text())
        self.sentence.setText(self._plan_text() if obstacle is None else obstacle.sentence)
        set_state(self.sentence, "muted", on=obstacle is None)
        if obstacle is not None and obstacle.mend:
            self.mend.setText(obstacle.mend)
        self.mend.setVisible(obstacle is not None and bool(obstacle.mend))
        can_download = obstacle is not None and obstacle.can_download
        self.download.setVisible(can_download)
        needs_folder = obstacle is not None and obstacle.needs_folder
        self.choose.setVisible(needs_folder)
        set_state(self.mend, "primary", on=not (can_download or needs_folder))
        self._to_network.setVisible(obstacle is not None and obstacle.is_in_network)
        self._show_icon()

    def _title_text(self) -> str:
        if self._obstacle is not None:
            return self.tr("This cannot be trained yet")
        if self._is_waiting:
            return self.tr("Looking for the pictures…")
        return self.tr("Train this network")

    def _plan_text(self) -> str:
        if self._document is None:
            return ""
        training = self._document.training
        begins = ""
        if start_weights(self._document) is not None:
            begins = " " + self.tr("It begins with the weights that the network has.")
        plan = self.tr(
            "The network's {params} parameters are trained on {data}: {epochs} epochs, in "
            "batches of {batch}. The plots here follow every batch. After every epoch the "
            "network is tested on pictures that it has never seen."
        ).format(
            params=count_text(self._num_params(self._document.network)),
            data=self._data_text(training.dataset),
            epochs=count_text(training.epochs),
            batch=count_text(training.batch_size),
        )
        return plan + begins

    def _num_params(self, network: Network) -> int:
        """Return how many numbers are trained; counted once for each network."""
        if self._counted is None or self._counted[0] is not network:
            summary = summarise(infer_sequential(network.steps, network.input_shape))
            self._counted = network, summary.num_params
        return self._counted[1]

    def _data_text(self, dataset: DataSet) -> str:
        texts = {
            CIFAR10: self.tr("the 50,000 training photographs of CIFAR-10"),
            Shapes10: self.tr("Shapes-10, small pictures that convviz draws itself"),
            MNIST: self.tr("the training pictures in files of MNIST's format"),
            ImageFolder: self.tr("the training pictures of your folder"),
        }
        return texts[type(dataset)]

    def _assemble(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        self.setWidget(body)
        column = QVBoxLayout(body)
        column.setSpacing(SPACING * 3)
        column.addSpacing(SPACING * 6)  # no stretch: what is clicked must not move away
        for label in (self._icon, self._title, self.sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._icon)
        column.addWidget(self._title)
        column.addLayout(_centred(self.sentence))
        column.addLayout(
            _centred(self.download, self.choose, self.mend, self._to_network, self.button)
        )
        column.addSpacing(SPACING * 2)
        column.addLayout(_centred(self.templates))
        column.addSpacing(SPACING * 2)
        column.addLayout(_centred(self.data))
        column.addStretch(1)
        column.addLayout(_centred(self.offer))
        column.addStretch(2)

    def _show_icon(self) -> None:
        """Warn of an obstacle; else the pictures of the data meet the eye first."""
        self._icon.setPixmap(icon_pixmap("mdi6.alert-outline", _ICON, "warning"))
        self._icon.setVisible(self._obstacle is not None)


def _centred(*widgets: QWidget) -> QHBoxLayout:
    """Return a row of its own: an alignment would take away the height of wrapped lines."""
    row = QHBoxLayout()
    row.setSpacing(SPACING * 2)
    row.addStretch(1)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
