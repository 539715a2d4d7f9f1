"""What is asked of the data fetcher (``python -m convviz.engine.fetch``), and what it tells.

The end of its stdin stops a download; the part stays for resuming.
"""

from __future__ import annotations

from typing import Any, TypeAlias

from convviz.protocol.decoding import msgpack_decoder
from convviz.protocol.messages.common import Answer, Ask, Message, Problem, Progress, Refused


class FetchData(Message, frozen=True):
    """Download CIFAR-10 into a folder, or check what a folder or archive holds.

    Attributes:
        folder: Where it goes, or what is checked; empty for the default place.
        download: Whether to download.
        dataset: Which data set is checked, as documents write it; None for CIFAR-10.
    """

    folder: str
    download: bool
    dataset: dict[str, Any] | None = None


FetchAsk: TypeAlias = Ask[FetchData]


class FetchProgress(Message, frozen=True):
    """How far a download is, sent at most 10 times a second.

    Attributes:
        bytes_done: Bytes on the disk, those of earlier downloads included.
        bytes_per_second: Over the last seconds; 0 while unknown.
        eta_seconds: Estimated time to its end; None while unknown.
    """

    bytes_done: int
    bytes_total: int
    bytes_per_second: float
    eta_seconds: float | None


class ReadProgress(Message, frozen=True):
    """How many pictures of a folder are read, sent at most 10 times a second."""

    done: int
    total: int


class DataReady(Message, frozen=True):
    """The data set is there and sound.

    Attributes:
        path: Where.
        train_pictures: How many.
        test_pictures: How many.
        notices: What the user should know.
        picture_shape: (channels, height, width) of every picture.
        class_names: Of every class.
    """

    path: str
    train_pictures: int
    test_pictures: int
    notices: tuple[Problem, ...] = ()
    picture_shape: tuple[int, ...] = (3, 32, 32)
    class_names: tuple[str, ...] = ()


FetchReply: TypeAlias = Progress[FetchProgress | ReadProgress] | Answer[DataReady] | Refused

fetch_requests = msgpack_decoder(FetchAsk)
fetch_replies = msgpack_decoder(FetchReply)
