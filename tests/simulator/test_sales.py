"""Sales orders, sales receipts and credit memos, and what sales post."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from allorders_quickbooks.simulator import Features

from .sending import Company, apply
from .trading import Trader, ref


def test_a_sale_of_goods_posts_income_and_their_average_cost(trader: Trader) -> None:
    trader.buy("Bolt", "10", "1.50")
    trader.sell("Bolt", "4", "3.00")
    assert trader.balance() == {
        "Accounts Payable": "-15.00",
        "Accounts Receivable": "12.00",
        "Cost of Goods Sold": "6.00",
        "Inventory Asset": "9.00",
        "Sales": "-12.00",
    }
    assert trader.on_hand("Bolt") == (6, Decimal("9.00"))
    assert (trader.owes(), trader.is_owed()) == (12, 15)


def test_a_voided_sale_brings_the_goods_back_at_the_cost_they_left_with(trader: Trader) -> None:
    trader.buy("Bolt", "10", "1.00")
    sale = trader.sell("Bolt", "4", "3.00")
    trader.buy("Bolt", "6", "2.00")
    assert trader.void("Invoice", sale).code == 0
    assert trader.on_hand("Bolt") == (16, Decimal("22.00"))
    assert trader.owes() == 0


def test_a_mod_of_the_memo_alone_leaves_the_cost_as_it_was(trader: Trader) -> None:
    trader.buy("Bolt", "10", "1.00")
    sale = trader.sell("Bolt", "4", "3.00")
    trader.buy("Bolt", "6", "2.00")
    before = trader.balance()
    assert trader.modify("Invoice", sale, "<Memo>late</Memo>").code == 0
    assert trader.balance() == before


def test_sales_tax_goes_to_its_own_account(company_with: Callable[..., Company]) -> None:
    trader = Trader(company_with(Features(sales_tax=True, sales_tax_rate="10")))
    taxed = "<SalesTaxCodeRef><FullName>Tax</FullName></SalesTaxCodeRef>"
    line = f"<InvoiceLineAdd>{ref('ItemRef', 'Fitting')}<Amount>50.00</Amount>{taxed}</InvoiceLineAdd>"
    assert trader.ok(trader.sold("Invoice", line))["SalesTaxTotal"] == "5.00"
    assert trader.balance() == {"Accounts Receivable": "55.00", "Sales": "-50.00", "Sales Tax Payable": "-5.00"}


def test_a_sales_receipt_is_paid_on_the_spot(trader: Trader) -> None:
    receipt = trader.sell("Fitting", "1", "10.00", kind="SalesReceipt")
    assert (receipt["TotalAmount"], receipt["DepositToAccountRef/FullName"]) == ("10.00", "Undeposited Funds")
    assert trader.balance() == {"Sales": "-10.00", "Undeposited Funds": "10.00"}
    assert trader.owes() == 0
    bank = ref("DepositToAccountRef", "Checking")
    assert trader.modify("SalesReceipt", receipt, bank)["DepositToAccountRef/FullName"] == "Checking"
    assert trader.balance() == {"Checking": "10.00", "Sales": "-10.00"}


def test_a_sales_receipt_needs_no_customer(trader: Trader) -> None:
    line = trader.sales_line("SalesReceipt", "Fitting", "1", "10.00")
    assert "CustomerRef" not in trader.ok(
        f"<SalesReceiptAddRq><SalesReceiptAdd>{line}</SalesReceiptAdd></SalesReceiptAddRq>"
    )


def test_a_credit_memo_takes_back_goods_and_debt(trader: Trader) -> None:
    trader.buy("Bolt", "10", "1.00")
    trader.sell("Bolt", "4", "3.00")
    credit = trader.sell("Bolt", "1", "3.00", kind="CreditMemo")
    assert (credit["TotalAmount"], credit["CreditRemaining"]) == ("3.00", "3.00")
    assert trader.on_hand("Bolt") == (7, Decimal("7.00"))
    assert trader.owes() == 9


def test_a_pending_invoice_posts_nothing_until_it_is_final(trader: Trader) -> None:
    trader.buy("Bolt", "10", "1.00")
    sale = trader.sell("Bolt", "4", "3.00", more="<IsPending>true</IsPending>")
    assert (trader.owes(), trader.on_hand("Bolt")[0]) == (0, 10)
    assert trader.modify("Invoice", sale, "<IsPending>false</IsPending>").code == 0
    assert (trader.owes(), trader.on_hand("Bolt")[0]) == (12, 6)


def test_a_sales_order_posts_nothing_and_reserves_its_goods(trader: Trader) -> None:
    order = trader.sell("Bolt", "4", "3.00", kind="SalesOrder")
    assert trader.balance() == {}
    assert trader.company.file.stock()["Bolt"].on_sales_order == 4
    assert (order["TotalAmount"], order["IsFullyInvoiced"], order["Invoiced"]) == ("12.00", "false", "0")
    assert trader.modify("SalesOrder", order, "<IsManuallyClosed>true</IsManuallyClosed>").code == 0
    assert trader.company.file.stock()["Bolt"].on_sales_order == 0


def test_a_sales_order_without_lines_cannot_be_parsed_and_one_without_a_customer_is_refused(trader: Trader) -> None:
    trader.company.customer("Other")
    line = trader.sales_line("SalesOrder", "Bolt", "1", "1.00")
    request = f"<SalesOrderAddRq><SalesOrderAdd><CustomerRef></CustomerRef>{line}</SalesOrderAdd></SalesOrderAddRq>"
    assert trader.company.one(request).code == 3150


def test_a_discount_takes_away_whatever_its_sign(company_with: Callable[..., Company]) -> None:
    for turned, total in ((True, "45.00"), (False, "55.00")):
        trader = Trader(company_with(discount_turns_negative=turned))
        trader.ok(
            "<ItemDiscountAddRq><ItemDiscountAdd><Name>Rebate</Name>"
            f"{ref('AccountRef', 'Sales Discounts')}</ItemDiscountAdd></ItemDiscountAddRq>"
        )
        lines = trader.sales_line("Invoice", "Fitting", "5", "10.00")
        rebate = f"<InvoiceLineAdd>{ref('ItemRef', 'Rebate')}<Amount>5.00</Amount></InvoiceLineAdd>"
        assert trader.ok(trader.sold("Invoice", lines + rebate))["Subtotal"] == total
        assert trader.balance()["Sales Discounts"] == ("5.00" if turned else "-5.00")


def test_a_discount_in_percent_is_of_the_line_above(trader: Trader) -> None:
    trader.ok(
        "<ItemDiscountAddRq><ItemDiscountAdd><Name>Tenth</Name><DiscountRatePercent>-10</DiscountRatePercent>"
        f"{ref('AccountRef', 'Sales Discounts')}</ItemDiscountAdd></ItemDiscountAddRq>"
    )
    lines = trader.sales_line("Invoice", "Fitting", "5", "10.00")
    tenth = f"<InvoiceLineAdd>{ref('ItemRef', 'Tenth')}</InvoiceLineAdd>"
    assert trader.ok(trader.sold("Invoice", lines + tenth))["Subtotal"] == "45.00"


def test_a_discount_without_an_account_is_refused(trader: Trader) -> None:
    request = "<ItemDiscountAddRq><ItemDiscountAdd><Name>Rebate</Name></ItemDiscountAdd></ItemDiscountAddRq>"
    assert trader.company.one(request).code == 3270


def test_payments_and_opening_balances_are_posted_too(trader: Trader) -> None:
    trader.company.customer("Old", "<OpenBalance>30.00</OpenBalance>")
    trader.ok("<VendorAddRq><VendorAdd><Name>Owed</Name><OpenBalance>20.00</OpenBalance></VendorAdd></VendorAddRq>")
    trader.part("Stocked", "<QuantityOnHand>4</QuantityOnHand><TotalValue>10.00</TotalValue>")
    trader.company.payment("30.00", "<IsAutoApply>true</IsAutoApply>", "Old")
    assert trader.balance() == {
        "Accounts Payable": "-20.00",
        "Inventory Asset": "10.00",
        "Opening Balance Equity": "-10.00",
        "Uncategorized Expenses": "20.00",
        "Uncategorized Income": "-30.00",
        "Undeposited Funds": "30.00",
    }
    assert trader.company.file.balances("Vendor")["Owed"] == 20
    assert trader.on_hand("Stocked") == (4, 10)


def test_accounts_show_their_balance(trader: Trader) -> None:
    trader.buy("Bolt", "10", "1.50")
    payable = trader.company.query("Account", "<FullName>Accounts Payable</FullName>")
    asset = trader.company.query("Account", "<FullName>Inventory Asset</FullName>")
    assert (payable["Balance"], asset["TotalBalance"]) == ("15.00", "15.00")


def test_foreign_money_is_posted_at_the_rate_of_each_form_and_the_rest_is_gain_or_loss(
    company_with: Callable[..., Company],
) -> None:
    trader = Trader(company_with(Features(currencies=True)))
    trader.company.customer("Abroad", ref("CurrencyRef", "Euro"))
    line = trader.sales_line("Invoice", "Fitting", "1", "100.00")
    request = trader.sold("Invoice", line, "<ExchangeRate>1.25</ExchangeRate>").replace("Ridge", "Abroad")
    invoice = trader.ok(request)
    assert (invoice["CurrencyRef/FullName"], invoice["Subtotal"]) == ("Euro", "100.00")
    assert trader.balance() == {"Accounts Receivable": "125.00", "Sales": "-125.00"}
    assert trader.company.file.balances("Customer")["Abroad"] == 100
    applied = f"<ExchangeRate>1.3</ExchangeRate>{apply(invoice['TxnID'], '100.00')}"
    assert trader.company.payment("100.00", applied, "Abroad").code == 0
    assert trader.balance() == {
        "Exchange Gain or Loss": "-5.00",
        "Sales": "-125.00",
        "Undeposited Funds": "130.00",
    }
    assert trader.company.file.balances("Customer")["Abroad"] == 0
    assert trader.delete("Invoice", invoice).code == 0
    assert trader.balance() == {"Accounts Receivable": "-130.00", "Undeposited Funds": "130.00"}
