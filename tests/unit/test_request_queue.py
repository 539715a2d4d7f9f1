from __future__ import annotations

from convviz.protocol.messages.engine import DescribeDevices
from convviz.ui.processes.request_queue import RequestQueue


def sent_ids(queue: RequestQueue) -> list[int]:
    return [ticket.id for ticket in queue.take_sendable()]


def test_one_request_of_a_key_is_in_flight_and_the_newest_waits() -> None:
    queue = RequestQueue()
    first = queue.put("a", DescribeDevices)
    assert sent_ids(queue) == [first]
    queue.put("a", DescribeDevices)
    newest = queue.put("a", DescribeDevices)
    assert sent_ids(queue) == []
    assert queue.answered(first) is None
    assert sent_ids(queue) == [newest]
    answered = queue.answered(newest)
    assert answered is not None
    assert answered.key == "a"


def test_an_answer_that_comes_twice_or_unasked_is_dropped() -> None:
    queue = RequestQueue()
    only = queue.put("a", DescribeDevices)
    sent_ids(queue)
    assert queue.answered(99) is None
    assert queue.answered(only) is not None
    assert queue.answered(only) is None


def test_a_fresh_engine_gets_the_newest_of_every_key() -> None:
    queue = RequestQueue()
    answered, old = queue.put("answered", DescribeDevices), queue.put("busy", DescribeDevices)
    gone = queue.put("gone", DescribeDevices)
    assert sent_ids(queue) == [answered, old, gone]
    queue.answered(answered)
    new = queue.put("busy", DescribeDevices)
    queue.forget("gone")
    queue.wait_for_fresh_engine()
    assert sorted(sent_ids(queue)) == [answered, new]


def test_only_the_second_death_gives_a_request_up() -> None:
    queue = RequestQueue()
    deadly, other = queue.put("deadly", DescribeDevices), queue.put("other", DescribeDevices)
    for given_up in (None, deadly):
        assert sent_ids(queue) == [deadly, other]
        ticket = queue.blame_oldest()
        assert (ticket.id if ticket else None) == given_up
        queue.wait_for_fresh_engine()
    assert sent_ids(queue) == [other]


def test_the_clock_of_a_request_starts_when_the_one_before_is_answered() -> None:
    queue = RequestQueue()
    first = queue.put("a", DescribeDevices)
    queue.put("b", DescribeDevices)
    tickets = queue.take_sendable()
    sent = tickets[1].since
    queue.answered(first)
    assert queue.oldest() is tickets[1]
    assert tickets[1].since >= sent
    assert tickets[1].since > 0
