"""Asks where a result is to be saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from convviz.ui.training.results.result_files import WEIGHTS_SUFFIX, document_beside
from convviz.ui.widgets.question import may_replace

if TYPE_CHECKING:
    from convviz.ui.settings import SettingsFile


def ask_where_to_save(parent: QWidget, settings: SettingsFile) -> Path | None:
    """Return the weights file to write, its document beside it; None if the user thinks better.

    Args:
        parent: The window's widget.
        settings: Where the last folder is remembered.
    """
    translate = QCoreApplication.translate
    folder = settings.value.last_folder or str(Path.home())
    name, _ = QFileDialog.getSaveFileName(
        parent,
        translate("SaveResult", "Save the trained weights"),
        str(Path(folder) / f"weights{WEIGHTS_SUFFIX}"),
        translate("SaveResult", "Weights (*.safetensors)"),
    )
    if not name:
        return None
    path = Path(name)
    if path.suffix != WEIGHTS_SUFFIX:
        path = path.with_name(path.name + WEIGHTS_SUFFIX)
    # The file dialog asked about the name that was given, not about these.
    if not may_replace(parent, [document_beside(path)] + ([path] if path != Path(name) else [])):
        return None
    settings.change(last_folder=str(path.parent))
    return path
