"""The formulas of functions of one number: in letters they are what is computed, slopes as well."""

from __future__ import annotations

import math
import re
from typing import Any, Final

import numpy as np
import pytest

from convviz.core.code.opened import parse_opened
from convviz.core.formulas.plain_latex import plain_latex
from convviz.core.layers.maths import FloatMaths
from convviz.core.layers.pointwise import PointwiseLayer
from convviz.core.shown_layers import shown_form, shown_types
from convviz.protocol.document import Calculator, first_weight
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.worked.calculations import rule_lines
from convviz.ui.export.formula_strip import strip_parts
from convviz.ui.export.texts import latex_text
from convviz.values.dual_numbers import slopes_of

_NUMBERS: Final = (-4.0, -3.0, -1.25, -0.5, -0.2, 0.3, 0.5, 1.0, 2.5, 3.0, 6.0, 7.5, 25.0)
_MADE_OTHERWISE: Final = ("GELU(approximate='tanh')", "Threshold(0.3, 2)", "Hardtanh(-2, 3)")
_SIGNS: Final = {"^": "**", "²": "**2", "³": "**3", "−": "-", "·": "*", "≤": "<=", "≥": ">="}
_KNOWN: Final = {name: getattr(math, name) for name in ("e", "log", "tanh", "erf", "sqrt")}


def _functions() -> list[str]:
    kinds = (
        kind
        for kind in shown_types()
        if issubclass(kind, PointwiseLayer) and set(kind.parameters()) <= set(kind.defaults())
    )
    return [*(f"{kind.type_name()}()" for kind in kinds), *_MADE_OTHERWISE]


def _python(text: str) -> str:
    text = re.sub(r"√(\w)", r"√(\1)", text).replace("√", "sqrt").replace("'", "_slope")
    text = re.sub(r"\|(.+?)\|", r"abs(\1)", text)
    return "".join(_SIGNS.get(sign, sign) for sign in text)


def _worked(lines: tuple[str, ...], known: dict[str, Any]) -> tuple[float, float]:
    """Return the value and the slope that formulas come to, each line that holds being used."""
    names = {**_KNOWN, "π": math.pi, "max": max, "min": min, **known}
    for line in (line for line in lines if "(x) = " in line):
        name, rule = line.split("(x) = ")
        names[name] = lambda x, rule=rule: eval(_python(rule), {**names, "x": x})  # noqa: S307
    waiting = [line for line in lines if " = " in line and "(x) = " not in line]
    while waiting:
        line = waiting.pop(0)
        name, rule = line.split(" = ")
        rule, _, condition = rule.partition("  ")
        try:
            if eval(_python(condition or "True"), names):  # noqa: S307
                names[_python(name)] = eval(_python(rule), names)  # noqa: S307
        except NameError:
            waiting.append(line)
    return names["y"], names["y_slope"]


@pytest.mark.parametrize("call", _functions())
def test_a_functions_formula_is_what_it_computes_and_how_steep_that_is(call: str) -> None:
    (layer,) = parse_opened(call)
    assert isinstance(layer, PointwiseLayer)
    lines = layer.formula_lines(training=False)
    known = {letter: getattr(layer, name, None) for letter, name in layer.rule_letters().items()}
    known |= {"a": 0.25} if call == "PReLU()" else {}  # its weight, as torch begins with it
    slopes = slopes_of(layer.apply, np.array(_NUMBERS))
    for x, slope in zip(_NUMBERS, slopes, strict=True):
        value, steepness = _worked(lines, {**known, "x": x})
        assert value == pytest.approx(layer.apply(x, FloatMaths()), rel=1e-4, abs=1e-9), x
        assert steepness == pytest.approx(slope, rel=1e-4, abs=1e-9), x


@pytest.mark.parametrize("p", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("kind", ["Dropout", "AlphaDropout"])
def test_a_dropouts_formula_holds_for_what_is_kept_and_for_what_is_dropped(
    kind: str, p: float
) -> None:
    (layer,) = parse_opened(f"{kind}({p})")
    assert isinstance(layer, PointwiseLayer)
    for mask in {1.0, 1 - float(p > 0)} if p < 1 else {0.0}:
        lines = layer.formula_lines(training=True)
        value, _ = _worked(lines, {"x": 1.5, "m": mask, "p": p})
        assert value == pytest.approx(layer.apply_beside(1.5, mask, FloatMaths()), rel=1e-4)


@pytest.mark.parametrize(
    ("call", "shape"),
    [
        *((call, (2, 4)) for call in ("ReLU()", "GELU()", "Softplus()", "SELU()", "Dropout(0)")),
        *((f"{name}(1)", (2, 4)) for name in ("Softmax", "LogSoftmax", "Softmin", "GLU")),
        ("Linear(3, 2)", (3,)),
        ("Linear(6, 2, bias=False)", (4, 6)),
    ],
)
def test_the_formula_ends_with_the_first_number_and_is_exported(
    call: str, shape: tuple[int, ...]
) -> None:
    layer = shown_form(parse_opened(call)[0], shape)
    assert layer is not None
    scene = build_scene(Calculator(layer, shape, weight=first_weight(layer)))
    *letters, numbers = rule_lines(scene)
    assert letters
    assert scene.output is not None
    result = float(numbers.rpartition(" = ")[2])
    assert result == pytest.approx(float(scene.output.ravel()[0]), rel=1e-3)
    assert all(line in latex_text(scene) for line in letters)
    assert not [line for line in map(plain_latex, letters) if "\\" in line or "{" in line]


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 0.0, -1e-7, 1e30])
def test_a_formula_with_any_number_in_it_can_be_written(number: float) -> None:
    from convviz.values.recipes import numbers_from_array

    for call in _functions():
        layer = shown_form(parse_opened(call)[0], (1,))
        if layer is not None and 1 in layer.picture_dimensions():
            recipe = numbers_from_array(np.array([number]))
            scene = build_scene(
                Calculator(layer, (1,), input=recipe, weight=first_weight(layer), training=False)
            )
            assert rule_lines(scene)[-1].startswith("y = "), call


@pytest.mark.parametrize(
    ("call", "shape", "lines"),
    [
        ("Flatten(0)", (2, 3, 4), ("n = 2 · 3 · 4 = 24", "i = (i0 · 3 + i1) · 4 + i2")),
        ("Flatten(1)", (2, 3), ("n = 3",)),
        ("Unflatten(0, (2, 3))", (6,), ("n = 2 · 3 = 6", "i = i0 · 3 + i1")),
    ],
)
def test_the_formula_of_a_flatten_says_where_each_number_goes(
    call: str, shape: tuple[int, ...], lines: tuple[str, ...]
) -> None:
    (layer,) = parse_opened(call)
    assert tuple(map(plain_latex, rule_lines(build_scene(Calculator(layer, shape))))) == lines


@pytest.mark.parametrize("call", ["GELU()", "nn.MSELoss()", "optim.Adam()", "BatchNorm2d(3)"])
def test_the_formula_below_an_exported_drawing_is_that_beside_the_picture(call: str) -> None:
    scene = build_scene(Calculator(parse_opened(call)[0], (2, 3, 2, 2)))
    parts = strip_parts(scene)
    assert tuple(part.latex for part in parts) == rule_lines(scene) != ()
    assert sum(part.begins for part in parts) == math.ceil(len(parts) / 3)
