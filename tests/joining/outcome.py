"""What a seed of the joining came to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

COUNTED = ("exact_right", "exact", "near_right", "near", "invoiced_right", "invoiced", "accepted", "later_right",
           "later")  # fmt: skip
"""How many were proposed right of how many that were planted, by how; how many were bound unasked; and of how many
things that came later somebody was asked."""

SAID = ("wrong_binds", "duplicates", "missed")
"""What went wrong, in sentences. The first two should hold nothing."""


@dataclass
class Outcome:
    """The figures and the sentences."""

    counted: Counter[str] = field(default_factory=Counter)
    said: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in SAID})

    def count(self, name: str, *, right: bool, sentence: str) -> None:
        """One that was planted; what is said of it where it is not right."""
        self.counted[name] += 1
        self.counted[f"{name}_right"] += right
        if not right:
            self.said["missed"].append(sentence)
