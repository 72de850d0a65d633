"""Which record of QuickBooks is which of the host's: candidates, each with a score and a reason in words. Pure."""
