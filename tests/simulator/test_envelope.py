"""The envelope of replies, onError, request ids, text."""

from __future__ import annotations

from collections.abc import Callable

from .sending import Company, add_customer

BAD = add_customer("In : valid")


def test_a_reply_has_no_qbxml_line_no_encoding_and_only_ascii(company: Company) -> None:
    text = company.send(add_customer("Jos&#233; &#8364;")).text
    assert text.startswith('<?xml version="1.0" ?>\n<QBXML>\n<QBXMLMsgsRs>')
    assert "qbxml" not in text
    assert "<Name>Jos&#233; &#8364;</Name>" in text


def test_the_request_id_comes_back_also_on_errors_and_not_when_there_was_none(company: Company) -> None:
    replies = company.send(
        '<HostQueryRq requestID="a|b="/>',
        "<HostQueryRq/>",
        BAD.replace("<CustomerAddRq>", '<CustomerAddRq requestID="7">'),
    )
    assert [one.element.get("requestID") for one in replies] == ["a|b=", None, "7"]


def test_a_request_id_of_more_than_fifty_characters_is_refused(company: Company) -> None:
    replies = company.send(f'<HostQueryRq requestID="{"x" * 50}"/>', f'<HostQueryRq requestID="{"x" * 51}"/>')
    assert replies.codes == [0, 1060]


def test_after_an_error_stop_on_error_leaves_the_rest_undone(company: Company) -> None:
    replies = company.send(add_customer("First"), BAD, add_customer("Last"), "<HostQueryRq/>", on_error="stopOnError")
    assert replies.codes == [0, 3090, 3231, 3231]
    assert [one.name for one in company.file.records("Customer")] == ["First"]


def test_after_an_error_continue_on_error_goes_on(company: Company) -> None:
    assert company.send(add_customer("First"), BAD, add_customer("Last")).codes == [0, 3090, 0]


def test_a_warning_does_not_stop_a_set(company: Company) -> None:
    company.customer("Known")
    half_found = "<CustomerQueryRq><FullName>Known</FullName><FullName>Unknown</FullName></CustomerQueryRq>"
    assert company.send(half_found, "<HostQueryRq/>", on_error="stopOnError").codes == [500, 0]


def test_include_none_brings_the_status_alone(company: Company) -> None:
    reply = company.send(add_customer("A"), responseData="includeNone")[0]
    assert reply.code == 0
    assert len(reply.element) == 0
    assert len(company.file.records("Customer")) == 1


def test_include_ret_element_limits_the_reply_and_a_typo_silently_drops_data(company: Company) -> None:
    company.customer("A", "<Phone>1</Phone>")
    reply = company.query(
        "Customer", "<IncludeRetElement>Name</IncludeRetElement><IncludeRetElement>Fone</IncludeRetElement>"
    )
    assert [one.tag for one in reply.element[0]] == ["Name"]


def test_text_outside_windows_1252_is_lost(company: Company) -> None:
    assert company.customer("Café “Ø” € 東京")["Name"] == "Café “Ø” € ??"


def test_text_outside_windows_1252_is_refused_under_the_other_reading(company_with: Callable[..., Company]) -> None:
    company = company_with(outside_text_refused=True)
    assert company.customer("東京").code == 3080
    assert company.customer("Café").code == 0


def test_a_name_that_lost_its_characters_is_found_as_it_was_sent(company: Company) -> None:
    company.customer("東京 Trading")
    assert company.query("Customer", "<FullName>東京 Trading</FullName>")["Name"] == "?? Trading"


def test_names_are_trimmed(company: Company) -> None:
    assert company.customer("  Ridge Outfitters ")["Name"] == "Ridge Outfitters"


def test_line_feeds_survive_in_long_texts_only(company: Company, company_with: Callable[..., Company]) -> None:
    more = "<Phone>1\n2</Phone><Notes>1\n2</Notes>"
    reply = company.customer("A", more)
    assert (reply["Phone"], reply["Notes"]) == ("1 2", "1\n2")
    assert company_with(line_feeds_kept=False).customer("A", more)["Notes"] == "1 2"


def test_an_impossible_date_is_a_status(company: Company) -> None:
    company.customer("A")
    reply = company.one(
        "<InvoiceAddRq><InvoiceAdd><CustomerRef><FullName>A</FullName></CustomerRef><TxnDate>2025-02-30</TxnDate>"
        "<InvoiceLineAdd><Amount>1.00</Amount></InvoiceLineAdd></InvoiceAdd></InvoiceAddRq>"
    )
    assert reply.code == 3020


def test_a_request_that_is_not_simulated_is_answered_1030(company: Company) -> None:
    assert company.one("<BillToPayQueryRq><PayeeEntityRef/></BillToPayQueryRq>").code == 1030


def test_a_card_number_is_kept_to_its_last_four_digits(company: Company) -> None:
    card = "<CreditCardInfo><CreditCardNumber>4111111111111111</CreditCardNumber></CreditCardInfo>"
    reply = company.customer("A", card)
    assert reply["CreditCardNumber"] == "xxxxxxxxxxxx1111"
    assert "4111" not in str(company.file.records("Customer"))
