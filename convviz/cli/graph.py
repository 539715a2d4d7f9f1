"""``convviz graph``: the autograd graph of a network's loss, as a figure or in numbers."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.table import Table

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
from convviz.core.code.text import shortened
from convviz.core.code.writing import shape_text
from convviz.core.errors import ErrorCode, ExportError
from convviz.core.network.tree import names_within
from convviz.drawing.figure_format import FigureFormat
from convviz.drawing.options import Theme
from convviz.protocol.document_file import encode_document
from convviz.protocol.files import write_file
from convviz.protocol.gradients import BEFORES, LOSS_CHOICES, MOST_PICTURES, GradientChoice
from convviz.protocol.messages.engine_pictures import TraceGradients
from convviz.protocol.sentences.errors import sentence
from convviz.stepping.gradient_steps import StepKind, walk_of

if TYPE_CHECKING:
    import argparse

    from convviz.protocol.document import Network
    from convviz.protocol.gradients import TensorTold
    from convviz.protocol.messages.engine_pictures import GradientsTraced

_REFUSED: Final = 2
_TEXTS: Final = ("json", "txt")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the shell."""
    parser = commands.add_parser(
        "graph",
        help="write the autograd graph of a network's loss",
        description="Send a picture through a network and its loss back, and write the autograd "
        "graph as torch has it: as a figure (.svg, .png, .pdf), or in numbers (.json, .txt): every "
        "node in the order in which backward runs it, with the gradient that came in, and every "
        "parameter's .grad. Without -o, print the numbers.",
        epilog='convviz graph "Conv2d(3, 8, 3)" "ReLU()" "Flatten()" "Linear(7200, 10)" '
        "--input 3,32,32 -o graph.svg",
    )
    add_passed_network(parser)
    parser.add_argument("-o", "--out", type=Path, metavar="FILE")
    add_replace_option(parser)
    add_picture_options(parser)
    _add_choice(parser)
    parser.add_argument(
        "--theme", choices=[theme.value for theme in Theme], default="light", help="of a figure"
    )
    parser.set_defaults(run=run)


def _add_choice(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("loss and gradients")
    group.add_argument(
        "--loss",
        choices=LOSS_CHOICES,
        default="loss",
        help="what backward begins at: the document's loss, the sum or the mean of the outputs, "
        "the score of the class, or the outputs as they are, which torch refuses",
    )
    group.add_argument(
        "--label", type=whole_number(0), metavar="N", help="the right class; default: the picture's"
    )
    group.add_argument(
        "--pictures",
        type=whole_number(1, MOST_PICTURES),
        default=1,
        metavar="N",
        help="test pictures in the batch; default: 1",
    )
    group.add_argument("--eval", action="store_true", help="in evaluation, not in training mode")
    group.add_argument("--no-grad", action="store_true", help="the forward under no_grad()")
    group.add_argument("--input-grad", action="store_true", help="the picture has a .grad as well")
    for name, text in (
        ("freeze", "a layer or block with requires_grad=False, by its name in torch; repeatable"),
        ("detach", "a layer or block whose output is detached; repeatable"),
        ("retain", "one whose output keeps its .grad: retain_grad(); repeatable"),
    ):
        group.add_argument(f"--{name}", action="append", default=[], metavar="NAME", help=text)
    group.add_argument(
        "--before",
        choices=BEFORES,
        default="nothing",
        help="what was done before: a backward without zero_grad behind it, one with "
        "retain_graph=True on the same graph, or one that freed the graph",
    )


def run(options: argparse.Namespace) -> int:
    """Write the file and name it; a backward that torch refuses is told, with status 2."""
    kind = "" if options.out is None else _kind_of(options.out)
    if options.out is not None:
        check_free(options, options.out)
    with tempfile.TemporaryDirectory(prefix="convviz-") as folder:
        from convviz.engine.compute.gradient_graph import trace_gradients

        document = passed_document(options, Path(folder))
        choice = _choice(options, document.network)
        content, pixels = encode_document(document), own_pixels(options)
        request = TraceGradients(content, options.sample, pixels, options.fit, choice)
        traced = trace_gradients(request)
    told = [*traced.notices, *([traced.loss.why] if traced.loss.why is not None else [])]
    for notice in told:
        say(sentence(notice.error()))
    if options.out is None:
        _print_text(traced, document.network, Console(width=_width()))
    else:
        write_file(options.out, _content(kind, traced, document.network, options.theme))
        sys.stdout.write(f"{options.out}\n")
    if traced.refusal is None:
        return 0
    say(sentence(traced.refusal.error()))
    return _REFUSED


def _kind_of(out: Path) -> str:
    """Return the kind of file.

    Raises:
        ExportError: EXPORT_FORMAT_UNKNOWN.
    """
    kind, known = out.suffix.removeprefix(".").lower(), (*FigureFormat, *_TEXTS)
    if kind in known:
        return kind
    names = ", ".join(f".{name}" for name in known)
    raise ExportError(ErrorCode.EXPORT_FORMAT_UNKNOWN, path=str(out), known=names)


def _choice(options: argparse.Namespace, network: Network) -> GradientChoice:
    """Return what is asked for.

    Raises:
        ExportError: NODE_NAME_UNKNOWN: a name is none of the network's.
    """
    paths = {name: path for path, _, name in names_within(None, network.steps) if name}

    def named(names: list[str]) -> tuple[tuple[int, ...], ...]:
        for name in names:
            if name not in paths:
                known = ", ".join(paths)[:200]
                raise ExportError(ErrorCode.NODE_NAME_UNKNOWN, name=shortened(name), known=known)
        return tuple(paths[name] for name in names)

    return GradientChoice(
        loss=options.loss,
        label=-1 if options.label is None else options.label,
        pictures=options.pictures,
        is_training=not options.eval,
        no_grad=options.no_grad,
        picture_learns=options.input_grad,
        frozen=named(options.freeze),
        detached=named(options.detach),
        retained=named(options.retain),
        before=options.before,
    )


def _content(kind: str, traced: GradientsTraced, network: Network, theme: str) -> bytes:
    if kind == "json":
        return (json.dumps(_as_json(traced), indent=1) + "\n").encode()
    if kind == "txt":
        import io

        stream = io.StringIO()
        _print_text(traced, network, Console(file=stream, width=FILE_WIDTH))
        return stream.getvalue().encode()
    from convviz.drawing.graph.graph_figure import draw_graph

    scene = draw_graph(traced, network.steps, has_norms=True).scene
    if kind == FigureFormat.SVG:
        from convviz.drawing.svg import svg_text

        return svg_text(scene, Theme(theme)).encode()
    from convviz.ui.export.figure_file import figure_bytes
    from convviz.ui.offscreen import offscreen_application

    offscreen_application()
    return figure_bytes(scene, FigureFormat(kind), Theme(theme))


def _as_json(traced: GradientsTraced) -> dict[str, Any]:
    """Return all that is told, numbers as lists."""
    nodes = [
        {
            "node": number,
            "name": node.name,
            "of": list(node.path),
            "loss": node.is_of_loss,
            "parameter": node.parameter,
            "operator": node.operator,
            "output": _tensor(node.output),
            "saved": [
                {"name": p.name, "shape": p.shape, "what": p.text, "bytes": p.size}
                for p in node.saved
            ],
            "forward": node.forward,
            "backward": node.order,
            "received": [_tensor(gradient) for gradient in node.received],
            "next": [{"node": e.node, "slot": e.slot, "sent": _tensor(e.sent)} for e in node.edges],
        }
        for number, node in enumerate(traced.nodes)
    ]
    tensors = [
        {
            "name": tensor.name,
            "shape": tensor.shape,
            "is_leaf": tensor.is_leaf,
            "requires_grad": tensor.requires_grad,
            "node": tensor.node,
            "before": _tensor(tensor.before),
            "grad": _tensor(tensor.grad),
        }
        for tensor in traced.tensors
    ]
    loss = traced.loss
    refusal = None if traced.refusal is None else sentence(traced.refusal.error())
    return {
        "loss": {"call": loss.call, "label": loss.label, "shape": loss.shape, "value": loss.value},
        "refused": refusal,
        "nodes": nodes,
        "tensors": tensors,
    }


def _tensor(told: TensorTold | None) -> dict[str, Any] | None:
    if told is None:
        return None
    from convviz.values.tensors import array_of

    fields = ("shape", "mean", "low", "high", "norm", "zeros", "not_finite")
    numbers = [[_finite(n) for n in row] for row in array_of(told.numbers).tolist()]
    return {**{name: getattr(told, name) for name in fields}, "numbers": numbers}


def _finite(number: float) -> float | str:
    """Return a number as JSON has it: NaN and infinity as words."""
    return number if abs(number) < float("inf") else str(number)


def _print_text(traced: GradientsTraced, network: Network, console: Console) -> None:
    loss, walk = traced.loss, walk_of(traced)
    value = "" if loss.value is None else f" = {loss.value:.6g}"
    label = "" if loss.label < 0 else f", class {loss.label}"
    console.print(f"{loss.call}{label}{value}", markup=False, highlight=False)
    names = {path: name for path, _, name in names_within(None, network.steps)}
    table = Table(title=None)
    table.add_column("Step", justify="right")
    table.add_column("Node", overflow="fold")
    table.add_column("Of", overflow="fold")
    table.add_column("Gradient that comes in")
    for head in ("Mean", "Least", "Most", "Norm"):
        table.add_column(head, justify="right")
    for step in walk.steps:
        if step.kind is not StepKind.BACKWARD:
            continue
        node = traced.nodes[step.node]
        place = node.parameter or ("loss" if node.is_of_loss else names.get(node.path, ""))
        gradient = node.received[0] if node.received else None
        table.add_row(str(node.order), node.name, place, *_columns(gradient))
    if table.row_count:
        console.print(table)
    grads = Table(title=None)
    for head in ("Tensor", "Shape", "requires_grad", ".grad"):
        grads.add_column(head, overflow="fold")
    for head in ("Mean", "Least", "Most", "Norm"):
        grads.add_column(head, justify="right")
    for tensor in traced.tensors:
        own = _columns(tensor.grad)
        grads.add_row(
            tensor.name,
            shape_text(tensor.shape),
            str(tensor.requires_grad),
            "None" if tensor.grad is None else own[0],
            *own[1:],
        )
    console.print(grads)


def _columns(told: TensorTold | None) -> list[str]:
    if told is None:
        return ["", "", "", "", ""]
    numbers = [f"{number:.4g}" for number in (told.mean, told.low, told.high, told.norm)]
    return [shape_text(told.shape) if told.shape else "1", *numbers]


def _width() -> int | None:
    return None if sys.stdout.isatty() else FILE_WIDTH
