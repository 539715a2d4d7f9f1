"""The formula as LaTeX, and the layer with its numbers as PyTorch code that runs as is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from convviz.core.call_code import full_code, value_code
from convviz.core.code.writing import layer_call, module_call
from convviz.core.layers.parameters import LayerFamily, Linearity
from convviz.core.losses.of_output import loss_shape
from convviz.core.losses.stages import INPUT
from convviz.core.optimisers.base import PARAMS
from convviz.core.shown_layers import torch_shape
from convviz.core.surface import NAMES, code_of, parse_surface
from convviz.core.unpooling import takes_output_size
from convviz.protocol.lesson import STARTS
from convviz.stepping.worked.backward.passes import upstream_of
from convviz.stepping.worked.calculations import rule_lines
from convviz.stepping.worked.learning import target_of
from convviz.ui.stepper.formula_section import formulas_of, shared_workings
from convviz.ui.widgets.axis_names import axis_name
from convviz.values.float32_numbers import float32_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from convviz.core.layers.base import Layer
    from convviz.stepping.scene.scene import Scene
    from convviz.ui.stepper.views.step_view import ViewEntry

MOST_NUMBERS: Final = 2000
"""A larger tensor is written as random numbers of its shape: nobody reads so many."""

_LINE: Final = 70
"""Characters of a tensor that stand in one line."""


def latex_text(scene: Scene) -> str:
    """Return the working of each axis as LaTeX, which needs amsmath; "" for no formula."""
    formulas = formulas_of(scene)
    if not formulas:
        lines = rule_lines(scene)
        return (
            "\n".join([f"% {layer_call(scene.layer)}", _display(list(lines)), ""]) if lines else ""
        )
    blocks = [_display([formulas[0].symbolic, formulas[0].symbolic_rule])]
    for working in shared_workings(formulas):
        if len(formulas) > 1:
            names = [axis_name(axis, len(formulas)) for axis in working.axes]
            blocks.append(f"% {', '.join(names)}")
        steps = [step.latex for step in working.formula.steps]
        blocks.append(_display([working.formula.substituted, *steps]))
    return "\n".join([f"% {layer_call(scene.layer)}", *blocks, ""])


def code_text(scene: Scene, view: ViewEntry | None = None) -> str:
    """Return code that computes what the calculator shows.

    Tensors of at most MOST_NUMBERS numbers are written out.

    Args:
        scene: What is shown.
        view: In which view: where a kernel is learned, the code takes the steps; in a backward
            pass, and where a loss stands behind the layer, it goes back. None for the output alone.
    """
    if view is not None and view.is_lesson:
        return _lesson_code(scene)
    if scene.layer.family is LayerFamily.OPTIMISER:
        return _optimiser_code(scene)
    layer, name = scene.layer, scene.layer.type_name()
    goes_back = scene.calculator.loss is not None or (view is not None and view.is_backward)
    own = full_code(layer) if layer.family is LayerFamily.LOSS else ""
    beside = [line for part in layer.takes for line in _tensor(part, scene.plain_weights[part])]
    lines = [
        "import torch",
        "from torch import nn",
        "",
        *_tensor("x", scene.plain_input),
        *beside,
        *(f"{part}.requires_grad_()" for part in _with_gradient(layer) if goes_back),
        *_pooling(scene),
        f"layer = {own or module_call(layer, training=scene.calculator.training)}",
    ]
    learned = {n: values for n, values in scene.plain_weights.items() if n not in layer.takes}
    lines += _copied(learned)
    given = "x.clone()" if goes_back and layer.overwrites_input() else "x"
    call = f"layer({', '.join((given, *layer.takes))})"
    if takes_output_size(scene.layer):
        call = f"layer(maxima, indices, output_size={scene.calculator.output_size})"
    if len(torch_shape(scene.layer, scene.plain_input.shape)) > scene.plain_input.ndim:
        call = f"layer({given}.unsqueeze(0)).squeeze(0)  # it takes a batch"
    result = "y, indices" if scene.layer.returns_indices() else "y"
    lines += [
        "",
        *_chance(scene),
        f"{result} = {call}",
        f'print("{name}:", tuple(y.shape))',
        "print(y)",
        *(_backward(scene, learned) if goes_back else ()),
        "",
    ]
    return "\n".join(lines)


def _copied(learned: Mapping[str, NDArray[np.float64]]) -> list[str]:
    """Return the lines that give a layer its weights."""
    lines = ["with torch.no_grad():"] if learned else []
    for part, values in learned.items():
        assigned = _tensor("", values)
        first = f"    layer.{part}.copy_({assigned[0]}"
        lines += [first, *(f"    {line}" for line in assigned[1:])]
        lines[-1] += ")"
    return lines


def _lesson_code(scene: Scene) -> str:
    """Return a loop that learns a kernel: from the first one, as far as is looked ahead."""
    calculator, lesson = scene.calculator, scene.calculator.lesson
    weights = {
        name: float32_numbers.of(
            calculator.tensors.get(STARTS[name], calculator.recipe_of(name)),
            values.shape,
            2 if values.ndim > 1 else 1,
        )
        for name, values in scene.plain_weights.items()
    }
    optimiser = f"torch.optim.{lesson.optimiser.type_name()}"
    return "\n".join(
        [
            "import torch",
            "from torch import nn",
            "",
            *_tensor("x", scene.plain_input),
            *_tensor("target", target_of(scene)),
            f"layer = {module_call(scene.layer, training=True)}",
            *_copied(weights),
            f"criterion = {full_code(lesson.loss)}",
            f"optimizer = {optimiser}(layer.parameters(){_settings(lesson.optimiser)})",
            "",
            f"for step in range({lesson.taken + lesson.steps}):",
            "    optimizer.zero_grad()",
            "    loss = criterion(layer(x), target)",
            "    loss.backward()",
            "    optimizer.step()",
            '    print(step + 1, "loss:", loss.item())',
            "print(layer.weight)",
            "",
        ]
    )


def _with_gradient(layer: Layer) -> tuple[str, ...]:
    """Return what the code calls the tensors that the forward is given and that have a gradient."""
    return tuple("x" if part == INPUT else part for part in layer.learned_tensors)


def _backward(scene: Scene, learned: Iterable[str]) -> list[str]:
    """Return the lines that go back, from a loss of the output or from the output's gradient.

    Args:
        scene: What is shown.
        learned: The layer's tensors, some of which have gradients.
    """
    named = sorted(set(learned) & _TRAINED, reverse=True)
    return [
        "",
        *(_from_numbers(scene) if scene.loss_target is None else _from_loss(scene)),
        *(f'print("{part}.grad:", {part}.grad)' for part in _with_gradient(scene.layer)),
        *(f'print("layer.{part}.grad:", layer.{part}.grad)' for part in named),
    ]


def _from_numbers(scene: Scene) -> list[str]:
    """Return the lines that begin at the gradient of the output; of one number it is mostly 1."""
    upstream = upstream_of(scene)
    if not (upstream == 1).all():
        return [*_tensor("grad_output", upstream), "y.backward(grad_output)"]
    if not upstream.shape:
        return ["y.backward()"]
    return ["y.backward(torch.ones_like(y))  # as y.sum().backward() does"]


def _from_loss(scene: Scene) -> list[str]:
    """Return the lines that begin at a loss of the output."""
    loss, target = scene.calculator.loss, scene.loss_target
    if loss is None or target is None:
        return []
    shape = loss_shape(scene.layer, scene.output_shape)
    output = "y" if shape == scene.output_shape else "y.unsqueeze(0)"
    return [
        *_tensor("target", target),
        f"criterion = {full_code(loss)}",
        f"loss = criterion({output}, target)",
        "loss.backward()",
        'print("loss:", loss.item())',
    ]


_TRAINED: Final = frozenset({"weight", "bias"})
"""Tensors that have gradients; what a normalisation keeps has none."""


def _optimiser_code(scene: Scene) -> str:
    """Return a loop that takes the steps of an optimiser."""
    mode, start = scene.calculator.mode, scene.plain_weights[PARAMS]
    written = _tensor("", start)
    gradients = _tensor("gradients", scene.plain_input.reshape(-1, *start.shape))
    zeroed = ["    optimizer.zero_grad()"] if mode.zero_grad else []
    if mode.function:
        x, y = NAMES
        gradients = [f"steps = {len(scene.plain_input)}"]
        taken = [
            "for step in range(steps):",
            *zeroed,
            f"    {x}, {y} = w",
            f"    loss = {code_of(parse_surface(mode.function))}",
            "    loss.backward()  # it adds to w.grad",
        ]
    else:
        added = "gradient if w.grad is None else w.grad + gradient"
        taken = ["for gradient in gradients:", *zeroed, f"    w.grad = {added}"]
    lines = [
        "import torch",
        "",
        *gradients,
        f"w = torch.nn.Parameter({written[0]}",
        *(f"    {line}" for line in written[1:]),
    ]
    lines[-1] += ")"
    lines += [
        f"optimizer = torch.optim.{scene.layer.type_name()}([w]{_settings(scene.layer)})",
        "",
        *taken,
        "    optimizer.step()",
        "    print(w.tolist())",
        "",
    ]
    return "\n".join(lines)


def _settings(layer: Layer) -> str:
    """Return the settings of a call that are not torch's own, each after a comma."""
    defaults = layer.defaults()
    set_here = ((name, getattr(layer, name)) for name in layer.parameters())
    return "".join(
        f", {name}={value_code(value)}" for name, value in set_here if defaults.get(name) != value
    )


def _chance(scene: Scene) -> list[str]:
    """Return the line from which on a layer draws as the calculator shows it."""
    mode = scene.calculator.mode
    if not scene.layer.draws_in(training=mode.training):
        return []
    note = "" if scene.layer.linearity is Linearity.BENDS else "  # Intel's CPUs draw another mask"
    return [f"torch.manual_seed({mode.seed}){note}"]


def _pooling(scene: Scene) -> list[str]:
    """Return the lines that make an unpooling's maxima and indices."""
    if not takes_output_size(scene.layer):
        return []
    call = layer_call(scene.layer.pooling())
    return [f"pooling = nn.{call}", "maxima, indices = pooling(x)"]


def _display(lines: list[str]) -> str:
    body = " \\\\\n".join(f"  & {line}" for line in lines if line)
    return f"\\begin{{align*}}\n{body}\n\\end{{align*}}"


def _tensor(name: str, values: NDArray[np.float64]) -> list[str]:
    """Return the lines of a tensor of its type; they assign it if there is a name."""
    head, kind = f"{name} = " if name else "", "float32"
    if values.dtype == np.int64:
        kind = "int64"
    if values.size > MOST_NUMBERS:
        shape = ", ".join(map(str, values.shape))
        note = f"  # the calculator's own {values.size} numbers are too many to write"
        if kind == "int64":
            return [f"{head}torch.zeros({shape}, dtype=torch.int64)" + (note if name else "")]
        return [f"{head}torch.randn({shape})" + (note if name else "")]
    nested = _nested(values)
    if len(nested) <= _LINE:
        return [f"{head}torch.tensor({nested}, dtype=torch.{kind})"]
    rows = [f"    {_nested(part)}," for part in values]
    return [f"{head}torch.tensor([", *rows, f"], dtype=torch.{kind})"]


def _nested(values: NDArray[np.float64]) -> str:
    if values.ndim == 0:
        return _number(float(values))
    return f"[{', '.join(_nested(part) for part in values)}]"


def _number(value: float) -> str:
    if not np.isfinite(value):
        return f'float("{value}")'
    return f"{value:.0f}" if value == round(value) and abs(value) < 1e9 else f"{value:.9g}"  # noqa: PLR2004
