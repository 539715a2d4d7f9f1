"""Pages that the tests of a module share; see tests.support.shared_calculator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from tests.support.shared_calculator import SharedCalculator, SharedTorchCalculator


@pytest.fixture(scope="module")
def calculator_of_module(qapp: QApplication) -> Iterator[SharedCalculator]:
    """Build a calculator page whose engine answers as a test says."""
    from tests.support.fake_engine import FakeEngine
    from tests.support.shared_calculator import SharedPage

    del qapp
    shared = SharedPage(FakeEngine())
    yield shared
    shared.end()


@pytest.fixture
def shared_calculator(
    calculator_of_module: SharedCalculator, no_formulas: None
) -> Iterator[SharedCalculator]:
    """Return the calculator page of the module, which draws no formulas, for one test."""
    del no_formulas
    yield calculator_of_module
    calculator_of_module.put_back()


@pytest.fixture(scope="module")
def torch_calculator_of_module(qapp: QApplication) -> Iterator[SharedTorchCalculator]:
    """Build a calculator page whose engine is torch in this process."""
    from tests.support.direct_engine import DirectEngine
    from tests.support.shared_calculator import SharedPage

    del qapp
    shared = SharedPage(DirectEngine())
    yield shared
    shared.end()


@pytest.fixture
def shared_torch_calculator(
    torch_calculator_of_module: SharedTorchCalculator, no_formulas: None
) -> Iterator[SharedTorchCalculator]:
    """Return the calculator page of the module whose engine is torch, for one test."""
    del no_formulas
    yield torch_calculator_of_module
    torch_calculator_of_module.put_back()
