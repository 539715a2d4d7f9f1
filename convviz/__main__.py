"""The one entry point: the window, or a command of the shell.

The window and the shell are imported only when they are needed, so each starts at once.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from convviz import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run convviz.

    Args:
        arguments: What stands behind the program's name; None takes sys.argv.

    Returns:
        The exit status: 0 for success, 1 for a failure, 2 for wrong input, 3 for a training that
        was stopped.
    """
    try:
        return _run(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        # While modules are loaded; the commands and the window have their own answers.
        sys.stderr.write("convviz: interrupted\n")
        return 130


def _run(arguments: list[str]) -> int:
    if arguments and _is_for_the_shell(arguments):
        from convviz.cli import run_command

        return run_command(arguments)
    from convviz.ui.shell.display import missing_display

    reason = missing_display()
    if reason:
        from convviz.cli import tour_instead

        return tour_instead(reason)
    from convviz.app import run_window

    return run_window(arguments)


def _is_for_the_shell(arguments: list[str]) -> bool:
    """Return whether arguments are a command, right or misspelt, rather than a document to open."""
    first = arguments[0]
    if first.startswith("-"):
        return first.startswith("--") or first == "-h"
    is_document = os.path.splitext(first)[1] or os.path.lexists(first)  # noqa: PTH122 - as below
    return first in COMMANDS or len(arguments) > 1 or not is_document


def _forget_current_folder() -> None:
    """Take the working directory out of the import path, where `python -m` puts it.

    A file PySide6.py or numpy.py that happens to lie there must not be run. It stays where it is
    what holds convviz itself, in a checkout that is not installed.
    """
    package = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - pathlib is slow to import
    first = sys.path[0] if sys.path else None
    if first in {"", os.getcwd()} and os.path.dirname(package) != os.getcwd():  # noqa: PTH109, PTH120
        del sys.path[0]


if __name__ == "__main__":
    _forget_current_folder()
    sys.exit(main())
