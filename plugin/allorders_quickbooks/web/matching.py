"""Matching: which record of QuickBooks each of the host's is, a page at a time, decided one by one or many at once."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from allorders_hooks.documents import DocumentRef
from allorders_hooks.status import ActionResult
from flask import Response, abort, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from allorders_quickbooks.matching.sides import BINDS, CERTAIN, MATCHED, SAID, Choice
from allorders_quickbooks.operations import match_sheet
from allorders_quickbooks.operations import matching as verbs
from allorders_quickbooks.store.matching import Match
from allorders_quickbooks.web.visit import done, name_of, refs_chosen, visit

_PAGE = 50
_ENDPOINT = "quickbooks.matching"
_ALL = "all"
CAPTIONS = {
    Choice.UNDECIDED: "Undecided",
    Choice.BIND: "Bind",
    Choice.RENAME: "Bind, and rename there",
    Choice.TAKE: "Bind, and rename here",
    Choice.CREATE: "Create there",
    Choice.NAME: "Create under another name",
    Choice.SKIP: "Leave out",
    Choice.MERGE: "Merge later",
}


def matching() -> str:
    here, listed, wanted = visit(), _listed(), request.args.get("decision", "")
    after = (request.args.get("after_name", ""), request.args.get("after_key", ""))
    choice = None if wanted == _ALL else _choice(wanted)
    found = verbs.one_page(here.ports, here.company, listed, choice, after, _PAGE + 1)
    return render_template(
        "quickbooks/matching.html",
        lists=verbs.progress(here.ports, here.company),
        listed=listed,
        wanted=wanted,
        filters=[*((choice.value, caption) for choice, caption in CAPTIONS.items()), (_ALL, "All")],
        choices=[(choice.value, caption) for choice, caption in CAPTIONS.items() if choice],
        matches=found[:_PAGE],
        next=_address(listed, wanted, found[_PAGE - 1]) if len(found) > _PAGE else "",
        captions=CAPTIONS,
        said=SAID,
        certain=CERTAIN,
    )


def _address(listed: str, wanted: str, last: Match) -> str:
    name, key = verbs.cursor(last)
    asked = {"list": listed, "decision": wanted, "after_name": name, "after_key": key}
    return f"{url_for(_ENDPOINT)}?{urlencode(asked)}"


def propose_matches() -> AnyResponse:
    here = visit()
    return done(verbs.propose(here.ports, here.company, _listed()), _ENDPOINT)


def accept_matches() -> AnyResponse:
    here, least = visit(), request.form.get("least", CERTAIN, int)
    if not 1 <= least <= 100:
        return done(ActionResult(done=False, sentence="A score goes from 1 to 100."), _ENDPOINT)
    return done(verbs.accept(here.ports, here.company, _listed(), here.user, least), _ENDPOINT)


def decide_matches() -> AnyResponse:
    """Decide for the rows that are ticked; each is bound to the candidate that its row shows."""
    here, refs, choice = visit(), refs_chosen(), _choice(request.form.get("choice", ""))
    if not refs:
        return done(ActionResult(done=False, sentence="Tick the records that you decide about."), _ENDPOINT)
    others = {ref: to for ref in refs if (to := request.form.get(f"to {name_of(ref)}", ""))} if choice in BINDS else {}
    results = [verbs.decide(here.ports, here.company, [ref], choice, here.user, to) for ref, to in others.items()]
    left = [ref for ref in refs if ref not in others]
    if left:
        results.append(verbs.decide(here.ports, here.company, left, choice, here.user))
    return done(_together(refs, results), _ENDPOINT)


def _together(refs: Iterable[DocumentRef], results: list[ActionResult]) -> ActionResult:
    if len(results) == 1:
        return results[0]
    refused = [result.sentence for result in results if not result.done]
    sentence = f"It is decided for {len(list(refs)) - len(refused)}. {' '.join(refused[:5])}".strip()
    return ActionResult(done=len(refused) < len(results), sentence=sentence)


def undo_matches() -> AnyResponse:
    here = visit()
    return done(verbs.undo(here.ports, here.company, refs_chosen(), here.user), _ENDPOINT)


def confirm_matches() -> AnyResponse:
    here = visit()
    return done(verbs.confirm(here.ports, here.company, _listed(), here.user), _ENDPOINT)


def match_sheet_out() -> Response:
    here, listed = visit(), _listed()
    pieces = list(match_sheet.written(here.ports, here.company, listed))
    answer = Response("".join(pieces), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="matching-{listed.lower()}.csv"'
    return answer


def match_sheet_in() -> AnyResponse:
    here, file = visit(), request.files.get("sheet")
    try:
        text = file.read().decode("utf-8") if file is not None else ""
    except UnicodeDecodeError:
        sentence = "The file is not in UTF-8. Save it as “CSV UTF-8”."
        return done(ActionResult(done=False, sentence=sentence), _ENDPOINT)
    return done(match_sheet.read(here.ports, here.company, _listed(), text, here.user), _ENDPOINT)


def _listed() -> str:
    listed = request.values.get("list", MATCHED[0])
    return listed if listed in MATCHED else abort(404, "There is no such list to match.")


def _choice(text: str) -> Choice:
    return Choice(text) if text in set(Choice) else abort(404, "There is no such decision.")
