"""Files of code are read in the encoding that they name, or refused by a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from convviz.core.code.program.found import ProgramKind
from convviz.core.errors import DocumentError
from convviz.protocol.code_file import is_code_file, kind_of_file, open_program, read_code_file
from convviz.protocol.sentences.errors import sentence

TEXT = "# 卷积\nmodel = nn.ReLU()\n"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("# -*- coding: utf-8 -*-\n", "utf-8"),
        ("# -*- coding: gbk -*-\n", "gbk"),
        ("#!/usr/bin/env python\n# vim: set fileencoding=gb2312 :\n", "gb2312"),
        ("#coding=GB18030\n", "gb18030"),
    ],
)
def test_a_file_is_read_in_its_encoding(tmp_path: Path, head: str, encoding: str) -> None:
    path = tmp_path / "net.py"
    path.write_bytes((head + TEXT).encode(encoding))
    assert read_code_file(path) == head + TEXT


@pytest.mark.parametrize("name", ["idna", "undefined", "os", "rot13", "../x", "utf-16", "hex"])
def test_an_odd_encoding_is_never_looked_for(tmp_path: Path, name: str) -> None:
    path = tmp_path / "net.py"
    text = f"# coding: {name}\n{TEXT}"
    path.write_text(text, encoding="utf-8")
    assert read_code_file(path) == text


def test_other_bytes_are_refused_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "net.py"
    path.write_bytes(b"x = 1\n\xff\xfe")
    with pytest.raises(DocumentError) as refused:
        read_code_file(path)
    assert "it is not UTF-8 text (byte 6)" in sentence(refused.value)


def test_a_script_without_a_network_says_which_file_beside_it_may_have_it(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text("model = nn.Sequential(nn.ReLU())\n", encoding="utf-8")
    script = tmp_path / "train.py"
    script.write_text("import torch\nfrom model import *\nnet = Net()\n", encoding="utf-8")
    with pytest.raises(DocumentError) as refused:
        open_program(script)
    assert "takes from others beside it: model.py" in sentence(refused.value)
    (tmp_path / "model.py").unlink()
    with pytest.raises(DocumentError) as refused:
        open_program(script)
    assert sentence(refused.value).startswith("There is no network in this code")


def test_the_name_tells_what_a_file_holds() -> None:
    assert is_code_file(Path("a/Net.PY"))
    assert is_code_file(Path("x.ipynb"))
    assert not is_code_file(Path("x.convviz"))
    assert kind_of_file(Path("x.IPYNB")) is ProgramKind.NOTEBOOK
    assert kind_of_file(Path("x.py")) is ProgramKind.PYTHON
