"""The sentence of each error of the engine, of training and of runs: what happened, what to do."""

from __future__ import annotations

from convviz.core.errors import ErrorCode
from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP

PROCESS_ERROR_SENTENCES: dict[ErrorCode, str] = {
    ErrorCode.FRAME_TOO_LARGE: QT_TRANSLATE_NOOP(
        "sentences",
        "A message of {size} bytes is over the limit of {limit}. Choose a smaller input.",
    ),
    ErrorCode.UNEXPECTED: QT_TRANSLATE_NOOP(
        "sentences", "Something unexpected happened: {detail} The log file has the details."
    ),
    ErrorCode.DEVICE_MISSING: QT_TRANSLATE_NOOP(
        "sentences",
        "torch cannot use the device '{device}' here. Choose one of: {available}.",
    ),
    ErrorCode.ARITHMETIC_STOPS: QT_TRANSLATE_NOOP(
        "sentences",
        "{way} stops the process on this computer ({device}), as a trial showed. Choose float32 "
        "and another optimiser than Muon, or another device.",
    ),
    ErrorCode.ARITHMETIC_REFUSED: QT_TRANSLATE_NOOP(
        "sentences",
        "torch refuses {way} on this computer ({device}): {detail}. Choose float32 and another "
        "optimiser than Muon, or another device.",
    ),
    ErrorCode.ARITHMETIC_WRONG: QT_TRANSLATE_NOOP(
        "sentences",
        "{way} computes wrong numbers on this computer ({device}): {detail}. Choose float32 and "
        "another optimiser than Muon, or another device.",
    ),
    ErrorCode.ARITHMETIC_SLOW: QT_TRANSLATE_NOOP(
        "sentences",
        "A trial of {way} on this computer ({device}) was not over in time. Try again when it is "
        "less busy, or choose float32 and another optimiser than Muon.",
    ),
    ErrorCode.OUT_OF_MEMORY: QT_TRANSLATE_NOOP(
        "sentences",
        "{device} does not have enough memory. Choose a smaller batch, input or network.",
    ),
    ErrorCode.NOT_ENOUGH_MEMORY: QT_TRANSLATE_NOOP(
        "sentences",
        "This needs {needed} of memory, but only {available} is free, so it was not tried. "
        "Choose smaller settings.",
    ),
    ErrorCode.BATCH_TOO_LARGE: QT_TRANSLATE_NOOP(
        "sentences",
        "Training in batches of {batch_size} pictures needs {needed} of memory, but only "
        "{available} is free, so it was not tried. Batches of {fits} fit.",
    ),
    ErrorCode.BATCH_OUT_OF_MEMORY: QT_TRANSLATE_NOOP(
        "sentences",
        "{device} does not have enough memory: a batch of {batch_size} pictures needs more than "
        "{needed}, and there is room for {available}. Train in batches of {fits}, or with a "
        "smaller network.",
    ),
    ErrorCode.ENGINE_DIED: QT_TRANSLATE_NOOP(
        "sentences",
        "The engine crashed each time it computed this ({detail}). Change the settings to go on.",
    ),
    ErrorCode.ENGINE_SILENT: QT_TRANSLATE_NOOP(
        "sentences", "The engine gave no answer for {seconds} seconds, so it was started again."
    ),
    ErrorCode.PROCESS_ENDED: QT_TRANSLATE_NOOP("sentences", "{outcome} Try it again."),
    ErrorCode.TORCH_TOO_OLD: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} with {parameter}={value} needs torch {since} or newer, but torch {version} is "
        "installed.",
    ),
    ErrorCode.NODE_NAME_UNKNOWN: QT_TRANSLATE_NOOP(
        "sentences", "The network has no layer or block named {name}. It has {known}."
    ),
    ErrorCode.GRAPH_TOO_LARGE: QT_TRANSLATE_NOOP(
        "sentences",
        "The graph has {nodes} nodes; up to {limit} are shown. Disable some layers or blocks.",
    ),
    ErrorCode.LOSS_NEEDS_CLASSES: QT_TRANSLATE_NOOP(
        "sentences",
        "{loss} needs one number for each class, and class {label} among them. The network gives "
        "{shape}, so backward begins at the sum of its outputs.",
    ),
    ErrorCode.GRADIENT_OF_VECTOR: QT_TRANSLATE_NOOP(
        "sentences",
        "backward() begins at one number, and this is a tensor of {shape}: torch refuses it (grad "
        "can be implicitly created only for scalar outputs). Take its sum, its mean, or a loss.",
    ),
    ErrorCode.NO_GRADIENT_COMES: QT_TRANSLATE_NOOP(
        "sentences",
        "No gradient comes to the output of {layer}: it is detached behind it, or nothing before "
        "it wants one. Backward begins at ones here.",
    ),
    ErrorCode.NO_GRADIENT_WANTED: QT_TRANSLATE_NOOP(
        "sentences",
        "Nothing in the loss wants a gradient: it has no grad_fn, and torch refuses backward(). "
        "The forward ran under no_grad(), all parameters are frozen, or the way to them was "
        "detached.",
    ),
    ErrorCode.GRAPH_FREED: QT_TRANSLATE_NOOP(
        "sentences",
        "The first backward() freed what the nodes had saved, so torch refuses a second one on the "
        "same graph. Run the forward again, or call the first one as backward(retain_graph=True).",
    ),
    ErrorCode.CHANGED_IN_PLACE: QT_TRANSLATE_NOOP(
        "sentences",
        "A layer overwrote numbers that backward needs, so torch refuses: {detail}. Set "
        "inplace=False on the layer behind.",
    ),
    ErrorCode.ONE_VALUE_A_CHANNEL: QT_TRANSLATE_NOOP(
        "sentences",
        "In training a normalisation needs more than one number a channel, and here it gets "
        "{shape}: the variance of one number is 0. Take more pictures, or eval().",
    ),
    ErrorCode.TORCH_REFUSED: QT_TRANSLATE_NOOP("sentences", "torch refuses {layer}: {detail}"),
    ErrorCode.NETWORK_INPUT_DIFFERS: QT_TRANSLATE_NOOP(
        "sentences",
        "The network is made for pictures of shape {shape}, but the data set has {expected}. "
        "Change the network's input.",
    ),
    ErrorCode.NETWORK_OUTPUT_DIFFERS: QT_TRANSLATE_NOOP(
        "sentences",
        "The network ends with shape {shape}, but needs one number for each of the {classes} "
        "classes. End it with a Flatten and a Linear with out_features={classes}.",
    ),
    ErrorCode.TRAINS_NO_TUPLE: QT_TRANSLATE_NOOP(
        "sentences",
        "The network ends with {layer}(return_indices=True), which returns two tensors: a loss "
        "needs one. Set return_indices=False.",
    ),
    ErrorCode.LAST_BATCH_OF_ONE: QT_TRANSLATE_NOOP(
        "sentences",
        "Batches of {batch_size} leave a last batch of one picture ({count} in all), and {layer} "
        "cannot train on one value per channel. Choose another batch size, such as {better}.",
    ),
    ErrorCode.BATCH_NOT_SHARED: QT_TRANSLATE_NOOP(
        "sentences",
        "A batch of {batch_size} pictures cannot be shared out equally among {workers} processes. "
        "Choose a batch size that {workers} divides, such as {better}, or another number of "
        "processes.",
    ),
    ErrorCode.SHARE_OF_ONE: QT_TRANSLATE_NOOP(
        "sentences",
        "{layer} cannot train on one value per channel, but a batch of {batch_size} pictures "
        "leaves one of the {workers} processes a single picture. Choose another batch size, or "
        "fewer processes.",
    ),
    ErrorCode.WORKER_WITHOUT_GPU: QT_TRANSLATE_NOOP(
        "sentences",
        "Each process needs a GPU of its own, but this machine has {count}. Start that many "
        "processes, or train on the CPU with --device cpu.",
    ),
    ErrorCode.DEVICE_NOT_SHARED: QT_TRANSLATE_NOOP(
        "sentences",
        "Several processes cannot train together on the device '{device}'. Start one process, or "
        "choose the CPU with --device cpu.",
    ),
    ErrorCode.MEANS_BY_WORKER: QT_TRANSLATE_NOOP(
        "sentences",
        "{layers} takes means over the pictures of one process, a part of each batch, and the "
        "running means are those of the first process. So the weights differ from those that one "
        "process would reach. More pictures a batch make the difference smaller.",
    ),
    ErrorCode.CHANCE_BY_WORKER: QT_TRANSLATE_NOOP(
        "sentences",
        "{layers} draws its random numbers in each of the {workers} processes by itself. So the "
        "weights differ from those that one process would reach, and are neither better nor worse.",
    ),
    ErrorCode.WORKERS_DIFFER: QT_TRANSLATE_NOOP(
        "sentences",
        "Process {rank} would train with something else than the first one: {settings}. Give all "
        "of them the same document, options and data.",
    ),
    ErrorCode.WORKER_REFUSED: QT_TRANSLATE_NOOP(
        "sentences", "Process {rank} cannot start, so no other does. It says why."
    ),
    ErrorCode.WORKER_LOST: QT_TRANSLATE_NOOP(
        "sentences",
        "Another process of this run ended or cannot be reached ({detail}), so the run cannot go "
        "on. Resume it from its last checkpoint; torchrun does so itself with --max-restarts.",
    ),
    ErrorCode.RESTARTS_NEED_FOLDER: QT_TRANSLATE_NOOP(
        "sentences",
        "With --max-restarts the run needs a folder that it finds again. Name it with --out DIR.",
    ),
    ErrorCode.NOTHING_TO_TRAIN: QT_TRANSLATE_NOOP(
        "sentences",
        "The network has no trained numbers. Add a layer such as a convolution or a Linear.",
    ),
    ErrorCode.LOSS_NOT_FINITE_AT_ONCE: QT_TRANSLATE_NOOP(
        "sentences",
        "The loss was {loss} at the first step, before anything was learned, so the run stopped. "
        "Look for a layer that makes infinite numbers, such as a padding of -inf before a "
        "convolution.",
    ),
    ErrorCode.LOSS_NOT_FINITE: QT_TRANSLATE_NOOP(
        "sentences",
        "At step {step} the loss became {loss}, so the run stopped. Try a learning rate below "
        "{lr}.",
    ),
    ErrorCode.OUTPUT_NOT_FINITE: QT_TRANSLATE_NOOP(
        "sentences",
        "In batch {step} the output of {layer} became {value}, so the run stopped. It is the first "
        "number that is not finite; the largest that went into the layer was {largest}. Try a "
        "learning rate below {lr}, clip the gradient, or put BatchNorm before the layer.",
    ),
    ErrorCode.OUTPUT_NOT_FINITE_AT_ONCE: QT_TRANSLATE_NOOP(
        "sentences",
        "In the first batch, before anything was learned, the output of {layer} was {value}, so "
        "the run stopped. The largest number that went into the layer was {largest}. Look at the "
        "layer's settings, such as a padding of -inf, and at its initial weights.",
    ),
    ErrorCode.LOSS_ALONE_NOT_FINITE: QT_TRANSLATE_NOOP(
        "sentences",
        "In batch {step} the loss became {value}, so the run stopped. All outputs of the network "
        "were finite, the largest was {largest}. Try a learning rate below {lr}, or a last layer "
        "that suits the loss.",
    ),
    ErrorCode.GRADIENT_NOT_FINITE: QT_TRANSLATE_NOOP(
        "sentences",
        "In batch {step} the gradient became {value} in {layer}, so the run stopped. The loss was "
        "still finite; going backwards, this is the first layer. Try a learning rate below {lr}, "
        "clip the gradient, or put BatchNorm before the layer.",
    ),
    ErrorCode.WEIGHTS_NOT_FINITE: QT_TRANSLATE_NOOP(
        "sentences",
        "The step of batch {step} made a weight of {layer} {value}, so the run stopped. Its "
        "gradient was finite, and the largest weight was {largest}. Try a learning rate below "
        "{lr}.",
    ),
    ErrorCode.PICTURES_NOT_FINITE: QT_TRANSLATE_NOOP(
        "sentences",
        "A picture of batch {step} holds {value}, so the run stopped. Look at the data, and at the "
        "settings that change the pictures.",
    ),
    ErrorCode.CHECKPOINT_MISSING: QT_TRANSLATE_NOOP(
        "sentences", "{path} has no checkpoint to continue from. Start a new run."
    ),
    ErrorCode.CHECKPOINT_DAMAGED: QT_TRANSLATE_NOOP(
        "sentences", "The checkpoint {path} is damaged ({detail}), so it is not used."
    ),
    ErrorCode.CHECKPOINTS_ALL_DAMAGED: QT_TRANSLATE_NOOP(
        "sentences",
        "All checkpoints in {path} are damaged ({detail}), so the run cannot go on. Start a new "
        "run in another folder; nothing in this one was changed.",
    ),
    ErrorCode.CHECKPOINT_DIFFERS: QT_TRANSLATE_NOOP(
        "sentences",
        "The checkpoint {path} belongs to another network or other settings ({settings}). Restore "
        "them to go on, or start a new run.",
    ),
    ErrorCode.CHECKPOINT_OTHER_PICTURES: QT_TRANSLATE_NOOP(
        "sentences",
        "The run in {path} was trained on other pictures than those that are in {place} now. Give "
        "it the pictures that it had, or start a new run.",
    ),
    ErrorCode.CHECKPOINT_NEWER: QT_TRANSLATE_NOOP(
        "sentences",
        "The checkpoint {path} was written by a later convviz (format {version}, this one reads "
        "up to {supported}). Update convviz to continue from it.",
    ),
    ErrorCode.RUN_FOLDER_TAKEN: QT_TRANSLATE_NOOP(
        "sentences", "{path} holds a run already. Resume it, or choose another folder."
    ),
    ErrorCode.RUN_WOULD_REPLACE: QT_TRANSLATE_NOOP(
        "sentences",
        "The run would replace {path}, which is not its own. Choose an empty folder for the run, "
        "or move that file elsewhere.",
    ),
    ErrorCode.RUN_IN_PROGRESS: QT_TRANSLATE_NOOP(
        "sentences",
        "The run in {path} is still going on in another process ({pid}). Wait for it, or stop it "
        "first.",
    ),
    ErrorCode.WEIGHTS_DAMAGED: QT_TRANSLATE_NOOP(
        "sentences", "The weights in {path} are damaged: {detail}. Save or fetch them again."
    ),
    ErrorCode.WEIGHTS_DIFFER: QT_TRANSLATE_NOOP(
        "sentences", "The weights in {path} belong to another network: {detail}"
    ),
    ErrorCode.SETTING_ABSENT: QT_TRANSLATE_NOOP(
        "sentences", "{optimiser} has no setting '{setting}', so nothing was changed."
    ),
    ErrorCode.RUN_STORE_UNUSABLE: QT_TRANSLATE_NOOP(
        "sentences", "The list of runs {path} cannot be used: {detail}. Nothing in it was changed."
    ),
    ErrorCode.RUN_STORE_NEWER: QT_TRANSLATE_NOOP(
        "sentences",
        "The list of runs {path} was written by a later convviz (format {version}, this one reads "
        "up to {supported}). It was left as it is. Until convviz is updated, runs are listed "
        "beside it, in {beside}.",
    ),
    ErrorCode.RUN_STORE_BROKEN: QT_TRANSLATE_NOOP(
        "sentences",
        "The list of runs {path} is damaged. It was left as it is. Until it is mended or "
        "moved away, runs are listed beside it, in {beside}.",
    ),
    ErrorCode.RUN_NOT_IN_FOLDER: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} holds no run that can be shown. Choose the folder of a run: it has a file "
        "progress.jsonl, unless the run is of an earlier version.",
    ),
    ErrorCode.RUN_UNKNOWN: QT_TRANSLATE_NOOP(
        "sentences", "There is no run {run} in the list of runs."
    ),
    ErrorCode.SQL_ONLY_READS: QT_TRANSLATE_NOOP(
        "sentences",
        "The list of runs is only read here: write one SELECT, which changes nothing and opens no "
        "other file.",
    ),
    ErrorCode.SQL_WRONG: QT_TRANSLATE_NOOP(
        "sentences", "The statement cannot be answered: {detail}."
    ),
    ErrorCode.SQL_TOO_MUCH: QT_TRANSLATE_NOOP(
        "sentences",
        "The statement needed more than {limit} MB of memory, so it was ended. Ask for less.",
    ),
    ErrorCode.SQL_TOO_LONG: QT_TRANSLATE_NOOP(
        "sentences",
        "The statement took longer than {seconds} seconds, so it was ended. Ask for less.",
    ),
}
