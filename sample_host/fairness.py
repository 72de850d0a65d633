"""How long each company waited, in fair shares: against runners that divide their time equally at every moment."""

from __future__ import annotations

from collections.abc import Sequence


def fair_finishes(work: Sequence[float], runners: int) -> list[float]:
    """When each company would be done, in units of work of one runner, if at every moment those that are not done yet
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
    """The greatest of all ratios of the time that a company's work took to the time that was its fair share. The
    runners are as fast as they were: the one that ended last did so in its fair time."""
    fair = fair_finishes(work, runners)
    pace = max(took) / max(fair)
    return max(seconds / (share * pace) for seconds, share in zip(took, fair, strict=True) if share)
