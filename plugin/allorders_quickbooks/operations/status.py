"""How a company stands: counts, progress, the last run, and the problem list with a sentence and a remedy each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from allorders_hooks.documents import DocumentRef
from allorders_hooks.status import Panel, PanelLine, Problem, Progress, RunReport, SyncStatus
from sqlalchemy import Connection

from allorders_quickbooks import company as company_module
from allorders_quickbooks.company import Connection as Way
from allorders_quickbooks.company import FenceStep
from allorders_quickbooks.operations import actions, drift, restored, undo
from allorders_quickbooks.operations.naming import title
from allorders_quickbooks.phases.audit import ACCEPTED, KEPT, LINK_LOST
from allorders_quickbooks.phases.binding import TOTAL_DIFFERS
from allorders_quickbooks.phases.merge import OURS
from allorders_quickbooks.policy import decide, kinds_sent_unasked, kinds_that_stay, nc_only_box
from allorders_quickbooks.run.drain import is_set_up
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import bindings, companies, rows, runs, sets
from allorders_quickbooks.store.companies import Company
from allorders_quickbooks.store.rows import Standing
from allorders_quickbooks.store.runs import Run
from allorders_quickbooks.terms import Binding, DocumentRow, Hold, Reason, RowState, Want

PROBLEMS_SHOWN = 20
_MENDED_ON_THE_DOCUMENT = (Reason.NOT_READY, Reason.NC_ONLY, Reason.INVALID_FIELD, Reason.BEFORE_START_DATE)


def status(ports: Ports, key: str) -> SyncStatus:
    """Everything about a company at this moment, from the plugin's own tables alone."""
    with ports.database.read() as connection:
        company = companies.load(connection, key)
        last = runs.last(connection, key)
        allowed = kinds_sent_unasked(company.preferences, company.setup)
        stands = rows.standing(connection, key)
        by_state = _by_state(stands)
        round_trips, requests = runs.totals(connection, key)
        return SyncStatus(
            company=key,
            connection=company_module.CAPTIONS[company.setup.connection],
            simulated=company.setup.connection is Way.SIMULATOR,
            ready=is_set_up(company.setup),
            progress=_progress(last),
            last_run=_report(last) if last is not None else None,
            next_run=min((moment for moment in (company.next_at, company.retry_at) if moment), default=None),
            available=rows.available(stands, (*allowed, *kinds_that_stay(company.setup))),
            waiting=rows.count_due(connection, key, company.run_counter + 1, allowed),
            in_books=bindings.count(connection, key),
            held=by_state.get(RowState.HELD, {}),
            retrying=sum(by_state.get(RowState.RETRY, {}).values()),
            review=by_state.get(RowState.REVIEW, {}),
            in_doubt=_in_doubt(connection, key),
            round_trips=round_trips,
            requests=requests,
            problems=(*company_problems(company, last), *_problems(connection, key)),
            nc_only=nc_only_box(company.preferences),
            actions=(("send", "Record selected items in QuickBooks"),),
        )


def _by_state(stands: Sequence[Standing]) -> dict[RowState, dict[str, int]]:
    found: dict[RowState, dict[str, int]] = {}
    for each in stands:
        reasons = found.setdefault(RowState(each.state), {})
        reasons[each.reason or ""] = reasons.get(each.reason or "", 0) + each.number
    return found


def _in_doubt(connection: Connection, key: str) -> int:
    waiting = sets.opened(connection, key, write=True)
    return 0 if waiting is None else len(waiting.documents)


def _progress(last: Run | None) -> Progress | None:
    if last is None or last.ended is not None:
        return None
    return Progress(phase=last.phase, done=last.done, total=last.total)


def _report(run: Run) -> RunReport:
    return RunReport(
        run=run.number,
        started=run.started,
        ended=run.ended,
        outcome=run.outcome or ("It did all there was to do." if run.complete else ""),
        complete=run.complete,
        sent=run.sent,
        changed=run.changed,
        removed=run.removed,
        held=run.held,
        failed=run.failed,
        round_trips=run.round_trips,
        requests=run.requests,
        seconds_busy=run.seconds_busy,
    )


def company_problems(company: Company, last: Run | None) -> list[Problem]:
    """What concerns the whole file: that nothing guards it, and why the last run ended early."""
    return [*restored.problems(company.facts), *_unguarded(company), *_ended_early(last)]


def _unguarded(company: Company) -> list[Problem]:
    useless = company.facts.fence_step is FenceStep.UNUSABLE
    if not useless and (not company.setup.without_fence or company.facts.guarded):
        return []
    why = "QuickBooks does not keep the promises that its guard rests on" if useless else "The guard was declined"
    return [
        Problem(
            ref=None,
            title="Guard against late duplicates",
            state=RowState.REVIEW.value,
            reason="no fence",
            sentence=f"{why}: a late duplicate can only be found after it was written, not prevented.",
            remedy="Agree to the inactive Other Name on the company screen; saving that screen tries it again.",
            technical=f"fence_step {company.facts.fence_step.value}: sets go without a fence, and are looked up first",
        )
    ]


def _ended_early(last: Run | None) -> list[Problem]:
    if last is None or last.ended is None or last.complete or not last.outcome:
        return []
    return [
        Problem(
            ref=None,
            title="The last synchronization",
            state=RowState.HELD.value,
            reason="run ended early",
            sentence=last.outcome,
            remedy="Nothing is lost: everything that did not go waits, and goes with the next run.",
            since=last.ended,
        )
    ]


def _problems(connection: Connection, key: str) -> list[Problem]:
    return [problem(row) for row in rows.troubled(connection, key, PROBLEMS_SHOWN)]


def problem(row: DocumentRow) -> Problem:
    """A row's trouble in words: which document, what is wrong, what to do, and what support wants to know."""
    reason = row.reason or Reason.UNKNOWN
    sentence = f"{reason.value.user} {row.detail}".strip()
    return Problem(
        ref=row.ref,
        title=title(row),
        state=row.state.value,
        reason=reason.code,
        sentence=sentence,
        remedy=reason.value.remedy,
        technical=reason.value.support,
        since=row.changed_at,
    )


def panel(ports: Ports, ref: DocumentRef) -> Panel | None:
    """The box on a document's page: where it stands in QuickBooks, and what can be done."""
    with ports.database.read() as connection:
        company = companies.load(connection, ref.company)
        row = rows.by_ref(connection, [ref]).get(ref)
        bound = bindings.by_ref(connection, [ref]).get(ref)
    if row is None:
        return None
    row = _foreseen(ports, company, row)
    lines = []
    if bound is not None:
        lines.append(PanelLine(label="In QuickBooks as", value=f"{bound.qb_type} {bound.number or bound.name}".strip()))
        if bound.total is not None:
            lines.append(PanelLine(label="Total there", value=f"{bound.total:,.2f}"))
        if bound.applied and bound.total is not None:
            lines.append(PanelLine(label="By payments sent from here", value=_paid(bound.total, bound.applied)))
        if bound.flag:
            lines.append(PanelLine(label="Notice", value=_notice(bound.flag)))
    return Panel(
        title="QuickBooks",
        state=row.state.value,
        sentence=_sentence(row, bound is not None),
        lines=tuple(lines),
        actions=offered(row, bound),
    )


def _paid(total: Decimal, applied: Mapping[str, Decimal]) -> str:
    """What is open once the payments that went from here are taken off; others in QuickBooks are not known here."""
    left = total - sum(applied.values(), Decimal(0))
    return f"{left:,.2f} open of {total:,.2f}" if left > 0 else "paid"


def _foreseen(ports: Ports, company: Company, row: DocumentRow) -> DocumentRow:
    """The row as the next run would leave it, where it will not go: nobody has to wait for a run to learn why."""
    document = ports.host.documents([row.ref]).get(row.ref) if row.due and row.state is RowState.READY else None
    if document is None:
        return row
    decision = decide(document, company.preferences, company.setup, company.facts)
    if not isinstance(decision, Hold):
        return row
    return replace(row, state=RowState.HELD, reason=decision.reason, detail=decision.detail)


def _notice(flag: str) -> str:
    return _NOTICES.get(flag, f"It was {flag} in QuickBooks since it was sent.")


_NOTICES = {
    TOTAL_DIFFERS: "QuickBooks comes to another total than this document. It works out taxes by itself.",
    LINK_LOST: "It does not pay any more in QuickBooks what it paid when it was sent.",
    KEPT: "It stays in QuickBooks as it is there, by somebody's decision.",
    ACCEPTED: "What QuickBooks has of it is taken for right with the next run.",
    OURS: "What was changed in QuickBooks is written over with the next run.",
}


def _sentence(row: DocumentRow, is_bound: bool) -> str:
    if row.reason is not None:
        return f"{row.reason.value.user} {row.detail}".strip()
    if row.state is RowState.IN_FLIGHT:
        return "It is on its way to QuickBooks."
    if not row.due:
        taken_out = "It is not in QuickBooks any more. Sent or saved again, it goes as a new one."
        absent = taken_out if _was_taken_out(row) else "There is nothing to send."
        return "It is in QuickBooks." if is_bound else absent
    return "Changed here; the change is not in QuickBooks yet." if is_bound else "It is not in QuickBooks yet."


def offered(row: DocumentRow, bound: Binding | None) -> tuple[tuple[str, str], ...]:
    """The buttons for one document: what has drifted is decided first, and what is in QuickBooks can be taken back."""
    sending = [(action, actions.CAPTIONS[action]) for action in _sending(row, bound)]
    undoing = [(undo.UNDO, undo.CAPTION)] if undo.is_offered(row, bound) and not row.due else []
    return (*sending, *drift.offered(row, bound), *undoing)


def _sending(row: DocumentRow, bound: Binding | None) -> tuple[str, ...]:
    if row.state is RowState.REVIEW:
        return (actions.RETRY,)
    if row.state is RowState.HELD and row.reason is Reason.DUPLICATE_NUMBER:
        return (actions.ANYWAY,)
    if row.state is RowState.HELD and row.reason in _MENDED_ON_THE_DOCUMENT:
        return ()
    if row.due and row.state in (RowState.READY, RowState.HELD, RowState.RETRY):
        return (actions.SEND,)
    undone = _was_taken_out(row) and row.state is RowState.IDLE and bound is None
    return (actions.SEND,) if undone else ()


def _was_taken_out(row: DocumentRow) -> bool:
    return row.want is Want.ABSENT and row.generation > 0
