"""What the calculator's page offers to export: the dialog, and texts on the clipboard."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtGui import QGuiApplication

from convviz.ui.export.formats import ExportFormat
from convviz.ui.export.look import ExportLook, default_size
from convviz.ui.export.texts import code_text, latex_text
from convviz.ui.theme import current_palette

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from convviz.stepping.scene.scene import Scene
    from convviz.ui.calculator.page_actions import PageActions
    from convviz.ui.export.dialog import ExportDialog
    from convviz.ui.stepper.views.step_view import ViewEntry


class Exporter(QObject):
    """Adds the actions to a page. Folder, format and looks are remembered while it lives."""

    def __init__(
        self,
        page: QWidget,
        actions: PageActions,
        scene: Callable[[], Scene | None],
        step: Callable[[], int],
        view: Callable[[], ViewEntry],
        as_shown: Callable[[ExportLook], ExportLook],
    ) -> None:
        """Add the actions.

        Args:
            page: The page.
            actions: Its actions.
            scene: Returns what is shown; None for nothing.
            step: Returns the number of the step that is shown, from 0.
            view: Returns how the steps are shown.
            as_shown: Returns a look with what the window shows now: uses, fills, what is dimmed.
        """
        super().__init__(page)
        self._page = page
        self._scene = scene
        self._step = step
        self._view = view
        self._as_shown = as_shown
        self._folder: Path | None = None
        self._suffix = ExportFormat.GIF.suffix
        self._look: ExportLook | None = None
        self.dialog: ExportDialog | None = None
        actions.add(self.tr("Export…"), "mdi6.export-variant", ("Ctrl+Shift+E",), self.show_dialog)
        actions.add(
            self.tr("Copy the formula as LaTeX"),
            "mdi6.function-variant",
            ("Ctrl+Shift+F",),
            lambda: self._copy(latex_text),
        )
        actions.add(
            self.tr("Copy code with the numbers"),
            "mdi6.code-braces",
            ("Ctrl+Alt+C",),
            lambda: self._copy(code_text),
        )

    def show_dialog(self) -> None:
        """Show the dialog for what is shown now."""
        from convviz.ui.export.dialog import ExportDialog  # keeps the start fast

        scene = self._scene()
        if scene is None or self.dialog is not None:
            return
        theme: Literal["light", "dark"] = "dark" if current_palette().is_dark else "light"
        look = self._look or ExportLook(*default_size(scene.rank), theme=theme)
        look = self._as_shown(look)
        path = self._suggested(scene)
        dialog = ExportDialog(scene, self._step(), path, look, self._page, self._view())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._forget)
        self.dialog = dialog
        dialog.open()

    def _forget(self) -> None:
        dialog, self.dialog = self.dialog, None
        self._page.setFocus()
        if dialog is not None:
            path = dialog.form.chosen_path
            self._folder, self._suffix = path.parent, dialog.form.chosen_format.suffix
            self._look = replace(dialog.form.chosen_look)

    def _suggested(self, scene: Scene) -> Path:
        """Return a file whose name says what it shows."""
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folder = self._folder or Path(QStandardPaths.writableLocation(documents))
        sizes = "x".join(map(str, scene.calculator.input_shape))
        name = re.sub(r"[^a-z0-9]+", "-", f"{scene.layer.type_name()}-{sizes}".lower())
        return folder / f"{name}{self._suffix}"

    def _copy(self, text: Callable[[Scene], str]) -> None:
        scene = self._scene()
        if scene is not None:
            QGuiApplication.clipboard().setText(text(scene))
