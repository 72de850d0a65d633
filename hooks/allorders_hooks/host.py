"""What a plugin may ask of its host. A host's author writes one class with these methods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from allorders_hooks.documents import AnyDocument, DocumentRef
from allorders_hooks.frozen import UtcTime
from allorders_hooks.records import AnyRecord
from allorders_hooks.status import Message


class Right(StrEnum):
    """What a person may do with a plugin; the host decides who holds which.

    The plugin manager asks for CONFIGURE before settings are saved and for OPERATE before an action or a run; a
    plugin asks for UNDO itself, and the host's own pages for VIEW.
    """

    VIEW = "view"
    OPERATE = "operate"
    UNDO = "undo"
    CONFIGURE = "configure"


class Change(NamedTuple):
    """One document or record that was saved or deleted: the unit of the sweep.

    `revision` is the one that the document, or its deletion, has.
    """

    ref: DocumentRef
    revision: int
    saved_at: UtcTime
    deleted: bool = False


class HostServices(Protocol):
    """Any thread may call. Each call is its own unit of work, never made inside the host's open save."""

    def companies(self) -> Sequence[str]:
        """Keys of the companies that this host keeps."""

    def documents(self, refs: Iterable[DocumentRef]) -> Mapping[DocumentRef, AnyDocument]:
        """The newest content of the named documents, in bulk: a few statements for hundreds of refs.

        A deleted or unknown one is absent, also one of an unknown company or kind, or with any string as its key.
        """

    def records(self, refs: Iterable[DocumentRef]) -> Mapping[DocumentRef, AnyRecord]:
        """The newest content of the named list records, in bulk. A deleted or unknown one is absent."""

    def changed(self, company: str, after: UtcTime | None) -> Iterator[Change]:
        """Every document and record saved or deleted at or after that moment (None: ever), oldest first.

        One that was saved several times may come once, by its last save. Deleted ones must stay findable, so a
        host marks them, or remembers their refs. `saved_at` is taken inside the save; where saves overlap, one
        may be committed after a later moment was already seen, so plugins ask again with an overlap.

        This is the sweep: it finds what no event told of, since the plugin was off or a save had no transaction.
        """

    def may(self, user: str, right: Right, company: str) -> bool:
        """Whether that person holds that right on that company. An empty user is the application itself."""

    def tell(self, message: Message) -> None:
        """Show a message to whoever works with that company now; never blocks, never raises.

        Its texts are plain: whoever shows them on a page escapes them.
        """

    def database(self, company: str) -> str:
        """The SQLAlchemy URL of the database that keeps that company, for the plugin's own connections.

        Password included: it is for connections, never for a log or a screen. On SQLite plugins are a second
        writer in the host's file, so both keep their transactions short, and the host's begin with BEGIN IMMEDIATE.
        """
