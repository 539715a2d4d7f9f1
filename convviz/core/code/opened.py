"""Calls of whatever the calculator opens, in PyTorch code: layers, losses, optimisers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from convviz.core.code.call import parse_call
from convviz.core.code.reading import parse_layers
from convviz.core.errors import DocumentError, ErrorCode
from convviz.core.layers.base import layer_types
from convviz.core.shown_layers import opened_types
from convviz.core.torch_names import (
    bare_name,
    called_name,
    is_function_name,
    meant_class,
    not_shown,
)

if TYPE_CHECKING:
    from convviz.core.layers.base import Layer


_NO_LAYERS: Final = frozenset(
    {
        ErrorCode.CODE_NOT_A_LAYER,
        ErrorCode.CODE_MEANT_LAYER,
        ErrorCode.CODE_UNKNOWN_LAYER,
        ErrorCode.CODE_WOULD_RUN,
    }
)
"""Why a text is no layers alone."""


def parse_beside_layers(text: str) -> Layer | None:
    """Return the loss or the optimiser that a text calls; None where it calls another thing.

    Args:
        text: Such as `criterion = nn.CrossEntropyLoss(label_smoothing=0.1)`.

    Raises:
        DocumentError: CODE_* codes, with the line and column, from 1.
    """
    types = {name: kind for name, kind in opened_types().items() if name not in layer_types()}
    try:
        return parse_call(text, types)
    except DocumentError as error:
        if error.code is ErrorCode.CODE_NO_CALL:
            return None
        raise


def parse_opened(text: str) -> tuple[Layer, ...]:
    """Return the loss or the optimiser that a text calls, or its layers.

    Functions are read as the classes that do the same, and a script for all of these that it calls.

    Raises:
        DocumentError: CODE_* codes, with the line and column, from 1; CODE_SEVERAL_NETWORKS; as
            `refused_opening`.
    """
    beside = parse_beside_layers(text)
    if beside is not None:
        return (beside,)
    try:
        return parse_layers(text)
    except DocumentError as error:
        return opened_otherwise(text, error)


def opened_otherwise(text: str, error: DocumentError) -> tuple[Layer, ...]:
    """Return what a text opens that is no code of layers alone.

    Args:
        text: Such as `loss = F.cross_entropy(x, y)`, or a script.
        error: Why it is no code of layers.

    Raises:
        DocumentError: It opens nothing: as `refused_opening`; CODE_* codes.
    """
    from convviz.core.code.as_class import called_classes  # few texts need it

    called = called_classes(text) if error.code in _NO_LAYERS else ()
    if called:
        return called
    raise refused_opening(text, error) from error


def refused_opening(text: str, error: DocumentError) -> DocumentError:
    """Return why nothing opens by the name that a text calls.

    Args:
        text: A call, such as `F.cross_entropy(x, y)` or `torch.optim.LBFGS(w)`.
        error: Why it is no code of layers.

    Returns:
        LOSS_NOT_SHOWN, OPTIMISER_NOT_SHOWN, FUNCTION_WITHOUT_CLASS, FUNCTION_OF_CLASS,
        UNKNOWN_LAYER of a function; the error itself where the name is not the reason.
    """
    called = called_name(text)
    name = bare_name(called)
    meant, is_function = meant_class(name), is_function_name(name)
    if meant in opened_types():
        if not is_function or error.code is ErrorCode.CODE_MEANT_LAYER:
            return error
        return DocumentError(ErrorCode.FUNCTION_OF_CLASS, found=called, meant=f"nn.{meant}")
    refused = not_shown(meant or name)
    is_told = refused is None or (refused.code is ErrorCode.UNKNOWN_LAYER and not is_function)
    return error if is_told or refused is None else refused
