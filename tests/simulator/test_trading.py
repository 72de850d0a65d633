"""Whatever is bought, built, sold and changed: the books balance, and taking all of it back leaves nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal

import pytest
from allorders_quickbooks.simulator import Readings

from .sending import Answer, Company, add_payment
from .trading import Trader

VOIDABLE = ("Invoice", "CreditMemo", "SalesReceipt", "Bill", "ItemReceipt", "VendorCredit", "InventoryAdjustment")
ITEMS = ("Bolt", "Nut", "Kit", "Fitting")


class Week:
    """A schedule of everything that can be done, drawn by a seed."""

    def __init__(self, trader: Trader, chance: random.Random) -> None:
        self.trader = trader
        self.chance = chance
        self.done: list[tuple[str, Answer]] = []

    def figure(self) -> str:
        return str(self.chance.randint(1, 9))

    def price(self) -> str:
        return f"{self.chance.randint(1, 500) / 100:.2f}"

    def act(self) -> None:
        self.trader.company.clock.advance(1)
        act = self.chance.choice((self.buy, self.sell, self.adjust, self.build, self.pay, self.change, self.remove))
        act()

    def keep(self, kind: str, answer: Answer) -> None:
        if answer.code < 1000:
            self.done.append((kind, answer))

    def buy(self) -> None:
        kind = self.chance.choice(("Bill", "ItemReceipt", "VendorCredit"))
        lines = self.trader.expense("Office Supplies", self.price())
        for _ in range(self.chance.randint(0, 3)):
            many = self.chance.choice(("", "", "-")) + self.figure()
            lines += self.trader.item_line(self.chance.choice(ITEMS), many, self.price())
        self.keep(kind, self.trader.company.one(self.trader.bought(kind, lines)))

    def sell(self) -> None:
        kind = self.chance.choice(("Invoice", "CreditMemo", "SalesReceipt", "SalesOrder"))
        lines = "".join(
            self.trader.sales_line(kind, self.chance.choice(ITEMS), self.figure(), self.price())
            for _ in range(self.chance.randint(1, 3))
        )
        self.keep(kind, self.trader.company.one(self.trader.sold(kind, lines)))

    def adjust(self) -> None:
        what = self.chance.choice(("Quantity", "Value"))
        inside = f"<QuantityDifference>{self.chance.choice(('', '-'))}{self.figure()}</QuantityDifference>"
        if what == "Value":
            inside += f"<ValueDifference>{self.price()}</ValueDifference>"
        answer = self.trader.adjust(self.chance.choice(ITEMS[:3]), f"<{what}Adjustment>{inside}</{what}Adjustment>")
        self.keep("InventoryAdjustment", answer)

    def build(self) -> None:
        pending = self.chance.choice(("", "<MarkPendingIfRequired>true</MarkPendingIfRequired>"))
        self.keep("BuildAssembly", self.trader.build(self.figure(), pending))

    def pay(self) -> None:
        request = add_payment(self.price(), "<IsAutoApply>true</IsAutoApply>", "Ridge")
        self.keep("ReceivePayment", self.trader.company.one(request))

    def change(self) -> None:
        if not self.done:
            return
        kind, known = self.chance.choice(self.done)
        inside = {
            "BuildAssembly": f"<QuantityToBuild>{self.figure()}</QuantityToBuild><RemovePending>true</RemovePending>",
            "ReceivePayment": f"<TotalAmount>{self.price()}</TotalAmount>",
            "InventoryAdjustment": self.line(
                known, "InventoryAdjustmentLine", f"<QuantityDifference>{self.figure()}</QuantityDifference>"
            ),
        }.get(kind)
        if kind in ("Bill", "ItemReceipt", "VendorCredit"):
            inside = self.line(known, "ItemLine", f"<Quantity>{self.figure()}</Quantity>", "ItemLineRet")
        inside = inside or self.line(known, f"{kind}Line", f"<Quantity>{self.figure()}</Quantity>")
        self.trader.modify(kind, known, inside or "<Memo>changed</Memo>")

    def line(self, known: Answer, element: str, inside: str, ret: str = "") -> str:
        path = f"{ret or element + 'Ret'}/TxnLineID"
        if path not in known:
            return ""
        return f"<{element}Mod><TxnLineID>{known[path]}</TxnLineID>{inside}</{element}Mod>"

    def remove(self) -> None:
        if not self.done:
            return
        place = self.chance.randrange(len(self.done))
        kind, known = self.done[place]
        if kind in VOIDABLE and self.chance.random() < 0.5:
            self.trader.void(kind, known)
        elif self.trader.delete(kind, known).code == 0:
            del self.done[place]

    def take_back(self) -> None:
        self.chance.shuffle(self.done)
        for kind, known in self.done:
            answer = self.trader.delete(kind, known)
            assert answer.code == 0, answer.message


@pytest.mark.parametrize("seed", range(12))
def test_the_books_balance_after_each_act_and_nothing_is_left_when_all_is_taken_back(
    company_with: Callable[..., Company], seed: int
) -> None:
    chance = random.Random(seed)
    readings = Readings.draw(chance)
    trader = Trader(company_with(**(readings.as_json() | {"raw_accents_refused": False})))
    week = Week(trader, chance)
    for _ in range(60):
        week.act()
        trader.balance()
        assert trader.company.file.trial_balance().get("Accounts Receivable", Decimal(0)) == trader.owes()
        assert trader.company.file.trial_balance().get("Accounts Payable", Decimal(0)) == -trader.is_owed()
        worth = sum(one.value for one in trader.company.file.stock().values())
        assert trader.company.file.trial_balance().get("Inventory Asset", Decimal(0)) == worth
    week.take_back()
    assert trader.balance() == {}
    assert {one.on_hand for one in trader.company.file.stock().values()} == {Decimal(0)}
    assert {one.on_sales_order for one in trader.company.file.stock().values()} == {Decimal(0)}
    assert (trader.owes(), trader.is_owed()) == (0, 0)
