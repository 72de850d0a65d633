"""What a plugin answers when its host asks how things stand. Plain models that any screen can show."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from allorders_hooks.documents import DocumentRef
from allorders_hooks.frozen import Frozen, UtcTime


class Level(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Message(Frozen):
    """Something that a person should read. `sentence` is for the user, `technical` for support."""

    company: str
    level: Level
    sentence: str
    technical: str = ""


class Problem(Frozen):
    """One thing that keeps a document out of the books, or that a person has to look at."""

    ref: DocumentRef | None = Field(description="None where it concerns the whole company file")
    title: str = Field(description="the document's name as people say it: 'Ship doc 1042'")
    state: str = Field(description="held, retry or review")
    reason: str = Field(description="a stable code, for grouping")
    sentence: str
    remedy: str
    technical: str = ""
    since: UtcTime | None = None


class Progress(Frozen):
    """A run under way: the phase by name, and how far it is. `total` 0 means "not known yet"."""

    phase: str
    done: int = 0
    total: int = 0


class RunReport(Frozen):
    """What one run did. Counts are documents and records; `seconds_busy` is how long the books were busy."""

    run: int
    started: UtcTime
    ended: UtcTime | None = None
    outcome: str = Field(default="", description="a sentence: finished, or why it ended early")
    complete: bool = False
    sent: int = 0
    changed: int = 0
    removed: int = 0
    held: int = 0
    failed: int = 0
    round_trips: int = 0
    requests: int = 0
    seconds_busy: float = 0.0


class NcOnlyBox(StrEnum):
    """What a document's own NC Only box is worth to a plugin: the user decides, or the box counts for nothing, or every
    document is NC Only whatever its box says."""

    CHOICE = "choice"
    IGNORED = "ignored"
    FORCED = "forced"


class SyncSummary(Frozen):
    """What each page of a host needs to know of a plugin that synchronizes; it costs no counting."""

    company: str
    connection: str = Field(description="what the books are behind, as people say it")
    simulated: bool = False
    ready: bool = Field(description="set up and able to run")
    nc_only: NcOnlyBox = NcOnlyBox.CHOICE
    actions: tuple[tuple[str, str], ...] = Field(
        default=(), description="(action, caption) pairs of what can be done with documents that are chosen in a list"
    )


class SyncStatus(SyncSummary):
    """How a company stands with its books at this moment."""

    progress: Progress | None = None
    last_run: RunReport | None = None
    next_run: UtcTime | None = None
    available: int = Field(default=0, description="saved, but only sent by choice or by preference")
    waiting: int = Field(default=0, description="would go in the next run")
    in_books: int = Field(default=0, description="documents and records that the books hold")
    held: dict[str, int] = Field(default_factory=dict, description="by reason code")
    retrying: int = 0
    review: dict[str, int] = Field(default_factory=dict, description="by reason code")
    in_doubt: int = Field(default=0, description="documents of a set whose fate is not known")
    round_trips: int = Field(default=0, description="of all runs so far")
    requests: int = 0
    problems: tuple[Problem, ...] = ()


class PanelLine(Frozen):
    label: str
    value: str


class Panel(Frozen):
    """The box that a plugin shows on a document's page."""

    title: str
    state: str
    sentence: str
    lines: tuple[PanelLine, ...] = ()
    actions: tuple[tuple[str, str], ...] = Field(default=(), description="(action, caption) pairs")
    questions: dict[str, str] = Field(
        default_factory=dict, description="action -> what the host asks a person before it has that action done"
    )


class ActionResult(Frozen):
    """What became of something that a person asked for."""

    done: bool
    sentence: str
    remedy: str = ""
    errors: dict[str, str] = Field(default_factory=dict, description="field path -> what is wrong with it")
