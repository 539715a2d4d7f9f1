"""Steps of Muon, product by product: what is written down is what the cells hold."""

from __future__ import annotations

import numpy as np
import pytest

from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.layers.modes import Mode
from convviz.core.optimisers.base import PARAMS
from convviz.core.optimisers.muon import Muon
from convviz.protocol.document import Calculator
from convviz.protocol.recipes import Numbers
from convviz.stepping.scene.scene import build_scene
from convviz.stepping.walks.worked import WorkedWalk
from convviz.stepping.worked.calculations import working_of
from convviz.stepping.worked.muon import MuonWorking
from convviz.values.newton_schulz import orthogonalised

GRADIENT = Numbers((2, 2), (3.0, 3.0, 0.3, -0.3))
STILL = Numbers((2, 2), (0.0,) * 4)


def walk_of() -> WorkedWalk:
    muon = Muon(lr=0.1, weight_decay=0.0)
    calculator = Calculator(muon, (2, 2), GRADIENT).with_recipe(PARAMS, STILL)
    scene = build_scene(calculator)
    return WorkedWalk(scene, working_of(scene))


def texts(walk: WorkedWalk, part: str) -> list[str]:
    """Return the lines of the first cell of a part."""
    walk.go_to(walk.working.number_of(part, 0))
    return [line.text for line in walk.lines()[0]]


@pytest.mark.parametrize("shape", [(2, 3), (3, 2), (2, 4, 3), (3, 1, 2)])
@pytest.mark.parametrize(
    "muon", [Muon(lr=0.1), Muon(lr=0.1, nesterov=False, ns_steps=2, adjust_lr_fn="match_rms_adamw")]
)
def test_every_step_ends_with_the_number_of_its_cell(muon: Muon, shape: tuple[int, ...]) -> None:
    random = np.random.default_rng(1)
    weights = random.normal(size=muon.weights_shape(shape))
    working = MuonWorking(muon, random.normal(size=shape), weights, Mode())
    for index in range(working.step_count):
        part, flat = working.located(index)
        assert working.number_of(part, flat) == index
        said = float(working.step(index).lines[-1].parts[-1].text.replace("\u2212", "-"))
        assert said == pytest.approx(working.part(part).values.ravel()[flat], rel=1e-5)


def test_the_steps_are_written_out() -> None:
    walk = walk_of()
    assert texts(walk, "update") == ["u = μ·v + (1 − μ)·g = 0.95·0.15 + (1 − 0.95)·3 = 0.2925"]
    assert texts(walk, "X₀") == [
        "‖U‖ = max(√Σu², ε) = 0.416016",
        "u = bfloat16(0.2925) = 0.292969",
        "x = bfloat16(u / ‖U‖) = bfloat16(0.292969 / 0.416016) = 0.703125",
    ]
    assert texts(walk, "A₁") == [
        "A = bfloat16(Σ x·x) = bfloat16( 0.703125·0.703125 + 0.703125·0.703125 ) = 0.988281"
    ]
    assert texts(walk, "B₁") == [
        "s = Σ a·a = 0.988281·0.988281 + 0·0 = 0.9767",
        "B = bfloat16(b·A + c·s) = bfloat16( −4.775·0.988281 + 2.0315·0.9767 ) = −2.73438",
    ]
    assert texts(walk, "X₁") == [
        "s = Σ b·x = (−2.73438)·0.703125 + 0·0.0703125 = −1.92261",
        "X = bfloat16(a·X + s) = bfloat16( 3.4445·0.703125 + (−1.92261) ) = 0.5",
    ]
    assert texts(walk, "output") == [
        "r = √max(1, n / m) = √max(1, 2 / 2) = 1",
        "w = w − lr·r·o = 0 − 0.1·1·0.488281 = −0.0488281",
    ]


def test_rows_of_all_sizes_move_equally_far() -> None:
    moved = np.abs(walk_of().working.part("output").values)
    assert moved.max() == moved.min()


def test_the_matrices_of_one_time_are_drawn() -> None:
    walk = walk_of()

    def drawn(part: str) -> list[str]:
        walk.go_to(walk.working.number_of(part, 0))
        names = [part.name for part, _ in walk.drawn_parts()]
        return [name for name in names if name[0] in "XAB"]

    assert drawn("momentum_buffer") == drawn("X₀") == drawn("A₁") == ["X₀", "A₁", "B₁", "X₁"]
    assert drawn("B₃") == ["X₂", "A₃", "B₃", "X₃"]
    assert drawn("output") == ["X₄", "A₅", "B₅", "X₅"]


def test_a_tall_matrix_is_turned() -> None:
    tall = orthogonalised(np.array([[1.0], [2.0]]), (1.5, -0.5, 0.0), 1, 1e-7)
    assert tall.start.shape == (1, 2)
    assert tall.direction.shape == (2, 1)


def test_as_many_times_as_torch_takes() -> None:
    for times in (-1, 0, 99):
        Muon(ns_steps=times).check()
    with pytest.raises(ParameterError) as caught:
        Muon(ns_steps=100).check()
    assert caught.value.code is ErrorCode.NOT_LESS
