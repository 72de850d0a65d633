"""What a person does to match the lists of both sides: propose, decide, accept many, confirm, undo.

A decision takes effect at once where it binds, and with the list's confirmation where it creates. Each verb checks
nothing of who may: the plugin's door asks the host for OPERATE.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allorders_hooks.documents import DocumentRef
from allorders_hooks.status import ActionResult
from sqlalchemy import Connection

from allorders_quickbooks import effects
from allorders_quickbooks.listed import Asked
from allorders_quickbooks.matching.sides import BINDS, CERTAIN, INVOICES, KIND_OF, MATCHED, Cause, Choice
from allorders_quickbooks.operations import match_binding, questions
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.run.ports import Ports
from allorders_quickbooks.run.proposing import propose_list
from allorders_quickbooks.store import bindings, companies, journal, matching, pulled
from allorders_quickbooks.store.apply import Application
from allorders_quickbooks.store.bindings import folded
from allorders_quickbooks.store.matching import Match, MatchList

AT_ONCE = 500


@dataclass(frozen=True)
class Progress:
    """How far a list is: what is decided how often, and how many questions are open. `is_read`: QuickBooks' side is
    known, so proposals can be made."""

    known: MatchList
    decided: dict[Choice, int]
    questions: int
    is_read: bool


def progress(ports: Ports, key: str) -> tuple[Progress, ...]:
    """Every list that is or was to be matched, in order."""
    with ports.database.read() as connection:
        known, read = matching.lists(connection, key), pulled.positions(connection, key)
        return tuple(
            Progress(
                known[listed],
                *matching.count(connection, key, listed),
                listed in read and read[listed].read_at is not None,
            )
            for listed in MATCHED
            if listed in known
        )


def propose(ports: Ports, key: str, listed: str) -> ActionResult:
    """Look anew for what each record of the host is that nobody has decided about."""
    found = next((each for each in progress(ports, key) if each.known.listed == listed), None)
    if found is None or not found.is_read:
        sentence = "QuickBooks' records are not known yet. Synchronize once; nothing is made before they are matched."
        return ActionResult(done=False, sentence=sentence)
    if listed == INVOICES and (waits := _unconfirmed(ports, key)):
        return ActionResult(done=False, sentence=f"Confirm {waits} first: an invoice is known by its customer.")
    return ActionResult(done=True, sentence=f"{propose_list(ports, key, listed)} records were looked at.")


def _unconfirmed(ports: Ports, key: str) -> str:
    with ports.database.read() as connection:
        known = matching.lists(connection, key)
    return "" if known["Customer"].confirmed else "Customer"


def pages(ports: Ports, key: str, listed: str, decision: Choice | None = None) -> Iterator[list[Match]]:
    """All matches of a list by name, a page at a time."""
    after = ("", "")
    while page := one_page(ports, key, listed, decision, after):
        yield page
        after = cursor(page[-1])


def one_page(
    ports: Ports, key: str, listed: str, decision: Choice | None, after: tuple[str, str], limit: int = AT_ONCE
) -> list[Match]:
    """The page behind that cursor."""
    with ports.database.read() as connection:
        return matching.page(connection, key, listed, decision, after, limit)


def cursor(last: Match) -> tuple[str, str]:
    """Where the page behind that match begins."""
    return folded(last.name), last.ref.key


def decide(
    ports: Ports, key: str, refs: Sequence[DocumentRef], choice: Choice, user: str, qb_id: str = ""
) -> ActionResult:
    """Decide the same for these records. `qb_id` is the record of QuickBooks, for one of the host's; without it each
    gets the best of its candidates. Says what could not be done, and does the others."""
    if choice is Choice.UNDECIDED:
        return undo(ports, key, refs, user)
    refused: list[str] = []
    done = 0
    for start in range(0, len(refs), AT_ONCE):
        piece = [ref for ref in refs[start : start + AT_ONCE] if ref.company == key]
        held = _about_bound(ports, piece)
        for match in held.values():
            problem = questions.decide(ports, match, choice, user)
            refused += [f"{match.name}: {problem}"] if problem else []
            done += not problem
        piece = [ref for ref in piece if ref not in held]
        if choice in BINDS:
            bound, problems = _bind(ports, key, piece, choice, user, qb_id)
            done, refused = done + bound, [*refused, *problems]
            continue
        with ports.database.write() as connection:
            known = matching.by_ref(connection, piece)
            made = match_binding.sent(connection, known)
            for ref, match in known.items():
                problem = _problem(match, choice, ref in made)
                if problem:
                    refused.append(f"{match.name}: {problem}")
                    continue
                _write(ports, connection, ref, choice, user)
                done += 1
            companies.ask_for_run(connection, key)
    return _result(done, refused)


def _about_bound(ports: Ports, refs: Sequence[DocumentRef]) -> dict[DocumentRef, Match]:
    """The records among these that QuickBooks holds and that came back as a question."""
    with ports.database.read() as connection:
        known, bound = matching.by_ref(connection, refs), bindings.by_ref(connection, refs)
    return {ref: match for ref, match in known.items() if questions.is_about_bound(match, bound.get(ref))}


def _bind(
    ports: Ports, key: str, refs: Sequence[DocumentRef], choice: Choice, user: str, qb_id: str = ""
) -> tuple[int, list[str]]:
    documents = [ref for ref in refs if ref.kind == KIND_OF[INVOICES]]
    if not documents:
        return match_binding.bind(ports, key, refs, choice, user, qb_id)
    if choice is not Choice.BIND:
        return 0, ["An invoice is bound as it is."]
    return match_binding.link_invoices(ports, key, documents, user, qb_id)


def _problem(match: Match, choice: Choice, is_made: bool) -> str:
    if is_made:
        return "it was made in QuickBooks by now."
    if match.decision in BINDS:
        return "it is bound. Undo that first."
    if choice is Choice.CREATE and match.taken:
        return f"its name is taken. {match.taken}. Rename one of the two first, or have it under another name."
    return ""


def _write(ports: Ports, connection: Connection, ref: DocumentRef, choice: Choice, user: str) -> None:
    now = ports.database.now(connection)
    matching.decide(connection, ref, choice, "", user, now)
    stays = choice in (Choice.SKIP, Choice.MERGE)
    found: effects.Effect = effects.Held(ref, Reason.KEPT_OUT) if stays else effects.Again(ref)
    Application(connection, ref.company, now=now).apply([found])
    journal.write(connection, ref.company, [journal.Line(f"matched: {choice.value}", ref)], now=now, who=user)


def accept(ports: Ports, key: str, listed: str, user: str, least: int = CERTAIN) -> ActionResult:
    """Bind everything whose best candidate has at least that score, and is the best of no other record."""
    done, refused = 0, list[str]()
    for page in pages(ports, key, listed, Choice.UNDECIDED):
        sure = [each.ref for each in page if each.best is not None and each.score >= least]
        bound, problems = _bind(ports, key, sure, Choice.BIND, user)
        done, refused = done + bound, [*refused, *problems]
    return _result(done, refused)


def confirm(ports: Ports, key: str, listed: str, user: str) -> ActionResult:
    """Let the list go: what QuickBooks has nothing like is made there, and what the host has nothing like, here.
    Refused while a record that may be one of QuickBooks' waits for a decision."""
    with ports.database.read() as connection:
        is_behind = bool(matching.count_unmatched(connection, key, listed))
    if is_behind and not propose(ports, key, listed).done:
        return ActionResult(done=False, sentence="Nothing was proposed for that list yet: look for matches first.")
    with ports.database.write() as connection:
        known = matching.lists(connection, key).get(listed)
        if known is None or (not known.confirmed and known.proposed_at is None):
            return ActionResult(done=False, sentence="Nothing was proposed for that list yet: look for matches first.")
        _, left = matching.count(connection, key, listed)
        if left:
            sentence = f"{left} records may be one of QuickBooks', and nobody has decided about them."
            return ActionResult(done=False, sentence=sentence)
        now = ports.database.now(connection)
        made = matching.create_the_rest(connection, key, listed, user, now)
        values = {"confirmed": True, "why": "matched", "who": user, "decided_at": now}
        matching.place(connection, key, listed, **values)
        matching.release(connection, key, listed)
        if listed != INVOICES:
            pulled.place(connection, key, listed, asked=Asked.ALL.value)  # what is QuickBooks' alone comes here with it
        line = journal.Line("matched: confirmed", None, f"{listed}; {made} that QuickBooks has nothing like are new")
        journal.write(connection, key, [line], now=now, who=user)
        companies.ask_for_run(connection, key)
    return ActionResult(done=True, sentence=f"{listed} is confirmed; {made} records are made in the next run.")


def undo(ports: Ports, key: str, refs: Sequence[DocumentRef], user: str) -> ActionResult:
    """Take decisions back: a binding is dissolved, and nothing of the record goes before somebody decides anew."""
    held = _about_bound(ports, [ref for ref in refs if ref.company == key])
    held = {ref: match for ref, match in held.items() if match.decision is not Choice.UNDECIDED
            and (match.cause is not Cause.NAME or match.decision is Choice.SKIP)}  # fmt: skip
    problems = {ref: questions.undo(ports, match, user) for ref, match in held.items()}
    with ports.database.write() as connection:
        now = ports.database.now(connection)
        found = matching.by_ref(connection, [ref for ref in refs if ref.company == key and ref not in held])
        decided = {ref: each for ref, each in found.items() if each.decision is not Choice.UNDECIDED}
        made = match_binding.sent(connection, decided)
        for ref, each in decided.items():
            if ref in made:
                continue
            matching.decide(connection, ref, Choice.UNDECIDED, "", user, now)
            back: list[effects.Effect] = [effects.Unbind(ref)] if each.decision in BINDS else []
            Application(connection, key, now=now).apply([*back, effects.Again(ref, attempts=0, reopened=True)])
            journal.write(connection, key, [journal.Line("matched: undone", ref)], now=now, who=user)
    refused = [f"{decided[ref].name}: it was made in QuickBooks by now." for ref in made]
    refused += [f"{held[ref].name}: {problem}" for ref, problem in problems.items() if problem]
    return _result(len(decided) + len(held) - len(refused), refused)


def _result(done: int, refused: Sequence[str]) -> ActionResult:
    sentence = f"It is decided for {done}."
    if refused:
        sentence += f" Not for {len(refused)}: {' '.join(refused[:5])}{' …' if len(refused) > 5 else ''}"
    return ActionResult(done=bool(done) or not refused, sentence=sentence)
