"""What each explanation claims, tried out with torch or counted on the windows."""

from tests.oracle.claims import (
    channels,
    drawing,
    fully_connected,
    losses,
    normalising,
    padding,
    pointwise,
    pooling,
    rearranging,
    renumbering,
    sharing,
    sizes,
    stepping,
    transposed,
)
from tests.oracle.claims.case import Case, Claims, module_of

CLAIMS: Claims = {
    **sizes.CLAIMS,
    **padding.CLAIMS,
    **transposed.CLAIMS,
    **pooling.CLAIMS,
    **rearranging.CLAIMS,
    **channels.CLAIMS,
    **pointwise.CLAIMS,
    **sharing.CLAIMS,
    **losses.CLAIMS,
    **renumbering.CLAIMS,
    **drawing.CLAIMS,
    **normalising.CLAIMS,
    **fully_connected.CLAIMS,
    **stepping.CLAIMS,
}
"""By the explanation's code. Those of a layer in a network are tried with networks elsewhere."""

__all__ = ["CLAIMS", "Case", "module_of"]
