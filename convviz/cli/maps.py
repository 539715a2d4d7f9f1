"""``convviz maps``: what every layer of a network makes of a picture, as sheets or numbers."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from convviz.cli.failures import tell_failure
from convviz.cli.last_resort import say
from convviz.cli.option_values import whole_number
from convviz.cli.out_files import add_replace_option, check_free
from convviz.cli.passed_network import (
    add_passed_network,
    add_picture_options,
    own_pixels,
    passed_document,
)
from convviz.cli.shape_table import FILE_WIDTH
from convviz.core.code.writing import layer_call, shape_text
from convviz.core.errors import ErrorCode, ExportError
from convviz.core.network.rows import LayerRow, in_reading_order
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import ROOT, names_within
from convviz.protocol.document_file import encode_document
from convviz.protocol.files import write_file
from convviz.protocol.messages.engine_pictures import PassPicture
from convviz.protocol.sentences.errors import sentence

if TYPE_CHECKING:
    import argparse

    from convviz.core.network.tree import Path as NodePath
    from convviz.protocol.document import Network
    from convviz.protocol.messages.engine_pictures import PicturePassed

_MOST_MAPS: Final = 64
"""Maps of a layer on its sheet, unless more are wanted."""
_OTHER_FORMS: Final = {".jpg", ".jpeg", ".gif", ".webp", ".svg", ".pdf", ".npy", ".csv", ".pt"}
_INDENT: Final = "  "


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = commands.add_parser(
        "maps",
        help="write what every layer of a network makes of a picture",
        description="Send a picture through a network in evaluation, and write the output of every "
        "layer and block: one sheet of maps a layer into a folder, all of them below each other as "
        "one .png, or their numbers as .npz. Without -o, print their ranges.",
        epilog='convviz maps "Conv2d(3, 8, 3)" "ReLU()" --input 3,32,32 --sample 4 -o maps',
    )
    add_passed_network(parser)
    parser.add_argument("-o", "--out", type=Path, metavar="PLACE", help="a folder, .png or .npz")
    add_replace_option(parser)
    add_picture_options(parser)
    _add_looks(parser)
    parser.set_defaults(run=run)


def _add_looks(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("looks")
    group.add_argument("--theme", choices=["light", "dark"], default="light")
    group.add_argument(
        "--scale",
        choices=["layer", "map"],
        default="layer",
        help="equal colours are equal numbers in all maps of a layer, or in each map alone",
    )
    group.add_argument(
        "--most",
        type=whole_number(0),
        default=_MOST_MAPS,
        metavar="N",
        help=f"maps of a layer that are drawn; default: {_MOST_MAPS}, 0 for all",
    )


def run(options: argparse.Namespace) -> int:
    """Write the maps; a network that fails gets its reason on stderr and status 2."""
    if options.out is not None:
        _check_form(options.out)
    with tempfile.TemporaryDirectory(prefix="convviz-") as folder:
        return _run(options, Path(folder))


def _run(options: argparse.Namespace, folder: Path) -> int:
    from convviz.engine.compute.passed_picture import pass_picture

    document = passed_document(options, folder)
    request = PassPicture(
        encode_document(document), options.sample, own_pixels(options), options.fit
    )
    passed = pass_picture(request)
    for notice in passed.notices:
        say(sentence(notice.error()))
    titles = node_titles(document.network)
    if options.out is None:
        _print_table(passed, titles)
    else:
        for path in _write(options, request, passed, document.network):
            sys.stdout.write(f"{path}\n")
    failure = infer_sequential(document.network.steps, document.network.input_shape).failure
    return 0 if failure is None else tell_failure(document.network, failure)


def _check_form(out: Path) -> None:
    """Refuse what looks like a file of another form: a folder of that name was hardly meant.

    Raises:
        ExportError: EXPORT_FORMAT_UNKNOWN.
    """
    if out.suffix.lower() in _OTHER_FORMS and not out.is_dir():
        code, known = ErrorCode.EXPORT_FORMAT_UNKNOWN, ".png, .npz, or a folder"
        raise ExportError(code, path=str(out), known=known)


def node_titles(network: Network) -> dict[NodePath, tuple[str, str]]:
    """Return what every layer and block is called in torch, and what it is, by its path."""
    names = {path: name for path, _, name in names_within(None, network.steps)}
    titles = {ROOT: ("input", "Input")}
    for row in in_reading_order(infer_sequential(network.steps, network.input_shape)):
        kind = layer_call(row.layer) if isinstance(row, LayerRow) else row.block.kind.value
        titles[row.path] = names[row.path], kind
    return titles


def _write(
    options: argparse.Namespace, request: PassPicture, passed: PicturePassed, network: Network
) -> list[Path]:
    from convviz.engine.compute.passed_picture import whole_output

    out: Path = options.out
    titles = node_titles(network)
    if out.suffix.lower() == ".npz":
        import numpy as np

        check_free(options, out)
        arrays = {titles[node.path][0]: whole_output(request, node.path) for node in passed.nodes}
        stream = io.BytesIO()
        np.savez_compressed(stream, allow_pickle=False, **arrays)
        write_file(out, stream.getvalue())
        return [out]
    from convviz.cli.map_sheets import Sheets, fitting

    sheets = Sheets(options.theme, is_each=options.scale == "map")
    drawn = []
    for node in passed.nodes:
        count = node.shape[0] if node.shape else 1
        shown = count if not options.most else min(count, options.most)
        name, kind = titles[node.path]
        title = kind if node.path == ROOT else f"{name}  {kind}"
        is_last = node is passed.nodes[-1]
        names = passed.class_names if is_last and passed.class_names else ()
        values = whole_output(request, node.path)
        sheet = sheets.sheet(title, node, values[:shown] if node.shape else values, names)
        drawn.append((name, kind, sheet))
    if out.suffix.lower() == ".png":
        check_free(options, out)
        pictures = [sheet for _, _, sheet in drawn]
        count = fitting(pictures)
        write_file(out, sheets.png(sheets.below_each_other(pictures[:count])))
        if count < len(pictures):
            told = f"the first {count} of {len(pictures)} sheets"
            say(f"one picture has room for {told}; a folder gets all of them")
        return [out]
    digits = len(str(len(drawn) - 1))
    places = [
        out / f"{number:0{digits}}-{_file_name(name)}-{_file_name(kind.split('(')[0])}.png"
        for number, (name, kind, _) in enumerate(drawn)
    ]
    check_free(options, *places)
    out.mkdir(parents=True, exist_ok=True)
    for place, (_, _, sheet) in zip(places, drawn, strict=True):
        write_file(place, sheets.png(sheet))
    return places


def _file_name(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "._" else "_" for letter in name)


def _print_table(passed: PicturePassed, titles: dict[NodePath, tuple[str, str]]) -> None:
    table = Table(title=None)
    for head in ("Name", "Layer"):
        table.add_column(head, overflow="fold")
    table.add_column("Output")
    for head in ("Least", "Most", "Zeros", "Empty maps"):
        table.add_column(head, justify="right")
    for node in passed.nodes:
        name, kind = titles[node.path]
        table.add_row(
            _INDENT * max(0, len(node.path) - 1) + name,
            escape(kind),
            shape_text(node.shape),
            f"{node.low:.4g}",
            f"{node.high:.4g}",
            f"{node.zeros:,}",
            f"{node.empty:,}" if len(node.shape) > 1 else "",
        )
    console = Console(width=None if sys.stdout.isatty() else FILE_WIDTH)
    console.print(table)
    picture = passed.picture
    what = f'"{picture.label}"' if picture.label else f"a {picture.origin} one"
    if picture.place >= 0:
        what = f"test picture {picture.place}: {what}"
    how = "normalised as in training" if picture.is_normalised else "raw, from 0 to 1"
    console.print(f"Picture: {what}, {how}. Weights: {passed.weights_origin}.", markup=False)
    if passed.shares is not None and passed.class_names:
        from convviz.values.tensors import array_of

        shares = array_of(passed.shares)
        best = sorted(range(len(shares)), key=lambda place: -float(shares[place]))[:3]
        taken = ", ".join(f"{passed.class_names[place]} {shares[place]:.1%}" for place in best)
        console.print(f"Taken for: {taken}", markup=False)
