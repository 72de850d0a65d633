"""What a document moves, as the host means it and as QuickBooks holds it."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from allorders_quickbooks.mapping import movements
from allorders_quickbooks.qbxml.reader import AnswerReader
from allorders_quickbooks.qbxml.replies import Ret

from tests.mapping.documents import COFFEE, TEA, line
from tests.mapping.purchases import KIT, adjustment, receiver, transfer, vendor_return, work_order
from tests.world import a_line, a_ref, a_ship_doc


def _ret(inner: str) -> Ret:
    content = f'<QBXML><QBXMLMsgsRs><XQueryRs requestID="1" statusCode="0">{inner}</XQueryRs></QBXMLMsgsRs></QBXML>'
    (reply,) = AnswerReader(BytesIO(content.encode()))
    assert reply.ret is not None
    return reply.ret


def _line(tag: str, item: str, quantity: str, element: str = "Quantity") -> str:
    return f"<{tag}><ItemRef><ListID>{item}</ListID></ItemRef><{element}>{quantity}</{element}></{tag}>"


_LINE = _line("InvoiceLineRet", "8-1", "3")


@pytest.mark.parametrize(
    ("document", "moved"),
    [
        (receiver(line(TEA, "3", "1"), line(TEA, "2", "1")), {TEA: 5}),
        (vendor_return(line(TEA, "3", "1")), {TEA: -3}),
        (adjustment(), {TEA: -2}),
        (work_order(), {KIT: 2, TEA: -4, COFFEE: -1}),
        (work_order(disassembly=True), {KIT: -2, TEA: 4, COFFEE: 1}),
        (work_order(finished=False), {}),
        (transfer(), {}),
        (None, {}),
    ],
)
def test_what_the_host_means(document: object, moved: object) -> None:
    assert movements.of_document(document) == moved


def test_what_is_not_shipped_moves_nothing() -> None:
    document = a_ship_doc("S1", a_line("I1", "3"))
    assert movements.of_document(document) == {a_ref("item", "I1"): -3}
    assert movements.of_document(document.model_copy(update={"shipped": False})) == {}


@pytest.mark.parametrize(
    ("inner", "moved"),
    [
        (f"<InvoiceRet>{_line('InvoiceLineRet', '8-1', '3')}</InvoiceRet>", {"8-1": -3}),
        (
            f"<InvoiceRet><InvoiceLineGroupRet>{_LINE}</InvoiceLineGroupRet></InvoiceRet>",
            {"8-1": -3},
        ),
        (
            f"<BillRet>{_line('ItemLineRet', '8-1', '3')}{_line('ItemLineRet', '8-2', '-2')}</BillRet>",
            {"8-1": 3, "8-2": -2},
        ),
        (f"<VendorCreditRet>{_line('ItemLineRet', '8-1', '3')}</VendorCreditRet>", {"8-1": -3}),
        (f"<CreditMemoRet>{_line('CreditMemoLineRet', '8-1', '3')}</CreditMemoRet>", {"8-1": 3}),
        (
            "<InventoryAdjustmentRet>"
            f"{_line('InventoryAdjustmentLineRet', '8-1', '-4', 'QuantityDifference')}</InventoryAdjustmentRet>",
            {"8-1": -4},
        ),
        (f"<InvoiceRet><Subtotal>0</Subtotal>{_LINE}<Memo>VOID: 1</Memo></InvoiceRet>", {}),
        (
            "<BuildAssemblyRet><ItemInventoryAssemblyRef><ListID>8-9</ListID></ItemInventoryAssemblyRef>"
            "<QuantityToBuild>2</QuantityToBuild></BuildAssemblyRet>",
            {"8-9": 2},
        ),
        ("<CustomerRet><ListID>8-1</ListID></CustomerRet>", {}),
    ],
)
def test_what_quickbooks_holds(inner: str, moved: object) -> None:
    assert movements.of_object(_ret(inner)) == moved


def test_a_build_takes_its_components_in_proportion() -> None:
    assert movements.of_build(movements.of_document(work_order()), KIT, Decimal(1)) == {
        KIT: 1,
        TEA: -2,
        COFFEE: Decimal("-0.5"),
    }
