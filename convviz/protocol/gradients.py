"""The autograd graph of one batch: its nodes, what each saves, and the gradients between them."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import msgspec

from convviz.protocol.messages.common import Problem, Tensor

MOST_NODES: Final = 4000
"""Nodes of a graph that is told; a larger one is refused."""
MOST_PICTURES: Final = 16
SHOWN_SIDE: Final = 8
"""Rows and columns of a tensor's numbers that are sent: the first of its first map."""
SHOWN_ROW: Final = 16
"""Numbers of one row alone that are sent."""

LossChoice: TypeAlias = Literal["loss", "sum", "mean", "score", "none"]
"""What backward begins at: the training's loss against the picture's class, the sum or the mean of
all outputs, the output of the picture's class alone, or the outputs as they are."""
LOSS_CHOICES: Final[tuple[LossChoice, ...]] = ("loss", "sum", "mean", "score", "none")

Before: TypeAlias = Literal["nothing", "not_zeroed", "retained", "freed"]
"""What was done before: nothing, or zero_grad; a backward of the same batch without zero_grad
behind it; backward(retain_graph=True) on this very graph; or backward() on it, which frees it."""
BEFORES: Final[tuple[Before, ...]] = ("nothing", "not_zeroed", "retained", "freed")


class GradientChoice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the loss is made, and what of the network learns.

    Attributes:
        loss: What backward begins at.
        label: The class that is right, from 0; -1 for the picture's own.
        pictures: So many test pictures from the chosen one on are the batch; an own one is copied.
        is_training: Whether the network is in training mode, as after `train()`.
        no_grad: Whether the forward runs under `torch.no_grad()`.
        picture_learns: Whether the picture has `requires_grad=True`.
        frozen: Layers and blocks whose parameters have `requires_grad=False`.
        detached: Layers and blocks whose output is detached.
        retained: Those whose output keeps its gradient: `retain_grad()`.
        before: What was done before.
    """

    loss: LossChoice = "loss"
    label: int = -1
    pictures: int = 1
    is_training: bool = True
    no_grad: bool = False
    picture_learns: bool = False
    frozen: tuple[tuple[int, ...], ...] = ()
    detached: tuple[tuple[int, ...], ...] = ()
    retained: tuple[tuple[int, ...], ...] = ()
    before: Before = "nothing"


class TensorTold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tensor in a few numbers.

    Attributes:
        shape: As torch gives it, with the batch.
        mean: Of its finite numbers, and so the others; 0 if there are none.
        low: The smallest.
        high: The largest.
        norm: The square root of the sum of their squares.
        zeros: How many numbers are 0.
        not_finite: How many are infinite or no number.
        numbers: float32 (rows, columns): the first of its first map, SHOWN_SIDE each way at most;
            of one row SHOWN_ROW.
    """

    shape: tuple[int, ...]
    mean: float
    low: float
    high: float
    norm: float
    zeros: int
    not_finite: int
    numbers: Tensor


class SavedPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a node keeps for backward.

    Attributes:
        name: As torch names it, without `_saved_`.
        shape: Of a tensor; None for another thing.
        text: Another thing as Python writes it; of a tensor its type.
        size: Of a tensor, in bytes.
    """

    name: str
    shape: tuple[int, ...] | None
    text: str
    size: int = 0


class GraphEdge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where one of a node's gradients goes.

    Attributes:
        node: The number of the node that gets it; -1 where none is wanted.
        slot: Which of that node's outputs it is the gradient of, from 0.
        sent: What went there; None before backward, or for no gradient.
    """

    node: int
    slot: int = 0
    sent: TensorTold | None = None


class GraphNode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A node of the graph: the backward of one operation.

    Attributes:
        name: torch's, such as "ConvolutionBackward0".
        path: The layer or block in which it was made; the empty one for the loss, and the picture.
        is_of_loss: Whether the loss made it.
        parameter: Whose gradient an AccumulateGrad fills, as the network names it; "input" for the
            picture's; "" for another node.
        operator: The forward operation, such as "aten.convolution"; "" where that is not known.
        output: What the forward gave; None where that is not known.
        shapes: Of what it gave, one each output: of the gradients that come in.
        saved: What it keeps for backward.
        edges: Where its gradients go, one each input of the operation.
        forward: When the forward came to it, from 0; -1 for an AccumulateGrad.
        order: When backward came to it, from 0; -1 for never.
        received: The gradient of each output; None for none.
    """

    name: str
    path: tuple[int, ...]
    is_of_loss: bool
    parameter: str
    operator: str
    output: TensorTold | None
    shapes: tuple[tuple[int, ...], ...]
    saved: tuple[SavedPart, ...]
    edges: tuple[GraphEdge, ...]
    forward: int
    order: int = -1
    received: tuple[TensorTold | None, ...] = ()


class GraphTensor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tensor that may have a gradient.

    Attributes:
        name: A parameter's as the network names it; "input"; a layer's, whose output it is.
        path: Of the layer or block.
        shape: Its own.
        is_leaf: Whether no operation made it.
        requires_grad: Whether a gradient is wanted.
        node: The AccumulateGrad that fills its gradient, or the node that made it; -1 for none.
        before: Its `.grad` before this backward.
        grad: Its `.grad` after it.
    """

    name: str
    path: tuple[int, ...]
    shape: tuple[int, ...]
    is_leaf: bool
    requires_grad: bool
    node: int
    before: TensorTold | None
    grad: TensorTold | None


class LossTold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What backward began at.

    Attributes:
        choice: How it was made; another than was wanted where that does not suit the output.
        call: As it is written, such as "CrossEntropyLoss()".
        label: The class that is right, from 0; -1 for none.
        shape: Of the loss; empty for one number.
        value: The loss; None if it is not one number.
        why: Why it is another than was wanted.
    """

    choice: LossChoice
    call: str
    label: int
    shape: tuple[int, ...]
    value: float | None
    why: Problem | None = None
