"""How an output cell comes about of the cells that it reads."""

from __future__ import annotations

from enum import StrEnum


class Reduction(StrEnum):
    """What a layer does with the numbers that one output cell reads.

    ``convviz.values`` has one function for each but OWN, and does not load without one.
    """

    OWN = "own"
    """Something that torch alone computes: the layer is not worked out cell by cell."""

    PRODUCTS = "products"
    """Each is multiplied by a weight; the products and a bias are added up: a ``KernelLayer``."""
    MAXIMUM = "maximum"
    RANDOM_WINDOWS = "random_windows"
    """The largest of them, which stand in a window at a place that is drawn by chance."""
    MINIMUM = "minimum"
    MEAN = "mean"
    """They are added up and divided by the layer's divisor."""
    POWER_MEAN = "power_mean"
    """The root of the mean of their powers."""
    COPY = "copy"
    """There is one, and it stays as it is."""

    POINTWISE = "pointwise"
    """There is one, and a function is applied to it: a ``PointwiseLayer``."""

    SHARES = "shares"
    """What it makes of one of them is its share of all of them: a ``SharingLayer``."""

    GATES = "gates"
    """One is multiplied by the sigmoid of the other."""
    FEATURES = "features"
    """Each of the last dimension is multiplied by a weight; products and a bias are added up."""
    RENUMBERED = "renumbered"
    """There is one, the next in order: only dimensions are counted in another way."""
    DEALT = "dealt"
    """There is one, of the channels of all groups in turn."""

    IN_PARTS = "in_parts"
    """Part by part, as of a loss or of a step of an optimiser: ``stepping.worked``."""

    NORMALISES = "normalises"
    """One of them, less the mean of all and divided by their deviation: a ``NormalisingLayer``."""

    NEIGHBOURS = "neighbours"
    """The one in the middle, divided by a power of what all hold: a ``LocalResponseNorm``."""

    CHANNELS_TO_PIXELS = "channels_to_pixels"
    PIXELS_TO_CHANNELS = "pixels_to_channels"
    WINDOWS_TO_COLUMNS = "windows_to_columns"
    COLUMNS_TO_WINDOWS = "columns_to_windows"
    """Columns are added to the cells of their windows."""
    INTERPOLATION = "interpolation"
    """Each is weighed by how near it is."""
    BY_INDICES = "by_indices"
    """A number is put where an index says, all other cells are 0."""

    @property
    def reads_blocks(self) -> bool:
        """Whether output cells read blocks of cells, and no window of one place along each axis."""
        return self in _BY_BLOCKS

    @property
    def folds_vectors(self) -> bool:
        """Whether a long vector is drawn in several rows, as a text is written in lines."""
        return self in {Reduction.FEATURES, Reduction.RENUMBERED}


_BY_BLOCKS = frozenset(
    {
        Reduction.SHARES,
        Reduction.RANDOM_WINDOWS,
        Reduction.GATES,
        Reduction.FEATURES,
        Reduction.RENUMBERED,
        Reduction.DEALT,
        Reduction.NORMALISES,
        Reduction.NEIGHBOURS,
        Reduction.CHANNELS_TO_PIXELS,
        Reduction.PIXELS_TO_CHANNELS,
        Reduction.WINDOWS_TO_COLUMNS,
        Reduction.COLUMNS_TO_WINDOWS,
        Reduction.BY_INDICES,
        Reduction.IN_PARTS,
    }
)
