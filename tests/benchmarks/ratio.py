"""A measured ratio and its goal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ratio:
    """`measured` and `limit` are of the same unit, measured in the same run; `goal` is the greatest ratio allowed."""

    name: str
    measured: float
    limit: float
    goal: float

    @property
    def value(self) -> float:
        return self.measured / self.limit

    @property
    def met(self) -> bool:
        return self.value <= self.goal
