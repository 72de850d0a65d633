"""Sales forms: invoices, sales orders, sales receipts and credit memos, each with its Add and its Mod."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from . import forms, ledger, lines, orders
from .books import Body, Record, Transaction
from .credits import apply_credits, credits_of, still_open
from .entities import check_address
from .fields import absorb, aggregate, merged, without_blanks
from .grammar import Shape
from .markup import Node
from .references import is_blank, need, resolve
from .render import Reply
from .values import day, money, number
from .work import Work

USUAL_TEMPLATE = "Intuit Product Invoice"
_OWN = forms.HEADER | {"CustomerRef", "ARAccountRef", "DepositToAccountRef", "SetCredit", "LinkToTxnID"}
_FROM_CUSTOMER = ("CurrencyRef", "BillAddress", "ShipAddress", "TermsRef", "SalesRepRef", "ItemSalesTaxRef")
_NOT_CLEARABLE = ("CustomerRef", "ARAccountRef", "TemplateRef")


@dataclass(frozen=True)
class Form:
    """What is particular to a type. `owed`: its total is still to be paid or to be used."""

    type: str
    template: str
    always: Body
    owed: bool = False
    receivable: bool = False


FORMS = {
    form.type: form
    for form in (
        Form("Invoice", USUAL_TEMPLATE, {"IsFinanceCharge": "false"}, owed=True, receivable=True),
        Form("CreditMemo", "Custom Credit Memo", {}, owed=True, receivable=True),
        Form("SalesReceipt", "Custom Cash Sale", {}),
        Form("SalesOrder", "Custom Sales Order", {"IsManuallyClosed": "false"}),
    )
}


def add(work: Work, request: Node, shape: Shape, type: str) -> Reply:
    """Answers the Add of a sales form. Raises Refused."""
    form = FORMS[type]
    node, below = aggregate(request, shape)
    customer = _customer(work, node, type)
    account = _account(work, node, form)
    said = without_blanks(absorb(work, node, below, type, lines.nodes(type) | _OWN))
    entity = customer.list_id if customer else ""
    txn = forms.new(work, node, type, {}, entity=entity, account=account)
    txn = replace(txn, body=_defaulted(work, form, said, customer, txn.txn_date))
    txn = forms.refuse_empty(replace(txn, lines=_lines(work, node, below, type, entity)))
    txn = _totalled(work, txn)
    credits = credits_of(node, txn.txn_id)
    forms.save(work, txn)
    apply_credits(work, txn.entity, credits)
    return forms.reply(work, txn)


def modify(work: Work, request: Node, shape: Shape, type: str) -> Reply:
    """Answers the Mod of a sales form. Raises Refused."""
    node, below, txn = forms.opened(work, request, shape, type)
    forms.refuse_cleared(node, _NOT_CLEARABLE)
    changed = _totalled(work, _changed(work, node, below, txn))
    if FORMS[type].owed:
        changed = still_open(work, txn, changed)
    forms.save_change(work, txn, replace(changed, voided=changed.voided and not changed.total))
    credits = credits_of(node, txn.txn_id)
    apply_credits(work, changed.entity, credits)
    return forms.reply(work, changed)


def _customer(work: Work, node: Node, type: str) -> Record | None:
    """The customer: a sales receipt alone can do without one. Raises Refused."""
    reference = node.find("CustomerRef")
    if type == "SalesReceipt" and (reference is None or is_blank(reference)):
        return None
    return resolve(work, need(node, "CustomerRef", type), type)


def _account(work: Work, node: Node, form: Form) -> str | None:
    """Where the total goes: receivables, or what a sales receipt is deposited to; a sales order goes nowhere."""
    if form.receivable:
        return ledger.receivable(work, node, form.type).list_id
    if form.type == "SalesReceipt":
        return forms.named(work, node, "DepositToAccountRef", form.type, ledger.undeposited(work))
    return None


def _lines(work: Work, node: Node, shape: Shape, type: str, entity: str) -> tuple[Body, ...]:
    if type not in orders.SOURCE:
        return lines.added(work, node, shape, type)
    pulled = tuple(lines.made(work, line) for line in orders.pulled(work, node, type, entity))
    return pulled + lines.added(
        work, node, shape, type, lambda link, said: orders.pull(work, link, said, node, type, entity)
    )


def _changed(work: Work, node: Node, shape: Shape, txn: Transaction) -> Transaction:
    """The form with what the Mod says; totals are not yet drawn up."""
    said = absorb(work, node, shape, txn.type, lines.nodes(txn.type) | _OWN)
    changed = forms.changed(work, node, txn, said)
    account = "DepositToAccountRef" if txn.type == "SalesReceipt" else "ARAccountRef"
    return replace(
        changed,
        entity=forms.named(work, node, "CustomerRef", txn.type, txn.entity) or "",
        account=forms.named(work, node, account, txn.type, txn.account),
        body=_checked(work, changed.body),
        lines=lines.changed(work, node, shape, txn.type, txn.lines),
    )


def _defaulted(work: Work, form: Form, said: Body, customer: Record | None, txn_date: str) -> Body:
    """The header with what a form takes from its customer and its terms."""
    theirs = customer.body if customer else {}
    usual = {name: theirs[name] for name in _FROM_CUSTOMER if name in theirs}
    template = work.storage.record_named("template", form.template)
    if template is not None:
        usual["TemplateRef"] = template.list_id
    body = usual | {"IsToBePrinted": "true", "IsToBeEmailed": "false"} | form.always | said
    if "DueDate" not in body:
        body["DueDate"] = due_date(work, body.get("TermsRef"), txn_date)
    body.setdefault("ShipDate", txn_date)
    if theirs.get("SalesTaxCodeRef"):
        body.setdefault("CustomerSalesTaxCodeRef", theirs["SalesTaxCodeRef"])
    if work.features.sales_tax and "ItemSalesTaxRef" not in body:
        usual_tax = work.storage.record_named("item", "Sales Tax")
        body |= {"ItemSalesTaxRef": usual_tax.list_id} if usual_tax else {}
    return _checked(work, body)


def due_date(work: Work, terms_id: str | None, txn_date: str) -> str:
    """When a form of that day is due by those terms; on the day itself without any."""
    terms = work.storage.record("terms", terms_id) if terms_id else None
    days = int(terms.body.get("StdDueDays", 0)) if terms else 0
    return (day(txn_date) + timedelta(days=days)).isoformat()


def _checked(work: Work, body: Body) -> Body:
    for name in ("BillAddress", "ShipAddress"):
        if name in body:
            check_address(work, name, body[name])
    return body


def _totalled(work: Work, txn: Transaction) -> Transaction:
    """The form with its subtotal, tax and total. Raises Refused 3180 for a negative one."""
    subtotal = sum((lines.amount(line) for line in txn.lines), Decimal(0))
    body = merged(txn.body, {"Subtotal": money(subtotal), "SalesTaxTotal": "0.00"})
    tax = Decimal(0)
    if work.features.sales_tax:
        rate = _tax_rate(work, body)
        tax = lines.sales_tax(work, txn.lines, rate)
        body |= {"SalesTaxPercentage": str(rate), "SalesTaxTotal": money(tax)}
    total = subtotal + tax
    owed = FORMS[txn.type].owed and txn.posting
    return forms.refuse_negative(replace(txn, body=body, total=total, open=total if owed else Decimal(0)))


def _tax_rate(work: Work, body: Body) -> Decimal:
    """The percentage of the form's tax item, nothing for a customer who pays no tax."""
    code = body.get("CustomerSalesTaxCodeRef")
    item = work.storage.record("item", body["ItemSalesTaxRef"]) if body.get("ItemSalesTaxRef") else None
    if item is None or (code and not lines.is_taxable(work, code)):
        return Decimal(0)
    return number(item.body.get("TaxRate") or "0")
