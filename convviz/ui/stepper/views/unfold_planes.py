"""The product of kernels and windows as planes: W below left, X_col above, Y where they meet."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QCoreApplication

from convviz.stepping.cells import CellKind
from convviz.ui.stepper.tones import darkest_and_brightest, is_picture
from convviz.ui.stepper.views.block_layout import MatrixSlot
from convviz.ui.stepper.views.place_names import tap_place
from convviz.ui.widgets.grid import GridRole, Plane, PlaneGroup, Tone
from convviz.ui.widgets.grid.fills import largest_magnitude
from convviz.ui.widgets.number_texts import shape_text
from convviz.values.matrix_form import kernel_matrix, window_matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from convviz.stepping.scene.scene import Scene
    from convviz.ui.stepper.views.unfold_plan import UnfoldPlan
    from convviz.values.matrix_form import MatrixForm

KERNELS: Final = "W"
FILTER: Final = "filter"
BIAS: Final = "b"
WINDOWS: Final = "X_col"
PRODUCT: Final = "Y"

BLOCKS: Final = {
    FILTER: MatrixSlot(0, 1),
    WINDOWS: MatrixSlot(0, 2),
    KERNELS: MatrixSlot(1, 0),
    BIAS: MatrixSlot(1, 1),
    PRODUCT: MatrixSlot(1, 2),
}

translate = QCoreApplication.translate


def unfold_groups(
    scene: Scene, form: MatrixForm, plan: UnfoldPlan, channel: int
) -> tuple[PlaneGroup, ...]:
    """Return the matrices, or what the plan leaves of them.

    Args:
        scene: What is shown; a convolution.
        form: Of its layer.
        plan: What is drawn.
        channel: The output channel whose filter stands upright before the windows.
    """
    kernels = _kernels(scene, form, plan)
    groups = [_filter(scene, kernels, plan, channel), _windows(scene, form, plan), kernels]
    if scene.bias is not None:
        numbers = scene.bias[plan.filters.start : plan.filters.stop, None]
        plane = Plane(numbers, origin=(-plan.filters.start, 0))
        groups.append(PlaneGroup(BIAS, GridRole.KERNEL, "b", (plane,), editable=True))
    return (*groups, _product(scene, form, plan))


def joins(form: MatrixForm, output_channel: int, input_channel: int) -> bool:
    """Return whether an output channel reads an input channel."""
    return output_channel // form.outputs_of_group == input_channel // form.inputs_of_group


def _kernels(scene: Scene, form: MatrixForm, plan: UnfoldPlan) -> PlaneGroup:
    assert scene.weight is not None  # noqa: S101 - narrows the type: a convolution has one
    rows = slice(plan.filters.start, plan.filters.stop)
    columns = slice(plan.channels.start * form.taps, plan.channels.stop * form.taps)
    values = kernel_matrix(form, scene.plain_weights["weight"])[rows, columns]
    joined = np.array([[joins(form, o, c) for c in plan.channels] for o in plan.filters])
    kinds = np.where(joined, CellKind.REAL, CellKind.NO_ENTRY).astype(np.uint8)
    plane = Plane(
        values,
        np.repeat(kinds, form.taps, axis=1),
        origin=(-rows.start, -columns.start),
        scale=largest_magnitude(scene.weight),
    )
    shape = (scene.output_volume[0], scene.input.shape[0] * form.taps)
    caption = KERNELS if plan.is_brief else f"W {shape_text(shape)}"
    return PlaneGroup(KERNELS, GridRole.KERNEL, caption, (plane,), editable=True)


def _filter(scene: Scene, kernels: PlaneGroup, plan: UnfoldPlan, channel: int) -> PlaneGroup:
    """Return a row of W, upright beside the rows of X_col that it is multiplied with."""
    matrix, row = kernels.planes[0], channel - plan.filters.start
    kinds = None if matrix.kinds is None else matrix.kinds[row][:, None]
    plane = Plane(
        matrix.values[row][:, None],
        kinds,
        origin=(matrix.origin[1], 0),
        scale=matrix.scale,
    )
    caption = f"W[{channel}]" if scene.output_volume[0] > 1 else "W"
    return PlaneGroup(FILTER, GridRole.KERNEL, caption, (plane,))


def _windows(scene: Scene, form: MatrixForm, plan: UnfoldPlan) -> PlaneGroup:
    windows = np.arange(plan.windows.start, plan.windows.stop)
    channels = slice(plan.channels.start, plan.channels.stop)
    kinds = np.tile(_read_kinds(scene, form, windows), (len(plan.channels), 1))
    tone = Tone.GREY if is_picture(scene) else None
    plane = Plane(
        window_matrix(form, scene.plain_input[channels], windows),
        kinds,
        origin=(-channels.start * form.taps, -plan.windows.start),
        scale=1.0 if is_picture(scene) else largest_magnitude(scene.input),
        tone=tone,
    )
    shape = (scene.input.shape[0] * form.taps, form.window_count)
    caption = WINDOWS if plan.is_brief else f"X_col {shape_text(shape)}"
    if not plan.is_brief and len(plan.windows) < form.window_count:
        caption = translate("CalculatorViews", "{caption}: columns {first}\u2013{last}").format(
            caption=caption, first=plan.windows.start, last=plan.windows.stop - 1
        )
    return PlaneGroup(WINDOWS, GridRole.INPUT, caption, (plane,))


def _read_kinds(scene: Scene, form: MatrixForm, windows: NDArray[np.intp]) -> NDArray[np.uint8]:
    """Return what (tap, window) reads of a channel, uint8 of CellKind."""
    places = np.unravel_index(windows, scene.output_volume[1:])
    depth, rows, columns = (
        axis.reads[place][:, np.argsort(axis.taps)]
        for axis, place in zip(scene.axes, places, strict=True)
    )
    kinds = scene.kinds[depth[:, :, None, None], rows[:, None, :, None], columns[:, None, None, :]]
    return kinds.reshape(len(windows), form.taps).T


def _product(scene: Scene, form: MatrixForm, plan: UnfoldPlan) -> PlaneGroup:
    formula = "Y = W\u00b7X_col" if scene.bias is None else "Y = W\u00b7X_col + b"
    caption = f"{formula} {shape_text((scene.output_volume[0], form.window_count))}"
    if plan.is_brief:
        caption = PRODUCT
    origin = (-plan.filters.start, -plan.windows.start)
    if scene.output is None:
        plane = Plane.pending(len(plan.filters), len(plan.windows))
        return PlaneGroup(PRODUCT, GridRole.OUTPUT, caption, (plane,))
    rows = slice(plan.filters.start, plan.filters.stop)
    columns = slice(plan.windows.start, plan.windows.stop)
    values = scene.output.reshape(scene.output_volume[0], -1)[rows, columns]
    darkest, scale, tone = 0.0, largest_magnitude(scene.output), None
    if is_picture(scene):
        darkest, scale = darkest_and_brightest(scene.output)
        tone = Tone.GREY
    plane = Plane(values, origin=origin, scale=scale, tone=tone, darkest=darkest)
    return PlaneGroup(PRODUCT, GridRole.OUTPUT, caption, (plane,))


def weight_place(
    scene: Scene, form: MatrixForm, output_channel: int, column: int
) -> tuple[int, ...]:
    """Return the index in the weight of the kernel cell in a row and a column of W."""
    channel, tap = divmod(column, form.taps)
    first = scene.weight_index(output_channel, channel)
    return (*first, *tap_place(form, tap))


def every_tap(form: MatrixForm, plan: UnfoldPlan, channel: int) -> list[tuple[int, int]]:
    """Return (row of X_col among those drawn, tap) of all that an output channel reads."""
    pairs = itertools.product(enumerate(plan.channels), range(form.taps))
    return [
        (place * form.taps + tap, tap)
        for (place, read_channel), tap in pairs
        if joins(form, channel, read_channel)
    ]
