"""A conformance suite: it says whether a host keeps the contract. For authors of hosts, who run it with pytest.

Write a class that drives your host (`HostUnderTest`), and give it to the suite as the fixture `rig`:

    class TestMyHost(HostConformance):
        @pytest.fixture
        def rig(self, tmp_path):
            rig = MyRig(tmp_path)                  # a new host with empty data for every test
            yield rig
            rig.close()

Each test says in one sentence what the contract asks for. The suite needs SQLAlchemy, as plugins do; the plugins
that it uses are public too (`allorders_hooks.doubles`).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial

from allorders_hooks.documents import SalesOrderPayment, ShipDoc
from allorders_hooks.doubles import (
    FailingPlugin,
    Harm,
    NotingPlugin,
    RecordingPlugin,
    breaks_sql,
    hides_broken_sql,
    raises,
)
from allorders_hooks.host import Right
from allorders_hooks.keeping_out_testing import KeptOutConformance
from allorders_hooks.pulled_testing import TakenRecordsConformance
from allorders_hooks.rig import HostUnderTest, check, database, noted, notes, plugins, strangers
from allorders_hooks.status import Level, Message

__all__ = ["HostConformance", "HostUnderTest"]


class HostConformance(KeptOutConformance, TakenRecordsConformance):
    """See the module. A test may be overridden where a host cannot do what it asks for, and say why."""

    # What the host tells

    def test_starting_opens_each_company_and_stopping_closes_it(self, rig: HostUnderTest) -> None:
        plugin = RecordingPlugin()
        with plugins(rig, plugin):
            rig.start()
            rig.stop()
        opened = [heard for heard in plugin.of("company_opened") if heard.company == rig.company]
        closed = [heard for heard in plugin.of("company_closing") if heard.company == rig.company]
        check(len(opened) == 1, "the start must announce the company, once")
        check(len(closed) == 1, "the stop must announce the company, once")

    def test_each_save_of_a_document_is_told_with_a_greater_revision(self, rig: HostUnderTest) -> None:
        plugin = RecordingPlugin()
        with plugins(rig, plugin):
            document = rig.save_document("1001")
            rig.ship(document)
        events = [event for event in plugin.events("transaction_saved") if event.ref == document]
        check(len(events) == 2, "two saves of a document must send transaction_saved twice")
        check(events[0].revision < events[1].revision, "the revision must grow by each save")
        check(events[1].number == "1001", "the event must carry the document's number")

    def test_deleting_a_document_is_told(self, rig: HostUnderTest) -> None:
        plugin = RecordingPlugin()
        document = rig.save_document("1001")
        saved = rig.host.documents([document])[document].revision
        with plugins(rig, plugin):
            rig.delete_document(document)
        events = plugin.events("transaction_deleted")
        check([event.ref for event in events] == [document], "a deletion must send transaction_deleted, once")
        check(events[0].revision > saved, "a deletion must have a greater revision than the save before it")

    def test_a_payment_is_told_as_a_payment_only(self, rig: HostUnderTest) -> None:
        plugin = RecordingPlugin()
        document = rig.save_document("1001")
        with plugins(rig, plugin):
            payment = rig.record_payment(document)
        told = [event.ref for event in plugin.events("payment_recorded")]
        others = [event.ref for event in plugin.events("transaction_saved")]
        check(told == [payment], "a payment must send payment_recorded, once")
        check(payment not in others, "a payment must not send transaction_saved too")

    def test_saving_and_deleting_a_record_is_told(self, rig: HostUnderTest) -> None:
        plugin = RecordingPlugin()
        with plugins(rig, plugin):
            record = rig.save_record("Aux Joyeux")
            rig.rename_record(record, "Aux Joyeux ecclésiastiques")
            rig.delete_record(record)
        saves = [event for event in plugin.events("record_saved") if event.ref == record]
        deletions = [event for event in plugin.events("record_deleted") if event.ref == record]
        check(len(saves) == 2 and len(deletions) == 1, "each save and the deletion of a record must be told, once")
        revisions = [event.revision for event in (*saves, *deletions)]
        check(revisions == sorted(set(revisions)), "the revision of a record must grow by each save")

    # The host's transaction

    def test_what_a_plugin_notes_is_kept_with_the_save(self, rig: HostUnderTest) -> None:
        with notes(rig) as engine, plugins(rig, NotingPlugin()):
            document = rig.save_document("1001")
            check(noted(engine) == [str(document)], "a note must be in the database when the save has ended")

    def test_a_save_that_is_rolled_back_leaves_no_trace(self, rig: HostUnderTest) -> None:
        woken: list[str] = []
        with notes(rig) as engine, plugins(rig, NotingPlugin(partial(woken.append, "woken"))):
            before = [change.ref for change in rig.host.changed(rig.company, None)]
            rig.abandon_document("1001")
            after = [change.ref for change in rig.host.changed(rig.company, None)]
            check(noted(engine) == [], "a note must vanish with the save that it belongs to")
            check(before == after, "changed() must not give what was rolled back")
            rig.save_record("Aux Joyeux")
        check(woken == ["woken"], "a save that was rolled back must not wake anybody, a later one must")

    def test_a_plugin_is_woken_after_the_commit(self, rig: HostUnderTest) -> None:
        seen: list[list[str]] = []
        with notes(rig) as engine, plugins(rig, NotingPlugin(lambda: seen.append(noted(engine)))):
            document = rig.save_document("1001")
        check(seen == [[str(document)]], "wake must be called once, when others can see what was saved")

    def test_a_plugin_that_raises_breaks_no_save(self, rig: HostUnderTest) -> None:
        self._survives(rig, raises)

    def test_a_plugin_that_breaks_sql_breaks_no_save(self, rig: HostUnderTest) -> None:
        self._survives(rig, breaks_sql)

    def test_a_plugin_that_hides_broken_sql_breaks_no_save(self, rig: HostUnderTest) -> None:
        self._survives(rig, hides_broken_sql)

    def _survives(self, rig: HostUnderTest, harm: Harm) -> None:
        with notes(rig) as engine, plugins(rig, NotingPlugin(), FailingPlugin(harm), NotingPlugin()):
            document = rig.save_document("1001")
            rig.ship(document)
            check(document in rig.host.documents([document]), "the save must go through")
            check(noted(engine) == [str(document)] * 4, "the notes of the other plugins must be kept")

    # What the host answers

    def test_documents_come_in_bulk_with_their_newest_content(self, rig: HostUnderTest) -> None:
        plugin = RecordingPlugin()
        with plugins(rig, plugin):
            refs = [rig.save_document(number) for number in ("1001", "1002", "1003")]
            rig.ship(refs[0])
        found = rig.host.documents(iter(refs))
        check(set(found) == set(refs), "documents() must give all that it was asked for")
        documents = [document for document in map(found.get, refs) if isinstance(document, ShipDoc)]
        check([d.number for d in documents] == ["1001", "1002", "1003"], "each document must be the one asked for")
        check([d.ref for d in documents] == refs, "each document must carry its own ref")
        check([d.shipped for d in documents] == [True, False, False], "documents() must give the newest content")
        told = {event.ref: event.revision for event in plugin.events("transaction_saved")}
        check(all(d.revision == told[d.ref] for d in documents), "document and event must agree on the revision")

    def test_a_payment_names_the_ship_docs_of_its_order(self, rig: HostUnderTest) -> None:
        document = rig.save_document("1001")
        ref = rig.record_payment(document)
        payment = rig.host.documents([ref]).get(ref)
        check(isinstance(payment, SalesOrderPayment), "documents() must give a payment as SalesOrderPayment")
        ship_docs = payment.ship_docs if isinstance(payment, SalesOrderPayment) else ()
        check(document in ship_docs, "a payment must name the ship docs of its order")

    def test_what_a_document_names_is_found_among_the_records(self, rig: HostUnderTest) -> None:
        ref = rig.save_document("1001")
        document = rig.host.documents([ref])[ref]
        named = [document.customer] if isinstance(document, ShipDoc) and document.customer else []
        if isinstance(document, ShipDoc):
            named += [line.item for line in document.lines if line.item]
        check(bool(named), "the ship doc must name a customer or an item")
        check(set(rig.host.records(named)) == set(named), "records() must give what documents name")

    def test_unknown_and_deleted_documents_and_records_are_absent(self, rig: HostUnderTest) -> None:
        document, record = rig.save_document("1001"), rig.save_record("Aux Joyeux")
        rig.delete_document(document)
        rig.delete_record(record)
        check(not rig.host.documents([document, *strangers(document)]), "documents() must leave out what is gone")
        check(not rig.host.records([record, *strangers(record)]), "records() must leave out what is gone")
        check(not rig.host.documents([]) and not rig.host.records([]), "nothing asked, nothing given")

    def test_records_come_with_their_newest_content(self, rig: HostUnderTest) -> None:
        record = rig.save_record("Aux Joyeux")
        rig.rename_record(record, "Aux Joyeux ecclésiastiques")
        found = rig.host.records([record])
        check(found[record].name == "Aux Joyeux ecclésiastiques", "records() must give the newest content")

    def test_the_sweep_gives_every_change_in_order(self, rig: HostUnderTest) -> None:
        kept, deleted, record = rig.save_document("1001"), rig.save_document("1002"), rig.save_record("Aux Joyeux")
        rig.delete_document(deleted)
        changes = list(rig.host.changed(rig.company, None))
        moments = [change.saved_at for change in changes]
        newest = {change.ref: change for change in changes}
        check({kept, deleted, record} <= set(newest), "changed(None) must give everything that was ever saved")
        check(moments == sorted(moments), "changed() must give the oldest first")
        check(all(m.tzinfo is not None for m in moments), "saved_at must be an aware moment")
        check(newest[deleted].deleted and not newest[kept].deleted, "changed() must say what was deleted")
        revision = rig.host.documents([kept])[kept].revision
        check(newest[kept].revision == revision, "changed() must give the revision that the document has")

    def test_the_sweep_starts_at_the_moment_that_it_is_given(self, rig: HostUnderTest) -> None:
        rig.save_document("1001")
        last = list(rig.host.changed(rig.company, None))[-1].saved_at
        document = rig.save_document("1002")
        later = list(rig.host.changed(rig.company, last))
        check(document in [change.ref for change in later], "changed(after) must give what was saved after it")
        check(all(change.saved_at >= last for change in later), "changed(after) must leave out what was before")
        check(not list(rig.host.changed(rig.company, datetime.max.replace(tzinfo=UTC))), "the future is empty")

    def test_the_host_keeps_the_company(self, rig: HostUnderTest) -> None:
        check(rig.company in rig.host.companies(), "companies() must name the company")

    def test_rights_are_the_hosts_decision(self, rig: HostUnderTest) -> None:
        check(
            all(rig.host.may(rig.administrator, right, rig.company) for right in Right),
            "the administrator must hold every right",
        )
        check(not any(rig.host.may(rig.stranger, right, rig.company) for right in Right), "the stranger must hold none")
        check(rig.host.may("", Right.OPERATE, rig.company), "the application itself must be able to operate")

    def test_telling_never_fails(self, rig: HostUnderTest) -> None:
        for company in (rig.company, "", "no such company"):
            for level in Level:
                rig.host.tell(Message(company=company, level=level, sentence="<b>Été</b>", technical="x" * 5000))

    def test_the_database_opens(self, rig: HostUnderTest) -> None:
        with database(rig) as engine, engine.connect() as connection:
            one = connection.exec_driver_sql("SELECT 1").scalar()
        check(one == 1, "database() must give a URL that SQLAlchemy opens")

    def test_any_thread_may_ask(self, rig: HostUnderTest) -> None:
        document = rig.save_document("1001")
        with ThreadPoolExecutor(max_workers=2) as threads:
            found = threads.submit(rig.host.documents, [document]).result()
            changes = threads.submit(lambda: list(rig.host.changed(rig.company, None))).result()
        check(document in found, "documents() must work in another thread")
        check(bool(changes), "changed() must work in another thread")

    # What people do with plugins

    def test_settings_make_the_round_trip(self, rig: HostUnderTest) -> None:
        plugin = RecordingPlugin()
        entered = {"on": "on", "limit": "7", "colour": "green", "size": "l", "since": "2026-01-31"}
        with plugins(rig, plugin) as manager:
            (screen,) = manager.settings_screens(rig.company)["plugin0"]
            first = manager.save_settings(
                "plugin0", rig.company, screen.name, entered, screen.version, rig.administrator
            )
            second = manager.save_settings("plugin0", rig.company, screen.name, {}, screen.version, rig.administrator)
        check(first.done, "an administrator must be able to save settings")
        check(plugin.settings.limit == 7 and plugin.settings.on, "the settings must be saved as entered")
        check(not second.done, "an outdated version must be refused")

    def test_a_stranger_can_do_nothing(self, rig: HostUnderTest) -> None:
        plugin = RecordingPlugin()
        with plugins(rig, plugin) as manager:
            results = (
                manager.save_settings("plugin0", rig.company, "recording", {"on": "on"}, 1, rig.stranger),
                manager.do_action("plugin0", rig.company, "anything", [], rig.stranger),
                manager.sync_now(rig.company, rig.stranger, wait=False),
            )
        check(not any(result.done for result in results), "a person without rights must be refused")
        check(not plugin.heard, "and the plugin must not even be asked")
