"""Loading what planning looks at: rows, documents in bulk, bindings, names. The only reader beside the phases."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from allorders_hooks.documents import DocumentRef
from allorders_hooks.host import HostServices
from allorders_hooks.records import AnyRecord
from sqlalchemy import Connection

from allorders_quickbooks.cards.sealing import opened
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.following import follows
from allorders_quickbooks.mapping.internal import internal_record
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.mapping.registry import RECORD_KINDS, mapper
from allorders_quickbooks.message_sets import Request
from allorders_quickbooks.phases import saying
from allorders_quickbooks.phases.lookup import Said
from allorders_quickbooks.phases.pull_judge import is_undecided
from allorders_quickbooks.phases.view import Source, View
from allorders_quickbooks.preferences import ItemSync
from allorders_quickbooks.qbxml import objects
from allorders_quickbooks.qbxml.replies import Ret
from allorders_quickbooks.qbxml.versions import OLDEST
from allorders_quickbooks.qbxml.writer import message_set
from allorders_quickbooks.run import joining
from allorders_quickbooks.run.naming import choose_names
from allorders_quickbooks.run.own_documents import load_own
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import bindings, companies, journal, rows, sets
from allorders_quickbooks.store.companies import Company
from allorders_quickbooks.terms import Action, Binding, DocumentRow, RowState

_LINES = ("lines", "components")
LOOKAHEAD = 3  # how many sets' worth of rows are considered at once, so that reads can ride ahead


def load_view(ports: Ports, key: str, run: int, allowed: Sequence[str], size: int) -> View:
    """Everything that planning the next pushed set may look at. `allowed` are the kinds that go unasked."""
    with ports.database.read() as connection:
        company = companies.load(connection, key)
        due = rows.due(
            connection,
            key,
            run=run,
            now=ports.clock.now(),
            under=decided_under(company),
            allowed=allowed,
            limit=size * LOOKAHEAD,
        )
    sources = load_sources(ports.host, (row.ref for row in due), company) | load_own(ports, (row.ref for row in due))
    with ports.database.read() as connection:
        coming = _coming(connection, allowed, sources, company)
    # They go into this very plan, or those that follow them might fill it alone and nothing would ever go.
    known_due = {row.ref for row in due}  # not the sources: what was deleted has none
    first = [row for ref, row in coming.items() if ref not in known_due]
    due = [*first, *due]
    sources |= load_sources(ports.host, (row.ref for row in first), company)
    stood_for = _stood_for(ports.host, sources, company)
    own, mentioned = {row.ref for row in due}, _mentioned(company, sources)
    with ports.database.read() as connection:
        known = _bindings(connection, own, mentioned)
        others = rows.by_ref(connection, mentioned - known.keys() - own)
        records = {ref: source for ref, source in sources.items() if isinstance(source, AnyRecord)}
        names = stood_for | choose_names(connection, key, records)
        doubts = load_doubts(connection, due)
        holds = joining.holds(connection, key, (row.ref for row in due if row.ref not in known))
    return View(
        company=key,
        installation=company.installation,
        preferences=company.preferences,
        setup=company.setup,
        facts=company.facts,
        now=ports.clock.now(),
        rows=tuple(due),
        sources=sources,
        bindings=known,
        names=names,
        doubts={ref: doubt.request for ref, doubt in doubts.items()},
        holds=holds,
        coming=frozenset(coming),
        called={row.ref: row.number for row in (*due, *others.values()) if row.number},
        size=size,
    )


def _coming(
    connection: Connection, allowed: Sequence[str], sources: Mapping[DocumentRef, Source], company: Company
) -> dict[DocumentRef, DocumentRow]:
    """What others would rather come after, and what is not held back from going in this run."""
    named = {ref for source in sources.values() for ref in follows(source, company.setup, company.facts)}
    return {
        ref: row
        for ref, row in rows.by_ref(connection, named).items()
        if row.due and row.state is RowState.READY and (row.requested or ref.kind in allowed)
    }


def decided_under(company: Company) -> str:
    """A fingerprint of everything but the document that a hold rests on: a held row is decided again when it moves."""
    parts = f"{company.preferences_version}|{company.setup_version}|{company.facts.closing_date}"
    return hashlib.sha256(parts.encode()).hexdigest()[:16]


def _stood_for(host: HostServices, sources: Mapping[DocumentRef, Source], company: Company) -> dict[DocumentRef, str]:
    """The names of the items that the one proxy item stands for, which the lines say in their descriptions."""
    if company.preferences.items is not ItemSync.PROXY_ITEM:
        return {}
    lines = (line for source in sources.values() for name in _LINES for line in getattr(source, name, ()))
    refs = {line.item for line in lines if line.item is not None}
    return {ref: record.name for ref, record in host.records(refs).items()} if refs else {}


def load_sources(host: HostServices, refs: Iterable[DocumentRef], company: Company) -> dict[DocumentRef, Source]:
    """The newest content of documents and records, the plugin's own records among them."""
    found: dict[DocumentRef, Source] = {}
    records: list[DocumentRef] = []
    documents: list[DocumentRef] = []
    for ref in refs:
        own = internal_record(ref, company.setup)
        if own is not None:
            found[ref] = own
        else:
            (records if ref.kind in RECORD_KINDS else documents).append(ref)
    found |= host.records(records) if records else {}
    found |= host.documents(documents) if documents else {}
    return found


def _bindings(connection: Connection, own: set[DocumentRef], mentioned: set[DocumentRef]) -> dict[DocumentRef, Binding]:
    """Bindings of the rows themselves and of everything that they refer to."""
    known = bindings.by_ref(connection, own | mentioned)
    return {ref: bound for ref, bound in known.items() if ref in own or not is_undecided(bound)}


def _mentioned(company: Company, sources: Mapping[DocumentRef, Source]) -> set[DocumentRef]:
    """Everything that these documents refer to."""
    refs: set[DocumentRef] = set()
    context = Context(company.preferences, company.setup, company.facts, {}, {})
    for ref, source in sources.items():
        try:
            refs.update(mapper(ref.kind).needs(source, context))
        except Unmappable:
            continue  # planning meets the same problem and holds the document with it
        refs.update(follows(source, company.setup, company.facts))
    return refs


@dataclass(frozen=True)
class Doubt:
    """An Add that nobody has answered for: the request as it was stored, what its message said, and what the Adds of
    the same document said that left before."""

    request: Request
    said: Ret | None
    earlier: Sequence[Said]


def load_doubts(connection: Connection, due: Iterable[DocumentRow]) -> dict[DocumentRef, Doubt]:
    """The last Add of each of these documents that is to be looked for."""
    wanted = {row.ref: row.sent_in for row in due if row.look_first and row.sent_in}
    found: dict[DocumentRef, Doubt] = {}
    for set_id in set(wanted.values()):
        last = sets.load(connection, set_id)
        adds = {each.ref: each for each in last.documents if each.ref is not None} if last is not None else {}
        adds = {ref: add for ref, add in adds.items() if wanted.get(ref) == set_id}
        said = objects.sent(opened(last.content)) if last is not None and not last.thinned else {}
        earlier = load_said(connection, {ref: add.guid for ref, add in adds.items()}, set_id)
        found |= {ref: Doubt(add, said.get(add.id), earlier[ref]) for ref, add in adds.items()}
    return found


def load_would_say(ports: Ports, key: str, looks: Sequence[Request]) -> dict[DocumentRef, Ret]:
    """What the Adds of documents would say that are looked for although nothing tells that they were ever sent."""
    asked = {look.ref: look for look in looks if look.ref is not None}
    if not asked:
        return {}
    sources, context = _loaded(ports, key, asked)
    found: dict[DocumentRef, Ret] = {}
    for ref, source in sources.items():
        try:
            message = saying.add(mapper(ref.kind), source, context, asked[ref]).message
        except Unmappable:
            continue  # saved otherwise since it was planned: what is found is taken as it is, and changed then
        found |= {ref: objects.sent(message_set([("1", message)], context.facts.version or OLDEST))["1"]}
    return found


def load_contents(ports: Ports, key: str, bound: Mapping[DocumentRef, Binding]) -> dict[DocumentRef, Mapping[str, str]]:
    """What these bound documents come to now, in the form of `Binding.base`. One that is gone here, or that cannot be
    said now, is absent."""
    sources, context = _loaded(ports, key, bound)
    found: dict[DocumentRef, Mapping[str, str]] = {}
    for ref, source in sources.items():
        try:
            said = saying.change(mapper(ref.kind), source, context, bound[ref])
        except Unmappable:
            continue  # the push says what is wrong with it
        if said is not None:
            found[ref] = said.base
    return found


def _loaded(ports: Ports, key: str, refs: Collection[DocumentRef]) -> tuple[dict[DocumentRef, Source], Context]:
    """The newest content of these documents, and what mapping them may look at."""
    with ports.database.read() as connection:
        company = companies.load(connection, key)
        known_rows = rows.by_ref(connection, refs)
    sources = load_sources(ports.host, refs, company) | load_own(ports, refs)
    stood_for = _stood_for(ports.host, sources, company)
    with ports.database.read() as connection:
        known = _bindings(connection, set(known_rows), _mentioned(company, sources))
        records = {ref: source for ref, source in sources.items() if isinstance(source, AnyRecord)}
        names = choose_names(connection, key, records) | stood_for
    return sources, Context(company.preferences, company.setup, company.facts, known, names)


def load_said(
    connection: Connection, guids: Mapping[DocumentRef, str], but_for: str = ""
) -> dict[DocumentRef, list[Said]]:
    """What the Adds of these documents said, by their GUID, newest first, but for one set's. One that was given up may
    have been carried out since, on its way for hours, by a set whose fence had not been moved. One whose bytes are gone
    says nothing any more."""
    found: dict[DocumentRef, list[Said]] = {ref: [] for ref in guids}
    ids = {set_id for ref in guids for set_id in journal.sent_in(connection, ref)} - {but_for}
    known = (sets.load(connection, set_id) for set_id in ids)
    for sent in sorted(
        (each for each in known if each is not None and not each.thinned), key=lambda each: each.seq, reverse=True
    ):
        said = objects.sent(opened(sent.content))
        for each in sent.documents:
            is_add = each.action is Action.ADD and each.ref is not None and guids.get(each.ref) == each.guid
            if is_add and each.ref is not None and each.id in said:
                found[each.ref].append(Said(each, said[each.id]))
    return found
