"""The formula of norms and optimisers: letters that fit their lines, then the numbers."""

from __future__ import annotations

from typing import Any

import pytest

from convviz.core.code.opened import parse_opened
from convviz.core.formulas.plain_latex import plain_latex
from convviz.core.formulas.rule_latex import rule_latex
from convviz.core.losses import loss_types
from convviz.core.optimisers import optimiser_types
from convviz.core.shown_layers import is_shown
from convviz.protocol.document import Calculator
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.worked.calculations import rule_lines
from convviz.ui.export.texts import latex_text

VARIANTS: tuple[dict[str, Any], ...] = (
    {},
    {"weight_decay": 0.1},
    {"momentum": 0.9, "nesterov": True},
    {"amsgrad": True, "maximize": True},
    {"centered": True, "momentum": 0.9},
    {"lr_decay": 0.1},
    {"decoupled_weight_decay": True, "weight_decay": 0.1},
)


def _lines(call: str, shape: tuple[int, ...], *, training: bool = True) -> tuple[str, ...]:
    (layer,) = parse_opened(call)
    return rule_lines(build_scene(Calculator(layer, shape, training=training)))


@pytest.mark.parametrize("kind", optimiser_types().values(), ids=lambda kind: kind.type_name())
def test_every_optimiser_has_its_rule_and_a_step_with_the_numbers(kind: Any) -> None:
    for variant in VARIANTS:
        if not set(variant) <= set(kind.parameters()) or not is_shown(kind):
            continue
        scene = build_scene(Calculator(kind(**variant), (2, 2)))
        *letters, numbers = rule_lines(scene)
        assert letters[-1].lower().startswith(r"w \leftarrow w - "), "a weight, or a matrix of them"
        assert scene.output is not None
        result = float(numbers.rpartition(" = ")[2])
        assert result == pytest.approx(float(scene.output.ravel()[0]), rel=1e-3)


def test_adams_rule_is_the_one_of_its_lines() -> None:
    assert _lines("optim.Adam(lr=0.1)", (1,)) == (
        r"m \leftarrow \beta_{1} \cdot m + \left(1 - \beta_{1}\right) \cdot g",
        r"v \leftarrow \beta_{2} \cdot v + \left(1 - \beta_{2}\right) \cdot g^{2}",
        r"\hat{m} = \frac{m}{1 - \beta_{1}^{t}}",
        r"\hat{v} = \frac{v}{1 - \beta_{2}^{t}}",
        r"d = \sqrt{\hat{v}} + \varepsilon",
        r"w \leftarrow w - \frac{\mathrm{lr} \cdot \hat{m}}{d}",
        r"w = 5 - \frac{0.1 \cdot 3}{3} = 4.9",
    )


@pytest.mark.parametrize(
    ("call", "shape", "letters"),
    [
        ("BatchNorm2d(3)", (4, 3, 2, 2), 5),
        ("InstanceNorm1d(2)", (2, 4), 3),
        ("LayerNorm(4)", (2, 4), 3),
        ("RMSNorm(4)", (2, 4), 2),
        ("GroupNorm(2, 4, affine=False)", (4, 2, 2), 3),
        ("LocalResponseNorm(3)", (4, 2, 2), 2),
    ],
)
def test_a_norms_formula_ends_with_its_first_number(
    call: str, shape: tuple[int, ...], letters: int
) -> None:
    lines = _lines(call, shape)
    assert len(lines) == letters + 1
    (layer,) = parse_opened(call)
    output = build_scene(Calculator(layer, shape)).output
    assert output is not None
    result = float(lines[-1].rpartition(" = ")[2])
    assert result == pytest.approx(float(output.ravel()[0]), rel=1e-3)


def test_in_evaluation_a_batch_norm_takes_what_it_kept() -> None:
    lines = _lines("BatchNorm2d(3)", (4, 3, 2, 2), training=False)
    assert lines[:2] == (r"\mu = \text{running\_mean}", r"\sigma^{2} = \text{running\_var}")
    assert not any("leftarrow" in line for line in lines)


def test_a_rule_without_weights_has_none() -> None:
    lines = _lines("LayerNorm(4, elementwise_affine=False)", (2, 4))
    assert lines[2] == r"y = \frac{x - \mu}{\sqrt{\sigma^{2} + \varepsilon}}"


def test_the_formula_is_exported_and_spoken() -> None:
    (layer,) = parse_opened("RMSNorm(4)")
    text = latex_text(build_scene(Calculator(layer, (2, 4))))
    assert r"& y = \frac{x}{\sqrt{s + \varepsilon}} \cdot \gamma" in text
    assert plain_latex(r"w \leftarrow w - \frac{\mathrm{lr} \cdot \hat{m}}{d}") == (
        "w ← w − (lr · m\u0302) / d"
    )
    spoken = [plain_latex(line) for kind in loss_types().values() for line in _rule(kind)]
    assert spoken
    assert not [line for line in spoken if "\\" in line or "{" in line]


def _rule(kind: Any) -> tuple[str, ...]:
    lines: tuple[str, ...] = kind().rule({}, (2, 3))
    return lines


@pytest.mark.parametrize("text", ["w −", "max(a", "(a", "a)", ""])
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"missing|expected"):
        rule_latex(text)
