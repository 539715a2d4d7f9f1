"""Each door for texts and for streams, each hostile one: a sentence soon, nothing executed."""

from __future__ import annotations

import io
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
import pytest

from convviz.__main__ import main
from convviz.cli.calculator_input import read_matrix
from convviz.core.code.call import parse_call
from convviz.core.code.program.answers import answer_value
from convviz.core.code.program.reading import read_program
from convviz.core.code.reading import parse_code, parse_layer
from convviz.core.errors import ConvVizError
from convviz.core.optimisers import optimiser_types
from convviz.protocol.document_file import decode_document, encode_document
from convviz.protocol.frames import FrameDecoder, encode_frame
from convviz.protocol.messages.code import code_replies, code_requests
from convviz.protocol.messages.common import Ask
from convviz.protocol.messages.engine import engine_replies, engine_requests
from convviz.protocol.messages.fetch import fetch_replies, fetch_requests
from convviz.protocol.messages.trainer import trainer_replies, trainer_requests
from convviz.protocol.sentences.errors import sentence
from convviz.protocol.templates import new_document
from convviz.ui.export.encoder_messages import encoder_replies, encoder_requests
from convviz.ui.widgets.formula_process import FormulaRequest, formula_replies, formula_requests
from convviz.values.pictures import read_picture
from convviz.values.text_values import numbers_from_text
from tests.support.frame_reading import read_frame

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_SECONDS = 5.0

HOSTILE_TEXTS: Final[dict[str, str]] = {
    "empty": "",
    "blank": " \t\r\n" * 1_000,
    "null characters": "\0" * 1_000,
    "a null character inside": "nn.Conv2d(3,\0 8, 3)",
    "a byte order mark": "\ufeffnn.ReLU()",
    "half of a surrogate pair": "nn.ReLU('\ud800')",
    "escapes of a terminal": "\x1b[2J\x1b]0;owned\x07",
    "right to left": "\u202enn.ReLU()",
    "10 MB": "nn.ReLU(), " * 1_000_000,
    "10 MB of numbers": "1 " * 5_000_000,
    "deep brackets": "[" * 100_000,
    "deep calls": "Sequential(" * 5_000,
    "deep signs": "ReLU(" + "-" * 60_000 + "1)",
    "4,000 digits": "9" * 4_000,
    "5,000 digits": "9" * 5_000,
    "5,000 digits as an argument": f"Conv2d(3, {'9' * 5_000}, 3)",
    "a long fraction": "0." + "0" * 4_000 + "1",
    "a number of a million digits": "1e" + "9" * 1_000_000,
    "a tower of powers": "Conv2d(3, 9**9**9**9, 3)",
    "a text a billion times": "Conv2d(3, 'a' * 10**9, 3)",
    "a list a billion times": "Conv2d(3, 8, [1] * 10**9)",
    "a format": "Conv2d(3, f'{9:>999999999}', 3)",
    "a regular expression's worst": "a" * 50_000 + "!",
    "code": "__import__('os').system('touch executed')",
    "code in an argument": "nn.ReLU(open('executed', 'w'))",
    "code as a shape": "[__import__('os').system('touch executed')]",
    "an address": "http://[::1",
    "a path": "../../../../etc/passwd",
    "a device": "/dev/zero",
    "a format's braces": "{line} {0.__class__} %s %n",
    "markup": "[bold]x[/bold] <b>x</b> &lt;",
    "ellipsis": "[1, 2, ..., 9]",
}

STRING_DOORS: Final[dict[str, Callable[[str], object]]] = {
    "a layer's call": parse_layer,
    "the code of networks": parse_code,
    "a program": read_program,
    "a value for a program": lambda text: answer_value("num_classes", text),
    "an optimiser's call": lambda text: parse_call(text, optimiser_types()),
    "an argument of an optimiser's call": lambda text: parse_call(
        f"SGD(lr={text})", optimiser_types()
    ),
    "numbers": numbers_from_text,
    "numbers of the shell": read_matrix,
    "a document": lambda text: decode_document(text.encode(errors="surrogatepass")),
    "a picture": lambda text: read_picture(text.encode(errors="surrogatepass"), "pasted"),
}
"""What takes texts that are typed, pasted or embedded."""


@pytest.fixture(autouse=True)
def nothing_is_executed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterable[None]:
    monkeypatch.chdir(tmp_path)
    yield
    assert not (tmp_path / "executed").exists()


@pytest.mark.parametrize("hostile", HOSTILE_TEXTS)
@pytest.mark.parametrize("door", STRING_DOORS)
def test_a_hostile_text_is_answered_by_a_sentence(door: str, hostile: str) -> None:
    begun = time.process_time()
    try:
        STRING_DOORS[door](HOSTILE_TEXTS[hostile])
    except ConvVizError as error:
        said = sentence(error)
        assert 10 < len(said) < 800
        assert "\x1b" not in said
        assert "\0" not in said
    assert time.process_time() - begun < MOST_SECONDS


LONGEST_ARGUMENT = 100_000
"""Characters; the system takes no longer one."""

COMMANDS: Final[dict[str, Callable[[str], list[str]]]] = {
    "shape": lambda text: ["shape", text, "--input", "3,8,8"],
    "shape, the second layer": lambda text: ["shape", "ReLU()", text, "--input", "3,8,8", "--json"],
    "shape --input": lambda text: ["shape", "ReLU()", f"--input={text}"],
    "shape --arg": lambda text: ["shape", "ReLU()", "--input", "3,8,8", f"--arg=n={text}"],
    "shape --network": lambda text: ["shape", "ReLU()", "--input", "3,8,8", f"--network={text}"],
    "animate": lambda text: ["animate", text, "-o", "out.tex"],
    "animate --values": lambda text: [
        "animate", "Conv2d(1, 1, 1)", f"--values={text}", "-o", "out.tex",
    ],
    "animate --picture": lambda text: [
        "animate", "Conv2d(1, 1, 1)", f"--picture={text}", "-o", "out.tex",
    ],
    "animate --seed": lambda text: [
        "animate", "Conv2d(1, 1, 1)", "--input", "1,3,3", f"--seed={text}", "-o", "out.tex",
    ],
    "animate --steps": lambda text: [
        "animate", "Conv2d(1, 1, 1)", "--input", "1,3,3", f"--steps={text}", "-o", "out.gif",
    ],
    "animate --size": lambda text: [
        "animate", "Conv2d(1, 1, 1)", "--input", "1,3,3", f"--size={text}", "-o", "out.png",
    ],
    "animate --scale": lambda text: [
        "animate", "Conv2d(1, 1, 1)", "--input", "1,3,3", f"--scale={text}", "-o", "out.png",
    ],
    "animate --step": lambda text: [
        "animate", "Conv2d(1, 1, 1)", "--input", "1,3,3", f"--step={text}", "-o", "out.png",
    ],
    "data check": lambda text: ["data", "check", text],
    "train": lambda text: ["train", text],
    "train --epochs": lambda text: ["train", "missing.convviz", f"--epochs={text}"],
    "a command": lambda text: [text, "x"],
}  # fmt: skip
"""The arguments of the shell, each in its place."""


@pytest.mark.parametrize("hostile", HOSTILE_TEXTS)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_hostile_argument_is_answered_by_a_sentence(
    command: str, hostile: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = HOSTILE_TEXTS[hostile].replace("\0", "")[:LONGEST_ARGUMENT]
    begun = time.process_time()
    try:
        status = main(COMMANDS[command](text))
    except SystemExit as left:
        status = int(left.code or 0)
    assert time.process_time() - begun < MOST_SECONDS
    said = capsys.readouterr().err
    assert status in {0, 1, 2}
    assert "Traceback" not in said
    assert "did not foresee" not in said
    assert "unexpected" not in said.lower()
    assert len(said) < 4_000
    if status:
        assert said


FRAMES: Final[dict[str, bytes]] = {
    "empty": b"",
    "null bytes": bytes(4_000),
    "half a header": b"\0\0",
    "a length that never comes": struct.pack(">I", 1 << 29) + b"x" * 100,
    "a length over the limit": b"\xff" * 4 + b"x" * 100,
    "10 MB of garbage": b'\x9e\x01{[("\x00\xffcos\n' * (10 << 20 >> 4),
    "no message": encode_frame(b"\xc1"),
    "a text": encode_frame(msgspec.msgpack.encode("hello")),
    "another message": encode_frame(msgspec.msgpack.encode({"type": "Exit", "code": 3})),
    "deep lists": encode_frame(b"\x91" * 100_000),
    "deep maps": encode_frame(b"\x81\xa1a" * 100_000),
    "a list of 4 billion": encode_frame(b"\xdd\xff\xff\xff\xff"),
    "a text of 4 billion": encode_frame(b"\xdb\xff\xff\xff\xff"),
    "an extension": encode_frame(b"\xc9\xff\xff\xff\xff\x01"),
    "invalid UTF-8": encode_frame(b"\x81\xa4type\xa2\xc0\xaf"),
    "a stray print": b"Loading weights...\n",
}

STREAM_DOORS: Final[dict[str, Callable[[bytes], object]]] = {
    "the engine's replies": engine_replies.decode,
    "the engine's requests": engine_requests.decode,
    "the trainer's replies": trainer_replies.decode,
    "the trainer's requests": trainer_requests.decode,
    "the fetcher's replies": fetch_replies.decode,
    "the fetcher's requests": fetch_requests.decode,
    "formulas": formula_replies.decode,
    "wishes for formulas": formula_requests.decode,
    "the encoder's replies": encoder_replies.decode,
    "the encoder's requests": encoder_requests.decode,
    "the reader's replies": code_replies.decode,
    "the reader's requests": code_requests.decode,
}
"""What decodes the frames between processes, in both directions."""

EXPECTED = (ConvVizError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What the reading of frames takes for garbage."""


@pytest.mark.parametrize("hostile", FRAMES)
@pytest.mark.parametrize("door", STREAM_DOORS)
def test_a_hostile_frame_is_garbage_and_nothing_else(door: str, hostile: str) -> None:
    begun = time.process_time()
    decode = STREAM_DOORS[door]
    try:
        for payload in FrameDecoder().feed(FRAMES[hostile]):
            decode(payload)
    except EXPECTED:
        pass
    try:
        first = read_frame(io.BytesIO(FRAMES[hostile]))
        if first is not None:
            decode(first)
    except EXPECTED:
        pass
    assert time.process_time() - begun < MOST_SECONDS


def test_a_message_that_every_door_knows_passes() -> None:
    ask = Ask(1, FormulaRequest("a"))
    assert STREAM_DOORS["wishes for formulas"](msgspec.msgpack.encode(ask)) == ask
    assert decode_document(encode_document(new_document())) == new_document()
    assert sys.getrecursionlimit() >= 1_000
