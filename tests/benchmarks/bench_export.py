"""How long an animation takes, a frame: 49 frames of a 7x7 input, 1000x500 pixels, as GIF.

The peer draws such frames with matplotlib and writes them with imageio: about 90 ms a frame on a
quiet machine with two cores, several times that on a busy one. Both come with the extra ``bench``;
CONVVIZ_PEER_PYTHON may name another interpreter that has them. Without them the ratio is said to be
not measured.
Run by ``python -m tests.benchmarks export``; it needs no display.
"""

from __future__ import annotations

import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from convviz.core.code.writing import parse_layer
from convviz.protocol.document import Calculator
from convviz.stepping.scene.scene import build_scene
from convviz.ui.export.animation import save_animation
from convviz.ui.export.formats import ExportFormat
from convviz.ui.export.look import ExportLook, ExportTiming
from convviz.ui.export.stage import ExportStage
from convviz.ui.offscreen import offscreen_application
from convviz.ui.widgets.formula_source import formula_source

PEER = Path(__file__).with_name("matplotlib_peer.py")
FRAMES = 49
ROUNDS = 7


PEER_LIBRARIES = ("matplotlib", "imageio")


def measure() -> dict[str, float | str]:
    """Return milliseconds a frame, from the document to the file, and the ratio to the peer."""
    offscreen_application()
    results: dict[str, float | str] = {}
    gif = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for kind in (ExportFormat.GIF, ExportFormat.APNG, ExportFormat.WEBP):
            path = Path(folder) / f"steps{kind.suffix}"
            times = [_export(path, kind) for _ in range(ROUNDS if kind is ExportFormat.GIF else 2)]
            results[f"export {kind.value}, ms a frame"] = statistics.median(times)
            if kind is ExportFormat.GIF:
                gif = statistics.median(times)
            results[f"export {kind.value}, kB"] = path.stat().st_size / 1000
    peer = _peer_frame_ms()
    results["export peer, ms a frame"] = peer
    results["export ratio"] = peer if isinstance(peer, str) else peer / gif
    return results


def _peer_frame_ms() -> float | str:
    """Return what a frame takes the peer, in milliseconds, or why that cannot be measured."""
    python = os.environ.get("CONVVIZ_PEER_PYTHON", "")
    missing = [name for name in PEER_LIBRARIES if importlib.util.find_spec(name) is None]
    if not python and missing:
        return (
            f"{' and '.join(missing)} missing: pip install -e '.[bench]', or name an interpreter "
            "that has them in CONVVIZ_PEER_PYTHON"
        )
    done = subprocess.run(
        [python or sys.executable, str(PEER)], check=False, capture_output=True, text=True
    )
    if done.returncode != 0:
        return f"the peer failed: {done.stderr.strip().splitlines()[-1]}"
    return float(done.stdout.split()[0])


def _export(path: Path, kind: ExportFormat) -> float:
    start = perf_counter()
    scene = build_scene(Calculator(parse_layer("Conv2d(1, 1, 3, padding=1)"), (1, 7, 7)))
    stage = ExportStage(scene, ExportLook(), formula_source().render_now)
    save_animation(path, kind, stage, range(FRAMES), ExportTiming())
    return (perf_counter() - start) * 1000 / FRAMES


if __name__ == "__main__":
    for what, value in measure().items():
        print(f"{what:28} {value if isinstance(value, str) else format(value, '8.2f')}")
