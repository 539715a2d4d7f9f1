"""What a calculator page draws, to be compared with the same page drawn anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from convviz.ui.widgets.grid import PlaneStackView

if TYPE_CHECKING:
    from convviz.ui.calculator.page import CalculatorPage


def check_as_drawn_anew(page: CalculatorPage) -> None:
    """Check that values, kinds and lights are those of the step, whatever came before it.

    Raises:
        AssertionError: With the planes that differ.
    """
    walk = page.grids.walk
    if walk is None:
        return
    before = drawn(page)
    written = page.stepper.presenter.state.cover.written(walk, walk.lines()[0])
    assert page.step_panel.lines_widget.lines == written, "another step is written out"
    for view in page.findChildren(PlaneStackView):
        view.clear_marks()
    page.stepper.presenter.show_scene(walk.scene)
    after = drawn(page)
    assert list(before) == list(after), f"other planes are drawn: {set(before) ^ set(after)}"
    for key, parts in after.items():
        for name, part in parts.items():
            assert same_parts(part, before[key][name]), (
                f"{name} of {key}: {before[key][name]}, {part}"
            )


def drawn(page: CalculatorPage) -> dict[tuple[int, str, int], dict[str, Any]]:
    """Return what each visible plane shows, by view, group and number."""
    views = grid_views(page)
    return {
        (number, name, plane): {
            "values": grid.values.copy(),
            "kinds": grid.kinds.copy(),
            "marks": frozenset(items.overlays[plane].marks),
            "outlines": frozenset(items.overlays[plane].windows),
            "frames": items.frames[plane].windows,
            "opacity": grid.opacity(),
            "title": items.group.planes[plane].title,
            "caption": items.group.caption,
        }
        for number, view in enumerate(views)
        for name, items in view._items.items()
        for plane, grid in enumerate(items.grids)
    }


def grid_views(page: CalculatorPage) -> list[PlaneStackView]:
    """Return the views that are visible, but for the loupe's: it follows behind, by its clock."""
    views = [view for view in page.findChildren(PlaneStackView) if view.isVisible()]
    return [view for view in views if view is not page.grids.loupe.view]


def same_parts(one: Any, other: Any) -> bool:
    """Return whether two pages draw the same."""
    if isinstance(one, np.ndarray):
        return bool(np.array_equal(one, other, equal_nan=True))
    return bool(one == other)
