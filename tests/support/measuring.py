"""What coverage measures: tests that are not marked ``unmeasured``, and what they import.

Python's tracer doubles the time of all Python that runs under it. So it is off while pytest reads,
rewrites and collects the tests and goes from one to the next. Some tests go through the same lines
a hundred thousand times, or read the sources of the program instead of running it: they reach
nothing that the other tests do not reach too.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Generator, Iterator
from importlib.machinery import SourceFileLoader
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pytest

if TYPE_CHECKING:
    from types import ModuleType

_MEASURED: Final = "convviz"
Tracer: TypeAlias = Any
"""What sys.settrace takes."""


def pytest_configure(config: pytest.Config) -> None:
    """Turn the tracer off, where there is one, until there is something to measure."""
    tracer: Tracer = sys.gettrace()
    # A debugger's is left alone. Python from 3.14 on measures without one, at almost no cost.
    if type(tracer).__module__.partition(".")[0] != "coverage":
        return
    measuring = Measuring(tracer)
    config.pluginmanager.register(measuring)
    sys.settrace(None)
    config.add_cleanup(lambda: sys.settrace(tracer))
    patches = pytest.MonkeyPatch()
    config.add_cleanup(patches.undo)
    measuring.follow_imports(patches)


class Measuring:
    """Has the tracer run where lines count."""

    def __init__(self, tracer: Tracer) -> None:
        """Keep the tracer of coverage."""
        self._tracer = tracer

    @contextlib.contextmanager
    def on(self) -> Iterator[None]:
        """Measure all that is called from here on, in here."""
        before = sys.gettrace()
        sys.settrace(self._tracer)
        try:
            yield
        finally:
            sys.settrace(before)

    def follow_imports(self, patches: pytest.MonkeyPatch) -> None:
        """Measure what stands outside of functions in a module, when it is first imported."""
        run = SourceFileLoader.exec_module

        def run_measured(loader: SourceFileLoader, module: ModuleType) -> None:
            if module.__name__.partition(".")[0] != _MEASURED:
                run(loader, module)
                return
            with self.on():
                run(loader, module)

        patches.setattr(SourceFileLoader, "exec_module", run_measured)

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> Generator[None, object, object]:
        """Measure a test."""
        if _is_unmeasured(pyfuncitem):
            return (yield)
        with self.on():
            return (yield)

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_fixture_setup(
        self, request: pytest.FixtureRequest
    ) -> Generator[None, object, object]:
        """Measure what a test is given."""
        if _is_unmeasured(request.node):
            return (yield)
        with self.on():
            return (yield)

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> Generator[None, object, object]:
        """Measure how what a test was given ends."""
        if _is_unmeasured(item):
            return (yield)
        with self.on():
            return (yield)


def _is_unmeasured(node: pytest.Item) -> bool:
    return node.get_closest_marker("unmeasured") is not None
