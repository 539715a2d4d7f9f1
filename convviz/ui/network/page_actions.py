"""What can be done on the network page: declared once, for its menu, buttons, keys and tooltips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from convviz.core.network.tree import BlockKind
from convviz.ui.commands import Gesture
from convviz.ui.network.block_texts import BLOCK_ICONS
from convviz.ui.network.figure.figure_actions import figure_actions
from convviz.ui.network.graph.graph_actions import graph_actions
from convviz.ui.network.maps.maps_actions import maps_actions
from convviz.ui.network.state import View
from convviz.ui.page_actions import PageAction, PageActions

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.ui.network.cards.add_layer_popup import LayerAdding
    from convviz.ui.network.panels import NetworkPanels
    from convviz.ui.network.presenter import NetworkPresenter
    from convviz.ui.network.views import NetworkView
    from convviz.ui.template_choice import TemplateChooser

translate = QCoreApplication.translate

LIST: Final = "list"
"""The scope of keys that a field or the code needs for itself: they work in the list of layers."""


def network_actions(
    page: QWidget,
    presenter: NetworkPresenter,
    adding: LayerAdding,
    panels: NetworkPanels,
    templates: TemplateChooser,
) -> PageActions:
    """Return the page's actions.

    Args:
        page: The page.
        presenter: Knows what is chosen, and does it.
        adding: Offers layers to add, and reads pasted ones.
        panels: Have the fields of what is chosen, and copy the code.
        templates: Offers whole networks.
    """
    form = panels.form
    actions = PageActions(
        page,
        [
            *_adding(presenter, adding, templates),
            *_moving(presenter),
            *_clipboard(presenter, adding),
            *_blocks(presenter),
            *_opening(presenter, panels),
            *_showing(presenter, panels),
            *maps_actions(page, presenter, panels.maps),
            *graph_actions(presenter, panels.graph, lambda: panels.graph_view),
            *figure_actions(presenter, lambda: panels.shown_drawing),
        ],
        network_gestures,
    )
    actions.show_keys(form.open_button, "open")
    actions.show_keys(form.enabled_box, "toggle")
    return actions


def _adding(
    presenter: NetworkPresenter, adding: LayerAdding, templates: TemplateChooser
) -> list[PageAction]:
    return [
        PageAction(
            "templates",
            translate("NetworkActions", "&Begin with a template…"),
            "mdi6.layers-search-outline",
            ("Ctrl+T",),
            templates.open,
            tip=translate(
                "NetworkActions",
                "Whole networks that are known to learn, each with the training settings that "
                "suit it",
            ),
            group="adding",
        ),
        PageAction(
            "add",
            translate("NetworkActions", "&Add layer…"),
            "mdi6.plus",
            ("Ctrl+L", "Insert"),
            adding.open_popup,
            group="adding",
        ),
        PageAction(
            "duplicate",
            translate("NetworkActions", "&Duplicate"),
            "mdi6.content-duplicate",
            ("Ctrl+D",),
            presenter.duplicate,
            can=lambda: presenter.state.can_duplicate,
            group="adding",
        ),
        PageAction(
            "delete",
            translate("NetworkActions", "D&elete"),
            "mdi6.trash-can-outline",
            ("Del", "Backspace"),
            presenter.delete,
            can=lambda: bool(presenter.state.selected),
            group="adding",
            scope=LIST,
        ),
    ]


def _moving(presenter: NetworkPresenter) -> list[PageAction]:
    return [
        PageAction(
            "move up",
            translate("NetworkActions", "Move &up"),
            "mdi6.arrow-up",
            ("Alt+Up",),
            presenter.move_up,
            can=lambda: presenter.state.can_move_up,
            group="moving",
        ),
        PageAction(
            "move down",
            translate("NetworkActions", "Move d&own"),
            "mdi6.arrow-down",
            ("Alt+Down",),
            presenter.move_down,
            can=lambda: presenter.state.can_move_down,
            group="moving",
        ),
        PageAction(
            "toggle",
            translate("NetworkActions", "E&nable or disable"),
            "mdi6.eye-outline",
            ("Ctrl+E",),
            presenter.toggle,
            can=lambda: bool(presenter.state.selected),
            group="moving",
        ),
    ]


def _blocks(presenter: NetworkPresenter) -> list[PageAction]:
    def wrapping(kind: BlockKind, text: str, icon: str, key: str) -> PageAction:
        return PageAction(
            f"wrap in {kind.value}",
            text,
            icon,
            (key,),
            lambda: presenter.wrap(kind),
            can=lambda: presenter.state.can_wrap,
            group="blocks",
        )

    return [
        wrapping(
            BlockKind.SEQUENTIAL,
            translate("NetworkActions", "Wrap in &Sequential"),
            BLOCK_ICONS[BlockKind.SEQUENTIAL],
            "Ctrl+G",
        ),
        wrapping(
            BlockKind.RESIDUAL,
            translate("NetworkActions", "Wrap in &Residual"),
            BLOCK_ICONS[BlockKind.RESIDUAL],
            "Ctrl+Alt+R",
        ),
        wrapping(
            BlockKind.CONCAT,
            translate("NetworkActions", "&Wrap in Concat"),
            BLOCK_ICONS[BlockKind.CONCAT],
            "Ctrl+Alt+C",
        ),
        PageAction(
            "add branch",
            translate("NetworkActions", "Add a &branch"),
            "mdi6.source-branch-plus",
            ("Ctrl+Alt+B",),
            presenter.add_branch,
            can=lambda: presenter.state.can_add_branch,
            group="blocks",
        ),
        PageAction(
            "dissolve",
            translate("NetworkActions", "D&issolve the block"),
            "mdi6.ungroup",
            ("Ctrl+Shift+G",),
            presenter.dissolve,
            can=lambda: presenter.state.can_dissolve,
            group="blocks",
        ),
        PageAction(
            "fold",
            translate("NetworkActions", "&Fold or unfold the block"),
            "mdi6.unfold-less-horizontal",
            ("Space",),
            presenter.fold,
            can=lambda: presenter.state.can_fold,
            group="blocks",
            scope=LIST,
        ),
        PageAction(
            "fold all",
            translate("NetworkActions", "Fold or unfold a&ll blocks"),
            "mdi6.unfold-less-horizontal",
            ("Shift+Space",),
            presenter.fold_all,
            can=lambda: bool(presenter.state.outer_blocks),
            group="blocks",
            scope=LIST,
        ),
    ]


def _clipboard(presenter: NetworkPresenter, adding: LayerAdding) -> list[PageAction]:
    return [
        PageAction(
            "copy",
            translate("NetworkActions", "&Copy layers"),
            "mdi6.content-copy",
            ("Ctrl+C",),
            presenter.copy,
            can=lambda: bool(presenter.state.selected),
            group="clipboard",
            scope=LIST,
        ),
        PageAction(
            "paste",
            translate("NetworkActions", "&Paste layers from code"),
            "mdi6.content-paste",
            ("Ctrl+V",),
            adding.paste,
            group="clipboard",
        ),
    ]


def _opening(presenter: NetworkPresenter, panels: NetworkPanels) -> list[PageAction]:
    return [
        PageAction(
            "edit",
            translate("NetworkActions", "Edit pa&rameters"),
            "mdi6.form-textbox",
            ("F2", "Return", "Enter"),
            panels.focus_first_field,
            can=lambda: presenter.state.can_edit,
            group="opening",
            scope=LIST,
        ),
        PageAction(
            "open",
            translate("NetworkActions", "Open in ca&lculator"),
            "mdi6.grid",
            ("Ctrl+Return", "Ctrl+Enter"),
            presenter.open_in_calculator,
            can=lambda: presenter.state.can_open,
            group="opening",
        ),
    ]


def _showing(presenter: NetworkPresenter, panels: NetworkPanels) -> list[PageAction]:
    def copy_code() -> None:
        panels.code.copy()  # looked up now: it then shows what the page does

    def copy_table() -> None:
        from convviz.ui.network.table.table_view import TableView  # keeps the start fast

        view = panels.views.view(View.TABLE)
        assert isinstance(view, TableView)  # noqa: S101 - what its entry builds
        view.copy()

    return [
        *(
            _view(presenter, entry, f"Alt+{number}")
            for number, entry in enumerate(panels.entries, start=1)
        ),
        PageAction(
            "find",
            translate("NetworkActions", "F&ind a layer…"),
            "mdi6.magnify",
            ("Ctrl+F",),
            panels.layers.finder.open_bar,
            tip=translate("NetworkActions", "Find layers by name, type or number"),
            group="showing",
        ),
        PageAction(
            "show lines",
            translate("NetworkActions", "One li&ne a layer"),
            "mdi6.format-list-bulleted",
            ("Ctrl+Shift+L",),
            presenter.show_lines,
            tip=translate(
                "NetworkActions",
                "One line for each layer, or a card; long networks begin with lines",
            ),
            is_on=lambda: presenter.state.is_compact,
            group="showing",
        ),
        PageAction(
            "show form",
            translate("NetworkActions", "&Show the chosen layer's parameters"),
            "mdi6.page-layout-sidebar-right",
            ("F9",),
            presenter.show_form,
            is_on=lambda: presenter.state.shows_form,
            group="showing",
        ),
        PageAction(
            "copy code",
            translate("NetworkActions", "Copy the co&de"),
            "mdi6.content-copy",
            ("Ctrl+Shift+C",),
            copy_code,
            group="showing",
        ),
        PageAction(
            "copy table",
            translate("NetworkActions", "Copy the &table"),
            "mdi6.table-arrow-right",
            ("Ctrl+Alt+M",),
            copy_table,
            tip=translate(
                "NetworkActions",
                "Copy every figure of the network, in the format that was copied last",
            ),
            group="showing",
        ),
    ]


def _view(presenter: NetworkPresenter, entry: NetworkView, key: str) -> PageAction:
    return PageAction(
        f"view {entry.key}",
        translate("NetworkActions", "View: {name}").format(name=entry.text),
        entry.icon,
        (key,),
        lambda: presenter.show_view(entry.key),
        tip=entry.tip,
        is_on=lambda: presenter.state.view is entry.key,
        group="showing",
    )


def network_gestures() -> list[Gesture]:
    """Return the gestures of the list of layers and of the form's fields, translated."""
    return [
        Gesture(
            translate("NetworkGestures", "Drag"),
            translate("NetworkGestures", "Layers: to another place"),
        ),
        Gesture(
            translate("NetworkGestures", "Ctrl+click, Shift+click"),
            translate("NetworkGestures", "Layers: select several"),
        ),
        Gesture(
            translate("NetworkGestures", "Up / Down, wheel"),
            translate("NetworkGestures", "In a field: add or subtract 1"),
        ),
        Gesture(
            translate("NetworkGestures", "Ctrl+Up / Ctrl+Down"),
            translate("NetworkGestures", "In a field: add or subtract 10"),
        ),
        Gesture(
            translate("NetworkGestures", "Click, arrows"),
            translate("NetworkGestures", "In the drawing: choose a layer"),
        ),
        Gesture(
            translate("NetworkGestures", "Double click"),
            translate("NetworkGestures", "In the drawing: open the layer in the calculator"),
        ),
        Gesture(
            translate("NetworkGestures", "Wheel, two fingers, drag"),
            translate("NetworkGestures", "In the drawing: larger, smaller, to another part"),
        ),
    ]
