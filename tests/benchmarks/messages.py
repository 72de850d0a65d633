"""python -m tests.benchmarks.messages [--json]: building and parsing qbXML beside lxml with nothing around it.

Building is the writer's text of InvoiceAdds of five lines; bare lxml makes a tree of the same elements and serializes
it. Parsing is the reader's replies to a query of 10,000 invoices; bare iterparse visits each element's name and text
and lets it go.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from allorders_quickbooks.qbxml.messages.base import PostalAddress, Ref
from allorders_quickbooks.qbxml.messages.sales import InvoiceAdd, InvoiceLine
from allorders_quickbooks.qbxml.reader import AnswerReader
from allorders_quickbooks.qbxml.writer import message_set
from lxml import etree

from tests.benchmarks.ratio import Ratio, alone, interleaved
from tests.benchmarks.trees import flat, grown

BUILDING, PARSING = 1.0, 1.3
INVOICES, LINES = 10_000, 5
BUILT, ROUNDS = 500, 5
VERSION = "13.0"


def measure(_directory: Path) -> list[Ratio]:
    return [_building(), _parsing()]


def _building() -> Ratio:
    messages = [(str(number), _invoice(number)) for number in range(BUILT)]
    content = message_set(messages, VERSION)
    tree = flat(etree.fromstring(content))

    def bare() -> None:
        assert len(etree.tostring(grown(tree))) > len(content) // 2

    ours = _timed(lambda: message_set(messages, VERSION))
    return Ratio("building InvoiceAdd / bare lxml", *interleaved(ours, _timed(bare), 3 * ROUNDS), BUILDING)


def _parsing() -> Ratio:
    content = answer()

    def ours() -> None:
        assert sum(1 for _ in AnswerReader(io.BytesIO(content))) == INVOICES

    def bare() -> None:
        length = 0
        for _, element in etree.iterparse(io.BytesIO(content), events=("end",)):
            length += len(str(element.tag)) + len(element.text or "")
            if element.tag == "InvoiceRet":
                element.clear()
                while (read := element.getprevious()) is not None:
                    del element.getparent()[0]  # type: ignore[union-attr]
                    del read
        assert length

    name = f"parsing {INVOICES} InvoiceRet / bare iterparse"
    return Ratio(name, *interleaved(_timed(ours), _timed(bare), ROUNDS), PARSING)


def _timed(work: Callable[[], object]) -> Callable[[], float]:
    """Seconds of the processor."""

    def seconds() -> float:
        began = time.process_time()
        work()
        return time.process_time() - began

    return seconds


def _invoice(number: int) -> InvoiceAdd:
    return InvoiceAdd(
        customer_ref=Ref(list_id=f"8000{number:04X}-1400000000"),
        txn_date=date(2026, 3, 2),
        ref_number=str(number),
        bill_address=PostalAddress(addr1="Alfreds Futterkiste", addr2="Obere Str. 57", city="Berlin"),
        memo=f"Ship doc {number}",
        external_guid="01234567-89ab-cdef-0123-456789abcdef",
        lines=tuple(
            InvoiceLine(
                item_ref=Ref(list_id=f"8000{line:04X}-1400000000"),
                desc="Mooring line 12 mm, braided",
                quantity=Decimal(3 + line),
                rate=Decimal("18.5"),
                amount=Decimal("18.5") * (3 + line),
            )
            for line in range(LINES)
        ),
    )


def answer() -> bytes:
    """The answer to a query of all those invoices."""
    lines = "".join(
        f"<InvoiceLineRet><TxnLineID>A{line}-1</TxnLineID><ItemRef><ListID>80000{line}-1</ListID>"
        f"<FullName>Item {line}</FullName></ItemRef><Desc>Mooring line 12 mm, braided</Desc><Quantity>{line + 1}"
        f"</Quantity><Rate>18.50</Rate><Amount>{18 * line}.50</Amount></InvoiceLineRet>"
        for line in range(LINES)
    )
    rets = "".join(
        f"<InvoiceRet><TxnID>{number:X}-1</TxnID><TimeCreated>2026-03-02T10:00:00-05:00</TimeCreated>"
        f"<TimeModified>2026-03-02T10:00:00-05:00</TimeModified><EditSequence>1400000000</EditSequence>"
        f"<CustomerRef><ListID>8000-1</ListID><FullName>Alfreds Futterkiste</FullName></CustomerRef>"
        f"<TxnDate>2026-03-02</TxnDate><RefNumber>{number}</RefNumber><Subtotal>185.00</Subtotal>"
        f"<BalanceRemaining>185.00</BalanceRemaining><Memo>Ship doc {number}</Memo>{lines}</InvoiceRet>"
        for number in range(INVOICES)
    )
    return (
        '<?xml version="1.0"?><QBXML><QBXMLMsgsRs><InvoiceQueryRs requestID="1" statusCode="0" statusSeverity="Info" '
        f'statusMessage="Status OK">{rets}</InvoiceQueryRs></QBXMLMsgsRs></QBXML>'
    ).encode()


if __name__ == "__main__":
    sys.exit(alone(__doc__, measure))
