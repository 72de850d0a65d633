"""The order system's exceptions.

Refused             a save breaks a rule of the order desk; the sentence says which
`-- SavedMeanwhile  somebody else saved the same thing since it was shown
"""

from __future__ import annotations


class Refused(Exception):
    """The save was not made. `field` names the entry's field at fault, '' where it is none in particular."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class SavedMeanwhile(Refused):
    """The row is not the one any more that the change was made on."""
