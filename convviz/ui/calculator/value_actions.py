"""Pasting and copying numbers, and other seeds, for the part under the keyboard's cursor."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QGuiApplication

from convviz.core.errors import ConvVizError, DocumentError, ErrorCode
from convviz.stepping.cells import BIAS, INPUT, KERNEL, OUTPUT
from convviz.stepping.walks.walk import WalkForm
from convviz.ui.calculator.edits import has_kernels, with_kernel_a_channel, with_picture
from convviz.ui.calculator.parameter_edits import has_numbers
from convviz.ui.calculator.paste import (
    looks_like_call,
    looks_like_function,
    pasted_layer,
    with_pasted,
)
from convviz.ui.calculator.value_menu import is_random_fill, reseeded
from convviz.ui.error_sentences import error_sentence
from convviz.ui.images.picture_actions import PictureActions
from convviz.ui.stepper.part_planes import part_name
from convviz.values.text_values import (
    MOST_COPIED,
    TextForm,
    numbers_from_text,
    text_of_numbers,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtWidgets import QWidget

    from convviz.protocol.document import Calculator
    from convviz.protocol.recipes import Picture
    from convviz.stepping.walks.linear import LinearWalk
    from convviz.stepping.walks.worked import WorkedWalk
    from convviz.ui.calculator.call_bar import CallBar
    from convviz.ui.stepper.step_grids import StepGrids

PART_OF_GROUP: Final = {
    INPUT: "input",
    KERNEL: "weight",
    BIAS: "bias",
    OUTPUT: "output",
}


class ValueActions(QObject):
    """Takes numbers from the clipboard and puts them there.

    Signals:
        edited(Calculator, str): The next state, and what was done.
        filled(str, Recipe): A part, and where its numbers come from now.
        told(str, str): The level of a notice and its sentence: what could not be done, or "" when
            an earlier one no longer holds.
        call_pasted(Layer): The clipboard has a layer, which is to be shown.
    """

    edited = Signal(object, str)
    filled = Signal(str, object)
    told = Signal(str, str)
    call_pasted = Signal(object)

    def __init__(
        self,
        grids: StepGrids,
        call_bar: CallBar,
        calculator: Callable[[], Calculator],
        page: QWidget,
    ) -> None:
        """Connect the menus.

        Args:
            grids: Where the cursor is.
            call_bar: Has the menus of numbers.
            calculator: Returns the state that edits start from.
            page: The page.
        """
        super().__init__(page)
        self._grids = grids
        self._calculator = calculator
        self.pictures = PictureActions(page)
        self.pictures.chosen.connect(self._take_picture)
        self.pictures.told.connect(self.told)
        grids.view.setAcceptDrops(False)  # so that drops reach the page
        call_bar.numbers.menus["input"].insert_menu(self.pictures.menu)
        self.depthwise = QAction(self.tr("One kernel per channel (depthwise)"), page)
        self.depthwise.triggered.connect(self._make_depthwise)
        call_bar.numbers.menus["weight"].insert_action(self.depthwise)
        call_bar.numbers.paste_wanted.connect(self.paste)
        call_bar.numbers.copy_wanted.connect(self.copy)

    def _take_picture(self, picture: Picture, text: str) -> None:
        self.edited.emit(with_picture(self._calculator(), picture), text)

    def part_at_cursor(self) -> str:
        """Return the part on whose cells the keyboard stands; the input when on none."""
        address, walk = self._grids.view.cursor_address, self._grids.walk
        if address is None:
            return "input"
        if walk is not None and walk.scene.layer.scales_cells and address.group != OUTPUT:
            edited = walk.edited_at(address)  # several tensors stand in one group
            return "input" if edited is None else edited[0]
        return PART_OF_GROUP.get(address.group, address.group)

    def paste(self, part: str | None = None) -> None:
        """Replace a part by the clipboard's numbers.

        Args:
            part: "input" or the name of a tensor; None for the one under the cursor.
        """
        text = QGuiApplication.clipboard().text()
        if part is None and looks_like_call(text):
            self._paste_call(text)
            return
        target = self.part_at_cursor() if part is None else part
        if target == "input" and self.pictures.take(QGuiApplication.clipboard().mimeData()):
            return
        calculator = self._calculator()
        try:
            if target == "output":
                raise DocumentError(ErrorCode.NUMBERS_FOR_OUTPUT)
            if not (calculator.has_part(target) or has_numbers(calculator, target)):
                layer = calculator.layer.type_name()
                raise DocumentError(ErrorCode.NUMBERS_WITHOUT_PART, layer=layer)
            numbers = numbers_from_text(QGuiApplication.clipboard().text())
            edited = with_pasted(calculator, target, numbers, self._plane(target))
        except ConvVizError as error:
            if part is None and looks_like_function(text):
                self._paste_call(text)
            else:
                self.told.emit("error", error_sentence(error))
            return
        self.told.emit("", "")
        self.edited.emit(edited, self._text(target))

    def _paste_call(self, text: str) -> None:
        """Show the layer that the clipboard calls."""
        try:
            layer = pasted_layer(text, self._calculator().input_shape)
        except ConvVizError as error:
            self.told.emit("error", error_sentence(error))
            return
        self.told.emit("", "")
        self.call_pasted.emit(layer)

    def copy(self, part: str | None = None, form: TextForm = TextForm.SPREADSHEET) -> None:
        """Put a part's numbers on the clipboard.

        Args:
            part: "input", the name of a tensor, or "output"; None for the one under the cursor.
            form: How they are written.
        """
        numbers = self._numbers(self.part_at_cursor() if part is None else part)
        if numbers is None:
            return
        if numbers.size > MOST_COPIED:
            code, limit = ErrorCode.NUMBERS_TOO_MANY_TO_COPY, MOST_COPIED
            error = DocumentError(code, count=numbers.size, limit=limit)
            self.told.emit("error", error_sentence(error))
            return
        self.told.emit("", "")
        QGuiApplication.clipboard().setText(text_of_numbers(numbers, form))

    def reseed(self) -> None:
        """Take the next seed of the part under the cursor, if its numbers are random."""
        part = self.part_at_cursor()
        calculator = self._calculator()
        if not calculator.has_part(part):
            return
        recipe = calculator.recipe_of(part)
        if is_random_fill(recipe):
            self.filled.emit(part, reseeded(recipe))

    def _make_depthwise(self) -> None:
        calculator = self._calculator()
        if has_kernels(calculator):
            text = self.tr("One kernel per channel")
            self.edited.emit(with_kernel_a_channel(calculator), text)

    def _numbers(self, part: str) -> NDArray[np.float64] | None:
        scene = self._grids.scene
        if scene is None:
            return None
        if part == "input":
            return scene.plain_input
        if part == "output":
            return None if scene.output is None else scene.output.reshape(scene.output_shape)
        walk = self._grids.walk
        if walk is not None and walk.form is WalkForm.PARTS:
            return cast("WorkedWalk", walk).numbers_of(part)
        return scene.plain_weights.get(part)

    def _plane(self, part: str) -> tuple[int, ...]:
        """Return the first indices of the plane under the cursor, or of the one that is drawn."""
        walk = self._grids.walk
        if walk is None or walk.form is WalkForm.PARTS:
            return ()
        visible = walk.visible
        address = self._grids.view.cursor_address
        if walk.form is WalkForm.FEATURES and part in {"weight", "bias"}:
            return cast("LinearWalk", walk).feature_at(address)
        number = address.plane if address is not None else 0
        if part == "bias" or (part == "weight" and walk.scene.layer.scales_cells):
            return (walk.output_channel,)
        keys = visible.input if part == "input" else visible.kernel
        channel = keys[min(number, len(keys) - 1)].channel
        if part == "input":
            return (channel,)
        return walk.scene.weight_index(visible.output_channel, channel)

    def _text(self, part: str) -> str:
        texts = {
            "input": self.tr("Paste the input"),
            "weight": self.tr("Paste the kernel"),
            "bias": self.tr("Paste the bias"),
        }
        if part == "weight" and not has_kernels(self._calculator()):
            return self.tr("Paste the weight")
        return texts.get(part, self.tr("Paste {part}").format(part=part_name(part)))
