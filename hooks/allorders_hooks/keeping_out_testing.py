"""The conformance suite about a document's mark that keeps it out of the books; skipped where a host sets none."""

from __future__ import annotations

from unittest import SkipTest

from allorders_hooks.documents import Document, DocumentRef
from allorders_hooks.doubles import RecordingPlugin
from allorders_hooks.keeping_out import KeepsOut
from allorders_hooks.rig import HostUnderTest, check, plugins


class KeptOutConformance:
    """See `testing.HostConformance`, which these tests belong to."""

    def test_a_mark_is_set_and_cleared_as_a_save_that_is_told(self, rig: HostUnderTest) -> None:
        document, plugin = rig.save_document("1001"), RecordingPlugin()
        before = marked(rig, document)
        with plugins(rig, plugin):
            for kept_out in (True, True, False):
                check(not kept(rig, document, kept_out), "a mark that can be set must be set")
                check(marked(rig, document).nc_only is kept_out, "the document must carry the mark that was asked for")
        told = [event.revision for event in plugin.events("transaction_saved") if event.ref == document]
        check(len(told) == 2, "each change of the mark must be told like any other save, and no change is none")
        check(
            told[-1] == marked(rig, document).revision > before.revision, "such a save must have a revision of its own"
        )

    def test_a_mark_of_what_is_not_there_is_refused_with_a_sentence(self, rig: HostUnderTest) -> None:
        document = rig.save_document("1001")
        rig.delete_document(document)
        for ref in (
            document,
            document.model_copy(update={"kind": "no kind"}),
            document.model_copy(update={"key": "?"}),
        ):
            check(bool(kept(rig, ref, True)), "what cannot be done must be refused with a sentence")


def marked(rig: HostUnderTest, ref: DocumentRef) -> Document:
    return rig.host.documents([ref])[ref]


def kept(rig: HostUnderTest, ref: DocumentRef, kept_out: bool) -> str:
    """Why the host did not set or clear the mark. Skips where it sets none."""
    host: object = rig.host
    if not isinstance(host, KeepsOut):
        raise SkipTest("the host has no marks that a plugin may set")
    return host.keep_out(ref, kept_out, rig.administrator)
