"""The chance of one schedule, and which accidents it has caused: every decision of the harness is drawn here."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Killed(BaseException):
    """The process of a runner is gone: nothing of the product's may catch this, as nothing catches a power cut."""


class Accidents:
    """Draws, and counts what was drawn. `left` is how many accidents this schedule may still have."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.counts: Counter[str] = Counter()
        self.left = self.chance.choice((0, 1, 2, 3, 4, 6, 9))
        self.density = self.chance.choice((0.02, 0.06, 0.15))

    def strikes(self, kind: str, weight: float = 1.0) -> bool:
        """Whether that accident happens at this moment."""
        if not self.left or self.chance.random() >= self.density * weight:
            return False
        self.happened(kind)
        return True

    def happened(self, kind: str) -> None:
        """Count an accident against the schedule's allowance."""
        self.left = max(0, self.left - 1)
        self.counts[kind] += 1

    def one_of(self, things: Sequence[T]) -> T:
        return self.chance.choice(things)

    def sometimes(self, probability: float) -> bool:
        return self.chance.random() < probability

    def stop(self) -> None:
        """From here on nothing goes wrong any more."""
        self.left = 0
