"""What can be done with the picture that goes through the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.ui.images.own_picture import OwnPictureReader
from convviz.ui.network.maps.maps_scene import takes_pictures
from convviz.ui.network.state import View
from convviz.ui.page_actions import PageAction

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from convviz.ui.network.maps.maps_looker import MapsLooker
    from convviz.ui.network.presenter import NetworkPresenter

translate = QCoreApplication.translate

OPEN, PASTE, NEW_WEIGHTS = "open picture", "paste picture", "new weights"


def maps_actions(
    page: QWidget, presenter: NetworkPresenter, looker: MapsLooker
) -> list[PageAction]:
    """Return the actions; a picture that is dropped on the page goes through as well.

    Args:
        page: The page.
        presenter: Knows which view is shown, and says what cannot be read.
        looker: Sends the picture through.
    """

    def is_shown() -> bool:
        return presenter.state.view in {View.MAPS, View.GRAPH}

    def can_take() -> bool:
        return is_shown() and takes_pictures(presenter.state.network.input_shape)

    def can_turn() -> bool:
        return can_take() and looker.maps.choice.pixels is None

    reader = OwnPictureReader(page, can_take)
    reader.read.connect(lambda pixels: looker.choose(pixels=pixels))
    reader.troubled.connect(presenter.tell_error)
    shows = translate(
        "NetworkMaps", "Show the maps or the gradients, and a network that takes pictures"
    )
    return [
        PageAction(
            OPEN,
            translate("NetworkMaps", "Open a picture…"),
            "mdi6.image-outline",
            ("Ctrl+Alt+I",),
            reader.ask_file,
            tip=translate("NetworkMaps", "Send a picture's file through the network"),
            can=can_take,
            why_not=shows,
            group="maps",
        ),
        PageAction(
            PASTE,
            translate("NetworkMaps", "Paste a picture"),
            "mdi6.content-paste",
            ("Ctrl+Alt+V",),
            reader.paste,
            tip=translate("NetworkMaps", "Send the copied picture through the network"),
            can=can_take,
            why_not=shows,
            group="maps",
        ),
        PageAction(
            "next picture",
            translate("NetworkMaps", "Next test picture"),
            "mdi6.page-next-outline",
            ("Ctrl+Alt+Right",),
            lambda: looker.turn(1),
            can=can_turn,
            why_not=shows,
            group="maps",
        ),
        PageAction(
            "previous picture",
            translate("NetworkMaps", "Previous test picture"),
            "mdi6.page-previous-outline",
            ("Ctrl+Alt+Left",),
            lambda: looker.turn(-1),
            can=can_turn,
            why_not=shows,
            group="maps",
        ),
        PageAction(
            NEW_WEIGHTS,
            translate("NetworkMaps", "New random weights"),
            "mdi6.dice-multiple-outline",
            ("Ctrl+Alt+N",),
            looker.draw_weights,
            tip=translate("NetworkMaps", "Other random weights, by the next seed"),
            can=is_shown,
            why_not=translate("NetworkMaps", "Show the maps or the gradients"),
            group="maps",
        ),
    ]
