"""The network page's maps: what every layer makes of a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from convviz.core.layers.activation import ReLU
from convviz.core.layers.conv import Conv2d
from convviz.core.network.tree import NetworkStep
from convviz.ui.network.maps import maps_detail
from convviz.ui.network.state import View
from convviz.ui.widgets.formula_source import FormulaSource
from tests.support.maps_desk import BLOCK, CONV, INSIDE, LAST, POOL, MapsDesk, steps
from tests.support.mouse import move_mouse_in
from tests.support.network_page import retype

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MapsDesk:
    monkeypatch.setattr(FormulaSource, "request", lambda *_arguments: None)
    return MapsDesk(qtbot, tmp_path)


def test_every_layer_and_block_has_a_row_with_its_maps(desk: MapsDesk) -> None:
    rows = desk.view.rows.rows
    assert [row.title for row in rows[:5]] == [
        "Input",
        "Conv2d(3, 6, kernel_size=3, padding=1)",
        "Residual",
        "body",
        "Conv2d(6, 6, kernel_size=3, padding=1)",
    ]
    assert [row.count for row in rows] == [3, 6, 6, 0, 6, 0, 6, 384, 10]
    nodes = desk.page.maps.maps.nodes
    assert all(nodes[row.path].shape == row.shape for row in rows)
    assert np.array_equal(desk.values(BLOCK), desk.values(CONV) + desk.values(INSIDE))


def test_a_folded_block_shows_what_comes_out_of_it(desk: MapsDesk) -> None:
    panels = desk.page.panels
    panels.layers.cards.folded.emit(1)
    assert [row.title for row in desk.view.rows.rows[1:4]] == [
        "Conv2d(3, 6, kernel_size=3, padding=1)",
        "Residual",
        "MaxPool2d(kernel_size=4)",
    ]
    assert desk.view.rows.rows[BLOCK].count == 6


def test_the_last_layer_says_its_numbers_and_what_it_takes_the_picture_for(desk: MapsDesk) -> None:
    values = desk.values(LAST)
    maps = desk.page.maps.maps
    assert maps.shares is not None
    assert maps.passed is not None
    line = desk.view.detail.bars.lines[3]
    assert line.startswith(maps.passed.class_names[3])
    assert f"{values[3]:.4g}".replace("-", "\u2212") in line
    assert line.endswith("%")


def test_the_cell_under_the_mouse_is_read(desk: MapsDesk) -> None:
    values = desk.values(CONV)
    gallery = desk.view.detail.gallery
    place = gallery._place(2)
    size = place.width() // 32
    move_mouse_in(gallery, place.topLeft() + QPoint(5 * size + 1, 7 * size + 1))
    assert desk.view.reading.text() == f"Map 2, row 7, column 5: {values[2, 7, 5]:.6g}"


def test_maps_are_coloured_once_however_often_one_of_them_is_chosen(
    desk: MapsDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    detail = desk.view.detail
    desk.values(CONV)
    coloured: list[str] = []
    for name in ("plane_images", "kernel_images"):
        make = getattr(maps_detail, name)

        def counted(*given: object, make: Callable[..., object] = make, **more: object) -> object:
            coloured.append(make.__name__)
            return make(*given, **more)

        monkeypatch.setattr(maps_detail, name, counted)
    for number in (2, 4, 2):
        detail.gallery.set_current(number)
    assert detail.gallery.current == 2
    assert coloured == []
    desk.view.scale.set_value(True)
    desk.view.scale.value_changed.emit(True)  # noqa: FBT003 - Qt's signature
    assert coloured == ["plane_images"] * detail.gallery.count


def test_a_convolution_that_is_chosen_again_shows_its_kernels_again(desk: MapsDesk) -> None:
    kernels = desk.view.detail.kernels
    for row, count in ((CONV, 6), (POOL, 0), (CONV, 6), (INSIDE, 6), (CONV, 6)):
        desk.values(row)
        assert (kernels.isHidden(), kernels.count) == (not count, count or kernels.count)
    asked = len(desk.asked)
    desk.values(CONV)
    assert len(desk.asked) == asked


def test_an_edit_pales_the_maps_until_the_new_ones_come(desk: MapsDesk) -> None:
    before = desk.values(CONV)
    store = desk.store
    nodes = store.document.network.steps
    changed = (NetworkStep(Conv2d(3, 6, 5, padding=2)), *nodes[1:])
    network = msgspec.structs.replace(store.document.network, steps=changed)
    store.edit(msgspec.structs.replace(store.document, network=network), "kernel")
    QApplication.processEvents()
    pale = desk.page.maps.maps
    assert pale.is_stale
    assert pale.passed is not None  # the old ones stay
    desk.answer()
    assert not desk.page.maps.maps.is_stale
    assert not np.array_equal(desk.values(CONV), before)


def test_a_network_that_fails_shows_its_maps_up_to_there(desk: MapsDesk) -> None:
    store = desk.store
    nodes = (*steps(Conv2d(3, 6, 3), Conv2d(5, 4, 3), ReLU()),)
    network = msgspec.structs.replace(store.document.network, steps=nodes)
    store.edit(msgspec.structs.replace(store.document, network=network), "failing")
    desk.answer()
    assert [row.count for row in desk.view.rows.rows] == [3, 6, 0, 0]
    assert sorted(desk.page.maps.maps.nodes) == [(), (0,)]


def test_a_hidden_view_asks_nothing(desk: MapsDesk) -> None:
    desk.page.show_view(View.CODE)
    count = len(desk.asked)
    store = desk.store
    network = msgspec.structs.replace(store.document.network, steps=steps(Conv2d(3, 2, 3)))
    store.edit(msgspec.structs.replace(store.document, network=network), "other")
    QApplication.processEvents()
    assert len(desk.asked) == count
    desk.page.show_view(View.MAPS)
    assert len(desk.asked) == count + 1
    desk.answer()
    assert not desk.page.maps.maps.is_stale


def test_only_maps_that_are_seen_are_asked_for(desk: MapsDesk) -> None:
    store = desk.store
    long = steps(*[Conv2d(3, 3, 3, padding=1)] * 200)
    network = msgspec.structs.replace(store.document.network, steps=long)
    store.edit(msgspec.structs.replace(store.document, network=network), "long")
    desk.answer()
    assert len({asked.path for asked in desk.page.maps.maps.planes}) < 20
    desk.view.rows.row_chosen.emit(150, -1)
    desk.answer()
    assert (149,) in {asked.path for asked in desk.page.maps.maps.planes}


def test_a_seed_is_typed_digit_by_digit(desk: MapsDesk) -> None:
    retype(desk.view.bar.seed, "1204")
    desk.answer()
    assert (desk.view.bar.seed.text(), desk.page.maps.maps.seed) == ("1204", 1204)


def test_a_seed_of_64_bits_is_shown_and_the_one_behind_the_largest_is_0(desk: MapsDesk) -> None:
    document = desk.store.document
    training = msgspec.structs.replace(document.training, seed=2**63 - 1)
    desk.store.edit(msgspec.structs.replace(document, training=training), "seed")
    desk.answer()
    bar, maps = desk.view.bar, desk.page.maps
    assert (bar.seed.value, maps.maps.problem) == (2**63 - 1, None)
    retype(bar.seed, str(2**63))
    assert (maps.maps.seed, "from 0 to" in bar.seed.unread) == (2**63 - 1, True)
    desk.page.page_actions["new weights"].trigger()
    desk.answer()
    assert (bar.seed.value, maps.maps.seed, maps.maps.is_stale) == (0, 0, False)


def test_other_random_weights_and_pictures_by_their_keys(desk: MapsDesk) -> None:
    before = desk.values(CONV)
    desk.page.page_actions["new weights"].trigger()
    desk.answer()
    assert desk.view.bar.seed.value == 1
    assert not np.array_equal(desk.values(CONV), before)
    desk.page.page_actions["next picture"].trigger()
    desk.answer()
    assert desk.view.bar.place.value() == 1
    desk.page.page_actions["previous picture"].trigger()
    desk.page.page_actions["previous picture"].trigger()
    assert desk.view.bar.place.value() == 0


def test_each_map_can_have_a_scale_of_its_own(desk: MapsDesk) -> None:
    def strongest() -> list[int]:
        images = desk.view.rows._images_of(desk.view.rows.rows[CONV])
        return [
            min(image.pixelColor(x, y).red() for x in range(32) for y in range(32))
            for image in images
        ]

    common = strongest()
    desk.view.scale.set_value(value=True)
    desk.view.scale.value_changed.emit(True)  # noqa: FBT003 - Qt's signature
    assert sum(strongest()) < sum(common)
