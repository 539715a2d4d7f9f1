"""Pictures in the files of MNIST, as many data sets have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from convviz.core.call_numbers import choice
from convviz.core.data_sets.base import DataSet, register

ANY_PART = "any"
AUTO_NAMES = "auto"


@register
@dataclass(frozen=True)
class MNIST(DataSet):
    """Grey pictures in the files of MNIST: Fashion-MNIST, KMNIST and EMNIST have them, too.

    How large the pictures are and how many classes there are is read from the files.

    Attributes:
        part: Which of several sets in one folder is meant, as EMNIST names them; "any" takes the
            only one.
        names: What the classes are called: "auto" knows Fashion-MNIST by its labels, and others by
            the names of their folder and files; else classes are called by their numbers.

    Source:
        LeCun, Cortes and Burges, "The MNIST database"; Xiao et al. 2017, arXiv 1708.07747
        (Fashion-MNIST); Clanuwat et al. 2018, arXiv 1812.01718 (KMNIST); Cohen et al. 2017,
        arXiv 1702.05373 (EMNIST).
    """

    part: str = choice(ANY_PART, "balanced", "byclass", "bymerge", "digits", "letters", "mnist")
    names: str = choice(AUTO_NAMES, "numbers", "fashion", "kuzushiji", "letters")

    title: ClassVar[str] = "MNIST files"
    key: ClassVar[str] = "mnist"
