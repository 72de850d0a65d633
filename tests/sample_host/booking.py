"""What the tests enter into the simulated company file by hand."""

from __future__ import annotations

from decimal import Decimal

from allorders_quickbooks.simulator import CompanyFile


def invoice(file: CompanyFile, amount: str = "20", memo: str = "Ship doc 1000") -> str:
    """An invoice to the file's one customer; its TxnID."""
    return file.bookkeeper.add_invoice_by_hand("Kiel Marina", Decimal(amount), memo=memo)
