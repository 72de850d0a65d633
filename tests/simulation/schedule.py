"""One schedule: what happens, in an order that the seed draws, until the accidents end and everything is quiet."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from pathlib import Path

from allorders_quickbooks.run.session import Outgoing
from allorders_quickbooks.simulator import CompanyFile, Readings, RequestProcessorError

from tests.simulation.actors import Desk, Keeper, Runner
from tests.simulation.invariants import Watch
from tests.simulation.judge import Verdict, judge
from tests.simulation.stage import directory, raise_curtain
from tests.world import QuickBooksClock, World

STEPS = 70
MOST_RUNS = 25


@dataclass
class Schedule:
    """A world and all that is going on in it."""

    seed: int
    path: Path
    world: World = field(init=False)
    faults: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.world = raise_curtain(self.path, self.seed, Readings.draw(self.chance))
        self.desk = Desk(self.world, self.chance)
        self.keeper = Keeper(self.world, self.chance)
        self.runners = [Runner(self.world, self.chance, fired=self.faults) for _ in range(2)]
        self.watch = Watch(self.world)
        self.zombies: list[Outgoing] = []
        self.late: list[tuple[str, bytes]] = []
        self.own_file = self.world.file
        self.other_file: CompanyFile | None = None
        self.backup: Path | None = None
        self._deeds: list[tuple[Callable[[], None], int]] = [
            (self._runner_goes_on, 60),
            (self.desk.save_new, 6),
            (self.desk.save_again, 6),
            (self.desk.delete, 1),
            (self.desk.take_payment, 2),
            (self._keeper_edits, 3),
            (self._keeper_removes, 1),
            (self._runner_crashes, 3),
            (self._runner_pauses, 3),
            (self._a_zombie_arrives, 4),
            (self._a_late_answer_arrives, 3),
            (self._time_passes, 4),
            (self._the_clock_changes, 1),
            (self._the_file_changes, 2),
            (self._backup, 1),
            (self._restore, 1),
        ]

        self._plugin_works = (self._runner_goes_on, self._a_late_answer_arrives)

    def play(self) -> Verdict:
        """Accidents first, then silence, then the verdict."""
        deeds, weights = zip(*self._deeds, strict=True)
        for _ in range(STEPS):
            deed = self.chance.choices(deeds, weights)[0]
            deed()
            if deed in self._plugin_works:
                self.watch.look()
        self._silence()
        self.watch.look_back()
        return judge(self)

    # --- what may happen ---------------------------------------------------------------------------------------

    def _runner_goes_on(self) -> None:
        sent = self._go_on(self.chance.choice(self.runners))
        if sent is None:
            return
        if self.chance.random() < 0.3:
            self.zombies.append(sent)
        if self.world.file is self.own_file and self.chance.random() < 0.12:
            self._keeper_edits_what_has_just_come()

    def _go_on(self, runner: Runner) -> Outgoing | None:
        """One step of a runner. What an answer of another company file leads to is looked at closely."""
        foreign = runner.answer is not None and runner.elsewhere
        if foreign:
            self.watch.look()
        sent = runner.go_on()
        if foreign:
            self.watch.look_after_other_file()
        runner.elsewhere = self.world.file is not self.own_file if sent is not None else runner.elsewhere
        return sent

    def _runner_crashes(self) -> None:
        self.faults["process killed"] += 1
        left = self.chance.choice(self.runners).crash()
        if left is not None and self.chance.random() < 0.7:
            self.zombies.append(left)

    def _runner_pauses(self) -> None:
        """It stands still for longer than its lease, whatever it has in hand; it will go on one day."""
        self.faults["lease ran out"] += 1
        self.world.let_lease_run_out()

    def _a_zombie_arrives(self) -> None:
        if not self.zombies:
            return
        self.faults["late delivery"] += 1
        sent = self.zombies.pop(self.chance.randrange(len(self.zombies)))
        with suppress(RequestProcessorError):
            answer = self.world.deliver(sent.content)
            if self.chance.random() < 0.6:
                self.late.append((sent.set_id, answer))

    def _a_late_answer_arrives(self) -> None:
        if not self.late:
            return
        self.faults["late answer"] += 1
        set_id, answer = self.late.pop(self.chance.randrange(len(self.late)))
        session = next((runner.session for runner in self.runners if runner.session is not None), None)
        if session is not None:
            session.receive(set_id, BytesIO(answer))

    def _keeper_edits(self) -> None:
        if self.world.file is self.own_file:
            self.faults["edited in QuickBooks"] += 1
            self.keeper.edit()

    def _keeper_edits_what_has_just_come(self) -> None:
        """In the very second in which it came, perhaps; and the order desk has a change to it as well."""
        self.faults["edited in the same moment"] += 1
        self.keeper.edit(newest=True)
        self.desk.save_again(newest=True)

    def _keeper_removes(self) -> None:
        if self.world.file is self.own_file:
            self.faults["removed in QuickBooks"] += 1
            self.chance.choice([self.keeper.void, self.keeper.delete])()

    def _time_passes(self) -> None:
        self.world.clock.sleep(self.chance.choice([0.3, 1, 2, 20, 600, 7200]))

    def _the_clock_changes(self) -> None:
        """On to the night in which QuickBooks' wall clock shows one hour twice."""
        self.faults["daylight saving"] += 1
        self.world.clock.sleep(timedelta(days=self.chance.choice([1, 6, 240])).total_seconds())

    def _the_file_changes(self) -> None:
        self.faults["other company file"] += 1
        if self.other_file is None:
            clock = QuickBooksClock(self.world.clock)
            self.other_file = CompanyFile.create(self.path / "other.sim", clock=clock)
        self.world.file = self.other_file if self.world.file is self.own_file else self.own_file

    def _backup(self) -> None:
        self.faults["backup"] += 1
        self.backup = self.path / f"backup {self.chance.random()}"
        self.own_file.backup(self.backup)

    def _restore(self) -> None:
        if self.backup is not None:
            self.faults["restore"] += 1
            self.own_file.restore(self.backup)
            self.keeper.era += 1

    # --- and how it ends ---------------------------------------------------------------------------------------

    def _silence(self) -> None:
        """No further accidents: what is still on its way arrives, what is held up goes on."""
        self.world.file = self.own_file
        for runner in self.runners:
            left = runner.crash()
            self.zombies += [left] if left is not None else []
        for number in range(MOST_RUNS):
            self.world.let_lease_run_out()
            if self.zombies and number % 2:
                with suppress(RequestProcessorError):
                    self.world.deliver(self.zombies.pop().content)
            complete = self._run_undisturbed()
            if complete and not self.zombies and not self.world.is_waiting():
                return
            self.world.clock.sleep(7200)

    def _run_undisturbed(self) -> bool:
        """A run from its beginning to its end; whether it could do all that there was to do."""
        runner = Runner(self.world, self.chance, careful=True)
        while runner.finished is None:
            self._go_on(runner)
            self.watch.look()
        return runner.finished.complete


def play(seed: int) -> Verdict:
    """The verdict on one seed; its files are gone afterwards."""
    path = directory()
    try:
        schedule = Schedule(seed, path)
        try:
            return schedule.play()
        finally:
            schedule.own_file.close()
            schedule.world.database.close()
            if schedule.other_file is not None:
                schedule.other_file.close()
    finally:
        shutil.rmtree(path, ignore_errors=True)
