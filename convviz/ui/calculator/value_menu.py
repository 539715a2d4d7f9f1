"""The menus that fill input, kernel and bias, and paste and copy their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeGuard

import msgspec.structs
from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QMenu, QWidget

from convviz.protocol.recipes import LARGEST_SEED, ClassicKernel, Fill, FillPattern, KernelPattern
from convviz.values.text_values import TextForm

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from convviz.protocol.recipes import Recipe
    from convviz.ui.calculator.seed_dialog import SeedDialog

translate = QCoreApplication.translate

RANDOM: Final = (FillPattern.RANDOM_INTEGERS, FillPattern.RANDOM_NORMAL)

SEED, RESEED, PASTE = "seed", "reseed", "paste"
"""Names of the actions that are no fill and no kernel."""


class CopyMenu(QMenu):
    """Offers the forms in which numbers are copied.

    Signals:
        wanted(TextForm): A form was chosen.
    """

    wanted = Signal(object)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.forms: dict[TextForm, QAction] = {}
        for form in TextForm:
            action = self.forms[form] = self.addAction(form_name(form))
            action.triggered.connect(lambda _checked=False, form=form: self.wanted.emit(form))


class ValueMenu(QMenu):
    """Offers the fills of one part, classic kernels for the kernel, pasting and copying.

    Signals:
        chosen(Recipe): Numbers were chosen.
        paste_wanted(): The clipboard's numbers are to be taken.
        copy_wanted(TextForm): The part's numbers are to be copied.
        asked(): The dialog for a seed was closed.
    """

    chosen = Signal(object)
    paste_wanted = Signal()
    copy_wanted = Signal(object)
    asked = Signal()

    def __init__(
        self, title: str, parent: QWidget | None = None, *, has_kernels: bool = False
    ) -> None:
        super().__init__(title, parent)
        self._recipe: Recipe | None = None
        self._actions: dict[str, QAction] = {}
        self._of_kernels: list[QAction] = []
        self._add_fills()
        self.addSeparator()
        self._add_seeds()
        if has_kernels:
            self.addSeparator()
            self._add_kernels()
        self._clipboard = self.addSeparator()
        self._actions[PASTE] = self.addAction(self.tr("Paste numbers"))
        self._actions[PASTE].triggered.connect(self.paste_wanted)
        self.copies = CopyMenu(self.tr("Copy as"), self)
        self.copies.wanted.connect(self.copy_wanted)
        self.addMenu(self.copies)
        self.set_recipe(None)

    def set_recipe(self, recipe: Recipe | None) -> None:
        """Take what the part holds now; a further random fill has the next seed."""
        self._recipe = recipe
        is_random = is_random_fill(recipe)
        self._actions[RESEED].setEnabled(is_random)
        text = self.tr("Another seed")
        if is_random and isinstance(recipe, Fill):
            text = self.tr("Another seed (now {seed})").format(seed=recipe.seed)
        self._actions[RESEED].setText(text)

    def pattern_action(self, name: str) -> QAction:
        """Return the action of a fill or a classic kernel, by its name in documents.

        Raises:
            KeyError: No such pattern.
        """
        return self._actions[name]

    def insert_menu(self, menu: QMenu) -> None:
        """Put a menu above pasting and copying."""
        self.insertSeparator(self._clipboard)
        self.insertMenu(self._clipboard, menu)

    def insert_action(self, action: QAction) -> None:
        """Put an action for kernels above pasting and copying."""
        self.insertAction(self._clipboard, action)
        self._of_kernels.append(action)

    def set_kernels_shown(self, *, shown: bool) -> None:
        """Offer what only kernels can hold, or not."""
        for action in self._of_kernels:
            action.setVisible(shown)

    def ask_seed(self) -> SeedDialog:
        """Ask for a seed, and for the range of integers; returns the open dialog."""
        from convviz.ui.calculator.seed_dialog import SeedDialog

        now = self._recipe
        fill = now if is_random_fill(now) else Fill(FillPattern.RANDOM_INTEGERS, 1)
        parent = self.parentWidget()
        dialog = SeedDialog(fill, parent.window() if parent is not None else None)
        dialog.chosen.connect(self.chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _result: self.asked.emit())
        dialog.open()
        return dialog

    def _add_fills(self) -> None:
        for pattern in FillPattern:
            action = self.addAction(fill_name(pattern))
            self._actions[pattern.value] = action
            action.triggered.connect(lambda _checked=False, fill=pattern: self._choose(fill))

    def _add_seeds(self) -> None:
        again = self._actions[RESEED] = self.addAction("")
        again.triggered.connect(self._reseed)
        seed = self._actions[SEED] = self.addAction(self.tr("Seed and range\u2026"))
        seed.triggered.connect(self.ask_seed)

    def _add_kernels(self) -> None:
        for kernel in KernelPattern:
            action = self.addAction(kernel_name(kernel))
            self._actions[kernel.value] = action
            self._of_kernels.append(action)
            action.triggered.connect(
                lambda _checked=False, chosen=kernel: self.chosen.emit(ClassicKernel(chosen))
            )

    def _choose(self, pattern: FillPattern) -> None:
        if pattern not in RANDOM:
            self.chosen.emit(Fill(pattern))
        elif isinstance(self._recipe, Fill):
            self.chosen.emit(reseeded(msgspec.structs.replace(self._recipe, pattern=pattern)))
        else:
            self.chosen.emit(Fill(pattern, 1))

    def _reseed(self) -> None:
        if isinstance(self._recipe, Fill):
            self.chosen.emit(reseeded(self._recipe))


def is_random_fill(recipe: Recipe | None) -> TypeGuard[Fill]:
    """Return whether a recipe's numbers depend on its seed."""
    return isinstance(recipe, Fill) and recipe.pattern in RANDOM


def reseeded(fill: Fill) -> Fill:
    """Return the fill with the next seed."""
    return msgspec.structs.replace(fill, seed=(fill.seed + 1) % (LARGEST_SEED + 1))


def form_name(form: TextForm) -> str:
    """Return the name of a form of copied numbers."""
    names = {
        TextForm.SPREADSHEET: translate("Forms", "Cells of a spreadsheet"),
        TextForm.PYTHON: translate("Forms", "Python list"),
        TextForm.NUMPY: translate("Forms", "NumPy array"),
        TextForm.TORCH: translate("Forms", "torch tensor"),
    }
    return names[form]


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
