"""Outbox rows for tests of what looks at them: due, ready and planned by nobody, unless said otherwise."""

from __future__ import annotations

from datetime import date
from typing import Any

from allorders_hooks.documents import DocumentRef
from allorders_quickbooks.mapping.registry import mapper
from allorders_quickbooks.terms import DocumentRow, RowState, Want

from tests.world import a_ref


def a_row(ref: DocumentRef | None = None, **more: Any) -> DocumentRow:
    """The row of that document, saved once; S1 where none is named."""
    ref = ref or a_ref("ship_doc", "S1")
    values: dict[str, Any] = {
        "number": ref.key,
        "txn_date": date(2026, 3, 2),
        "rank": mapper(ref.kind).rank,
        "want": Want.PRESENT,
        "requested": False,
        "wanted": 1,
        "taken": 0,
        "done": 0,
        "revision": 1,
        "generation": 0,
        "state": RowState.READY,
        "reason": None,
        "detail": "",
        "waits_for": None,
        "attempts": 0,
        "not_before": None,
        "set_id": None,
        "look_first": False,
        "companions": None,
        "override": False,
        "checked_number": None,
        "guid": None,
        "look_from": None,
        "sent_in": None,
        "changed_at": None,
        **more,
    }
    return DocumentRow(ref=ref, **values)
