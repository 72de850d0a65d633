"""The general ledger: what each transaction debits and credits, and the balances that come of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from .books import Record, Transaction
from .refusals import Refused
from .rows import cents, from_cents
from .storage import Storage
from .values import rounded
from .work import Work

DEBIT_TYPES = frozenset(
    {"Bank", "AccountsReceivable", "OtherCurrentAsset", "FixedAsset", "OtherAsset", "CostOfGoodsSold", "Expense"}
    | {"OtherExpense"}
)
"""Types of accounts whose balance is shown positive where the debits outweigh."""

_OF_A_PERIOD = frozenset({"Income", "OtherIncome", "CostOfGoodsSold", "Expense", "OtherExpense", "NonPosting"})


class Entry:
    """One transaction's debits (positive) and credits, by account."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.amounts: dict[str, Decimal] = {}

    def debit(self, account: str, amount: Decimal) -> None:
        if amount:
            self.amounts[account] = self.amounts.get(account, Decimal(0)) + amount

    def credit(self, account: str, amount: Decimal) -> None:
        self.debit(account, -amount)

    def balance_on(self, account: str) -> None:
        """Debit or credit the account with whatever the entry lacks so far."""
        self.credit(account, sum(self.amounts.values(), Decimal(0)))

    def special(self, type: str) -> str:
        """The account of that special type ('SalesTaxPayable' ...). Raises Refused 3270 where there is none."""
        return special_account(self._work, type).list_id


def at_home(work: Work, txn: Transaction, amount: Decimal) -> Decimal:
    """An amount of the transaction in the company's own currency, to the cent."""
    rate = txn.body.get("ExchangeRate")
    return rounded(amount * Decimal(rate), work.readings.rounding) if rate else amount


def special_account(work: Work, type: str) -> Record:
    """The account that QuickBooks keeps for a purpose of its own. Raises Refused 3270 where there is none."""
    row = work.storage.row(
        "SELECT list_id FROM records WHERE space = 'account' AND json_extract(body, '$.SpecialAccountType') = ?",
        (type,),
    )
    found = work.storage.record("account", row["list_id"]) if row else None
    if found is None:
        raise Refused(3270, f"There is no account for {type}: this cannot be saved without a posting account.")
    return found


def enter(work: Work, owner: str, entry: Entry) -> None:
    """Write a new transaction's entry. Its debits and credits are equal."""
    amounts = {account: amount for account, amount in entry.amounts.items() if amount}
    assert sum(amounts.values()) == 0, (owner, amounts)  # noqa: S101 the books balance after each transaction
    work.storage.execute_many(
        "INSERT INTO postings VALUES (?, ?, ?)",
        [(owner, account, cents(amount)) for account, amount in amounts.items()],
    )


def strike(work: Work, owner: str) -> None:
    """Take back whatever the transaction had entered."""
    work.storage.execute("DELETE FROM postings WHERE txn_id = ?", (owner,))


def is_posted_to(work: Work, account: str) -> bool:
    return work.storage.row("SELECT 1 FROM postings WHERE account = ? LIMIT 1", (account,)) is not None


def balance(storage: Storage, account: str) -> Decimal:
    """What the account's debits are more than its credits."""
    row = storage.row("SELECT total(amount) AS amount FROM postings WHERE account = ?", (account,))
    return from_cents(int(row["amount"])) if row else Decimal(0)


def shown_balance(work: Work, account: Record) -> Decimal:
    """The balance as an AccountRet has it: by the account's nature, nothing for those of a period."""
    type = account.body.get("AccountType")
    if type in _OF_A_PERIOD:
        return Decimal(0)
    found = balance(work.storage, account.list_id)
    return found if type in DEBIT_TYPES else Decimal(0) - found


def trial_balance(storage: Storage) -> Mapping[str, Decimal]:
    """Every account that was posted to, by its full name: debits less credits. The sum is nothing."""
    rows = storage.rows(
        """SELECT full_name, sum(amount) AS amount FROM postings
           JOIN records ON space = 'account' AND list_id = account GROUP BY account ORDER BY full_name"""
    )
    return {row["full_name"]: from_cents(row["amount"]) for row in rows}
