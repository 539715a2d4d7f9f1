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
    ErrorCode.DATA_PLACE_UNKNOWN: QT_TRANSLATE_NOOP(
        "sentences",
        "It is not known where the pictures are ({title}). Choose their folder.",
    ),
    ErrorCode.DATA_PLACE_GONE: QT_TRANSLATE_NOOP(
        "sentences",
        "There is nothing at {path}, where the pictures were ({title}). Bring the folder back, or "
        "choose where the pictures are now.",
    ),
    ErrorCode.DATA_IDX_NONE: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} holds no files of MNIST's format. Choose the folder that holds "
        "train-images-idx3-ubyte and the three files that belong to it, packed (.gz) or not.",
    ),
    ErrorCode.DATA_IDX_SEVERAL: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} holds the files of several sets: {parts}. Choose one of them as the part.",
    ),
    ErrorCode.DATA_IDX_FILE_MISSING: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} is incomplete: {file} is missing. Download it, or choose another folder.",
    ),
    ErrorCode.DATA_IDX_NOT_IDX: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} is no file of MNIST's format: it begins with {found} and not with {expected}. "
        "Download it again, or choose another folder.",
    ),
    ErrorCode.DATA_IDX_WRONG_SIZE: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} has {found_bytes} bytes, but by its first bytes it should have {expected_bytes}: "
        "it was cut off or damaged. Download it again, or choose another folder.",
    ),
    ErrorCode.DATA_IDX_TOO_LARGE: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} says that it holds {wanted_bytes} bytes, more than the {limit_bytes} that are "
        "read. Choose a smaller data set.",
    ),
    ErrorCode.DATA_IDX_EMPTY: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} says that it holds {shape} (pictures, rows, columns), which nothing can be learned "
        "from. Download it again, or choose another folder.",
    ),
    ErrorCode.DATA_IDX_PACKING_BROKEN: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} cannot be unpacked ({detail}). Download it again, or choose another folder.",
    ),
    ErrorCode.DATA_IDX_COUNTS_DIFFER: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} holds {labels} labels for {pictures} pictures. The files do not belong together: "
        "download them again, or choose another folder.",
    ),
    ErrorCode.DATA_IDX_SIZES_DIFFER: QT_TRANSLATE_NOOP(
        "sentences",
        "The test pictures in {path} are {shape}, those to train with {expected}. The files do not "
        "belong together: download them again, or choose another folder.",
    ),
    ErrorCode.DATA_IDX_LABEL_UNKNOWN: QT_TRANSLATE_NOOP(
        "sentences",
        "In {path}, picture {record} has the label {label}, which no picture to train with has. "
        "The files are damaged or do not belong together: download them again.",
    ),
    ErrorCode.DATA_IDX_COUNTED_FROM_ONE: QT_TRANSLATE_NOOP(
        "sentences",
        "The labels in {path} are 1 to {last}; the network's outputs count them from 0. If you did "
        "not expect that, download the files again.",
    ),
    ErrorCode.DATA_IDX_TURNED: QT_TRANSLATE_NOOP(
        "sentences",
        "The pictures of EMNIST lie on their side in {path}, so rows and columns were swapped. If "
        "they look wrong now, choose files that are not named emnist.",
    ),
    ErrorCode.DATA_FOLDER_NO_CLASSES: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} holds no folders of pictures. Choose a folder with one folder for each class, each "
        "with its pictures, or with such folders in train and val.",
    ),
    ErrorCode.DATA_FOLDER_ONE_CLASS: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} holds readable pictures of one class alone ({name}), and a network learns to tell "
        "classes apart. Add a folder for another class, or choose the folder above it.",
    ),
    ErrorCode.DATA_FOLDER_TEST_CLASS: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} has the class {name}, which has no folder of that name to train on; those are "
        "{known}. Rename the folder, or choose another one.",
    ),
    ErrorCode.DATA_FOLDER_TOO_FEW: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} holds {count} pictures, so that none is left to train with or to measure with. Add "
        "pictures, or choose another folder.",
    ),
    ErrorCode.DATA_FOLDER_TOO_MANY: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} holds more than {limit} pictures or folders, more than are read. Choose a folder "
        "with fewer.",
    ),
    ErrorCode.DATA_FOLDER_NEEDS_MEMORY: QT_TRANSLATE_NOOP(
        "sentences",
        "The {count} pictures in {path} take {needs} MB of memory as {shape}, more than the "
        "{limit} MB that are allowed. Choose a size of {fits} pixels or less, or a folder with "
        "fewer pictures.",
    ),
    ErrorCode.DATA_FOLDER_UNREADABLE: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} cannot be looked into ({detail}). Change who may read it, or choose another "
        "folder.",
    ),
    ErrorCode.DATA_FOLDER_SPLIT: QT_TRANSLATE_NOOP(
        "sentences",
        "{path} has no folders train and val, so a share of each class was set aside to measure "
        "with: {test} of {count} files (seed {seed}). Make these folders to choose them yourself.",
    ),
    ErrorCode.DATA_FOLDER_MEASURED: QT_TRANSLATE_NOOP(
        "sentences",
        "In {path}, the pictures in {used} are measured after each epoch; those in {unused} are "
        "left out. To measure with them later, choose a folder with train and {unused} alone.",
    ),
    ErrorCode.DATA_FOLDER_SKIPPED: QT_TRANSLATE_NOOP(
        "sentences",
        "Files in {path} that are no readable pictures were left out ({count}): {names}. Mend or "
        "remove them, then choose the folder again.",
    ),
    ErrorCode.DATA_FOLDER_LINKS: QT_TRANSLATE_NOOP(
        "sentences",
        "Links in {path} that lead out of the folder were not followed ({count}): {names}. Copy "
        "the pictures into the folder, then choose it again.",
    ),
    ErrorCode.DATA_FOLDER_EMPTY_CLASSES: QT_TRANSLATE_NOOP(
        "sentences",
        "Classes in {path} without a readable picture to train on were left out: {names}. Add "
        "pictures, or remove these folders, then choose the folder again.",
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
