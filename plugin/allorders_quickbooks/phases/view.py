"""What a phase may know when it plans: loaded in bulk by the run, and never changed by the phase."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from allorders_hooks.documents import AnyDocument, DocumentRef
from allorders_hooks.records import AnyRecord

from allorders_quickbooks.company import CompanyFacts, CompanySetup
from allorders_quickbooks.message_sets import Request
from allorders_quickbooks.preferences import SyncPreferences
from allorders_quickbooks.terms import Binding, DocumentRow, Hold

Source: TypeAlias = AnyDocument | AnyRecord


@dataclass(frozen=True)
class View:
    """One company at one moment. `sources` holds the newest content of the rows' documents (an absent one was
    deleted in the host), `names` the list name that each record has or shall take, `doubts` the last Add of rows whose
    Add is in doubt, `holds` the records that wait to be matched, `coming` the ship docs that this run is about to send,
    `called` what people know the rows by, and what they refer to, `size` how many documents a set may carry
    now."""

    company: str
    installation: str
    preferences: SyncPreferences
    setup: CompanySetup
    facts: CompanyFacts
    now: datetime
    rows: tuple[DocumentRow, ...] = ()
    sources: Mapping[DocumentRef, Source] = field(default_factory=dict)
    bindings: Mapping[DocumentRef, Binding] = field(default_factory=dict)
    names: Mapping[DocumentRef, str] = field(default_factory=dict)
    doubts: Mapping[DocumentRef, Request] = field(default_factory=dict)
    holds: Mapping[DocumentRef, Hold] = field(default_factory=dict)
    coming: frozenset[DocumentRef] = frozenset()
    called: Mapping[DocumentRef, str] = field(default_factory=dict)
    size: int = 0
