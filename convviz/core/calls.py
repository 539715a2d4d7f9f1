"""What every callable is: ONE frozen dataclass named as in torch, with torch's parameter names.

Layers, losses, optimisers and schedules are declared alike. Their forms, tooltips, code, documents,
shell options, table rows and the comparison with torch follow from the fields.
"""

from __future__ import annotations

import dataclasses
import importlib
import threading
from abc import ABC
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, Self, TypeVar

from convviz.core.call_checks import (
    check_integer,
    check_limits,
    checked_type,
    is_whole,
    may_be_tuple,
    takes_several,
    words_of,
)
from convviz.core.call_parameters import LARGEST_INTEGER, Parameter, ParameterKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True)
class Call(ABC):  # noqa: B024 - a call of no class in particular is none
    """A call of one of torch's classes: what was given to its constructor, valid or not.

    A class that adds no parameter to its base is not decorated as a dataclass again: that would
    only cost time at every start.

    Attributes:
        group: The module of torch in which users find the class.
        given: torch's first parameter, where the training itself gives it, such as "params".
        given_code: How it is written in code.
        left_out: torch's parameters that are not declared: they are given by the training, old, or
            of no use in it.
        takes_anything: Whether torch's constructor takes any argument, and does nothing with it.
    """

    group: ClassVar[str] = "torch.nn"
    given: ClassVar[str] = ""
    given_code: ClassVar[str] = ""
    left_out: ClassVar[frozenset[str]] = frozenset()
    takes_anything: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Turn lists, as they come out of JSON, into tuples."""
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if isinstance(value, list):
                object.__setattr__(self, field.name, tuple(value))

    @classmethod
    def type_name(cls) -> str:
        """Return the class's name in torch."""
        return cls.__name__

    @classmethod
    def parameters(cls) -> dict[str, Parameter]:
        """Return the parameters by name, in torch's order."""
        return dict(parameters_of(cls))

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        """Return the default of every parameter that has one."""
        return dict(defaults_of(cls))

    @classmethod
    def positional_parameters(cls) -> tuple[str, ...]:
        """Return the names of the parameters that can be given without their names."""
        known = parameters_of(cls).items()
        return tuple(name for name, described in known if not described.keyword_only)

    @classmethod
    def new(cls) -> Self:
        """Return the call that a form begins with: torch's defaults, but for what says otherwise.

        A parameter without a default must say what it begins with.
        """
        known = parameters_of(cls).items()
        return cls(**{name: how.first for name, how in known if how.first is not None})

    def check(self) -> None:
        """Refuse what torch's constructor refuses.

        Raises:
            ParameterError: with the offending parameter among its facts.
        """
        self.check_values()

    def check_values(self) -> None:
        """Refuse a value of another type, or outside its limits, whatever the others are.

        Raises:
            ParameterError: with the offending parameter among its facts.
        """
        admitted = _admitted_of(type(self))
        if not admitted.knows(self):
            self._check_each()
            admitted.add(self)

    def _check_each(self) -> None:
        for name, described in parameters_of(type(self)).items():
            integers = checked_type(name, getattr(self, name), described)
            if integers:
                minimum, maximum = self.integer_range(name)
                for integer in integers:
                    check_integer(name, integer, minimum, maximum)
            if described.limits is not None:
                check_limits(name, getattr(self, name), described.limits)

    def integer_range(self, name: str) -> tuple[int, int]:
        """Return the least and the largest value of an integer parameter (of each, per axis).

        It may follow from other parameters, but from none of whole numbers.
        """
        return parameters_of(type(self))[name].minimum, LARGEST_INTEGER

    def newer_settings(self) -> dict[str, str]:
        """Return the settings that not every supported torch has, with the first that has them.

        A parameter at its default is none of them: torch is not given it then.
        """
        defaults = defaults_of(type(self))
        return {
            name: described.since
            for name, described in parameters_of(type(self)).items()
            if described.since and getattr(self, name) != defaults[name]
        }

    def replace(self, **changes: Any) -> Self:  # noqa: ANN401 - values are of the fields' types
        """Return a copy with some parameters changed."""
        return dataclasses.replace(self, **changes)


class FunctionCall(Call):
    """A call of one of torch's functions, whose names no class can have by its style.

    Attributes:
        function: The function's name in torch.
    """

    function: ClassVar[str]

    @classmethod
    def type_name(cls) -> str:
        """Return the function's name in torch."""
        return cls.function


@cache
def parameters_of(call_type: type[Call]) -> dict[str, Parameter]:
    """Return the parameters of a type by name; the dictionary is shared, not to be changed."""
    return {field.name: field.metadata["parameter"] for field in dataclasses.fields(call_type)}


@cache
def defaults_of(call_type: type[Call]) -> dict[str, Any]:
    """Return the defaults of a type by name; the dictionary is shared, not to be changed."""
    return {
        field.name: field.default
        for field in dataclasses.fields(call_type)
        if field.default is not dataclasses.MISSING
    }


class _Ranges(NamedTuple):
    """What is in order of parameters of whole numbers, the others being what they are.

    Attributes:
        least: The least number of each.
        most: The largest of each.
        takes_several: Whether several may stand in a tuple.
        words: What else may be given.
    """

    least: tuple[int, ...]
    most: tuple[int, ...]
    takes_several: tuple[bool, ...]
    words: tuple[frozenset[str | None], ...]


class _Admitted:
    """What was found to be in order in a type's calls; networks repeat the same few settings.

    Whole numbers, such as channels and kernel sizes, are many, but comparing them with their range
    is quick: what is known is all but them, and their ranges beside it.
    """

    _MOST: ClassVar[int] = 1000

    def __init__(self, call_type: type[Call]) -> None:
        known = parameters_of(call_type).items()
        self._whole = [(name, how) for name, how in known if is_whole(how)]
        self._numbers = _values_of([name for name, _ in self._whole])
        others = {name: how for name, how in known if not is_whole(how)}
        self._others = _values_of(list(others))
        # Where none may be, no call with one is in order, and what is in it does not matter.
        self._may_be_tuples = any(may_be_tuple(how) for how in others.values())
        self._ranges: dict[tuple[object, ...], _Ranges] = {}

    def knows(self, call: Call) -> bool:
        """Return whether all values are known to be in order; if not, they may be so all the same.

        Whole numbers are looked at in any case.
        """
        try:
            ranges = self._ranges.get(self._key(call))
        except TypeError:  # a value that cannot be hashed is none that is in order
            return False
        if ranges is None:
            return False
        columns = zip(self._numbers(call), *ranges)  # noqa: B905 - one each, and this is faster
        for value, least, most, may_be_several, words in columns:
            # Types are compared by identity: True is an integer, too.
            if type(value) is int:
                if not least <= value <= most:
                    return False
            elif type(value) is tuple and may_be_several:
                for part in value:
                    if type(part) is not int or not least <= part <= most:
                        return False
            elif not (value is None or type(value) is str) or value not in words:
                return False
        return True

    def add(self, call: Call) -> None:
        """Know a call whose values are in order."""
        if len(self._ranges) < self._MOST:
            limits = [call.integer_range(name) for name, _ in self._whole]
            self._ranges[self._key(call)] = _Ranges(
                tuple([least for least, _ in limits]),
                tuple([most for _, most in limits]),
                tuple([takes_several(how) for _, how in self._whole]),
                tuple([words_of(how) for _, how in self._whole]),
            )

    def _key(self, call: Call) -> tuple[object, ...]:
        """Return the values and their types, in tuples as well: True equals 1."""
        values = self._others(call)
        key = (*values, *map(type, values))
        if not self._may_be_tuples:
            return key
        return (*key, *[type(part) for value in values if type(value) is tuple for part in value])


def _values_of(names: Sequence[str]) -> Callable[[object], tuple[object, ...]]:
    """Return what takes the values of some attributes: an attrgetter, where that gives a tuple."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda call: tuple([getattr(call, name) for name in names])


@cache
def _admitted_of(call_type: type[Call]) -> _Admitted:
    return _Admitted(call_type)


CallT = TypeVar("CallT", bound=Call)
CallTypeT = TypeVar("CallTypeT", bound="type[Call]")


class Registry(Generic[CallT]):
    """The classes of one sort, such as all layers: what documents, forms and code know by name.

    Their modules are imported when all classes are asked for the first time: what is painted at the
    start needs few of them. Threads that ask meanwhile wait until all are there.
    """

    def __init__(self, *modules: str) -> None:
        """Know where the classes stand.

        Args:
            modules: Names of the modules that register them, in the order in which menus show them.
        """
        self._modules = modules
        self._is_loading = self._is_loaded = self._is_sorted = False
        self._lock = threading.RLock()
        self._types: dict[str, type[Call]] = {}
        self._module_of: dict[str, str] = {}

    @property
    def modules(self) -> tuple[str, ...]:
        """Names of the modules that are imported when all classes are asked for."""
        return self._modules

    def register(self, call_type: CallTypeT, module: str = "") -> CallTypeT:
        """Class decorator: make a class known.

        Args:
            call_type: The class.
            module: The module that it is listed with; "" for its own.

        Raises:
            TypeError: A field was not declared with :func:`parameter`, or says too little for forms
                and code to follow.
        """
        for field in dataclasses.fields(call_type):
            lack = _lack_of(field.metadata.get("parameter"))
            if lack:
                message = f"{call_type.__name__}.{field.name} is not declared with {lack}"
                raise TypeError(message)
        self._types[call_type.type_name()] = call_type
        self._module_of[call_type.type_name()] = module or call_type.__module__
        self._is_sorted = False
        return call_type

    def unregister(self, call_type: type[CallT]) -> None:
        """Forget a class, as tests do that make up their own."""
        del self._types[call_type.type_name()]

    def types(self) -> dict[str, type[CallT]]:
        """Return every registered class by name, module by module in order of registration."""
        if not (self._is_loaded and self._is_sorted):
            with self._lock:
                self._load()
                self._sort()
        return dict(self._types)  # type: ignore[arg-type]

    def _load(self) -> None:
        if self._is_loaded or self._is_loading:  # a module that is being imported may ask
            return
        self._is_loading = True
        try:
            for module in self._modules:
                importlib.import_module(module)
            self._is_loaded = True
        finally:
            self._is_loading = False

    def _sort(self) -> None:
        places = {module: place for place, module in enumerate(self._modules)}
        known = sorted(
            self._types.items(),
            key=lambda known: places.get(self._module_of[known[0]], len(places)),
        )
        self._types = dict(known)
        self._is_sorted = True


def _lack_of(described: Parameter | None) -> str:
    """Return what a declaration lacks; "" where readers can follow it."""
    if described is None:
        return "parameter()"
    if described.kind in _CHOICES and not described.choices:
        return "its choices"
    if described.kind is ParameterKind.NUMBERS and not described.count:
        return "the count of its numbers"
    return ""


_CHOICES = (ParameterKind.CHOICE, ParameterKind.OPTIONAL_CHOICE)
