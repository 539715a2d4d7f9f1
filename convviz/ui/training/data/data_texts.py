"""What is known of a data set on this computer, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from convviz.core.call_code import call_code
from convviz.core.data_sets import MNIST, ImageFolder
from convviz.protocol.messages.fetch import FetchProgress, ReadProgress
from convviz.ui.error_sentences import error_sentence
from convviz.ui.formats import count_text, duration_text, size_text
from convviz.ui.training.data.data_fetch import DataState
from convviz.ui.widgets.sentences import listed

if TYPE_CHECKING:
    from convviz.core.data_sets import DataSet
    from convviz.ui.training.data.data_fetch import DataFetch


def data_name(dataset: DataSet) -> str:
    """Return what a data set is called, with what is not as usual: `Shapes-10 (grey=True)`."""
    _, _, settings = call_code(dataset).partition("(")
    return dataset.title if settings == ")" else f"{dataset.title} ({settings}"


def data_role(state: DataState) -> str:
    """Return the role of the sentence's label, which gives it its colour."""
    match state:
        case DataState.UNUSABLE:
            return "error"
        case DataState.INTERRUPTED | DataState.STOPPED:
            return "warning"
        case _:
            return "caption"


def data_sentence(data: DataFetch) -> str:
    """Return what is known, and what can be done."""
    translate = QCoreApplication.translate
    match data.state:
        case DataState.READY:
            text = _ready_text(data)
        case DataState.MISSING:
            text = _missing_text(data)
        case DataState.STOPPED:
            text = translate("Data", "Reading the pictures was stopped. Read them again.")
        case DataState.UNUSABLE | DataState.INTERRUPTED:
            text = _problem_text(data)
        case DataState.DOWNLOADING:
            text = translate("Data", "Connecting…")
            if isinstance(data.progress, FetchProgress):
                text = progress_text(data.progress)
        case DataState.CANCELLING:
            text = translate("Data", "Cancelling…")
        case _:
            text = _reading_text(data)
    return text


def _missing_text(data: DataFetch) -> str:
    translate = QCoreApplication.translate
    match data.asked[0]:
        case ImageFolder():
            return translate(
                "Data",
                "Choose a folder of pictures, or drop it here. In it, one folder for each class "
                "holds the pictures of that class.",
            )
        case MNIST():
            return translate(
                "Data",
                "Choose the folder that holds train-images-idx3-ubyte and the files that belong "
                "to it, or drop it here.",
            )
        case _:
            return translate(
                "Data", "CIFAR-10 is not on this computer yet. Download it, or choose where it is."
            )


def _reading_text(data: DataFetch) -> str:
    translate = QCoreApplication.translate
    progress = data.progress
    if isinstance(progress, ReadProgress):
        return translate("Data", "Reading the pictures: {done} of {total}").format(
            done=count_text(progress.done), total=count_text(progress.total)
        )
    if isinstance(data.asked[0], (MNIST, ImageFolder)):
        return translate("Data", "Reading the pictures…")
    return translate("Data", "Looking for CIFAR-10…")


def data_notices(data: DataFetch) -> str:
    """Return what else the user should know of the data, such as files that are not official."""
    notices = () if data.ready is None else data.ready.notices
    return "\n\n".join(error_sentence(notice.error()) for notice in notices)


def progress_text(progress: FetchProgress) -> str:
    """Return how far a download is, how fast it goes and how long it will take."""
    translate = QCoreApplication.translate
    if progress.bytes_done >= progress.bytes_total > 0:
        return translate("Data", "Downloaded; checking and unpacking…")
    parts = [
        translate("Data", "{done} of {total}").format(
            done=size_text(progress.bytes_done), total=size_text(progress.bytes_total)
        )
    ]
    if progress.bytes_per_second > 0:
        rate = size_text(progress.bytes_per_second)
        parts.append(translate("Data", "{rate}/s").format(rate=rate))
    if progress.eta_seconds is not None:
        left = duration_text(progress.eta_seconds)
        parts.append(translate("Data", "{time} left").format(time=left))
    return listed(parts)


def _ready_text(data: DataFetch) -> str:
    if data.ready is None:
        return ""
    return QCoreApplication.translate(
        "Data", "{train} training and {test} test pictures in {path}"
    ).format(
        train=count_text(data.ready.train_pictures),
        test=count_text(data.ready.test_pictures),
        path=data.ready.path,
    )


def _problem_text(data: DataFetch) -> str:
    if data.problem is not None:
        return error_sentence(data.problem.error())
    return QCoreApplication.translate(
        "Data",
        "The download was stopped. What has arrived is kept, and the download can be "
        "continued at any time.",
    )
