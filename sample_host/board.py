"""The notice board: messages that a plugin has for whoever works with the company now."""

from __future__ import annotations

from collections import deque
from threading import Lock

from allorders_hooks.status import Message

KEPT = 50


class NoticeBoard:
    """The newest messages, numbered as they come. Any thread may post; readers remember how far they got."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._messages: deque[tuple[int, Message]] = deque(maxlen=KEPT)
        self._posted = 0

    def post(self, message: Message) -> None:
        with self._lock:
            self._posted += 1
            self._messages.append((self._posted, message))

    @property
    def posted(self) -> int:
        """How many messages there have been: the number of the newest."""
        return self._posted

    def after(self, number: int) -> list[Message]:
        """The messages behind that number, oldest first, as far as they are still kept."""
        with self._lock:
            return [message for posted, message in self._messages if posted > number]
