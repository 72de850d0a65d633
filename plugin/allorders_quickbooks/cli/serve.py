"""`allorders-quickbooks serve`: the endpoint for the Web Connector, by itself."""

from __future__ import annotations

import click

from allorders_quickbooks.cli import order_system
from allorders_quickbooks.cli.extras import of_extra


@click.command()
@order_system.options
@click.option("--bind", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="The address to listen at.")
@click.option("--port", default=8083, show_default=True, type=click.IntRange(0, 65535))
def serve(url: str, host: str | None, bind: str, port: int) -> None:
    """Answer the Web Connector at /qbwc until it is interrupted.

    It speaks plain HTTP. For a Web Connector on another machine put a server in front of it that speaks TLS.

    \b
    allorders-quickbooks serve --order-system sqlite:///orders.sqlite3 --port 8083
    """
    with of_extra("web-connector"):
        from allorders_quickbooks.web_connector.server import serve_forever
        from allorders_quickbooks.web_connector.service import open_service

    service = open_service(order_system.opened(url, host))
    serve_forever(service, bind, port, lambda address: click.echo(f"The Web Connector's address is {address}"))
