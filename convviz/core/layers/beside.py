"""What a layer computes with beside its input: its weights, and tensors that its forward is given.

The forms of these tensors, the numbers with which they begin and what is worth knowing of them
follow from what a layer answers here.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

from convviz.core.layers.numbers import LayerNumbers
from convviz.core.layers.tensor_forms import TensorForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from convviz.core.explaining.explanations import Explanation
    from convviz.core.layers.parameters import Shape
    from convviz.core.layers.tensor_forms import Forms


class LayerTensors(LayerNumbers):
    """A layer, as far as its tensors go.

    Attributes:
        input_name: What torch calls its input, where it has several.
        takes: The tensors that its forward is given beside the input, by torch's names.
        takes_forms: Those of them whose shape and type one may choose, as of a loss's target.
        learned_tensors: The tensors that its forward is given and that have a gradient: the input,
            and further inputs.
        scales_cells: Whether its weight scales what stands at a place, and its bias shifts it: no
            kernel, and 1 and 0 at first.
    """

    input_name: ClassVar[str] = "input"
    takes: ClassVar[tuple[str, ...]] = ()
    takes_forms: ClassVar[tuple[str, ...]] = ()
    learned_tensors: ClassVar[tuple[str, ...]] = ("input",)
    scales_cells: ClassVar[bool] = False

    def called(self, name: str) -> str:
        """Return what torch calls a tensor, the input among them."""
        return self.input_name if name == "input" else name

    def weight_shapes(self) -> dict[str, Shape]:
        """Return the shapes of the trained tensors by their name in torch's state_dict."""
        return {}

    def buffer_shapes(self) -> dict[str, Shape]:
        """Return the shapes of the tensors that are kept but not trained, likewise."""
        return {}

    def num_params(self) -> int:
        """Return the number of trained numbers."""
        return sum(map(math.prod, self.weight_shapes().values()))

    def settings_of_weight(self, shape: Shape) -> dict[str, int | tuple[int, ...]]:  # noqa: ARG002 - few have kernels
        """Return the parameters with which the weight has a shape; nothing without kernels."""
        return {}

    def tensor_shapes(self, input_shape: Shape) -> dict[str, Shape]:  # noqa: ARG002 - of a loss it matters
        """Return the shapes of what it computes with beside its input, by torch's names.

        Args:
            input_shape: As the calculator shows it; the layer need not take it.
        """
        return self.weight_shapes()

    def first_form(self, name: str, input_shape: Shape) -> TensorForm:
        """Return the form of one of these tensors for which nobody has chosen any."""
        return TensorForm(self.tensor_shapes(input_shape).get(name, ()))

    def fitting_forms(self, name: str, input_shape: Shape) -> tuple[TensorForm, ...]:
        """Return the forms that torch takes of one of these tensors; the first is the usual one."""
        return (self.first_form(name, input_shape),)

    def first_numbers(self, name: str, shape: Shape) -> tuple[float, ...]:  # noqa: ARG002 - most take any numbers
        """Return the numbers with which one of these tensors begins; nothing where any will do."""
        return ()

    def first_numbers_of(
        self,
        name: str,
        form: TensorForm,
        input_shape: Shape,  # noqa: ARG002 - few depend on it
    ) -> tuple[float, ...]:
        """Return the numbers with which a tensor of a form begins; nothing where any will do."""
        return self.first_numbers(name, form.shape)

    def numbers_in_form(
        self,
        numbers: Sequence[float],  # noqa: ARG002 - most forms mean the same numbers
        before: TensorForm,  # noqa: ARG002 - likewise
        after: TensorForm,  # noqa: ARG002 - likewise
        input_shape: Shape,  # noqa: ARG002 - likewise
    ) -> tuple[float, ...]:
        """Return what a tensor's numbers are in another form; nothing where they stay in place.

        Args:
            numbers: In row-major order.
            before: The form that they have.
            after: The form that is wanted.
            input_shape: As torch takes it.
        """
        return ()

    def first_input(self, input_shape: Shape) -> tuple[float, ...]:  # noqa: ARG002 - most take any numbers
        """Return the numbers of an input for which nobody has chosen any; nothing: any will do."""
        return ()

    def rule(
        self,
        forms: Forms,  # noqa: ARG002 - most have windows to show
        input_shape: Shape,  # noqa: ARG002 - likewise
        *,
        training: bool = True,  # noqa: ARG002 - likewise
    ) -> tuple[str, ...]:
        """Return how the numbers come about in letters, line by line, as LaTeX.

        Args:
            forms: Of the tensors beside the input.
            input_shape: As the calculator shows it.
            training: Whether as in training.
        """
        return ()

    def rule_letters(self) -> dict[str, str]:
        """Return for which parameters or tensors letters of the rule stand, by torch's names."""
        return {}

    def notes_on_tensors(
        self,
        input_shape: Shape,  # noqa: ARG002 - most are given none
        forms: Forms,  # noqa: ARG002 - likewise
    ) -> Iterable[Explanation]:
        """Return what is worth knowing of the tensors beside the input.

        Args:
            input_shape: As the calculator shows it; accepted.
            forms: Theirs, as far as they were chosen.
        """
        return ()
