"""The doctor: what stands between a company and its QuickBooks, in sentences, with what to do about each.

It only looks. Where QuickBooks can be called from here it is asked what it is; where the Web Connector comes by itself,
the doctor tells what it said last.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from io import BytesIO

from allorders_quickbooks import company as captions
from allorders_quickbooks.cards import keys
from allorders_quickbooks.company import CompanyFacts, FenceStep
from allorders_quickbooks.errors import AnswerUnreadable, ConfigurationError, ProcessorFault
from allorders_quickbooks.exchange import answer as answers
from allorders_quickbooks.exchange.answer import Answer
from allorders_quickbooks.exchange.batch import FENCE_ID
from allorders_quickbooks.exchange.fence import Verdict, seen_by
from allorders_quickbooks.phases.check import OTHER_FILE, TOO_OLD
from allorders_quickbooks.qbxml import features, queries, versions
from allorders_quickbooks.qbxml.writer import message_set
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.run.readiness import require_setup
from allorders_quickbooks.store import companies, rows, runs, schema
from allorders_quickbooks.store.companies import Company
from allorders_quickbooks.store.runs import Run
from allorders_quickbooks.terms import WallTime

_SILENT = timedelta(days=1)
_SKEW = timedelta(minutes=2)
_QUARTER = 15 * 60  # seconds: the grain of the world's time zones


class Grade(StrEnum):
    FINE = "fine"
    NOTICE = "notice"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. Only a problem keeps documents from going."""

    subject: str
    grade: Grade
    sentence: str
    remedy: str = ""


def examine(ports: Ports, key: str) -> list[Finding]:
    """Everything about one company, in the order in which it has to be in order."""
    with ports.database.read() as connection:
        now = ports.database.now(connection)
        company = companies.load(connection, key)
        last = runs.last(connection, key)
        reasons = [(reason, number) for _, _, reason, number in rows.counts(connection, key)]
    found = [_tables(ports), *_setup(company), _lease(company, now), *_last_run(last, now)]
    found += _permissions(sum(number for reason, number in reasons if reason == Reason.NOT_PERMITTED.code))
    told = _ask(ports, company)
    if isinstance(told, Finding):
        return [*found, told, *_file(company.facts)]
    facts = company.facts
    if told is not None:
        found += _identity(told, facts)
        found += _clock(told, facts)
        read = queries.read_facts(told.all())
        seen = {"closing_date": read.closing_date, "read_at": now}
        facts = facts.model_copy(update={**features.read_features(told.all()), **seen})
    return [*found, *_file(facts)]


def _tables(ports: Ports) -> Finding:
    with ports.database.read() as connection:
        present = schema.revision(connection)
    return Finding("Tables", Grade.FINE, f"The plugin's tables are at revision {present}, on {ports.database.dialect}.")


def _setup(company: Company) -> Iterator[Finding]:
    try:
        require_setup(company.setup)
    except ConfigurationError as error:
        yield Finding("Set-up", Grade.PROBLEM, error.sentence, error.remedy)
        return
    yield Finding("Set-up", Grade.FINE, f"Connection: {captions.CAPTIONS[company.setup.connection]}.")
    if company.facts.guarded:
        yield Finding("Guard", Grade.FINE, "The record that guards against late duplicates stands.")
    elif company.setup.without_fence or company.facts.fence_step is FenceStep.UNUSABLE:
        sentence = "Nothing guards against late duplicates: they can only be found after they were written."
        yield Finding("Guard", Grade.NOTICE, sentence, "Agree to the inactive Other Name on the company screen.")
    else:
        yield Finding("Guard", Grade.NOTICE, "The guard against late duplicates is made by the first run.")
    yield _cards(company)


def _cards(company: Company) -> Finding:
    if not company.preferences.credit_cards:
        sentence = "Synchronizing credit cards is off, so no personal data has to be granted."
        return Finding("Personal data", Grade.FINE, sentence)
    try:
        keys.require()
    except keys.CardKeyMissing as missing:
        return Finding("Personal data", Grade.PROBLEM, missing.sentence, missing.remedy)
    return Finding("Personal data", Grade.FINE, "Synchronizing credit cards is on, and there is a key for them.")


def _lease(company: Company, now: datetime) -> Finding:
    if company.lease_until is None or company.lease_holder is None:
        return Finding("Lease", Grade.FINE, "Nobody is synchronizing at the moment.")
    if company.lease_until > now:
        return Finding("Lease", Grade.FINE, f"{company.lease_holder} is synchronizing.")
    return Finding("Lease", Grade.FINE, f"{company.lease_holder} has stopped without a word; the next run goes on.")


def _last_run(last: Run | None, now: datetime) -> Iterator[Finding]:
    if last is None:
        yield Finding("Last run", Grade.NOTICE, "There was no run yet.", "Press Synchronize now.")
    elif last.ended is None:
        yield Finding(
            "Last run", Grade.FINE, f"Run {last.number} is under way since {last.started:%Y-%m-%d %H:%M} UTC."
        )
    elif not last.complete:
        yield Finding("Last run", Grade.PROBLEM, f"Run {last.number} ended early: {last.outcome}", "It is tried again.")
    else:
        grade = Grade.FINE if now - last.ended < _SILENT else Grade.NOTICE
        yield Finding("Last run", grade, f"Run {last.number} ended well at {last.ended:%Y-%m-%d %H:%M} UTC.")


def _permissions(refused: int) -> Iterator[Finding]:
    if refused:
        reason = Reason.NOT_PERMITTED.value
        yield Finding("Permissions", Grade.PROBLEM, f"{reason.user} {refused} documents wait for it.", reason.remedy)


def _ask(ports: Ports, company: Company) -> Answer | Finding | None:
    """What QuickBooks says of itself now; None where nobody here can ask it."""
    try:
        require_setup(company.setup)
        if company.setup.polled:
            return None
        with ports.connect(company.setup).session() as processor:
            return answers.read(BytesIO(processor.process(_questions(company.facts))))
    except ConfigurationError as error:
        return None if company.setup.polled else Finding("QuickBooks", Grade.PROBLEM, error.sentence, error.remedy)
    except (ProcessorFault, AnswerUnreadable) as fault:
        return Finding("QuickBooks", Grade.PROBLEM, fault.sentence, fault.remedy)


def _questions(facts: CompanyFacts) -> bytes:
    fence = [(FENCE_ID, queries.fence_read(facts.fence))] if facts.fence else []
    return message_set([*fence, *queries.facts(), *features.questions()], facts.version or versions.OLDEST)


def _identity(told: Answer, facts: CompanyFacts) -> Iterator[Finding]:
    said = queries.read_facts(told.all())
    if versions.choose(said.versions) is None:
        yield Finding("QuickBooks", Grade.PROBLEM, TOO_OLD, "Use a QuickBooks of 2010 or later.")
    else:
        yield Finding("QuickBooks", Grade.FINE, f"{said.product} answers, in {said.file_mode or 'unknown'} mode.")
    if facts.fence and seen_by(told, facts).verdict is not Verdict.MOVED:
        yield Finding("Company file", Grade.PROBLEM, OTHER_FILE, "Open the right company file in QuickBooks.")
    else:
        yield Finding("Company file", Grade.FINE, f"The company file of {said.company_name} is open.")


def _clock(told: Answer, facts: CompanyFacts) -> Iterator[Finding]:
    """QuickBooks' wall clock against ours, by the last move of the fence: the one moment that both have seen."""
    reply = told.first(FENCE_ID)
    if reply is None or reply.ret is None or facts.fence_reported is None:
        return
    if reply.ret.value("EditSequence") != facts.fence_edit:
        return
    wall = WallTime.parse(reply.ret.value("TimeModified")).at
    ahead = (wall - facts.fence_reported.replace(tzinfo=None)).total_seconds()
    offset = timedelta(seconds=round(ahead / _QUARTER) * _QUARTER)
    skew = abs(timedelta(seconds=ahead) - offset)
    here = facts.fence_reported.astimezone().utcoffset() or timedelta(0)
    if skew > _SKEW:
        sentence = f"QuickBooks' clock and this one differ by {skew.total_seconds():.0f} seconds."
        yield Finding("Clock", Grade.NOTICE, sentence, "Have both computers set their clocks by the network.")
    elif offset != here:
        hours = offset.total_seconds() / 3600
        sentence = f"QuickBooks' clock is {hours:+g} hours from UTC, this computer's {here.total_seconds() / 3600:+g}."
        yield Finding("Clock", Grade.NOTICE, sentence, "Check time zone and daylight saving where QuickBooks runs.")
    else:
        yield Finding("Clock", Grade.FINE, "QuickBooks' clock and this one agree.")


def _file(facts: CompanyFacts) -> Iterator[Finding]:
    if facts.read_at is None:
        return
    closed = f"Closed up to {facts.closing_date}" if facts.closing_date else "No closing date"
    yield Finding("Closing date", Grade.FINE, f"{closed}; what is dated before it is held.")
    known = {
        "sales tax": facts.sales_tax,
        "several currencies": facts.multi_currency,
        "classes": facts.classes,
        "sites": facts.sites,
        "units of measure": facts.units,
        "lots": facts.lots,
        "serial numbers": facts.serials,
        "sales orders": facts.sales_orders,
    }
    on = ", ".join(name for name, is_on in known.items() if is_on) or "none of those that matter here"
    yield Finding("Features", Grade.FINE, f"Switched on in this file: {on}.")
