"""The lines of sales forms: quantity, rate and amount, and the tax on them (qbXML reference, section 6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from decimal import Decimal

from .books import Body, Record
from .custom_fields import inline
from .fields import absorb, merged, without_blanks
from .grammar import Shape, grammar
from .items import sales_description, sales_price
from .markup import Node
from .refusals import Refused
from .values import RATE_STEP, money, number, percent, price, quantity, rounded
from .work import Work

NEW = "-1"
_NOT_CLEARABLE = ("ItemRef", "Quantity", "Rate", "Amount", "SalesTaxCodeRef", "OverrideItemAccountRef")
_ABOUT_MONEY = ("Quantity", "Rate", "RatePercent", "Amount")
_OF_THE_ITEM = ("Rate", "RatePercent", "Amount", "Desc", "SalesTaxCodeRef")
NOT_STORED = frozenset({"TxnLineID", "LinkToTxn", "DataExt", "OptionForPriceRuleConflict"})
_HUNDRED = Decimal(100)

Pull = Callable[[Node, Body], Body]
"""What a line is that was linked to a line of an order: (the LinkToTxn, what the line says itself) -> line."""


def nodes(type: str) -> frozenset[str]:
    """The elements in which the lines of that type of form come."""
    return frozenset({f"{type}LineAdd", f"{type}LineMod", f"{type}LineGroupAdd", f"{type}LineGroupMod"})


def added(work: Work, node: Node, shape: Shape, type: str, pull: Pull | None = None) -> tuple[Body, ...]:
    """The lines of an Add, `node` being its aggregate. `pull` brings what a line takes from an order."""
    result: list[Body] = []
    for one, below in line_nodes(node, shape, nodes(type)):
        before = amount(result[-1]) if result else Decimal(0)
        line = _added(work, one, below, before, type, pull)
        result.append(line | {"TxnLineID": work.new_txn_id()})
    return tuple(result)


def made(work: Work, line: Body) -> Body:
    """A new line of what was taken from an order."""
    return _completed(work, line, line, Decimal(0)) | {"TxnLineID": work.new_txn_id()}


def changed(work: Work, node: Node, shape: Shape, type: str, lines: tuple[Body, ...]) -> tuple[Body, ...]:
    """The lines that a Mod leaves: those it lists, in its order; all of them where it lists none."""
    stored = {line["TxnLineID"]: line for line in lines}
    result: list[Body] = []
    for one, below in line_nodes(node, shape, nodes(type)):
        line_id = one.value("TxnLineID")
        before = amount(result[-1]) if result else Decimal(0)
        if line_id == NEW:
            result.append(_added(work, one, below, before, type, None) | {"TxnLineID": work.new_txn_id()})
        else:
            result.append(_changed(work, one, below, listed(stored, line_id), before, type))
    return tuple(result) or lines


def listed(stored: dict[str, Body], line_id: str) -> Body:
    """The stored line that a Mod lists, taken out of `stored`. Raises Refused 3120."""
    if line_id not in stored:
        raise Refused(3120, f'The line "{line_id}" specified in the request cannot be found.')
    return stored.pop(line_id)


def line_nodes(node: Node, shape: Shape, tags: Set[str]) -> Iterator[tuple[Node, Shape]]:
    """The lines of an Add or a Mod that come in elements of those names. Raises Refused 3140 for a group."""
    for child in node.children:
        if child.tag not in tags:
            continue
        if "Group" in child.tag:
            group = child.find("ItemGroupRef")
            raise Refused(3140, f'There is no item group "{group.value("FullName") if group else ""}".')
        below = grammar().below(shape.by_name[child.tag])
        assert below is not None  # noqa: S101 a line is an aggregate
        yield child, below


def _added(work: Work, node: Node, shape: Shape, before: Decimal, type: str, pull: Pull | None) -> Body:
    """A new line; `before` is the amount of the line above, which a percentage is of. Raises Refused."""
    said = without_blanks(absorb(work, node, shape, f"{type} line", NOT_STORED))
    link = node.find("LinkToTxn")
    line = pull(link, said) if link is not None and pull is not None else said
    return _completed(work, line, said, before) | {"DataExtRet": inline(work, node, type)}


def _changed(work: Work, node: Node, shape: Shape, stored: Mapping[str, object], before: Decimal, type: str) -> Body:
    """A line that a Mod lists. Named by its TxnLineID alone it stays as it is."""
    said = absorb(work, node, shape, f"{type} line", NOT_STORED)
    refuse_cleared(said, _NOT_CLEARABLE)
    if not said:
        return dict(stored)
    kept = dict(stored)
    if "ItemRef" in said and said["ItemRef"] != stored.get("ItemRef"):
        kept = {name: value for name, value in kept.items() if name not in _OF_THE_ITEM}
    elif any(name in said for name in _ABOUT_MONEY):
        kept = _for_new_money(said, kept)
    return _completed(work, merged(kept, said), said, before)


def refuse_cleared(said: Body, names: tuple[str, ...]) -> None:
    """Raises Refused 3190 for an empty element of a field that cannot be empty."""
    for name in names:
        if name in said and said[name] is None:
            raise Refused(3190, f'The "{name}" field cannot be cleared.')


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
    if said.get("Rate") is not None and said.get("Amount") is not None:
        work.warn("The Rate of a line that has an Amount as well was ignored.")
        line.pop("Rate", None)
    if item is not None and "ItemRef" in said:
        description = sales_description(item.body)
        if description and "Desc" not in line:
            line["Desc"] = description
        if item.body.get("SalesTaxCodeRef") and "SalesTaxCodeRef" not in line:
            line["SalesTaxCodeRef"] = item.body["SalesTaxCodeRef"]
    return _signed(work, item, _priced(work, _percentage(item, line), sales_price(item.body) if item else None, before))


def _percentage(item: Record | None, line: Body) -> Body:
    """The line of a discount in percent has the item's rate, where it says nothing of its own."""
    usual = item.body.get("DiscountRatePercent") if item is not None and item.kind == "ItemDiscount" else None
    return {"RatePercent": usual, **line} if usual and not line.keys() & set(_ABOUT_MONEY) else line


def _signed(work: Work, item: Record | None, line: Body) -> Body:
    """A discount takes away, whatever sign it was sent with, by reading."""
    if item is None or item.kind != "ItemDiscount" or amount(line) <= 0:
        return line
    if not work.readings.discount_turns_negative:
        return line
    turned = {name: f"-{line[name]}" for name in ("Rate", "Amount") if name in line and "RatePercent" not in line}
    return line | {"Amount": money(-amount(line))} | turned


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


def units(line: Mapping[str, str]) -> Decimal:
    """How many of its item a line is about: one, where it gives an amount alone."""
    if "Quantity" in line:
        return number(line["Quantity"])
    return Decimal(1) if amount(line) else Decimal(0)


def sales_tax(work: Work, lines: tuple[Body, ...], percentage: Decimal) -> Decimal:
    """The tax on the taxable lines, rounded on each of them or once on their sum, by reading."""
    taxable = [amount(line) for line in lines if is_taxable(work, line.get("SalesTaxCodeRef"))]
    bases = taxable if work.readings.tax_per_line else [sum(taxable, Decimal(0))]
    return sum((rounded(base * percentage / _HUNDRED, work.readings.rounding) for base in bases), Decimal(0))


def is_taxable(work: Work, code_id: str | None) -> bool:
    """What a sales tax code says; without one nothing is taxed."""
    code = work.storage.record("sales tax code", code_id) if code_id else None
    return code is not None and code.body.get("IsTaxable") == "true"
