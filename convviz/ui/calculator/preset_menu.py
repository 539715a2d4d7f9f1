"""The menu of presets, by shelf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QMenu, QWidget

from convviz.core.presets import Preset, PresetGroup, presets
from convviz.core.torch_code import layer_call

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

translate = QCoreApplication.translate


class PresetMenu(QMenu):
    """Offers every preset by name.

    Signals:
        chosen(Preset): A preset was chosen.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self.setTitle(self.tr("Presets"))
        self.setToolTipsVisible(True)
        for group in PresetGroup:
            menu = self.addMenu(group_name(group))
            menu.setToolTipsVisible(True)
            for preset in presets():
                if preset.group is group:
                    self._add(menu, preset)

    def preset_action(self, key: str) -> QAction:
        """Return the action of a preset.

        Raises:
            KeyError: No such preset.
        """
        return self._actions[key]

    def _add(self, menu: QMenu, preset: Preset) -> None:
        action = menu.addAction(preset_name(preset.key))
        shape = " \u00d7 ".join(map(str, preset.input_shape))
        tip = self.tr("{layer} on an input of {shape}")
        action.setToolTip(tip.format(layer=layer_call(preset.layer), shape=shape))
        self._actions[preset.key] = action
        action.triggered.connect(lambda _checked=False, chosen=preset: self.chosen.emit(chosen))


def group_name(group: PresetGroup) -> str:
    """Return the name of a shelf."""
    match group:
        case PresetGroup.COURSE:
            return translate("Presets", "Course examples")
        case PresetGroup.REPORT_NUMBERS:
            return translate("Presets", "Guide to convolution arithmetic: with numbers")
        case PresetGroup.REPORT_CONVOLUTIONS:
            return translate("Presets", "Guide to convolution arithmetic: convolutions")
        case PresetGroup.REPORT_TRANSPOSED:
            return translate("Presets", "Guide to convolution arithmetic: transposed")
        case PresetGroup.RESIZING:
            return translate("Presets", "Enlarging and rearranging")


def preset_name(key: str) -> str:
    """Return the name of a preset in menus."""
    return _names()[key]


def _names() -> dict[str, str]:
    return {
        "course_convolution": translate("Presets", "Convolution of a 5×5 input"),
        "course_stride": translate("Presets", "Convolution with stride 2"),
        "course_padding": translate("Presets", "Convolution with padding 1"),
        "course_max_pool_ceil": translate("Presets", "Max pooling, ceil_mode=True"),
        "course_max_pool_floor": translate("Presets", "Max pooling, ceil_mode=False"),
        "course_first_layer": translate("Presets", "First layer of the course network"),
        "numbers_convolution": translate("Presets", "Convolution, no padding"),
        "numbers_padding_strides": translate("Presets", "Convolution, padding 1, stride 2"),
        "numbers_average_pooling": translate("Presets", "Average pooling"),
        "numbers_max_pooling": translate("Presets", "Max pooling"),
        **_animations(),
        **_transposed(),
        **_resizing(),
    }


def _animations() -> dict[str, str]:
    return {
        "no_padding_no_strides": translate("Presets", "No padding, no strides"),
        "arbitrary_padding_no_strides": translate("Presets", "Arbitrary padding, no strides"),
        "half_padding_no_strides": translate("Presets", "Half padding, no strides"),
        "full_padding_no_strides": translate("Presets", "Full padding, no strides"),
        "no_padding_strides": translate("Presets", "No padding, strides"),
        "padding_strides": translate("Presets", "Padding, strides"),
        "padding_strides_odd": translate("Presets", "Padding, strides (odd)"),
        "dilation": translate("Presets", "Dilation"),
    }


def _transposed() -> dict[str, str]:
    return {
        "no_padding_no_strides_transposed": translate(
            "Presets", "No padding, no strides, transposed"
        ),
        "arbitrary_padding_no_strides_transposed": translate(
            "Presets", "Arbitrary padding, no strides, transposed"
        ),
        "half_padding_no_strides_transposed": translate(
            "Presets", "Half padding, no strides, transposed"
        ),
        "full_padding_no_strides_transposed": translate(
            "Presets", "Full padding, no strides, transposed"
        ),
        "no_padding_strides_transposed": translate("Presets", "No padding, strides, transposed"),
        "padding_strides_transposed": translate("Presets", "Padding, strides, transposed"),
        "padding_strides_odd_transposed": translate(
            "Presets", "Padding, strides (odd), transposed"
        ),
    }


def _resizing() -> dict[str, str]:
    return {
        "nearest_twice": translate("Presets", "Nearest neighbour, twice as large"),
        "bilinear_twice": translate("Presets", "Bilinear, twice as large"),
        "bilinear_aligned": translate("Presets", "Bilinear, corners aligned"),
        "pixel_shuffle": translate("Presets", "Pixel shuffle: 4 channels become 1"),
        "pixel_unshuffle": translate("Presets", "Pixel unshuffle: 1 channel becomes 4"),
        "unfold_apart": translate("Presets", "Unfold, windows side by side"),
        "unfold_overlapping": translate("Presets", "Unfold, windows that overlap"),
        "unpool_given": translate("Presets", "Max unpooling, output_size given"),
        "unpool_shifted": translate("Presets", "Max unpooling without it: numbers land elsewhere"),
        "fold_overlapping": translate("Presets", "Fold: how many windows meet in each cell"),
    }
