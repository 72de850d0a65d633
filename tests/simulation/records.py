"""What the plugin's tables say at one moment, read at little cost: a schedule looks after every step."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from allorders_quickbooks.message_sets import Request, request_of
from sqlalchemy import Connection

from tests.world import COMPANY

Name = tuple[str, str]
"""Kind and key of a document."""

_ROWS = (
    "SELECT kind, key, state, want, wanted, taken, done, set_id, reason, waits_kind, waits_key, look_first "
    "FROM qb_document WHERE company = ?"
)
_SETS = (
    "SELECT id, seq, phase, write, about, fence_edit, requests, content FROM qb_set "
    "WHERE company = ? AND seq > ? ORDER BY seq"
)
_STATES = "SELECT id, state FROM qb_set WHERE company = ?"
_LINES = "SELECT id, kind, key, what, detail, set_id FROM qb_journal WHERE company = ? AND id > ? ORDER BY id"
_BINDINGS = "SELECT kind, key, qb_id, version, twin, fresh FROM qb_binding WHERE company = ?"
_FACTS = "SELECT facts FROM qb_company WHERE key = ?"


class Row(NamedTuple):
    """A document's row."""

    kind: str
    key: str
    state: str
    want: str
    wanted: int
    taken: int
    done: int
    set_id: str | None
    reason: str | None
    waits_kind: str | None
    waits_key: str | None
    look_first: bool

    @property
    def name(self) -> Name:
        return self.kind, self.key

    @property
    def waits(self) -> Name | None:
        return (self.waits_kind, self.waits_key) if self.waits_kind and self.waits_key else None


class Bound(NamedTuple):
    """A document's binding."""

    kind: str
    key: str
    qb_id: str
    version: int
    twin: str
    fresh: str | None


class Line(NamedTuple):
    """A line of the journal."""

    id: int
    kind: str
    key: str
    what: str
    detail: str
    set_id: str | None


@dataclass(frozen=True)
class Set:
    """A message set as it was committed."""

    id: str
    seq: int
    phase: str
    write: bool
    about: str | None
    fence_edit: str
    requests: tuple[Request, ...]
    content: bytes


@dataclass(frozen=True)
class Moment:
    """All of it at one moment; `new_sets` and `lines` are those since the last one."""

    rows: Mapping[Name, Row]
    bindings: Mapping[Name, Bound]
    states: Mapping[str, str]
    new_sets: tuple[Set, ...]
    lines: tuple[Line, ...]
    facts: Mapping[str, Any]

    @cached_property
    def told(self) -> Mapping[Name, list[str]]:
        """What the journal has said of each document since the last moment."""
        found: dict[Name, list[str]] = {}
        for line in self.lines:
            found.setdefault((line.kind, line.key), []).append(line.what)
        return found


def read(connection: Connection, after_set: int, after_line: int) -> Moment:
    """The moment, on SQLite."""

    def run(statement: str, *values: Any) -> list[Any]:
        return list(connection.exec_driver_sql(statement, (COMPANY, *values)))

    rows = (Row(*found) for found in run(_ROWS))
    bound = (Bound(*found) for found in run(_BINDINGS))
    return Moment(
        rows={row.name: row for row in rows},
        bindings={(each.kind, each.key): each for each in bound},
        states=dict(map(tuple, run(_STATES))),
        new_sets=tuple(map(_set_of, run(_SETS, after_set))),
        lines=tuple(Line(*found) for found in run(_LINES, after_line)),
        facts=json.loads(run(_FACTS)[0][0]),
    )


def _set_of(found: Any) -> Set:
    set_id, seq, phase, write, about, fence_edit, requests, content = found
    asked = tuple(map(request_of, json.loads(requests)))
    return Set(set_id, seq, phase, bool(write), about, fence_edit, asked, content)
