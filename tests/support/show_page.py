"""Shows one page alone, with the real engine, to look at it: python -m tests.support.show_page."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QApplication, QWidget

from convviz.core.code.writing import parse_layer
from convviz.core.presets import presets
from convviz.protocol.document import Document
from convviz.protocol.templates import course_calculator, course_network
from convviz.ui.document_store import DocumentStore
from convviz.ui.processes.engine_client import EngineClient
from convviz.ui.theme import apply_theme

if TYPE_CHECKING:
    from convviz.ui.theme.notifier import ThemeChoice


def calculator_page(arguments: argparse.Namespace, engine: EngineClient) -> QWidget:
    """Return the calculator with what the arguments ask for."""
    import msgspec.structs

    from convviz.ui.calculator.page import CalculatorPage
    from convviz.ui.calculator.presets.applied import with_preset

    calculator = course_calculator()
    if arguments.preset:
        chosen = {preset.key: preset for preset in presets()}[arguments.preset]
        calculator = with_preset(calculator, chosen)
    if arguments.layer:
        shape = tuple(int(size) for size in arguments.input.split(","))
        layer = parse_layer(arguments.layer)
        calculator = msgspec.structs.replace(calculator, layer=layer, input_shape=shape)
    store = DocumentStore(Document(calculator, course_network()))
    page = CalculatorPage(store, engine)
    page.player.go_to(arguments.step)
    return page


def main() -> int:
    """Show the page until its window is closed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("page", choices=["calculator"])
    parser.add_argument("--theme", choices=["light", "dark"], default="light")
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--preset", default="")
    parser.add_argument("--layer", default="")
    parser.add_argument("--input", default="1,5,5")
    parser.add_argument("--step", type=int, default=0)
    arguments = parser.parse_args()
    application = QApplication(sys.argv[:1])
    apply_theme(application, cast("ThemeChoice", arguments.theme))
    engine = EngineClient()
    page = calculator_page(arguments, engine)
    width, height = (int(part) for part in arguments.size.split("x"))
    page.resize(width, height)
    page.setWindowTitle("convviz")
    page.show()
    engine.start()
    status = application.exec()
    engine.shut_down()
    return status


if __name__ == "__main__":
    sys.exit(main())
