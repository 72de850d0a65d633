"""QuickBooks' clock: an instant that a test can push forward, and the wall clock that replies show.

Instants are epoch seconds. Replies show local time with an offset that ignores daylight saving, so it is an hour
off in summer (qbXML reference, section 9.3); the wall clock itself is right.
"""

from __future__ import annotations

import re
import time
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

_DATETIME = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:T(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:([+-])(\d{1,2}):(\d{1,2}))?)?)?)?$"
)
EARLIEST, LATEST = datetime(1970, 1, 1), datetime(2038, 1, 19, 3, 14, 7)  # noqa: DTZ001 wall clock


class Clock(Protocol):
    """Where QuickBooks reads the time."""

    def now(self) -> float:
        """Epoch seconds."""

    def advance(self, seconds: float) -> None:
        """Let that much time pass without anybody waiting."""


class SimulatedClock:
    """Real time plus the virtual seconds that requests have cost."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def now(self) -> float:
        return time.time() + self.ahead

    def advance(self, seconds: float) -> None:
        self.ahead += seconds


class ManualClock:
    """Time that stands still until a test moves it, forwards or back."""

    def __init__(self, start: float) -> None:
        self._now = float(start)

    def now(self) -> float:
        return self._now

    def advance(self, seconds: float) -> None:
        self._now += seconds


class WallClock:
    """Turns instants into what QuickBooks prints, and what a request says into what is compared."""

    def __init__(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)

    def standard_offset(self, instant: float) -> timedelta:
        """The zone's offset from UTC at that moment, daylight saving left out."""
        local = datetime.fromtimestamp(instant, self.zone)
        return (local.utcoffset() or timedelta()) - (local.dst() or timedelta())

    def wall(self, instant: float) -> str:
        """The local date and time, yyyy-mm-ddThh:mm:ss: comparable as text, ambiguous for an hour in autumn."""
        return datetime.fromtimestamp(int(instant), self.zone).strftime("%Y-%m-%dT%H:%M:%S")

    def stamp(self, instant: float) -> str:
        """A datetime as replies carry it."""
        minutes = int(self.standard_offset(instant).total_seconds()) // 60
        sign = "-" if minutes < 0 else "+"
        return f"{self.wall(instant)}{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"

    def today(self, instant: float) -> date:
        return datetime.fromtimestamp(instant, self.zone).date()

    def bound(self, text: str, now: float, *, end: bool) -> str:
        """A datetime of a request as wall clock text; a date alone is the start or the `end` of its day.

        An offset is read against the one that replies print, so a TimeModified echoed as it came means itself.
        Raises ValueError where there is no such moment.
        """
        match = _DATETIME.match(text.strip())
        if match is None:
            raise ValueError(text)
        year, month, day, hour, minute, second, sign, hours, minutes = match.groups()
        if hour is None:
            hour, minute, second = ("23", "59", "59") if end else ("0", "0", "0")
        moment = datetime(  # noqa: DTZ001 wall clock
            int(year), int(month), int(day), int(hour), int(minute or 0), int(second or 0)
        )
        if sign:
            offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == "-" else 1)
            moment += self.standard_offset(now) - offset
        if not EARLIEST <= moment <= LATEST:
            raise ValueError(text)
        return moment.strftime("%Y-%m-%dT%H:%M:%S")


def utc(instant: float) -> datetime:
    """The aware UTC time of an instant."""
    return datetime.fromtimestamp(instant, UTC)
