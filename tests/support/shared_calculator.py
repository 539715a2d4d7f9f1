"""One calculator page for all tests of a module: to build one takes longer than most of them do.

A test gets it as it was when it was new, with a document of its own. What a page keeps beside the
document is put back in one place, :meth:`SharedPage.put_back`; test_shared_calculator.py compares a
page that was used hard and put back with a new one. A test about what a new page reads, such as
settings, or about its end builds its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeAlias, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from convviz.protocol.document import Calculator, Document
from convviz.protocol.recipes import PictureMode
from convviz.protocol.templates import course_calculator, course_network
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.document_store import DocumentStore
from convviz.ui.images.picture_menu import SIDES
from convviz.ui.processes.engine_keeper import EngineState
from convviz.ui.stepper.pace import AUTOMATIC
from convviz.ui.stepper.view_state import ViewState
from convviz.ui.widgets.collapsible_section import CollapsibleSection
from convviz.ui.widgets.grid import PlaneStackView
from convviz.ui.widgets.splitter import RememberedSplitter
from tests.support.fake_engine import FakeEngine, UnansweredEngine
from tests.support.windows import show_active

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.support.direct_engine import DirectEngine

Engine = TypeVar("Engine", bound=UnansweredEngine)

SIZE: Final = (1280, 800)


class SharedPage(Generic[Engine]):
    """A calculator page that one test after the other uses.

    Attributes:
        page: The page.
        store: Has its document.
        engine: Is asked by it.
    """

    def __init__(self, engine: Engine) -> None:
        """Build the page."""
        self.engine = engine
        self.store = DocumentStore(Document(course_calculator(), course_network()))
        self.page = CalculatorPage(self.store, engine)
        self._folds = {part: part.is_open for part in self.page.findChildren(CollapsibleSection)}

    def hidden(
        self, calculator: Calculator | None = None, size: tuple[int, int] = SIZE
    ) -> CalculatorPage:
        """Return the page with a calculator, the course's for None, before it is shown."""
        self.page.resize(*size)
        self.page.presenter._shown = None  # shown afresh, be it the same
        self.store.open(Document(calculator or course_calculator(), course_network()))
        return self.page

    def shown(
        self, qtbot: QtBot, calculator: Calculator | None = None, size: tuple[int, int] = SIZE
    ) -> CalculatorPage:
        """Return the page with a calculator, on the screen and with the keyboard."""
        page = self.hidden(calculator, size)
        show_active(qtbot, page)
        page.setFocus()
        return page

    def put_back(self) -> None:
        """Have the page as it was when it was new, but for the document."""
        page = self.page
        windows = [part for part in page.findChildren(QWidget) if part.isWindow()]
        for window in windows:
            window.close()
        page.present(on=False)
        page.presentation._give_room_back()
        page.presentation._sum_height = 0
        _let_go_of_keyboard(page)
        page.hide()
        for window in (*windows, page):
            # WORKAROUND: offscreen, Qt 6.11 takes a hidden window for the active one, and does not
            # activate it when it is shown again.
            if window.windowHandle() is not None:
                window.windowHandle().destroy()
        self._rewind()
        self._tidy_up()
        self._forget_solutions()
        self._forget_pictures()
        self._forget_requests()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        for timer in page.findChildren(QTimer):
            timer.stop()

    def end(self) -> None:
        """Delete the page."""
        self.page.close()
        self.page.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def _rewind(self) -> None:
        """Show all steps from the first, and the view that every layer has."""
        player, presenter = self.page.player, self.page.stepper.presenter
        player.set_playing(False)
        player.set_loops(True)
        player.set_speed(1.0)
        player.set_stride(AUTOMATIC)
        player.set_halted(halted=False)
        player.go_to_first()
        presenter._wanted = presenter.first_view
        presenter._state = ViewState(presenter.entries[presenter.first_view])
        presenter._places.clear()
        presenter._walk = presenter._told = None

    def _tidy_up(self) -> None:
        """Put parts back that keep something by themselves."""
        page = self.page
        for view in page.findChildren(PlaneStackView):
            view._leave_cells()
            view._cursor._last = None
            if not view.is_fitted:
                view.zoom_reset()
        for area in page.findChildren(QScrollArea):
            area.verticalScrollBar().setValue(0)
        for section, is_open in self._folds.items():
            section.title.setChecked(is_open)
        for splitter in page.findChildren(RememberedSplitter):
            splitter.setSizes(splitter._first_sizes)
            splitter._is_changed = False
        page.grids.set_loupe(True)
        page.hints._used.clear()
        page.hints.setMinimumHeight(0)
        page.hints._show_rest()
        page.presenter.lesson.paints = False
        learning = page.side._learning.built
        if learning is not None:
            learning.paint.setChecked(False)
        page.side.begin_anew()

    def _forget_solutions(self) -> None:
        """Have nothing kept, chosen or listed at length in the solver, if it was built."""
        solver = self.page.side._solver.built
        if solver is not None:
            solver.keeps.release()
            solver.model.show_all(shown=False)
            solver._show_more_text()
            solver.table.clearSelection()
            solver.table.setCurrentIndex(QModelIndex())

    def _forget_pictures(self) -> None:
        """Have no picture opened, and the next one small and grey."""
        pictures = self.page.presenter.values.pictures
        pictures.cancel()
        pictures._opened, pictures._samples, pictures._has_own_size = None, 0, False
        pictures.menu.sides[SIDES[1]].setChecked(True)
        pictures.menu.modes[PictureMode.GREY].setChecked(True)

    def _forget_requests(self) -> None:
        self.page.presenter._check.forget()
        self.engine.requests.clear()
        self.engine.replies.clear()
        self.engine.pretended = EngineState.READY


def _let_go_of_keyboard(page: CalculatorPage) -> None:
    focused = page.focusWidget()
    if focused is not None:
        focused.clearFocus()


SharedCalculator: TypeAlias = SharedPage[FakeEngine]
SharedTorchCalculator: TypeAlias = "SharedPage[DirectEngine]"
