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
    select(document.c.waits_key)
    .distinct()
    .where(
        document.c.company == bindparam("its_company"),
        document.c.waits_kind == bindparam("its_kind"),
        document.c.waits_key.in_(bindparam("its_keys", expanding=True)),
    )
)
CHANGED = {
    column: update(binding).where(named(binding)).values({column: bindparam("its_value")})
    for column in ("fresh", "suspect", "twin", "look", "applied")
}
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
CHECKED = (
    update(document)
    .where(named(document))
    .values(checked_number=bindparam("its_number"), changed_at=bindparam("its_moment"))
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
STOOD = (
    select(
        document.c.key,
        document.c.state,
        document.c.wanted,
        document.c.taken,
        document.c.reason,
        document.c.detail,
    )
    .where(
        document.c.company == bindparam("its_company"),
        document.c.kind == bindparam("its_kind"),
        document.c.key.in_(bindparam("its_keys", expanding=True)),
    )
    .with_for_update()
)
LIFTED = (
    update(document)
    .where(named(document))
    .values(**AT_REST, state=RowState.READY.value, changed_at=bindparam("its_moment"))
)
