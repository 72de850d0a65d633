"""The card of a customer, where the preference sends it: number, expiration and whose it is, never a security code."""

from __future__ import annotations

from allorders_hooks.records import CreditCard, Customer

from allorders_quickbooks.cards.keys import CardKeyMissing
from allorders_quickbooks.cards.sealing import digest
from allorders_quickbooks.mapping import names
from allorders_quickbooks.mapping.context import Context
from allorders_quickbooks.mapping.problems import Unmappable
from allorders_quickbooks.qbxml.messages.base import longest
from allorders_quickbooks.qbxml.messages.entities import CreditCardInfo
from allorders_quickbooks.reasons import Reason

_LONGEST = longest(CreditCardInfo, "credit_card_number")
_FIELD = "credit card number"


def wanted(source: Customer, context: Context) -> CreditCard | None:
    """The card that goes along, None by the preference or where there is none."""
    return source.credit_card if context.preferences.credit_cards else None


def info(title: str, source: Customer, context: Context) -> CreditCardInfo | None:
    """The element of the message. Raises Unmappable, whose sentence does not quote the number."""
    card = wanted(source, context)
    if card is None:
        return None
    return CreditCardInfo(
        credit_card_number=_number(title, card),
        expiration_month=card.expiration_month,
        expiration_year=card.expiration_year,
        name_on_card=names.fitted(card.name, longest(CreditCardInfo, "name_on_card")),
        credit_card_address=names.fitted(card.address, longest(CreditCardInfo, "credit_card_address")),
        credit_card_postal_code=names.fitted(card.postal_code, longest(CreditCardInfo, "credit_card_postal_code")),
    )


def fingerprint(title: str, card: CreditCard) -> str:
    """What is remembered of the number. Raises Unmappable where this computer has no key."""
    try:
        return digest(_number(title, card))
    except CardKeyMissing as missing:
        problem = f"cannot be sealed: {missing.sentence}"
        raise Unmappable(title, _FIELD, problem, missing.remedy, Reason.CONFIGURATION) from None


def _number(title: str, card: CreditCard) -> str:
    """The digits, without what people put between them."""
    digits = "".join(card.number.get_secret_value().replace("-", " ").split())
    if not digits.isdecimal() or not digits.isascii() or len(digits) > _LONGEST:
        raise Unmappable(title, _FIELD, "is not one", "Correct the card number and save again.")
    return digits
