"""What the window wants from the engine: the newest request of each key, one at a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from convviz.protocol.messages.engine import EngineRequest

MessageFactory: TypeAlias = Callable[[int], EngineRequest]
"""Makes the request with the id that it is given."""

DEADLY = 2
"""How often a request may end the engine before it is not sent again."""


@dataclass(slots=True)
class Ticket:
    """A request on its way.

    Attributes:
        key: Who asks; a newer request of the same key supersedes this one.
        id: Of the request and its answer.
        make: Makes the message.
        deaths: How often the engine ended over it.
        since: When the engine could begin with it, in seconds of the monotonic clock; 0 if it
            was not sent.
        superseded: Nobody waits for its answer any more.
    """

    key: str
    id: int
    make: MessageFactory
    deaths: int = 0
    since: float = 0.0
    superseded: bool = False


@dataclass(slots=True)
class RequestQueue:
    """Requests by key: at most one is in flight, and the newest waits for it.

    An answered request is remembered until its key asks again, so that a fresh engine can
    compute it again.
    """

    _in_flight: dict[str, Ticket] = field(default_factory=dict)
    _waiting: dict[str, Ticket] = field(default_factory=dict)
    _answered: dict[str, Ticket] = field(default_factory=dict)
    _last_id: int = 0

    def put(self, key: str, make: MessageFactory) -> int:
        """Add a request, which supersedes all older ones of its key; return its id."""
        self.forget(key)
        self._last_id += 1
        self._waiting[key] = Ticket(key, self._last_id, make)
        return self._last_id

    def forget(self, key: str) -> None:
        """Drop what a key asked for; an answer on its way will be dropped too."""
        self._waiting.pop(key, None)
        self._answered.pop(key, None)
        if key in self._in_flight:
            self._in_flight[key].superseded = True

    def take_sendable(self) -> list[Ticket]:
        """Return the requests that may be sent now; they are in flight from here on."""
        ready = [ticket for key, ticket in self._waiting.items() if key not in self._in_flight]
        for ticket in ready:
            del self._waiting[ticket.key]
            ticket.since = time.monotonic()
            self._in_flight[ticket.key] = ticket
        return ready

    def answered(self, request_id: int) -> Ticket | None:
        """Take note of an answer.

        Returns:
            Its request; None if it was superseded and the answer is to be dropped.
        """
        found = [ticket for ticket in self._in_flight.values() if ticket.id == request_id]
        if not found:
            return None
        ticket = self._in_flight.pop(found[0].key)
        following = self.oldest()
        if following is not None:
            following.since = time.monotonic()
        if ticket.superseded:
            return None
        self._answered[ticket.key] = ticket
        return ticket

    def oldest(self) -> Ticket | None:
        """Return the request that the engine is computing: it takes them in order."""
        return next(iter(self._in_flight.values()), None)

    def blame_oldest(self) -> Ticket | None:
        """Note that the engine died over the request that it was computing.

        Returns:
            That request if it ended the engine too often; it is given up.
        """
        culprit = self.oldest()
        if culprit is None:
            return None
        culprit.deaths += 1
        return self.drop_oldest() if culprit.deaths >= DEADLY else None

    def wait_for_fresh_engine(self) -> None:
        """Make every request that somebody still wants wait, answered ones too."""
        unfinished = [*self._in_flight.values(), *self._answered.values()]
        self._in_flight.clear()
        self._answered.clear()
        for ticket in unfinished:
            if not ticket.superseded:
                self._waiting.setdefault(ticket.key, ticket)

    def drop_oldest(self) -> Ticket | None:
        """Give the request up that is being computed.

        Returns:
            It; None if it was superseded, so that nobody need be told.
        """
        ticket = self.oldest()
        if ticket is None:
            return None
        del self._in_flight[ticket.key]
        return None if ticket.superseded else ticket
