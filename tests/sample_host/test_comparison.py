"""The figures of the demo of every kind: each document found, counted, and posted as the books took it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from allorders_hooks.status import Panel
from allorders_quickbooks.simulator import CompanyFile

from sample_host.comparison import BookKeeping, Standing, compare, is_ready, look
from sample_host.current import Shop
from sample_host.ledger import Ledger
from sample_host.orders import OrderDesk
from sample_host.services import SampleHost
from tests.sample_host import entering, trading
from tests.sample_host.booking import invoice


def standing(shop: Shop, file: CompanyFile) -> Standing:
    return look(shop, file)


def test_a_document_is_found_by_the_first_words_of_its_memo(
    shop: Shop, file: CompanyFile, desk: OrderDesk, host: SampleHost
) -> None:
    entering.ship(desk, host.orders, entering.order(desk))
    invoice(file, memo="Ship doc 10001: another")
    [document] = [each for each in standing(shop, file).documents if each.type == "ship_doc"]
    assert not standing(shop, file).is_there(document)
    invoice(file, memo="Ship doc 1000: with a memo")
    assert standing(shop, file).is_there(document)


def test_what_is_there_twice_is_a_duplicate_and_what_is_voided_is_not_there(
    shop: Shop, file: CompanyFile, desk: OrderDesk, host: SampleHost
) -> None:
    entering.ship(desk, host.orders, entering.order(desk))
    first, second = invoice(file), invoice(file)
    ledger = Ledger({})
    figures = compare(standing(shop, file), ledger, file, 0.0, 0.0)
    assert (figures.kinds["ship_doc"].sent, figures.kinds["ship_doc"].duplicates, figures.sound) == (1, 1, False)
    file.bookkeeper.void(second)
    file.bookkeeper.void(first)
    assert compare(standing(shop, file), ledger, file, 0.0, 0.0).kinds["ship_doc"].sent == 0


def test_a_ready_document_that_is_nowhere_is_lost_unless_there_is_a_reason(
    shop: Shop, file: CompanyFile, desk: OrderDesk, host: SampleHost
) -> None:
    key = entering.ship(desk, host.orders, entering.order(desk))
    assert compare(standing(shop, file), Ledger({}), file, 0.0, 0.0).kinds["ship_doc"].lost == 1
    held = Panel(title="Books", state="held", sentence="It waits. For a person.")
    found = replace(standing(shop, file), panels={trading.ref("ship_doc", key): held})
    figures = compare(found, Ledger({}), file, 0.0, 0.0).kinds["ship_doc"]
    assert (figures.lost, figures.held) == (0, {"It waits": 1})


def test_accounts_that_differ_are_named_with_the_difference(
    shop: Shop, file: CompanyFile, desk: OrderDesk, host: SampleHost
) -> None:
    entering.ship(desk, host.orders, entering.order(desk))
    invoice(file, "19.99")
    books = BookKeeping({})
    books.follow(standing(shop, file))
    figures = compare(standing(shop, file), books.ledger, file, 0.0, 0.0)
    assert figures.trial_balance_host["Accounts Receivable"] == "20.00"
    assert figures.trial_balance_quickbooks["Accounts Receivable"] == "19.99"
    assert figures.differences["Accounts Receivable"] == "-0.01"
    assert not figures.sound


def test_a_change_that_is_held_keeps_the_entry_that_the_books_have(
    shop: Shop, file: CompanyFile, desk: OrderDesk, host: SampleHost
) -> None:
    key = entering.ship(desk, host.orders, entering.order(desk))
    invoice(file)
    books, ref = BookKeeping({}), trading.ref("ship_doc", key)
    books.follow(standing(shop, file))
    dearer = trading.told(host, "ship_doc", key).model_copy(update={"revision": 2, "freight": Decimal(1)})
    dearer = dearer.model_copy(update={"total": dearer.total + 1})
    held = Panel(title="Books", state="held", sentence="Its date lies in a closed period.")
    found = standing(shop, file)
    books.follow(Standing([dearer], {ref: held}, found.found, found.places, found.saved))
    assert books.ledger.trial_balance()["Accounts Receivable"] == Decimal(20)
    books.follow(Standing([dearer], {}, found.found, found.places, found.saved))
    assert books.ledger.trial_balance()["Accounts Receivable"] == Decimal(21)
    books.follow(Standing([], {}, {}, {}, found.saved))
    assert books.ledger.trial_balance() == {}


def test_what_is_not_done_or_kept_out_is_not_ready(desk: OrderDesk, host: SampleHost) -> None:
    part, made = entering.item(desk, "Shackle"), trading.assembly(desk)
    done = trading.told(host, "work_order", trading.work(desk, made, "1", part, "2"))
    assert is_ready(done)
    assert not is_ready(done.model_copy(update={"finished": False}))
    assert not is_ready(done.model_copy(update={"nc_only": True}))
