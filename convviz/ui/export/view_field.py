"""The field that chooses how exported steps are shown: views that suit the layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from convviz.ui.stepper.views.entries import view_entries

if TYPE_CHECKING:
    from convviz.stepping.scene.scene import Scene
    from convviz.stepping.walks.walk import Walk
    from convviz.ui.stepper.views.step_view import ViewEntry


class ViewField(QComboBox):
    """Offers the views that suit a scene's layer, by the names that the window has for them."""

    def __init__(self, scene: Scene, view: ViewEntry | None = None) -> None:
        """Offer the views.

        Args:
            scene: What is exported.
            view: The first choice; None for the grids.
        """
        super().__init__()
        self._scene = scene
        self._walks: dict[str, Walk] = {}
        self._entries = [entry for entry in view_entries() if not entry.obstacle(scene.layer)]
        for entry in self._entries:
            self.addItem(entry.text, entry.key)
        self.setAccessibleName(self.tr("View"))
        self.setToolTip(self.tr("What is drawn of each step"))
        self.setCurrentIndex(max(0, self.findData(view.key if view is not None else "")))

    @property
    def entry(self) -> ViewEntry:
        """The chosen view."""
        return self._entries[self.currentIndex()]

    @property
    def walk(self) -> Walk:
        """The steps of the scene in the chosen view."""
        key = self.entry.key
        if key not in self._walks:
            self._walks[key] = self.entry.walk(self._scene, 0)
        return self._walks[key]
