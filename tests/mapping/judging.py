"""python -m tests.mapping.judging [--each N] [--versions V ...] [--json]

Generates documents and questions until every message that this plugin can write was judged at least N times (200) by
Intuit's schema and the field tables, at each of the versions that are judged and that know it. Prints how often, and
exits with 1 on a complaint or where a message was not reached. The tests beside this do a small share of it.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from allorders_quickbooks.company import WorkOrdersAs
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.phases import pull
from allorders_quickbooks.preferences import SyncPreferences
from allorders_quickbooks.qbxml import features, queries
from allorders_quickbooks.qbxml.messages import FAMILIES
from allorders_quickbooks.qbxml.messages.base import Message
from allorders_quickbooks.qbxml.objects import OBJECTS
from allorders_quickbooks.qbxml.versions import OLDEST, number
from allorders_quickbooks.qbxml.writer import message_set
from allorders_quickbooks.terms import WallTime
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.mapping import test_judged_purchases as bought
from tests.mapping import test_judged_sales as sold
from tests.qbxml.reference import complaints
from tests.qbxml.test_queries import newest_object

ROUNDS = 12
_IDS = st.lists(st.from_regex(r"[0-9A-F]{1,8}-[0-9]{9,10}", fullmatch=True), min_size=1, max_size=4)
_TEXTS = st.lists(st.text("aé€ &<x", min_size=1, max_size=11).filter(str.strip), min_size=1, max_size=4)
_MOMENTS = st.datetimes().map(WallTime)
_TRANSACTIONS = [name for name, kind in OBJECTS.items() if not kind.is_list]
_RECORDS = [*(name for name, kind in OBJECTS.items() if kind.is_list), "Item", "Account"]


@dataclass
class Judged:
    """How often each message was judged, by version, and what was said against any."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    against: list[str] = field(default_factory=list)

    def judge(self, made: Iterable[Message], version: str) -> None:
        for message in made:
            if number(newest_object(message)) > number(version):
                continue  # it is never written there
            said = complaints(message_set([("1", message)], version))
            name = type(message).__name__
            self.counts[name, version] += 1
            self.against += [f"{name} at {version}: {each}" for each in said]


@st.composite
def questions_about(draw: st.DrawFn, name: str) -> list[Message]:
    """Whatever is asked, and in few words done, of one type of object."""
    lines, since = draw(st.booleans()), draw(_MOMENTS)
    made = [
        queries.by_ids(name, draw(_IDS), lines=lines),
        queries.modified_since(name, since, lines=lines, only=("EditSequence",)),
        queries.by_numbers(name, draw(_TEXTS), lines=lines)
        if name in _TRANSACTIONS
        else queries.by_name(name, draw(_TEXTS)),
    ]
    if name in OBJECTS and OBJECTS[name].voidable:
        made.append(queries.void(name, draw(_IDS)[0]))
    return [*made, queries.delete(name, draw(_IDS)[0])] if _is_deleted(name) else made


@st.composite
def pages_of(draw: st.DrawFn, listed: str) -> list[Message]:
    """What a pull asks of one list: its pages, whether it has any record, and what was deleted from it."""
    since, most = draw(st.none() | _MOMENTS), draw(st.integers(0, 1000))
    deleted = draw(st.lists(st.sampled_from(pull.deleted_types()), min_size=1))
    return [
        queries.list_page(listed, since, most, draw(st.sampled_from(["", "{1A-2B}", "Aé"]))),
        queries.any_of(listed),
        queries.records_deleted_since(deleted, since),
    ]


@st.composite
def questions(draw: st.DrawFn) -> list[Message]:
    """What a run asks of the company file, and what it does to its own record there."""
    return [
        queries.txns_deleted_since(draw(st.lists(st.sampled_from(_TRANSACTIONS), min_size=1)), draw(_MOMENTS)),
        queries.fence_add("fence", draw(st.uuids().map(str))),
        queries.fence_mod(draw(_IDS)[0], "17", draw(st.text("aZ9_-", min_size=22, max_size=22))),
        queries.company(),
        *(message for _, message in (*queries.facts(), *features.questions())),
    ]


def _is_deleted(name: str) -> bool:
    return name in OBJECTS and not OBJECTS[name].only_read


def _mapped(make: Callable[[Any, Any], Iterator[Message]], source: Any, context: Any) -> list[Message]:
    """What a document comes to; nothing where it is refused with a sentence."""
    try:
        return list(make(source, context))
    except Unmappable:
        return []


def _building(context: Context) -> Context:
    """The same, where work orders become builds."""
    setup = context.setup.model_copy(update={"work_orders_as": WorkOrdersAs.BUILD})
    return replace(context, setup=setup, preferences=SyncPreferences())


def _everything(version: str) -> dict[str, st.SearchStrategy[list[Message]]]:
    """Strategies for messages, by what they are about."""
    sales = {
        f"sold {kind}": st.builds(_mapped, st.just(sold.messages), source, sold.contexts())
        for kind, source in sold.DOCUMENTS.items()
    }
    purchases = {
        f"bought {kind}": st.builds(_mapped, st.just(bought.messages), source, bought.contexts(version))
        for kind, source in bought.DOCUMENTS.items()
        if kind != "transfer" or version != OLDEST
    }
    built = bought.contexts(version).map(_building)
    purchases["built"] = st.builds(_mapped, st.just(bought.messages), bought.DOCUMENTS["work_order"], built)
    asked = {f"asked {name}": questions_about(name) for name in (*_TRANSACTIONS, *_RECORDS)}
    asked |= {f"pulled {listed}": pages_of(listed) for listed in pull.LISTS}
    return {**sales, **purchases, **asked, "asked of the file": questions()}


def _play(judged: Judged, version: str, each: int) -> None:
    """Every strategy once; then those again of whose messages there are too few."""
    makes: dict[str, set[str]] = {}
    for turn in range(ROUNDS):
        for about, strategy in _everything(version).items():
            few = {name for name in makes.get(about, ()) if judged.counts[name, version] < each}
            if turn == 0 or few:
                makes.setdefault(about, set()).update(_try(judged, strategy, version, each, turn))
        print(f"{version}: {sum(judged.counts.values())} messages", file=sys.stderr, flush=True)


def _try(judged: Judged, strategy: st.SearchStrategy[list[Message]], version: str, each: int, turn: int) -> set[str]:
    seen: set[str] = set()

    @seed(turn)
    @settings(
        max_examples=each,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(made=strategy)
    def judge(made: list[Message]) -> None:
        seen.update(type(message).__name__ for message in made)
        judged.judge(made, version)

    judge()
    return seen


def _exists(name: str, version: str) -> bool:
    """Whether that version knows the message."""
    kind = OBJECTS.get(re.sub("(Add|Mod|Query)$", "", name))
    return kind is None or not kind.since or number(version) >= number(kind.since)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=200)
    parser.add_argument("--versions", nargs="+", default=list(sold.JUDGED))
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    judged = Judged()
    for version in options.versions:
        _play(judged, version, options.each)
    known = [name for names in FAMILIES.values() for name in names]
    reached = {name: {v: judged.counts[name, v] for v in options.versions if _exists(name, v)} for name in known}
    few = {name: of for name, of in reached.items() if any(count < options.each for count in of.values())}
    figures = {
        "messages": len(known),
        "judged": sum(judged.counts.values()),
        "least": min((count for of in reached.values() for count in of.values()), default=0),
        "too_few": few,
        "complaints": len(judged.against),
        "first": judged.against[:20],
    }
    print(json.dumps(figures if options.json else {**figures, "reached": reached}, indent=None if options.json else 1))
    return 1 if few or judged.against else 0


if __name__ == "__main__":
    sys.exit(main())
