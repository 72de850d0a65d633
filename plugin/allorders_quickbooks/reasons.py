"""Why a document does not go now: what each reason says, to whom, and what to do about it."""

from __future__ import annotations

import enum
from enum import StrEnum
from typing import NamedTuple


class Actor(StrEnum):
    """Who acts next."""

    NOBODY = "nobody"
    ORDER_DESK = "order desk"
    BOOKKEEPER = "bookkeeper"
    ADMINISTRATOR = "administrator"
    SUPPORT = "support"


class Explanation(NamedTuple):
    """What a reason says: to the user, to support, what to do, and who does it."""

    user: str
    support: str
    remedy: str
    actor: Actor


class Reason(enum.Enum):
    """Why a document does not go now. The one registry: every screen, journal line and report reads it."""

    NOT_READY = Explanation(
        "It is not marked shipped yet.",
        "policy: the document is not in the state that makes it ready (behaviour: Documents)",
        "Mark it shipped when the goods have left; nothing else is needed.",
        Actor.ORDER_DESK,
    )
    NC_ONLY = Explanation(
        "It is kept out of QuickBooks (NC Only).",
        "policy: the document's NC Only box, or the preference that forces it",
        "Clear NC Only on the document, or change the preference under Advanced.",
        Actor.ORDER_DESK,
    )
    ORDERS_STAY = Explanation(
        "Sales orders are not sent to QuickBooks.",
        "policy: CompanySetup.send_sales_orders is off",
        "Switch on Send sales orders on the company screen if they are wanted in QuickBooks.",
        Actor.ADMINISTRATOR,
    )
    NOT_FINISHED = Explanation(
        "It is not finished yet.",
        "policy: a work order is ready once all of it is finished (behaviour: Documents)",
        "Finish the work order; nothing else is needed.",
        Actor.ORDER_DESK,
    )
    PO_BLOCKED = Explanation(
        "Purchase orders are kept out of QuickBooks.",
        "policy: the preference Block all POs from being sent to QB",
        "Clear Block all POs under PO/Receiving. Receipts that are then made in QuickBooks do not come back here.",
        Actor.BOOKKEEPER,
    )
    ITEMS_STAY = Explanation(
        "Items do not synchronize: one proxy item stands for all of them in QuickBooks.",
        "policy: the preference How items synchronize is one proxy item",
        "Nothing, or have items synchronize with QuickBooks items under Inventory.",
        Actor.ADMINISTRATOR,
    )
    VETOED = Explanation(
        "An extension of this plugin keeps it back.",
        "an extension's map_request vetoed it, or failed on it; the detail names the extension",
        "Do what the extension asks for; who has installed it can take it out again.",
        Actor.ADMINISTRATOR,
    )
    UNMATCHED = Explanation(
        "It waits until it is matched with the records that QuickBooks has.",
        "the list is not confirmed yet, or this record of a confirmed one has no decision (matching)",
        "Decide under Matching which record of QuickBooks it is, or that it is a new one, and confirm the list.",
        Actor.BOOKKEEPER,
    )
    KEPT_OUT = Explanation(
        "Somebody has decided that this record stays out of QuickBooks.",
        "the matching's decision is to skip it, or to merge it later",
        "Undo the decision under Matching, and bind or create it.",
        Actor.BOOKKEEPER,
    )
    BEFORE_START_DATE = Explanation(
        "It is dated before the start date of this company file.",
        "policy: txn_date < CompanySetup.start_date",
        "Change the document's date, or the start date on the company screen.",
        Actor.BOOKKEEPER,
    )
    CLOSED_PERIOD = Explanation(
        "Its date lies in a period that is closed in QuickBooks.",
        "PreferencesRet ClosingDate, or status 3161 / 3171",
        "Change the document's date, or move the closing date in QuickBooks and synchronize again.",
        Actor.BOOKKEEPER,
    )
    WAITING_FOR_RECORD = Explanation(
        "It waits for a customer, item or document that is not in QuickBooks yet.",
        "policy: an unbound dependency; see waits_for",
        "Solve the problem of the record that it waits for; this document follows by itself.",
        Actor.NOBODY,
    )
    INVALID_FIELD = Explanation(
        "QuickBooks cannot take one of its fields.",
        "mapping: refused before sending; the detail names the field",
        "Correct the field that is named, then save the document.",
        Actor.ORDER_DESK,
    )
    NAME_CONFLICT = Explanation(
        "QuickBooks already has a record of that name.",
        "status 3100; customers, vendors, employees and other names share one name space",
        "Rename one of the two, or link this record to the one in QuickBooks.",
        Actor.BOOKKEEPER,
    )
    DUPLICATE_NUMBER = Explanation(
        "QuickBooks already has a document of that number.",
        "look-up by RefNumber found a transaction that is not ours",
        "Compare the two; mark this one NC Only, change its number, or send it all the same from its page.",
        Actor.BOOKKEEPER,
    )
    CONFIGURATION = Explanation(
        "A setting is missing.",
        "CompanySetup or the company file lacks something that the mapping needs; see the detail",
        "Fill in the setting that is named, then synchronize again.",
        Actor.ADMINISTRATOR,
    )
    NOT_IN_EDITION = Explanation(
        "This QuickBooks cannot hold such a document.",
        "status 3250 / 1030, or an element newer than the company file's qbXML version",
        "Switch the feature on in QuickBooks, or keep the document NC Only.",
        Actor.BOOKKEEPER,
    )
    NOT_PERMITTED = Explanation(
        "QuickBooks does not allow this program to do that.",
        "status 3220 / 3260 / 3261 / 3263",
        "Have the QuickBooks administrator grant the permission under Integrated Applications.",
        Actor.ADMINISTRATOR,
    )
    REJECTED = Explanation(
        "QuickBooks refused it.",
        "a permanent status; see the detail",
        "Read QuickBooks' message, correct the document and save it.",
        Actor.BOOKKEEPER,
    )
    UNREADABLE = Explanation(
        "QuickBooks could not read it at all.",
        "0x80040400 for a set that held only this document",
        "Send the support information to the makers of this plugin; every other document goes on.",
        Actor.SUPPORT,
    )
    BUSY = Explanation(
        "QuickBooks was busy with it.",
        "a record locked or in use (3175, 3176 ...)",
        "Nothing: it is tried again by itself.",
        Actor.NOBODY,
    )
    POSTPONED = Explanation(
        "Somebody has postponed it.",
        "a person's decision on the preview; see the journal",
        "Nothing: it goes by itself after that moment, or at once by Send now.",
        Actor.NOBODY,
    )
    EXCEEDED = Explanation(
        "It was tried too often without success.",
        "a transient fault outlasted its attempts",
        "Close the window in QuickBooks that holds it, then press Retry.",
        Actor.BOOKKEEPER,
    )
    CONFLICT = Explanation(
        "It was changed here and in QuickBooks.",
        "the object differs from what was last written, in a field that the Mod changes; or 3200 twice",
        "Compare the two versions and choose one.",
        Actor.BOOKKEEPER,
    )
    UNKNOWN = Explanation(
        "Nobody knows whether QuickBooks has it.",
        "status 1000, or several candidates after a lost answer",
        "Look it up in QuickBooks, then press Retry: it is looked for again before anything is sent.",
        Actor.BOOKKEEPER,
    )
    AMBIGUOUS = Explanation(
        "QuickBooks holds it more than once.",
        "two live transactions carry the document's ExternalGUID",
        "Delete or void the superfluous one in QuickBooks, then press Retry.",
        Actor.BOOKKEEPER,
    )
    VOIDED = Explanation(
        "It was voided in QuickBooks.",
        "the bound transaction has no amounts any more",
        "Leave it voided, or unlink it here and send it again.",
        Actor.BOOKKEEPER,
    )
    GONE = Explanation(
        "It was deleted in QuickBooks.",
        "status 3120 for the bound id, or listed by TxnDeletedQuery",
        "Leave it deleted, or unlink it here and send it again.",
        Actor.BOOKKEEPER,
    )

    MERGED = Explanation(
        "It was merged with another record in QuickBooks.",
        "listed by ListDeletedQuery, while another record of its list was changed in that second or it is in use here",
        "See what it has become there, then follow the merge, or send it again as a record of its own.",
        Actor.BOOKKEEPER,
    )
    NOT_TAKEN = Explanation(
        "It was changed in QuickBooks, and the change cannot be taken over here.",
        "the host refused an apply(); the detail is its sentence",
        "Mend what is named, then take QuickBooks' version, or keep this one.",
        Actor.ORDER_DESK,
    )

    @property
    def code(self) -> str:
        """The stable name that is stored and grouped by."""
        return self.name.lower()

    @property
    def is_chosen(self) -> bool:
        """Whether the document stays because somebody wants it so, or has not finished it: that is no failure."""
        return self in _CHOSEN

    @classmethod
    def of(cls, code: str) -> Reason:
        return cls[code.upper()]


_CHOSEN = frozenset({Reason.NOT_READY, Reason.NC_ONLY, Reason.PO_BLOCKED, Reason.ITEMS_STAY, Reason.BEFORE_START_DATE})
