"""`allorders-quickbooks qwc`: write the file that adds a company to the Web Connector, and tell its password once."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import click

from allorders_quickbooks.cli import order_system
from allorders_quickbooks.cli.extras import of_extra
from allorders_quickbooks.errors import ConfigurationError
from allorders_quickbooks.run.ports import tables_of
from allorders_quickbooks.store import companies
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.schema import migrate


@click.command()
@order_system.options
@click.option("--company", metavar="KEY", required=True, help="The company, as the order system calls it.")
@click.option("--url", "address", metavar="URL", required=True, help="Where the Web Connector reaches `serve`.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True, metavar="FILE")
@click.option("--user", metavar="NAME", help="The user name; by default it is made from the company.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")
def qwc(url: str, host: str | None, company: str, address: str, output: Path, user: str | None, as_json: bool) -> None:
    """Write the .qwc file of a company and print its user and password, which are shown only this once.

    Calling it again gives a new password; the old one is no longer good then.

    \b
    allorders-quickbooks qwc --order-system sqlite:///orders.sqlite3 --company main \\
        --url https://books.example.com/qbwc --output main.qwc
    """
    with of_extra("web-connector"):
        from allorders_quickbooks.web_connector.enrolment import enrol

    services = order_system.opened(url, host)
    if company not in services.companies():
        raise click.UsageError(f"There is no company {company!r}. There are: {', '.join(services.companies())}.")
    with closing(Database(tables_of(services, company))) as database:
        migrate(database)
        with database.write() as connection:
            companies.opened(connection, company)
        try:
            enrolled = enrol(database, company, address, user or f"allorders-{company}")
        except ConfigurationError as error:
            raise click.UsageError(f"{error.sentence} {error.remedy}") from error
    output.write_bytes(enrolled.content)
    told = {"file": str(output), "user": enrolled.user, "password": enrolled.password, "file_id": enrolled.file_id}
    click.echo(json.dumps(told) if as_json else _sentences(told))


def _sentences(told: dict[str, str]) -> str:
    return (
        f"Open {told['file']} in the Web Connector, on the machine where QuickBooks is.\n"
        f"User:     {told['user']}\n"
        f"Password: {told['password']}\n"
        "The password is not kept: type it into the Web Connector now."
    )
