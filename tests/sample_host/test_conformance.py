"""The sample host keeps the contract: the conformance suite of the hooks, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from allorders_hooks.documents import DocumentRef
from allorders_hooks.events import AppStarted, AppStopping, app_started, app_stopping
from allorders_hooks.testing import HostConformance
from sqlalchemy.orm import Session

from sample_host import queries
from sample_host.announce import COMPANY
from sample_host.entries import CustomerEntry, PaymentEntry, ShipDocEntry
from sample_host.errors import Refused
from sample_host.models import SalesOrder, ShipDoc
from sample_host.orders import OrderDesk
from sample_host.people import ADMINISTRATOR
from sample_host.services import open_host
from sample_host.shipping import proposal
from tests.sample_host import entering


class FicklePerson(OrderDesk):
    """Thinks better of it at the very end, after the signals."""

    def _save_payments(self, session: Session, order: SalesOrder) -> None:
        raise Refused("abandoned")


class SampleRig:
    """Drives the sample host through its order desk."""

    company = COMPANY
    administrator = ADMINISTRATOR
    stranger = "somebody"
    transactional = True

    def __init__(self, url: str) -> None:
        self.host = open_host(url)
        self._desk = OrderDesk(self.host.orders)
        self._order = entering.order(self._desk, entering.line(entering.item(self._desk), quantity="1000"))

    def start(self) -> None:
        app_started.send(self.host.orders, event=AppStarted(at=datetime.now(UTC), companies=(COMPANY,)))

    def stop(self) -> None:
        app_stopping.send(self.host.orders, event=AppStopping(at=datetime.now(UTC), companies=(COMPANY,)))

    def save_document(self, number: str) -> DocumentRef:
        return self._ref("ship_doc", self._ship(self._desk, number))

    def abandon_document(self, number: str) -> None:
        with suppress(Refused):
            self._ship(FicklePerson(self.host.orders), number)

    def ship(self, document: DocumentRef) -> None:
        doc = self._loaded(document)
        entry = ShipDocEntry.model_validate(doc, from_attributes=True).model_copy(update={"shipped": True})
        self._desk.change_ship_doc(doc.id, doc.revision, entry)

    def delete_document(self, document: DocumentRef) -> None:
        doc = self._loaded(document)
        self._desk.delete_ship_doc(doc.id, doc.revision)

    def record_payment(self, document: DocumentRef) -> DocumentRef:
        entry = PaymentEntry(txn_date=entering.DAY, amount=Decimal("7.50"))
        return self._ref("so_payment", self._desk.pay(self._loaded(document).order_id, entry))

    def save_record(self, name: str) -> DocumentRef:
        return self._ref("customer", entering.customer(self._desk, name))

    def rename_record(self, record: DocumentRef, name: str) -> None:
        self._desk.change_customer(int(record.key), self._revision(record), CustomerEntry(name=name))

    def delete_record(self, record: DocumentRef) -> None:
        self._desk.delete_customer(int(record.key), self._revision(record))

    def _ship(self, desk: OrderDesk, number: str) -> int:
        """Ship one piece of the one order that there is."""
        doc = proposal(entering.loaded(self.host.orders, self._order), entering.DAY)
        piece = doc.lines[0].model_copy(update={"quantity": Decimal(1)})
        return desk.ship(self._order, doc.model_copy(update={"number": number, "lines": (piece,)}))

    def _ref(self, kind: str, key: int) -> DocumentRef:
        return DocumentRef(company=COMPANY, kind=kind, key=str(key))

    def _revision(self, record: DocumentRef) -> int:
        return self.host.records([record])[record].revision

    def _loaded(self, document: DocumentRef) -> ShipDoc:
        with self.host.orders.reading() as session:
            doc = queries.ship_doc(session, int(document.key))
        assert doc is not None
        return doc


class TestSampleHost(HostConformance):
    @pytest.fixture
    def rig(self, database_url: str) -> Iterator[SampleRig]:
        rig = SampleRig(database_url)
        yield rig
        rig.host.orders.close()
