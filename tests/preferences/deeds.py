"""What people do while a preference is off or on, and what they then see: in the company file, and on their screens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from allorders_hooks.documents import Address, Lot
from allorders_hooks.records import CreditCard, Customer
from allorders_quickbooks.operations import settings, status
from allorders_quickbooks.qbxml.reader import AnswerReader
from allorders_quickbooks.qbxml.replies import Ret
from allorders_quickbooks.run import schedule
from allorders_quickbooks.store import companies
from pydantic import SecretStr

from tests.mapping.documents import COFFEE, CUSTOMER, TEA, line, payment, ship_doc
from tests.mapping.purchases import purchase_order, receiver, vendor
from tests.reconcile.planting import NAMES, Planting
from tests.reconcile.shelves import shelves_of
from tests.reconcile.trial import compare
from tests.taking import taking
from tests.world import COMPANY, World, a_customer, a_ref, an_item, new_world

NAME = "Alfreds Futterkiste"
ITEM_FIELDS, CUSTOMER_FIELDS = ("Ordered", "To come"), ("SO #", "Parcel")
NUMBER = "4111 1111 1111 1111"
CARD = CreditCard(number=SecretStr(NUMBER), expiration_month=7, expiration_year=2031, name="A. Alfreds")
LOTS = (Lot(number="A17", expires=date(2027, 1, 31)), Lot(number="A18"))


def furnished(path: Path) -> World:
    """A company file with one customer, one vendor, two items and four custom fields; nothing goes unasked."""
    world = new_world(path)
    for name in ITEM_FIELDS:
        world.file.bookkeeper.define_field(name, ["Item"])
    for name in CUSTOMER_FIELDS:
        world.file.bookkeeper.define_field(name, ["Customer"])
    for record in (a_customer(CUSTOMER.key, NAME), vendor(), an_item(TEA.key, "Chai"), an_item(COFFEE.key, "Coffee")):
        world.save(record)
    world.settle()
    return world


def counted(path: Path) -> World:
    """Both sides hold the same stock, and have been compared; small differences are adjusted without a question."""
    world = Planting(path, seed=1).world
    compare(world)
    world.set_up(adjustment_limit=100)
    return world


def enter(world: World, values: Mapping[str, str]) -> None:
    """Save these values on the preferences screen, as its form sends them."""
    with world.database.read() as connection:
        version = companies.load(connection, COMPANY).preferences_version
    result = settings.save(world.ports, COMPANY, settings.PREFERENCES, values, version, "Ada")
    assert result.done, result


def left_alone(world: World, minutes: int) -> None:
    """Nobody does anything for so long; what is due runs by itself."""
    for _ in range(minutes):
        world.clock.sleep(60)
        with world.database.read() as connection:
            company = companies.load(connection, COMPANY)
        if schedule.is_due(company, world.clock.now()):
            world.run()


def synchronized(world: World) -> None:
    """Whatever goes by itself has gone; the rest stays."""
    for _ in range(3):
        world.run()
        world.clock.sleep(30)


# --- what is done, and what comes of it ------------------------------------------------------------------------


def sent_in_the_next_quarter_of_an_hour(world: World) -> object:
    world.save(ship_doc())
    left_alone(world, 15)
    return len(world.invoices())


def sent_unasked(world: World) -> object:
    world.save(ship_doc())
    world.save(payment("75.50"))
    synchronized(world)
    return len(world.invoices()), len(world.file.transactions("ReceivePayment"))


def told_by_a_run(world: World) -> object:
    world.save(ship_doc())
    world.save(ship_doc(shipped=False, ref=ship_doc().ref.model_copy(update={"key": "8"})))
    world.run()
    problems = [problem.reason for problem in status.status(world.ports, COMPANY).problems]
    return len(world.invoices()), [message.sentence for message in world.books.told], problems


def sent_marked_and_unmarked(world: World) -> object:
    world.save(ship_doc(nc_only=True))
    world.save(payment("75.50"))
    world.settle()
    return len(world.invoices()), len(world.file.transactions("ReceivePayment"))


def sent_although_the_number_is_taken(world: World) -> object:
    world.file.bookkeeper.add_invoice_by_hand(NAME, Decimal(20), number="1042")
    world.save(ship_doc())
    world.settle()
    return [invoice.number for invoice in world.invoices()]


def sold_and_listed(world: World) -> object:
    world.save(an_item("cocoa", "Cocoa"))
    world.save(ship_doc(line(TEA, "1", "18.50", description="loose")))
    world.settle()
    (invoice,) = world.invoices()
    names = {record.name for record in world.file.records()}
    return invoice.lines[0].item, invoice.lines[0].description, "Cocoa" in names


def ordered_from_the_vendor(world: World) -> object:
    world.save(purchase_order())
    world.settle()
    return [order.total for order in world.file.transactions("PurchaseOrder")]


def received(world: World) -> object:
    world.save(receiver())
    world.settle()
    return [txn.type for type in ("Bill", "ItemReceipt") for txn in world.file.transactions(type)]


def numbered(world: World) -> object:
    world.save(ship_doc())
    world.settle()
    return world.invoices()[0].number


def custom_fields_of_the_invoice(world: World) -> object:
    """The custom values of the head and of the first line."""
    sold = line(TEA, "2", "18.50", ordered=Decimal(5), back_ordered=Decimal(3))
    world.save(ship_doc(sold, order_number="900", tracking=("1Z-1", "1Z-2")))
    world.settle()
    ret = _invoice(world)
    return _custom(ret), _custom(ret.all("InvoiceLineRet")[0])


def _invoice(world: World) -> Ret:
    query = "<IncludeLineItems>true</IncludeLineItems><OwnerID>0</OwnerID>"
    content = (
        '<?qbxml version="16.0"?><QBXML><QBXMLMsgsRq onError="stopOnError">'
        f'<InvoiceQueryRq requestID="1">{query}</InvoiceQueryRq></QBXMLMsgsRq></QBXML>'
    )
    answer = AnswerReader(BytesIO(world.deliver(content.encode())))
    return next(reply.ret for reply in answer if reply.ret is not None)


def _custom(ret: Ret) -> dict[str, str]:
    return {each.value("DataExtName"): each.value("DataExtValue") for each in ret.all("DataExtRet")}


def card_of_the_customer(world: World) -> object:
    world.save(a_customer(CUSTOMER.key, NAME).model_copy(update={"credit_card": CARD}))
    world.settle()
    (found,) = (record for record in world.file.records("Customer") if record.name == NAME)
    card = found.fields.get("CreditCardInfo")
    named = ("CreditCardNumber", "ExpirationMonth", "ExpirationYear", "NameOnCard")
    return card and tuple(str(card[name]) for name in named)


def descriptions(world: World) -> object:
    """Of the first line of an invoice and of a bill that move two lots."""
    world.save(ship_doc(line(TEA, "2", "18.50", description="tea", lots=LOTS)))
    world.save(receiver(line(COFFEE, "2", "10", description="coffee", lots=LOTS)))
    world.settle()
    (bill,) = world.file.transactions("Bill")
    return world.invoices()[0].lines[0].description, bill.lines[0].description


def shipping_address_after_the_billing_address(world: World) -> object:
    """Somebody gives the customer another billing address in QuickBooks: what the shipping address is then, here and
    there."""
    taking(world)
    shipped_to = Address(street="Quay 1", city="Kiel")
    world.save(a_customer(CUSTOMER.key, NAME).model_copy(update={"ship_to": shipped_to}))
    world.settle()
    (found,) = (record for record in world.file.records("Customer") if record.name == NAME)
    billed_to = {"Addr1": NAME, "Addr2": "Obere Str. 57", "City": "Berlin"}
    world.file.bookkeeper.edit_record("Customer", found.id, BillAddress=billed_to)
    synchronized(world)
    world.settle()
    (found,) = (record for record in world.file.records("Customer") if record.name == NAME)
    customer = world.books.records([CUSTOMER])[CUSTOMER]
    assert isinstance(customer, Customer) and customer.bill_to.city == "Berlin"
    return customer.ship_to.city, found.fields["ShipAddress"]["City"]


def stock_after_a_loss_here(world: World) -> object:
    """Three pieces of an item are lost on our shelves: by how much both sides then differ from before."""
    before = _stock(world)
    shelves_of(world).lost[a_ref("item", "I1")] = Decimal(3)
    synchronized(world)
    return tuple(now - then for now, then in zip(_stock(world), before, strict=True))


def _stock(world: World) -> tuple[Decimal, Decimal]:
    """Of the item, on our shelves and in QuickBooks."""
    item = a_ref("item", "I1")
    return shelves_of(world).stock(COMPANY, [item])[item].quantity, world.file.stock()[NAMES["I1"]].on_hand
