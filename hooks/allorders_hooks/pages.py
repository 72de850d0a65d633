"""Pages of a plugin inside the host's own site: the host gives them a frame, and knows nothing of what is on them.

The host's sign-on, its protection against forged forms and its headers hold for them as for its own pages: no inline
script and no inline style is on any of them, and every form carries the host's token.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from allorders_hooks.documents import DocumentRef


class Frame(Protocol):
    """What the pages ask of the site that they are shown in. Each method is called while a request is answered."""

    layout: str
    """The name of the template that every page extends. It has the blocks `title`, `head` and `content`, and shows
    what was flashed."""

    def company(self) -> str:
        """The company that the person works with."""

    def user(self) -> str:
        """Who is at the screen."""

    def token(self) -> tuple[str, str]:
        """(name, value) of the hidden field that the host's protection wants in every form."""

    def page_of(self, ref: DocumentRef) -> str | None:
        """The address of the page of a document or record; None where the host has none."""

    def settings_page(self, screen: str) -> str:
        """The address of that settings screen of this plugin."""


@dataclass(frozen=True)
class Pages:
    """`blueprint` is what the host's web framework mounts (a `flask.Blueprint`), at a path of the host's choice;
    `entries` are (endpoint, caption) of those pages that the host's navigation should lead to."""

    blueprint: object
    entries: tuple[tuple[str, str], ...]
