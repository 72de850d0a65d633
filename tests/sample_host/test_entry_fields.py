"""The fields of entries: lots as people write them, and what an empty field means."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from allorders_hooks.documents import Lot
from pydantic import ValidationError

from sample_host.entry_fields import ExpenseEntry, LineEntry, lots_text


def lots(text: str) -> tuple[Lot, ...]:
    return LineEntry.model_validate({"quantity": "1", "lots": text}).lots


def test_lots_are_read_as_people_write_them() -> None:
    assert lots("A17 * 3 @ 2027-01-31, A18,") == (
        Lot(number="A17", quantity=Decimal(3), expires=date(2027, 1, 31)),
        Lot(number="A18"),
    )
    assert lots("") == ()


@pytest.mark.parametrize("text", ["A17 * many", "A17 @ soon", "* 3", "A17 * 1 * 2", "A17 @ 2027-02-30"])
def test_what_is_no_lot_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValidationError, match="Enter lots such as"):
        lots(text)


def test_lots_are_shown_as_they_were_entered() -> None:
    for text in ("A17 * 3 @ 2027-01-31, A18", "A17 * 0.5", ""):
        assert lots_text(lots(text)) == text


def test_an_expense_may_take_something_off() -> None:
    assert ExpenseEntry(account="Customs duty", amount=Decimal("-1.50")).amount == Decimal("-1.5")
    with pytest.raises(ValidationError):
        ExpenseEntry(account="", amount=Decimal(1))
