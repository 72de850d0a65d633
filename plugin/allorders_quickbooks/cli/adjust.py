"""`allorders-quickbooks adjust`: adjust what nothing explains of the stock, here or in QuickBooks."""

from __future__ import annotations

from collections.abc import Sequence

import click
from allorders_hooks.host import Right

from allorders_quickbooks.cli.company import Desk, command
from allorders_quickbooks.operations import adjustments, verbs
from allorders_quickbooks.operations.naming import figure
from allorders_quickbooks.run.adjusting import Booked
from allorders_quickbooks.store import adjusted
from allorders_quickbooks.store.adjusted import Adjusted

_numbers = click.argument("numbers", nargs=-1, required=True, type=click.IntRange(1), metavar="NUMBER...")


@click.group()
def adjust() -> None:
    """Adjust what nothing explains of the stock: propose, look at the lines, accept, dismiss, take back.

    \b
    allorders-quickbooks adjust propose --order-system sqlite:///orders.sqlite3 --side quickbooks
    """


def _list(desk: Desk) -> None:
    """What was proposed and made, newest first.

    \b
    allorders-quickbooks adjust list --order-system sqlite:///orders.sqlite3
    """
    found = adjustments.latest(desk.ports, desk.company)
    desk.say(found, [_sentence(each) for each in found] or ["Nothing was proposed or adjusted yet."])


def _sentence(each: Adjusted) -> str:
    where = "in the order system" if each.made_here else "in QuickBooks"
    return f"{each.number:>6}  {each.state.value:<9}{where}, {len(each.lines)} items worth {each.worth:.2f}"


@click.option(
    "--side",
    type=click.Choice(["here", "quickbooks"]),
    required=True,
    help="The side that is adjusted, so that it has the quantities of the other.",
)
@click.option("--account", metavar="NAME", help="Without it, that of the company screen; without both, its class too.")
@click.option("--class", "class_name", metavar="NAME", default="", help="The class, where an account is named.")
def _propose(desk: Desk, side: str, account: str | None, class_name: str) -> None:
    """Propose adjustments for what the last comparison left unexplained. Nothing is adjusted yet.

    \b
    allorders-quickbooks adjust propose --order-system sqlite:///orders.sqlite3 --side quickbooks
    """
    desk.require(Right.OPERATE)
    booked = Booked(account, class_name) if account is not None else None
    made_here = side == "here"
    desk.told(adjustments.propose(desk.ports, desk.company, desk.person, made_here=made_here, booked=booked))


@_numbers
def _show(desk: Desk, numbers: Sequence[int]) -> None:
    """The lines of adjustments, each with its worth.

    \b
    allorders-quickbooks adjust show --order-system sqlite:///orders.sqlite3 1
    """
    found = adjustments.look(desk.ports, desk.company, numbers)
    lines = []
    for looked_at in found:
        lines.append(_sentence(looked_at.adjustment))
        lines += [f"        {line.name}: {figure(line.quantity)}, worth {line.worth:.2f}" for line in looked_at.lines]
    desk.say(found, lines or ["No adjustment of that number is there any more."])


@_numbers
def _accept(desk: Desk, numbers: Sequence[int]) -> None:
    """Carry proposals out with the next run.

    \b
    allorders-quickbooks adjust accept --order-system sqlite:///orders.sqlite3 1 2
    """
    _act(desk, adjustments.ACCEPT, numbers)


@_numbers
def _dismiss(desk: Desk, numbers: Sequence[int]) -> None:
    """Forget proposals.

    \b
    allorders-quickbooks adjust dismiss --order-system sqlite:///orders.sqlite3 2
    """
    _act(desk, adjustments.DISMISS, numbers)


@_numbers
def _undo(desk: Desk, numbers: Sequence[int]) -> None:
    """Take adjustments back with the next run.

    \b
    allorders-quickbooks adjust undo --order-system sqlite:///orders.sqlite3 1
    """
    desk.require(Right.UNDO)
    _act(desk, adjustments.UNDO, numbers)


def _act(desk: Desk, action: str, numbers: Sequence[int]) -> None:
    desk.require(Right.OPERATE)
    refs = [adjusted.own_ref(desk.company, number) for number in numbers]
    desk.told(verbs.do(desk.ports, desk.company, action, refs, desk.person))


for _verb in (_list, _propose, _show, _accept, _dismiss, _undo):
    adjust.add_command(command(_verb), _verb.__name__.removeprefix("_"))
