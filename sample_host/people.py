"""Who works with the sample, and what each may do with a plugin. A real host has its sign-in here."""

from __future__ import annotations

from allorders_hooks.host import Right

ADMINISTRATOR = "Ada"
PEOPLE: dict[str, tuple[str, frozenset[Right]]] = {
    ADMINISTRATOR: ("administrator", frozenset(Right)),
    "Ben": ("bookkeeper", frozenset({Right.VIEW, Right.OPERATE, Right.UNDO})),
    "Olga": ("order desk", frozenset({Right.VIEW, Right.OPERATE})),
    "Vera": ("visitor", frozenset({Right.VIEW})),
}


def holds(user: str, right: Right) -> bool:
    """Whether that person holds that right. An empty name is the application itself, which holds them all."""
    return not user or right in PEOPLE.get(user, ("", frozenset()))[1]
