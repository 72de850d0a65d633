"""One seed tried out, with or without sabotage: plain data, so that it can cross from process to process."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field

from tests.simulation.invariants import Broken
from tests.simulation.sabotage import sabotaged
from tests.simulation.schedule import play
from tests.simulation.stage import model


@dataclass
class Trial:
    """Findings by kind; an exception or a broken invariant counts as stuck, with its traceback's end."""

    seed: int
    documents: int = 0
    faults: dict[str, int] = field(default_factory=dict)
    findings: dict[str, list[str]] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        return any(sentences for kind, sentences in self.findings.items() if kind != "flagged")


def try_seed(what: tuple[int, str]) -> Trial:
    """Play (seed, sabotage)."""
    seed, sabotage = what
    model()  # of a sound build, whatever is broken from here on
    try:
        with sabotaged(sabotage):
            verdict = play(seed)
    except Broken as broken:
        return Trial(seed, findings={"stuck": [f"invariant {broken}"]})
    except Exception as error:
        return Trial(seed, findings={"stuck": [f"{error!r} at {traceback.format_exc().splitlines()[-4:-1]}"]})
    kinds = ("duplicates", "lost", "stuck", "overwritten", "wrong_file", "flagged")
    return Trial(seed, verdict.documents, dict(verdict.faults), {kind: getattr(verdict, kind) for kind in kinds})
