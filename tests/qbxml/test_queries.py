"""The questions and small writes of the protocol, held against Intuit's schema."""

from __future__ import annotations

import io
from datetime import date

import pytest
from allorders_quickbooks.qbxml import queries
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.qbxml.objects import OBJECTS
from allorders_quickbooks.qbxml.reader import AnswerReader
from allorders_quickbooks.qbxml.versions import OLDEST, SPOKEN, number
from allorders_quickbooks.qbxml.writer import message_set, message_text
from allorders_quickbooks.terms import WallTime

from tests.qbxml.reference import complaints, needs_reference

SINCE = WallTime.parse("2024-03-01T10:00:00-08:00")
GUID = "01234567-89ab-cdef-0123-456789abcdef"
TRANSACTIONS = [name for name, kind in OBJECTS.items() if not kind.is_list]
RECORDS = [*(name for name, kind in OBJECTS.items() if kind.is_list), "Item", "Account"]

EVERY: list[Message] = [
    *(queries.by_ids(name, ["1-1", "1-2"], lines=True) for name in (*TRANSACTIONS, *RECORDS)),
    *(queries.by_ids(name, ["1-1"], lines=True, links=True) for name in ("Invoice", "Bill", "ItemReceipt")),
    *(queries.by_numbers(name, ["1042"], lines=lines) for name in TRANSACTIONS for lines in (True, False)),
    *(queries.by_name(name, ["Alfreds", "IT"]) for name in RECORDS),
    *(queries.modified_since(name, SINCE, lines=True, only=("EditSequence",)) for name in (*TRANSACTIONS, *RECORDS)),
    queries.txns_deleted_since(TRANSACTIONS, SINCE),
    queries.fence_add("fence", GUID),
    queries.fence_mod("8-1", "17", "A" * 22),
    queries.fence_read("8-1"),
    queries.void("Invoice", "1-1"),
    *(queries.delete(name, "1-1") for name, kind in OBJECTS.items() if not kind.only_read),
    *(message for _, message in queries.facts()),
]


def newest_object(message: Message) -> str:
    """Since which version the objects that a message names exist."""
    said = f"{type(message).__name__} {message}"
    named = (kind.since for kind in OBJECTS.values() if kind.since and kind.name in said)
    return max(named, default=OLDEST, key=number)


def text(message: Message) -> str:
    return message_text(message, "1", "13.0")


@needs_reference
@pytest.mark.parametrize("version", SPOKEN)
def test_intuits_schema_takes_every_one_of_them(version: str) -> None:
    for message in EVERY:
        if number(newest_object(message)) > number(version):
            continue  # it is never asked for there
        assert complaints(message_set([("1", message)], version)) == [], type(message).__name__


def test_lines_are_asked_for_only_where_they_are_wanted() -> None:
    assert "<IncludeLineItems>true" in text(queries.by_ids("Invoice", ["1"], lines=True))
    assert "IncludeLineItems" not in text(queries.by_ids("Invoice", ["1"], lines=False))
    assert "IncludeLineItems" not in text(queries.by_ids("Customer", ["1"], lines=True))


def test_changes_are_asked_for_by_quickbooks_own_clock() -> None:
    transactions = text(queries.modified_since("Invoice", SINCE, lines=False))
    assert "<ModifiedDateRangeFilter><FromModifiedDate>2024-03-01T10:00:00</FromModifiedDate>" in transactions
    records = text(queries.modified_since("Customer", SINCE, lines=False))
    assert "<ActiveStatus>All</ActiveStatus><FromModifiedDate>2024-03-01T10:00:00" in records


def test_a_list_record_has_no_number_and_a_transaction_no_name() -> None:
    with pytest.raises(ValueError, match="no number"):
        queries.by_numbers("Customer", ["1"], lines=False)
    with pytest.raises(ValueError, match="no name"):
        queries.by_name("Invoice", ["1"])


def test_the_fence_is_an_inactive_name_that_keeps_the_id_of_the_set() -> None:
    assert "<IsActive>false</IsActive>" in text(queries.fence_add("fence", GUID))
    assert text(queries.fence_mod("8-1", "17", "set")) == (
        '<OtherNameModRq requestID="1"><OtherNameMod><ListID>8-1</ListID><EditSequence>17</EditSequence>'
        "<CompanyName>set</CompanyName></OtherNameMod></OtherNameModRq>"
    )


def test_a_payment_cannot_be_voided_but_deleted() -> None:
    with pytest.raises(ValueError, match="voided"):
        queries.void("ReceivePayment", "1-1")
    assert "<TxnDelType>ReceivePayment" in text(queries.delete("ReceivePayment", "1-1"))
    assert "<ListDelType>Customer" in text(queries.delete("Customer", "8-1"))


FACTS = """<QBXML><QBXMLMsgsRs>
<HostQueryRs statusCode="0"><HostRet><ProductName>QuickBooks Pro 2024</ProductName>
<SupportedQBXMLVersion>1.0</SupportedQBXMLVersion><SupportedQBXMLVersion>13.0</SupportedQBXMLVersion>
<QBFileMode>MultiUser</QBFileMode></HostRet></HostQueryRs>
<CompanyQueryRs statusCode="0"><CompanyRet><CompanyName>Northwind</CompanyName></CompanyRet></CompanyQueryRs>
<CompanyActivityQueryRs statusCode="0"><CompanyActivityRet><LastRestoreTime>2024-01-02T03:04:05</LastRestoreTime>
</CompanyActivityRet></CompanyActivityQueryRs>
<PreferencesQueryRs statusCode="0"><PreferencesRet><AccountingPreferences><ClosingDate>2023-12-31</ClosingDate>
</AccountingPreferences><MultiCurrencyPreferences><IsMultiCurrencyOn>true</IsMultiCurrencyOn>
</MultiCurrencyPreferences><SalesTaxPreferences><PaySalesTax>Monthly</PaySalesTax></SalesTaxPreferences>
</PreferencesRet></PreferencesQueryRs></QBXMLMsgsRs></QBXML>"""


def test_the_facts_are_put_together_from_four_answers() -> None:
    facts = queries.read_facts(AnswerReader(io.BytesIO(FACTS.encode())))
    assert facts == queries.ReadFacts(
        product="QuickBooks Pro 2024",
        versions=("1.0", "13.0"),
        file_mode="MultiUser",
        company_name="Northwind",
        restored_at="2024-01-02T03:04:05",
        closing_date=date(2023, 12, 31),
        sales_tax=True,
        multi_currency=True,
    )


def test_facts_that_are_not_given_are_empty() -> None:
    assert queries.read_facts([]) == queries.ReadFacts()
