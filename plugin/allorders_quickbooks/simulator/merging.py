"""Merging two records of a list into one: the loser's ListID is gone, everything that named it names the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .books import Deletion, Record
from .guards import refuse_stale
from .kinds import KINDS, REFERENCES, Kind
from .lists import keep, rename
from .markup import Node
from .references import record_by_id
from .refusals import Refused
from .render import Reply
from .rets import record_ret
from .rows import transaction_of
from .stock import Stock
from .work import Work


def merge(work: Work, request: Node) -> Reply:
    """Answers ListMerge. Raises Refused 3500 in multi-user mode, 3200 where either record was edited since."""
    if work.features.file_mode != "SingleUser":
        raise Refused(3500, "Lists can be merged in single-user mode only.")
    kind = KINDS.get(request.value("ListMergeType"))
    if kind is None:
        raise Refused(1030, "The simulator does not merge records of that kind.")
    loser, winner = (_named(work, kind, request.find(tag)) for tag in ("MergeFrom", "MergeTo"))
    kept = into(work, loser, winner)
    body = {
        "ListMergeType": kind.name,
        "MergedFrom": {
            "ListID": loser.list_id,
            "TimeDeleted": work.stamp(work.now),
            "FullName": loser.full_name,
        },
        "MergedTo": {
            "ListID": kept.list_id,
            "TimeCreated": work.stamp(kept.created),
            "TimeModified": work.stamp(kept.modified),
            "EditSequence": str(kept.edit),
            "FullName": kept.full_name,
        },
    }
    return Reply(body=body)


def into(work: Work, loser: Record, winner: Record) -> Record:
    """Merge the first into the second; the second as it is afterwards. Raises Refused 3180 for two of two kinds."""
    if loser.kind != winner.kind or loser.list_id == winner.list_id:
        raise Refused(3180, "There was an error when merging: the two records are not two of one kind.")
    _point_elsewhere(work, loser, winner.list_id)
    for child in work.storage.children(loser.space, loser.list_id):
        keep(work, replace(rename(work, child, child.name, winner), modified=work.now, edit=work.now))
    _carry_over(work, loser, winner)
    work.storage.drop_record(loser.space, loser.list_id)
    work.storage.set_uses(f"{loser.space} {loser.list_id}", ())
    work.storage.keep_deletion(Deletion(True, loser.kind, loser.list_id, loser.created, work.now, loser.full_name))
    merged = work.storage.record(winner.space, winner.list_id)
    assert merged is not None  # noqa: S101 the winner stays
    merged = replace(merged, balance=merged.balance + loser.balance, modified=work.now, edit=work.now)
    work.keep(merged)
    return merged


def _named(work: Work, kind: Kind, node: Node | None) -> Record:
    assert node is not None  # noqa: S101 the grammar asks for it
    record = record_by_id(work, kind, node.value("ListID"))
    refuse_stale(node.value("EditSequence"), record.edit, {kind.ret: record_ret(work, record)})
    return record


def _point_elsewhere(work: Work, loser: Record, list_id: str) -> None:
    """Let every transaction and record that refers to the loser refer to the winner."""
    storage, key = work.storage, (loser.space, loser.list_id)
    for row in storage.rows("SELECT owner FROM uses WHERE space = ? AND list_id = ?", key):
        _rewrite(work, row["owner"], loser, list_id)
        storage.execute("INSERT OR IGNORE INTO uses VALUES (?, ?, ?)", (row["owner"], loser.space, list_id))
    storage.execute("DELETE FROM uses WHERE space = ? AND list_id = ?", key)
    if loser.space == "entity":
        storage.execute("UPDATE transactions SET entity = ? WHERE entity = ?", (list_id, loser.list_id))
    if loser.space == "account":
        storage.execute("UPDATE transactions SET account = ? WHERE account = ?", (list_id, loser.list_id))
        storage.execute(
            """INSERT INTO postings SELECT txn_id, ?, amount FROM postings WHERE account = ?
               ON CONFLICT (txn_id, account) DO UPDATE SET amount = amount + excluded.amount""",
            (list_id, loser.list_id),
        )
        storage.execute("DELETE FROM postings WHERE account = ?", (loser.list_id,))


def _rewrite(work: Work, owner: str, loser: Record, list_id: str) -> None:
    row = work.storage.row("SELECT * FROM transactions WHERE txn_id = ?", (owner,))
    if row is not None:
        txn = transaction_of(row)
        lines = tuple(_pointed(line, loser, list_id) for line in txn.lines)
        work.storage.keep_transaction(replace(txn, body=_pointed(txn.body, loser, list_id), lines=lines))
        return
    space, _, owner_id = owner.rpartition(" ")
    record = work.storage.record(space, owner_id)
    if record is not None:
        work.keep(replace(record, body=_pointed(record.body, loser, list_id)))


def _pointed(value: Any, loser: Record, list_id: str, name: str = "") -> Any:
    """The stored value with the winner wherever the loser was meant."""
    if isinstance(value, Mapping):
        return {key: _pointed(inner, loser, list_id, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [_pointed(inner, loser, list_id, name) for inner in value]
    is_meant = value == loser.list_id and name in REFERENCES and REFERENCES[name].space == loser.space
    return list_id if is_meant else value


def _carry_over(work: Work, loser: Record, winner: Record) -> None:
    """What was on the loser's shelf is on the winner's."""
    stock = Stock(work)
    if loser.space != "item" or stock.item(loser.list_id) is None:
        return
    stock.receive(winner.list_id, loser.body)
    stock.put_away("")
    work.storage.execute("UPDATE moves SET item = ? WHERE item = ?", (winner.list_id, loser.list_id))
