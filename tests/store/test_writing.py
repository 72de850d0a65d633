"""Effects are put into an order in which many documents are written at once, each document's own in their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from allorders_hooks.documents import DocumentRef
from allorders_quickbooks import effects
from allorders_quickbooks.effects import Effect
from allorders_quickbooks.reasons import Reason
from allorders_quickbooks.store import notes
from allorders_quickbooks.store.apply import Application
from allorders_quickbooks.store.database import Database
from allorders_quickbooks.store.writing import Writers, blocks
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from tests.store.conftest import COMPANY
from tests.store.test_bindings import BOUND, NOW

REFS = [DocumentRef(company=COMPANY, kind="ship_doc", key=str(number)) for number in range(3)]
KINDS = (effects.Done, effects.Fresh, effects.Note, effects.Bind, effects.Applied)
SIDE_BY_SIDE: Writers = {kind: lambda writing, alike: None for kind in KINDS}
NUMBERS = st.integers(0, 99)
EFFECTS = st.one_of(
    st.builds(effects.Done, st.sampled_from(REFS), NUMBERS),
    st.builds(effects.Fresh, st.sampled_from(REFS), st.none()),
    st.builds(effects.Note, st.text(max_size=3), st.one_of(st.none(), st.sampled_from(REFS))),
    st.builds(
        lambda ref, version: effects.Bind(replace(BOUND, ref=ref, version=version)), st.sampled_from(REFS), NUMBERS
    ),
    st.builds(effects.Applied, st.sampled_from(REFS), st.just("P1"), NUMBERS.map(str)),
    st.builds(effects.Unbind, st.sampled_from(REFS)),
)


def _of(effect: Effect) -> DocumentRef | None:
    match effect:
        case effects.Bind(binding):
            return binding.ref
        case effects.Applied(invoice):
            return invoice
        case effects.Done(ref) | effects.Fresh(ref) | effects.Unbind(ref) | effects.Note(_, ref):
            return ref
    return None


def _in_order(what: Sequence[Effect]) -> list[list[list[Effect]]]:
    return list(blocks(what, SIDE_BY_SIDE))


def test_what_many_documents_have_in_common_is_written_together() -> None:
    what = [effect for ref in REFS for effect in (effects.Fresh(ref, None), effects.Done(ref, 1))]
    assert _in_order(what) == [[what[::2], what[1::2]]]


def test_what_reaches_beyond_its_document_is_written_alone_between_what_came_before_and_after() -> None:
    before, alone, after = effects.Done(REFS[0], 1), effects.Unbind(REFS[1]), effects.Done(REFS[0], 2)
    assert _in_order([before, alone, after]) == [[[before]], [[alone]], [[after]]]


@given(st.lists(EFFECTS, max_size=30))
def test_nothing_is_lost_and_the_effects_of_a_document_stay_in_their_order(what: list[Effect]) -> None:
    written = [effect for block in _in_order(what) for alike in block for effect in alike]
    for ref in (*REFS, None):
        assert [effect for effect in written if _of(effect) == ref] == [effect for effect in what if _of(effect) == ref]
    assert len(written) == len(what)


@given(st.lists(EFFECTS, max_size=30))
def test_a_group_is_of_one_kind_and_names_each_document_once(what: list[Effect]) -> None:
    for block in _in_order(what):
        for alike in block:
            refs = [ref for effect in alike if (ref := _of(effect)) is not None]
            assert len({type(effect) for effect in alike}) == 1
            assert len(refs) == len(set(refs))


def test_a_set_of_many_documents_is_settled_with_the_statements_of_a_few(database: Database) -> None:
    few, many = (_statements(database, number) for number in (2, 200))
    assert many == few


def _statements(database: Database, documents: int) -> int:
    refs = [DocumentRef(company=COMPANY, kind="ship_doc", key=f"{documents}/{number}") for number in range(documents)]
    settled: list[Effect] = []
    for ref in refs:
        settled += [effects.Bind(replace(BOUND, ref=ref, qb_id=ref.key)), effects.Done(ref, 1)]
        settled += [effects.Held(ref, Reason.REJECTED, "as it is"), effects.Applied(ref, "P1", "2.00")]
    executed: list[str] = []
    with database.write() as connection:
        for ref in refs:
            notes.note_saved(connection, notes.values(ref, rank=20, revision=1))
        event.listen(connection, "before_cursor_execute", lambda *said: executed.append(said[2]))
        Application(connection, COMPANY, now=NOW).apply(settled)
    return len(executed)
