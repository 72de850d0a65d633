"""The statements that say what became of a document: made once, since a run executes them by the thousand."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, bindparam, case, delete, func, insert, literal, select, update

from allorders_quickbooks.store.named import named
from allorders_quickbooks.store.tables import binding, document
from allorders_quickbooks.terms import RowState

AT_REST: dict[str, Any] = {
    "set_id": None,
    "reason": None,
    "detail": "",
    "not_before": None,
    "waits_kind": None,
    "waits_key": None,
}

SENT: dict[str, Any] = {
    "attempts": 0,
    "look_first": False,
    "companions": None,
    "checked_number": None,
    "look_from": None,
    "sent_in": None,
    "requested": False,
    "override": False,
}

BIND = insert(binding)
REPLACED = delete(binding).where(named(binding))
WAITED_FOR = (
    select(document.c.key)
    .where(
        document.c.company == bindparam("its_company"),
        document.c.waits_kind == bindparam("its_kind"),
        document.c.waits_key == bindparam("its_key"),
    )
    .limit(1)
)
# A person's choice and override were for this sending; a later save is available like any other.
DONE = (
    update(document)
    .where(named(document))
    .values(
        **AT_REST,
        **SENT,
        done=bindparam("its_version"),
        changed_at=bindparam("its_moment"),
        state=case(
            (document.c.wanted > bindparam("its_version", type_=Integer), literal(RowState.READY.value)),
            else_=literal(RowState.IDLE.value),
        ),
    )
)
STAYED = (
    update(document)
    .where(named(document))
    .values(
        set_id=None,
        state=bindparam("its_state"),
        reason=bindparam("its_reason"),
        detail=bindparam("its_detail"),
        decided_under=bindparam("its_under"),
        not_before=bindparam("its_not_before"),
        waits_kind=bindparam("its_waits_kind"),
        waits_key=bindparam("its_waits_key"),
        attempts=func.coalesce(bindparam("its_attempts", type_=Integer), document.c.attempts),
        changed_at=bindparam("its_moment"),
    )
)
STAYS: dict[str, Any] = {"not_before": None, "waits_kind": None, "waits_key": None, "attempts": None}
STOOD = select(document.c.state, document.c.reason, document.c.detail).where(named(document))
# It was an older version that was refused: what was saved while that was on its way is a thing of its own.
LIFTED = (
    update(document)
    .where(named(document), document.c.state == RowState.IN_FLIGHT.value, document.c.wanted > document.c.taken)
    .values(**AT_REST, state=RowState.READY.value, changed_at=bindparam("its_moment"))
)
