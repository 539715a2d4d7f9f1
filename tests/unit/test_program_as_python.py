"""What Python works out in a constructor, the reader works out to the same number."""

from __future__ import annotations

import pytest

from convviz.core.code.program.reading import read_program
from convviz.core.errors import ConvVizError, ErrorCode
from convviz.core.layers.conv import Conv2d

TEXT = """\
import torch.nn as nn
class Base:
    scale = 3
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        sizes, widths, names = [8, 16, 4], {{"a": 8, "b": 16}}, "conv-bn-relu"
        made = []
        {statement}
        self.conv = nn.Conv2d(3, {value}, 1)
    def forward(self, x):
        return self.conv(x)
"""

VALUES = [
    "min(sizes)",
    "max(sizes[0], 5, 7)",
    "sum(sizes, start=2)",
    "abs(-9)",
    "round(8.6)",
    "round(12.345, 1) > 12 and 5",
    "divmod(17, 3)[0] + divmod(17, 3)[1]",
    "ord(chr(65))",
    "pow(2, 5)",
    "len(names) + len(sizes) + len(widths) + len(range(4))",
    "sorted(sizes)[0]",
    "sorted(sizes, reverse=True)[0]",
    "list(reversed(sizes))[0]",
    "[place * size for place, size in enumerate(sizes, start=1)][2]",
    "4 if all(sizes) and not any([0, False]) else 5",
    "list(map(lambda size: size + 1, sizes))[1]",
    "list(filter(lambda size: size > 4, sizes))[-1]",
    "list(filter(None, [0, 6, 0]))[0]",
    "3 if isinstance(sizes, (tuple, list)) and not isinstance(True, str) else 5",
    "Base.scale if hasattr(Base, 'scale') else 1",
    "getattr(Base, 'missing', 11)",
    "7 if callable(len) and not callable(3) else 2",
    "next(iter([5, 6]))",
    "int('12') + int(3.9) + int()",
    "int(float('2.5') * 4)",
    "len(str(1234)) + len(str(None))",
    "6 if bool(sizes) and not bool([]) else 1",
    "len(set([1, 1, 2])) + len(tuple(sizes))",
    "dict(a=4, b=5)['b'] + dict([('c', 3)])['c']",
    "names.split('-').index('bn') + 1",
    "len(names.replace('-', '').upper())",
    "int('{}{n:02d}'.format(1, n=5))",
    "int('{1}{0}'.format(2, 1))",
    "len('-'.join(['ab', 'c']))",
    "sizes.count(8) + (4, 4, 5).count(4) + (9, 8).index(8)",
    "widths.get('a') + widths.get('z', 2)",
    "sum(widths.values()) + len(list(widths.keys()))",
    "max(size for _, size in widths.items())",
    "(12).bit_length() + (4.0).is_integer()",
]


def first_width(statement: str, value: str) -> int:
    """Return the channels that the reader finds."""
    (layer,) = read_program(TEXT.format(statement=statement, value=value)).build().layers
    assert isinstance(layer, Conv2d)
    return int(layer.out_channels)


def as_python(statement: str, value: str) -> int:
    """Return what Python itself works out."""
    lines = TEXT.split("\n")
    given = lines[6].strip().replace("{{", "{").replace("}}", "}")
    names: dict[str, object] = {}
    code = f"class Base:\n    scale = 3\n{given}\nmade = []\n{statement}\nfound = {value}"
    exec(code, names)  # noqa: S102 - the texts of this file
    return int(str(names["found"]))


@pytest.mark.parametrize("value", VALUES)
def test_an_expression_gives_what_python_gives(value: str) -> None:
    assert first_width("pass", value) == as_python("pass", value)


@pytest.mark.parametrize(
    ("statement", "value"),
    [
        ("sizes.insert(1, 5); sizes.reverse()", "sizes[1] * 10 + sizes[2]"),
        ("made.extend(sizes); made.append(7); last = made.pop()", "last + made.pop(0)"),
        ("made = sizes.copy(); sizes.clear()", "len(made) + len(sizes)"),
        ("widths.update(c=3); widths.update({'d': 4})", "sum(widths.values())"),
        ("widths.setdefault('a', 1); widths.setdefault('e', 9)", "widths['a'] + widths['e']"),
        ("taken = widths.pop('a'); none = widths.pop('z', 3)", "taken + none + len(widths)"),
        ("seen = set(); seen.add(4); seen.add(4)", "len(seen)"),
        ("first, *rest = sizes", "first + len(rest)"),
        ("*rest, last = sizes", "last + len(rest)"),
        ("[a, (b, c)] = 1, (2, 3)", "a * 100 + b * 10 + c"),
        ("sizes[0] = 2; widths['a'] = 5", "sizes[0] * widths['a']"),
        ("del sizes[0]; del widths['a']", "sizes[0] + len(widths)"),
        ("setattr(Base, 'scale', 6)", "Base.scale"),
    ],
)
def test_a_statement_leaves_what_python_leaves(statement: str, value: str) -> None:
    assert first_width(statement, value) == as_python(statement, value)


@pytest.mark.parametrize(
    "statement",
    [
        "a, b = sizes",
        "a, b, c, d, *e = sizes",
        "(1, 2)[0] = 3",
        "len(3)",
        "names.index('pool')",
        "sizes.index(99)",
        "round('x')",
        "int('many')",
        "widths.pop('z')",
    ],
)
def test_where_python_would_stop_the_reader_says_so(statement: str) -> None:
    with pytest.raises((TypeError, ValueError, KeyError)):
        as_python(statement, "1")
    with pytest.raises(ConvVizError) as refused:
        first_width(statement, "1")
    assert refused.value.code is ErrorCode.CODE_FAILS
    assert refused.value.facts["line"] == 9
