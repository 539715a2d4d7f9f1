"""The shell: the same as the window does, without one.

Exit status: 0 for success, 1 for a failure on the way, 2 for wrong input, 3 for a training that
was stopped before its end.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from convviz import COMMANDS, __version__
from convviz.cli import last_resort
from convviz.cli.layer_arguments import said
from convviz.cli.option_values import with_negative_values
from convviz.core.errors import ConvVizError, StorageError
from convviz.engine.training.launch import Launch
from convviz.protocol.sentences.errors import told

if TYPE_CHECKING:
    from collections.abc import Sequence

WRONG_INPUT = 2
INTERRUPTED = 130


def run_command(arguments: Sequence[str]) -> int:
    """Run one command of the shell and return its exit status."""
    status = _status_of(arguments)
    launch = Launch.here()
    if launch is not None and launch.count > 1:
        last_resort.leave(status)
    return status


def _status_of(arguments: Sequence[str]) -> int:
    last_resort.make_streams_safe()
    options = _parser(arguments).parse_args(with_negative_values(arguments))
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except ConvVizError as error:
        last_resort.say(said(error))
        return 1 if isinstance(error, StorageError) else WRONG_INPUT
    except KeyboardInterrupt:
        last_resort.say("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader (head, less) has gone.
        last_resort.silence_stdout()
        return 0
    except OSError as error:
        last_resort.say(last_resort.system_error_sentence(error))
        last_resort.silence_stdout()
        return 1
    except Exception as error:  # noqa: BLE001 - the shell's main: nobody is shown a traceback
        from convviz.ui.settings import log_file

        last_resort.say(last_resort.unforeseen_sentence(error, log_file()))
        return 1
    return status


def tour_instead(reason: str) -> int:
    """Say why there is no window and give the tour in its place."""
    folder = Path("build") / "tour"
    sys.stderr.write(f"{reason} convviz shows its tour as files instead, in {folder}.\n")
    return run_command(["tour", "--out", str(folder), "--replace"])


class _Parser(argparse.ArgumentParser):
    """Reads the arguments of the shell and of each command."""

    def error(self, message: str) -> NoReturn:
        """End with a sentence that repeats no more of an argument than a person would read."""
        super().error(told(message))


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """Return what reads some arguments: the options of all commands, or of the one that is named.

    To declare those of all takes longer than most commands.
    """
    parser = _Parser(
        prog="convviz",
        description="See convolution and pooling arithmetic. Without a command, the window opens.",
        epilog="convviz [FILE.convviz] opens the window.",
    )
    parser.add_argument("--version", action="version", version=f"convviz {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for name in [name for name in COMMANDS if name in arguments[:1]] or COMMANDS:
        import_module(f"{__name__}.{name}").add_parser(commands)
    return parser
