"""Lazy layers: those that learn their in_channels, in_features or num_features from their input.

At the first input torch turns each into its plain layer; a network shows and trains that one.

Source: torch.nn.LazyConv2d and its kin; torch.nn.modules.lazy.LazyModuleMixin.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from convviz.core.layers.base import Layer, Shape, register
from convviz.core.layers.conv import Conv1d, Conv2d, Conv3d
from convviz.core.layers.conv_transpose import ConvTranspose1d, ConvTranspose2d, ConvTranspose3d
from convviz.core.layers.instance_norm import InstanceNorm1d, InstanceNorm2d, InstanceNorm3d
from convviz.core.layers.linear import Linear
from convviz.core.layers.norm import BatchNorm1d, BatchNorm2d, BatchNorm3d


class LazyLayer(Layer):
    """A layer that becomes another one at its first input.

    Attributes:
        plain_type: What it becomes.
        learned: The parameter that it learns.
        dimension: Which dimension of the input says so; None for the channels, wherever they are.
    """

    is_lazy: ClassVar[bool] = True
    plain_type: ClassVar[type[Layer]]
    learned: ClassVar[str]
    dimension: ClassVar[int | None]

    def check(self) -> None:
        """Refuse what torch's constructor refuses of the plain layer, whatever it learns.

        Raises:
            ParameterError: as the plain layer's.
        """
        super().check()
        # The groups of a convolution divide no channels yet: torch builds it with 0 of them.
        self._plain(getattr(self, "groups", 1)).check()

    def resolved(self, input_shape: Shape) -> Layer:
        """Return the plain layer that it becomes at an input of a shape.

        Raises:
            ShapeError: WRONG_RANK: the input has no such dimension.
        """
        place = self._place(len(input_shape))
        if not -len(input_shape) <= place < len(input_shape):
            raise self.wrong_rank(input_shape, self._ranks())
        return self._plain(input_shape[place])

    def infer(self, input_shape: Shape, *, training: bool = True) -> Shape:
        """Check the parameters and return the output shape of the plain layer.

        Raises:
            ParameterError: the constructor refuses the parameters, or the groups the channels.
            ShapeError: the forward refuses the input.
        """
        self.check()
        return self.resolved(input_shape).infer(input_shape, training=training)

    def output_shape(self, input_shape: Shape) -> Shape:
        """Return the plain layer's output shape."""
        return self.resolved(input_shape).output_shape(input_shape)

    def mult_add_factors(
        self, input_shape: Shape, output_shape: Shape | None = None
    ) -> tuple[Shape, ...]:
        """Return those of the plain layer."""
        return self.resolved(input_shape).mult_add_factors(input_shape, output_shape)

    def integer_range(self, name: str) -> tuple[int, int]:
        """Return the range of a parameter in the plain layer."""
        return self._plain(1).integer_range(name)

    def newer_settings(self) -> dict[str, str]:
        """Return those of the plain layer."""
        return self._plain(1).newer_settings()

    def _plain(self, learned: int) -> Layer:
        values = {name: getattr(self, name) for name in self.parameters()}
        return self.plain_type(**{self.learned: learned}, **values)

    def _place(self, rank: int) -> int:
        if self.dimension is not None:
            return self.dimension
        return 1 if rank == self.plain_type.rank + 2 else 0

    def _ranks(self) -> tuple[int, ...]:
        ranks: tuple[int, ...] | None = getattr(self.plain_type, "ranks", None)
        spatial = self.plain_type.rank
        return ranks or (spatial + 1, spatial + 2)


def _lazy(
    plain: type[Layer],
    learned: str,
    dimension: int | None,
    defaults: Mapping[str, object] | None = None,
) -> type[Layer]:
    """Register and return the lazy layer of a plain one: the same parameters but one.

    Args:
        plain: What it becomes.
        learned: The parameter that is left out.
        dimension: See :class:`LazyLayer`.
        defaults: Where they differ from the plain layer's.
    """
    fields: list[tuple[str, Any, Any]] = []
    for field in dataclasses.fields(plain):
        if field.name != learned:
            default = (defaults or {}).get(field.name, field.default)
            same = dataclasses.field(default=default, metadata=field.metadata)
            fields.append((field.name, field.type, same))
    text = f"{plain.type_name()} that learns {learned} from its first input."
    namespace = {
        "__doc__": text,
        # Where the names in the fields' types mean something: they are texts, read when asked for.
        "__module__": plain.__module__,
        "family": plain.family,
        "needs_batch": plain.needs_batch,
        "rank": plain.rank,
        "plain_type": plain,
        "learned": learned,
        "printed_only": MappingProxyType({learned: 0}),
        "dimension": dimension,
    }
    name = f"Lazy{plain.type_name()}"
    lazy_type = dataclasses.make_dataclass(
        name, fields, bases=(LazyLayer,), namespace=namespace, frozen=True
    )
    lazy_type.__module__ = plain.__module__  # from Python 3.12 on it would be the caller's
    return register(lazy_type, __name__)


_CONVOLUTIONS = (Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d)
_BATCH_NORMS = (BatchNorm1d, BatchNorm2d, BatchNorm3d)
_INSTANCE_NORMS = (InstanceNorm1d, InstanceNorm2d, InstanceNorm3d)

LAZY_TYPES: tuple[type[Layer], ...] = (
    *(_lazy(kind, "in_channels", None) for kind in _CONVOLUTIONS),
    _lazy(Linear, "in_features", -1),
    *(_lazy(kind, "num_features", 1) for kind in _BATCH_NORMS),
    # torch builds these as it builds the others: with numbers a channel, and kept means.
    *(
        _lazy(kind, "num_features", 1, {"affine": True, "track_running_stats": True})
        for kind in _INSTANCE_NORMS
    ),
)
"""Every lazy layer of torch.nn."""
