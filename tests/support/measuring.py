"""Where coverage is measured: everywhere, but not in tests that are marked ``unmeasured``.

Python's tracer doubles the time of a test. Some tests go through the same lines a hundred thousand
times, or read the sources of the program instead of running it: they reach nothing that the other
tests do not reach too.
"""

from __future__ import annotations

import sys
from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Stop measuring while an unmeasured test runs."""
    tracer = sys.gettrace()
    # A debugger's is left alone. Python from 3.14 on measures without one, at almost no cost.
    is_coverage = type(tracer).__module__.partition(".")[0] == "coverage"
    if not is_coverage or item.get_closest_marker("unmeasured") is None:
        return (yield)
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracer)
