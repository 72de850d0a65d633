"""Which mapper serves which kind, and the GUIDs of documents."""

from __future__ import annotations

import pytest
from allorders_hooks.documents import Kind
from allorders_quickbooks.mapping.registry import KINDS, RECORD_KINDS, guid, mapper

from tests.mapping.documents import ref


def test_every_mapper_serves_a_kind_of_the_contract() -> None:
    assert set(KINDS) <= {kind.value for kind in Kind}
    assert all(mapper(kind).kind == kind for kind in KINDS)
    hosts = {"customer", "vendor", "item", "account", "class", "customer_type", "vendor_type"}
    assert {*hosts, "ship_method", "payment_method"} == RECORD_KINDS & KINDS
    only_read = {"terms", "sales_rep", "tax_code", "tax_item", "currency", "site"}
    assert only_read == RECORD_KINDS - KINDS
    with pytest.raises(KeyError):
        mapper("quote")


def test_records_go_before_what_names_them_and_invoices_before_what_pays_them() -> None:
    assert mapper("customer").rank == mapper("item").rank < mapper("ship_doc").rank < mapper("so_payment").rank


def test_a_guid_belongs_to_one_generation_of_one_document_of_one_installation() -> None:
    document = ref("ship_doc", "7")
    same = guid("here", document, 1)
    assert same == guid("here", document, 1) == same.lower()
    others = {
        guid("there", document, 1),
        guid("here", document, 2),
        guid("here", ref("ship_doc", "8"), 1),
        guid("here", ref("so_payment", "7"), 1),
        guid("here", document.model_copy(update={"company": "other"}), 1),
    }
    assert same not in others and len(others) == 5
