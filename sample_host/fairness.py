"""How long each company waited, in fair shares: against runners that divide their time equally at every moment.

Work is what a company's runs took of the runners, in seconds. Documents would be no measure of it: a run looks into the
company file before and after, and waits for QuickBooks' clock, however little it has to send.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Ran(NamedTuple):
    """A run of a company: from when to when, in seconds since the work began, and whether it had anything to do."""

    started: float
    ended: float
    did_something: bool


def until_done(runs: Sequence[Ran], seen: float) -> float:
    """When a company's work was done: at the end of the last run that had anything to do, of those until somebody saw
    that nothing was left. One that was asked for while that was under way comes after it, and finds nothing."""
    return max((run.ended for run in runs if run.did_something and 0 <= run.started < run.ended <= seen), default=seen)


def at_work(runs: Sequence[Ran], took: float) -> float:
    """For how many of those seconds a runner was at work for the company."""
    return sum(max(0.0, min(took, run.ended) - run.started) for run in runs if run.started >= 0)


def fair_finishes(work: Sequence[float], runners: int) -> list[float]:
    """When each company would be done, in seconds, if at every moment those that are not done yet
    had equal shares of all runners, and none more than one whole."""
    order = sorted(range(len(work)), key=lambda company: work[company])
    finishes, now, done = [0.0] * len(work), 0.0, 0.0
    for place, company in enumerate(order):
        share = min(1.0, runners / (len(work) - place))
        now += (work[company] - done) / share
        done = work[company]
        finishes[company] = now
    return finishes


def longest_wait(work: Sequence[float], took: Sequence[float], runners: int) -> float:
    """The greatest of all ratios of the time until a company's work was done to the time until it would have been, had
    the company had its fair share. What runners leave idle counts as waiting."""
    fair = fair_finishes(work, runners)
    return max((seconds / share for seconds, share in zip(took, fair, strict=True) if share), default=0.0)
