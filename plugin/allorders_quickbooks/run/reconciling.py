"""A run's comparison of the stock: documents, then items, both in pages; then what follows of it.

Every page is written with the answer that it came with, so the comparison goes on wherever it stands, in any process;
a run that breaks leaves nothing that counts, and the next one compares anew. What is to be adjusted is written in one
transaction with the end of the comparison: it is never decided twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from allorders_hooks.documents import DocumentRef, Kind
from allorders_hooks.stock import KeepsStock

from allorders_quickbooks import effects
from allorders_quickbooks.effects import Settled
from allorders_quickbooks.exchange.answer import Answer
from allorders_quickbooks.exchange.batch import Batch
from allorders_quickbooks.exchange.fence import Verdict, seen_by
from allorders_quickbooks.mapping.movements import STOCK_KINDS, STOCKED_TYPES, of_document
from allorders_quickbooks.message_sets import MessageSet
from allorders_quickbooks.phases import reconcile
from allorders_quickbooks.phases.audit import EDITED
from allorders_quickbooks.phases.check import OTHER_FILE
from allorders_quickbooks.phases.lookup import Found
from allorders_quickbooks.phases.reconcile import Case
from allorders_quickbooks.policy import decide
from allorders_quickbooks.preferences import ItemSync, Reconciliation
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.run import adjusting
from allorders_quickbooks.run.loading import load_sources
from allorders_quickbooks.run.own_documents import load_own
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import adjusted, bindings, companies, rows, stock
from allorders_quickbooks.store.companies import Company
from allorders_quickbooks.store.stock import Step
from allorders_quickbooks.terms import Action, SetState


def plan(ports: Ports, key: str, run: int) -> Batch | None:
    """The next question of the comparison; None where it is over, or nobody wants one."""
    host = ports.host
    if not isinstance(host, KeepsStock):
        return None
    with ports.database.read() as connection:
        company = companies.load(connection, key)
        current = stock.load(connection, key, run)
        asked = stock.load(connection, key, stock.ASKED)
    if current is None:
        if not _is_wanted(company, asked):
            return None
        adjusting.carry_out(ports, company, host)
        with ports.database.write() as connection:
            who = asked.asked_by if asked is not None else ""
            stock.begin(connection, key, run, ports.database.now(connection), who)
        return plan(ports, key, run)
    match current.step:
        case Step.DOCUMENTS:
            return _plan_documents(ports, company, run, (current.after_kind, current.after_key))
        case Step.ITEMS:
            return _plan_items(ports, company, host, run, current.after_key)
    return None


def has_compared(ports: Ports, key: str, run: int) -> bool:
    """Whether that run has compared the stock."""
    with ports.database.read() as connection:
        return stock.load(connection, key, run) is not None


def settle(ports: Ports, answered: MessageSet, answer: Answer) -> Settled:
    """A page of items or of documents, as QuickBooks has them."""
    with ports.database.read() as connection:
        company = companies.load(connection, answered.company)
    if seen_by(answer, company.facts).verdict is not Verdict.MOVED:
        return Settled(SetState.CLOSED.value, end_run=OTHER_FILE, reason=Reason.CONFIGURATION)
    refs = [request.ref for request in answered.asked(Action.READ) if request.ref is not None]
    if refs[0].kind == Kind.ITEM:
        page = _judged(ports, answered, answer, refs[-1])
    else:
        page = _explained(ports, company, refs, answered.run, Found.in_answer(answer))
    return Settled(SetState.ANSWERED.value, (page,))


def _judged(ports: Ports, answered: MessageSet, answer: Answer, last: DocumentRef) -> effects.Compared:
    """The page is the one that was asked for: nothing is bound while an answer is on its way."""
    company = answered.company
    with ports.database.read() as connection:
        current = stock.load(connection, company, answered.run)
        after = current.after_key if current is not None else ""
        page = stock.stocked_items(connection, company, STOCKED_TYPES, after, reconcile.ITEMS_A_SET)
        asked = page[: [ref for ref, _, _ in page].index(last) + 1]
        known: dict[DocumentRef, list[effects.Cause]] = {}
        for cause in stock.explanations(connection, company, [ref.key for ref, _, _ in asked]):
            known.setdefault(cause.item, []).append(cause)
    refs = [ref for ref, _, _ in asked]
    here = ports.host.stock(company, refs) if isinstance(ports.host, KeepsStock) else {}
    seen = reconcile.seen_items(asked, answer)
    judged = (reconcile.judge(item, here.get(item.item), known.get(item.item, ())) for item in seen)
    return effects.Compared(last, items=tuple(judged))


def _is_wanted(company: Company, asked: stock.Reconciliation | None) -> bool:
    if company.preferences.items is ItemSync.PROXY_ITEM:
        return False  # QuickBooks keeps no stock of the proxy item
    return asked is not None or company.preferences.reconciliation is not Reconciliation.NONE


def _plan_items(ports: Ports, company: Company, host: KeepsStock, run: int, after: str) -> Batch | None:
    with ports.database.read() as connection:
        page = stock.stocked_items(connection, company.key, STOCKED_TYPES, after, reconcile.ITEMS_A_SET)
    if page:
        return reconcile.plan_items(page)
    _conclude(ports, company, host, run)
    return None


def _plan_documents(ports: Ports, company: Company, run: int, after: tuple[str, str]) -> Batch | None:
    """Pages of which QuickBooks has nothing are settled on the way."""
    while True:
        with ports.database.read() as connection:
            refs = stock.unsettled(connection, company.key, STOCK_KINDS, EDITED, after, reconcile.DOCUMENTS_A_SET)
        if not refs:
            break
        batch = reconcile.plan_documents(_cases(ports, company, refs, run))
        if batch is not None:
            return batch
        page = _explained(ports, company, refs, run, Found({}))
        with ports.database.write() as connection:
            stock.keep(connection, company.key, run, page)
        after = (refs[-1].kind, refs[-1].key)
    with ports.database.write() as connection:
        stock.enter(connection, company.key, run, Step.ITEMS)
    return plan(ports, company.key, run)


def _explained(ports: Ports, company: Company, refs: Sequence[DocumentRef], run: int, found: Found) -> effects.Compared:
    cases = _cases(ports, company, refs, run)
    with ports.database.read() as connection:
        bound = bindings.by_id(connection, company.key, reconcile.item_ids(cases, found))
    items = {qb_id: each.ref for qb_id, known in bound.items() for each in known if each.ref.kind == Kind.ITEM}
    return effects.Compared(refs[-1], causes=tuple(reconcile.causes(cases, found, items)))


def _cases(ports: Ports, company: Company, refs: Sequence[DocumentRef], run: int) -> list[Case]:
    """Documents as the host means them now. What the plugin had the host adjust counts as told: QuickBooks has it."""
    sources = load_sources(ports.host, refs, company) | load_own(ports, refs)
    with ports.database.read() as connection:
        known, bound = rows.by_ref(connection, refs), bindings.by_ref(connection, refs)
        saved = stock.saved_since(connection, run, refs)
        agreed = adjusted.agreed(connection, refs)
    cases = []
    for ref in refs:
        source = sources.get(ref)
        decision = decide(source, company.preferences, company.setup, company.facts) if source is not None else None
        if ref in known:
            means = of_document(source)
            case = Case(
                known[ref], bound.get(ref), means, decision, agreed.get(ref), adjusted.is_own(ref), ref in saved
            )
            cases.append(case)
    return cases


def _conclude(ports: Ports, company: Company, host: KeepsStock, run: int) -> None:
    """Write down what came of it all and what is to be adjusted, in one transaction."""
    late = _saved_late(ports, company, run)
    with ports.database.write() as connection:
        now = ports.database.now(connection)
        adjusting.decide(connection, company, now, run, hold_back=late)
        stock.finish(connection, company.key, run, now, **stock.totals(connection, company.key, run))
    adjusting.carry_out(ports, company, host)


def _saved_late(ports: Ports, company: Company, run: int) -> bool:
    """Whether a document that moves stock was saved after it was looked at: the host's quantities may hold it, while
    what explains them does not."""
    with ports.database.read() as connection:
        saved = stock.saved_in(connection, company.key, STOCK_KINDS, run)
        unsure, bound = stock.unsure_items(connection, saved), bindings.by_ref(connection, saved)
    sources = load_sources(ports.host, saved, company)
    for ref in saved:
        known = unsure.get(ref, set())
        if of_document(sources.get(ref)).keys() - known or (ref in bound and not known):
            return True
    return False
