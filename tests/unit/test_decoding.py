"""Classes are worked out for reading by one thread at a time: msgspec kills the process else."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import convviz
from tests.support.sources import trees_with

pytestmark = pytest.mark.unmeasured

PACKAGE = Path(convviz.__file__).parent
HOME = PACKAGE / "protocol" / "decoding.py"

# Every round makes new classes and lets four threads read them for the first time at once.
ROUNDS = """
import sys, threading, types
from convviz.protocol.decoding import convert, json_decoder, msgpack_decoder
sys.setswitchinterval(1e-6)

inner = "".join(f"    a{n}: 'int | None' = None\\n" for n in range(20))
outer = "".join(f"    b{n}: 'tuple[Inner, ...]' = ()\\n" for n in range(20))
text = (
    "import msgspec\\n"
    "class Inner(msgspec.Struct, frozen=True):\\n" + inner +
    "class Outer(msgspec.Struct, frozen=True):\\n" + outer
)
readings = (
    lambda wanted: convert({"b3": [{"a1": 3}]}, wanted),
    lambda wanted: json_decoder(wanted).decode(b'{"b3": [{"a1": 3}]}'),
    lambda wanted: msgpack_decoder(wanted).decode(b"\\x81\\xa2b3\\x91\\x81\\xa2a1\\x03"),
    lambda wanted: json_decoder(tuple[wanted, ...]).decode(b'[{"b3": [{"a1": 3}]}]')[0],
)
for number in range(100):
    module = types.ModuleType(f"made{number}")
    sys.modules[module.__name__] = module
    exec(text, module.__dict__)
    together = threading.Barrier(len(readings))
    found = []

    def read(reading):
        together.wait()
        found.append(reading(module.Outer).b3[0].a1)

    threads = [threading.Thread(target=read, args=[reading]) for reading in readings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [3, 3, 3, 3]
print("read")
"""


def test_threads_read_new_classes_at_the_same_time() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ROUNDS], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr, done.returncode) == ("read\n", "", 0)


def test_nothing_is_read_as_a_class_past_the_one_place_for_it() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{call.lineno}"
        for path, tree in trees_with(PACKAGE, "msgspec")
        if path != HOME
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _reads_a_class(call)
    ]
    assert found == []


def _reads_a_class(call: ast.Call) -> bool:
    name = ast.unparse(call.func)
    if name in {"msgspec.convert", "msgspec.json.Decoder", "msgspec.msgpack.Decoder"}:
        return True
    decodes = name in {"msgspec.json.decode", "msgspec.msgpack.decode"}
    return decodes and any(keyword.arg == "type" for keyword in call.keywords)
