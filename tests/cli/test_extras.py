"""A command whose extra is not installed says which one it needs."""

from __future__ import annotations

import sys

import pytest
from allorders_quickbooks.cli import main
from click.testing import CliRunner

SERVED = ("--order-system", "sqlite:///orders.sqlite3")


@pytest.mark.parametrize(
    ("command", "module", "extra"),
    [
        (
            ("qwc", *SERVED, "--company", "main", "--url", "https://books.example.com/qbwc", "--output", "main.qwc"),
            "web_connector.enrolment",
            "web-connector",
        ),
        (("serve", *SERVED), "web_connector.service", "web-connector"),
        (("worker", *SERVED, "--queue", "postgresql://books@server/queue"), "runners.worker", "cluster"),
    ],
    ids=lambda given: given[0] if isinstance(given, tuple) else None,
)
def test_what_is_lacking_is_named_with_the_extra_that_brings_it(
    command: tuple[str, ...], module: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = f"allorders_quickbooks.{module}"
    monkeypatch.setitem(sys.modules, lacking, None)
    package, _, name = lacking.rpartition(".")
    if package in sys.modules:
        monkeypatch.delattr(sys.modules[package], name, raising=False)
    said = CliRunner().invoke(main, command)
    assert said.exit_code == 1
    assert said.output == f"Error: {lacking} is not installed. Install allorders-quickbooks[{extra}].\n"
