"""What a host saves: ship docs, payments on sales orders ... as pure data.

The models carry whatever the host holds, a negative quantity or an 80-character number included: it is the
plugin that says what its other side cannot take, with the document's name and the remedy. So there are no
business rules here, only shapes. Money is Decimal in the document's own currency, dates are the host's
calendar dates, and every document carries the host's `revision`, a number that grows by each save.
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
    ITEM = "item"
    SHIP_DOC = "ship_doc"
    SALES_ORDER_PAYMENT = "so_payment"


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


class Address(Frozen):
    """A postal address as the host prints it. Empty strings mean "not there"."""

    name: str = ""
    street: str = ""
    street2: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""


class Line(Frozen):
    """One line of a document. `amount` is quantity x price x (1 - discount), rounded half up to the cent."""

    key: str
    item: DocumentRef | None
    description: str = ""
    quantity: Decimal
    price: Decimal
    discount: Decimal = Field(default=Decimal(0), description="a fraction: 0.15 is fifteen per cent")
    amount: Decimal


class Document(Frozen):
    """What all transactions share."""

    ref: DocumentRef
    number: str = Field(description="the number that people see")
    txn_date: date
    revision: int = Field(description="grows by each save of this document")
    memo: str = ""
    nc_only: bool = Field(default=False, description="the user keeps this document out of the books")


class ShipDoc(Document):
    """Goods that leave for a customer. It is ready for the books when it is marked shipped."""

    type: Literal["ship_doc"] = "ship_doc"
    customer: DocumentRef | None
    order_number: str = ""
    customer_po: str = ""
    shipped: bool
    ship_date: date | None = None
    bill_to: Address = Address()
    ship_to: Address = Address()
    lines: tuple[Line, ...]
    freight: Decimal = Decimal(0)
    total: Decimal


class SalesOrderPayment(Document):
    """Money taken on a sales order, before or after its goods have shipped.

    `ship_docs` names the ship docs of that order, oldest first: they are what the money may pay for.
    """

    type: Literal["so_payment"] = "so_payment"
    customer: DocumentRef | None
    order_number: str = ""
    ship_docs: tuple[DocumentRef, ...] = ()
    amount: Decimal
    method: str = ""
    reference: str = Field(default="", description="a cheque number or the like, as the customer gave it")


AnyDocument = ShipDoc | SalesOrderPayment
