"""The sentence of each error and notice of PyTorch code: where, what is wrong, what to write."""

from __future__ import annotations

from convviz.core.errors import ErrorCode
from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP

NO_SUCH_LAYER = QT_TRANSLATE_NOOP(
    "sentences", "Line {line}, column {column}: {name} is not a layer that convviz knows."
)
"""The sentence of CODE_UNKNOWN_LAYER where no layer has a name like it."""

CODE_ERROR_SENTENCES: dict[ErrorCode, str] = {
    ErrorCode.CODE_EMPTY: QT_TRANSLATE_NOOP(
        "sentences", "There is no layer in this code. Write one, such as Conv2d(3, 8, 3)."
    ),
    ErrorCode.CODE_TOO_LONG: QT_TRANSLATE_NOOP(
        "sentences", "The code has {size} characters; at most {limit} are read."
    ),
    ErrorCode.CODE_TOO_DEEP: QT_TRANSLATE_NOOP(
        "sentences", "Line {line}, column {column}: the code is nested too deeply."
    ),
    ErrorCode.CODE_NOT_PYTHON: QT_TRANSLATE_NOOP(
        "sentences", "Line {line}, column {column}: this is not Python ({detail})."
    ),
    ErrorCode.CODE_NOT_A_LAYER: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {found} is neither a layer nor an nn.Sequential.",
    ),
    ErrorCode.CODE_WOULD_RUN: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {found} would have to be run, and convviz runs no code. "
        "Give it the nn.Sequential alone, or the layers one on a line.",
    ),
    ErrorCode.CODE_MEANT_LAYER: QT_TRANSLATE_NOOP(
        "sentences", "Line {line}, column {column}: {found} is not a layer. Did you mean {meant}?"
    ),
    ErrorCode.CODE_UNKNOWN_LAYER: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {name} is not a layer that convviz knows. Did you mean "
        "{nearest}?",
    ),
    ErrorCode.LOSS_NOT_SHOWN: QT_TRANSLATE_NOOP(
        "sentences", "{name} is a loss of torch.nn that convviz does not work out."
    ),
    ErrorCode.OPTIMISER_NOT_SHOWN: QT_TRANSLATE_NOOP(
        "sentences", "{name} is an optimiser of torch.optim that convviz does not work out."
    ),
    ErrorCode.FUNCTION_WITHOUT_CLASS: QT_TRANSLATE_NOOP(
        "sentences",
        "{name} is a function of torch.nn.functional that has no class in torch.nn; convviz opens "
        "classes.",
    ),
    ErrorCode.FUNCTION_OF_CLASS: QT_TRANSLATE_NOOP(
        "sentences", "{found} is a function. What opens is its class: {meant}."
    ),
    ErrorCode.CODE_CALLS_BACKWARD: QT_TRANSLATE_NOOP(
        "sentences",
        "{found} goes back from a loss. Open the layer or the loss itself, and choose the view "
        "Backward.",
    ),
    ErrorCode.CODE_CALLS_STEP: QT_TRANSLATE_NOOP(
        "sentences",
        "{found} belongs to an optimiser. Open the optimiser itself, such as optim.SGD(w, lr=0.1): "
        "each row is one step(), with zero_grad() or without.",
    ),
    ErrorCode.CODE_UNKNOWN_PARAMETER: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {layer} has no parameter {parameter}. It has: {accepted}.",
    ),
    ErrorCode.CODE_MISSPELT_PARAMETER: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {layer} has no parameter {parameter}. Did you mean "
        "{nearest}?",
    ),
    ErrorCode.SHORT_CALL_WORD: QT_TRANSLATE_NOOP(
        "sentences",
        '"{found}" is no setting of {layer}. Write numbers in their order, or such as p2, k=3, '
        "nobias.",
    ),
    ErrorCode.SHORT_CALL_TOO_MANY: QT_TRANSLATE_NOOP(
        "sentences", "{layer} has no parameter left for {found}."
    ),
    ErrorCode.CODE_TOO_MANY_ARGUMENTS: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {layer} takes at most {most} arguments, not {given}.",
    ),
    ErrorCode.CODE_PARAMETER_TWICE: QT_TRANSLATE_NOOP(
        "sentences", "Line {line}, column {column}: {layer} is given {parameter} twice."
    ),
    ErrorCode.CODE_PARAMETER_MISSING: QT_TRANSLATE_NOOP(
        "sentences", "Line {line}, column {column}: {layer} needs {parameter}."
    ),
    ErrorCode.CODE_NOT_A_VALUE: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {parameter} of {layer} is {found}, which convviz would "
        "have to run. Write its value instead.",
    ),
    ErrorCode.CODE_WRONG_VALUE: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {parameter} of {layer} cannot be {found}, which is of "
        "another type.",
    ),
    ErrorCode.CODE_NUMBER_TOO_LARGE: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {parameter} of {layer} is over the limit of {limit}.",
    ),
    ErrorCode.CODE_DIVIDES_BY_ZERO: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {parameter} of {layer} is {found}, which divides by zero.",
    ),
    ErrorCode.CODE_UNKNOWN_NAME: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {parameter} of {layer} uses {name}, which this code gives "
        "no value. Write its value, or a line such as {name} = 8 before it.",
    ),
    ErrorCode.CODE_NOT_WORKED_OUT: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {found} is too large, or divides by zero.",
    ),
    ErrorCode.CODE_SEVERAL_NETWORKS: QT_TRANSLATE_NOOP(
        "sentences", "The code has {count} networks: {networks}. Choose one of them."
    ),
    ErrorCode.CODE_UNKNOWN_NETWORK: QT_TRANSLATE_NOOP(
        "sentences", "The code has no network named {name}. It has: {networks}."
    ),
    ErrorCode.DOCUMENT_HAS_ONE_NETWORK: QT_TRANSLATE_NOOP(
        "sentences", "{path} is a document, which has one network. Leave --network out."
    ),
    ErrorCode.CODE_LEFT_OUT: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}: {parameter} of {layer} was left out, for no shape depends on it.",
    ),
    ErrorCode.CODE_TAKEN_IN_ORDER: QT_TRANSLATE_NOOP(
        "sentences",
        "The code has no nn.Sequential, so its {count} layers were taken in the order in which "
        "they are written: {names}.",
    ),
    ErrorCode.CODE_PASSED_OVER: QT_TRANSLATE_NOOP(
        "sentences",
        "What begins in these lines was passed over, for it would have to be run: {lines}.",
    ),
    ErrorCode.CODE_SHARED_LAYER: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}: {name} is used {times} times. torch would train one set of numbers for all "
        "of them; here each has its own.",
    ),
    ErrorCode.CODE_NOTEBOOK_MALFORMED: QT_TRANSLATE_NOOP(
        "sentences",
        "The notebook cannot be read: {detail}.",
    ),
    ErrorCode.CODE_NO_NETWORK: QT_TRANSLATE_NOOP(
        "sentences",
        "There is no network in this code: neither a class with layers, nor an nn.Sequential, "
        "nor a layer.",
    ),
    ErrorCode.CODE_NETWORK_BESIDE: QT_TRANSLATE_NOOP(
        "sentences",
        "There is no network in this file. It takes from others beside it: {files}. Open that "
        "which has the network.",
    ),
    ErrorCode.CODE_NOT_READ: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {found} is something that convviz cannot read, for it "
        "would have to be run.",
    ),
    ErrorCode.CODE_NO_LAYER: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: no layer that convviz has does {found}. A network is read "
        "where layers, sums and concatenations lead from its input to its output.",
    ),
    ErrorCode.CODE_FAILS: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: Python would stop with an error at {found}.",
    ),
    ErrorCode.CODE_RAISES: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: the code refuses these arguments itself: {found}.",
    ),
    ErrorCode.CODE_TOO_MANY_STEPS: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: the code goes on for more than {limit} steps. Is there a"
        " loop without an end?",
    ),
    ErrorCode.CODE_TAKES_TOO_LONG: QT_TRANSLATE_NOOP(
        "sentences",
        "Reading this code took more than {seconds} s and was given up. Give the part that makes "
        "the network.",
    ),
    ErrorCode.CODE_VALUE_TOO_LARGE: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {found} becomes too large.",
    ),
    ErrorCode.CODE_MADE_ELSEWHERE: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {name} is made elsewhere, not in this text. Put its code"
        " into it, or give its value.",
    ),
    ErrorCode.CODE_NO_FORWARD: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {name} is run, but has no forward.",
    ),
    ErrorCode.CODE_ARGUMENT_MISSING: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: {name} needs a value for {parameter}.",
    ),
    ErrorCode.CODE_UNKNOWN_ARGUMENT: QT_TRANSLATE_NOOP(
        "sentences",
        "{name} takes no {parameter}. It takes: {accepted}.",
    ),
    ErrorCode.CODE_NO_ANSWER: QT_TRANSLATE_NOOP(
        "sentences",
        "{parameter} cannot be {found}. Give a number, True, False, None, a word, or several of "
        "them in brackets, such as (64, 128).",
    ),
    ErrorCode.CODE_NOT_A_TREE: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: at {found} the layers are connected in a way that no "
        "Sequential, sum or concatenation expresses.",
    ),
    ErrorCode.CODE_NO_OUTPUT: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}, column {column}: what the forward of {name} returns does not come from "
        "its input through layers.",
    ),
    ErrorCode.CODE_FIRST_OUTPUT: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}: the network gives {count} outputs. The first of them was taken.",
    ),
    ErrorCode.CODE_OPERATION_LEFT_OUT: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}: {found} was left out, for no layer does it.",
    ),
    ErrorCode.CODE_LAYER_LEFT_OUT: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}: {name} is no layer of pictures that convviz has. An Identity stands in "
        "its place.",
    ),
    ErrorCode.CODE_TAKEN_FOR_FALSE: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}: whether {found} holds cannot be known here; it was taken not to.",
    ),
    ErrorCode.CODE_GUESSED: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}: {name} has no value here; {value} was taken.",
    ),
    ErrorCode.CODE_PRINTED: QT_TRANSLATE_NOOP(
        "sentences",
        "This is {name} as torch prints it: its layers were taken in the order in which they are "
        "printed. How they are connected does not stand there.",
    ),
    ErrorCode.CODE_UNUSED_LAYERS: QT_TRANSLATE_NOOP(
        "sentences",
        "Line {line}: what does not lead to the output was left out: {names} ({count}).",
    ),
    ErrorCode.CODE_CELLS_PASSED_OVER: QT_TRANSLATE_NOOP(
        "sentences",
        "These cells are not Python and were passed over: {cells}.",
    ),
}
