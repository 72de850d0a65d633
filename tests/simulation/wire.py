"""The wire between one runner and QuickBooks, and everything that happens on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from allorders_quickbooks.errors import ProcessorFault
from allorders_quickbooks.qbxml.fault_table import FAULTS, UNPARSED
from allorders_quickbooks.qbxml.status_table import STATUS, Effect
from allorders_quickbooks.simulator import Fault, FaultKind, FaultPlan, RequestProcessorError

from tests.simulation.accidents import Killed
from tests.simulation.place import Flight, Place

Moment = Callable[[str], None]

IN_A_CALL = {
    FaultKind.BUSY: 1.0,
    FaultKind.MODAL_DIALOG: 0.5,
    FaultKind.OTHER_COMPANY_FILE: 0.5,
    FaultKind.HRESULT: 2.0,
    FaultKind.DIES_BEFORE: 1.0,
    FaultKind.DIES_MIDWAY: 3.0,
    FaultKind.REPLY_LOST: 4.0,
    FaultKind.REPLY_MALFORMED: 1.0,
    FaultKind.REPLY_TRUNCATED: 2.0,
    FaultKind.REPLY_NOT_STORED: 2.0,
    FaultKind.REPLAY_IDS_ONLY: 1.0,
    FaultKind.LOCKED: 2.0,
    FaultKind.STATUS: 2.0,
    FaultKind.INTERNAL_ERROR_DONE: 4.0,
    FaultKind.INTERNAL_ERROR_UNDONE: 2.0,
    FaultKind.SLOW: 3.0,
}
"""What QuickBooks itself may do wrong in one call, and how often against each other."""

_SAYS_WHAT_IT_IS = {0, 1, 500, 3000, 3120, 3231}
REFUSALS = tuple(code for code, row in STATUS.items() if row.effect is Effect.NOT_APPLIED and code not in {3231, 3100})
AT_THE_FENCE = tuple(code for code in REFUSALS if code not in _SAYS_WHAT_IT_IS)
HRESULTS = tuple(FAULTS)


class Wire:
    """A connector that opens whatever company file is open. `moment` is where its runner may die or sleep."""

    simulated = True
    description = "the simulation's QuickBooks"

    def __init__(self, place: Place, machine: str, moment: Moment) -> None:
        self._place = place
        self._machine = machine
        self._moment = moment

    @contextmanager
    def session(self) -> Iterator[Wire]:
        if self._place.accidents.strikes("no session", 0.5):
            raise _no_answer(self._place.accidents.one_of(HRESULTS))
        yield self

    def process(self, content: bytes) -> bytes:
        """One call. Raises ProcessorFault where no answer comes, Killed where the runner dies over it."""
        place, accidents = self._place, self._place.accidents
        set_id = place.set_of(content)
        self._moment("before send")
        if accidents.strikes("request delayed"):
            place.in_the_air.append(Flight(set_id, content))
            if accidents.sometimes(0.5):
                raise Killed
            raise _no_answer("")
        if accidents.strikes("request copied", 0.5):
            place.in_the_air.append(Flight(set_id, content))
        reply = self._call(set_id, content)
        self._moment("after QuickBooks' commit")
        if accidents.strikes("answer repeated"):
            place.answers.append(Flight(set_id, reply))
        if accidents.strikes("answer lost"):
            raise _no_answer("")
        return reply

    def _call(self, set_id: str, content: bytes) -> bytes:
        plan = self._plan(set_id)
        try:
            return self._place.call(content, self._machine, plan)
        except RequestProcessorError as error:
            if error.hresult == UNPARSED:
                self._place.blame_all(filter(None, self._place.carried(set_id)), "unreadable")
            raise _no_answer(error.hresult) from error

    def _plan(self, set_id: str) -> FaultPlan:
        accidents = self._place.accidents
        if not accidents.strikes("in QuickBooks", 2.0):
            return FaultPlan()
        kind = accidents.chance.choices(list(IN_A_CALL), list(IN_A_CALL.values()))[0]
        accidents.counts["in QuickBooks"] -= 1
        accidents.counts[kind.value] += 1
        carried = self._place.carried(set_id)
        index = accidents.chance.randrange(max(1, len(carried)))
        codes = AT_THE_FENCE if index == 0 or carried[index] is None else REFUSALS
        fault = Fault(
            kind,
            request=index,
            seconds=accidents.chance.uniform(1, 60),
            hresult=accidents.one_of(HRESULTS),
            code=accidents.one_of(codes),
        )
        self._blame(kind, carried, index, fault.code)
        return FaultPlan([fault])

    def _blame(self, kind: FaultKind, carried: list, index: int, code: int) -> None:  # type: ignore[type-arg]
        hit = carried if index == 0 else carried[index : index + 1]
        name = f"status {code}" if kind is FaultKind.STATUS else kind.value
        self._place.blame_all(filter(None, hit), name)


def _no_answer(hresult: str) -> ProcessorFault:
    return ProcessorFault("QuickBooks did not answer.", hresult or "nothing came back", hresult=hresult)
