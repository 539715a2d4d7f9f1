"""Why no run can be started now, and the click that mends it where there is one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QCoreApplication

from convviz.core.call_code import call_code
from convviz.core.code.writing import layer_call, value_code
from convviz.core.data_sets import Shapes10
from convviz.core.errors import ErrorCode, ParameterError
from convviz.core.layers.softmax import LogSoftmax
from convviz.core.network.sequential import NetworkStep, infer_sequential
from convviz.core.optimisers.adam import AdamW
from convviz.core.remedies.remedy import RemedyKind
from convviz.protocol.document import Document
from convviz.protocol.soundness import MUON, PLAIN
from convviz.protocol.trainability import check_training_parts, why_untrainable
from convviz.protocol.trainability_mends import Mend, MendKind, mend_for
from convviz.ui.error_sentences import error_sentence
from convviz.ui.setting_texts import setting_name
from convviz.ui.training.data.data_fetch import DataState
from convviz.ui.training.data.data_texts import data_sentence
from convviz.ui.training.settings.device_field import device_problem
from convviz.ui.training.settings.devices import AUTO
from convviz.ui.training.settings.ways import Ways, unsound_way, way_sentence
from convviz.ui.widgets.number_texts import shape_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from convviz.core.calls import Call
    from convviz.core.data_sets import DataSetFacts
    from convviz.core.remedies.remedy import Remedy
    from convviz.protocol.trainability import Untrainable
    from convviz.ui.training.data.data_fetch import DataFetch
    from convviz.ui.training.data.data_sources import DataSources
    from convviz.ui.training.settings.devices import DeviceList

_NO_DATA = frozenset(
    {DataState.MISSING, DataState.UNUSABLE, DataState.DOWNLOADING, DataState.INTERRUPTED}
)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why no run can be started.

    Attributes:
        sentence: The reason, with what to change.
        mend: What a click does about it, in few words; "" if no single change is known.
        mended: The document after that click.
        is_in_network: Whether the network is what has to be changed.
        can_download: Whether a download would help.
        needs_folder: Whether the folder of the pictures is to be chosen.
    """

    sentence: str
    mend: str = ""
    mended: Document | None = None
    is_in_network: bool = False
    can_download: bool = False
    needs_folder: bool = False


def start_obstacle(
    document: Document,
    problems: Mapping[str, str],
    data: DataSources,
    devices: DeviceList,
    ways: Ways,
    misfits: Misfits,
) -> Obstacle | None:
    """Return the first reason why a document cannot be trained; None if there is none.

    Args:
        document: What would be trained.
        problems: The sentence of each field that is wrong, by its name.
        data: What is known of the data sets that are read.
        devices: What is known of the computer.
        ways: What is known of what it can compute in.
        misfits: Knows the answer for the document before.
    """
    training = document.training
    if problems:
        name, sentence = next(iter(problems.items()))
        return Obstacle(f"{setting_name(name)}: {sentence}")
    facts = data.facts(training.dataset)
    fetch = data.of(training.dataset)
    if facts is None and fetch is not None:
        return _unread_obstacle(document, fetch)
    if facts is not None and (obstacle := misfits.of(document, facts)) is not None:
        return obstacle
    if (obstacle := _computer_obstacle(document, devices, ways)) is not None:
        return obstacle
    if fetch is not None and fetch.state in _NO_DATA:
        return _data_obstacle(document, fetch)
    return None


class Misfits:
    """Why a document does not fit the data: it is asked for several times after each edit.

    The document is known by its identity: to compare long networks takes as long as to look at
    them.
    """

    def __init__(self) -> None:
        self._known: tuple[Document, DataSetFacts, Obstacle | None] | None = None

    def of(self, document: Document, data: DataSetFacts) -> Obstacle | None:
        """Return what `_misfit_obstacle` does."""
        known = self._known
        if known is None or known[0] is not document or known[1] != data:
            known = self._known = (document, data, _misfit_obstacle(document, data))
        return known[2]


def _misfit_obstacle(document: Document, data: DataSetFacts) -> Obstacle | None:
    """Return why network, loss, optimiser or schedule do not fit the data; None if they do."""
    reason = why_untrainable(document.network, document.training.batch_size, data)
    if reason is not None:
        return _network_obstacle(document, reason, data)
    return _part_obstacle(document, data)


def _unread_obstacle(document: Document, data: DataFetch) -> Obstacle:
    """Return what to do about pictures of which nothing is known until they are read."""
    translate = QCoreApplication.translate
    if data.state in {DataState.MISSING, DataState.UNUSABLE, DataState.STOPPED}:
        return Obstacle(
            data_sentence(data),
            translate("TrainingPage", "Use Shapes-10"),
            _with(document, dataset=Shapes10(), data_path=None),
            needs_folder=True,
        )
    return Obstacle(translate("TrainingPage", "The pictures are being read; then this can start"))


def _data_obstacle(document: Document, data: DataFetch) -> Obstacle:
    """Return what to do without the pictures, or until they have arrived."""
    translate = QCoreApplication.translate
    sentence = translate("TrainingPage", "Choose where CIFAR-10 is, or download it first")
    if data.is_downloading:
        sentence = translate("TrainingPage", "CIFAR-10 is being downloaded: {progress}").format(
            progress=data_sentence(data)
        )
    return Obstacle(
        sentence,
        translate("TrainingPage", "Use Shapes-10"),
        _with(document, dataset=Shapes10()),
        can_download=not data.is_downloading,
    )


def _part_obstacle(document: Document, data: DataSetFacts) -> Obstacle | None:
    """Return why the loss, the optimiser or the schedule is refused; None if all are taken."""
    error = _part_error(document, data)
    if error is None:
        return None
    sentence = error_sentence(error)
    name = str(error.facts.get("parameter", ""))
    needs_layer = error.code is ErrorCode.LOSS_NEEDS_LAYER
    mends = [_with_logarithms(document)] if needs_layer else _settings_instead(document, name)
    if name == "whitening":
        text = QCoreApplication.translate("TrainingPage", "Turn whitening off")
        mends = [(text, _with(document, whitening=None))]
    for mend, mended in mends:
        left = _part_error(mended, data)
        if left is None or left.code is not error.code:
            return Obstacle(sentence, mend, mended)
    return Obstacle(sentence)


def _with_logarithms(document: Document) -> tuple[str, Document]:
    """Return what makes shares of the outputs, and the document with that at its network's end."""
    layer, network = LogSoftmax(1), document.network
    text = QCoreApplication.translate("TrainingPage", "Add {layers}")
    steps = (*network.steps, NetworkStep(layer))
    longer = msgspec.structs.replace(network, steps=steps)
    changed = msgspec.structs.replace(document, network=longer)
    return text.format(layers=layer_call(layer)), changed


def _part_error(document: Document, data: DataSetFacts) -> ParameterError | None:
    training, network = document.training, document.network
    result = infer_sequential(network.steps, network.input_shape)
    batches = math.ceil(data.train_pictures / training.batch_size) * training.scheduled_epochs
    try:
        check_training_parts(training, result, batches)
    except ParameterError as error:
        return error
    return None


def _settings_instead(document: Document, name: str) -> Iterator[tuple[str, Document]]:
    """Yield what a parameter can be instead, and the document with that: its default, or not it."""
    for part in ("loss", "optimiser", "schedule"):
        call: Call | None = getattr(document.training, part)
        if call is None or name not in call.parameters():
            continue
        value = getattr(call, name)
        defaults = call.defaults()
        others = [defaults[name]] if defaults.get(name, value) != value else []
        for other in [*others, not value] if isinstance(value, bool) else others:
            changed = _with(document, **{part: call.replace(**{name: other})})
            yield f"{name}={value_code(other)}", changed


def _computer_obstacle(document: Document, devices: DeviceList, ways: Ways) -> Obstacle | None:
    """Return what this computer lacks; None if nothing that is known."""
    if devices.lacks(document.training.device):
        return _device_obstacle(document, devices)
    way = unsound_way(document.training, ways)
    return _way_obstacle(document, way, ways) if way else None


def _device_obstacle(document: Document, devices: DeviceList) -> Obstacle:
    translate = QCoreApplication.translate
    return Obstacle(
        device_problem(document.training.device, devices),
        translate("TrainingPage", "Device: {device}").format(device=AUTO),
        _with(document, device=AUTO),
    )


def _way_obstacle(document: Document, way: str, ways: Ways) -> Obstacle:
    """Return that a precision, or Muon, does not work here, and what does."""
    training = document.training
    found = ways[training.device, way]
    sentence = "" if found is None else way_sentence(way, found)
    if way != MUON:
        return Obstacle(
            sentence, f"{setting_name('precision')}: {PLAIN}", _with(document, precision=PLAIN)
        )
    optimiser = AdamW(lr=training.optimiser.lr)
    return Obstacle(sentence, call_code(optimiser), _with(document, optimiser=optimiser))


def _network_obstacle(document: Document, reason: Untrainable, data: DataSetFacts) -> Obstacle:
    translate = QCoreApplication.translate
    mend = mend_for(document, reason, data)
    sentence = error_sentence(reason.error)
    if reason.error.code is ErrorCode.NETWORK_OUTPUT_DIFFERS and not any(
        step.enabled for step in document.network.layers
    ):
        sentence = translate(
            "TrainingPage", "The network has no layers yet, so there is nothing to train."
        )
    elif reason.is_last_batch and reason.layer is not None:
        sentence = translate(
            "TrainingPage",
            "The last batch of each epoch would be a single picture, and layer {number} cannot "
            "train on one. Choose another batch size",
        ).format(number=reason.layer + 1)
    elif reason.layer is not None:
        sentence = translate("TrainingPage", "Layer {number} of the network: {sentence}").format(
            number=reason.layer + 1, sentence=sentence
        )
    if mend is None:
        return Obstacle(sentence, is_in_network=not reason.is_last_batch)
    is_in_network = mend.kind is not MendKind.BATCH_SIZE
    return Obstacle(sentence, _mend_text(mend), mend.document, is_in_network=is_in_network)


def _mend_text(mend: Mend) -> str:
    translate = QCoreApplication.translate
    match mend.kind:
        case MendKind.INPUT:
            shape = shape_text(mend.document.network.input_shape)
            return translate("TrainingPage", "Set the input to {shape}").format(shape=shape)
        case MendKind.OUTPUTS:
            return translate("TrainingPage", "Give the last Linear {count} outputs").format(
                count=mend.outputs
            )
        case MendKind.HEAD:
            layers = ", ".join(layer_call(layer) for layer in mend.layers)
            return translate("TrainingPage", "Add {layers}").format(layers=layers)
        case MendKind.BATCH_SIZE:
            return f"{setting_name('batch_size')}: {mend.document.training.batch_size}"
        case MendKind.LAYER:
            return "" if mend.remedy is None else _remedy_text(mend.remedy)


def _remedy_text(remedy: Remedy) -> str:
    translate = QCoreApplication.translate
    name = "" if remedy.layer is None else remedy.layer.type_name()
    match remedy.kind:
        case RemedyKind.REMOVE_LAYER:
            return translate("TrainingPage", "Remove {layer}").format(layer=name)
        case RemedyKind.INSERT_LAYER:
            return translate("TrainingPage", "Insert {layer}").format(layer=name)
        case RemedyKind.REPLACE_LAYER:
            return translate("TrainingPage", "Use {layer}").format(layer=name)
        case _:
            return f"{remedy.parameter}={value_code(remedy.value)}"


def _with(document: Document, **changes: object) -> Document:
    training = msgspec.structs.replace(document.training, **changes)
    return msgspec.structs.replace(document, training=training)
