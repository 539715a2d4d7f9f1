"""Programs that try to run something, or never to end: one expected error, soon, and no harm."""

from __future__ import annotations

import functools
import time
from pathlib import Path

import pytest

from convviz.core.code.program.found import ProgramKind
from convviz.core.code.program.reading import read_program
from convviz.core.errors import ConvVizError, DocumentError, ErrorCode
from convviz.protocol.sentences.errors import sentence

NETWORK = """\
import torch.nn as nn
{outside}
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        {made}
        self.conv = nn.Conv2d(3, 8, 3)

    def forward(self, x):
        {run}
        return self.conv(x)
"""
EXPRESSIONS = (
    "[0] * 10**9",
    "'a' * 10**9",
    "10**10**10",
    "1 << 10**9",
    "list(range(10**12))",
    "sum(range(10**12))",
    "0.5 in range(10**15)",
    "f'{1:1000000000}'",
    "'%1000000000d' % 1",
    "'{:1000000000}'.format(1)",
    "'a'.replace('a', 'b' * 10**5).replace('b', 'c' * 10**5)",
    "int('9' * 10**5)",
    "max(range(10**12))",
    "round(1, 10**9)",
    "(lambda f: f(f))(lambda f: f(f))",
    "[i for i in range(10**9)]",
    "{i: 1 for i in range(10**9)}",
    "'a'.join(['b' * 10**5] * 10000)",
    "len(range(10**100))",
    "10.0**400",
    "(-1) ** 0.5",
    "[0][5]",
    "1 / 0",
    "{[1]: 2}",
    "''.zfill(10**9)",
    "().__class__.__bases__[0].__subclasses__()",
)
# Many rounds of the same few lines.
endless = functools.partial(pytest.param, marks=pytest.mark.unmeasured)
STATEMENTS = (
    endless("while True: pass"),
    "a = [1]\n        while True: a = a + a",
    "a = [1]\n        while True: a += a",
    "a = (1,)\n        for _ in range(60): a = (a, a)\n        d = {a: 1}",
    endless(
        "a, b = [1], [1]\n        for _ in range(60): a, b = [a, a], [b, b]\n        c = a == b"
    ),
    "a, b = [], []\n        a.append(a)\n        b.append(b)\n        c = a == b",
    "def f(n): return f(n + 1)\n        f(0)",
    "def f(n): return f(n - 1) + f(n - 2) if n > 1 else 1\n        f(60)",
    endless("def g():\n            while True: yield 1\n        list(g())"),
    "d = {}\n        while True: d[len(d)] = 1",
)


def read(text: str) -> None:
    program = read_program(text)
    program.build(program.likely.name)


@pytest.mark.parametrize("expression", EXPRESSIONS)
@pytest.mark.parametrize("place", ["outside", "made", "run"])
def test_no_expression_takes_long_or_becomes_large(expression: str, place: str) -> None:
    parts = {"outside": "", "made": "pass", "run": "pass"}
    text = NETWORK.format(**{**parts, place: f"y = {expression}"})
    start = time.process_time()
    refused = None
    try:
        read(text)
    except DocumentError as error:
        refused = error
    assert refused is None or (sentence(refused) and refused.facts["line"] in {2, 6, 10})
    assert time.process_time() - start < 5


@pytest.mark.parametrize("statement", STATEMENTS)
def test_no_statement_goes_on_for_ever(statement: str) -> None:
    start = time.process_time()
    with pytest.raises(DocumentError) as refused:
        read(NETWORK.format(outside="", made=statement, run="pass"))
    assert refused.value.code in {
        *(ErrorCode.CODE_TOO_MANY_STEPS, ErrorCode.CODE_VALUE_TOO_LARGE, ErrorCode.CODE_TOO_DEEP),
        ErrorCode.CODE_NOT_READ,
    }
    assert time.process_time() - start < 5
    # Outside of the class it is passed over.
    read(NETWORK.format(outside=statement.replace("\n        ", "\n"), made="pass", run="pass"))


@pytest.mark.unmeasured
@pytest.mark.parametrize(
    ("made", "run"),
    [
        ("self.s = nn.Sequential(); self.s.append(self.s)", "x = self.s(x)"),
        (
            (
                "m = nn.ReLU()\n        for i in range(40): m = nn.Sequential(m, m)\n"
                "        self.m = m"
            ),
            "x = self.m(x)",
        ),
        endless("for i in range(10**6): setattr(self, f'a{i}', nn.ReLU())", "pass"),
        ("self.relu = nn.ReLU()", "for _ in range(5000): x = self.relu(x)"),
        ("pass", "x = self(x)"),
        ("pass", "while True: x = x + x"),
    ],
)
def test_no_network_grows_without_end(made: str, run: str) -> None:
    with pytest.raises(DocumentError) as refused:
        read(NETWORK.format(outside="", made=made, run=run))
    assert refused.value.code in {
        *(ErrorCode.CODE_TOO_MANY_STEPS, ErrorCode.CODE_TOO_DEEP),
        *(ErrorCode.NETWORK_TOO_LONG, ErrorCode.NETWORK_TOO_DEEP),
    }


@pytest.mark.parametrize(
    "text",
    [
        "(" * 100_000 + ")" * 100_000,
        "x = " + "-" * 100_000 + "1",
        "x = " + "not " * 50_000 + "1",
        "x = a" + ".b" * 50_000,
        "x = f" + "()" * 50_000,
        "x = [[1]]" + "[0]" * 50_000,
        "f = " + "lambda:" * 5_000 + "1",
        "x = 1\0",
        "",
        "#" * ((2 << 20) + 1),
        '{"cells": [',
        '{"cells": 3}',
        '{"cells": [{"cell_type": "code", "source": [3]}, 4]}',
        '{"cells": ' + "[" * 50_000,
    ],
    ids=range(14),
)
def test_odd_texts_are_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ConvVizError) as refused:
        read_program(text)
    assert sentence(refused.value)


def test_nothing_is_executed_imported_or_opened(tmp_path: Path) -> None:
    made = tmp_path / "made"
    attempts = f"""
import os, subprocess, builtins, importlib
from pathlib import Path
os.system("touch {made}")
subprocess.run(["touch", "{made}"])
open("{made}", "w").write("x")
Path("{made}").touch()
__import__("os").system("touch {made}")
eval('open("{made}", "w")')
exec('open("{made}", "w")')
importlib.import_module("os").mkdir("{made}")
builtins.open("{made}", "w")
getattr(os, "system")("touch {made}")
"""
    indented = attempts.replace("\n", "\n        ")
    read(NETWORK.format(outside=attempts, made=indented, run=indented))
    assert not made.exists()


def test_a_notebook_is_refused_by_its_own_error() -> None:
    with pytest.raises(DocumentError) as refused:
        read_program("nothing", kind=ProgramKind.NOTEBOOK)
    assert refused.value.code is ErrorCode.CODE_NOTEBOOK_MALFORMED
