"""The start of a run: is this the company file that we know, what can it do, has history gone back?

One reading set: the fence by its ListID (the identity of the file), then Host, Company, Activity, Preferences
(qbXML reference, section 16). The path of the file is a hint only. The Web Connector asks for Host, Company and
Preferences by itself and tells before the run's first set: what it tells then is known one set earlier.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from allorders_quickbooks import effects
from allorders_quickbooks.company import CompanyFacts
from allorders_quickbooks.effects import Settled
from allorders_quickbooks.exchange.answer import Answer
from allorders_quickbooks.exchange.batch import Batch, Phase, Planned
from allorders_quickbooks.exchange.fence import Mark, Verdict, seen_by
from allorders_quickbooks.message_sets import Request
from allorders_quickbooks.phases.pull import types_of
from allorders_quickbooks.qbxml import features, queries, versions
from allorders_quickbooks.qbxml.codes import Next, judge_status
from allorders_quickbooks.qbxml.replies import Reply
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.terms import Action, SetState

TOO_OLD = "This QuickBooks is too old: it does not speak qbXML 9.0 or later."
OTHER_FILE = "Another company file is open in QuickBooks, or its sync fence was deleted. Nothing was sent."
MOVED_OR_COPIED = (
    "The company file that is open lies at {}, not at {}. A copy looks like the file itself, so nothing was sent. "
    "If the file was moved, save the company screen once more."
)
OTHER_COMPANY = (
    "QuickBooks has {} open, not {}. Nothing was sent. If the company was renamed, save the company screen once more."
)

WENT_BACK = "QuickBooks is ahead"
"""What the journal says when a run first finds the mark of a set that is not known here."""

AHEAD = (
    "QuickBooks was written to by a synchronization (run {}) that is not known here: these data come from a backup, or "
    "a copy of them works with the same company file. Nothing was sent."
)

_ANY = "any "


def plan(unknown: Iterable[str] = ()) -> Batch:
    """Ask for everything that the run has to know of the company file, and whether the `unknown` lists are empty."""
    looks = ((_ANY + each, queries.any_of(each)) for listed in unknown for each in types_of(listed))
    questions = (*queries.facts(), *features.questions(), *looks)
    return Batch(Phase.CHECK, tuple(Planned(Request(name, Action.QUERY, ""), message) for name, message in questions))


def settle(answer: Answer, facts: CompanyFacts, now: datetime, stranger: Mark | None = None) -> Settled:
    """Facts as they are now; the run ends where the file is another one, or too old to speak with, and where the fence
    bears the mark of a `stranger`: a set that our tables do not know."""
    said = queries.read_facts(answer.all())
    if not said.versions:
        return _end("QuickBooks did not say what it is; it is asked again.", Reason.BUSY)
    version = versions.choose(said.versions)
    if version is None:
        return _end(TOO_OLD, Reason.NOT_IN_EDITION)
    known = {**_said(said, version, now), **features.read_features(answer.all()), "restored_at": said.restored_at}
    gap = _gap(facts, now)
    if not facts.fence:
        if facts.company_name not in ("", said.company_name):
            return _end(OTHER_COMPANY.format(said.company_name, facts.company_name), Reason.CONFIGURATION)
        return Settled(SetState.ANSWERED.value, (effects.Facts(known), *gap), next_phase=True)
    fence = seen_by(answer, facts)
    if fence.verdict is not Verdict.MOVED:
        return _end(OTHER_FILE, Reason.CONFIGURATION)
    if stranger is not None and str(stranger) != facts.gone_on_from:
        return _went_back(stranger, facts)
    found: list[effects.Effect] = [effects.Facts({**known, "ahead": ""}), *gap]
    if fence.edit_sequence != facts.fence_edit:
        moved = {"fence_edit": fence.edit_sequence, "fence_reported": now, "check_all": True}
        detail = f"the fence has {fence.edit_sequence}, expected {facts.fence_edit}"
        found += [effects.Facts(moved), effects.Note("history went back", detail=detail)]
    elif said.restored_at != facts.restored_at and facts.restored_at:
        found += [effects.Facts({"check_all": True}), effects.Note("company file restored")]
    return Settled(SetState.ANSWERED.value, tuple(found), next_phase=True)


def _gap(facts: CompanyFacts, now: datetime) -> tuple[effects.Effect, ...]:
    """After a longer silence QuickBooks may have forgotten what was deleted in it, so that only a look at every
    transaction finds it out (All Orders reference, sync gaps)."""
    if facts.audited_at is None or now - facts.audited_at <= queries.REMEMBERED:
        return ()
    last = f"the last audit was on {facts.audited_at:%Y-%m-%d}, and QuickBooks forgets deletions"
    return effects.Facts({"check_all": True}), effects.Note("everything is looked at", detail=last)


def _went_back(stranger: Mark, facts: CompanyFacts) -> Settled:
    """QuickBooks is ahead of our tables. Whatever they say was not sent may be there."""
    said: list[effects.Effect] = [effects.Facts({"ahead": str(stranger)})]
    if facts.ahead != str(stranger):
        said.append(effects.Note(WENT_BACK, detail=f"set {stranger.set_id} of run {stranger.run}"))
    return Settled(SetState.CLOSED.value, tuple(said), end_run=AHEAD.format(stranger.run), reason=Reason.CONFIGURATION)


def met(answer: Answer, unknown: Iterable[str]) -> Iterator[effects.ListMet]:
    """Which of those lists hold anything; one whose question was not answered is asked about again."""
    for listed in unknown:
        found = [_any(answer, each) for each in types_of(listed)]
        if None not in found:
            yield effects.ListMet(listed, not any(found))


def _any(answer: Answer, asked: str) -> bool | None:
    """Whether there is anything of that type; a sales tax item, which nobody makes here, is of none. None where the
    question was not answered."""
    reply = answer.first(_ANY + asked)
    if reply is None or judge_status(reply.status.code).next not in (Next.DONE, Next.EMPTY):
        return None
    return reply.ret is not None


def introduce(answer: Answer, facts: CompanyFacts, file_id: str, path: str, now: datetime) -> Settled | None:
    """What the Web Connector has asked by itself. None where that is nothing; the run ends where it works for another
    company file than the one that `file_id` was given to, for one that lies elsewhere than at its last `path`, or for a
    QuickBooks that is too old. It tells nothing of the fence and of restores: the run asks all the same."""
    replies = list(answer.all())
    said = queries.read_facts(replies)
    if not said.versions:
        return None
    version = versions.choose(said.versions)
    if version is None:
        return _end(TOO_OLD, Reason.NOT_IN_EDITION)
    if any(_plain(found) != _plain(file_id) for found in _file_ids(replies)):
        return _end(OTHER_FILE, Reason.CONFIGURATION)
    if not facts.fence and facts.company_name not in ("", said.company_name):
        return _end(OTHER_COMPANY.format(said.company_name, facts.company_name), Reason.CONFIGURATION)
    if path and facts.path and path.casefold() != facts.path.casefold():
        return _end(MOVED_OR_COPIED.format(path, facts.path), Reason.CONFIGURATION)
    known = {**_said(said, version, now), **features.read_features(replies), "path": path or facts.path}
    return Settled(SetState.ANSWERED.value, (effects.Facts(known),))


def _file_ids(replies: Iterable[Reply]) -> Iterator[str]:
    """The mark that the Web Connector has put on the company file, as private data of the company."""
    for reply in replies:
        for mark in reply.ret.all("DataExtRet") if reply.ret is not None and reply.ret.tag == "CompanyRet" else ():
            if mark.value("DataExtName") == "FileID":
                yield mark.value("DataExtValue")


def _plain(guid: str) -> str:
    return guid.strip().strip("{}").lower()


def _said(said: queries.ReadFacts, version: str, now: datetime) -> dict[str, object]:
    return {
        "company_name": said.company_name,
        "product": said.product,
        "version": version,
        "file_mode": said.file_mode,
        "closing_date": said.closing_date,
        "sales_tax": said.sales_tax,
        "multi_currency": said.multi_currency,
        "read_at": now,
    }


def _end(sentence: str, reason: Reason) -> Settled:
    return Settled(SetState.CLOSED.value, end_run=sentence, reason=reason)
