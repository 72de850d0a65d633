"""The words of a comparison of stock: why QuickBooks and the host have different quantities of an item."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Why(StrEnum):
    """Why QuickBooks and the host have different quantities of an item."""

    NOT_SENT = "not_sent"
    IN_DOUBT = "in_doubt"
    HELD = "held"
    NC_ONLY = "nc_only"
    UNAVAILABLE = "unavailable"
    CHANGED_THERE = "changed_there"
    GONE_THERE = "gone_there"
    ADJUSTING = "adjusting"
    SAVED_MEANWHILE = "saved_meanwhile"


SENTENCES: Mapping[Why, str] = {
    Why.NOT_SENT: "Documents that are not in QuickBooks yet, or not as they are now",
    Why.IN_DOUBT: "Documents of which nobody knows whether QuickBooks has them",
    Why.HELD: "Documents that are held",
    Why.NC_ONLY: "Documents that are kept out of QuickBooks (NC Only)",
    Why.UNAVAILABLE: "Goods in locations that do not count",
    Why.CHANGED_THERE: "Documents that were changed in QuickBooks",
    Why.GONE_THERE: "Documents that were deleted or voided in QuickBooks",
    Why.ADJUSTING: "Adjustments that are on their way",
    Why.SAVED_MEANWHILE: "Documents that were saved while the stock was compared",
}
