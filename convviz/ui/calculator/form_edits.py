"""Edits of the forms of tensors beside the input, and forms that follow other edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec.structs

from convviz.protocol.document import ANY_INPUT, first_input
from convviz.protocol.recipes import LARGEST_BLOCK, Fill, Numbers
from convviz.values.recipes import materialise

if TYPE_CHECKING:
    from convviz.core.layers.tensor_forms import TensorForm
    from convviz.protocol.document import Calculator


def with_form(calculator: Calculator, name: str, form: TensorForm) -> Calculator:
    """Return the calculator with another shape or type of a tensor.

    Numbers that were chosen stay the same in another form, such as the number of a class that
    becomes 1 among zeros.

    Args:
        calculator: The state before.
        name: One of the layer's ``takes_forms``.
        form: The other form.
    """
    layer, shape, before = calculator.layer, calculator.input_shape, calculator.form_of(name)
    is_first = form == layer.first_form(name, shape)
    forms = {n: f for n, f in calculator.forms.items() if n != name}
    forms |= {} if is_first else {name: form}
    tensors = dict(calculator.tensors)
    chosen = tensors.get(name)
    if chosen is not None:
        given = materialise(chosen, before.shape).ravel().tolist()
        numbers = layer.numbers_in_form(given, before, form, shape)
        if numbers:
            tensors[name] = Numbers(form.shape, numbers)
    return msgspec.structs.replace(calculator, forms=forms, tensors=tensors)


def without_numbers(calculator: Calculator, name: str) -> Calculator:
    """Return the calculator with the numbers of a tensor with which it begins."""
    if name == "input":
        recipe = first_input(calculator.layer, calculator.input_shape)
        return msgspec.structs.replace(calculator, input=recipe)
    tensors = {known: recipe for known, recipe in calculator.tensors.items() if known != name}
    return msgspec.structs.replace(calculator, tensors=tensors)


def with_followed_forms(before: Calculator, after: Calculator) -> Calculator:
    """Return a calculator in which what fitted the layer and the input before fits them again.

    Args:
        before: The state before an edit of the layer or of the input's shape.
        after: The state behind it, with the forms of before.
    """
    if not (before.forms or before.layer.takes_forms or after.layer.takes_forms):
        return after
    forms, tensors = {}, dict(after.tensors)
    for name in after.layer.takes_forms:
        fits = after.layer.fitting_forms(name, after.input_shape)
        chosen = before.forms.get(name)
        takes_it = name in before.layer.takes_forms
        fitted = before.layer.fitting_forms(name, before.input_shape) if takes_it else ()
        if chosen is not None and takes_it:
            place = fitted.index(chosen) if chosen in fitted else None
            if place is None and type(before.layer) is type(after.layer):
                forms[name] = chosen  # as it was typed
            elif place and place < len(fits) and fits[place].size <= LARGEST_BLOCK:
                forms[name] = fits[place]
        if not fitted or fits[0].is_integer is not fitted[0].is_integer:
            tensors.pop(name, None)  # numbers of classes are none to come near
    followed = msgspec.structs.replace(after, forms=forms, tensors=tensors)
    return _with_first_input(before, followed)


def _with_first_input(before: Calculator, after: Calculator) -> Calculator:
    """Return a calculator with an input that another layer takes; what was chosen stays."""
    if type(before.layer) is type(after.layer):
        return after
    was_first = before.input == first_input(before.layer, before.input_shape)
    if not was_first and not isinstance(before.input, Fill):
        return after
    first = first_input(after.layer, after.input_shape)
    if first == ANY_INPUT and not was_first:
        return after
    return msgspec.structs.replace(after, input=first)
