"""``convviz doctor`` names a torch that is older or newer than those that were tested."""

from __future__ import annotations

import importlib.metadata

import pytest

from convviz.cli import doctor


@pytest.mark.parametrize(
    ("release", "found", "problem"),
    [
        ("2.9.1", "2.9.1 (too old: tested with 2.10 to 2.14)", "older than 2.10"),
        ("2.10.0+cu128", "2.10.0+cu128", ""),
        ("2.13.0+cpu", "2.13.0+cpu", ""),
        ("2.15.0", "2.15.0 (newer than those tested: 2.10 to 2.14)", ""),
    ],
)
def test_the_release_of_torch(
    release: str, found: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.metadata, "version", lambda _: release)

    findings = {what: (said, wrong) for what, said, wrong in map(doctor._package, ("torch",))}

    said, wrong = findings["torch"]
    assert said == found
    assert problem in wrong
    assert bool(wrong) is bool(problem)
