"""The English sentence of every error code about data sets and their download.

Each says what happened, where, and what to do. Placeholders are the code's facts, as they are
documented in ``convviz.core.errors``.
"""

from __future__ import annotations

from typing import Final

from convviz.core.errors import ErrorCode
from convviz.protocol.sentences.translation_mark import QT_TRANSLATE_NOOP

DATA_SENTENCES: Final[dict[ErrorCode, str]] = {
    ErrorCode.DATA_NOT_FOUND: QT_TRANSLATE_NOOP(
        "sentences",
        "CIFAR-10 is not at {path}. Download it, or choose a folder or an archive that you have.",
    ),
    ErrorCode.DATA_NOT_CIFAR10: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} holds no file of CIFAR-10. Choose the folder cifar-10-batches-bin or "
        "cifar-10-batches-py, or the archive cifar-10-binary.tar.gz or cifar-10-python.tar.gz.",
    ),
    ErrorCode.DATA_FILE_MISSING: QT_TRANSLATE_NOOP(
        "sentences",
        "CIFAR-10 at {path} is incomplete: {file} is missing. Unpack the archive again, or choose "
        "the archive itself.",
    ),
    ErrorCode.DATA_FILE_WRONG_SIZE: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} has {found_bytes} bytes, but this file of CIFAR-10 has {expected_bytes}. Unpack "
        "the archive again, or download it again.",
    ),
    ErrorCode.DATA_FILE_TOO_LARGE: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} has {found_bytes} bytes, more than the {limit_bytes} that a file of CIFAR-10 can "
        "have, so it was not read. Unpack the archive again, or download it again.",
    ),
    ErrorCode.DATA_LABEL_OUT_OF_RANGE: QT_TRANSLATE_NOOP(
        "sentences",
        "In {path}, picture {record} has the label {label}, but CIFAR-10's labels are 0 to 9. The "
        "file is damaged: unpack the archive again, or download it again.",
    ),
    ErrorCode.DATA_CHECKSUM_DIFFERS: QT_TRANSLATE_NOOP(
        "sentences",
        "CIFAR-10 at {path} was read, but {count} of its files are not the official ones: {files}. "
        "If you did not expect that, download it again.",
    ),
    ErrorCode.DATA_ARCHIVE_BROKEN: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} is not an intact archive ({detail}). Download it again, or choose another "
        "archive or an unpacked folder.",
    ),
    ErrorCode.DATA_ARCHIVE_TOO_LARGE: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} unpacks to far more than CIFAR-10, so reading stopped after {limit_bytes} bytes. "
        "Choose the official archive, cifar-10-binary.tar.gz or cifar-10-python.tar.gz.",
    ),
    ErrorCode.DATA_PICKLE_FORBIDDEN: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} asks to run code ({name}), which no file of CIFAR-10 does. None of it was run. "
        "Do not trust the source of this file; download CIFAR-10 again.",
    ),
    ErrorCode.DATA_PICKLE_BROKEN: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} does not hold pictures as CIFAR-10's files do ({detail}). Unpack the archive "
        "again, or download it again.",
    ),
    ErrorCode.DOWNLOAD_NO_NETWORK: QT_TRANSLATE_NOOP(
        "sentences",
        "{url} cannot be reached ({detail}). Check the network and try again, or choose a folder "
        "or an archive of CIFAR-10 that you have.",
    ),
    ErrorCode.DOWNLOAD_REFUSED: QT_TRANSLATE_NOOP(
        "sentences",
        "The server answers {url} with status {status}. Try again later, or choose a folder or an "
        "archive of CIFAR-10 that you have.",
    ),
    ErrorCode.DOWNLOAD_INTERRUPTED: QT_TRANSLATE_NOOP(
        "sentences",
        "The connection to {url} broke several times ({detail}). The {bytes_done} bytes that "
        "arrived are kept. Start the download again to continue from there.",
    ),
    ErrorCode.DOWNLOAD_WRONG_SIZE: QT_TRANSLATE_NOOP(
        "sentences",
        "{url} offers {found_bytes} bytes instead of {expected_bytes}: perhaps a network's login "
        "page. Open the address in a browser, then try again.",
    ),
    ErrorCode.DOWNLOAD_CHECKSUM: QT_TRANSLATE_NOOP(
        "sentences",
        "What {url} sent is not the official file: its SHA-256 is {found} instead of {expected}. "
        "It was deleted. Try again, perhaps over another network.",
    ),
    ErrorCode.DOWNLOAD_NO_SPACE: QT_TRANSLATE_NOOP(
        "sentences",
        "The disk of {path} has {free_bytes} bytes free, and the download needs {needed_bytes} "
        "more. Make room, or choose another folder; what arrived is kept.",
    ),
}
