"""Custom fields: what is wanted, what was written, and by which request the rest is."""

from __future__ import annotations

from typing import Any

from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.mapping.custom_fields import Field, of_document, placed, remember, request, to_write

from tests.mapping.documents import binding, context, ref, ship_doc, text
from tests.mapping.sold import customer_return, sales_order

BOUND = binding(ref("ship_doc", "7"), "Invoice", "1-1", lines=("1-2", "1-3"))
CHOSEN: dict[str, Any] = {"sales_order_number_field": "SO #", "tracking_number_field": "Tracking"}
FACTS = CompanyFacts(customer_fields=("SO #", "Tracking"))


def test_each_document_says_its_order_and_a_ship_doc_its_tracking_numbers() -> None:
    seen = context(facts=FACTS, **CHOSEN)
    sent = ship_doc(order_number="900", tracking=("1Z", "2Z"))
    assert of_document("x", sent, seen) == {"SO #": "900", "Tracking": "1Z, 2Z"}
    assert of_document("x", sales_order(), seen) == {"SO #": "900"}
    assert of_document("x", customer_return(order_number="900"), seen) == {"SO #": "900"}
    assert of_document("x", sent, context(facts=CompanyFacts(), **CHOSEN)) == {}


def test_only_what_differs_from_what_was_written_is_written() -> None:
    fields = placed({"SO #": "900", "Tracking": ""}, [{"Ordered": "5"}, {"Ordered": ""}])
    assert to_write(fields, "") == (Field("SO #", "900"), Field("Ordered", "5", 0))
    assert to_write(fields, remember(fields)) == ()
    changed = placed({"SO #": "", "Tracking": ""}, [{"Ordered": "6"}])
    assert to_write(changed, remember(fields)) == (Field("SO #", ""), Field("Ordered", "6", 0))


def test_a_field_is_added_where_it_is_empty_changed_where_it_is_filled_and_deleted_to_be_emptied() -> None:
    field, written = Field("SO #", "900"), remember([Field("SO #", "899")])
    by_kind = {
        "Add": request(field, "", BOUND, otherwise=False),
        "Mod": request(field, written, BOUND, otherwise=False),
        "Del": request(Field("SO #", ""), written, BOUND, otherwise=False),
    }
    for kind, message in by_kind.items():
        assert message is not None and text(message).startswith(f'<DataExt{kind}Rq requestID="1">')
    refused = request(field, "", BOUND, otherwise=True)
    assert refused is not None and "<DataExtMod>" in text(refused)


def test_a_line_is_named_by_its_id_and_one_that_is_not_there_is_left() -> None:
    message = request(Field("Ordered", "5", 1), "", BOUND, otherwise=False)
    assert message is not None
    assert "<TxnID>1-1</TxnID><TxnLineID>1-3</TxnLineID>" in text(message)
    assert request(Field("Ordered", "5", 2), "", BOUND, otherwise=False) is None
