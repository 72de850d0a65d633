"""What a person decides about a document on the command line: each verb once, and what comes of it in QuickBooks."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from functools import partial
from pathlib import Path

from allorders_hooks.documents import DocumentRef
from allorders_quickbooks.cli import main
from allorders_quickbooks.simulator import CompanyFile, TransactionView
from click.testing import CliRunner

from sample_host.running import use_ship_doc_numbers
from tests.cli.conftest import Place
from tests.plugin.shop import change_customer, customer_of, ship

Happens = Callable[[CompanyFile, TransactionView], object]


def name_of(ref: DocumentRef) -> str:
    return f"{ref.kind}:{ref.key}"


def sent(place: Place) -> str:
    """An invoice that QuickBooks has, by its name here."""
    name = name_of(place.within(ship))
    assert place.call("sync").exit_code == 0
    return name


def there(place: Place) -> tuple[TransactionView, ...]:
    with place.file() as file:
        return file.transactions("Invoice")


def after(place: Place, happens: Happens) -> None:
    """Somebody does that to the invoice in QuickBooks, and a run sees it."""
    with place.file() as file:
        (invoice,) = file.transactions("Invoice")
        happens(file, invoice)
    place.call("sync")


def edited(file: CompanyFile, invoice: TransactionView) -> None:
    file.bookkeeper.edit_transaction(invoice.id, memo="by hand")


def deleted(file: CompanyFile, invoice: TransactionView) -> None:
    file.bookkeeper.delete(invoice.id)


def decided(place: Place, verb: str, name: str) -> None:
    found = place.json("decide", verb, name)
    assert found["done"] and found["sentence"].startswith("It is decided for 1")
    place.call("sync")


def test_an_edit_is_shown_field_by_field_and_written_over(place: Place) -> None:
    name = sent(place)
    after(place, edited)
    said = place.call("show", name).output
    assert "Changed there" in said and "Memo" in said and "by hand" in said and "changed in QuickBooks" in said
    fields = place.json("show", name)["versions"]["fields"]
    assert [each["there"] for each in fields if each["changed"]] == ["by hand"]
    decided(place, "resend", name)
    assert [each.memo for each in there(place)] != ["by hand"]
    assert "by hand" not in place.call("show", "--all", name).output


def test_an_edit_is_accepted(place: Place) -> None:
    name = sent(place)
    after(place, edited)
    decided(place, "accept", name)
    assert [each.memo for each in there(place)] == ["by hand"]
    assert "Changed there" not in place.call("show", name).output


def test_what_was_deleted_there_may_stay_so(place: Place) -> None:
    name = sent(place)
    after(place, deleted)
    decided(place, "keep", name)
    assert not there(place) and place.call("problems").exit_code == 0


def test_what_was_deleted_there_is_unlinked_and_goes_again(place: Place) -> None:
    name = sent(place)
    after(place, deleted)
    decided(place, "unlink", name)
    assert len(there(place)) == 1


def in_conflict(place: Place) -> tuple[str, Callable[[], str]]:
    """A customer whose phone was changed on both sides: his name here, and how to ask QuickBooks for it."""
    place.within(ship)
    place.call("sync")
    with place.file() as file:
        (customer,) = file.records("Customer")
        file.bookkeeper.edit_record("Customer", customer.id, Phone="030 1234")
    key = place.within(partial(change_customer, phone="030 9"))
    place.call("sync")

    def phone() -> str:
        with place.file() as file:
            return str(file.records("Customer")[0].fields.get("Phone", ""))

    return f"customer:{key}", phone


def test_of_a_conflict_both_versions_are_shown_and_ours_is_chosen(place: Place) -> None:
    name, phone = in_conflict(place)
    (listed,) = place.json("problems", "--reason", "conflict", code=1)
    (field,) = [each for each in listed["versions"]["fields"] if each["changed"]]
    assert (field["caption"], field["here"], field["there"]) == ("Phone", "030 9", "030 1234")
    assert "changed on both sides" in place.call("problems", "--reason", "conflict").output
    decided(place, "resend", name)
    assert phone() == "030 9"


def test_of_a_conflict_the_version_of_quickbooks_is_taken(place: Place) -> None:
    name, phone = in_conflict(place)
    decided(place, "take-theirs", name)
    assert phone() == "030 1234"
    assert place.within(lambda shop: customer_of(shop).phone) == "030 1234"


def test_a_merge_is_followed(place: Place) -> None:
    for number in (1, 2):
        place.within(partial(ship, customer=f"Customer {number}"))
    place.call("sync")
    with place.file() as file:
        first, second = file.records("Customer")
        file.bookkeeper.merge("Customer", first.id, second.id)
    place.call("sync")
    decided(place, "follow-merge", f"customer:{first.name}")
    assert place.call("problems").exit_code == 0


def _copied(source: str, target: str) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def test_data_from_a_backup_are_gone_on_with_after_a_question(place: Place, tmp_path: Path) -> None:
    database, backup = place.url.removeprefix("sqlite:///"), str(tmp_path / "backup.sqlite3")
    _copied(database, backup)
    sent(place)
    _copied(backup, database)
    assert place.call("sync").exit_code == 3
    asked = CliRunner().invoke(main, ["go-on-restored", "--order-system", place.url], input="n\n")
    assert asked.exit_code == 1 and "not known here" in asked.output
    assert "does not hold the right" in place.call("go-on-restored", "--as", "Ben", "--yes").output
    assert place.json("go-on-restored", "--yes")["done"]
    assert place.call("sync").exit_code == 0
    assert not place.json("go-on-restored", "--yes", code=1)["done"]
    assert len(there(place)) == 1


def test_a_number_that_is_taken_is_sent_all_the_same(place: Place) -> None:
    place.within(partial(use_ship_doc_numbers, use=True))
    place.call("sync")
    with place.file() as file:
        file.bookkeeper.add_record("Customer", "Somebody")
        file.bookkeeper.add_invoice_by_hand("Somebody", Decimal(5), number="1042")
    name = name_of(place.within(partial(ship, number="1042")))
    place.call("sync")
    assert place.call("send", "--anyway", name).exit_code == 0
    place.call("sync")
    assert [each.number for each in there(place)] == ["1042", "1042"]


def test_a_document_is_linked_to_what_is_there(place: Place) -> None:
    name = name_of(place.within(partial(ship, shipped=False)))
    place.call("sync")
    with place.file() as file:
        file.bookkeeper.add_record("Customer", "Somebody")
        theirs = file.bookkeeper.add_invoice_by_hand("Somebody", Decimal(9), number="77")
    assert place.json("link", name, theirs)["done"]
    place.call("sync")
    assert "Invoice 77" in place.call("show", name).output


def test_what_is_only_sent_goes_and_what_is_postponed_waits(place: Place) -> None:
    first, second = (place.within(partial(ship, customer=f"Customer {n}", number=f"N{n}")) for n in (1, 2))
    assert place.call("postpone", name_of(second)).exit_code == 0
    assert "sends nothing else" in place.call("send", "--only", name_of(first)).output
    place.call("sync", "--chosen")
    place.call("sync")
    assert [each.memo for each in there(place)] == ["Ship doc N1"]
    assert place.call("send", name_of(second)).exit_code == 0


def test_what_is_marked_nc_only_stays_until_the_mark_is_taken_off(place: Place) -> None:
    name = name_of(place.within(ship))
    assert place.json("nc-only", name)["sentence"] == "1 kept out of QuickBooks."
    place.call("sync")
    assert not there(place) and place.json("problems", code=1)["groups"][0]["reason"] == "nc_only"
    assert place.json("nc-only", "--clear", name)["done"]
    place.call("sync")
    assert len(there(place)) == 1


def test_where_nothing_is_under_way_nothing_is_cancelled(place: Place) -> None:
    assert not place.json("cancel", code=1)["done"]


def test_who_may_only_look_decides_nothing(place: Place) -> None:
    name = name_of(place.within(ship))
    for call in (("decide", "keep", name), ("send", name), ("link", name, "7"), ("cancel",), ("pull",)):
        refused = place.call(call[0], "--as", "Vera", *call[1:])
        assert refused.exit_code == 3 and "does not hold the right to" in refused.output, call


def test_unlinking_takes_the_right_to_undo(place: Place) -> None:
    name = sent(place)
    after(place, deleted)
    refused = place.call("decide", "--as", "Olga", "unlink", name)
    assert refused.exit_code == 1 and "You may not unlink" in refused.output
