"""What is said of flipping the kernel: nothing where a flip makes no difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from convviz.core.layers.conv import Conv2d
from convviz.protocol.document import Calculator

if TYPE_CHECKING:
    from tests.support.shared_calculator import SharedCalculator


def test_the_unflipped_kernel_is_told_only_where_a_flip_changes_it(
    shared_calculator: SharedCalculator,
) -> None:
    page = shared_calculator.hidden(Calculator(Conv2d(1, 1, 3, bias=False), (1, 5, 5)))

    def tells_of_flip() -> bool:
        page.side.explain()
        return any("does not flip" in text for text in page.side.explanations.sentences)

    def set_kernel(rows: list[list[float]]) -> None:
        for row, numbers in enumerate(rows):
            for column, number in enumerate(numbers):
                page.presenter.edits.cell("weight", (0, 0, row, column), number)

    set_kernel([[1, 2, 3], [4, 5, 4], [3, 2, 1]])
    assert not tells_of_flip()
    set_kernel([[1, 2, 1], [0, 0, 0], [-1, -2, -1]])
    assert tells_of_flip()
    set_kernel([[1, 2, 1], [2, 4, 2], [1, 2, 1]])
    assert not tells_of_flip()
