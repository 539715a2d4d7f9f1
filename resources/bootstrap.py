r"""Sets convviz up in this folder, then runs, tests or checks it. Standard library only.

Everything lands in ``.venv``; a second call finds it there and starts at once. Where there is make,
``make run`` and ``make test`` call this; elsewhere call it directly::

    py resources\bootstrap.py run            (Windows)
    python3 resources/bootstrap.py run        (macOS, Linux)
"""

import shutil
import subprocess
import sys
from pathlib import Path

SUPPORTED_MINORS = (13, 12, 11, 14)
"""Minor versions of Python 3 that every pinned dependency has wheels for, best first."""


def hand_over_to_supported_python() -> None:
    """Start again under a Python that the dependencies support, if this one is not one.

    A Python that is too new goes on when there is no other: its wheels may have come out since.
    """
    if sys.version_info[0] == 3 and sys.version_info[1] in SUPPORTED_MINORS:
        return
    for minor in SUPPORTED_MINORS:
        launcher = shutil.which("py")
        command = [launcher, f"-3.{minor}"] if launcher else [shutil.which(f"python3.{minor}")]
        if command[0] is None:
            continue
        found = [part for part in command if part is not None]
        if subprocess.call([*found, "-c", ""], stderr=subprocess.DEVNULL) == 0:
            sys.exit(subprocess.call([*found, str(Path(__file__).resolve()), *sys.argv[1:]]))
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python reads this file too
        running = ".".join(str(part) for part in sys.version_info[:2])
        sys.exit(
            f"convviz needs Python 3.11 or newer and this is {running}: install it and call again."
        )


if __name__ == "__main__":
    hand_over_to_supported_python()
    from provisioning.commands import main

    sys.exit(main(sys.argv[1:]))
