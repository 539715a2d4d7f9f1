"""Documents as versioned JSON, read strictly: a broken or hostile file changes nothing."""

from __future__ import annotations

import json
import math
from collections import Counter
from itertools import count
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import Meta

from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers.tensor_forms import TensorForm
from convviz.core.losses import Loss
from convviz.core.losses.of_output import suits_layer
from convviz.core.network.tree import Block, BlockKind, NetworkStep, Node
from convviz.core.network.tree_limits import MOST_DEPTH, MOST_LAYERS, check_length, check_tree
from convviz.core.optimisers import Optimiser
from convviz.core.shown_layers import is_shown
from convviz.core.surface import LONGEST
from convviz.protocol.call_plain import call_to_plain
from convviz.protocol.decoding import json_decoder
from convviz.protocol.document import (
    Calculator,
    Document,
    Network,
    Origin,
    PictureOrigin,
    WeightsFile,
    WeightsOrigin,
)
from convviz.protocol.file_reading import read_file, without_mark
from convviz.protocol.files import write_file
from convviz.protocol.layer_plain import Plain, layer_from_plain, layer_to_plain, opened_from_plain
from convviz.protocol.lesson import (
    FIRST_LESSON,
    LOSSES,
    MOST_COMPARED,
    MOST_STEPS,
    Lesson,
    learns_kernels,
)
from convviz.protocol.recipes import (
    LARGEST_BLOCK,
    LARGEST_SEED,
    Numbers,
    Picture,
    Recipe,
    Sha256,
    TypedOver,
)
from convviz.protocol.training_plain import TrainingPlain, training_from_plain, training_to_plain

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from convviz.core.layers import Layer

PlainT = TypeVar("PlainT")

VERSION = 6
"""Of the format, raised with every field or kind of value that an earlier convviz does not know.

An earlier convviz then says that a document is a later one's, and not that it is damaged. 1 had no
blocks in files, no numbers typed over others, two optimisers and no schedules; 2 had two data sets
by their names alone, without settings; 3 had a list of layers for a network, without blocks and
names; 4 had no names of layers in a file of weights; 5 had layers alone in the calculator, without
tensors beside input, weight and bias, and all of them in evaluation, and
always began a training with new weights.
"""
_FIRST_WITH_TRAINING = 6
SUFFIX = ".convviz"
LARGEST_DOCUMENT = 16 << 20
"""Bytes. Numbers typed by hand need far less; pictures and weights are files beside it."""
LARGEST_INDENTED = 1 << 18
"""Bytes. Indentation gives every number a line of its own, several times its size."""
LARGEST_SIZE = 1 << 20
"""Largest size of one dimension that a document may ask for."""

LARGEST_RANK = 4
"""Channels and three spatial axes."""

MOST_TENSORS = 20
"""Tensors beside input, weight and bias that a document may hold."""


class _OriginPlain(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    step: Annotated[int, Meta(ge=0, lt=MOST_LAYERS)]
    name: Annotated[str, Meta(max_length=1000)]
    layer: Plain
    weights: WeightsOrigin | None = None
    picture: PictureOrigin | None = None
    seed: Annotated[int, Meta(ge=0, le=2**63 - 1)] = 0
    file_sha256: Sha256 | Literal[""] = ""
    weight_sha256: Sha256 | Literal[""] = ""
    bias_sha256: Sha256 | Literal[""] = ""
    running_mean_sha256: Sha256 | Literal[""] = ""
    running_var_sha256: Sha256 | Literal[""] = ""


class _FormPlain(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Shape and type of a tensor beside the input, where a person chose another."""

    shape: tuple[int, ...]
    is_integer: bool = False


class _CalculatorPlain(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    layer: Plain
    input_shape: tuple[int, ...]
    input: Recipe
    weight: Recipe
    bias: Recipe
    output_size: tuple[int, ...] | None = None
    origin: _OriginPlain | None = None
    tensors: Annotated[
        dict[Annotated[str, Meta(max_length=40)], Recipe], Meta(max_length=MOST_TENSORS)
    ] = {}
    training: bool = False
    seed: Annotated[int, Meta(ge=0, le=LARGEST_SEED)] = 0
    zero_grad: bool = True
    forms: Annotated[
        dict[Annotated[str, Meta(max_length=40)], _FormPlain], Meta(max_length=MOST_TENSORS)
    ] = {}
    function: Annotated[str, Meta(max_length=LONGEST)] = ""
    lesson: _LessonPlain | None = None
    loss: Plain | None = None


class _LessonPlain(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """How a kernel is learned."""

    loss: Plain | None = None
    optimiser: Plain | None = None
    steps: Annotated[int, Meta(ge=1, le=MOST_STEPS)] = FIRST_LESSON.steps
    taken: Annotated[int, Meta(ge=0, le=LARGEST_SEED)] = 0
    revealed: bool = False
    compared: Annotated[tuple[Plain, ...], Meta(max_length=MOST_COMPARED)] = ()


class _StepPlain(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A layer, or a block with what it holds."""

    layer: Plain | None = None
    follows: tuple[str, ...] = ()
    enabled: bool = True
    name: Annotated[str, Meta(max_length=80)] = ""
    block: BlockKind | None = None
    children: tuple[_StepPlain, ...] = ()


class _NetworkPlain(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    input_shape: tuple[int, ...]
    steps: tuple[_StepPlain, ...]
    weights: WeightsFile | None = None
    hidden_advice: Annotated[
        tuple[Annotated[str, Meta(max_length=80)], ...], Meta(max_length=100)
    ] = ()


class _DocumentPlain(msgspec.Struct, forbid_unknown_fields=True):
    format: str
    version: int
    calculator: _CalculatorPlain
    network: _NetworkPlain
    training: TrainingPlain


class _Header(msgspec.Struct):
    format: str
    version: int


def encode_document(document: Document) -> bytes:
    """Return a document as JSON; indented, unless it holds very many numbers."""
    calculator = document.calculator
    plain = _DocumentPlain(
        format="convviz",
        version=VERSION,
        calculator=_CalculatorPlain(
            layer_to_plain(calculator.layer),
            calculator.input_shape,
            calculator.input,
            calculator.weight,
            calculator.bias,
            calculator.output_size,
            _origin_plain(calculator.origin),
            calculator.tensors,
            calculator.training,
            calculator.seed,
            calculator.zero_grad,
            {n: _FormPlain(f.shape, f.is_integer) for n, f in calculator.forms.items()},
            calculator.function,
            _lesson_plain(calculator.lesson),
            None if calculator.loss is None else call_to_plain(calculator.loss),
        ),
        network=_NetworkPlain(
            document.network.input_shape,
            tuple(map(_step_plain, document.network.steps)),
            document.network.weights,
            document.network.hidden_advice,
        ),
        training=training_to_plain(document.training),
    )
    text = msgspec.json.encode(plain)
    if len(text) > LARGEST_INDENTED:
        return text + b"\n"
    return msgspec.json.format(text, indent=2) + b"\n"


def decode_document(text: bytes, path: str = "") -> Document:
    """Return the document that JSON text means.

    Args:
        text: The file's bytes.
        path: Where it came from, for the errors.

    Raises:
        DocumentError: DOCUMENT_TOO_LARGE, DOCUMENT_NOT_JSON, DOCUMENT_NEWER, DOCUMENT_MALFORMED,
            UNKNOWN_LAYER, LAYER_MALFORMED, NETWORK_TOO_LONG, and the codes of training settings.
    """
    text = without_mark(text)
    if len(text) > LARGEST_DOCUMENT:
        raise DocumentError(
            ErrorCode.DOCUMENT_TOO_LARGE, path=path, size=len(text), limit=LARGEST_DOCUMENT
        )
    header = _decode(text, _Header, path)
    if header.format != "convviz":
        raise _malformed(path, "it is not a convviz document")
    if header.version > VERSION:
        raise DocumentError(
            ErrorCode.DOCUMENT_NEWER, path=path, version=header.version, supported=VERSION
        )
    plain = _decode(text, _DocumentPlain, path)
    if plain.version < 1:
        raise _malformed(path, f"it says version {plain.version}")
    _check_keys(text, path)
    calculator = _calculator(plain.calculator, plain.version, path)
    training = training_from_plain(plain.training, plain.version)
    return Document(calculator, _network(plain.network, path), training)


def read_document(path: Path) -> Document:
    """Read a document's file.

    Raises:
        DocumentError: as :func:`decode_document`; FILE_MISSING, FILE_UNREADABLE.
    """
    try:
        text = read_file(path, LARGEST_DOCUMENT)
    except DocumentError as error:
        if error.code is ErrorCode.FILE_TOO_LARGE:
            raise DocumentError(ErrorCode.DOCUMENT_TOO_LARGE, **error.facts) from error
        raise
    return decode_document(text, str(path))


def write_document(path: Path, document: Document, *, replace_read_only: bool = False) -> None:
    """Write a document's file; a failure leaves the old one.

    Args:
        path: The file.
        document: What is written.
        replace_read_only: Also replace a file that is protected.

    Raises:
        StorageError: DISK_FULL, FILE_UNWRITABLE.
        DocumentError: DOCUMENT_TOO_LARGE_TO_SAVE.
    """
    text = encode_document(document)
    if len(text) > LARGEST_DOCUMENT:
        code, limit = ErrorCode.DOCUMENT_TOO_LARGE_TO_SAVE, LARGEST_DOCUMENT
        raise DocumentError(code, path=str(path), size=len(text), limit=limit)
    write_file(path, text, replace_read_only=replace_read_only)


def check_input_shape(shape: tuple[int, ...]) -> None:
    """Refuse what no network of a document has as the shape of its input.

    Raises:
        DocumentError: INPUT_SHAPE_OUT_OF_RANGE.
    """
    if not 1 <= len(shape) <= LARGEST_RANK or not all(1 <= n <= LARGEST_SIZE for n in shape):
        code = ErrorCode.INPUT_SHAPE_OUT_OF_RANGE
        raise DocumentError(code, shape=shape, most=LARGEST_RANK, limit=LARGEST_SIZE)


def _decode(text: bytes, wanted: type[PlainT], path: str) -> PlainT:
    try:
        return json_decoder(wanted).decode(text)
    except msgspec.ValidationError as error:
        raise _malformed(path, str(error)[:200]) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DocumentError(
            ErrorCode.DOCUMENT_NOT_JSON, path=path, detail=str(error)[:200]
        ) from error


def _check_keys(text: bytes, path: str) -> None:
    """Refuse an object with a key twice: msgspec takes the last one, other readers the first."""

    def check(pairs: list[tuple[str, object]]) -> None:
        keys = Counter(key for key, _ in pairs)
        if len(keys) < len(pairs):
            twice = keys.most_common(1)[0][0][:80]
            raise _malformed(path, f"the key {twice!r} stands twice in one object")

    # Numbers are not read again: len takes their text, of whatever length.
    json.loads(text, object_pairs_hook=check, parse_int=len, parse_float=len)


def _calculator(plain: _CalculatorPlain, version: int, path: str) -> Calculator:
    for recipe in (plain.input, plain.weight, plain.bias, *plain.tensors.values()):
        if isinstance(recipe, Numbers) and not _fills(recipe):
            shape = f"{recipe.shape!s:.80}"
            raise _malformed(path, f"{len(recipe.cells)} numbers do not fill the shape {shape}")
    others = (plain.weight, plain.bias, *plain.tensors.values())
    if any(isinstance(_below(recipe), Picture) for recipe in others):
        raise _malformed(path, "a picture can only be the input")
    layer = opened_from_plain(plain.layer)
    if not is_shown(layer):
        raise _malformed(path, f"the calculator cannot show {layer.type_name()}")
    return Calculator(
        layer,
        _typed_shape(plain.input_shape, path),
        plain.input,
        plain.weight,
        plain.bias,
        None if plain.output_size is None else _typed_shape(plain.output_size, path),
        None if plain.origin is None else _origin(plain.origin),
        plain.tensors,
        plain.training or (version < _FIRST_WITH_TRAINING and not layer.depends_on_training()),
        plain.seed,
        plain.zero_grad,
        {name: _form(form, path) for name, form in plain.forms.items()},
        plain.function,
        FIRST_LESSON if plain.lesson is None else _lesson(plain.lesson, path),
        None if plain.loss is None else _loss(plain.loss, layer, path),
    )


def _loss(plain: Plain, layer: Layer, path: str) -> Loss:
    """Return the loss at which a backward pass begins."""
    loss: Any = opened_from_plain(plain)
    if not isinstance(loss, Loss) or not suits_layer(loss, layer):
        raise _malformed(path, f"no backward pass of {layer.type_name()} begins at {loss}")
    loss.check_values()
    return loss


def _lesson_plain(lesson: Lesson) -> _LessonPlain | None:
    if lesson == FIRST_LESSON:
        return None
    first = FIRST_LESSON
    return _LessonPlain(
        None if lesson.loss == first.loss else call_to_plain(lesson.loss),
        None if lesson.optimiser == first.optimiser else call_to_plain(lesson.optimiser),
        lesson.steps,
        lesson.taken,
        lesson.revealed,
        tuple(map(call_to_plain, lesson.compared)),
    )


def _lesson(plain: _LessonPlain, path: str) -> Lesson:
    loss: Any = FIRST_LESSON.loss if plain.loss is None else opened_from_plain(plain.loss)
    if type(loss) not in LOSSES or loss.reduction == "none":
        raise _malformed(path, f"no kernel is learned by {loss.type_name()}")
    loss.check_values()
    return Lesson(
        loss,
        FIRST_LESSON.optimiser if plain.optimiser is None else _optimiser(plain.optimiser, path),
        plain.steps,
        plain.taken,
        plain.revealed,
        tuple(_optimiser(call, path) for call in plain.compared),
    )


def _optimiser(plain: Plain, path: str) -> Optimiser:
    """Return what takes the steps of a lesson; torch accepts it."""
    optimiser: Any = opened_from_plain(plain)
    if not isinstance(optimiser, Optimiser) or not learns_kernels(optimiser):
        raise _malformed(path, f"no kernel is learned by {optimiser.type_name()}")
    optimiser.check()
    return optimiser


def _form(plain: _FormPlain, path: str) -> TensorForm:
    """Return the form of a tensor; a single number has no sizes."""
    shape = _typed_shape(plain.shape, path) if plain.shape else ()
    if min(shape, default=1) < 1 or math.prod(shape) > LARGEST_BLOCK:
        raise _malformed(path, f"the shape {shape!s:.80} is out of range")
    return TensorForm(shape, plain.is_integer)


def _origin_plain(origin: Origin | None) -> _OriginPlain | None:
    if origin is None:
        return None
    plain = msgspec.structs.asdict(origin) | {"layer": layer_to_plain(origin.layer)}
    return _OriginPlain(**plain)


def _origin(plain: _OriginPlain) -> Origin:
    fields = msgspec.structs.asdict(plain) | {"layer": layer_from_plain(plain.layer)}
    return Origin(**fields)


def _typed_shape(shape: tuple[int, ...], path: str) -> tuple[int, ...]:
    """Return a shape of the calculator: like its layer it may be one that is refused there."""
    if not 1 <= len(shape) <= LARGEST_RANK + 1:  # BatchNorm3d takes a batch of volumes
        raise _malformed(path, f"the shape {shape!s:.80} is out of range")
    return shape


def _below(recipe: Recipe) -> Recipe:
    return recipe.base if isinstance(recipe, TypedOver) else recipe


def _fills(numbers: Numbers) -> bool:
    """Return whether typed numbers fill their shape, a kernel's at most."""
    shape = numbers.shape
    return (
        len(shape) <= LARGEST_RANK + 1
        and min(shape, default=1) >= 1
        and math.prod(shape) == len(numbers.cells)
    )


def _network(plain: _NetworkPlain, path: str) -> Network:
    check_length(_count(plain.steps))
    numbers = count(1)
    steps = tuple(_node(step, path, numbers) for step in plain.steps)
    check_tree(steps)
    shape = _input_shape(plain.input_shape, path)
    return Network(shape, steps, plain.weights, plain.hidden_advice)


def _step_plain(node: Node) -> _StepPlain:
    if isinstance(node, Block):
        children = tuple(map(_step_plain, node.children))
        return _StepPlain(enabled=node.enabled, name=node.name, block=node.kind, children=children)
    follows = tuple(sorted(node.follows))
    return _StepPlain(layer_to_plain(node.layer), follows, node.enabled, node.name)


def _count(steps: tuple[_StepPlain, ...], depth: int = 0) -> int:
    """Return how many layers and blocks there are; a file can be far deeper than a network."""
    if depth > MOST_DEPTH:
        raise DocumentError(ErrorCode.NETWORK_TOO_DEEP, limit=MOST_DEPTH)
    return sum(1 + _count(step.children, depth + 1) for step in steps)


def _node(plain: _StepPlain, path: str, numbers: Iterator[int]) -> Node:
    """Return a layer, or a block with what it holds.

    Args:
        plain: What the file says of it.
        path: The file, for errors.
        numbers: Of the layers in their order, from 1.
    """
    if plain.block is not None:
        if plain.layer is not None or plain.follows:
            raise _malformed(path, "a part of the network is a layer and a block at once")
        children = tuple(_node(step, path, numbers) for step in plain.children)
        return Block(plain.block, children, plain.name, plain.enabled)
    if plain.layer is None or plain.children:
        raise _malformed(path, "a part of the network is neither a layer nor a block")
    number, layer = next(numbers), layer_from_plain(plain.layer)
    unknown = set(plain.follows) - layer.parameters().keys()
    if unknown:
        raise _malformed(path, f"layer {number} has no parameter {min(unknown)[:80]!r}")
    return NetworkStep(layer, frozenset(plain.follows), plain.enabled, plain.name)


def _input_shape(shape: tuple[int, ...], path: str) -> tuple[int, ...]:
    try:
        check_input_shape(shape)
    except DocumentError as error:
        raise _malformed(path, f"the input shape {shape!s:.80} is out of range") from error
    return shape


def _malformed(path: str, detail: str) -> DocumentError:
    return DocumentError(ErrorCode.DOCUMENT_MALFORMED, path=path, detail=detail)
