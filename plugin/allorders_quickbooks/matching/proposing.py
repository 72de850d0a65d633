"""What is proposed for each record of the host: the best candidates, and which of two records has the better claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from allorders_quickbooks.matching.index import Index
from allorders_quickbooks.matching.judging import judged
from allorders_quickbooks.matching.sides import Candidate, Ours

_SHOWN = 5
_CLEARLY = 3  # points by which one is better than another
_UNCLEAR = 89  # at most where two fit alike: nobody should accept that among many


@dataclass(frozen=True, slots=True)
class Proposal:
    """A record of the host with its candidates, the best first. `taken` is what has its name and is something else."""

    ours: Ours
    candidates: tuple[Candidate, ...] = ()
    taken: Candidate | None = None

    @property
    def best(self) -> Candidate | None:
        return self.candidates[0] if self.candidates else None


@dataclass(frozen=True, slots=True)
class Claim:
    """A proposal for a record of QuickBooks that is proposed for several: whose it is, and how sure."""

    key: str
    name: str
    score: int


def propose(ours: Ours, index: Index) -> Proposal:
    """The candidates for one record of the host."""
    return ranked(ours, [each for theirs in index.near(ours) if (each := judged(ours, theirs)) is not None])


def ranked(ours: Ours, found: Sequence[Candidate]) -> Proposal:
    """The best of what was found, in order. Where two fit alike neither is sure."""
    fitting = sorted((each for each in found if each.fits), key=lambda each: (-each.score, each.theirs.full_name))
    taken = next((each for each in found if not each.fits), None)
    if len(fitting) > 1 and fitting[0].score < fitting[1].score + _CLEARLY and not _is_named(fitting):
        alike = [each for each in fitting if each.score > fitting[0].score - _CLEARLY]
        fitting = [*(_unclear(each, len(alike)) for each in alike), *fitting[len(alike) :]]
    return Proposal(ours, tuple(fitting[:_SHOWN]), taken)


def _is_named(fitting: Sequence[Candidate]) -> bool:
    """Whether the first has the very name: QuickBooks lets no two records of a list have it."""
    return fitting[0].score >= 98 > fitting[1].score


def _unclear(candidate: Candidate, alike: int) -> Candidate:
    reason = f"{candidate.reason}; {alike} records fit alike"
    return replace(candidate, score=min(candidate.score, _UNCLEAR), reason=reason)


def contested(claims: Iterable[Claim]) -> Iterator[tuple[str, int, str]]:
    """What becomes of several claims to one record of QuickBooks: (key, score, what is said of it) for each that is
    less sure than it looked alone."""
    ranked = sorted(claims, key=lambda claim: (-claim.score, claim.key))
    first, second = ranked[0], ranked[1]
    is_clear = first.score >= second.score + _CLEARLY or (first.score >= 98 > second.score)
    for claim in ranked:
        if claim is first and is_clear:
            continue
        other = second if claim is first else first
        least = _UNCLEAR if claim.score > first.score - _CLEARLY else 50
        yield claim.key, min(claim.score, least), f"“{other.name}” fits it {'too' if least == _UNCLEAR else 'better'}"
