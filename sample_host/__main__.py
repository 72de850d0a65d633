"""The command line: `python -m sample_host` serves the order system, `python -m sample_host demo` runs the demo."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from pathlib import Path

import waitress  # type: ignore[import-untyped]

from sample_host.announce import COMPANY
from sample_host.app import served
from sample_host.demo import SIMULATOR, WEB_CONNECTOR, demo
from sample_host.demo_everything import demo_everything
from sample_host.demo_together import demo_together
from sample_host.demonstration import populate
from sample_host.running import NotSetUp, connect_to_books, is_connected, running
from sample_host.workplace import workplace

ADDRESS = "127.0.0.1"
AT_FIRST = 120  # documents that a new workplace starts with


def serve(options: Namespace) -> int:
    """Serve the order system on this machine until it is interrupted."""
    place = workplace(options.workdir, options.database)
    _say(f"Data is kept in {place.directory}")
    with running(place.database, place.books) as shop:
        try:
            if not is_connected(shop):
                connect_to_books(shop)
        except NotSetUp as fault:
            _say(str(fault))
        if not any(True for _ in shop.host.changed(COMPANY, None)):
            _say("Making demonstration data ...")
            populate(shop.host.orders, AT_FIRST, 1, lambda *_: None)
        _say(f"Open http://{ADDRESS}:{options.port} in a browser. Stop with Ctrl+C.")
        waitress.serve(served(shop), host=ADDRESS, port=options.port, threads=8)
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help")):
        arguments = ["serve", *arguments]
    options = _parser().parse_args(arguments)
    if options.command == "demo":
        if options.workstations or options.companies or options.workers:
            return demo_together(options)
        return demo_everything(options) if options.all_documents else demo(options)
    return serve(options)


def _parser() -> ArgumentParser:
    where = ArgumentParser(add_help=False)
    where.add_argument("--database", metavar="URL", help="SQLAlchemy URL; without it an SQLite file in the workdir")
    where.add_argument("--workdir", type=Path, help="directory for all data")
    parser = ArgumentParser(
        prog="python -m sample_host", description="A sample order system with the QuickBooks plugin."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    serving = commands.add_parser("serve", parents=[where], help="serve the pages; this is the default")
    serving.add_argument("--port", type=int, default=5000)
    demonstrating = commands.add_parser(
        "demo", parents=[where], help="save, synchronize, report; without --workdir in a temporary directory"
    )
    demonstrating.add_argument(
        "--import", dest="import_path", type=_file, metavar="PATH", help="the Northwind SQLite file"
    )
    demonstrating.add_argument("--documents", type=_number, default=200, help="how many to make without --import (200)")
    demonstrating.add_argument(
        "--all-documents", action="store_true", help="make documents of every kind, and compare both trial balances"
    )
    demonstrating.add_argument("--seed", type=int, default=1, help="what the made documents are drawn from")
    demonstrating.add_argument("--save-qbxml", type=Path, metavar="DIR", help="keep every qbXML message there")
    demonstrating.add_argument(
        "--connection",
        choices=(SIMULATOR, WEB_CONNECTOR),
        default=SIMULATOR,
        help="whether the plugin works by itself or over HTTP, for a Web Connector in another process",
    )
    demonstrating.add_argument("--save-soap", type=Path, metavar="DIR", help="keep every SOAP envelope there")
    demonstrating.add_argument("--workstations", type=_number, metavar="W", help="that many processes of the host")
    demonstrating.add_argument(
        "--companies", type=_number, metavar="C", help="that many companies, each with a company file of its own"
    )
    demonstrating.add_argument(
        "--workers", type=_number, metavar="N", help="that many workers for them, instead of the host's own processes"
    )
    demonstrating.add_argument("--json", action="store_true", help="one JSON object on the last line")
    return parser


def _file(text: str) -> Path:
    if not Path(text).is_file():
        raise ArgumentTypeError(f"{text} is no file")
    return Path(text)


def _number(text: str) -> int:
    if not text.isdecimal():
        raise ArgumentTypeError(f"{text} is no number of documents")
    return int(text)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
