"""Answers of QuickBooks written by hand, for tests that settle them; the fence stands at 100 unless said otherwise."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from allorders_quickbooks.company import CompanyFacts, FenceStep
from allorders_quickbooks.exchange.answer import Answer, read
from allorders_quickbooks.message_sets import MessageSet, Request
from allorders_quickbooks.terms import Action, Binding, SetState

from tests.world import COMPANY, a_ref

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
GUID = "b6f3a2de-0000-5000-8000-000000000001"
INVOICE = a_ref("ship_doc", "S1")
FENCE_ID, FENCE = "80-F", Request("0", Action.FENCE, "OtherName")
FACTS = CompanyFacts(
    version="13.0",
    fence=FENCE_ID,
    fence_step=FenceStep.READY,
    fence_edit="100",
    fence_reported=NOW,
    clock_seen="100",
    wall_seen="2026-03-02T07:00:00",
    audited_to="2026-03-02T06:00:00",
)


def text(*responses: str, set_attributes: str = "") -> bytes:
    return f"<QBXML><QBXMLMsgsRs {set_attributes}>{''.join(responses)}</QBXMLMsgsRs></QBXML>".encode()


def an_answer(*responses: str) -> Answer:
    return read(BytesIO(text(*responses)))


def rs(name: str, request_id: str, *objects: str, code: int = 0, message: str = "") -> str:
    """One response: to `name`Rq, with what it brings back."""
    attributes = f'requestID="{request_id}" statusCode="{code}" statusMessage="{message}"'
    return f"<{name}Rs {attributes}>{''.join(objects)}</{name}Rs>"


def fence_ret(edit: str) -> str:
    return f"<OtherNameRet><ListID>{FENCE_ID}</ListID><EditSequence>{edit}</EditSequence></OtherNameRet>"


def moved(edit: str = "110", code: int = 0) -> str:
    """The reply to the fence of a writing set."""
    return rs("OtherNameMod", "0", fence_ret(edit) if edit else "", code=code)


def seen(edit: str = "100") -> str:
    """The reply to the fence of a reading set."""
    return rs("OtherNameQuery", "0", fence_ret(edit))


def no_fence() -> str:
    """The reply of another company file to the fence of a reading set."""
    return rs("OtherNameQuery", "0", code=500)


def invoice_ret(qb_id: str = "1A-1", edit: str = "105", *, guid: str = GUID, total: str = "36.00", **more: str) -> str:
    """An invoice of one line; `more` are elements of its head."""
    values = {
        "TxnID": qb_id,
        "TimeModified": "2026-03-02T07:10:00-08:00",
        "EditSequence": edit,
        **more,
        "Subtotal": total,
        "ExternalGUID": f"{{{guid.upper()}}}" if guid else "",
    }
    head = "".join(f"<{tag}>{value}</{tag}>" for tag, value in values.items())
    quantity = "0" if total == "0.00" else "2"
    line = f"<TxnLineID>{qb_id}L</TxnLineID><Quantity>{quantity}</Quantity><Amount>{total}</Amount>"
    return f"<InvoiceRet>{head}<InvoiceLineRet>{line}</InvoiceLineRet></InvoiceRet>"


def a_binding(**more: Any) -> Binding:
    """What is bound of the invoice S1: as `invoice_ret` shows it by default."""
    values: dict[str, Any] = {
        "ref": INVOICE,
        "generation": 0,
        "qb_type": "Invoice",
        "qb_id": "1A-1",
        "edit_sequence": "105",
        "guid": GUID,
        "number": "",
        "name": "",
        "total": Decimal("36.00"),
        "version": 1,
        "lines": ("1A-1L",),
        **more,
    }
    return Binding(**values)


def an_add(**more: Any) -> Request:
    """The Add of the invoice S1."""
    return a_request(Action.ADD, **more)


def a_request(action: Action, **more: Any) -> Request:
    """A request about the invoice S1."""
    values: dict[str, Any] = {"id": "1", "qb_type": "Invoice", "ref": INVOICE, "revision": 1, "guid": GUID, **more}
    return Request(action=action, **values)


def a_set(*requests: Request, write: bool = True, **more: Any) -> MessageSet:
    """A set that was sent, with the fence in front of these requests."""
    values: dict[str, Any] = {
        "id": "set-1",
        "company": COMPANY,
        "run": 1,
        "token": 1,
        "seq": 1,
        "phase": "push",
        "write": write,
        "previous": None,
        "about": None,
        "fence_edit": "100",
        "wall": "2026-03-02T07:00:00",
        "content": text(),
        "state": SetState.SENT,
        "poison": False,
        "sent_at": NOW,
        "busy_for": None,
        **more,
    }
    fence = FENCE if write else Request("0", Action.QUERY, "OtherName")
    return MessageSet(requests=(fence, *requests), **values)
