"""python -m tests.benchmarks.matching [--customers N] [--items N] [--json]: matching large lists, and the page of them.

The order system and the company file each have so many records, a third of them written in another way there. What
proposing costs a record is compared with a list a tenth of the size; the memory is what the process takes at most
beyond what it took before. Then the page of the matching, whole requests of the site, with a hundred thousand matches
behind it and with one page of them.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from allorders_hooks.documents import DocumentRef
from allorders_hooks.records import AnyRecord, Customer, Item
from allorders_quickbooks.matching.sides import KIND_OF, MATCHED
from allorders_quickbooks.run.proposing import propose_list
from allorders_quickbooks.store import matching, pulled
from allorders_quickbooks.store.bindings import folded
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.match_tables import match
from allorders_quickbooks.store.pulled_tables import pulled as pulled_table
from allorders_quickbooks.store.tables import document
from flask.testing import FlaskClient
from sqlalchemy import Connection, insert

from sample_host.announce import COMPANY
from sample_host.app import create_app
from sample_host.running import connect_to_books, running
from sample_host.workplace import workplace
from tests.benchmarks.ratio import Ratio, interleaved
from tests.world import Books, World, new_world

COST, PAGE, MEGABYTES = 2.0, 5.0, 600
AT_ONCE, TURNS = 10_000, 15
_COLOURS = ("Amber", "Black", "Blue", "Copper", "Golden", "Green", "Grey", "Ivory", "Red", "Silver", "Violet", "White")
_PLACES = ("Harbour", "Meadow", "Mountain", "River", "Valley", "Forest", "Lake", "Island", "Bridge", "Garden", "Mill")
_TRADES = ("Foods", "Trading", "Bakery", "Deli", "Market", "Imports", "Tools", "Paper", "Paints", "Metals", "Textiles")


def name_of(number: int) -> str:
    """A name that no other number has."""
    words = (_COLOURS[number % 12], _PLACES[number // 12 % 11], _TRADES[number // 132 % 11])
    return f"{' '.join(words)} {number // 1452:03}"


def there(number: int) -> str:
    """The same, as the company file has it: a third as it is, a third in capitals, a third with a slip."""
    name = name_of(number)
    return (name, name.upper(), name.replace("e", "", 1))[number % 3]


class Plenty(Books):
    """A host that has every record there is, and keeps none in memory."""

    def records(self, refs: Iterable[DocumentRef]) -> Mapping[DocumentRef, AnyRecord]:
        return {ref: _record(ref) for ref in refs}


def _record(ref: DocumentRef) -> AnyRecord:
    made = {"ref": ref, "name": name_of(int(ref.key)), "revision": 1}
    return Customer(**made) if ref.kind == "customer" else Item(**made)


def propose(directory: Path, listed: str, many: int) -> float:
    """Seconds of the processor for each record."""
    world = new_world(directory)
    world.run()
    world.ports = replace(world.ports, host=Plenty(world.clock))
    _fill(world, listed, many)
    began = time.process_time()
    assert propose_list(world.ports, COMPANY, listed) == many
    took = time.process_time() - began
    world.database.close()
    return took / many


def _fill(world: World, listed: str, many: int) -> None:
    """Nobody here is bound yet, and the list there was read whole."""
    head = {"company": COMPANY, "kind": KIND_OF[listed], "wanted": 1, "state": "held", "reason": "unmatched"}
    qb_type = "Customer" if listed == "Customer" else "ItemInventory"
    read = {"company": COMPANY, "listed": listed, "qb_type": qb_type, "edit_sequence": "1"}
    for numbers in _pieces(many):
        with world.database.write() as connection:
            connection.execute(insert(document), [{**head, "key": f"{each:08}"} for each in numbers])
            rows = [{**read, "qb_id": f"8-{each}", "name": there(each), "full_name": there(each),
                     "folded": folded(there(each))} for each in numbers]  # fmt: skip
            connection.execute(insert(pulled_table), rows)
    with world.database.write() as connection:
        pulled.place(connection, COMPANY, listed, read_at=world.clock.now())


def _pieces(many: int) -> Iterator[range]:
    return (range(start, min(start + AT_ONCE, many)) for start in range(0, many, AT_ONCE))


def pages(directory: Path, many: int) -> Iterator[Ratio]:
    """The first page, one far behind it, and one of a decision."""
    with ExitStack() as stack:
        full = stack.enter_context(_site(directory / "full", many))
        small = stack.enter_context(_site(directory / "small", 50))
        address = "/quickbooks/matching?list=Item&decision="
        far = f"{address}all&after_name={folded(name_of(many // 2))}&after_key={many // 2:08}"
        for name, path in (("first", address), ("far", far), ("bound", f"{address}bind")):
            times = interleaved(_asked(full, path), _asked(small, f"{address}all"), TURNS)
            yield Ratio(f"the page of the matching, {name}: {many} matches / one page", *times, PAGE)


def _asked(site: FlaskClient, path: str) -> Callable[[], float]:
    def ask() -> float:
        began = time.process_time()
        assert site.get(path).status_code == 200
        return time.process_time() - began

    return ask


@contextmanager
def _site(directory: Path, many: int) -> Iterator[FlaskClient]:
    place = workplace(directory, None)
    with running(place.database, place.books) as shop:
        connect_to_books(shop)
        database = Database(place.database)
        for numbers in _pieces(many):
            with database.write() as connection:
                connection.execute(insert(match), [_match(each) for each in numbers])
        with database.write() as connection:
            _place(connection, many)
        database.close()
        yield create_app(shop).test_client()


def _place(connection: Connection, many: int) -> None:
    for listed in MATCHED:
        matching.place(connection, COMPANY, listed, done=many, total=many)


def _match(number: int) -> dict[str, Any]:
    best = {"qb_id": f"8-{number}", "qb_type": "ItemInventory", "name": there(number), "score": 92, "reason": "alike"}
    return {"company": COMPANY, "kind": "item", "key": f"{number:08}", "listed": "Item", "name": name_of(number),
            "folded": folded(name_of(number)), "qb_id": best["qb_id"], "score": 92, "candidates": [best],
            "asked": True, "decision": ("", "bind", "")[number % 3]}  # fmt: skip


def _peak() -> float:
    """Megabytes that this process has taken at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=50_000)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    ratios: list[Ratio] = []
    with TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        place = Path(directory)
        ratios += _told(pages(place, options.items))
        for listed, many in (("Customer", options.customers), ("Item", options.items)):
            before = _peak()
            small, large = (propose(_made(place / f"{listed}{n}"), listed, n) for n in (many // 10, many))
            ratios += _told([Ratio(f"proposing one of {many} / of {many // 10} ({listed})", large, small, COST)])
            ratios += _told([Ratio(f"megabytes for {many} ({listed}) / allowed", _peak() - before, MEGABYTES, 1.0)])
    if options.json:
        print(json.dumps([{"name": r.name, "ratio": round(r.value, 3), "goal": r.goal, "met": r.met} for r in ratios]))
    return 0 if all(each.met for each in ratios) else 1


def _made(directory: Path) -> Path:
    directory.mkdir()
    return directory


def _told(ratios: Iterable[Ratio]) -> Iterator[Ratio]:
    for each in ratios:
        print(f"{each.sentence}  ({each.measured:.4g} / {each.limit:.4g})", file=sys.stderr, flush=True)
        yield each


if __name__ == "__main__":
    sys.exit(main())
