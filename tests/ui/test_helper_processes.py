"""Every child runs in the same main: it ends with stdin, and only frames come out of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from convviz.protocol.child_io import EXIT_GARBAGE
from convviz.protocol.frames import FrameDecoder
from convviz.protocol.messages.common import Answer, Ask, Refused, encode
from convviz.ui.export.encoder_messages import EncoderFinish, encoder_replies
from convviz.ui.widgets.formula_process import FormulaRequest, FormulaSvg, formula_replies
from tests.support.frame_reading import read_frame

CHECKOUT = Path(__file__).parents[2]
PATIENCE = 30.0
CHILDREN = (
    "convviz.engine.service",
    "convviz.engine.trainer",
    "convviz.engine.fetch",
    "convviz.ui.widgets.formula_process",
    "convviz.ui.export.encoder_process",
    "convviz.ui.network.code.code_process",
)
HELPERS = CHILDREN[2:]
"""Those that need no torch."""


def start(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
    )


def test_these_are_all_the_modules_that_run_as_a_child() -> None:
    found = {
        str(path.relative_to(CHECKOUT).with_suffix("")).replace(os.sep, ".")
        for path in (CHECKOUT / "convviz").rglob("*.py")
        if "return run_child(" in path.read_text(encoding="utf-8")
    }
    assert found == set(CHILDREN)


@pytest.mark.parametrize("module", HELPERS)
def test_a_helper_ends_with_its_stdin_and_says_nothing(module: str) -> None:
    output, errors = (helper := start("-m", module)).communicate(timeout=PATIENCE)
    assert (helper.returncode, output, errors) == (0, b"", b"")


@pytest.mark.parametrize("module", HELPERS)
def test_a_helper_that_is_sent_garbage_ends_and_says_so(module: str) -> None:
    helper = start("-m", module)
    assert helper.stdin is not None
    helper.stdin.write(b"\xff" * 64)
    helper.stdin.flush()
    assert helper.wait(PATIENCE) == EXIT_GARBAGE
    output, errors = helper.communicate()
    assert output == b""
    assert errors.startswith(b"what came on stdin is not a message of convviz: ")


NOISY = """
import os, sys
from convviz.ui.widgets import formula_process as helper

def render(latex):
    print("stray words", flush=True)
    os.write(1, b"stray bytes")
    if latex == "hang":
        sys.stderr.write("hanging\\n")
        sys.stderr.flush()
        while True:
            pass
    return helper.FormulaSvg("drawn", sys.stdin.read())

helper.render = render
helper.main()
"""


def test_stray_prints_of_a_library_do_not_come_between_the_answers() -> None:
    helper = start("-c", NOISY)
    assert helper.stdin is not None
    assert helper.stdout is not None
    for number in (1, 2):
        helper.stdin.write(encode(Ask(number, FormulaRequest("a"))))
        helper.stdin.flush()
        payload = read_frame(helper.stdout)
        assert payload is not None
        assert formula_replies.decode(payload) == Answer(number, FormulaSvg("drawn"))
    output, errors = helper.communicate(timeout=PATIENCE)
    assert output == b""
    assert errors.count(b"stray words") == errors.count(b"stray bytes") == 2


def test_a_formula_that_hangs_ends_with_the_window() -> None:
    helper = start("-c", NOISY)
    assert helper.stdin is not None
    assert helper.stderr is not None
    helper.stdin.write(encode(Ask(1, FormulaRequest("hang"))))
    helper.stdin.flush()
    while b"hanging" not in helper.stderr.readline():
        pass
    helper.communicate(timeout=PATIENCE)
    assert helper.returncode == 0


def test_what_the_encoder_cannot_do_is_an_answer_with_the_reason() -> None:
    helper = start("-m", "convviz.ui.export.encoder_process")
    output, errors = helper.communicate(encode(Ask(1, EncoderFinish())), timeout=PATIENCE)
    assert (helper.returncode, errors) == (0, b"")
    (payload,) = FrameDecoder().feed(output)
    refused = encoder_replies.decode(payload)
    assert isinstance(refused, Refused)
    assert refused.problem.facts["detail"] == "EncoderFinish came before EncoderBegin"
