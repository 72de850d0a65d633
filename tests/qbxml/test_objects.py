"""Objects: identity, worth, and whether anybody has edited them."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from allorders_quickbooks.qbxml.messages.base import NEW_LINE, Message, PostalAddress, Ref
from allorders_quickbooks.qbxml.messages.entities import CustomerAdd, CustomerMod
from allorders_quickbooks.qbxml.messages.items import ItemServiceAdd, ItemServiceMod, SalesOrPurchase
from allorders_quickbooks.qbxml.messages.payments import AppliedTo, ReceivePaymentAdd, ReceivePaymentMod
from allorders_quickbooks.qbxml.messages.purchasing import BillMod
from allorders_quickbooks.qbxml.messages.sales import InvoiceAdd, InvoiceLine, InvoiceLineChange, InvoiceMod
from allorders_quickbooks.qbxml.objects import (
    EXPENSE,
    OBJECTS,
    ObjectType,
    contents,
    differences,
    guid,
    is_voided,
    line_ids,
    object_type,
    request_contents,
    restricted,
    sent,
)
from allorders_quickbooks.qbxml.reader import AnswerReader
from allorders_quickbooks.qbxml.replies import Ret
from allorders_quickbooks.qbxml.writer import message_set

from tests.qbxml.reference import needs_reference, table

GUID = "01234567-89ab-cdef-0123-456789abcdef"
LINES = (
    InvoiceLine(item_ref=Ref(list_id="8-1"), desc="tea", quantity=Decimal(3), rate=Decimal("18.5")),
    InvoiceLine(item_ref=Ref(full_name="Freight"), amount=Decimal("7.5")),
)
ADD = InvoiceAdd(
    customer_ref=Ref(list_id="8-9"),
    txn_date=date(2024, 2, 29),
    bill_address=PostalAddress(addr1="Alfreds", addr2="", city="Berlin"),
    po_number="",
    memo="two\nlines",
    external_guid=GUID,
    lines=LINES,
)
HELD = """<InvoiceRet><TxnID>1-1</TxnID><TimeModified>2024-03-01T10:00:00-08:00</TimeModified>
<EditSequence>1709280000</EditSequence><CustomerRef><ListID>8-9</ListID><FullName>Alfreds</FullName></CustomerRef>
<TxnDate>2024-02-29</TxnDate><RefNumber>77</RefNumber>
<BillAddress><Addr1>Alfreds </Addr1><City>Berlin</City></BillAddress>
<Subtotal>63.00</Subtotal><SalesTaxTotal>0.00</SalesTaxTotal><BalanceRemaining>63.00</BalanceRemaining>
<Memo>two lines</Memo><IsPaid>false</IsPaid><ExternalGUID>{01234567-89AB-CDEF-0123-456789ABCDEF}</ExternalGUID>
<InvoiceLineRet><TxnLineID>1-2</TxnLineID><ItemRef><ListID>8-1</ListID><FullName>Chai</FullName></ItemRef>
<Desc>tea</Desc><Quantity>3</Quantity><Rate>18.50</Rate><Amount>55.50</Amount></InvoiceLineRet>
<InvoiceLineRet><TxnLineID>1-3</TxnLineID><ItemRef><ListID>8-2</ListID><FullName>freight</FullName></ItemRef>
<Rate>7.50</Rate><Amount>7.50</Amount></InvoiceLineRet></InvoiceRet>"""


def ret(inside: str) -> Ret:
    whole = f'<QBXML><G><ARs statusCode="0">{inside}</ARs></G></QBXML>'
    found = next(iter(AnswerReader(io.BytesIO(whole.encode())))).ret
    assert found is not None
    return found


def said(message: Message) -> Ret:
    return sent(message_set([("1", message)], "13.0"))["1"]


@needs_reference
@pytest.mark.parametrize("kind", OBJECTS.values(), ids=lambda kind: kind.name)
def test_the_elements_that_are_named_exist(kind: ObjectType) -> None:
    messages = table("tables")["messages"]
    twin = kind.name.replace("VendorType", "CustomerType")  # the tables lack the former
    answer = messages.get(f"{twin}AddRs") or messages[f"{twin}QueryRs"]
    paths = {row[0].replace(twin, kind.name) for row in answer["rows"]}
    named = {kind.id_tag, kind.number_tag, *kind.line_tags, *kind.total_tags, *kind.volatile}
    for ret_tag in kind.rets or (kind.ret,):
        assert {f"{ret_tag}/{tag}" for tag in named} - paths <= ({f"{ret_tag}/TxnNumber"} if kind.is_list else set())
    voidable = next(row[8] for row in messages["TxnVoidRq"]["rows"] if row[0] == "TxnVoidType")
    assert kind.voidable == (kind.name in voidable)


def test_an_object_is_identified() -> None:
    invoice = ret(HELD)
    kind = object_type(invoice)
    assert kind is OBJECTS["Invoice"]
    assert (kind.id_tag, kind.ret) == ("TxnID", "InvoiceRet")
    assert guid(invoice) == GUID
    assert line_ids(invoice) == ("1-2", "1-3")
    assert object_type(Ret("ReportRet")) is None


def test_an_invoice_is_worth_its_subtotal_and_its_tax() -> None:
    invoice = "<InvoiceRet><Subtotal>10.00</Subtotal><SalesTaxTotal>0.83</SalesTaxTotal></InvoiceRet>"
    assert OBJECTS["Invoice"].total(ret(invoice)) == Decimal("10.83")
    assert OBJECTS["Invoice"].total(ret("<InvoiceRet><Memo>x</Memo></InvoiceRet>")) is None
    payment = "<ReceivePaymentRet><TotalAmount>5.00</TotalAmount></ReceivePaymentRet>"
    assert OBJECTS["ReceivePayment"].total(ret(payment)) == 5
    assert OBJECTS["Customer"].total(Ret("CustomerRet")) is None


VOID = "<InvoiceRet><Subtotal>0.00</Subtotal>{}</InvoiceRet>"
EMPTY_LINE = "<InvoiceLineRet><TxnLineID>1</TxnLineID><Quantity>0</Quantity><Amount>0.00</Amount></InvoiceLineRet>"
GIFT = "<InvoiceLineRet><TxnLineID>1</TxnLineID><Quantity>2</Quantity><Amount>0.00</Amount></InvoiceLineRet>"


@pytest.mark.parametrize(
    ("inside", "voided"),
    [
        (VOID.format("<Memo>VOID: Ship doc 7</Memo>"), True),
        (VOID.format(EMPTY_LINE), True),
        (VOID.format(GIFT), False),
        (VOID.format(""), False),
        (HELD, False),
        ("<CustomerRet><Name>VOID:</Name></CustomerRet>", False),
    ],
)
def test_a_voided_invoice_is_told_from_a_gift(inside: str, voided: bool) -> None:
    assert is_voided(ret(inside)) is voided


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("<EditSequence>1709280000</EditSequence>", "<EditSequence>1709290000</EditSequence>", set()),
        ("<BalanceRemaining>63.00", "<BalanceRemaining>0.00", set()),
        ("<IsPaid>false", "<IsPaid>true", set()),
        ("<FullName>Alfreds</FullName>", "<FullName>Alfreds GmbH</FullName>", set()),
        ("18.50</Rate>", "18.5</Rate>", set()),
        ("<ListID>8-9", "<ListID>8-8", {"CustomerRef"}),
        ("two lines", "two more lines", {"Memo"}),
        ("<Quantity>3", "<Quantity>4", {"InvoiceLineRet"}),
        ("<TxnLineID>1-3", "<TxnLineID>1-4", {"InvoiceLineRet"}),
        ("<Addr1>Alfreds ", "<Addr1>Alfred ", {"BillAddress"}),
        ("<RefNumber>77</RefNumber>", "", {"RefNumber"}),
    ],
)
def test_only_an_edit_changes_the_contents(before: str, after: str, changed: set[str]) -> None:
    assert before in HELD
    old, new = contents(ret(HELD)), contents(ret(HELD.replace(before, after)))
    assert {key for key in {*old, *new} if old.get(key) != new.get(key)} == changed


def test_other_payments_do_not_edit_a_payment() -> None:
    payment = (
        "<ReceivePaymentRet><UnusedPayment>{}</UnusedPayment><AppliedToTxnRet><TxnID>1-1</TxnID>"
        "<BalanceRemaining>{}</BalanceRemaining><Amount>5.00</Amount></AppliedToTxnRet></ReceivePaymentRet>"
    )
    assert contents(ret(payment.format(0, 10))) == contents(ret(payment.format(1, 5)))


def mod_of(add: InvoiceAdd, ids: tuple[str, ...]) -> InvoiceMod:
    head = {name: getattr(add, name) for name in InvoiceMod.model_fields if name in InvoiceAdd.model_fields}
    lines = tuple(
        InvoiceLineChange(txn_line_id=line_id, **line.model_dump(exclude={"link", "custom"}))
        for line_id, line in zip(ids, add.lines, strict=True)
    )
    return InvoiceMod(txn_id="1-1", edit_sequence="5", **head | {"lines": lines})


def test_an_add_and_a_mod_that_say_the_same_have_the_same_contents() -> None:
    by_mod = request_contents(mod_of(ADD, ("1-2", NEW_LINE)))
    by_add = request_contents(ADD)
    assert {key: text for key, text in by_mod.items() if text} == by_add
    assert by_mod["PONumber"] == ""
    assert set(by_add) == {"CustomerRef", "TxnDate", "BillAddress", "Memo", "InvoiceLineRet"}


def test_the_parts_of_an_item_and_a_payment_are_named_alike_in_add_and_mod() -> None:
    prices = SalesOrPurchase(desc="x", price=Decimal("1.10"))
    add = ItemServiceAdd(name="A", sales_or_purchase=prices)
    mod = ItemServiceMod(list_id="1", edit_sequence="1", name="A", sales_or_purchase=prices)
    assert request_contents(add) == request_contents(mod)
    applied = (AppliedTo(txn_id="1-1", payment_amount=Decimal("5")),)
    pay = ReceivePaymentAdd(customer_ref=Ref(list_id="8-9"), applied_to=applied)
    change = ReceivePaymentMod(txn_id="2", edit_sequence="1", customer_ref=Ref(list_id="8-9"), applied_to=applied)
    assert request_contents(pay) == request_contents(change)


def test_an_object_that_holds_what_was_said_differs_in_nothing() -> None:
    assert differences(said(ADD), ret(HELD)) == frozenset()
    assert differences(said(mod_of(ADD, ("1-2", NEW_LINE))), ret(HELD)) == frozenset()


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("two lines", "two more lines", {"Memo"}),
        ("<ListID>8-9", "<ListID>8-8", {"CustomerRef"}),
        ("<FullName>freight", "<FullName>discount", {"InvoiceLineRet"}),
        ("<Quantity>3", "<Quantity>4", {"InvoiceLineRet"}),
        ("<City>Berlin", "<City>Bonn", {"BillAddress"}),
        ("<RefNumber>77", "<RefNumber>78", set()),
        ("<TxnDate>2024-02-29</TxnDate>", "", {"TxnDate"}),
    ],
)
def test_what_an_object_holds_otherwise_is_named(before: str, after: str, changed: set[str]) -> None:
    assert before in HELD
    assert differences(said(ADD), ret(HELD.replace(before, after))) == changed


def test_a_line_more_or_less_is_a_difference() -> None:
    shorter = ADD.model_copy(update={"lines": LINES[:1]})
    assert differences(said(shorter), ret(HELD)) == {"InvoiceLineRet"}


def test_another_line_under_a_known_line_id_is_a_difference() -> None:
    assert differences(said(mod_of(ADD, ("1-9", NEW_LINE))), ret(HELD)) == {"InvoiceLineRet"}


def test_a_cleared_element_must_be_empty() -> None:
    mod = CustomerMod(list_id="8-9", edit_sequence="1", phone="", fax="1")
    assert differences(said(mod), ret("<CustomerRet><Fax>1</Fax></CustomerRet>")) == frozenset()
    assert differences(said(mod), ret("<CustomerRet><Fax>1</Fax><Phone>2</Phone></CustomerRet>")) == {"Phone"}


def test_text_that_quickbooks_lost_is_no_difference() -> None:
    assert (
        differences(said(CustomerAdd(name="Tokio 東京")), ret("<CustomerRet><Name>Tokio ??</Name></CustomerRet>"))
        == set()
    )


def test_what_a_payment_was_applied_to_is_compared_in_any_order() -> None:
    applied = tuple(AppliedTo(txn_id=i, payment_amount=Decimal(n)) for i, n in (("1-1", 5), ("1-2", 3)))
    pay = ReceivePaymentAdd(customer_ref=Ref(list_id="8-9"), applied_to=applied)
    line = "<AppliedToTxnRet><TxnID>{}</TxnID><TxnType>Invoice</TxnType><Amount>{}</Amount></AppliedToTxnRet>"
    customer = "<CustomerRef><ListID>8-9</ListID></CustomerRef>"
    inside = "<ReceivePaymentRet>{}</ReceivePaymentRet>"
    assert not differences(
        said(pay), ret(inside.format(customer + line.format("1-2", "3.00") + line.format("1-1", "5")))
    )
    assert differences(said(pay), ret(inside.format(customer + line.format("1-1", "5.00")))) == {"AppliedToTxnRet"}


def test_a_mod_can_be_restricted_to_some_elements() -> None:
    less = restricted(mod_of(ADD, ("1-2", "1-3")), {"Memo"})
    assert set(request_contents(less)) == {"Memo"}
    assert (less.txn_id, less.edit_sequence, less.lines) == ("1-1", "5", ())
    lines = restricted(mod_of(ADD, ("1-2", "1-3")), {"InvoiceLineRet"})
    assert set(request_contents(lines)) == {"InvoiceLineRet"} and len(lines.lines) == 2


BILL = (
    "<BillRet><TxnID>1-1</TxnID><AmountDue>{}</AmountDue><ExpenseLineRet><TxnLineID>1-2</TxnLineID><Amount>4.00</Amount>"
    "</ExpenseLineRet><ItemLineRet><TxnLineID>1-3</TxnLineID><Quantity>{}</Quantity></ItemLineRet></BillRet>"
)


def test_the_lines_of_a_bill_are_told_apart() -> None:
    assert line_ids(ret(BILL.format("5.00", "1"))) == (f"{EXPENSE}1-2", "1-3")
    assert OBJECTS["Bill"].total(ret(BILL.format("5.00", "1"))) == 5


def test_a_bill_of_nothing_is_no_voided_bill() -> None:
    assert not is_voided(ret(BILL.format("0.00", "-1")))
    assert is_voided(ret("<BillRet><AmountDue>0.00</AmountDue><Memo>VOID: x</Memo></BillRet>"))


def test_an_adjustment_without_differences_is_voided() -> None:
    line = "<InventoryAdjustmentRet><InventoryAdjustmentLineRet><QuantityDifference>{}</QuantityDifference>"
    end = "</InventoryAdjustmentLineRet></InventoryAdjustmentRet>"
    assert is_voided(ret(line.format("0") + end)) and not is_voided(ret(line.format("-2") + end))


def test_lines_that_a_change_clears_are_lines_that_must_not_be_there() -> None:
    cleared = BillMod(txn_id="1-1", edit_sequence="5", clear_expense_lines=True)
    assert request_contents(cleared) == {"ExpenseLineRet": ""}
    assert differences(said(cleared), ret(BILL.format("5.00", "1"))) == {"ExpenseLineRet"}
    assert differences(said(cleared), ret("<BillRet><AmountDue>5.00</AmountDue></BillRet>")) == frozenset()
    assert restricted(cleared, {"ItemLineRet"}).clear_expense_lines is None
    assert restricted(cleared, {"ExpenseLineRet"}).clear_expense_lines is True
