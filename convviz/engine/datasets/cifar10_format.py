"""What CIFAR-10's official files are: names, sizes, checksums, classes."""

from __future__ import annotations

from dataclasses import dataclass

CLASS_NAMES = (
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
)

PIXEL_BYTES = 3 * 32 * 32
RECORD_BYTES = 1 + PIXEL_BYTES
"""One record of the binary version: a label byte, then 1024 red, green and blue bytes."""
RECORDS_PER_BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Distribution:
    """One of the two forms that CIFAR-10 is published in.

    Attributes:
        folder: The folder's name inside the archive, and once unpacked.
        archive: The archive's file name.
        digest_name: hashlib's name of the digest that ``digests`` holds.
        digests: Hexadecimal digest of each batch file: the training batches, then the test batch.
    """

    folder: str
    archive: str
    digest_name: str
    digests: dict[str, str]

    @property
    def files(self) -> tuple[str, ...]:
        """The batch files' names: the training batches, then the test batch."""
        return tuple(self.digests)


BINARY = Distribution(
    folder="cifar-10-batches-bin",
    archive="cifar-10-binary.tar.gz",
    digest_name="sha1",
    # Source: Apache MXNet, gluon.data.vision.CIFAR10.
    digests={
        "data_batch_1.bin": "aadd24acce27caa71bf4b10992e9e7b2d74c2540",
        "data_batch_2.bin": "c0ba65cce70568cd57b4e03e9ac8d2a5367c1795",
        "data_batch_3.bin": "1dd00a74ab1d17a6e7d73e185b69dbf31242f295",
        "data_batch_4.bin": "aab85764eb3584312d3c7f65fd2fd016e36a258e",
        "data_batch_5.bin": "26e2849e66a845b7f1e4614ae70f4889ae604628",
        "test_batch.bin": "67eb016db431130d61cd03c7ad570b013799c88c",
    },
)
"""Plain records: preferred, since reading them runs nothing."""

PYTHON = Distribution(
    folder="cifar-10-batches-py",
    archive="cifar-10-python.tar.gz",
    digest_name="md5",
    # Source: torchvision.datasets.CIFAR10, train_list and test_list.
    digests={
        "data_batch_1": "c99cafc152244af753f735de768cd75f",
        "data_batch_2": "d4bba439e000b95fd0a9bffe97cbabec",
        "data_batch_3": "54ebc095f3ab1f0389bbae665268c751",
        "data_batch_4": "634d18415352ddfa80567beed471001a",
        "data_batch_5": "482c414d41f54cd18b22e5b47cb7c3cb",
        "test_batch": "40351d587109b95175f43aff81a1287e",
    },
)
"""Pickles of Python 2, read by ``cifar10_pickle``."""

DISTRIBUTIONS = (BINARY, PYTHON)


def largest_batch_bytes(distribution: Distribution, records: int) -> int:
    """Return the most bytes that a sound batch file of that many pictures can have.

    A binary batch has exactly this size. A pickle holds file names too, and, written by Python 3
    in protocol 2, each pixel over 127 as two bytes.
    """
    if distribution is BINARY:
        return records * RECORD_BYTES
    return records * (2 * PIXEL_BYTES + 256) + 65_536
