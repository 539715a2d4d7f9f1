"""Numbers are read from what torch prints."""

import numpy as np
import torch

from convviz.values.text_values import numbers_from_text

MATRIX = np.array([[1.0, -2.5], [0.0, 3000.0], [0.125, 4.0]])


def test_what_torch_prints_is_read() -> None:
    tensor = torch.tensor(MATRIX, requires_grad=True)
    for text in (repr(tensor), repr(tensor * 1), repr(torch.nn.Parameter(tensor.detach()))):
        np.testing.assert_allclose(numbers_from_text(text), MATRIX)
    cube = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    np.testing.assert_array_equal(numbers_from_text(repr(torch.from_numpy(cube))), cube)


def test_torchs_words_for_special_numbers_are_read() -> None:
    special = torch.tensor([[float("nan"), float("inf")], [-float("inf"), 1.0]])
    np.testing.assert_array_equal(numbers_from_text(repr(special)), special.numpy())
    read = numbers_from_text('[[float("nan"), -np.inf, torch.inf, math.nan]]')
    np.testing.assert_array_equal(read, [[np.nan, -np.inf, np.inf, np.nan]])
