"""What a host saves: orders, ship docs, receivers, payments, adjustments, work orders ... as pure data.

The models carry whatever the host holds, a negative quantity or an 80-character number included: it is the
plugin that says what its other side cannot take, with the document's name and the remedy. So there are no
business rules here, only shapes. Money is Decimal in the document's own currency, dates are the host's
calendar dates, and every document carries the host's `revision`, a number that grows by each save.

Entries of simple lists (payment methods, terms, classes, accounts ...) are named by their names, since both sides
know them by those; whatever has a life of its own (customers, vendors, items, documents) by its ref.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import Field

from allorders_hooks.frozen import Frozen


class Kind(StrEnum):
    """The kinds that the contract itself knows. A host may have more: `DocumentRef.kind` is any string."""

    CUSTOMER = "customer"
    VENDOR = "vendor"
    ITEM = "item"
    ACCOUNT = "account"
    CLASS = "class"
    CUSTOMER_TYPE = "customer_type"
    VENDOR_TYPE = "vendor_type"
    SHIP_METHOD = "ship_method"
    PAYMENT_METHOD = "payment_method"

    SALES_ORDER = "sales_order"
    SHIP_DOC = "ship_doc"
    CUSTOMER_RETURN = "customer_return"
    SALES_ORDER_PAYMENT = "so_payment"
    REFUND = "refund"
    PURCHASE_ORDER = "purchase_order"
    RECEIVER = "receiver"
    VENDOR_RETURN = "vendor_return"
    ADJUSTMENT = "adjustment"
    WORK_ORDER = "work_order"
    TRANSFER = "transfer"


class DocumentRef(Frozen):
    """The name of one document or list record: company, kind and the host's own stable key (never a number
    that a user may change)."""

    company: str
    kind: str
    key: str

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    def __hash__(self) -> int:
        return hash((self.company, self.kind, self.key))

    def __eq__(self, other: object) -> bool:
        # A run keeps all that it knows by these names; the comparison of models would look at far more.
        if not isinstance(other, DocumentRef):
            return NotImplemented
        return self.key == other.key and self.kind == other.kind and self.company == other.company


class Address(Frozen):
    """A postal address as the host prints it. Empty strings mean "not there"."""

    name: str = ""
    street: str = ""
    street2: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


class Lot(Frozen):
    """A lot or a serial number that a line moves, and how much of it."""

    number: str
    quantity: Decimal = Decimal(1)
    serial: bool = False
    expires: date | None = None


class Line(Frozen):
    """One line of a document. `amount` is quantity x price x (1 - discount), rounded half up to the cent.

    `ordered` and `back_ordered` are what the order said and what is still to come of it. `order_line` is the key of
    the line, of the order that the document names, which this one fulfils. `taxed`: sales tax is due on it.
    """

    key: str
    item: DocumentRef | None
    description: str = ""
    quantity: Decimal
    price: Decimal
    discount: Decimal = Field(default=Decimal(0), description="a fraction: 0.15 is fifteen per cent")
    amount: Decimal
    taxed: bool = False
    ordered: Decimal | None = None
    back_ordered: Decimal | None = None
    order_line: str = ""
    lots: tuple[Lot, ...] = ()
    unit: str = Field(default="", description="the unit of measure; empty: the item's own")
    site: str = Field(default="", description="the warehouse; empty: the only one")
    class_name: str = ""


class Expense(Frozen):
    """One line of a purchase that is no item: freight, duty, a service."""

    key: str
    account: str
    description: str = ""
    amount: Decimal


class Document(Frozen):
    """What all transactions share. An empty `currency` is the company's own; `exchange_rate` is what one unit of the
    document's currency is worth in it."""

    ref: DocumentRef
    number: str = Field(description="the number that people see")
    txn_date: date
    revision: int = Field(description="grows by each save of this document")
    memo: str = ""
    nc_only: bool = Field(default=False, description="the user keeps this document out of the books")
    currency: str = ""
    exchange_rate: Decimal | None = None
    class_name: str = ""


class _Sale(Document):
    """What is sold to a customer. `total` is the sum of lines, freight and tax."""

    customer: DocumentRef | None
    customer_po: str = ""
    bill_to: Address = Address()
    ship_to: Address = Address()
    terms: str = ""
    sales_rep: str = ""
    ship_method: str = ""
    lines: tuple[Line, ...]
    freight: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    tax_item: str = Field(default="", description="which sales tax was charged")
    total: Decimal


class SalesOrder(_Sale):
    """What a customer has ordered."""

    type: Literal["sales_order"] = "sales_order"
    ship_date: date | None = None
    closed: bool = False


class PaidOnTheSpot(Frozen):
    """A sale that was paid in full when it was made."""

    method: str = ""
    reference: str = ""


class ShipDoc(_Sale):
    """Goods that leave for a customer. It is ready for the books when it is marked shipped."""

    type: Literal["ship_doc"] = "ship_doc"
    order: DocumentRef | None = None
    order_number: str = ""
    shipped: bool
    ship_date: date | None = None
    tracking: tuple[str, ...] = ()
    paid: PaidOnTheSpot | None = None


class CustomerReturn(_Sale):
    """Goods that came back from a customer, at positive quantities and amounts."""

    type: Literal["customer_return"] = "customer_return"
    ship_doc: DocumentRef | None = None
    order_number: str = ""


class PaidOrder(Frozen):
    """A sales order that a payment is for, and how much of the payment: None is whatever it needs.

    `ship_docs` are the ship docs of that order, oldest first: they are what the money may pay for."""

    number: str
    ship_docs: tuple[DocumentRef, ...] = ()
    amount: Decimal | None = None


class SalesOrderPayment(Document):
    """Money taken on sales orders, before or after their goods have shipped."""

    type: Literal["so_payment"] = "so_payment"
    customer: DocumentRef | None
    orders: tuple[PaidOrder, ...] = ()
    amount: Decimal
    method: str = ""
    reference: str = Field(default="", description="a cheque number or the like, as the customer gave it")

    @property
    def ship_docs(self) -> tuple[DocumentRef, ...]:
        """All that it may pay for, in the order in which it does."""
        return tuple(dict.fromkeys(ref for order in self.orders for ref in order.ship_docs))


class Refund(Document):
    """Money given back to a customer, of a payment or for goods that came back (`of` names which)."""

    type: Literal["refund"] = "refund"
    customer: DocumentRef | None
    of: DocumentRef | None = None
    amount: Decimal
    method: str = ""
    reference: str = ""


class _Purchase(Document):
    """What is bought from a vendor. `total` is the sum of lines, expenses and freight."""

    vendor: DocumentRef | None
    lines: tuple[Line, ...] = ()
    expenses: tuple[Expense, ...] = ()
    freight: Decimal = Decimal(0)
    total: Decimal


class PurchaseOrder(_Purchase):
    """What was ordered from a vendor."""

    type: Literal["purchase_order"] = "purchase_order"
    ship_to: Address = Address()
    expected: date | None = None
    terms: str = ""
    ship_method: str = ""
    closed: bool = False


class Receiver(_Purchase):
    """Goods that came in from a vendor; `vendor_invoice` is the number on the vendor's own bill."""

    type: Literal["receiver"] = "receiver"
    order: DocumentRef | None = None
    order_number: str = ""
    vendor_invoice: str = ""
    due_date: date | None = None
    terms: str = ""


class VendorReturn(_Purchase):
    """Goods that went back to a vendor, at positive quantities and amounts."""

    type: Literal["vendor_return"] = "vendor_return"
    receiver: DocumentRef | None = None
    vendor_reference: str = ""


class AdjustmentLine(Frozen):
    """A difference, never a new absolute: how much of an item was found or lost, or how its value changed."""

    key: str
    item: DocumentRef | None
    quantity: Decimal | None = Field(default=None, description="what to add to the quantity on hand; may be negative")
    value: Decimal | None = Field(default=None, description="what to add to the value, quantity unchanged")
    lots: tuple[Lot, ...] = ()
    site: str = ""


class Adjustment(Document):
    """Stock that was counted, lost, found or written down; all lines change the quantity or all the value."""

    type: Literal["adjustment"] = "adjustment"
    account: str = ""
    lines: tuple[AdjustmentLine, ...]


class WorkOrder(Document):
    """An assembly made from its components, or taken apart again. Ready for the books when it is finished.

    `components` carry quantity and cost (`amount`) of what went in or, taken apart, came out; `expenses` are labour
    and the like. `amount` is the value of the finished goods: components and expenses together.
    """

    type: Literal["work_order"] = "work_order"
    item: DocumentRef | None
    quantity: Decimal
    disassembly: bool = False
    finished: bool
    components: tuple[Line, ...]
    expenses: tuple[Expense, ...] = ()
    lots: tuple[Lot, ...] = ()
    amount: Decimal


class TransferLine(Frozen):
    """How much of an item moved."""

    key: str
    item: DocumentRef | None
    quantity: Decimal
    lots: tuple[Lot, ...] = ()


class Transfer(Document):
    """Stock that moved from one warehouse to another."""

    type: Literal["transfer"] = "transfer"
    from_site: str
    to_site: str
    lines: tuple[TransferLine, ...]


AnyDocument = (
    SalesOrder
    | ShipDoc
    | CustomerReturn
    | SalesOrderPayment
    | Refund
    | PurchaseOrder
    | Receiver
    | VendorReturn
    | Adjustment
    | WorkOrder
    | Transfer
)
