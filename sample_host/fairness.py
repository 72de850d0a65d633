"""How long each company waited, in fair shares: against runners that divide their time equally at every moment.

Work is what a company's runs took of the runners, in seconds. Documents would be no measure of it: a run looks into the
company file before and after, and waits for QuickBooks' clock, however little it has to send.
"""

from __future__ import annotations

from collections.abc import Sequence


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
