"""The plugin's exceptions.

    QuickBooksPluginError           a sentence for the user, a technical one for support, the next action
    |-- ConfigurationError          somebody has to change a setting first
    |-- LeaseLost                   another runner has taken this company over; stop without writing
    |-- SetReused                   a message-set id or a set's bytes would be used a second time
    |-- SchemaTooNew                the tables were made by a newer version of this plugin
    |-- MoveRefused                 the tables cannot be moved to another database now
    |-- AnswerUnreadable            an answer that is not the well-formed qbXML it should be
    `-- ProcessorFault              no answer: an HRESULT, a closed connection, nothing

Whatever QuickBooks refuses by a status code is not an exception: it is an Outcome (see terms).
"""

from __future__ import annotations


class QuickBooksPluginError(Exception):
    """Something went wrong that a person can be told about."""

    def __init__(self, sentence: str, technical: str = "", remedy: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.technical = technical or sentence
        self.remedy = remedy


class ConfigurationError(QuickBooksPluginError):
    """A setting is missing or contradicts another one."""


class LeaseLost(QuickBooksPluginError):
    """Another runner works for this company now."""


class SetReused(QuickBooksPluginError):
    """A message-set id, or the bytes behind one, would change or be used twice. Never carry on after this."""


class SchemaTooNew(QuickBooksPluginError):
    """The database was migrated by a newer version of this plugin; this one must not touch it."""


class MoveRefused(QuickBooksPluginError):
    """The plugin's tables cannot be moved to that database now. Nothing was changed."""


class AnswerUnreadable(QuickBooksPluginError):
    """The answer is cut off, not XML, or holds a document type declaration. Nothing was applied from it."""


class ProcessorFault(QuickBooksPluginError):
    """No answer came back. `hresult` is QuickBooks' number for it ('0x80040414'), '' where it gave none."""

    def __init__(self, sentence: str, technical: str = "", remedy: str = "", hresult: str = "") -> None:
        super().__init__(sentence, technical, remedy)
        self.hresult = hresult
