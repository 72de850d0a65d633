"""Which name that the company file has is meant by a setting: for whoever sets up a file that has a life."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rapidfuzz import fuzz, process

from allorders_quickbooks.matching.spelling import folded, plain

_LIKE = 80  # of 100: below it, nothing is suggested


def suggested(usual: Sequence[str], names: Collection[str]) -> str:
    """The name that is as one of the usual ones, or most like the first of them; empty where none is. Of one that
    stands below another, its own name counts."""
    own = {folded(name.rpartition(":")[2]): name for name in names}
    exact = next((own[folded(each)] for each in usual if folded(each) in own), "")
    if exact or not own:
        return exact
    found = process.extractOne(plain(usual[0]), own, scorer=fuzz.token_sort_ratio, score_cutoff=_LIKE, processor=plain)
    return own[folded(found[0])] if found is not None else ""
