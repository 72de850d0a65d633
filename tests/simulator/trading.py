"""A company that buys, builds and sells: what the tests about ledgers share."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from .sending import Answer, Company

Figure = Decimal | int
"""What is compared with whole numbers as well."""

ACCOUNTS = (
    "<IncomeAccountRef><FullName>Sales</FullName></IncomeAccountRef>{}"
    "<COGSAccountRef><FullName>Cost of Goods Sold</FullName></COGSAccountRef>"
    "<AssetAccountRef><FullName>Inventory Asset</FullName></AssetAccountRef>"
)


def ref(tag: str, name: str) -> str:
    return f"<{tag}><FullName>{name}</FullName></{tag}>"


class Trader:
    """A company file with a customer, a vendor, two parts, a kit of both, a service, and short ways to trade."""

    def __init__(self, company: Company) -> None:
        self.company = company
        company.customer("Ridge")
        self.ok("<VendorAddRq><VendorAdd><Name>Maker</Name></VendorAdd></VendorAddRq>")
        self.part("Bolt")
        self.part("Nut")
        parts = "".join(
            f"<ItemInventoryAssemblyLine>{ref('ItemInventoryRef', name)}<Quantity>{many}</Quantity>"
            "</ItemInventoryAssemblyLine>"
            for name, many in (("Bolt", 2), ("Nut", 1))
        )
        self.ok(self.item("ItemInventoryAssembly", "Kit", parts))
        company.service("Fitting", "10.00")

    @staticmethod
    def item(kind: str, name: str, more: str = "") -> str:
        return f"<{kind}AddRq><{kind}Add><Name>{name}</Name>{ACCOUNTS.format('')}{more}</{kind}Add></{kind}AddRq>"

    def part(self, name: str, more: str = "") -> Answer:
        return self.ok(self.item("ItemInventory", name, more))

    def ok(self, request: str, version: str = "13.0") -> Answer:
        answer = self.company.one(request, version)
        assert answer.code == 0, answer.message
        return answer

    # --- buying ------------------------------------------------------------------------------------------------

    def buy(self, item: str, many: str, cost: str, *, kind: str = "Bill", more: str = "") -> Answer:
        return self.ok(self.bought(kind, self.item_line(item, many, cost), more))

    @staticmethod
    def bought(kind: str, lines: str, more: str = "") -> str:
        head = f"{ref('VendorRef', 'Maker')}<TxnDate>2025-07-01</TxnDate><RefNumber>B-1</RefNumber>{more}"
        return f"<{kind}AddRq><{kind}Add>{head}{lines}</{kind}Add></{kind}AddRq>"

    @staticmethod
    def item_line(item: str, many: str, cost: str) -> str:
        return f"<ItemLineAdd>{ref('ItemRef', item)}<Quantity>{many}</Quantity><Cost>{cost}</Cost></ItemLineAdd>"

    @staticmethod
    def expense(account: str, amount: str) -> str:
        return f"<ExpenseLineAdd>{ref('AccountRef', account)}<Amount>{amount}</Amount></ExpenseLineAdd>"

    # --- selling -----------------------------------------------------------------------------------------------

    def sell(self, item: str, many: str, rate: str, *, kind: str = "Invoice", more: str = "") -> Answer:
        return self.ok(self.sold(kind, self.sales_line(kind, item, many, rate), more))

    @staticmethod
    def sold(kind: str, lines: str, more: str = "") -> str:
        head = f"{ref('CustomerRef', 'Ridge')}<TxnDate>2025-07-01</TxnDate>{more}"
        return f"<{kind}AddRq><{kind}Add>{head}{lines}</{kind}Add></{kind}AddRq>"

    @staticmethod
    def sales_line(kind: str, item: str, many: str, rate: str) -> str:
        inside = f"{ref('ItemRef', item)}<Quantity>{many}</Quantity><Rate>{rate}</Rate>"
        return f"<{kind}LineAdd>{inside}</{kind}LineAdd>"

    # --- stock -------------------------------------------------------------------------------------------------

    def adjust(self, item: str, inside: str) -> Answer:
        line = f"<InventoryAdjustmentLineAdd>{ref('ItemRef', item)}{inside}</InventoryAdjustmentLineAdd>"
        return self.company.one(
            "<InventoryAdjustmentAddRq><InventoryAdjustmentAdd>"
            f"{ref('AccountRef', 'Inventory Adjustment')}{line}</InventoryAdjustmentAdd></InventoryAdjustmentAddRq>"
        )

    def build(self, many: str, more: str = "", kit: str = "Kit") -> Answer:
        return self.company.one(
            f"<BuildAssemblyAddRq><BuildAssemblyAdd>{ref('ItemInventoryAssemblyRef', kit)}"
            f"<QuantityToBuild>{many}</QuantityToBuild>{more}</BuildAssemblyAdd></BuildAssemblyAddRq>"
        )

    # --- changing ----------------------------------------------------------------------------------------------

    def modify(self, kind: str, known: Answer, inside: str, version: str = "13.0") -> Answer:
        edit = self.company.query(kind, f"<TxnID>{known['TxnID']}</TxnID>")["EditSequence"]
        head = f"<TxnID>{known['TxnID']}</TxnID><EditSequence>{edit}</EditSequence>"
        return self.company.one(f"<{kind}ModRq><{kind}Mod>{head}{inside}</{kind}Mod></{kind}ModRq>", version)

    def void(self, kind: str, known: Answer) -> Answer:
        return self._remove("Void", kind, known)

    def delete(self, kind: str, known: Answer) -> Answer:
        return self._remove("Del", kind, known)

    def _remove(self, verb: str, kind: str, known: Answer) -> Answer:
        inside = f"<Txn{verb}Type>{kind}</Txn{verb}Type><TxnID>{known['TxnID']}</TxnID>"
        return self.company.one(f"<Txn{verb}Rq>{inside}</Txn{verb}Rq>")

    # --- looking -----------------------------------------------------------------------------------------------

    def query(self, kind: str, known: Answer, more: str = "<IncludeLineItems>true</IncludeLineItems>") -> Answer:
        return self.company.query(kind, f"<TxnID>{known['TxnID']}</TxnID>{more}")

    def balance(self) -> Mapping[str, str]:
        """The trial balance without the accounts that are at nothing; it always adds up to nothing."""
        found = self.company.file.trial_balance()
        assert sum(found.values()) == 0
        return {name: str(amount) for name, amount in found.items() if amount}

    def on_hand(self, item: str) -> tuple[Figure, Figure]:
        """How many there are, and what they are worth."""
        one = self.company.file.stock()[item]
        return one.on_hand, one.value

    def owes(self) -> Figure:
        return self.company.file.balances("Customer")["Ridge"]

    def is_owed(self) -> Figure:
        return self.company.file.balances("Vendor")["Maker"]
