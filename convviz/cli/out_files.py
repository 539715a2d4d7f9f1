"""What the shell writes: it replaces a file only when it is told to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from convviz.core.errors import ErrorCode, StorageError

if TYPE_CHECKING:
    import argparse


def add_out_options(parser: argparse.ArgumentParser) -> None:
    """Add `--out` to a command that writes one file, and `--replace`."""
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="FILE")
    add_replace_option(parser)


def add_replace_option(parser: argparse.ArgumentParser | argparse._ArgumentGroup) -> None:
    """Add the option that :func:`check_free` names."""
    parser.add_argument("--replace", action="store_true", help="replace files that are there")


def check_free(options: argparse.Namespace, *paths: Path) -> None:
    """Refuse to write over files that are there, unless --replace is given.

    Raises:
        StorageError: FILE_IN_THE_WAY.
    """
    in_the_way = next((path for path in paths if path.is_file()), None)
    if in_the_way is not None and not options.replace:
        raise StorageError(ErrorCode.FILE_IN_THE_WAY, path=str(in_the_way))
