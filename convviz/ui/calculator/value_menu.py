"""The menus that fill input, kernel and bias."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QMenu, QWidget

from convviz.protocol.recipes import ClassicKernel, Fill, FillPattern, KernelPattern

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from convviz.protocol.recipes import Recipe

translate = QCoreApplication.translate

RANDOM: Final = (FillPattern.RANDOM_INTEGERS, FillPattern.RANDOM_NORMAL)


class ValueMenu(QMenu):
    """Offers the fills of one part, and classic kernels for the kernel.

    Signals:
        chosen(Recipe): Numbers were chosen.
    """

    chosen = Signal(object)

    def __init__(
        self, title: str, parent: QWidget | None = None, *, has_kernels: bool = False
    ) -> None:
        super().__init__(title, parent)
        self._recipe: Recipe | None = None
        self._actions: dict[str, QAction] = {}
        for pattern in FillPattern:
            action = self.addAction(fill_name(pattern))
            self._actions[pattern.value] = action
            action.triggered.connect(lambda _checked=False, fill=pattern: self._choose(fill))
        if has_kernels:
            self.addSeparator()
            for kernel in KernelPattern:
                action = self.addAction(kernel_name(kernel))
                self._actions[kernel.value] = action
                action.triggered.connect(
                    lambda _checked=False, chosen=kernel: self.chosen.emit(ClassicKernel(chosen))
                )

    def set_recipe(self, recipe: Recipe) -> None:
        """Take what the part holds now; a further random fill has the next seed."""
        self._recipe = recipe

    def pattern_action(self, name: str) -> QAction:
        """Return the action of a fill or a classic kernel, by its name in documents.

        Raises:
            KeyError: No such pattern.
        """
        return self._actions[name]

    def _choose(self, pattern: FillPattern) -> None:
        seed = 0
        if pattern in RANDOM:
            seed = self._recipe.seed + 1 if isinstance(self._recipe, Fill) else 1
        self.chosen.emit(Fill(pattern, seed))


def fill_name(pattern: FillPattern) -> str:
    """Return the name of a fill in menus."""
    names = {
        FillPattern.ZEROS: translate("Fills", "Zeros"),
        FillPattern.ONES: translate("Fills", "Ones"),
        FillPattern.RAMP: translate("Fills", "Ramp: 0, 1, 2, …"),
        FillPattern.ONE_HOT: translate("Fills", "One-hot: a single 1 in the middle"),
        FillPattern.CHECKERBOARD: translate("Fills", "Checkerboard"),
        FillPattern.RANDOM_INTEGERS: translate("Fills", "Random integers"),
        FillPattern.RANDOM_NORMAL: translate("Fills", "Random normal numbers"),
    }
    return names[pattern]


def kernel_name(pattern: KernelPattern) -> str:
    """Return the name of a classic kernel in menus."""
    names = {
        KernelPattern.IDENTITY: translate("Kernels", "Identity"),
        KernelPattern.BOX_BLUR: translate("Kernels", "Box blur"),
        KernelPattern.GAUSSIAN_BLUR: translate("Kernels", "Gaussian blur"),
        KernelPattern.SHARPEN: translate("Kernels", "Sharpen"),
        KernelPattern.SOBEL_X: translate("Kernels", "Sobel, left to right"),
        KernelPattern.SOBEL_Y: translate("Kernels", "Sobel, top to bottom"),
        KernelPattern.LAPLACIAN: translate("Kernels", "Laplacian"),
        KernelPattern.EMBOSS: translate("Kernels", "Emboss"),
    }
    return names[pattern]
