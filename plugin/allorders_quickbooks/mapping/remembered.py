"""What a binding remembers beside the last request: the keys of the lines, the custom values that were written, what
it was made of, and a fingerprint of the card number.

They lie in `Binding.base` under names that no element has, so they are kept, recovered and compared like the rest.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence

from allorders_quickbooks.terms import Binding

KEYS = "@lines"
CUSTOM = "@custom"
CARD = "@card"
LINKS = "@links"


def keys(line_keys: Sequence[str]) -> dict[str, str]:
    """The keys of the lines, in the order of the form, for the base of a binding."""
    return {KEYS: json.dumps(list(line_keys), ensure_ascii=False, separators=(",", ":"))}


def line_id(binding: Binding, key: str) -> str | None:
    """The TxnLineID of the line with that key of a bound document; None where it is not known for certain."""
    known: list[str] = json.loads(binding.base.get(KEYS) or "[]")
    if known.count(key) != 1 or known.index(key) >= len(binding.lines):
        return None
    return binding.lines[known.index(key)]


def custom(base: Mapping[str, str]) -> str:
    """The custom values that QuickBooks was given, as custom_fields remembers them."""
    return base.get(CUSTOM, "")


def links(base: Mapping[str, str]) -> frozenset[str]:
    """The TxnIDs of the orders that a transaction was made of."""
    return frozenset(filter(None, base.get(LINKS, "").split(" ")))


def of_links(txn_ids: Collection[str]) -> dict[str, str]:
    """The same, for the base of a binding; nothing where there is none."""
    return {LINKS: " ".join(sorted(txn_ids))} if txn_ids else {}
