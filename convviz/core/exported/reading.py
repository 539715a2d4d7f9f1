"""A network from a .pt2 file of torch.export: its layers and blocks, its input, its weights.

Nothing of torch is needed, and nothing in the file runs or is unpickled.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from convviz.core.call_parameters import LONGEST_TUPLE
from convviz.core.errors import DocumentError, ErrorCode, Fact
from convviz.core.exported.archive import StoredTensor, read_archive, refuse
from convviz.core.exported.flow import ProgramFlow, Weights, program_flow
from convviz.core.exported.program import read_program
from convviz.core.layers import Shape
from convviz.core.layers.shape import Identity
from convviz.core.network.from_flow import Flow, FlowTree
from convviz.core.network.sequential import infer_sequential
from convviz.core.network.tree import Block, NetworkStep, Node
from convviz.core.network.tree_limits import check_tree

if TYPE_CHECKING:
    from convviz.core.network.flow_steps import FlowStep

_MOST_NAMED: Final = 3
_LONGEST_NAME: Final = 60
_LONGEST_PLACE: Final = 200


@dataclass(frozen=True, slots=True)
class ExportedNotice:
    """Something to tell about a file that was read.

    Attributes:
        code: EXPORTED_LEFT_OUT, EXPORTED_CUT, EXPORTED_SHARED, EXPORTED_FIRST_OUTPUT,
            EXPORTED_WEIGHTS_PICKLED, EXPORTED_WEIGHTS_COMPUTED.
        facts: As the code's docstring lists them.
    """

    code: ErrorCode
    facts: dict[str, Fact]


@dataclass(frozen=True, slots=True)
class ExportedNetwork:
    """What was read.

    Attributes:
        nodes: Layers and blocks.
        input_shape: Of one picture, without a batch.
        weights: Of each layer, in reading order; None where they are not all there.
        tensors: What they name.
        notices: What to tell.
    """

    nodes: tuple[Node, ...]
    input_shape: Shape
    weights: tuple[Weights, ...] | None
    tensors: dict[str, StoredTensor]
    notices: tuple[ExportedNotice, ...]


_NO_WEIGHTS: Final = Weights({}, frozenset(), is_whole=True)
"""Those of an Identity that stands for a program without any layer."""


def read_exported(content: bytes) -> ExportedNetwork:
    """Return the network of a .pt2 file.

    Args:
        content: The file.

    Raises:
        DocumentError: EXPORTED_DAMAGED, EXPORTED_PICKLE: it is no such file, or a broken one;
            EXPORTED_INPUTS: it does not have one input; EXPORTED_UNREADABLE: no layer is left of
            it; FLOW_TANGLED; the limits of a network.
    """
    files = read_archive(content)
    program = read_program(files.program)
    if len(program.inputs) != 1:
        raise DocumentError(ErrorCode.EXPORTED_INPUTS, count=len(program.inputs))
    if not program.outputs:
        refuse("it returns no tensor")
    found = program_flow(program)
    shape = found.shapes.get(found.start, ())[1:]
    if not shape or min(shape) < 1 or len(shape) > LONGEST_TUPLE:
        refuse(f"the shape of its input is {str(shape)[:80]}")
    notices: list[ExportedNotice] = []
    if len(program.outputs) > 1:
        notices.append(_notice(ErrorCode.EXPORTED_FIRST_OUTPUT, count=len(program.outputs)))
    tree, end, told = _tree(found)
    notices += told
    check_tree(tree.nodes)
    _check_output(tree.nodes, found, end)
    weights = tuple(found.weights[step.output] for step in tree.steps)
    notices += _shared(weights)
    missing = _missing(tree, weights, files.tensors)
    if missing and files.pickled:
        notices.append(_notice(ErrorCode.EXPORTED_WEIGHTS_PICKLED))
    elif missing:
        notices.append(_notice(ErrorCode.EXPORTED_WEIGHTS_COMPUTED, name=missing[:_LONGEST_NAME]))
    kept = None if missing else weights or (_NO_WEIGHTS,)
    return ExportedNetwork(tree.nodes, shape, kept, files.tensors, tuple(notices))


def _notice(code: ErrorCode, **facts: Fact) -> ExportedNotice:
    return ExportedNotice(code, facts)


def _tree(found: ProgramFlow) -> tuple[FlowTree, str, list[ExportedNotice]]:
    """Return the network, the value that it gives, and what was left out of it."""
    flow = Flow(found.start, found.steps)
    if found.end not in flow.before:
        refuse("its output does not depend on its input")
    end, passed, cut = _readable(found, flow)
    notices = []
    if passed:
        notices.append(_notice(ErrorCode.EXPORTED_LEFT_OUT, **_facts(found, passed)))
        known = dict(zip(passed, map(flow.before.__getitem__, passed), strict=True))
        end = _resolved(end, known)
        flow = Flow(found.start, [_passing(step, known) for step in found.steps])
    if cut:
        notices.append(_notice(ErrorCode.EXPORTED_CUT, **_facts(found, [cut])))
    whole = flow.tree(end)
    tree = replace(whole, nodes=_without_wrapper(whole.nodes))
    if not tree.steps:
        if cut:
            raise DocumentError(ErrorCode.EXPORTED_UNREADABLE, **_facts(found, [cut]))
        # torch.export writes no call of an Identity: what comes in goes out.
        tree = replace(tree, nodes=(NetworkStep(Identity()),))
    return tree, end, notices


def _without_wrapper(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return what a network is without a module around all of it."""
    while len(nodes) == 1 and isinstance(nodes[0], Block) and not nodes[0].joins:
        nodes = nodes[0].children
    return nodes


def _readable(found: ProgramFlow, flow: Flow) -> tuple[str, list[str], str]:
    """Return where the network ends, what is passed over before that, and what it ends before.

    An operation that is no layer is passed over where its result has the shape of what it was
    made of. Else the network ends before it; "" where none is in the way.
    """
    end, cut = found.end, ""
    needed = _needed(flow, end)
    left_out: list[str] = []
    for value in reversed(found.unread):
        if value not in needed:
            continue
        before = flow.before[value]
        if found.shapes.get(value) == found.shapes.get(before):
            left_out.append(value)
            continue
        spine = set(flow.spine(end))
        while before not in spine:
            before = flow.before[before]
        end, cut = before, value
        needed = _needed(flow, end)
    return end, [value for value in reversed(left_out) if value in needed], cut


def _needed(flow: Flow, end: str) -> set[str]:
    """Return the values that a value is made of, itself among them."""
    needed: set[str] = set()
    waiting = [end]
    while waiting:
        value = waiting.pop()
        if value not in needed:
            needed.add(value)
            step = flow.makers.get(value)
            waiting += () if step is None else step.inputs
    return needed


def _passing(step: FlowStep, passed: dict[str, str]) -> FlowStep:
    """Return a step that reads what was before an operation that is passed over."""
    return replace(step, inputs=tuple(_resolved(value, passed) for value in step.inputs))


def _resolved(value: str, passed: dict[str, str]) -> str:
    while value in passed:
        value = passed[value]
    return value


def _facts(found: ProgramFlow, values: list[str]) -> dict[str, Fact]:
    """Return the names of operations, and where the first of them is."""
    calls = [found.unread[value] for value in values]
    names = list(dict.fromkeys(call.operation for call in calls))
    more = ["…"] if len(names) > _MOST_NAMED else []
    places = {step.output: step.place for step in found.steps}
    listed = ", ".join([name[:_LONGEST_NAME] for name in names[:_MOST_NAMED]] + more)
    return {"operation": listed, "place": (places[values[0]] or names[0])[:_LONGEST_PLACE]}


def _check_output(nodes: tuple[Node, ...], found: ProgramFlow, end: str) -> None:
    """Refuse a network that does not give the shape that the file says.

    A network that fails is shown with its failure.
    """
    batch, *shape = found.shapes[found.start]
    result = infer_sequential(nodes, tuple(shape), batch_size=max(batch, 1))
    expected = found.shapes.get(end, ())
    if result.failure is None and result.output_shape not in (expected, expected[1:]):
        detail = f"what was read gives {result.output_shape}, and the file says {expected[1:]}"
        refuse(detail)


def _shared(weights: tuple[Weights, ...]) -> list[ExportedNotice]:
    """Return a notice of each weight that several layers have in common."""
    counts = Counter(
        name for each in weights for key, name in each.names.items() if key == "weight"
    )
    shared = [(name, count) for name, count in counts.items() if count > 1]
    return [
        _notice(ErrorCode.EXPORTED_SHARED, name=name[:_LONGEST_NAME], times=count)
        for name, count in shared[:_MOST_NAMED]
    ]


def _missing(tree: FlowTree, weights: tuple[Weights, ...], tensors: dict[str, StoredTensor]) -> str:
    """Return the first layer whose weights are not all in the file; "" for none."""
    for step, own in zip(tree.steps, weights, strict=True):
        names = [n for key, n in own.names.items() if key != "num_batches_tracked"]
        if not own.is_whole or any(name not in tensors for name in names):
            layer = "" if step.layer is None else step.layer.type_name()
            return ".".join((*step.modules, step.name)) if step.name else layer
    return ""
