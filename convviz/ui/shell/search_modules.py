"""What the list of commands and the pickers search in: the window's first picture needs none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.layers.base import layer_modules

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES: Final = (
    "difflib",
    "convviz.core.layer_search",
    "convviz.core.torch_classes",
    "convviz.core.torch_names",
    "convviz.core.layer_meanings",
)
_PRESETS: Final = (
    *("activations", "backward", "learning", "losses", "norms", "report", "resizing", "steps"),
    *("tables", "well_known"),
)
_PARTS: Final = (
    "convviz.core.code.short_call",
    "convviz.core.network.new_layers",
    "convviz.ui.widgets.search_list",
    "convviz.ui.layer_popup",
    "convviz.ui.calculator.layer_picker",
    "convviz.ui.calculator.gestures",
    "convviz.ui.commands",
    "convviz.ui.shell.commands_dialog",
)


def search_modules() -> Iterator[str]:
    """Yield the names of the modules; what is made of others stands behind them."""
    yield from layer_modules
    yield "convviz.core.losses.base"
    yield "convviz.core.optimisers.base"
    from convviz.core.losses.base import loss_modules  # imported by now, in passes of their own
    from convviz.core.optimisers.base import optimiser_modules

    yield from loss_modules
    yield from optimiser_modules
    yield from _NAMES
    yield from (f"convviz.core.presets.{name}" for name in _PRESETS)
    yield from _PARTS
