"""Canonical contents (see `canonical_elements`) as people read them: a caption and a value a field, line by line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

_CAPTIONS: Mapping[str, str] = {
    "Addr1": "first line",
    "Addr2": "second line",
    "Addr3": "third line",
    "Addr4": "fourth line",
    "Addr5": "fifth line",
    "AppliedToTxn": "Paid document",
    "APAccountRef": "Payable account",
    "ARAccountRef": "Receivable account",
    "BillAddress": "Billing address",
    "COGSAccountRef": "Cost account",
    "Desc": "Description",
    "Email": "E-mail",
    "ExpenseLine": "Expense line",
    "FOB": "FOB",
    "IsActive": "Active",
    "ItemDesc": "Description",
    "ManufacturerPartNumber": "Part number",
    "PONumber": "PO number",
    "PurchaseDesc": "Purchase description",
    "RefNumber": "Number",
    "SalesDesc": "Sales description",
    "ShipAddress": "Shipping address",
    "TxnDate": "Date",
    "TxnID": "Id",
    "VendorAddress": "Address",
}
"""Where the words of the documents are not those of qbXML."""

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]*|[a-z]+|\d+")
_NOT_SHOWN = frozenset({"TxnLineID"})
_SPOKEN = {"true": "yes", "false": "no"}


def caption(tag: str) -> str:
    """An element as documents call it: "BillAddress" is "Billing address", "ShipMethodRef" "Ship method"."""
    for name in (tag, tag.removesuffix("Ret")):
        if name in _CAPTIONS:
            return _CAPTIONS[name]
    plain = tag.removesuffix("Ret").removesuffix("Ref")
    if plain.endswith("Line"):
        return "Line"
    words = " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in _WORD.findall(plain))
    return words[:1].upper() + words[1:] or tag


def leaves(contents: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Caption -> (tag, value) of every field that says something; lines are numbered from 1."""
    found: dict[str, tuple[str, str]] = {}
    for element, text in contents.items():
        if not element.startswith("@"):
            for path, tag, value in _of_element(element, text):
                known = found.get(path)
                found[path] = (tag, value if known is None else f"{known[1]}, {value}")
    return found


def _of_element(element: str, text: str) -> Iterator[tuple[str, str, str]]:
    pieces = text.split("\n")
    if not all(piece.startswith("[[") for piece in pieces):
        yield from _of_one(caption(element), element, text)
        return
    for number, piece in enumerate(pieces, 1):
        yield from _of_one(
            f"{caption(element)} {number}" if element.endswith("Ret") else caption(element), element, piece
        )


def _of_one(path: str, tag: str, text: str) -> Iterator[tuple[str, str, str]]:
    if not text.startswith("[["):
        if text:
            yield path, tag, _SPOKEN.get(text, text)
        return
    for inner, value in json.loads(text):
        if inner not in _NOT_SHOWN:
            yield from _of_one(f"{path}: {_lower(caption(inner))}", inner, value)


def _lower(words: str) -> str:
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
