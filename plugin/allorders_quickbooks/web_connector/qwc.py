"""The .qwc file by which somebody adds a company to the Web Connector (Web Connector reference, section 6)."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from allorders_quickbooks.errors import ConfigurationError

OWNER_ID = "{6F1D0B0C-6C0B-4C7B-9E0B-2B0E5D1E6A41}"
"""Whose private data the mark on the company file is: this product's, for ever."""

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_APP = "All Orders"


@dataclass(frozen=True)
class Description:
    """What the file says. `minutes` between two updates, None where only somebody's hand starts one."""

    company: str
    url: str
    user: str
    file_id: str
    minutes: int | None

    @property
    def name(self) -> str:
        """Two programs of one name on one machine would clash."""
        return f"{_APP} - {self.company}"


def require_safe(url: str) -> None:
    """The Web Connector talks to another machine by https only. Raises ConfigurationError."""
    parts = urlsplit(url)
    if parts.hostname and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL)):
        return
    raise ConfigurationError(
        "The Web Connector takes an address with https only, or one of this very machine.",
        f"URL {url!r}",
        "Give the https address under which the Web Connector's machine reaches this server.",
    )


def written(what: Description) -> bytes:
    """The file's content."""
    root = etree.Element("QBWCXML")
    for name, text in _elements(what):
        etree.SubElement(root, name).text = text
    if what.minutes is not None:
        scheduler = etree.Element("Scheduler")
        etree.SubElement(scheduler, "RunEveryNMinutes").text = str(what.minutes)
        root.insert(_position(root, "IsReadOnly"), scheduler)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _elements(what: Description) -> tuple[tuple[str, str], ...]:
    return (
        ("AppName", what.name),
        ("AppID", ""),
        ("AppURL", what.url),
        ("AppDescription", f"Keeps {_APP} and QuickBooks in step"),
        ("AppSupport", f"{what.url}?wsdl"),
        ("UserName", what.user),
        ("OwnerID", OWNER_ID),
        ("FileID", f"{{{what.file_id.upper()}}}"),
        ("QBType", "QBFS"),
        ("Style", "Document"),
        ("Notify", "false"),
        ("IsReadOnly", "false"),
        ("AuthFlags", "0xF"),
        ("PersonalDataPref", "pdpNotNeeded"),
        ("UnattendedModePref", "umpOptional"),
        ("AppDisplayName", what.name),
        ("AppUniqueName", what.name),
    )


def _position(root: etree._Element, tag: str) -> int:
    return next(number for number, child in enumerate(root) if child.tag == tag)
