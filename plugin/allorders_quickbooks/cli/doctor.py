"""`allorders-quickbooks doctor`: examine a company's way to QuickBooks and say what to do."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import asdict

import click

from allorders_quickbooks.cli import order_system
from allorders_quickbooks.operations.doctor import Finding, Grade, examine
from allorders_quickbooks.processors.ways import connector
from allorders_quickbooks.run.ports import Ports, SystemChance, SystemClock, tables_of
from allorders_quickbooks.store import companies
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.schema import migrate

_MARKS = {Grade.FINE: "ok", Grade.NOTICE: "note", Grade.PROBLEM: "PROBLEM"}


@click.command()
@order_system.options
@click.option("--company", metavar="KEY", help="The company; all of them where it is left out.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")
def doctor(url: str, host: str | None, company: str | None, as_json: bool) -> None:
    """Look at connection, company file, version, permissions, dates, clocks, leases and tables; change nothing.

    Exits with 1 where something keeps documents from going, with 0 otherwise.

    \b
    allorders-quickbooks doctor --order-system sqlite:///orders.sqlite3
    """
    services = order_system.opened(url, host)
    known = services.companies()
    if company is not None and company not in known:
        raise click.UsageError(f"There is no company {company!r}. There are: {', '.join(known)}.")
    found: dict[str, list[Finding]] = {}
    for key in [company] if company else known:
        with closing(Database(tables_of(services, key))) as database:
            migrate(database)
            with database.write() as connection:
                companies.opened(connection, key)
            ports = Ports(services, database, SystemClock(), SystemChance(), connector, "doctor")
            found[key] = examine(ports, key)
    click.echo(_json(found) if as_json else _sentences(found))
    if any(finding.grade is Grade.PROBLEM for findings in found.values() for finding in findings):
        raise SystemExit(1)


def _json(found: dict[str, list[Finding]]) -> str:
    return json.dumps({key: [asdict(finding) for finding in findings] for key, findings in found.items()})


def _sentences(found: dict[str, list[Finding]]) -> str:
    lines: list[str] = []
    for key, findings in found.items():
        lines.append(f"Company {key}")
        for finding in findings:
            lines.append(f"  {_MARKS[finding.grade]:<8}{finding.subject}: {finding.sentence}")
            if finding.remedy:
                lines.append(f"          -> {finding.remedy}")
    return "\n".join(lines)
