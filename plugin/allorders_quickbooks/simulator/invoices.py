"""Invoices: Add and Mod."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from . import ledger, lines
from .books import Body, Record, Transaction
from .entities import check_address
from .fields import absorb, aggregate, merged, text, without_blanks
from .grammar import Shape
from .guards import refuse_guid, refuse_stale
from .markup import Node
from .references import is_blank, need, resolve, transaction_by_id
from .refusals import Refused
from .render import Reply
from .rets import invoice_ret
from .values import canonical, day, money, number
from .work import Work

TYPE = "Invoice"
_OWN = frozenset(
    {"CustomerRef", "ARAccountRef", "TxnDate", "RefNumber", "Memo", "IsPending", "SetCredit", "LinkToTxnID"}
)
_FROM_CUSTOMER = ("BillAddress", "ShipAddress", "TermsRef", "SalesRepRef", "ItemSalesTaxRef")
USUAL_TEMPLATE = "Intuit Product Invoice"
_OPENING = "Opening balance"
_NOT_CLEARABLE = ("CustomerRef", "ARAccountRef", "TemplateRef")


def add(work: Work, request: Node, shape: Shape) -> Reply:
    """Answers InvoiceAdd. Raises Refused."""
    node, below = aggregate(request, shape)
    _refuse_what_is_not_there(node)
    customer = resolve(work, need(node, "CustomerRef", TYPE), TYPE)
    account = ledger.receivable(work, node, TYPE)
    guid = node.value("ExternalGUID") or None
    refuse_guid(work, guid)
    said = without_blanks(absorb(work, node, below, TYPE, lines.NODES | _OWN))
    txn_date = ledger.transaction_date(work, node, TYPE)
    ledger.refuse_closed(work, txn_date)
    txn_id = work.new_txn_id()
    txn = Transaction(
        number=work.storage.next_number("transaction"),
        txn_id=txn_id,
        type=TYPE,
        ref_number=ledger.reference_number(work, node, TYPE),
        entity=customer.list_id,
        account=account.list_id,
        txn_date=txn_date,
        created=work.now,
        modified=work.now,
        edit=work.now,
        guid=guid,
        total=Decimal(0),
        open=Decimal(0),
        memo=text(work, node.value("Memo"), long=True) or None,
        posting=canonical("BOOL", node.value("IsPending")) != "true",
        body=_defaulted(work, said, customer, txn_date),
        lines=_some(lines.added(work, node, below)),
    )
    txn = _totalled(work, txn)
    _save(work, txn)
    ledger.remember(work, txn)
    return _reply(work, txn)


def add_opening_balance(work: Work, customer: Record, amount: Decimal, dated: str) -> None:
    """The invoice that an OpenBalance turns into."""
    account = ledger.account_of_type(work, ledger.RECEIVABLE)
    txn = Transaction(
        number=work.storage.next_number("transaction"),
        txn_id=work.new_txn_id(),
        type=TYPE,
        ref_number=None,
        entity=customer.list_id,
        account=account.list_id if account else None,
        txn_date=day(dated).isoformat() if dated else work.today.isoformat(),
        created=work.now,
        modified=work.now,
        edit=work.now,
        guid=None,
        total=amount,
        open=amount,
        memo=_OPENING,
        body={"Subtotal": money(amount), "SalesTaxTotal": "0.00"},
        lines=({"TxnLineID": work.new_txn_id(), "Desc": _OPENING, "Amount": money(amount)},),
    )
    _save(work, txn)


def _save(work: Work, txn: Transaction) -> None:
    """Store a new invoice and move its customer's balance."""
    ledger.keep(work, txn)
    if txn.posting and txn.open:
        ledger.move_balance(work, txn.entity, txn.open)


def modify(work: Work, request: Node, shape: Shape) -> Reply:
    """Answers InvoiceMod. Raises Refused."""
    node, below = aggregate(request, shape)
    txn = transaction_by_id(work, TYPE, node.value("TxnID"))
    ledger.refuse_locked(txn)
    refuse_stale(node.value("EditSequence"), txn.edit, {"InvoiceRet": invoice_ret(work, txn)})
    _refuse_what_is_not_there(node)
    _refuse_cleared(node)
    changed = _changed(work, node, below, txn)
    ledger.refuse_closed(work, txn.txn_date, changed.txn_date)
    changed = _totalled(work, changed)
    _rebalance(work, txn, changed)
    return _reply(work, changed)


def _changed(work: Work, node: Node, shape: Shape, txn: Transaction) -> Transaction:
    """The invoice with what the Mod says; totals are not yet drawn up."""
    said = absorb(work, node, shape, TYPE, lines.NODES | _OWN)
    ref_number, memo = node.find("RefNumber"), node.find("Memo")
    customer, account = node.find("CustomerRef"), node.find("ARAccountRef")
    return replace(
        txn,
        ref_number=(text(work, ref_number.text).strip() or None) if ref_number is not None else txn.ref_number,
        memo=(text(work, memo.text, long=True) or None) if memo is not None else txn.memo,
        entity=resolve(work, customer, TYPE).list_id if customer is not None else txn.entity,
        account=resolve(work, account, TYPE).list_id if account is not None else txn.account,
        txn_date=day(node.value("TxnDate")).isoformat() if node.value("TxnDate") else txn.txn_date,
        posting=canonical("BOOL", node.value("IsPending")) != "true" if node.value("IsPending") else txn.posting,
        body=_checked(work, merged(txn.body, said)),
        lines=lines.changed(work, node, shape, txn.lines),
        modified=work.now,
        edit=work.now,
    )


def _rebalance(work: Work, before: Transaction, after: Transaction) -> None:
    """Store the change. Money that was applied stays applied. Raises Refused 3210 where it is more than the total."""
    applied = sum((one.reduces for one in work.storage.applications(paid=before.txn_id)), Decimal(0))
    if applied and (applied > after.total or after.entity != before.entity or not after.posting):
        raise Refused(3210, f'The "{TYPE}" has payments of {money(applied)} that this change does not leave room for.')
    left = after.total - applied if after.posting else Decimal(0)
    after = replace(after, open=left, voided=after.voided and not after.total)
    ledger.keep(work, after)
    if before.posting and before.open and (before.open, before.entity) != (after.open, after.entity):
        ledger.move_balance(work, before.entity, -before.open)
        ledger.move_balance(work, after.entity, after.open)
    elif after.open != before.open:
        ledger.move_balance(work, after.entity, after.open - before.open)


def _refuse_what_is_not_there(node: Node) -> None:
    """Sales orders and credits are not kept by this company file, so no id of one can be right."""
    for tag, inside in (("LinkToTxnID", None), ("SetCredit", "CreditTxnID")):
        for one in node.all(tag):
            named = one.value(inside) if inside else one.text
            raise Refused(3120, f'Object "{named}" specified in the request cannot be found.')


def _refuse_cleared(node: Node) -> None:
    for tag in _NOT_CLEARABLE:
        reference = node.find(tag)
        if reference is not None and is_blank(reference):
            raise Refused(3190, f'The "{tag}" field cannot be cleared.')


def _defaulted(work: Work, said: Body, customer: Record, txn_date: str) -> Body:
    """The header with what an invoice takes from its customer and its terms."""
    usual = {name: customer.body[name] for name in _FROM_CUSTOMER if name in customer.body}
    template = work.storage.record_named("template", USUAL_TEMPLATE)
    if template is not None:
        usual["TemplateRef"] = template.list_id
    body = usual | {"IsToBePrinted": "true", "IsToBeEmailed": "false", "IsFinanceCharge": "false"} | said
    if "DueDate" not in body:
        terms = work.storage.record("terms", body["TermsRef"]) if "TermsRef" in body else None
        days = int(terms.body.get("StdDueDays", 0)) if terms else 0
        body["DueDate"] = (day(txn_date) + timedelta(days=days)).isoformat()
    body.setdefault("ShipDate", txn_date)
    if customer.body.get("SalesTaxCodeRef"):
        body.setdefault("CustomerSalesTaxCodeRef", customer.body["SalesTaxCodeRef"])
    if work.features.sales_tax and "ItemSalesTaxRef" not in body:
        usual_tax = work.storage.record_named("item", "Sales Tax")
        body |= {"ItemSalesTaxRef": usual_tax.list_id} if usual_tax else {}
    return _checked(work, body)


def _checked(work: Work, body: Body) -> Body:
    for name in ("BillAddress", "ShipAddress"):
        if name in body:
            check_address(work, name, body[name])
    return body


def _some(found: tuple[Body, ...]) -> tuple[Body, ...]:
    if not found:
        raise Refused(3180, "There was an error when saving an Invoice.  QuickBooks error message: it has no lines.")
    return found


def _totalled(work: Work, txn: Transaction) -> Transaction:
    """The invoice with its subtotal, tax and total. Raises Refused 3180 for a negative one."""
    subtotal = sum((lines.amount(line) for line in txn.lines), Decimal(0))
    body = dict(txn.body) | {"Subtotal": money(subtotal), "SalesTaxTotal": "0.00"}
    tax = Decimal(0)
    if work.features.sales_tax:
        rate = _tax_rate(work, body)
        tax = lines.sales_tax(work, txn.lines, rate)
        body |= {"SalesTaxPercentage": str(rate), "SalesTaxTotal": money(tax)}
    total = subtotal + tax
    if total < 0:
        raise Refused(
            3180,
            "There was an error when saving an Invoice.  "
            "QuickBooks error message: The amount of a transaction cannot be negative.",
        )
    return replace(txn, body=body, total=total, open=total if txn.posting else Decimal(0))


def _tax_rate(work: Work, body: Body) -> Decimal:
    """The percentage of the invoice's tax item, nothing for a customer who pays no tax."""
    code = body.get("CustomerSalesTaxCodeRef")
    item = work.storage.record("item", body["ItemSalesTaxRef"]) if body.get("ItemSalesTaxRef") else None
    if item is None or (code and not lines.is_taxable(work, code)):
        return Decimal(0)
    return number(item.body.get("TaxRate") or "0")


def _reply(work: Work, txn: Transaction) -> Reply:
    stored = work.storage.transaction(txn.txn_id)
    assert stored is not None  # noqa: S101 it has just been stored
    return Reply(body={"InvoiceRet": invoice_ret(work, stored)}, recovery=ledger.recovery_of(stored))
