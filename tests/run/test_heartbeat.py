"""The heartbeat beats while the block lasts, and no error of the database ends it."""

from __future__ import annotations

import threading

import pytest
from allorders_quickbooks.run.heartbeat import beating
from sqlalchemy.exc import OperationalError

from tests.waiting import until

OFTEN = 0.005
NAME = "quickbooks-heartbeat"


def _threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == NAME]


def test_it_beats_until_the_block_ends() -> None:
    beats: list[int] = []

    def beat() -> bool:
        beats.append(1)
        return True

    with beating(beat, OFTEN):
        until(lambda: len(beats) >= 3, "it has beaten three times")
    assert _threads() == []


def test_it_stops_by_itself_when_the_lease_is_lost() -> None:
    beats: list[int] = []

    def beat() -> bool:
        beats.append(1)
        return False

    with beating(beat, OFTEN):
        until(lambda: not _threads(), "the thread has ended")
        assert beats == [1]


def test_a_beat_that_the_database_refuses_is_not_the_last_one() -> None:
    beats: list[int] = []

    def beat() -> bool:
        beats.append(1)
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    with beating(beat, OFTEN):
        until(lambda: len(beats) >= 2, "it has tried again")


def test_it_ends_with_the_block_that_fails() -> None:
    with pytest.raises(ZeroDivisionError), beating(lambda: True, OFTEN):
        raise ZeroDivisionError
    assert _threads() == []
