"""Sends qbXML to a simulated company file and reads the replies: what the tests of this directory share."""

from __future__ import annotations

from allorders_quickbooks.simulator import CompanyFile, FaultPlan, ManualClock
from lxml import etree

SUMMER = 1_751_371_200.0
"""2025-07-01 08:00:00 in New York, daylight saving time."""

WINTER = 1_736_946_000.0
"""2025-01-15 08:00:00 in New York."""

APPLICATION = "Tests"


def document(*requests: str, version: str = "13.0", on_error: str = "continueOnError", **attributes: str) -> str:
    """A message set. Attributes are written as given: newMessageSetID, oldMessageSetID, responseData."""
    extra = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<?qbxml version="{version}"?>\n'
        f'<QBXML><QBXMLMsgsRq onError="{on_error}"{extra}>{"".join(requests)}</QBXMLMsgsRq></QBXML>'
    )


class Answer:
    """One reply element."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element

    @property
    def name(self) -> str:
        return str(self.element.tag)

    @property
    def code(self) -> int:
        return int(self.element.get("statusCode", ""))

    @property
    def severity(self) -> str | None:
        return self.element.get("statusSeverity")

    @property
    def message(self) -> str:
        return self.element.get("statusMessage", "")

    def __getitem__(self, path: str) -> str:
        """The text of the first such element anywhere below: 'InvoiceRet/TxnID', or just 'TxnID'."""
        found = self.element.find(f".//{path}")
        assert found is not None, f"no {path} in {etree.tostring(self.element).decode()}"
        return found.text or ""

    def __contains__(self, path: str) -> bool:
        return self.element.find(f".//{path}") is not None

    def all(self, path: str) -> list[str]:
        return [one.text or "" for one in self.element.iterfind(f".//{path}")]


class Replies(list[Answer]):
    """The replies to one message set."""

    def __init__(self, reply: bytes) -> None:
        self.text = reply.decode("ascii")
        group = etree.fromstring(reply)[0]
        self.set_id = group.get("newMessageSetID")
        self.set_status = group.get("messageSetStatusCode")
        super().__init__(Answer(one) for one in group)

    @property
    def codes(self) -> list[int]:
        return [one.code for one in self]


class Company:
    """A company file, and short ways to say what tests say often."""

    def __init__(self, file: CompanyFile) -> None:
        self.file = file

    @property
    def clock(self) -> ManualClock:
        assert isinstance(self.file.clock, ManualClock)
        return self.file.clock

    def send(
        self,
        *requests: str,
        version: str = "13.0",
        on_error: str = "continueOnError",
        faults: FaultPlan | None = None,
        application: str = APPLICATION,
        **attributes: str,
    ) -> Replies:
        """Send one set in a session of its own."""
        text = document(*requests, version=version, on_error=on_error, **attributes)
        with self.file.session(application, faults=faults) as session:
            return Replies(session.process(text))

    def one(self, request: str, version: str = "13.0") -> Answer:
        """Send one request."""
        return self.send(request, version=version)[0]

    def customer(self, name: str = "Ridge Outfitters", more: str = "") -> Answer:
        return self.one(add_customer(name, more))

    def service(self, name: str = "Fitting", price: str = "10.00") -> Answer:
        return self.one(add_service(name, price))

    def invoice(
        self, customer: str = "Ridge Outfitters", number: str = "S-1", lines: str = "", more: str = ""
    ) -> Answer:
        return self.one(add_invoice(customer, number, lines, more))

    def payment(self, amount: str, applied: str, customer: str = "Ridge Outfitters", more: str = "") -> Answer:
        return self.one(add_payment(amount, applied, customer, more))

    def query(self, kind: str, inside: str = "", **attributes: str) -> Answer:
        extra = "".join(f' {name}="{value}"' for name, value in attributes.items())
        return self.one(f"<{kind}QueryRq{extra}>{inside}</{kind}QueryRq>")


LINE = "<InvoiceLineAdd><Desc>Boots</Desc><Amount>100.00</Amount></InvoiceLineAdd>"


def add_customer(name: str, more: str = "") -> str:
    return f"<CustomerAddRq><CustomerAdd><Name>{name}</Name>{more}</CustomerAdd></CustomerAddRq>"


def add_service(name: str, price: str) -> str:
    return (
        f"<ItemServiceAddRq><ItemServiceAdd><Name>{name}</Name><SalesOrPurchase><Price>{price}</Price>"
        "<AccountRef><FullName>Sales</FullName></AccountRef></SalesOrPurchase></ItemServiceAdd></ItemServiceAddRq>"
    )


def add_invoice(customer: str, number: str, lines: str = "", more: str = "") -> str:
    return (
        f"<InvoiceAddRq><InvoiceAdd><CustomerRef><FullName>{customer}</FullName></CustomerRef>"
        f"<TxnDate>2025-07-01</TxnDate><RefNumber>{number}</RefNumber>{more}{lines or LINE}</InvoiceAdd></InvoiceAddRq>"
    )


def add_payment(amount: str, applied: str, customer: str = "Ridge Outfitters", more: str = "") -> str:
    return (
        f"<ReceivePaymentAddRq><ReceivePaymentAdd><CustomerRef><FullName>{customer}</FullName></CustomerRef>"
        f"<TxnDate>2025-07-02</TxnDate><TotalAmount>{amount}</TotalAmount>{more}{applied}"
        "</ReceivePaymentAdd></ReceivePaymentAddRq>"
    )


def apply(txn_id: str, amount: str, more: str = "") -> str:
    return f"<AppliedToTxnAdd><TxnID>{txn_id}</TxnID><PaymentAmount>{amount}</PaymentAmount>{more}</AppliedToTxnAdd>"


NOT_APPLIED = "<IsAutoApply>false</IsAutoApply>"
