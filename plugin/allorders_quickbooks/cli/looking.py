"""Looking: `status`, `preview`, `problems`, `history`."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from allorders_quickbooks.cli.company import NOT_RUN, PROBLEMS, Desk, command
from allorders_quickbooks.cli.deciding import version_lines
from allorders_quickbooks.operations import history as past
from allorders_quickbooks.operations import now as present
from allorders_quickbooks.operations import preview as foreseeing
from allorders_quickbooks.operations import problems as trouble
from allorders_quickbooks.store.journal import Filter


@command
def status(desk: Desk) -> None:
    """How things stand: connection, last contact, what waits, what is held.

    \b
    allorders-quickbooks status --order-system sqlite:///orders.sqlite3
    """
    now = present.now(desk.ports, desk.company)
    shown = now.status
    heard = f"{now.heard:%Y-%m-%d %H:%M} UTC" if now.heard else "never"
    lines = [
        f"Connection  {shown.connection}{'' if shown.ready else ' (not set up)'}",
        f"Last heard  {heard}{' (longer ago than it should be)' if now.is_old else ''}",
        f"In books    {shown.in_books}",
        f"Waiting     {shown.waiting}, {shown.available} more to be chosen",
        f"Held        {sum(shown.held.values())}, retrying {shown.retrying}, to review {sum(shown.review.values())}",
        f"In doubt    {shown.in_doubt}",
    ]
    if shown.progress is not None:
        lines.append(f"Under way   {shown.progress.phase}, {shown.progress.done} of {shown.progress.total or '?'}")
    if shown.last_run is not None:
        lines.append(f"Last run    {shown.last_run.run}: {shown.last_run.outcome}")
    desk.say(now, lines)
    if not shown.ready:
        raise SystemExit(NOT_RUN)
    if shown.held or shown.review or shown.in_doubt:
        raise SystemExit(PROBLEMS)


@command
@click.option("--limit", type=click.IntRange(1, foreseeing.MOST), default=50, show_default=True)
@click.option("--qbxml", is_flag=True, help="The request of each document too; card numbers are masked.")
def preview(desk: Desk, limit: int, qbxml: bool) -> None:
    """What the next run would send, in order, and what would stay and why. Nothing is sent.

    \b
    allorders-quickbooks preview --order-system sqlite:///orders.sqlite3 --qbxml
    """
    found = foreseeing.foresee(desk.ports, desk.company, limit)
    lines = [f"{found.total} documents and records are due."]
    for each in found.documents:
        lines.append(f"{each.title:<24}{each.becomes.value}. {each.because}".rstrip())
        if qbxml and each.qbxml:
            lines += [f"    {line}" for line in each.qbxml.splitlines()]
    desk.say(found, lines)


@command
@click.option("--reason", metavar="CODE", help="The documents of one cause, instead of all causes.")
def problems(desk: Desk, reason: str | None) -> None:
    """What keeps documents out of the books, by cause, and what to do about each.

    \b
    allorders-quickbooks problems --order-system sqlite:///orders.sqlite3
    allorders-quickbooks problems --order-system sqlite:///orders.sqlite3 --reason duplicate_number
    """
    found = trouble.problems(desk.ports, desk.company)
    if reason is not None:
        _documents(desk, found, reason)
        return
    lines = [f"{each.title}: {each.sentence}\n    -> {each.remedy}" for each in found.company]
    lines += [
        f"{group.number:>6} {group.state:<7}{group.reason}: {group.sentence}\n    -> {group.remedy}"
        for group in found.groups
    ]
    if found.in_doubt is not None:
        lines.append(
            f"In doubt: set {found.in_doubt.set_id}, {len(found.in_doubt.documents)} documents. {found.in_doubt.known}"
        )
    desk.say(found, lines or ["There are none."])
    if lines:
        raise SystemExit(PROBLEMS)


def _documents(desk: Desk, found: trouble.Problems, reason: str) -> None:
    groups = [group for group in found.groups if group.reason == reason]
    listed = [each for group in groups for each in trouble.documents(desk.ports, desk.company, reason, group.state)]
    lines: list[str] = []
    for each in listed:
        ref = each.problem.ref
        name = f"{ref.kind}:{ref.key}" if ref is not None else ""
        lines.append(f"{each.problem.title} ({name}): {each.problem.sentence}")
        lines += version_lines(each.versions) if each.versions is not None else []
    desk.say(listed, lines or ["There are none."])
    if listed:
        raise SystemExit(PROBLEMS)


_DAY = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])


@command
@click.option("--runs", is_flag=True, help="The runs, instead of the journal.")
@click.option("--set", "set_id", metavar="ID", help="One message set: the exact request and its answer.")
@click.option("--document", metavar="KIND:KEY", help="Only what concerns this document.")
@click.option("--who", metavar="NAME", default="", help="Only what this person did.")
@click.option("--what", metavar="CODE", default="", help="Only lines that begin so: held, asked, decided ...")
@click.option("--since", type=_DAY, help="From this day on (UTC).")
@click.option("--until", type=_DAY, help="Before this day (UTC).")
@click.option("--csv", "as_csv", is_flag=True, help="All lines that fit, as CSV.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=past.PAGE, show_default=True)
def history(
    desk: Desk,
    runs: bool,
    set_id: str | None,
    document: str | None,
    who: str,
    what: str,
    since: datetime | None,
    until: datetime | None,
    as_csv: bool,
    limit: int,
) -> None:
    """What was done and when: the journal, the runs, or one message set with its answer.

    \b
    allorders-quickbooks history --order-system sqlite:///orders.sqlite3 --document ship_doc:1042
    allorders-quickbooks history --order-system sqlite:///orders.sqlite3 --since 2026-01-01 --csv > january.csv
    """
    if runs:
        found = past.list_runs(desk.ports, desk.company, limit=limit)
        desk.say(found, [f"{run.number:>6}  {run.started:%Y-%m-%d %H:%M}  {run.summary}" for run in found])
        return
    if set_id is not None:
        _set(desk, set_id)
        return
    (ref,) = desk.documents([document]) if document else (None,)
    about = {"kind": ref.kind, "key": ref.key} if ref is not None else {}
    wanted = Filter(**about, who=who, what=what, since=_utc(since), until=_utc(until))
    if as_csv:
        for piece in past.csv_text(desk.ports, desk.company, wanted):
            click.echo(piece, nl=False)
        return
    lines = past.lines(desk.ports, desk.company, wanted, limit=limit)
    shown = [f"{e.at:%Y-%m-%d %H:%M:%S}  {e.ref or ''}  {e.what}  {e.who}  {e.detail}".rstrip() for e in lines]
    desk.say(lines, shown)


def _set(desk: Desk, set_id: str) -> None:
    found = past.message_set(desk.ports, desk.company, set_id)
    if found is None:
        raise click.UsageError(f"There is no message set {set_id!r}.")
    desk.say(found, [f"Set {found.set_id} of run {found.run}, {found.state}", found.request, found.answer])


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=UTC)
