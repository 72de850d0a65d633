"""QuickBooks is ahead of us: the order system's data come from a backup, and what was sent since is not known here.

A run notices it by the mark on the fence, before anything is written, and nothing is sent until a person has decided.
Where the data are to be gone on with, every binding is read anew, and every document that is not known to be in
QuickBooks is looked for there before it is sent. What was sent and is lost here stays in QuickBooks, as nobody's.
"""

from __future__ import annotations

from allorders_hooks.host import Right
from allorders_hooks.settings import Action
from allorders_hooks.status import ActionResult, Problem
from sqlalchemy import Connection

from allorders_quickbooks.company import FILE_TAB, CompanyFacts
from allorders_quickbooks.exchange.fence import Mark
from allorders_quickbooks.phases.check import AHEAD
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.store import companies, decisions, journal
from allorders_quickbooks.terms import RowState

GO_ON = "go_on_restored"
CAPTION = "These data were restored from a backup: go on with them"
_BEGINNING = "1990-01-01T00:00:00"  # where QuickBooks' clock was never met
_GENERATIONS = 1000  # more than one document ever had between a backup and its return


def buttons(facts: CompanyFacts) -> tuple[Action, ...]:
    """The one of the company screen, while somebody has to decide."""
    return (Action(name=GO_ON, caption=CAPTION, tab=FILE_TAB),) if facts.ahead else ()


def problems(facts: CompanyFacts) -> list[Problem]:
    """What is asked of a person, in the words of the problem list."""
    mark = Mark.parse(facts.ahead)
    if mark is None:
        return []
    return [
        Problem(
            ref=None,
            title="Data from a backup",
            state=RowState.REVIEW.value,
            reason="restored",
            sentence=AHEAD.format(mark.run),
            remedy=(
                "If another copy of the order system works with this company file, stop it. If these data were "
                f"restored, press “{CAPTION}” on the company screen: everything is looked for before it is sent."
            ),
            technical=f"the fence bears set {mark.set_id} of run {mark.run}, which is in no table here",
        )
    ]


def do(ports: Ports, key: str, action: str, user: str) -> ActionResult | None:
    """Go on with the restored data; None for the name of another action. It needs CONFIGURE."""
    if action != GO_ON:
        return None
    if not ports.host.may(user, Right.CONFIGURE, key):
        return ActionResult(done=False, sentence="You may not decide which data are gone on with.")
    with ports.database.write() as connection:
        company = companies.load_locked(connection, key)
        mark = Mark.parse(company.facts.ahead)
        if mark is None:
            return ActionResult(done=False, sentence="QuickBooks is not ahead of these data.")
        number = _go_on(connection, company, mark)
        line = journal.Line("gone on with restored data", None, f"after run {mark.run}; {number} documents looked for")
        journal.write(connection, key, [line], now=ports.database.now(connection), who=user)
        companies.ask_for_run(connection, key)
    return ActionResult(
        done=True, sentence=f"The next run, which starts now, looks for {number} documents before it sends any."
    )


def _go_on(connection: Connection, company: companies.Company, mark: Mark) -> int:
    """Runs are numbered after those that were lost, and so are the generations of documents that are new."""
    facts = {
        "ahead": "",
        "gone_on_from": str(mark),
        "check_all": True,
        "first_generation": company.facts.first_generation + _GENERATIONS,
    }
    companies.change_facts(connection, company.key, facts)
    companies.change(connection, company.key, run_counter=max(company.run_counter, mark.run))
    return decisions.look_for_all(connection, company.key, company.facts.wall_seen or _BEGINNING)
