"""Writes the simulator's grammar: python -m tests.simulator.make_grammar [tables.json]

The tables list every element of every message as a path. Here equal sub-trees are stored once and referred to by
number, elements of other editions are left out (QuickBooks Desktop in the US refuses them), and the elements that
came after the tables were made (qbXML 15.0 and 16.0) are put in their places.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TABLES = ROOT.parent / "shared" / "qbxml" / "tables.json"
GRAMMAR = ROOT / "plugin" / "allorders_quickbooks" / "simulator" / "grammar.json"

Row = list[Any]
PATH, TYPE, LENGTH, REQUIRED, REPEAT, SINCE, CHOICE, US, ENUM, NOTE = range(10)

STORE_FIELDS = (
    ("SOChannel", "ENUMTYPE", ["Blank", "Ecommerce"]),
    ("StoreName", "STRTYPE", None),
    ("StoreType", "STRTYPE", None),
)
EXPIRATION = "ExpirationDateForSerialLotNumber"
EXPIRATION_AFTER = {
    "ItemLineAdd": "LotNumber",
    "ItemLineMod": "LotNumber",
    "BuildAssemblyAdd": "LotNumber",
    "BuildAssemblyMod": "LotNumber",
    "QuantityAdjustment": "LotNumber",
    "LotNumberAdjustment": "CountAdjustment",
    "InventoryAdjustmentLineMod": "CountAdjustment",
    "SerialNumberAdjustment": "RemoveSerialNumber",
}


TWINS = ("VendorType", "JobType")
"""Lists that the tables leave out: their messages are those of CustomerType under another name."""


def with_twins(messages: dict[str, Any]) -> dict[str, Any]:
    """The messages with those of the lists that the tables leave out."""
    found = dict(messages)
    for name in [name for name in messages if name.startswith("CustomerType")]:
        for twin in TWINS:
            rows = [[row[PATH].replace("CustomerType", twin), *row[TYPE:]] for row in messages[name]["rows"]]
            found[name.replace("CustomerType", twin)] = messages[name] | {"rows": rows}
    return found


def newer_row(path: str, kind: str, since: str, enum: list[str] | None = None) -> Row:
    return [path, kind, None, False, False, since, None, True, enum, ""]


def with_newer_elements(name: str, rows: list[Row]) -> list[Row]:
    """The rows of one message with what 15.0 and 16.0 inserted."""
    result: list[Row] = []
    for row in rows:
        result.append(row)
        parent, _, leaf = row[PATH].rpartition("/")
        if name.endswith("Rq") and EXPIRATION_AFTER.get(parent.rpartition("/")[2]) == leaf:
            result.append(newer_row(f"{parent}/{EXPIRATION}", "STRTYPE", "16.0"))
    if name in ("SalesOrderAddRq", "SalesOrderModRq"):
        parent = name.removesuffix("Rq")
        last = max(place for place, row in enumerate(result) if row[PATH].startswith(parent))
        result[last + 1 : last + 1] = [newer_row(f"{parent}/{leaf}", t, "15.0", e) for leaf, t, e in STORE_FIELDS]
    return result


def occurs(row: Row) -> str:
    if row[REPEAT]:
        return "+" if row[REPEAT] == "1..n" else "*"
    return "1" if row[REQUIRED] else "?"


class Grammar:
    """The compact form: elements by shape, shapes and enumerations stored once."""

    def __init__(self) -> None:
        self.shapes: dict[str, int] = {}
        self.enums: dict[str, int] = {}

    def shape(self, rows: list[Row], since: str | None, prefix: str = "") -> int:
        """The number of the sub-tree below `prefix`, whose elements are known `since` unless they say otherwise."""
        below = [row for row in rows if row[PATH].startswith(prefix) and row[US]]
        elements = [self.element(row, below, since) for row in below if "/" not in row[PATH][len(prefix) :]]
        return self.shapes.setdefault(json.dumps(elements), len(self.shapes))

    def element(self, row: Row, rows: list[Row], since: str | None) -> list[Any]:
        aggregate = row[TYPE] == "AGGREGATE"
        enum = self.enums.setdefault(json.dumps(row[ENUM]), len(self.enums)) if row[ENUM] else None
        element = [
            row[PATH].rpartition("/")[2],
            row[TYPE].removesuffix("TYPE"),
            occurs(row),
            row[LENGTH],
            row[SINCE] if row[SINCE] != since else None,
            row[CHOICE],
            enum,
            self.shape(rows, row[SINCE], row[PATH] + "/") if aggregate else None,
            row[NOTE] or None,
        ]
        while element[-1] is None:
            element.pop()
        return element


def grammar(tables: dict[str, Any]) -> str:
    """The text of grammar.json."""
    compact = Grammar()
    messages = {
        name: [
            message["minVersion"],
            sorted(set(message["attributes"]) & {"metaData", "iterator", "iteratorID"}),
            compact.shape(with_newer_elements(name, message["rows"]), message["minVersion"]),
        ]
        for name, message in with_twins(tables["messages"]).items()
        if message["us"]
    }
    lines = ['{"messages":{']
    lines.append(",\n".join(f"{json.dumps(n)}:{json.dumps(m, separators=(',', ':'))}" for n, m in messages.items()))
    lines.append('},"enums":[')
    lines.append(",\n".join(json.dumps(json.loads(e), separators=(",", ":")) for e in compact.enums))
    lines.append('],"shapes":[')
    lines.append(",\n".join(json.dumps(json.loads(s), separators=(",", ":")) for s in compact.shapes))
    lines.append("]}\n")
    return "\n".join(lines)


if __name__ == "__main__":
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else TABLES
    GRAMMAR.write_text(grammar(json.loads(source.read_text(encoding="utf-8"))), encoding="utf-8")
