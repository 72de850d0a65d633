"""A runner: the product's own drain, in a coroutine that may be put to sleep at any moment, or killed."""

from __future__ import annotations

from allorders_quickbooks.errors import ConfigurationError
from allorders_quickbooks.run.drain import drain
from allorders_quickbooks.store.runs import Run
from greenlet import greenlet

from tests.simulation.accidents import Killed
from tests.simulation.place import Place
from tests.simulation.wire import Wire
from tests.world import COMPANY


class Runner:
    """One process that synchronizes. `run` is what came of it, `error` what it should never have raised."""

    def __init__(self, place: Place, name: str, machine: str) -> None:
        self.place = place
        self.run: Run | None = None
        self.error: Exception | None = None
        self.asleep = False
        self._ports = place.ports_of(name, lambda setup: Wire(place, machine, self.moment))
        self._coroutine = greenlet(self._work)

    @property
    def alive(self) -> bool:
        return not self._coroutine.dead

    def go_on(self) -> None:
        """Work on, until the end or the next sleep."""
        self.place.running = self
        try:
            self._coroutine.switch()
        finally:
            self.place.running = None

    def kill(self) -> None:
        """The process dies where it sleeps; its lease stays until it runs out."""
        if self.alive:
            self._coroutine.throw(Killed)

    def moment(self, where: str) -> None:
        """Here it may die or fall asleep."""
        accidents = self.place.accidents
        if accidents.strikes(f"dies {where}"):
            raise Killed
        if not self.place.database.reading and accidents.strikes(f"sleeps {where}"):
            self._coroutine.parent.switch()

    def before_commit(self) -> None:
        if self.place.accidents.strikes("dies before commit"):
            raise Killed

    def after_commit(self) -> None:
        self.moment("after commit")

    def _work(self) -> None:
        try:
            self.run = drain(self._ports, COMPANY)
        except (Killed, ConfigurationError):
            return
        except Exception as error:
            self.error = error
