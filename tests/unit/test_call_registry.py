"""The registry of classes, whose modules are imported when all of them are asked for."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from convviz.core.calls import Call, Registry

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

_SLOW_MODULE = """
from dataclasses import dataclass
from convviz.core.calls import Call
from tests.unit.test_call_registry import Doors

Doors.entered.set()
assert Doors.open.wait(10)

@Doors.registry.register
@dataclass(frozen=True)
class Late(Call):
    pass
"""


class Doors:
    """What a module that takes its time tells, and waits for."""

    entered, open = threading.Event(), threading.Event()
    registry: Registry[Call] = Registry("a_module_that_takes_its_time")


def test_a_thread_that_asks_while_another_loads_the_classes_gets_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a_module_that_takes_its_time.py").write_text(_SLOW_MODULE)
    monkeypatch.syspath_prepend(str(tmp_path))
    found: list[list[str]] = []

    def ask() -> None:
        found.append(list(Doors.registry.types()))

    first, second = threading.Thread(target=ask), threading.Thread(target=ask)
    first.start()
    assert Doors.entered.wait(10)
    second.start()
    second.join(0.1)  # it would be done by now if it did not wait
    Doors.open.set()
    for thread in (first, second):
        thread.join(10)
    assert found == [["Late"], ["Late"]]
