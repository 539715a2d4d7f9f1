from __future__ import annotations

from PySide6.QtCore import QObject

from convviz.protocol.messages.engine import DescribeDevices
from convviz.ui.processes.reply import Reply
from convviz.ui.processes.request_queue import RequestQueue


class Asker(QObject):
    """Asks a queue."""

    def put(self, queue: RequestQueue) -> Reply:
        reply = Reply(self)
        queue.put(DescribeDevices(), reply)
        return reply


def sent(queue: RequestQueue) -> Reply | None:
    ticket = queue.take()
    return None if ticket is None else ticket.reply


def test_one_request_is_in_hand_and_the_others_follow_in_order() -> None:
    queue, asker = RequestQueue(), Asker()
    first, second = asker.put(queue), asker.put(queue)
    ticket = queue.take()
    assert ticket is not None
    assert ticket.reply is first
    assert queue.take() is None
    assert queue.take_answered(ticket.id) is ticket
    assert sent(queue) is second


def test_what_was_cancelled_is_never_sent() -> None:
    queue, asker = RequestQueue(), Asker()
    first = asker.put(queue)
    assert sent(queue) is first
    for _ in range(3):
        asker.put(queue).cancel()
    newest = asker.put(queue)
    queue.drop()
    assert sent(queue) is newest


def test_what_is_asked_by_somebody_who_is_gone_is_never_sent() -> None:
    queue, asker = RequestQueue(), Asker()
    asker.put(queue)
    del asker
    assert sent(queue) is None


def test_an_answer_that_comes_twice_or_unasked_is_dropped() -> None:
    queue, asker = RequestQueue(), Asker()
    asker.put(queue)
    ticket = queue.take()
    assert ticket is not None
    assert queue.take_answered(ticket.id + 1) is None
    assert queue.take_answered(ticket.id) is ticket
    assert queue.take_answered(ticket.id) is None


def test_a_fresh_engine_begins_with_what_the_old_one_was_computing() -> None:
    queue, asker = RequestQueue(), Asker()
    first, second = asker.put(queue), asker.put(queue)
    assert sent(queue) is first
    queue.put_back()
    assert sent(queue) is first
    first.cancel()
    queue.put_back()
    assert sent(queue) is second


def test_only_the_second_death_gives_a_request_up() -> None:
    queue, asker = RequestQueue(), Asker()
    deadly, other = asker.put(queue), asker.put(queue)
    for given_up in (None, deadly):
        assert sent(queue) is deadly
        ticket = queue.blame()
        assert (ticket.reply if ticket else None) is given_up
        queue.put_back()
    assert sent(queue) is other


def test_the_clock_of_a_request_starts_when_it_is_sent() -> None:
    queue, asker = RequestQueue(), Asker()
    asker.put(queue)
    second = asker.put(queue)
    first = queue.take()
    assert first is not None
    queue.take_answered(first.id)
    ticket = queue.take()
    assert ticket is not None
    assert ticket.reply is second
    assert ticket.since >= first.since > 0
