"""What is written at the planes of a receptive field's chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.ui.network.field.receptive_field_scene import plane_of
from convviz.ui.network.field.receptive_field_texts import fraction_text, range_text
from convviz.ui.widgets.number_texts import number_text, shape_text

if TYPE_CHECKING:
    from convviz.core.network.receptive_field import AxisField
    from convviz.ui.network.field.field_chain_scene import ChainLink, SeenLink

translate = QCoreApplication.translate


def link_heading(seen: SeenLink) -> str:
    """Return what a plane is: the network's input, or a layer by its name in torch."""
    link = seen.link
    if not link.number:
        return translate("FieldChain", "Input")
    return f"{link.name} {link.title}".strip()


def link_sight(seen: SeenLink) -> str:
    """Return how large the field is there, and that it has gaps."""
    if not seen.blocks:
        return translate("FieldChain", "sees nothing")
    if not seen.is_drawn:
        return translate("FieldChain", "too large to draw")
    box = _box(seen)
    size = shape_text(tuple(len(places) for places in box))
    cells = int(seen.mask().sum())
    total = 1
    for places in box:
        total *= len(places)
    if cells == total:
        return size
    return translate("FieldChain", "{count} of {size}").format(count=number_text(cells), size=size)


def link_numbers(link: ChainLink) -> tuple[str, ...]:
    """Return size, jump and start of the cells of a plane, as seen on the network's input."""
    field = link.field
    if field is None or not field.axes or field.is_uniform:
        return ()
    axes = dict.fromkeys(field.axes)
    return tuple(_axis_text(axis) for axis in list(axes)[:2])


def number_lines(link: ChainLink) -> int:
    """Return how many texts `link_numbers` gives, without writing them: there may be a thousand."""
    field = link.field
    if field is None or not field.axes or field.is_uniform:
        return 0
    return 1 if all(axis == field.axes[0] for axis in field.axes) else 2


def link_tip(seen: SeenLink) -> str:
    """Return all that is known of a plane, in sentences."""
    link = seen.link
    lines = [f"{link_heading(seen)}, {shape_text(link.shape)}"]
    if seen.blocks and seen.is_drawn:
        rows, columns = _box_of_plane(seen)
        text = translate("FieldChain", "The cell depends on rows {rows}, columns {columns}")
        if len(link.shape) == 1:
            places = [at for (numbers,) in seen.blocks for at in numbers]
            text = translate("FieldChain", "The cell depends on {count} of {all} numbers")
            lines.append(text.format(count=len(set(places)), all=number_text(link.shape[0])))
        else:
            lines.append(text.format(rows=range_text(rows), columns=range_text(columns)))
    if link_numbers(link):
        text = translate(
            "FieldChain",
            "On the input, each of its cells sees r cells, j cells from the next one's, the first "
            "one's middle at x: {numbers}",
        )
        lines.append(text.format(numbers="; ".join(link_numbers(link))))
    return "\n".join(lines)


def _axis_text(axis: AxisField | None) -> str:
    if axis is None:
        return translate("FieldChain", "r all")
    start, jump = fraction_text(axis.start), fraction_text(axis.jump)
    return f"r {axis.size}, j {jump}, x {start}"


def _box(seen: SeenLink) -> tuple[range, ...]:
    """Return the smallest box around what is seen; of a vector the numbers between the ends."""
    if len(seen.link.shape) == 1:
        places = sorted(at for (numbers,) in seen.blocks for at in numbers)
        return (range(places[0], places[-1] + 1),)
    rows, columns = _box_of_plane(seen)
    return (columns,) if len(seen.link.shape) == 2 else (rows, columns)  # noqa: PLR2004 - one axis


def _box_of_plane(seen: SeenLink) -> tuple[range, range]:
    if len(seen.link.shape) == 1:
        return range(1), _box(seen)[0]
    planes = [plane_of(block) for block in seen.blocks]
    rows = sorted({at for down, _ in planes for at in down})
    columns = sorted({at for _, across in planes for at in across})
    return range(rows[0], rows[-1] + 1), range(columns[0], columns[-1] + 1)
