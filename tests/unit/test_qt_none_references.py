"""PySide6 6.12.0 on Python 3.11 drops a reference to None in every call that returns None.

After some thousand calls the process dies with "none_dealloc". 6.11.3 and older are sound; this
test fails as soon as a version with the fault is installed. From Python 3.12 on, None is immortal,
and its count means nothing (PEP 683).
"""

from __future__ import annotations

import gc
import sys

import pytest
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QImage, QPainter

pytestmark = pytest.mark.unmeasured

CALLS = 200


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal: nothing can be lost")
def test_calls_that_return_none_keep_the_references_to_none() -> None:
    image = QImage(16, 16, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    line, area = QLineF(0.0, 0.0, 9.0, 9.0), QRectF(0.0, 0.0, 5.0, 5.0)
    gc.collect()
    gc.disable()  # what it frees refers to None as well
    try:
        before = sys.getrefcount(None)
        for _ in range(CALLS // 2):
            painter.drawLine(line)
            painter.drawRect(area)
        after = sys.getrefcount(None)
    finally:
        gc.enable()
        painter.end()
    # A few references come and go with Python's own caches; the fault loses one a call.
    assert abs(after - before) < CALLS // 10
