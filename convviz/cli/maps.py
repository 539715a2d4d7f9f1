"""``convviz maps``: what every layer of a network makes of a picture, as sheets or numbers."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from convviz.cli.code_options import Wanted, add_network_options
from convviz.cli.failures import tell_failure
from convviz.cli.last_resort import say
from convviz.cli.layer_arguments import read_layers
from convviz.cli.option_values import whole_number
from convviz.cli.out_files import add_replace_option, check_free
from convviz.cli.shape_table import FILE_WIDTH
from convviz.core.code.writing import layer_call, shape_text
from convviz.core.errors import ErrorCode, ExportError
from convviz.core.network.rows import LayerRow, in_reading_order
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import ROOT, names_within
from convviz.protocol.document_file import encode_document
from convviz.protocol.files import write_file
from convviz.protocol.messages.engine_pictures import PassPicture
from convviz.protocol.network_templates import network_templates
from convviz.protocol.numbers_folder import absolute_weights
from convviz.protocol.passing import FITS
from convviz.protocol.sentences.errors import sentence
from convviz.protocol.templates import course_calculator, new_document

if TYPE_CHECKING:
    import argparse

    from convviz.core.network.tree import Path as NodePath
    from convviz.protocol.document import Document, Network
    from convviz.protocol.messages.engine_pictures import PicturePassed

_LARGEST_PICTURE: Final = 1024
"""Pixels along the longer side that are taken from a file."""
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
    add_network_options(
        parser,
        metavar="NETWORK",
        help_text="a .convviz document or a .pt2 file, whose trained weights are used; layers as "
        "in PyTorch; a file of code; or the name of a network that comes with convviz: "
        + ", ".join(network_templates()),
    )
    parser.add_argument("-o", "--out", type=Path, metavar="PLACE", help="a folder, .png or .npz")
    add_replace_option(parser)
    _add_picture(parser)
    _add_looks(parser)
    parser.set_defaults(run=run)


def _add_picture(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("picture and weights")
    source = group.add_mutually_exclusive_group()
    source.add_argument("--picture", type=Path, metavar="FILE", help="a picture of your own")
    source.add_argument(
        "--sample", type=whole_number(0), default=0, metavar="N", help="a test picture; default: 0"
    )
    group.add_argument(
        "--fit",
        choices=FITS,
        default="crop",
        help="how a picture of another size is fitted: the middle cut out, both sides squashed, "
        "or black beside it",
    )
    group.add_argument("--data", metavar="PATH", help="where the document's data set is")
    group.add_argument(
        "--seed",
        type=whole_number(0),
        metavar="N",
        help="of random weights, also where there are trained",
    )


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

    document = _document(options, folder)
    request = PassPicture(encode_document(document), options.sample, _pixels(options), options.fit)
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


def _document(options: argparse.Namespace, folder: Path) -> Document:
    """Return a document with the network, its weights and the training's settings.

    Args:
        options: Those of the command.
        folder: Where the weights of a .pt2 file are written, as documents have them.
    """
    texts: list[str] = options.layers
    template = network_templates().get(texts[0]) if len(texts) == 1 else None
    if template is not None and not Path(texts[0]).exists():
        document, network = new_document(), template.build()
        document = msgspec.structs.replace(document, training=template.training)
        if options.input is not None:
            network = msgspec.structs.replace(network, input_shape=options.input)
    else:
        read = read_layers(texts, Wanted.of(options))
        document, network = read.document or new_document(), read.network
        if read.weights:
            from convviz.engine.compute.weights_files import kept_weights

            weights = kept_weights(dict(read.weights), network, folder)
            network = msgspec.structs.replace(network, weights=weights)
    if network.weights is not None:
        weights = absolute_weights(network.weights, Path(texts[0]))
        wanted = None if options.seed is not None else weights
        network = msgspec.structs.replace(network, weights=wanted)
    changes: dict[str, Any] = {}
    if options.data is not None:
        changes["data_path"] = options.data
    if options.seed is not None:
        changes["seed"] = options.seed
    training = msgspec.structs.replace(document.training, **changes)
    return msgspec.structs.replace(
        document, calculator=course_calculator(), network=network, training=training
    )


def _pixels(options: argparse.Namespace) -> Any:  # noqa: ANN401 - a Tensor, or None
    if options.picture is None:
        return None
    import numpy as np  # keeps the start of other commands fast

    from convviz.values.pictures import read_picture_file
    from convviz.values.tensors import tensor_of

    image = read_picture_file(options.picture).image
    image.thumbnail((_LARGEST_PICTURE, _LARGEST_PICTURE))
    return tensor_of(np.moveaxis(np.asarray(image, np.uint8), -1, 0), "uint8")


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
