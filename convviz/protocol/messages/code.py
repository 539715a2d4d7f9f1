"""What is asked of the reader of code (``ui/network/code_process``), and what it answers."""

from __future__ import annotations

from typing import Final, TypeAlias

import msgspec

from convviz.protocol.decoding import msgpack_decoder
from convviz.protocol.messages.common import Answer, Ask, Message, Problem, Refused


class OpenCode(Message, frozen=True):
    """Ask which networks a text has; they can be built until another text is opened.

    Attributes:
        path: The file; "" where the text is here.
        text: What was pasted.
    """

    path: str = ""
    text: str = ""


class BuildNetwork(Message, frozen=True):
    """Ask for one of the networks of the text that was opened last.

    Attributes:
        name: Which.
        answers: What it is made with, by the names of its parameters, as it was typed.
        input_shape: Of one picture, without the batch; None for a guess.
    """

    name: str
    answers: dict[str, str] = msgspec.field(default_factory=dict)
    input_shape: tuple[int, ...] | None = None


class OfferedParameter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that a network is made with, and that a person can answer.

    Attributes:
        name: As the code calls it.
        value: Its default, or a guess, as it would be typed; "" for none.
        is_needed: Whether the code gives it no default.
        line: Where it stands, from 1; in a notebook within its cell.
    """

    name: str
    value: str = ""
    is_needed: bool = False
    line: int = 1


class OfferedNetwork(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A network of a text.

    Attributes:
        name: What it is chosen by.
        line: Where it begins, from 1; in a notebook within its cell.
        made_by: A value of :class:`MadeBy`.
        parameters: What it is made with.
        is_part: Whether another network is made of it.
        cell: The cell of a notebook, from 1; None in a file.
    """

    name: str
    line: int
    made_by: str
    parameters: tuple[OfferedParameter, ...] = ()
    is_part: bool = False
    cell: int | None = None

    @property
    def needs(self) -> tuple[OfferedParameter, ...]:
        """What the code gives no default."""
        return tuple(known for known in self.parameters if known.is_needed)


class CodeOpened(Message, frozen=True):
    """The networks of a text.

    Attributes:
        networks: In the order of the text; at least one.
        likely: The name of the one that is probably meant.
        notices: What to tell of the text, each as an error that is none.
    """

    networks: tuple[OfferedNetwork, ...]
    likely: str
    notices: tuple[Problem, ...] = ()

    @property
    def choices(self) -> tuple[OfferedNetwork, ...]:
        """The networks that are no parts of others; all of them where there is none such."""
        return tuple(known for known in self.networks if not known.is_part) or self.networks


class NetworkBuilt(Message, frozen=True):
    """A network as it was read.

    Attributes:
        document: A document's JSON text, whose network it is.
        has_shape: Whether the shape of its input is known or guessed; else it is without meaning.
        is_guessed: Whether that shape is a guess.
        guesses: What was needed and not answered, with what was taken for it.
        notices: What to tell: what was left out, and what was taken for granted.
        is_whole: Whether it computes all that the code computes.
    """

    document: bytes
    has_shape: bool
    is_guessed: bool = False
    guesses: tuple[OfferedParameter, ...] = ()
    notices: tuple[Problem, ...] = ()
    is_whole: bool = True


CodeRequest: TypeAlias = OpenCode | BuildNetwork
CodeAnswer: TypeAlias = CodeOpened | NetworkBuilt

code_requests: Final = msgpack_decoder(Ask[CodeRequest])
code_replies: Final = msgpack_decoder(Answer[CodeAnswer] | Refused)
