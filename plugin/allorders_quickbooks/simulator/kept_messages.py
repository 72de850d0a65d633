"""Every message set and its reply in files, for whoever wants to see what passed. Card numbers are made unreadable."""

from __future__ import annotations

import re
from pathlib import Path

_CARD = re.compile(rb"(<CreditCardNumber>)([^<]*)(?=</CreditCardNumber>)")


class KeptMessages:
    """A directory of NNNNN-request.xml and NNNNN-response.xml; a set without a reply has no response."""

    def __init__(self, directory: str | Path) -> None:
        self._directory = Path(directory)
        self._directory.mkdir(parents=True, exist_ok=True)

    def request(self, number: int, document: bytes) -> None:
        self._write(number, "request", document)

    def response(self, number: int, document: bytes) -> None:
        self._write(number, "response", document)

    def _write(self, number: int, which: str, document: bytes) -> None:
        (self._directory / f"{number:05d}-{which}.xml").write_bytes(_CARD.sub(_masked, document))


def _masked(match: re.Match[bytes]) -> bytes:
    number = match[2]
    return match[1] + b"x" * max(len(number) - 4, 0) + number[-4:]
