"""Shows every shared widget in one window, to judge its looks.

Run by ``python -m tests.support.widget_gallery [--theme dark] [--page fields]``.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFrame,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QSlider,
    QSpinBox,
    QSplitter,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from convviz.core.layers.conv import Conv2d
from convviz.core.layers.pool import MaxPool2d
from convviz.stepping.cells import CellKind
from convviz.ui.stepper.timeline import Timeline
from convviz.ui.theme import (
    SPACING,
    apply_theme,
    current_palette,
    set_icon,
    tap_hue,
    theme_notifier,
)
from convviz.ui.widgets.call_arguments import layer_arguments
from convviz.ui.widgets.call_line import CallLine
from convviz.ui.widgets.formula_view import FormulaLine, FormulaStepsView
from convviz.ui.widgets.grid import (
    CellMark,
    GridRole,
    Plane,
    PlaneGroup,
    PlaneStackView,
    WindowOutline,
)
from convviz.ui.widgets.labels import EmptyState, SectionTitle
from convviz.ui.widgets.notice import Notice, NoticeAction

COURSE_INPUT = np.array(
    [[1, 2, 0, 3, 1], [0, 1, 2, 3, 1], [1, 2, 1, 0, 0], [5, 2, 3, 1, 1], [2, 1, 0, 1, 1]], float
)
COURSE_KERNEL = np.array([[1, 2, 1], [0, 1, 0], [2, 1, 0]], float)
COURSE_OUTPUT = np.array([[10, 12, 12], [18, 16, 16], [13, 9, 3]], float)
PAGES = (
    ("calculator", "mdi6.calculator-variant-outline"),
    ("fields", "mdi6.form-select"),
    ("shapes", "mdi6.grid"),
)


class Gallery(QMainWindow):
    """A rail with two pages: a sketch of the calculator, and all standard widgets."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.setWindowTitle("Widgets")
        self.resize(1280, 800)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._calculator())
        self._stack.addWidget(self._standard())
        self._stack.addWidget(self._shapes())
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._rail(page))
        row.addWidget(self._stack, stretch=1)
        self.setCentralWidget(body)
        menu = self.menuBar().addMenu("File")
        menu.addAction("Open…")
        self.menuBar().addMenu("View").addAction("Dark")
        self.statusBar().showMessage("torch agrees: largest difference 0")

    def _rail(self, page: str) -> QWidget:
        rail = QFrame()
        rail.setProperty("rail", "true")
        column = QVBoxLayout(rail)
        column.setContentsMargins(SPACING, SPACING * 2, SPACING, SPACING)
        group = QButtonGroup(rail)
        for number, (name, symbol) in enumerate(PAGES):
            button = QToolButton()
            button.setText(name.capitalize())
            button.setProperty("rail", "true")
            button.setCheckable(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            set_icon(button, symbol)
            button.clicked.connect(lambda _on=False, n=number: self._stack.setCurrentIndex(n))
            group.addButton(button)
            column.addWidget(button)
            if name == page:
                button.setChecked(True)
                self._stack.setCurrentIndex(number)
        column.addStretch(1)
        return rail

    def _calculator(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(SPACING * 4, SPACING * 3, SPACING * 4, SPACING * 3)
        self.call = CallLine()
        layer = Conv2d(1, 1, 3, stride=2, padding=(1, 2))
        self.call.set_call("Conv2d", layer_arguments(layer))
        self.call.set_choosable(choosable=True)
        column.addWidget(self.call)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        self.picture = PlaneStackView()
        show_course(self.picture)
        theme_notifier().changed.connect(lambda: show_course(self.picture))
        splitter.addWidget(self.picture)
        splitter.addWidget(self._formulas())
        splitter.setSizes([860, 320])
        column.addWidget(splitter, stretch=1)
        timeline = Timeline()
        timeline.set_steps(9)
        timeline.set_position(3)
        column.addWidget(timeline)
        return page

    def _formulas(self) -> QWidget:
        panel = QFrame()
        panel.setProperty("card", "true")
        column = QVBoxLayout(panel)
        column.addWidget(SectionTitle("Output size"))
        steps = FormulaStepsView()
        steps.set_lines(
            [
                FormulaLine(r"o = \left\lfloor\frac{i + 2p - d(k-1) - 1}{s}\right\rfloor + 1"),
                FormulaLine(
                    r"o = \left\lfloor\frac{5 + 2\cdot 1 - 1(3-1) - 1}{2}\right\rfloor + 1",
                    "With the numbers",
                ),
                FormulaLine(r"= \left\lfloor\frac{4}{2}\right\rfloor + 1 = 2 + 1 = 3"),
            ]
        )
        column.addWidget(steps)
        agrees = QLabel("torch agrees")
        agrees.setProperty("role", "ok")
        column.addWidget(agrees)
        column.addStretch(1)
        return panel

    def _shapes(self) -> QWidget:
        page = QSplitter(Qt.Orientation.Vertical)
        random = np.random.default_rng(0)
        for rows, columns, channels, kernel in ((6, 6, 3, 3), (64, 64, 1, 5), (1, 12, 2, 3)):
            view = PlaneStackView()
            out_rows, out_columns = max(1, rows - kernel + 1), columns - kernel + 1
            height = min(rows, kernel)
            inputs = [
                Plane(random.normal(size=(rows, columns)), title=f"channel {channel}")
                for channel in range(channels)
            ]
            kernels = [Plane(random.normal(size=(height, kernel)), title=" ") for _ in inputs]
            outputs = [Plane(random.normal(size=(out_rows, out_columns)))]
            view.set_groups(
                [
                    PlaneGroup("input", GridRole.INPUT, "Input", tuple(inputs), editable=True),
                    PlaneGroup("kernel", GridRole.KERNEL, "Kernel", tuple(kernels), "∗"),
                    PlaneGroup("output", GridRole.OUTPUT, "Output", tuple(outputs), "="),
                ]
            )
            view.set_marks("input", 0, [], [WindowOutline(0, 1, height, kernel)])
            page.addWidget(view)
        page.setSizes([300, 300, 130])
        return page

    def _standard(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(SPACING * 4, SPACING * 3, SPACING * 4, SPACING * 3)
        column.setSpacing(SPACING * 2)
        pooling = CallLine()
        pooling.set_call("MaxPool2d", layer_arguments(MaxPool2d(3, padding=2)))
        pooling.set_problems({"padding": "padding must be at most half of kernel_size"})
        column.addWidget(pooling)
        for level, sentence in (
            ("info", "The engine has started again."),
            ("warning", "Linear after Conv2d without Flatten works on the last dimension only."),
            ("error", "The kernel (7) is larger than the padded input (5). Increase padding."),
        ):
            notice = Notice()
            notice.show_notice(level, sentence, [NoticeAction("Fix", print)], details="Details")  # type: ignore[arg-type]
            column.addWidget(notice)
        row = QHBoxLayout()
        row.addLayout(self._inputs())
        row.addWidget(self._tabs(), stretch=1)
        column.addLayout(row, stretch=1)
        return page

    def _inputs(self) -> QVBoxLayout:
        column = QVBoxLayout()
        buttons = QHBoxLayout()
        primary, plain, flat, off = (QPushButton(t) for t in ("Start", "Pause", "Copy", "Stop"))
        primary.setProperty("primary", "true")
        flat.setProperty("flat", "true")
        off.setEnabled(False)
        for push in (primary, plain, flat, off):
            buttons.addWidget(push)
        column.addLayout(buttons)
        invalid = QLineEdit("three")
        invalid.setProperty("invalid", "true")
        choice = QComboBox()
        choice.addItems(["SGD", "Adam"])
        spin = QSpinBox()
        spin.setValue(64)
        check, radio = QCheckBox("Shuffle"), QRadioButton("CIFAR-10")
        check.setChecked(True)
        radio.setChecked(True)
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setValue(40)
        progress = QProgressBar()
        progress.setValue(60)
        group = QGroupBox("Data")
        inner = QVBoxLayout(group)
        for button in (check, QCheckBox("Flip"), radio, QRadioButton("Shapes-10")):
            inner.addWidget(button)
        for widget in (QLineEdit("0.01"), invalid, choice, spin, group, slider, progress):
            column.addWidget(widget)
        column.addStretch(1)
        return column

    def _tabs(self) -> QWidget:
        tabs = QTabWidget()
        table = QTableWidget(12, 4)
        table.setHorizontalHeaderLabels(["Layer", "Output shape", "Parameters", "Multiply-adds"])
        for row in range(12):
            for column, text in enumerate(("Conv2d", "(64, 32, 32, 32)", "2,432", "2,457,600")):
                table.setItem(row, column, QTableWidgetItem(text))
        table.selectRow(1)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        tabs.addTab(table, "Layers")
        tabs.addTab(EmptyState("No runs yet", "Start a training.", "Start"), "Runs")
        return tabs


def show_course(view: PlaneStackView) -> None:
    """Show a step of the course's example, with all kinds of cells."""
    palette = current_palette()
    padded = np.pad(COURSE_INPUT, 1)
    kinds = np.full(padded.shape, CellKind.PADDING, dtype=np.uint8)
    kinds[1:-1, 1:-1] = CellKind.REAL
    kinds[-1, :] = CellKind.DROPPED
    kinds[:, -1] = CellKind.OVERHANG
    pending = np.where(np.arange(9).reshape(3, 3) > 3, CellKind.PENDING, CellKind.REAL)
    view.set_groups(
        [
            PlaneGroup(
                "input",
                GridRole.INPUT,
                "Input 1×5×5",
                (Plane(padded, kinds, origin=(1, 1)),),
                editable=True,
            ),
            PlaneGroup(
                "kernel",
                GridRole.KERNEL,
                "Kernel 1×1×3×3",
                (Plane(COURSE_KERNEL - 0.5),),
                "∗",
                editable=True,
            ),
            PlaneGroup(
                "output",
                GridRole.OUTPUT,
                "Output 1×3×3",
                (Plane(COURSE_OUTPUT, pending.astype(np.uint8)),),
                "=",
            ),
        ]
    )
    taps = [(divmod(tap, 3), tap_hue(tap, 9, palette)) for tap in range(9)]
    over = [CellMark(2 + y, 1 + x, hue, label="×2") for (y, x), hue in taps]
    view.set_marks("input", 0, over, [WindowOutline(2, 1, 3, 3)])
    view.set_marks("kernel", 0, [CellMark(y, x, hue) for (y, x), hue in taps])
    view.set_marks("output", 0, [CellMark(1, 0, outline=palette.window)])


def main() -> int:
    """Show the gallery until it is closed."""
    parser = argparse.ArgumentParser(description="Shows every shared widget.")
    parser.add_argument("--theme", choices=("light", "dark", "system"), default="light")
    parser.add_argument("--page", choices=[name for name, _ in PAGES], default="calculator")
    arguments = parser.parse_args()
    app = QApplication(sys.argv[:1])
    apply_theme(app, arguments.theme)
    gallery = Gallery(arguments.page)
    gallery.show()
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
