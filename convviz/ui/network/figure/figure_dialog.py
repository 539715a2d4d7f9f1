"""The dialog that exports the drawing of the network: file, colours, size, and how it will look."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, QStandardPaths, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from convviz.core.errors import ConvVizError
from convviz.drawing.figure_format import FigureFormat, figure_format_of
from convviz.drawing.options import Theme
from convviz.protocol.files import write_file
from convviz.ui.error_sentences import error_sentence
from convviz.ui.export.figure_file import figure_bytes, figure_image
from convviz.ui.theme import SPACING, set_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from convviz.drawing.scene import Scene

_PREVIEW: Final = QSize(520, 320)
_FRAME: Final = QSize(18, 18)
_MOST_ROWS: Final = 40
_WIDEST: Final = 16_000
_WIDTH_STEP: Final = 100


class FigureDialog(QDialog):
    """Exports one drawing, as often as a person likes.

    Attributes:
        path: The file.
        format: Its format, which follows the file's suffix.
        theme: The colours.
        rows: So many rows; 0 for as many as suit a page.
        width_field: The width in pixels; 0 for the drawing's own.
        ground: Whether the ground is filled.
        preview: How the file will look.
        status: What is wrong, or what became of it.
        export_button: Writes the file.
    """

    def __init__(
        self,
        draw: Callable[[int | None], Scene],
        theme: Theme,
        folder: Path | None,
        parent: QWidget | None = None,
        *,
        name: str = "network",
        has_rows: bool = True,
    ) -> None:
        """Make the dialog.

        Args:
            draw: Returns the drawing, in so many rows; later edits do not concern it.
            theme: The colours that are chosen first.
            folder: Where the file is suggested; None for the documents.
            parent: The window.
            name: Of the file that is suggested.
            has_rows: Whether the drawing is broken into rows.
        """
        super().__init__(parent)
        self._draw, self._name, self._has_rows = draw, name, has_rows
        self.setWindowTitle(self.tr("Export the drawing"))
        self.path = QLineEdit(self)
        self.format = QComboBox(self)
        self.theme = QComboBox(self)
        self.rows = _number(self, _MOST_ROWS, self.tr("as it suits"))
        self.width_field = _number(self, _WIDEST, self.tr("its own"))
        self.ground = QCheckBox(self.tr("Fill the ground"), self)
        self.preview = QLabel(self)
        self.status = QLabel(self)
        self.export_button = QPushButton(self.tr("Export"), self)
        self._assemble()
        self._fill(theme, folder)
        self._connect()
        self._check()
        self._show_preview()

    @property
    def chosen_path(self) -> Path:
        """The file that was chosen."""
        return Path(self.path.text().strip()).expanduser()

    def scene(self) -> Scene:
        """Return the drawing as it will be written."""
        return self._draw(self.rows.value() or None)

    def export(self) -> None:
        """Write the file, and say what became of it."""
        path = self.chosen_path
        try:
            kind = figure_format_of(path)
            content = figure_bytes(
                self.scene(),
                kind,
                self.theme.currentData(),
                width=self.width_field.value() or None,
                has_ground=self.ground.isChecked(),
            )
            write_file(path, content)
        except ConvVizError as error:
            self._say(error_sentence(error), "error")
            return
        self._say(self.tr("Written: {path}").format(path=path), "caption")

    def browse(self) -> None:
        """Ask where the file is to lie."""
        kinds = ";;".join(f"{kind.upper()} (*.{kind})" for kind in FigureFormat)
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export the drawing"),
            str(self.chosen_path),
            kinds,
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if name:
            path = Path(name)
            kind = self.format.currentData()
            self.path.setText(str(path if path.suffix else path.with_suffix(f".{kind}")))

    def _check(self) -> None:
        """Tell at once what is wrong with the file's name, or what stands there."""
        self.export_button.setEnabled(False)
        try:
            kind = figure_format_of(self.chosen_path)
        except ConvVizError as error:
            self._say(error_sentence(error), "error")
            return
        self.format.setCurrentIndex(self.format.findData(kind))
        self.export_button.setEnabled(True)
        replaces = self.chosen_path.exists()
        self.export_button.setText(self.tr("Replace") if replaces else self.tr("Export"))
        text = self.tr("This file exists and will be replaced.") if replaces else ""
        self._say(text, "warning")

    def _show_preview(self) -> None:
        """Show how it will look."""
        scene, ratio = self.scene(), self.devicePixelRatioF()
        share = min(_PREVIEW.width() / scene.width, _PREVIEW.height() / scene.height, 1.5)
        theme, has_ground = self.theme.currentData(), self.ground.isChecked()
        image = figure_image(scene, theme, share * ratio, has_ground=has_ground)
        image.setDevicePixelRatio(ratio)
        self.preview.setPixmap(QPixmap.fromImage(image))

    def _take_format(self) -> None:
        """Give the file the suffix of the format that was chosen."""
        path = self.chosen_path
        if path.name:
            self.path.setText(str(path.with_suffix(f".{self.format.currentData()}")))

    def _say(self, text: str, role: str) -> None:
        self.status.setText(text)
        set_role(self.status, role)

    def _fill(self, theme: Theme, folder: Path | None) -> None:
        for kind in FigureFormat:
            self.format.addItem(kind.upper(), kind)
        for choice, name in (
            (Theme.LIGHT, self.tr("Light")),
            (Theme.DARK, self.tr("Dark")),
            (Theme.PRINT, self.tr("Greys, for a printer")),
        ):
            self.theme.addItem(name, choice)
        self.theme.setCurrentIndex(self.theme.findData(theme))
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        place = folder or Path(QStandardPaths.writableLocation(documents))
        self.path.setText(str(place / f"{self._name}.{FigureFormat.SVG}"))
        self.ground.setChecked(True)

    def _connect(self) -> None:
        self.path.textChanged.connect(self._check)
        self.format.activated.connect(self._take_format)
        self.width_field.valueChanged.connect(self._check)
        looks = self.rows.valueChanged, self.theme.currentIndexChanged, self.ground.toggled
        for changed in looks:
            changed.connect(self._check)
            changed.connect(self._show_preview)
        self.export_button.clicked.connect(self.export)

    def _assemble(self) -> None:
        browse = QPushButton(self.tr("Choose…"), self)
        browse.clicked.connect(self.browse)
        file_row = QHBoxLayout()
        file_row.addWidget(self.path, 1)
        file_row.addWidget(browse)
        form = QFormLayout()
        form.addRow(self.tr("Format"), self.format)
        form.addRow(self.tr("File"), file_row)
        form.addRow(self.tr("Colours"), self.theme)
        form.addRow(self.tr("Width in pixels"), self.width_field)
        form.addRow(self.tr("Rows"), self.rows)
        form.addRow("", self.ground)
        form.setRowVisible(self.rows, self._has_rows)
        self.path.setMinimumWidth(240)
        self.path.setAccessibleName(self.tr("File"))
        self.preview.setFixedSize(_PREVIEW + _FRAME)
        self.preview.setProperty("card", "true")
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setAccessibleName(self.tr("Preview"))
        self.status.setWordWrap(True)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setMinimumHeight(2 * self.status.fontMetrics().lineSpacing())
        self.export_button.setProperty("primary", "true")
        self.export_button.setDefault(True)
        close = QPushButton(self.tr("Close"), self)
        close.clicked.connect(self.reject)
        body = QHBoxLayout()
        body.setSpacing(4 * SPACING)
        body.addLayout(form)
        body.addWidget(self.preview, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        buttons.addWidget(self.export_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[4 * SPACING] * 4)
        layout.setSpacing(3 * SPACING)
        layout.addLayout(body, 1)
        layout.addWidget(self.status)
        layout.addLayout(buttons)


def _number(parent: QWidget, most: int, none_text: str) -> QSpinBox:
    field = QSpinBox(parent)
    field.setRange(0, most)
    field.setSpecialValueText(none_text)
    field.setSingleStep(_WIDTH_STEP if most > _WIDTH_STEP else 1)
    return field
