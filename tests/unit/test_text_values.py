from __future__ import annotations

import contextlib
import functools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from convviz.core.errors import DocumentError
from convviz.protocol.sentences.errors import sentence
from convviz.values.text_values import TextForm, numbers_from_text, text_of_numbers

MATRIX = np.array([[1.0, -2.5], [0.0, 3000.0], [0.125, 4.0]])
NUMBERS = arrays.arrays(
    np.float64, arrays.array_shapes(min_dims=1, max_dims=4, max_side=4), elements=st.floats()
)


@pytest.mark.unmeasured
@settings(deadline=None)
@given(NUMBERS, st.sampled_from([TextForm.PYTHON, TextForm.NUMPY, TextForm.TORCH]))
def test_what_is_copied_is_pasted_again(array: np.ndarray, form: TextForm) -> None:
    read = numbers_from_text(text_of_numbers(array, form))
    np.testing.assert_array_equal(read, array)


@settings(deadline=None)
@given(arrays.arrays(np.float64, (3, 2, 4), elements=st.floats()))
def test_planes_copied_for_a_spreadsheet_are_pasted_again(array: np.ndarray) -> None:
    read = numbers_from_text(text_of_numbers(array, TextForm.SPREADSHEET))
    np.testing.assert_array_equal(read, array)


def test_what_numpy_prints_is_read() -> None:
    for text in (repr(MATRIX), str(MATRIX), repr(MATRIX.tolist()), f"x = {MATRIX!r}"):
        np.testing.assert_array_equal(numbers_from_text(text), MATRIX)
    np.testing.assert_array_equal(numbers_from_text(repr(list(np.array([1.5, 2.0])))), [1.5, 2])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1\t2\n3\t4\n", [[1, 2], [3, 4]]),
        ("1,5\t2\r\n3\t-4,25\r\n", [[1.5, 2], [3, -4.25]]),
        ("1,5;2\n3;4", [[1.5, 2], [3, 4]]),
        ("1, 2, 3\n4, 5, 6", [[1, 2, 3], [4, 5, 6]]),
        ("1,2,\n3,4,\n", [[1, 2], [3, 4]]),
        ("  1 2\n 3  4", [[1, 2], [3, 4]]),
        ("7", [[7]]),
        ("\u22121 \u221e\nnan -inf", [[-1, np.inf], [np.nan, -np.inf]]),
        ("1/2 1/4", [[0.5, 0.25]]),
        ("1 2\n\n3 4", [[[1, 2]], [[3, 4]]]),
        ("(1, 2, 3)", [1, 2, 3]),
        ("[[1, 2],\n [3, 4],]", [[1, 2], [3, 4]]),
    ],
)
def test_rows_of_numbers_are_read(text: str, expected: list[object]) -> None:
    np.testing.assert_array_equal(numbers_from_text(text), np.array(expected, dtype=float))


many = functools.partial(pytest.param, marks=pytest.mark.unmeasured)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "There are no numbers"),
        ("[[], []]", "There are no numbers"),
        (repr(np.zeros((100, 100))), "tolist()"),
        ("[[1, 2], [3, x]]", "Row 2, column 2: 'x' is not a number"),
        ("1\t2\n3\t", "Row 2 does not have as many numbers as the first one (1"),
        ("1\t\t2", "Row 1, column 2: '' is not a number"),
        ("[[1, 2], [3]]", "Row 2 does not have as many numbers as the first one (1, not 2)"),
        ("1 2\n3 4 5", "Row 2 does not have as many numbers as the first one (3, not 2)"),
        ("[[[1], [2]], [[3]]]", "Block 2 does not have as many rows as the first one (1"),
        ("1 2\n3 4\n\n5 6", "Block 2 does not have as many rows as the first one (1"),
        ("[[[[[[1]]]]]]", "more than 5 deep"),
        ("[[1, 2], [3, 4]", "not closed"),
        ("[1, 2)", "Row 1, column 3: ')' is not a number"),
        ("[1, [2]]", "Row 1, column 2: '[' is not a number"),
        ("[[1], 2]", "is not a number"),
        ("[1,, 2]", "Row 1, column 2: ',' is not a number"),
        ("[1, 2] + [3]", "'+ [3]' is not a number"),
        ("__import__('os').system('x')[0]", "'__import__' is not a number"),
        ("array([1, open('x')])", "'open' is not a number"),
        ("hello world", "Row 1, column 1: 'hello' is not a number"),
        ("[1e999]", "'1e999' is not a number"),
        ("[1_0]", "'1_0' is not a number"),
        ("[" * 100_000, "more than 5 deep"),
        many("1 " * 300_000, "more than 262144 numbers"),
        many("[" + "1," * 300_000 + "]", "more than 262144 numbers"),
        ("[1]" + " " * 200_000 + "x", "'x' is not a number"),
        ("[" + "1" * 1_000_000, "is not a number"),
        ("[" + "float(" + " " * 500_000, "'float' is not a number"),
        ("[float(" * 50_000, "is not a number"),
        ("x " * 100_000 + "[1]", "'x' is not a number"),
        ("9" * (9 << 20), "more than 262144 numbers"),
    ],
)
def test_what_is_no_matrix_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(DocumentError) as caught:
        numbers_from_text(text)
    assert says in sentence(caught.value)


@settings(deadline=None, max_examples=300)
@given(st.text(alphabet="[](),;. \t\n-e1nafrytso=<>'\"\u22120x", max_size=60))
def test_any_text_is_numbers_or_a_sentence(text: str) -> None:
    with contextlib.suppress(DocumentError):
        assert numbers_from_text(text).size
