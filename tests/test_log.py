"""The log: structured lines with company, run and document, and nothing that only some may read."""

from __future__ import annotations

import logging

import pytest
from allorders_quickbooks.log import at_work, log

from tests.scenarios.conftest import world
from tests.world import World, a_ship_doc

__all__ = ["world"]


@pytest.fixture(autouse=True)
def _everything(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="allorders_quickbooks")


def test_what_is_logged_during_a_run_bears_its_company_and_number(caplog: pytest.LogCaptureFixture) -> None:
    with at_work("main", 7):
        log.warning("slow", seconds=3)
    log.warning("idle")
    assert caplog.messages == ["event=slow company=main run=7 seconds=3", "event=idle"]


def test_a_sent_document_can_be_followed_through_the_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.clear()
    world.save(a_ship_doc("S1"))
    run = world.run()
    about = [line for line in caplog.messages if 'document="ship_doc S1"' in line]
    assert [line.split(" company=")[0] for line in about] == ['event="on its way"', 'event="in QuickBooks"']
    assert all(f"company=main run={run.number}" in line and " set=" in line for line in about)


def test_details_stay_in_the_journal(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.prefer(ship_doc_numbers=True)
    world.save(a_ship_doc("S1", number="a-number-of-some-customer"))
    world.run()
    assert "held: invalid_field" in caplog.text
    assert "a-number-of-some-customer" not in caplog.text


def test_a_line_cannot_be_forged_by_what_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    log.warning("refused", who="Ann\nevent=forged")
    assert caplog.messages == ['event=refused who="Ann\\nevent=forged"']
