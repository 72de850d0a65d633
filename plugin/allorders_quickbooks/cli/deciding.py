"""Deciding about documents: `show`, `send`, `postpone`, `decide`, `link`; and about a backup: `go-on-restored`."""

from __future__ import annotations

from collections.abc import Sequence

import click
from allorders_hooks.host import Right

from allorders_quickbooks.cli.company import Desk, command, documents_argument
from allorders_quickbooks.cli.table import table
from allorders_quickbooks.operations import actions, drift, keeping_out, linking, panel, restored, verbs
from allorders_quickbooks.operations import versions as both
from allorders_quickbooks.operations.versions import Versions
from allorders_quickbooks.store import companies

_VERBS = {action.replace("_", "-"): action for action in drift.CAPTIONS}
_SIDES = ("Field", "As it was sent last", "Here now", "In QuickBooks", "Changed")
_document = click.argument("document", metavar="KIND:KEY")


@command
@_document
@click.option("--all", "every", is_flag=True, help="All fields of both versions, not those alone that differ.")
def show(desk: Desk, document: str, every: bool) -> None:
    """Where one document stands, both versions of it field by field, and what can be done.

    \b
    allorders-quickbooks show --order-system sqlite:///orders.sqlite3 ship_doc:1042
    """
    (ref,) = desk.documents([document])
    box = panel.panel(desk.ports, ref)
    found = both.versions(desk.ports, desk.company, [ref]).get(ref)
    candidates = linking.candidates(desk.ports, ref)
    lines = [box.sentence, *(f"{line.label}: {line.value}" for line in box.lines)] if box is not None else []
    lines += version_lines(found, every=every) if found is not None else []
    lines += [f"{caption}: {action.replace('_', '-')}" for action, caption in box.actions] if box is not None else []
    lines += [f"In QuickBooks, by its name: {each.name} ({each.qb_id})" for each in candidates]
    desk.say({"box": box, "versions": found, "candidates": candidates}, lines)


def version_lines(found: Versions, *, every: bool = False) -> list[str]:
    """Both versions as a table; nothing where they do not differ and not every field is wanted."""
    fields = found.fields if every else found.differing
    cells = [(each.caption, each.before, each.here, each.there, each.changed or "") for each in fields]
    return table(_SIDES, cells) if cells else []


@command
@documents_argument(required=True)
@click.option("--only", is_flag=True, help="The next run sends these and nothing else.")
@click.option("--anyway", is_flag=True, help="Although QuickBooks has a document of that number.")
def send(desk: Desk, documents: Sequence[str], only: bool, anyway: bool) -> None:
    """Have documents sent with the next run, whatever the preferences say of their kind.

    \b
    allorders-quickbooks send --order-system sqlite:///orders.sqlite3 ship_doc:1042
    allorders-quickbooks send --order-system sqlite:///orders.sqlite3 --anyway ship_doc:1042
    """
    if only and anyway:
        raise click.UsageError("Say --only or --anyway, not both.")
    _do(desk, actions.ONLY if only else actions.ANYWAY if anyway else actions.SEND, documents)


@command
@documents_argument(required=True)
def postpone(desk: Desk, documents: Sequence[str]) -> None:
    """Leave documents for a day; then they go by themselves.

    \b
    allorders-quickbooks postpone --order-system sqlite:///orders.sqlite3 ship_doc:1042
    """
    _do(desk, actions.POSTPONE, documents)


@command
@documents_argument(required=True)
@click.option("--clear", is_flag=True, help="Take the mark off again.")
def nc_only(desk: Desk, documents: Sequence[str], clear: bool) -> None:
    """Mark documents NC Only, so that they stay out of QuickBooks, where the order system lets that be done from here.

    \b
    allorders-quickbooks nc-only --order-system sqlite:///orders.sqlite3 ship_doc:1042
    """
    _do(desk, keeping_out.IN if clear else keeping_out.OUT, documents)


@command
@click.argument("verb", type=click.Choice(list(_VERBS)), metavar="VERB")
@documents_argument(required=True)
def decide(desk: Desk, verb: str, documents: Sequence[str]) -> None:
    """Decide about what is not any more in QuickBooks what it was when it was sent.

    VERB is keep (it may stay there as it is), accept (what QuickBooks has is right), resend (this version goes over
    it), unlink (it goes again as a new one), take-theirs (of a record), or follow-merge. `show` says which fit.

    \b
    allorders-quickbooks decide --order-system sqlite:///orders.sqlite3 resend ship_doc:1042
    """
    _do(desk, _VERBS[verb], documents)


def _do(desk: Desk, action: str, documents: Sequence[str]) -> None:
    desk.require(Right.OPERATE)
    desk.told(verbs.do(desk.ports, desk.company, action, desk.documents(documents), desk.person))


@command
@_document
@click.argument("qb_id", metavar="ID")
def link(desk: Desk, document: str, qb_id: str) -> None:
    """Link a document or record to what QuickBooks has already, by its ListID or TxnID. The next run reads it.

    \b
    allorders-quickbooks link --order-system sqlite:///orders.sqlite3 customer:17 80000001-1234567890
    """
    desk.require(Right.OPERATE)
    (ref,) = desk.documents([document])
    desk.told(linking.link(desk.ports, ref, qb_id, desk.person))


@command
@click.option("--yes", is_flag=True, help="Do it, and do not ask.")
def go_on_restored(desk: Desk, yes: bool) -> None:
    """Go on after the order system's data were restored from a backup, so that QuickBooks is ahead of them.

    Every document that is not known to be in QuickBooks is looked for there before it is sent.

    \b
    allorders-quickbooks go-on-restored --order-system sqlite:///orders.sqlite3
    """
    desk.require(Right.CONFIGURE)
    with desk.ports.database.read() as connection:
        found = restored.problems(companies.load(connection, desk.company).facts)
    if found and not yes:
        click.echo(f"{found[0].sentence} {found[0].remedy}", err=True)
        click.confirm("Go on with these data?", abort=True, err=True)
    desk.told(verbs.do(desk.ports, desk.company, restored.GO_ON, (), desk.person))
