"""Every verb that a button may name, whoever shows the button: what a person asks to be done about documents."""

from __future__ import annotations

from collections.abc import Sequence

from allorders_hooks.documents import DocumentRef
from allorders_hooks.host import Right
from allorders_hooks.status import ActionResult

from allorders_quickbooks.operations import actions, adjustments, drift, keeping_out, pulling, restored, undo
from allorders_quickbooks.run.ports import Ports


def do(ports: Ports, key: str, action: str, refs: Sequence[DocumentRef], user: str) -> ActionResult:
    """Do it for these documents. Whoever calls has asked the host for OPERATE; what needs UNDO asks here."""
    if action in drift.NEEDS_UNDO and not ports.host.may(user, Right.UNDO, key):
        return ActionResult(done=False, sentence="You may not unlink documents from QuickBooks.")
    return (
        drift.do(ports, key, action, refs, user)
        or pulling.do(ports, key, action, refs, user)
        or adjustments.do(ports, key, action, refs, user)
        or restored.do(ports, key, action, user)
        or undo.do(ports, key, action, refs, user)
        or keeping_out.do(ports, key, action, refs, user)
        or actions.do(ports, key, action, refs, user)
        or ActionResult(done=False, sentence=f"There is no action '{action}'.")
    )
