"""`allorders-quickbooks setup`: set a company file up, guided by what it has."""

from __future__ import annotations

from collections.abc import Mapping

import click
from allorders_hooks.host import Right

from allorders_quickbooks.cli.company import PROBLEMS, Desk, command
from allorders_quickbooks.operations import doctor, guided


@command
@click.option("--set", "chosen", multiple=True, metavar="SETTING=VALUE", help="A setting of the company screen.")
@click.option("--suggested", is_flag=True, help="Take every suggestion for what the company file does not have.")
@click.option("--ask", is_flag=True, help="Ask for each setting; Enter takes what is suggested.")
def setup(desk: Desk, chosen: tuple[str, ...], suggested: bool, ask: bool) -> None:
    """Set a company file up step by step: connection, guard record, start date, accounts, items, vendor, class.

    Without an option it shows the steps and the suggestions, and sets nothing. Matching has a command of its own.

    \b
    allorders-quickbooks setup --order-system sqlite:///orders.sqlite3 \\
        --set connection=simulator --set location=books.qbsim --set fence_consent=on --set start_date=2026-01-01
    """
    values = _values(chosen)
    found = guided.suggestions(desk.ports, desk.company)
    if suggested:
        values = {each.field: each.suggested for each in found if each.suggested} | values
    if ask:
        values |= {
            each.field: click.prompt(each.caption, default=each.suggested or each.value, err=True)
            for each in found
            if each.field not in values
        }
    if values:
        desk.require(Right.CONFIGURE)
        result = guided.save(desk.ports, desk.company, values, desk.person)
        if not result.done:
            wrong = [f"{field}: {sentence}" for field, sentence in result.errors.items()]
            desk.refuse(" ".join([result.sentence, *wrong]), PROBLEMS)
    _show(desk)


def _values(chosen: tuple[str, ...]) -> dict[str, str]:
    pairs = [each.partition("=") for each in chosen]
    if any(not equals for _, equals, _ in pairs):
        raise click.UsageError("--set takes SETTING=VALUE.")
    return {name.strip(): value.strip() for name, _, value in pairs}


def _show(desk: Desk) -> None:
    steps = guided.steps(desk.ports, desk.company)
    found = guided.suggestions(desk.ports, desk.company)
    examined = doctor.examine(desk.ports, desk.company)
    lines = [f"{'done' if step.done else 'to do':<7}{step.sentence}" for step in steps]
    lines += [_sentence(each) for each in found]
    lines += [f"{each.subject}: {each.sentence}" for each in examined]
    told: Mapping[str, object] = {"steps": steps, "settings": found, "examined": examined}
    desk.say(told, lines)


def _sentence(each: guided.Suggestion) -> str:
    stands = "is there" if each.is_there else f"suggested: “{each.suggested}”" if each.suggested else "not in the file"
    return f"{each.field:<26}“{each.value}” ({stands})  {each.caption}"
