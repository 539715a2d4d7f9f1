"""What the calculator's page offers to export: the dialog, and texts on the clipboard."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtGui import QGuiApplication

from convviz.ui.theme import current_palette

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from convviz.stepping.scene.scene import Scene
    from convviz.ui.export.dialog import ExportDialog
    from convviz.ui.export.look import ExportLook
    from convviz.ui.stepper.presenter import StepPresenter


class Exporter(QObject):
    """Exports what a stepper shows. Folder, format and looks are remembered while it lives."""

    def __init__(self, presenter: StepPresenter, page: QWidget) -> None:
        """Export for a page.

        Args:
            presenter: Knows what is shown.
            page: The page.
        """
        super().__init__(page)
        self._page = page
        self._presenter = presenter
        self._folder: Path | None = None
        self._suffix = ".gif"
        self._look: ExportLook | None = None
        self.dialog: ExportDialog | None = None

    def show_dialog(self) -> None:
        """Show the dialog for what is shown now."""
        from convviz.ui.export.dialog import ExportDialog  # keeps the start fast
        from convviz.ui.export.look import ExportLook, default_size

        state = self._presenter.state
        scene = state.shown
        if scene is None or self.dialog is not None:
            return
        theme: Literal["light", "dark"] = "dark" if current_palette().is_dark else "light"
        look = self._look or ExportLook(*default_size(scene.rank), theme=theme)
        usage = state.usage and state.entry.build is None
        fills, dims = state.cover.fills, state.dimmed
        look = replace(look, has_usage=usage, fills=fills, dims=dims)
        path = self._suggested(scene)
        dialog = ExportDialog(scene, state.index, path, look, self._page, state.entry)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._forget)
        self.dialog = dialog
        dialog.open()

    def copy_latex(self) -> None:
        """Put the formula on the clipboard."""
        from convviz.ui.export.texts import latex_text

        self._copy(latex_text)

    def copy_code(self) -> None:
        """Put code with the numbers on the clipboard."""
        from convviz.ui.export.texts import code_text

        view = self._presenter.state.entry
        self._copy(lambda scene: code_text(scene, view))

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
        scene = self._presenter.state.shown
        if scene is not None:
            QGuiApplication.clipboard().setText(text(scene))
