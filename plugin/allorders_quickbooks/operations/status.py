"""How a company stands: counts, progress, the last run, and the problem list with a sentence and a remedy each."""

from __future__ import annotations

from collections.abc import Sequence

from allorders_hooks.status import Problem, Progress, RunReport, SyncStatus, SyncSummary
from sqlalchemy import Connection

from allorders_quickbooks import company as company_module
from allorders_quickbooks.company import Connection as Way
from allorders_quickbooks.company import FenceStep
from allorders_quickbooks.operations import restored
from allorders_quickbooks.operations.naming import title
from allorders_quickbooks.policy import kinds_sent_unasked, kinds_that_stay, nc_only_box
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.run.readiness import is_set_up
from allorders_quickbooks.store import bindings, companies, rows, runs, sets
from allorders_quickbooks.store.companies import Company
from allorders_quickbooks.store.rows import Standing
from allorders_quickbooks.store.runs import Run
from allorders_quickbooks.terms import DocumentRow, RowState

PROBLEMS_SHOWN = 20


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
            **dict(_summary(company)),
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
        )


def summary(ports: Ports, key: str) -> SyncSummary:
    """What each page of the host needs of it: one row is read for it, however much there is."""
    with ports.database.read() as connection:
        return _summary(companies.load(connection, key))


def _summary(company: Company) -> SyncSummary:
    return SyncSummary(
        company=company.key,
        connection=company_module.CAPTIONS[company.setup.connection],
        simulated=company.setup.connection is Way.SIMULATOR,
        ready=is_set_up(company.setup),
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
