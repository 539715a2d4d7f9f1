"""What a calculator page shows, beside a new page that is given the same document and step."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from convviz.ui.calculator.agreement_mark import AgreementMark
from convviz.ui.calculator.first_hints import FirstHints
from convviz.ui.calculator.page import CalculatorPage
from convviz.ui.calculator.presets.note import PresetNote
from convviz.ui.calculator.solver_section import SolverSection
from convviz.ui.document_store import DocumentStore
from convviz.ui.stepper.views.sentences_label import SentencesLabel
from convviz.ui.widgets.notice import Notice
from tests.support.direct_engine import DirectEngine
from tests.support.drawn_page import drawn, same_parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from convviz.ui.stepper.view_state import ViewState

_EVENT_ROUNDS = 3


def check_as_on_a_new_page(page: CalculatorPage, store: DocumentStore) -> None:
    """Check that a page shows its document as a new page does, at the same step in the same view.

    Raises:
        AssertionError: With what differs.
    """
    new, engine = _new_page(page, store)
    try:
        _settle()
        _bring_to(new, page)
        _settle()
        engine.answer()
        _settle()
        _compare(page, new)
    finally:
        new.close()
        new.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _new_page(page: CalculatorPage, store: DocumentStore) -> tuple[CalculatorPage, DirectEngine]:
    engine = DirectEngine()
    new = CalculatorPage(DocumentStore(store.document), engine)
    new.resize(page.size())
    new.show()
    return new, engine


def _bring_to(new: CalculatorPage, page: CalculatorPage) -> None:
    """Have a new page show what another one shows beside the document."""
    presenter, wanted = new.stepper.presenter, page.stepper.presenter
    state: ViewState = wanted.state
    new.player.set_loops(page.player.loops)
    new.player.set_stride(page.player.stride)
    new.player.set_speed(page.player.speed)
    new.panels.show_side(shown=page.panels.side_shown)
    new.grids.set_loupe(page.grids.loupe.is_wanted)
    presenter.show_view(wanted._wanted)
    presenter._set(usage=state.usage, dimmed=state.dimmed, cover=state.cover, page=state.page)
    presenter.refresh()
    new.player.go_to(page.player.index)
    if page.player.pinned is not None:
        new.player.pin(page.player.pinned)
    presenter._set(cover=state.cover, page=state.page)
    presenter._told = None
    presenter._follow()
    new.presenter.lesson.paints = page.presenter.lesson.paints


def _compare(page: CalculatorPage, new: CalculatorPage) -> None:
    if page.stepper.presenter.state.refused is not None and page.stepper.presenter.last_walk:
        return  # the last picture may stay, which a new page does not have
    for shown in (page, new):  # on a new page, the first hints leave less room
        shown.grids.set_loupe(False)
    ours, theirs = drawn(page), drawn(new)
    assert list(ours) == list(theirs), f"planes {list(ours)}, of a new page {list(theirs)}"
    for key, parts in theirs.items():
        for name, part in parts.items():
            assert same_parts(part, ours[key][name]), (
                f"{name} of {key}: {ours[key][name]}, of a new page {part}"
            )
    if page.scene is None or page.call_bar.notes.unread():
        return  # what was shown before, and what is typed half, no new page knows
    for shown in (page, new):
        shown.side.explain()
    told, told_new = words(page), words(new)
    lines = "\n".join(difflib.unified_diff(told, told_new, lineterm="", n=0))
    assert told == told_new, f"other words than on a new page:\n{lines}"


def words(page: CalculatorPage) -> list[str]:
    """Return what can be read on a page, and which of its parts can be used."""
    found = []
    # They tell what came before: a solution, an earlier step's gradients, a notice.
    as_used = (SolverSection, FirstHints, PresetNote, Notice, AgreementMark)
    for part in page.findChildren(QWidget):
        if not part.isVisibleTo(page) or any(isinstance(of, as_used) for of in _within(part)):
            continue
        kind = type(part).__name__
        if isinstance(part, SentencesLabel):
            continue  # shortened to the room there is
        if isinstance(part, QLabel):
            found.append(f"{kind} {part.text()}")
        elif isinstance(part, QAbstractButton):
            usable = "" if part.isEnabled() else " off"
            checked = " checked" if part.isChecked() else ""
            found.append(f"{kind} {part.text() or part.accessibleName()}{usable}{checked}")
    found += [f"{a.text()} {a.isEnabled()} {a.isChecked()}" for a in page.page_actions.all()]
    return sorted(found)


def _within(part: QWidget) -> Iterator[QWidget]:
    """Yield a part and what holds it."""
    held: QWidget | None = part
    while held is not None:
        yield held
        held = held.parentWidget()


def _settle() -> None:
    for _ in range(_EVENT_ROUNDS):
        QApplication.processEvents()
