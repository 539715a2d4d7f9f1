"""Loading and saving the network's weights, on the network page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog

from convviz.ui.page_actions import PageAction

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

translate = QCoreApplication.translate


def weights_actions(
    page: QWidget,
    load: Callable[[Path], object],
    save: Callable[[Path], object],
    export: Callable[[Path], object],
) -> list[PageAction]:
    """Return the actions.

    Args:
        page: The page.
        load: Is given the file whose weights are wanted.
        save: Is given the file that is to be written.
        export: Is given the ONNX file that is to be written.
    """

    def ask_and_export() -> None:
        title = translate("NetworkWeights", "Export the network as ONNX")
        proposed = str(Path.home() / "network.onnx")
        filters = translate("NetworkWeights", "ONNX (*.onnx)")
        name, _ = QFileDialog.getSaveFileName(page, title, proposed, filters)
        if name:
            export(Path(name))

    def ask_and_load() -> None:
        title = translate("NetworkWeights", "Load weights")
        name, _ = QFileDialog.getOpenFileName(page, title, str(Path.home()), _read_filters())
        if name:
            load(Path(name))

    def ask_and_save() -> None:
        title = translate("NetworkWeights", "Save the trained weights")
        proposed = str(Path.home() / "weights.safetensors")
        name, _ = QFileDialog.getSaveFileName(page, title, proposed, _filters())
        if name:
            save(Path(name))

    return [
        PageAction(
            "load weights",
            translate("NetworkWeights", "Load weights…"),
            "mdi6.content-paste",
            ("Ctrl+Alt+O",),
            ask_and_load,
            tip=translate(
                "NetworkWeights",
                "Give the network the weights of a file: safetensors, or a state_dict of torch, "
                "by the names of the code or numbered",
            ),
            group="weights",
        ),
        PageAction(
            "save weights",
            translate("NetworkWeights", "Save the weights…"),
            "mdi6.content-save-outline",
            ("Ctrl+Alt+S",),
            ask_and_save,
            tip=translate(
                "NetworkWeights",
                "Write the trained weights by the names of the code, as safetensors or for torch "
                "(.pt)",
            ),
            group="weights",
        ),
        PageAction(
            "export onnx",
            translate("NetworkWeights", "Export as ONNX…"),
            "mdi6.export-variant",
            ("Ctrl+Alt+X",),
            ask_and_export,
            tip=translate(
                "NetworkWeights",
                "Write the network for other programs, such as Netron and onnxruntime: with its "
                "trained weights, or with those that training would begin with",
            ),
            group="weights",
        ),
    ]


def _read_filters() -> str:
    return translate("NetworkWeights", "Weights (*.safetensors *.pt *.pth *.pt2)")


def _filters() -> str:
    return translate("NetworkWeights", "Weights (*.safetensors *.pt *.pth)")
