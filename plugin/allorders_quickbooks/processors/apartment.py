"""A thread on which alone an object is used: COM objects belong to the apartment that made them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")
_Work = tuple[Future[Any], Callable[[], Any]]


class Apartment:
    """Runs calls one after the other on its own thread. A call that hangs keeps nobody waiting for longer than he
    likes, nor the application from ending."""

    def __init__(self, enter: Callable[[], None], leave: Callable[[], None]) -> None:
        self._enter = enter
        self._leave = leave
        self._waiting: SimpleQueue[_Work | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="quickbooks-com", daemon=True)
        self._thread.start()

    def call(self, work: Callable[[], T], within: float) -> T:
        """The result of `work`, or what it raised. Raises TimeoutError where it takes longer; it goes on regardless."""
        future: Future[T] = Future()
        self._waiting.put((future, work))
        return future.result(within)

    def close(self) -> None:
        """Nothing more is called; what is under way is not waited for."""
        self._waiting.put(None)

    def _run(self) -> None:
        self._enter()
        try:
            while (work := self._waiting.get()) is not None:
                _carry_out(*work)
        finally:
            self._leave()


def _carry_out(future: Future[Any], work: Callable[[], Any]) -> None:
    try:
        future.set_result(work())
    except Exception as error:
        future.set_exception(error)
