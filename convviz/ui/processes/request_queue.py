"""What is wanted of the engine: one request is with it, the others wait in order."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field

from convviz.protocol.messages.engine import EngineRequest
from convviz.ui.processes.reply import Reply

DEADLY = 2
"""How often a request may end the engine before it is not sent again."""


@dataclass(slots=True, eq=False)
class Ticket:
    """A request on its way.

    Attributes:
        id: Of the request and its answer.
        request: What is wanted.
        reply: Of whoever wants it; once that is cancelled, nobody does.
        deaths: How often the engine ended over it.
        since: When it was sent, in seconds of the monotonic clock; 0 if it was not.
    """

    id: int
    request: EngineRequest
    reply: Reply
    deaths: int = 0
    since: float = 0.0

    @property
    def is_wanted(self) -> bool:
        """Whether somebody waits for the answer."""
        return self.reply.is_waiting


@dataclass(slots=True)
class RequestQueue:
    """Requests in the order in which they were asked, without those that nobody wants any more.

    Only one is sent at a time: the engine answers in order anyhow, and so a request that is
    cancelled meanwhile is never computed, and an engine that dies did so over that one.

    Attributes:
        in_hand: The request that the engine is computing.
    """

    in_hand: Ticket | None = None
    _waiting: deque[Ticket] = field(default_factory=deque)
    _last_id: int = 0

    def put(self, request: EngineRequest, reply: Reply) -> None:
        """Add a request."""
        self._drop_unwanted()
        self._last_id += 1
        self._waiting.append(Ticket(self._last_id, request, reply))

    def take(self) -> Ticket | None:
        """Return the request that is to be sent now, which is in hand from here on.

        Returns:
            None while another is in hand, and when none waits.
        """
        self._drop_unwanted()
        if self.in_hand is not None or not self._waiting:
            return None
        self.in_hand = self._waiting.popleft()
        self.in_hand.since = time.monotonic()
        return self.in_hand

    def take_answered(self, request_id: int) -> Ticket | None:
        """Return the request that an answer is of; None if it was not the one in hand."""
        if self.in_hand is None or self.in_hand.id != request_id:
            return None
        return self.drop()

    def drop(self) -> Ticket | None:
        """Give up the request in hand, and return it."""
        ticket, self.in_hand = self.in_hand, None
        return ticket

    def blame(self) -> Ticket | None:
        """Note that the engine died over the request in hand.

        Returns:
            That request if it ended the engine too often; it is given up.
        """
        if self.in_hand is None:
            return None
        self.in_hand.deaths += 1
        return self.drop() if self.in_hand.deaths >= DEADLY else None

    def put_back(self) -> None:
        """Have a fresh engine compute the request in hand before all others."""
        ticket = self.drop()
        if ticket is not None:
            self._waiting.appendleft(ticket)

    def _drop_unwanted(self) -> None:
        self._waiting = deque(ticket for ticket in self._waiting if ticket.is_wanted)
