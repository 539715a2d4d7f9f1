"""Sentences on the autograd graph: what a step does, and what a learner asks about it."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from convviz.core.code.writing import shape_text
from convviz.core.network.tree import names_within
from convviz.core.written_numbers import short
from convviz.drawing.graph.graph_figure import GraphWords, node_notes
from convviz.drawing.graph.graph_parts import PICTURE
from convviz.stepping.gradient_steps import GradientStep, GradientWalk, StepKind, incoming
from convviz.ui.error_sentences import error_sentence
from convviz.ui.formats import count_text, size_text
from convviz.values.tensors import array_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from convviz.core.network.tree import Node
    from convviz.protocol.gradients import GradientChoice, GraphNode, GraphTensor, TensorTold
    from convviz.ui.network.graph.graph_looker import Gradients

translate = QCoreApplication.translate

_FIRST: Final = 4


def graph_words() -> GraphWords:
    """Return the words of the figure in the language of the window."""
    return GraphWords(
        picture=translate("AutogradGraph", "the picture"),
        title=translate("AutogradGraph", "An autograd graph of {count} nodes"),
        empty=translate("AutogradGraph", "No operation wants a gradient"),
        norm=translate("AutogradGraph", "|grad| {norm}"),
    )


def told_text(told: TensorTold) -> str:
    """Return a tensor in numbers: its shape, mean, ends and length."""
    shape = shape_text(told.shape) if told.shape else translate("AutogradGraph", "1 number")
    parts = []
    first = array_of(told.numbers).ravel()[:_FIRST]
    if len(first):
        numbers = ", ".join(short(float(number)) for number in first)
        is_all = len(first) == math.prod(told.shape)
        text = translate("AutogradGraph", "first numbers {numbers}")
        parts.append(numbers if is_all else text.format(numbers=numbers))
    if len(first) > 1:
        text = translate("AutogradGraph", "mean {mean}, from {low} to {high}, norm {norm}")
        mean, norm = short(told.mean), short(told.norm)
        low, high = short(told.low), short(told.high)
        parts.append(text.format(mean=mean, low=low, high=high, norm=norm))
    if told.zeros:
        zeros = translate("AutogradGraph", "{count} of them 0")
        parts.append(zeros.format(count=count_text(told.zeros)))
    if told.not_finite:
        unknown = translate("AutogradGraph", "{count} infinite or no number")
        parts.append(unknown.format(count=count_text(told.not_finite)))
    text = translate("AutogradGraph", "{shape}: {numbers}")
    return text.format(shape=shape, numbers="; ".join(parts))


def title_text(walk: GradientWalk, index: int) -> str:
    """Return where a step stands: in the forward, or in the backward."""
    step, loss = walk.steps[index], walk.loss_step
    if step.kind is StepKind.FORWARD:
        text = translate("AutogradGraph", "Forward, operation {number} of {count}")
        return text.format(number=index + 1, count=loss)
    if step.kind is StepKind.LOSS:
        return translate("AutogradGraph", "The loss")
    if step.kind is StepKind.REFUSED:
        return translate("AutogradGraph", "torch refuses")
    text = translate("AutogradGraph", "Backward, node {number} of {count}")
    count = sum(known.kind is StepKind.BACKWARD for known in walk.steps)
    return text.format(number=index - loss, count=count)


def step_sentences(known: Gradients, index: int) -> list[str]:
    """Return what a step does, sentence by sentence, as HTML."""
    walk = known.walk
    if walk is None:
        return []
    step = walk.steps[index]
    match step.kind:
        case StepKind.FORWARD:
            return list(_forward(walk, step, index, known.nodes))
        case StepKind.LOSS:
            return list(_loss(walk, known))
        case StepKind.BACKWARD:
            return list(_backward(walk, step, known))
        case StepKind.REFUSED:
            refusal = walk.traced.refusal
            return [] if refusal is None else [escape(error_sentence(refusal.error()))]


def _named(walk: GradientWalk, number: int, nodes: Sequence[Node]) -> tuple[str, str]:
    """Return a node's name and of what it is."""
    note = node_notes(walk.traced, nodes)[number]
    under = translate("AutogradGraph", "the picture") if note == PICTURE else note
    return walk.traced.nodes[number].name, under


def _forward(
    walk: GradientWalk, step: GradientStep, index: int, nodes: Sequence[Node]
) -> Iterator[str]:
    node = walk.traced.nodes[step.node]
    name, under = _named(walk, step.node, nodes)
    if node.operator:
        text = translate(
            "AutogradGraph", "{operator} of {place} runs, and leaves the node {name} behind it."
        )
        yield text.format(operator=_code(node.operator), place=_bold(under), name=_bold(name))
    else:
        text = translate("AutogradGraph", "An operation of {place} leaves the node {name}.")
        yield text.format(place=_bold(under), name=_bold(name))
    if node.output is not None:
        text = translate("AutogradGraph", "It gives {tensor}.")
        yield text.format(tensor=told_text(node.output))
    yield from _saved(node)
    text = translate("AutogradGraph", "So far {size} are saved for backward.")
    yield text.format(size=size_text(walk.saved_bytes(index)))


def _saved(node: GraphNode) -> Iterator[str]:
    tensors = [part for part in node.saved if part.shape is not None]
    others = [part for part in node.saved if part.shape is None]
    if not tensors:
        yield translate("AutogradGraph", "It saves no tensor for backward.")
    else:
        named = ", ".join(
            f"{_code(part.name)} {shape_text(part.shape or ()) or '1'}" for part in tensors
        )
        yield translate("AutogradGraph", "For backward it saves {parts}.").format(parts=named)
    if others:
        named = ", ".join(f"{_code(part.name)} = {escape(part.text)}" for part in others)
        yield translate("AutogradGraph", "It also keeps {parts}.").format(parts=named)


def _loss(walk: GradientWalk, known: Gradients) -> Iterator[str]:
    traced, loss = walk.traced, walk.traced.loss
    if loss.value is not None:
        yield f"{_code(loss.call)} = {_bold(f'{loss.value:.6g}')}"
    else:
        text = translate("AutogradGraph", "{call} has {shape} numbers.")
        yield text.format(call=_code(loss.call), shape=shape_text(loss.shape))
    if loss.label >= 0:
        names = traced.class_names
        name = f" ({names[loss.label]})" if loss.label < len(names) else ""
        text = translate("AutogradGraph", "The right class is {label}{name}.")
        yield text.format(label=loss.label, name=escape(name))
    if loss.why is not None:
        yield escape(error_sentence(loss.why.error()))
    if traced.nodes:
        text = translate(
            "AutogradGraph",
            "{loss} is {name}: from it backward() walks the graph, and begins with the gradient 1.",
        )
        root = traced.nodes[0].name
        yield text.format(loss=_code("loss.grad_fn"), name=_bold(root))
    yield _before_text(known.choice)
    yield from _cut_off(known)


def _cut_off(known: Gradients) -> Iterator[str]:
    """Yield what a person took out of the graph."""
    names = {path: name for path, _, name in names_within(None, known.nodes) if name}
    choice = known.choice
    for paths, text in (
        (
            choice.frozen,
            translate(
                "AutogradGraph",
                "Frozen (requires_grad=False): {names}. No AccumulateGrad stands for their "
                "parameters; gradients still go through them to layers before.",
            ),
        ),
        (
            choice.detached,
            translate(
                "AutogradGraph",
                "Detached behind: {names}. The graph ends there, and what stands before learns "
                "nothing of this loss.",
            ),
        ),
        (
            choice.retained,
            translate("AutogradGraph", "retain_grad() was called on the output of: {names}."),
        ),
    ):
        known_names = [names[path] for path in paths if path in names]
        if known_names:
            yield text.format(names=", ".join(map(_bold, known_names)))


def _before_text(choice: GradientChoice) -> str:
    """Return what lies in .grad, and why."""
    if choice.before == "not_zeroed":
        return translate(
            "AutogradGraph",
            "Each .grad still holds the gradient of a backward before, for nobody called "
            "zero_grad(): this one is added to it. zero_grad() may stand anywhere but between "
            "backward() and step().",
        )
    if choice.before == "retained":
        return translate(
            "AutogradGraph",
            "backward(retain_graph=True) has run on this graph already: what was saved is still "
            "there, and the same gradients are added to .grad a second time.",
        )
    if choice.before == "freed":
        return translate(
            "AutogradGraph",
            "backward() has run on this graph already, and freed what its nodes had saved.",
        )
    return translate(
        "AutogradGraph", "After zero_grad() every .grad is None until its AccumulateGrad runs."
    )


def _backward(walk: GradientWalk, step: GradientStep, known: Gradients) -> Iterator[str]:
    graph, nodes = walk.traced.nodes, known.nodes
    node = graph[step.node]
    name, under = _named(walk, step.node, nodes)
    text = translate("AutogradGraph", "{name} of {place} runs.")
    yield text.format(name=_bold(name), place=_bold(under))
    came = [told for told in node.received if told is not None]
    sources = incoming(graph, step.node)
    for told in came:
        text = translate("AutogradGraph", "The gradient of its output comes in: {tensor}.")
        if node.parameter:
            text = translate("AutogradGraph", "The gradient comes in: {tensor}.")
        yield text.format(tensor=told_text(told))
    if len(sources) > 1:
        text = translate(
            "AutogradGraph",
            "It is the sum of {count} gradients, one from each operation that read this output: "
            "{names}.",
        )
        names = ", ".join(_bold(graph[source].name) for source, _ in sources)
        yield text.format(count=len(sources), names=names)
    if node.parameter:
        yield from _accumulated(walk, step.node)
        return
    for edge in node.edges:
        if edge.node < 0:
            yield translate(
                "AutogradGraph",
                "One input gets none: nothing behind it wants a gradient (the picture, a frozen "
                "weight, a detached tensor, a plain number).",
            )
        elif edge.sent is not None:
            behind, place = _named(walk, edge.node, nodes)
            text = translate("AutogradGraph", "To {name} ({place}) goes {tensor}.")
            yield text.format(name=_bold(behind), place=escape(place), tensor=told_text(edge.sent))


def _accumulated(walk: GradientWalk, number: int) -> Iterator[str]:
    tensor = next((known for known in walk.traced.tensors if known.node == number), None)
    if tensor is None:
        return
    name = _code(f"{tensor.name}.grad")
    if tensor.before is None:
        yield translate("AutogradGraph", "{grad} was None, and is this gradient now.").format(
            grad=name
        )
    elif tensor.grad is not None:
        text = translate(
            "AutogradGraph", "{grad} was of norm {before}; with this one added it has {after}."
        )
        before, after = short(tensor.before.norm), short(tensor.grad.norm)
        yield text.format(grad=name, before=before, after=after)


def grad_text(tensor: GraphTensor, grad: TensorTold | None, *, is_over: bool) -> str:
    """Return what a tensor's .grad is at a step.

    Args:
        tensor: The tensor.
        grad: Its gradient at the step.
        is_over: Whether backward has ended.
    """
    if grad is not None:
        return translate("AutogradGraph", "norm {norm}").format(norm=short(grad.norm))
    if tensor.requires_grad and is_over:
        return translate("AutogradGraph", "None: out of the loss's reach")
    return "None"


def wants_text(tensor: GraphTensor) -> str:
    """Return why a tensor has a gradient or none."""
    if tensor.is_leaf and tensor.requires_grad:
        return translate(
            "AutogradGraph", "A leaf with requires_grad=True: its AccumulateGrad fills .grad."
        )
    if tensor.is_leaf:
        return translate(
            "AutogradGraph",
            "A leaf with requires_grad=False: its .grad stays None, and step() leaves it as it is.",
        )
    return translate(
        "AutogradGraph",
        "No leaf: an operation made it. Its gradient flows through, and .grad keeps it only after "
        "retain_grad().",
    )


def _bold(text: str) -> str:
    return f"<b>{escape(text)}</b>"


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>"
