"""The network as what it makes of a picture: the maps of every layer, and those of one, large."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from convviz.ui.error_sentences import error_sentence
from convviz.ui.network.maps.maps_actions import NEW_WEIGHTS, OPEN, PASTE
from convviz.ui.network.maps.maps_bar import MapsBar
from convviz.ui.network.maps.maps_detail import MapsDetail
from convviz.ui.network.maps.maps_rows import MapRows
from convviz.ui.network.maps.maps_scene import KnownRows, maps_rows, takes_pictures
from convviz.ui.network.view_widget import ViewWidget
from convviz.ui.theme import SPACING
from convviz.ui.widgets.choice_fields import ChoiceField
from convviz.ui.widgets.notice import Notice
from convviz.ui.widgets.splitter import RememberedSplitter

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from convviz.ui.network.maps.maps_looker import MapsLooker
    from convviz.ui.network.maps.maps_scene import MapsRow
    from convviz.ui.network.presenter import NetworkPresenter
    from convviz.ui.network.state import NetworkState
    from convviz.ui.page_actions import PageActions

_SIZES: Final = (330, 170)
_PICTURE_AXES: Final = 3


class MapsView(ViewWidget):
    """Follows every edit; while the new maps are on their way, the old ones are pale.

    Attributes:
        bar: Which picture goes through.
        rows: The maps of all layers.
        detail: Those of the chosen one.
        reading: Which cell the mouse is at.
    """

    def __init__(
        self, presenter: NetworkPresenter, looker: MapsLooker, parent: QWidget | None = None
    ) -> None:
        """Show nothing yet.

        Args:
            presenter: Hears which layer is chosen.
            looker: Asks for the maps.
            parent: The parent.
        """
        super().__init__(parent)
        self._presenter, self._looker = presenter, looker
        self._known = KnownRows()
        self._current, self._map, self._said = 0, -1, ""
        self.bar, self.rows, self.detail = MapsBar(self), MapRows(), MapsDetail(self)
        self.note, self.reading = Notice(self), QLabel(self)
        self.scale = ChoiceField(
            [(self.tr("One scale a layer"), False), (self.tr("One scale a map"), True)]
        )
        self._area = QScrollArea(self)
        self._assemble()
        self._connect()

    def show_state(self, state: NetworkState, before: NetworkState | None) -> None:
        """Show a network's rows, and the chosen one."""
        if before is None or state.cards is not before.cards:
            self.rows.show_rows(maps_rows(state, self.tr("Input"), self._known))
            is_none = not takes_pictures(state.network.input_shape)
            self.bar.tell_no_picture(is_none=is_none)
        chosen = state.shown_row + 1
        if chosen and chosen != self._current:
            self._current, self._map = chosen, -1
            self._scroll_to(chosen)
        self._show()

    def show_actions(self, actions: PageActions) -> None:
        """Let the buttons of the bar do what actions do."""
        bar = self.bar
        for button, name in (
            (bar.open, OPEN),
            (bar.paste, PASTE),
            (bar.new_seed, NEW_WEIGHTS),
        ):
            button.clicked.connect(actions[name].trigger)
            actions.show_keys(button, name)
        bar.remember_tips()

    def showEvent(self, event: QShowEvent) -> None:
        """Look."""
        super().showEvent(event)
        self._looker.want(on=True)
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest: what nobody sees is not asked for."""
        super().hideEvent(event)
        self._looker.want(on=False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for what has room when the rows have another size."""
        if event.type() == QEvent.Type.Resize:
            self._scroll_to(self._current)
            self._want()
        return super().eventFilter(watched, event)

    @property
    def _row(self) -> MapsRow | None:
        rows = self.rows.rows
        return rows[self._current] if self._current < len(rows) else (rows[0] if rows else None)

    def _show(self) -> None:
        maps, row = self._looker.maps, self._row
        is_each = self.scale.value is True
        self.bar.show_maps(maps)
        problem = "" if maps.problem is None else error_sentence(maps.problem)
        notices = () if maps.passed is None or maps.problem is not None else maps.passed.notices
        told = [problem, *(error_sentence(notice.error()) for notice in notices)]
        self._say(" ".join(text for text in told if text), is_wrong=bool(problem))
        if row is None:
            return
        current = min(self._current, len(self.rows.rows) - 1)
        self.rows.show_maps(maps, current, self._map, is_each=is_each)
        # An open Sequential has its maps here, though they are those of its last layer.
        shown = dataclasses.replace(row, has_maps=True)
        self.detail.show_row(shown, maps, self._map, is_each=is_each)
        self._want()

    def _say(self, sentence: str, *, is_wrong: bool) -> None:
        """Say why there are no maps, or other ones than were wanted; once, so it can be closed."""
        if sentence != self._said:
            self._said = sentence
            self.note.say(
                "error" if is_wrong else "info", sentence
            ) if sentence else self.note.hide()

    def _want(self) -> None:
        """Ask for the maps that are to be seen."""
        row = self._row
        if row is None or not self.isVisible():
            return
        top = self._area.verticalScrollBar().value()
        seen = QRect(0, top, self.rows.width(), self._area.viewport().height())
        kernels = row.path if row.number >= 0 else None
        self._looker.see((*self.rows.wanted(seen), *self.detail.wanted), kernels)

    def _choose(self, number: int, chosen: int) -> None:
        """Choose a row and one of its maps; its layer is chosen on the page as well."""
        self._current, self._map = number, chosen
        if number:  # the input has no card
            self._presenter.select([number - 1])
        self._scroll_to(number)
        self._show()

    def _choose_map(self, chosen: int) -> None:
        self._map = chosen
        self._show()

    def _open(self, number: int, chosen: int, cell: tuple[int, int] | None) -> None:
        """Have the calculator show a layer as the network has it here."""
        row = self.rows.rows[number]
        if not row.can_open or row.number < 0:
            return
        is_map = bool(row.shape and len(row.shape) == _PICTURE_AXES)
        channel = chosen if 0 <= chosen < row.count else 0
        self._looker.open(row.number, channel, cell if is_map else None)

    def _scroll_to(self, number: int) -> None:
        place = self.rows.place(min(number, len(self.rows.rows) - 1))
        self._area.ensureVisible(0, place.top(), 0, 0)
        self._area.ensureVisible(0, place.bottom(), 0, 0)

    def _connect(self) -> None:
        looker, rows, detail = self._looker, self.rows, self.detail
        looker.changed.connect(self._on_maps)
        self.bar.chosen.connect(lambda name, value: looker.choose(**{name: value}))
        rows.row_chosen.connect(self._choose)
        rows.opened.connect(self._open)
        rows.hovered.connect(self._read)
        detail.map_chosen.connect(self._choose_map)
        detail.opened.connect(lambda chosen, cell: self._open(self._current, chosen, cell))
        detail.hovered.connect(self._read)
        detail.wanted_changed.connect(self._want)
        self.scale.value_changed.connect(lambda _each: self._show())
        self._area.verticalScrollBar().valueChanged.connect(lambda _value: self._want())

    def _read(self, text: str) -> None:
        """Say which cell the mouse is at, else what can be done."""
        hint = self.tr("Point at a cell to read it; a double click opens it in the calculator.")
        self.reading.setText(text or hint)

    def _on_maps(self) -> None:
        if self.isVisible():
            self._show()

    def _assemble(self) -> None:
        self.scale.setAccessibleName(self.tr("Scale of the colours"))
        self.scale.setToolTip(
            self.tr("Equal colours are equal numbers: in all maps of a layer, or in each map alone")
        )
        self.bar.add(self.scale)
        self.reading.setProperty("muted", "true")
        self._read("")
        self.reading.setMinimumHeight(self.reading.fontMetrics().height())
        self._area.setWidget(self.rows)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(self.tr("Feature maps of all layers"))
        self._area.viewport().installEventFilter(self)
        both = RememberedSplitter("network-maps", Qt.Orientation.Vertical, self)
        both.hold(self._area, self.detail, _SIZES)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * SPACING)
        layout.addWidget(self.bar)
        layout.addWidget(self.note)
        layout.addWidget(both, 1)
        layout.addWidget(self.reading)
