"""Error recovery: the replies that QuickBooks remembers by message-set id (qbXML reference, section 13).

A set that carries a newMessageSetID is remembered with its content and reply. The same set again is not executed
again: its reply is. The memory belongs to the company file and one application, so a restored file remembers what
it remembered then.
"""

from __future__ import annotations

from dataclasses import dataclass

from .envelope import MessageSet
from .readings import Readings
from .storage import Storage

CLEAR_ALL = "ClearAllMessageSets"
UNKNOWN_OLD_SET, OTHER_CONTENT, NOTHING_STORED, BAD_ID, NOT_STORED = 600, 9001, 9002, 9004, 9005


@dataclass(frozen=True)
class Remembered:
    """A stored reply, whole and with the ids alone."""

    content: str
    reply: str
    ids_only: str


@dataclass(frozen=True)
class Run:
    """The requests are to be executed; `status` is None where no recovery was asked for."""

    status: int | None


@dataclass(frozen=True)
class Replay:
    """The stored reply is the answer."""

    stored: Remembered


@dataclass(frozen=True)
class Answer:
    """Nothing is executed, this status is all there is to say."""

    status: int


Verdict = Run | Replay | Answer


class Memory:
    """What one application has stored in a company file."""

    def __init__(self, storage: Storage, readings: Readings, application: str, machine: str) -> None:
        self._storage = storage
        self._readings = readings
        self._keeper = f"{application}@{machine}" if readings.memory_per_machine else application

    def judge(self, asked: MessageSet) -> Verdict:
        """What to do with a set. The stored set that it acknowledges is dropped."""
        if any(not self._allowed(one) for one in (asked.new_id, asked.old_id) if one is not None):
            return Answer(BAD_ID)
        if asked.new_id is None and asked.old_id is None:
            return Run(None)
        stored = self._find(asked.new_id) if asked.new_id is not None else None
        is_question = asked.new_id is not None and asked.new_id == asked.old_id and not asked.requests
        if stored is not None:
            same = is_question or stored.content == asked.content
            return Replay(stored) if same else Answer(OTHER_CONTENT)
        if is_question:
            return Answer(int(self._readings.status_of_unknown))
        if asked.old_id is None or self._drop(asked.old_id):
            return Run(0)
        refused = not asked.requests or not self._readings.unknown_old_set_runs
        return Answer(UNKNOWN_OLD_SET) if refused else Run(UNKNOWN_OLD_SET)

    def store(self, set_id: str, remembered: Remembered) -> None:
        """Remember the reply of a set that has been executed."""
        if not self._readings.memory_keeps_all:
            self._drop(CLEAR_ALL)
        self._storage.execute(
            "INSERT INTO message_sets (keeper, set_id, content, reply, ids_only) VALUES (?,?,?,?,?)",
            (self._keeper, set_id, remembered.content, remembered.reply, remembered.ids_only),
        )

    def _allowed(self, set_id: str) -> bool:
        return 0 < len(set_id) <= self._readings.set_id_limit

    def _find(self, set_id: str) -> Remembered | None:
        row = self._storage.row(
            "SELECT content, reply, ids_only FROM message_sets WHERE keeper = ? AND set_id = ?",
            (self._keeper, set_id),
        )
        return Remembered(row["content"], row["reply"], row["ids_only"]) if row else None

    def _drop(self, set_id: str) -> bool:
        """Forget a set, or all of them; whether that was known."""
        if set_id == CLEAR_ALL:
            self._storage.execute("DELETE FROM message_sets WHERE keeper = ?", (self._keeper,))
            return True
        statement = "DELETE FROM message_sets WHERE keeper = ? AND set_id = ?"
        return self._storage.execute(statement, (self._keeper, set_id)) > 0
