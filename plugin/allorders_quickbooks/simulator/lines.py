"""The lines of an invoice: quantity, rate and amount, and the tax on them (qbXML reference, section 6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from .books import Body
from .fields import absorb, merged, without_blanks
from .grammar import Shape, grammar
from .items import sales_description, sales_price
from .markup import Node
from .refusals import Refused
from .values import RATE_STEP, money, number, percent, price, quantity, rounded
from .work import Work

PLACE = "Invoice line"
NEW = "-1"
NODES = frozenset({"InvoiceLineAdd", "InvoiceLineMod", "InvoiceLineGroupAdd", "InvoiceLineGroupMod"})
_NOT_CLEARABLE = ("ItemRef", "Quantity", "Rate", "Amount", "SalesTaxCodeRef", "OverrideItemAccountRef")
_ABOUT_MONEY = ("Quantity", "Rate", "RatePercent", "Amount")
_OF_THE_ITEM = ("Rate", "RatePercent", "Amount", "Desc", "SalesTaxCodeRef")
_NOT_STORED = frozenset({"TxnLineID", "LinkToTxn", "DataExt", "OptionForPriceRuleConflict"})
_HUNDRED = Decimal(100)


def added(work: Work, node: Node, shape: Shape) -> tuple[Body, ...]:
    """The lines of an Add, `node` being its aggregate. Raises Refused."""
    result: list[Body] = []
    for one, below in _line_nodes(node, shape):
        before = amount(result[-1]) if result else Decimal(0)
        result.append(_added(work, one, below, before) | {"TxnLineID": work.new_txn_id()})
    return tuple(result)


def changed(work: Work, node: Node, shape: Shape, lines: tuple[Body, ...]) -> tuple[Body, ...]:
    """The lines that a Mod leaves: those it lists, in its order; all of them where it lists none."""
    stored = {line["TxnLineID"]: line for line in lines}
    result: list[Body] = []
    for one, below in _line_nodes(node, shape):
        line_id = one.value("TxnLineID")
        before = amount(result[-1]) if result else Decimal(0)
        if line_id == NEW:
            result.append(_added(work, one, below, before) | {"TxnLineID": work.new_txn_id()})
        elif line_id in stored:
            result.append(_changed(work, one, below, stored.pop(line_id), before))
        else:
            raise Refused(3120, f'The line "{line_id}" specified in the request cannot be found.')
    return tuple(result) or lines


def _line_nodes(node: Node, shape: Shape) -> Iterator[tuple[Node, Shape]]:
    for child in node.children:
        if child.tag not in NODES:
            continue
        if "Group" in child.tag:
            group = child.find("ItemGroupRef")
            raise Refused(3140, f'There is no item group "{group.value("FullName") if group else ""}".')
        below = grammar().below(shape.by_name[child.tag])
        assert below is not None  # noqa: S101 a line is an aggregate
        yield child, below


def _added(work: Work, node: Node, shape: Shape, before: Decimal) -> Body:
    """A new line; `before` is the amount of the line above, which a percentage is of. Raises Refused."""
    said = without_blanks(absorb(work, node, shape, PLACE, _NOT_STORED))
    _refuse_links(node)
    return _completed(work, said, said, before) | {"DataExtRet": _custom(work, node)}


def _changed(work: Work, node: Node, shape: Shape, stored: Mapping[str, object], before: Decimal) -> Body:
    """A line that a Mod lists. Named by its TxnLineID alone it stays as it is."""
    said = absorb(work, node, shape, PLACE, _NOT_STORED)
    for name in _NOT_CLEARABLE:
        if name in said and said[name] is None:
            raise Refused(3190, f'The "{name}" field cannot be cleared.')
    if not said:
        return dict(stored)
    kept = dict(stored)
    if "ItemRef" in said and said["ItemRef"] != stored.get("ItemRef"):
        kept = {name: value for name, value in kept.items() if name not in _OF_THE_ITEM}
    elif any(name in said for name in _ABOUT_MONEY):
        kept = _for_new_money(said, kept)
    return _completed(work, merged(kept, said), said, before)


def _for_new_money(said: Body, stored: Body) -> Body:
    """The stored line without what new figures make out of date."""
    stale = {"Amount"} if "Amount" not in said else {"Rate", "RatePercent"}
    if "Rate" in said:
        stale.add("RatePercent")
    if "RatePercent" in said:
        stale.add("Rate")
    return {name: value for name, value in stored.items() if name not in stale}


def _completed(work: Work, line: Body, said: Body, before: Decimal) -> Body:
    item = work.storage.record("item", line["ItemRef"]) if line.get("ItemRef") else None
    line.pop("OverrideItemAccountRef", None)
    if said.get("Rate") is not None and said.get("Amount") is not None:
        work.warn("The Rate of a line that has an Amount as well was ignored.")
        line.pop("Rate", None)
    if item is not None and "ItemRef" in said:
        description = sales_description(item.body)
        if description and "Desc" not in line:
            line["Desc"] = description
        if item.body.get("SalesTaxCodeRef") and "SalesTaxCodeRef" not in line:
            line["SalesTaxCodeRef"] = item.body["SalesTaxCodeRef"]
    return _priced(work, line, sales_price(item.body) if item else None, before)


def _priced(work: Work, line: Body, usual: Decimal | None, before: Decimal) -> Body:
    """The line with whichever of quantity, rate and amount follows from the others."""
    how_many = number(line["Quantity"]) if "Quantity" in line else None
    if "Amount" in line:
        if how_many:
            line["Rate"] = price((number(line["Amount"]) / how_many).quantize(RATE_STEP))
        return line
    if "RatePercent" in line:
        share = number(line["RatePercent"])
        line["RatePercent"] = percent(share)
        line["Amount"] = money(rounded(before * share / _HUNDRED, work.readings.rounding))
        return line
    rate = number(line["Rate"]) if "Rate" in line else usual
    if rate is None:
        return line if how_many is None else line | {"Amount": "0.00"}
    if how_many is None:
        how_many = Decimal(1)
        line["Quantity"] = quantity(how_many)
    line["Rate"] = price(rate)
    line["Amount"] = money(rounded(how_many * rate, work.readings.rounding))
    return line


def amount(line: Mapping[str, str]) -> Decimal:
    return number(line.get("Amount") or "0")


def sales_tax(work: Work, lines: tuple[Body, ...], percentage: Decimal) -> Decimal:
    """The tax on the taxable lines, rounded on each of them or once on their sum, by reading."""
    taxable = [amount(line) for line in lines if is_taxable(work, line.get("SalesTaxCodeRef"))]
    bases = taxable if work.readings.tax_per_line else [sum(taxable, Decimal(0))]
    return sum((rounded(base * percentage / _HUNDRED, work.readings.rounding) for base in bases), Decimal(0))


def is_taxable(work: Work, code_id: str | None) -> bool:
    """What a sales tax code says; without one nothing is taxed."""
    code = work.storage.record("sales tax code", code_id) if code_id else None
    return code is not None and code.body.get("IsTaxable") == "true"


def _refuse_links(node: Node) -> None:
    link = node.find("LinkToTxn")
    if link is not None:
        raise Refused(3120, f'Object "{link.value("TxnID")}" specified in the request cannot be found.')


def _custom(work: Work, node: Node) -> list[Body]:
    """The custom fields of a line; each needs a definition. Raises Refused 3120."""
    known = {(one.owner_id, one.name): one for one in work.storage.definitions()} if node.find("DataExt") else {}
    fields: list[Body] = []
    for said in node.all("DataExt"):
        definition = known.get((said.value("OwnerID"), said.value("DataExtName")))
        if definition is None:
            raise Refused(3120, f'The custom field "{said.value("DataExtName")}" cannot be found.')
        fields.append(
            {
                "OwnerID": definition.owner_id,
                "DataExtName": definition.name,
                "DataExtType": definition.type,
                "DataExtValue": said.value("DataExtValue"),
            }
        )
    return fields
