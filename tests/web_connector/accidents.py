"""python -m tests.web_connector.accidents --seeds 200 [--first N]: whole schedules of accidents on the way.

Between the Web Connector and the service calls are lost, answered in vain, delivered twice, or delivered late; either
side can die at any call. QuickBooks has its own accidents meanwhile, and the order desk goes on saving. Afterwards
everything becomes quiet, and the company file is compared with what was saved. A seed always plays the same.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from allorders_hooks.documents import DocumentRef, ShipDoc
from allorders_quickbooks.simulator import CompanyFile, FaultPlan, Session, TransactionView
from allorders_quickbooks.terms import RowState

from sample_host.connector import Connector
from sample_host.soap_client import Fault as SoapFault
from sample_host.soap_client import SoapClient
from tests.web_connector.house import House, copied_house
from tests.world import a_line, a_ship_doc

UPDATES = 14
SAME_AGAIN = ("sendRequestXML", "receiveResponseXML", "getLastError")
EXPLAINED = (RowState.REVIEW, RowState.HELD)


class Killed(OSError):
    """One of the two is gone: this update is over."""


@dataclass
class Line:
    """The line between the two. What is late is delivered before some later call, of this update or of another."""

    house: House
    chance: random.Random
    counted: Counter[str] = field(default_factory=Counter)
    late: list[tuple[str, bytes]] = field(default_factory=list)

    def post(self, operation: str, envelope: bytes) -> bytes:
        self._deliver_what_is_late()
        accident = self.chance.choices(tuple(_ACCIDENTS), tuple(_ACCIDENTS.values()))[0]
        self.counted[accident] += 1
        if accident == "question lost":
            raise Killed(operation)
        if accident == "late copy":
            self.late.append((operation, envelope))
        answer = self.house.post(operation, envelope)
        if accident == "twice":
            again = self.house.post(operation, envelope)
            assert again == answer or operation not in SAME_AGAIN, f"{operation} was answered otherwise"
        if accident == "answer lost":
            raise Killed(operation)
        return answer

    def _deliver_what_is_late(self) -> None:
        while self.late and self.chance.random() < 0.4:
            self.house.post(*self.late.pop(self.chance.randrange(len(self.late))))


_ACCIDENTS = {"none": 80, "question lost": 3, "answer lost": 4, "twice": 8, "late copy": 5}


@dataclass
class FaultyBooks:
    """The company file, with an accident of its own now and then."""

    file: CompanyFile
    chance: random.Random

    def session(self, application: str) -> Session:
        accidents = int(self.chance.random() < 0.35)
        return self.file.session(application, faults=FaultPlan.draw(self.chance, sets=6, accidents=accidents))


@dataclass
class Schedule:
    """One seed."""

    house: House
    chance: random.Random
    saved: list[DocumentRef] = field(default_factory=list)

    def play(self, updates: int) -> Counter[str]:
        """Accidents first, then silence. What happened how often."""
        line = Line(self.house, self.chance)
        books = FaultyBooks(self.house.world.file, self.chance)
        for _ in range(updates):
            self._save()
            connector = Connector(SoapClient(line.post), self.house.app, self.house.password, cast(CompanyFile, books))
            try:
                connector.update()
            except (OSError, SoapFault):
                line.counted["update over"] += 1
            self.house.world.clock.sleep(self.chance.choice([1, 20, 400, 4000]))
        for operation, envelope in line.late:
            self.house.post(operation, envelope)
        self.house.until_quiet()
        return line.counted

    def _save(self) -> None:
        for _ in range(self.chance.randint(0, 3)):
            key = f"S{len(self.saved) + 1}"
            self.saved.append(self.house.world.save(a_ship_doc(key, a_line(quantity=str(self.chance.randint(1, 9))))))
        if self.saved and self.chance.random() < 0.5:
            ref = self.chance.choice(self.saved)
            changed = a_ship_doc(ref.key, a_line(quantity=str(self.chance.randint(1, 9))))
            self.house.world.save(changed)

    def findings(self) -> list[str]:
        """What is twice, lost or not as it was saved last."""
        invoices = self.house.world.invoices()
        guids, names = Counter(i.external_guid for i in invoices), Counter(_name(i) for i in invoices)
        found = [f"twice: {name}" for name, number in (*guids.items(), *names.items()) if number > 1]
        totals = {_name(invoice): invoice.total for invoice in invoices}
        for ref in self.saved:
            doc, row = self.house.world.books.kept[ref], self.house.world.row(ref)
            assert isinstance(doc, ShipDoc)
            total = totals.get(f"Ship doc {doc.number}")
            if total != doc.total and row.state not in EXPLAINED:
                found.append(f"{doc.number} has {total}, not {doc.total} ({row.state.value})")
        return found


def _name(invoice: TransactionView) -> str:
    """The document that the memo names in its first words."""
    return invoice.memo.partition(":")[0].partition(" on ")[0]


@contextmanager
def _played(seed: int, model_at: Path, path: Path) -> Iterator[Schedule]:
    house = copied_house(model_at, path, seed=seed)
    try:
        yield Schedule(house, random.Random(seed))
    finally:
        house.world.file.close()
        house.world.database.close()


def play(seed: int, model_at: Path, path: Path, updates: int = UPDATES) -> tuple[Counter[str], list[str]]:
    """What happened, and what is wrong afterwards."""
    with _played(seed, model_at, path) as schedule:
        return schedule.play(updates), schedule.findings()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=1)
    options = parser.parse_args()
    counted: Counter[str] = Counter()
    wrong = 0
    with TemporaryDirectory() as directory:
        for seed in range(options.first, options.first + options.seeds):
            path = Path(directory) / str(seed)
            path.mkdir()
            happened, findings = play(seed, Path(directory) / "model", path)
            counted += happened
            wrong += bool(findings)
            for finding in findings:
                print(f"seed {seed}: {finding}")
    print(f"{options.seeds} schedules, {wrong} with findings; {dict(counted)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
