"""What a company file can hold, read from its answers."""

from __future__ import annotations

import io

from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.qbxml.features import questions, read_features
from allorders_quickbooks.qbxml.reader import AnswerReader
from allorders_quickbooks.qbxml.replies import Reply
from allorders_quickbooks.qbxml.versions import SPOKEN
from allorders_quickbooks.qbxml.writer import message_set

from tests.qbxml.reference import complaints, needs_reference


def answered(*inside: str) -> list[Reply]:
    whole = f"<QBXML><QBXMLMsgsRs>{''.join(inside)}</QBXMLMsgsRs></QBXML>"
    return list(AnswerReader(io.BytesIO(whole.encode())))


def rs(name: str, inside: str = "", code: int = 0) -> str:
    return f'<{name}QueryRs requestID="facts-{name}" statusCode="{code}">{inside}</{name}QueryRs>'


PREFERENCES = rs(
    "Preferences",
    "<PreferencesRet><AccountingPreferences><IsUsingClassTracking>true</IsUsingClassTracking></AccountingPreferences>"
    "<MultiLocationInventoryPreferences><IsMultiLocationInventoryEnabled>true</IsMultiLocationInventoryEnabled>"
    "</MultiLocationInventoryPreferences><SalesTaxPreferences><DefaultTaxableSalesTaxCodeRef><FullName>VAT</FullName>"
    "</DefaultTaxableSalesTaxCodeRef></SalesTaxPreferences><ItemsAndInventoryPreferences>"
    "<IsTrackingSerialOrLotNumber>LotNumber</IsTrackingSerialOrLotNumber>"
    "<isTrackingOnSalesTransactionsEnabled>false</isTrackingOnSalesTransactionsEnabled>"
    "</ItemsAndInventoryPreferences></PreferencesRet>",
)


def test_preferences_say_which_features_are_on() -> None:
    known = read_features(answered(PREFERENCES))
    assert (known["classes"], known["sites"], known["lots"], known["serials"]) == (True, True, True, False)
    assert (known["tracked_on_sales"], known["tracked_on_purchases"]) == (False, True)
    assert (known["taxable_code"], known["untaxed_code"]) == ("VAT", "Non")


def test_the_smaller_editions_have_no_sales_orders() -> None:
    for product, has in (
        ("QuickBooks Pro 2014", False),
        ("QuickBooks Premier: Professional Services Edition 2021", True),
        ("QuickBooks Enterprise Solutions 24.0", True),
        ("", True),
    ):
        known = read_features(answered(rs("Host", f"<HostRet><ProductName>{product}</ProductName></HostRet>")))
        assert known["sales_orders"] is has, product


def test_custom_fields_are_known_by_what_they_are_on() -> None:
    field = (
        "<DataExtDefRet><OwnerID>0</OwnerID><DataExtName>{}</DataExtName><AssignToObject>{}</AssignToObject>"
        "<AssignToObject>Vendor</AssignToObject></DataExtDefRet>"
    )
    known = read_features(
        answered(rs("DataExtDef", field.format("SO #", "Customer") + field.format("Ordered", "Item")))
    )
    assert (known["item_fields"], known["customer_fields"]) == (("Ordered",), ("SO #",))
    assert read_features(answered(rs("DataExtDef", code=1)))["item_fields"] == ()


def test_a_file_has_units_where_it_has_a_set_of_them() -> None:
    units = "<UnitOfMeasureSetRet><ListID>1</ListID></UnitOfMeasureSetRet>"
    assert read_features(answered(rs("UnitOfMeasureSet", units)))["units"] is True
    assert read_features(answered(rs("UnitOfMeasureSet", code=3250)))["units"] is False


def test_what_was_not_answered_is_not_known() -> None:
    assert read_features(answered(rs("DataExtDef", code=3231))) == {}
    assert set(read_features(answered(PREFERENCES, rs("DataExtDef"), rs("UnitOfMeasureSet")))) <= set(
        CompanyFacts.model_fields
    )


@needs_reference
def test_the_questions_are_valid_in_every_version() -> None:
    for version in SPOKEN:
        assert complaints(message_set(questions(), version)) == []
