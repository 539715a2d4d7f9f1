"""The sentence of each error and notice of networks that come from other programs' files."""

from __future__ import annotations

from convviz.core.errors import ErrorCode
from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP

EXCHANGE_SENTENCES: dict[ErrorCode, str] = {
    ErrorCode.EXPORTED_DAMAGED: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} is damaged, or torch.export.save did not write it: {detail}. Choose another file, "
        "or export the network again.",
    ),
    ErrorCode.EXPORTED_PICKLE: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} is a pickle, which could run anything, so it was not opened. Write the network "
        "with torch.export.save(torch.export.export(model, (x,)), path), and open that.",
    ),
    ErrorCode.EXPORTED_INPUTS: QT_TRANSLATE_NOOP(
        "sentences",
        "The program in {path} takes {count} tensors; a network here takes one. Export the part "
        "that takes one.",
    ),
    ErrorCode.EXPORTED_UNREADABLE: QT_TRANSLATE_NOOP(
        "sentences",
        "No layer of {path} can be shown: it begins with {operation}, which is no layer here "
        "({place}).",
    ),
    ErrorCode.EXPORTED_LEFT_OUT: QT_TRANSLATE_NOOP(
        "sentences",
        "This was left out, for no layer here does it: {operation} ({place}). The shapes are as "
        "they were, but the numbers differ.",
    ),
    ErrorCode.EXPORTED_CUT: QT_TRANSLATE_NOOP(
        "sentences",
        "The network ends before {operation}, which is no layer here ({place}).",
    ),
    ErrorCode.EXPORTED_SHARED: QT_TRANSLATE_NOOP(
        "sentences",
        "{times} layers share {name}. torch would train one set of numbers for all of them; here "
        "each has its own.",
    ),
    ErrorCode.EXPORTED_FIRST_OUTPUT: QT_TRANSLATE_NOOP(
        "sentences", "The program returns {count} tensors; the network is what makes the first."
    ),
    ErrorCode.EXPORTED_WEIGHTS_PICKLED: QT_TRANSLATE_NOOP(
        "sentences",
        "The file is of torch 2.8 or older and keeps its weights in a pickle, which is not opened. "
        "Save them with torch.save(model.state_dict(), path), and load them into the network.",
    ),
    ErrorCode.EXPORTED_WEIGHTS_COMPUTED: QT_TRANSLATE_NOOP(
        "sentences",
        "The weights were not taken along: those of {name} are not in the file as they are, but "
        "computed from others, or stored in a way that is not read.",
    ),
    ErrorCode.WEIGHTS_WOULD_RUN: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} holds more than tensors ({name}), and to load that would run code, so it was not "
        "loaded. Save the tensors alone: torch.save(model.state_dict(), path).",
    ),
    ErrorCode.WEIGHTS_NAMED_OTHERWISE: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} calls its tensors otherwise ({theirs} where the network has {ours}), but one after "
        "the other its {count} tensors have the network's shapes. If it is the same network, they "
        "can be taken by their order.",
    ),
    ErrorCode.ONNX_LACKS: QT_TRANSLATE_NOOP(
        "sentences",
        "ONNX has nothing that does what layer {number}, {layer}, does here: a layer that draws "
        "random numbers, needs indices, or joins the pictures of a batch cannot be written. Take "
        "it out, or put another in its place.",
    ),
    ErrorCode.ONNX_EMPTY: QT_TRANSLATE_NOOP(
        "sentences", "No layer of the network runs, so there is nothing to write as ONNX."
    ),
    ErrorCode.ONNX_TOO_LARGE: QT_TRANSLATE_NOOP(
        "sentences",
        "The weights have {size} bytes, and an ONNX file holds at most {limit}. Write them as "
        "safetensors instead.",
    ),
    ErrorCode.FLOW_TANGLED: QT_TRANSLATE_NOOP(
        "sentences",
        "The ways through the network part and meet again as no Residual and no Concat can: what "
        "is computed at {place} is used in two places that do not lie inside each other.",
    ),
}
